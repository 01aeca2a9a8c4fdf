/*
 * gensql.h -- the inside of gensql: what schemas and queries are once they are read.
 *
 *   gensql_scan.c    SQL text into tokens
 *   gensql_schema.c  schema files into a struct model, and their SQL for both engines
 *   gensql_query.c   a query file into struct query, and its SQL for both engines
 *   gensql_lite.c    everything is prepared on SQLite; who reads and writes what
 *   gensql_ids.c     writes ids.h, html_ids.h, schema.c
 *   gensql_emit.c    writes SLICE.sql.h, SLICE.sql.c
 *
 * All memory is one arena; whatever is refused ends the program (gen_fault()).
 */
#pragma once
#include "gen.h"

enum {
	SLICES_MAX = 64,
	FILES_MAX = 256,
	TABLES_MAX = 512,
	VIEWS_MAX = 512,
	COLUMNS_MAX = 64,
	QUERIES_MAX = 256,
	TOKENS_MAX = 4096, /* of one statement */
	TABLE_WORDS_MAX = TABLES_MAX / 64,
	ROWS_MAX = 100000, /* that a query of kind many may ask for */
};

/* Tokens */

enum tok_kind {
	TOK_END,
	TOK_SPACE,
	TOK_LINE,
	TOK_COMMENT,
	TOK_WORD,
	TOK_NUMBER,
	TOK_STRING,
	TOK_PARAM,
	TOK_PUNCT
};

struct tok {
	enum tok_kind kind;
	struct str s; /* TOK_PARAM: without the colon; TOK_COMMENT: without the dashes */
	int line;
};

struct scan {
	const char *file;
	struct str text;
	size_t at;
	int line;
};

/* One statement up to its ';', which is not among the tokens, comments left out. */
struct stmt {
	struct tok *toks;
	int n;
	int line;          /* of its first word */
	int end_line;      /* of its ';' */
	struct str export; /* what stands after "export:" before it; p == NULL: nothing does */
};

struct tok scan_next(struct scan *s);
/* False at the end of the text; a text that ends without ';' is a fault. */
bool scan_stmt(struct scan *s, struct arena *a, struct stmt *ret);
/* Index of the next token from `i` on that is not space; st->n when there is none. */
int stmt_skip(const struct stmt *st, int i);
bool tok_is(const struct stmt *st, int i, const char *word); /* in any case; false past the end */

/* Schemas */

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
	int rank; /* its lowest schema number; INT_MAX: it has none and may read all */
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

struct schema {
	const char *file;
	int number;
	struct str name; /* "0001_audit" */
	struct slice *slice;
	char sha256[65];
	struct str sqlite, postgres;
};

struct model {
	struct arena *arena;
	struct slice slices[SLICES_MAX];
	struct schema schemas[FILES_MAX]; /* by number */
	struct table *tables[TABLES_MAX]; /* the index is the table's bit */
	struct view views[VIEWS_MAX];
	int nslices, nschemas, ntables, nviews;
};

void model_read(struct model *m, char **files, int n);
const struct table *model_table(const struct model *m, struct str name);
int model_table_bit(const struct model *m, struct str name); /* -1: no such table */
const struct view *model_view(const struct model *m, struct str name);
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
