/* test_parse.c -- numbers and CSV from outside. */
#include "base/parse.h"
#include "base/str.h"
#include "test/tap.h"

static void whole_numbers_within_their_limits_are_read(void)
{
	int64_t i = 0;

	CHECK(parse_i64(S("0"), 0, 9, &i) && i == 0);
	CHECK(parse_i64(S("-7"), -7, 9, &i) && i == -7);
	CHECK(parse_i64(S("007"), 0, 9, &i) && i == 7);
	CHECK(parse_i64(S("9223372036854775807"), INT64_MIN, INT64_MAX, &i) && i == INT64_MAX);
	CHECK(parse_i64(S("-9223372036854775808"), INT64_MIN, INT64_MAX, &i) && i == INT64_MIN);
}

static void anything_else_is_refused_and_leaves_the_result_alone(void)
{
	static const struct str bad[] = {
		S_INIT(""),
		S_INIT("-"),
		S_INIT("+1"),
		S_INIT(" 1"),
		S_INIT("1 "),
		S_INIT("1.0"),
		S_INIT("0x1"),
		S_INIT("1e3"),
		S_INIT("--1"),
		S_INIT("\xd9\xa1"),
		S_INIT("1\0"),
		S_INIT("9223372036854775808"),
		S_INIT("-9223372036854775809"),
		S_INIT("99999999999999999999999"),
		{ NULL, 0 },
	};
	int64_t i = 42;

	for (size_t k = 0; k < COUNT_OF(bad); k++)
		CHECK(!parse_i64(bad[k], INT64_MIN, INT64_MAX, &i) && i == 42);
	CHECK(!parse_i64(S("10"), 0, 9, &i) && !parse_i64(S("-1"), 0, 9, &i) && i == 42);
}

/* Every record of a text, its fields joined by '|' and its records ended by '/'. */
static struct str read_all(struct arena *a, struct csv *c)
{
	struct sbuf_of {
		char p[512];
		size_t n;
	} out = { .n = 0 };
	struct str fields[64];
	int n = 0;

	while (csv_next(c, a, fields, &n)) {
		for (int i = 0; i < n; i++)
			out.n += (size_t)snprintf(out.p + out.n, sizeof(out.p) - out.n, "%.*s%s",
			                          STR_ARG(fields[i]), i + 1 < n ? "|" : "/");
	}
	return arena_str(a, out.p, out.n);
}

static void records_of_csv_are_read(void)
{
	static const struct {
		struct str text;
		const char *expected;
		int line;
	} cases[] = {
		{ S_INIT(""), "", 1 },
		{ S_INIT("a,b,c"), "a|b|c/", 1 },
		{ S_INIT("a,b\nc,d\n"), "a|b/c|d/", 3 },
		{ S_INIT("a,b\r\nc,d\r\n"), "a|b/c|d/", 3 },
		{ S_INIT("\xef\xbb\xbf"
		         "a,b\n"),
		  "a|b/", 2 },
		{ S_INIT(",\n"), "|/", 2 },
		{ S_INIT("a,"), "a|/", 1 },
		{ S_INIT("\na\n"), "/a/", 3 },
		{ S_INIT("\"a,b\",\"c\"\"d\"\n"), "a,b|c\"d/", 2 },
		{ S_INIT("\"\",\"\"\"\"\n"), "|\"/", 2 },
		{ S_INIT("\"two\nlines\",x\ny,z"), "two\nlines|x/y|z/", 3 },
		{ S_INIT(" a , b \n"), " a | b /", 2 },
		{ S_INIT("富山県,Тоёма\n"), "富山県|Тоёма/", 2 },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct csv c = { .text = cases[i].text };
		struct str all = read_all(a, &c);

		CHECK(str_is(all, cases[i].expected));
		CHECK(c.fault == NULL && c.line == cases[i].line);
	}
	arena_free(a);
}

static void a_broken_record_stops_reading_and_names_its_line(void)
{
	static const struct {
		struct str text;
		int line;
		const char *part;
	} cases[] = {
		{ S_INIT("a,b\nc,\"d\n\n"), 2, "not closed" },
		{ S_INIT("a\nb\nc\"d\n"), 3, "not quoted" },
		{ S_INIT("a\n\"b\"c\n"), 2, "comma or the end" },
		{ S_INIT("a\rb\n"), 1, "comma or the end" },
		{ S_INIT("a\nb\xff\n"), 2, "UTF-8" },
		{ S_INIT("a\nb\0c\n"), 2, "UTF-8" },
		{ S_INIT("\"\xc3\"\n"), 1, "UTF-8" },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct csv c = { .text = cases[i].text };
		struct str fields[64];
		int n = 99;

		read_all(a, &c);
		CHECK(c.fault != NULL && strstr(c.fault, cases[i].part) != NULL);
		CHECK(c.line == cases[i].line);
		/* And it stays so. */
		CHECK(!csv_next(&c, a, fields, &n) && n == 99);
	}
	arena_free(a);
}

static void the_limits_of_csv_hold(void)
{
	struct arena *a = arena_new();
	size_t n = 64 * 1024 + 1;
	char *big = arena_alloc(a, n);
	struct str fields[64];
	int count = 0;

	memset(big, 'x', n);
	struct csv fits = { .text = { big, n - 1 } }, too_long = { .text = { big, n } };

	CHECK(csv_next(&fits, a, fields, &count) && count == 1 && fields[0].n == n - 1);
	CHECK(!csv_next(&too_long, a, fields, &count) && strstr(too_long.fault, "64 KiB") != NULL);

	memset(big, ',', 64);
	struct csv wide = { .text = { big, 63 } }, too_wide = { .text = { big, 64 } };

	CHECK(csv_next(&wide, a, fields, &count) && count == 64);
	CHECK(!csv_next(&too_wide, a, fields, &count) &&
	      strstr(too_wide.fault, "64 fields") != NULL);
	arena_free(a);
}

static void fields_end_with_a_zero_byte_and_are_copies(void)
{
	struct arena *a = arena_new();
	char text[] = "ab,\"c\"\"d\"";
	struct csv c = { .text = { text, sizeof(text) - 1 } };
	struct str fields[64];
	int n = 0;

	CHECK(csv_next(&c, a, fields, &n) && n == 2);
	memset(text, 'z', sizeof(text));
	CHECK(strcmp(fields[0].p, "ab") == 0 && strcmp(fields[1].p, "c\"d") == 0);
	arena_free(a);
}

int main(void)
{
	RUN(whole_numbers_within_their_limits_are_read);
	RUN(anything_else_is_refused_and_leaves_the_result_alone);
	RUN(records_of_csv_are_read);
	RUN(a_broken_record_stops_reading_and_names_its_line);
	RUN(the_limits_of_csv_hold);
	RUN(fields_end_with_a_zero_byte_and_are_copies);
	return TAP_DONE();
}
