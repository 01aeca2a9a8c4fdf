/* test_sbuf.c -- a growing output buffer. */
#include "base/sbuf.h"
#include "base/str.h"
#include "test/tap.h"

static void what_is_added_comes_out_in_order(void)
{
	struct arena *a = arena_new();
	struct sbuf b = { .arena = a };

	sbuf_lit(&b, "one");
	sbuf_char(&b, ' ');
	sbuf_str(&b, S("two"));
	sbuf_add(&b, "!xyz", 1);
	sbuf_printf(&b, " %s=%d", "n", 42);
	CHECK(str_is(sbuf_done(&b), "one two! n=42"));
	CHECK(b.p[b.n] == '\0');
	CHECK(!b.full);
	arena_free(a);
}

static void it_grows_past_any_first_size(void)
{
	struct arena *a = arena_new();
	struct sbuf b = { .arena = a };

	for (int i = 0; i < 100000; i++)
		sbuf_char(&b, (char)('a' + i % 26));
	struct str s = sbuf_done(&b);

	CHECK(s.n == 100000 && s.p[100000] == '\0');
	for (int i = 0; i < 100000; i++)
		if (s.p[i] != 'a' + i % 26) {
			CHECK(false);
			break;
		}
	arena_free(a);
}

static void the_zero_byte_fits_whatever_the_length(void)
{
	struct arena *a = arena_new();

	/* Around the sizes at which it grows. */
	for (size_t n = 1000; n < 2100; n++) {
		struct sbuf b = { .arena = a };

		for (size_t i = 0; i < n; i++)
			sbuf_char(&b, 'x');
		CHECK(sbuf_done(&b).p[n] == '\0' && b.n < b.cap);
	}
	arena_free(a);
}

static void an_empty_buffer_is_an_empty_string(void)
{
	struct arena *a = arena_new();
	struct sbuf b = { .arena = a };
	struct str s = sbuf_done(&b);

	CHECK(s.n == 0 && s.p != NULL && s.p[0] == '\0');
	sbuf_add(&b, NULL, 0);
	sbuf_lit(&b, "x");
	CHECK(str_is(sbuf_done(&b), "x"));
	arena_free(a);
}

static void past_its_limit_it_is_full_and_takes_no_more(void)
{
	struct arena *a = arena_new();
	struct sbuf b = { .arena = a, .limit = 5 };

	sbuf_lit(&b, "12345");
	CHECK(!b.full);
	sbuf_char(&b, '6');
	CHECK(b.full);
	CHECK(str_is(sbuf_done(&b), "12345"));

	struct sbuf c = { .arena = a, .limit = 5 };

	/* What does not fit is left out whole, and what would fit after it too. */
	sbuf_lit(&c, "123");
	sbuf_lit(&c, "456");
	sbuf_char(&c, '7');
	sbuf_printf(&c, "%d", 8);
	CHECK(c.full && str_is(sbuf_done(&c), "123"));
	arena_free(a);
}

static void integers_print_to_both_ends_of_their_range(void)
{
	static const int64_t numbers[] = { 0, 1, -1, 9, 10, -10, 1234567890, INT64_MAX, INT64_MIN };
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		struct sbuf b = { .arena = a };

		sbuf_int(&b, numbers[i]);
		CHECK(str_eq(sbuf_done(&b), arena_printf(a, "%" PRId64, numbers[i])));
	}
	arena_free(a);
}

int main(void)
{
	RUN(what_is_added_comes_out_in_order);
	RUN(it_grows_past_any_first_size);
	RUN(the_zero_byte_fits_whatever_the_length);
	RUN(an_empty_buffer_is_an_empty_string);
	RUN(past_its_limit_it_is_full_and_takes_no_more);
	RUN(integers_print_to_both_ends_of_their_range);
	return TAP_DONE();
}
