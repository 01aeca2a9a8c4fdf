/* gensql_watch.c -- what a statement touches, heard by SQLite's authorizer while it is prepared. */
#include "gensql_lite.h"

static int deny(struct watch *w, const char *before, const char *name, const char *after)
{
	if (w->refused.p == NULL)
		w->refused = arena_printf(w->m->arena, "%s%s%s", before, name, after);
	return SQLITE_DENY;
}

/* What means the same to both engines.  LIKE does not: SQLite's ignores case. */
static bool is_portable(const char *function)
{
	static const char *const names[] = {
		"abs",   "coalesce",   "count",   "length",     "lower", "max",
		"min",   "nullif",     "replace", "substr",     "sum",   "trim",
		"upper", "row_number", "rank",    "dense_rank", "lag",   "lead",
	};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strcmp(function, names[i]) == 0)
			return true;
	return false;
}

static void mark(const struct model *m, struct table_bits *bits, const char *name)
{
	int bit = model_table_bit(m, str_of(name));

	/* Views are not marked: the tables under them are, one by one. */
	if (bit >= 0)
		bits->w[bit / 64] |= UINT64_C(1) << (bit % 64);
}

static bool is_of_slice(const struct watch *w, const char *name)
{
	const struct table *t = model_table(w->m, str_of(name));

	return t != NULL && t->slice == w->slice;
}

static int deny_kind(struct watch *w)
{
	return deny(w, "only SELECT, INSERT, UPDATE and DELETE may stand here", "", "");
}

static int on_read(struct watch *w, const char *name)
{
	if (str_starts(str_of(name), S("sqlite_")))
		return deny(w, name, " is SQLite's own", "");
	if (w->is_own && !is_of_slice(w, name))
		return deny(w, "", name, " is no table of this slice");
	mark(w->m, &w->reads, name);
	return SQLITE_OK;
}

static int on_write(struct watch *w, const char *name)
{
	/* What SQLite writes to when tables are made or dropped. */
	if (str_starts(str_of(name), S("sqlite_")))
		return deny_kind(w);
	if (!is_of_slice(w, name))
		return deny(w, "it writes ", name, ", which is no table of its slice");
	mark(w->m, &w->written, name);
	return SQLITE_OK;
}

static int authorize(void *arg, int action, const char *first, const char *second,
                     const char *database, const char *inside)
{
	struct watch *w = arg;

	(void)database;
	(void)inside;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_READ:
		return on_read(w, first);
	case SQLITE_FUNCTION:
		if (!is_portable(second))
			return deny(w, "", second, "() is not the same on both engines");
		return SQLITE_OK;
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		return on_write(w, first);
	default:
		return deny_kind(w);
	}
}

void lite_watch(sqlite3 *db, struct watch *w)
{
	sqlite3_set_authorizer(db, w ? authorize : NULL, w);
}
