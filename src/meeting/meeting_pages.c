/* meeting_pages.c -- the pages that everyone sees of sessions, and the steps of whoever presides.
 */
#include "meeting/internal_presence.h"
#include "meeting/meeting_past.h"
#include "base/str.h"
#include "http/page.h"
#include "meeting.html.h"
#include "view/locale.h"

static enum err path_meeting(struct ctx *ctx, const struct request *req, struct meeting *ret)
{
	return meeting_by_slug(ctx, req->path_args[0], ret);
}

static enum err get_list(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting_list_view v = { 0 };
	struct meeting *sessions;
	struct meeting_past *past;
	struct html h;
	enum err e = meeting_list(ctx, &sessions, &v.session_count);

	if (e == ERR_OK)
		e = meeting_may_convene(ctx, &v.may_convene);
	if (e == ERR_OK)
		e = meeting_past_list(ctx, (organ_id){ 0 }, &past, &v.past_count);
	if (e != ERR_OK)
		return e;
	v.sessions = sessions;
	v.past = past;
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

/* What the reader is to this session. */
static enum err fill_own(struct ctx *ctx, const struct meeting *m, struct meeting_show_view *v)
{
	struct meeting_delegate own;
	member_government_id government;
	enum err e = organ_may_preside(ctx, m->organ.id, ctx->who, &v->may_preside);

	if (e == ERR_OK)
		e = account_government(ctx, ctx->who, &government);
	if (e != ERR_OK)
		return e;
	v->may_register = government.v != 0 && m->state != MEETING_CLOSED;
	e = meeting_delegate_own(ctx, m->id, &own);
	v->has_seat = e == ERR_OK;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err fill_quorum(struct ctx *ctx, const struct meeting *m, struct meeting_show_view *v)
{
	struct meeting_quorum *q = arena_make(ctx->arena, struct meeting_quorum);

	v->quorum = q;
	return meeting_quorum_shown(ctx, m, q, &v->has_quorum);
}

/* What the reader may do with an item. */
static struct meeting_row row_of(const struct meeting *m, const struct meeting_item *i,
                                 const struct meeting_show_view *v)
{
	bool is_pending = i->state == MEETING_ITEM_PENDING;
	bool may_order = (v->may_convene || v->may_preside) && m->state != MEETING_CLOSED;
	bool may_step = v->may_preside && meeting_is_sitting(m);
	struct meeting_row r = {
		.item = i,
		.is_current = meeting_item_is_current(i),
		.is_postponed = is_pending && i->postponed_at.us != TIME_NONE.us,
		.may_edit = v->may_convene && is_pending && m->state != MEETING_CLOSED,
		.may_up = may_order,
		.may_down = may_order,
		.move = v->may_convene ? S("move") : S("order"),
	};

	r.may_call = may_step && !r.is_current && i->state != MEETING_ITEM_WITHDRAWN;
	r.may_postpone = may_step && is_pending && !r.is_postponed && !i->has_question;
	return r;
}

static enum err fill_agenda(struct ctx *ctx, const struct meeting *m, struct meeting_show_view *v)
{
	struct meeting_item *items;
	struct meeting_row *rows;
	int n;
	enum err e = meeting_items(ctx, m->id, &items, &n);

	if (e != ERR_OK)
		return e;
	rows = arena_many(ctx->arena, struct meeting_row, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		rows[i] = row_of(m, &items[i], v);
	if (n > 0) {
		rows[0].may_up = false;
		rows[n - 1].may_down = false;
	}
	v->rows = rows;
	v->row_count = n;
	return ERR_OK;
}

/* Calling an item changes nothing of what was invited to. */
static enum err fill_changes(struct ctx *ctx, const struct meeting *m, struct meeting_show_view *v)
{
	struct meeting_change *changes;
	int n;
	enum err e = m->is_draft ? ERR_OK : meeting_changes(ctx, m->id, &changes, &n);

	if (e != ERR_OK || m->is_draft)
		return e;
	for (int i = 0; i < n; i++)
		if (changes[i].kind < MEETING_CHANGE_ITEM_CALLED)
			changes[v->change_count++] = changes[i];
	v->changes = changes;
	MUST(locale_civil_date(ctx->arena, m->published_at, m->zone, &v->published_on));
	return ERR_OK;
}

static enum err fill_notice(struct ctx *ctx, const struct meeting *m, struct meeting_show_view *v)
{
	struct meeting_notice *notice = arena_make(ctx->arena, struct meeting_notice);
	enum err e;

	e = meeting_notice(ctx, m, notice);
	if (e == ERR_OK)
		v->notice = notice;
	/* A draft may be moved to a day on which no rule is in force: it is not published then. */
	return m->is_draft && err_status(e) == 422 ? ERR_OK : e;
}

static enum err fill_show(struct ctx *ctx, const struct meeting *m, struct meeting_show_view *v)
{
	struct meeting_delegate *delegates;
	int n;
	enum err e = meeting_delegates(ctx, m->id, &delegates, &n);

	if (e == ERR_OK)
		e = meeting_may_convene(ctx, &v->may_convene);
	if (e == ERR_OK && ctx->who.v != 0)
		e = fill_own(ctx, m, v);
	if (e == ERR_OK && meeting_is_sitting(m))
		e = fill_quorum(ctx, m, v);
	if (e == ERR_OK)
		e = fill_agenda(ctx, m, v);
	if (e == ERR_OK)
		e = fill_changes(ctx, m, v);
	if (e == ERR_OK)
		e = fill_notice(ctx, m, v);
	if (e != ERR_OK)
		return e;
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

	if (e == ERR_NOT_FOUND)
		return meeting_past_show(ctx, req, res);
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
	return meeting_redirect(ctx, res, &m);
}

const struct route meeting_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings",
	  .need = RIGHT_PUBLIC,
	  .run = get_list,
	  .doc = "Every session, newest first." },
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
	  .path = "/:lang/meetings/:slug/delegates",
	  .need = RIGHT_CONVENE,
	  .run = meeting_get_delegates,
	  .doc = "Delegates and their credentials.",
	  .params = meeting_delegates_query },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/delegates",
	  .need = RIGHT_CONVENE,
	  .run = meeting_post_delegates,
	  .doc = "Register a delegate, or accept credentials.",
	  .params = meeting_delegate_params },
	{ 0 },
};
