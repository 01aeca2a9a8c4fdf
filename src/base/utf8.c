/* utf8.c -- is it UTF-8, and how long. */
#include "base/utf8.h"

/*
 * The code point that begins at `at`, its length in *ret_n; -1 when what stands there is not UTF-8.
 * The least value of each length keeps overlong forms out (RFC 3629, section 3).
 */
static int32_t decode(struct str s, size_t at, size_t *ret_n)
{
	static const int32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = (unsigned char)s.p[at];
	size_t n = first < 0x80       ? 1
	           : first >> 5 == 6  ? 2
	           : first >> 4 == 14 ? 3
	           : first >> 3 == 30 ? 4
	                              : 0;

	if (n == 0 || n > s.n - at)
		return -1;
	int32_t c = n == 1 ? first : first & (0x7f >> n);

	for (size_t i = 1; i < n; i++) {
		unsigned char more = (unsigned char)s.p[at + i];

		if (more >> 6 != 2)
			return -1;
		c = c << 6 | (more & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return -1;
	*ret_n = n;
	return c;
}

bool utf8_is_valid(struct str s)
{
	size_t n = 0;

	for (size_t at = 0; at < s.n; at += n)
		if (decode(s, at, &n) <= 0) /* 0: NUL is not wanted either */
			return false;
	return true;
}

/* C0 and C1 controls and DEL; CR counts only before LF. */
static bool is_control(struct str s, size_t at, int32_t c)
{
	if (c == '\r')
		return at + 1 >= s.n || s.p[at + 1] != '\n';
	return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c <= 0x9f);
}

bool utf8_is_text(struct str s)
{
	size_t n = 0;

	for (size_t at = 0; at < s.n; at += n) {
		int32_t c = decode(s, at, &n);

		if (c <= 0 || is_control(s, at, c))
			return false;
	}
	return true;
}

static bool is_middle(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

size_t utf8_count(struct str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.n; i++)
		count += !is_middle(s.p[i]);
	return count;
}

struct str utf8_clip(struct str s, size_t bytes)
{
	if (bytes >= s.n)
		return s;
	while (bytes > 0 && is_middle(s.p[bytes]))
		bytes--;
	return (struct str){ s.p, bytes };
}

int32_t utf8_next(struct str s, size_t *at)
{
	size_t n = 1;

	if (*at >= s.n)
		return -1;
	int32_t c = decode(s, *at, &n);

	/* The caller promised a valid string; a bug must not become an endless loop. */
	MUST(c >= 0);
	*at += n;
	return c;
}
