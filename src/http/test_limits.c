/* test_limits.c -- too large, too slow, too many, and not what it seems: on real sockets. */
#include "http/test_live.h"
#include <linux/sockios.h>
#include <sys/ioctl.h>

static struct http_config small(void)
{
	return (struct http_config){
		.readers = 2, .workers = 2, .listeners = 1, .page_cache = true
	};
}

static struct str filled(char c, size_t n)
{
	char *p = arena_alloc(arena, n + 1);

	memset(p, c, n);
	return (struct str){ p, n };
}

/* --- too large --- */

static struct http_got post_bytes(size_t n, const char *expect)
{
	struct http_pair body = { S("application/x-www-form-urlencoded"), filled('x', n) };
	struct http_client *c = http_client_new(base);
	struct http_got got = { 0 };

	if (expect)
		http_client_header(c, expect);
	CHECK(http_client_post(c, arena, "/en/count", &body, &got) == ERR_OK);
	http_client_free(c);
	return got;
}

static void large_body_is_refused_with_an_answer(void)
{
	static const struct {
		size_t n;
		int status;
	} cases[] = {
		{ 64 * 1024, 403 },   { 64 * 1024 + 1, 413 },   { 200 * 1024, 413 },
		{ 1024 * 1024, 413 }, { 5 * 1024 * 1024, 413 },
	};

	live_start(small());
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CHECK(post_bytes(cases[i].n, NULL).status == cases[i].status);
		CHECK(post_bytes(cases[i].n, "Expect: 100-continue").status == cases[i].status);
	}
	live_stop();
}

static void large_body_in_pieces_is_refused(void)
{
	struct sbuf text = { .arena = arena };

	live_start(small());
	sbuf_lit(&text, "POST /en/count HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
	                "Content-Type: application/x-www-form-urlencoded\r\n\r\n");
	for (int i = 0; i < 20; i++)
		sbuf_printf(&text, "1000\r\n%s\r\n", filled('a', 4096).p);
	sbuf_lit(&text, "0\r\n\r\nGET /en/nothing HTTP/1.1\r\nHost: x\r\n"
	                "Connection: close\r\n\r\n");
	struct str in = live_raw(sbuf_done(&text).p);

	CHECK(live_has(in, "HTTP/1.1 413 ") && live_has(in, "HTTP/1.1 404 "));
	live_stop();
}

static int status_with_header(size_t n, bool is_api, struct str *ret_in)
{
	struct sbuf text = { .arena = arena };

	sbuf_printf(&text,
	            "GET %s HTTP/1.1\r\nHost: x\r\nAccept-Language: en\r\nConnection: close\r\n"
	            "X-Long: %s\r\n\r\n",
	            is_api ? "/api/v1/problems" : "/en/count", filled('h', n).p);
	*ret_in = live_raw(sbuf_done(&text).p);
	return ret_in->n > 12 ? (int)strtol(ret_in->p + strlen("HTTP/1.1 "), NULL, 10) : 0;
}

static void large_head_is_refused_with_an_answer(void)
{
	struct str in;

	live_start(small());
	CHECK(status_with_header(1000, false, &in) == 200);
	CHECK(status_with_header(15 * 1024, false, &in) == 200);
	CHECK(status_with_header(17 * 1024, false, &in) == 431);
	CHECK(live_has(in, "headers are too large") && live_has(in, "Content-Security-Policy"));
	CHECK(status_with_header(20000, true, &in) == 431);
	CHECK(live_has(in, "application/problem+json") && live_has(in, "HEADERS_TOO_LARGE"));
	CHECK(status_with_header(64 * 1024, false, &in) == 431);
	CHECK(live_has(in, "headers are too large") && live_has(in, "Content-Security-Policy"));
	CHECK(!live_has(live_log("event=refused"), " status=431"));
	/* Beyond its memory for a connection libmicrohttpd answers by itself. */
	CHECK(status_with_header(1000 * 1024, false, &in) == 431);
	CHECK(live_has(live_log("event=refused"), " status=431"));
	live_stop();
}

