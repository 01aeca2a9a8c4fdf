/* member_pages.c -- the list by country, one government, the map. */
#include "base/str.h"
#include "doc/markdown.h"
#include "http/page.h"
#include "lang/lang.h"
#include "member.html.h"
#include "member.sql.h"
#include "member/member_view.h"

enum { REGION_LIMIT = 2000, SPELL_LIMIT = 50 };

void member_html(struct html *h, const struct member *m)
{
	member_name_html(h, &(struct member_name_view){ .member = m,
	                                                .is_link = true,
	                                                .with_own = m->has_own,
	                                                .with_country = true });
}

/* --- the list --- */

static int64_t count_kind(const struct member *m, int n, enum member_kind kind)
{
	int64_t count = 0;

	for (int i = 0; i < n; i++)
		count += m[i].kind == kind;
	return count;
}

static void make_tabs(struct ctx *ctx, const struct member *all, int n, enum member_kind current,
                      struct member_list_view *v)
{
	static const char *const names[] = {
		[MEMBER_MEMBER] = N_("kinds|Members"),
		[MEMBER_ASSOCIATE] = N_("kinds|Associate members"),
		[MEMBER_SPECIAL] = N_("kinds|Special members"),
		[MEMBER_OBSERVER] = N_("kinds|Observers"),
		[MEMBER_PARTNER] = N_("kinds|Partners"),
	};

	v->tabs = arena_many(ctx->arena, struct member_tab, MEMBER_NONE);
	for (enum member_kind k = 0; k < MEMBER_NONE; k++) {
		int64_t count = count_kind(all, n, k);

		if (count == 0 && k != current)
			continue;
		v->tabs[v->tab_count++] = (struct member_tab){
			.name = names[k],
			.count = count,
			.is_current = k == current,
			.query = arena_printf(ctx->arena, "?kind=%s", member_kind_code(k)),
		};
	}
}

/* The rows of the kind, cut where the country changes: member_list() has put them in order. */
static void make_countries(struct ctx *ctx, const struct member *all, int n, enum member_kind kind,
                           struct member_list_view *v)
{
	struct member *shown = arena_many(ctx->arena, struct member, (size_t)n + 1);
	int shown_count = 0;

	v->countries = arena_many(ctx->arena, struct member_country, (size_t)n + 1);
	for (int i = 0; i < n; i++) {
		if (all[i].kind != kind)
			continue;
		if (v->country_count == 0 ||
		    !str_eq(v->countries[v->country_count - 1].code, all[i].country))
			v->countries[v->country_count++] =
				(struct member_country){ .code = all[i].country,
				                         .name = all[i].country_name,
				                         .members = &shown[shown_count] };
		v->countries[v->country_count - 1].count++;
		shown[shown_count++] = all[i];
	}
	v->total = shown_count;
}

static enum err has_map(struct ctx *ctx, bool *ret)
{
	struct member_sql_map_row map;
	enum err e = member_sql_map(ctx, &map);

	if (e != ERR_OK && e != ERR_NOT_FOUND)
		return e;
	*ret = e == ERR_OK;
	return ERR_OK;
}

static enum err get_list(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct member_filter filter = { .country = req_text(req, "country") };
	struct member_list_view v = { 0 };
	enum member_kind kind = MEMBER_MEMBER;
	struct member *all;
	struct tr intro;
	int n;
	enum err e = lang_named(ctx, "members.intro", &intro);

	if (req_text(req, "kind").p && !member_kind_parse(req_text(req, "kind"), &kind))
		return ERR_NOT_FOUND;
	if (e == ERR_OK)
		e = member_list(ctx, &filter, &all, &n);
	if (e != ERR_OK)
		return e;
	e = has_map(ctx, &v.has_map);
	if (e != ERR_OK)
		return e;
	struct html h = res_html(ctx, res);

	if (intro.text.p)
		v.intro = markdown_html(ctx->arena, intro.text);
	v.intro_lang = intro.lang;
	make_tabs(ctx, all, n, kind, &v);
	make_countries(ctx, all, n, kind, &v);
	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, N_("Members")),
	                           .section = PAGE_MEMBERS });
	member_list_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

/* --- the map --- */

static enum member_kind kind_of(struct str code)
{
	enum member_kind k = MEMBER_NONE;

	if (code.p)
		member_kind_parse(code, &k);
	return k;
}

static struct str style_of(enum member_kind k)
{
	switch (k) {
	case MEMBER_MEMBER:
		return S("is-member");
	case MEMBER_OBSERVER:
	case MEMBER_ASSOCIATE:
	case MEMBER_SPECIAL:
		return S("is-observer");
	default:
		return S("is-other");
	}
}

static enum err load_map(struct ctx *ctx, struct member_map_view *v)
{
	struct member_sql_map_row map;
	struct member_sql_regions_row *rows;
	int n;
	enum err e = member_sql_map(ctx, &map);

