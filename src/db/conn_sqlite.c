/*
 * conn_sqlite.c -- the SQLite engine: one sqlite3 handle a connection, statements prepared once.
 */
#include "db/internal.h"
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

/* How long a lock that another process holds is waited for. */
#define BUSY_MS 5000

static enum err fail(struct db *db, int rc, const char *what)
{
	enum err e = ERR_DB;

	switch (rc & 0xff) {
	case SQLITE_CONSTRAINT:
		e = ERR_CONFLICT;
		break;
	case SQLITE_BUSY:
		e = ERR_BUSY;
		break;
	case SQLITE_FULL:
		return db_fail(db, ERR_NOT_KEPT, "there is no room left on the disk where %s lies",
		               db->store->path);
	case SQLITE_READONLY:
		return db_fail(db, ERR_NOT_KEPT,
		               "%s cannot be written: its file system or folder"
		               " is read-only for this process",
		               db->store->path);
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		if (db->mode == DB_WRITING)
			e = ERR_NOT_KEPT;
		break;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		e = ERR_DB_DAMAGED;
		break;
	}
	/* The reason first: a migration is longer than what is kept of it. */
	return db_fail(db, e, "%s (%d): %s", sqlite3_errmsg(db->lite), rc, what);
}

static enum err lite_exec(struct db *db, const char *sql)
{
	int rc = sqlite3_exec(db->lite, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? ERR_OK : fail(db, rc, sql);
}

/*
 * synchronous=FULL syncs the log at every commit: acknowledged means on disk.  The page cache is
 * small because the kernel's holds the file anyway, and there are several connections.
 */
static const char settings[] =
	"PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA cache_size=-1024;"
	"PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=16777216;"
	"PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON";
/* A file that is thrown away unless it becomes whole, filled table by table. */
static const char scratch_settings[] = "PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF;"
				       "PRAGMA journal_mode=MEMORY; PRAGMA cache_size=-8192";

/*
 * A new file is its owner's alone.  One that is there is not opened here: closing it would drop the
 * locks that SQLite holds on it in this process.
 */
static void create(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
}

static enum err lite_connect(struct db *db)
{
	const struct db_store *s = db->store;
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	enum err e;
	int rc;

	flags |= s->use == DB_USE_BACKUP ? SQLITE_OPEN_READONLY
	                                 : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	if (s->use == DB_USE_NORMAL)
		create(s->path);
	rc = sqlite3_open_v2(s->path, &db->lite, flags, NULL);
	/* There is a handle to be closed even where that failed. */
	if (db->lite)
		atomic_fetch_add(&db->store->connections, 1);
	if (rc != SQLITE_OK)
		return db_fail(db, ERR_DB, "%s cannot be opened: %s", s->path, sqlite3_errstr(rc));
	sqlite3_busy_timeout(db->lite, BUSY_MS);
	/* Names in double quotes are names; a statement cannot damage the schema. */
	sqlite3_db_config(db->lite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->lite, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db->lite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	e = lite_exec(db, s->use == DB_USE_SCRATCH ? scratch_settings : settings);
	if (e != ERR_DB_DAMAGED)
		return e;
	if (sqlite3_errcode(db->lite) != SQLITE_NOTADB)
		return db_fail(db, e,
		               "%s is damaged: %s. Nothing was changed. Keep it as it is, and "
		               "restore a backup beside it: near restore FILE FOLDER",
		               s->path, sqlite3_errmsg(db->lite));
	return db_fail(db, e,
	               "%s is not a SQLite database, or its beginning is damaged. "
	               "Nothing was changed. Restore it from a backup, or name another file.",
	               s->path);
}

static void drop(void *handle)
{
	sqlite3_finalize(handle);
}

static void lite_disconnect(struct db *db)
{
	db_cache_clear(&db->cache, drop);
	if (!db->lite)
		return;
	MUST(sqlite3_close(db->lite) == SQLITE_OK);
	db->lite = NULL;
	if (atomic_fetch_sub(&db->store->connections, 1) == 1)
		db_able_forget(db->store);
}

static bool lite_is_lost(const struct db *db)
{
	(void)db;
	return false;
}

static bool lite_is_in_tx(const struct db *db)
{
	return db->lite && !sqlite3_get_autocommit(db->lite);
}

static enum err get(struct db *db, const struct db_stmt *st, sqlite3_stmt **ret)
{
	sqlite3_stmt *q = db_cache_get(&db->cache, st);
	int rc;

