/*
 * user.c -- near user: people, from the terminal.
 *
 * Beside a process that serves the association its words are carried out by that process
 * (control.h).
 */
#include "account/account.h"
#include "app/app.h"
#include "app/control.h"
#include "base/str.h"
#include "member/member.h"
#include "organ/organ.h"
#include <getopt.h>
#include <unistd.h>

enum { PASSWORD_LIMIT = 1024, WORDS_LIMIT = 16 };

struct user {
	struct ctx *ctx;
	int argc; /* what follows the action */
	char **argv;
	struct sbuf *out;
};

static enum err find(struct user *u, account_id *ret)
{
	return account_find(u->ctx, str_of(u->argv[0]), ret);
}

static void say_invitation(struct user *u, struct str token)
{
	sbuf_printf(u->out, "/en/invitation?token=%.*s", STR_ARG(token));
}

static enum err add(struct user *u)
{
	struct account_new new = { .name = str_of(u->argv[0]), .language = LANGUAGE_EN };
	struct str token;
	account_id id;
	enum err e;

	new.person.in[LANGUAGE_EN] = str_of(u->argv[1]);
	e = account_add(u->ctx, &new, &id);
	if (e == ERR_CONFLICT)
		return ERR_ACCOUNT_TAKEN;
	if (e == ERR_OK)
		e = account_invite(u->ctx, id, &token);
	if (e == ERR_OK)
		say_invitation(u, token);
	return e;
}

static enum err invite(struct user *u)
{
	struct str token;
	account_id id;
	enum err e = find(u, &id);

	if (e == ERR_OK)
		e = account_invite(u->ctx, id, &token);
	if (e == ERR_OK)
		say_invitation(u, token);
	return e;
}

static enum err password(struct user *u)
{
	account_id id;
	enum err e = find(u, &id);

	if (e == ERR_OK)
		e = account_set_password(u->ctx, id, str_of(u->argv[1]));
	if (e == ERR_OK)
		sbuf_lit(u->out,
		         "password set; every session and invitation of this account is ended");
	return e;
}

/* NAME ROLE [organ|government SLUG] */
static enum err read_duty(struct user *u, account_id *ret_who, struct account_duty *ret)
{
	enum err e = find(u, ret_who);

	*ret = (struct account_duty){ .scope = SCOPE_ASSOCIATION };
	if (e != ERR_OK)
		return e;
	if (!role_parse(str_of(u->argv[1]), &ret->role))
		return ERR_NOT_FOUND;
	if (u->argc == 2)
		return ERR_OK;
	if (u->argc == 4 && strcmp(u->argv[2], "organ") == 0) {
		struct organ o = { .id = { 0 } };

		e = organ_by_slug(u->ctx, str_of(u->argv[3]), &o);
		ret->scope = SCOPE_ORGAN;
		ret->scope_id = o.id.v;
		return e;
	}
	if (u->argc == 4 && strcmp(u->argv[2], "government") == 0) {
		struct member m = { .id = { 0 } };

		e = member_by_slug(u->ctx, str_of(u->argv[3]), &m);
		ret->scope = SCOPE_GOVERNMENT;
		ret->scope_id = m.id.v;
		return e;
	}
	return ERR_BAD_REQUEST;
}

struct grant {
	account_id who;
	struct account_duty duty;
};

static enum err write_grant(struct tx *tx, void *arg)
{
	struct grant *g = arg;

	return account_grant(tx, g->who, g->duty.role, g->duty.scope, g->duty.scope_id);
}

static enum err grant(struct user *u)
{
	struct grant g;
	enum err e = read_duty(u, &g.who, &g.duty);

	if (e == ERR_OK)
		e = db_write(u->ctx, write_grant, &g);
	if (e == ERR_OK)
		sbuf_lit(u->out, "granted");
	return e;
}

static enum err withdraw(struct user *u)
{
	struct grant g;
	enum err e = read_duty(u, &g.who, &g.duty);

	if (e == ERR_OK)
		e = account_withdraw(u->ctx, g.who, &g.duty);
	if (e == ERR_OK)
		sbuf_lit(u->out, "withdrawn; it holds from this moment on");
	return e;
}

static enum err close_account(struct user *u)
{
	account_id id;
	enum err e = find(u, &id);

	if (e == ERR_OK)
		e = account_close(u->ctx, id);
	if (e == ERR_OK)
		sbuf_lit(u->out, "closed; what this person did stands, and the name stays taken");
	return e;
}

/* NAME [ADDRESS] */
static enum err email(struct user *u)
{
	struct str address = u->argc == 2 ? str_of(u->argv[1]) : (struct str){ 0 };
	account_id id;
	enum err e = find(u, &id);

	if (e == ERR_OK)
		e = account_set_email(u->ctx, id, address);
	if (e == ERR_OK)
		sbuf_str(u->out, address.n > 0 ? S("letters to this account go there")
		                               : S("the address is removed"));
	return e;
}

/* NAME LANGUAGE "PERSON" */
static enum err rename_person(struct user *u)
{
	struct lang_set person = { 0 };
	enum language l;
	account_id id;
	enum err e = find(u, &id);

