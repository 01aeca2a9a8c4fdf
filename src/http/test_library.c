/* test_library.c -- where libmicrohttpd falls short, and what stands in its place. */
#include "http/test_live.h"

#define POST "POST /en/count HTTP/1.1\r\nHost: x\r\n"

static struct http_config small(void)
{
	return (struct http_config){ .readers = 2, .workers = 2, .listeners = 1 };
}

static const char *filled(char c, size_t n)
{
	char *p = arena_alloc(arena, n + 1);

	memset(p, c, n);
	p[n] = 0;
	return p;
}

static int count_answers(struct str in)
{
	int n = 0;

	for (const char *at; in.n > 0 && (at = memmem(in.p, in.n, "HTTP/1.1 ", 9)); n++)
		in = str_sub(in, (size_t)(at - in.p) + 9, in.n);
	return n;
}

/* What libmicrohttpd refuses by itself has its page, one line in the log, and no second answer. */
static void what_the_library_refuses_is_answered_once_and_logged(void)
{
	static const struct {
		const char *text;
		int status;
	} cases[] = {
		{ POST "Content-Length: 1x\r\n\r\nab", 400 },
		{ POST "Content-Length: -1\r\n\r\n", 400 },
		{ POST "Content-Length:\r\n\r\nab", 400 },
		{ POST "Content-Length: 99999999999999999999999\r\n\r\nab", 413 },
		{ POST "Expect: 100-continue\r\nContent-Length: 1x\r\n\r\nab", 400 },
		{ POST "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n", 400 },
		{ POST "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n", 400 },
		{ POST "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\na\r\n", 413 },
		{ "GET /en/count HTTP/2.0\r\nHost: x\r\n\r\n", 505 },
		{ "GET /en/count HTTP/1.1\r\nHost: x\r\nno colon here\r\n\r\n", 400 },
		{ "GET /en/count HTTP/x\r\nHost: x\r\n\r\n", 400 },
		{ NULL, 414 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *text = cases[i].text;
		struct str in, line;

		if (!text)
			text = arena_printf(arena, "GET /%s HTTP/1.1\r\n\r\n",
			                    filled('t', 200 * 1024))
			               .p;
		live_start(small());
		MUST(ftruncate(fileno(log_file), 0) == 0);
		in = live_raw(text);
		live_stop();
		line = live_log("event=refused");
		CHECK(count_answers(in) == 1);
		CHECK(str_starts(in, arena_printf(arena, "HTTP/1.1 %d ", cases[i].status)));
		CHECK(live_has(line, arena_printf(arena, " status=%d", cases[i].status).p));
		CHECK(!live_has(live_log("event=request"), " status=0"));
	}
}

/* As C strings they would be other requests than those that were sent. */
static void head_with_a_zero_is_refused(void)
{
	static const struct str heads[] = {
		S_INIT("GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n"),
		S_INIT("GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: a\0\r\n"),
		S_INIT("GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: \0\r\nX-B: b\r\n"),
		S_INIT("GET /healthz HTTP/1.1\r\nHost: x\0.example\r\n"),
		S_INIT("GET /healthz HTTP/1.1\r\nHost: x\r\n\0X-A: a\r\n"),
		S_INIT("GET /healthz HTTP/1.1\r\nHost: x\r\n\0\r\n"),
		S_INIT("GET /healthz HTTP/1.1\r\nHost: x\r\nX\0A: a\r\n"),
		S_INIT("GET /healthz\0/b HTTP/1.1\r\nHost: x\r\n"),
		S_INIT("GE\0T /healthz HTTP/1.1\r\nHost: x\r\n"),
		S_INIT("GET /healthz HTTP/1.1\r\nHost: x\nX-A: a\0\n"),
		/* RFC 9112, 5.2: a value in several lines */
		S_INIT("GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: a\r\n  b\r\n"),
	};

	live_start(small());
	for (size_t i = 0; i < COUNT_OF(heads); i++) {
		int fd = live_connect();
		struct str in;

		live_send(fd, heads[i].p, heads[i].n);
		live_send(fd, "Connection: close\r\n\r\n", 21);
		in = live_read(fd);
		CHECK(str_starts(in, S("HTTP/1.1 400 ")) && count_answers(in) == 1);
		close(fd);
	}
	live_stop();
}

static void head_may_be_written_in_many_ways(void)
{
	static const char *const heads[] = {
		"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
		"GET /healthz HTTP/1.1\r\nHost:x\r\nX-A:\r\nX-B: \t  b  \r\n"
		"Connection: close\r\n\r\n",
		"GET /healthz HTTP/1.1\nHost: x\nConnection: close\n\n",
		"GET /healthz HTTP/1.0\r\n\r\n",
		"GET /healthz HTTP/1.0\n\n",
		"\r\nGET /healthz? HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
		"GET http://x/healthz?&& HTTP/1.1\r\nHost: x\r\nCookie: a=b; c\r\n"
		"Connection: close\r\n\r\n",
	};

	live_start(small());
	for (size_t i = 0; i < COUNT_OF(heads); i++)
		CHECK(str_starts(live_raw(heads[i]), S("HTTP/1.1 200 ")));
	live_stop();
}

int main(void)
{
	live_quiet();
	engine_new_with_writer(&engine);
	arena = arena_new();
	RUN(what_the_library_refuses_is_answered_once_and_logged);
	RUN(head_with_a_zero_is_refused);
	RUN(head_may_be_written_in_many_ways);
	arena_free(arena);
	engine_free(&engine);
	return TAP_DONE();
}
