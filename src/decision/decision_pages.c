/* decision_pages.c -- the register of decisions, one decision, and the route table of the slice. */
#include "decision/internal.h"
#include "base/str.h"
#include "decision.html.h"
#include "decision.sql.h"
#include "http/page.h"

enum { PAGE_LENGTH = 50, YEAR_LIMIT = 200 };

/* --- the register --- */

static enum err organ_options(struct ctx *ctx, struct str chosen, struct decision_list_view *v)
{
	struct organ *organs;
	struct decision_option *o;
	enum err e = organ_list(ctx, (struct str){ 0 }, &organs, &v->organ_count);

	if (e != ERR_OK)
		return e;
	o = arena_many(ctx->arena, struct decision_option, (size_t)v->organ_count + 1);
	for (int i = 0; i < v->organ_count; i++)
		o[i] = (struct decision_option){ organs[i].slug, organs[i].name,
			                         str_eq(organs[i].slug, chosen) };
	v->organs = o;
	return ERR_OK;
}

static enum err year_options(struct ctx *ctx, int64_t chosen, struct decision_list_view *v)
{
	struct decision_sql_years_row *years;
	struct decision_option *o;
	enum err e = decision_sql_years(ctx, YEAR_LIMIT, &years, &v->year_count);

	if (e != ERR_OK)
		return e;
	o = arena_many(ctx->arena, struct decision_option, (size_t)v->year_count + 1);
	for (int i = 0; i < v->year_count; i++)
		o[i] = (struct decision_option){
			.value = arena_printf(ctx->arena, "%" PRId64, years[i].year),
			.is_chosen = years[i].year == chosen,
		};
	v->years = o;
	return ERR_OK;
}

static enum err read_filter(struct ctx *ctx, const struct request *req, struct decision_filter *ret)
{
	struct str slug = req_text(req, "organ");
	struct organ organ = { .id = { 0 } };
	enum err e = slug.p ? organ_by_slug(ctx, slug, &organ) : ERR_OK;

	if (e == ERR_OK)
		*ret = (struct decision_filter){
			.organ = organ.id,
			.year = req_int(req, "year", 0),
			.before = { req_int(req, "before", 0) },
			.limit = PAGE_LENGTH + 1, /* one more tells that there is more */
		};
	return e;
}

/* The address of what follows in the list, with the same filters. */
static struct str next_query(struct ctx *ctx, const struct request *req, decision_id last)
{
	struct sbuf out = { .arena = ctx->arena };
	struct str organ = req_text(req, "organ"), year = req_text(req, "year");

	sbuf_printf(&out, "?before=%" PRId64, last.v);
	if (organ.p)
		sbuf_printf(&out, "&organ=%.*s", STR_ARG(organ));
	if (year.p)
		sbuf_printf(&out, "&year=%.*s", STR_ARG(year));
	return sbuf_done(&out);
}

static enum err get_list(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct decision_list_view v = { .decision_count = 0 };
	struct decision_filter f;
	struct decision *d;
	struct html h;
	enum err e = read_filter(ctx, req, &f);

	if (e == ERR_OK)
		e = decision_list(ctx, &f, &d, &v.decision_count);
	if (e == ERR_OK)
		e = organ_options(ctx, req_text(req, "organ"), &v);
	if (e == ERR_OK)
		e = year_options(ctx, f.year, &v);
	if (e != ERR_OK)
		return e;
	v.decisions = d;
	v.is_filtered = f.organ.v != 0 || f.year != 0 || f.before.v != 0;
	if (v.decision_count > PAGE_LENGTH) {
		v.decision_count = PAGE_LENGTH;
		v.next = next_query(ctx, req, d[PAGE_LENGTH - 1].id);
	}
	h = res_html(ctx, res);
	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, N_("Decisions")),
	                           .section = PAGE_DECISIONS });
	decision_list_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

/* --- one decision --- */

/* What the effect did, in words: its own message, filled with whom it was done to and when. */
static enum err fill_done(struct ctx *ctx, const struct decision *d, struct decision_show_view *v)
{
	const struct charter_effect *effect = d->kind.effect.p
	                                              ? charter_effect_find(ctx, d->kind.effect)
	                                              : NULL;
	member_government_id *ids = arena_many(ctx->arena, member_government_id,
	                                       (size_t)d->subject_count + 1);
	struct lang_set names = { 0 };
	struct sbuf out = { .arena = ctx->arena };
	struct html h = { .buf = &out, .lang = ctx->lang };
	enum err e;

