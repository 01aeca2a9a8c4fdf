/* vote_record.c -- all questions of a forum with their results and rolls, in few statements. */
#include "vote/internal.h"
#include "vote.sql.h"
#include <stdlib.h>

/* The governments on any of the rolls, in the order of the reader's language. */
struct voters {
	struct member *m;
	int n;
	struct place { /* in the order of keys: where each stands in `m` */
		member_government_id id;
		int at;
	} * places;
};

struct records {
	struct vote_record *r;
	int n;
	struct voters voters;
};

static int by_key(const void *a, const void *b)
{
	int64_t x = ((const struct place *)a)->id.v, y = ((const struct place *)b)->id.v;

	return (x > y) - (x < y);
}

static int place_of(const struct voters *v, member_government_id id)
{
	const struct place key = { .id = id };
	const struct place *p = bsearch(&key, v->places, (size_t)v->n, sizeof(key), by_key);

	MUST(p); /* both were read of the same rolls */
	return p->at;
}

static enum err read_voters(struct ctx *ctx, int64_t forum, struct voters *ret)
{
	struct vote_sql_voters_in_row *rows;
	enum err e = vote_sql_voters_in(ctx, forum, VOTE_ROLL_LIMIT, &rows, &ret->n);

	if (e != ERR_OK)
		return e;
	ret->m = arena_many(ctx->arena, struct member, (size_t)ret->n + 1);
	ret->places = arena_many(ctx->arena, struct place, (size_t)ret->n + 1);
	for (int i = 0; i < ret->n; i++)
		ret->m[i] = MEMBER_OF_ROW(&rows[i]);
	member_sort(ctx, ret->m, ret->n);
	for (int i = 0; i < ret->n; i++)
		ret->places[i] = (struct place){ ret->m[i].id, i };
	qsort(ret->places, (size_t)ret->n, sizeof(*ret->places), by_key);
	return ERR_OK;
}

static enum err read_questions(struct ctx *ctx, int64_t forum, struct records *ret)
{
	struct vote_sql_all_in_row *rows;
	struct vote_question *q;
	enum err e = vote_sql_all_in(ctx, forum, VOTE_RECORD_LIMIT, &rows, &ret->n);

	if (e == ERR_OK && ret->n == VOTE_RECORD_LIMIT)
		e = ERR_TOO_LARGE;
	if (e != ERR_OK)
		return e;
	q = arena_many(ctx->arena, struct vote_question, (size_t)ret->n + 1);
	ret->r = arena_many(ctx->arena, struct vote_record, (size_t)ret->n + 1);
	for (int i = 0; i < ret->n; i++) {
		q[i] = VOTE_QUESTION_OF_ROW(&rows[i]);
		ret->r[i].question = &q[i];
	}
	return ERR_OK;
}

/* A rule governs many questions, and is read for the first of them. */
static enum err read_rule(struct ctx *ctx, const struct records *all, int at)
{
	charter_rule_id id = all->r[at].question->rule;
	struct charter_rule *rule;

	for (int i = 0; i < at; i++)
		if (all->r[i].rule && all->r[i].rule->id.v == id.v) {
			all->r[at].rule = all->r[i].rule;
			return ERR_OK;
		}
	rule = arena_make(ctx->arena, struct charter_rule);
	all->r[at].rule = rule;
	return charter_rule_get(ctx, id, rule);
}

static enum err read_results(struct ctx *ctx, int64_t forum, struct records *all)
{
	struct vote_sql_results_in_row *rows;
	int n, at = 0;
	enum err e = vote_sql_results_in(ctx, forum, VOTE_RECORD_LIMIT, &rows, &n);

	for (int i = 0; i < n && e == ERR_OK; i++) {
		const struct charter_count count = VOTE_COUNT_OF_ROW(&rows[i]);
		struct vote_record *r;

		while (all->r[at].question->id.v != rows[i].question.v)
			at++;
		r = &all->r[at];
		e = read_rule(ctx, all, at);
		if (e != ERR_OK)
			break;
		charter_decide(r->rule, &count, &r->outcome);
		MUST(r->outcome.is_carried == rows[i].is_carried);
		r->has_result = true;
	}
	return e;
}

/* The rows of one question, from `rows` on, in the reader's order. */
static int fill_lines(struct ctx *ctx, const struct voters *v, struct vote_record *r,
                      const struct vote_sql_published_in_row *rows, int n)
{
	int *at = arena_many(ctx->arena, int, (size_t)v->n + 1); /* row number + 1; 0: not on it */
	struct vote_line *lines;
	int count = 0;

	while (count < n && rows[count].question.v == r->question->id.v) {
		at[place_of(v, rows[count].government)] = count + 1;
		count++;
	}
	lines = arena_many(ctx->arena, struct vote_line, (size_t)count + 1);
	r->lines = lines;
	for (int i = 0; i < v->n; i++) {
		const struct vote_sql_published_in_row *row = &rows[at[i] - 1];

		if (at[i] > 0)
			lines[r->line_count++] = (struct vote_line){ v->m[i],
				                                     (enum vote_choice)row->choice,
				                                     row->weight, row->present,
				                                     row->entered_by.v != 0 };
	}
	return count;
}

static enum err read_rolls(struct ctx *ctx, int64_t forum, struct records *all)
{
	struct vote_sql_published_in_row *rows;
	int n, at = 0;
	enum err e = vote_sql_published_in(ctx, forum, VOTE_RECORD_LINES, &rows, &n);

	if (e == ERR_OK && n == VOTE_RECORD_LINES)
		e = ERR_TOO_LARGE;
	if (e == ERR_OK)
		e = read_voters(ctx, forum, &all->voters);
	for (int i = 0; i < all->n && e == ERR_OK; i++)
		if (all->r[i].has_result)
			at += fill_lines(ctx, &all->voters, &all->r[i], &rows[at], n - at);
	return e;
}

struct reading {
	int64_t forum;
	struct records all;
};

static enum err read_all(struct ctx *ctx, void *arg)
{
	struct reading *r = arg;
	enum err e = read_questions(ctx, r->forum, &r->all);

	if (e == ERR_OK)
		e = read_results(ctx, r->forum, &r->all);
	return e == ERR_OK ? read_rolls(ctx, r->forum, &r->all) : e;
}

/* On one snapshot: a question may be closed meanwhile. */
enum err vote_records(struct ctx *ctx, int64_t forum, struct vote_record **ret, int *ret_n)
{
	struct reading r = { .forum = forum };
	enum err e = db_read(ctx, read_all, &r);

	if (e != ERR_OK)
		return e;
	*ret = r.all.r;
	*ret_n = r.all.n;
	return ERR_OK;
}
