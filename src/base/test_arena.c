/* test_arena.c -- memory with one lifetime. */
#include "base/arena.h"
#include "base/test_dies.h"
#include "test/tap.h"

static bool is_zero(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != 0)
			return false;
	return true;
}

static void what_is_allocated_is_zeroed_aligned_and_apart(void)
{
	static const size_t sizes[] = { 0,   1,    2,     3,     15,    16,    17,
		                        100, 4096, 16384, 16385, 65536, 200000 };
	struct arena *a = arena_new();
	char *before = NULL;
	size_t before_n = 0;

	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		char *p = arena_alloc(a, sizes[i]);

		CHECK(p != NULL && (uintptr_t)p % _Alignof(max_align_t) == 0);
		CHECK(is_zero(p, sizes[i]));
		CHECK(p != before);
		memset(p, 0xa5, sizes[i]);
		/* Writing to one piece leaves the one before alone. */
		for (size_t k = 0; k < before_n; k++)
			CHECK((unsigned char)before[k] == 0xa5);
		before = p;
		before_n = sizes[i];
	}
	arena_free(a);
}

static void after_a_reset_everything_is_zeroed_again(void)
{
	struct arena *a = arena_new();

	for (int round = 0; round < 5; round++) {
		for (int i = 0; i < 3000; i++) {
			char *p = arena_alloc(a, 100);

			CHECK(is_zero(p, 100));
			memset(p, 0xff, 100);
		}
		CHECK(arena_used(a) == 300000);
		arena_reset(a);
		CHECK(arena_used(a) == 0);
	}
	arena_free(a);
}

static void a_large_piece_leaves_the_current_block_in_use(void)
{
	struct arena *a = arena_new();
	char *first = arena_alloc(a, 16);

	CHECK(arena_alloc(a, 1000000) != NULL);
	char *second = arena_alloc(a, 16);

	CHECK(second > first && second - first <= 64);
	arena_free(a);
}

static void arrays_and_makers_give_typed_zeroes(void)
{
	struct arena *a = arena_new();
	struct str *one = arena_make(a, struct str);
	int64_t *many = arena_many(a, int64_t, 1000);

	CHECK(one->p == NULL && one->n == 0);
	CHECK(many[0] == 0 && many[999] == 0);
	CHECK(arena_many(a, int64_t, 0) != NULL);
	arena_free(a);
}

static void strings_are_copied_and_ended_by_a_zero_byte(void)
{
	struct arena *a = arena_new();
	char bytes[] = "abc";
	struct str s = arena_str(a, bytes, 3);
	struct str empty = arena_str(a, NULL, 0);

	bytes[0] = 'x';
	CHECK(s.n == 3 && strcmp(s.p, "abc") == 0);
	CHECK(empty.n == 0 && empty.p != NULL && empty.p[0] == '\0');
	s = arena_printf(a, "%d-%s", 7, "seven");
	CHECK(s.n == 7 && strcmp(s.p, "7-seven") == 0);
	s = arena_printf(a, "%5000d", 1);
	CHECK(s.n == 5000 && s.p[4999] == '1' && s.p[5000] == '\0');
	arena_free(a);
}

static void freeing_nothing_is_allowed(void)
{
	arena_free(NULL);
	CHECK(true);
}

static void overflow_alloc(void)
{
	struct arena *a = arena_new();

	arena_array(a, SIZE_MAX / 2, 3);
}

static void huge_alloc(void)
{
	struct arena *a = arena_new();

	arena_alloc(a, SIZE_MAX - 8);
}

static void sizes_that_overflow_stop_the_program(void)
{
	CHECK(dies(overflow_alloc));
	CHECK(dies(huge_alloc));
}

int main(void)
{
	RUN(what_is_allocated_is_zeroed_aligned_and_apart);
	RUN(after_a_reset_everything_is_zeroed_again);
	RUN(a_large_piece_leaves_the_current_block_in_use);
	RUN(arrays_and_makers_give_typed_zeroes);
	RUN(strings_are_copied_and_ended_by_a_zero_byte);
	RUN(freeing_nothing_is_allowed);
	RUN(sizes_that_overflow_stop_the_program);
	return TAP_DONE();
}
