/*
 * sound.c -- is a database as its migrations made it?  Looked at before anything is done with it.
 *
 * What it should be is found by making it again, by the migrations recorded: in memory, or on
 * PostgreSQL as temporary tables beside it, so that one server writes out both definitions.
 *
 * What it costs: making the tables again takes 70 ms on SQLite, most of it ALTER TABLE.
 * SQLite's quick check reads every page once, 3 ms for each MiB (2.6 measured); a database of a
 * GiB, larger than any association's should become, opens 3 s later.  It finds pages that cannot
 * be right, not values that were altered: SQLite has no checksums.  PostgreSQL has (initdb's
 * --data-checksums), and looks after its pages itself.
 */
#include "db/internal.h"
#include "base/str.h"

/* So many faults of a kind say enough. */
#define FAULTS_MAX 10
#define THINGS_MAX 10000

static const enum db_type text_cols[] = { DB_TEXT, DB_TEXT };

static const struct db_stmt pages = {
	.name = "db.pages",
	.sqlite = "SELECT quick_check FROM pragma_quick_check(10) WHERE quick_check <> 'ok'",
	.ncols = 1,
	.cols = text_cols,
};

/*
 * Everything that a schema holds, by name, and how it is defined, in the order of the names' bytes.
 * A column is named besides its table, so that a person reads which one it is.
 */
static const struct db_stmt things = {
	.name = "db.things",
	.sqlite = "SELECT t.name || '.' || c.name, c.type || c.\"notnull\" || c.pk || c.hidden"
		  " || coalesce(c.dflt_value, '')"
		  " FROM sqlite_schema t, pragma_table_xinfo(t.name) c"
		  " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite^_%' ESCAPE '^'"
		  " UNION ALL SELECT name, type || ' ' || tbl_name || ' ' || coalesce(sql, '')"
		  " FROM sqlite_schema WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY 1",
	.postgres =
		"WITH r AS (SELECT oid, relname, relkind, relrowsecurity, relforcerowsecurity"
		" FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident(current_schema()))"
		" AND relkind IN ('r', 'v', 'm', 'p', 'f'))"
		" SELECT relname::text COLLATE \"C\", relkind::text || relrowsecurity"
		" || relforcerowsecurity || CASE WHEN relkind IN ('v', 'm')"
		" THEN pg_get_viewdef(oid, true) ELSE '' END FROM r"
		" UNION ALL SELECT r.relname || '.' || a.attname,"
		" format_type(a.atttypid, a.atttypmod)"
		" || a.attcollation::regcollation::text || a.attnotnull"
		" || a.attidentity::text || a.attgenerated::text"
		" || coalesce(pg_get_expr(d.adbin, d.adrelid, true), '')"
		" FROM r JOIN pg_attribute a ON a.attrelid = r.oid LEFT JOIN pg_attrdef d"
		" ON d.adrelid = r.oid AND d.adnum = a.attnum"
		" WHERE r.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
		" UNION ALL SELECT r.relname || ' ' || k.conname, pg_get_constraintdef(k.oid, true)"
		" FROM r JOIN pg_constraint k ON k.conrelid = r.oid"
		" UNION ALL SELECT x.relname,"
		" pg_get_indexdef(i.indexrelid, 0, true) || i.indisvalid"
		" FROM r JOIN pg_index i ON i.indrelid = r.oid"
		" JOIN pg_class x ON x.oid = i.indexrelid"
		" UNION ALL SELECT t.tgname,"
		" r.relname || t.tgenabled::text || pg_get_triggerdef(t.oid, true)"
		" FROM r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal"
		" UNION ALL SELECT w.rulename, pg_get_ruledef(w.oid, true)"
		" FROM r JOIN pg_rewrite w ON w.ev_class = r.oid WHERE w.rulename <> '_RETURN'"
		" UNION ALL SELECT p.polname, r.relname"
		" FROM r JOIN pg_policy p ON p.polrelid = r.oid"
		" ORDER BY 1",
	.ncols = 2,
	.cols = text_cols,
};

