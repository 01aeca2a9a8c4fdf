/*
 * base/rational.h -- exact fractions for majorities and quorums.  Never floating point.
 *
 * den > 0 always; num and den are at most 10^9 in size, and what they are compared with at most
 * 10^9, so that every product fits 64 bits.  Out of that range is a bug for the caller to prevent
 * (rational_parse refuses larger ones).
 */
#pragma once
#include "base/base.h"

struct rational {
	int64_t num, den;
};

/* "2/3", "1/2", "55/100" or "1"; 0 <= value <= 1; false and untouched otherwise. */
bool rational_parse(struct str s, struct rational *ret);
int rational_cmp(struct rational a, struct rational b); /* -1, 0, 1 */
/* Is part/whole > r (strict) or >= r?  Exact; whole >= 0, 0 <= part. */
bool rational_exceeds(int64_t part, int64_t whole, struct rational r, bool strict);
/* The smallest integer `part` for which rational_exceeds(part, whole, r, strict). */
int64_t rational_needed(int64_t whole, struct rational r, bool strict);
/* Checked addition: false when it would overflow, *ret_sum untouched. */
bool add_checked(int64_t a, int64_t b, int64_t *ret_sum);
