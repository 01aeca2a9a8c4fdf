/* charter_rule.c -- rules in the store: their versions, and which is in force. */
#include "charter/internal.h"

/* What the schema's checks guarantee; anything else is damage, and no outcome may rest on it. */
static enum charter_base base_of(int64_t v)
{
	MUST(v >= CHARTER_BASE_NONE && v <= CHARTER_BASE_VALID);
	return (enum charter_base)v;
}

static struct charter_majority majority_of(enum charter_base base, int64_t num, int64_t den,
                                           bool more_than)
{
	return (struct charter_majority){ base, { num, den }, more_than };
}

static void read_rule(const struct charter_sql_rules_row *row, struct charter_rule *ret)
{
	*ret = (struct charter_rule){
		.id = row->id,
		.slug = row->slug,
		.version = row->version,
		.valid_from = row->valid_from,
		.valid_until = row->valid_until,
		.name = row->name,
		.source = row->source,
		.is_assumption = row->is_assumption,
		.majority = majority_of(base_of(row->base), row->num, row->den, row->more_than),
		.quorum = majority_of(base_of(row->quorum_base), row->quorum_num, row->quorum_den,
		                      row->quorum_more),
		.weight = majority_of(base_of(row->weight_base), row->weight_num, row->weight_den,
		                      row->weight_more),
		.blocking = row->blocking,
		.tie = row->tie ? CHARTER_TIE_CHAIR : CHARTER_TIE_REJECTED,
		.is_secret = row->is_secret,
		.may_change = row->may_change,
		.good_standing = row->good_standing,
		.accredited = row->accredited,
		.notice_days = row->notice_days,
		.written = row->written,
		.reply_days = row->reply_days,
		.silence = (enum charter_silence)row->silence,
	};
}

enum err charter_rule_versions(struct ctx *ctx, struct str slug, struct charter_rule **ret,
                               int *ret_n)
{
	struct charter_sql_rules_row *rows;
	struct charter_rule *rules;
	int n;
	enum err e = slug.p ? charter_sql_versions(ctx, slug, CHARTER_RULES_MAX, &rows, &n)
	                    : charter_sql_rules(ctx, CHARTER_RULES_MAX, &rows, &n);

	if (e != ERR_OK)
		return e;
	rules = arena_many(ctx->arena, struct charter_rule, (size_t)n);
	for (int i = 0; i < n; i++)
		read_rule(&rows[i], &rules[i]);
	*ret = rules;
	*ret_n = n;
	return ERR_OK;
}

enum err charter_rule_get(struct ctx *ctx, charter_rule_id id, struct charter_rule *ret)
{
	struct charter_sql_rules_row row;
	enum err e = charter_sql_rule(ctx, id, &row);

	if (e == ERR_OK)
		read_rule(&row, ret);
	return e;
}

enum err charter_rule_on(struct ctx *ctx, struct str slug, struct str day, struct charter_rule *ret)
{
	struct charter_sql_rule_on_row row;
	enum err e = charter_sql_rule_on(ctx, slug, day, &row);

	if (e != ERR_OK)
		return e;
	return charter_rule_get(ctx, row.id, ret);
}

bool charter_rule_is_in_force(const struct charter_rule *r, struct str day)
{
	return str_cmp(r->valid_from, day) <= 0 &&
	       (r->valid_until.p == NULL || str_cmp(r->valid_until, day) > 0);
}
