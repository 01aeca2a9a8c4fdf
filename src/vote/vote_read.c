/* vote_read.c -- questions, receipts and published results, read from the store. */
#include "vote/internal.h"
#include "vote.sql.h"
#include <stdlib.h>

enum { ASKED_LIMIT = 20 };

enum err vote_get(struct ctx *ctx, vote_question_id id, struct vote_question *ret)
{
	struct vote_sql_get_row r;
	enum err e = vote_sql_get(ctx, id, &r);

	if (e != ERR_OK)
		return e;
	*ret = VOTE_QUESTION_OF_ROW(&r);
	return ERR_OK;
}

enum err vote_all_on(struct ctx *ctx, int64_t matter, struct vote_question **ret, int *ret_n)
{
	struct vote_sql_all_on_row *rows;
	struct vote_question *q;
	int n;
	enum err e = vote_sql_all_on(ctx, matter, VOTE_MATTER_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	q = arena_many(ctx->arena, struct vote_question, (size_t)n + 1);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = vote_get(ctx, rows[i].id, &q[i]);
	if (e != ERR_OK)
		return e;
	*ret = q;
	*ret_n = n;
	return ERR_OK;
}

enum err vote_by_matter(struct ctx *ctx, int64_t matter, struct vote_question *ret)
{
	struct vote_sql_latest_on_row r;
	enum err e = vote_sql_latest_on(ctx, matter, &r);

	return e == ERR_OK ? vote_get(ctx, r.id, ret) : e;
}

enum err vote_open_in(struct ctx *ctx, int64_t forum, struct vote_question *ret)
{
	struct vote_sql_open_in_row r;
	enum err e = vote_sql_open_in(ctx, forum, &r);

	return e == ERR_OK ? vote_get(ctx, r.id, ret) : e;
}

enum err vote_asked(struct ctx *ctx, struct vote_asked **ret, int *ret_n)
{
	struct vote_sql_asked_row *rows;
	int n;
	enum err e = vote_sql_asked(ctx, ctx->who, ctx->now, ASKED_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	*ret = arena_many(ctx->arena, struct vote_asked, (size_t)n);
	for (int i = 0; i < n; i++)
		(*ret)[i] = (struct vote_asked){ rows[i].id, (enum vote_method)rows[i].method,
			                         rows[i].title, rows[i].title_id };
	*ret_n = n;
	return ERR_OK;
}

enum err vote_own(struct ctx *ctx, vote_question_id id, struct vote_receipt *ret,
                  struct member *ret_government)
{
	struct vote_sql_own_row r;
	enum err e = vote_sql_own(ctx, id, ctx->who, ctx->now, &r);

	if (e == ERR_NOT_FOUND) {
		*ret = (struct vote_receipt){ .cast_at = TIME_NONE };
		return ERR_OK;
	}
	if (e != ERR_OK)
		return e;
	*ret = (struct vote_receipt){
		.government = r.government,
		.choice = r.choice.has ? (enum vote_choice)r.choice.v : VOTE_NONE,
		.revision = r.revision.has ? r.revision.v : 0,
		.cast_at = r.cast,
		.entered_by = r.entered_by,
	};
	vote_unseal_own(ctx, id, r.sealed, ret);
	if (ret_government)
		*ret_government = MEMBER_OF_ROW(&r);
	return ERR_OK;
}

enum charter_way vote_way_of(int64_t method)
{
	static const enum charter_way ways[VOTE_METHODS] = {
		[VOTE_ROLL_CALL] = CHARTER_WAY_ROLL_CALL,
		[VOTE_HANDS] = CHARTER_WAY_HANDS,
		[VOTE_CONSENSUS] = CHARTER_WAY_CONSENSUS,
	};

	MUST(method >= VOTE_ROLL_CALL && method < VOTE_METHODS);
	return ways[method];
}

enum err vote_outcome(struct ctx *ctx, vote_question_id id, struct charter_outcome *ret)
{
	struct vote_sql_result_row r;
	struct charter_rule rule;
	struct charter_count count;
	enum err e = vote_sql_result(ctx, id, &r);

