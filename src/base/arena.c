/*
 * arena.c -- blocks of memory, cut from the front.
 *
 * The first block lives as long as the arena, so that a request that fits in it costs no malloc().
 * What does not fit a block well gets one of its own and leaves the current block in use.
 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define POISONING 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONING 1
#endif
#endif

#ifdef POISONING
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
enum { RED_ZONE = 16 }; /* between two pieces, so that running over the end of one is seen */
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
enum { RED_ZONE = 0 };
#endif

enum {
	ALIGN = _Alignof(max_align_t),
	BLOCK_BYTES = 64 * 1024,
	OWN_BLOCK_BYTES = BLOCK_BYTES / 4, /* larger pieces get a block of their own */
};

struct block {
	struct block *next;
	size_t cap, used;
	_Alignas(max_align_t) char bytes[];
};

struct arena {
	struct block *first, *current;
	struct block *others; /* every block but the first */
	size_t used;
};

static struct block *block_new(size_t cap)
{
	struct block *b = malloc(sizeof(*b) + cap);

	MUST(b != NULL);
	*b = (struct block){ .cap = cap };
	POISON(b->bytes, cap);
	return b;
}

static void block_free(struct block *b)
{
	/* The allocator may read what it gets back. */
	UNPOISON(b->bytes, b->cap);
	free(b);
}

static void *block_cut(struct block *b, size_t n, size_t room)
{
	char *p = b->bytes + b->used;

	b->used += room;
	UNPOISON(p, n);
	memset(p, 0, n);
	return p;
}

struct arena *arena_new(void)
{
	struct arena *a = calloc(1, sizeof(*a));

	MUST(a != NULL);
	a->first = a->current = block_new(BLOCK_BYTES);
	return a;
}

void arena_reset(struct arena *a)
{
	for (struct block *b = a->others, *next; b != NULL; b = next) {
		next = b->next;
		block_free(b);
	}
	POISON(a->first->bytes, a->first->cap);
	a->first->used = 0;
	a->current = a->first;
	a->others = NULL;
	a->used = 0;
}

void arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	arena_reset(a);
	block_free(a->first);
	free(a);
}

void *arena_alloc(struct arena *a, size_t n)
{
	MUST(n < SIZE_MAX / 2);
	if (n == 0)
		n = 1;
	size_t room = (n + ALIGN - 1) / ALIGN * ALIGN + RED_ZONE;

	a->used += n;
	if (a->current->cap - a->current->used >= room)
		return block_cut(a->current, n, room);

	struct block *b = block_new(room > OWN_BLOCK_BYTES ? room : BLOCK_BYTES);

	b->next = a->others;
	a->others = b;
	if (room <= OWN_BLOCK_BYTES)
		a->current = b;
	return block_cut(b, n, room);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	size_t bytes = 0;

	MUST(!__builtin_mul_overflow(count, size, &bytes));
	return arena_alloc(a, bytes);
}

struct str arena_str(struct arena *a, const char *p, size_t n)
{
	char *copy = arena_alloc(a, n + 1);

	if (n > 0)
		memcpy(copy, p, n);
	return (struct str){ copy, n };
}

struct str arena_vprintf(struct arena *a, const char *fmt, va_list args)
{
	va_list again;

	MUST(fmt != NULL);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, fmt, args);

	MUST(n >= 0);
	char *p = arena_alloc(a, (size_t)n + 1);

	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct str){ p, (size_t)n };
}

struct str arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	struct str s = arena_vprintf(a, fmt, args);

	va_end(args);
	return s;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}
