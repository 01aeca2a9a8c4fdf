/* live_answer.c -- a request for a live region: the fragment as it is now, or a stream of it. */
#include "base/str.h"
#include "http/core.h"

static bool wants_stream(const struct http_exchange *x)
{
	return x->core->live && !x->raw->region && x->raw->head->wants_events &&
	       str_is(x->raw->method, "GET");
}

/* Sixteen hexadecimal digits, as live_event() writes them; anything else is no state: 0. */
static uint64_t read_id(struct str text)
{
	uint64_t id = 0;

	if (text.n != 16)
		return 0;
	for (size_t i = 0; i < text.n; i++) {
		const char *digits = "0123456789abcdef";
		const char *at = text.p[i] ? strchr(digits, text.p[i]) : NULL;

		if (!at)
			return 0;
		id = id << 4 | (uint64_t)(at - digits);
	}
	return id;
}

/* One spelling of the address, so that all who ask for the same share one rendering. */
static struct str target_of(const struct http_exchange *x)
{
	struct arena *a = x->ctx->arena;
	struct str path = http_encode(a, x->req.path), query = x->req.query;

	return query.n > 0 ? arena_printf(a, "%.*s?%.*s", STR_ARG(path), STR_ARG(query)) : path;
}

static enum err open_stream(struct http_exchange *x)
{
	struct http_stream *s = arena_make(x->ctx->arena, struct http_stream);
	enum err e = http_live_admit(x->core->live, &x->origin.client);

	if (e != ERR_OK)
		return e;
	*s = (struct http_stream){
		.key = { .host = x->req.host,
		         .target = target_of(x),
		         .lang = x->ctx->lang,
		         .is_https = x->origin.is_https },
		.need = x->match.found->route->need,
		.session = x->req.session,
		.who_reads = x->who_reads,
		.seen = read_id(x->raw->head->last_event_id),
	};
	s->region = http_live_find(x->core->live, &s->key);
	if (!s->region)
		e = x->match.found->route->run(x->ctx, &x->req, &x->res);
	if (e != ERR_OK || (x->res.status != 0 && x->res.status != 200))
		return e;
	x->stream = s;
	x->res.content_type = "text/event-stream";
	x->res.is_private = true;
	return ERR_OK;
}

enum err http_live_answer(struct http_exchange *x)
{
	const struct route *route = x->match.found->route;
	enum err e;

	/* It is the same for all who may see it, because it is rendered without knowing for whom.
	 */
	x->ctx->who = (account_id){ 0 };
	x->req.csrf = S("");
	/* A program asks for a stream, and each address that it may have is a region of its own. */
	if (wants_stream(x))
		return x->unknown.p ? http_field_refuse(x->ctx, x->unknown) : open_stream(x);
	e = route->run(x->ctx, &x->req, &x->res);
	x->res.is_private |= route->need != RIGHT_PUBLIC;
	return e;
}
