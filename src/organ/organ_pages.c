/* organ_pages.c -- the organs, and one of them with its powers, seats and chairs. */
#include "base/str.h"
#include "doc/markdown.h"
#include "http/page.h"
#include "organ.html.h"
#include "organ.sql.h"
#include "organ/organ_view.h"

enum { ROW_LIMIT = 500, GROUP_LIMIT = 50 };

/* --- the list --- */

static struct organ_entry entry_of(struct ctx *ctx, const struct organ *o,
                                   const struct organ_sql_coordinators_row *rows, int n)
{
	struct organ_entry entry = { .organ = o,
		                     .purpose = markdown_html(ctx->arena, o->purpose.text) };

	for (int i = 0; i < n; i++)
		if (rows[i].organ.v == o->id.v) {
			entry.coordinator_slug = rows[i].slug;
			entry.coordinator = rows[i].name;
			break;
		}
	return entry;
}

static struct organ_group *group_of(struct ctx *ctx, struct organ_list_view *v, struct str grouping)
{
	for (int i = 0; i < v->group_count; i++)
		if (str_eq(v->groups[i].grouping, grouping))
			return &v->groups[i];
	MUST(v->group_count < GROUP_LIMIT);
	v->groups[v->group_count] = (struct organ_group){
		.grouping = grouping,
		.entries = arena_many(ctx->arena, struct organ_entry, ROW_LIMIT)
	};
	return &v->groups[v->group_count++];
}

/* Subcommittees in their groups; the other organs before them, their parts left to their own pages.
 */
static void sort_into(struct ctx *ctx, struct organ_list_view *v, const struct organ_entry *entry)
{
	const struct organ *o = entry->organ;

	if (str_is(o->kind, "subcommittee")) {
		struct organ_group *g = group_of(ctx, v, o->grouping.p ? o->grouping : S(""));

		g->entries[g->count++] = *entry;
	} else if (!o->parent.v) {
		v->organs[v->organ_count++] = *entry;
	}
}

static enum err get_list(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct organ_list_view v = { 0 };
	struct organ_sql_coordinators_row *coordinators;
	struct organ *all;
	int n, coordinator_count;
	enum err e = organ_list(ctx, (struct str){ 0 }, &all, &n);

	if (e == ERR_OK)
		e = organ_sql_coordinators(ctx, ROW_LIMIT, &coordinators, &coordinator_count);
	if (e != ERR_OK)
		return e;
	v.organs = arena_many(ctx->arena, struct organ_entry, (size_t)n + 1);
	v.groups = arena_many(ctx->arena, struct organ_group, GROUP_LIMIT);
	for (int i = 0; i < n; i++) {
		struct organ_entry entry = entry_of(ctx, &all[i], coordinators, coordinator_count);

		sort_into(ctx, &v, &entry);
	}
	struct html h = res_html(ctx, res);

	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, N_("Organs")), .section = PAGE_ORGANS });
	organ_list_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

/* --- one organ --- */

static enum err load_powers(struct ctx *ctx, struct organ_show_view *v)
{
	struct charter_association a;
	struct organ_sql_powers_row *rows;
	int n;
	enum err e = charter_association_get(ctx, &a);

	if (e == ERR_OK)
		e = organ_sql_powers(ctx, v->organ.kind, ROW_LIMIT, &rows, &n);
	if (e != ERR_OK)
		return e;
	v->powers = arena_many(ctx->arena, struct organ_power, (size_t)n + 1);
	v->power_count = n;
	for (int i = 0; i < n; i++)
		v->powers[i] = (struct organ_power){
			.name = rows[i].name,
			.rule = rows[i].rule,
			.rule_name = rows[i].rule_name,
			.source = { rows[i].source, a.language },
			.is_assumption = rows[i].is_assumption,
		};
	return ERR_OK;
}

/* Offices that every association knows; others bring their own titles. */
static const char *office_name(struct str office)
{
	static const struct {
		const char *code, *name;
	} known[] = {
		{ "coordinator", N_("office|Coordinator") },
		{ "secretary-general", N_("office|Secretary-General") },
		{ "auditor", N_("office|Auditor") },
		{ "chair", N_("office|Chairperson") },
	};

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (str_is(office, known[i].code))
			return known[i].name;
	return NULL;
}

/* The people of one office, row by row, and those of them who served in one term. */
static struct organ_holder *holders_of(struct ctx *ctx, const struct organ_sql_holders_row *rows,
                                       int n)
{
	struct organ_holder *h = arena_many(ctx->arena, struct organ_holder, (size_t)n + 1);

	for (int i = 0; i < n; i++)
		h[i] = (struct organ_holder){ rows[i].ordinal, rows[i].name, rows[i].since,
			                      rows[i].until };
	return h;
}

