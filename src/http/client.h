/*
 * http/client.h -- a small HTTP client over libcurl: for near rehearse, benchmarks and tests.
 *
 * A client is one reader: its own cookies, its own connection, kept alive.  It follows no redirect
 * by itself and runs no script; it fills in forms as a person does, by what they are called.
 *
 *     http_client_get(c, a, "/en/sign-in", &page);
 *     http_client_submit(c, a, &(struct http_submit){ .page = &page, .action = "/en/sign-in",
 *             .fields = fields, .n = 2 }, &page);
 *     http_client_follow(c, a, &page);
 */
#pragma once
#include "http/parse.h"

struct http_client;

/* An answer, in the arena of whoever asked. */
struct http_got {
	int status;
	struct str body;
	struct str headers;  /* the lines as they came, without the status line */
	struct str location; /* of a redirect, otherwise empty */
	int64_t us;          /* from asking to the last byte */
};

/* A form of a page to be sent. */
struct http_submit {
	const struct http_got *page;
	const char *action; /* where it goes, "/en/sign-in"; NULL: the first POST form */
	const struct http_pair *fields; /* what is filled in; hidden fields come from the page */
	int n;
};

/* A form as it stands in a page. */
struct http_form_found {
	struct str action;
	struct http_pairs fields; /* its hidden inputs */
};

/* `base` is "http://127.0.0.1:8080". */
struct http_client *http_client_new(const char *base);
void http_client_free(struct http_client *c);
/* Send this line with every request, "Accept-Language: ja"; it stays until the client is freed. */
void http_client_header(struct http_client *c, const char *line);
/* Why the last request had no answer. */
const char *http_client_why(const struct http_client *c);

/* ERR_IO when no whole answer came: no connection, cut off, above 30 seconds or 16 MiB. */
enum err http_client_get(struct http_client *c, struct arena *a, const char *path,
                         struct http_got *ret) MUST_USE;
/* Send a body as it is; `type` is its media type. */
enum err http_client_post(struct http_client *c, struct arena *a, const char *path,
                          const struct http_pair *type_and_body, struct http_got *ret) MUST_USE;
/* Fill in a form of a page and send it.  ERR_NOT_FOUND: the page has no such form. */
enum err http_client_submit(struct http_client *c, struct arena *a,
                            const struct http_submit *submit, struct http_got *ret) MUST_USE;
/* While *page is a redirect, at most 5 times: GET what it points to. */
enum err http_client_follow(struct http_client *c, struct arena *a, struct http_got *page) MUST_USE;

/* A header's value; p == NULL when it is not there. */
struct str http_got_header(const struct http_got *got, const char *name);
/* Find a POST form by its action; NULL: the first one. */
bool http_form_find(struct arena *a, struct str html, const char *action,
                    struct http_form_found *ret);
/* "a=1&b=%E6%97%A5" */
struct str http_form_encode(struct arena *a, const struct http_pair *pairs, int n);
