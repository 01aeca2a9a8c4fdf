/*
 * voters.c -- delegates who vote at once, each on a connection that is kept open.
 *
 *   bench_voters PORT QUESTION CONNECTIONS SECONDS < TOKENS
 *
 * TOKENS are lines "delegate SLUG TOKEN" of bench_people.  The voters are shared out over the
 * connections; on each one, a vote is sent, its acknowledgement awaited, then the next voter of the
 * connection votes, or the same one changes their vote.  With SECONDS 0 everyone votes once. Prints
 * acknowledged votes and how many there were a second.  Any answer but 200 ends the program: a
 * figure is exact or none.
 */
#include "base/parse.h"
#include "base/str.h"
#include "base/time.h"
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TOKEN_LIMIT = 128, ANSWER_LIMIT = 16384, REQUEST_LIMIT = 1024, EVENTS = 256 };

struct voter {
	char token[TOKEN_LIMIT], csrf[TOKEN_LIMIT];
	int cast;
};

struct line {
	int fd, voter; /* who votes on it now */
	size_t n;
	char answer[ANSWER_LIMIT + 1];
};

struct bench {
	int port, line_count, voter_count, epoll;
	int64_t question, deadline_us; /* deadline 0: everyone once */
	struct voter *voters;
	struct line *lines;
	int64_t acknowledged;
	int busy; /* lines that wait for an answer */
};

static _Noreturn void fail(const char *what, const char *detail)
{
	fprintf(stderr, "bench_voters: %s: %s\n", what, detail);
	exit(1);
}

static void read_voters(struct bench *b)
{
	char line[512], token[TOKEN_LIMIT];
	int cap = 0;

	while (fgets(line, sizeof line, stdin)) {
		if (sscanf(line, "delegate %*s %127s", token) != 1)
			continue;
		if (b->voter_count == cap) {
			cap = cap ? 2 * cap : 64;
			b->voters = realloc(b->voters, (size_t)cap * sizeof *b->voters);
		}
		b->voters[b->voter_count] = (struct voter){ .cast = 0 };
		snprintf(b->voters[b->voter_count++].token, TOKEN_LIMIT, "%s", token);
	}
	if (b->voter_count < b->line_count)
		fail("voters", "fewer than connections");
}

static int open_line(const struct bench *b)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		                  .sin_port = htons((uint16_t)b->port),
		                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0)
		fail("connect", "refused");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return fd;
}

static void send_all(int fd, const char *p, int n)
{
	if (write(fd, p, (size_t)n) != n)
		fail("write", "cut short");
}

/* Is the answer there whole?  Its status must be 200. */
static bool is_whole(struct line *l)
{
	const char *body, *length;

	l->answer[l->n] = '\0';
	body = strstr(l->answer, "\r\n\r\n");
	if (!body)
		return false;
	if (strncmp(l->answer, "HTTP/1.1 200 ", 13) != 0)
		fail("answer", l->answer);
	length = strcasestr(l->answer, "\r\nContent-Length:");
	if (!length || length > body)
		fail("answer without length", l->answer);
	return l->n >= (size_t)(body + 4 - l->answer) + strtoul(length + 17, NULL, 10);
}

static void receive(struct line *l)
{
	ssize_t got = read(l->fd, l->answer + l->n, ANSWER_LIMIT - l->n);

	if (got <= 0)
		fail("read", "the connection was closed");
	l->n += (size_t)got;
}

/* Each voter's form token, as an API client asks for it. */
static void fetch_tokens(struct bench *b)
{
	struct line *l = &b->lines[0];

	for (int i = 0; i < b->voter_count; i++) {
		char ask[REQUEST_LIMIT];
		const char *csrf;

		l->n = 0;
		send_all(l->fd, ask,
		         snprintf(ask, sizeof ask,
		                  "GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\n"
		                  "Cookie: near_session=%s\r\n\r\n",
		                  b->voters[i].token));
		do
			receive(l);
		while (!is_whole(l));
		csrf = strstr(l->answer, "\"csrf\":\"");
		if (!csrf || sscanf(csrf + 8, "%127[0-9a-zA-Z_-]", b->voters[i].csrf) != 1)
			fail("no form token", l->answer);
	}
}

