/*
 * gensql.h -- the inside of gensql: what schemas and queries are once they are read.
 *
 *   gensql_scan.c    SQL text into tokens
 *   gensql_model.c   what a struct model holds, and the order of its files and slices
 *   gensql_schema.c  schema files into the model, and their SQL for both engines
 *   gensql_alter.c   the statements of schemas that change what earlier ones made
 *   gensql_query.c   a query file into struct query, and its SQL for both engines
 *   gensql_replay.c  the migrations run on SQLite, as they will on a database
 *   gensql_lite.c    everything is prepared on SQLite; who reads and writes what
 *   gensql_watch.c   what a statement touches
 *   gensql_plan.c    what a statement reads all of, and whether it says why
 *   gensql_ids.c     writes ids.h, html_ids.h, schema.c
 *   gensql_emit.c    writes SLICE.sql.h, SLICE.sql.c
 *
 * All memory is one arena; whatever is refused ends the program (gen_fault()).
 */
#pragma once
#include "gensql_scan.h"

enum {
	SLICES_MAX = 64,
	FILES_MAX = 256,
	TABLES_MAX = 512,
	VIEWS_MAX = 512,
	INDEXES_MAX = 1024,
	COLUMNS_MAX = 64,
	QUERIES_MAX = 256,
	TABLE_WORDS_MAX = TABLES_MAX / 64,
	ROWS_MAX = 100000, /* that a query of kind many may ask for */
};

/* Schemas: the model is what stands at the end of all of them */

enum column_type {
	COLUMN_ID,
	COLUMN_INT,
	COLUMN_BOOL,
	COLUMN_TIME,
	COLUMN_TEXT,
	COLUMN_BLOB,
	COLUMN_TR,
	COLUMN_TYPES
};

struct column {
	struct str name;
	enum column_type type;
	bool not_null;
	struct str references; /* table; p == NULL: none */
};

struct slice {
	struct str name;
	int rank; /* its place among the slices; INT_MAX: it has no schema and may read all */
};

struct table {
	struct str name;
	const struct slice *slice;
	struct column columns[COLUMNS_MAX];
	int ncolumns;
	bool has_key;
};

struct view {
	struct str name;
	const struct slice *slice;
	bool exported;
	const char *file;
	int line;
};

struct index {
	struct str name;
	const struct slice *slice;
};

/* What a statement of a schema does. */
enum change_kind {
	CHANGE_ADDS,  /* makes a table or an index */
	CHANGE_VIEW,  /* makes a view */
	CHANGE_ALTER, /* changes or takes away what is there */
	CHANGE_ROWS   /* moves rows */
};

/* A statement of a schema, for SQLite. */
struct change {
	enum change_kind kind;
	int line;
	struct str sqlite;
	struct str
		added; /* the definition of the column that it adds to a table; p == NULL: none */
	struct change *next;
};

struct schema {
	const char *file;
	int number;
	struct str name; /* "0001_audit" */
	struct slice *slice;
	char sha256[65];
	struct change *changes;
	struct str sqlite, postgres;
};

struct model {
	struct arena *arena;
	struct slice slices[SLICES_MAX];
	struct schema schemas[FILES_MAX]; /* by number */
	struct table *tables[TABLES_MAX]; /* the index is the table's bit */
	struct view views[VIEWS_MAX];
	struct index indexes[INDEXES_MAX];
	int nslices, nschemas, ntables, nviews, nindexes;
};

/* The files stand in the order of their slices, lowest first; they are applied by number. */
void model_read(struct model *m, char **files, int n);
const struct table *model_table(const struct model *m, struct str name);
int model_table_bit(const struct model *m, struct str name); /* -1: no such table */
const struct view *model_view(const struct model *m, struct str name);
const struct index *model_index(const struct model *m, struct str name);
const struct column *table_column(const struct table *t, struct str name);
const struct slice *model_slice(const struct model *m, struct str name);
int model_words(const struct model *m);

/* Queries */

enum field_type { FIELD_INT, FIELD_BOOL, FIELD_TIME, FIELD_TEXT, FIELD_BLOB, FIELD_TR, FIELD_KEY };

struct field {
	struct str name;
	enum field_type type;
	struct str table; /* FIELD_KEY: whose */
	bool nullable;
};

enum query_kind { QUERY_ONE, QUERY_MANY, QUERY_EXEC, QUERY_COUNT };

struct table_bits {
	uint64_t w[TABLE_WORDS_MAX];
};

struct query {
	const char *file;
	int line;
	struct str name, comment;
	struct str row;   /* the query whose rows it gives: itself, or one above */
	struct str scans; /* "NAME, NAME: reason"; p == NULL: it has no reason to */
	enum query_kind kind;
	struct field params[COLUMNS_MAX], columns[COLUMNS_MAX];
	int nparams, ncolumns;
	bool has_tr;
	bool has_lang; /* a last, hidden parameter: the reader's language */
	struct stmt stmt;
	struct str sqlite, postgres;
	struct str check; /* as sqlite, with TR() made recognizable; see gensql_lite.c */
	int limit;        /* many: the number after LIMIT, or -1: the parameter limit_param */
	int limit_param;
	bool writes;
	struct table_bits reads, written;
};

struct queries {
	const char *file;
	struct str slice_name;
	const struct slice *slice;
	struct query *q[QUERIES_MAX];
	int n;
};

/* Index of what stands after the LIMIT of the statement itself; -1: it has none. */
int query_limit(const struct query *q);
void queries_read(struct queries *qs, const struct model *m, const char *file);

/* SQLite */

/* The schemas load, and views read only what their slices may. */
void lite_check_schemas(const struct model *m);
/* Every query prepares, touches only what its slice may, and gives the columns it declares. */
void lite_check_queries(const struct model *m, struct queries *qs);

/* Output */

void ids_write(const struct model *m, const char *ids_h, const char *html_ids_h,
               const char *schema_c);
void emit_write(const struct model *m, const struct queries *qs, const char *out_h,
                const char *out_c);
