/*
 * verify.c -- is everything as it must be: the engine's own check, references, migrations, tables.
 *
 * What the tables should be is found by making them again in memory, by the migrations recorded.
 */
#include "db/internal.h"
#include "base/str.h"

/* So many faults of a kind say enough. */
#define FAULTS_MAX 100
#define THINGS_MAX 10000

static const enum db_type text_cols[] = { DB_TEXT, DB_TEXT };

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

/*
 * Every column, view and index by name, and what it is, in the order of the names' bytes: in one
 * form for both engines, and without the text of the schema, which a later gensql may write
 * otherwise.  A text of PostgreSQL must be ordered by bytes, so that lists are in one order on
 * both.
 */
static const struct db_stmt things = {
	.name = "db.things",
	.sqlite =
		"SELECT t.name || '.' || c.name,"
		" c.type || CASE WHEN c.\"notnull\" OR c.pk > 0 THEN ' NOT NULL' ELSE '' END"
		" FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'"
		" UNION ALL SELECT i.name,"
		" CASE WHEN i.\"unique\" THEN 'UNIQUE ' ELSE '' END || 'INDEX'"
		" FROM sqlite_schema t, pragma_index_list(t.name) i"
		" WHERE t.type = 'table' AND i.origin = 'c'"
		" UNION ALL SELECT name, 'VIEW' FROM sqlite_schema WHERE type = 'view' ORDER BY 1",
	.postgres =
		"SELECT (c.table_name || '.' || c.column_name) COLLATE \"C\","
		" CASE c.data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'bytea' THEN 'BLOB'"
		" WHEN 'text' THEN CASE WHEN c.collation_name = 'C' THEN 'TEXT' ELSE 'text' END"
		" ELSE c.data_type END || CASE c.is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END"
		" FROM information_schema.columns c JOIN information_schema.tables t"
		" ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
		" WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'"
		" AND c.table_name <> 'db_identity'"
		" UNION ALL SELECT r.relname,"
		" CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END || 'INDEX'"
		" FROM pg_class r JOIN pg_index i ON i.indexrelid = r.oid"
		" WHERE r.relnamespace = to_regnamespace(quote_ident(current_schema()))"
		" AND NOT EXISTS (SELECT 1 FROM pg_constraint k"
		" WHERE k.conindid = r.oid AND k.contype IN ('p', 'u', 'x'))"
		" UNION ALL SELECT viewname, 'VIEW' FROM pg_views"
		" WHERE schemaname = current_schema() ORDER BY 1",
	.ncols = 2,
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

/* Two lists in order, side by side. */
static void compare(struct check *c, const struct db_rows *want, const struct db_rows *have)
{
	int i = 0, k = 0;

	while (i < want->n || k < have->n) {
		const struct db_val *w = &want->vals[2 * i], *h = &have->vals[2 * k];
		int order = i == want->n ? 1 : k == have->n ? -1 : str_cmp(w[0].s, h[0].s);

		if (order < 0)
			fault(c, "is missing", w[0].s);
		else if (order > 0)
			fault(c, "does not belong here", h[0].s);
		else if (!str_eq(w[1].s, h[1].s))
			fault(c, "is not as its migration made it", w[0].s);
		i += order <= 0;
		k += order >= 0;
	}
}

static enum err compare_with(struct check *c, struct db *model)
{
	struct arena *a = c->why->arena;
	struct db_rows want = { .arena = a, .max = THINGS_MAX },
		       have = { .arena = a, .max = THINGS_MAX };
	enum err e = db_apply_like(model, c->db, a);

	if (e == ERR_OK)
		e = db_query(model, &things, NULL, &want);
	if (e == ERR_OK)
		e = db_query(c->db, &things, NULL, &have);
	if (e == ERR_OK)
		compare(c, &want, &have);
	return e;
}

static enum err check_things(struct check *c)
{
	struct db_store *s;
	struct db *model;
	enum err e = db_store_open_as("sqlite::memory:", DB_USE_SCRATCH, &s, c->why);

	if (e != ERR_OK)
		return e;
	e = db_connect(s, &model, c->why);
	if (e == ERR_OK) {
		e = compare_with(c, model);
		db_close(model);
	}
	db_store_close(s);
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
	if (e == ERR_OK)
		e = check_things(c);
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
