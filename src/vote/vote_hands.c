/* vote_hands.c -- two tellers count hands, each alone, until both have counted the same. */
#include "vote/internal.h"
#include "audit/audit.h"
#include "base/str.h"
#include "vote.sql.h"

typedef struct vote_sql_hands_row row_t;

static struct vote_hands hands_of(const row_t *r)
{
	return (struct vote_hands){ r->yes, r->no, r->abstain };
}

static bool are_equal(struct vote_hands a, struct vote_hands b)
{
	return a.yes == b.yes && a.no == b.no && a.abstain == b.abstain;
}

/* A round whose two counts are rows[0] and rows[1]. */
static void set_whole_round(struct vote_tellers *t, const row_t *rows)
{
	if (are_equal(hands_of(&rows[0]), hands_of(&rows[1]))) {
		t->is_agreed = true;
		t->agreed = hands_of(&rows[0]);
		t->round = rows[0].round;
		t->counted = VOTE_TELLERS;
		return;
	}
	t->has_differed = true;
	t->differed[0] = hands_of(&rows[0]);
	t->differed[1] = hands_of(&rows[1]);
	t->round = rows[0].round + 1;
}

/* The latest round comes first; all before it are whole, and their counts differed. */
static struct vote_tellers tellers_of(const row_t *rows, int n, account_id who)
{
	struct vote_tellers t = { .round = 1 };
	int latest = 0;

	while (latest < n && rows[latest].round == rows[0].round)
		latest++;
	if (n == 0)
		return t;
	if (latest == VOTE_TELLERS) {
		set_whole_round(&t, rows);
	} else {
		if (n > latest)
			set_whole_round(&t, &rows[latest]);
		t.round = rows[0].round;
		t.counted = latest;
	}
	for (int i = 0; i < latest && t.counted > 0; i++)
		if (rows[i].teller.v == who.v) {
			t.has_own = true;
			t.own = hands_of(&rows[i]);
		}
	return t;
}

static enum err read(struct ctx *ctx, vote_question_id id, struct vote_tellers *ret)
{
	row_t *rows;
	int n;
	enum err e = vote_sql_hands(ctx, id, VOTE_HANDS_LIMIT, &rows, &n);

	if (e == ERR_OK)
		*ret = tellers_of(rows, n, ctx->who);
	return e;
}

static enum err must_be_by_hands(const struct vote_question *q)
{
	enum err e = vote_must_be_open(q->state);

	return e == ERR_OK && q->method != VOTE_HANDS ? ERR_VOTE_NOT_BY_HANDS : e;
}

enum err vote_tellers(struct ctx *ctx, vote_question_id id, struct vote_tellers *ret)
{
	struct vote_question q;
	enum err e = vote_get(ctx, id, &q);

	if (e == ERR_OK)
		e = must_be_by_hands(&q);
	return e == ERR_OK ? read(ctx, id, ret) : e;
}

enum err vote_hands_agreed(struct ctx *ctx, vote_question_id id, struct vote_hands *ret)
{
	struct vote_tellers t;
	enum err e = read(ctx, id, &t);

	if (e != ERR_OK)
		return e;
	if (!t.is_agreed)
		return ERR_VOTE_NOT_COUNTED;
	*ret = t.agreed;
	return ERR_OK;
}

/* --- a count comes in --- */

struct counting {
	vote_question_id question;
	const struct vote_hands *hands;
	struct vote_tellers tellers;
};

/* That somebody has counted, and not what: the log too may be read by the other teller. */
static enum err record(struct tx *tx, const struct counting *c, int64_t round)
{
	struct ctx *ctx = tx->ctx;
	struct str payload = arena_printf(ctx->arena,
	                                  "{\"question\":%" PRId64 ",\"round\":%" PRId64 "}",
	                                  c->question.v, round);

	return audit_record(tx, "vote.hands", vote_object(ctx, c->question), payload);
}

static enum err put(struct tx *tx, const struct counting *c)
{
	const struct vote_tellers *t = &c->tellers;
	const struct vote_hands *h = c->hands;
	int64_t slot = t->has_own || t->counted == 0 ? 1 : VOTE_TELLERS;
	enum err e = vote_sql_put_hands(tx, c->question, t->round, slot, tx->ctx->who, h->yes,
	                                h->no, h->abstain, tx->ctx->now);

	return e == ERR_OK ? record(tx, c, t->round) : e;
}

static enum err may_count(struct ctx *ctx, const struct vote_question *q,
                          const struct vote_hands *h)
{
	enum err e = must_be_by_hands(q);

	if (e == ERR_OK)
		e = vote_may_count(q->entitled, h);
	if (e != ERR_VOTE_HANDS_TOO_MANY)
		return e;
	return REFUSE(ctx, e, ARG_INT("count", h->yes + h->no + h->abstain),
	              ARG_INT("entitled", q->entitled));
}

static enum err count(struct tx *tx, void *arg)
{
	struct counting *c = arg;
	struct vote_question q;
	enum err e = vote_get(tx->ctx, c->question, &q);

	if (e == ERR_OK)
		e = may_count(tx->ctx, &q, c->hands);
	if (e == ERR_OK)
		e = read(tx->ctx, c->question, &c->tellers);
	if (e != ERR_OK)
		return e;
	/* The same once more is as good as once. */
	if (c->tellers.has_own && are_equal(c->tellers.own, *c->hands))
		return ERR_OK;
	if (c->tellers.is_agreed)
		return ERR_VOTE_COUNTED;
	e = put(tx, c);
	return e == ERR_OK ? read(tx->ctx, c->question, &c->tellers) : e;
}

enum err vote_count(struct ctx *ctx, vote_question_id id, const struct vote_hands *hands,
                    struct vote_tellers *ret)
{
	struct counting c = { .question = id, .hands = hands };
	enum err e;

	MUST(hands->yes >= 0 && hands->no >= 0 && hands->abstain >= 0);
	e = db_write(ctx, count, &c);
	if (e == ERR_OK)
		*ret = c.tellers;
	return e;
}
