/* meeting_item_plan.c -- an item is given its title, time and note, is moved, is withdrawn. */
#include "meeting/internal.h"
#include "audit/audit.h"
#include "base/parse.h"
#include "base/str.h"
#include "base/time.h"
#include "meeting.sql.h"
#include "view/json.h"

enum { MINUTES_MAX = 1440 };

/* --- is the plan one? --- */

static enum err check_day(struct ctx *ctx, const struct meeting *m, struct str day)
{
	bool fits = date_precision(day) == 3 && str_cmp(day, m->starts_on) >= 0 &&
	            str_cmp(day, m->ends_on) <= 0;

	return fits ? ERR_OK
	            : REFUSE(ctx, ERR_ITEM_DAY, ARG_DATE("first", m->starts_on),
	                     ARG_DATE("last", m->ends_on));
}

static bool is_clock(struct str s) /* "09:30" */
{
	int64_t hour, minute;

	return s.n == 5 && s.p[2] == ':' && s.p[0] != '-' && s.p[3] != '-' &&
	       parse_i64(str_sub(s, 0, 2), 0, 23, &hour) &&
	       parse_i64(str_sub(s, 3, 5), 0, 59, &minute);
}

enum err meeting_plan_check(struct ctx *ctx, const struct meeting *m,
                            const struct meeting_item_plan *plan)
{
	enum err e = plan->day.p ? check_day(ctx, m, plan->day) : ERR_OK;

	if (e == ERR_OK && plan->clock.p && (!plan->day.p || !is_clock(plan->clock)))
		e = ERR_ITEM_CLOCK;
	if (e == ERR_OK && plan->minutes.has &&
	    (plan->minutes.v < 1 || plan->minutes.v > MINUTES_MAX))
		e = REFUSE(ctx, ERR_FIELD_NUMBER, ARG_FIELD("minutes", N_("Planned minutes")),
		           ARG_INT("min", 1), ARG_INT("max", MINUTES_MAX));
	return e;
}

/* --- what the use cases share --- */

/* An item and its session, in which something may still be done with it. */
struct matter {
	struct meeting meeting;
	struct meeting_item item;
};

static enum err matter_get(struct ctx *ctx, meeting_item_id id, struct matter *ret)
{
	enum err e = meeting_item_get(ctx, id, &ret->item);

	if (e == ERR_OK)
		e = meeting_get(ctx, ret->item.session, &ret->meeting);
	if (e == ERR_OK && ret->meeting.state == MEETING_CLOSED)
		e = ERR_MEETING_CLOSED;
	return e;
}

static enum err record(struct tx *tx, const char *action, meeting_item_id id, struct json *payload)
{
	json_end(payload);
	return audit_record(tx, action, meeting_item_object(tx->ctx, id), sbuf_done(payload->buf));
}

/* Nobody has been invited to a draft. */
static enum err note(struct tx *tx, const struct matter *m, struct meeting_change_new *c)
{
	c->session = m->meeting.id;
	c->item = m->item.id;
	return m->meeting.is_draft ? ERR_OK : meeting_change_add(tx, c);
}

/* --- title, time, note --- */

struct planning {
	meeting_item_id id;
	const struct meeting_item_plan *plan;
	struct matter was;
	lang_text_id title, note;
	struct meeting_item item;
};

static bool is_same_set(const struct lang_set *a, const struct lang_set *b)
{
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		if ((a->in[l].p != NULL) != (b->in[l].p != NULL) ||
		    (a->in[l].p && !str_eq(a->in[l], b->in[l])))
			return false;
	return true;
}

/* A changed text is written anew: what was decided under the old one keeps it, and a change can
 * show it. */
static enum err replace_text(struct tx *tx, lang_text_id was, const struct lang_set *set,
                             lang_text_id *ret)
{
	struct lang_set old = { 0 };
	enum err e = was.v ? lang_get(tx->ctx, was, &old) : ERR_OK;

	if (e != ERR_OK)
		return e;
	*ret = was;
	return is_same_set(&old, set) ? ERR_OK : meeting_add_texts(tx, set, ret);
}

/* Languages that are not given stay as they are, where that is asked. */
static enum err write_title(struct tx *tx, struct planning *p)
{
	lang_text_id was = p->was.item.title_id;
	struct lang_set title = p->plan->title, old;
	enum err e;

	p->title = was;
	if (meeting_lang_set_is_empty(&title))
		return ERR_OK;
	e = lang_get(tx->ctx, was, &old);
	for (int l = 0; l < LANGUAGE_COUNT && e == ERR_OK; l++)
		if (p->plan->keeps_titles && !title.in[l].p)
			title.in[l] = old.in[l];
	return e == ERR_OK ? replace_text(tx, was, &title, &p->title) : e;
}