/* Each header field takes memory of its own besides its bytes. */
static void large_head_of_many_fields_is_refused_with_an_answer(void)
{
	static const struct {
		int n;
		size_t each;
	} heads[] = { { 8, 8000 }, { 64, 1000 }, { 200, 300 } };

	live_start(small());
	for (size_t i = 0; i < COUNT_OF(heads); i++) {
		struct sbuf text = { .arena = arena };

		sbuf_lit(&text, "GET /en/count HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
		for (int k = 0; k < heads[i].n; k++)
			sbuf_printf(&text, "X-Long-%d: %s\r\n", k, filled('h', heads[i].each).p);
		sbuf_lit(&text, "\r\n");
		CHECK(live_has(live_raw(sbuf_done(&text).p), "headers are too large"));
	}
	live_stop();
}

static struct str answer_to(const char *target)
{
	return live_raw(arena_printf(arena,
	                             "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
	                             target)
	                        .p);
}

static void large_target_is_refused_with_an_answer(void)
{
	struct str in;

	live_start(small());
	in = answer_to(arena_printf(arena, "/en/%s", filled('t', 9000).p).p);
	CHECK(str_starts(in, S("HTTP/1.1 431 ")));
	in = answer_to(arena_printf(arena, "/healthz?%s", filled('t', 8000).p).p);
	CHECK(str_starts(in, S("HTTP/1.1 400 ")));
	live_stop();
}

/* --- too often --- */

static int try(const char *name)
{
	struct http_got got = { 0 };

	CHECK(live_submit(client, "/en/try", name, &got) == ERR_OK);
	if (got.status == 429)
		CHECK(http_got_header(&got, "Retry-After").n > 0);
	return got.status;
}

/* A whole hall has one address: what goes well must not keep the others waiting. */
static void only_what_fails_is_limited(void)
{
	live_start(small());
	for (int i = 0; i < 20; i++)
		CHECK(try("right") == 200);
	CHECK(try("wrong") == 422);
	CHECK(try("right") == 200);
	CHECK(try("shown again") == 422);
	CHECK(try("wrong") == 422);
	CHECK(try("right") == 429 && try("wrong") == 429);
	CHECK(live_get("/en/count").status == 200);
	live_stop();
}

/* --- not what it seems --- */

#define POST "POST /en/count HTTP/1.1\r\nHost: x\r\n"
#define GET "GET /en/count HTTP/1.1\r\nHost: x\r\n\r\n"

static void doubtful_request_ends_the_connection(void)
{
	static const char *const bad[] = {
		/* what a proxy might take for one request and we for two */
		POST "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" GET,
		POST "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcdGET ",
		POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
		POST "Content-Length: -1\r\n\r\n",
		POST "Content-Length: 1x\r\n\r\nab",
		"GET /en/count HTTP/1.1\r\n\r\n",
		"GET /en/count HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
		"GET /en/count HTTP/1.1\r\nHost: a/../b\r\n\r\n",
		"GET /en/count HTTP/1.1\r\nHost: x\r\nno colon here\r\n\r\n",
		"GET /en/count HTTP/1.1\r\nHost: x\r\nContent-Length : 3\r\n\r\nabc",
		"GET  HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /en/count HTTP/x\r\nHost: x\r\n\r\n",
	};

	live_start(small());
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		int fd = live_connect();
		struct str in;

		live_send(fd, bad[i], strlen(bad[i]));
		in = live_read(fd);
		CHECK(str_starts(in, S("HTTP/1.1 400 ")));
		CHECK(!live_has(in, " rows, "));
		close(fd);
	}
	CHECK(live_get("/en/count").status == 200);
	live_stop();
}

static void path_never_leaves_the_routes(void)
{
	static const struct {
		const char *target, *answer;
	} cases[] = {
		{ "/en/%00", "HTTP/1.1 400 " },
		{ "/en/%", "HTTP/1.1 400 " },
		{ "/en/\xff", "HTTP/1.1 400 " },
		{ "/../../../etc/passwd", "HTTP/1.1 404 " },
		{ "/en/..%2f..%2fetc/passwd", "HTTP/1.1 400 " },
		{ "/assets/%2e%2e", "HTTP/1.1 404 " },
		{ "/en/count?%zz", "HTTP/1.1 400 " },
		{ "/en/count?x=1", "HTTP/1.1 200 " },
		{ "/healthz?x=1", "HTTP/1.1 400 " },
		{ "*", "HTTP/1.1 400 " },
		{ "/en/count/", "HTTP/1.1 301 " },
		{ "http://x/en/count", "HTTP/1.1 200 " },
	};

	live_start(small());
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		CHECK(str_starts(answer_to(cases[i].target), str_of(cases[i].answer)));
	live_stop();
}

