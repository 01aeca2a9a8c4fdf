/* test_parse.c -- the grammars of HTTP, with what they must refuse. */
#include "base/sbuf.h"
#include "base/str.h"
#include "http/head.h"
#include "test/tap.h"

static struct arena *a;

static void target_is_decoded_and_cut_in_two(void)
{
	static const struct {
		const char *target, *path, *query;
	} good[] = {
		{ "/", "/", "" },
		{ "/en/members?kind=member", "/en/members", "kind=member" },
		{ "/en/?", "/en/", "" },
		{ "/en/?a?b", "/en/", "a?b" },
		{ "/%65n/%E6%97%A5", "/en/\xe6\x97\xa5", "" },
		{ "/a%20b+c", "/a b+c", "" },
		{ "http://example.org/en/?x", "/en/", "x" },
		{ "HTTPS://example.org/", "/", "" },
		{ "/en/..%2e", "/en/...", "" },
	};

	for (size_t i = 0; i < COUNT_OF(good); i++) {
		struct http_target t = { .path = S("") };

		CHECK(http_target_parse(a, str_of(good[i].target), &t));
		CHECK(str_is(t.path, good[i].path));
		CHECK(str_is(t.query, good[i].query));
	}
}

static void malformed_target_is_refused(void)
{
	static const char *const bad[] = {
		"",
		"*",
		"en",
		"?x",
		"/%",
		"/%4",
		"/%4g",
		"/%zz",
		"/a%00b",
		"/a%2Fb",
		"/a%2fb",
		"/\xff",
		"/%ff",
		"/%c0%af",
		"/%ed%a0%80",
		"/a%0ab",
		"/a\tb",
		"/%7f",
		"http://example.org",
		"ftp://example.org/",
		"http://example.org:65536/",
		"http://user@example.org/",
	};
	struct str with_zero = S("/en/\0/x");
	struct http_target t;
	struct str large = { arena_alloc(a, HTTP_TARGET_MAX + 1), HTTP_TARGET_MAX + 1 };

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		CHECK(!http_target_parse(a, str_of(bad[i]), &t));
	CHECK(!http_target_parse(a, with_zero, &t));
	memset((char *)(uintptr_t)large.p, '/', large.n);
	CHECK(!http_target_parse(a, large, &t));
	large.n--;
	CHECK(http_target_parse(a, large, &t));
}

static void form_is_cut_into_pairs(void)
{
	struct http_pairs p = { .n = 0 };

	CHECK(http_form_parse(a, S("name=%E6%97%A5+x&&empty=&alone&a%3Db=c%26d"), &p) == ERR_OK);
	CHECK(p.n == 4);
	CHECK(str_is(p.at[0].name, "name") && str_is(p.at[0].value, "\xe6\x97\xa5 x"));
	CHECK(str_is(p.at[1].name, "empty") && p.at[1].value.n == 0);
	CHECK(str_is(p.at[2].name, "alone") && p.at[2].value.n == 0);
	CHECK(str_is(p.at[3].name, "a=b") && str_is(p.at[3].value, "c&d"));
}

static void broken_or_endless_form_is_refused(void)
{
	struct http_pairs p = { .n = 0 };
	struct sbuf s = { .arena = a };

	CHECK(http_form_parse(a, S("a=%"), &p) == ERR_BAD_REQUEST);
	CHECK(http_form_parse(a, S("%g1=x"), &p) == ERR_BAD_REQUEST);
	p.n = 0;
	for (int i = 0; i < HTTP_FIELDS_MAX; i++)
		sbuf_lit(&s, "a=1&");
	CHECK(http_form_parse(a, sbuf_done(&s), &p) == ERR_OK && p.n == HTTP_FIELDS_MAX);
	CHECK(http_form_parse(a, S("one=more"), &p) == ERR_TOO_LARGE);
}

static void json_gives_the_same_pairs(void)
{
	struct http_pairs p = { .n = 0 };

	CHECK(http_json_parse(a,
	                      S("{\"name\":\"\\u65e5\",\"n\":42,\"yes\":true,\"none\":null,"
	                        "\"ids\":[1,\"x\"]}"),
	                      &p) == ERR_OK);
	CHECK(p.n == 5);
	CHECK(str_is(p.at[0].name, "name") && str_is(p.at[0].value, "\xe6\x97\xa5"));
	CHECK(str_is(p.at[1].value, "42"));
	CHECK(str_is(p.at[2].value, "true"));
	CHECK(str_is(p.at[3].name, "ids") && str_is(p.at[3].value, "1"));
	CHECK(str_is(p.at[4].name, "ids") && str_is(p.at[4].value, "x"));
}

