/* decision_item_pages.c -- an agenda item: what it is about, how it is decided, what came of it. */
#include "decision/internal.h"
#include "base/str.h"
#include "decision.html.h"
#include "http/page.h"

/* All that the page of an item shows. */
struct item_page {
	struct decision_matter matter;
	struct vote_question question; /* the latest */
	bool has_question;
	struct charter_rule rule;
	struct decision_item_view item;
	struct decision_chair_view chair;
};

static bool is_open(const struct item_page *p)
{
	return p->has_question && p->question.state == VOTE_STATE_OPEN;
}

/* No question is open, and the item can be decided. */
static bool can_be_put(const struct item_page *p)
{
	return !is_open(p) && p->matter.item.state == MEETING_ITEM_PENDING;
}

enum err decision_path_item(struct ctx *ctx, const struct request *req, meeting_item_id *ret)
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

/* --- the page of an item --- */

static struct safe_html refusal(struct ctx *ctx, enum err e)
{
	struct sbuf out = { .arena = ctx->arena };
	struct html h = { .buf = &out, .lang = ctx->lang };

	html_msg(&h, err_message(e), ctx->why, ctx->why_count);
	return (struct safe_html){ sbuf_done(&out) };
}

/* The rule as it would be today, or the one that the question is or was put under. */
static enum err fill_rule(struct ctx *ctx, struct item_page *p)
{
	const struct decision_matter *m = &p->matter;
	enum err e;

	if (!can_be_put(p) && p->has_question)
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

	if (!p->matter.may_preside || !p->item.has_rule || !can_be_put(p))
		return ERR_OK;
	return meeting_roll(ctx, &p->matter.meeting, &p->rule, &roll, &p->chair.on_roll);
}

/* The latest question is the item's own; those before it were cancelled, or found no consensus. */
static enum err fill_questions(struct ctx *ctx, meeting_item_id id, struct item_page *p)
{
	struct vote_question *questions;
	int n;
	enum err e = vote_all_on(ctx, id.v, &questions, &n);

	if (e != ERR_OK)
		return e;
	p->has_question = n > 0;
	if (n > 0) {
		p->question = questions[n - 1];
		p->item.earlier = questions;
		p->item.earlier_count = n - 1;
	}
	return ERR_OK;
}

/* Whoever presides is told who on the roll was displaced. */
static enum err fill_seats(struct ctx *ctx, struct item_page *p)
{
	struct decision_seat *seats;
	enum err e;

	if (!is_open(p) || !p->matter.may_preside)
		return ERR_OK;
	e = decision_seats(ctx, p->question.id, &seats, &p->chair.seat_count);
	if (e == ERR_OK)
		p->chair.seats = seats;
	return e;
}

static enum err fill(struct ctx *ctx, meeting_item_id id, struct item_page *p)
{
	enum err e = decision_matter_get(ctx, id, &p->matter);

	if (e == ERR_OK)
		e = decision_number_of(ctx, id, &p->item.number);
	if (e == ERR_OK)
		e = fill_questions(ctx, id, p);
	if (e == ERR_OK && is_open(p))
		e = meeting_may_convene(ctx, &p->chair.may_convene);
	if (e == ERR_OK)
		e = fill_seats(ctx, p);
	if (e == ERR_OK)
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
	p->item.is_pending = p->matter.item.state == MEETING_ITEM_PENDING;
	p->item.rule = &p->rule;
	p->chair.question = is_open(p) ? &p->question : NULL;
	p->chair.is_again = p->has_question && p->question.state == VOTE_STATE_CANCELLED;
	p->chair.csrf = req->csrf;
	decision_item_html(&h, &p->item);
	decision_chair_html(&h, &p->chair);
	if (p->has_question && !is_open(p)) {
		vote_ended_html(&h, &p->question);
		vote_again_html(&h, &p->question);
	}
	if (p->has_question && p->question.state == VOTE_STATE_CLOSED)
		e = vote_result_html(&h, ctx, p->question.id);
	page_end(&h, ctx, req);
	return e;
}

enum err decision_get_item(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct item_page p = { .has_question = false };
	meeting_item_id id;
	enum err e = decision_path_item(ctx, req, &id);

	if (e == ERR_OK)
		e = fill(ctx, id, &p);
	if (e != ERR_OK)
		return e;
	res->is_private = ctx->who.v != 0;
	return write_item(ctx, req, res, &p);
}
