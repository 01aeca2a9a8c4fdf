/* trail.c -- what was asked of the log, and its events with the people they name. */
#include "account/account.h"
#include "base/str.h"
#include "base/time.h"
#include "charter/charter.h"
#include "http/page.h"
#include "trail/view.h"
#include "view/locale.h"

/* --- asking --- */

/* A day begins at midnight, or an hour later where clocks are put forward just then. */
static bool begin_of(struct str day, struct str zone, time_us *ret)
{
	return locale_instant(day, S("00:00"), zone, ret) ||
	       locale_instant(day, S("01:00"), zone, ret);
}

static bool read_day(struct ctx *ctx, struct trail_list *l)
{
	char next[16];

	if (!date_is_valid(l->day) || date_precision(l->day) != 3)
		return false;
	date_of_days(date_days(l->day) + 1, next);
	return begin_of(l->day, l->zone, &l->filter.from) &&
	       begin_of(arena_str(ctx->arena, next, strlen(next)), l->zone, &l->filter.to);
}

enum err trail_read(struct ctx *ctx, const struct request *req, struct trail_list *ret)
{
	struct trail_list l = {
		.filter = { .action = req_text(req, "action"),
		            .object = req_text(req, "object"),
		            .from = TIME_NONE,
		            .to = TIME_NONE,
		            .before = req_int(req, "before", 0) },
		.person = req_text(req, "person"),
		.day = req_text(req, "day"),
	};
	enum err e = charter_zone(ctx, &l.zone);

	if (e == ERR_OK && l.person.p)
		e = account_find_typed(ctx, l.person, &l.filter.person);
	if (e == ERR_NOT_FOUND)
		return req_refuse(ctx, req, ERR_FIELD_CHOICE, "person");
	if (e == ERR_OK && l.filter.action.p && !trail_action_name(l.filter.action))
		return req_refuse(ctx, req, ERR_FIELD_CHOICE, "action");
	if (e == ERR_OK && l.day.p && !read_day(ctx, &l))
		return req_refuse(ctx, req, ERR_FIELD_CHOICE, "day");
	if (e == ERR_OK)
		*ret = l;
	return e;
}

struct str trail_query(struct ctx *ctx, const struct trail_list *l, int64_t before)
{
	struct sbuf out = { .arena = ctx->arena };

	page_query_put(&out, "person", l->person);
	page_query_put(&out, "object", l->filter.object);
	page_query_put(&out, "action", l->filter.action);
	page_query_put(&out, "day", l->day);
	if (before)
		sbuf_printf(&out, "%cbefore=%" PRId64, out.n ? '&' : '?', before);
	return sbuf_done(&out);
}

static struct str query_of(struct ctx *ctx, const char *name, struct str value)
{
	struct sbuf out = { .arena = ctx->arena };

	page_query_put(&out, name, value);
	return sbuf_done(&out);
}

/* --- what happened --- */

/* Whoever did something has mostly done something before it, too. */
static const struct trail_event *find_by(const struct audit_event *events,
                                         const struct trail_event *done, int n, account_id who)
{
	for (int i = 0; i < n; i++)
		if (events[i].person.v == who.v)
			return &done[i];
	return NULL;
}

static enum err fill_person(struct ctx *ctx, account_id who, struct trail_event *ret)
{
	struct account_profile p;
	enum err e = account_profile(ctx, who, &p);

	if (e == ERR_OK) {
		ret->name = p.name;
		ret->person = p.person.text;
		ret->by_person = query_of(ctx, "person", p.name);
	}
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static void fill_words(struct ctx *ctx, const struct audit_event *from, struct trail_event *to)
{
	const char *action = trail_action_name(from->action);
	const char *thing = trail_object_name(from->object, &to->number);

	*to = (struct trail_event){ .id = from->id,
		                    .at = from->at,
		                    .code = from->action,
		                    .what = action ? msg(ctx->lang, action) : from->action,
		                    .object = from->object,
		                    .thing = thing ? msg(ctx->lang, thing) : from->object,
		                    .number = thing ? to->number : 0,
		                    .payload = from->payload,
		                    .by_object = query_of(ctx, "object", from->object),
		                    .by_action = query_of(ctx, "action", from->action) };
}

enum err trail_fill(struct ctx *ctx, struct trail_list *l)
{
	struct audit_event *events;
	enum err e = audit_list(ctx, &l->filter, &events, &l->n, &l->has_more);

	if (e != ERR_OK)
		return e;
	l->events = arena_many(ctx->arena, struct trail_event, (size_t)l->n + 1);
	for (int i = 0; i < l->n && e == ERR_OK; i++) {
		const struct trail_event *known = find_by(events, l->events, i, events[i].person);

		fill_words(ctx, &events[i], &l->events[i]);
		if (known) {
			l->events[i].name = known->name;
			l->events[i].person = known->person;
			l->events[i].by_person = known->by_person;
		} else if (events[i].person.v) {
			e = fill_person(ctx, events[i].person, &l->events[i]);
		}
	}
	return e;
}