static void fault(struct sbuf *faults, const char *what, struct str name)
{
	sbuf_printf(faults, "%s: %.*s\n", what, STR_ARG(name));
}

/* The next byte that counts: blanks do not, nor the quotes that SQLite puts around a name. */
static char next_byte(struct str s, size_t *at)
{
	while (*at < s.n && strchr(" \t\n\"", s.p[*at]))
		++*at;
	return *at < s.n ? s.p[(*at)++] : '\0';
}

static bool is_same(struct str a, struct str b)
{
	size_t i = 0, k = 0;
	char c;

	do {
		c = next_byte(a, &i);
		if (c != next_byte(b, &k))
			return false;
	} while (c);
	return true;
}

/* Two lists in order, side by side. */
static void compare(const struct db_rows *want, const struct db_rows *have, struct sbuf *faults)
{
	int i = 0, k = 0;

	while (i < want->n || k < have->n) {
		const struct db_val *w = &want->vals[2 * i], *h = &have->vals[2 * k];
		int order = i == want->n ? 1 : k == have->n ? -1 : str_cmp(w[0].s, h[0].s);

		if (order < 0)
			fault(faults, "is missing", w[0].s);
		else if (order > 0)
			fault(faults, "does not belong here", h[0].s);
		else if (!is_same(w[1].s, h[1].s))
			fault(faults, "is not as its migration made it", w[0].s);
		i += order <= 0;
		k += order >= 0;
	}
}

static enum err compare_with(struct db *db, struct db *model, struct sbuf *faults)
{
	struct arena *a = faults->arena;
	struct db_rows want = { .arena = a, .max = THINGS_MAX },
		       have = { .arena = a, .max = THINGS_MAX };
	enum err e = db_exec(model,
	                     model->lite ? "BEGIN" : "BEGIN; SET LOCAL search_path = pg_temp");

	if (e == ERR_OK)
		e = db_apply_like(model, db, a);
	if (e == ERR_OK)
		e = db_query(model, &things, NULL, &want);
	if (e != ERR_OK)
		return db_fail(db, e, "its tables cannot be made again beside it: %s", model->why);
	e = db_query(db, &things, NULL, &have);
	if (e == ERR_OK)
		compare(&want, &have, faults);
	return e;
}

enum err db_shape_check(struct db *db, struct sbuf *faults)
{
	struct db_store *s = NULL;
	struct db *model;
	enum err e = ERR_OK;

	if (db->lite)
		e = db_store_open_as("sqlite::memory:", DB_USE_SCRATCH, &s, faults);
	if (e != ERR_OK)
		return e;
	e = db_connect(s ? s : db->store, &model, faults);
	if (e == ERR_OK) {
		e = compare_with(db, model, faults);
		db_rollback(model);
		db_close(model);
	}
	db_store_close(s);
	return e;
}

static enum err check_pages(struct db *db, struct sbuf *faults)
{
	struct db_rows rows = { .arena = faults->arena, .max = FAULTS_MAX };
	enum err e = db->lite ? db_query(db, &pages, NULL, &rows) : ERR_OK;

	for (int i = 0; e == ERR_OK && i < rows.n; i++)
		fault(faults, "damaged", rows.vals[i].s);
	return e;
}

enum err db_sound_check(struct db *db, struct sbuf *why)
{
	const char *name = db_store_name(db->store);
	struct sbuf faults = { .arena = why->arena };
	enum err e = check_pages(db, &faults);

	if (e == ERR_OK && faults.n == 0)
		e = db_shape_check(db, &faults);
	if (e == ERR_OK && faults.n == 0)
		return ERR_OK;
	if (e != ERR_OK && e != ERR_DB_DAMAGED) {
		sbuf_printf(why, "%s cannot be read: %s", name, db->why);
		return e;
	}
	sbuf_printf(why,
	            "%s is damaged: it is not as this program made it. Nothing was changed. Keep "
	            "it as it is, and restore a backup beside it: near restore FILE FOLDER\n%s",
	            name, faults.n ? sbuf_done(&faults).p : db->why);
	return ERR_DB_DAMAGED;
}
