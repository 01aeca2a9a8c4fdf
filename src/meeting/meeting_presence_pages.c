/* meeting_presence_pages.c -- the desk's list, the badge's page, the delegate's own seat. */
#include "base/str.h"
#include "http/page.h"
#include "meeting/internal_presence.h"
#include "meeting.html.h"
#include "view/locale.h"

/* --- the desk --- */

enum err meeting_quorum_shown(struct ctx *ctx, const struct meeting *m, struct meeting_quorum *ret,
                              bool *ret_has)
{
	enum err e = meeting_quorum(ctx, m, NULL, ret);

	*ret_has = e == ERR_OK;
	if (e == ERR_NOT_FOUND || e == ERR_CHARTER_NO_RULE || e == ERR_CHARTER_NO_POWER)
		return ERR_OK;
	return e;
}

static bool holds(struct ctx *ctx, struct str text, struct str folded)
{
	struct str t = locale_fold(ctx->arena, text);

	return memmem(t.p, t.n, folded.p, folded.n) != NULL;
}

static bool is_found(struct ctx *ctx, const struct meeting_delegate *d, struct str folded)
{
	const struct member *g = &d->government;

	return folded.n == 0 || holds(ctx, d->person.text, folded) ||
	       holds(ctx, g->name.text, folded) ||
	       (g->own_name.text.p && holds(ctx, g->own_name.text, folded)) ||
	       holds(ctx, g->slug, folded) || holds(ctx, g->country_name.text, folded);
}

/* Who matches, and how many there are and are in. */
static void fill_list(struct ctx *ctx, const struct meeting_delegate *d, int n,
                      struct meeting_desk_view *v)
{
	struct meeting_delegate *found = arena_many(ctx->arena, struct meeting_delegate,
	                                            (size_t)n + 1);
	struct str folded = locale_fold(ctx->arena, v->find);

	for (int i = 0; i < n; i++) {
		v->present += d[i].in_at.us != TIME_NONE.us;
		if (is_found(ctx, &d[i], folded))
			found[v->delegate_count++] = d[i];
	}
	v->total = n;
	v->delegates = found;
	v->is_one = v->delegate_count == 1 && v->find.n > 0;
}

static enum err show_desk(struct ctx *ctx, const struct request *req, struct response *res,
                          const struct meeting *m, enum err why)
{
	struct meeting_quorum quorum;
	struct meeting_delegate *d, done;
	const meeting_delegate_id last = { req_int(req, "delegate", 0) };
	struct meeting_desk_view v = { .meeting = m,
		                       .find = str_trim(req_text(req, "find")),
		                       .quorum = &quorum,
		                       .done = &done,
		                       .csrf = req->csrf,
		                       .has_problem = why != ERR_OK };
	struct html h;
	int n;
	enum err e = meeting_delegates(ctx, m->id, &d, &n);

	if (why != ERR_OK)
		v.problem = page_problem(ctx, res, why);
	if (e == ERR_OK)
		e = meeting_quorum_shown(ctx, m, &quorum, &v.has_quorum);
	if (e != ERR_OK)
		return e;
	fill_list(ctx, d, n, &v);
	for (int i = 0; i < n && why == ERR_OK; i++)
		if (d[i].id.v == last.v) {
			done = d[i];
			v.has_done = true;
		}
	h = meeting_page_begin(ctx, req, res, N_("Check-in"));
	meeting_desk_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err get_desk(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	return e == ERR_OK ? show_desk(ctx, req, res, &m, ERR_OK) : e;
}

/* The list comes back whole and ready for the next name. */
static enum err post_desk(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e != ERR_OK)
		return e;
	e = meeting_presence_apply(ctx, req, &m);
	if (e != ERR_OK && meeting_is_repairable(e))
		return show_desk(ctx, req, res, &m, e);
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/meetings/%.*s/check-in?delegate=%" PRId64,
	                    language_code(ctx->lang), STR_ARG(m.slug), req_int(req, "delegate", 0));
}

/* --- one delegate: the badge, the own seat --- */

/* How the delegate's government is seated. */
static enum err seating_of(struct ctx *ctx, const struct meeting *m,
                           const struct meeting_delegate *d, struct meeting_seating *ret)
{
	struct meeting_seating *all;
	struct charter_rule rule;
	int n;
	enum err e = meeting_rule_shown(ctx, m, &rule);

	if (e == ERR_OK)
		e = meeting_seatings(ctx, m, &rule, &all, &n);
	for (int i = 0; i < n && e == ERR_OK; i++)
		if (all[i].government.id.v == d->government.id.v)
			*ret = all[i];
	return e;
}

static enum err get_badge(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_delegate d;
	struct meeting_seating seating = { .bar = MEETING_BAR_NONE };
	struct meeting_check_in_view v = { .meeting = &m,
		                           .delegate = &d,
		                           .seating = &seating,
		                           .code = req->path_args[0],
		                           .csrf = req->csrf };
	struct html h;
	enum err e = meeting_by_code(ctx, v.code, &d);

	if (e == ERR_OK)
		e = meeting_get(ctx, d.session, &m);
	if (e == ERR_OK)
		e = seating_of(ctx, &m, &d, &seating);
	if (e != ERR_OK)
		return e;
	h = meeting_page_begin(ctx, req, res, N_("Check-in"));
	meeting_check_in_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err post_badge(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting_delegate d;
	enum err e = meeting_by_code(ctx, req->path_args[0], &d);

	if (e == ERR_OK)
		e = str_is(req_text(req, "action"), "in") ? meeting_check_in(ctx, d.id)
		                                          : meeting_check_out(ctx, d.id);
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/check-in/%.*s", language_code(ctx->lang),
	                    STR_ARG(req->path_args[0]));
}

