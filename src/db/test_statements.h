/*
 * db/test_statements.h -- statements for the tests of db/, made by hand as gensql makes them.
 *
 * They use account_failure, a table of a name and a positive number, and lang_text for its key.
 */
#pragma once
#include "test/engine.h"
#include "base/str.h"
#include "test/tap.h"

#define TABLE_BIT(t)                                                                               \
	{                                                                                          \
		{                                                                                  \
			UINT64_C(1) << (t)                                                         \
		}                                                                                  \
	}
_Static_assert(TABLE_ACCOUNT_FAILURE < 64 && TABLE_LANG_TEXT < 64, "one word holds the bits");

static const enum db_type type_ti[] = { DB_TEXT, DB_INT };
static const enum db_type type_i[] = { DB_INT };

static const struct db_stmt stmt_put = {
	.name = "test.put",
	.sqlite = "INSERT INTO account_failure (name, failures, since_at) VALUES (?1, ?2, 0)",
	.postgres = "INSERT INTO account_failure (name, failures, since_at) VALUES ($1, $2, 0)",
	.nargs = 2,
	.args = type_ti,
	.writes_rows = true,
	.writes = TABLE_BIT(TABLE_ACCOUNT_FAILURE),
};
static const struct db_stmt stmt_set = {
	.name = "test.set",
	.sqlite = "UPDATE account_failure SET failures = ?2 WHERE name = ?1",
	.postgres = "UPDATE account_failure SET failures = $2 WHERE name = $1",
	.nargs = 2,
	.args = type_ti,
	.writes_rows = true,
	.reads = TABLE_BIT(TABLE_ACCOUNT_FAILURE),
	.writes = TABLE_BIT(TABLE_ACCOUNT_FAILURE),
};
static const struct db_stmt stmt_get = {
	.name = "test.get",
	.sqlite = "SELECT failures FROM account_failure WHERE name = ?1",
	.postgres = "SELECT failures FROM account_failure WHERE name = $1",
	.nargs = 1,
	.args = type_ti,
	.ncols = 1,
	.cols = type_i,
	.reads = TABLE_BIT(TABLE_ACCOUNT_FAILURE),
};
static const struct db_stmt stmt_count = {
	.name = "test.count",
	.sqlite = "SELECT count(*) FROM account_failure",
	.postgres = "SELECT count(*) FROM account_failure",
	.ncols = 1,
	.cols = type_i,
	.reads = TABLE_BIT(TABLE_ACCOUNT_FAILURE),
};
static const struct db_stmt stmt_list = {
	.name = "test.list",
	.sqlite = "SELECT name, failures FROM account_failure ORDER BY failures LIMIT ?1",
	.postgres = "SELECT name, failures FROM account_failure ORDER BY failures LIMIT $1",
	.nargs = 1,
	.args = type_i,
	.ncols = 2,
	.cols = type_ti,
	.reads = TABLE_BIT(TABLE_ACCOUNT_FAILURE),
};
static const struct db_stmt stmt_new = {
	.name = "test.new",
	.sqlite = "INSERT INTO lang_text (name) VALUES (?1) RETURNING id",
	.postgres = "INSERT INTO lang_text (name) VALUES ($1) RETURNING id",
	.nargs = 1,
	.args = type_ti,
	.ncols = 1,
	.cols = type_i,
	.writes_rows = true,
	.writes = TABLE_BIT(TABLE_LANG_TEXT),
};

static inline struct db_val val_text(const char *s)
{
	return (struct db_val){ .type = DB_TEXT, .null = !s, .s = str_of(s) };
}

static inline struct db_val val_int(int64_t i)
{
	return (struct db_val){ .type = DB_INT, .i = i };
}

static inline enum err run_put(struct tx *tx, const char *name, int64_t n)
{
	const struct db_val args[] = { val_text(name), val_int(n) };
	struct db_val *rows;
	int got;

	return db_run(tx->ctx, &stmt_put, args, 0, &rows, &got, NULL);
}

static inline enum err run_set(struct tx *tx, const char *name, int64_t n)
{
	const struct db_val args[] = { val_text(name), val_int(n) };
	struct db_val *rows;
	int got;

	return db_run(tx->ctx, &stmt_set, args, 0, &rows, &got, NULL);
}

/* The number that stands beside `name`; -1 where there is none, -2 when it cannot be read. */
static inline int64_t run_get(struct ctx *ctx, const char *name)
{
	const struct db_val args[] = { val_text(name) };
	struct db_val *rows;
	int n;

	if (db_run(ctx, &stmt_get, args, 1, &rows, &n, NULL) != ERR_OK)
		return -2;
	return n == 1 ? rows[0].i : -1;
}

static inline int64_t run_count(struct ctx *ctx)
{
	struct db_val *rows;
	int n;

	if (db_run(ctx, &stmt_count, NULL, 1, &rows, &n, NULL) != ERR_OK)
		return -2;
	return rows[0].i;
}

/* For db_write(): put a pair. */
struct pair {
	const char *name;
	int64_t n;
};

static inline enum err put_pair(struct tx *tx, void *arg)
{
	const struct pair *p = arg;

	return run_put(tx, p->name, p->n);
}

static inline enum err write_pair(struct ctx *ctx, const char *name, int64_t n)
{
	struct pair p = { name, n };

	return db_write(ctx, put_pair, &p);
}
