/* gensql_model.c -- what a struct model holds, and the order of its files and slices. */
#include "gensql_read.h"

#include <stdlib.h>

const struct table *model_table(const struct model *m, struct str name)
{
	int bit = model_table_bit(m, name);

	return bit >= 0 ? m->tables[bit] : NULL;
}

int model_table_bit(const struct model *m, struct str name)
{
	for (int i = 0; i < m->ntables; i++)
		if (str_eq(m->tables[i]->name, name))
			return i;
	return -1;
}

const struct view *model_view(const struct model *m, struct str name)
{
	for (int i = 0; i < m->nviews; i++)
		if (str_eq(m->views[i].name, name))
			return &m->views[i];
	return NULL;
}

const struct index *model_index(const struct model *m, struct str name)
{
	for (int i = 0; i < m->nindexes; i++)
		if (str_eq(m->indexes[i].name, name))
			return &m->indexes[i];
	return NULL;
}

const struct column *table_column(const struct table *t, struct str name)
{
	for (int i = 0; i < t->ncolumns; i++)
		if (str_eq(t->columns[i].name, name))
			return &t->columns[i];
	return NULL;
}

const struct slice *model_slice(const struct model *m, struct str name)
{
	for (int i = 0; i < m->nslices; i++)
		if (str_eq(m->slices[i].name, name))
			return &m->slices[i];
	return NULL;
}

int model_words(const struct model *m)
{
	return (m->ntables + 63) / 64 > 0 ? (m->ntables + 63) / 64 : 1;
}

/* A slice ranks where the first of its files stands. */
static struct slice *slice_of(struct model *m, struct str name)
{
	for (int i = 0; i < m->nslices; i++)
		if (str_eq(m->slices[i].name, name))
			return &m->slices[i];
	MUST(m->nslices < SLICES_MAX);
	m->slices[m->nslices] = (struct slice){ name, m->nslices };
	return &m->slices[m->nslices++];
}

/* NNNN_slice.schema.sql */
static void name_schema(struct model *m, struct schema *s)
{
	static const char ending[] = ".schema.sql";
	struct str name = str_of(gen_file_name(s->file));
	struct str stem = str_sub(name, 0, name.n - (sizeof(ending) - 1));

	if (!str_ends(name, S(ending)) || stem.n < 6 || strspn(stem.p, "0123456789") != 4 ||
	    stem.p[4] != '_')
		gen_fault(s->file, 0, "a schema is called NNNN_slice%s", ending);
	if (!gen_is_name(str_sub(stem, 5, stem.n)))
		gen_fault(s->file, 0, "the slice's name may hold a-z, 0-9, _");
	s->name = stem;
	s->number = (int)strtol(stem.p, NULL, 10);
	s->slice = slice_of(m, str_sub(stem, 5, stem.n));
}

static int by_number(const void *a, const void *b)
{
	return ((const struct schema *)a)->number - ((const struct schema *)b)->number;
}

void model_read(struct model *m, char **files, int n)
{
	if (n > FILES_MAX)
		gen_fault(files[FILES_MAX], 0, "too many schemas");
	m->nschemas = n;
	for (int i = 0; i < n; i++) {
		m->schemas[i].file = files[i];
		name_schema(m, &m->schemas[i]);
	}
	qsort(m->schemas, (size_t)n, sizeof(m->schemas[0]), by_number);
	for (int i = 1; i < n; i++)
		if (m->schemas[i].number == m->schemas[i - 1].number)
			gen_fault(m->schemas[i].file, 0, "its number is also that of %s",
			          m->schemas[i - 1].file);
	for (int i = 0; i < n; i++)
		schema_read(m, &m->schemas[i]);
}
