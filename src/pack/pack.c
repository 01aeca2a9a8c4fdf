/* pack.c -- the folder: opening it, reading its files, and its texts. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/str.h"
#include "pack/pack_file.h"

static const char *path_of(struct pack *p, const char *path)
{
	return arena_printf(p->arena, "%.*s/%s", STR_ARG(p->dir), path).p;
}

enum err pack_open(const char *dir, struct pack **ret)
{
	struct arena *a = arena_new();
	struct pack *p = arena_make(a, struct pack);
	struct stat st;

	p->arena = a;
	p->dir = arena_printf(a, "%s", dir);
	if (stat(path_of(p, "pack.csv"), &st) != 0) {
		arena_free(a);
		return ERR_NOT_FOUND;
	}
	pack_texts_load(p);
	*ret = p;
	return ERR_OK;
}

void pack_free(struct pack *p)
{
	if (p)
		arena_free(p->arena);
}

struct arena *pack_arena(struct pack *p)
{
	return p->arena;
}

/* All `n` bytes, however many reads it takes. */
static bool read_all(int fd, char *buf, size_t n)
{
	size_t got = 0;

	while (got < n) {
		ssize_t r = read(fd, buf + got, n - got);

		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			return false;
		got += (size_t)r;
	}
	return true;
}

static bool read_fd(struct pack *p, const char *path, int fd, size_t max, struct str *ret)
{
	struct stat st;
	char *buf;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		pack_fault_file(p, path, "is not a plain file");
		return false;
	}
	if ((uintmax_t)st.st_size > max) {
		pack_fault_file(p, path, "is larger than %zu bytes", max);
		return false;
	}
	buf = arena_alloc(p->arena, (size_t)st.st_size + 1);
	if (!read_all(fd, buf, (size_t)st.st_size)) {
		pack_fault_file(p, path, "cannot be read");
		return false;
	}
	*ret = (struct str){ buf, (size_t)st.st_size };
	return true;
}

