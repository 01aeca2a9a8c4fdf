/*
 * migrate.c -- is this database ours, how far has it come, and bringing it to where the program is.
 *
 * The table db_migration holds a row for every migration applied.  A database of ours is known by
 * the application id in a SQLite file's header, by the table db_identity in a PostgreSQL schema.
 */
#include "db/internal.h"
#include "base/str.h"

/* The number is DB_APPLICATION_ID. */
static const char mark_sqlite[] =
	"PRAGMA application_id = 0x6e656172;"
	"CREATE TABLE db_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL,"
	" sha256 TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT";
static const char mark_postgres[] =
	"CREATE TABLE db_identity (one bigint PRIMARY KEY CHECK (one = 1),"
	" application text COLLATE \"C\" NOT NULL);"
	"INSERT INTO db_identity VALUES (1, 'near');"
	"CREATE TABLE db_migration (number bigint PRIMARY KEY, name text COLLATE \"C\" NOT NULL,"
	" sha256 text COLLATE \"C\" NOT NULL, applied_at bigint NOT NULL)";

static const enum db_type int_cols[] = { DB_INT, DB_INT, DB_INT, DB_INT };

/* How many tables and views there are; is one of them db_migration; what marks it as ours. */
static const struct db_stmt look = {
	.name = "db.look",
	.sqlite = "SELECT (SELECT count(*) FROM sqlite_schema),"
		  " (SELECT count(*) FROM sqlite_schema WHERE name = 'db_migration'),"
		  " application_id, 1 FROM pragma_application_id",
	.postgres = "SELECT count(*), count(*) FILTER (WHERE relname = 'db_migration'),"
		    " count(*) FILTER (WHERE relname = 'db_identity'), current_schema() IS NOT NULL"
		    " FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p', 'f')"
		    " AND relnamespace = to_regnamespace(quote_ident(current_schema()))",
	.ncols = 4,
	.cols = int_cols,
};
static const struct db_stmt identity = {
	.name = "db.identity",
	.postgres = "SELECT count(*) FROM db_identity WHERE application = 'near'",
	.ncols = 1,
	.cols = int_cols,
};

static const enum db_type applied_cols[] = { DB_INT, DB_TEXT, DB_TEXT, DB_INT };
static const struct db_stmt applied = {
	.name = "db.applied",
	.sqlite = "SELECT number, name, sha256, applied_at FROM db_migration ORDER BY number",
	.postgres = "SELECT number, name, sha256, applied_at FROM db_migration ORDER BY number",
	.ncols = 4,
	.cols = applied_cols,
};

static const enum db_type record_args[] = { DB_INT, DB_TEXT, DB_TEXT, DB_INT };
static const struct db_stmt record = {
	.name = "db.record",
	.sqlite = "INSERT INTO db_migration VALUES (?1, ?2, ?3, ?4)",
	.postgres = "INSERT INTO db_migration VALUES ($1, $2, $3, $4)",
	.nargs = 4,
	.args = record_args,
	.writes_rows = true,
};

/* Far more migrations than there will be. */
#define APPLIED_MAX 10000

enum err db_applied(struct db *db, struct arena *a, struct db_applied **ret, int *ret_n)
{
	struct db_rows rows = { .arena = a, .max = APPLIED_MAX };
	enum err e = db_query(db, &applied, NULL, &rows);
	struct db_applied *list;

	if (e != ERR_OK)
		return e;
	list = arena_many(a, struct db_applied, (size_t)rows.n);
	for (int i = 0; i < rows.n; i++) {
		const struct db_val *v = &rows.vals[i * applied.ncols];

		list[i] = (struct db_applied){
			.number = v[0].i, .name = v[1].s, .sha256 = v[2].s, .at = v[3].i
		};
	}
	*ret = list;
	*ret_n = rows.n;
	return ERR_OK;
}

const struct db_migration *db_migration_of(int64_t number)
{
	for (const struct db_migration *m = db_migrations; m->name; m++)
		if (m->number == number)
			return m;
	return NULL;
}

static bool has_number(const struct db_applied *list, int n, int64_t number)
{
	for (int i = 0; i < n; i++)
		if (list[i].number == number)
			return true;
	return false;
}

static bool has_all(const struct db_applied *list, int n)
{
	for (const struct db_migration *m = db_migrations; m->name; m++)
		if (!has_number(list, n, m->number))
			return false;
	return true;
}

static enum err check_applied(struct db *db, struct arena *a, struct db_standing *ret,
                              struct sbuf *why)
{
	const char *name = db_store_name(db->store);
	struct db_applied *list = NULL;
	int n = 0;
	enum err e = db_applied(db, a, &list, &n);

	if (e != ERR_OK)
		return e;
	for (int i = 0; i < n; i++) {
		const struct db_migration *m = db_migration_of(list[i].number);

		if (m && str_is(list[i].sha256, m->sha256))
			continue;
		sbuf_printf(
			why,
			"%s was made by another, probably newer version of this program: "
			"its migration %.*s is %s here. Nothing was changed. Install that version, "
			"or restore a backup that this version made.",
			name, STR_ARG(list[i].name), m ? "another one" : "not known");
		return ERR_DB_NEWER;
	}
	*ret = (struct db_standing){
		.is_new = n == 0,
		.is_old = n > 0 && !has_all(list, n),
		.number = n > 0 ? (int)list[n - 1].number : 0,
	};
	return ERR_OK;
}

