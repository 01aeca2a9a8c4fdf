/* meeting_convene.c -- a session is drafted, or convened at once. */
#include "meeting/internal.h"
#include "audit/audit.h"
#include "base/str.h"
#include "base/time.h"
#include "meeting.sql.h"
#include "view/json.h"
#include "view/locale.h"

enum { NUMBER_MAX = 10000 };

struct str meeting_object(struct ctx *ctx, meeting_session_id id)
{
	return arena_printf(ctx->arena, "meeting_session:%" PRId64, id.v);
}

/* --- convening --- */

static bool is_day(struct str date)
{
	return date.p && date_is_valid(date) && date_precision(date) == 3;
}

enum err meeting_new_check(struct ctx *ctx, const struct meeting_new *new)
{
	enum err e = ERR_OK;

	if (new->number < 1 || new->number > NUMBER_MAX)
		e = REFUSE(ctx, ERR_FIELD_NUMBER, ARG_FIELD("number", N_("Number of the session")),
		           ARG_INT("min", 1), ARG_INT("max", NUMBER_MAX));
	if (e == ERR_OK && !is_day(new->starts_on))
		e = REFUSE(ctx, ERR_MEETING_DATE, ARG_FIELD("starts_on", N_("First day")));
	if (e == ERR_OK && !is_day(new->ends_on))
		e = REFUSE(ctx, ERR_MEETING_DATE, ARG_FIELD("ends_on", N_("Last day")));
	if (e == ERR_OK && str_cmp(new->ends_on, new->starts_on) < 0)
		e = ERR_MEETING_DATES;
	if (e == ERR_OK && !locale_zone_is_known(new->zone))
		e = REFUSE(ctx, ERR_MEETING_ZONE, ARG_STR("zone", new->zone));
	return e;
}

enum err meeting_check_number(struct ctx *ctx, const struct organ *organ, int64_t number)
{
	struct meeting_sql_by_number_row row;
	enum err e = meeting_sql_by_number(ctx, organ->id, number, &row);

	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	if (e != ERR_OK)
		return e;
	return REFUSE(ctx, ERR_MEETING_NUMBER, ARG_TR("organ", organ->name),
	              ARG_INT("number", number));
}

static enum err check_host(struct ctx *ctx, member_government_id host)
{
	struct member m;

	return host.v ? member_get(ctx, host, &m) : ERR_OK;
}

struct str meeting_slug(struct ctx *ctx, const struct organ *organ, int64_t number)
{
	struct sbuf out = { .arena = ctx->arena };

	for (size_t i = 0; i < organ->code.n; i++) {
		char c = organ->code.p[i];

		sbuf_char(&out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
	}
	sbuf_printf(&out, "-%" PRId64, number);
	return sbuf_done(&out);
}

bool meeting_lang_set_is_empty(const struct lang_set *set)
{
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		if (set->in[l].p)
			return false;
	return true;
}

enum err meeting_add_texts(struct tx *tx, const struct lang_set *set, lang_text_id *ret)
{
	if (!meeting_lang_set_is_empty(set))
		return lang_add(tx, (struct str){ 0 }, set, ret);
	*ret = (lang_text_id){ 0 };
	return ERR_OK;
}

enum err meeting_add_words(struct tx *tx, struct str words, lang_text_id *ret)
{
	struct lang_set set = { 0 };

	set.in[tx->ctx->lang] = words;
	return meeting_add_texts(tx, &set, ret);
}

static enum err record_convene(struct tx *tx, const struct meeting_new *new, struct str slug,
                               meeting_session_id id)
{
	struct sbuf payload = { .arena = tx->ctx->arena };
	struct json j = { .buf = &payload };

	json_object(&j);
	json_put_int(&j, "organ", new->organ.v);
	json_put_str(&j, "slug", slug);
	json_put_int(&j, "host", new->host.v);
	json_put_str(&j, "starts_on", new->starts_on);
	json_put_str(&j, "ends_on", new->ends_on);
	json_put_str(&j, "zone", new->zone);
	json_put_str(&j, "mode", str_of(meeting_mode_code(new->mode)));
	json_end(&j);
	return audit_record(tx, new->is_draft ? "meeting.draft" : "meeting.convene",
	                    meeting_object(tx->ctx, id), sbuf_done(&payload));
}

static enum err add(struct tx *tx, const struct meeting_new *new, const struct organ *organ,
                    meeting_session_id *ret_id)
{
	struct ctx *ctx = tx->ctx;
	struct str slug = meeting_slug(ctx, organ, new->number);
	struct meeting_sql_add_row row;
	lang_text_id place;
	enum err e = meeting_add_texts(tx, &new->place, &place);

	if (e == ERR_OK)
		e = meeting_sql_add(tx, slug, new->organ, new->number, new->host, place,
		                    new->starts_on, new->ends_on, new->zone, new->mode,
		                    new->is_draft ? TIME_NONE : ctx->now, &row);
	if (e == ERR_OK)
		e = record_convene(tx, new, slug, row.id);
	if (e == ERR_OK)
		*ret_id = row.id;
	return e;
}

enum err meeting_convene_tx(struct tx *tx, const struct meeting_new *new,
                            meeting_session_id *ret_id)
{
	struct ctx *ctx = tx->ctx;
	struct organ organ;
	enum err e = meeting_new_check(ctx, new);

	if (e == ERR_OK)
		e = organ_get(ctx, new->organ, &organ);
	if (e == ERR_OK)
		e = meeting_check_number(ctx, &organ, new->number);
	if (e == ERR_OK)
		e = check_host(ctx, new->host);
	return e == ERR_OK ? add(tx, new, &organ, ret_id) : e;
}

struct convening {
	const struct meeting_new *new;
	struct meeting meeting;
};

static enum err convene(struct tx *tx, void *arg)
{
	struct convening *c = arg;
	meeting_session_id id;
	enum err e = meeting_convene_tx(tx, c->new, &id);

	return e == ERR_OK ? meeting_get(tx->ctx, id, &c->meeting) : e;
}

enum err meeting_convene(struct ctx *ctx, const struct meeting_new *new, struct meeting *ret)
{
	struct convening c = { .new = new };
	enum err e = db_write(ctx, convene, &c);

	if (e == ERR_OK)
		*ret = c.meeting;
	return e;
}
