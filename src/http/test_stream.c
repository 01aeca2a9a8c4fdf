/* test_stream.c -- live streams over real sockets, and the events that they are made of. */
#include "http/live_hub.h"
#include "http/test_stream.h"

/* --- events --- */

static bool is_event(const char *fragment, const char *data)
{
	struct live_bytes *b = live_event(str_of(fragment));
	char hex[CRYPTO_SHA256_HEX];
	struct str want;
	bool is;

	crypto_sha256_hex(fragment, strlen(fragment), hex);
	want = arena_printf(arena, "id: %.16s\n%s\n", hex, data);
	is = str_eq((struct str){ b->p, b->n }, want);
	live_bytes_unref(b);
	return is;
}

static void event_is_id_and_lines_of_data(void)
{
	CHECK(is_event("<p>1</p>", "data: <p>1</p>\n"));
	CHECK(is_event("<p>1</p>\n", "data: <p>1</p>\ndata: \n"));
	CHECK(is_event("a\n\nb", "data: a\ndata: \ndata: b\n"));
	CHECK(is_event("", "data: \n"));
}

/* --- one reader --- */

static void without_a_stream_the_fragment_is_a_page(void)
{
	struct http_got got;

	regions_start((struct http_config){ 0 });
	for (int i = 0; i < 2; i++) {
		got = live_get("/en/live/same");
		CHECK(got.status == 200 && str_is(got.body, "<p>always the same</p>"));
		CHECK(str_is(http_got_header(&got, "Cache-Control"), "no-cache"));
		CHECK(live_has(http_got_header(&got, "Vary"), "Accept, "));
	}
	CHECK(made[LANGUAGE_EN] == 1);
	http_client_header(client, "Cookie: near_session=chair");
	got = live_get("/en/live/chair");
	CHECK(got.status == 200 && str_is(http_got_header(&got, "Cache-Control"), "no-store"));
	live_stop();
}

static void stream_begins_with_the_state_and_tells_changes(void)
{
	struct str in;
	int fd;

	regions_start((struct http_config){ 0 });
	fd = stream_open("/en/live/count", "");
	in = live_until(fd, state_now("en"));
	CHECK(str_starts(in, S("HTTP/1.1 200 OK\r\n")));
	CHECK(live_has(in, "\r\nContent-Type: text/event-stream\r\n"));
	CHECK(live_has(in, "\r\nCache-Control: no-store\r\n"));
	CHECK(live_has(in, "\r\nX-Accel-Buffering: no\r\n"));
	CHECK(live_has(in, "\r\nContent-Security-Policy: ") && live_has(in, "\r\nDate: "));
	CHECK(live_has(in, "\r\n\r\nretry: 500\n\nid: ") && live_has(in, state_now("en")));
	add_one();
	in = live_until(fd, state_now("en"));
	CHECK(str_starts(in, S("id: ")) && live_has(in, state_now("en")));
	CHECK(live_has(live_log("/en/live/count"), "status=200"));
	close(fd);
	wait_for_streams(0);
	live_stop();
}

static void whoever_has_the_state_is_sent_the_next_one(void)
{
	struct str in, id;
	int fd;

	regions_start((struct http_config){ 0 });
	fd = stream_open("/en/live/count", "");
	in = live_until(fd, state_now("en"));
	id = str_sub(in, (size_t)((char *)memmem(in.p, in.n, "id: ", 4) - in.p) + 4, in.n);
	id = str_sub(id, 0, 16);
	close(fd);
	wait_for_streams(0);
	fd = stream_open("/en/live/count",
	                 arena_printf(arena, "Last-Event-ID: %.*s\r\n", STR_ARG(id)).p);
	in = live_until(fd, "retry: 500\n\n");
	CHECK(str_ends(in, S("retry: 500\n\n")));
	add_one();
	in = live_until(fd, state_now("en"));
	CHECK(str_starts(in, S("id: ")) && !live_has(in, id.p));
	close(fd);
	fd = stream_open("/en/live/count", "Last-Event-ID: 0123456789abcdeg\r\n");
	CHECK(live_has(live_until(fd, state_now("en")), state_now("en")));
	close(fd);
	live_stop();
}

static void same_bytes_are_not_sent_again(void)
{
	struct str in;
	int fd, other;

	regions_start((struct http_config){ .limit_seconds = 1 });
	fd = stream_open("/en/live/same", "");
	other = stream_open("/ja/live/count", "");
	live_until(fd, "always the same</p>\n\n");
	live_until(other, state_now("ja"));
	add_one();
	live_until(other, state_now("ja"));
	while (made[LANGUAGE_EN] < 2)
		poll(NULL, 0, 5);
	in = live_until(fd, "event: beat");
	CHECK(!live_has(in, "data: <p>") && live_has(in, "event: beat\ndata:\n\n"));
	close(fd);
	close(other);
	live_stop();
}