static const struct organ_holder *in_term(const struct organ_holder *h, int n, int64_t ordinal,
                                          int *ret_n)
{
	int first = 0, count = 0;

	while (first < n && h[first].ordinal != ordinal)
		first++;
	while (first + count < n && h[first + count].ordinal == ordinal)
		count++;
	*ret_n = count;
	return &h[first];
}

static enum err load_terms(struct ctx *ctx, struct organ_show_view *v,
                           const struct organ_line *people)
{
	struct organ_sql_chairs_row *rows;
	int n;
	enum err e = organ_sql_chairs(ctx, v->organ.id, ROW_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	v->terms = arena_many(ctx->arena, struct organ_term, (size_t)n + 1);
	v->term_count = n;
	for (int i = 0; i < n; i++) {
		struct organ_term *t = &v->terms[i];

		*t = (struct organ_term){
			.ordinal = rows[i].ordinal,
			.since = rows[i].since,
			.until = rows[i].until,
			.slug = rows[i].slug,
			.decision = rows[i].decision,
			.name = rows[i].name,
		};
		t->people = in_term(people->holders, people->count, t->ordinal, &t->people_count);
	}
	return ERR_OK;
}

/* The chair's people stand with its terms; every other office has a list of its own. */
static enum err load_people(struct ctx *ctx, struct organ_show_view *v)
{
	struct organ_sql_holders_row *rows;
	struct organ_line chair = { 0 };
	int n;
	enum err e = organ_sql_holders(ctx, v->organ.id, ROW_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	v->lines = arena_many(ctx->arena, struct organ_line, (size_t)n + 1);
	for (int i = 0, next; i < n; i = next) {
		struct organ_line line = { .office = office_name(rows[i].office) };

		for (next = i; next < n && str_eq(rows[next].office, rows[i].office);)
			next++;
		line.count = next - i;
		line.holders = holders_of(ctx, &rows[i], line.count);
		if (str_is(rows[i].office, "chair"))
			chair = line;
		else
			v->lines[v->line_count++] = line;
	}
	return load_terms(ctx, v, &chair);
}

static enum err load_offices(struct ctx *ctx, struct organ_show_view *v)
{
	struct organ_sql_seats_row *rows;
	int n;
	enum err e = organ_sql_seats(ctx, v->organ.id, ROW_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	v->offices = arena_many(ctx->arena, struct organ_office, (size_t)n + 1);
	v->office_count = n;
	for (int i = 0; i < n; i++)
		v->offices[i] = (struct organ_office){
			.office = rows[i].title.text.p ? NULL : office_name(rows[i].office),
			.title = rows[i].title.text.p ? rows[i].title
			                              : (struct tr){ rows[i].office, LANGUAGE_EN },
			.holder = rows[i].name,
			.slug = rows[i].slug,
			.since = rows[i].since,
			.until = rows[i].until,
		};
	return ERR_OK;
}

static enum err load_family(struct ctx *ctx, struct organ_show_view *v)
{
	struct organ_sql_children_row *rows;
	struct organ parent;
	int n;
	enum err e = organ_sql_children(ctx, v->organ.id, ROW_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	v->children = arena_many(ctx->arena, struct organ, (size_t)n + 1);
	v->child_count = n;
	for (int i = 0; i < n; i++)
		v->children[i] = (struct organ){ .id = rows[i].id,
			                         .slug = rows[i].slug,
			                         .name = rows[i].name };
	if (!v->organ.parent.v)
		return ERR_OK;
	e = organ_get(ctx, v->organ.parent, &parent);
	if (e == ERR_OK) {
		v->parent_slug = parent.slug;
		v->parent_name = parent.name;
	}
	return e;
}

static enum err get_one(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct organ_show_view v = { 0 };
	enum err e = organ_by_slug(ctx, req->path_args[0], &v.organ);

	if (e == ERR_OK)
		e = load_powers(ctx, &v);
	if (e == ERR_OK)
		e = load_people(ctx, &v);
	if (e == ERR_OK)
		e = load_offices(ctx, &v);
	if (e == ERR_OK)
		e = load_family(ctx, &v);
	if (e != ERR_OK)
		return e;
	struct html h = res_html(ctx, res);
	struct page_crumb up = { msg(ctx->lang, N_("Organs")),
		                 arena_printf(ctx->arena, "/%s/organs", language_code(ctx->lang)) };

	v.purpose = markdown_html(ctx->arena, v.organ.purpose.text);
	page_begin(&h, ctx, req,
	           &(struct page){ .title = v.organ.name.text,
	                           .section = PAGE_ORGANS,
	                           .crumbs = &up,
	                           .crumb_count = 1 });
	organ_show_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

const struct route organ_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/organs",
	  .need = RIGHT_PUBLIC,
	  .run = get_list,
	  .doc = "The organs, and the subcommittees in their groups." },
	{ .method = METHOD_GET,
	  .path = "/:lang/organs/:slug",
	  .need = RIGHT_PUBLIC,
	  .run = get_one,
	  .doc = "One organ: what it is for, its powers, seats and chairs." },
	{ 0 },
};
