/*
 * http/guard.h -- is this POST really from our own page, opened by the same reader?
 *
 * A form token is an HMAC over who holds it: the session, or for a visitor who is not signed in a
 * random cookie.  Nothing is stored.  Each time it is printed under a fresh mask, so that what
 * compression reveals about a page's bytes reveals nothing about the token (the BREACH attack).
 */
#pragma once
#include "http/head.h"

enum { HTTP_SECRET_BYTES = 32, HTTP_CSRF_TEXT = 64, HTTP_VISITOR_TEXT = 32 };

enum http_cookie_kind { HTTP_COOKIE_SESSION, HTTP_COOKIE_VISITOR, HTTP_COOKIE_DEVICE };
/* Its value in a Cookie header, or empty.  Over https only a cookie is taken whose name no other
 * site of the domain can have set ("__Host-", RFC 6265bis, 4.1.3). */
struct str http_cookie_of(struct str header, bool is_https, enum http_cookie_kind kind);
/* Is there one of this kind, by either name? */
bool http_has_cookie(struct str header, enum http_cookie_kind kind);
/* A whole Set-Cookie value; max_age_seconds < 0: until the browser is closed. */
struct str http_set_cookie(struct arena *a, bool is_https, enum http_cookie_kind kind,
                           struct str value, int64_t max_age_seconds);

/* Who a token is for.  Both empty: nobody, and no token is right. */
struct http_holder {
	struct str session, visitor;
};

/* A token of HTTP_CSRF_TEXT hexadecimal digits; another one each time. */
struct str http_csrf_make(struct arena *a, struct str secret, const struct http_holder *holder);
bool http_csrf_is_right(struct arena *a, struct str secret, const struct http_holder *holder,
                        struct str token);

/*
 * Does the browser say that the request comes from a page of this very site?  Origin must be
 * scheme://host; Sec-Fetch-Site "same-origin" or "none" (typed by the reader).  What is absent
 * counts as right: programs send neither, and the token is demanded all the same.
 */
bool http_is_same_site(const struct http_head *head, bool is_https, struct str host);

/* A new visitor's random value. */
struct str http_visitor_make(struct arena *a);
/* Is this what http_visitor_make() made, in form? */
bool http_visitor_is_valid(struct str visitor);
/* Are the two the same, in a time that does not depend on where they differ? */
bool http_secret_eq(struct str a, struct str b);
