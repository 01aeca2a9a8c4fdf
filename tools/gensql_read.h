/* gensql_read.h -- a schema file while it is read: gensql_schema.c and gensql_alter.c. */
#pragma once
#include "gensql.h"

struct reading {
	struct model *m;
	struct schema *schema;
	struct stmt st;
	struct change **last; /* where the next statement is hung up */
	struct sbuf sqlite, postgres;
	const struct column *rewrite[TOKENS_MAX]; /* tokens that are a column's type */
};

/* Read the file and add what it makes to the model. */
void schema_read(struct model *m, struct schema *s);

_Noreturn void reading_fault(const struct reading *r, int i, const char *what);
/* A name at token `i`; p == NULL when there is none. */
struct str reading_name(const struct reading *r, int i);
/* A column from its name at token `i` to the comma, bracket or end after it, whose index is given.
 */
int reading_column(struct reading *r, struct table *t, int i);
/* Tokens [from, to) as SQLite takes them. */
void reading_put_sqlite(const struct reading *r, int from, int to, struct sbuf *out);

/* ALTER, DROP, UPDATE, INSERT: false for other statements.  *ret_column: see struct change. */
bool reading_alter(struct reading *r, enum change_kind *ret_kind, struct str *ret_column);
