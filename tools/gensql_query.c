/* gensql_query.c -- a query file into queries, and their SQL for both engines. */
#include "gensql.h"

#include <limits.h>
#include <stdlib.h>

enum { BLOCK_LINES_MAX = 40 };

static const char QUERY[] = "-- query:", ROW[] = "-- row:";

/* The comment lines at the head of a block, one after the other. */
struct head {
	struct sbuf query, row, comment;
	struct str scans, row_of;
	bool has_row;
	struct sbuf *open; /* the list that goes on on the next line: it ended in a comma */
};

/* A list of fields while it is read. */
struct list {
	const struct model *m;
	const char *file;
	int line;
	struct str rest;
};

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static struct str list_word(struct list *l)
{
	size_t n = 0;

	l->rest = str_trim(l->rest);
	while (n < l->rest.n && is_name_byte(l->rest.p[n]))
		n++;
	struct str word = str_sub(l->rest, 0, n);

	l->rest = str_trim(str_sub(l->rest, n, l->rest.n));
	return word;
}

static bool list_take(struct list *l, struct str what)
{
	l->rest = str_trim(l->rest);
	if (!str_starts(l->rest, what))
		return false;
	l->rest = str_trim(str_sub(l->rest, what.n, l->rest.n));
	return true;
}

/* "account_id": the key of table account. */
static bool is_key(const struct model *m, struct str type, struct str *ret_table)
{
	if (!str_ends(type, S("_id")))
		return false;
	struct str name = str_sub(type, 0, type.n - 3);
	const struct table *t = model_table(m, name);

	if (t == NULL || !t->has_key)
		return false;
	*ret_table = name;
	return true;
}

static void read_type(const struct list *l, struct field *f, struct str type)
{
	static const char *const names[] = {
		[FIELD_INT] = "int",   [FIELD_BOOL] = "bool", [FIELD_TIME] = "time",
		[FIELD_TEXT] = "text", [FIELD_BLOB] = "blob", [FIELD_TR] = "tr",
	};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (str_is(type, names[i])) {
			f->type = (enum field_type)i;
			return;
		}
	}
	f->type = FIELD_KEY;
	if (!is_key(l->m, type, &f->table))
		gen_fault(l->file, l->line,
		          "%.*s: unknown type \"%.*s\": int bool time text blob tr, or TABLE_id of "
		          "a table that has an ID",
		          STR_ARG(f->name), STR_ARG(type));
}

/* "joined text?" */
static struct field read_field(struct list *l, bool is_param)
{
	struct field f = { .name = list_word(l) };
	struct str table;

	if (!gen_is_name(f.name) || gen_is_c_word(f.name))
		gen_fault(l->file, l->line,
		          "a name (a-z, 0-9, _; no word of C) is expected before \"%.*s\"",
		          STR_ARG(l->rest));
	read_type(l, &f, list_word(l));
	f.nullable = list_take(l, S("?"));
	if (f.type == FIELD_BOOL && f.nullable)
		gen_fault(l->file, l->line, "%.*s: a bool cannot be NULL", STR_ARG(f.name));
	if (!is_param)
		return f;
	if (f.type == FIELD_TR)
		gen_fault(l->file, l->line, "%.*s: a parameter cannot be tr; write lang_text_id",
		          STR_ARG(f.name));
	/* It would hide the type, or what the generated function calls its own. */
	if (is_key(l->m, f.name, &table) || str_is(f.name, "ctx") || str_is(f.name, "tx") ||
	    str_is(f.name, "ret") || str_starts(f.name, S("ret_")) || str_starts(f.name, S("db_")))
		gen_fault(l->file, l->line, "a parameter cannot be called %.*s", STR_ARG(f.name));
	return f;
}

static int read_fields(struct list *l, bool is_param, struct field *fields)
{
	int n = 0;

	do {
		if (n == COLUMNS_MAX)
			gen_fault(l->file, l->line, "too many names in the list");
		fields[n] = read_field(l, is_param);
		for (int i = 0; i < n; i++)
			if (str_eq(fields[i].name, fields[n].name))
				gen_fault(l->file, l->line, "%.*s stands in the list twice",
				          STR_ARG(fields[n].name));
		n++;
	} while (list_take(l, S(",")));
	return n;
}

