/* test/pages.h -- pages of an assembly of test/assembly.h, asked for by the people in it. */
#pragma once
#include "base/str.h"
#include "http/call.h"
#include "test/assembly_people.h"

static inline struct http_reply page_call(struct assembly *a, const struct route *const *routes,
                                          const struct http_call *call)
{
	const struct http_config config = { .routes = routes, .effects = a->effects };
	struct ctx *ctx = &a->engine.ctx;
	struct http_reply reply;

	http_call_with(ctx, &config, call, &reply);
	ctx->lang = LANGUAGE_EN;
	return reply;
}

/* The rights that a person of the assembly has, from the table of roles. */
static inline uint32_t page_rights(const struct assembly *a, account_id who)
{
	if (who.v == 0)
		return role_rights(ROLE_PUBLIC);
	if (who.v == a->chair.v || who.v == a->second_chair.v || who.v == a->committee_chair.v)
		return role_rights(ROLE_CHAIR);
	if (who.v == a->secretariat.v)
		return role_rights(ROLE_SECRETARIAT);
	if (who.v == a->auditor.v)
		return role_rights(ROLE_AUDITOR);
	if (who.v == a->operator.v)
		return role_rights(ROLE_OPERATOR);
	return role_rights(ROLE_DELEGATE);
}

static inline struct http_reply page_get(struct assembly *a, const struct route *const *routes,
                                         account_id who, const char *target)
{
	return page_call(a, routes,
	                 &(struct http_call){
				 .target = target, .who = who, .rights = page_rights(a, who) });
}

static inline struct http_reply page_post(struct assembly *a, const struct route *const *routes,
                                          account_id who, const char *target, const char *form)
{
	return page_call(a, routes,
	                 &(struct http_call){ .method = "POST",
	                                      .target = target,
	                                      .form = form,
	                                      .who = who,
	                                      .rights = page_rights(a, who) });
}

/* Where in the page a text stands; -1 when it does not. */
static inline long page_find(const struct http_reply *r, const char *text)
{
	const char *at = memmem(r->body.p, r->body.n, text, strlen(text));

	return at ? at - r->body.p : -1;
}

static inline bool page_has(const struct http_reply *r, const char *text)
{
	if (page_find(r, text) >= 0)
		return true;
	printf("# not in the page: %s\n", text);
	return false;
}

static inline bool page_leads_to(const struct http_reply *r, const char *path)
{
	struct str location = http_reply_header(r, "Location");

	if (r->status == 303 && str_is(location, path))
		return true;
	printf("# %d leads to %.*s\n", r->status, STR_ARG(location));
	return false;
}

/* A copy in which form tokens, which are made afresh each time, are blotted out. */
static inline struct str page_masked(struct assembly *a, const struct http_reply *r)
{
	static const char mark[] = "name=\"csrf\" value=\"";
	struct str copy = arena_str(a->engine.ctx.arena, r->body.p, r->body.n);
	char *at = (char *)copy.p;

	while ((at = strstr(at, mark)) != NULL)
		for (at += sizeof(mark) - 1; *at && *at != '"'; at++)
			*at = '*';
	return copy;
}
