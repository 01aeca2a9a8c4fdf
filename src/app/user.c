/* user.c -- near user: people, from the terminal. */
#include "account/account.h"
#include "app/app.h"
#include "base/str.h"
#include "base/utf8.h"
#include "member/member.h"
#include "organ/organ.h"
#include <getopt.h>
#include <unistd.h>

enum { PASSWORD_LIMIT = 1024 };

struct user {
	struct home *home;
	int argc; /* what follows the action */
	char **argv;
};

static enum err add(struct user *u, const char **ret_said)
{
	struct ctx *ctx = &u->home->ctx;
	struct account_new new = { .name = str_of(u->argv[0]), .language = LANGUAGE_EN };
	struct str person = str_of(u->argv[1]), token;
	account_id id;
	enum err e;

	if (!utf8_is_text(person))
		return ERR_BAD_TEXT;
	new.person.in[LANGUAGE_EN] = person;
	e = account_add(ctx, &new, &id);
	if (e == ERR_CONFLICT)
		return ERR_ACCOUNT_TAKEN;
	if (e == ERR_OK)
		e = account_invite(ctx, id, &token);
	if (e == ERR_OK)
		*ret_said = arena_printf(ctx->arena, "/en/invitation?token=%.*s", STR_ARG(token)).p;
	return e;
}

static enum err invite(struct user *u, const char **ret_said)
{
	struct ctx *ctx = &u->home->ctx;
	struct str token;
	account_id id;
	enum err e = account_find(ctx, str_of(u->argv[0]), &id);

	if (e == ERR_OK)
		e = account_invite(ctx, id, &token);
	if (e == ERR_OK)
		*ret_said = arena_printf(ctx->arena, "/en/invitation?token=%.*s", STR_ARG(token)).p;
	return e;
}

/* Read from standard input, so that it stands in no list of processes and no shell's history. */
static enum err password(struct user *u, const char **ret_said)
{
	struct ctx *ctx = &u->home->ctx;
	char buf[PASSWORD_LIMIT + 2];
	account_id id;
	enum err e = account_find(ctx, str_of(u->argv[0]), &id);

	if (e != ERR_OK)
		return e;
	if (isatty(STDIN_FILENO))
		fputs("New password (it will be seen): ", stderr);
	if (!fgets(buf, sizeof buf, stdin))
		return ERR_PASSWORD_WEAK;
	buf[strcspn(buf, "\r\n")] = 0;
	e = account_set_password(ctx, id, str_of(buf));
	*ret_said = "password set; every session of this account is ended";
	return e;
}

struct grant {
	account_id who;
	enum role role;
	enum scope scope;
	int64_t scope_id;
};

static enum err write_grant(struct tx *tx, void *arg)
{
	struct grant *g = arg;

	return account_grant(tx, g->who, g->role, g->scope, g->scope_id);
}

/* near user DIR grant NAME ROLE [organ|government SLUG] */
static enum err grant(struct user *u, const char **ret_said)
{
	struct ctx *ctx = &u->home->ctx;
	struct grant g = { .scope = SCOPE_ASSOCIATION };
	enum err e = account_find(ctx, str_of(u->argv[0]), &g.who);

	if (e != ERR_OK)
		return e;
	if (!role_parse(str_of(u->argv[1]), &g.role))
		return ERR_NOT_FOUND;
	if (u->argc == 4 && strcmp(u->argv[2], "organ") == 0) {
		struct organ o;

		e = organ_by_slug(ctx, str_of(u->argv[3]), &o);
		g.scope = SCOPE_ORGAN;
		g.scope_id = e == ERR_OK ? o.id.v : 0;
	} else if (u->argc == 4 && strcmp(u->argv[2], "government") == 0) {
		struct member m;

		e = member_by_slug(ctx, str_of(u->argv[3]), &m);
		g.scope = SCOPE_GOVERNMENT;
		g.scope_id = e == ERR_OK ? m.id.v : 0;
	} else if (u->argc != 2) {
		return ERR_BAD_REQUEST;
	}
	*ret_said = "granted";
	return e == ERR_OK ? db_write(ctx, write_grant, &g) : e;
}

/* near user DIR email NAME [ADDRESS] */
static enum err email(struct user *u, const char **ret_said)
{
	struct ctx *ctx = &u->home->ctx;
	struct str address = u->argc == 2 ? str_of(u->argv[1]) : (struct str){ 0 };
	account_id id;
	enum err e = account_find(ctx, str_of(u->argv[0]), &id);

	*ret_said = address.n > 0 ? "letters to this account go there" : "the address is removed";
	return e == ERR_OK ? account_set_email(ctx, id, address) : e;
}

static const struct {
	const char *name;
	int min, max; /* arguments after the action */
	enum err (*run)(struct user *u, const char **ret_said);
} actions[] = {
	{ "add", 2, 2, add },           /* NAME "PERSON" */
	{ "invite", 1, 1, invite },     /* NAME */
	{ "password", 1, 1, password }, /* NAME */
	{ "grant", 2, 4, grant },       /* NAME ROLE [organ|government SLUG] */
	{ "email", 1, 2, email },       /* NAME [ADDRESS] */
};

int command_user(int argc, char **argv)
{
	static const struct option options[] = { { "db", required_argument, NULL, 'd' }, { 0 } };
	struct home_options ho = { .claim = true };
	int o, at = -1;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'd')
			return usage("user");
		ho.db = optarg;
	}
	for (size_t i = 0; i < COUNT_OF(actions) && optind + 1 < argc; i++)
		if (strcmp(argv[optind + 1], actions[i].name) == 0)
			at = (int)i;
	int rest = argc - optind - 2;

	if (at < 0 || rest < actions[at].min || rest > actions[at].max)
		return usage("user");
	struct home h;
	struct user u = { .home = &h, .argc = rest, .argv = argv + optind + 2 };
	const char *said = "";
	enum err e;

	ho.dir = argv[optind];
	if (!home_open(&h, &ho))
		return EXIT_REFUSED;
	e = actions[at].run(&u, &said);
	if (e == ERR_NOT_FOUND)
		refuse("there is no such account, role, organ or government");
	else if (e != ERR_OK)
		refuse("%s", error_text(&h.ctx, e));
	else
		puts(said);
	home_close(&h);
	return e == ERR_OK ? EXIT_DONE : EXIT_REFUSED;
}
