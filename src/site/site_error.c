/* site_error.c -- the page of an error: what happened, what was kept, what to do next. */
#include "site.html.h"
#include "site/site.h"

static const char *title_of(int status)
{
	switch (status) {
	case 400:
		return N_("The request was not understood");
	case 401:
		return N_("Please sign in");
	case 403:
		return N_("Not permitted");
	case 404:
		return N_("Not found");
	case 409:
		return N_("This cannot be done now");
	case 413:
	case 415:
	case 422:
		return N_("Something is not right yet");
	case 429:
		return N_("Too many requests");
	default:
		return status >= 500 ? N_("The server cannot answer now")
		                     : N_("This request is not possible");
	}
}

void site_error_page(struct ctx *ctx, const struct request *req, struct response *res, enum err e)
{
	struct html h = res_html(ctx, res);
	struct sbuf message = { .arena = ctx->arena };
	struct html in_message = { .buf = &message, .lang = ctx->lang };
	int status = err_status(e);
	struct site_error_view v = {
		.title = msg(ctx->lang, title_of(status)),
		.request_id = req->id,
		.is_world = status >= 500,
		.wants_sign_in = status == 401,
	};

	html_msg(&in_message, err_message(e), ctx->why, ctx->why_count);
	v.message = (struct safe_html){ sbuf_done(&message) };
	/* After a form was refused, the page it stood on shows what is true now. */
	if (req->method == METHOD_POST && status != 404)
		v.back = arena_printf(ctx->arena, "%s/%.*s", language_code(ctx->lang),
		                      STR_ARG(req->back.n > 0 ? req->back : req->rest));
	res->status = status;
	res->is_private = true;
	page_begin(&h, ctx, req, &(struct page){ .title = v.title });
	site_error_html(&h, &v);
	page_end(&h, ctx, req);
}
