/* test_rational.c -- exact fractions for majorities and quorums. */
#include "base/rational.h"
#include "base/test_dies.h"
#include "test/tap.h"

static struct rational r(int64_t num, int64_t den)
{
	return (struct rational){ num, den };
}

static void fractions_from_nought_to_one_are_read(void)
{
	struct rational x = { 9, 9 };

	CHECK(rational_parse(S("2/3"), &x) && x.num == 2 && x.den == 3);
	CHECK(rational_parse(S("55/100"), &x) && x.num == 55 && x.den == 100);
	CHECK(rational_parse(S("1"), &x) && x.num == 1 && x.den == 1);
	CHECK(rational_parse(S("0"), &x) && x.num == 0 && x.den == 1);
	CHECK(rational_parse(S("1000000000/1000000000"), &x) && x.num == 1000000000);
}

static void anything_else_is_refused(void)
{
	static const struct str bad[] = {
		S_INIT(""),
		S_INIT("/"),
		S_INIT("1/"),
		S_INIT("/2"),
		S_INIT("1/0"),
		S_INIT("0/0"),
		S_INIT("3/2"),
		S_INIT("2"),
		S_INIT("-1/2"),
		S_INIT("-0"),
		S_INIT("1/-2"),
		S_INIT("1/2/3"),
		S_INIT("0.5"),
		S_INIT("1 / 2"),
		S_INIT("1/1000000001"),
		S_INIT("1000000001/1000000001"),
	};
	struct rational x = { 7, 8 };

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		CHECK(!rational_parse(bad[i], &x) && x.num == 7 && x.den == 8);
}

static void order_is_exact(void)
{
	CHECK(rational_cmp(r(1, 2), r(2, 4)) == 0);
	CHECK(rational_cmp(r(1, 3), r(333333333, 1000000000)) == 1);
	CHECK(rational_cmp(r(999999998, 999999999), r(999999999, 1000000000)) == -1);
	CHECK(rational_cmp(r(-1, 2), r(0, 1)) == -1);
}

static void more_than_and_at_least_differ_at_the_line(void)
{
	CHECK(!rational_exceeds(5, 10, r(1, 2), true) && rational_exceeds(5, 10, r(1, 2), false));
	CHECK(rational_exceeds(6, 10, r(1, 2), true));
	CHECK(!rational_exceeds(52, 79, r(2, 3), false) &&
	      rational_exceeds(53, 79, r(2, 3), false));
	CHECK(rational_exceeds(1000000000, 1000000000, r(1, 1), false));
	CHECK(!rational_exceeds(1000000000, 1000000000, r(1, 1), true));
	/* 33.33..% of 3 is not a third. */
	CHECK(!rational_exceeds(1, 3, r(333333334, 1000000000), false));
}

static void of_nothing_only_at_least_is_reached(void)
{
	CHECK(rational_exceeds(0, 0, r(1, 2), false) && !rational_exceeds(0, 0, r(1, 2), true));
	CHECK(rational_needed(0, r(1, 2), false) == 0 && rational_needed(0, r(1, 2), true) == 1);
}

static void needed_is_the_smallest_part_that_exceeds(void)
{
	static const struct rational fractions[] = { { 0, 1 }, { 1, 1 },    { 1, 2 }, { 2, 3 },
		                                     { 3, 4 }, { 55, 100 }, { 7, 9 } };

	for (size_t i = 0; i < COUNT_OF(fractions); i++) {
		for (int64_t whole = 0; whole <= 200; whole++) {
			for (int strict = 0; strict <= 1; strict++) {
				int64_t n = rational_needed(whole, fractions[i], strict);

				CHECK(rational_exceeds(n, whole, fractions[i], strict));
				CHECK(n == 0 ||
				      !rational_exceeds(n - 1, whole, fractions[i], strict));
			}
		}
	}
	CHECK(rational_needed(79, r(2, 3), false) == 53 &&
	      rational_needed(80, r(1, 2), true) == 41);
	CHECK(rational_needed(1000000000, r(999999999, 1000000000), false) == 999999999);
}

static void sums_are_checked(void)
{
	int64_t sum = 5;

	CHECK(add_checked(INT64_MAX - 1, 1, &sum) && sum == INT64_MAX);
	CHECK(!add_checked(INT64_MAX, 1, &sum) && sum == INT64_MAX);
	CHECK(!add_checked(INT64_MIN, -1, &sum) && sum == INT64_MAX);
	CHECK(add_checked(-2, 2, &sum) && sum == 0);
}

static void divide_by_zero(void)
{
	rational_exceeds(1, 2, r(1, 0), true);
}

static void too_many_votes(void)
{
	rational_exceeds(1, 1000000001, r(1, 2), true);
}

static void negative_votes(void)
{
	rational_exceeds(-1, 2, r(1, 2), true);
}

static void what_is_out_of_range_stops_the_program(void)
{
	CHECK(dies(divide_by_zero));
	CHECK(dies(too_many_votes));
	CHECK(dies(negative_votes));
}

int main(void)
{
	RUN(fractions_from_nought_to_one_are_read);
	RUN(anything_else_is_refused);
	RUN(order_is_exact);
	RUN(more_than_and_at_least_differ_at_the_line);
	RUN(of_nothing_only_at_least_is_reached);
	RUN(needed_is_the_smallest_part_that_exceeds);
	RUN(sums_are_checked);
	RUN(what_is_out_of_range_stops_the_program);
	return TAP_DONE();
}