static void old_clients_are_answered_and_closed(void)
{
	live_start(small());
	struct str in = live_raw("GET /en/count HTTP/1.0\r\n\r\n");

	CHECK(str_starts(in, S("HTTP/1.1 200 ")) && live_has(in, "Connection: close"));
	CHECK(str_starts(live_raw("BREW /en/count HTTP/1.1\r\nHost: x\r\n"
	                          "Connection: close\r\n\r\n"),
	                 S("HTTP/1.1 405 ")));
	live_stop();
}

/* --- too slow --- */

/*
 * Is a client dropped that sends a byte ten times in the time that a request may take, and never
 * comes to an end?  A server that gave each byte its own time would let it go on.
 */
static bool is_dropped(const char *begin, const char *drops)
{
	struct http_config config = small();
	bool is = false;
	int fd;

	config.limit_seconds = 1;
	live_start(config);
	fd = live_connect();
	live_send(fd, begin, strlen(begin));
	for (int i = 0; i < 300 && !is; i++)
		is = !live_send(fd, &drops[i % (int)strlen(drops)], 1) || live_is_closed(fd, 100);
	is = is && atomic_load(&server->core.metrics->dropped) == 1;
	CHECK(live_get("/en/count").status == 200);
	close(fd);
	live_stop();
	return is;
}

static void client_that_drips_is_dropped(void)
{
	CHECK(is_dropped("GET /en/count-and-a-very-long-address-", "x"));
	CHECK(is_dropped("", "\r\n"));
}

static void body_that_drips_is_dropped(void)
{
	CHECK(is_dropped(POST "Content-Length: 1000\r\n\r\n", "x"));
}

static void idle_connection_is_closed(void)
{
	struct http_config config = small();
	int fd;

	config.limit_seconds = 1;
	live_start(config);
	fd = live_connect();
	CHECK(live_is_closed(fd, NEVER_MS));
	close(fd);
	live_stop();
}

/* Until the door has, or has no more, seen the only client in the middle of a request. */
static bool becomes_seen(bool reading)
{
	bool is = !reading;

	for (int tries = 0; tries < NEVER_MS && is != reading; tries++) {
		usleep(1000);
		pthread_mutex_lock(&server->conns_lock);
		is = server->conns && server->conns->reading_us != 0;
		pthread_mutex_unlock(&server->conns_lock);
	}
	return is == reading;
}

/* A pause between two requests is no slowness: the time of each begins anew. */
static void second_request_has_its_own_time(void)
{
	static const char text[] = "GET /en/count HTTP/1.1\r\nHost: x\r\n\r\n";
	struct http_config config = small();
	int fd;

	config.limit_seconds = 8;
	live_start(config);
	fd = live_connect();
	for (int i = 0; i < 2; i++) {
		live_send(fd, text, 20);
		CHECK(becomes_seen(true));
		live_send(fd, text + 20, sizeof text - 1 - 20);
		CHECK(live_has(live_until(fd, " rows, "), " rows, "));
		CHECK(becomes_seen(false));
	}
	close(fd);
	live_stop();
}

static void slow_page_is_waited_for(void)
{
	struct http_config config = small();
	int fd;

	config.limit_seconds = 1;
	live_start(config);
	fd = live_connect();
	live_send(fd, "GET /en/slow HTTP/1.1\r\nHost: x\r\n\r\n", 35);
	usleep(2500000);
	gate = 1;
	CHECK(live_has(live_until(fd, "done"), "done"));
	close(fd);
	live_stop();
}

/* --- too many --- */

static void until_there_are(int n)
{
	while (atomic_load(&server->core.metrics->connections) != n)
		usleep(1000);
}

/* Begin a request on a new connection, and wait until the server has it. */
static int begin_request(void)
{
	int fd = live_connect(), n = 0;

	live_send(fd, "GET /en/", 8);
	/* The door asks the system, so what has come this far is seen. */
	while (ioctl(fd, SIOCOUTQ, &n) == 0 && n > 0)
		usleep(1000);
	return fd;
}