	if (e == ERR_OK && !language_parse(str_of(u->argv[1]), &l))
		e = ERR_BAD_REQUEST;
	if (e != ERR_OK)
		return e;
	person.in[l] = str_of(u->argv[2]);
	e = account_rename(u->ctx, id, &person);
	if (e == ERR_OK)
		sbuf_lit(u->out, "corrected, here and wherever the name stands; the sign-in name "
		                 "stays as it is");
	return e;
}

static enum err put_account(struct user *u, const struct account *a)
{
	struct account_held *roles;
	int n;
	enum err e = account_roles(u->ctx, a->id, &roles, &n);

	if (e != ERR_OK)
		return e;
	sbuf_printf(u->out, "%s%.*s\t%.*s\t", u->out->n > 0 ? "\n" : "", STR_ARG(a->name),
	            STR_ARG(a->person.text));
	for (int i = 0; i < n; i++)
		sbuf_printf(u->out, "%s%s", i > 0 ? " " : "", role_code(roles[i].role));
	sbuf_str(u->out, a->is_closed ? S("\tclosed")
	                 : a->is_used ? S("\tin use")
	                              : S("\tinvited"));
	return ERR_OK;
}

static enum err list(struct user *u)
{
	struct str after = { 0 };
	bool more = true;
	enum err e = ERR_OK;

	while (more && e == ERR_OK) {
		struct account *accounts;
		int n;

		e = account_list(u->ctx, after, &accounts, &n, &more);
		for (int i = 0; i < n && e == ERR_OK; i++)
			e = put_account(u, &accounts[i]);
		if (e == ERR_OK && n > 0)
			after = accounts[n - 1].name;
	}
	return e;
}

static const struct {
	const char *name;
	int min, max; /* words after the action; a password comes by standard input besides */
	enum err (*run)(struct user *u);
} actions[] = {
	{ "list", 0, 0, list },           { "add", 2, 2, add }, /* NAME "PERSON" */
	{ "invite", 1, 1, invite },                             /* NAME */
	{ "password", 2, 2, password },                         /* NAME, and what was read */
	{ "grant", 2, 4, grant },         /* NAME ROLE [organ|government SLUG] */
	{ "withdraw", 2, 4, withdraw },   /* the same */
	{ "email", 1, 2, email },         /* NAME [ADDRESS] */
	{ "name", 3, 3, rename_person },  /* NAME LANGUAGE "PERSON" */
	{ "close", 1, 1, close_account }, /* NAME */
};

static int find_action(const char *name, int words)
{
	for (size_t i = 0; i < COUNT_OF(actions); i++)
		if (strcmp(name, actions[i].name) == 0 && words >= actions[i].min &&
		    words <= actions[i].max)
			return (int)i;
	return -1;
}

/* argv: "user", the action, its words. */
int user_run(struct home *h, struct ctx *ctx, int argc, char **argv, struct sbuf *out)
{
	struct user u = { .ctx = ctx, .argc = argc - 2, .argv = argv + 2, .out = out };
	int at = argc < 2 ? -1 : find_action(argv[1], argc - 2);
	enum err e;

	(void)h;
	if (at < 0) {
		sbuf_lit(out, "the process that serves does not know this action");
		return EXIT_USAGE;
	}
	e = actions[at].run(&u);
	if (e == ERR_OK)
		return EXIT_DONE;
	*out = (struct sbuf){ .arena = ctx->arena };
	if (e == ERR_NOT_FOUND)
		sbuf_lit(out, "there is no such account, role, organ or government");
	else
		sbuf_str(out, str_of(error_text(ctx, e)));
	return EXIT_REFUSED;
}

/* Read from standard input, so that it stands in no list of processes and no shell's history. */
static bool read_password(char buf[static PASSWORD_LIMIT + 2])
{
	if (isatty(STDIN_FILENO))
		fputs("New password (it will be seen): ", stderr);
	if (!fgets(buf, PASSWORD_LIMIT + 2, stdin))
		return false;
	buf[strcspn(buf, "\r\n")] = 0;
	return true;
}

int command_user(int argc, char **argv)
{
	static const struct option options[] = { { "db", required_argument, NULL, 'd' }, { 0 } };
	struct home_options ho = { .writer = true, .share = true };
	char *words[WORDS_LIMIT] = { "user" }, secret[PASSWORD_LIMIT + 2];
	int o, code, n = 1;
	const char *dir;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'd')
			return usage("user");
		ho.db = optarg;
	}
	if (optind + 2 > argc || argc - optind > WORDS_LIMIT - 2)
		return usage("user");
	dir = ho.dir = argv[optind];
	for (int i = optind + 1; i < argc; i++)
		words[n++] = argv[i];
	if (strcmp(words[1], "password") == 0) {
		if (n != 3 || !read_password(secret))
			return usage("user");
		words[n++] = secret;
	}
	if (find_action(words[1], n - 2) < 0)
		return usage("user");
	if (!ho.db && control_ask(dir, n, words, &code))
		return code;
	return control_run_here(&ho, n, words);
}
