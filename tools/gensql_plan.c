/*
 * gensql_plan.c -- how SQLite would go about a statement: by key, or through everything there is.
 *
 * What reads a whole table costs more with every year that the association lasts.  A statement may
 * do so for a reason alone, which stands in its head with the names that the plan gives to what is
 * read: "-- scans: NAME, NAME: reason".  A name that the plan does not need is refused too, so that
 * the list stays true.
 */
#include "gensql_lite.h"

enum { SCANS_MAX = 16 };

/* What a plan reads from one end to the other, each once. */
struct scans {
	struct str names[SCANS_MAX];
	int n;
};

static bool has_scan(const struct scans *s, struct str name)
{
	for (int i = 0; i < s->n; i++)
		if (str_eq(s->names[i], name))
			return true;
	return false;
}

static void add_scan(struct scans *s, const struct query *q, struct str name)
{
	if (has_scan(s, name))
		return;
	if (s->n == SCANS_MAX)
		gen_fault(q->file, q->line, "%.*s scans too much", STR_ARG(q->name));
	s->names[s->n++] = name;
}

/*
 * What a line of a plan reads all of; n == 0: nothing.  An index that is built for the one
 * statement reads all as well.
 *
 *   "SCAN m USING INDEX member_government_slug", "SCAN (subquery-2)", "SCAN CONSTANT ROW",
 *   "SEARCH m USING AUTOMATIC COVERING INDEX (government_id=?)"
 */
static struct str scanned(struct str line)
{
	static const struct str scan = S_INIT("SCAN "), search = S_INIT("SEARCH ");
	bool is_scan = str_starts(line, scan);
	struct str rest = str_sub(line, is_scan ? scan.n : search.n, line.n);
	struct str name = str_sub(rest, 0, str_find(rest, ' ', 0));

	if (!is_scan && !str_starts(line, search))
		return S("");
	rest = str_sub(rest, name.n, rest.n);
	if (is_scan)
		/* Rows that stand in the statement itself: "CONSTANT ROW", "2 CONSTANT ROWS". */
		return str_is(name, "CONSTANT") || str_starts(rest, S(" CONSTANT ROW")) ? S("")
		                                                                        : name;
	return str_starts(rest, S(" USING AUTOMATIC ")) ? name : S("");
}

static struct scans read_plan(const struct model *m, sqlite3 *db, const struct query *q)
{
	struct str sql = arena_printf(m->arena, "EXPLAIN QUERY PLAN %.*s", STR_ARG(q->sqlite));
	struct scans s = { .n = 0 };
	sqlite3_stmt *st = NULL;

	MUST(sqlite3_prepare_v2(db, sql.p, (int)sql.n + 1, &st, NULL) == SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW) {
		struct str name = scanned(str_of((const char *)sqlite3_column_text(st, 3)));

		/* Subqueries bear numbers that mean nothing to a reader. */
		if (str_starts(name, S("(")))
			name = S("subquery");
		if (name.n > 0)
			add_scan(&s, q, arena_str(m->arena, name.p, name.n));
	}
	sqlite3_finalize(st);
	return s;
}

/* "NAME, NAME: reason", as the head says it. */
static struct scans read_named(const struct query *q)
{
	size_t colon = str_find(q->scans, ':', 0);
	struct str rest = str_sub(q->scans, 0, colon);
	struct scans s = { .n = 0 };

	if (q->scans.p == NULL)
		return s;
	if (colon == q->scans.n || str_trim(str_sub(q->scans, colon + 1, q->scans.n)).n == 0)
		gen_fault(q->file, q->line, "\"-- scans: NAME, NAME: reason\" is expected");
	while (rest.n > 0) {
		size_t comma = str_find(rest, ',', 0);
		struct str name = str_trim(str_sub(rest, 0, comma));

		if (!gen_is_name(name) || has_scan(&s, name))
			gen_fault(q->file, q->line, "\"%.*s\" is no name to scan, or stands twice",
			          STR_ARG(name));
		add_scan(&s, q, name);
		rest = str_sub(rest, comma < rest.n ? comma + 1 : comma, rest.n);
	}
	return s;
}

void lite_check_plan(const struct model *m, sqlite3 *db, const struct query *q)
{
	struct scans plan = read_plan(m, db, q), named = read_named(q);

	for (int i = 0; i < plan.n; i++)
		if (!has_scan(&named, plan.names[i]))
			gen_fault(q->file, q->line,
			          "%.*s reads all of %.*s: ask by a key that has an index, or give "
			          "the reason: \"-- scans: %.*s: why\"",
			          STR_ARG(q->name), STR_ARG(plan.names[i]), STR_ARG(plan.names[i]));
	for (int i = 0; i < named.n; i++)
		if (!has_scan(&plan, named.names[i]))
			gen_fault(q->file, q->line,
			          "%.*s does not read all of %.*s: take it out of \"-- scans:\"",
			          STR_ARG(q->name), STR_ARG(named.names[i]));
}
