/* response.c -- what handlers call to fill a response. */
#include "http/http.h"
#include "base/str.h"
#include <stdarg.h>
#include <stdio.h>

enum { LOCATION_MAX = 2048 };

enum err res_redirect(struct ctx *ctx, struct response *res, const char *fmt, ...)
{
	char *text = arena_alloc(ctx->arena, LOCATION_MAX);
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(text, LOCATION_MAX, fmt, args);
	va_end(args);
	MUST(n > 0 && n < LOCATION_MAX);
	res->status = 303;
	res->location = (struct str){ text, (size_t)n };
	return ERR_OK;
}

struct html res_html(struct ctx *ctx, struct response *res)
{
	if (!res->body.arena)
		res->body.arena = ctx->arena;
	return (struct html){ .buf = &res->body, .lang = ctx->lang };
}

enum err res_asset(struct ctx *ctx, struct response *res, const struct http_asset *asset)
{
	if (!res->body.arena)
		res->body.arena = ctx->arena;
	res->content_type = asset->type;
	res->is_immutable = true;
	sbuf_add(&res->body, (const char *)asset->bytes, asset->n);
	return ERR_OK;
}

struct str http_asset_href(struct arena *a, const struct http_asset *asset)
{
	return arena_str(a, asset->path + 1, strlen(asset->path) - 1);
}
