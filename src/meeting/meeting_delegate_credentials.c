/* meeting_delegate_credentials.c -- credentials accepted, refused with a reason, and taken back. */
#include "meeting/internal_presence.h"
#include "audit/audit.h"
#include "meeting.sql.h"

struct judging {
	meeting_delegate_id id;
	bool is_accepted;
	struct str reason; /* refused; p == NULL: is not */
};

static enum err write_judgement(struct tx *tx, const struct judging *j)
{
	struct ctx *ctx = tx->ctx;
	struct lang_set reason = { 0 };
	lang_text_id text;
	enum err e;

	if (j->is_accepted)
		return meeting_sql_accredit(tx, j->id, ctx->now, ctx->who);
	if (!j->reason.p)
		return meeting_sql_accredit(tx, j->id, TIME_NONE, (account_id){ 0 });
	reason.in[ctx->lang] = j->reason;
	e = lang_add(tx, (struct str){ 0 }, &reason, &text);
	return e == ERR_OK ? meeting_sql_refuse(tx, j->id, ctx->now, ctx->who, text) : e;
}

/* The reason stays out of the log, which more people read than may read it. */
static const char *action_of(const struct judging *j)
{
	if (j->is_accepted)
		return "meeting.accredit";
	return j->reason.p ? "meeting.credentials_refuse" : "meeting.accredit_withdraw";
}

enum err meeting_check_accredits(struct ctx *ctx, meeting_delegate_id id)
{
	struct charter_association association;
	struct meeting_sql_seated_by_row row;
	enum err e = charter_association_get(ctx, &association);

	if (e == ERR_OK)
		e = meeting_sql_seated_by(ctx, id, &row);
	if (e != ERR_OK || !association.two_persons)
		return e;
	return row.seated_by.v != 0 && row.seated_by.v == ctx->who.v ? ERR_DELEGATE_TWO_PERSONS
	                                                             : ERR_OK;
}

/* Who had been accepted and is not any longer is told. */
static enum err tell(struct tx *tx, const struct meeting_delegate *d)
{
	if (!d->is_accredited || d->role == MEETING_ADVISER)
		return ERR_OK;
	return meeting_displace(tx,
	                        &(struct meeting_displacing){ .session = d->session,
	                                                      .government = d->government.id,
	                                                      .who = d->account,
	                                                      .loss = MEETING_LOSS_CREDENTIALS });
}

static enum err judge(struct tx *tx, void *arg)
{
	const struct judging *j = arg;
	struct ctx *ctx = tx->ctx;
	struct meeting_sql_session_of_row row;
	struct meeting_delegate d;
	enum err e = meeting_sql_session_of(ctx, j->id, &row);

	if (e == ERR_OK)
		e = meeting_check_not_closed(ctx, row.session);
	if (e == ERR_OK)
		e = meeting_delegate_get(ctx, j->id, &d);
	if (e == ERR_OK && j->is_accepted)
		e = meeting_check_accredits(ctx, j->id);
	if (e == ERR_OK)
		e = write_judgement(tx, j);
	if (e == ERR_OK && !j->is_accepted)
		e = tell(tx, &d);
	if (e == ERR_OK)
		e = audit_record(tx, action_of(j), meeting_delegate_object(ctx, j->id), S("{}"));
	return e == ERR_OK ? meeting_quorum_note(tx, row.session) : e;
}

enum err meeting_accredit(struct ctx *ctx, meeting_delegate_id id, bool accredited)
{
	struct judging j = { .id = id, .is_accepted = accredited };

	return db_write(ctx, judge, &j);
}

enum err meeting_credentials_refuse(struct ctx *ctx, meeting_delegate_id id, struct str reason)
{
	struct judging j = { .id = id, .reason = reason };

	return db_write(ctx, judge, &j);
}

/* --- all at once --- */

struct accrediting_all {
	meeting_session_id id;
	int64_t changed;
};

static enum err accredit_all(struct tx *tx, void *arg)
{
	struct accrediting_all *a = arg;
	struct ctx *ctx = tx->ctx;
	struct charter_association association;
	enum err e = meeting_check_not_closed(ctx, a->id);

	if (e == ERR_OK)
		e = charter_association_get(ctx, &association);
	if (e == ERR_OK)
		e = meeting_sql_accredit_all(tx, a->id, ctx->now, ctx->who, association.two_persons,
		                             &a->changed);
	if (e == ERR_OK)
		e = audit_record(tx, "meeting.accredit_all", meeting_object(ctx, a->id),
		                 arena_printf(ctx->arena, "{\"delegates\":%" PRId64 "}",
		                              a->changed));
	return e == ERR_OK ? meeting_quorum_note(tx, a->id) : e;
}

enum err meeting_accredit_all(struct ctx *ctx, meeting_session_id id, int64_t *ret_changed)
{
	struct accrediting_all a = { .id = id };
	enum err e = db_write(ctx, accredit_all, &a);

	if (e == ERR_OK)
		*ret_changed = a.changed;
	return e;
}

/* --- the reason --- */

enum err meeting_refusal(struct ctx *ctx, const struct meeting_delegate *d, struct tr *ret)
{
	struct meeting_sql_refusal_row row = { 0 };
	enum err e = ERR_OK;

	if (ctx->who.v != d->account.v)
		e = meeting_check_registers(ctx, d->session, d->government.id);
	if (e == ERR_OK && d->credentials == MEETING_CREDENTIALS_REFUSED)
		e = meeting_sql_refusal(ctx, d->id, &row);
	if (e != ERR_OK && e != ERR_FORBIDDEN)
		return e;
	*ret = row.reason;
	return ERR_OK;
}
