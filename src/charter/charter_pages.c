/* charter_pages.c -- the charter, and one rule in all its versions. */
#include "charter.html.h"
#include "charter/internal.h"
#include "doc/markdown.h"
#include "http/page.h"
#include "lang/lang.h"
#include "view/locale.h"

/* What every part of a page rests on. */
struct shown {
	enum language source_lang; /* sources are written in the association's own language */
	struct charter_association association;
	struct str today;
};

static enum err begin(struct ctx *ctx, struct shown *ret)
{
	struct charter_association a;
	enum err e = charter_association_get(ctx, &a);

	if (e != ERR_OK)
		return e;
	MUST(locale_civil_date(ctx->arena, ctx->now, a.zone, &ret->today));
	ret->source_lang = a.language;
	ret->association = a;
	return ERR_OK;
}

/* The name of the language where it is not the reader's own. */
static struct str other_language(const struct ctx *ctx, struct tr t)
{
	return t.text.p && t.lang != ctx->lang ? language_name(t.lang) : S("");
}

/* --- rules --- */

static struct str majority_words(struct ctx *ctx, const struct charter_majority *m)
{
	struct sbuf out = { .arena = ctx->arena };

	if (m->base == CHARTER_BASE_NONE)
		return S("");
	charter_majority_text(&out, ctx->lang, m);
	return sbuf_done(&out);
}

static struct charter_shown_rule show_rule(struct ctx *ctx, const struct shown *s,
                                           const struct charter_rule *r)
{
	return (struct charter_shown_rule){
		.rule = *r,
		.source = { r->source, s->source_lang },
		.majority = majority_words(ctx, &r->majority),
		.quorum = majority_words(ctx, &r->quorum),
		.weight = majority_words(ctx, &r->weight),
		.has_ties = charter_rule_has_ties(r),
		.is_in_force = charter_rule_is_in_force(r, s->today),
		.versions = 1,
	};
}

static enum err show_versions(struct ctx *ctx, const struct shown *s, struct str slug,
                              struct charter_shown_rule **ret, int *ret_n)
{
	struct charter_shown_rule *shown;
	struct charter_rule *rules;
	int n;
	enum err e = charter_rule_versions(ctx, slug, &rules, &n);

	if (e != ERR_OK)
		return e;
	shown = arena_many(ctx->arena, struct charter_shown_rule, (size_t)n);
	for (int i = 0; i < n; i++)
		shown[i] = show_rule(ctx, s, &rules[i]);
	*ret = shown;
	*ret_n = n;
	return ERR_OK;
}

/* Of each rule one version: the one in force, or else the newest.  Versions stand newest first. */
static int keep_one_each(struct charter_shown_rule *rules, int n)
{
	int kept = 0;

	for (int i = 0; i < n; i++) {
		struct charter_shown_rule *last = kept > 0 ? &rules[kept - 1] : NULL;
		int64_t versions;

		if (!last || !str_eq(last->rule.slug, rules[i].rule.slug)) {
			rules[kept++] = rules[i];
			continue;
		}
		versions = last->versions + 1;
		if (rules[i].is_in_force)
			*last = rules[i];
		last->versions = versions;
	}
	return kept;
}

/* --- articles --- */

