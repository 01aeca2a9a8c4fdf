/*
 * db/digest.h -- a digest of each row of a table, to be held against one that was recorded.
 *
 * The same row gives the same digest on either engine: its columns in the order of their names,
 * each as "name=" and its value (N for none, otherwise its length and its text, bytes as
 * hexadecimal digits), and of that the first 16 bytes of SHA-256.
 */
#pragma once
#include "db/db.h"

enum { DB_DIGEST_HEX = 33 };

/* What is digested; the words stand in the program and never come from outside. */
struct db_part {
	const char *table;
	const char *key;     /* the column that names a row: "id" */
	const char *columns; /* "government_id, kind"; NULL: all */
	const char *where;   /* "decision IS NULL"; NULL: every row */
};
/* Told of each row, in the order of keys; `digest` is DB_DIGEST_HEX - 1 digits. */
typedef void db_digested(void *arg, struct str key, struct str digest);
enum err db_digest(struct ctx *ctx, const struct db_part *part, db_digested *fn, void *arg)
	MUST_USE;
