/* head.c -- sorting header fields into the places where they are looked for. */
#include "http/head.h"
#include "base/str.h"

static struct str *place_of(struct http_head *h, struct str name)
{
	const struct {
		const char *name;
		struct str *at;
	} places[] = {
		{ "host", &h->host },
		{ "cookie", &h->cookie },
		{ "accept-language", &h->accept_language },
		{ "accept-encoding", &h->accept_encoding },
		{ "if-none-match", &h->if_none_match },
		{ "content-type", &h->content_type },
		{ "content-length", &h->content_length },
		{ "transfer-encoding", &h->transfer_encoding },
		{ "expect", &h->expect },
		{ "origin", &h->origin },
		{ "sec-fetch-site", &h->sec_fetch_site },
		{ "x-csrf-token", &h->csrf },
		{ "authorization", &h->authorization },
		{ "x-forwarded-proto", &h->forwarded_proto },
		{ "x-forwarded-host", &h->forwarded_host },
		{ "last-event-id", &h->last_event_id },
	};

	for (size_t i = 0; i < COUNT_OF(places); i++)
		if (http_is(name, places[i].name))
			return places[i].at;
	return NULL;
}

static void add_forwarded(struct http_head *h, struct str value)
{
	if (h->forwarded_for_n == HTTP_FORWARDED_MAX)
		h->is_broken = true;
	else
		h->forwarded_for[h->forwarded_for_n++] = value;
}

void http_head_add(struct http_head *h, struct str name, struct str value)
{
	struct str *at;

	h->bytes += name.n + value.n + strlen(": \r\n");
	if (!http_is_token(name))
		h->is_broken = true;
	if (http_is(name, "x-forwarded-for")) {
		add_forwarded(h, value);
		return;
	}
	/* A list, which may come in several lines. */
	if (http_is(name, "accept"))
		h->wants_events |= http_accepts_events(value);
	at = place_of(h, name);
	if (!at)
		return;
	/* Whoever read the other one of the two would see another request. */
	if (at->p)
		h->is_broken = true;
	*at = value.p ? value : S("");
}

enum err http_head_check(const struct http_head *h)
{
	if (h->bytes > HTTP_HEAD_MAX)
		return ERR_HEADERS_TOO_LARGE;
	if (h->is_broken || (h->host.p && !http_host_is_valid(h->host)))
		return ERR_BAD_REQUEST;
	if (h->transfer_encoding.p &&
	    (h->content_length.p || !http_is(h->transfer_encoding, "chunked")))
		return ERR_BAD_REQUEST;
	return ERR_OK;
}