static enum query_kind read_kind(struct list *l)
{
	static const char *const names[] = {
		[QUERY_ONE] = "one",
		[QUERY_MANY] = "many",
		[QUERY_EXEC] = "exec",
		[QUERY_COUNT] = "count",
	};
	struct str word = list_word(l);

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_is(word, names[i]) && l->rest.n == 0)
			return (enum query_kind)i;
	gen_fault(l->file, l->line, "the kind is one of: one many exec count");
}

/* "list(kind text?, limit int) -> many" */
static void read_signature(const struct model *m, struct query *q, struct str text)
{
	struct list l = { m, q->file, q->line, text };

	q->name = list_word(&l);
	if (!gen_is_name(q->name) || str_is(q->name, "all") || !list_take(&l, S("(")))
		gen_fault(q->file, q->line,
		          "\"-- query: name(parameters) -> kind\" is expected here");
	if (!list_take(&l, S(")"))) {
		q->nparams = read_fields(&l, true, q->params);
		if (!list_take(&l, S(")")))
			gen_fault(q->file, q->line, "',' or ')' is expected before \"%.*s\"",
			          STR_ARG(l.rest));
	}
	if (!list_take(&l, S("->")))
		gen_fault(q->file, q->line, "\"-> kind\" is expected after the parameters");
	q->kind = read_kind(&l);
}

static const struct query *find_query(const struct queries *qs, struct str name)
{
	for (int i = 0; i < qs->n; i++)
		if (str_eq(qs->q[i]->name, name))
			return qs->q[i];
	return NULL;
}

/* The rows of a query above: another way of asking for the same. */
static void read_row_of(const struct queries *qs, struct query *q, const struct head *h)
{
	const struct query *above = find_query(qs, h->row_of);

	if (h->has_row || above == NULL || above->ncolumns == 0)
		gen_fault(
			q->file, q->line,
			"\"-- row of: NAME\" stands alone, and names a query above that has rows");
	q->row = above->row;
	q->ncolumns = above->ncolumns;
	memcpy(q->columns, above->columns, sizeof(q->columns));
}

static void read_row(const struct model *m, const struct queries *qs, struct query *q,
                     struct head *h)
{
	struct list l = { m, q->file, q->line, sbuf_done(&h->row) };
	bool gives_rows = q->kind == QUERY_ONE || q->kind == QUERY_MANY;

	q->row = q->name;
	if (h->row_of.p != NULL && gives_rows) {
		read_row_of(qs, q, h);
		return;
	}
	if (h->has_row != gives_rows || h->row_of.p != NULL)
		gen_fault(q->file, q->line,
		          gives_rows ? "its columns are not declared: \"-- row: ...\""
		                     : "a query of this kind gives no rows");
	if (!gives_rows)
		return;
	q->ncolumns = read_fields(&l, false, q->columns);
	if (l.rest.n > 0)
		gen_fault(q->file, q->line, "',' is expected before \"%.*s\"", STR_ARG(l.rest));
}

/* What stands on one line, and once. */
static void read_once(const struct query *q, struct str *to, struct str line, const char *what)
{
	if (to->p != NULL)
		gen_fault(q->file, q->line, "\"%s\" stands here twice", what);
	*to = str_trim(str_sub(line, strlen(what), line.n));
}

