/* meeting_item_pages.c -- forms of agenda items, and the steps that are taken with them. */
#include "meeting/internal.h"
#include "base/str.h"
#include "http/page.h"
#include "meeting.html.h"
#include "meeting.sql.h"

enum { POWER_LIMIT = 500 };

/* --- the fields of a plan --- */

static enum err fill_plan(struct ctx *ctx, const struct request *req, const struct meeting_item *i,
                          struct meeting_plan_form *f)
{
	struct lang_set title = { 0 }, note = { 0 };
	struct str minutes = { 0 }, none = { 0 };
	enum err e = i ? lang_get(ctx, i->title_id, &title) : ERR_OK;

	if (e == ERR_OK && i && i->note_id.v)
		e = lang_get(ctx, i->note_id, &note);
	if (e != ERR_OK)
		return e;
	if (i && i->minutes.has)
		minutes = arena_printf(ctx->arena, "%" PRId64, i->minutes.v);
	f->is_new = i == NULL;
	f->day = meeting_sent(req, "day", i ? i->day : none);
	f->clock = meeting_sent(req, "clock", i ? i->clock : none);
	f->minutes = meeting_sent(req, "minutes", minutes);
	meeting_set_fields(ctx, req, "title", &title, f->titles);
	meeting_set_fields(ctx, req, "note", &note, f->notes);
	f->count = LANGUAGE_COUNT;
	return ERR_OK;
}

/* --- a new item --- */

static enum err kind_options(struct ctx *ctx, const struct request *req, const struct meeting *m,
                             struct meeting_item_new_view *v)
{
	struct meeting_sql_powers_row *rows;
	struct meeting_option *options;
	struct str chosen = meeting_sent(req, "kind", (struct str){ 0 });
	enum err e = meeting_sql_powers(ctx, m->organ.kind, POWER_LIMIT, &rows, &v->kind_count);

	if (e != ERR_OK)
		return e;
	options = arena_many(ctx->arena, struct meeting_option, (size_t)v->kind_count + 1);
	for (int i = 0; i < v->kind_count; i++)
		options[i] = (struct meeting_option){ rows[i].slug, rows[i].name,
			                              str_eq(rows[i].slug, chosen) };
	v->kinds = options;
	return ERR_OK;
}

static bool was_chosen(const struct request *req, struct str slug)
{
	for (int i = 0; req->method == METHOD_POST; i++) {
		struct str chosen = req_nth(req, "subjects", i);

		if (!chosen.p)
			break;
		if (str_eq(chosen, slug))
			return true;
	}
	return false;
}

static enum err subject_options(struct ctx *ctx, const struct request *req,
                                struct meeting_item_new_view *v)
{
	struct meeting_choices *countries;
	struct meeting_option *options;
	struct member *m;
	int n;
	enum err e = member_list(ctx, &(struct member_filter){ { 0 }, { 0 } }, &m, &n);

	if (e != ERR_OK)
		return e;
	countries = arena_many(ctx->arena, struct meeting_choices, (size_t)n + 1);
	options = arena_many(ctx->arena, struct meeting_option, (size_t)n + 1);
	for (int i = 0; i < n; i++) {
		options[i] = (struct meeting_option){ m[i].slug, m[i].name,
			                              was_chosen(req, m[i].slug) };
		if (i == 0 || !str_eq(m[i].country, m[i - 1].country))
			countries[v->country_count++] = (struct meeting_choices){ m[i].country_name,
				                                                  &options[i], 0 };
		countries[v->country_count - 1].count++;
	}
	v->countries = countries;
	return ERR_OK;
}

static enum err show_new(struct ctx *ctx, const struct request *req, struct response *res,
                         const struct meeting *m, enum err why)
{
	struct meeting_plan_form plan = { .meeting = m };
	struct meeting_item_new_view v = { .meeting = m,
		                           .plan = &plan,
		                           .csrf = req->csrf,
		                           .needs_reason = why == ERR_MEETING_NOTICE,
		                           .has_problem = why != ERR_OK };
	struct html h;
	enum err e;

	if (why != ERR_OK)
		v.problem = page_problem(ctx, res, why);
	e = kind_options(ctx, req, m, &v);
	if (e == ERR_OK)
		e = subject_options(ctx, req, &v);
	if (e == ERR_OK)
		e = fill_plan(ctx, req, NULL, &plan);
	if (e != ERR_OK)
		return e;
	h = meeting_page_begin(ctx, req, res, N_("Put an item on the agenda"));
	meeting_item_new_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err get_item(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	return e == ERR_OK ? show_new(ctx, req, res, &m, ERR_OK) : e;
}

static enum err post_item(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_item_new new;
	struct meeting_item item;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e != ERR_OK)
		return e;
	e = meeting_item_read(ctx, req, &m, &new);
	if (e == ERR_OK)
		e = meeting_item_put(ctx, &new, &item);
	if (e != ERR_OK && meeting_is_repairable(e))
		return show_new(ctx, req, res, &m, e);
	return e == ERR_OK ? meeting_redirect(ctx, res, &m) : e;
}

