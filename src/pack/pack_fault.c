/* pack_fault.c -- what is wrong with a pack, and the names that rows bind and refer to. */
#include <stdarg.h>
#include "base/str.h"
#include "base/utf8.h"
#include "pack/pack_file.h"

/*
 * As it may stand on a terminal: a control character of the pack's is a blank, a byte of a file's
 * name that is no UTF-8 a question mark.
 */
static struct str printable(struct arena *a, struct str s)
{
	bool is_utf8 = utf8_is_valid(s);
	struct sbuf b = { .arena = a };
	size_t at = 0;

	while (at < s.n) {
		size_t from = at;
		int32_t c = is_utf8 ? utf8_next(s, &at) : (unsigned char)s.p[at++];

		if (c < ' ' || (c >= 0x7f && c < 0xa0))
			sbuf_char(&b, ' ');
		else if (c >= 0x80 && !is_utf8)
			sbuf_char(&b, '?');
		else
			sbuf_add(&b, s.p + from, at - from);
	}
	return sbuf_done(&b);
}

static int compare(const struct pack_faulty *a, const struct pack_faulty *b)
{
	int c = str_cmp(a->file, b->file);

	return c ? c : a->line - b->line;
}

static bool is_same(const struct pack_faulty *a, const struct pack_faulty *b)
{
	return compare(a, b) == 0 && str_eq(a->column, b->column) && str_eq(a->text, b->text);
}

/* Put in by file and line; told once, although two slices may read the same table. */
PRINTF_LIKE(3, 0)
static void add(struct pack *p, struct pack_place at, const char *fmt, va_list ap)
{
	struct pack_faulty **place = &p->faults;
	struct pack_faulty *f;

	if (p->fault_kept >= PACK_FAULTS_MAX) {
		p->fault_count++;
		return;
	}
	f = arena_make(p->arena, struct pack_faulty);
	f->file = printable(p->arena, at.file);
	f->line = at.line;
	f->column = at.column ? arena_printf(p->arena, "%s", at.column) : S("");
	f->text = printable(p->arena, arena_vprintf(p->arena, fmt, ap));
	while (*place && compare(*place, f) <= 0) {
		if (is_same(*place, f))
			return;
		place = &(*place)->next;
	}
	f->next = *place;
	*place = f;
	p->fault_kept++;
	p->fault_count++;
}

void pack_fault_at(struct pack *p, struct pack_place at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(p, at, fmt, ap);
	va_end(ap);
}

void pack_fault(const struct pack_row *r, const char *column, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(r->pack, (struct pack_place){ str_of(r->file), r->line, column }, fmt, ap);
	va_end(ap);
}

void pack_fault_file(struct pack *p, const char *file, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(p, (struct pack_place){ .file = str_of(file) }, fmt, ap);
	va_end(ap);
}

int pack_faults(const struct pack *p)
{
	return p->fault_count;
}

bool pack_is_good(const struct pack *p)
{
	return p->fault_count == 0;
}

void pack_print_faults(const struct pack *p, struct sbuf *out)
{
	for (const struct pack_faulty *f = p->faults; f; f = f->next) {
		sbuf_str(out, f->file);
		if (f->line > 0)
			sbuf_printf(out, ":%d", f->line);
		sbuf_lit(out, ": ");
		if (f->column.n > 0)
			sbuf_printf(out, "%.*s: ", STR_ARG(f->column));
		sbuf_str(out, f->text);
		sbuf_char(out, '\n');
	}
	if (p->fault_count > p->fault_kept)
		sbuf_printf(out, "and %d more fault%s\n", p->fault_count - p->fault_kept,
		            p->fault_count - p->fault_kept == 1 ? "" : "s");
}

struct str pack_shown(struct pack *p, struct str cell)
{
	enum { SHOWN = 60 };
	struct str head = utf8_clip(cell, SHOWN);

	return arena_printf(p->arena, "%.*s%s", STR_ARG(head), head.n < cell.n ? "..." : "");
}

static struct pack_binding **bucket(struct pack *p, struct str slug)
{
	return &p->bindings[str_hash(slug) % PACK_BUCKETS];
}

static struct pack_binding *find(struct pack *p, const char *what, struct str slug)
{
	struct pack_binding *b = *bucket(p, slug);

	while (b && (strcmp(b->what, what) != 0 || !str_eq(b->slug, slug)))
		b = b->next;
	return b;
}

void pack_sort(struct pack *p, const char *what, const char *file)
{
	struct pack_sort *sort = arena_make(p->arena, struct pack_sort);

	*sort = (struct pack_sort){ .next = p->sorts, .what = what, .file = file };
	p->sorts = sort;
}

