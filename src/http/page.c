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