/* One comment line of the head: a list, what continues it, or prose. */
static void read_head_line(const struct query *q, struct head *h, struct str line)
{
	struct str text = str_trim(str_sub(line, 2, line.n));
	struct sbuf *to = h->open != NULL ? h->open : &h->comment;

	if (str_starts(line, S("-- scans:"))) {
		read_once(q, &h->scans, line, "-- scans:");
		return;
	}
	if (str_starts(line, S("-- row of:"))) {
		read_once(q, &h->row_of, line, "-- row of:");
		return;
	}
	if (str_starts(line, S("-- query:"))) {
		to = &h->query;
		text = str_trim(str_sub(line, strlen(QUERY), line.n));
	} else if (str_starts(line, S("-- row:"))) {
		if (h->has_row)
			gen_fault(q->file, q->line, "\"-- row:\" stands here twice");
		h->has_row = true;
		to = &h->row;
		text = str_trim(str_sub(line, strlen(ROW), line.n));
	}
	if (to->n > 0)
		sbuf_char(to, to == &h->comment ? '\n' : ' ');
	sbuf_str(to, text);
	h->open = to != &h->comment && str_ends(text, S(",")) ? to : NULL;
}

/* The head's comment lines; *at is moved to the first line of SQL. */
static void read_head(const struct model *m, const struct queries *qs, struct query *q,
                      struct scan *s)
{
	struct head h = { .query.arena = m->arena,
		          .row.arena = m->arena,
		          .comment.arena = m->arena };

	while (s->at < s->text.n) {
		size_t end = str_find(s->text, '\n', s->at);
		struct str line = str_trim(str_sub(s->text, s->at, end));

		if (line.n > 0 && !str_starts(line, S("--")))
			break;
		if (line.n > 0)
			read_head_line(q, &h, line);
		s->at = end < s->text.n ? end + 1 : end;
		s->line++;
	}
	read_signature(m, q, sbuf_done(&h.query));
	read_row(m, qs, q, &h);
	q->comment = sbuf_done(&h.comment);
	q->scans = h.scans;
}

static int find_param(const struct query *q, struct str name)
{
	for (int i = 0; i < q->nparams; i++)
		if (str_eq(q->params[i].name, name))
			return i;
	return -1;
}

static void check_params(const struct query *q)
{
	bool used[COLUMNS_MAX] = { false };

	for (int i = 0; i < q->stmt.n; i++) {
		const struct tok *t = &q->stmt.toks[i];

		if (t->kind != TOK_PARAM)
			continue;
		int p = find_param(q, t->s);

		if (p < 0)
			gen_fault(q->file, t->line, "parameter :%.*s is not declared",
			          STR_ARG(t->s));
		used[p] = true;
	}
	for (int i = 0; i < q->nparams; i++)
		if (!used[i])
			gen_fault(q->file, q->line, "parameter %.*s is never used",
			          STR_ARG(q->params[i].name));
}

/* The tokens of one number or int parameter from i on; -1 when something else stands there. */
static int skip_amount(const struct query *q, int i)
{
	if (i >= q->stmt.n)
		return -1;
	const struct tok *t = &q->stmt.toks[i];
	int p = t->kind == TOK_PARAM ? find_param(q, t->s) : -1;

	if (t->kind != TOK_NUMBER &&
	    (p < 0 || q->params[p].type != FIELD_INT || q->params[p].nullable))
		return -1;
	return stmt_skip(&q->stmt, i + 1);
}

int query_limit(const struct query *q)
{
	int depth = 0, at = -1;

	for (int i = 0; i < q->stmt.n; i++) {
		depth += tok_is(&q->stmt, i, "(") - tok_is(&q->stmt, i, ")");
		if (depth == 0 && tok_is(&q->stmt, i, "LIMIT"))
			at = stmt_skip(&q->stmt, i + 1);
	}
	return at;
}

/* "LIMIT n [OFFSET m]" at the very end bounds the rows that the generated function makes room for.
 */
static void read_limit(struct query *q)
{
	int at = query_limit(q);

	if (at < 0)
		gen_fault(q->file, q->line, "a query of kind many must end in LIMIT");
	int end = skip_amount(q, at);

	if (end >= 0 && tok_is(&q->stmt, end, "OFFSET"))
		end = skip_amount(q, stmt_skip(&q->stmt, end + 1));
	if (end != q->stmt.n)
		gen_fault(q->file, q->stmt.end_line,
		          "LIMIT and OFFSET take a number or an int parameter, and stand last");
	const struct tok *t = &q->stmt.toks[at];

	q->limit = t->kind == TOK_NUMBER ? (int)strtol(t->s.p, NULL, 10) : -1;
	q->limit_param = t->kind == TOK_PARAM ? find_param(q, t->s) : -1;
	if (q->limit > ROWS_MAX || (q->limit_param < 0 && q->limit < 0))
		gen_fault(q->file, t->line, "LIMIT must be at most %d", ROWS_MAX);
}

