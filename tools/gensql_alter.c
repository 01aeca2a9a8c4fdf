/*
 * gensql_alter.c -- the statements of schemas that change what earlier ones made.
 *
 * A database may have rows where the build has none, so what SQLite refuses only then is refused
 * here: a column added to a table needs a value for the rows that are there.
 */
#include "gensql_read.h"

/* A table of this slice is named at token `i`. */
static struct table *own_table(const struct reading *r, int i)
{
	int bit = model_table_bit(r->m, reading_name(r, i));

	if (bit < 0 || r->m->tables[bit]->slice != r->schema->slice)
		reading_fault(r, i, "a table of this slice is expected here");
	return r->m->tables[bit];
}

/* A number, -number or string; index of what follows it, or -1. */
static int skip_constant(const struct stmt *st, int i)
{
	bool is_minus = tok_is(st, i, "-");

	if (is_minus)
		i = stmt_skip(st, i + 1);
	if (i < st->n &&
	    (st->toks[i].kind == TOK_NUMBER || (!is_minus && st->toks[i].kind == TOK_STRING)))
		return stmt_skip(st, i + 1);
	return -1;
}

/* Is there a DEFAULT among tokens [i, end)? */
static bool has_default(const struct reading *r, int i, int end)
{
	for (; i < end; i++) {
		if (!tok_is(&r->st, i, "DEFAULT"))
			continue;
		if (skip_constant(&r->st, stmt_skip(&r->st, i + 1)) < 0)
			reading_fault(r, i, "DEFAULT takes a number or a string");
		return true;
	}
	return false;
}

/* ALTER TABLE t ADD COLUMN c ..., from the column on; its definition is returned. */
static struct str add_column(struct reading *r, struct table *t, int i)
{
	int end = reading_column(r, t, i);
	const struct column *c = &t->columns[t->ncolumns - 1];
	bool has = has_default(r, i, end);
	struct sbuf added = { .arena = r->m->arena };

	if (end != r->st.n)
		reading_fault(r, end, "one column is added at a time");
	if (c->type == COLUMN_ID)
		reading_fault(r, i, "a table gets its ID when it is made");
	if (c->references.p != NULL && (has || c->not_null))
		reading_fault(r, i,
		              "a column that is added and REFERENCES something may be NULL "
		              "and has no DEFAULT");
	if (c->type == COLUMN_BLOB && (has || c->not_null))
		reading_fault(r, i, "a BLOB that is added may be NULL and has no DEFAULT");
	if (c->not_null && !has)
		reading_fault(r, i, "NOT NULL needs a DEFAULT, for the rows that are there");
	reading_put_sqlite(r, i, end, &added);
	return sbuf_done(&added);
}

static void drop_column(const struct reading *r, struct table *t, int i)
{
	const struct column *c = table_column(t, reading_name(r, i));

	if (c == NULL || stmt_skip(&r->st, i + 1) != r->st.n)
		reading_fault(r, i, "a column of the table is expected here, and nothing after it");
	int at = (int)(c - t->columns);

	t->ncolumns--;
	memmove(&t->columns[at], &t->columns[at + 1],
	        (size_t)(t->ncolumns - at) * sizeof(t->columns[0]));
}

/* ALTER TABLE ..., from TABLE on. */
static struct str read_alter(struct reading *r, int i)
{
	int name = stmt_skip(&r->st, i + 1);
	int verb = stmt_skip(&r->st, name + 1);
	int column = stmt_skip(&r->st, verb + 1);

	if (!tok_is(&r->st, i, "TABLE"))
		reading_fault(r, i, "TABLE is expected here");
	struct table *t = own_table(r, name);
	bool adds = tok_is(&r->st, verb, "ADD");

	if ((!adds && !tok_is(&r->st, verb, "DROP")) || !tok_is(&r->st, column, "COLUMN"))
		reading_fault(r, verb, "ADD COLUMN or DROP COLUMN is expected here");
	column = stmt_skip(&r->st, column + 1);
	if (adds)
		return add_column(r, t, column);
	drop_column(r, t, column);
	return (struct str){ NULL, 0 };
}

