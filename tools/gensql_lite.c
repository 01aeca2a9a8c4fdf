/*
 * gensql_lite.c -- everything is prepared on SQLite; who reads and writes what.
 *
 * Three databases in memory, each for a question of its own.
 *
 * In `world` stands what the slice may name: its own tables and views and, as empty tables, the
 * exported views of the slices below it.  What is not there cannot be named.
 *
 * In `full` stands everything, with an authorizer that hears which tables a statement touches,
 * through views too, and which functions it calls.
 *
 * In `check` stands everything too, and one table more, from which TR() reads there: so a result
 * column that is a TR() is known by its origin.  (Origins are told by a SQLite that was built with
 * SQLITE_ENABLE_COLUMN_METADATA, as distributions build it.)
 */
#include "gensql_lite.h"

/* One query while it is prepared. */
struct check {
	const struct model *m;
	const struct queries *qs;
	struct query *q;
	struct watch watch;
};

/* An exported view of another slice becomes an empty table with its columns. */
static void put_stand_in(sqlite3 *full, sqlite3 *world, const struct model *m, const struct view *v)
{
	struct sbuf sql = { .arena = m->arena };
	sqlite3_stmt *st = NULL;

	sbuf_printf(&sql, "SELECT * FROM %.*s", STR_ARG(v->name));
	if (sqlite3_prepare_v2(full, sbuf_done(&sql).p, -1, &st, NULL) != SQLITE_OK)
		gen_fault(v->file, v->line, "SQLite says: %s", sqlite3_errmsg(full));
	sql.n = 0;
	sbuf_printf(&sql, "CREATE TABLE %.*s (", STR_ARG(v->name));
	for (int i = 0; i < sqlite3_column_count(st); i++)
		sbuf_printf(&sql, "%s\"%s\"", i > 0 ? ", " : "", sqlite3_column_name(st, i));
	sbuf_char(&sql, ')');
	sqlite3_finalize(st);
	if (sqlite3_exec(world, sbuf_done(&sql).p, NULL, NULL, NULL) != SQLITE_OK)
		gen_fault(v->file, v->line, "SQLite says: %s", sqlite3_errmsg(world));
}

/* What the slice itself made, as it stands at the end of its migrations. */
static void put_own(sqlite3 *full, sqlite3 *world, const struct model *m, const struct slice *slice)
{
	static const char list[] = "SELECT name, sql FROM sqlite_schema"
				   " WHERE type IN ('table', 'view') ORDER BY type, rowid";
	sqlite3_stmt *st = NULL;

	MUST(sqlite3_prepare_v2(full, list, -1, &st, NULL) == SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW) {
		struct str name = str_of((const char *)sqlite3_column_text(st, 0));
		const struct table *t = model_table(m, name);
		const struct view *v = model_view(m, name);
		const char *sql = (const char *)sqlite3_column_text(st, 1);

		if ((t != NULL && t->slice == slice) || (v != NULL && v->slice == slice))
			MUST(sqlite3_exec(world, sql, NULL, NULL, NULL) == SQLITE_OK);
	}
	sqlite3_finalize(st);
}

static sqlite3 *world_open(const struct model *m, sqlite3 *full, const struct slice *slice)
{
	sqlite3 *world = lite_open();

	for (int i = 0; i < m->nviews; i++) {
		const struct view *v = &m->views[i];
		/* Every slice has texts, so TR() is for all of them, wherever they stand. */
		bool may = v->slice->rank < slice->rank || str_is(v->name, "lang_reading");

		if (v->slice != slice && v->exported && may)
			put_stand_in(full, world, m, v);
	}
	put_own(full, world, m, slice);
	return world;
}

/* "no such table: x" is told with the reason. */
static _Noreturn void refuse(const struct model *m, const struct slice *slice, const char *file,
                             int line, const char *why)
{
	static const struct str missing = S_INIT("no such table: "), schema = S_INIT("main.");
	struct str name = str_of(why);

	name = str_starts(name, missing) ? str_sub(name, missing.n, name.n) : S("");
	if (str_starts(name, schema))
		name = str_sub(name, schema.n, name.n);
	const struct table *t = model_table(m, name);
	const struct view *v = model_view(m, name);

	if (t != NULL)
		gen_fault(file, line,
		          "%.*s is a table of slice %.*s: others read its exported views",
		          STR_ARG(name), STR_ARG(t->slice->name));
	if (v != NULL && !v->exported)
		gen_fault(file, line, "%.*s is a view of slice %.*s that is not exported",
		          STR_ARG(name), STR_ARG(v->slice->name));
	if (v != NULL)
		gen_fault(file, line, "%.*s belongs to slice %.*s, which stands above %.*s",
		          STR_ARG(name), STR_ARG(v->slice->name), STR_ARG(slice->name));
	gen_fault(file, line, "SQLite says: %s", why);
}

