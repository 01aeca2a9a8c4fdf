/* pack_table.c -- tables: a file of rows under a head that names exactly the columns asked for. */
#include "base/parse.h"
#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"
#include "pack/pack_file.h"

/* The columns that a slice asked for. */
struct columns {
	struct str name[PACK_COLUMNS_MAX];
	bool may_be_empty[PACK_COLUMNS_MAX];
	struct str stem[PACK_COLUMNS_MAX]; /* of six of which one must be filled; else p == NULL */
	int count;
};

static void columns_add(struct columns *c, struct str name, bool may_be_empty, struct str stem)
{
	MUST(c->count < PACK_COLUMNS_MAX);
	c->name[c->count] = name;
	c->may_be_empty[c->count] = may_be_empty;
	c->stem[c->count] = stem;
	c->count++;
}

/* "slug country? name_* title_*?": see pack_table(). */
static void columns_parse(struct arena *a, const char *spec, struct columns *ret)
{
	struct str rest = str_of(spec), word;

	*ret = (struct columns){ .count = 0 };
	while (str_cut(&rest, ' ', &word)) {
		bool optional = str_ends(word, S("?"));

		word.n -= optional;
		MUST(word.n > 0);
		if (!str_ends(word, S("_*"))) {
			columns_add(ret, word, optional, (struct str){ NULL, 0 });
			continue;
		}
		word.n -= 2;
		for (enum language l = 0; l < LANGUAGE_COUNT; l++) {
			struct str name = arena_printf(a, "%.*s_%s", STR_ARG(word),
			                               language_code(l));

			columns_add(ret, name, true, optional ? (struct str){ NULL, 0 } : word);
		}
	}
}

static int column_find(const struct str *names, int n, struct str name)
{
	for (int i = 0; i < n; i++)
		if (str_eq(names[i], name))
			return i;
	return -1;
}

/* Does the head name each column once and nothing else? */
static bool check_head(struct pack *p, const char *file, const struct columns *want,
                       const struct str *head, int n)
{
	int before = pack_faults(p);
	struct pack_place at = { str_of(file), 1, NULL };

	for (int i = 0; i < n; i++) {
		struct str shown = pack_shown(p, head[i]);

		if (column_find(want->name, want->count, head[i]) < 0)
			pack_fault_at(p, at, "unknown column: %.*s", STR_ARG(shown));
		else if (column_find(head, i, head[i]) >= 0)
			pack_fault_at(p, at, "column named twice: %.*s", STR_ARG(shown));
	}
	for (int i = 0; i < want->count; i++)
		if (column_find(head, n, want->name[i]) < 0)
			pack_fault_at(p, at, "missing column: %.*s", STR_ARG(want->name[i]));
	return pack_faults(p) == before;
}

static void check_cell(const struct pack_row *r, struct str column, struct str cell,
                       bool may_be_empty)
{
	const char *name = arena_printf(r->pack->arena, "%.*s", STR_ARG(column)).p;

	if (cell.n == 0) {
		if (!may_be_empty)
			pack_fault(r, name, "is empty");
		return;
	}
	if (!utf8_is_text(cell))
		pack_fault(r, name, "holds a control character");
	if (str_trim(cell).n != cell.n)
		pack_fault(r, name, "begins or ends with white space");
}

static bool has_any(const struct pack_row *r, struct str stem)
{
	struct lang_set set = pack_texts(r, arena_printf(r->pack->arena, "%.*s", STR_ARG(stem)).p);

	for (enum language l = 0; l < LANGUAGE_COUNT; l++)
		if (set.in[l].n > 0)
			return true;
	return false;
}

static void check_row(const struct pack_row *r, const struct columns *want)
{
	struct str last = { NULL, 0 };

	for (int i = 0; i < want->count; i++) {
		int at = column_find(r->names, r->count, want->name[i]);

		check_cell(r, want->name[i], r->values[at], want->may_be_empty[i]);
		if (want->stem[i].p == NULL || want->stem[i].p == last.p)
			continue;
		last = want->stem[i];
		if (!has_any(r, last))
			pack_fault(r, NULL, "%.*s_*: empty in every language", STR_ARG(last));
	}
}

static struct str *copy(struct arena *a, const struct str *fields, int n)
{
	struct str *ret = arena_many(a, struct str, (size_t)n);

	memcpy(ret, fields, (size_t)n * sizeof(*ret));
	return ret;
}

/* The rows as they are found; *cap grows with them. */
struct rows {
	struct pack_row *v;
	int n, cap;
};

static struct pack_row *rows_add(struct arena *a, struct rows *rows)
{
	if (rows->n == rows->cap) {
		int cap = rows->cap ? rows->cap * 2 : 64;
		struct pack_row *v = arena_many(a, struct pack_row, (size_t)cap);

		if (rows->n > 0)
			memcpy(v, rows->v, (size_t)rows->n * sizeof(*v));
		rows->v = v;
		rows->cap = cap;
	}
	return &rows->v[rows->n++];
}

static void read_rows(struct pack *p, const char *file, struct csv *csv, const struct columns *want,
                      struct rows *rows)
{
	struct str fields[PACK_COLUMNS_MAX], *head;
	int n, line;