static void longest_idle_one_gives_way_to_a_newcomer(void)
{
	static const char text[] = "count HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

	for (int own = 0; own < 2; own++) {
		struct http_config config = small();
		int fds[4];

		if (own)
			config.limit_connections_client = 3;
		else
			config.limit_connections = 3;
		live_start(config);
		fds[0] = begin_request();
		until_there_are(1);
		for (int i = 1; i < 4; i++) {
			fds[i] = live_connect();
			if (i < 3)
				until_there_are(i + 1);
		}
		CHECK(live_is_closed(fds[1], NEVER_MS));
		/* What had begun goes on, and the newcomer is let in. */
		live_send(fds[0], text, sizeof text - 1);
		CHECK(live_has(live_read(fds[0]), " rows, "));
		live_send(fds[3], "GET /en/", 8);
		live_send(fds[3], text, sizeof text - 1);
		CHECK(live_has(live_read(fds[3]), " rows, "));
		for (int i = 0; i < 4; i++)
			close(fds[i]);
		live_stop();
	}
}

static void client_may_have_so_many_connections(void)
{
	struct http_config config = small();
	struct http_got got = { 0 };
	int fds[6];

	config.limit_connections_client = 5;
	live_start(config);
	for (int i = 0; i < 6; i++)
		fds[i] = i < 5 ? begin_request() : live_connect();
	CHECK(live_is_closed(fds[5], NEVER_MS));
	CHECK(!live_is_closed(fds[4], 100));
	close(fds[0]);
	/* The server hears of it a moment later. */
	for (int tries = 0; tries < NEVER_MS && got.status != 200; tries++)
		if (http_client_get(client, arena, "/en/count", &got) != ERR_OK)
			usleep(1000);
	CHECK(got.status == 200);
	for (int i = 1; i < 6; i++)
		close(fds[i]);
	live_stop();
}

static void connections_are_counted_for_a_network(void)
{
	static const char *const peers[] = { "2001:db8::1", "2001:db8::2", "2001:db8:0:1::1" };
	struct http_conn *conns[COUNT_OF(peers)];
	struct http_addr addr, network = { 0 };
	int all;

	live_start(small());
	for (size_t i = 0; i < COUNT_OF(peers); i++) {
		MUST(http_addr_parse(str_of(peers[i]), &addr));
		if (i == 0)
			network = http_addr_client(&addr);
		conns[i] = http_conn_new(server, -1, &addr, 0);
	}
	CHECK(http_conns_count(server, &network, &all) == 2 && all == 3);
	for (size_t i = 0; i < COUNT_OF(peers); i++)
		http_conn_free(conns[i]);
	live_stop();
}

static void proxy_may_have_more_connections(void)
{
	struct http_config config = small();
	int fds[6];

	config.limit_connections_client = 5;
	config.trusted_proxies = "127.0.0.0/8";
	live_start(config);
	for (int i = 0; i < 6; i++)
		fds[i] = live_connect();
	CHECK(!live_is_closed(fds[5], 300));
	for (int i = 0; i < 6; i++)
		close(fds[i]);
	live_stop();
}

static void too_many_waiting_are_told_to_come_back(void)
{
	struct http_config config = {
		.readers = 1, .workers = 1, .listeners = 1, .limit_waiting = 1
	};
	int fds[3];
	struct str in;

	live_start(config);
	for (int i = 0; i < 3; i++) {
		fds[i] = live_connect();
		live_send(fds[i], "GET /en/slow HTTP/1.1\r\nHost: x\r\n\r\n", 35);
		while (i < 2 && entered + live_waiting() <= i)
			usleep(1000);
	}
	in = live_until(fds[2], "Too many changes at once");
	CHECK(str_starts(in, S("HTTP/1.1 503 ")) && live_has(in, "Retry-After: ") &&
	      live_has(in, "Too many changes at once"));
	gate = 1;
	for (int i = 0; i < 2; i++)
		CHECK(live_has(live_until(fds[i], "done"), "done"));
	for (int i = 0; i < 3; i++)
		close(fds[i]);
	live_stop();
}