/*
 * sum() of whole numbers is numeric to PostgreSQL; inside CAST(... AS BIGINT) it is one type on
 * both.
 */
static void check_sums(const struct query *q)
{
	bool in_cast[TOKENS_MAX + 1] = { false };
	int depth = 0, before = -1;

	for (int i = stmt_skip(&q->stmt, 0); i < q->stmt.n; i = stmt_skip(&q->stmt, i + 1)) {
		bool calls = tok_is(&q->stmt, stmt_skip(&q->stmt, i + 1), "(");

		if (tok_is(&q->stmt, i, "sum") && calls && !in_cast[depth])
			gen_fault(q->file, q->stmt.toks[i].line, "write CAST(sum(...) AS BIGINT)");
		if (tok_is(&q->stmt, i, "(")) {
			in_cast[depth + 1] = in_cast[depth] || tok_is(&q->stmt, before, "CAST");
			depth++;
		} else if (tok_is(&q->stmt, i, ")") && depth > 0) {
			depth--;
		}
		before = i;
	}
}

/* Writing the SQL of an engine */

enum form { FORM_SQLITE, FORM_POSTGRES, FORM_CHECK };

struct render {
	const struct query *q;
	enum form form;
	struct sbuf out;
	bool tr_used, lang_used;
};

static void put_param(struct render *r, int index, enum field_type type)
{
	if (r->form != FORM_POSTGRES) {
		sbuf_printf(&r->out, "?%d", index + 1);
		return;
	}
	/* Cast everywhere: PostgreSQL would otherwise guess a type from where the parameter stands.
	 */
	const char *cast = type == FIELD_TEXT ? "text" : type == FIELD_BLOB ? "bytea" : "bigint";

	sbuf_printf(&r->out, "$%d::%s", index + 1, cast);
}

/* The bracket that closes the one at `open`, and the comma in between at its level (or -1). */
static int find_close(const struct render *r, int open, int *ret_comma)
{
	int depth = 0;

	*ret_comma = -1;
	for (int i = open; i < r->q->stmt.n; i++) {
		depth += tok_is(&r->q->stmt, i, "(");
		if (depth == 1 && tok_is(&r->q->stmt, i, ")"))
			return i;
		depth -= tok_is(&r->q->stmt, i, ")");
		if (depth != 1 || !tok_is(&r->q->stmt, i, ","))
			continue;
		if (*ret_comma >= 0)
			gen_fault(r->q->file, r->q->stmt.toks[open].line,
			          "TR() takes one argument or two");
		*ret_comma = i;
	}
	gen_fault(r->q->file, r->q->stmt.toks[open].line, "TR( is not closed");
}

static void put_range(struct render *r, int from, int to);

/*
 * TR(text, language).  The names of lang_reading are changed first, so that a column of the query
 * that bears one of them (body, language) keeps its meaning inside.
 */
static void put_tr(struct render *r, int open, int comma, int close)
{
	if (r->form == FORM_CHECK)
		sbuf_lit(&r->out, "(SELECT tr_mark FROM gensql_tr WHERE tr_t = ");
	else
		sbuf_lit(&r->out,
		         "(SELECT tr_l || tr_b FROM (SELECT text_id AS tr_t, want AS tr_w, "
		         "language AS tr_l, body AS tr_b FROM lang_reading) AS tr_ WHERE tr_t = ");
	put_range(r, open + 1, comma >= 0 ? comma : close);
	sbuf_lit(&r->out, " AND tr_w = ");
	if (comma >= 0)
		put_range(r, stmt_skip(&r->q->stmt, comma + 1), close);
	else
		put_param(r, r->q->nparams, FIELD_TEXT);
	sbuf_char(&r->out, ')');
	r->tr_used = true;
	r->lang_used |= comma < 0;
}

