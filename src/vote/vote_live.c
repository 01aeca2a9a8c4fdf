/*
 * vote_live.c -- the live region of a question: how many votes have come and, once it is closed,
 * the result.  Never how anyone has voted before the close, for the count is all that it reads.
 */
#include "vote.html.h"
#include "vote/internal.h"

enum err vote_live(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct vote_question q;
	struct vote_live_view v = { .question = &q };
	struct vote_stop *stops;
	struct html h;
	enum err e = vote_get(ctx, (vote_question_id){ req_path_int(req, 0) }, &q);

	if (e == ERR_OK)
		e = vote_stops(ctx, q.id, &stops, &v.stop_count);
	if (e != ERR_OK)
		return e;
	v.stops = stops;
	h = res_html(ctx, res);
	vote_live_html(&h, &v);
	return q.state == VOTE_STATE_CLOSED ? vote_result_html(&h, ctx, q.id) : ERR_OK;
}
