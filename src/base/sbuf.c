/* sbuf.c -- a buffer that doubles; what it grew out of stays in the arena until the request ends.
 */
#include "base/sbuf.h"

#include <stdarg.h>
#include <stdio.h>

enum { FIRST_BYTES = 1024 };
static const size_t LIMIT_BYTES = 64 * 1024 * 1024;

/* Make room for n more bytes and the zero that sbuf_done() promises; false when the buffer is full.
 */
static bool has_room(struct sbuf *b, size_t n)
{
	size_t limit = b->limit > 0 ? b->limit : LIMIT_BYTES;

	if (b->full || n > limit || b->n > limit - n) {
		b->full = true;
		return false;
	}
	if (b->n + n < b->cap)
		return true;

	size_t cap = b->cap > 0 ? b->cap : FIRST_BYTES;

	while (cap <= b->n + n)
		cap *= 2;
	char *p = arena_alloc(b->arena, cap);

	if (b->n > 0)
		memcpy(p, b->p, b->n);
	b->p = p;
	b->cap = cap;
	return true;
}

void sbuf_add(struct sbuf *b, const char *p, size_t n)
{
	if (n == 0 || !has_room(b, n))
		return;
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void sbuf_str(struct sbuf *b, struct str s)
{
	sbuf_add(b, s.p, s.n);
}

void sbuf_char(struct sbuf *b, char c)
{
	sbuf_add(b, &c, 1);
}

void sbuf_int(struct sbuf *b, int64_t i)
{
	char digits[20]; /* 19 and a sign: the longest is -9223372036854775808 */
	size_t at = sizeof(digits);
	uint64_t rest = i < 0 ? -(uint64_t)i : (uint64_t)i;

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (i < 0)
		digits[--at] = '-';
	sbuf_add(b, digits + at, sizeof(digits) - at);
}

void sbuf_printf(struct sbuf *b, const char *fmt, ...)
{
	va_list args, again;

	va_start(args, fmt);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, fmt, args);

	va_end(args);
	MUST(n >= 0);
	if (n > 0 && has_room(b, (size_t)n)) {
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

struct str sbuf_done(struct sbuf *b)
{
	if (b->p == NULL) {
		b->p = arena_alloc(b->arena, FIRST_BYTES);
		b->cap = FIRST_BYTES;
	}
	b->p[b->n] = '\0';
	return (struct str){ b->p, b->n };
}
