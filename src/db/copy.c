/*
 * copy.c -- every row of every table from PostgreSQL into a SQLite file, and back.
 *
 * The SQLite side tells which tables there are and what is in a column.  A migration may let a
 * table refer to one that was made after it, or two to each other, so there is no order in which
 * what is referred to always comes first: references are checked when all tables are full.
 */
#include "db/internal.h"
#include "base/str.h"
#include <endian.h>
#include <libpq-fe.h>
#include <sqlite3.h>

#define COLUMNS_MAX 10000
/* Sent to PostgreSQL at a time. */
#define CHUNK 65536

struct copied_column {
	struct str table, name;
	bool is_int, is_blob; /* neither: text */
};

/* A table that is copied. */
struct copied {
	struct str name;
	const struct copied_column *columns;
	int n;
};

static const enum db_type column_cols[] = { DB_TEXT, DB_TEXT, DB_TEXT };
static const struct db_stmt column_list = {
	.name = "db.columns",
	.sqlite = "SELECT t.name, c.name, c.type FROM sqlite_schema t, pragma_table_info(t.name) c"
		  " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.rowid, c.cid",
	.ncols = 3,
	.cols = column_cols,
};

static enum err list_columns(struct db *lite, struct arena *a, struct copied_column **ret,
                             int *ret_n)
{
	struct db_rows rows = { .arena = a, .max = COLUMNS_MAX };
	enum err e = db_query(lite, &column_list, NULL, &rows);
	struct copied_column *list;

	if (e != ERR_OK)
		return e;
	list = arena_many(a, struct copied_column, (size_t)rows.n);
	for (int i = 0; i < rows.n; i++) {
		const struct db_val *v = &rows.vals[i * column_list.ncols];

		list[i] = (struct copied_column){
			.table = v[0].s,
			.name = v[1].s,
			.is_int = str_is(v[2].s, "INTEGER"),
			.is_blob = str_is(v[2].s, "BLOB"),
		};
	}
	*ret = list;
	*ret_n = rows.n;
	return ERR_OK;
}

/* `fn` for each table, in order. */
static enum err each_table(struct db *lite, struct sbuf *why, void *arg,
                           enum err (*fn)(const struct copied *t, struct arena *a, void *arg))
{
	struct copied_column *columns = NULL;
	int n = 0, next;
	enum err e = list_columns(lite, why->arena, &columns, &n);

	if (e != ERR_OK)
		sbuf_printf(why, "The tables cannot be listed: %s", lite->why);
	for (int i = 0; i < n && e == ERR_OK; i = next) {
		struct arena *a = arena_new();

		for (next = i; next < n && str_eq(columns[next].table, columns[i].table);)
			next++;
		e = fn(&(struct copied){ columns[i].table, &columns[i], next - i }, a, arg);
		arena_free(a);
	}
	return e;
}

/* "id", "name", "body" */
static void put_names(struct sbuf *out, const struct copied *t)
{
	for (int k = 0; k < t->n; k++)
		sbuf_printf(out, "%s\"%.*s\"", k ? ", " : "", STR_ARG(t->columns[k].name));
}

static const char *select_all(const struct copied *t, struct arena *a)
{
	struct sbuf sql = { .arena = a };

	sbuf_lit(&sql, "SELECT ");
	put_names(&sql, t);
	sbuf_printf(&sql, " FROM \"%.*s\"", STR_ARG(t->name));
	return sbuf_done(&sql).p;
}

static const char *insert_all(const struct copied *t, struct arena *a)
{
	struct sbuf sql = { .arena = a };

	sbuf_printf(&sql, "INSERT INTO \"%.*s\" (", STR_ARG(t->name));
	put_names(&sql, t);
	sbuf_lit(&sql, ") VALUES (");
	for (int k = 0; k < t->n; k++)
		sbuf_printf(&sql, "%s?", k ? ", " : "");
	sbuf_char(&sql, ')');
	return sbuf_done(&sql).p;
}

struct copy {
	struct db *pg, *lite;
	struct sbuf *why;
};

/* Out of PostgreSQL */

static int bind(sqlite3_stmt *q, int at, const struct copied_column *c, const PGresult *r)
{
	const char *p = PQgetvalue(r, 0, at);
	int n = PQgetlength(r, 0, at);
	uint64_t big;

	if (PQgetisnull(r, 0, at))
		return sqlite3_bind_null(q, at + 1);
	if (c->is_int && n == sizeof(big)) {
		memcpy(&big, p, sizeof(big));
		return sqlite3_bind_int64(q, at + 1, (int64_t)be64toh(big));
	}
	if (c->is_int)
		return SQLITE_MISMATCH;
	if (c->is_blob)
		return sqlite3_bind_blob(q, at + 1, p, n, SQLITE_STATIC);
	return sqlite3_bind_text(q, at + 1, p, n, SQLITE_STATIC);
}

