/*
 * http/call.h -- a request to a route table without a socket: for page tests.
 *
 *     struct http_call call = { .method = "POST", .target = "/en/meetings", .form = "organ=1",
 *                               .who = chair, .rights = role_rights(ROLE_CHAIR) };
 *     struct http_reply reply;
 *     http_call(&e.ctx, routes, &call, &reply);
 *     CHECK(reply.status == 303 && str_is(http_reply_header(&reply, "Location"),
 * "/en/meetings/1"));
 *
 * It goes the whole way of a real request (right, form token, declared fields, error page) but for
 * what the socket adds: compression, entity tags, the page cache.
 */
#pragma once
#include "http/core.h"

struct http_call {
	const char *method;  /* NULL: "GET" */
	const char *target;  /* "/en/members?kind=member" */
	const char *form;    /* "a=1&b=2", encoded as browsers do; NULL: no body */
	const char *json;    /* a JSON body instead, for /api */
	struct str body;     /* any other body, its Content-Type among the headers */
	const char *cookies; /* "near_session=..."; NULL: as `who` needs */
	const char *accept_language;
	account_id who;             /* .v != 0: signed in without a session of the database */
	uint32_t rights;            /* of `who`: bits 1 << enum right */
	bool without_token;         /* a POST is given the right form token unless this is set */
	const char *const *headers; /* "Name", "value", ..., NULL; or NULL */
};

/* The reply lies in the ctx's arena.  ctx->who, lang and reads are left as the request set them. */
void http_call(struct ctx *ctx, const struct route *const *routes, const struct http_call *call,
               struct http_reply *ret);
/* The same with a config of one's own: error page, identify, assets, trusted proxies. */
void http_call_with(struct ctx *ctx, const struct http_config *config, const struct http_call *call,
                    struct http_reply *ret);
/* A header's value; p == NULL when it is not there. */
struct str http_reply_header(const struct http_reply *reply, const char *name);
