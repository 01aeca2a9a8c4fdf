/* vote_cast.c -- a vote comes in: one look-up, one row, one event of the audit log. */
#include "vote/vote.h"
#include "audit/audit.h"
#include "base/random.h"
#include "vote.sql.h"

struct casting {
	const struct vote_cast *cast;
	unsigned char salt[VOTE_SALT_BYTES];
	char commitment[VOTE_COMMITMENT_BYTES];
	struct vote_receipt receipt;
};

static enum err standing_of(struct ctx *ctx, vote_question_id question, struct vote_standing *ret)
{
	struct vote_sql_casting_row row;
	enum err e = vote_sql_casting(ctx, question, ctx->who, &row);

	if (e != ERR_OK)
		return e;
	*ret = (struct vote_standing){
		.is_closed = row.closed.us != TIME_NONE.us,
		.may_change = row.may_change,
		.own = { .government = row.government,
		         .choice = row.choice.has ? (enum vote_choice)row.choice.v : VOTE_NONE,
		         .revision = row.revision.has ? row.revision.v : 0,
		         .cast_at = row.cast },
	};
	return ERR_OK;
}

/* The choice itself stays out of the log until the close: only what commits to it goes in. */
static enum err record(struct tx *tx, const struct casting *c)
{
	struct arena *a = tx->ctx->arena;
	int64_t question = c->cast->question.v;
	struct str object = arena_printf(a, "vote_question:%" PRId64, question);
	struct str payload = arena_printf(a,
	                                  "{\"question\":%" PRId64 ",\"government\":%" PRId64
	                                  ",\"revision\":%" PRId64 ",\"commitment\":\"%s\"}",
	                                  question, c->receipt.government.v, c->receipt.revision,
	                                  c->commitment);

	return audit_record(tx, "vote.cast", object, payload);
}

static enum err put(struct tx *tx, struct casting *c)
{
	const struct vote_receipt *r = &c->receipt;
	struct str salt = { (const char *)c->salt, sizeof(c->salt) };
	enum err e = vote_sql_put_ballot(tx, c->cast->question, r->government, r->choice,
	                                 r->revision, r->cast_at, salt);

	return e == ERR_OK ? record(tx, c) : e;
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
	if (now.own.choice == c->cast->choice)
		return ERR_OK;
	c->receipt.choice = c->cast->choice;
	c->receipt.revision = now.own.revision + 1;
	c->receipt.cast_at = tx->ctx->now;
	return put(tx, c);
}

enum err vote_cast(struct ctx *ctx, const struct vote_cast *vote, struct vote_receipt *ret)
{
	struct casting c = { .cast = vote };
	enum err e;

	/* Before the transaction: while it runs, every other voter waits. */
	random_bytes(c.salt, sizeof(c.salt));
	vote_commitment(c.salt, vote->choice, c.commitment);
	e = db_write(ctx, cast, &c);
	if (e == ERR_OK)
		*ret = c.receipt;
	return e;
}
