/* test_server.c -- the running server: pages, the page cache, compression, keep-alive, stopping. */
#include "http/test_live.h"

static struct http_config cached(void)
{
	return (struct http_config){
		.page_cache = true, .readers = 4, .workers = 4, .listeners = 2
	};
}

static void page_is_made_once_and_given_out_often(void)
{
	struct http_got a, b;

	live_start(cached());
	a = live_get("/en/count");
	b = live_get("/en/count");
	CHECK(a.status == 200 && b.status == 200 && str_eq(a.body, b.body));
	CHECK(rendered == 1);
	CHECK(str_is(http_got_header(&b, "Cache-Control"), "no-cache"));
	CHECK(http_got_header(&b, "Content-Security-Policy").p != NULL);
	CHECK(http_got_header(&b, "Date").p != NULL);
	live_get("/ja/count");
	CHECK(rendered == 2);
	live_stop();
}

/* Nobody fills the cache with one page by inventing parameters. */
static void shared_link_is_given_the_page_that_all_are_given(void)
{
	struct http_got a, b;

	live_start(cached());
	a = live_get("/en/count?fbclid=1");
	b = live_get("/en/count?utm_source=x&fbclid=2");
	CHECK(a.status == 200 && b.status == 200 && str_eq(a.body, b.body));
	CHECK(str_is(http_got_header(&b, "Cache-Control"), "no-cache"));
	live_get("/en/count");
	live_get("/en/count?");
	CHECK(rendered == 1);
	CHECK(atomic_load(&server->core.metrics->cache_pages) == 1);
	live_stop();
}

static enum err get_table(struct ctx *ctx, const struct request *req, struct response *res)
{
	(void)ctx;
	(void)req;
	rendered++;
	res->content_type = "text/csv; charset=utf-8";
	sbuf_lit(&res->body, "a,b\r\n");
	return ERR_OK;
}

static const struct route table_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/table",
	  .need = RIGHT_PUBLIC,
	  .run = get_table,
	  .doc = "Rows and columns." },
	{ 0 },
};

static void export_in_the_cache_is_refused_to_a_misspelt_filter(void)
{
	static const struct route *const tables[] = { table_routes, NULL };
	struct http_config config = cached();

	config.routes = tables;
	live_start(config);
	CHECK(live_get("/en/table").status == 200 && live_get("/en/table").status == 200);
	CHECK(rendered == 1);
	CHECK(live_get("/en/table?knd=member").status == 400);
	live_stop();
}

static void page_is_made_anew_after_a_write(void)
{
	struct http_got got;
	int64_t before;

	live_start(cached());
	before = live_count();
	CHECK(live_count() == before && rendered == 1);
	CHECK(live_add(client, "write-1", &got) == ERR_OK && got.status == 200);
	CHECK(live_count() == before + 1);
	CHECK(live_add(client, "write-1", &got) == ERR_OK && got.status == 409);
	CHECK(live_count() == before + 1);
	live_stop();
}

static void without_a_cache_every_page_is_made(void)
{
	live_start((struct http_config){ .workers = 2, .listeners = 1 });
	live_count();
	live_count();
	CHECK(rendered == 2);
	live_stop();
}

static void page_for_one_host_is_not_shown_to_another(void)
{
	struct str a, b;

	live_start(cached());
	a = live_raw("GET /en/count HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n");
	b = live_raw("GET /en/count HTTP/1.1\r\nHost: b.example\r\nConnection: close\r\n\r\n");
	CHECK(live_has(a, "host a.example") && live_has(b, "host b.example"));
	CHECK(rendered == 2);
	live_stop();
}

static void whoever_brings_a_session_gets_a_page_of_his_own(void)
{
	live_start(cached());
	live_get("/en/count");
	http_client_header(client, "Cookie: near_session=whatever");
	live_get("/en/count");
	live_get("/en/count");
	CHECK(rendered == 3);
	live_stop();
}

static void known_page_is_not_sent_again(void)
{
	struct http_got got, again;
	struct str line;

	for (int cache = 0; cache < 2; cache++) {
		live_start((struct http_config){ .page_cache = cache, .workers = 2 });
		got = live_get("/en/count");
		line = arena_printf(arena, "If-None-Match: \"x\", %.*s",
		                    STR_ARG(http_got_header(&got, "ETag")));
		http_client_header(client, line.p);
		again = live_get("/en/count");
		CHECK(again.status == 304 && again.body.n == 0);
		CHECK(str_eq(http_got_header(&again, "ETag"), http_got_header(&got, "ETag")));
		CHECK(live_add(client, cache ? "known-1" : "known-0", &again) == ERR_OK);
		CHECK(live_get("/en/count").status == 200);
		live_stop();
	}
}

