/* decision_step_pages.c -- the steps that whoever presides takes on an agenda item. */
#include "decision/internal.h"
#include "base/str.h"
#include "decision.html.h"
#include "http/page.h"

static enum err redirect_to(struct ctx *ctx, struct response *res, const struct decision_matter *m)
{
	return res_redirect(ctx, res, "/%s/meetings/%.*s/items/%" PRId64, language_code(ctx->lang),
	                    STR_ARG(m->meeting.slug), m->item.number);
}

/* --- what the forms and the JSON hold --- */

const struct param decision_way_params[] = {
	{ .name = "method",
	  .kind = PARAM_CHOICE,
	  .choices = "roll-call hands consensus",
	  .label = N_("How the question is put"),
	  .doc = "how it is put; without it by roll call" },
	{ .name = "seconds",
	  .kind = PARAM_INT,
	  .min = VOTE_OBJECTION_SECONDS_MIN,
	  .max = VOTE_OBJECTION_SECONDS_MAX,
	  .label = N_("Seconds for objections"),
	  .doc = "of a consensus: for how long at least objections are heard; without it 60" },
	{ .name = "reason",
	  .kind = PARAM_LINES,
	  .max = VOTE_REASON_MAX,
	  .label = N_("Why it is put again"),
	  .doc = "why it is put again; required after a question that was cancelled" },
	{ 0 },
};
const struct param decision_closing_params[] = {
	{ .name = "chair_vote",
	  .kind = PARAM_CHOICE,
	  .choices = "yes no abstain",
	  .label = N_("The chair's vote"),
	  .doc = "of a show of hands: the chair's vote, where a tie leaves the decision to it" },
	{ 0 },
};
const struct param decision_cancel_params[] = {
	{ .name = "reason",
	  .kind = PARAM_LINES,
	  .max = VOTE_REASON_MAX,
	  .required = true,
	  .label = N_("Reason"),
	  .doc = "why it is cancelled" },
	{ 0 },
};

struct decision_way decision_way_read(const struct request *req)
{
	struct decision_way way = {
		.method = VOTE_ROLL_CALL,
		.objection_seconds = req_int(req, "seconds", DECISION_OBJECTION_SECONDS),
		.reason = req_text(req, "reason"),
	};
	struct str method = req_text(req, "method");

	MUST(!method.p || vote_method_parse(method, &way.method)); /* PARAM_CHOICE */
	return way;
}

struct decision_closing decision_closing_read(const struct request *req, vote_question_id id)
{
	struct decision_closing c = { .question = id, .chair = VOTE_NONE };
	struct str chair = req_text(req, "chair_vote");

	MUST(!chair.p || vote_choice_parse(chair, &c.chair)); /* PARAM_CHOICE */
	return c;
}

/* --- steps --- */

enum err decision_post_open(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct decision_matter m;
	meeting_item_id id;
	vote_question_id question;
	const struct decision_way way = decision_way_read(req);
	enum err e = decision_path_item(ctx, req, &id);

	if (e == ERR_OK)
		e = decision_put(ctx, id, &way, &question);
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

/* What the second look before a close shows beside the question. */
static enum err fill_close(struct ctx *ctx, const struct request *req,
                           struct decision_close_view *v)
{
	const struct vote_question *q = v->question;
	struct vote_tellers t;
	struct charter_rule rule;
	enum err e;

	v->csrf = req->csrf;
	v->may_close = q->method != VOTE_CONSENSUS || ctx->now.us >= q->objections_until.us;
	if (q->method != VOTE_HANDS)
		return ERR_OK;
	e = vote_tellers(ctx, q->id, &t);
	if (e == ERR_OK)
		e = charter_rule_get(ctx, q->rule, &rule);
	if (e != ERR_OK)
		return e;
	v->may_close = t.is_agreed;
	v->hands = t.agreed;
	v->asks_chair = rule.tie == CHARTER_TIE_CHAIR && t.agreed.yes == t.agreed.no;
	return ERR_OK;
}

/* The question of the address, which is open and which ctx->who presides over. */
static enum err path_own_question(struct ctx *ctx, const struct request *req,
                                  struct vote_question *ret, struct decision_matter *ret_matter)
{
	enum err e = path_question(ctx, req, ret, ret_matter);

	return e == ERR_OK && !ret_matter->may_preside ? ERR_FORBIDDEN : e;
}

static struct html begin(struct ctx *ctx, const struct request *req, struct response *res,
                         const char *title)
{
	struct html h = res_html(ctx, res);

	res->is_private = true;
	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, title), .section = PAGE_MEETINGS });
	return h;
}

enum err decision_get_close(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct vote_question q;
	struct decision_matter m;
	struct decision_close_view v = { .matter = &m, .question = &q };
	struct html h;
	enum err e = path_own_question(ctx, req, &q, &m);

	if (e != ERR_OK)
		return e;
	if (q.state != VOTE_STATE_OPEN)
		return redirect_to(ctx, res, &m);
	e = fill_close(ctx, req, &v);
	if (e != ERR_OK)
		return e;
	h = begin(ctx, req, res, N_("Close the vote?"));
	decision_close_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

enum err decision_post_close(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct vote_question q;
	struct decision_matter m;
	struct decision d;
	struct charter_outcome o;
	struct decision_closing closing;
	enum err e = path_question(ctx, req, &q, &m);

	if (e != ERR_OK)
		return e;
	closing = decision_closing_read(req, q.id);
	e = decision_close_with(ctx, &closing, &d, &o);
	return e == ERR_OK ? redirect_to(ctx, res, &m) : e;
}

enum err decision_get_cancel(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct vote_question q;
	struct decision_matter m;
	struct html h;
	enum err e = path_own_question(ctx, req, &q, &m);

	if (e != ERR_OK)
		return e;
	if (q.state != VOTE_STATE_OPEN)
		return redirect_to(ctx, res, &m);
	h = begin(ctx, req, res, N_("Cancel the question?"));
	decision_cancel_html(&h, &(struct decision_cancel_view){
					 .matter = &m, .question = &q, .csrf = req->csrf });
	page_end(&h, ctx, req);
	return ERR_OK;
}

enum err decision_post_cancel(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct vote_question q;
	struct decision_matter m;
	enum err e = path_question(ctx, req, &q, &m);

	if (e == ERR_OK)
		e = decision_cancel(ctx, q.id, req_text(req, "reason"));
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
