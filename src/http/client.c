/* client.c -- asking, over libcurl. */
#include "http/client.h"
#include "base/str.h"
#include "base/time.h"
#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { REDIRECTS_MAX = 5, BASE_MAX = 256 };
static const size_t ANSWER_MAX = 16 * 1024 * 1024;

struct bytes {
	char *p;
	size_t n, room;
};

struct http_client {
	CURL *curl;
	char base[BASE_MAX];
	char why[CURL_ERROR_SIZE];
	struct curl_slist *lines;
	struct bytes body, headers; /* of the answer under way; kept for the next */
};

/* libcurl has a state of the process that must be set up once, before any thread uses it. */
static void set_up(void)
{
	MUST(curl_global_init(CURL_GLOBAL_DEFAULT) == 0);
}

static size_t take(struct bytes *b, const char *p, size_t n)
{
	if (n > ANSWER_MAX - b->n)
		return 0;
	if (b->n + n > b->room) {
		size_t room = b->room ? b->room : 4096;

		while (room < b->n + n)
			room *= 2;
		b->p = realloc(b->p, room);
		MUST(b->p);
		b->room = room;
	}
	memcpy(b->p + b->n, p, n);
	b->n += n;
	return n;
}

static size_t on_body(char *p, size_t size, size_t n, void *client)
{
	return take(&((struct http_client *)client)->body, p, size * n);
}

static size_t on_header(char *p, size_t size, size_t n, void *client)
{
	struct bytes *headers = &((struct http_client *)client)->headers;

	/* "100 Continue" has headers too; the last status line begins the ones that count. */
	if (str_starts((struct str){ p, size * n }, S("HTTP/"))) {
		headers->n = 0;
		return size * n;
	}
	return take(headers, p, size * n);
}

struct http_client *http_client_new(const char *base)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct http_client *c = calloc(1, sizeof *c);
	size_t n = strlen(base);

	pthread_once(&once, set_up);
	MUST(c && n < BASE_MAX);
	memcpy(c->base, base, n);
	/* Paths begin with the slash that a base may end in. */
	if (n > 0 && base[n - 1] == '/')
		c->base[n - 1] = 0;
	c->curl = curl_easy_init();
	MUST(c->curl);
	curl_easy_setopt(c->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c->curl, CURLOPT_PROXY, "");
	curl_easy_setopt(c->curl, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(c->curl, CURLOPT_COOKIEFILE, "");
	curl_easy_setopt(c->curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c->curl, CURLOPT_CONNECTTIMEOUT, 5L);
	curl_easy_setopt(c->curl, CURLOPT_TIMEOUT, 30L);
	curl_easy_setopt(c->curl, CURLOPT_ERRORBUFFER, c->why);
	curl_easy_setopt(c->curl, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c->curl, CURLOPT_WRITEDATA, c);
	curl_easy_setopt(c->curl, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(c->curl, CURLOPT_HEADERDATA, c);
	return c;
}

void http_client_free(struct http_client *c)
{
	if (!c)
		return;
	curl_easy_cleanup(c->curl);
	curl_slist_free_all(c->lines);
	free(c->body.p);
	free(c->headers.p);
	free(c);
}

void http_client_header(struct http_client *c, const char *line)
{
	struct curl_slist *lines = curl_slist_append(c->lines, line);

	MUST(lines);
	c->lines = lines;
}

const char *http_client_why(const struct http_client *c)
{
	return c->why;
}

struct str http_got_header(const struct http_got *got, const char *name)
{
	struct str rest = got->headers, line;
	size_t n = strlen(name);

	while (str_cut(&rest, '\n', &line)) {
		if (line.n <= n || line.p[n] != ':')
			continue;
		/* Both sides in one case, without changing either. */
		if (strncasecmp(line.p, name, n) == 0)
			return str_trim(str_sub(line, n + 1, line.n));
	}
	return (struct str){ NULL, 0 };
}

static enum err ask(struct http_client *c, struct arena *a, struct str path,
                    struct curl_slist *lines, struct http_got *ret)
{
	int64_t began_us = time_monotonic_us();
	struct str url = arena_printf(a, "%s%.*s", c->base, STR_ARG(path));
	long status = 0;
	CURLcode rc;

	c->body.n = c->headers.n = 0;
	c->why[0] = 0;
	curl_easy_setopt(c->curl, CURLOPT_URL, url.p);
	curl_easy_setopt(c->curl, CURLOPT_HTTPHEADER, lines);
	rc = curl_easy_perform(c->curl);
	curl_easy_setopt(c->curl, CURLOPT_HTTPHEADER, NULL);
	if (rc != CURLE_OK) {
		if (!c->why[0])
			snprintf(c->why, sizeof c->why, "%s", curl_easy_strerror(rc));
		return ERR_IO;
	}
	curl_easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &status);
	*ret = (struct http_got){
		.status = (int)status,
		.body = arena_str(a, c->body.p, c->body.n),
		.headers = arena_str(a, c->headers.p, c->headers.n),
		.us = time_monotonic_us() - began_us,
	};
	ret->location = http_got_header(ret, "Location");
	if (!ret->location.p)
		ret->location = S("");
	return ERR_OK;
}