static void check_views(const struct model *m, sqlite3 *world, const struct slice *slice)
{
	for (int i = 0; i < m->nviews; i++) {
		const struct view *v = &m->views[i];
		sqlite3_stmt *st = NULL;

		if (v->slice != slice)
			continue;
		struct str sql = arena_printf(m->arena, "SELECT * FROM %.*s", STR_ARG(v->name));

		if (sqlite3_prepare_v2(world, sql.p, -1, &st, NULL) != SQLITE_OK)
			refuse(m, slice, v->file, v->line, sqlite3_errmsg(world));
		sqlite3_finalize(st);
	}
}

void lite_check_schemas(const struct model *m)
{
	lite_check_replay(m);
	sqlite3 *full = lite_replay(m);

	for (int i = 0; i < m->nslices; i++) {
		sqlite3 *world = world_open(m, full, &m->slices[i]);

		check_views(m, world, &m->slices[i]);
		sqlite3_close(world);
	}
	sqlite3_close(full);
}

/* Queries */

/*
 * The line that an error is about: where SQLite says it is or, when it does not say, where the name
 * stands that it complains of at the end ("no such table: motion").
 */
static int line_of_error(sqlite3 *db, const struct query *q, struct str sql)
{
	struct str why = str_of(sqlite3_errmsg(db)), name = why;
	int line = q->stmt.line, offset = sqlite3_error_offset(db);

	for (int i = 0; i < offset && i < (int)sql.n; i++)
		line += sql.p[i] == '\n';
	if (offset >= 0)
		return line;
	while (str_find(name, ' ', 0) < name.n)
		name = str_sub(name, str_find(name, ' ', 0) + 1, name.n);
	for (int i = 0; i < q->stmt.n; i++)
		if (str_eq(q->stmt.toks[i].s, name))
			return q->stmt.toks[i].line;
	return line;
}

static sqlite3_stmt *prepare(sqlite3 *db, struct check *w, struct str sql)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(db, sql.p, (int)sql.n + 1, &st, NULL);

	if (rc == SQLITE_OK && st != NULL)
		return st;
	int line = line_of_error(db, w->q, sql);

	if (w->watch.refused.p != NULL)
		gen_fault(w->q->file, line, "%s", w->watch.refused.p);
	refuse(w->m, w->qs->slice, w->q->file, line, sqlite3_errmsg(db));
}

/* Does a column of a table fit what the query declares it to be? */
static bool fits(const struct field *f, const struct table *t, const struct column *c)
{
	switch (c->type) {
	case COLUMN_ID:
		return f->type == FIELD_INT || (f->type == FIELD_KEY && str_eq(f->table, t->name));
	case COLUMN_INT:
		return f->type == FIELD_INT ||
		       (f->type == FIELD_KEY &&
		        (c->references.p == NULL || str_eq(f->table, c->references)));
	case COLUMN_BOOL:
		return f->type == FIELD_BOOL;
	case COLUMN_TIME:
		return f->type == FIELD_TIME;
	case COLUMN_TEXT:
		return f->type == FIELD_TEXT;
	case COLUMN_BLOB:
		return f->type == FIELD_BLOB;
	case COLUMN_TR:
		return f->type == FIELD_KEY && str_is(f->table, "lang_text");
	default:
		return false;
	}
}

/* "name IS NOT NULL" anywhere in the statement. */
static bool says_not_null(const struct query *q, struct str name)
{
	for (int i = 0; i < q->stmt.n; i++) {
		int is = stmt_skip(&q->stmt, i + 1);
		int not = stmt_skip(&q->stmt, is + 1);

		if (str_eq(q->stmt.toks[i].s, name) && tok_is(&q->stmt, is, "IS") &&
		    tok_is(&q->stmt, not, "NOT"))
			return true;
	}
	return false;
}

