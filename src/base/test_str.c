/* test_str.c -- looking at bytes with a length. */
#include "base/str.h"
#include "test/tap.h"

static const struct str NONE = { NULL, 0 };

static void absent_and_empty_are_told_apart_by_their_pointer_alone(void)
{
	CHECK(str_of(NULL).p == NULL && str_of(NULL).n == 0);
	CHECK(str_of("").p != NULL && str_of("").n == 0);
	CHECK(str_eq(NONE, S("")));
	CHECK(str_is(S("abc"), "abc") && !str_is(S("abc"), "abd") && !str_is(S("abc"), "ab"));
}

static void order_is_by_bytes_and_then_by_length(void)
{
	CHECK(str_cmp(S("a"), S("b")) == -1 && str_cmp(S("b"), S("a")) == 1);
	CHECK(str_cmp(S("a"), S("ab")) == -1 && str_cmp(S("ab"), S("a")) == 1);
	CHECK(str_cmp(S("ab"), S("ab")) == 0 && str_cmp(NONE, S("")) == 0);
	CHECK(str_cmp(S("\x7f"), S("\x80")) == -1); /* unsigned */
}

static void beginnings_and_endings(void)
{
	CHECK(str_starts(S("motion_id"), S("motion")) && str_ends(S("motion_id"), S("_id")));
	CHECK(str_starts(S("a"), S("")) && str_ends(S("a"), S("")) && str_starts(NONE, S("")));
	CHECK(!str_starts(S("mo"), S("motion")) && !str_ends(S("id"), S("_id")));
}

static void finding_and_cutting_out(void)
{
	CHECK(str_find(S("a,b,c"), ',', 0) == 1 && str_find(S("a,b,c"), ',', 2) == 3);
	CHECK(str_find(S("a,b,c"), ';', 0) == 5 && str_find(S("abc"), 'a', 9) == 3);
	CHECK(str_is(str_sub(S("abcdef"), 1, 3), "bc") && str_is(str_sub(S("abc"), 1, 99), "bc"));
	CHECK(str_sub(S("abc"), 5, 9).n == 0 && str_sub(S("abc"), 2, 1).n == 0 &&
	      str_sub(NONE, 1, 2).p == NULL);
}

static void trimming_takes_ascii_space_at_both_ends(void)
{
	CHECK(str_is(str_trim(S(" \t\r\n a b \n")), "a b"));
	CHECK(str_trim(S("  ")).n == 0 && str_trim(NONE).n == 0);
	CHECK(str_is(str_trim(S("\xc2\xa0x")), "\xc2\xa0x"));
}

static void cutting_gives_every_piece_and_then_no_more(void)
{
	struct str rest = S("a,,b,"), piece;

	CHECK(str_cut(&rest, ',', &piece) && str_is(piece, "a"));
	CHECK(str_cut(&rest, ',', &piece) && piece.n == 0);
	CHECK(str_cut(&rest, ',', &piece) && str_is(piece, "b"));
	CHECK(str_cut(&rest, ',', &piece) && piece.n == 0);
	CHECK(!str_cut(&rest, ',', &piece));
	rest = S("");
	CHECK(str_cut(&rest, ',', &piece) && piece.n == 0 && !str_cut(&rest, ',', &piece));
	rest = NONE;
	CHECK(!str_cut(&rest, ',', &piece));
}

static void slugs(void)
{
	char long_one[66];

	memset(long_one, 'a', sizeof(long_one));
	CHECK(str_is_slug(S("toyama")) && str_is_slug(S("ga-10")) && str_is_slug(S("7")));
	CHECK(!str_is_slug(S("")) && !str_is_slug(S("-a")) && !str_is_slug(S("a-")) &&
	      !str_is_slug(S("A")));
	CHECK(!str_is_slug(S("a_b")) && !str_is_slug(S("a b")) && !str_is_slug(S("\xc3\xa9")));
	CHECK(str_is_slug((struct str){ long_one, 64 }) &&
	      !str_is_slug((struct str){ long_one, 65 }));
}

static void the_hash_is_fnv_1a(void)
{
	/* Vectors of the authors: http://www.isthe.com/chongo/tech/comp/fnv/ */
	CHECK(str_hash(S("")) == UINT64_C(0xcbf29ce484222325));
	CHECK(str_hash(S("a")) == UINT64_C(0xaf63dc4c8601ec8c));
	CHECK(str_hash(S("foobar")) == UINT64_C(0x85944171f73967e8));
	CHECK(str_hash(S("\xff\x80")) == UINT64_C(0xa9a2607b6f6e56a)); /* bytes are unsigned */
}

int main(void)
{
	RUN(absent_and_empty_are_told_apart_by_their_pointer_alone);
	RUN(order_is_by_bytes_and_then_by_length);
	RUN(beginnings_and_endings);
	RUN(finding_and_cutting_out);
	RUN(trimming_takes_ascii_space_at_both_ends);
	RUN(cutting_gives_every_piece_and_then_no_more);
	RUN(slugs);
	RUN(the_hash_is_fnv_1a);
	return TAP_DONE();
}
