/* meeting_item_step.c -- whoever presides calls and postpones items. */
#include "meeting/internal.h"
#include "audit/audit.h"
#include "meeting.sql.h"
#include "view/json.h"

struct stepping {
	meeting_item_id id;
	struct str reason;
	struct meeting_item item;
};

static enum err check_step(struct ctx *ctx, struct stepping *s)
{
	struct meeting m;
	enum err e = meeting_item_get(ctx, s->id, &s->item);

	if (e == ERR_OK)
		e = meeting_check_presides(ctx, s->item.session);
	if (e == ERR_OK)
		e = meeting_get(ctx, s->item.session, &m);
	if (e == ERR_OK && m.state == MEETING_CLOSED)
		e = ERR_MEETING_CLOSED;
	if (e == ERR_OK && !meeting_is_sitting(&m))
		e = ERR_MEETING_NOT_OPEN;
	return e;
}

static enum err note(struct tx *tx, const struct meeting_item *item, enum meeting_change_kind kind,
                     struct str reason)
{
	struct meeting_change_new c = { .session = item->session, .item = item->id, .kind = kind };
	struct sbuf payload = { .arena = tx->ctx->arena };
	struct json j = { .buf = &payload };
	const char *action = kind == MEETING_CHANGE_ITEM_CALLED ? "meeting.item_call"
	                     : kind == MEETING_CHANGE_ITEM_LEFT ? "meeting.item_leave"
	                                                        : "meeting.item_postpone";
	enum err e = meeting_add_words(tx, reason, &c.reason);

	if (e == ERR_OK)
		e = meeting_change_add(tx, &c);
	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_put_int(&j, "session", item->session.v);
	json_put_str(&j, "reason", audit_digest(tx->ctx, reason));
	json_end(&j);
	return audit_record(tx, action, meeting_item_object(tx->ctx, item->id),
	                    sbuf_done(&payload));
}

enum err meeting_item_leave(struct tx *tx, const struct meeting_item *item)
{
	int64_t changed = 0;
	enum err e;

	if (!meeting_item_is_current(item))
		return ERR_OK;
	if (item->has_question)
		return ERR_ITEM_QUESTION;
	e = meeting_sql_leave_item(tx, item->id, tx->ctx->now, &changed);
	if (e != ERR_OK || changed == 0)
		return e;
	return note(tx, item, MEETING_CHANGE_ITEM_LEFT, (struct str){ 0 });
}

static enum err leave_former(struct tx *tx, meeting_session_id session)
{
	struct meeting_item former;
	enum err e = meeting_item_current(tx->ctx, session, &former);

	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	return e == ERR_OK ? meeting_item_leave(tx, &former) : e;
}

static enum err call(struct tx *tx, void *arg)
{
	struct stepping *s = arg;
	enum err e = check_step(tx->ctx, s);

	if (e == ERR_OK && meeting_item_is_current(&s->item))
		e = ERR_ITEM_CALLED;
	if (e == ERR_OK && s->item.state == MEETING_ITEM_WITHDRAWN)
		e = ERR_ITEM_DECIDED;
	if (e == ERR_OK)
		e = leave_former(tx, s->item.session);
	if (e == ERR_OK)
		e = meeting_sql_call_item(tx, s->id, tx->ctx->now);
	if (e == ERR_OK)
		e = note(tx, &s->item, MEETING_CHANGE_ITEM_CALLED, s->reason);
	/* Another item may be decided by a rule with another quorum. */
	return e == ERR_OK ? meeting_quorum_note(tx, s->item.session) : e;
}

enum err meeting_item_call(struct ctx *ctx, meeting_item_id id)
{
	struct stepping s = { .id = id };

	return db_write(ctx, call, &s);
}

static enum err postpone(struct tx *tx, void *arg)
{
	struct stepping *s = arg;
	int64_t changed = 0;
	enum err e = check_step(tx->ctx, s);

	if (e == ERR_OK)
		e = meeting_item_leave(tx, &s->item);
	if (e == ERR_OK)
		e = meeting_sql_postpone_item(tx, s->id, tx->ctx->now, &changed);
	if (e == ERR_OK && changed == 0)
		e = s->item.has_question ? ERR_ITEM_QUESTION : ERR_ITEM_DECIDED;
	return e == ERR_OK ? note(tx, &s->item, MEETING_CHANGE_ITEM_POSTPONED, s->reason) : e;
}

enum err meeting_item_postpone(struct ctx *ctx, meeting_item_id id, struct str reason)
{
	struct stepping s = { .id = id, .reason = reason };

	return db_write(ctx, postpone, &s);
}

enum err meeting_item_question(struct tx *tx, meeting_item_id id, bool is_open)
{
	return meeting_sql_ask_item(tx, id, is_open ? tx->ctx->now : TIME_NONE);
}
