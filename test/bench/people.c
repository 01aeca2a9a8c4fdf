/*
 * people.c -- prepares a vote: a delegate of every member, signed in, and a question put by the
 * chair.
 *
 *   bench_people FOLDER SESSION ITEM
 *
 * The association in FOLDER was made without accounts and is not being served.  Prints the
 * question's number and session tokens, "question N", "chair TOKEN", "delegate SLUG TOKEN" one a
 * line, so that a benchmark need not sign in two thousand people by password first.
 */
#include "app/app.h"
#include "account/account.h"
#include "base/parse.h"
#include "base/str.h"
#include "decision/decision.h"
#include <stdlib.h>

struct person {
	account_id id;
	enum role role;
	enum scope scope;
	int64_t scope_id;
	struct str name, token;
};

struct people {
	struct ctx *ctx;
	struct meeting session;
	struct member *members;
	struct person *v; /* the chair, then the delegates */
	int n;
};

static void must(enum err e, const char *what)
{
	if (e == ERR_OK)
		return;
	fprintf(stderr, "bench_people: %s: %s\n", what, err_message(e));
	exit(1);
}

static enum err grant(struct tx *tx, void *arg)
{
	struct people *p = arg;
	enum err e = ERR_OK;

	for (int i = 0; i < p->n && e == ERR_OK; i++)
		e = account_grant(tx, p->v[i].id, p->v[i].role, p->v[i].scope, p->v[i].scope_id);
	return e;
}

static void name_people(struct people *p)
{
	struct member_filter members = { .kind = S("member") };
	int n;

	must(member_list(p->ctx, &members, &p->members, &n), "members");
	p->n = n + 1;
	p->v = arena_many(p->ctx->arena, struct person, (size_t)p->n);
	p->v[0] = (struct person){ .role = ROLE_CHAIR,
		                   .scope = SCOPE_ORGAN,
		                   .scope_id = p->session.organ.id.v,
		                   .name = S("chair") };
	for (int i = 0; i < n; i++)
		p->v[i + 1] = (struct person){ .role = ROLE_DELEGATE,
			                       .scope = SCOPE_GOVERNMENT,
			                       .scope_id = p->members[i].id.v,
			                       .name = p->members[i].slug };
}

static void add_accounts(struct people *p)
{
	struct arena *a = p->ctx->arena;
	struct account_new *new = arena_many(a, struct account_new, (size_t)p->n);
	account_id *ids = arena_many(a, account_id, (size_t)p->n);

	for (int i = 0; i < p->n; i++) {
		new[i] = (struct account_new){ .name = p->v[i].name, .language = LANGUAGE_EN };
		new[i].person.in[LANGUAGE_EN] = p->v[i].name;
	}
	must(account_add_many(p->ctx, new, p->n, ids), "accounts");
	for (int i = 0; i < p->n; i++)
		p->v[i].id = ids[i];
	must(db_write(p->ctx, grant, p), "grants");
}

static void sign_in(struct people *p)
{
	for (int i = 0; i < p->n; i++) {
		struct str invitation;

		must(account_invite(p->ctx, p->v[i].id, &invitation), "invitation");
		must(account_accept(p->ctx, invitation, (struct str){ 0 }, &p->v[i].token),
		     "session");
	}
}

static void seat(struct people *p)
{
	int64_t changed;

	for (int i = 1; i < p->n; i++)
		must(meeting_delegate_add(p->ctx, p->session.id, p->members[i - 1].id, p->v[i].id,
		                          true),
		     "delegate");
	must(meeting_accredit_all(p->ctx, p->session.id, &changed), "credentials");
}

int main(int argc, char **argv)
{
	struct people p = { 0 };
	struct meeting_item item;
	vote_question_id question;
	struct home home;
	int64_t number;

	if (argc != 4 || !parse_i64(str_of(argv[3]), 1, 1000, &number)) {
		fputs("usage: bench_people FOLDER SESSION ITEM\n", stderr);
		return 2;
	}
	if (!home_open(&home, &(struct home_options){ .dir = argv[1], .claim = true }))
		return 1;
	p.ctx = &home.ctx;
	must(meeting_by_slug(p.ctx, str_of(argv[2]), &p.session), "session");
	name_people(&p);
	add_accounts(&p);
	seat(&p);
	sign_in(&p);
	p.ctx->who = p.v[0].id;
	must(meeting_open(p.ctx, p.session.id), "opening the session");
	must(meeting_item_by_number(p.ctx, p.session.id, number, &item), "item");
	must(decision_open(p.ctx, item.id, &question), "opening the question");
	printf("question %" PRId64 "\nchair %.*s\n", question.v, STR_ARG(p.v[0].token));
	for (int i = 1; i < p.n; i++)
		printf("delegate %.*s %.*s\n", STR_ARG(p.v[i].name), STR_ARG(p.v[i].token));
	home_close(&home);
	return 0;
}
