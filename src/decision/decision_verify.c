/* decision_verify.c -- every decision of the register against the event that registered it. */
#include "audit/audit.h"
#include "base/str.h"
#include "decision.sql.h"
#include "decision/internal.h"

enum { CHUNK = 500 };

struct logged {
	struct str number;
	int64_t item, question;
	bool is_seen;
};
struct verifying {
	struct ctx *ctx;
	struct audit_faults *faults;
	struct logged *list;
	int n, room;
};

static enum err take(void *arg, const struct audit_event *e)
{
	struct verifying *v = arg;
	struct arena *a = v->ctx->arena;
	struct logged d = { .number = S("") };

	if (!str_is(e->action, "decision.register") ||
	    !audit_text(a, e->payload, "number", &d.number) ||
	    !audit_int(e->payload, "item", &d.item) ||
	    !audit_int(e->payload, "question", &d.question))
		return ERR_OK;
	if (v->n == v->room) {
		struct logged *more = arena_many(a, struct logged, (size_t)v->room * 2 + 64);

		if (v->n > 0)
			memcpy(more, v->list, (size_t)v->n * sizeof *more);
		v->list = more;
		v->room = v->room * 2 + 64;
	}
	v->list[v->n++] = d;
	return ERR_OK;
}

static void check(struct verifying *v, const struct decision_sql_verified_row *r)
{
	for (int i = 0; i < v->n; i++) {
		struct logged *d = &v->list[i];

		if (!str_eq(d->number, r->number))
			continue;
		d->is_seen = true;
		if (d->item != r->item.v || d->question != r->question.v)
			audit_fault(
				v->faults,
				"decision %.*s: its item or question is not what was registered",
				STR_ARG(r->number));
		return;
	}
	audit_fault(v->faults, "decision %.*s was never registered", STR_ARG(r->number));
}

enum err decision_verify(struct ctx *ctx, struct audit_faults *faults)
{
	struct verifying v = { .ctx = ctx, .faults = faults };
	decision_id after = { 0 };
	enum err e = audit_walk(ctx, take, &v);
	int n = CHUNK;

	while (e == ERR_OK && n == CHUNK) {
		struct decision_sql_verified_row *rows;

		e = decision_sql_verified(ctx, after, CHUNK, &rows, &n);
		for (int i = 0; e == ERR_OK && i < n; i++) {
			check(&v, &rows[i]);
			after = rows[i].id;
		}
	}
	for (int i = 0; e == ERR_OK && i < v.n; i++)
		if (!v.list[i].is_seen)
			audit_fault(faults, "decision %.*s is gone", STR_ARG(v.list[i].number));
	return e;
}
