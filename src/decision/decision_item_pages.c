/* decision_item_pages.c -- an agenda item, and the steps that whoever presides takes on it. */
#include "decision/internal.h"
#include "base/str.h"
#include "decision.html.h"
#include "http/page.h"

/* All that the page of an item shows. */
struct item_page {
	struct decision_matter matter;
	struct vote_question question;
	bool has_question;
	struct charter_rule rule;
	struct decision_item_view item;
	struct decision_chair_view chair;
};

static bool is_open(const struct item_page *p)
{
	return p->has_question && p->question.closed_at.us == TIME_NONE.us;
}

static enum err path_item(struct ctx *ctx, const struct request *req, meeting_item_id *ret)
{
	struct meeting m;
	struct meeting_item item;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_item_by_number(ctx, m.id, req_path_int(req, 1), &item);
	if (e == ERR_OK)
		*ret = item.id;
	return e;
}

static enum err redirect_to(struct ctx *ctx, struct response *res, const struct decision_matter *m)
{
	return res_redirect(ctx, res, "/%s/meetings/%.*s/items/%" PRId64, language_code(ctx->lang),
	                    STR_ARG(m->meeting.slug), m->item.number);
}

/* --- the page of an item --- */

static struct safe_html refusal(struct ctx *ctx, enum err e)
{
	struct sbuf out = { .arena = ctx->arena };
	struct html h = { .buf = &out, .lang = ctx->lang };

	html_msg(&h, err_message(e), ctx->why, ctx->why_count);
	return (struct safe_html){ sbuf_done(&out) };
}

/* The rule as it would be today; once the vote is open, the one it was opened under. */
static enum err fill_rule(struct ctx *ctx, struct item_page *p)
{
	const struct decision_matter *m = &p->matter;
	enum err e;

	if (p->has_question)
		e = charter_rule_get(ctx, p->question.rule, &p->rule);
	else
		e = meeting_rule(ctx, &m->meeting, m->item.kind.id, meeting_today(ctx, &m->meeting),
		                 &p->rule);
	p->item.has_rule = e == ERR_OK;
	if (e == ERR_OK || err_status(e) >= 500)
		return e;
	p->item.no_rule = refusal(ctx, e);
	return ERR_OK;
}

/* How many would be on the roll: only whoever may open the vote is told beforehand. */
static enum err fill_roll(struct ctx *ctx, struct item_page *p)
{
	struct meeting_entitled *roll;

	if (!p->matter.may_preside || !p->item.has_rule || p->has_question)
		return ERR_OK;
	return meeting_roll(ctx, &p->matter.meeting, &p->rule, &roll, &p->chair.on_roll);
}

static enum err fill(struct ctx *ctx, meeting_item_id id, struct item_page *p)
{
	enum err e = decision_matter_get(ctx, id, &p->matter);

	if (e == ERR_OK)
		e = decision_number_of(ctx, id, &p->item.number);
	if (e != ERR_OK)
		return e;
	e = vote_by_matter(ctx, id.v, &p->question);
	p->has_question = e == ERR_OK;
	if (e == ERR_OK || e == ERR_NOT_FOUND)
		e = fill_rule(ctx, p);
	if (e == ERR_OK)
		e = fill_roll(ctx, p);
	return e;
}

static void write_crumbs(struct ctx *ctx, const struct meeting *m,
                         struct page_crumb crumbs[static 2])
{
	const char *lang = language_code(ctx->lang);

	crumbs[0] = (struct page_crumb){ msg(ctx->lang, N_("Sessions")),
		                         arena_printf(ctx->arena, "/%s/meetings", lang) };
	crumbs[1] = (struct page_crumb){ meeting_name(ctx, m),
		                         arena_printf(ctx->arena, "/%s/meetings/%.*s", lang,
		                                      STR_ARG(m->slug)) };
}

static enum err write_item(struct ctx *ctx, const struct request *req, struct response *res,
                           struct item_page *p)
{
	struct page_crumb crumbs[2];
	struct html h = res_html(ctx, res);
	enum err e = ERR_OK;

	write_crumbs(ctx, &p->matter.meeting, crumbs);
	page_begin(&h, ctx, req,
	           &(struct page){ .title = p->matter.item.title.text,
	                           .section = PAGE_MEETINGS,
	                           .crumbs = crumbs,
	                           .crumb_count = 2 });
	p->item.matter = p->chair.matter = &p->matter;
	p->item.question = p->has_question ? &p->question : NULL;
	p->item.rule = &p->rule;
	p->chair.question = is_open(p) ? &p->question : NULL;
	p->chair.csrf = req->csrf;
	decision_item_html(&h, &p->item);
	decision_chair_html(&h, &p->chair);
	if (p->has_question && !is_open(p))
		e = vote_result_html(&h, ctx, p->question.id);
	page_end(&h, ctx, req);
	return e;
}

enum err decision_get_item(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct item_page p = { .has_question = false };
	meeting_item_id id;
	enum err e = path_item(ctx, req, &id);

	if (e == ERR_OK)
		e = fill(ctx, id, &p);
	if (e != ERR_OK)
		return e;
	res->is_private = ctx->who.v != 0;
	return write_item(ctx, req, res, &p);
}

/* --- steps --- */

enum err decision_post_open(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct decision_matter m;
	meeting_item_id id;
	vote_question_id question;
	enum err e = path_item(ctx, req, &id);

	if (e == ERR_OK)
		e = decision_open(ctx, id, &question);
	if (e == ERR_OK)
		e = decision_matter_get(ctx, id, &m);
	return e == ERR_OK ? redirect_to(ctx, res, &m) : e;
}

/* The question of the address, and the item that it was put on. */
static enum err path_question(struct ctx *ctx, const struct request *req, struct vote_question *ret,
                              struct decision_matter *ret_matter)
{
	enum err e = vote_get(ctx, (vote_question_id){ req_path_int(req, 0) }, ret);

	if (e == ERR_OK)
		e = decision_matter_get(ctx, (meeting_item_id){ ret->matter }, ret_matter);
	return e;
}

enum err decision_get_vote_item(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct vote_question q;
	struct decision_matter m;
	enum err e = path_question(ctx, req, &q, &m);

	return e == ERR_OK ? redirect_to(ctx, res, &m) : e;
}

enum err decision_get_close(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct vote_question q;
	struct decision_matter m;
	struct html h;
	enum err e = path_question(ctx, req, &q, &m);

	if (e == ERR_OK && !m.may_preside)
		e = ERR_FORBIDDEN;
	if (e != ERR_OK)
		return e;
	if (q.closed_at.us != TIME_NONE.us)
		return redirect_to(ctx, res, &m);
	res->is_private = true;
	h = res_html(ctx, res);
	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, N_("Close the vote?")),
	                           .section = PAGE_MEETINGS });
	decision_close_html(&h, &(struct decision_close_view){
					.matter = &m, .question = &q, .csrf = req->csrf });
	page_end(&h, ctx, req);
	return ERR_OK;
}

enum err decision_post_close(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct vote_question q;
	struct decision_matter m;
	struct decision d;
	struct charter_outcome o;
	enum err e = path_question(ctx, req, &q, &m);

	if (e == ERR_OK)
		e = decision_close(ctx, q.id, &d, &o);
	return e == ERR_OK ? redirect_to(ctx, res, &m) : e;
}

enum err decision_post_close_session(struct ctx *ctx, const struct request *req,
                                     struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = decision_close_session(ctx, m.id);
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/meetings/%.*s", language_code(ctx->lang),
	                    STR_ARG(m.slug));
}
