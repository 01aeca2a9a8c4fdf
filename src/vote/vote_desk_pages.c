/* vote_desk_pages.c -- the desk: votes entered for delegations in the room, and the tellers. */
#include "vote/internal.h"
#include "base/str.h"
#include "http/page.h"
#include "vote.html.h"

enum { HANDS_MAX = 1000000 };

static vote_question_id path_question(const struct request *req)
{
	return (vote_question_id){ req_path_int(req, 0) };
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

static enum err redirect_to(struct ctx *ctx, struct response *res, vote_question_id id,
                            const char *page)
{
	return res_redirect(ctx, res, "/%s/votes/%" PRId64 "%s", language_code(ctx->lang), id.v,
	                    page);
}

/* --- votes entered at the desk --- */

static const struct vote_arrival *arrival_of(const struct vote_arrival *all, int n, struct str slug)
{
	for (int i = 0; i < n; i++)
		if (str_eq(all[i].government.slug, slug))
			return &all[i];
	return NULL;
}

static enum err show_entry(struct ctx *ctx, const struct request *req, struct response *res,
                           struct vote_enter_view *v)
{
	struct html h;

	if (!v->arrival)
		return ERR_VOTE_GOVERNMENT;
	v->csrf = req->csrf;
	h = begin(ctx, req, res, N_("Enter a vote at the desk"));
	vote_enter_html(&h, v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err show_arrivals(struct ctx *ctx, const struct request *req, struct response *res,
                              const struct vote_desk_view *v)
{
	struct html h = begin(ctx, req, res, N_("The desk"));

	vote_desk_html(&h, v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err get_desk(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct str slug = req_text(req, "government");
	struct vote_question q;
	struct vote_arrival *arrivals;
	int n;
	enum err e = vote_get(ctx, path_question(req), &q);

	if (e != ERR_OK)
		return e;
	if (q.state != VOTE_STATE_OPEN)
		return redirect_to(ctx, res, q.id, "");
	if (q.method == VOTE_HANDS)
		return redirect_to(ctx, res, q.id, "/count");
	e = vote_arrivals(ctx, q.id, &arrivals, &n);
	if (e != ERR_OK)
		return e;
	if (slug.p)
		return show_entry(ctx, req, res,
		                  &(struct vote_enter_view){
					  .question = &q,
					  .arrival = arrival_of(arrivals, n, slug) });
	return show_arrivals(ctx, req, res,
	                     &(struct vote_desk_view){
				     .question = &q, .arrivals = arrivals, .arrival_count = n });
}

enum err vote_enter_read(struct ctx *ctx, const struct request *req, struct vote_cast *ret)
{
	enum err e = vote_cast_read(ctx, req, ret);

	/* Whoever does not say what they last saw has seen no vote: nothing is replaced unseen. */
	if (e == ERR_OK)
		ret->revision = req_int(req, "revision", 0);
	return e;
}

static enum err post_desk(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct vote_cast vote;
	struct vote_receipt receipt;
	enum err e = vote_enter_read(ctx, req, &vote);

	if (e == ERR_OK)
		e = vote_enter(ctx, &vote, &receipt);
	return e == ERR_OK ? redirect_to(ctx, res, vote.question, "/desk") : e;
}

/* --- tellers --- */

static enum err get_count(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct vote_question q;
	struct vote_tellers t;
	struct html h;
	enum err e = vote_get(ctx, path_question(req), &q);

	if (e != ERR_OK)
		return e;
	if (q.state != VOTE_STATE_OPEN)
		return redirect_to(ctx, res, q.id, "");
	e = vote_tellers(ctx, q.id, &t);
	if (e != ERR_OK)
		return e;
	h = begin(ctx, req, res, N_("Count the hands"));
	vote_count_html(&h, &(struct vote_count_view){
				    .question = &q, .tellers = &t, .csrf = req->csrf });
	page_end(&h, ctx, req);
	return ERR_OK;
}

struct vote_hands vote_hands_read(const struct request *req)
{
	return (struct vote_hands){ .yes = req_int(req, "yes", 0),
		                    .no = req_int(req, "no", 0),
		                    .abstain = req_int(req, "abstain", 0) };
}

static enum err post_count(struct ctx *ctx, const struct request *req, struct response *res)
{
	const struct vote_hands hands = vote_hands_read(req);
	struct vote_tellers t;
	enum err e = vote_count(ctx, path_question(req), &hands, &t);

	return e == ERR_OK ? redirect_to(ctx, res, path_question(req), "/count") : e;
}

/* --- routes --- */

const struct param vote_enter_params[] = {
	{ .name = "government",
	  .kind = PARAM_SLUG,
	  .required = true,
	  .label = N_("Government"),
	  .doc = "slug of the government whose vote is entered" },
	{ .name = "choice",
	  .kind = PARAM_CHOICE,
	  .required = true,
	  .choices = VOTE_CHOICE_CODES,
	  .label = N_("The government's vote"),
	  .doc = "how it votes; in a consensus no-objection or objection" },
	{ .name = "revision",
	  .kind = PARAM_INT,
	  .max = 1000000000,
	  .label = N_("Revision of the vote"),
	  .doc = "revision of the vote that is to be replaced; without it none is" },
	{ 0 },
};

#define HANDS(n, l, d)                                                                             \
	{                                                                                          \
		.name = (n), .kind = PARAM_INT, .required = true, .max = HANDS_MAX, .label = (l),  \
		.doc = (d)                                                                         \
	}

const struct param vote_count_params[] = {
	HANDS("yes", N_("choice|Yes"), "hands raised in favour"),
	HANDS("no", N_("choice|No"), "hands raised against"),
	HANDS("abstain", N_("choice|Abstention"), "hands raised to abstain"),
	{ 0 },
};

static const struct param desk_params[] = {
	{ .name = "government",
	  .kind = PARAM_SLUG,
	  .label = N_("Government"),
	  .doc = "slug of the government whose vote is to be entered" },
	{ 0 },
};

const struct route vote_desk_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/votes/:int/desk",
	  .need = RIGHT_CONVENE,
	  .run = get_desk,
	  .doc = "Whose vote has come, and the form to enter one for a delegation in the room.",
	  .params = desk_params },
	{ .method = METHOD_POST,
	  .path = "/:lang/votes/:int/desk",
	  .need = RIGHT_CONVENE,
	  .run = post_desk,
	  .doc = "Enter the vote of a delegation in the room.",
	  .params = vote_enter_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/votes/:int/count",
	  .need = RIGHT_CONVENE,
	  .run = get_count,
	  .doc = "A teller's form for the hands that were raised." },
	{ .method = METHOD_POST,
	  .path = "/:lang/votes/:int/count",
	  .need = RIGHT_CONVENE,
	  .run = post_count,
	  .doc = "Enter the hands that a teller has counted.",
	  .params = vote_count_params },
	{ 0 },
};
