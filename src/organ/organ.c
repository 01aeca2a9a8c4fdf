/* organ.c -- reading organs, who chairs, and the effect that names the next host. */
#include "organ/organ.h"
#include "audit/audit.h"
#include "base/str.h"
#include "organ.sql.h"

enum { LIST_LIMIT = 500 };

enum err organ_get(struct ctx *ctx, organ_id id, struct organ *ret)
{
	struct organ_sql_list_row r;
	enum err e = organ_sql_get(ctx, id, &r);

	if (e == ERR_OK)
		*ret = (struct organ){
			.id = r.id,
			.parent = r.parent,
			.slug = r.slug,
			.kind = r.kind,
			.code = r.code,
			.grouping = r.grouping,
			.name = r.name,
			.purpose = r.purpose,
		};
	return e;
}

enum err organ_by_slug(struct ctx *ctx, struct str slug, struct organ *ret)
{
	struct organ_sql_by_slug_row r;
	enum err e = organ_sql_by_slug(ctx, slug, &r);

	return e == ERR_OK ? organ_get(ctx, r.id, ret) : e;
}

enum err organ_list(struct ctx *ctx, struct str kind, struct organ **ret, int *ret_n)
{
	struct organ_sql_list_row *rows;
	int n;
	enum err e = kind.p ? organ_sql_list_of(ctx, kind, LIST_LIMIT, &rows, &n)
	                    : organ_sql_list(ctx, LIST_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	*ret = arena_many(ctx->arena, struct organ, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		(*ret)[i] = (struct organ){
			.id = rows[i].id,
			.parent = rows[i].parent,
			.slug = rows[i].slug,
			.kind = rows[i].kind,
			.code = rows[i].code,
			.grouping = rows[i].grouping,
			.name = rows[i].name,
			.purpose = rows[i].purpose,
		};
	*ret_n = n;
	return ERR_OK;
}

enum err organ_chair_on(struct ctx *ctx, organ_id id, struct str day, member_government_id *ret)
{
	struct organ_sql_chair_on_row r = { 0 };
	enum err e = organ_sql_chair_on(ctx, id, day, &r);

	if (e != ERR_OK && e != ERR_NOT_FOUND)
		return e;
	*ret = r.government;
	return ERR_OK;
}

enum err organ_may_preside(struct ctx *ctx, organ_id id, account_id who, bool *ret)
{
	return account_has_role(ctx, who, (struct account_duty){ ROLE_CHAIR, SCOPE_ORGAN, id.v },
	                        ret);
}

/* --- the effect "organ.next_host" --- */

/* Only a member can host, and only one can be named at a time. */
static enum err may_name_host(struct ctx *ctx, const struct charter_effect_arg *arg)
{
	struct organ_sql_designated_row named;
	struct member m;
	enum err e;

	if (arg->subject_count != 1)
		return REFUSE(ctx, ERR_ITEM_SUBJECTS, ARG_INT("count", 1));
	e = member_get(ctx, arg->subjects[0], &m);
	if (e != ERR_OK)
		return e;
	if (m.kind != MEMBER_MEMBER)
		return REFUSE(ctx, ERR_MEMBER_NOT, ARG_TR("government", m.name));
	e = organ_sql_designated(ctx, arg->organ, &named);
	if (e == ERR_OK)
		return ERR_ORGAN_NEXT_HOST;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err name_host(struct tx *tx, const struct charter_effect_arg *arg)
{
	struct arena *a = tx->ctx->arena;
	struct organ_sql_last_ordinal_row last;
	enum err e = organ_sql_last_ordinal(tx->ctx, arg->organ, &last);

	if (e == ERR_OK)
		e = organ_sql_add_chair(tx, arg->organ, arg->subjects[0], last.ordinal + 1,
		                        (struct str){ 0 }, (struct str){ 0 }, arg->decision);
	if (e == ERR_OK)
		e = audit_record(tx, "organ.next_host",
		                 arena_printf(a, "organ:%" PRId64, arg->organ.v),
		                 arena_printf(a,
		                              "{\"decision\":\"%.*s\",\"government\":%" PRId64 "}",
		                              STR_ARG(arg->decision), arg->subjects[0].v));
	return e;
}

const struct charter_effect organ_effects[] = {
	{ .name = "organ.next_host",
	  .doc = "The government named hosts the organ's next session and is "
	         "designated to chair it.",
	  .subjects = 1,
	  .done = N_("By this decision of {day}, {governments} hosts the next session "
	             "and is designated to chair it."),
	  .may = may_name_host,
	  .run = name_host },
	{ 0 },
};