static void check_column(const struct check *w, sqlite3_stmt *st, int i)
{
	const struct query *q = w->q;
	const struct field *f = &q->columns[i];
	const char *table = sqlite3_column_table_name(st, i);
	bool is_tr = table != NULL && strcmp(table, "gensql_tr") == 0;
	/* Through a UNION the origin is lost. */
	bool may_be_tr = is_tr || (table == NULL && q->has_tr);

	if (f->type == FIELD_TR ? !may_be_tr : is_tr)
		gen_fault(q->file, q->line, "column %d (%.*s): %s", i + 1, STR_ARG(f->name),
		          is_tr ? "TR() gives a tr" : "a tr is read through TR()");
	const struct table *t = table != NULL ? model_table(w->m, str_of(table)) : NULL;
	struct str origin = str_of(sqlite3_column_origin_name(st, i));
	const struct column *c = t != NULL ? table_column(t, origin) : NULL;

	if (c == NULL)
		return;
	if (!fits(f, t, c))
		gen_fault(q->file, q->line, "column %d (%.*s) is %s.%.*s, which has another type",
		          i + 1, STR_ARG(f->name), table, STR_ARG(origin));
	if (!c->not_null && !f->nullable && !says_not_null(q, origin))
		gen_fault(q->file, q->line,
		          "column %d (%.*s) is %s.%.*s, which may be NULL: declare it with '?', "
		          "or say \"%.*s IS NOT NULL\"",
		          i + 1, STR_ARG(f->name), table, STR_ARG(origin), STR_ARG(origin));
}

static void check_columns(sqlite3 *check, struct check *w)
{
	const struct query *q = w->q;
	sqlite3_stmt *st = prepare(check, w, q->check);
	int n = sqlite3_column_count(st);

	if (n != q->ncolumns)
		gen_fault(q->file, q->line, "the statement gives %d columns and %d are declared", n,
		          q->ncolumns);
	for (int i = 0; i < n; i++)
		check_column(w, st, i);
	sqlite3_finalize(st);
}

static void check_kind(const struct query *q)
{
	bool gives_rows = q->kind == QUERY_ONE || q->kind == QUERY_MANY;

	if (!gives_rows && !q->writes)
		gen_fault(q->file, q->line, "exec and count are for statements that write");
	if (q->writes && q->kind == QUERY_MANY)
		gen_fault(q->file, q->line, "a statement that writes cannot be many");
	/* SQLite may be built to take it; PostgreSQL does not. */
	if ((tok_is(&q->stmt, 0, "UPDATE") || tok_is(&q->stmt, 0, "DELETE")) && query_limit(q) >= 0)
		gen_fault(q->file, q->line, "UPDATE and DELETE have no LIMIT");
}

static void check_query(struct check *w, sqlite3 *world, sqlite3 *full, sqlite3 *check)
{
	sqlite3_finalize(prepare(world, w, w->q->sqlite));
	w->watch = (struct watch){ .m = w->m, .slice = w->qs->slice };
	lite_watch(full, &w->watch);
	sqlite3_stmt *st = prepare(full, w, w->q->sqlite);

	lite_watch(full, NULL);
	w->q->reads = w->watch.reads;
	w->q->written = w->watch.written;
	w->q->writes = sqlite3_stmt_readonly(st) == 0;
	sqlite3_finalize(st);
	check_kind(w->q);
	check_columns(check, w);
	lite_check_plan(w->m, full, w->q);
}

void lite_check_queries(const struct model *m, struct queries *qs)
{
	static const char tr_table[] =
		"CREATE TABLE gensql_tr (tr_t INTEGER, tr_w TEXT, tr_mark TEXT)";
	sqlite3 *full = lite_replay(m), *check = lite_replay(m);
	sqlite3 *world = world_open(m, full, qs->slice);

	MUST(sqlite3_exec(check, tr_table, NULL, NULL, NULL) == SQLITE_OK);
	for (int i = 0; i < qs->n; i++) {
		struct check w = { .m = m, .qs = qs, .q = qs->q[i] };

		check_query(&w, world, full, check);
	}
	sqlite3_close(world);
	sqlite3_close(full);
	sqlite3_close(check);
}
