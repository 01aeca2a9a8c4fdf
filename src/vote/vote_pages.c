/* vote_pages.c -- the delegate's phone, the public page of a question, and "what am I asked now".
 */
#include "vote/internal.h"
#include "http/page.h"
#include "vote.html.h"

static vote_question_id path_question(const struct request *req)
{
	return (vote_question_id){ req_path_int(req, 0) };
}

/* What the question's page shows to whoever stands on the roll. */
struct asked {
	const struct vote_question *question;
	const struct member *government;
	struct vote_receipt receipt;
};

static void write_asked(struct html *h, const struct request *req, const struct asked *a)
{
	const struct vote_question *q = a->question;

	if (q->method == VOTE_HANDS) {
		vote_hands_html(h, &(struct vote_hands_view){ .question = q,
		                                              .government = a->government });
	} else if (q->method == VOTE_CONSENSUS) {
		vote_object_html(h, &(struct vote_object_view){
					    .question = q,
					    .government = a->government,
					    .receipt = a->receipt,
					    .until = vote_until(h->buf->arena, h->lang, q),
					    .csrf = req->csrf });
	} else {
		bool may_cast = a->receipt.choice == VOTE_NONE || q->may_change;

		vote_ballot_html(h, &(struct vote_ballot_view){ .question = q,
		                                                .government = a->government,
		                                                .receipt = a->receipt,
		                                                .may_cast = may_cast,
		                                                .csrf = req->csrf });
	}
}

/* The one who may vote gets the question alone, and nothing that moves while a finger is over it.
 */
static void show_asked(struct ctx *ctx, const struct request *req, struct response *res,
                       const struct asked *a)
{
	struct html h = res_html(ctx, res);
	const struct page p = { .title = a->question->title.text,
		                .section = PAGE_MEETINGS,
		                .is_bare = true };

	page_begin(&h, ctx, req, &p);
	write_asked(&h, req, a);
	page_end(&h, ctx, req);
}

static void show_open(struct ctx *ctx, const struct request *req, struct response *res,
                      const struct vote_question *q)
{
	struct html h = res_html(ctx, res);
	const struct page p = { .title = q->title.text, .section = PAGE_MEETINGS };

	page_begin(&h, ctx, req, &p);
	vote_open_html(&h, &(struct vote_open_view){ .question = q });
	page_end(&h, ctx, req);
}

static enum err show_ended(struct ctx *ctx, const struct request *req, struct response *res,
                           const struct vote_question *q)
{
	struct html h = res_html(ctx, res);
	const struct page p = { .title = q->title.text, .section = PAGE_MEETINGS };
	enum err e = ERR_OK;

	page_begin(&h, ctx, req, &p);
	vote_closed_html(&h, &(struct vote_closed_view){ .question = q });
	if (q->state == VOTE_STATE_CLOSED)
		e = vote_result_html(&h, ctx, q->id);
	page_end(&h, ctx, req);
	return e;
}

static enum err get_question(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct vote_question q;
	struct member government;
	struct asked a = { .question = &q, .government = &government };
	enum err e = vote_get(ctx, path_question(req), &q);

	if (e == ERR_OK && ctx->who.v != 0)
		e = vote_own(ctx, q.id, &a.receipt, &government);
	if (e != ERR_OK)
		return e;
	res->is_private = ctx->who.v != 0;
	if (q.state != VOTE_STATE_OPEN)
		return show_ended(ctx, req, res, &q);
	if (a.receipt.government.v != 0)
		show_asked(ctx, req, res, &a);
	else
		show_open(ctx, req, res, &q);
	return ERR_OK;
}

/* A government that does not exist is in any case not the voter's own: the rule says so. */
static enum err government_of(struct ctx *ctx, struct str slug, member_government_id *ret)
{
	struct member m = { .id = { 0 } };
	enum err e = slug.p ? member_by_slug(ctx, slug, &m) : ERR_OK;

	if (e != ERR_OK && e != ERR_NOT_FOUND)
		return e;
	*ret = e == ERR_NOT_FOUND ? (member_government_id){ -1 } : m.id;
	return ERR_OK;
}

enum err vote_cast_read(struct ctx *ctx, const struct request *req, struct vote_cast *ret)
{
	struct vote_cast c = {
		.question = path_question(req),
		.revision = req_int(req, "revision", -1),
	};
	struct str choice = req_text(req, "choice");
	enum err e = government_of(ctx, req_text(req, "government"), &c.government);

	c.is_answer = vote_answer_parse(choice, &c.choice);
	MUST(c.is_answer || vote_choice_parse(choice, &c.choice)); /* PARAM_CHOICE */
	if (e == ERR_OK)
		*ret = c;
	return e;
}

static enum err post_vote(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct vote_cast cast;
	struct vote_receipt receipt;
	enum err e = vote_cast_read(ctx, req, &cast);

	if (e == ERR_OK)
		e = vote_cast(ctx, &cast, &receipt);
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/votes/%" PRId64, language_code(ctx->lang),
	                    cast.question.v);
}

static enum err get_now(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct vote_now_view v = { 0 };
	struct vote_asked *asked;
	struct html h;
	struct page p = { .section = PAGE_MEETINGS, .is_bare = true };
	enum err e = vote_asked(ctx, &asked, &v.question_count);

	if (e != ERR_OK)
		return e;
	if (v.question_count == 1)
		return res_redirect(ctx, res, "/%s/votes/%" PRId64, language_code(ctx->lang),
		                    asked[0].id.v);
	v.questions = asked;
	p.title = msg(ctx->lang, N_("What you are asked now"));
	res->is_private = true;
	h = res_html(ctx, res);
	page_begin(&h, ctx, req, &p);
	vote_now_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

const struct param vote_params[] = {
	{ .name = "choice",
	  .kind = PARAM_CHOICE,
	  .required = true,
	  .choices = VOTE_CHOICE_CODES,
	  .label = N_("Your vote"),
	  .doc = "how the government votes; in a consensus no-objection or objection" },
	{ .name = "revision",
	  .kind = PARAM_INT,
	  .min = -1,
	  .max = 1000000000,
	  .label = N_("Revision of the vote"),
	  .doc = "revision of the vote that was last seen; 0: none was cast; -1: whatever it is" },
	{ .name = "government",
	  .kind = PARAM_SLUG,
	  .label = N_("Government"),
	  .doc = "slug of the government; without it, the one the account stands for" },
	{ 0 },
};

const struct route vote_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/votes/:int",
	  .need = RIGHT_PUBLIC,
	  .run = get_question,
	  .doc = "A question: the ballot to whoever is on its roll, its state to others." },
	{ .method = METHOD_GET,
	  .path = "/:lang/votes/:int/live",
	  .need = RIGHT_PUBLIC,
	  .run = vote_live,
	  .doc = "How many votes have come, or the result.",
	  .live = true },
	{ .method = METHOD_POST,
	  .path = "/:lang/votes/:int",
	  .need = RIGHT_VOTE,
	  .run = post_vote,
	  .doc = "Cast or change the vote of one's government.",
	  .params = vote_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/now",
	  .need = RIGHT_SIGNED_IN,
	  .run = get_now,
	  .doc = "The open question that is put to whoever is signed in." },
	{ 0 },
};