static void other_json_is_refused(void)
{
	static const char *const bad[] = {
		"",
		"{",
		"[]",
		"1",
		"null",
		"\"x\"",
		"{}x",
		"{\"a\":{}}",
		"{\"a\":[[1]]}",
		"{\"a\":1,}",
		"{'a':1}",
		"{\"a\":\"\xff\"}",
		"{\"a\":[{}]}",
		"{\"a\":NaN}",
		"{a:1}",
		"{\"a\":1}}",
		"{/*x*/\"a\":1}",
		"{\"a\":1,\"a\":1}",
		"{\"a\":null,\"b\":2,\"a\":1}",
		"{\"a\":1,\"\\u0061\":1}",
		"{\"a\\u0000b\":1}",
		"{\"a\":\"b\nc\"}",
		"\xef\xbb\xbf\xef\xbb\xbf{\"a\":1}",
		"\xef\xbb\xbf",
		"\xef\xbb{\"a\":1}",
	};
	struct http_pairs p = { .n = 0 };
	struct sbuf deep = { .arena = a }, many = { .arena = a };

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		CHECK(http_json_parse(a, str_of(bad[i]), &p) == ERR_BAD_REQUEST);
	for (int i = 0; i < 10000; i++)
		sbuf_lit(&deep, "{\"a\":");
	CHECK(http_json_parse(a, sbuf_done(&deep), &p) == ERR_BAD_REQUEST);
	p.n = 0;
	sbuf_lit(&many, "{\"a\":[0");
	for (int i = 0; i < HTTP_FIELDS_MAX; i++)
		sbuf_lit(&many, ",1");
	sbuf_lit(&many, "]}");
	CHECK(http_json_parse(a, sbuf_done(&many), &p) == ERR_TOO_LARGE);
}

static void json_may_begin_with_a_byte_order_mark(void)
{
	struct http_pairs p = { .n = 0 };

	CHECK(http_json_parse(a, S("\xef\xbb\xbf{\"a\":\"b\\u0000:\\\\\"}"), &p) == ERR_OK);
	CHECK(p.n == 1 && str_is(p.at[0].name, "a") && p.at[0].value.n == 4);
}

static void number_too_large_for_json_stays_too_large(void)
{
	struct http_pairs p = { .n = 0 };

	CHECK(http_json_parse(a, S("{\"n\":9223372036854775808}"), &p) == ERR_OK);
	CHECK(str_is(p.at[0].value, "9223372036854775808"));
}

static void cookie_is_found_by_its_whole_name(void)
{
	CHECK(str_is(http_cookie(S("near_session=abc"), "near_session"), "abc"));
	CHECK(str_is(http_cookie(S("x=1; near_session=abc; y=2"), "near_session"), "abc"));
	CHECK(str_is(http_cookie(S("x=near_session=no;near_session=a=b"), "near_session"), "a=b"));
	CHECK(http_cookie(S("near_session2=abc"), "near_session").n == 0);
	CHECK(http_cookie(S("near_session"), "near_session").n == 0);
	CHECK(http_cookie((struct str){ NULL, 0 }, "near_session").n == 0);
	CHECK(http_cookie(S(";;;=;"), "near_session").n == 0);
}

