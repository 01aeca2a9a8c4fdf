/* cache.c -- open addressing over addresses; statements are few and never removed alone. */
#include "db/cache.h"
#include <stdlib.h>

static size_t slot_of(const struct db_cache *c, const struct db_stmt *st)
{
	size_t i = ((uintptr_t)st >> 4) * (size_t)0x9e3779b97f4a7c15u >> 20;

	for (i &= c->cap - 1; c->slots[i].st && c->slots[i].st != st;)
		i = (i + 1) & (c->cap - 1);
	return i;
}

static void grow(struct db_cache *c)
{
	struct db_cache old = *c;

	c->cap = old.cap ? 2 * old.cap : 64;
	c->slots = calloc(c->cap, sizeof(*c->slots));
	MUST(c->slots);
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i].st)
			c->slots[slot_of(c, old.slots[i].st)] = old.slots[i];
	free(old.slots);
}

void *db_cache_get(const struct db_cache *c, const struct db_stmt *st)
{
	return c->cap ? c->slots[slot_of(c, st)].handle : NULL;
}

void db_cache_put(struct db_cache *c, const struct db_stmt *st, void *handle)
{
	MUST(handle && !db_cache_get(c, st));
	if (2 * (c->n + 1) > c->cap)
		grow(c);
	c->slots[slot_of(c, st)] = (struct db_cache_slot){ st, handle };
	c->n++;
}

void db_cache_clear(struct db_cache *c, void (*drop)(void *handle))
{
	for (size_t i = 0; drop && i < c->cap; i++)
		if (c->slots[i].st)
			drop(c->slots[i].handle);
	free(c->slots);
	*c = (struct db_cache){ 0 };
}
