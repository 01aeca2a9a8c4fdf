/* pack_table.c -- tables: a file of rows under a head that names exactly the columns asked for. */
#include "base/parse.h"
#include "base/str.h"
#include "base/utf8.h"
#include "pack/pack_file.h"
#include "view/locale.h"
#include "view/text.h"

/* The columns that a slice asked for. */
struct columns {
	struct str name[PACK_COLUMNS_MAX];
	bool may_be_empty[PACK_COLUMNS_MAX], has_lines[PACK_COLUMNS_MAX];
	int64_t characters[PACK_COLUMNS_MAX]; /* at most; 0: as many as a cell holds */
	struct str stem[PACK_COLUMNS_MAX]; /* of six of which one must be filled; else p == NULL */
	int count;
};

/* How columns that one word of the columns asked for names are. */
struct column_word {
	bool optional, has_lines;
	int64_t characters;
};

static void columns_add(struct columns *c, struct str name, const struct column_word *w,
                        struct str stem)
{
	MUST(c->count < PACK_COLUMNS_MAX);
	c->name[c->count] = name;
	c->may_be_empty[c->count] = w->optional || stem.p;
	c->has_lines[c->count] = w->has_lines;
	c->characters[c->count] = w->characters;
	c->stem[c->count] = stem;
	c->count++;
}

/* "name_*?+:200" without its end, which is told. */
static struct str word_parse(struct str word, struct column_word *ret)
{
	size_t colon = str_find(word, ':', 0);

	*ret = (struct column_word){ .characters = 0 };
	if (colon < word.n)
		MUST(parse_i64(str_sub(word, colon + 1, word.n), 1, PACK_TEXT_MAX,
		               &ret->characters));
	word = str_sub(word, 0, colon);
	ret->has_lines = str_ends(word, S("+"));
	word.n -= ret->has_lines;
	ret->optional = str_ends(word, S("?"));
	word.n -= ret->optional;
	MUST(word.n > 0);
	return word;
}

