/* base/str.h -- looking at bytes with a length.  Nothing here allocates. */
#pragma once
#include "base/base.h"

struct str str_of(const char *zero_ended); /* NULL gives a str with p == NULL */
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *zero_ended);
int str_cmp(struct str a, struct str b); /* by bytes */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Offset of `c` from `from` on, or s.n. */
size_t str_find(struct str s, char c, size_t from);
struct str str_sub(struct str s, size_t from, size_t to); /* clipped to s */
struct str str_trim(struct str s); /* ASCII space, tab, CR, LF at both ends */
/* Cut off what stands before the next `sep` and step past it; false when nothing is left. */
bool str_cut(struct str *rest, char sep, struct str *ret_piece);
bool str_is_slug(struct str s);  /* 1..64 of a-z 0-9 -, not at the ends */
uint64_t str_hash(struct str s); /* FNV-1a, 64 bits */
