/* wire.c -- making the forms of an answer. */
#include "http/wire.h"
#include "base/str.h"
#include <microhttpd.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum {
	LEVEL_PAGE = 6, /* compressed once, sent often */
	LEVEL_ONCE = 1,
	GZIP_WINDOW = 15 + 16,    /* zlib's way of asking for the gzip format */
	RESPONSE_OVERHEAD = 2048, /* bytes of a MHD_Response with its headers, about */
};

/* --- entity tags and compression --- */

/*
 * 128 bits of SipHash under a fixed key: the same bytes have the same tag after a restart and on
 * another machine.  Nobody gains by making two pages collide but who may write both.
 */
static void make_etag(struct str body, const char *suffix, char etag[static WIRE_ETAG_TEXT])
{
	static const unsigned char key[crypto_shorthash_siphashx24_KEYBYTES];
	unsigned char hash[crypto_shorthash_siphashx24_BYTES];
	char text[2 * sizeof hash + 1];

	crypto_shorthash_siphashx24(hash, (const unsigned char *)body.p, body.n, key);
	sodium_bin2hex(text, sizeof text, hash, sizeof hash);
	MUST(snprintf(etag, WIRE_ETAG_TEXT, "\"%s%s\"", text, suffix) < WIRE_ETAG_TEXT);
}

static bool is_compressible(const struct http_reply *r)
{
	struct str type = http_media_type(str_of(r->content_type));

	return r->body.n >= WIRE_GZIP_MIN &&
	       (str_starts(type, S("text/")) || str_is(type, "image/svg+xml") ||
	        str_is(type, "application/json") || str_is(type, "application/problem+json"));
}

/* malloc'ed, as MHD frees it; p == NULL when nothing is gained. */
static struct str compress_body(struct str body, int level)
{
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)body.p,
		       .avail_in = (unsigned)body.n };
	size_t room = body.n - body.n / 16;
	unsigned char *out;
	int rc;

	MUST(body.n <= UINT32_MAX / 2);
	MUST(deflateInit2(&z, level, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) == Z_OK);
	out = malloc(room);
	MUST(out);
	z.next_out = out;
	z.avail_out = (unsigned)room;
	rc = deflate(&z, Z_FINISH);
	room = z.total_out;
	deflateEnd(&z);
	if (rc != Z_STREAM_END) {
		free(out);
		return (struct str){ NULL, 0 };
	}
	return (struct str){ (char *)out, room };
}

/* --- forms --- */

static void add(struct MHD_Response *response, const char *name, const char *value)
{
	MUST(MHD_add_response_header(response, name, value) == MHD_YES);
}

static void add_headers(struct http_form *f, const struct http_reply *r)
{
	add(f->response, "Content-Type", r->content_type);
	for (int i = 0; i < r->header_count; i++)
		add(f->response, r->headers[i].name, r->headers[i].value);
	if (f->etag[0])
		add(f->response, "ETag", f->etag);
}

static void make_form(struct http_form *f, const struct http_reply *r, struct str body,
                      enum MHD_ResponseMemoryMode mode)
{
	/* MHD does not write to what it is given, though its type allows it to. */
	f->response = MHD_create_response_from_buffer(body.n, (void *)(uintptr_t)body.p, mode);
	MUST(f->response);
	f->status = r->status;
	f->bytes = body.n;
	add_headers(f, r);
}

static void make_plain(struct http_form *f, const struct http_reply *r)
{
	if (r->is_public)
		make_etag(r->body, "", f->etag);
	make_form(f, r, r->body, MHD_RESPMEM_MUST_COPY);
}

/* Nothing is made when compressing gains nothing. */
static void make_gzip(struct http_form *f, const struct http_reply *r, int level)
{
	struct str body = is_compressible(r) ? compress_body(r->body, level)
	                                     : (struct str){ NULL, 0 };

	if (!body.p)
		return;
	/* The tag of what was compressed.  No ranges are served, so nobody joins pieces of two. */
	if (r->is_public)
		make_etag(r->body, "-gz", f->etag);
	make_form(f, r, body, MHD_RESPMEM_MUST_FREE);
	add(f->response, "Content-Encoding", "gzip");
}

