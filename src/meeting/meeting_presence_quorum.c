/* meeting_presence_quorum.c -- are enough there, by the charter's own arithmetic, and since when.
 */
#include "audit/audit.h"
#include "meeting/internal_presence.h"
#include "meeting.sql.h"

/* --- by which rule --- */

static enum err ordinary_rule(struct ctx *ctx, const struct meeting *m, struct charter_rule *ret)
{
	struct meeting_sql_ordinary_rule_row *rows;
	int n;
	enum err e = meeting_sql_ordinary_rule(ctx, m->organ.kind, 1, &rows, &n);

	if (e == ERR_OK && n == 0)
		e = ERR_NOT_FOUND;
	return e == ERR_OK ? charter_rule_on(ctx, rows[0].rule, meeting_today(ctx, m), ret) : e;
}

/* An item that is dealt with without a vote has no rule of its own. */
enum err meeting_rule_now(struct ctx *ctx, const struct meeting *m, struct charter_rule *ret)
{
	struct meeting_item item;
	enum err e = meeting_item_current(ctx, m->id, &item);

	if (e == ERR_OK)
		e = meeting_rule(ctx, m, item.kind.id, meeting_today(ctx, m), ret);
	if (e == ERR_NOT_FOUND || e == ERR_CHARTER_NO_RULE || e == ERR_CHARTER_NO_POWER)
		e = ordinary_rule(ctx, m, ret);
	return e;
}

/* --- now --- */

/* The rule's own sum, before any vote is cast: charter_decide() alone knows how a quorum counts. */
static enum err count_present(struct ctx *ctx, const struct meeting *m,
                              const struct charter_rule *rule, struct charter_outcome *ret)
{
	struct charter_count count = { .members = 0 };
	struct meeting_entitled *roll;
	int n;
	enum err e = meeting_roll(ctx, m, rule, &roll, &n);

	if (e == ERR_OK)
		e = member_count(ctx, &count.members);
	if (e != ERR_OK)
		return e;
	count.member_weight = count.members;
	for (int i = 0; i < n; i++) {
		count.not_cast++;
		count.weight_not_cast += roll[i].weight;
		count.present += roll[i].is_present;
		count.present_weight += roll[i].is_present ? roll[i].weight : 0;
	}
	charter_decide(rule, &count, ret);
	return ERR_OK;
}

/* Since when it has been missing, as it was recorded. */
static enum err find_lost(struct ctx *ctx, meeting_session_id id, time_us *ret)
{
	struct meeting_sql_last_quorum_row *last;
	int n;
	enum err e = meeting_sql_last_quorum(ctx, id, 1, &last, &n);

	if (e == ERR_OK)
		*ret = n == 1 && !last[0].is_reached ? last[0].at : TIME_NONE;
	return e;
}

enum err meeting_quorum(struct ctx *ctx, const struct meeting *m, const struct charter_rule *rule,
                        struct meeting_quorum *ret)
{
	struct meeting_quorum q = { .is_reached = true, .lost_at = TIME_NONE };
	struct charter_outcome o = { .quorum_needed = 0 };
	struct charter_rule now;
	enum err e = rule ? ERR_OK : meeting_rule_now(ctx, m, &now);

	if (e == ERR_OK)
		e = count_present(ctx, m, rule ? rule : &now, &o);
	if (e == ERR_OK)
		e = meeting_is_kept(ctx, m->id, &q.is_kept);
	if (e != ERR_OK)
		return e;
	q.is_asked = o.quorum.base != CHARTER_BASE_NONE;
	q.is_reached = o.quorum_present >= o.quorum_needed;
	q.present = o.quorum_present;
	q.needed = o.quorum_needed;
	q.base = o.quorum_base;
	if (!q.is_reached)
		e = find_lost(ctx, m->id, &q.lost_at);
	if (e == ERR_OK)
		*ret = q;
	return e;
}

/* --- what is recorded --- */

static enum err note(struct tx *tx, meeting_session_id id, const struct meeting_quorum *q)
{
	struct ctx *ctx = tx->ctx;
	struct str payload = arena_printf(ctx->arena,
	                                  "{\"present\":%" PRId64 ",\"needed\":%" PRId64
	                                  ",\"base\":%" PRId64 "}",
	                                  q->present, q->needed, q->base);
	enum err e = meeting_sql_note_quorum(tx, id, ctx->now, q->is_reached, q->present, q->needed,
	                                     q->base);

	return e == ERR_OK ? audit_record(tx,
	                                  q->is_reached ? "meeting.quorum_reached"
	                                                : "meeting.quorum_lost",
	                                  meeting_object(ctx, id), payload)
	                   : e;
}

/* Whether enough are there matters while a session sits: before it and in a pause people come and
 * go. */
enum err meeting_quorum_note(struct tx *tx, meeting_session_id id)
{
	struct ctx *ctx = tx->ctx;
	struct meeting_sql_last_quorum_row *last;
	struct meeting_quorum q;
	struct meeting m;
	int n;
	enum err e = meeting_get(ctx, id, &m);

	if (e != ERR_OK || !meeting_is_sitting(&m))
		return e;
	e = meeting_quorum(ctx, &m, NULL, &q);
	/* No rule, no quorum: an organ may meet to talk. */
	if (e == ERR_NOT_FOUND || e == ERR_CHARTER_NO_RULE || e == ERR_CHARTER_NO_POWER)
		return ERR_OK;
	if (e == ERR_OK)
		e = meeting_sql_last_quorum(ctx, id, 1, &last, &n);
	if (e != ERR_OK || (n == 0 && !q.is_asked) ||
	    (n == 1 && last[0].is_reached == q.is_reached))
		return e;
	return note(tx, id, &q);
}