	if (!q) {
		rc = sqlite3_prepare_v3(db->lite, st->sqlite, -1, SQLITE_PREPARE_PERSISTENT, &q,
		                        NULL);
		if (rc != SQLITE_OK)
			return fail(db, rc, st->name);
		MUST(q);
		db_cache_put(&db->cache, st, q);
	}
	*ret = q;
	return ERR_OK;
}

/* The values stay where they are until the statement is reset: nothing is copied. */
static int bind(sqlite3_stmt *q, int at, const struct db_val *v)
{
	if (v->null)
		return sqlite3_bind_null(q, at);
	switch (v->type) {
	case DB_INT:
		return sqlite3_bind_int64(q, at, v->i);
	case DB_BLOB:
		return sqlite3_bind_blob64(q, at, v->s.p ? v->s.p : "", v->s.n, SQLITE_STATIC);
	default:
		return sqlite3_bind_text64(q, at, v->s.p ? v->s.p : "", v->s.n, SQLITE_STATIC,
		                           SQLITE_UTF8);
	}
}

static struct str copy_bytes(struct arena *a, sqlite3_value *from)
{
	const char *p = sqlite3_value_blob(from);

	return arena_str(a, p ? p : "", (size_t)sqlite3_value_bytes(from));
}

/*
 * A column is looked up once, not for its type, its bytes and their number each.  SQLite allows it
 * because no other thread uses the connection (SQLITE_CONFIG_MULTITHREAD).
 */
static void keep_row(sqlite3_stmt *q, const struct db_stmt *st, struct db_rows *rows)
{
	struct db_val *v = db_rows_add(rows);

	for (int k = 0; k < st->ncols; k++, v++) {
		sqlite3_value *from = sqlite3_column_value(q, k);

		*v = (struct db_val){ .type = st->cols[k] };
		v->null = sqlite3_value_type(from) == SQLITE_NULL;
		if (v->null)
			continue;
		if (v->type == DB_INT)
			v->i = sqlite3_value_int64(from);
		else
			v->s = copy_bytes(rows->arena, from);
	}
}

/* A statement that writes runs to its end even when no more rows are wanted. */
static int step(sqlite3_stmt *q, const struct db_stmt *st, struct db_rows *rows)
{
	int rc;

	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		if (rows->n < rows->max)
			keep_row(q, st, rows);
		else if (!st->writes_rows)
			return SQLITE_DONE;
	}
	return rc;
}

static enum err lite_run(struct db *db, const struct db_stmt *st, const struct db_val *args,
                         struct db_rows *rows)
{
	sqlite3_stmt *q = NULL;
	enum err e = get(db, st, &q);
	int rc = SQLITE_OK;

	if (e != ERR_OK)
		return e;
	for (int i = 0; i < st->nargs && rc == SQLITE_OK; i++)
		rc = bind(q, i + 1, &args[i]);
	if (rc == SQLITE_OK)
		rc = step(q, st, rows);
	if (rc != SQLITE_DONE)
		e = fail(db, rc, st->name);
	else if (st->writes_rows)
		rows->changed = sqlite3_changes64(db->lite);
	sqlite3_reset(q);
	sqlite3_clear_bindings(q);
	return e;
}

static enum err lite_prepare(struct db *db, const struct db_stmt *st)
{
	sqlite3_stmt *q = NULL;
	enum err e = get(db, st, &q);

	if (e != ERR_OK)
		return e;
	if (sqlite3_bind_parameter_count(q) != st->nargs)
		return db_fail(db, ERR_DB, "%d parameters, not %d", sqlite3_bind_parameter_count(q),
		               st->nargs);
	if (sqlite3_column_count(q) != st->ncols)
		return db_fail(db, ERR_DB, "%d columns, not %d", sqlite3_column_count(q),
		               st->ncols);
	return ERR_OK;
}

const struct db_engine db_engine_sqlite = {
	/* A write takes its lock at once: a read that turned into one might never get it. */
	.begin = {
		[DB_WRITING] = "BEGIN IMMEDIATE",
		[DB_READING] = "BEGIN",
		[DB_MIGRATING] = "BEGIN IMMEDIATE",
	},
	.connect = lite_connect,
	.disconnect = lite_disconnect,
	.is_lost = lite_is_lost,
	.is_in_tx = lite_is_in_tx,
	.exec = lite_exec,
	.run = lite_run,
	.prepare = lite_prepare,
};
