/* meeting_convene.c -- a session is convened, opened and closed. */
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

static enum err check_date(struct ctx *ctx, const char *field, struct str date)
{
	if (date.p && date_is_valid(date) && date_precision(date) == 3)
		return ERR_OK;
	return REFUSE(ctx, ERR_MEETING_DATE, ARG_STR("field", str_of(field)));
}

enum err meeting_new_check(struct ctx *ctx, const struct meeting_new *new)
{
	enum err e = ERR_OK;

	if (new->number < 1 || new->number > NUMBER_MAX)
		e = REFUSE(ctx, ERR_FIELD_NUMBER, ARG_STR("field", S("number")), ARG_INT("min", 1),
		           ARG_INT("max", NUMBER_MAX));
	if (e == ERR_OK)
		e = check_date(ctx, "starts_on", new->starts_on);
	if (e == ERR_OK)
		e = check_date(ctx, "ends_on", new->ends_on);
	if (e == ERR_OK && str_cmp(new->ends_on, new->starts_on) < 0)
		e = ERR_MEETING_DATES;
	if (e == ERR_OK && !locale_zone_is_known(new->zone))
		e = REFUSE(ctx, ERR_MEETING_ZONE, ARG_STR("zone", new->zone));
	return e;
}

static enum err check_free(struct ctx *ctx, const struct organ *organ, int64_t number)
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

/* "ga-10" */
static struct str slug_of(struct ctx *ctx, const struct organ *organ, int64_t number)
{
	struct sbuf out = { .arena = ctx->arena };

	for (size_t i = 0; i < organ->code.n; i++) {
		char c = organ->code.p[i];

		sbuf_char(&out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
	}
	sbuf_printf(&out, "-%" PRId64, number);
	return sbuf_done(&out);
}

static enum err add_place(struct tx *tx, const struct lang_set *place, lang_text_id *ret)
{
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		if (place->in[l].p)
			return lang_add(tx, (struct str){ 0 }, place, ret);
	*ret = (lang_text_id){ 0 };
	return ERR_OK;
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
	return audit_record(tx, "meeting.convene", meeting_object(tx->ctx, id),
	                    sbuf_done(&payload));
}

static enum err add(struct tx *tx, const struct meeting_new *new, const struct organ *organ,
                    meeting_session_id *ret_id)
{
	struct ctx *ctx = tx->ctx;
	struct str slug = slug_of(ctx, organ, new->number);
	struct meeting_sql_add_row row;
	lang_text_id place;
	enum err e = add_place(tx, &new->place, &place);

	if (e == ERR_OK)
		e = meeting_sql_add(tx, slug, new->organ, new->number, new->host, place,
		                    new->starts_on, new->ends_on, new->zone, new->mode, ctx->now,
		                    &row);
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
		e = check_free(ctx, &organ, new->number);
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

/* --- opening and closing --- */

static enum err check_presides(struct ctx *ctx, meeting_session_id id)
{
	struct meeting m;
	bool may = false;
	enum err e = meeting_get(ctx, id, &m);

	if (e == ERR_OK)
		e = organ_may_preside(ctx, m.organ.id, ctx->who, &may);
	if (e == ERR_OK && !may)
		e = ERR_FORBIDDEN;
	return e;
}

/* The update names the state that it comes from: of two chairs at once one finds it gone. */
static enum err step_done(struct tx *tx, meeting_session_id id, const char *action, int64_t changed)
{
	if (changed == 0)
		return ERR_MEETING_STATE;
	return audit_record(tx, action, meeting_object(tx->ctx, id), S("{}"));
}

static enum err open(struct tx *tx, void *arg)
{
	const meeting_session_id *id = arg;
	int64_t changed = 0;
	enum err e = check_presides(tx->ctx, *id);

	if (e == ERR_OK)
		e = meeting_sql_open(tx, *id, tx->ctx->now, &changed);
	return e == ERR_OK ? step_done(tx, *id, "meeting.open", changed) : e;
}

enum err meeting_open(struct ctx *ctx, meeting_session_id id)
{
	return db_write(ctx, open, &id);
}

enum err meeting_close(struct tx *tx, meeting_session_id id)
{
	int64_t changed = 0;
	enum err e = check_presides(tx->ctx, id);

	if (e == ERR_OK)
		e = meeting_sql_close(tx, id, tx->ctx->now, &changed);
	return e == ERR_OK ? step_done(tx, id, "meeting.close", changed) : e;
}
