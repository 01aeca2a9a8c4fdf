/* guard.c -- form tokens and cookies. */
#include "http/guard.h"
#include "base/random.h"
#include "base/str.h"
#include "crypto/hash.h"
#include "http/http.h"
#include "http/parse.h"
#include <sodium.h>

enum {
	MASK_BYTES = 16,
	MAC_BYTES = 16,
	DEVICE_SECONDS = 400 * 24 * 3600 /* browsers keep no more */
};
_Static_assert(2 * (MASK_BYTES + MAC_BYTES) == HTTP_CSRF_TEXT, "a token is mask and masked code");

/* The first half of the HMAC-SHA256: 128 bits are far more than can be guessed over a network. */
static void authenticate(struct arena *a, struct str secret, const struct http_holder *h,
                         unsigned char mac[static MAC_BYTES])
{
	/* The two kinds are told apart, so that a visitor's cookie is never worth a session's. */
	const char *kind = h->session.n > 0 ? "session:" : "visitor:";
	struct str value = h->session.n > 0 ? h->session : h->visitor;
	unsigned char whole[CRYPTO_SHA256_BYTES];

	MUST(secret.n == HTTP_SECRET_BYTES);
	crypto_hmac(secret, arena_printf(a, "%s%.*s", kind, STR_ARG(value)), whole);
	memcpy(mac, whole, MAC_BYTES);
}

struct str http_csrf_make(struct arena *a, struct str secret, const struct http_holder *holder)
{
	unsigned char bytes[MASK_BYTES + MAC_BYTES];
	char *text = arena_alloc(a, HTTP_CSRF_TEXT + 1);

	random_bytes(bytes, MASK_BYTES);
	authenticate(a, secret, holder, bytes + MASK_BYTES);
	for (int i = 0; i < MAC_BYTES; i++)
		bytes[MASK_BYTES + i] ^= bytes[i];
	sodium_bin2hex(text, HTTP_CSRF_TEXT + 1, bytes, sizeof bytes);
	return (struct str){ text, HTTP_CSRF_TEXT };
}

bool http_csrf_is_right(struct arena *a, struct str secret, const struct http_holder *holder,
                        struct str token)
{
	unsigned char bytes[MASK_BYTES + MAC_BYTES], mac[MAC_BYTES];
	size_t n;

	if (holder->session.n == 0 && holder->visitor.n == 0)
		return false;
	if (token.n != HTTP_CSRF_TEXT ||
	    sodium_hex2bin(bytes, sizeof bytes, token.p, token.n, NULL, &n, NULL) != 0 ||
	    n != sizeof bytes)
		return false;
	authenticate(a, secret, holder, mac);
	for (int i = 0; i < MAC_BYTES; i++)
		bytes[MASK_BYTES + i] ^= bytes[i];
	return crypto_same(bytes + MASK_BYTES, mac, MAC_BYTES);
}

bool http_is_same_site(const struct http_head *head, bool is_https, struct str host)
{
	struct str scheme = is_https ? S("https://") : S("http://");
	struct str site = head->sec_fetch_site, origin = head->origin;

	if (site.p && !http_is(site, "same-origin") && !http_is(site, "none"))
		return false;
	if (!origin.p)
		return true;
	return str_starts(origin, scheme) && str_eq(str_sub(origin, scheme.n, origin.n), host);
}

static const char *const cookie_names[][2] = {
	[HTTP_COOKIE_SESSION] = { "near_session", "__Host-near_session" },
	[HTTP_COOKIE_VISITOR] = { "near_visitor", "__Host-near_visitor" },
	[HTTP_COOKIE_DEVICE] = { "near_device", "__Host-near_device" },
};

struct str http_cookie_of(struct str header, bool is_https, enum http_cookie_kind kind)
{
	return http_cookie(header, cookie_names[kind][is_https]);
}

bool http_has_cookie(struct str header, enum http_cookie_kind kind)
{
	return http_cookie_of(header, false, kind).n > 0 ||
	       http_cookie_of(header, true, kind).n > 0;
}

struct str http_set_cookie(struct arena *a, bool is_https, enum http_cookie_kind kind,
                           struct str value, int64_t max_age_seconds)
{
	struct sbuf out = { .arena = a };

	sbuf_printf(&out, "%s=%.*s; Path=/", cookie_names[kind][is_https], STR_ARG(value));
	if (max_age_seconds >= 0)
		sbuf_printf(&out, "; Max-Age=%" PRId64, max_age_seconds);
	sbuf_lit(&out, "; HttpOnly; Secure; SameSite=Lax");
	return sbuf_done(&out);
}

struct str http_visitor_make(struct arena *a)
{
	char *text = arena_alloc(a, HTTP_VISITOR_TEXT + 1);

	random_hex(text, HTTP_VISITOR_TEXT / 2);
	return (struct str){ text, HTTP_VISITOR_TEXT };
}

bool http_visitor_is_valid(struct str visitor)
{
	return visitor.n == HTTP_VISITOR_TEXT && str_is_slug(visitor);
}

static void set_cookie(struct response *res, struct str value)
{
	int i = res->set_cookies[0].n > 0;

	MUST(res->set_cookies[i].n == 0);
	res->set_cookies[i] = value;
}

void res_set_session(struct ctx *ctx, const struct request *req, struct response *res,
                     struct str token, int64_t max_age_seconds)
{
	set_cookie(res, http_set_cookie(ctx->arena, str_is(req->scheme, "https"),
	                                HTTP_COOKIE_SESSION, token, max_age_seconds));
}

void res_set_device(struct ctx *ctx, const struct request *req, struct response *res,
                    struct str device)
{
	set_cookie(res, http_set_cookie(ctx->arena, str_is(req->scheme, "https"),
	                                HTTP_COOKIE_DEVICE, device, DEVICE_SECONDS));
}

bool http_secret_eq(struct str a, struct str b)
{
	return a.n == b.n && crypto_same(a.p, b.p, a.n);
}