static bool is_number(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

static enum err show_articles(struct ctx *ctx, const struct shown *s, struct charter_show_view *v)
{
	struct charter_sql_articles_row *rows;
	int n;
	enum err e = charter_sql_articles(ctx, CHARTER_ARTICLES_MAX, &rows, &n);

	if (e != ERR_OK)
		return e;
	v->articles = arena_many(ctx->arena, struct charter_shown_article, (size_t)n);
	v->article_count = n;
	for (int i = 0; i < n; i++)
		v->articles[i] = (struct charter_shown_article){
			.number = rows[i].number,
			.title = rows[i].title,
			.source = { rows[i].source, s->source_lang },
			.body = markdown_html(ctx->arena, rows[i].body.text),
			.body_lang = rows[i].body.lang,
			.body_other = other_language(ctx, rows[i].body),
			.is_numbered = is_number(rows[i].number),
		};
	return ERR_OK;
}

/* --- kinds of decision --- */

/* Kinds of organ that many associations have; of others the pack's own word is shown. */
static struct str organ_kind_name(const struct ctx *ctx, struct str kind)
{
	static const struct {
		const char *kind, *name;
	} known[] = {
		{ "general-assembly", N_("organ kind|General Assembly") },
		{ "working-committee", N_("organ kind|Working Committee") },
		{ "subcommittee", N_("organ kind|Subcommittee") },
		{ "secretariat", N_("organ kind|Secretariat") },
	};

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (str_is(kind, known[i].kind))
			return msg(ctx->lang, known[i].name);
	return kind;
}

static struct tr rule_name(const struct charter_show_view *v, struct str slug)
{
	for (int i = 0; i < v->rule_count; i++)
		if (str_eq(v->rules[i].rule.slug, slug))
			return v->rules[i].rule.name;
	return (struct tr){ slug, LANGUAGE_EN };
}

/* The powers that concern a kind; both lists stand in the order of kinds. */
static void show_powers(struct ctx *ctx, const struct shown *s, const struct charter_show_view *v,
                        const struct charter_sql_powers_row *rows, struct charter_shown_kind *kind)
{
	kind->powers = arena_many(ctx->arena, struct charter_shown_power,
	                          (size_t)kind->power_count);
	for (int i = 0; i < kind->power_count; i++)
		kind->powers[i] = (struct charter_shown_power){
			.organ = organ_kind_name(ctx, rows[i].organ_kind),
			.rule = rows[i].rule,
			.rule_name = rule_name(v, rows[i].rule),
			.source = { rows[i].source, s->source_lang },
			.is_assumption = rows[i].is_assumption,
		};
}

static enum err show_kinds(struct ctx *ctx, const struct shown *s, struct charter_show_view *v)
{
	struct charter_sql_powers_row *powers;
	struct charter_sql_kinds_row *kinds;
	int n, power_count, at = 0;
	enum err e = charter_sql_kinds(ctx, CHARTER_KINDS_MAX, &kinds, &n);

	if (e == ERR_OK)
		e = charter_sql_powers(ctx, CHARTER_POWERS_MAX, &powers, &power_count);
	if (e != ERR_OK)
		return e;
	v->kinds = arena_many(ctx->arena, struct charter_shown_kind, (size_t)n);
	v->kind_count = n;
	for (int i = 0; i < n; i++) {
		struct charter_shown_kind *kind = &v->kinds[i];
		int first = at;

		while (at < power_count && powers[at].kind.v == kinds[i].id.v)
			at++;
		kind->name = kinds[i].name;
		kind->power_count = at - first;
		show_powers(ctx, s, v, &powers[first], kind);
	}
	return ERR_OK;
}

/* --- the pages --- */

static struct str sources_other(const struct ctx *ctx, const struct shown *s)
{
	return s->source_lang != ctx->lang ? language_name(s->source_lang) : S("");
}

static enum err show_intro(struct ctx *ctx, struct charter_show_view *v)
{
	struct tr intro;
	enum err e = lang_named(ctx, "charter.intro", &intro);

	if (e != ERR_OK || !intro.text.p)
		return e;
	v->intro = markdown_html(ctx->arena, intro.text);
	v->intro_lang = intro.lang;
	v->intro_other = other_language(ctx, intro);
	return ERR_OK;
}

static enum err get_charter(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct charter_show_view v = { 0 };
	struct shown s;
	enum err e = begin(ctx, &s);

	if (e == ERR_OK)
		e = show_intro(ctx, &v);
	if (e == ERR_OK)
		e = show_articles(ctx, &s, &v);
	if (e == ERR_OK)
		e = show_versions(ctx, &s, (struct str){ 0 }, &v.rules, &v.rule_count);
	if (e != ERR_OK)
		return e;
	v.source_other = sources_other(ctx, &s);
	v.two_persons = s.association.two_persons;
	v.two_persons_assumed = s.association.two_persons_assumed;
	v.two_persons_source = (struct tr){ s.association.two_persons_source, s.source_lang };
	v.rule_count = keep_one_each(v.rules, v.rule_count);
	e = show_kinds(ctx, &s, &v);
	if (e != ERR_OK)
		return e;
	struct html h = res_html(ctx, res);

	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, N_("Charter")),
	                           .section = PAGE_CHARTER });
	charter_show_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err get_rule(struct ctx *ctx, const struct request *req, struct response *res)
{
	const struct page_crumb up = { msg(ctx->lang, N_("Charter")),
		                       arena_printf(ctx->arena, "/%s/charter",
		                                    language_code(ctx->lang)) };
	struct charter_rule_view v = { 0 };
	struct shown s;
	enum err e = begin(ctx, &s);

	if (e == ERR_OK)
		e = show_versions(ctx, &s, req->path_args[0], &v.versions, &v.version_count);
	if (e != ERR_OK)
		return e;
	if (v.version_count == 0)
		return ERR_NOT_FOUND;
	v.name = v.versions[0].rule.name;
	v.source_other = sources_other(ctx, &s);
	struct html h = res_html(ctx, res);

	page_begin(&h, ctx, req,
	           &(struct page){ .title = v.name.text,
	                           .section = PAGE_CHARTER,
	                           .crumbs = &up,
	                           .crumb_count = 1 });
	charter_rule_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

const struct route charter_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/charter",
	  .need = RIGHT_PUBLIC,
	  .run = get_charter,
	  .doc = "Articles, kinds of decision with the organs that take them, rules." },
	{ .method = METHOD_GET,
	  .path = "/:lang/charter/rules/:slug",
	  .need = RIGHT_PUBLIC,
	  .run = get_rule,
	  .doc = "One rule in all its versions." },
	{ 0 },
};
