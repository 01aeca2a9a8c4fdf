/*
 * conn_postgres.c -- the PostgreSQL engine: one libpq connection, statements prepared once,
 * parameters and results in binary.
 */
#include "db/internal.h"
#include "base/str.h"
#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <unistd.h>

/* Types of columns and parameters, from the server's pg_type.dat; they never change. */
enum {
	OID_BOOL = 16,
	OID_BYTEA = 17,
	OID_NAME = 19,
	OID_INT8 = 20,
	OID_INT2 = 21,
	OID_INT4 = 23,
	OID_TEXT = 25,
	OID_BPCHAR = 1042,
	OID_VARCHAR = 1043
};

/* As many parameters as gensql allows in a statement. */
#define ARGS_MAX 64

static bool state_is(const char *state, const char *prefix)
{
	return strncmp(state, prefix, strlen(prefix)) == 0;
}

/* Keep what the server said, less the end of its last line. */
static enum err fail(struct db *db, enum err e, const char *what, const char *said)
{
	return db_fail(db, e, "%.*s: %s", (int)strcspn(said, "\n"), said, what);
}

/* Error codes: PostgreSQL documentation, appendix A. */
static const char *const unwritable[] = { "25006", "53100", "58030", NULL };
static const char *const unreachable[] = { "08", "53", "57P0", NULL };

static bool is_any(const char *state, const char *const *prefixes)
{
	while (*prefixes && !state_is(state, *prefixes))
		prefixes++;
	return *prefixes;
}

static enum err fail_result(struct db *db, const PGresult *r, const char *what)
{
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	enum err e = ERR_DB;

	if (state && (state_is(state, "40001") || state_is(state, "40P01"))) {
		db->retry = true;
		e = ERR_BUSY;
	} else if (state && state_is(state, "23")) {
		e = ERR_CONFLICT;
	} else if (state && state_is(state, "55P03")) {
		e = ERR_BUSY;
	} else if (state && is_any(state, unwritable)) {
		e = ERR_NOT_KEPT;
	} else if (PQstatus(db->pg) != CONNECTION_OK || (state && is_any(state, unreachable))) {
		e = ERR_DB_AWAY;
	}
	return fail(db, e, what, r ? PQresultErrorMessage(r) : PQerrorMessage(db->pg));
}

static bool is_good(const PGresult *r)
{
	ExecStatusType s = PQresultStatus(r);

	return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK;
}

static enum err pg_exec(struct db *db, const char *sql)
{
	PGresult *r = PQexec(db->pg, sql);
	enum err e = ERR_OK;

	if (!is_good(r))
		e = fail_result(db, r, sql);
	else if (str_ends(str_of(sql), S("COMMIT")) && strcmp(PQcmdStatus(r), "COMMIT") != 0)
		e = db_fail(db, ERR_DB, "COMMIT: the transaction had failed and was rolled back");
	PQclear(r);
	return e;
}

static void ignore_notice(void *arg, const PGresult *r)
{
	(void)arg;
	(void)r;
}

/*
 * Whatever the server is configured to do, a commit waits for its log; a lock is not waited for
 * without end; queries of a millisecond are not compiled first; and the locks of a machine that has
 * gone do not stay for hours.
 */
static const char settings[] =
	"SET synchronous_commit = on; SET lock_timeout = '5s'; SET jit = off;"
	"SET default_transaction_isolation = 'read committed';"
	"SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5;"
	"SET tcp_keepalives_count = 3;"
	"SET tcp_user_timeout = 15000";

static enum err pg_connect(struct db *db)
{
	char name[32];
	/* What stands before the address can be overruled by it; what stands after cannot. */
	const char *const keys[] = {
		"connect_timeout",  "keepalives_idle",  "keepalives_interval",
		"keepalives_count", "tcp_user_timeout", "fallback_application_name",
		"dbname",           "client_encoding",  NULL
	};
	const char *const values[] = { "5",    "5", "5", "3", "15000", name, db->store->url,
		                       "UTF8", NULL };
	enum err e;

	/* The name tells an operator which process a connection belongs to. */
	snprintf(name, sizeof(name), "near %ld", (long)getpid());
	db->pg = PQconnectdbParams(keys, values, 1);
	if (PQstatus(db->pg) != CONNECTION_OK)
		return fail(db, ERR_DB_AWAY, "the PostgreSQL server cannot be reached",
		            PQerrorMessage(db->pg));
	PQsetNoticeReceiver(db->pg, ignore_notice, NULL);
	e = pg_exec(db, settings);
	if (e == ERR_OK && db->holds_claim)
		e = db_claim_retake(db);
	return e;
}

static void pg_disconnect(struct db *db)
{
	db_cache_clear(&db->cache, NULL);
	/* The server notices a closed connection in its own time; the next process shall not wait.
	 */
	if (db->holds_claim && PQstatus(db->pg) == CONNECTION_OK)
		PQclear(PQexec(db->pg, "SELECT pg_advisory_unlock_all()"));
	PQfinish(db->pg);
	db->pg = NULL;
}

static bool pg_is_lost(const struct db *db)
{
	return PQstatus(db->pg) != CONNECTION_OK;
}

static bool pg_is_in_tx(const struct db *db)
{
	PGTransactionStatusType t = PQtransactionStatus(db->pg);

	return t == PQTRANS_INTRANS || t == PQTRANS_INERROR || t == PQTRANS_ACTIVE;
}

/* The name of the prepared statement goes to `name`. */
static enum err get(struct db *db, const struct db_stmt *st, char name[static 24])
{
	uintptr_t number = (uintptr_t)db_cache_get(&db->cache, st);
	Oid types[ARGS_MAX];
	PGresult *r;
	enum err e = ERR_OK;

