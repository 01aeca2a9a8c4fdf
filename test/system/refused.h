/*
 * test/system/refused.h -- the proof that something was refused: status, sentence and language as
 * they must be, on a page and by the API, and not a row changed.
 */
#pragma once
#include "test/system/asking.h"
#include "view/json.h"
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ANSWER_SECONDS = 30 };

/* One thing asked twice: on a page and, where there is such an address, of the API. */
struct attempt {
	const char *page; /* what follows the language, "votes/1" */
	const char *api;  /* "/api/v1/questions/1/votes", or NULL */
	const char *form; /* NULL: GET */
	const char *type; /* NULL: of a form */
	enum err e;       /* what must come of it */
	struct msg_arg args[3];
	const char *field; /* what problem JSON calls the field that is wrong, or NULL */
};

static inline struct http_got ask(struct asker *a, const struct attempt *t, const char *path)
{
	struct http_pair body = { .name = str_of(t->type ? t->type
		                                         : "application/x-www-form-urlencoded"),
		                  .value = str_of(t->form) };
	struct arena *arena = engine.ctx.arena;
	struct http_got got = { 0 };
	enum err e = t->form ? http_client_post(a->client, arena, path, &body, &got)
	                     : http_client_get(a->client, arena, path, &got);

	if (e != ERR_OK)
		printf("# no answer: %s\n", http_client_why(a->client));
	CHECK(e == ERR_OK);
	return got;
}

static inline bool has(struct str s, struct str part)
{
	return s.n > 0 && memmem(s.p, s.n, part.p, part.n) != NULL;
}

static inline bool header_is(const struct http_got *got, const char *name, const char *value)
{
	struct str found = http_got_header(got, name);

	return found.p && str_is(found, value);
}

static inline size_t args_of(const struct attempt *t)
{
	size_t n = 0;

	while (n < COUNT_OF(t->args) && t->args[n].name)
		n++;
	return n;
}

static inline bool is_page_of_refusal(const struct http_got *got, const struct attempt *t,
                                      enum language lang)
{
	struct sbuf sentence = { .arena = engine.ctx.arena };
	struct html h = { .buf = &sentence, .lang = lang };

	html_msg(&h, err_message(t->e), t->args, args_of(t));
	return got->status == err_status(t->e) &&
	       header_is(got, "Content-Type", "text/html; charset=utf-8") &&
	       header_is(got, "Content-Language", language_code(lang)) &&
	       has(got->body,
	           arena_printf(engine.ctx.arena, "<html lang=\"%s\"", language_code(lang))) &&
	       has(got->body, sbuf_done(&sentence));
}

static inline bool is_problem(const struct http_got *got, const struct attempt *t,
                              enum language lang)
{
	struct arena *a = engine.ctx.arena;
	struct sbuf text = { .arena = a }, json = { .arena = a };
	struct json j = { .buf = &json };

	msg_text(&text, lang, err_message(t->e), t->args, args_of(t));
	json_str(&j, sbuf_done(&text));
	return got->status == err_status(t->e) &&
	       header_is(got, "Content-Type", "application/problem+json") &&
	       has(got->body, arena_printf(a, "\"status\":%d", err_status(t->e))) &&
	       has(got->body, arena_printf(a, "\"code\":\"%s\"", err_name(t->e))) &&
	       (!t->field || has(got->body, arena_printf(a, "\"field\":\"%s\"", t->field))) &&
	       has(got->body, arena_printf(a, "\"detail\":%.*s", STR_ARG(sbuf_done(&json))));
}

static inline void tell(bool is_so, const struct attempt *t, const char *path,
                        const struct http_got *got)
{
	/* A page says it in its lead; the rest of it would bury that. */
	const char *lead = got->body.n > 0 ? strstr(got->body.p, "\"lead\"") : NULL;

	if (!is_so)
		printf("# %s %s: %s was expected; HTTP %d: %.200s\n", t->form ? "POST" : "GET",
		       path, err_name(t->e), got->status, lead ? lead : got->body.p);
	CHECK(is_so);
}

/* Is it refused, in the page's language and by the API in the reader's, and nothing changed? */
static inline void refused(struct asker *a, struct attempt t)
{
	struct arena *arena = engine.ctx.arena;
	uint64_t before = engine_fingerprint(&engine);
	struct http_got got;

	if (t.page) {
		const char *path = arena_printf(arena, "/%s/%s", language_code(a->page), t.page).p;

		got = ask(a, &t, path);
		tell(is_page_of_refusal(&got, &t, a->page), &t, path, &got);
	}
	if (t.api) {
		got = ask(a, &t, t.api);
		tell(is_problem(&got, &t, a->language), &t, t.api, &got);
	}
	CHECK(engine_fingerprint(&engine) == before);
}

/* The same of somebody who asks once. */
static inline void refuses(int who, struct attempt t)
{
	struct asker a = asker_of(who);

	refused(&a, t);
	asker_free(&a);
}

static inline const char *path_of(const char *fmt, int64_t n)
{
	const char *at = strchr(fmt, '#');

	MUST(at);
	return arena_printf(engine.ctx.arena, "%.*s%" PRId64 "%s", (int)(at - fmt), fmt, n, at + 1)
	        .p;
}

/* --- raw bytes --- */

/* Send a request as it is and read the answer to its end. */
static inline struct http_got send_raw(const char *text)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		                  .sin_port = htons((uint16_t)http_port(server)),
		                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sbuf in = { .arena = engine.ctx.arena };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct http_got got = { 0 };
	char buf[4096];
	const char *head;
	ssize_t n = (ssize_t)strlen(text);

	MUST(fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0);
	CHECK(send(fd, text, (size_t)n, MSG_NOSIGNAL) == n);
	while (poll(&p, 1, ANSWER_SECONDS * 1000) > 0 && (n = recv(fd, buf, sizeof(buf), 0)) > 0)
		sbuf_add(&in, buf, (size_t)n);
	close(fd);
	got.body = got.headers = sbuf_done(&in);
	CHECK(sscanf(got.body.p, "HTTP/1.1 %d", &got.status) == 1);
	head = strstr(got.body.p, "\r\n\r\n");
	if (head) {
		size_t end = (size_t)(head - got.body.p);

		got.headers = str_sub(got.body, 0, end);
		got.body = str_sub(got.body, end + 4, got.body.n);
	}
	return got;
}
