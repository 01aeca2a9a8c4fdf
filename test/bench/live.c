/*
 * live.c -- how long a change takes until the last of many open live streams has it.
 *
 *   bench_live PORT PID QUESTION STREAMS ROUNDS < TOKENS
 *
 * TOKENS are lines "delegate SLUG TOKEN" of bench_people; PID is the server.  The streams are those
 * of the question's live region, shared out over the six languages.  In each round another delegate
 * votes: measured from sending the vote until the last stream has been read to the end of its
 * event. Prints the median and the worst round in milliseconds, and KiB of the server's memory a
 * stream.
 */
#include "base/language.h"
#include "base/parse.h"
#include "base/str.h"
#include "base/time.h"
#include "http/client.h"
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, EVENT_LIMIT = 4096, OPENING_AT_ONCE = 256, WAIT_MS = 30000 };

struct stream {
	int fd;
	bool has_it; /* the event of this round, whole */
	size_t n;
	char in[EVENT_LIMIT];
};

struct bench {
	int port, epoll, stream_count, missing;
	int64_t question, pid, rounds;
	struct stream *streams;
	struct arena *arena;
};

static _Noreturn void fail(const char *what, const char *detail)
{
	fprintf(stderr, "bench_live: %s: %s\n", what, detail);
	exit(1);
}

/* The resident memory of the server. */
static double resident_kib(const struct bench *b)
{
	char path[64], line[256];
	double kib = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%lld/status", (long long)b->pid);
	f = fopen(path, "re");
	if (!f)
		fail("the server's memory", path);
	while (fgets(line, sizeof line, f))
		if (sscanf(line, "VmRSS: %lf", &kib) == 1)
			break;
	fclose(f);
	return kib;
}

/* --- streams --- */

static void open_stream(struct bench *b, int i)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		                  .sin_port = htons((uint16_t)b->port),
		                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct epoll_event want = { .events = EPOLLIN, .data.u32 = (uint32_t)i };
	int fd = socket(AF_INET, SOCK_STREAM, 0), n;
	char ask[256];

	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0)
		fail("connect", "refused");
	n = snprintf(ask, sizeof ask,
	             "GET /%s/votes/%lld/live HTTP/1.1\r\nHost: localhost\r\n"
	             "Accept: text/event-stream\r\n\r\n",
	             language_code((enum language)(i % LANGUAGE_COUNT)), (long long)b->question);
	if (write(fd, ask, (size_t)n) != n)
		fail("write", "cut short");
	b->streams[i] = (struct stream){ .fd = fd };
	b->missing++;
	epoll_ctl(b->epoll, EPOLL_CTL_ADD, fd, &want);
}

static void hear(struct bench *b, struct stream *s)
{
	ssize_t got = read(s->fd, s->in + s->n, sizeof s->in - 1 - s->n);

	if (got <= 0)
		fail("a stream ended", s->in);
	s->n += (size_t)got;
	s->in[s->n] = 0;
	if (s->n < 2 || memcmp(s->in + s->n - 2, "\n\n", 2) != 0)
		return;
	if (!s->has_it && strstr(s->in, "id: ")) {
		s->has_it = true;
		b->missing--;
	} else if (strncmp(s->in, "HTTP/1.1 ", 9) == 0 &&
	           strncmp(s->in, "HTTP/1.1 200 ", 13) != 0) {
		fail("answer", s->in);
	}
	/* The head and "retry" come before the first event. */
	if (s->has_it)
		s->n = 0;
}

static void hear_until(struct bench *b, int missing)
{
	struct epoll_event events[EVENTS];

	while (b->missing > missing) {
		int n = epoll_wait(b->epoll, events, EVENTS, WAIT_MS);

		if (n <= 0)
			fail("waiting", "no event for 30 seconds");
		for (int i = 0; i < n; i++)
			hear(b, &b->streams[events[i].data.u32]);
	}
}

static void open_streams(struct bench *b)
{
	b->streams = calloc((size_t)b->stream_count, sizeof *b->streams);
	b->epoll = epoll_create1(0);
	for (int i = 0; i < b->stream_count; i++) {
		open_stream(b, i);
		hear_until(b, OPENING_AT_ONCE);
	}
	hear_until(b, 0);
}

/* --- rounds --- */

static struct http_client *delegate_next(struct bench *b, struct http_got *ret_page)
{
	char line[512], token[128], text[160];
	struct http_client *c;

	do
		if (!fgets(line, sizeof line, stdin))
			fail("rounds", "more than delegates");
	while (sscanf(line, "delegate %*s %127s", token) != 1);
	snprintf(text, sizeof text, "http://127.0.0.1:%d", b->port);
	c = http_client_new(text);
	snprintf(text, sizeof text, "Cookie: near_session=%s", token);
	http_client_header(c, text);
	snprintf(text, sizeof text, "/en/votes/%lld", (long long)b->question);
	if (http_client_get(c, b->arena, text, ret_page) != ERR_OK || ret_page->status != 200)
		fail("a delegate's ballot", text);
	return c;
}

/* Milliseconds from sending a vote until the last stream has the new state. */
static double run_round(struct bench *b)
{
	struct http_pair choice = { S("choice"), S("yes") };
	struct http_got page = { 0 };
	struct http_client *c = delegate_next(b, &page);
	struct http_submit submit = { .page = &page, .fields = &choice, .n = 1 };
	char path[64];
	int64_t begun;

	snprintf(path, sizeof path, "/en/votes/%lld", (long long)b->question);
	submit.action = path;
	for (int i = 0; i < b->stream_count; i++)
		b->streams[i].has_it = false;
	b->missing = b->stream_count;
	begun = time_monotonic_us();
	if (http_client_submit(c, b->arena, &submit, &page) != ERR_OK || page.status >= 400)
		fail("a vote", path);
	hear_until(b, 0);
	begun = time_monotonic_us() - begun;
	http_client_free(c);
	return (double)begun / 1000;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	struct bench b = { .arena = arena_new() };
	struct rlimit files;
	int64_t port, streams;
	double before, after, *ms;

	if (argc != 6 || !parse_i64(str_of(argv[1]), 1, 65535, &port) ||
	    !parse_i64(str_of(argv[2]), 1, INT32_MAX, &b.pid) ||
	    !parse_i64(str_of(argv[3]), 1, INT64_MAX, &b.question) ||
	    !parse_i64(str_of(argv[4]), 1, 100000, &streams) ||
	    !parse_i64(str_of(argv[5]), 1, 1000, &b.rounds)) {
		fputs("usage: bench_live PORT PID QUESTION STREAMS ROUNDS < TOKENS\n", stderr);
		return 2;
	}
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	b.port = (int)port;
	b.stream_count = (int)streams;
	ms = calloc((size_t)b.rounds, sizeof *ms);
	before = resident_kib(&b);
	open_streams(&b);
	for (int64_t i = 0; i < b.rounds; i++)
		ms[i] = run_round(&b);
	after = resident_kib(&b);
	qsort(ms, (size_t)b.rounds, sizeof *ms, compare);
	printf("%.1f %.1f %.2f\n", ms[b.rounds / 2], ms[b.rounds - 1],
	       (after - before) / (double)streams);
	arena_free(b.arena);
	free(ms);
	free(b.streams);
	return 0;
}
