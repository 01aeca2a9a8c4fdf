/*
 * base/arena.h -- memory with one lifetime: everything a request needs, freed at once.
 *
 * Nothing in an arena is freed alone.  Allocation cannot fail: a program without memory stops.
 * Freed arena memory is poisoned for AddressSanitizer.
 */
#pragma once
#include <stdarg.h>
#include "base/base.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);
/* Forget everything and keep the first block for the next request. */
void arena_reset(struct arena *a);

/* `n` zeroed bytes aligned for any type; never NULL. */
void *arena_alloc(struct arena *a, size_t n);
/* `count` zeroed elements of `size` bytes; the product is checked. */
void *arena_array(struct arena *a, size_t count, size_t size);
#define arena_make(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_many(a, type, count) ((type *)arena_array((a), (count), sizeof(type)))

/* A copy, ended by a zero byte that its length does not count. */
struct str arena_str(struct arena *a, const char *p, size_t n);
struct str arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
struct str arena_vprintf(struct arena *a, const char *fmt, va_list args) PRINTF_LIKE(2, 0);
/* Bytes handed out since the last reset, for limits and metrics. */
size_t arena_used(const struct arena *a);