	if (e == ERR_OK)
		e = charter_rule_get(ctx, r.rule, &rule);
	if (e != ERR_OK)
		return e;
	count = VOTE_COUNT_OF_ROW(&r);
	charter_decide(&rule, &count, ret);
	/* One function decides, and versions of rules do not change: it cannot say anything else.
	 */
	MUST(ret->is_carried == r.is_carried);
	return ERR_OK;
}

/* --- rolls --- */

/* A government and where its row stands. */
struct place {
	member_government_id id;
	int at;
};

static int by_government(const void *a, const void *b)
{
	int64_t x = ((const struct place *)a)->id.v, y = ((const struct place *)b)->id.v;

	return (x > y) - (x < y);
}

/*
 * Countries, and governments within them, in the order of the reader's language.  The rows came in
 * the order of their keys; what is returned says where the row of each now stands.
 */
static int *sort(struct ctx *ctx, struct member *m, int n)
{
	struct place *places = arena_many(ctx->arena, struct place, (size_t)n + 1);
	int *at = arena_many(ctx->arena, int, (size_t)n + 1);

	for (int i = 0; i < n; i++)
		places[i] = (struct place){ m[i].id, i };
	member_sort(ctx, m, n);
	for (int i = 0; i < n; i++) {
		const struct place key = { .id = m[i].id };
		const struct place *p = bsearch(&key, places, (size_t)n, sizeof(key),
		                                by_government);

		at[i] = p->at;
	}
	return at;
}

enum err vote_roll(struct ctx *ctx, vote_question_id id, struct vote_line **ret, int *ret_n)
{
	struct vote_sql_published_row *rows;
	struct vote_line *lines;
	struct member *m;
	int n, *at;
	enum err e = vote_sql_published(ctx, id, VOTE_ROLL_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	if (n == 0) /* a roll is never empty: there is no result */
		return ERR_NOT_FOUND;
	m = arena_many(ctx->arena, struct member, (size_t)n);
	lines = arena_many(ctx->arena, struct vote_line, (size_t)n);
	for (int i = 0; i < n; i++)
		m[i] = MEMBER_OF_ROW(&rows[i]);
	at = sort(ctx, m, n);
	for (int i = 0; i < n; i++) {
		const struct vote_sql_published_row *r = &rows[at[i]];

		lines[i] = (struct vote_line){ m[i], (enum vote_choice)r->choice, r->weight,
			                       r->present, r->entered_by.v != 0 };
	}
	*ret = lines;
	*ret_n = n;
	return ERR_OK;
}

static struct vote_receipt arrival_of(const struct vote_sql_arrivals_row *r)
{
	return (struct vote_receipt){
		.government = r->government,
		.revision = r->revision.has ? r->revision.v : 0,
		.cast_at = r->cast,
		.entered_by = r->entered_by,
	};
}

enum err vote_arrivals(struct ctx *ctx, vote_question_id id, struct vote_arrival **ret, int *ret_n)
{
	struct vote_sql_arrivals_row *rows;
	struct vote_question q;
	struct vote_arrival *arrivals;
	struct member *m;
	int n, *at;
	enum err e = vote_get(ctx, id, &q);

	if (e == ERR_OK)
		e = vote_must_be_open(q.state);
	if (e == ERR_OK)
		e = vote_sql_arrivals(ctx, id, VOTE_ROLL_LIMIT, &rows, &n);
	if (e != ERR_OK)
		return e;
	m = arena_many(ctx->arena, struct member, (size_t)n + 1);
	arrivals = arena_many(ctx->arena, struct vote_arrival, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		m[i] = MEMBER_OF_ROW(&rows[i]);
	at = sort(ctx, m, n);
	for (int i = 0; i < n; i++)
		arrivals[i] = (struct vote_arrival){ m[i], rows[at[i]].present,
			                             arrival_of(&rows[at[i]]) };
	*ret = arrivals;
	*ret_n = n;
	return ERR_OK;
}