static void put_range(struct render *r, int from, int to)
{
	const struct stmt *st = &r->q->stmt;

	for (int i = from; i < to; i++) {
		const struct tok *t = &st->toks[i];
		int open = stmt_skip(st, i + 1);

		if (t->kind == TOK_WORD && str_is(t->s, "TR") && tok_is(st, open, "(")) {
			int comma, close = find_close(r, open, &comma);

			put_tr(r, open, comma, close);
			i = close;
		} else if (t->kind == TOK_PARAM) {
			int p = find_param(r->q, t->s);

			put_param(r, p, r->q->params[p].type);
		} else {
			/* Lines are kept: an offset into this leads back to a line of the file. */
			sbuf_str(&r->out, t->kind == TOK_SPACE ? S(" ") : t->s);
		}
	}
}

static struct str render(const struct model *m, struct query *q, enum form form)
{
	struct render r = { .q = q, .form = form, .out.arena = m->arena };

	put_range(&r, 0, q->stmt.n);
	q->has_tr = r.tr_used;
	q->has_lang = r.lang_used;
	return sbuf_done(&r.out);
}

static struct query *read_query(const struct model *m, const struct queries *qs, struct scan *s)
{
	struct query *q = arena_make(m->arena, struct query);
	struct stmt more;

	q->file = s->file;
	q->line = s->line;
	read_head(m, qs, q, s);
	const struct query *same = find_query(qs, q->name);

	if (same != NULL)
		gen_fault(q->file, q->line, "%.*s stands already on line %d", STR_ARG(q->name),
		          same->line);
	if (!scan_stmt(s, m->arena, &q->stmt))
		gen_fault(q->file, q->line, "%.*s has no SQL", STR_ARG(q->name));
	if (q->stmt.end_line - q->line + 1 > BLOCK_LINES_MAX)
		gen_fault(q->file, q->line, "%.*s has more than %d lines", STR_ARG(q->name),
		          BLOCK_LINES_MAX);
	if (scan_stmt(s, m->arena, &more))
		gen_fault(q->file, more.line, "a second statement stands under %.*s",
		          STR_ARG(q->name));
	check_params(q);
	check_sums(q);
	if (q->kind == QUERY_MANY)
		read_limit(q);
	q->sqlite = render(m, q, FORM_SQLITE);
	q->postgres = render(m, q, FORM_POSTGRES);
	q->check = render(m, q, FORM_CHECK);
	return q;
}

/* The text up to the next head, and its first line's number; text before the first head is skipped.
 */
static bool next_block(struct scan *file, struct scan *ret)
{
	size_t begin = SIZE_MAX;
	int line = 0;

	while (file->at < file->text.n) {
		size_t end = str_find(file->text, '\n', file->at);
		struct str text = str_sub(file->text, file->at, end);

		if (str_starts(text, S("-- query:"))) {
			if (begin != SIZE_MAX)
				break;
			begin = file->at;
			line = file->line;
		} else if (begin == SIZE_MAX && str_trim(text).n > 0 &&
		           !str_starts(text, S("--"))) {
			gen_fault(file->file, file->line,
			          "a statement without \"-- query:\" before it");
		}
		file->at = end < file->text.n ? end + 1 : end;
		file->line++;
	}
	if (begin == SIZE_MAX)
		return false;
	*ret = (struct scan){ .file = file->file,
		              .text = str_sub(file->text, begin, file->at),
		              .line = line };
	return true;
}

void queries_read(struct queries *qs, const struct model *m, const char *file)
{
	struct scan whole = { .file = file, .text = gen_read(m->arena, file), .line = 1 }, block;

	qs->file = file;
	while (next_block(&whole, &block)) {
		if (qs->n == QUERIES_MAX)
			gen_fault(file, block.line, "too many queries");
		qs->q[qs->n] = read_query(m, qs, &block);
		qs->n++;
	}
	if (qs->n == 0)
		gen_fault(file, 0, "there is no \"-- query:\" in it");
}