	if (e == ERR_OK)
		e = member_sql_regions(ctx, REGION_LIMIT, &rows, &n);
	if (e != ERR_OK)
		return e;
	v->view_box = map.view_box;
	v->shapes = arena_many(ctx->arena, struct member_shape, (size_t)n + 1);
	v->shape_count = n;
	for (int i = 0; i < n; i++) {
		enum member_kind k = kind_of(rows[i].kind);

		v->shapes[i] = (struct member_shape){
			.slug = rows[i].slug,
			.outline = rows[i].outline,
			.name = rows[i].name,
			.style = style_of(k),
			.kind = member_kind_name(k),
		};
	}
	return ERR_OK;
}

static enum err get_map(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct member_map_view v = { 0 };
	enum err e = load_map(ctx, &v);

	if (e != ERR_OK)
		return e; /* ERR_NOT_FOUND: the pack brought no map */
	struct html h = res_html(ctx, res);
	struct page_crumb up = { msg(ctx->lang, N_("Members")),
		                 arena_printf(ctx->arena, "/%s/members",
		                              language_code(ctx->lang)) };

	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, N_("Map of the members")),
	                           .section = PAGE_MEMBERS,
	                           .crumbs = &up,
	                           .crumb_count = 1 });
	member_map_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

/* --- one government --- */

static enum err load_history(struct ctx *ctx, struct member_show_view *v)
{
	struct member_sql_history_row *rows;
	int n;
	enum err e = member_sql_history(ctx, v->member.id, SPELL_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	v->spells = arena_many(ctx->arena, struct member_spell, (size_t)n + 1);
	v->spell_count = n;
	for (int i = 0; i < n; i++)
		v->spells[i] = (struct member_spell){
			.kind = member_kind_name(kind_of(rows[i].kind)),
			.joined = rows[i].joined,
			.left_on = rows[i].left_on,
			.decision = rows[i].decision,
		};
	return ERR_OK;
}

/* "http://www.pref.toyama.jp/" is shown as "www.pref.toyama.jp". */
static struct str host_of(struct str url)
{
	struct str s = url;

	for (size_t i = 0; i + 3 <= url.n; i++)
		if (memcmp(url.p + i, "://", 3) == 0) {
			s = str_sub(url, i + 3, url.n);
			break;
		}
	return str_sub(s, 0, str_find(s, '/', 0));
}

static enum err load_facts(struct ctx *ctx, struct member_show_view *v)
{
	struct charter_association a;
	struct member_sql_facts_row f;
	enum err e = charter_association_get(ctx, &a);

	if (e == ERR_OK)
		e = member_sql_facts(ctx, v->member.id, &f);
	if (e != ERR_OK)
		return e;
	v->about = f.about;
	v->source_lang = a.language;
	v->website = (struct url){ f.website };
	v->has_website = f.website.p != NULL;
	v->host = f.website.p ? host_of(f.website) : S("");
	v->population = f.population;
	v->area = f.area_km2;
	v->grdp = f.grdp_usd;
	v->year = f.stat_year;
	v->source = f.source;
	v->has_map = f.has_region;
	v->has_figures = f.population.has || f.area_km2.has || f.grdp_usd.has;
	return ERR_OK;
}

static enum err get_one(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct member_show_view v = { 0 };
	enum err e = member_by_slug(ctx, req->path_args[0], &v.member);

	if (e == ERR_OK)
		e = load_facts(ctx, &v);
	if (e == ERR_OK)
		e = load_history(ctx, &v);
	if (e != ERR_OK)
		return e;
	struct html h = res_html(ctx, res);
	const char *code = language_code(ctx->lang);
	struct page_crumb up[] = {
		{ msg(ctx->lang, N_("Members")), arena_printf(ctx->arena, "/%s/members", code) },
		{ v.member.country_name.text, arena_printf(ctx->arena, "/%s/members?country=%.*s",
		                                           code, STR_ARG(v.member.country)) },
	};

	page_begin(&h, ctx, req,
	           &(struct page){ .title = v.member.name.text,
	                           .section = PAGE_MEMBERS,
	                           .crumbs = up,
	                           .crumb_count = COUNT_OF(up) });
	member_show_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static const struct param list_query[] = {
	{ .name = "kind",
	  .kind = PARAM_CHOICE,
	  .choices = "member associate special observer partner",
	  .label = N_("Kind of membership"),
	  .doc = "what they are; members when not given" },
	{ .name = "country",
	  .max = 2,
	  .label = N_("Country"),
	  .doc = "ISO 3166-1 code of a country" },
	{ 0 },
};

const struct route member_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/members",
	  .need = RIGHT_PUBLIC,
	  .run = get_list,
	  .doc = "Governments by country, of one kind.",
	  .params = list_query },
	{ .method = METHOD_GET,
	  .path = "/:lang/members/map",
	  .need = RIGHT_PUBLIC,
	  .run = get_map,
	  .doc = "The map, each government a region." },
	{ .method = METHOD_GET,
	  .path = "/:lang/members/:slug",
	  .need = RIGHT_PUBLIC,
	  .run = get_one,
	  .doc = "One government." },
	{ 0 },
};