static void only_a_live_region_is_a_stream(void)
{
	struct str in;
	int fd;

	regions_start((struct http_config){ 0 });
	fd = stream_open("/en/count", "Connection: close\r\n");
	CHECK(live_has(live_read(fd), "Content-Type: text/html"));
	close(fd);
	in = live_raw("HEAD /en/live/count HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
	              "Accept: text/event-stream\r\n\r\n");
	CHECK(live_has(in, "Content-Type: text/html"));
	fd = stream_open("/en/live/nothing", "Connection: close\r\n");
	CHECK(str_starts(live_read(fd), S("HTTP/1.1 404 ")));
	close(fd);
	fd = stream_open("/en/live/count?x=1", "Connection: close\r\n");
	CHECK(str_starts(live_read(fd), S("HTTP/1.1 400 ")));
	close(fd);
	live_stop();
}

/* --- many readers --- */

static void region_is_rendered_once_for_all_its_readers(void)
{
	enum { READERS = 20 };
	int fds[READERS];

	regions_start((struct http_config){ 0 });
	for (int i = 0; i < READERS; i++) {
		/* Two spellings of one address. */
		fds[i] = stream_open(i % 4 == 0   ? "/ja/live/count"
		                     : i % 4 == 2 ? "/ja/live/%63ount"
		                                  : "/mn/live/count",
		                     "");
		live_until(fds[i], "</p>\ndata: \n\n");
	}
	CHECK(made[LANGUAGE_JA] == 1 && made[LANGUAGE_MN] == 1);
	add_one();
	for (int i = 0; i < READERS; i++) {
		const char *state = state_now(i % 2 ? "mn" : "ja");

		CHECK(live_has(live_until(fds[i], state), state));
		close(fds[i]);
	}
	CHECK(made[LANGUAGE_JA] == 2 && made[LANGUAGE_MN] == 2);
	live_stop();
}

static void many_changes_are_told_as_few_and_the_last_one_always(void)
{
	enum { CHANGES = 200 };
	struct str in;
	int fd;

	regions_start((struct http_config){ 0 });
	fd = stream_open("/en/live/count", "");
	live_until(fd, state_now("en"));
	for (int i = 0; i < CHANGES; i++)
		add_one();
	in = live_until(fd, state_now("en"));
	CHECK(live_has(in, state_now("en")));
	CHECK(made[LANGUAGE_EN] < CHANGES);
	close(fd);
	live_stop();
}

static void late_reader_gets_the_newest_state_and_no_other(void)
{
	enum { CHANGES = 12 };
	struct str in, rest, line;
	const char *newest;
	int fd, events = 0;

	regions_start((struct http_config){ 0 });
	fd = stream_open_narrow("/en/live/much");
	wait_for_streams(1);
	for (int i = 0; i < CHANGES; i++) {
		int before = made_large;

		add_one();
		while (made_large == before)
			poll(NULL, 0, 5);
	}
	newest = arena_printf(arena, "data: <p>%" PRId64 " rows</p>", rows()).p;
	in = live_until(fd, newest);
	CHECK(live_has(in, newest));
	rest = in;
	while (str_cut(&rest, '\n', &line)) {
		events += str_starts(line, S("id: "));
		/* Each state that came before is whole. */
		CHECK(!str_starts(line, S("data: ")) || line.n > LARGE || rest.p == NULL);
	}
	CHECK(events >= 2 && events < CHANGES / 2);
	close(fd);
	live_stop();
}

/* --- the end of a stream --- */

static void silent_stream_beats_and_stays(void)
{
	struct str in = S("");
	int fd;

	regions_start((struct http_config){ .limit_seconds = 1 });
	fd = stream_open("/en/live/count", "");
	for (int i = 0; i < 4; i++) {
		in = live_until(fd, "event: beat\ndata:\n\n");
		CHECK(live_has(in, "event: beat\ndata:\n\n"));
	}
	CHECK(metric("near_http_streams") == 1);
	add_one();
	CHECK(live_has(live_until(fd, state_now("en")), state_now("en")));
	close(fd);
	live_stop();
}

static void reader_that_takes_nothing_is_given_up(void)
{
	int fd;

	regions_start((struct http_config){ .limit_seconds = 1 });
	fd = stream_open_narrow("/en/live/much");
	wait_for_streams(1);
	wait_for_streams(0);
	close(fd);
	live_stop();
}

