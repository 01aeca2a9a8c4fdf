/* problem.c -- telling the reader that it did not work: a page, or RFC 9457 problem JSON. */
#include "base/log.h"
#include "base/str.h"
#include "db/db.h"
#include "http/core.h"
#include "view/json.h"

const char *http_problem_title(int status)
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

/* A refusal calls a field by its label; a program is told its name beside the sentence. */
static void put_field(struct json *j, const struct ctx *ctx)
{
	for (size_t i = 0; i < ctx->why_count; i++)
		if (strcmp(ctx->why[i].name, "field_name") == 0)
			json_put_str(j, "field", ctx->why[i].s);
}

/* RFC 9457: `type` names the kind of problem, `detail` this one, in the reader's language. */
static void write_json(struct http_exchange *x, enum err e)
{
	struct ctx *ctx = x->ctx;
	struct json j = { .buf = &x->res.body };
	struct sbuf detail = { .arena = ctx->arena };
	int status = err_status(e);

	msg_text(&detail, ctx->lang, err_message(e), ctx->why, ctx->why_count);
	x->res.content_type = "application/problem+json";
	json_object(&j);
	json_put_str(&j, "type", arena_printf(ctx->arena, "/api/v1/problems#%s", err_name(e)));
	json_put_str(&j, "title", msg(ctx->lang, http_problem_title(status)));
	json_put_int(&j, "status", status);
	json_put_str(&j, "detail", sbuf_done(&detail));
	json_put_str(&j, "instance", http_encode(ctx->arena, x->req.path));
	json_put_str(&j, "code", str_of(err_name(e)));
	json_put_str(&j, "request_id", x->req.id);
	put_field(&j, ctx);
	json_end(&j);
}

static void clear(struct http_exchange *x, enum err e)
{
	x->res = (struct response){ .status = err_status(e), .is_private = true };
	x->res.body.arena = x->ctx->arena;
}

static void write_plain(struct http_exchange *x, enum err e)
{
	struct ctx *ctx = x->ctx;
	struct html h = res_html(ctx, &x->res);
	struct str title = msg(ctx->lang, http_problem_title(err_status(e)));

	html_lit(&h, "<!doctype html>\n<html lang=\"");
	html_put_language(&h, ctx->lang);
	html_lit(&h, "\"><meta charset=\"utf-8\"><title>");
	html_put_str(&h, title);
	html_lit(&h, "</title>\n<h1>");
	html_put_str(&h, title);
	html_lit(&h, "</h1>\n<p>");
	html_msg(&h, err_message(e), ctx->why, ctx->why_count);
	html_lit(&h, "</p>\n<p>");
	html_put_str(&h, x->req.id);
	html_lit(&h, "</p>\n</html>\n");
}

void http_problem_plain(struct http_exchange *x, enum err e)
{
	clear(x, e);
	if (x->req.is_api)
		write_json(x, e);
	else
		write_plain(x, e);
}

/* An operator must know of it; being asked too much or to stop is in the line of the request. */
static bool is_failure(const struct http_exchange *x, enum err e)
{
	if (e == ERR_STOPPING || (e == ERR_BUSY && !x->ctx->db))
		return false;
	return err_status(e) >= 500;
}

/* What the engine said, where it was the engine. */
static struct str engine_why(const struct http_exchange *x, enum err e)
{
	bool is_engine = e == ERR_DB || e == ERR_BUSY || e == ERR_DB_DAMAGED || e == ERR_DB_AWAY ||
	                 e == ERR_NOT_KEPT || e == ERR_CLOCK_BACK || e == ERR_CLOCK_JUMPED;

	return str_of(is_engine && x->ctx->db ? db_why(x->ctx->db) : "");
}

/* The world has failed: said once, here, with the number that the reader is shown. */
static void log_failure(const struct http_exchange *x, enum err e)
{
	const struct log_pair pairs[] = {
		{ "id", x->req.id },          { "error", str_of(err_name(e)) },
		{ "method", x->raw->method }, { "path", x->req.path },
		{ "why", engine_why(x, e) },
	};
	size_t n = COUNT_OF(pairs) - (engine_why(x, e).n == 0);

	log_line(LOG_ERROR, "failed", pairs, n);
}

void http_problem_answer(struct http_exchange *x, enum err e)
{
	if (is_failure(x, e))
		log_failure(x, e);
	/* Without a connection to the database the site's frame cannot be drawn. */
	if (x->req.is_api || !x->core->config.error_page ||
	    (x->core->config.store && !x->ctx->db)) {
		http_problem_plain(x, e);
		return;
	}
	clear(x, e);
	x->core->config.error_page(x->ctx, &x->req, &x->res, e);
	x->res.status = err_status(e);
	x->res.is_private = true;
	if (x->res.body.full)
		http_problem_plain(x, e);
}