static void gzip_is_used_where_accepted_only(void)
{
	static const struct {
		const char *header;
		bool yes;
	} cases[] = {
		{ NULL, false },
		{ "", false },
		{ "gzip", true },
		{ "GZIP", true },
		{ "br, gzip", true },
		{ "gzip;q=0", false },
		{ "gzip; q=0.000", false },
		{ "gzip;q=0.1", true },
		{ "*", true },
		{ "*;q=0", false },
		{ "*, gzip;q=0", false },
		{ "gzip;q=0, *", false },
		{ "br", false },
		{ "identity", false },
		{ "x-gzip", true },
		{ "gzipped", false },
		{ ",,gzip", true },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		CHECK(http_accepts_gzip(str_of(cases[i].header)) == cases[i].yes);
}

static void entity_tags_are_compared_weakly(void)
{
	CHECK(http_etag_matches(S("\"a\""), S("\"a\"")));
	CHECK(http_etag_matches(S("W/\"a\""), S("\"a\"")));
	CHECK(http_etag_matches(S("\"b\", \"a\""), S("\"a\"")));
	CHECK(http_etag_matches(S("*"), S("\"a\"")));
	CHECK(!http_etag_matches(S("\"b\""), S("\"a\"")));
	CHECK(!http_etag_matches(S(""), S("\"a\"")));
	CHECK(!http_etag_matches(S("a"), S("\"a\"")));
}

static void hosts_and_file_names_are_plain(void)
{
	CHECK(http_host_is_valid(S("near.example:8080")) && http_host_is_valid(S("[::1]:80")));
	CHECK(!http_host_is_valid(S("")) && !http_host_is_valid(S("a/b")));
	CHECK(!http_host_is_valid(S("a b")) && !http_host_is_valid(S("a\"b")));
	CHECK(!http_host_is_valid(S("user@host")));
	CHECK(http_host_is_valid(S("a:65535")) && http_host_is_valid(S("[::1]:65535")));
	CHECK(!http_host_is_valid(S("a:65536")) && !http_host_is_valid(S("[::1]:65536")));
	CHECK(!http_host_is_valid(S("a:18446744073709551696")));
	CHECK(!http_host_is_valid(S("a:-1")) && !http_host_is_valid(S("a:x")));
	CHECK(!http_host_is_valid(S("a:1:2")) && !http_host_is_valid(S("::1")));
	CHECK(!http_host_is_valid(S("[::1")) && !http_host_is_valid(S("[::1]80")));
	CHECK(http_host_is_valid(S("a:")) && !http_host_is_valid(S(":80")));
	CHECK(http_is_filename(S("near.0af.css")));
	CHECK(!http_is_filename(S("..")) && !http_is_filename(S(".git")) &&
	      !http_is_filename(S("")));
	CHECK(!http_is_filename(S("a/b")) && !http_is_filename(S("a\"b")));
}

static void location_cannot_hold_a_line_break(void)
{
	CHECK(str_is(http_encode_location(a, S("/en/x?a=%20\r\nSet-Cookie: b")),
	             "/en/x?a=%20%0D%0ASet-Cookie:%20b"));
	CHECK(str_is(http_encode_location(a, S("/\xe6\x97\xa5")), "/%E6%97%A5"));
	CHECK(str_is(http_encode(a, S("/a b?c=d&e")), "/a%20b%3Fc%3Dd%26e"));
}

static struct http_head head_of(const char *const *lines)
{
	struct http_head h = { 0 };

	for (; *lines; lines += 2)
		http_head_add(&h, str_of(lines[0]), str_of(lines[1]));
	return h;
}

static void head_is_sorted_whatever_the_case(void)
{
	struct http_head h = head_of((const char *[]){
		"HOST", "near.example", "cookie", "a=b", "X-Forwarded-For", "192.0.2.1",
		"x-forwarded-for", "192.0.2.2", "Unknown", "x", NULL });

	CHECK(http_head_check(&h) == ERR_OK);
	CHECK(str_is(h.host, "near.example") && str_is(h.cookie, "a=b"));
	CHECK(h.forwarded_for_n == 2 && str_is(h.forwarded_for[1], "192.0.2.2"));
	CHECK(!h.origin.p);
}

static void doubtful_head_is_refused(void)
{
	static const char *const bad[][5] = {
		{ "Host", "a", "Host", "b" },
		{ "Content-Length", "1", "Content-Length", "1" },
		{ "Content-Length", "1", "Transfer-Encoding", "chunked" },
		{ "Transfer-Encoding", "gzip, chunked" },
		{ "Transfer-Encoding", "identity" },
		{ "Host", "a b" },
		{ "Content-Length ", "1" },
		{ "", "x" },
		{ "a\tb", "x" },
	};

	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct http_head h = head_of(bad[i]);

		CHECK(http_head_check(&h) == ERR_BAD_REQUEST);
	}
}

static void large_head_is_refused(void)
{
	struct http_head h = { 0 };
	char *value = arena_alloc(a, HTTP_HEAD_MAX);

	http_head_add(&h, S("X"), (struct str){ value, HTTP_HEAD_MAX - 5 });
	CHECK(http_head_check(&h) == ERR_OK);
	http_head_add(&h, S("Y"), S(""));
	CHECK(http_head_check(&h) == ERR_HEADERS_TOO_LARGE);
}

int main(void)
{
	a = arena_new();
	RUN(target_is_decoded_and_cut_in_two);
	RUN(malformed_target_is_refused);
	RUN(form_is_cut_into_pairs);
	RUN(broken_or_endless_form_is_refused);
	RUN(json_gives_the_same_pairs);
	RUN(other_json_is_refused);
	RUN(json_may_begin_with_a_byte_order_mark);
	RUN(number_too_large_for_json_stays_too_large);
	RUN(cookie_is_found_by_its_whole_name);
	RUN(gzip_is_used_where_accepted_only);
	RUN(entity_tags_are_compared_weakly);
	RUN(hosts_and_file_names_are_plain);
	RUN(location_cannot_hold_a_line_break);
	RUN(head_is_sorted_whatever_the_case);
	RUN(doubtful_head_is_refused);
	RUN(large_head_is_refused);
	arena_free(a);
	return TAP_DONE();
}