static void text_is_compressed_where_accepted(void)
{
	struct http_got got;

	for (int cache = 0; cache < 2; cache++) {
		live_start((struct http_config){ .page_cache = cache, .workers = 2 });
		got = live_get("/en/count");
		CHECK(!http_got_header(&got, "Content-Encoding").p && got.body.n > 1000);
		http_client_header(client, "Accept-Encoding: gzip");
		got = live_get("/en/count");
		CHECK(str_is(http_got_header(&got, "Content-Encoding"), "gzip"));
		CHECK(got.body.n > 20 && got.body.n < 300 && (unsigned char)got.body.p[0] == 0x1f);
		CHECK(str_ends(http_got_header(&got, "ETag"), S("-gz\"")));
		CHECK(live_has(http_got_header(&got, "Vary"), "Accept-Encoding"));
		live_stop();
	}
}

static void head_is_a_page_without_its_bytes(void)
{
	struct str in;

	live_start(cached());
	for (int i = 0; i < 2; i++) {
		in = live_raw("HEAD /en/count HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
		CHECK(str_starts(in, S("HTTP/1.1 200 ")));
		CHECK(live_has(in, "Content-Length: 17") && str_ends(in, S("\r\n\r\n")));
		CHECK(!live_has(in, "rows"));
	}
	CHECK(rendered == 1);
	live_stop();
}

static void connection_stays_and_takes_requests_in_a_row(void)
{
	struct str in;

	live_start(cached());
	in = live_raw("GET /en/count HTTP/1.1\r\nHost: x\r\n\r\n"
	              "GET /en/nothing HTTP/1.1\r\nHost: x\r\n\r\n"
	              "GET /en/count HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
	CHECK(live_has(in, "HTTP/1.1 200 OK") && live_has(in, "HTTP/1.1 404 "));
	CHECK(live_has(in, "Connection: close"));
	CHECK(rendered == 1);
	live_stop();
}

static void form_is_found_filled_in_and_sent(void)
{
	struct http_form_found *form = arena_make(arena, struct http_form_found);
	struct http_got page;

	live_start(cached());
	page = live_get("/en/form");
	CHECK(http_form_find(arena, page.body, "/en/count", form));
	CHECK(form->fields.n == 2 && str_is(form->fields.at[1].value, "a & b"));
	CHECK(!http_form_find(arena, page.body, "/en/other", form));
	CHECK(http_form_find(arena, page.body, NULL, form));
	CHECK(str_is(form->action, "/en/count"));
	CHECK(live_add(client, "form-1", &page) == ERR_OK && page.status == 200);
	live_stop();
}

static void each_request_leaves_a_line(void)
{
	struct str line;

	live_start(cached());
	live_get("/en/count");
	live_get("/en/count");
	live_get("/en/nothing?token=secret");
	line = live_log("path=/en/nothing");
	CHECK(live_has(line, "event=request id=") && live_has(line, " method=GET "));
	CHECK(live_has(line, " status=404 ") && live_has(line, " client=127.0.0.1 "));
	CHECK(live_has(line, " cached=no") && !live_has(line, "secret"));
	line = live_log("path=/en/count");
	CHECK(live_has(line, " status=200 ") && live_has(line, " cached=yes"));
	live_stop();
}

static void failure_is_logged_with_its_number_and_what_the_engine_said(void)
{
	struct http_got page;
	struct str line, id;

	live_start(cached());
	page = live_get("/en/form");
	db_fault(engine.store, 1);
	CHECK(live_add(client, "failure", &page) == ERR_OK && page.status == 500);
	CHECK(db_fault_left(engine.store) == 0);
	id = http_got_header(&page, "X-Request-Id");
	line = live_log("event=failed");
	CHECK(id.n > 0 && live_has(line, arena_str(arena, id.p, id.n).p));
	CHECK(live_has(line, " error=DB ") && live_has(line, "path=/en/count"));
	CHECK(live_has(line, "made to fail"));
	live_stop();
}

static void requests_are_counted(void)
{
	struct http_config config = cached();
	struct http_got got;

	config.metrics_token = S("open sesame");
	live_start(config);
	for (int i = 0; i < 3; i++)
		live_get("/en/count");
	CHECK(live_get("/metrics").status == 401);
	http_client_header(client, "Authorization: Bearer open sesame");
	got = live_get("/metrics");
	CHECK(got.status == 200);
	CHECK(live_has(got.body, "route=\"/:lang/count\",status=\"2xx\"} 3\n"));
	CHECK(live_has(got.body, "near_http_request_seconds_count{cached=\"yes\"} 2\n"));
	CHECK(live_has(got.body, "near_http_cache_pages 1\n"));
	CHECK(live_has(got.body, "near_http_connections 1\n"));
	CHECK(live_has(got.body, "near_db_commits_total "));
	CHECK(live_get("/readyz").status == 200 && live_get("/healthz").status == 200);
	live_stop();
}

/* --- exactness under load --- */

static _Atomic int64_t acknowledged; /* rows whose writer has been answered */
static _Atomic bool writing;

static void *write_rows(void *arg)
{
	struct http_client *c = http_client_new(base);
	struct http_got got;
	char name[32];

	(void)arg;
	for (int i = 0; i < 100; i++) {
		struct arena *a = arena_new();
		struct http_pair field = { S("name"), { NULL, 0 } };
		struct http_submit submit = {
			.page = &got, .action = "/en/count", .fields = &field, .n = 1
		};

		snprintf(name, sizeof name, "exact-%d", i);
		field.value = str_of(name);
		if (http_client_get(c, a, "/en/form", &got) == ERR_OK &&
		    http_client_submit(c, a, &submit, &got) == ERR_OK && got.status == 200)
			acknowledged++;
		arena_free(a);
	}
	writing = false;
	http_client_free(c);
	return NULL;
}

/* What has been acknowledged before the question must be in the answer. */
static void cached_page_is_never_older_than_an_acknowledged_write(void)
{
	int64_t known, seen, older = 0, asked = 0;
	pthread_t writer;

	live_start(cached());
	acknowledged = live_count();
	writing = true;
	MUST(pthread_create(&writer, NULL, write_rows, NULL) == 0);
	while (writing) {
		known = acknowledged;
		seen = live_count();
		older += seen < known;
		asked++;
		if (asked % 64 == 0)
			arena_reset(arena);
	}
	pthread_join(writer, NULL);
	CHECK(older == 0);
	CHECK(live_count() == acknowledged);
	CHECK(rendered <= asked);
	live_stop();
}

/* --- stopping --- */

static void *stop_server(void *arg)
{
	(void)arg;
	http_stop(server, 10);
	return NULL;
}

static void *stop_server_now(void *arg)
{
	(void)arg;
	http_stop(server, 0);
	return NULL;
}

static void stopping_finishes_what_is_under_way(void)
{
	int slow[3], idle, half;
	pthread_t stopper;

	live_start(cached());
	idle = live_connect();
	half = live_connect();
	live_send(half, "GET /en/count HTTP/1.1\r\nHo", 26);
	for (int i = 0; i < 3; i++) {
		slow[i] = live_connect();
		live_send(slow[i], "GET /en/slow HTTP/1.1\r\nHost: x\r\n\r\n", 35);
	}
	while (entered < 3)
		usleep(1000);
	MUST(pthread_create(&stopper, NULL, stop_server, NULL) == 0);
	CHECK(live_is_closed(idle, NEVER_MS));
	live_send(half, "st: x\r\n\r\n", 9);
	CHECK(live_has(live_read(half), "HTTP/1.1 200 OK"));
	gate = 1;
	for (int i = 0; i < 3; i++) {
		struct str in = live_read(slow[i]);

		CHECK(live_has(in, "HTTP/1.1 200 OK") && str_ends(in, S("done")));
		CHECK(live_has(in, "Connection: close"));
		close(slow[i]);
	}
	pthread_join(stopper, NULL);
	close(idle);
	close(half);
	http_client_free(client);
}

static bool is_hurried(void)
{
	bool is;

	pthread_mutex_lock(&server->readers.lock);
	is = server->readers.is_hurried;
	pthread_mutex_unlock(&server->readers.lock);
	return is;
}

static void stopping_at_once_refuses_what_waits(void)
{
	int fds[2];
	pthread_t stopper;
	struct str in;

	live_start((struct http_config){ .readers = 1, .workers = 1, .listeners = 1 });
	for (int i = 0; i < 2; i++) {
		fds[i] = live_connect();
		live_send(fds[i], "GET /en/slow HTTP/1.1\r\nHost: x\r\n\r\n", 35);
		/* The first is at work, and not only in the line. */
		while (entered < 1 || live_waiting() < i)
			usleep(1000);
	}
	MUST(pthread_create(&stopper, NULL, stop_server_now, NULL) == 0);
	while (!is_hurried())
		usleep(1000);
	gate = 1;
	CHECK(str_ends(live_read(fds[0]), S("done")));
	in = live_read(fds[1]);
	CHECK(str_starts(in, S("HTTP/1.1 503 ")) && live_has(in, "being restarted"));
	pthread_join(stopper, NULL);
	for (int i = 0; i < 2; i++)
		close(fds[i]);
	http_client_free(client);
}

static _Atomic int asked_while_stopping, answered_while_stopping, lost_while_stopping;
static _Atomic int askers_at_work;

/* One request after the other on a connection that is kept, until the server says that it ends. */
static void *ask_until_closed(void *arg)
{
	struct http_client *c = http_client_new(base);
	struct http_got got;
	int first = 1;

	(void)arg;
	for (;;) {
		struct arena *a = arena_new();
		enum err e = http_client_get(c, a, "/en/count", &got);
		bool is_last = e != ERR_OK || str_is(http_got_header(&got, "Connection"), "close");

		askers_at_work += first;
		first = 0;
		asked_while_stopping++;
		if (e == ERR_OK && got.status == 200)
			answered_while_stopping++;
		else
			lost_while_stopping++;
		arena_free(a);
		if (is_last)
			break;
	}
	http_client_free(c);
	return NULL;
}

static void stopping_under_load_loses_nothing(void)
{
	struct http_config config = cached();
	pthread_t askers[4];

	/* However long the machine has no time for an asker, its next request counts. */
	config.stopping_grace_ms = NEVER_MS;
	live_start(config);
	http_client_free(client);
	asked_while_stopping = answered_while_stopping = lost_while_stopping = askers_at_work = 0;
	for (int i = 0; i < 4; i++)
		MUST(pthread_create(&askers[i], NULL, ask_until_closed, NULL) == 0);
	/* One that has not come in yet would find the door closed. */
	while (askers_at_work < 4)
		usleep(1000);
	http_stop(server, 2 * NEVER_MS / 1000);
	for (int i = 0; i < 4; i++)
		pthread_join(askers[i], NULL);
	CHECK(lost_while_stopping == 0);
	CHECK(answered_while_stopping == asked_while_stopping);
}

/* --- refusing to start --- */

static bool starts(const char *listen, const char *proxies, struct sbuf *why)
{
	struct http_config config = {
		.listen = listen,
		.routes = live_tables,
		.trusted_proxies = proxies,
		.secret = S("0123456789abcdef0123456789abcdef"),
	};
	struct http_server *s;

	if (http_start(&config, &s, why) != ERR_OK)
		return false;
	http_stop(s, 0);
	return true;
}

static void faulty_configuration_is_refused_with_a_reason(void)
{
	static const struct {
		const char *listen, *proxies, *why;
	} bad[] = {
		{ "8080", NULL, "not an address and a port" },
		{ "127.0.0.1:", NULL, "not an address and a port" },
		{ "127.0.0.1:x", NULL, "not an address and a port" },
		{ "127.0.0.1:65536", NULL, "not an address and a port" },
		{ "127.0.0.1:131072", NULL, "not an address and a port" },
		{ "192.0.2.1:80", NULL, "192.0.2.1:80: " },
		{ "127.0.0.1:0", "10.0.0.0/99", "10.0.0.0/99" },
	};

	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct sbuf why = { .arena = arena };

		CHECK(!starts(bad[i].listen, bad[i].proxies, &why));
		CHECK(live_has(sbuf_done(&why), bad[i].why));
	}
	CHECK(starts("[::1]:0", "127.0.0.1", &(struct sbuf){ .arena = arena }));
	live_start(cached());
	CHECK(!starts(base + strlen("http://"), NULL, &(struct sbuf){ .arena = arena }));
	live_stop();
}

int main(void)
{
	live_quiet();
	engine_new_with_writer(&engine);
	arena = arena_new();
	RUN(page_is_made_once_and_given_out_often);
	RUN(shared_link_is_given_the_page_that_all_are_given);
	RUN(export_in_the_cache_is_refused_to_a_misspelt_filter);
	RUN(page_is_made_anew_after_a_write);
	RUN(without_a_cache_every_page_is_made);
	RUN(page_for_one_host_is_not_shown_to_another);
	RUN(whoever_brings_a_session_gets_a_page_of_his_own);
	RUN(known_page_is_not_sent_again);
	RUN(text_is_compressed_where_accepted);
	RUN(head_is_a_page_without_its_bytes);
	RUN(connection_stays_and_takes_requests_in_a_row);
	RUN(form_is_found_filled_in_and_sent);
	RUN(each_request_leaves_a_line);
	RUN(failure_is_logged_with_its_number_and_what_the_engine_said);
	RUN(requests_are_counted);
	RUN(cached_page_is_never_older_than_an_acknowledged_write);
	RUN(stopping_finishes_what_is_under_way);
	RUN(stopping_at_once_refuses_what_waits);
	RUN(stopping_under_load_loses_nothing);
	RUN(faulty_configuration_is_refused_with_a_reason);
	arena_free(arena);
	engine_free(&engine);
	return TAP_DONE();
}
