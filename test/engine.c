/*
 * engine.c -- databases for tests: a SQLite file in a directory, or a schema in the server of
 * TEST_DB.
 *
 * Tests may look behind the face of db/: what they check is what lies there.
 */
#include "test/engine.h"
#include "base/random.h"
#include "base/str.h"
#include "db/internal.h"
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The association's clock in tests, and the day on which its decisions fall. */
#define NOW_US INT64_C(1413937800000000)

static _Noreturn void give_up(const char *what, const char *why)
{
	printf("Bail out! %s: %s\n", what, why);
	exit(1);
}

bool engine_is_postgres(void)
{
	return getenv("TEST_DB") != NULL;
}

static void server_exec(const char *sql)
{
	PGconn *pg = PQconnectdb(getenv("TEST_DB"));
	PGresult *r;

	/* Without a notice for each table that goes with its schema. */
	PQclear(PQexec(pg, "SET client_min_messages = warning"));
	r = PQexec(pg, sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		give_up(sql, PQerrorMessage(pg));
	PQclear(r);
	PQfinish(pg);
}

static void make_place(struct engine *e)
{
	const char *parent = getenv("TMPDIR") ? getenv("TMPDIR") : P_tmpdir;
	const char *server = getenv("TEST_DB");
	char name[17], sql[64];

	snprintf(e->dir, sizeof(e->dir), "%s/near-test-XXXXXX", parent);
	if (!mkdtemp(e->dir))
		give_up(e->dir, "cannot be made");
	if (!server) {
		snprintf(e->url, sizeof(e->url), "sqlite:%s/near.db", e->dir);
		return;
	}
	random_hex(name, 8);
	snprintf(sql, sizeof(sql), "CREATE SCHEMA test_%s", name);
	server_exec(sql);
	snprintf(e->url, sizeof(e->url), "%s%coptions=-csearch_path%%3Dtest_%s", server,
	         strchr(server, '?') ? '&' : '?', name);
}

void engine_new_empty(struct engine *e)
{
	*e = (struct engine){ .ctx = { .arena = arena_new(),
		                       .now = { NOW_US },
		                       .lang = LANGUAGE_EN,
		                       .secret = S("a secret for tests and only them") } };
	make_place(e);
}

static void set_up(struct engine *e, bool writer)
{
	struct sbuf why = { 0 };

	engine_new_empty(e);
	why.arena = e->ctx.arena;
	if (db_store_open(e->url, writer, &e->store, &why) != ERR_OK ||
	    db_migrate(e->store, e->ctx.now, &why) != ERR_OK)
		give_up("no database for the test", sbuf_done(&why).p);
	e->ctx.db = db_open(e->store);
	if (!e->ctx.db)
		give_up("no connection for the test", e->url);
}

void engine_new(struct engine *e)
{
	set_up(e, false);
}

void engine_new_with_writer(struct engine *e)
{
	set_up(e, true);
}

static void drop_schema(const char *url)
{
	const char *name = strstr(url, "%3Dtest_");
	char sql[96];

	MUST(name);
	snprintf(sql, sizeof(sql), "DROP SCHEMA %s CASCADE", name + strlen("%3D"));
	server_exec(sql);
}

void engine_free(struct engine *e)
{
	char command[128];

	db_close(e->ctx.db);
	db_store_close(e->store);
	arena_free(e->ctx.arena);
	if (engine_is_postgres())
		drop_schema(e->url);
	snprintf(command, sizeof(command), "rm -rf '%s'", e->dir);
	if (system(command) != 0)
		give_up(e->dir, "cannot be removed");
}

void engine_exec(struct engine *e, const char *sql)
{
	struct db *db = e->ctx.db;

	if (db->store->engine->exec(db, sql) != ERR_OK)
		give_up("SQL of the test", db_why(db));
}

/* What both engines say of a question: rows of values, each hashed in the same form. */
struct answer {
	int64_t first; /* the first value of the last row, where that is a number */
	uint64_t sum;  /* of the hashes of the rows, so that their order does not count */
};

static uint64_t hash_more(uint64_t h, const void *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		h = (h ^ ((const unsigned char *)p)[i]) * UINT64_C(0x100000001b3);
	return h;
}

static uint64_t hash_int(uint64_t h, int64_t v)
{
	return hash_more(hash_more(h, "i", 1), &v, sizeof(v));
}

static uint64_t hash_bytes(uint64_t h, const void *p, size_t n)
{
	return hash_more(hash_more(hash_more(h, "b", 1), &n, sizeof(n)), p, n);
}

static void ask_sqlite(struct engine *e, const char *sql, struct answer *ret)
{
	sqlite3_stmt *q = NULL;

	if (sqlite3_prepare_v2(e->ctx.db->lite, sql, -1, &q, NULL) != SQLITE_OK)
		give_up(sql, sqlite3_errmsg(e->ctx.db->lite));
	while (sqlite3_step(q) == SQLITE_ROW) {
		uint64_t h = UINT64_C(0xcbf29ce484222325);

		ret->first = sqlite3_column_int64(q, 0);
		for (int k = 0; k < sqlite3_column_count(q); k++) {
			if (sqlite3_column_type(q, k) == SQLITE_NULL)
				h = hash_more(h, "n", 1);
			else if (sqlite3_column_type(q, k) == SQLITE_INTEGER)
				h = hash_int(h, sqlite3_column_int64(q, k));
			else
				h = hash_bytes(h, sqlite3_column_blob(q, k),
				               (size_t)sqlite3_column_bytes(q, k));
		}
		ret->sum += h;
	}
	sqlite3_finalize(q);
}

/* Every integer in the tables is a bigint, and so is a count: 8 bytes, big-endian. */
static int64_t decode(const char *p)
{
	uint64_t big = 0;

	for (int i = 0; i < 8; i++)
		big = big << 8 | (unsigned char)p[i];
	return (int64_t)big;
}

static void ask_postgres(struct engine *e, const char *sql, struct answer *ret)
{
	const Oid int8 = 20;
	PGresult *r = PQexecParams(e->ctx.db->pg, sql, 0, NULL, NULL, NULL, NULL, 1);

	if (PQresultStatus(r) != PGRES_TUPLES_OK)
		give_up(sql, PQerrorMessage(e->ctx.db->pg));
	for (int i = 0; i < PQntuples(r); i++) {
		uint64_t h = UINT64_C(0xcbf29ce484222325);

		for (int k = 0; k < PQnfields(r); k++) {
			if (PQgetisnull(r, i, k))
				h = hash_more(h, "n", 1);
			else if (PQftype(r, k) == int8)
				h = hash_int(h, decode(PQgetvalue(r, i, k)));
			else
				h = hash_bytes(h, PQgetvalue(r, i, k),
				               (size_t)PQgetlength(r, i, k));
		}
		ret->sum += h;
		if (PQftype(r, 0) == int8 && !PQgetisnull(r, i, 0))
			ret->first = decode(PQgetvalue(r, i, 0));
	}
	PQclear(r);
}

static struct answer ask(struct engine *e, const char *sql)
{
	struct answer answer = { 0 };

	if (e->ctx.db->lite)
		ask_sqlite(e, sql, &answer);
	else
		ask_postgres(e, sql, &answer);
	return answer;
}

int64_t engine_count(struct engine *e, const char *table)
{
	char sql[128];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM \"%s\"", table);
	return ask(e, sql).first;
}

/* Every table but PostgreSQL's mark of ownership, which a SQLite file bears in its header. */
static const enum db_type name_cols[] = { DB_TEXT };
static const struct db_stmt tables = {
	.name = "engine.tables",
	.sqlite = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
	.postgres = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
		    " AND tablename <> 'db_identity' ORDER BY tablename",
	.ncols = 1,
	.cols = name_cols,
};

uint64_t engine_fingerprint(struct engine *e)
{
	struct arena *a = arena_new();
	struct db_rows rows = { .arena = a, .max = 1000, .width = 1 };
	uint64_t h = 0;

	/* Past the counters and faults of the store: looking must not change what is looked at. */
	if (e->store->engine->run(e->ctx.db, &tables, NULL, &rows) != ERR_OK)
		give_up("the tables cannot be listed", db_why(e->ctx.db));
	for (int i = 0; i < rows.n; i++) {
		struct str name = rows.vals[i].s;
		struct answer answer =
			ask(e, arena_printf(a, "SELECT * FROM \"%.*s\"", STR_ARG(name)).p);

		h = hash_int(hash_bytes(h, name.p, name.n), (int64_t)answer.sum);
	}
	arena_free(a);
	return h;
}
