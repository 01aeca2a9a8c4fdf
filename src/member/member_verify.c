/*
 * member_verify.c -- every membership by decision against the event that made it.
 *
 * A decision admits, a decision ends; between them nothing changes who belongs.  Memberships that
 * came with the pack are held against what was recorded of them then (app/).
 */
#include "audit/audit.h"
#include "base/parse.h"
#include "base/str.h"
#include "member.sql.h"
#include "member/member.h"

enum { CHUNK = 500 };

struct logged { /* what became of a government by decisions */
	int64_t government;
	struct str decision; /* of the latest event */
	bool is_admitted;    /* by it; else it ended the membership */
	bool is_seen;
};
struct verifying {
	struct ctx *ctx;
	struct audit_faults *faults;
	struct logged *list;
	int n, room;
};

static void add(struct verifying *v, const struct logged *l)
{
	struct arena *a = v->ctx->arena;

	if (v->n == v->room) {
		struct logged *more = arena_many(a, struct logged, (size_t)v->room * 2 + 64);

		if (v->n > 0)
			memcpy(more, v->list, (size_t)v->n * sizeof *more);
		v->list = more;
		v->room = v->room * 2 + 64;
	}
	v->list[v->n++] = *l;
}

static enum err take(void *arg, const struct audit_event *e)
{
	struct verifying *v = arg;
	struct logged l = { .is_admitted = str_is(e->action, "member.admit") };
	size_t at = strlen("member_government:");

	if (!l.is_admitted && !str_is(e->action, "member.expel"))
		return ERR_OK;
	if (!audit_text(v->ctx->arena, e->payload, "decision", &l.decision) ||
	    !str_starts(e->object, S("member_government:")) ||
	    !parse_i64(str_sub(e->object, at, e->object.n), 1, INT64_MAX, &l.government))
		return ERR_OK;
	add(v, &l);
	return ERR_OK;
}

/* The latest event of a government; NULL: no decision was ever about its membership. */
static struct logged *latest(struct verifying *v, int64_t government)
{
	for (int i = v->n - 1; i >= 0; i--)
		if (v->list[i].government == government)
			return &v->list[i];
	return NULL;
}

static bool was_admitted_by(struct verifying *v, int64_t government, struct str decision)
{
	bool found = false;

	for (int i = 0; i < v->n; i++)
		if (v->list[i].government == government && v->list[i].is_admitted &&
		    str_eq(v->list[i].decision, decision))
			found = v->list[i].is_seen = true;
	return found;
}

static void check(struct verifying *v, const struct member_sql_verified_row *r)
{
	struct logged *l = latest(v, r->government.v);
	bool should = l && l->is_admitted && r->decision.p && str_eq(l->decision, r->decision);

	if (r->decision.p && !was_admitted_by(v, r->government.v, r->decision)) {
		audit_fault(v->faults, "membership of %.*s: no decision %.*s admitted it",
		            STR_ARG(r->slug), STR_ARG(r->decision));
		return;
	}
	if (l && r->in_force != should)
		audit_fault(v->faults, "membership of %.*s: %s", STR_ARG(r->slug),
		            should ? "it was ended without a decision"
		                   : "it is in force although a decision ended it");
}

enum err member_verify(struct ctx *ctx, struct audit_faults *faults)
{
	struct verifying v = { .ctx = ctx, .faults = faults };
	member_membership_id after = { 0 };
	enum err e = audit_walk(ctx, take, &v);
	int n = CHUNK;

	while (e == ERR_OK && n == CHUNK) {
		struct member_sql_verified_row *rows;

		e = member_sql_verified(ctx, after, CHUNK, &rows, &n);
		for (int i = 0; e == ERR_OK && i < n; i++) {
			check(&v, &rows[i]);
			after = rows[i].id;
		}
	}
	for (int i = 0; e == ERR_OK && i < v.n; i++)
		if (v.list[i].is_admitted && !v.list[i].is_seen)
			audit_fault(faults,
			            "membership of government %" PRId64 " by decision %.*s is gone",
			            v.list[i].government, STR_ARG(v.list[i].decision));
	return e;
}

enum err member_is_decided(struct ctx *ctx, member_membership_id id, bool *ret)
{
	struct verifying v = { .ctx = ctx };
	struct member_sql_verified_row *rows;
	int n;
	enum err e = member_sql_verified(ctx, (member_membership_id){ id.v - 1 }, 1, &rows, &n);

	*ret = false;
	if (e != ERR_OK || n == 0 || rows[0].id.v != id.v)
		return e;
	e = audit_walk(ctx, take, &v);
	*ret = e == ERR_OK && latest(&v, rows[0].government.v) != NULL;
	return e;
}