static enum err show_seat(struct ctx *ctx, const struct request *req, struct response *res,
                          const struct meeting *m, enum err why)
{
	struct meeting_delegate d;
	struct meeting_seating seating = { .bar = MEETING_BAR_NONE };
	struct meeting_seat_view v = { .meeting = m,
		                       .delegate = &d,
		                       .seating = &seating,
		                       .may_attend = m->mode != MEETING_IN_HALL,
		                       .csrf = req->csrf,
		                       .has_problem = why != ERR_OK };
	struct html h;
	enum err e = meeting_delegate_own(ctx, m->id, &d);

	if (e == ERR_NOT_FOUND)
		return ERR_DELEGATE_NONE;
	if (why != ERR_OK)
		v.problem = page_problem(ctx, res, why);
	if (e == ERR_OK)
		e = meeting_refusal(ctx, &d, &v.refusal);
	if (e == ERR_OK)
		e = seating_of(ctx, m, &d, &seating);
	if (e != ERR_OK)
		return e;
	h = meeting_page_begin(ctx, req, res, N_("Your seat"));
	meeting_seat_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err get_seat(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	return e == ERR_OK ? show_seat(ctx, req, res, &m, ERR_OK) : e;
}

static enum err post_seat(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e != ERR_OK)
		return e;
	e = meeting_attend(ctx, m.id, str_is(req_text(req, "action"), "in"));
	if (e != ERR_OK && meeting_is_repairable(e))
		return show_seat(ctx, req, res, &m, e);
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/meetings/%.*s/seat", language_code(ctx->lang),
	                    STR_ARG(m.slug));
}

/* --- on paper --- */

static enum err get_badges(struct ctx *ctx, const struct request *req, struct response *res)
{
	bool is_card = str_is(req_text(req, "sheet"), "name-cards");
	const struct meeting_badge_sheet sheet = {
		.sheet = is_card ? PDF_NAME_CARDS : PDF_BADGES,
		.delegate = { req_int(req, "delegate", 0) },
		.base = ctx->base,
	};
	struct meeting m;
	struct str pdf;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	/* The code on a badge is an address. */
	if (e == ERR_OK && !is_card && !ctx->base.p)
		e = ERR_PUBLIC_URL;
	if (e == ERR_OK)
		e = meeting_badges(ctx, &m, &sheet, &pdf);
	if (e != ERR_OK)
		return e;
	res->content_type = "application/pdf";
	res->is_private = true;
	res->filename = is_card ? "name-cards.pdf" : "badges.pdf";
	sbuf_str(&res->body, pdf);
	return ERR_OK;
}

/* --- the sitting --- */

static enum err post_resume(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_resume(ctx, m.id);
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/meetings/%.*s", language_code(ctx->lang),
	                    STR_ARG(m.slug));
}

/* --- routes --- */

static const struct param desk_query[] = {
	{ .name = "find", .label = N_("Find"), .doc = "who matches: a person or a government" },
	{ .name = "delegate",
	  .kind = PARAM_INT,
	  .max = INT64_MAX,
	  .label = N_("Delegate"),
	  .doc = "who was checked in or out last" },
	{ 0 },
};

static const struct param badges_query[] = {
	{ .name = "sheet",
	  .kind = PARAM_CHOICE,
	  .choices = "badges name-cards",
	  .label = N_("Badges or name cards"),
	  .doc = "badges, eight a page, or name cards, one a page; badges when not given" },
	{ .name = "delegate",
	  .kind = PARAM_INT,
	  .max = INT64_MAX,
	  .label = N_("Delegate"),
	  .doc = "of this one alone" },
	{ 0 },
};

const struct route meeting_presence_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/:slug/badges",
	  .need = RIGHT_CONVENE,
	  .run = get_badges,
	  .doc = "Badges or name cards as PDF.",
	  .params = badges_query },
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/:slug/delegation",
	  .need = RIGHT_VOTE,
	  .run = meeting_get_own_delegation,
	  .doc = "The delegation of one's own government." },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/delegation",
	  .need = RIGHT_VOTE,
	  .run = meeting_post_own_delegation,
	  .doc = "Register, change or recall people of one's own government.",
	  .params = meeting_delegation_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/:slug/delegates/:slug",
	  .need = RIGHT_CONVENE,
	  .run = meeting_get_delegation,
	  .doc = "The delegation of a government." },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/delegates/:slug",
	  .need = RIGHT_CONVENE,
	  .run = meeting_post_delegation,
	  .doc = "Register, change or recall people of a government.",
	  .params = meeting_delegation_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/:slug/check-in",
	  .need = RIGHT_CONVENE,
	  .run = get_desk,
	  .doc = "The desk's list: who is there.",
	  .params = desk_query },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/check-in",
	  .need = RIGHT_CONVENE,
	  .run = post_desk,
	  .doc = "Check a delegate in or out.",
	  .params = meeting_presence_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/check-in/:slug",
	  .need = RIGHT_CONVENE,
	  .run = get_badge,
	  .doc = "Whose badge it is." },
	{ .method = METHOD_POST,
	  .path = "/:lang/check-in/:slug",
	  .need = RIGHT_CONVENE,
	  .run = post_badge,
	  .doc = "Check in or out whoever has the badge.",
	  .params = meeting_attend_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/:slug/seat",
	  .need = RIGHT_SIGNED_IN,
	  .run = get_seat,
	  .doc = "A delegate's own seat: role, credentials, vote, presence." },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/seat",
	  .need = RIGHT_SIGNED_IN,
	  .run = post_seat,
	  .doc = "Check oneself in or out where the session is not in the hall alone.",
	  .params = meeting_attend_params },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/resume",
	  .need = RIGHT_PRESIDE,
	  .run = post_resume,
	  .doc = "Resume a suspended session." },
	{ 0 },
};