static void stream_ends_when_the_right_is_gone(void)
{
	struct str in;
	int fd, other;

	regions_start((struct http_config){ 0 });
	fd = stream_open("/en/live/chair", "Connection: close\r\n");
	CHECK(str_starts(live_read(fd), S("HTTP/1.1 401 ")));
	close(fd);
	fd = stream_open("/en/live/chair", "Cookie: near_session=chair\r\n");
	other = stream_open("/en/live/count", "");
	CHECK(live_has(live_until(fd, state_now("en")), state_now("en")));
	live_until(other, state_now("en"));
	add_one();
	CHECK(live_has(live_until(fd, state_now("en")), state_now("en")));
	live_until(other, state_now("en"));
	is_chair = false;
	add_one();
	in = live_read(fd);
	CHECK(!live_has(in, "data: <p>"));
	CHECK(live_has(live_until(other, state_now("en")), state_now("en")));
	close(fd);
	close(other);
	live_stop();
}

static void right_is_looked_at_without_a_change(void)
{
	int fd;

	regions_start((struct http_config){ .limit_seconds = 1 });
	fd = stream_open("/en/live/chair", "Cookie: near_session=chair\r\n");
	live_until(fd, state_now("en"));
	is_chair = false;
	live_read(fd);
	wait_for_streams(0);
	close(fd);
	live_stop();
}

static void stream_ends_with_its_region(void)
{
	int fd;

	regions_start((struct http_config){ 0 });
	fd = stream_open("/en/live/gone", "");
	live_until(fd, "<p>here</p>\n\n");
	is_gone = true;
	add_one();
	CHECK(live_read(fd).n == 0);
	close(fd);
	fd = stream_open("/en/live/gone", "Connection: close\r\n");
	CHECK(str_starts(live_read(fd), S("HTTP/1.1 404 ")));
	close(fd);
	live_stop();
}

static void client_may_have_so_many_streams(void)
{
	int fds[3], fd;

	regions_start((struct http_config){ .limit_connections_client = 3 });
	http_client_free(client);
	for (int i = 0; i < 3; i++) {
		fds[i] = stream_open("/en/live/count", "");
		CHECK(live_has(live_until(fds[i], state_now("en")), state_now("en")));
	}
	fd = stream_open("/en/live/count", "Connection: close\r\n");
	CHECK(str_starts(live_read(fd), S("HTTP/1.1 429 ")));
	close(fd);
	/* They are counted apart from requests. */
	client = http_client_new(base);
	CHECK(live_get("/en/count").status == 200);
	for (int i = 0; i < 3; i++)
		close(fds[i]);
	live_stop();
}

/* 64 bits of an IPv6 address are one customer's. */
static void network_may_have_so_many_streams(void)
{
	static const struct {
		const char *from, *status;
	} cases[] = {
		{ "2001:db8::1", "HTTP/1.1 200 " },
		{ "2001:db8::2", "HTTP/1.1 200 " },
		{ "2001:db8::3", "HTTP/1.1 429 " },
		{ "2001:db8:0:1::1", "HTTP/1.1 200 " },
	};
	int fds[COUNT_OF(cases)];

	regions_start((struct http_config){ .limit_connections_client = 2,
	                                    .trusted_proxies = "127.0.0.1" });
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct str from = arena_printf(arena, "X-Forwarded-For: %s\r\n", cases[i].from);

		fds[i] = stream_open("/en/live/count", from.p);
		CHECK(str_starts(live_until(fds[i], "\r\n\r\n"), str_of(cases[i].status)));
	}
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		close(fds[i]);
	live_stop();
}

static void stopping_ends_streams_at_once(void)
{
	enum { STREAMS = 50 };
	int fds[STREAMS];

	regions_start((struct http_config){ 0 });
	for (int i = 0; i < STREAMS; i++) {
		fds[i] = stream_open(i % 2 ? "/ru/live/count" : "/ko/live/count", "");
		live_until(fds[i], "</p>\ndata: \n\n");
	}
	live_stop();
	for (int i = 0; i < STREAMS; i++) {
		CHECK(live_is_closed(fds[i], 0));
		close(fds[i]);
	}
}

int main(void)
{
	live_quiet();
	engine_new_with_writer(&engine);
	arena = arena_new();
	RUN(event_is_id_and_lines_of_data);
	RUN(without_a_stream_the_fragment_is_a_page);
	RUN(stream_begins_with_the_state_and_tells_changes);
	RUN(whoever_has_the_state_is_sent_the_next_one);
	RUN(same_bytes_are_not_sent_again);
	RUN(only_a_live_region_is_a_stream);
	RUN(region_is_rendered_once_for_all_its_readers);
	RUN(many_changes_are_told_as_few_and_the_last_one_always);
	RUN(late_reader_gets_the_newest_state_and_no_other);
	RUN(silent_stream_beats_and_stays);
	RUN(reader_that_takes_nothing_is_given_up);
	RUN(stream_ends_when_the_right_is_gone);
	RUN(right_is_looked_at_without_a_change);
	RUN(stream_ends_with_its_region);
	RUN(client_may_have_so_many_streams);
	RUN(network_may_have_so_many_streams);
	RUN(stopping_ends_streams_at_once);
	arena_free(arena);
	engine_free(&engine);
	return TAP_DONE();
}
