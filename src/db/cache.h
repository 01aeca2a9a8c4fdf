/*
 * db/cache.h -- a connection's prepared statements, found by the address of their struct db_stmt.
 */
#pragma once
#include "base/base.h"

struct db_stmt;

struct db_cache {
	struct db_cache_slot {
		const struct db_stmt *st;
		void *handle; /* sqlite3_stmt, or the number of a PostgreSQL statement */
	} * slots;
	size_t n, cap; /* cap is 0 or a power of two */
};

void *db_cache_get(const struct db_cache *c, const struct db_stmt *st); /* or NULL */
void db_cache_put(struct db_cache *c, const struct db_stmt *st, void *handle);
/* Forget everything; `drop` (may be NULL) gets each handle. */
void db_cache_clear(struct db_cache *c, void (*drop)(void *handle));
