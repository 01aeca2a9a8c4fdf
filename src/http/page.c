/* page.c -- calls the site's frame, or writes a bare document where there is none. */
#include "http/page.h"

void page_begin(struct html *h, struct ctx *ctx, const struct request *req, const struct page *p)
{
	if (ctx->frame) {
		ctx->frame->begin(h, ctx, req, p);
		return;
	}
	html_lit(h, "<!doctype html>\n<html lang=\"");
	html_put_language(h, h->lang);
	html_lit(h, "\"><meta charset=\"utf-8\"><title>");
	html_put_str(h, p->title);
	html_lit(h, "</title><main><h1>");
	html_put_str(h, p->title);
	html_lit(h, "</h1>\n");
}

void page_end(struct html *h, struct ctx *ctx, const struct request *req)
{
	if (ctx->frame)
		ctx->frame->end(h, ctx, req);
	else
		html_lit(h, "</main></html>\n");
}

struct safe_html page_problem(struct ctx *ctx, struct response *res, enum err e)
{
	struct sbuf out = { .arena = ctx->arena };
	struct html h = { .buf = &out, .lang = ctx->lang };

	res->status = err_status(e);
	html_msg(&h, err_message(e), ctx->why, ctx->why_count);
	return (struct safe_html){ sbuf_done(&out) };
}

/* Everything but letters, digits, '_' and '-' as "%XX", so that it stays one value. */
void page_query_put(struct sbuf *out, const char *name, struct str value)
{
	if (!value.p)
		return;
	sbuf_printf(out, "%c%s=", out->n ? '&' : '?', name);
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-')
			sbuf_char(out, c);
		else
			sbuf_printf(out, "%%%02X", (unsigned char)c);
	}
}
