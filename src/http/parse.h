/*
 * http/parse.h -- the small grammars of HTTP, as pure functions of bytes and an arena.
 *
 * Everything here may be called with any bytes at all; test/fuzz/fuzz_http.c does.  Nothing here
 * looks at a database, a clock or a socket.
 */
#pragma once
#include "base/arena.h"
#include "errors.h"

enum {
	HTTP_FIELDS_MAX = 64,       /* of a query, and of a form */
	HTTP_TARGET_MAX = 8 * 1024, /* path and query as sent */
	HTTP_JSON_DEPTH = 3,        /* an object of scalars and of arrays of scalars */
};

/* One name and value of a query, a form or a JSON object, decoded; not necessarily UTF-8. */
struct http_pair {
	struct str name, value;
};

struct http_pairs {
	struct http_pair at[HTTP_FIELDS_MAX];
	int n;
};

struct http_target {
	struct str path;  /* decoded: begins with '/', valid UTF-8, no control characters */
	struct str query; /* as sent, without the '?'; empty when there is none */
};

/* A header list such as If-None-Match is read item by item; white space and empty items are
 * skipped. */
bool http_list_next(struct str *rest, struct str *ret_item);
/* Equal but for the case of ASCII letters?  `lower` is written in lower case. */
bool http_is(struct str s, const char *lower);
/* A token of RFC 9110, 5.6.2: what methods and header names are made of. */
bool http_is_token(struct str s);
/* "near.example:8080", "[::1]": a host that may be put into an address, its port at most 65535. */
bool http_host_is_valid(struct str host);
/* A TCP port in decimal digits: 0 to 65535. */
bool http_port_is_valid(struct str port);

/* Decode "%E6" (and, where `plus`, '+' as a space); false when a '%' lacks its two digits. */
bool http_decode(struct arena *a, struct str s, bool plus, struct str *ret);
/* Encode a path: all but unreserved characters and '/' become "%XX". */
struct str http_encode(struct arena *a, struct str path);
/* Encode what must not stand in a header line or an address; what is encoded already stays so. */
struct str http_encode_location(struct arena *a, struct str address);

/*
 * The target of a request line: "/en/?x=1", or the whole address.  False when it is malformed, its
 * host too, and also for "%2F" and "%00", which would make two paths of one.
 */
bool http_target_parse(struct arena *a, struct str target, struct http_target *ret);

/*
 * Append the pairs of application/x-www-form-urlencoded.  ERR_BAD_REQUEST when a '%' is broken,
 * ERR_TOO_LARGE when there would be more than HTTP_FIELDS_MAX.
 */
enum err http_form_parse(struct arena *a, struct str s, struct http_pairs *pairs) MUST_USE;
/*
 * Append the members of a JSON object (RFC 8259): a scalar gives a pair, an array of scalars one
 * for each, null none.  A byte order mark before it is passed over.  ERR_BAD_REQUEST for anything
 * else, for a name that comes twice and one with a zero in it; ERR_TOO_LARGE as above.
 */
enum err http_json_parse(struct arena *a, struct str s, struct http_pairs *pairs) MUST_USE;

/* A cookie's value in a Cookie header; empty when it is not there. */
struct str http_cookie(struct str header, const char *name);
/* "text/html" of "Text/HTML; charset=utf-8", compared with http_is(). */
struct str http_media_type(struct str content_type);
/* Does Accept-Encoding allow gzip (RFC 9110, 12.5.3)?  Not when it is absent. */
bool http_accepts_gzip(struct str accept_encoding);
/* Does Accept name text/event-stream?  Browsers ask so for live streams and for nothing else. */
bool http_accepts_events(struct str accept);
/* Does If-None-Match name this entity tag, by the weak comparison of RFC 9110, 8.8.3.2? */
bool http_etag_matches(struct str if_none_match, struct str etag);
/* May it name a file in a path or a header: 1..100 of [A-Za-z0-9._-], not '.' first? */
bool http_is_filename(struct str s);