static enum err write_plan(struct tx *tx, struct planning *p)
{
	const struct meeting_item_plan *plan = p->plan;
	int64_t changed = 0;
	enum err e;

	e = replace_text(tx, p->was.item.note_id, &plan->note, &p->note);
	if (e == ERR_OK)
		e = write_title(tx, p);
	if (e == ERR_OK)
		e = meeting_sql_edit_item(tx, p->id, p->title, plan->day, plan->clock,
		                          plan->minutes, p->note, &changed);
	return e == ERR_OK && changed == 0 ? ERR_ITEM_DECIDED : e;
}

static enum err note_plan(struct tx *tx, const struct planning *p)
{
	const struct meeting_item *was = &p->was.item;
	struct arena *a = tx->ctx->arena;
	struct meeting_change_new title = { .kind = MEETING_CHANGE_ITEM_RENAMED,
		                            .before_text = was->title_id,
		                            .after_text = p->title };
	struct meeting_change_new time = {
		.kind = MEETING_CHANGE_ITEM_PLANNED,
		.before = meeting_plan_text(a, was->day, was->clock, was->minutes),
		.after = meeting_plan_text(a, p->plan->day, p->plan->clock, p->plan->minutes),
	};
	struct meeting_change_new text = { .kind = MEETING_CHANGE_ITEM_NOTE,
		                           .before_text = was->note_id,
		                           .after_text = p->note };
	enum err e = ERR_OK;

	if (p->title.v != was->title_id.v)
		e = note(tx, &p->was, &title);
	if (e == ERR_OK && !str_eq(time.before, time.after))
		e = note(tx, &p->was, &time);
	if (e == ERR_OK && p->note.v != was->note_id.v)
		e = note(tx, &p->was, &text);
	return e;
}

static enum err record_plan(struct tx *tx, const struct planning *p)
{
	struct sbuf payload = { .arena = tx->ctx->arena };
	struct json j = { .buf = &payload };

	json_object(&j);
	json_put_int(&j, "title", p->title.v);
	json_put_str(&j, "day", p->plan->day);
	json_put_str(&j, "clock", p->plan->clock);
	if (p->plan->minutes.has)
		json_put_int(&j, "minutes", p->plan->minutes.v);
	json_put_int(&j, "note", p->note.v);
	return record(tx, "meeting.item_edit", p->id, &j);
}

static enum err plan(struct tx *tx, void *arg)
{
	struct planning *p = arg;
	struct ctx *ctx = tx->ctx;
	enum err e = matter_get(ctx, p->id, &p->was);

	if (e == ERR_OK)
		e = meeting_plan_check(ctx, &p->was.meeting, p->plan);
	if (e == ERR_OK)
		e = write_plan(tx, p);
	if (e == ERR_OK)
		e = note_plan(tx, p);
	if (e == ERR_OK)
		e = record_plan(tx, p);
	return e == ERR_OK ? meeting_item_get(ctx, p->id, &p->item) : e;
}

enum err meeting_item_edit(struct ctx *ctx, meeting_item_id id, const struct meeting_item_plan *new,
                           struct meeting_item *ret)
{
	struct planning p = { .id = id, .plan = new };
	enum err e = db_write(ctx, plan, &p);

	if (e == ERR_OK)
		*ret = p.item;
	return e;
}

/* --- order --- */

struct moving {
	const struct meeting_item_move *move;
	struct matter matter;
	struct meeting_item with; /* with which it changes places */
};

static enum err check_may_order(struct ctx *ctx, const struct meeting *m)
{
	bool may = false;
	enum err e = meeting_may_convene(ctx, &may);

	if (e == ERR_OK && !may && ctx->who.v)
		e = organ_may_preside(ctx, m->organ.id, ctx->who, &may);
	return e == ERR_OK && !may ? ERR_FORBIDDEN : e;
}

static enum err find_neighbour(struct ctx *ctx, struct moving *v)
{
	struct meeting_item *items;
	int n, at = 0, to;
	enum err e = meeting_items(ctx, v->matter.meeting.id, &items, &n);

	if (e != ERR_OK)
		return e;
	while (items[at].id.v != v->matter.item.id.v) /* it is one of them */
		at++;
	to = v->move->up ? at - 1 : at + 1;
	if (to < 0 || to >= n)
		return ERR_ITEM_END;
	v->with = items[to];
	return ERR_OK;
}

/* Two items cannot have one number, not even for a moment. */
static enum err swap(struct tx *tx, const struct moving *v)
{
	const struct meeting_item *a = &v->matter.item, *b = &v->with;
	bool is_draft = v->matter.meeting.is_draft;
	int64_t a_number = is_draft ? b->number : a->number;
	int64_t b_number = is_draft ? a->number : b->number;
	enum err e = ERR_OK;