	snprintf(name, 24, "s%" PRIuPTR, number ? number : db->cache.n + 1);
	if (number)
		return ERR_OK;
	MUST(st->nargs <= ARGS_MAX);
	for (int i = 0; i < st->nargs; i++)
		types[i] = st->args[i] == DB_INT    ? OID_INT8
		           : st->args[i] == DB_BLOB ? OID_BYTEA
		                                    : OID_TEXT;
	r = PQprepare(db->pg, name, st->postgres, st->nargs, types);
	if (is_good(r))
		db_cache_put(&db->cache, st, (void *)(uintptr_t)(db->cache.n + 1));
	else
		e = fail_result(db, r, st->name);
	PQclear(r);
	return e;
}

static bool type_fits(enum db_type want, Oid have)
{
	switch (want) {
	case DB_INT:
		return have == OID_INT8 || have == OID_INT4 || have == OID_INT2 || have == OID_BOOL;
	case DB_BLOB:
		return have == OID_BYTEA;
	default:
		return have == OID_TEXT || have == OID_VARCHAR || have == OID_BPCHAR ||
		       have == OID_NAME;
	}
}

static enum err check_columns(struct db *db, const struct db_stmt *st, const PGresult *r)
{
	if (PQnfields(r) != st->ncols)
		return db_fail(db, ERR_DB, "%s: %d columns, not %d", st->name, PQnfields(r),
		               st->ncols);
	for (int k = 0; k < st->ncols; k++)
		if (!type_fits(st->cols[k], PQftype(r, k)))
			return db_fail(db, ERR_DB, "%s: column %d (%s) has the type %u", st->name,
			               k + 1, PQfname(r, k), PQftype(r, k));
	return ERR_OK;
}

/* Integers come big-endian, in as many bytes as their type has; a boolean in one. */
static int64_t decode_int(const char *p, int n)
{
	const unsigned char *b = (const unsigned char *)p;
	uint64_t u = n > 1 && b[0] & 0x80 ? UINT64_MAX : 0;

	for (int i = 0; i < n; i++)
		u = u << 8 | b[i];
	return (int64_t)u;
}

static void keep_row(const PGresult *r, int row, const struct db_stmt *st, struct db_rows *rows)
{
	struct db_val *v = db_rows_add(rows);

	for (int k = 0; k < st->ncols; k++, v++) {
		const char *p = PQgetvalue(r, row, k);
		int n = PQgetlength(r, row, k);

		*v = (struct db_val){ .type = st->cols[k], .null = PQgetisnull(r, row, k) };
		if (v->null)
			continue;
		if (v->type == DB_INT)
			v->i = decode_int(p, n);
		else
			v->s = arena_str(rows->arena, p, (size_t)n);
	}
}

static PGresult *send(struct db *db, const char *name, const struct db_stmt *st,
                      const struct db_val *args)
{
	const char *p[ARGS_MAX];
	uint64_t big[ARGS_MAX];
	int n[ARGS_MAX], binary[ARGS_MAX];

	for (int i = 0; i < st->nargs; i++) {
		const struct db_val *v = &args[i];

		binary[i] = 1;
		if (v->type == DB_INT) {
			big[i] = htobe64((uint64_t)v->i);
			p[i] = (const char *)&big[i];
			n[i] = sizeof(big[i]);
		} else {
			MUST(v->s.n <= INT32_MAX);
			p[i] = v->s.p ? v->s.p : "";
			n[i] = (int)v->s.n;
		}
		if (v->null)
			p[i] = NULL;
	}
	return PQexecPrepared(db->pg, name, st->nargs, p, n, binary, 1);
}

static int64_t count_changed(PGresult *r)
{
	int64_t n = 0;

	for (const char *p = PQcmdTuples(r); *p >= '0' && *p <= '9'; p++)
		n = 10 * n + (*p - '0');
	return n;
}

static enum err pg_run(struct db *db, const struct db_stmt *st, const struct db_val *args,
                       struct db_rows *rows)
{
	char name[24];
	enum err e = get(db, st, name);
	PGresult *r;

	if (e != ERR_OK)
		return e;
	r = send(db, name, st, args);
	if (!is_good(r))
		e = fail_result(db, r, st->name);
	else if (st->ncols > 0)
		e = check_columns(db, st, r);
	for (int i = 0; e == ERR_OK && i < PQntuples(r) && i < rows->max; i++)
		keep_row(r, i, st, rows);
	if (e == ERR_OK && st->writes_rows)
		rows->changed = count_changed(r);
	PQclear(r);
	return e;
}

static enum err pg_prepare(struct db *db, const struct db_stmt *st)
{
	char name[24];
	enum err e = get(db, st, name);
	PGresult *r;

	if (e != ERR_OK)
		return e;
	r = PQdescribePrepared(db->pg, name);
	e = is_good(r) ? check_columns(db, st, r) : fail_result(db, r, st->name);
	PQclear(r);
	return e;
}

const struct db_engine db_engine_postgres = {
	.begin = {
		[DB_WRITING] = "BEGIN ISOLATION LEVEL SERIALIZABLE",
		[DB_READING] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
		/* Of two that migrate at once the second waits, and sees what the first did. */
		[DB_MIGRATING] = "BEGIN; SELECT pg_advisory_xact_lock(hashtextextended("
		                 "'near migration:' || current_schema()::text, 0))",
	},
	.connect = pg_connect,
	.disconnect = pg_disconnect,
	.is_lost = pg_is_lost,
	.is_in_tx = pg_is_in_tx,
	.exec = pg_exec,
	.run = pg_run,
	.prepare = pg_prepare,
};
