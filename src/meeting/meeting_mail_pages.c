/* meeting_mail_pages.c -- writing the letters of a session, by page and in JSON. */
#include "meeting/internal.h"
#include "base/str.h"
#include "view/json.h"

typedef enum err write_fn(struct ctx *ctx, meeting_session_id id, struct str base, int64_t *ret_n);

static enum err write_letters(struct ctx *ctx, const struct request *req, write_fn *fn,
                              struct meeting *ret, int64_t *ret_n)
{
	struct str base = ctx->base;
	enum err e = meeting_by_slug(ctx, req->path_args[0], ret);

	return e == ERR_OK ? fn(ctx, ret->id, base, ret_n) : e;
}

/* Whoever has had them written reads them next. */
static enum err to_outbox(struct ctx *ctx, const struct request *req, struct response *res,
                          write_fn *fn, const char *what)
{
	struct meeting m;
	int64_t n;
	enum err e = write_letters(ctx, req, fn, &m, &n);

	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/mail?about=%s%%3A%" PRId64, language_code(ctx->lang),
	                    what, m.id.v);
}

static enum err post_invitations(struct ctx *ctx, const struct request *req, struct response *res)
{
	return to_outbox(ctx, req, res, meeting_invite, "meeting_invitation");
}

static enum err post_notices(struct ctx *ctx, const struct request *req, struct response *res)
{
	return to_outbox(ctx, req, res, meeting_notify, "meeting_change");
}

static enum err answer_count(struct ctx *ctx, const struct request *req, struct response *res,
                             write_fn *fn)
{
	struct json j = { .buf = &res->body };
	struct meeting m;
	int64_t n;
	enum err e = write_letters(ctx, req, fn, &m, &n);

	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_put_int(&j, "count", n);
	json_end(&j);
	return ERR_OK;
}

static enum err api_invitations(struct ctx *ctx, const struct request *req, struct response *res)
{
	return answer_count(ctx, req, res, meeting_invite);
}

static enum err api_notices(struct ctx *ctx, const struct request *req, struct response *res)
{
	return answer_count(ctx, req, res, meeting_notify);
}

#define WRITE(place, fn, words)                                                                    \
	{                                                                                          \
		.method = METHOD_POST, .path = (place), .need = RIGHT_CONVENE, .run = (fn),        \
		.doc = (words)                                                                     \
	}

const struct route meeting_mail_routes[] = {
	WRITE("/:lang/meetings/:slug/invitations", post_invitations,
	      "Write the invitations to a session into the outbox, held to be read."),
	WRITE("/:lang/meetings/:slug/notices", post_notices,
	      "Write letters about changes to a session into the outbox, held to be read."),
	WRITE("/api/v1/sessions/:slug/invitations", api_invitations,
	      "Write the invitations to a session into the outbox, held to be read."),
	WRITE("/api/v1/sessions/:slug/notices", api_notices,
	      "Write letters about changes to a session into the outbox, held to be read."),
	{ 0 },
};
