/* decision_read.c -- the register, read from the store. */
#include "decision/internal.h"
#include "base/str.h"
#include "decision.sql.h"

static struct decision decision_of(const struct decision_sql_list_row *r)
{
	return (struct decision){
		.id = r->id,
		.number = r->number,
		.organ = { .id = r->organ },
		.session = r->session,
		.session_slug = r->session_slug,
		.item = r->item,
		.item_number = r->item_number,
		.question = r->question,
		.kind = { .id = r->kind,
		          .slug = r->kind_slug,
		          .name = r->kind_name,
		          .effect = r->effect,
		          .subjects = r->subjects },
		.title = r->title,
		.title_id = r->title_id,
		.decided_on = r->decided_on,
		.decided_at = r->decided,
	};
}

static enum err fill_organs(struct ctx *ctx, struct decision *d, int n)
{
	struct organ *organs;
	int organ_count;
	enum err e = organ_list(ctx, (struct str){ 0 }, &organs, &organ_count);

	if (e != ERR_OK)
		return e;
	for (int i = 0; i < n; i++)
		for (int k = 0; k < organ_count; k++)
			if (organs[k].id.v == d[i].organ.id.v)
				d[i].organ = organs[k];
	return ERR_OK;
}

enum { WITHIN_LIMIT = DECISION_LIST_LIMIT * MEETING_SUBJECT_LIMIT };

/* Subjects and decisions both come newest first, so each decision's are one run of them. */
static enum err fill_subjects(struct ctx *ctx, struct decision *d, int n, organ_id organ)
{
	struct decision_sql_subjects_row *rows;
	struct member *m;
	int row_count, at = 0;
	enum err e = organ.v ? decision_sql_subjects_of(ctx, organ, d[n - 1].id, d[0].id,
	                                                WITHIN_LIMIT, &rows, &row_count)
	                     : decision_sql_subjects(ctx, d[n - 1].id, d[0].id, WITHIN_LIMIT, &rows,
	                                             &row_count);

	if (e != ERR_OK)
		return e;
	m = arena_many(ctx->arena, struct member, (size_t)row_count + 1);
	for (int i = 0; i < n; i++) {
		while (at < row_count && rows[at].id.v > d[i].id.v) /* of another year */
			at++;
		d[i].subjects = &m[at];
		for (; at < row_count && rows[at].id.v == d[i].id.v; at++) {
			m[at] = MEMBER_OF_ROW(&rows[at]);
			d[i].subject_count++;
		}
	}
	return ERR_OK;
}

static struct decision_names names_of(const struct decision_sql_titles_row *r)
{
	return (struct decision_names){ {
		[LANGUAGE_ZH] = r->zh,
		[LANGUAGE_JA] = r->ja,
		[LANGUAGE_KO] = r->ko,
		[LANGUAGE_MN] = r->mn,
		[LANGUAGE_RU] = r->ru,
		[LANGUAGE_EN] = r->en,
	} };
}

enum err decision_titles(struct ctx *ctx, const struct decision *d, int n, organ_id organ,
                         struct decision_names **ret)
{
	struct decision_names *names = arena_many(ctx->arena, struct decision_names, (size_t)n + 1);
	struct decision_sql_titles_row *rows;
	int row_count = 0, at = 0;
	enum err e = ERR_OK;

	if (n > 0)
		e = organ.v ? decision_sql_titles_of(ctx, organ, d[n - 1].id, d[0].id, WITHIN_LIMIT,
		                                     &rows, &row_count)
		            : decision_sql_titles(ctx, d[n - 1].id, d[0].id, WITHIN_LIMIT, &rows,
		                                  &row_count);
	if (e != ERR_OK)
		return e;
	for (int i = 0; i < n; i++) {
		while (at < row_count && rows[at].id.v > d[i].id.v) /* of another year */
			at++;
		if (at < row_count && rows[at].id.v == d[i].id.v)
			names[i] = names_of(&rows[at]);
	}
	*ret = names;
	return ERR_OK;
}

/* By what is asked for: everything, an organ, a year, or both. */
static enum err list_rows(struct ctx *ctx, const struct decision_filter *f,
                          struct decision_sql_list_row **ret, int *ret_n)
{
	const int limit = f->limit ? f->limit : DECISION_LIST_LIMIT;
	const decision_id before = { f->before.v ? f->before.v : INT64_MAX };

	MUST(limit > 0 && limit <= DECISION_LIST_LIMIT);
	if (f->organ.v && f->year)
		return decision_sql_list_both(ctx, f->organ, f->year, before, limit, ret, ret_n);
	if (f->organ.v)
		return decision_sql_list_organ(ctx, f->organ, before, limit, ret, ret_n);
	if (f->year)
		return decision_sql_list_year(ctx, f->year, before, limit, ret, ret_n);
	return decision_sql_list(ctx, before, limit, ret, ret_n);
}

/* What the rows themselves do not hold: organs, and what the decisions are about. */
static enum err fill(struct ctx *ctx, struct decision *d, int n, organ_id organ)
{
	enum err e = fill_organs(ctx, d, n);

	return e == ERR_OK && n > 0 ? fill_subjects(ctx, d, n, organ) : e;
}

enum err decision_list(struct ctx *ctx, const struct decision_filter *f, struct decision **ret,
                       int *ret_n)
{
	struct decision_sql_list_row *rows;
	struct decision *d;
	int n;
	enum err e = list_rows(ctx, f, &rows, &n);

	if (e != ERR_OK)
		return e;
	d = arena_many(ctx->arena, struct decision, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		d[i] = decision_of(&rows[i]);
	e = fill(ctx, d, n, f->organ);
	if (e != ERR_OK)
		return e;
	*ret = d;
	*ret_n = n;
	return ERR_OK;
}

enum err decision_by_number(struct ctx *ctx, struct str number, struct decision *ret)
{
	struct decision_sql_list_row row;
	struct decision d;
	enum err e = decision_sql_get(ctx, number, &row);

	if (e != ERR_OK)
		return e;
	d = decision_of(&row);
	e = fill(ctx, &d, 1, d.organ.id);
	if (e == ERR_OK)
		*ret = d;
	return e;
}

enum err decision_number_of(struct ctx *ctx, meeting_item_id item, struct str *ret)
{
	struct decision_sql_number_of_row r = { .number = { 0 } };
	enum err e = decision_sql_number_of(ctx, item, &r);

	if (e != ERR_OK && e != ERR_NOT_FOUND)
		return e;
	*ret = r.number;
	return ERR_OK;
}