	if (!effect || !effect->done)
		return ERR_OK;
	for (int i = 0; i < d->subject_count; i++)
		ids[i] = d->subjects[i].id;
	e = member_names(ctx, ids, d->subject_count, &names);
	if (e != ERR_OK)
		return e;
	html_msg(&h, effect->done,
	         (const struct msg_arg[]){ ARG_STR("governments", names.in[ctx->lang]),
	                                   ARG_DATE("day", d->decided_on) },
	         2);
	v->done = (struct safe_html){ sbuf_done(&out) };
	v->has_done = true;
	return ERR_OK;
}

static enum err write_show(struct ctx *ctx, const struct request *req, struct response *res,
                           const struct decision_show_view *v)
{
	const struct page_crumb crumb = {
		msg(ctx->lang, N_("Decisions")),
		arena_printf(ctx->arena, "/%s/decisions", language_code(ctx->lang)),
	};
	struct html h = res_html(ctx, res);
	enum err e;

	page_begin(&h, ctx, req,
	           &(struct page){ .title = v->decision->title.text,
	                           .section = PAGE_DECISIONS,
	                           .crumbs = &crumb,
	                           .crumb_count = 1 });
	decision_show_html(&h, v);
	e = vote_result_html(&h, ctx, v->decision->question);
	page_end(&h, ctx, req);
	return e;
}

static enum err get_show(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct decision d;
	struct meeting m;
	struct decision_show_view v = { .decision = &d, .meeting = &m };
	enum err e = decision_by_number(ctx, req->path_args[0], &d);

	if (e == ERR_OK)
		e = meeting_get(ctx, d.session, &m);
	if (e == ERR_OK)
		e = fill_done(ctx, &d, &v);
	return e == ERR_OK ? write_show(ctx, req, res, &v) : e;
}

/* --- routes --- */

static const struct param list_params[] = {
	{ .name = "organ", .kind = PARAM_SLUG, .label = N_("Organ"), .doc = "of this organ alone" },
	{ .name = "year",
	  .kind = PARAM_INT,
	  .min = 1,
	  .max = 9999,
	  .label = N_("Year"),
	  .doc = "of this year alone" },
	{ .name = "before",
	  .kind = PARAM_INT,
	  .max = INT64_MAX,
	  .label = N_("Continue after"),
	  .doc = "go on after this key" },
	{ 0 },
};

const struct route decision_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/:slug/items/:int",
	  .need = RIGHT_PUBLIC,
	  .run = decision_get_item,
	  .doc = "An agenda item: what it is about, how it is decided, what came of it." },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/items/:int/open",
	  .need = RIGHT_PRESIDE,
	  .run = decision_post_open,
	  .doc = "Put the question on an item.",
	  .params = decision_way_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/votes/:int/item",
	  .need = RIGHT_PUBLIC,
	  .run = decision_get_vote_item,
	  .doc = "Leads from a question to its agenda item." },
	{ .method = METHOD_GET,
	  .path = "/:lang/votes/:int/close",
	  .need = RIGHT_PRESIDE,
	  .run = decision_get_close,
	  .doc = "A second look before a vote is closed." },
	{ .method = METHOD_POST,
	  .path = "/:lang/votes/:int/close",
	  .need = RIGHT_PRESIDE,
	  .run = decision_post_close,
	  .doc = "Close a vote: count it, and register and carry out what was decided.",
	  .params = decision_closing_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/votes/:int/seat",
	  .need = RIGHT_PRESIDE,
	  .run = decision_get_seat,
	  .doc = "A second look before whoever stands in is seated on the roll.",
	  .params = decision_seat_params },
	{ .method = METHOD_POST,
	  .path = "/:lang/votes/:int/seat",
	  .need = RIGHT_PRESIDE,
	  .run = decision_post_seat,
	  .doc = "Seat whoever stands in, in the place of a person who was displaced.",
	  .params = decision_seat_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/votes/:int/cancel",
	  .need = RIGHT_PRESIDE,
	  .run = decision_get_cancel,
	  .doc = "A second look before a question is cancelled." },
	{ .method = METHOD_POST,
	  .path = "/:lang/votes/:int/cancel",
	  .need = RIGHT_PRESIDE,
	  .run = decision_post_cancel,
	  .doc = "Cancel a question: there is no result, and the votes that came are destroyed.",
	  .params = decision_cancel_params },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/suspend",
	  .need = RIGHT_PRESIDE,
	  .run = decision_post_suspend,
	  .doc = "Suspend a session.",
	  .params = decision_suspend_params },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/close",
	  .need = RIGHT_PRESIDE,
	  .run = decision_post_close_session,
	  .doc = "Close a session." },
	{ .method = METHOD_GET,
	  .path = "/:lang/decisions",
	  .need = RIGHT_PUBLIC,
	  .run = get_list,
	  .doc = "The register of decisions, newest first.",
	  .params = list_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/decisions/:file",
	  .need = RIGHT_PUBLIC,
	  .run = get_show,
	  .doc = "A decision by its number: what it did and how it was taken." },
	{ 0 },
};
