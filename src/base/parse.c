/* parse.c -- numbers from outside. */
#include "base/parse.h"

bool parse_i64(struct str s, int64_t min, int64_t max, int64_t *ret)
{
	bool negative = s.n > 0 && s.p[0] == '-';
	size_t at = negative ? 1 : 0;
	int64_t value = 0;

	if (at == s.n)
		return false;
	for (; at < s.n; at++) {
		if (s.p[at] < '0' || s.p[at] > '9')
			return false;
		int digit = s.p[at] - '0';

		/* Downwards when negative: -2^63 has no positive counterpart. */
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, negative ? -digit : digit, &value))
			return false;
	}
	if (value < min || value > max)
		return false;
	*ret = value;
	return true;
}