/* Pages that take long do not keep a write from being made. */
static void writes_have_a_lane_of_their_own(void)
{
	struct http_config config = { .readers = 1, .workers = 1, .listeners = 1 };
	struct http_got page;
	int fd;

	live_start(config);
	page = live_get("/en/form");
	fd = live_connect();
	live_send(fd, "GET /en/slow HTTP/1.1\r\nHost: x\r\n\r\n", 35);
	while (!entered)
		usleep(1000);
	struct http_pair field = { S("name"), S("lane-1") };
	struct http_submit submit = {
		.page = &page, .action = "/en/count", .fields = &field, .n = 1
	};

	CHECK(http_client_submit(client, arena, &submit, &page) == ERR_OK && page.status == 200);
	gate = 1;
	CHECK(live_has(live_until(fd, "done"), "done"));
	close(fd);
	live_stop();
}

/* A form of this visitor's, sent and not waited for. */
static int send_form(const struct http_got *page, const char *path)
{
	struct str cookie = http_got_header(page, "Set-Cookie"), token, whole;
	const char *at = memmem(page->body.p, page->body.n, "name=\"csrf\" value=\"", 19);
	int fd = live_connect();

	MUST(at && cookie.p);
	token = (struct str){ at + 19, HTTP_CSRF_TEXT };
	whole = arena_printf(arena,
	                     "POST %s HTTP/1.1\r\nHost: x\r\nCookie: %.*s\r\n"
	                     "Content-Type: application/x-www-form-urlencoded\r\n"
	                     "Content-Length: %d\r\n\r\ncsrf=%.*s",
	                     path, (int)str_find(cookie, ';', 0), cookie.p, 5 + HTTP_CSRF_TEXT,
	                     STR_ARG(token));
	live_send(fd, whole.p, whole.n);
	return fd;
}

/* Passwords take long on purpose; who hashes them keeps no write from being made. */
static void passwords_wait_in_a_line_of_their_own(void)
{
	struct http_config config = { .readers = 1, .workers = 1, .listeners = 1 };
	struct http_pair field = { S("name"), S("lane-2") };
	struct http_got page;
	int fds[6];

	live_start(config);
	page = live_get("/en/form");
	for (int i = 0; i < 6; i++)
		fds[i] = send_form(&page, i % 2 ? "/en/hash" : "/en/has%68");
	while (entered + live_waiting() < 6)
		usleep(1000);
	struct http_submit submit = {
		.page = &page, .action = "/en/count", .fields = &field, .n = 1
	};
	struct http_got got;

	CHECK(entered == 2);
	CHECK(http_client_submit(client, arena, &submit, &got) == ERR_OK && got.status == 200);
	/* Whose client has gone is not worked on. */
	close(fds[5]);
	gate = 1;
	for (int i = 0; i < 5; i++) {
		CHECK(live_has(live_until(fds[i], "done"), "done"));
		close(fds[i]);
	}
	CHECK(begun == 5);
	live_stop();
}

static void large_answer_arrives_whole(void)
{
	struct http_got got;

	live_start(small());
	got = live_get("/en/large");
	CHECK(got.status == 200 && got.body.n == 16 * 1000 * 1000);
	live_stop();
}

int main(void)
{
	live_quiet();
	engine_new_with_writer(&engine);
	arena = arena_new();
	RUN(large_body_is_refused_with_an_answer);
	RUN(large_body_in_pieces_is_refused);
	RUN(large_head_is_refused_with_an_answer);
	RUN(large_head_of_many_fields_is_refused_with_an_answer);
	RUN(large_target_is_refused_with_an_answer);
	RUN(only_what_fails_is_limited);
	RUN(doubtful_request_ends_the_connection);
	RUN(path_never_leaves_the_routes);
	RUN(old_clients_are_answered_and_closed);
	RUN(client_that_drips_is_dropped);
	RUN(body_that_drips_is_dropped);
	RUN(idle_connection_is_closed);
	RUN(second_request_has_its_own_time);
	RUN(slow_page_is_waited_for);
	RUN(longest_idle_one_gives_way_to_a_newcomer);
	RUN(client_may_have_so_many_connections);
	RUN(connections_are_counted_for_a_network);
	RUN(proxy_may_have_more_connections);
	RUN(too_many_waiting_are_told_to_come_back);
	RUN(writes_have_a_lane_of_their_own);
	RUN(passwords_wait_in_a_line_of_their_own);
	RUN(large_answer_arrives_whole);
	arena_free(arena);
	engine_free(&engine);
	return TAP_DONE();
}
