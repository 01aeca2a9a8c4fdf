/*
 * close.c -- how long the chair waits from closing a vote until the published result is on the
 * screen.
 *
 *   bench_close URL QUESTION TOKEN     prints milliseconds
 *
 * Measured as a chair's browser does it: the form is sent, the redirect is followed, the page is
 * read.
 */
#include "base/str.h"
#include "base/time.h"
#include "http/client.h"
#include <stdio.h>

static int fail(const char *what, const struct http_got *got)
{
	fprintf(stderr, "bench_close: %s: HTTP %d\n%.*s\n", what, got->status, STR_ARG(got->body));
	return 1;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct http_got page = { 0 };
	struct http_client *c;
	char path[128], cookie[256];
	int64_t begin;

	if (argc != 4) {
		fputs("usage: bench_close URL QUESTION TOKEN\n", stderr);
		return 2;
	}
	c = http_client_new(argv[1]);
	snprintf(cookie, sizeof cookie, "Cookie: near_session=%s", argv[3]);
	http_client_header(c, cookie);
	snprintf(path, sizeof path, "/en/votes/%s/close", argv[2]);
	if (http_client_get(c, a, path, &page) != ERR_OK || page.status != 200)
		return fail("the form that closes", &page);
	begin = time_monotonic_us();
	if (http_client_submit(c, a, &(struct http_submit){ .page = &page, .action = path },
	                       &page) != ERR_OK ||
	    http_client_follow(c, a, &page) != ERR_OK || page.status != 200)
		return fail("closing", &page);
	printf("%.1f\n", (double)(time_monotonic_us() - begin) / 1000);
	http_client_free(c);
	arena_free(a);
	return 0;
}
