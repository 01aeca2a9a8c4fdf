/* str.c -- looking at bytes with a length. */
#include "base/str.h"

struct str str_of(const char *zero_ended)
{
	if (zero_ended == NULL)
		return (struct str){ NULL, 0 };
	return (struct str){ zero_ended, strlen(zero_ended) };
}

bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_is(struct str a, const char *zero_ended)
{
	return str_eq(a, str_of(zero_ended));
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n > 0 ? memcmp(a.p, b.p, n) : 0;

	if (order != 0)
		return order < 0 ? -1 : 1;
	return a.n < b.n ? -1 : a.n > b.n;
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, s.n), suffix);
}

size_t str_find(struct str s, char c, size_t from)
{
	if (from >= s.n)
		return s.n;
	const char *at = memchr(s.p + from, c, s.n - from);

	return at != NULL ? (size_t)(at - s.p) : s.n;
}

struct str str_sub(struct str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	/* NULL + 0 is undefined before C2y. */
	return (struct str){ s.p != NULL ? s.p + from : NULL, to - from };
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
	size_t from = 0, to = s.n;

	while (from < to && is_space(s.p[from]))
		from++;
	while (to > from && is_space(s.p[to - 1]))
		to--;
	return str_sub(s, from, to);
}

bool str_cut(struct str *rest, char sep, struct str *ret_piece)
{
	if (rest->p == NULL)
		return false;
	size_t at = str_find(*rest, sep, 0);

	*ret_piece = str_sub(*rest, 0, at);
	/* After the last piece p is NULL: "a," has two pieces, the second one empty. */
	*rest = at < rest->n ? str_sub(*rest, at + 1, rest->n) : (struct str){ NULL, 0 };
	return true;
}

bool str_is_slug(struct str s)
{
	if (s.n < 1 || s.n > 64 || s.p[0] == '-' || s.p[s.n - 1] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
			return false;
	}
	return true;
}

uint64_t str_hash(struct str s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < s.n; i++) {
		h ^= (unsigned char)s.p[i];
		h *= UINT64_C(0x100000001b3);
	}
	return h;
}