enum err http_client_get(struct http_client *c, struct arena *a, const char *path,
                         struct http_got *ret)
{
	curl_easy_setopt(c->curl, CURLOPT_HTTPGET, 1L);
	return ask(c, a, str_of(path), c->lines, ret);
}

enum err http_client_post(struct http_client *c, struct arena *a, const char *path,
                          const struct http_pair *type_and_body, struct http_got *ret)
{
	struct str type = arena_printf(a, "Content-Type: %.*s", STR_ARG(type_and_body->name));
	struct curl_slist *lines = curl_slist_append(NULL, type.p);
	enum err e;

	/* "Expect: 100-continue" would cost a round trip for nothing. */
	lines = curl_slist_append(lines, "Expect:");
	for (const struct curl_slist *l = c->lines; l; l = l->next)
		lines = curl_slist_append(lines, l->data);
	MUST(lines);
	curl_easy_setopt(c->curl, CURLOPT_POST, 1L);
	curl_easy_setopt(c->curl, CURLOPT_POSTFIELDSIZE, (long)type_and_body->value.n);
	curl_easy_setopt(c->curl, CURLOPT_POSTFIELDS, type_and_body->value.p);
	e = ask(c, a, str_of(path), lines, ret);
	curl_slist_free_all(lines);
	return e;
}

/* Is the name among those that the caller fills in? */
static bool is_filled(const struct http_submit *s, struct str name)
{
	for (int i = 0; i < s->n; i++)
		if (str_eq(s->fields[i].name, name))
			return true;
	return false;
}

enum err http_client_submit(struct http_client *c, struct arena *a,
                            const struct http_submit *submit, struct http_got *ret)
{
	struct http_form_found *form = arena_make(a, struct http_form_found);
	struct http_pair *pairs;
	struct http_pair body = { .name = S("application/x-www-form-urlencoded") };
	int n = 0;

	if (!http_form_find(a, submit->page->body, submit->action, form))
		return ERR_NOT_FOUND;
	pairs = arena_many(a, struct http_pair, (size_t)(form->fields.n + submit->n) + 1);
	for (int i = 0; i < form->fields.n; i++)
		if (!is_filled(submit, form->fields.at[i].name))
			pairs[n++] = form->fields.at[i];
	for (int i = 0; i < submit->n; i++)
		pairs[n++] = submit->fields[i];
	body.value = http_form_encode(a, pairs, n);
	return http_client_post(c, a, form->action.p, &body, ret);
}

enum err http_client_follow(struct http_client *c, struct arena *a, struct http_got *page)
{
	enum err e = ERR_OK;

	for (int i = 0; e == ERR_OK && page->status / 100 == 3 && page->location.n > 0; i++) {
		if (i == REDIRECTS_MAX || page->location.p[0] != '/')
			return ERR_IO;
		e = http_client_get(c, a, arena_str(a, page->location.p, page->location.n).p, page);
	}
	return e;
}
