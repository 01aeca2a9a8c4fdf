/*
 * test/system/people.h -- people of an association that was made from a pack, signed in without
 * passwords: whoever a test names, and a voting delegate of every member, accredited at a session.
 */
#pragma once
#include "account/account.h"
#include "base/str.h"
#include "decision/decision.h"
#include "meeting/meeting.h"

enum { PEOPLE_MAX = 120 };

struct person {
	struct str name;
	enum role role;
	enum scope scope;
	int64_t scope_id;
	enum language language; /* each time the next of the six */
	account_id id;
	struct str token; /* of their session */
};

struct people {
	struct ctx *ctx;
	struct meeting session;
	struct person v[PEOPLE_MAX];
	int n, delegates; /* v[delegates] is the first one */
	member_government_id members[PEOPLE_MAX];
	int member_count;
};

static inline struct person *people_add(struct people *p, const char *name, enum role role,
                                        enum scope scope, int64_t scope_id)
{
	struct person *one = &p->v[p->n++];

	MUST(p->n <= PEOPLE_MAX);
	*one = (struct person){ .name = str_of(name),
		                .role = role,
		                .scope = scope,
		                .scope_id = scope_id,
		                .language = (enum language)(p->n % LANGUAGE_COUNT) };
	return one;
}

static inline void people_add_delegates(struct people *p)
{
	struct member_filter members = { .kind = S("member") };
	struct member *m;

	MUST(member_list(p->ctx, &members, &m, &p->member_count) == ERR_OK);
	p->delegates = p->n;
	for (int i = 0; i < p->member_count; i++) {
		p->members[i] = m[i].id;
		people_add(p, m[i].slug.p, ROLE_DELEGATE, SCOPE_GOVERNMENT, m[i].id.v);
		p->v[p->n - 1].name = m[i].slug;
	}
}

static inline enum err people_grant(struct tx *tx, void *arg)
{
	struct people *p = arg;
	enum err e = ERR_OK;

	for (int i = 0; i < p->n && e == ERR_OK; i++)
		e = account_grant(tx, p->v[i].id, p->v[i].role, p->v[i].scope, p->v[i].scope_id);
	return e;
}

static inline struct str people_token(struct people *p, account_id who)
{
	struct str invitation, token;

	MUST(account_invite(p->ctx, who, &invitation) == ERR_OK);
	MUST(account_accept(p->ctx, invitation, (struct str){ 0 }, &token) == ERR_OK);
	return token;
}

/* Accounts, roles, credentials and sessions for all who were added. */
static inline void people_make(struct people *p)
{
	struct account_new new[PEOPLE_MAX] = { 0 };
	account_id ids[PEOPLE_MAX];
	int64_t changed;

	for (int i = 0; i < p->n; i++) {
		new[i].name = new[i].person.in[LANGUAGE_EN] = p->v[i].name;
		new[i].language = p->v[i].language;
	}
	MUST(account_add_many(p->ctx, new, p->n, ids) == ERR_OK);
	for (int i = 0; i < p->n; i++)
		p->v[i].id = ids[i];
	MUST(db_write(p->ctx, people_grant, p) == ERR_OK);
	for (int i = 0; i < p->member_count; i++)
		MUST(meeting_delegate_add(p->ctx, p->session.id, p->members[i],
		                          p->v[p->delegates + i].id, true) == ERR_OK);
	MUST(meeting_accredit_all(p->ctx, p->session.id, &changed) == ERR_OK);
	for (int i = 0; i < p->n; i++)
		p->v[i].token = people_token(p, p->v[i].id);
}