	if (is_draft)
		e = meeting_sql_place_item(tx, a->id, MEETING_ITEM_LIMIT + 1, a->position);
	if (e == ERR_OK)
		e = meeting_sql_place_item(tx, b->id, b_number, a->position);
	return e == ERR_OK ? meeting_sql_place_item(tx, a->id, a_number, b->position) : e;
}

static enum err record_move(struct tx *tx, const struct moving *v)
{
	struct sbuf payload = { .arena = tx->ctx->arena };
	struct json j = { .buf = &payload };

	json_object(&j);
	json_put_int(&j, "from", v->matter.item.position);
	json_put_int(&j, "to", v->with.position);
	return record(tx, "meeting.item_move", v->matter.item.id, &j);
}

static enum err note_move(struct tx *tx, const struct moving *v)
{
	struct arena *a = tx->ctx->arena;
	struct meeting_change_new c = {
		.kind = MEETING_CHANGE_ITEM_MOVED,
		.before = arena_printf(a, "%" PRId64, v->matter.item.position),
		.after = arena_printf(a, "%" PRId64, v->with.position),
	};

	return note(tx, &v->matter, &c);
}

static enum err move(struct tx *tx, void *arg)
{
	struct moving *v = arg;
	struct ctx *ctx = tx->ctx;
	enum err e = matter_get(ctx, v->move->item, &v->matter);

	if (e == ERR_OK)
		e = check_may_order(ctx, &v->matter.meeting);
	if (e == ERR_OK && v->move->position && v->move->position != v->matter.item.position)
		e = ERR_CONFLICT;
	if (e == ERR_OK)
		e = find_neighbour(ctx, v);
	if (e == ERR_OK)
		e = swap(tx, v);
	if (e == ERR_OK)
		e = note_move(tx, v);
	return e == ERR_OK ? record_move(tx, v) : e;
}

enum err meeting_item_move(struct ctx *ctx, const struct meeting_item_move *m)
{
	struct moving v = { .move = m };

	return db_write(ctx, move, &v);
}

/* --- off the agenda --- */

struct withdrawing {
	meeting_item_id id;
	struct str reason;
	struct matter matter;
};

/* The items after it move up, the first of them first, so that no two have one number. */
static enum err close_gap(struct tx *tx, const struct matter *m)
{
	struct meeting_item *items;
	int n;
	enum err e = meeting_items(tx->ctx, m->meeting.id, &items, &n);

	for (int i = 0; i < n && e == ERR_OK; i++)
		if (items[i].position > m->item.position)
			e = meeting_sql_place_item(tx, items[i].id, items[i].number - 1,
			                           items[i].position - 1);
	return e;
}

/* Whatever hangs on an item goes before it does. */
static enum err forget(struct tx *tx, const struct matter *m)
{
	int64_t changed = 0;
	enum err e = meeting_sql_forget_subjects(tx, m->item.id);

	if (e == ERR_OK)
		e = meeting_sql_forget_item(tx, m->item.id, &changed);
	if (e == ERR_OK && changed == 0)
		e = ERR_ITEM_DECIDED;
	return e == ERR_OK ? close_gap(tx, m) : e;
}

static enum err write_withdraw(struct tx *tx, const struct withdrawing *w)
{
	struct meeting_change_new c = { .kind = MEETING_CHANGE_ITEM_WITHDRAWN };
	int64_t changed = 0;
	enum err e = meeting_item_leave(tx, &w->matter.item);

	if (e == ERR_OK)
		e = meeting_sql_withdraw_item(tx, w->id, &changed);
	if (e == ERR_OK && changed == 0)
		e = w->matter.item.has_question ? ERR_ITEM_QUESTION : ERR_ITEM_DECIDED;
	if (e == ERR_OK)
		e = meeting_add_words(tx, w->reason, &c.reason);
	return e == ERR_OK ? note(tx, &w->matter, &c) : e;
}

static enum err withdraw(struct tx *tx, void *arg)
{
	struct withdrawing *w = arg;
	struct sbuf payload = { .arena = tx->ctx->arena };
	struct json j = { .buf = &payload };
	enum err e = matter_get(tx->ctx, w->id, &w->matter);

	if (e == ERR_OK)
		e = w->matter.meeting.is_draft ? forget(tx, &w->matter) : write_withdraw(tx, w);
	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_put_int(&j, "session", w->matter.meeting.id.v);
	json_put_str(&j, "reason", audit_digest(tx->ctx, w->reason));
	return record(tx, "meeting.item_withdraw", w->id, &j);
}

enum err meeting_item_withdraw(struct ctx *ctx, meeting_item_id id, struct str reason)
{
	struct withdrawing w = { .id = id, .reason = reason };

	return db_write(ctx, withdraw, &w);
}