bool pack_read(struct pack *p, const char *path, size_t max, struct str *ret)
{
	/* O_NONBLOCK: a named pipe must not hold the program up before it is seen to be one */
	int fd = open(path_of(p, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool ok;

	if (fd < 0) {
		if (errno != ENOENT)
			pack_fault_file(p, path, "cannot be opened: %s", strerror(errno));
		return false;
	}
	ok = read_fd(p, path, fd, max, ret);
	close(fd);
	return ok;
}

/* Visible names in a folder of the pack, sorted, since a folder gives them in any order. */
static int list(struct pack *p, const char *path, struct str **ret)
{
	struct str *names = arena_many(p->arena, struct str, PACK_TEXTS_MAX);
	const struct dirent *e;
	DIR *d = opendir(path_of(p, path));
	int n = 0;

	*ret = names;
	while (d && n < PACK_TEXTS_MAX && (e = readdir(d)) != NULL) {
		struct str name = str_of(e->d_name);
		int at = n;

		if (e->d_name[0] == '.')
			continue;
		for (; at > 0 && str_cmp(names[at - 1], name) > 0; at--)
			names[at] = names[at - 1];
		names[at] = arena_str(p->arena, name.p, name.n);
		n++;
	}
	if (d)
		closedir(d);
	if (n == PACK_TEXTS_MAX)
		pack_fault_file(p, path, "holds more than %d files", PACK_TEXTS_MAX - 1);
	return n;
}

/* "about.purpose": slugs joined by dots. */
static bool is_text_name(struct str name)
{
	struct str piece;

	if (name.n == 0 || str_ends(name, S(".")))
		return false;
	while (str_cut(&name, '.', &piece))
		if (!str_is_slug(piece))
			return false;
	return true;
}

static struct pack_text *text_place(struct pack *p, struct str name)
{
	int at = 0;

	while (at < p->text_count && str_cmp(p->texts[at].name, name) < 0)
		at++;
	if (at < p->text_count && str_eq(p->texts[at].name, name))
		return &p->texts[at];
	if (p->text_count == PACK_TEXTS_MAX) {
		pack_fault_file(p, "texts", "there are more than %d texts", PACK_TEXTS_MAX);
		return NULL;
	}
	memmove(&p->texts[at + 1], &p->texts[at], (size_t)(p->text_count - at) * sizeof(*p->texts));
	p->texts[at] = (struct pack_text){ .name = name };
	p->text_count++;
	return &p->texts[at];
}

static void text_load(struct pack *p, enum language l, struct str file)
{
	const char *path =
		arena_printf(p->arena, "texts/%s/%.*s", language_code(l), STR_ARG(file)).p;
	bool is_md = str_ends(file, S(".md"));
	struct str name = is_md ? str_sub(file, 0, file.n - 3) : file, body;
	struct pack_text *text;

	if (!is_md || !is_text_name(name)) {
		pack_fault_file(
			p, path,
			"is not named as a text: lower-case words joined by dots, then .md");
		return;
	}
	if (!pack_read(p, path, PACK_TEXT_MAX, &body) || !pack_check_utf8(p, path, body))
		return;
	if (str_starts(body, S("\xef\xbb\xbf")))
		body = str_sub(body, 3, body.n);
	body = str_trim(body);
	pack_check_text(p, (struct pack_place){ str_of(path), 0, NULL }, body);
	if (body.n == 0)
		pack_fault_file(p, path, "is empty");
	text = text_place(p, name);
	if (text)
		text->set.in[l] = body;
}

void pack_texts_load(struct pack *p)
{
	struct str *languages, *files;
	int n = list(p, "texts", &languages);

	p->texts = arena_many(p->arena, struct pack_text, PACK_TEXTS_MAX);
	for (int i = 0; i < n; i++) {
		const char *path = arena_printf(p->arena, "texts/%.*s", STR_ARG(languages[i])).p;
		enum language l;
		int count;

		if (!language_parse(languages[i], &l)) {
			pack_fault_file(p, path, "is the code of none of the six languages");
			continue;
		}
		count = list(p, path, &files);
		for (int k = 0; k < count; k++)
			text_load(p, l, files[k]);
	}
}

static struct pack_text *text_find(const struct pack *p, struct str name)
{
	for (int i = 0; i < p->text_count; i++)
		if (str_eq(p->texts[i].name, name))
			return &p->texts[i];
	return NULL;
}

struct lang_set pack_text(const struct pack *p, struct str name)
{
	const struct pack_text *text = text_find(p, name);

	return text ? text->set : (struct lang_set){ 0 };
}

void pack_know_text(struct pack *p, const char *name)
{
	struct pack_text *text = text_find(p, str_of(name));

	if (text)
		text->is_known = true;
}

static const char *text_path(struct pack *p, struct str name)
{
	return arena_printf(p->arena, "texts/*/%.*s.md", STR_ARG(name)).p;
}

struct lang_set pack_markdown(struct pack *p, const char *name)
{
	struct pack_text *text = text_find(p, str_of(name));

	if (text) {
		text->is_known = true;
		return text->set;
	}
	pack_fault_file(p, text_path(p, str_of(name)), "there is no such text in any language");
	return (struct lang_set){ 0 };
}

void pack_text_names(struct pack *p, const struct str **ret_names, int *ret_n)
{
	struct str *names = arena_many(p->arena, struct str, (size_t)p->text_count + 1);

	for (int i = 0; i < p->text_count; i++)
		names[i] = p->texts[i].name;
	*ret_names = names;
	*ret_n = p->text_count;
}

static bool is_asked(const struct pack *p, struct str file)
{
	for (const struct pack_asked *a = p->asked; a; a = a->next)
		if (str_is(file, a->file))
			return true;
	return false;
}

/* "flood" of "programmes.flood": what a row may name. */
static struct str last_piece(struct str name)
{
	struct str piece = name;

	while (str_cut(&name, '.', &piece))
		continue;
	return piece;
}

void pack_check_unread(struct pack *p)
{
	struct str *files;
	int n = list(p, ".", &files);

	for (int i = 0; i < n; i++)
		if (str_ends(files[i], S(".csv")) && !is_asked(p, files[i]))
			pack_fault_at(p, (struct pack_place){ .file = files[i] },
			              "is not a table of a pack; is its name misspelt?");
	for (int i = 0; i < p->text_count; i++)
		if (!p->texts[i].is_known && !pack_is_lost(p, last_piece(p->texts[i].name)))
			pack_fault_file(p, text_path(p, p->texts[i].name),
			                "no page has a place for this text; is its name misspelt?");
}