/* --- an item's plan --- */

static enum err show_edit(struct ctx *ctx, const struct request *req, struct response *res,
                          const struct meeting_item *i, enum err why)
{
	struct meeting m;
	struct meeting_plan_form plan = { .meeting = &m };
	struct meeting_item_edit_view v = {
		.item = i, .plan = &plan, .csrf = req->csrf, .has_problem = why != ERR_OK
	};
	struct html h;
	enum err e;

	if (why != ERR_OK)
		v.problem = page_problem(ctx, res, why);
	e = meeting_get(ctx, i->session, &m);
	if (e == ERR_OK)
		e = fill_plan(ctx, req, i, &plan);
	if (e != ERR_OK)
		return e;
	h = meeting_page_begin(ctx, req, res, N_("Edit the item"));
	meeting_item_edit_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err get_item_edit(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_item item;
	enum err e = meeting_path_item(ctx, req, &m, &item);

	return e == ERR_OK ? show_edit(ctx, req, res, &item, ERR_OK) : e;
}

static enum err post_item_edit(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_item item;
	struct meeting_item_plan plan;
	enum err e = meeting_path_item(ctx, req, &m, &item);

	if (e != ERR_OK)
		return e;
	meeting_plan_read(ctx, req, &plan);
	e = meeting_item_edit(ctx, item.id, &plan, &item);
	if (e != ERR_OK && meeting_is_repairable(e))
		return show_edit(ctx, req, res, &item, e);
	return e == ERR_OK ? meeting_redirect(ctx, res, &m) : e;
}

/* --- off the agenda, after a second look --- */

static enum err get_item_withdraw(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_item item;
	struct html h;
	enum err e = meeting_path_item(ctx, req, &m, &item);

	if (e != ERR_OK)
		return e;
	h = meeting_page_begin(ctx, req, res, N_("Withdraw the item?"));
	meeting_item_withdraw_html(&h, &(struct meeting_item_withdraw_view){
					       .meeting = &m, .item = &item, .csrf = req->csrf });
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err post_item_withdraw(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_item item;
	enum err e = meeting_path_item(ctx, req, &m, &item);

	if (e == ERR_OK)
		e = meeting_item_withdraw(ctx, item.id, req_text(req, "reason"));
	return e == ERR_OK ? meeting_redirect(ctx, res, &m) : e;
}

/* --- steps --- */

/* Back to where the item stands now, so that one can go on from there by keyboard. */
static enum err redirect_to_item(struct ctx *ctx, struct response *res, const struct meeting *m,
                                 meeting_item_id id)
{
	struct meeting_item item;
	enum err e = meeting_item_get(ctx, id, &item);

	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/meetings/%.*s#item-%" PRId64, language_code(ctx->lang),
	                    STR_ARG(m->slug), item.number);
}

static enum err post_item_move(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_item item;
	enum err e = meeting_path_item(ctx, req, &m, &item);

	if (e == ERR_OK)
		e = meeting_move(ctx, req, &item);
	return e == ERR_OK ? redirect_to_item(ctx, res, &m, item.id) : e;
}

static enum err post_item_step(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_item item;
	enum err e = meeting_path_item(ctx, req, &m, &item);

	if (e == ERR_OK)
		e = meeting_step(ctx, req, &item);
	return e == ERR_OK ? redirect_to_item(ctx, res, &m, item.id) : e;
}

const struct route meeting_item_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/:slug/items/new",
	  .need = RIGHT_CONVENE,
	  .run = get_item,
	  .doc = "The form to put an item on the agenda." },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/items/new",
	  .need = RIGHT_CONVENE,
	  .run = post_item,
	  .doc = "Put an item on the agenda.",
	  .params = meeting_item_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/:slug/items/:int/edit",
	  .need = RIGHT_CONVENE,
	  .run = get_item_edit,
	  .doc = "The form of an item's title, time and note." },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/items/:int/edit",
	  .need = RIGHT_CONVENE,
	  .run = post_item_edit,
	  .doc = "Set an item's title, time and note.",
	  .params = meeting_plan_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/:slug/items/:int/withdraw",
	  .need = RIGHT_CONVENE,
	  .run = get_item_withdraw,
	  .doc = "A second look before an item is withdrawn." },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/items/:int/withdraw",
	  .need = RIGHT_CONVENE,
	  .run = post_item_withdraw,
	  .doc = "Withdraw an item.",
	  .params = meeting_withdraw_params },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/items/:int/move",
	  .need = RIGHT_CONVENE,
	  .run = post_item_move,
	  .doc = "Move an item on the agenda that is prepared.",
	  .params = meeting_move_params },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/items/:int/order",
	  .need = RIGHT_PRESIDE,
	  .run = post_item_move,
	  .doc = "Move an item, by whoever presides.",
	  .params = meeting_move_params },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/items/:int/step",
	  .need = RIGHT_PRESIDE,
	  .run = post_item_step,
	  .doc = "Call or postpone an item, by whoever presides.",
	  .params = meeting_step_params },
	{ 0 },
};