void pack_lose(struct pack *p, const char *file, struct str text)
{
	struct pack_lost *lost = arena_make(p->arena, struct pack_lost);

	*lost = (struct pack_lost){ .next = p->lost, .file = file, .text = text };
	p->lost = lost;
}

static bool is_word_byte(struct str text, size_t at)
{
	char c = at < text.n ? text.p[at] : ' ';

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_';
}

static bool holds_word(struct str text, struct str word)
{
	for (size_t at = 0; at + word.n <= text.n; at++)
		if (memcmp(text.p + at, word.p, word.n) == 0 && !is_word_byte(text, at + word.n) &&
		    (at == 0 || !is_word_byte(text, at - 1)))
			return true;
	return false;
}

/* May a row of this file that could not be read have bound the name? */
static bool may_be_lost(const struct pack *p, const char *file, struct str slug)
{
	for (const struct pack_lost *l = p->lost; l; l = l->next)
		if (strcmp(l->file, file) == 0 && (!l->text.p || holds_word(l->text, slug)))
			return true;
	return false;
}

bool pack_is_lost(const struct pack *p, struct str name)
{
	for (const struct pack_lost *l = p->lost; l; l = l->next)
		if (may_be_lost(p, l->file, name))
			return true;
	return false;
}

/* The file in which things of this sort are bound; NULL when none is known. */
static const char *file_of(const struct pack *p, const char *what)
{
	for (const struct pack_sort *s = p->sorts; s; s = s->next)
		if (strcmp(s->what, what) == 0)
			return s->file;
	for (size_t i = 0; i < PACK_BUCKETS; i++)
		for (const struct pack_binding *b = p->bindings[i]; b; b = b->next)
			if (strcmp(b->what, what) == 0)
				return b->file;
	return NULL;
}

/* A name that is there already: bound by this row it gets the new id. */
static bool bind_again(const struct pack_row *r, struct pack_binding *b, int64_t id)
{
	if (strcmp(b->file, r->file) == 0 && b->line == r->line) {
		b->id = id;
		return true;
	}
	if (strcmp(b->file, r->file) != 0)
		pack_fault(r, NULL, "%.*s stands in %s, line %d, already",
		           STR_ARG(pack_shown(r->pack, b->slug)), b->file, b->line);
	else
		pack_fault(r, NULL, "%.*s stands in line %d already",
		           STR_ARG(pack_shown(r->pack, b->slug)), b->line);
	return false;
}

bool pack_bind(const struct pack_row *r, const char *what, struct str slug, int64_t id)
{
	struct pack *p = r->pack;
	struct pack_binding *b;

	if (slug.n == 0)
		return true; /* told already as an empty cell */
	b = find(p, what, slug);
	if (b)
		return bind_again(r, b, id);
	b = arena_make(p->arena, struct pack_binding);
	*b = (struct pack_binding){ .next = *bucket(p, slug),
		                    .what = what,
		                    .file = r->file,
		                    .slug = slug,
		                    .line = r->line,
		                    .id = id };
	*bucket(p, slug) = b;
	return true;
}

/* Where the table itself is at fault its absence is told once, not at every reference to it. */
static void unknown(const struct pack_row *r, const char *what, const char *column, struct str slug)
{
	const char *file = file_of(r->pack, what);
	struct str shown = pack_shown(r->pack, slug);

	if (file && !may_be_lost(r->pack, file, slug))
		pack_fault(r, column, "%.*s is not in %s", STR_ARG(shown), file);
	else if (!file && pack_is_good(r->pack))
		pack_fault(r, column, "there is no %s %.*s", what, STR_ARG(shown));
}

int64_t pack_ref(const struct pack_row *r, const char *what, const char *column)
{
	struct str slug = pack_get(r, column);
	const struct pack_binding *b;

	if (slug.n == 0)
		return 0;
	b = find(r->pack, what, slug);
	if (!b) {
		unknown(r, what, column, slug);
		return 0;
	}
	return b->id;
}

bool pack_ref_next(const struct pack_row *r, const char *what, struct str *rest, int64_t *ret_id)
{
	const struct pack_binding *b;
	struct str slug;

	do {
		if (!str_cut(rest, ' ', &slug))
			return false;
	} while (slug.n == 0);
	b = find(r->pack, what, slug);
	if (!b)
		unknown(r, what, NULL, slug);
	*ret_id = b ? b->id : 0;
	return true;
}
