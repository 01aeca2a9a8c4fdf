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
	*ret = (struct vote_question){
		.id = r.id,
		.organ = r.organ,
		.forum = r.forum,
		.matter = r.matter,
		.rule = r.rule,
		.title = r.title,
		.title_id = r.title_id,
		.zone = r.zone,
		.may_change = r.may_change,
		.opened_at = r.opened,
		.closed_at = r.closed,
		.entitled = r.entitled,
		.received = r.received,
		.members = r.members,
		.member_weight = r.member_weight,
	};
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
	enum err e = vote_sql_asked(ctx, ctx->who, ASKED_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	*ret = arena_many(ctx->arena, struct vote_asked, (size_t)n);
	for (int i = 0; i < n; i++)
		(*ret)[i] = (struct vote_asked){ rows[i].id, rows[i].title, rows[i].title_id };
	*ret_n = n;
	return ERR_OK;
}

enum err vote_own(struct ctx *ctx, vote_question_id id, struct vote_receipt *ret,
                  struct member *ret_government)
{
	struct vote_sql_own_row r;
	enum err e = vote_sql_own(ctx, id, ctx->who, &r);

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
	};
	if (ret_government)
		*ret_government = MEMBER_OF_ROW(&r);
	return ERR_OK;
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
	count = (struct charter_count){
		.yes = r.yes,
		.no = r.no,
		.abstain = r.abstain,
		.not_cast = r.not_cast,
		.weight_yes = r.weight_yes,
		.weight_no = r.weight_no,
		.weight_abstain = r.weight_abstain,
		.weight_not_cast = r.weight_not_cast,
		.members = r.members,
		.member_weight = r.member_weight,
		.chair_choice = (int)r.chair_choice,
	};
	vote_count_present(&count);
	charter_decide(&rule, &count, ret);
	/* One function decides, and versions of rules do not change: it cannot say anything else.
	 */
	MUST(ret->is_carried == r.is_carried);
	return ERR_OK;
}

/* --- the published roll --- */

static int by_government(const void *a, const void *b)
{
	int64_t x = ((const struct vote_sql_published_row *)a)->government.v;
	int64_t y = ((const struct vote_sql_published_row *)b)->government.v;

	return (x > y) - (x < y);
}

/* The rows come in the order of their keys; each line finds its own. */
static const struct vote_sql_published_row *row_of(const struct vote_sql_published_row *rows, int n,
                                                   member_government_id id)
{
	struct vote_sql_published_row key = { .government = id };

	return bsearch(&key, rows, (size_t)n, sizeof(*rows), by_government);
}

enum err vote_roll(struct ctx *ctx, vote_question_id id, struct vote_line **ret, int *ret_n)
{
	struct vote_sql_published_row *rows;
	struct vote_line *lines;
	struct member *m;
	int n;
	enum err e = vote_sql_published(ctx, id, VOTE_ROLL_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	if (n == 0) /* a roll is never empty: there is no result yet */
		return ERR_NOT_FOUND;
	m = arena_many(ctx->arena, struct member, (size_t)n);
	lines = arena_many(ctx->arena, struct vote_line, (size_t)n);
	for (int i = 0; i < n; i++)
		m[i] = MEMBER_OF_ROW(&rows[i]);
	member_sort(ctx, m, n);
	for (int i = 0; i < n; i++) {
		const struct vote_sql_published_row *r = row_of(rows, n, m[i].id);

		lines[i] = (struct vote_line){ m[i], (enum vote_choice)r->choice, r->weight };
	}
	*ret = lines;
	*ret_n = n;
	return ERR_OK;
}
