/*
 * verify.c -- is everything as it must be: the engine's own check, references, migrations, tables.
 */
#include "db/internal.h"
#include "base/str.h"

/* So many faults of a kind say enough. */
#define FAULTS_MAX 100

static const enum db_type text_cols[] = { DB_TEXT };

static const struct db_stmt integrity = {
	.name = "db.integrity",
	.sqlite = "SELECT integrity_check FROM pragma_integrity_check(100)"
		  " WHERE integrity_check <> 'ok'",
	.ncols = 1,
	.cols = text_cols,
};
static const struct db_stmt references = {
	.name = "db.references",
	.sqlite = "SELECT 'row ' || coalesce(rowid, '') || ' of ' || \"table\""
		  " || ' refers to nothing in ' || parent FROM pragma_foreign_key_check",
	.ncols = 1,
	.cols = text_cols,
};

struct check {
	struct db *db;
	struct sbuf *why;
	bool is_bad;
};

static void fault(struct check *c, const char *what, struct str name)
{
	sbuf_printf(c->why, "%s: %.*s\n", what, STR_ARG(name));
	c->is_bad = true;
}

static enum err list_faults(struct check *c, const struct db_stmt *st, const char *what)
{
	struct db_rows rows = { .arena = c->why->arena, .max = FAULTS_MAX };
	enum err e = db_query(c->db, st, NULL, &rows);

	for (int i = 0; e == ERR_OK && i < rows.n; i++)
		fault(c, what, rows.vals[i].s);
	return e;
}

static enum err check_all(struct check *c)
{
	struct db_standing standing = { 0 };
	enum err e = db_check(c->db, c->why->arena, &standing, c->why);

	if (e != ERR_OK || standing.is_new)
		return e;
	if (c->db->lite) {
		e = list_faults(c, &integrity, "damaged");
		if (e == ERR_OK)
			e = list_faults(c, &references, "broken reference");
	}
	/* PostgreSQL checks references itself, and its files with tools of its own (pg_amcheck). */
	if (e == ERR_OK) {
		size_t before = c->why->n;

		e = db_shape_check(c->db, c->why);
		c->is_bad |= c->why->n > before;
	}
	if (e != ERR_OK)
		sbuf_printf(c->why, "%s cannot be read: %s\n", db_store_name(c->db->store),
		            c->db->why);
	return e;
}

enum err db_verify(struct db_store *s, struct sbuf *why)
{
	struct check c = { .why = why };
	enum err e = db_connect(s, &c.db, why);

	if (e != ERR_OK)
		return e;
	e = db_begin(c.db, DB_READING);
	if (e != ERR_OK)
		sbuf_printf(why, "%s cannot be read: %s\n", db_store_name(s), c.db->why);
	else
		e = check_all(&c);
	db_rollback(c.db);
	db_close(c.db);
	return e == ERR_OK && c.is_bad ? ERR_DB_DAMAGED : e;
}