static void drop_view(const struct reading *r, int i)
{
	struct model *m = r->m;
	const struct view *v = model_view(m, reading_name(r, i));

	if (v == NULL || v->slice != r->schema->slice)
		reading_fault(r, i, "a view of this slice is expected here");
	int at = (int)(v - m->views);

	m->nviews--;
	memmove(&m->views[at], &m->views[at + 1], (size_t)(m->nviews - at) * sizeof(m->views[0]));
}

static void drop_index(const struct reading *r, int i)
{
	struct model *m = r->m;
	const struct index *x = model_index(m, reading_name(r, i));

	if (x == NULL || x->slice != r->schema->slice)
		reading_fault(r, i, "an index of this slice is expected here");
	int at = (int)(x - m->indexes);

	m->nindexes--;
	memmove(&m->indexes[at], &m->indexes[at + 1],
	        (size_t)(m->nindexes - at) * sizeof(m->indexes[0]));
}

/* DROP ..., from VIEW or INDEX on. */
static void read_drop(const struct reading *r, int i)
{
	int name = stmt_skip(&r->st, i + 1);

	if (tok_is(&r->st, i, "VIEW"))
		drop_view(r, name);
	else if (tok_is(&r->st, i, "INDEX"))
		drop_index(r, name);
	else
		reading_fault(r, i, "VIEW or INDEX is expected here");
	if (stmt_skip(&r->st, name + 1) != r->st.n)
		reading_fault(r, stmt_skip(&r->st, name + 1), "nothing may follow the name");
}

/* What PostgreSQL does not take in a statement that writes, or what gives rows to nobody. */
static void refuse_tail(const struct reading *r)
{
	int depth = 0;

	for (int i = 0; i < r->st.n; i++) {
		depth += tok_is(&r->st, i, "(") - tok_is(&r->st, i, ")");
		if (tok_is(&r->st, i, "RETURNING"))
			reading_fault(r, i, "RETURNING may not stand here");
		if (depth == 0 && tok_is(&r->st, i, "LIMIT"))
			reading_fault(r, i, "LIMIT may not stand here");
	}
}

/* UPDATE t SET ..., from the name on. */
static void read_update(const struct reading *r, int i)
{
	own_table(r, i);
	i = stmt_skip(&r->st, i + 1);
	if (!tok_is(&r->st, i, "SET"))
		reading_fault(r, i, "SET is expected here");
	refuse_tail(r);
}

/* INSERT INTO t (...) SELECT ..., from INTO on. */
static void read_insert(const struct reading *r, int i)
{
	if (!tok_is(&r->st, i, "INTO"))
		reading_fault(r, i, "INTO is expected here");
	i = stmt_skip(&r->st, i + 1);
	const struct table *t = own_table(r, i);

	i = stmt_skip(&r->st, i + 1);
	if (!tok_is(&r->st, i, "("))
		reading_fault(r, i, "the columns are expected here, in brackets");
	while (i < r->st.n && !tok_is(&r->st, i, ")")) {
		i = stmt_skip(&r->st, i + 1);
		/* A number given by hand would be given once more by PostgreSQL's own count. */
		if (t->has_key && tok_is(&r->st, i, "id"))
			reading_fault(r, i, "an ID is given by the database");
	}
	i = stmt_skip(&r->st, i + 1);
	if (!tok_is(&r->st, i, "SELECT"))
		reading_fault(r, i, "SELECT is expected here");
	refuse_tail(r);
}

bool reading_alter(struct reading *r, enum change_kind *ret_kind, struct str *ret_column)
{
	int next = stmt_skip(&r->st, 1);
	struct str added = { NULL, 0 };
	bool moves_rows = tok_is(&r->st, 0, "UPDATE") || tok_is(&r->st, 0, "INSERT");

	if (r->st.export.p != NULL)
		reading_fault(r, 0, "only a view that is made can be exported");
	if (tok_is(&r->st, 0, "ALTER"))
		added = read_alter(r, next);
	else if (tok_is(&r->st, 0, "DROP"))
		read_drop(r, next);
	else if (tok_is(&r->st, 0, "UPDATE"))
		read_update(r, next);
	else if (tok_is(&r->st, 0, "INSERT"))
		read_insert(r, next);
	else
		return false;
	*ret_kind = moves_rows ? CHANGE_ROWS : CHANGE_ALTER;
	*ret_column = added;
	return true;
}