/* RFC 9110, 15.4.5: what a cache needs to go on using what it has. */
static void make_same(struct http_form *f, const struct http_form *of, const struct http_reply *r)
{
	if (!of->response)
		return;
	f->response = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
	MUST(f->response);
	f->status = MHD_HTTP_NOT_MODIFIED;
	memcpy(f->etag, of->etag, sizeof f->etag);
	add(f->response, "ETag", f->etag);
	for (int i = 0; i < r->header_count; i++)
		if (strcmp(r->headers[i].name, "Cache-Control") == 0 ||
		    strcmp(r->headers[i].name, "Vary") == 0)
			add(f->response, r->headers[i].name, r->headers[i].value);
}

static struct http_wire *wire_new(void)
{
	struct http_wire *w = calloc(1, sizeof *w);

	MUST(w);
	w->refs = 1;
	return w;
}

static bool is_page(const struct http_reply *r)
{
	for (int i = 0; i < r->header_count; i++)
		if (strcmp(r->headers[i].name, "Content-Disposition") == 0)
			return false;
	return str_starts(str_of(r->content_type), S("text/html"));
}

struct http_wire *http_wire_page(const struct http_reply *r)
{
	struct http_wire *w = wire_new();

	MUST(r->is_public);
	w->is_page = is_page(r);
	make_plain(&w->plain, r);
	make_gzip(&w->gzip, r, LEVEL_PAGE);
	make_same(&w->same, &w->plain, r);
	make_same(&w->same_gzip, &w->gzip, r);
	w->bytes = sizeof *w + w->plain.bytes + w->gzip.bytes + 4 * RESPONSE_OVERHEAD;
	return w;
}

struct http_wire *http_wire_once(const struct http_reply *r, const struct http_head *head,
                                 bool close)
{
	struct http_wire *w = wire_new();
	const struct http_form *f;

	if (http_accepts_gzip(head->accept_encoding))
		make_gzip(&w->gzip, r, LEVEL_ONCE);
	if (!w->gzip.response)
		make_plain(&w->plain, r);
	if (head->if_none_match.n > 0 && r->is_public) {
		make_same(&w->same, &w->plain, r);
		make_same(&w->same_gzip, &w->gzip, r);
	}
	f = http_wire_choose(w, head);
	if (close)
		add(f->response, "Connection", "close");
	return w;
}

static bool is_known(const struct http_form *f, const struct http_head *head)
{
	return f->response && f->etag[0] && head->if_none_match.n > 0 &&
	       http_etag_matches(head->if_none_match, str_of(f->etag));
}

const struct http_form *http_wire_choose(const struct http_wire *w, const struct http_head *head)
{
	bool is_gzip = !w->plain.response ||
	               (w->gzip.response && http_accepts_gzip(head->accept_encoding));

	if (is_gzip)
		return is_known(&w->same_gzip, head) ? &w->same_gzip : &w->gzip;
	return is_known(&w->same, head) ? &w->same : &w->plain;
}

void http_wire_ref(struct http_wire *w)
{
	atomic_fetch_add_explicit(&w->refs, 1, memory_order_relaxed);
}

static void form_free(struct http_form *f)
{
	/* MHD_destroy_response() does nothing with NULL. */
	MHD_destroy_response(f->response);
}

void http_wire_unref(struct http_wire *w)
{
	if (!w || atomic_fetch_sub_explicit(&w->refs, 1, memory_order_acq_rel) != 1)
		return;
	form_free(&w->plain);
	form_free(&w->gzip);
	form_free(&w->same);
	form_free(&w->same_gzip);
	free(w);
}
