/* meeting_sitting.c -- a session is opened, suspended, resumed and closed by whoever presides. */
#include "audit/audit.h"
#include "meeting/internal_presence.h"
#include "meeting.sql.h"

bool meeting_is_sitting(const struct meeting *m)
{
	return m->state == MEETING_OPEN && m->suspended_at.us == TIME_NONE.us;
}

enum err meeting_check_presides(struct ctx *ctx, meeting_session_id id)
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

static enum err begin_sitting(struct tx *tx, meeting_session_id id)
{
	enum err e = meeting_sql_begin_sitting(tx, id, tx->ctx->now, tx->ctx->who);

	return e == ERR_OK ? meeting_quorum_note(tx, id) : e;
}

static enum err end_sitting(struct tx *tx, meeting_session_id id)
{
	return meeting_sql_end_sitting(tx, id, tx->ctx->now, tx->ctx->who);
}

/* --- opening and closing --- */

static enum err open(struct tx *tx, void *arg)
{
	const meeting_session_id *id = arg;
	int64_t changed = 0;
	enum err e = meeting_check_presides(tx->ctx, *id);

	if (e == ERR_OK)
		e = meeting_sql_open(tx, *id, tx->ctx->now, &changed);
	if (e == ERR_OK)
		e = step_done(tx, *id, "meeting.open", changed);
	return e == ERR_OK ? begin_sitting(tx, *id) : e;
}

enum err meeting_open(struct ctx *ctx, meeting_session_id id)
{
	return db_write(ctx, open, &id);
}

/* What is being dealt with when the session closes is left then. */
static enum err leave_item(struct tx *tx, meeting_session_id id)
{
	struct meeting_item item;
	enum err e = meeting_item_current(tx->ctx, id, &item);

	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	return e == ERR_OK ? meeting_item_leave(tx, &item) : e;
}

enum err meeting_close(struct tx *tx, meeting_session_id id)
{
	struct ctx *ctx = tx->ctx;
	int64_t changed = 0;
	enum err e = meeting_check_presides(ctx, id);

	if (e == ERR_OK)
		e = leave_item(tx, id);
	if (e == ERR_OK)
		e = meeting_sql_close(tx, id, ctx->now, &changed);
	if (e == ERR_OK)
		e = step_done(tx, id, "meeting.close", changed);
	if (e == ERR_OK)
		e = end_sitting(tx, id);
	return e == ERR_OK ? meeting_sql_check_out_all(tx, id, ctx->now, ctx->who) : e;
}

/* --- between sittings --- */

enum err meeting_suspend(struct tx *tx, meeting_session_id id, time_us resumes_at)
{
	int64_t changed = 0;
	enum err e = meeting_check_presides(tx->ctx, id);

	if (e == ERR_OK)
		e = meeting_sql_suspend(tx, id, tx->ctx->now, resumes_at, &changed);
	if (e == ERR_OK)
		e = step_done(tx, id, "meeting.suspend", changed);
	return e == ERR_OK ? end_sitting(tx, id) : e;
}

static enum err resume(struct tx *tx, void *arg)
{
	const meeting_session_id *id = arg;
	int64_t changed = 0;
	enum err e = meeting_check_presides(tx->ctx, *id);

	if (e == ERR_OK)
		e = meeting_sql_resume(tx, *id, &changed);
	if (e == ERR_OK)
		e = step_done(tx, *id, "meeting.resume", changed);
	return e == ERR_OK ? begin_sitting(tx, *id) : e;
}

enum err meeting_resume(struct ctx *ctx, meeting_session_id id)
{
	return db_write(ctx, resume, &id);
}
