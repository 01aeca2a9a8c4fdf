/*
 * test/engine.h -- a fresh, migrated database on the engine under test, and a ctx to use it.
 *
 * TEST_DB names a PostgreSQL database ("postgresql://..."); each engine_new() makes a schema of its
 * own in it.  Without TEST_DB the database is a SQLite file in a directory that engine_free()
 * removes.
 */
#pragma once
#include "db/db.h"

struct engine {
	char dir[64]; /* a directory of this test's own */
	char url[512];
	struct db_store *store;
	struct ctx ctx; /* English, account 0, 2014-10-22T00:30:00Z, a secret */
};

void engine_new(struct engine *e); /* ends the program when it cannot */
/* A place where a database can be made, and nothing in it: no store, no connection. */
void engine_new_empty(struct engine *e);
void engine_new_with_writer(struct engine *e); /* with the group-commit thread */
void engine_free(struct engine *e);
bool engine_is_postgres(void);
/* Run SQL that both engines understand, for what a test needs in tables of other slices. */
void engine_exec(struct engine *e, const char *sql);
/* Rows in a table, for "nothing is half done". */
int64_t engine_count(struct engine *e, const char *table);
/* A fingerprint of every row of every table: equal before and after means nothing changed. */
uint64_t engine_fingerprint(struct engine *e);