static void vote(struct bench *b, struct line *l)
{
	static const char *const choices[] = { "yes", "no", "abstain" };
	struct voter *v = &b->voters[l->voter];
	char body[128], ask[REQUEST_LIMIT];
	int n = snprintf(body, sizeof body, "choice=%s&revision=-1",
	                 choices[(l->voter / 5 + v->cast++) % 3]);

	l->n = 0;
	send_all(l->fd, ask,
	         snprintf(ask, sizeof ask,
	                  "POST /api/v1/questions/%lld/votes HTTP/1.1\r\nHost: localhost\r\n"
	                  "Cookie: near_session=%s\r\nX-CSRF-Token: %s\r\n"
	                  "Content-Type: application/x-www-form-urlencoded\r\n"
	                  "Content-Length: %d\r\n\r\n%s",
	                  (long long)b->question, v->token, v->csrf, n, body));
}

/* The next voter of this connection; nobody when everyone has voted once and that is all. */
static bool take_turn(struct bench *b, struct line *l)
{
	int next = l->voter + b->line_count;

	if (b->deadline_us == 0 && next >= b->voter_count)
		return false;
	if (b->deadline_us > 0 && time_monotonic_us() >= b->deadline_us)
		return false;
	l->voter = next < b->voter_count ? next : (int)(l - b->lines);
	return true;
}

static void hear(struct bench *b, struct line *l)
{
	receive(l);
	if (!is_whole(l))
		return;
	b->acknowledged++;
	if (take_turn(b, l))
		vote(b, l);
	else
		b->busy--;
}

static void open_lines(struct bench *b)
{
	b->lines = calloc((size_t)b->line_count, sizeof *b->lines);
	b->epoll = epoll_create1(0);
	for (int i = 0; i < b->line_count; i++) {
		struct epoll_event want = { .events = EPOLLIN, .data.u32 = (uint32_t)i };

		b->lines[i].fd = open_line(b);
		b->lines[i].voter = i;
		epoll_ctl(b->epoll, EPOLL_CTL_ADD, b->lines[i].fd, &want);
	}
}

static void run(struct bench *b)
{
	struct epoll_event events[EVENTS];

	b->busy = b->line_count;
	for (int i = 0; i < b->line_count; i++)
		vote(b, &b->lines[i]);
	while (b->busy > 0) {
		int n = epoll_wait(b->epoll, events, EVENTS, 30000);

		if (n <= 0)
			fail("waiting", "no answer for 30 seconds");
		for (int i = 0; i < n; i++)
			hear(b, &b->lines[events[i].data.u32]);
	}
}

int main(int argc, char **argv)
{
	struct bench b = { 0 };
	struct rlimit files;
	int64_t port, lines, seconds, begin, spent;

	if (argc != 5 || !parse_i64(str_of(argv[1]), 1, 65535, &port) ||
	    !parse_i64(str_of(argv[2]), 1, INT64_MAX, &b.question) ||
	    !parse_i64(str_of(argv[3]), 1, 10000, &lines) ||
	    !parse_i64(str_of(argv[4]), 0, 3600, &seconds)) {
		fputs("usage: bench_voters PORT QUESTION CONNECTIONS SECONDS < TOKENS\n", stderr);
		return 2;
	}
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	b.port = (int)port;
	b.line_count = (int)lines;
	read_voters(&b);
	open_lines(&b);
	fetch_tokens(&b);
	begin = time_monotonic_us();
	b.deadline_us = seconds ? begin + seconds * 1000000 : 0;
	run(&b);
	spent = time_monotonic_us() - begin;
	printf("%lld %.0f\n", (long long)b.acknowledged,
	       (double)b.acknowledged * 1e6 / (double)spent);
	for (int i = 0; i < b.line_count; i++)
		close(b.lines[i].fd);
	free(b.lines);
	free(b.voters);
	return 0;
}