static enum err put_row(struct copy *c, sqlite3_stmt *q, const struct copied *t, const PGresult *r)
{
	int rc = SQLITE_OK;

	for (int k = 0; k < t->n && rc == SQLITE_OK; k++)
		rc = bind(q, k, &t->columns[k], r);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(q);
	sqlite3_reset(q);
	if (rc == SQLITE_DONE)
		return ERR_OK;
	sbuf_printf(c->why, "The table %.*s cannot be written: %s", STR_ARG(t->name),
	            sqlite3_errmsg(c->lite->lite));
	return ERR_IO;
}

/* Rows come one by one: a table may be larger than memory.  All are taken, also after a failure. */
static enum err take_rows(struct copy *c, sqlite3_stmt *q, const struct copied *t)
{
	enum err e = ERR_OK;

	for (PGresult *r; (r = PQgetResult(c->pg->pg)) != NULL; PQclear(r)) {
		ExecStatusType s = PQresultStatus(r);

		if (e == ERR_OK && s == PGRES_SINGLE_TUPLE) {
			e = put_row(c, q, t, r);
		} else if (e == ERR_OK && s != PGRES_TUPLES_OK) {
			sbuf_printf(c->why, "The table %.*s cannot be read: %s", STR_ARG(t->name),
			            PQresultErrorMessage(r));
			e = ERR_DB;
		}
	}
	return e;
}

static enum err copy_table_out(const struct copied *t, struct arena *a, void *arg)
{
	struct copy *c = arg;
	sqlite3_stmt *q = NULL;
	enum err e;

	if (db_is_faulted(c->pg->store)) {
		sbuf_printf(c->why, "The table %.*s was made to fail", STR_ARG(t->name));
		return ERR_DB;
	}
	if (sqlite3_prepare_v2(c->lite->lite, insert_all(t, a), -1, &q, NULL) != SQLITE_OK) {
		sbuf_printf(c->why, "The table %.*s cannot be written: %s", STR_ARG(t->name),
		            sqlite3_errmsg(c->lite->lite));
		return ERR_IO;
	}
	if (PQsendQueryParams(c->pg->pg, select_all(t, a), 0, NULL, NULL, NULL, NULL, 1) &&
	    PQsetSingleRowMode(c->pg->pg)) {
		e = take_rows(c, q, t);
	} else {
		sbuf_printf(c->why, "The table %.*s cannot be read: %s", STR_ARG(t->name),
		            PQerrorMessage(c->pg->pg));
		e = ERR_DB;
	}
	sqlite3_finalize(q);
	return e;
}

enum err db_copy_out(struct db *pg, struct db *lite, struct sbuf *why)
{
	struct copy c = { .pg = pg, .lite = lite, .why = why };

	return each_table(lite, why, &c, copy_table_out);
}

/* Into PostgreSQL, in COPY's binary format (PostgreSQL documentation, COPY, "Binary Format") */

static void put_big(struct sbuf *out, uint64_t v, int bytes)
{
	uint64_t big = htobe64(v);

	sbuf_add(out, (const char *)&big + sizeof(big) - (size_t)bytes, (size_t)bytes);
}

static void put_value(struct sbuf *out, sqlite3_stmt *q, int k, const struct copied_column *c)
{
	const char *p;
	int n;

	if (sqlite3_column_type(q, k) == SQLITE_NULL) {
		put_big(out, UINT64_MAX, 4);
		return;
	}
	if (c->is_int) {
		put_big(out, 8, 4);
		put_big(out, (uint64_t)sqlite3_column_int64(q, k), 8);
		return;
	}
	p = sqlite3_column_blob(q, k);
	n = sqlite3_column_bytes(q, k);
	put_big(out, (uint64_t)n, 4);
	if (n > 0)
		sbuf_add(out, p, (size_t)n);
}

static bool flush(struct copy *c, struct arena *a, struct sbuf *out)
{
	bool ok = PQputCopyData(c->pg->pg, out->p, (int)out->n) == 1;

	arena_reset(a);
	*out = (struct sbuf){ .arena = a };
	return ok;
}

