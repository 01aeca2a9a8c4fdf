/*
 * base/sbuf.h -- a growing output buffer in an arena.
 *
 * `limit` bounds what may be written (0: 64 MiB).  Past it nothing more is added and `full` is set,
 * so that an endless page becomes an error at the edge and not an end of memory.
 */
#pragma once
#include "base/arena.h"
#include "base/base.h"

struct sbuf {
	struct arena *arena;
	char *p;
	size_t n, cap, limit;
	bool full;
};

void sbuf_add(struct sbuf *b, const char *p, size_t n);
void sbuf_str(struct sbuf *b, struct str s);
void sbuf_char(struct sbuf *b, char c);
void sbuf_int(struct sbuf *b, int64_t i);
void sbuf_printf(struct sbuf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
struct str sbuf_done(struct sbuf *b); /* its bytes; a zero byte follows them */
#define sbuf_lit(b, lit) sbuf_add((b), (lit), sizeof(lit) - 1)
