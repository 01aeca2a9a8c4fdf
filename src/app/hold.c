/* hold.c -- rows are recorded in the log, and held against it. */
#include "app/hold.h"
#include "base/parse.h"
#include "base/str.h"
#include "db/digest.h"
#include "decision/decision.h"
#include "member/member.h"
#include "view/json.h"
#include "vote/vote.h"

/* Rows in one event: a payload stays small enough to be read at once. */
enum { ROWS_AN_EVENT = 500 };

/* The standing of a membership changes by decisions, which member/ knows. */
static const char standing[] = "standing of member_membership";

static const struct {
	const char *name; /* as an event names it; NULL: the table's */
	struct db_part part;
} parts[] = {
	{ NULL, { "charter_association", "id", NULL, NULL } },
	{ NULL, { "charter_kind", "id", NULL, NULL } },
	{ NULL, { "charter_rule", "id", NULL, NULL } },
	{ NULL, { "charter_power", "id", NULL, NULL } },
	{ NULL, { "charter_article", "id", NULL, NULL } },
	{ NULL, { "organ", "id", NULL, NULL } },
	{ NULL, { "organ_seat", "id", NULL, NULL } },
	{ NULL, { "organ_holder", "id", NULL, NULL } },
	{ NULL, { "organ_chair", "id", NULL, "decision IS NULL" } },
	{ NULL, { "member_country", "code", NULL, NULL } },
	{ NULL, { "member_government", "id", NULL, NULL } },
	{ NULL, { "member_suspension", "id", NULL, NULL } },
	{ NULL, { "member_membership", "id", "government_id, kind, joined", "decision IS NULL" } },
	{ standing, { "member_membership", "id", "in_force, left_on", "decision IS NULL" } },
	{ NULL, { "meeting_past", "id", NULL, NULL } },
	{ NULL, { "programme", "id", NULL, NULL } },
};

static const char *name_of(size_t i)
{
	return parts[i].name ? parts[i].name : parts[i].part.table;
}

/* Of the tables that this program knows: what is recorded is recorded of these. */
static int newest(void)
{
	int number = 0;

	for (const struct db_migration *m = db_migrations; m->name; m++)
		if (m->number > number)
			number = m->number;
	return number;
}

/* --- recording --- */

struct recording {
	struct tx *tx;
	const char *name;
	struct sbuf payload;
	int rows;
	enum err e;
};

static void begin_event(struct recording *r)
{
	r->payload = (struct sbuf){ .arena = r->tx->ctx->arena };
	sbuf_printf(&r->payload, "{\"migrations\":%d,\"table\":\"%s\",\"rows\":[", newest(),
	            r->name);
	r->rows = 0;
}

static void end_event(struct recording *r)
{
	if (r->e != ERR_OK)
		return;
	sbuf_lit(&r->payload, "]}");
	r->e = audit_record(r->tx, "association.baseline", S("association:1"),
	                    sbuf_done(&r->payload));
}

static void record_row(void *arg, struct str key, struct str digest)
{
	struct recording *r = arg;

	sbuf_printf(&r->payload, "%s{\"key\":\"%.*s\",\"is\":\"%.*s\"}", r->rows ? "," : "",
	            STR_ARG(key), STR_ARG(digest));
	if (++r->rows < ROWS_AN_EVENT)
		return;
	end_event(r);
	begin_event(r);
}

enum err hold_record(struct tx *tx)
{
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		struct recording r = { .tx = tx, .name = name_of(i) };
		enum err e;

		begin_event(&r);
		e = db_digest(tx->ctx, &parts[i].part, record_row, &r);
		if (e != ERR_OK)
			return e;
		end_event(&r);
		if (r.e != ERR_OK)
			return r.e;
	}
	return ERR_OK;
}

/* --- holding --- */

struct row {
	struct str key, digest;
	bool is_seen;
};
struct holding {
	struct ctx *ctx;
	struct audit_faults *faults;
	const char *name;
	struct row *rows; /* as recorded last */
	int n, room;
	int64_t migrations; /* at which they were; 0: never */
	enum err e;
};

