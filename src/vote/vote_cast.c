/* vote_cast.c -- a vote comes in, from the voter or by way of the desk: one look-up, one row, one
 * event of the audit log. */
#include "vote/internal.h"
#include "audit/audit.h"
#include "base/random.h"
#include "base/str.h"
#include "vote.sql.h"

struct casting {
	const struct vote_cast *cast;
	struct vote_open vote;
	char commitment[VOTE_COMMITMENT_BYTES];
	struct vote_receipt receipt;
};

/* Before the transaction: while it runs, every other voter waits. */
static void commit_to(struct casting *c)
{
	c->vote.choice = c->cast->choice;
	random_bytes(c->vote.salt, sizeof(c->vote.salt));
	vote_commitment(c->vote.salt, c->vote.choice, c->commitment);
}

/* The choice itself stays out of the log until the close: only what commits to it goes in. */
static enum err record(struct tx *tx, const struct casting *c)
{
	struct arena *a = tx->ctx->arena;
	const struct vote_receipt *r = &c->receipt;
	int64_t question = c->cast->question.v;
	struct str object = arena_printf(a, "vote_question:%" PRId64, question), payload;
	struct str by = S("");

	if (r->entered_by.v)
		by = arena_printf(a, ",\"entered_by\":%" PRId64, r->entered_by.v);
	payload = arena_printf(a,
	                       "{\"question\":%" PRId64 ",\"government\":%" PRId64
	                       ",\"revision\":%" PRId64 ",\"commitment\":\"%s\"%.*s}",
	                       question, r->government.v, r->revision, c->commitment, STR_ARG(by));
	return audit_record(tx, "vote.cast", object, payload);
}

static enum err put(struct tx *tx, const struct casting *c)
{
	const struct vote_receipt *r = &c->receipt;
	const struct vote_place place = { c->cast->question, r->government, r->revision };
	unsigned char sealed[VOTE_SEALED_BYTES];
	enum err e;

	vote_seal(tx->ctx, &place, &c->vote, sealed);
	e = vote_sql_put_ballot(tx, place.question, place.government, place.revision, r->cast_at,
	                        S(""), (struct str){ (const char *)sealed, sizeof sealed },
	                        r->entered_by);
	return e == ERR_OK ? record(tx, c) : e;
}

/* Somebody entitled has objected: there is no consensus, and that is the result. */
static enum err end_consensus(struct tx *tx, vote_question_id id)
{
	struct vote_question q;
	struct charter_outcome o;
	enum err e = vote_get(tx->ctx, id, &q);

	if (e == ERR_OK)
		e = vote_end(tx, id);
	return e == ERR_OK ? vote_settle(tx, &q, VOTE_NONE, &o) : e;
}

/* Write the vote on top of what stands. */
static enum err write(struct tx *tx, struct casting *c, const struct vote_standing *now,
                      account_id entered_by)
{
	enum err e;

	c->receipt = (struct vote_receipt){
		.government = now->own.government,
		.choice = c->cast->choice,
		.revision = now->own.revision + 1,
		.cast_at = tx->ctx->now,
		.entered_by = entered_by,
	};
	e = put(tx, c);
	if (e == ERR_OK && now->method == VOTE_CONSENSUS && c->cast->choice == VOTE_NO)
		e = end_consensus(tx, c->cast->question);
	return e;
}

/* --- by the voter --- */

static enum err standing_of(struct ctx *ctx, vote_question_id question, struct vote_standing *ret)
{
	struct vote_sql_casting_row row;
	enum err e = vote_sql_casting(ctx, question, ctx->who, ctx->now, &row);

	if (e != ERR_OK)
		return e;
	*ret = (struct vote_standing){
		.method = (enum vote_method)row.method,
		.state = vote_state_of(row.closed, row.cancel),
		.may_change = row.may_change,
		.is_stopped = row.roles == 0,
		.own = { .government = row.government,
		         .choice = row.choice.has ? (enum vote_choice)row.choice.v : VOTE_NONE,
		         .revision = row.revision.has ? row.revision.v : 0,
		         .cast_at = row.cast,
		         .entered_by = row.entered_by },
	};
	vote_unseal_own(ctx, question, row.sealed, &ret->own);
	return ERR_OK;
}

/* The voter's own word, even the same, takes the place of what the desk wrote for them. */
static bool is_repetition(const struct vote_standing *now, const struct vote_cast *c)
{
	return now->own.choice == c->choice && (now->own.entered_by.v == 0 || !now->may_change);
}

static enum err cast(struct tx *tx, void *arg)
{
	struct casting *c = arg;
	struct vote_standing now;
	enum err e = standing_of(tx->ctx, c->cast->question, &now);

	if (e == ERR_OK)
		e = vote_may_cast(&now, c->cast);
	if (e != ERR_OK)
		return e;
	c->receipt = now.own;
	if (is_repetition(&now, c->cast))
		return ERR_OK;
	return write(tx, c, &now, (account_id){ 0 });
}

enum err vote_cast(struct ctx *ctx, const struct vote_cast *vote, struct vote_receipt *ret)
{
	struct casting c = { .cast = vote };
	enum err e;

	commit_to(&c);
	e = db_write(ctx, cast, &c);
	if (e == ERR_OK)
		*ret = c.receipt;
	return e;
}

/* --- at the desk --- */

static enum err standing_at_desk(struct ctx *ctx, const struct vote_cast *vote,
                                 struct vote_standing *ret)
{
	struct vote_sql_entering_row row;
	enum err e = vote_sql_entering(ctx, vote->question, vote->government, &row);

	if (e != ERR_OK)
		return e;
	*ret = (struct vote_standing){
		.method = (enum vote_method)row.method,
		.state = vote_state_of(row.closed, row.cancel),
		.may_change = row.may_change,
		.own = { .government = row.government,
		         .revision = row.revision.has ? row.revision.v : 0,
		         .cast_at = row.cast,
		         .entered_by = row.entered_by },
	};
	return ERR_OK;
}

static enum err refuse_own_device(struct ctx *ctx, member_government_id government)
{
	struct member m;
	enum err e = member_get(ctx, government, &m);

	if (e != ERR_OK)
		return e;
	return REFUSE(ctx, ERR_VOTE_OWN_DEVICE, ARG_TR("government", m.name));
}

static enum err enter(struct tx *tx, void *arg)
{
	struct casting *c = arg;
	struct vote_standing now;
	enum err e = standing_at_desk(tx->ctx, c->cast, &now);

	if (e == ERR_OK)
		e = vote_may_enter(&now, c->cast);
	if (e == ERR_VOTE_OWN_DEVICE)
		return refuse_own_device(tx->ctx, c->cast->government);
	return e == ERR_OK ? write(tx, c, &now, tx->ctx->who) : e;
}

enum err vote_enter(struct ctx *ctx, const struct vote_cast *vote, struct vote_receipt *ret)
{
	struct casting c = { .cast = vote };
	enum err e;

	MUST(vote->government.v != 0);
	commit_to(&c);
	e = db_write(ctx, enter, &c);
	if (e != ERR_OK)
		return e;
	*ret = c.receipt;
	ret->choice = VOTE_NONE; /* sealed for the desk too */
	return ERR_OK;
}