/* "slug country? name_* title_*?": see pack_table(). */
static void columns_parse(struct arena *a, const char *spec, struct columns *ret)
{
	struct str rest = str_of(spec), word;

	*ret = (struct columns){ .count = 0 };
	while (str_cut(&rest, ' ', &word)) {
		const struct str none = { NULL, 0 };
		struct column_word w;

		word = word_parse(word, &w);
		if (!str_ends(word, S("_*"))) {
			columns_add(ret, word, &w, none);
			continue;
		}
		word.n -= 2;
		for (enum language l = 0; l < LANGUAGE_COUNT; l++)
			columns_add(ret,
			            arena_printf(a, "%.*s_%s", STR_ARG(word), language_code(l)), &w,
			            w.optional ? none : word);
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

/* What is wrong with a text, as it follows the name of its column or file. */
static const char *text_fault(enum err e)
{
	switch (e) {
	case ERR_TEXT_DIRECTION:
		return "holds an invisible character that turns the direction of writing round";
	case ERR_TEXT_MARKS:
		return "has more marks on one letter than any script needs";
	case ERR_TEXT_UNSEEN:
		return "holds nothing that can be seen";
	default:
		return "holds a control character";
	}
}

bool pack_check_text(struct pack *p, struct pack_place at, struct str text)
{
	enum err e = text_check(text);

	if (e != ERR_OK)
		pack_fault_at(p, at, "%s", text_fault(e));
	return e == ERR_OK;
}

static bool has_break(struct str s)
{
	return str_find(s, '\n', 0) < s.n || str_find(s, '\r', 0) < s.n;
}

/* What stands in the file is kept as it stands there, or refused: nobody looks for another name. */
static void check_line(const struct pack_row *r, const char *column, struct str cell)
{
	if (has_break(cell))
		pack_fault(r, column, "holds a line break: write it in one line");
	else if (!text_is_line(r->pack->arena, cell))
		pack_fault(r, column,
		           "holds a tab, a wide blank or several blanks: write one blank");
}

/* The cell of the column `i` of those asked for. */
static void check_cell(const struct pack_row *r, const struct columns *want, int i, struct str cell)
{
	const char *name = arena_printf(r->pack->arena, "%.*s", STR_ARG(want->name[i])).p;
	int64_t most = want->characters[i];

	if (cell.n == 0) {
		if (!want->may_be_empty[i])
			pack_fault(r, name, "is empty");
		return;
	}
	if (str_trim(cell).n != cell.n)
		pack_fault(r, name, "begins or ends with white space");
	else if (pack_check_text(r->pack, (struct pack_place){ str_of(r->file), r->line, name },
	                         cell) &&
	         !want->has_lines[i])
		check_line(r, name, cell);
	if (most > 0 && utf8_count(cell) > (size_t)most)
		pack_fault(r, name, "has %zu characters; at most %" PRId64 " are taken",
		           utf8_count(cell), most);
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

		check_cell(r, want, i, r->values[at]);
		if (want->stem[i].p == NULL || want->stem[i].p == last.p)
			continue;
		last = want->stem[i];
		if (!has_any(r, last))
			pack_fault(r, NULL, "%.*s_*: empty in every language", STR_ARG(last));
	}
}

/* In one form of Unicode: some programs write letters and their marks apart. */
static struct str *copy(struct arena *a, const struct str *fields, int n)
{
	struct str *ret = arena_many(a, struct str, (size_t)n);

	for (int i = 0; i < n; i++)
		ret[i] = locale_nfc(a, fields[i]);
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

/* Where a quoted cell began in a line before `line`, what is wrong may well have begun there. */
static struct str quote_hint(struct pack *p, const struct csv *csv, int line)
{
	if (csv->quoted == 0 || csv->quoted >= line)
		return S("");
	return arena_printf(p->arena,
	                    "; the quoted cell before it begins in line %d: is its closing "
	                    "quotation mark missing?",
	                    csv->quoted);
}

static int count_of(struct str line, char c)
{
	int n = 0;

	for (size_t i = 0; i < line.n; i++)
		n += line.p[i] == c;
	return n;
}

/* What a spreadsheet separates cells with when it does not with commas; NULL: not in this line. */
static const char *other_separator(struct str line, int wanted)
{
	static const struct {
		char c;
		const char *name;
	} others[] = { { ';', "semicolons" }, { '\t', "tabs" }, { '|', "bars" } };

	for (size_t i = 0; i < COUNT_OF(others); i++) {
		int n = count_of(line, others[i].c);

		if (n > count_of(line, ',') && n >= (wanted + 1) / 2)
			return others[i].name;
	}
	return NULL;
}

/* Is the head one of a table whose cells commas separate? */
static bool check_separator(struct pack *p, const char *file, struct str text, int columns)
{
	const struct pack_place at = { str_of(file), 1, NULL };
	const char *other;
	struct str line;

	if (!str_cut(&text, '\n', &line))
		return true;
	if (str_starts(line, S("sep=")) || str_starts(line, S("\xef\xbb\xbfsep="))) {
		pack_fault_at(p, at, "names a separator, not the columns: delete this line");
		return false;
	}
	other = other_separator(line, columns - 1);
	if (other)
		pack_fault_at(p, at, "has its cells separated by %s: save the table with commas",
		              other);
	return !other;
}

/* A record that is no row, since it has another number of cells: one fault says why. */
static void tell_cells(const struct pack_row *r, const struct csv *csv, int wanted)
{
	const char *other = r->count == 1 ? other_separator(r->values[0], wanted - 1) : NULL;
	struct str hint = csv->line - 1 > r->line ? quote_hint(r->pack, csv, csv->line) : S("");

	if (r->count == 1 && r->values[0].n == 0)
		pack_fault(r, NULL, "is empty: delete the line");
	else if (other)
		pack_fault(r, NULL, "has its cells separated by %s: write commas", other);
	else
		pack_fault(r, NULL, "has %d cell%s where the head names %d%.*s", r->count,
		           r->count == 1 ? "" : "s", wanted, STR_ARG(hint));
}

static bool is_blank(const struct str *fields, int n)
{
	for (int i = 0; i < n; i++)
		if (fields[i].n > 0)
			return false;
	return true;
}

/* False when not every record became a row. */
static bool read_rows(struct pack *p, const char *file, struct csv *csv, const struct columns *want,
                      struct rows *rows)
{
	struct str fields[PACK_COLUMNS_MAX], *head;
	bool is_whole = true;
	int n, line;

	if (!csv_next(csv, p->arena, fields, &n)) {
		if (!csv->fault)
			pack_fault_file(p, file, "is empty; its first line must name the columns");
		return false;
	}
	head = copy(p->arena, fields, n);
	if (!check_head(p, file, want, head, n))
		return false;
	for (line = csv->line; csv_next(csv, p->arena, fields, &n); line = csv->line) {
		const struct pack_row r = { .pack = p,
			                    .file = file,
			                    .line = line,
			                    .count = n,
			                    .names = head,
			                    .values = copy(p->arena, fields, n) };

		if (n != want->count) {
			tell_cells(&r, csv, want->count);
			is_whole = false;
		} else if (is_blank(fields, n)) {
			pack_fault(&r, NULL, "has only empty cells: delete the line");
		} else {
			*rows_add(p->arena, rows) = r;
			check_row(&r, want);
		}
	}
	return is_whole;
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

/* False with a fault when rows of it may be missing. */
static bool read_table(struct pack *p, const char *file, struct csv *csv,
                       const struct columns *want, struct rows *rows)
{
	bool is_whole;

	if (!pack_check_utf8(p, file, csv->text) ||
	    !check_separator(p, file, csv->text, want->count))
		return false;
	is_whole = read_rows(p, file, csv, want, rows);
	if (csv->fault)
		pack_fault_at(p, (struct pack_place){ str_of(file), csv->line, NULL }, "%s%.*s",
		              csv->fault, STR_ARG(quote_hint(p, csv, csv->line)));
	return is_whole && !csv->fault;
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
		if (pack_faults(p) > before)
			pack_lose(p, file, (struct str){ NULL, 0 });
	} else if (!read_table(p, file, &csv, &want, &rows)) {
		pack_lose(p, file, csv.text);
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