/* ERR_OK and *ret_is_ours, false for a database with nothing in it. */
static enum err check_owner(struct db *db, struct arena *a, bool *ret_is_ours, struct sbuf *why)
{
	struct db_rows rows = { .arena = a, .max = 1 };
	enum err e = db_query(db, &look, NULL, &rows);
	int64_t mark = DB_APPLICATION_ID, found;
	bool is_empty, has_list;

	if (e != ERR_OK)
		return e;
	is_empty = rows.vals[0].i == 0;
	has_list = rows.vals[1].i == 1;
	found = rows.vals[2].i;
	if (!rows.vals[3].i)
		return db_fail(db, ERR_DB, "the schema that the search path names does not exist");
	if (!db->lite && found) {
		db_rows_clear(&rows);
		e = db_query(db, &identity, NULL, &rows);
		if (e != ERR_OK)
			return e;
		found = rows.vals[0].i == 1 ? mark : 1;
	}
	*ret_is_ours = found == mark;
	if (found == mark ? has_list : is_empty && found == 0)
		return ERR_OK;
	if (found == mark)
		return db_fail(db, ERR_DB_DAMAGED, "its list of migrations is missing");
	sbuf_printf(
		why,
		"%s belongs to another program. Nothing was changed. Name another file or an empty "
		"database.",
		db_store_name(db->store));
	return ERR_DB_FOREIGN;
}

enum err db_check(struct db *db, struct arena *a, struct db_standing *ret, struct sbuf *why)
{
	bool is_ours;
	enum err e = check_owner(db, a, &is_ours, why);

	if (e == ERR_OK && is_ours)
		e = check_applied(db, a, ret, why);
	else if (e == ERR_OK)
		*ret = (struct db_standing){ .is_new = true };
	if (e == ERR_DB_DAMAGED)
		sbuf_printf(why,
		            "%s is damaged: %s. Nothing was changed. Restore it from a backup.",
		            db_store_name(db->store), db->why);
	else if (e == ERR_DB || e == ERR_BUSY)
		sbuf_printf(why, "%s cannot be read: %s", db_store_name(db->store), db->why);
	return e;
}

enum err db_mark(struct db *db)
{
	return db_exec(db, db->lite ? mark_sqlite : mark_postgres);
}

enum err db_apply(struct db *db, const struct db_migration *m)
{
	return db_exec(db, db->lite ? m->sqlite : m->postgres);
}

enum err db_apply_like(struct db *to, struct db *from, struct arena *a)
{
	struct db_applied *list = NULL;
	int n = 0;
	enum err e = db_applied(from, a, &list, &n);

	if (e == ERR_OK)
		e = db_mark(to);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		const struct db_migration *m = db_migration_of(list[i].number);

		/* db_store_open() refuses a database with a migration that is not known here. */
		MUST(m);
		e = db_apply(to, m);
	}
	return e;
}

static enum err add(struct db *db, const struct db_migration *m, time_us now)
{
	struct str name = str_of(m->name), sha256 = str_of(m->sha256);
	const struct db_val args[] = {
		{ .type = DB_INT, .i = m->number },
		{ .type = DB_TEXT, .s = name },
		{ .type = DB_TEXT, .s = sha256 },
		{ .type = DB_INT, .i = now.us },
	};
	struct db_rows rows = { 0 };
	enum err e = db_apply(db, m);

	return e == ERR_OK ? db_query(db, &record, args, &rows) : e;
}

/* What is there is read within the transaction, where nobody else can add to it. */
static enum err add_lacking(struct db *db, struct sbuf *why, time_us now)
{
	struct db_applied *list = NULL;
	bool is_ours = true;
	int n = 0;
	enum err e = check_owner(db, why->arena, &is_ours, why);

	if (e == ERR_OK && !is_ours)
		e = db_mark(db);
	if (e == ERR_OK)
		e = db_applied(db, why->arena, &list, &n);
	for (const struct db_migration *m = db_migrations; m->name && e == ERR_OK; m++)
		if (!has_number(list, n, m->number))
			e = add(db, m, now);
	return e;
}

static int last_number(void)
{
	int last = 0;

	for (const struct db_migration *m = db_migrations; m->name; m++)
		last = m->number;
	return last;
}

static enum err migrate(struct db *db, time_us now, struct sbuf *why)
{
	enum err e = db_begin(db, DB_MIGRATING);

	if (e == ERR_OK)
		e = add_lacking(db, why, now);
	if (e == ERR_OK)
		e = db_commit(db);
	db_rollback(db);
	return e;
}

enum err db_migrate(struct db_store *s, time_us now, struct sbuf *why)
{
	struct db *db;
	enum err e = db_connect(s, &db, why);

	if (e != ERR_OK)
		return e;
	e = migrate(db, now, why);
	if (e == ERR_OK)
		s->standing = (struct db_standing){ .number = last_number() };
	else if (e != ERR_DB_FOREIGN)
		sbuf_printf(why, "%s cannot be brought to this version: %s", db_store_name(s),
		            db->why);
	db_close(db);
	return e;
}
