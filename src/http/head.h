/*
 * http/head.h -- the header fields that the program looks at; all others are counted and passed
 * over.
 */
#pragma once
#include "http/parse.h"

enum {
	HTTP_HEAD_MAX = 16 * 1024, /* bytes of the request line and all header lines */
	HTTP_FORWARDED_MAX = 4,    /* X-Forwarded-For lines: one a proxy, at most */
};

/* Values as sent; p == NULL: not there. */
struct http_head {
	struct str host, cookie, accept_language, accept_encoding, if_none_match;
	struct str content_type, content_length, transfer_encoding, expect;
	struct str origin, sec_fetch_site, csrf, authorization;
	struct str forwarded_proto, forwarded_host;
	struct str last_event_id;
	struct str forwarded_for[HTTP_FORWARDED_MAX];
	int forwarded_for_n;
	size_t bytes;      /* so far, as they stand on the wire */
	bool wants_events; /* Accept names text/event-stream */
	bool is_broken;    /* a name that is no token, or a field twice that may come once */
};

void http_head_add(struct http_head *head, struct str name, struct str value);

/*
 * What is wrong with it as a whole: ERR_OK, ERR_HEADERS_TOO_LARGE or ERR_BAD_REQUEST.  The last one
 * also for a body of doubtful length (both Content-Length and Transfer-Encoding, or another coding
 * than "chunked"): a proxy before us might find another end, and what follows would be a request
 * that nobody sent (RFC 9112, 11.2).
 */
enum err http_head_check(const struct http_head *head) MUST_USE;
