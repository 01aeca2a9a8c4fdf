/* meeting_change.c -- what was changed after an invitation and done in the sittings: kept and read.
 */
#include "meeting/internal.h"
#include "base/parse.h"
#include "base/str.h"
#include "base/time.h"
#include "meeting.sql.h"
#include "view/locale.h"

static const struct {
	const char *code, *name;
} kinds[] = {
	[MEETING_CHANGE_PLACE] = { "place", N_("Place") },
	[MEETING_CHANGE_FIRST_DAY] = { "first-day", N_("First day") },
	[MEETING_CHANGE_LAST_DAY] = { "last-day", N_("Last day") },
	[MEETING_CHANGE_HOST] = { "host", N_("Host") },
	[MEETING_CHANGE_ZONE] = { "zone", N_("Time zone") },
	[MEETING_CHANGE_MODE] = { "mode", N_("Held") },
	[MEETING_CHANGE_ITEM_ADDED] = { "item-added", N_("change|Item added") },
	[MEETING_CHANGE_ITEM_WITHDRAWN] = { "item-withdrawn", N_("change|Item withdrawn") },
	[MEETING_CHANGE_ITEM_MOVED] = { "item-moved", N_("change|Item moved on the agenda") },
	[MEETING_CHANGE_ITEM_RENAMED] = { "item-renamed", N_("change|Item renamed") },
	[MEETING_CHANGE_ITEM_PLANNED] = { "item-planned", N_("change|Planned time of the item") },
	[MEETING_CHANGE_ITEM_NOTE] = { "item-note", N_("change|Explanatory note of the item") },
	[MEETING_CHANGE_ITEM_POSTPONED] = { "item-postponed", N_("change|Item postponed") },
	[MEETING_CHANGE_ITEM_CALLED] = { "item-called", N_("change|Item called") },
	[MEETING_CHANGE_ITEM_LEFT] = { "item-left", N_("change|End of the item") },
};

const char *meeting_change_code(enum meeting_change_kind k)
{
	MUST(k > 0 && (size_t)k < COUNT_OF(kinds)); /* the schema's check allows nothing else */
	return kinds[k].code;
}

const char *meeting_change_name(enum meeting_change_kind k)
{
	MUST(k > 0 && (size_t)k < COUNT_OF(kinds));
	return kinds[k].name;
}

enum err meeting_change_add(struct tx *tx, const struct meeting_change_new *c)
{
	return meeting_sql_add_change(tx, c->session, c->item, c->kind, c->before, c->after,
	                              c->before_text, c->after_text, c->before_host, c->after_host,
	                              c->reason, tx->ctx->now, tx->ctx->who);
}

/* --- the time that an item is planned for --- */

struct str meeting_plan_text(struct arena *a, struct str day, struct str clock,
                             struct maybe_int minutes)
{
	struct sbuf out = { .arena = a };

	if (!day.p && !clock.p && !minutes.has)
		return (struct str){ 0 };
	sbuf_str(&out, day.p ? day : S("-"));
	sbuf_char(&out, ' ');
	sbuf_str(&out, clock.p ? clock : S("-"));
	sbuf_char(&out, ' ');
	if (minutes.has)
		sbuf_int(&out, minutes.v);
	else
		sbuf_char(&out, '-');
	return sbuf_done(&out);
}

static void put_piece(struct sbuf *out, struct str text)
{
	if (out->n > 0)
		sbuf_lit(out, " · ");
	sbuf_str(out, text);
}

static struct str minutes_words(struct ctx *ctx, int64_t minutes)
{
	const struct msg_arg args[] = { ARG_INT("count", minutes) };
	struct sbuf out = { .arena = ctx->arena };

	msg_text_n(&out, ctx->lang, "{count} minute", "{count} minutes", minutes, args,
	           COUNT_OF(args));
	return sbuf_done(&out);
}

struct str meeting_plan_words(struct ctx *ctx, struct str plan)
{
	struct sbuf out = { .arena = ctx->arena }, date = { .arena = ctx->arena };
	struct str day = { 0 }, clock = { 0 }, length = { 0 };
	int64_t minutes;

	(void)(str_cut(&plan, ' ', &day) && str_cut(&plan, ' ', &clock) &&
	       str_cut(&plan, ' ', &length));
	if (date_is_valid(day)) {
		locale_date(&date, ctx->lang, day);
		put_piece(&out, sbuf_done(&date));
	}
	if (clock.p && !str_is(clock, "-"))
		put_piece(&out, clock);
	if (length.p && parse_i64(length, 1, INT64_MAX, &minutes))
		put_piece(&out, minutes_words(ctx, minutes));
	return sbuf_done(&out);
}

/* --- reading --- */

static struct str date_words(struct ctx *ctx, struct str date)
{
	struct sbuf out = { .arena = ctx->arena };

	locale_date(&out, ctx->lang, date);
	return sbuf_done(&out);
}

/* What a change keeps as a text of its own, in the reader's words. */
static struct tr value_of(struct ctx *ctx, enum meeting_change_kind kind, struct str value)
{
	struct tr t = { value, ctx->lang };
	enum meeting_mode mode;

	if (!value.p)
		return t;
	if (kind == MEETING_CHANGE_FIRST_DAY || kind == MEETING_CHANGE_LAST_DAY)
		t.text = date_words(ctx, value);
	if (kind == MEETING_CHANGE_ITEM_PLANNED)
		t.text = meeting_plan_words(ctx, value);
	if (kind == MEETING_CHANGE_MODE && meeting_mode_parse(value, &mode))
		t.text = msg(ctx->lang, meeting_mode_name(mode));
	return t;
}

static struct meeting_change change_of(struct ctx *ctx, const struct meeting_sql_changes_row *r)
{
	struct meeting_change c = {
		.kind = (enum meeting_change_kind)r->what,
		.item = r->item.has ? r->item.v : 0,
		.title = r->title,
		.before = value_of(ctx, (enum meeting_change_kind)r->what, r->before),
		.after = value_of(ctx, (enum meeting_change_kind)r->what, r->after),
		.reason = r->reason,
		.at = r->at,
		.by = r->by,
	};

	if (c.kind == MEETING_CHANGE_HOST) {
		c.before = r->before_host;
		c.after = r->after_host;
	}
	/* A note is long; that it is another one is what a change tells. */
	if (c.kind == MEETING_CHANGE_PLACE || c.kind == MEETING_CHANGE_ITEM_RENAMED) {
		c.before = r->before_text;
		c.after = r->after_text;
	}
	return c;
}

enum err meeting_changes(struct ctx *ctx, meeting_session_id id, struct meeting_change **ret,
                         int *ret_n)
{
	struct meeting_sql_changes_row *rows;
	struct meeting_change *changes;
	struct meeting m;
	int n;
	enum err e = meeting_get(ctx, id, &m); /* a draft is seen by few */

	if (e == ERR_OK)
		e = meeting_sql_changes(ctx, id, MEETING_CHANGE_LIMIT, &rows, &n);
	if (e != ERR_OK)
		return e;
	changes = arena_many(ctx->arena, struct meeting_change, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		changes[i] = change_of(ctx, &rows[i]);
	*ret = changes;
	*ret_n = n;
	return ERR_OK;
}