	if (!csv_next(csv, p->arena, fields, &n)) {
		if (!csv->fault)
			pack_fault_file(p, file, "is empty; its first line must name the columns");
		return;
	}
	head = copy(p->arena, fields, n);
	if (!check_head(p, file, want, head, n))
		return;
	for (line = csv->line; csv_next(csv, p->arena, fields, &n); line = csv->line) {
		struct pack_place at = { str_of(file), line, NULL };
		struct pack_row *r;

		if (n != want->count) {
			pack_fault_at(p, at, "has %d cells where the head names %d", n,
			              want->count);
			continue;
		}
		r = rows_add(p->arena, rows);
		*r = (struct pack_row){ .pack = p,
			                .file = file,
			                .line = line,
			                .count = n,
			                .names = head,
			                .values = copy(p->arena, fields, n) };
		check_row(r, want);
	}
}

/* Without the mark that says that it may be absent. */
static const char *remember(struct pack *p, struct str file)
{
	struct pack_asked *asked = arena_make(p->arena, struct pack_asked);

	asked->file = arena_str(p->arena, file.p, file.n).p;
	asked->next = p->asked;
	p->asked = asked;
	return asked->file;
}

void pack_table(struct pack *p, const char *file, const char *columns,
                const struct pack_row **ret_rows, int *ret_n)
{
	bool may_be_absent = str_ends(str_of(file), S("?"));
	int before = pack_faults(p);
	struct columns want;
	struct rows rows = { NULL, 0, 0 };
	struct csv csv = { .at = 0, .line = 1, .fault = NULL };

	file = remember(p, str_sub(str_of(file), 0, strlen(file) - may_be_absent));
	columns_parse(p->arena, columns, &want);
	if (!pack_read(p, file, PACK_TABLE_MAX, &csv.text)) {
		if (!may_be_absent && pack_faults(p) == before)
			pack_fault_file(p, file, "there is no such file in the pack");
	} else if (pack_check_utf8(p, file, csv.text)) {
		read_rows(p, file, &csv, &want, &rows);
		if (csv.fault)
			pack_fault_at(p, (struct pack_place){ str_of(file), csv.line, NULL }, "%s",
			              csv.fault);
	}
	*ret_rows = rows.v;
	*ret_n = rows.n;
}

struct str pack_get(const struct pack_row *r, const char *column)
{
	int at = column_find(r->names, r->count, str_of(column));

	MUST(at >= 0); /* a slice reads a column that it did not declare */
	return r->values[at].n > 0 ? r->values[at] : (struct str){ NULL, 0 };
}

struct lang_set pack_texts(const struct pack_row *r, const char *stem)
{
	struct lang_set set;

	for (enum language l = 0; l < LANGUAGE_COUNT; l++)
		set.in[l] = pack_get(
			r, arena_printf(r->pack->arena, "%s_%s", stem, language_code(l)).p);
	return set;
}

int64_t pack_int(const struct pack_row *r, const char *column, int64_t min, int64_t max,
                 int64_t dflt)
{
	struct str cell = pack_get(r, column);
	int64_t v = dflt;

	if (cell.p && !parse_i64(cell, min, max, &v))
		pack_fault(r, column, "%.*s is no whole number from %" PRId64 " to %" PRId64,
		           STR_ARG(pack_shown(r->pack, cell)), min, max);
	return v;
}

bool pack_bool(const struct pack_row *r, const char *column)
{
	struct str cell = pack_get(r, column);

	if (cell.p && !str_is(cell, "yes") && !str_is(cell, "no"))
		pack_fault(r, column, "%.*s is neither yes nor no",
		           STR_ARG(pack_shown(r->pack, cell)));
	return str_is(cell, "yes");
}

struct str pack_slug(const struct pack_row *r, const char *column)
{
	struct str cell = pack_get(r, column);

	if (cell.p && !str_is_slug(cell))
		pack_fault(r, column,
		           "%.*s is no slug: lower-case letters, digits and hyphens, at most 64",
		           STR_ARG(pack_shown(r->pack, cell)));
	return cell;
}

struct str pack_date(const struct pack_row *r, const char *column)
{
	struct str cell = pack_get(r, column);

	if (cell.p && !date_is_valid(cell)) {
		pack_fault(r, column, "%.*s is no date such as 2014-10-22, 2014-10 or 2014",
		           STR_ARG(pack_shown(r->pack, cell)));
		return (struct str){ NULL, 0 };
	}
	return cell;
}

int pack_choice(const struct pack_row *r, const char *column, const char *const *choices)
{
	struct str cell = pack_get(r, column);
	struct sbuf offered = { .arena = r->pack->arena };

	if (!cell.p)
		return 0;
	for (int i = 0; choices[i]; i++) {
		if (str_is(cell, choices[i]))
			return i;
		sbuf_printf(&offered, "%s%s", i > 0 ? ", " : "", choices[i]);
	}
	pack_fault(r, column, "%.*s is none of: %.*s", STR_ARG(pack_shown(r->pack, cell)),
	           STR_ARG(sbuf_done(&offered)));
	return 0;
}
