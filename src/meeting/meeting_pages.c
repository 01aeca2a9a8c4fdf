/* meeting_pages.c -- the pages that everyone sees of sessions, and the steps of whoever presides.
 */
#include "meeting/internal.h"
#include "base/str.h"
#include "http/page.h"
#include "meeting.html.h"

static enum err path_meeting(struct ctx *ctx, const struct request *req, struct meeting *ret)
{
	return meeting_by_slug(ctx, req->path_args[0], ret);
}

static enum err get_list(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting_list_view v = { 0 };
	struct meeting *sessions;
	struct html h;
	enum err e = meeting_list(ctx, &sessions, &v.session_count);

	if (e == ERR_OK)
		e = meeting_may_convene(ctx, &v.may_convene);
	if (e != ERR_OK)
		return e;
	v.sessions = sessions;
	h = res_html(ctx, res);
	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, N_("Sessions")),
	                           .section = PAGE_MEETINGS });
	meeting_list_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

/* --- one session --- */

/* Delegates are in the order of countries: each run of them is one. */
static struct meeting_country *by_country(struct ctx *ctx, const struct meeting_delegate *d, int n,
                                          int *ret_n)
{
	struct meeting_country *countries = arena_many(ctx->arena, struct meeting_country,
	                                               (size_t)n + 1);
	int count = 0;

	for (int i = 0; i < n; i++) {
		const struct member *m = &d[i].government;

		if (i == 0 || !str_eq(m->country, d[i - 1].government.country))
			countries[count++] = (struct meeting_country){ m->country_name, &d[i], 0 };
		countries[count - 1].delegate_count++;
	}
	*ret_n = count;
	return countries;
}

static void count_delegations(const struct meeting_delegate *d, int n, struct meeting_show_view *v)
{
	for (int i = 0; i < n; i++) {
		v->delegations += i == 0 || d[i].government.id.v != d[i - 1].government.id.v;
		v->accredited += d[i].votes && d[i].is_accredited;
	}
}

static enum err fill_show(struct ctx *ctx, const struct meeting *m, struct meeting_show_view *v)
{
	struct meeting_item *items;
	struct meeting_delegate *delegates;
	int n;
	enum err e = meeting_items(ctx, m->id, &items, &v->item_count);

	if (e == ERR_OK)
		e = meeting_delegates(ctx, m->id, &delegates, &n);
	if (e == ERR_OK)
		e = meeting_may_convene(ctx, &v->may_convene);
	if (e == ERR_OK && ctx->who.v != 0)
		e = organ_may_preside(ctx, m->organ.id, ctx->who, &v->may_preside);
	if (e != ERR_OK)
		return e;
	v->items = items;
	v->countries = by_country(ctx, delegates, n, &v->country_count);
	count_delegations(delegates, n, v);
	v->is_signed_in = ctx->who.v != 0;
	return ERR_OK;
}

static struct page_crumb *crumbs(struct ctx *ctx)
{
	struct page_crumb *c = arena_make(ctx->arena, struct page_crumb);

	c->text = msg(ctx->lang, N_("Sessions"));
	c->href = arena_printf(ctx->arena, "/%s/meetings", language_code(ctx->lang));
	return c;
}

static enum err get_show(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_show_view v = { .meeting = &m, .csrf = req->csrf };
	struct html h;
	enum err e = path_meeting(ctx, req, &m);

	if (e == ERR_OK)
		e = fill_show(ctx, &m, &v);
	if (e != ERR_OK)
		return e;
	res->is_private = v.is_signed_in;
	h = res_html(ctx, res);
	page_begin(&h, ctx, req,
	           &(struct page){ .title = meeting_name(ctx, &m),
	                           .section = PAGE_MEETINGS,
	                           .crumbs = crumbs(ctx),
	                           .crumb_count = 1 });
	meeting_show_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err post_open(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = path_meeting(ctx, req, &m);

	if (e == ERR_OK)
		e = meeting_open(ctx, m.id);
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/meetings/%.*s", language_code(ctx->lang),
	                    STR_ARG(m.slug));
}

const struct route meeting_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings",
	  .need = RIGHT_PUBLIC,
	  .run = get_list,
	  .doc = "Every session, newest first." },
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/new",
	  .need = RIGHT_CONVENE,
	  .run = meeting_get_new,
	  .doc = "The form to convene a session." },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/new",
	  .need = RIGHT_CONVENE,
	  .run = meeting_post_new,
	  .doc = "Convene a session.",
	  .params = meeting_new_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/:slug",
	  .need = RIGHT_PUBLIC,
	  .run = get_show,
	  .doc = "A session: when and where, its agenda and its delegations." },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/open",
	  .need = RIGHT_PRESIDE,
	  .run = post_open,
	  .doc = "Open a session." },
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/:slug/items/new",
	  .need = RIGHT_CONVENE,
	  .run = meeting_get_item,
	  .doc = "The form to put an item on the agenda." },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/items/new",
	  .need = RIGHT_CONVENE,
	  .run = meeting_post_item,
	  .doc = "Put an item on the agenda.",
	  .params = meeting_item_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/:slug/delegates",
	  .need = RIGHT_CONVENE,
	  .run = meeting_get_delegates,
	  .doc = "Delegates and their credentials." },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/delegates",
	  .need = RIGHT_CONVENE,
	  .run = meeting_post_delegates,
	  .doc = "Register a delegate, or accept credentials.",
	  .params = meeting_delegate_params },
	{ 0 },
};