/* False when SQLite could not be read to the end, or the server did not take it all. */
static bool send_rows(struct copy *c, sqlite3_stmt *q, const struct copied *t)
{
	/* Then flags and the length of an extension, all zero. */
	static const char head[19] = "PGCOPY\n\377\r\n";
	struct arena *a = arena_new();
	struct sbuf out = { .arena = a };
	bool ok = true;
	int rc = SQLITE_DONE;

	sbuf_add(&out, head, sizeof(head));
	while (ok && (rc = sqlite3_step(q)) == SQLITE_ROW) {
		put_big(&out, (uint64_t)t->n, 2);
		for (int k = 0; k < t->n; k++)
			put_value(&out, q, k, &t->columns[k]);
		if (out.n >= CHUNK)
			ok = flush(c, a, &out);
	}
	put_big(&out, UINT64_MAX, 2);
	ok = ok && rc == SQLITE_DONE && flush(c, a, &out);
	arena_free(a);
	return ok;
}

/* Has the server agreed to take rows?  If not, what it said is the answer. */
static bool begin_copy(struct copy *c, const struct copied *t, struct arena *a)
{
	struct sbuf sql = { .arena = a };
	PGresult *r;
	bool ok;

	sbuf_printf(&sql, "COPY \"%.*s\" (", STR_ARG(t->name));
	put_names(&sql, t);
	sbuf_lit(&sql, ") FROM STDIN (FORMAT binary)");
	r = PQexec(c->pg->pg, sbuf_done(&sql).p);
	ok = PQresultStatus(r) == PGRES_COPY_IN;
	PQclear(r);
	return ok;
}

/* The server's verdict on what it was sent. */
static bool end_copy(struct copy *c, bool is_whole)
{
	bool ok = PQputCopyEnd(c->pg->pg, is_whole ? NULL : "the backup cannot be read") == 1;

	for (PGresult *r; (r = PQgetResult(c->pg->pg)) != NULL; PQclear(r))
		ok &= PQresultStatus(r) == PGRES_COMMAND_OK;
	return ok;
}

static enum err copy_table_in(const struct copied *t, struct arena *a, void *arg)
{
	struct copy *c = arg;
	sqlite3_stmt *q = NULL;
	bool ok;

	if (sqlite3_prepare_v2(c->lite->lite, select_all(t, a), -1, &q, NULL) != SQLITE_OK) {
		sbuf_printf(c->why, "The table %.*s cannot be read: %s", STR_ARG(t->name),
		            sqlite3_errmsg(c->lite->lite));
		return ERR_IO;
	}
	ok = begin_copy(c, t, a) && end_copy(c, send_rows(c, q, t));
	sqlite3_finalize(q);
	if (ok)
		return ERR_OK;
	sbuf_printf(c->why, "The table %.*s cannot be written: %s", STR_ARG(t->name),
	            PQerrorMessage(c->pg->pg));
	return ERR_DB;
}

/* Let references wait, or no longer; they are checked in between. */
#define EACH_REFERENCE(becomes)                                                                    \
	"DO $$ DECLARE c record; BEGIN"                                                            \
	" FOR c IN SELECT conrelid::regclass AS t, conname AS k FROM pg_constraint"                \
	" WHERE contype = 'f'"                                                                     \
	" AND connamespace = to_regnamespace(quote_ident(current_schema())) LOOP"                  \
	" EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I " becomes "', c.t, c.k);"             \
	" END LOOP; END $$"

static const char defer_references[] = EACH_REFERENCE("DEFERRABLE INITIALLY DEFERRED");
static const char check_references[] =
	"SET CONSTRAINTS ALL IMMEDIATE;" EACH_REFERENCE("NOT DEFERRABLE");

/* Keys came with the rows: the next new one follows the largest. */
static const char set_identities[] =
	"DO $$ DECLARE c record; BEGIN"
	" FOR c IN SELECT table_name AS t, column_name AS k FROM information_schema.columns"
	" WHERE table_schema = current_schema() AND is_identity = 'YES' LOOP"
	" EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L),"
	" coalesce(max(%I), 0) + 1, false) FROM %I', quote_ident(c.t), c.k, c.k, c.t);"
	" END LOOP; END $$";

enum err db_copy_in(struct db *lite, struct db *pg, struct sbuf *why)
{
	struct copy c = { .pg = pg, .lite = lite, .why = why };
	enum err e = db_exec(pg, defer_references);

	if (e == ERR_OK) {
		e = each_table(lite, why, &c, copy_table_in);
		if (e != ERR_OK)
			return e;
		e = db_exec(pg, check_references);
	}
	if (e == ERR_OK)
		e = db_exec(pg, set_identities);
	if (e != ERR_OK)
		sbuf_printf(why, "The tables cannot be completed: %s", pg->why);
	return e;
}
