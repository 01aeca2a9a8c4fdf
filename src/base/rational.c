/* rational.c -- exact fractions for majorities and quorums. */
#include "base/rational.h"

#include "base/parse.h"
#include "base/str.h"

static const int64_t PART_MAX = 1000000000;

static bool is_in_range(int64_t i)
{
	return i >= -PART_MAX && i <= PART_MAX;
}

static void check(struct rational r)
{
	MUST(r.den > 0 && r.den <= PART_MAX && is_in_range(r.num));
}

bool rational_parse(struct str s, struct rational *ret)
{
	size_t slash = str_find(s, '/', 0);
	struct rational r = { 0, 1 };

	/* parse_i64() takes "-0"; a fraction of votes has no sign. */
	if (str_find(s, '-', 0) < s.n || !parse_i64(str_sub(s, 0, slash), 0, PART_MAX, &r.num))
		return false;
	if (slash < s.n && !parse_i64(str_sub(s, slash + 1, s.n), 1, PART_MAX, &r.den))
		return false;
	if (r.num > r.den)
		return false;
	*ret = r;
	return true;
}

int rational_cmp(struct rational a, struct rational b)
{
	check(a);
	check(b);
	int64_t left = a.num * b.den, right = b.num * a.den;

	return left < right ? -1 : left > right;
}

bool rational_exceeds(int64_t part, int64_t whole, struct rational r, bool strict)
{
	check(r);
	MUST(part >= 0 && part <= PART_MAX && whole >= 0 && whole <= PART_MAX);
	/* part/whole > num/den without the division: a whole of 0 is what its products are. */
	int64_t left = part * r.den, right = r.num * whole;

	return strict ? left > right : left >= right;
}

int64_t rational_needed(int64_t whole, struct rational r, bool strict)
{
	check(r);
	MUST(r.num >= 0 && whole >= 0 && whole <= PART_MAX);
	int64_t product = r.num * whole;

	/* Strict: one more than the whole part; else the quotient rounded up. */
	return strict ? product / r.den + 1 : product / r.den + (product % r.den != 0);
}

bool add_checked(int64_t a, int64_t b, int64_t *ret_sum)
{
	int64_t sum;

	if (__builtin_add_overflow(a, b, &sum))
		return false;
	*ret_sum = sum;
	return true;
}