static void take_row(void *arg, struct str item)
{
	struct holding *h = arg;
	struct row row = { .is_seen = false };

	if (!audit_text(h->ctx->arena, item, "key", &row.key) ||
	    !audit_text(h->ctx->arena, item, "is", &row.digest))
		return;
	if (h->n == h->room) {
		struct row *more = arena_many(h->ctx->arena, struct row, (size_t)h->room * 2 + 128);

		if (h->n > 0)
			memcpy(more, h->rows, (size_t)h->n * sizeof *more);
		h->rows = more;
		h->room = h->room * 2 + 128;
	}
	h->rows[h->n++] = row;
}

/* The latest record counts: where there are more, they were made at different migrations. */
static enum err take_event(void *arg, const struct audit_event *e)
{
	struct holding *h = arg;
	struct str table = { 0 };
	int64_t migrations = 0;

	if (!str_is(e->action, "association.baseline") ||
	    !audit_text(h->ctx->arena, e->payload, "table", &table) || !str_is(table, h->name) ||
	    !audit_int(e->payload, "migrations", &migrations))
		return ERR_OK;
	if (migrations != h->migrations)
		h->n = 0;
	h->migrations = migrations;
	audit_items(e->payload, "rows", take_row, h);
	return ERR_OK;
}

static struct row *find(struct holding *h, struct str key)
{
	for (int i = 0; i < h->n; i++)
		if (str_eq(h->rows[i].key, key))
			return &h->rows[i];
	return NULL;
}

/* A membership that a decision has ended, or another followed, is member/'s to judge. */
static bool is_decided(struct holding *h, struct str key)
{
	member_membership_id id = { 0 };
	bool decided = false;

	if (h->name != standing || !parse_i64(key, 1, INT64_MAX, &id.v))
		return false;
	h->e = member_is_decided(h->ctx, id, &decided);
	return decided;
}

static void hold_row(void *arg, struct str key, struct str digest)
{
	struct holding *h = arg;
	struct row *r = find(h, key);

	if (r)
		r->is_seen = true;
	if (r && str_eq(r->digest, digest))
		return;
	if (h->e != ERR_OK || (r && is_decided(h, key)))
		return;
	audit_fault(h->faults, "%s, row %.*s: %s", h->name, STR_ARG(key),
	            r ? "it is not what was recorded of it" : "nobody recorded it");
}

static enum err hold_part(struct ctx *ctx, size_t i, struct audit_faults *faults)
{
	struct holding h = { .ctx = ctx, .faults = faults, .name = name_of(i) };
	enum err e = audit_walk(ctx, take_event, &h);

	if (e != ERR_OK)
		return e;
	if (h.migrations == 0) {
		audit_fault(faults, "%s: nothing was recorded of it", h.name);
		return ERR_OK;
	}
	e = db_digest(ctx, &parts[i].part, hold_row, &h);
	for (int k = 0; e == ERR_OK && k < h.n; k++)
		if (!h.rows[k].is_seen)
			audit_fault(faults, "%s, row %.*s: it is gone", h.name,
			            STR_ARG(h.rows[k].key));
	return e == ERR_OK ? h.e : e;
}

enum err hold_verify(struct home *h, struct audit_faults *faults)
{
	struct ctx *ctx = &h->ctx;
	enum err e = ERR_OK;

	for (size_t i = 0; i < COUNT_OF(parts) && e == ERR_OK; i++)
		e = hold_part(ctx, i, faults);
	if (e == ERR_OK)
		e = member_verify(ctx, faults);
	if (e == ERR_OK)
		e = decision_verify(ctx, faults);
	return e == ERR_OK ? vote_verify(ctx, faults) : e;
}

/* --- databases of before --- */

struct latest {
	int64_t migrations;
};

static enum err take_latest(void *arg, const struct audit_event *e)
{
	struct latest *l = arg;

	if (str_is(e->action, "association.baseline"))
		audit_int(e->payload, "migrations", &l->migrations);
	return ERR_OK;
}

static enum err record(struct tx *tx, void *arg)
{
	(void)arg;
	return hold_record(tx);
}

enum err hold_begin(struct home *h)
{
	struct latest l = { 0 };
	enum err e = audit_walk(&h->ctx, take_latest, &l);

	if (e != ERR_OK || l.migrations == newest())
		return e;
	return db_write(&h->ctx, record, NULL);
}
