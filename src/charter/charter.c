/* charter.c -- the association, kinds of decision, and which organ may decide what by which rule.
 */
#include "charter/internal.h"
#include "lang/lang.h"

const char *const charter_base_codes[] = {
	[CHARTER_BASE_NONE] = "none",
	[CHARTER_BASE_MEMBERS] = "members",
	[CHARTER_BASE_ENTITLED] = "entitled",
	[CHARTER_BASE_PRESENT] = "present",
	[CHARTER_BASE_CAST] = "cast",
	[CHARTER_BASE_VALID] = "valid",
	NULL,
};
const char *const charter_tie_codes[] = { "rejected", "chair", NULL };
const char *const charter_silence_codes[] = { "ignored", "consent", "refusal", NULL };
const char *const charter_subjects_codes[] = { "none", "one", "many", NULL };

enum err charter_association_get(struct ctx *ctx, struct charter_association *ret)
{
	struct charter_sql_association_row row;
	enum language language = LANGUAGE_EN;
	enum err e = charter_sql_association(ctx, &row);

	if (e != ERR_OK)
		return e;
	MUST(language_parse(row.language, &language)); /* checked when the pack was read */
	*ret = (struct charter_association){
		.slug = row.slug,
		.short_name = row.short_name,
		.name = row.name,
		.motto = row.motto,
		.language = language,
		.zone = row.zone,
		.founded = row.founded,
		.website = row.website,
		.contact_email = row.contact_email,
		.two_persons = row.two_persons,
		.two_persons_assumed = row.two_persons_assumed,
		.two_persons_source = row.two_persons_source,
	};
	return ERR_OK;
}

enum err charter_zone(struct ctx *ctx, struct str *ret)
{
	struct charter_association a;
	enum err e = charter_association_get(ctx, &a);

	if (e == ERR_OK)
		*ret = a.zone;
	else if (e == ERR_NOT_FOUND)
		*ret = S("UTC");
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

const struct charter_effect *charter_effect_find(const struct ctx *ctx, struct str name)
{
	for (const struct charter_effect *f = ctx->effects; f && f->name; f++)
		if (str_is(name, f->name))
			return f;
	return NULL;
}

/* --- kinds of decision --- */

enum err charter_kind_get(struct ctx *ctx, charter_kind_id id, struct charter_kind *ret)
{
	struct charter_sql_kinds_row row;
	enum err e = charter_sql_kind(ctx, id, &row);

	if (e != ERR_OK)
		return e;
	*ret = (struct charter_kind){ .id = row.id,
		                      .slug = row.slug,
		                      .name = row.name,
		                      .effect = row.effect,
		                      .subjects = row.subjects };
	return ERR_OK;
}

/* The text in the language, or in the nearest in which there is one. */
static struct str nearest(const struct lang_set *set, enum language l)
{
	const enum language *order = language_fallback(l);

	for (int i = 0; i < LANGUAGE_COUNT; i++)
		if (set->in[order[i]].p)
			return set->in[order[i]];
	return S("");
}

static struct str fill_subjects(struct arena *a, struct str title, struct str subjects)
{
	const struct str place = S("{subjects}");
	struct sbuf out = { .arena = a };
	size_t at = 0;

	while (at < title.n) {
		struct str rest = str_sub(title, at, title.n);

		if (str_starts(rest, place)) {
			sbuf_str(&out, subjects);
			at += place.n;
		} else {
			sbuf_char(&out, rest.p[0]);
			at++;
		}
	}
	return sbuf_done(&out);
}

enum err charter_kind_title(struct ctx *ctx, charter_kind_id id, const struct lang_set *subjects,
                            struct lang_set *ret)
{
	struct charter_sql_kinds_row row;
	struct lang_set title;
	enum err e = charter_sql_kind(ctx, id, &row);

	if (e == ERR_OK)
		e = lang_get(ctx, row.title, &title);
	if (e != ERR_OK)
		return e;
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		if (title.in[l].p)
			title.in[l] = fill_subjects(ctx->arena, title.in[l],
			                            nearest(subjects, (enum language)l));
	*ret = title;
	return ERR_OK;
}

/* --- powers --- */

enum err charter_power(struct ctx *ctx, const struct charter_matter *m,
                       struct charter_rule *ret_rule)
{
	struct charter_sql_power_row power;
	struct charter_kind k;
	enum err e = charter_kind_get(ctx, m->kind, &k);

	if (e != ERR_OK)
		return e;
	e = charter_sql_power(ctx, m->organ_kind, m->kind, &power);
	if (e == ERR_NOT_FOUND)
		return REFUSE(ctx, ERR_CHARTER_NO_POWER, ARG_TR("organ", m->organ_name),
		              ARG_TR("kind", k.name));
	if (e != ERR_OK)
		return e;
	e = ERR_NOT_FOUND; /* a power without a rule is exercised without a vote */
	if (power.rule.p)
		e = charter_rule_on(ctx, power.rule, m->day, ret_rule);
	if (e == ERR_NOT_FOUND)
		return REFUSE(ctx, ERR_CHARTER_NO_RULE, ARG_DATE("date", m->day),
		              ARG_TR("kind", k.name));
	return e;
}
