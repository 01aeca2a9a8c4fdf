/*
 * meeting_load.c -- sessions and items that a pack brings along.
 *
 * Every row is read and its cells are checked; rows are written only while the pack has no fault,
 * since a pack with one is not kept anyway.  What a use case would refuse is a fault of its row.
 */
#include "meeting/internal.h"
#include "meeting/meeting_past.h"
#include "base/str.h"

enum { NUMBER_MAX = 10000 };

static const char *const modes[] = { "hall", "online", "both", NULL };

/* A refusal that the row has deserved; what the world does is handed on. */
static enum err row_refused(struct ctx *ctx, const struct pack_row *r, enum err e)
{
	struct sbuf why = { .arena = ctx->arena };
	struct str text;

	if (e == ERR_OK || err_status(e) >= 500)
		return e;
	msg_text(&why, LANGUAGE_EN, err_message(e), ctx->why, ctx->why_count);
	text = sbuf_done(&why);
	pack_fault(r, NULL, "%.*s", STR_ARG(text));
	return ERR_OK;
}

static enum err load_session(struct tx *tx, const struct pack_row *r)
{
	struct str slug = pack_slug(r, "slug");
	const struct meeting_new new = {
		.organ = { pack_ref(r, "organ", "organ") },
		.number = pack_int(r, "number", 1, NUMBER_MAX, 0),
		.host = { pack_ref(r, "government", "host") },
		.place = pack_texts(r, "place"),
		.starts_on = pack_date(r, "starts_on"),
		.ends_on = pack_date(r, "ends_on"),
		.zone = pack_get(r, "zone"),
		.mode = (enum meeting_mode)(pack_choice(r, "mode", modes) + MEETING_IN_HALL),
	};
	meeting_session_id id = { r->line }; /* while nothing is written: any that is not 0 */
	struct meeting m;
	enum err e = ERR_OK;

	if (new.number &&new.starts_on.p &&new.ends_on.p &&new.zone.p)
		e = row_refused(tx->ctx, r, meeting_new_check(tx->ctx, &new));
	if (e == ERR_OK && pack_faults(r->pack) == 0)
		e = row_refused(tx->ctx, r, meeting_convene_tx(tx, &new, &id));
	if (e == ERR_OK && pack_faults(r->pack) == 0) {
		e = meeting_get(tx->ctx, id, &m);
		if (e == ERR_OK && !str_eq(slug, m.slug))
			pack_fault(r, "slug", "must be \"%.*s\": the organ's code and the number",
			           STR_ARG(m.slug));
	}
	if (pack_bind(r, "session", slug, id.v))
		meeting_bind_held(r, new.number);
	return e;
}

static enum err put_item(struct tx *tx, const struct pack_row *r,
                         const struct meeting_item_new *new, int64_t number)
{
	struct meeting_item item;
	meeting_item_id id;
	enum err e = row_refused(tx->ctx, r, meeting_item_put_tx(tx, new, &id));

	if (e != ERR_OK || pack_faults(r->pack) > 0)
		return e;
	e = meeting_item_get(tx->ctx, id, &item);
	if (e == ERR_OK && item.number != number)
		pack_fault(r, "number", "must be %" PRId64 ": items are numbered as they stand",
		           item.number);
	return e;
}

static enum err load_item(struct tx *tx, const struct pack_row *r)
{
	member_government_id subjects[MEETING_SUBJECT_LIMIT];
	struct meeting_item_new new = {
		.session = { pack_ref(r, "session", "session") },
		.kind = { pack_ref(r, "kind", "kind") },
		.subjects = subjects,
	};
	int64_t number = pack_int(r, "number", 1, MEETING_ITEM_LIMIT, 0), government;
	struct str rest = pack_get(r, "subjects");

	while (pack_ref_next(r, "government", &rest, &government)) {
		if (new.subject_count == MEETING_SUBJECT_LIMIT) {
			pack_fault(r, "subjects", "more than %d", MEETING_SUBJECT_LIMIT);
			break;
		}
		subjects[new.subject_count++].v = government;
	}
	return pack_faults(r->pack) == 0 ? put_item(tx, r, &new, number) : ERR_OK;
}

enum err meeting_load(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_sort(pack, "session", "sessions.csv");
	pack_table(pack, "sessions.csv?",
	           "slug organ number host? place_*?:200 starts_on ends_on zone mode", &rows, &n);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = load_session(tx, &rows[i]);
	if (e != ERR_OK)
		return e;
	pack_table(pack, "items.csv?", "session number kind subjects?", &rows, &n);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = load_item(tx, &rows[i]);
	return e == ERR_OK ? meeting_past_load(tx, pack) : e;
}
