/* meeting_delegate.c -- who is sent, whose credentials are accepted, and the roll that follows. */
#include "meeting/internal.h"
#include "audit/audit.h"
#include "meeting.sql.h"

enum { WEIGHT = 1 }; /* every member counts alike: the charter knows no other weights yet */

/* Nothing about the people of a session changes once it is closed. */
static enum err check_not_closed(struct ctx *ctx, meeting_session_id id)
{
	struct meeting m;
	enum err e = meeting_get(ctx, id, &m);

	return e == ERR_OK && m.state == MEETING_CLOSED ? ERR_MEETING_CLOSED : e;
}

static struct str delegate_object(struct ctx *ctx, meeting_delegate_id id)
{
	return arena_printf(ctx->arena, "meeting_delegate:%" PRId64, id.v);
}

/* --- registering --- */

struct adding {
	meeting_session_id session;
	member_government_id government;
	account_id who;
	bool votes;
};

static enum err check_stands_for(struct ctx *ctx, const struct adding *a, const struct member *m)
{
	member_government_id own;
	enum err e = account_government(ctx, a->who, &own);

	if (e == ERR_OK && own.v != a->government.v)
		e = REFUSE(ctx, ERR_DELEGATE_OTHER_GOVERNMENT, ARG_TR("government", m->name));
	return e;
}

static enum err check_once(struct ctx *ctx, const struct adding *a, const struct member *m)
{
	struct meeting_sql_registered_row row;
	enum err e = meeting_sql_registered(ctx, a->session, a->who, a->government, &row);

	if (e != ERR_OK)
		return e;
	if (row.same > 0)
		return ERR_DELEGATE_REGISTERED;
	if (a->votes && row.voting > 0)
		return REFUSE(ctx, ERR_DELEGATE_TWICE, ARG_TR("government", m->name));
	return ERR_OK;
}

static enum err record_add(struct tx *tx, const struct adding *a, meeting_delegate_id id)
{
	struct ctx *ctx = tx->ctx;
	struct str payload = arena_printf(ctx->arena,
	                                  "{\"session\":%" PRId64 ",\"government\":%" PRId64
	                                  ",\"account\":%" PRId64 ",\"votes\":%s}",
	                                  a->session.v, a->government.v, a->who.v,
	                                  a->votes ? "true" : "false");

	return audit_record(tx, "meeting.delegate_add", delegate_object(ctx, id), payload);
}

static enum err add(struct tx *tx, void *arg)
{
	const struct adding *a = arg;
	struct ctx *ctx = tx->ctx;
	struct meeting_sql_add_delegate_row row;
	struct member m;
	enum err e = check_not_closed(ctx, a->session);

	if (e == ERR_OK)
		e = member_get(ctx, a->government, &m);
	if (e == ERR_OK)
		e = check_stands_for(ctx, a, &m);
	if (e == ERR_OK)
		e = check_once(ctx, a, &m);
	if (e == ERR_OK)
		e = meeting_sql_add_delegate(tx, a->session, a->government, a->who, a->votes, &row);
	return e == ERR_OK ? record_add(tx, a, row.id) : e;
}

enum err meeting_delegate_add(struct ctx *ctx, meeting_session_id id,
                              member_government_id government, account_id who, bool votes)
{
	struct adding a = { id, government, who, votes };

	return db_write(ctx, add, &a);
}

/* --- accrediting --- */

struct accrediting {
	meeting_delegate_id id;
	bool accredited;
};

static enum err accredit(struct tx *tx, void *arg)
{
	const struct accrediting *a = arg;
	struct ctx *ctx = tx->ctx;
	struct meeting_sql_session_of_row row;
	enum err e = meeting_sql_session_of(ctx, a->id, &row);

	if (e == ERR_OK)
		e = check_not_closed(ctx, row.session);
	if (e == ERR_OK)
		e = meeting_sql_accredit(tx, a->id, a->accredited ? ctx->now : TIME_NONE,
		                         a->accredited ? ctx->who : (account_id){ 0 });
	if (e == ERR_OK)
		e = audit_record(tx,
		                 a->accredited ? "meeting.accredit" : "meeting.accredit_withdraw",
		                 delegate_object(ctx, a->id), S("{}"));
	return e;
}

enum err meeting_accredit(struct ctx *ctx, meeting_delegate_id id, bool accredited)
{
	struct accrediting a = { id, accredited };

	return db_write(ctx, accredit, &a);
}

struct accrediting_all {
	meeting_session_id id;
	int64_t changed;
};

static enum err accredit_all(struct tx *tx, void *arg)
{
	struct accrediting_all *a = arg;
	struct ctx *ctx = tx->ctx;
	enum err e = check_not_closed(ctx, a->id);

	if (e == ERR_OK)
		e = meeting_sql_accredit_all(tx, a->id, ctx->now, ctx->who, &a->changed);
	if (e == ERR_OK)
		e = audit_record(tx, "meeting.accredit_all", meeting_object(ctx, a->id),
		                 arena_printf(ctx->arena, "{\"delegates\":%" PRId64 "}",
		                              a->changed));
	return e;
}

enum err meeting_accredit_all(struct ctx *ctx, meeting_session_id id, int64_t *ret_changed)
{
	struct accrediting_all a = { .id = id };
	enum err e = db_write(ctx, accredit_all, &a);

	if (e == ERR_OK)
		*ret_changed = a.changed;
	return e;
}

/* --- the roll --- */

enum err meeting_roll(struct ctx *ctx, const struct meeting *m, const struct charter_rule *rule,
                      struct meeting_entitled **ret, int *ret_n)
{
	struct str day = meeting_today(ctx, m);
	struct meeting_sql_roll_row *rows;
	struct meeting_entitled *roll;
	member_government_id chair;
	int n;
	enum err e = organ_chair_on(ctx, m->organ.id, day, &chair);

	if (e == ERR_OK)
		e = meeting_sql_roll(ctx, m->id, day, rule->good_standing, rule->accredited,
		                     MEETING_DELEGATE_LIMIT, &rows, &n);
	if (e != ERR_OK)
		return e;
	roll = arena_many(ctx->arena, struct meeting_entitled, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		roll[i] = (struct meeting_entitled){
			.government = rows[i].government,
			.account = rows[i].who,
			.weight = WEIGHT,
			.is_chair = chair.v != 0 && rows[i].government.v == chair.v,
		};
	*ret = roll;
	*ret_n = n;
	return ERR_OK;
}
