/* decision_sitting.c -- a session is suspended, when no question is open in it. */
#include "decision/internal.h"
#include "base/str.h"
#include "view/locale.h"

struct suspending {
	meeting_session_id session;
	time_us resumes_at;
};

static enum err suspend(struct tx *tx, void *arg)
{
	const struct suspending *s = arg;
	struct vote_question q;
	enum err e = vote_open_in(tx->ctx, s->session.v, &q);

	if (e == ERR_NOT_FOUND)
		return meeting_suspend(tx, s->session, s->resumes_at);
	return e == ERR_OK ? ERR_VOTE_ANOTHER_OPEN : e;
}

enum err decision_suspend_session(struct ctx *ctx, meeting_session_id session, time_us resumes_at)
{
	return db_write(ctx, suspend, &(struct suspending){ session, resumes_at });
}

const struct param decision_suspend_params[] = {
	{ .name = "resumes",
	  .max = 16,
	  .label = N_("Expected to resume"),
	  .doc = "when it is expected to resume, by the clock of the place: 2014-10-22T14:00" },
	{ 0 },
};

/* "2014-10-22T14:00" in the session's zone; nothing: not said. */
enum err decision_suspend_read(struct ctx *ctx, const struct request *req, const struct meeting *m,
                               time_us *ret)
{
	struct str when = req_text(req, "resumes");

	*ret = TIME_NONE;
	if (!when.p)
		return ERR_OK;
	if (when.n != 16 || when.p[10] != 'T' ||
	    !locale_instant(str_sub(when, 0, 10), str_sub(when, 11, 16), m->zone, ret))
		return req_refuse(ctx, req, ERR_FIELD_CHOICE, "resumes");
	return ERR_OK;
}

enum err decision_post_suspend(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	time_us resumes_at = TIME_NONE;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = decision_suspend_read(ctx, req, &m, &resumes_at);
	if (e == ERR_OK)
		e = decision_suspend_session(ctx, m.id, resumes_at);
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/meetings/%.*s", language_code(ctx->lang),
	                    STR_ARG(m.slug));
}
