/*
 * gensql.c -- SQL into C; docs/sql.md says what may stand in the files.
 *
 *   gensql ids OUT_ids.h OUT_html_ids.h OUT_schema.c SCHEMA...
 *   gensql queries SLICE OUT.h OUT.c QUERIES.sql SCHEMA...
 *
 * Both take every schema, so that a table has the same bit everywhere.
 */
#include "gensql.h"

#include <limits.h>
#include <stdio.h>

static int usage(void)
{
	fputs("usage: gensql ids OUT_ids.h OUT_html_ids.h OUT_schema.c SCHEMA...\n"
	      "       gensql queries SLICE OUT.h OUT.c QUERIES.sql SCHEMA...\n",
	      stderr);
	return 2;
}

static void run_ids(struct model *m, char **args, int n)
{
	model_read(m, args + 3, n - 3);
	lite_check_schemas(m);
	ids_write(m, args[0], args[1], args[2]);
}

static void run_queries(struct model *m, char **args, int n)
{
	struct queries *qs = arena_make(m->arena, struct queries);
	struct slice *reader = arena_make(m->arena, struct slice);

	model_read(m, args + 4, n - 4);
	qs->slice_name = str_of(args[0]);
	if (!gen_is_name(qs->slice_name))
		gen_fault(args[3], 0, "the slice's name may hold a-z, 0-9, _");
	/* A slice without tables stands above all the others. */
	*reader = (struct slice){ qs->slice_name, INT_MAX };
	qs->slice = model_slice(m, qs->slice_name);
	if (qs->slice == NULL)
		qs->slice = reader;
	queries_read(qs, m, args[3]);
	lite_check_queries(m, qs);
	emit_write(m, qs, args[1], args[2]);
}

int main(int argc, char **argv)
{
	bool ids = argc >= 6 && strcmp(argv[1], "ids") == 0;
	bool queries = argc >= 7 && strcmp(argv[1], "queries") == 0;

	if (!ids && !queries)
		return usage();
	struct arena *a = arena_new();
	struct model *m = arena_make(a, struct model);

	m->arena = a;
	if (ids)
		run_ids(m, argv + 2, argc - 2);
	else
		run_queries(m, argv + 2, argc - 2);
	arena_free(a);
	return 0;
}
