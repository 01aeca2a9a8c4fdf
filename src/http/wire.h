/*
 * http/wire.h -- an answer in the forms in which it may be sent: as it is, gzipped, "not modified".
 *
 * A form is a MHD_Response, which owns its bytes and is counted by libmicrohttpd for each
 * connection that is sending it; one form may go to thousands of readers at once.  The wire itself
 * is counted too: the page cache holds it, and whoever is about to queue one of its forms.
 */
#pragma once
#include "http/core.h"

struct MHD_Response;

enum { WIRE_ETAG_TEXT = 40, WIRE_GZIP_MIN = 256 };

struct http_form {
	struct MHD_Response *response; /* NULL: there is none */
	int status;
	size_t bytes;              /* of the body */
	char etag[WIRE_ETAG_TEXT]; /* "" where the answer is not public */
};

struct http_wire {
	_Atomic int refs;
	struct http_form plain, gzip, same, same_gzip;
	bool is_page; /* not an export: its address may have parameters that mean nothing */
	size_t bytes; /* of memory, about */
};

/* All forms of a public page, for the cache. */
struct http_wire *http_wire_page(const struct http_reply *reply);
/* The one form that this request asks for; `close`: tell the client that the connection ends. */
struct http_wire *http_wire_once(const struct http_reply *reply, const struct http_head *head,
                                 bool close);
/* The form to send: the best match of Accept-Encoding and If-None-Match of those there are. */
const struct http_form *http_wire_choose(const struct http_wire *w, const struct http_head *head);
void http_wire_ref(struct http_wire *w);
void http_wire_unref(struct http_wire *w);
