/*
 * gensql_replay.c -- the migrations run on SQLite one by one, as they will on a database.
 *
 * SQLite lets through what PostgreSQL refuses, an empty database what one with rows refuses.
 * lite_check_replay() looks for both after every statement.
 */
#include "gensql_lite.h"

/* The replay of the schemas up to a statement. */
struct replay {
	const struct model *m;
	sqlite3 *db;
	const struct schema *schema;
	const struct change *change;
	struct watch watch;
};

sqlite3 *lite_open(void)
{
	sqlite3 *db = NULL;

	MUST(sqlite3_open(":memory:", &db) == SQLITE_OK);
	/* As src/db has it: a misspelt name is no string. */
	MUST(sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL) == SQLITE_OK);
	MUST(sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL) == SQLITE_OK);
	return db;
}

/* The line that SQLite's last error is about, as far as it says. */
static int line_of_error(const struct replay *r)
{
	int line = r->change->line, offset = sqlite3_error_offset(r->db);

	for (int i = 0; i < offset && i < (int)r->change->sqlite.n; i++)
		line += r->change->sqlite.p[i] == '\n';
	return line;
}

static void run(const struct replay *r)
{
	if (sqlite3_exec(r->db, r->change->sqlite.p, NULL, NULL, NULL) == SQLITE_OK)
		return;
	if (r->watch.refused.p != NULL)
		gen_fault(r->schema->file, r->change->line, "%s", r->watch.refused.p);
	gen_fault(r->schema->file, line_of_error(r), "SQLite says: %s", sqlite3_errmsg(r->db));
}

sqlite3 *lite_replay(const struct model *m)
{
	struct replay r = { .m = m, .db = lite_open() };

	for (int i = 0; i < m->nschemas; i++) {
		r.schema = &m->schemas[i];
		for (r.change = r.schema->changes; r.change; r.change = r.change->next)
			run(&r);
	}
	return r.db;
}

/* Every view can still be read: PostgreSQL does not let go of what a view reads. */
static void check_views(const struct replay *r)
{
	static const char views[] = "SELECT name FROM sqlite_schema WHERE type = 'view'";
	sqlite3_stmt *list = NULL, *st = NULL;

	MUST(sqlite3_prepare_v2(r->db, views, -1, &list, NULL) == SQLITE_OK);
	while (sqlite3_step(list) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(list, 0);
		struct str sql = arena_printf(r->m->arena, "SELECT * FROM %s", name);

		if (sqlite3_prepare_v2(r->db, sql.p, -1, &st, NULL) != SQLITE_OK)
			gen_fault(r->schema->file, r->change->line,
			          "view %s cannot be read then: SQLite says: %s", name,
			          sqlite3_errmsg(r->db));
		sqlite3_finalize(st);
	}
	sqlite3_finalize(list);
}

/* A table with the added column alone takes a row with nothing given for it. */
static void check_added(const struct replay *r)
{
	struct str sql = arena_printf(r->m->arena, "CREATE TABLE added (%.*s) STRICT",
	                              STR_ARG(r->change->added));
	sqlite3 *db = lite_open();

	if (sqlite3_exec(db, sql.p, NULL, NULL, NULL) != SQLITE_OK)
		gen_fault(r->schema->file, r->change->line,
		          "a column that is added is checked by itself: SQLite says: %s",
		          sqlite3_errmsg(db));
	if (sqlite3_exec(db, "INSERT INTO added DEFAULT VALUES", NULL, NULL, NULL) != SQLITE_OK)
		gen_fault(r->schema->file, r->change->line,
		          "the rows that are there would not pass: SQLite says: %s",
		          sqlite3_errmsg(db));
	sqlite3_close(db);
}

/* Rows move between tables of the slice, by functions that both engines have. */
static void run_rows(struct replay *r)
{
	r->watch = (struct watch){ .m = r->m, .slice = r->schema->slice, .is_own = true };
	lite_watch(r->db, &r->watch);
	run(r);
	lite_watch(r->db, NULL);
	/* Tables are made anew, empty, for an association that begins and for every restore. */
	if (sqlite3_changes(r->db) > 0)
		gen_fault(r->schema->file, r->change->line,
		          "it puts rows into empty tables; a migration moves those that are there");
}

void lite_check_replay(const struct model *m)
{
	struct replay r = { .m = m, .db = lite_open() };

	for (int i = 0; i < m->nschemas; i++) {
		r.schema = &m->schemas[i];
		for (r.change = r.schema->changes; r.change; r.change = r.change->next) {
			if (r.change->added.p != NULL)
				check_added(&r);
			if (r.change->kind == CHANGE_ROWS)
				run_rows(&r);
			else
				run(&r);
			if (r.change->kind == CHANGE_VIEW || r.change->kind == CHANGE_ALTER)
				check_views(&r);
		}
	}
	sqlite3_close(r.db);
}
