/*
 * genmsg.c -- messages of the sources, and their translations compiled into the program.
 *
 *   genmsg compile --strict|--draft OUT.c PO_DIR SRC_DIR DEPFILE
 *   genmsg extract SRC_DIR                   (a .pot on standard output)
 *
 * A file may stand for SRC_DIR.
 *
 * po/README.md describes the scheme.
 */
#include "genmsg.h"

#include "base/utf8.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { FAULTS_MAX = 100 };

/* --- the catalogue --- */

void key_split(struct str key, struct str *ret_context, struct str *ret_text)
{
	size_t at = str_find(key, '|', 0);
	bool is_context = at > 0 && at < key.n && at <= 32;

	for (size_t i = 0; is_context && i < at; i++) {
		char c = key.p[i];

		is_context = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' ' ||
		             c == '-';
	}
	*ret_context = is_context ? str_sub(key, 0, at) : (struct str){ NULL, 0 };
	*ret_text = is_context ? str_sub(key, at + 1, key.n) : key;
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool place_next(struct str text, size_t *at, struct str *ret_name, bool *ret_bad)
{
	for (; *at < text.n; (*at)++) {
		size_t end = *at + 1;

		if (text.p[*at] == '}') {
			*ret_bad = true;
			return false;
		}
		if (text.p[*at] != '{')
			continue;
		while (end < text.n && is_name_char(text.p[end]))
			end++;
		if (end == *at + 1 || end == text.n || text.p[end] != '}') {
			*ret_bad = true;
			return false;
		}
		*ret_name = str_sub(text, *at + 1, end);
		*at = end + 1;
		return true;
	}
	return false;
}

bool key_is_place(struct str key)
{
	struct str name;
	size_t at = 0;
	bool is_bad = false;

	return key.n > 0 && key.p[0] == '{' && place_next(key, &at, &name, &is_bad) && at == key.n;
}

static void check_text(const char *file, int line, struct str text)
{
	struct str context, rest, name;
	size_t at = 0;
	bool is_bad = false;

	key_split(text, &context, &rest);
	while (place_next(rest, &at, &name, &is_bad))
		;
	if (is_bad)
		gen_fault(file, line, "a brace that belongs to no place: \"%s\"", text.p);
	if (rest.n == 0 || !utf8_is_text(text))
		gen_fault(file, line, "an empty message, or one that is not UTF-8 text");
	if (str_trim(rest).n != rest.n)
		gen_fault(file, line, "white space at an end of the message \"%s\"", text.p);
}

static uint32_t *slot_of(const struct catalogue *c, struct str key)
{
	size_t at = str_hash(key) & (c->slot_count - 1);

	while (c->slots[at] != 0 && !str_eq(c->entries[c->slots[at] - 1].key, key))
		at = (at + 1) & (c->slot_count - 1);
	return &c->slots[at];
}

struct entry *catalogue_find(const struct catalogue *c, struct str key)
{
	uint32_t slot = *slot_of(c, key);

	return slot != 0 ? &c->entries[slot - 1] : NULL;
}

static void grow(struct catalogue *c)
{
	size_t cap = c->cap > 0 ? c->cap * 2 : 1024;
	struct entry *entries = arena_many(c->arena, struct entry, cap);

	if (c->count > 0)
		memcpy(entries, c->entries, c->count * sizeof(*entries));
	c->entries = entries;
	c->cap = cap;
	c->slot_count = cap * 2;
	c->slots = arena_many(c->arena, uint32_t, c->slot_count);
	for (size_t i = 0; i < c->count; i++)
		*slot_of(c, entries[i].key) = (uint32_t)i + 1;
}

static void add_ref(struct entry *e, const char *file)
{
	for (int i = 0; i < e->ref_count; i++)
		if (str_is(e->refs[i], file))
			return;
	if (e->ref_count < REFS_MAX)
		e->refs[e->ref_count++] = str_of(file);
}

void catalogue_add(struct catalogue *c, const char *file, int line, struct str key, struct str many)
{
	struct entry *e;

	check_text(file, line, key);
	if (many.p)
		check_text(file, line, many);
	if (c->count == c->cap)
		grow(c);
	e = catalogue_find(c, key);
	if (!e) {
		e = &c->entries[c->count++];
		*e = (struct entry){ .key = key, .many = many, .file = file, .line = line };
		*slot_of(c, key) = (uint32_t)c->count;
	} else if ((e->many.p == NULL) != (many.p == NULL) || (many.p && !str_eq(e->many, many))) {
		gen_fault(file, line, "\"%s\" has another plural here than in %s:%d", key.p,
		          e->file, e->line);
	}
	add_ref(e, file);
}

void catalogue_fault(struct catalogue *c, const struct entry *e, const char *fmt, ...)
{
	va_list args;

	if (c->faults++ >= FAULTS_MAX)
		return;
	fprintf(stderr, "%s:%d: ", e->file, e->line);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fprintf(stderr, ": \"%s\"\n", e->key.p);
}

/* --- the sources --- */

struct walk {
	struct catalogue *c;
	struct sbuf seen; /* paths for the depfile, each after a space */
};

static void note(struct walk *w, struct str path)
{
	sbuf_char(&w->seen, ' ');
	for (size_t i = 0; i < path.n; i++) {
		if (path.p[i] == ' ')
			sbuf_char(&w->seen, '\\');
		sbuf_char(&w->seen, path.p[i]);
	}
}

static void scan_file(struct walk *w, struct str path, struct str name)
{
	void (*scan)(struct catalogue *, const char *, struct str);

	if (str_ends(name, S(".html")))
		scan = html_scan;
	else if (str_ends(name, S(".c")))
		scan = c_scan;
	else if (str_is(name, "errors.txt"))
		scan = errors_scan;
	else
		return;
	note(w, path);
	scan(w->c, path.p, gen_read(w->c->arena, path.p));
}

/*
 * In alphabetical order, so that the same sources give the same file everywhere.  What tests say is
 * not translated.
 */
static void scan_folder(struct walk *w, struct str folder)
{
	struct dirent **list;
	int n = scandir(folder.p, &list, NULL, alphasort);

	if (n < 0)
		gen_fault(folder.p, 0, "cannot be read");
	note(w, folder); /* a new file changes its folder's time */
	for (int i = 0; i < n; i++) {
		struct str name = str_of(list[i]->d_name);
		struct str path = arena_printf(w->c->arena, "%s/%s", folder.p, name.p);
		struct stat st;

		if (name.p[0] != '.' && !str_starts(name, S("test_")) && stat(path.p, &st) == 0) {
			if (S_ISDIR(st.st_mode))
				scan_folder(w, path);
			else
				scan_file(w, path, arena_str(w->c->arena, name.p, name.n));
		}
		free(list[i]);
	}
	free(list);
}

/* A folder, or one file of C, as a test gives. */
static void scan_source(struct walk *w, const char *src)
{
	struct stat st;

	if (stat(src, &st) == 0 && S_ISREG(st.st_mode)) {
		note(w, str_of(src));
		c_scan(w->c, src, gen_read(w->c->arena, src));
	} else {
		scan_folder(w, str_of(src));
	}
}

/* --- commands --- */

/* An unchanged table keeps its time, so that nothing that rests on it is built again. */
static void write_if_changed(struct arena *a, const char *file, struct sbuf *b)
{
	struct stat st;

	if (stat(file, &st) == 0 && str_eq(gen_read(a, file), sbuf_done(b)))
		return;
	gen_write(file, b);
}

static int compile(struct arena *a, char **argv)
{
	const char *out_file = argv[1], *po = argv[2], *src = argv[3], *dep_file = argv[4];
	struct catalogue c = { .arena = a, .is_draft = strcmp(argv[0], "--draft") == 0 };
	struct walk w = { .c = &c, .seen = { .arena = a } };
	struct sbuf out = { .arena = a }, dep = { .arena = a };

	grow(&c);
	scan_source(&w, src);
	for (enum language l = 0; l < LANGUAGE_COUNT; l++) {
		if (l == LANGUAGE_EN)
			continue;
		note(&w, arena_printf(a, "%s/%s.po", po, language_code(l)));
		po_read(&c, po, l);
	}
	if (c.faults > 0) {
		fprintf(stderr, "%d message%s must be put right in %s\n", c.faults,
		        c.faults == 1 ? "" : "s", po);
		return 1;
	}
	table_write(&c, &out);
	write_if_changed(a, out_file, &out);
	sbuf_printf(&dep, "%s:%s\n", out_file, sbuf_done(&w.seen).p);
	gen_write(dep_file, &dep);
	return 0;
}

static int extract(struct arena *a, char **argv)
{
	struct catalogue c = { .arena = a };
	struct walk w = { .c = &c, .seen = { .arena = a } };
	struct sbuf out = { .arena = a };

	grow(&c);
	scan_source(&w, argv[0]);
	pot_write(&c, &out);
	return fwrite(out.p, 1, out.n, stdout) == out.n && fflush(stdout) == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct arena *a;
	int status = 2;

	a = arena_new();
	if (argc == 7 && strcmp(argv[1], "compile") == 0)
		status = compile(a, argv + 2);
	else if (argc == 3 && strcmp(argv[1], "extract") == 0)
		status = extract(a, argv + 2);
	else
		fputs("usage: genmsg compile --strict|--draft OUT.c PO_DIR SRC_DIR DEPFILE\n"
		      "       genmsg extract SRC_DIR\n",
		      stderr);
	arena_free(a);
	return status;
}
