/* tools/srccheck.c -- reads the files that standard input names and runs every check over them. */
#include "srccheck.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void report(const char *rule, const char *key, const struct source *s, int line, const char *fmt,
            ...)
{
	va_list ap;

	printf("%s %s %s:%d: ", rule, key, s->path, line);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

void *must_realloc(void *p, size_t count, size_t size)
{
	p = reallocarray(p, count, size);
	if (!p) {
		fputs("srccheck: no memory\n", stderr);
		exit(2);
	}
	return p;
}

bool ends_with(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n >= m && memcmp(s + n - m, suffix, m) == 0;
}

static void read_text(struct source *s)
{
	FILE *f = fopen(s->path, "rb");
	size_t cap = 0, got;

	if (!f) {
		perror(s->path);
		exit(2);
	}
	do {
		cap = cap ? 2 * cap : 32 * 1024;
		s->text = must_realloc(s->text, cap + 1, 1);
		got = fread(s->text + s->size, 1, cap - s->size, f);
		s->size += got;
	} while (s->size == cap);
	s->text[s->size] = '\0';
	if (ferror(f)) {
		perror(s->path);
		exit(2);
	}
	fclose(f);
}

/* Its room: "src/vote/vote.c" is of the room "vote", "tools/pg" of "tools", "start" of none. */
static void place(struct source *s, const struct rooms *rooms)
{
	const char *slash = strrchr(s->path, '/');
	const char *from = s->path, *to;
	const struct room *room;

	s->name = slash ? slash + 1 : s->path;
	if (strncmp(from, "src/", 4) == 0)
		from += 4;
	to = strchr(from, '/');
	if (to)
		snprintf(s->room, sizeof s->room, "%.*s", (int)(to - from), from);
	s->is_test = strcmp(s->room, "test") == 0 ||
	             (from != s->path && strncmp(s->name, "test_", 5) == 0);
	room = room_find(rooms, s->room);
	s->may_share = room && !room->is_slice;
}

static bool is_c(const struct source *s)
{
	return ends_with(s->path, ".c") || ends_with(s->path, ".h");
}

static void check_source(struct source *s, const struct rooms *rooms)
{
	place(s, rooms);
	read_text(s);
	check_text(s);
	if (!is_c(s))
		return;
	tokens_read(s);
	check_tokens(s);
	check_declarations(s);
}

/* The files named on standard input, one a line. */
static struct source *read_names(int *ret_n)
{
	struct source *all = NULL;
	char *line = NULL;
	size_t size = 0;
	int n = 0;

	while (getline(&line, &size, stdin) > 0) {
		line[strcspn(line, "\n")] = '\0';
		all = must_realloc(all, n + 1, sizeof *all);
		all[n++] = (struct source){ .path = strdup(line) };
	}
	free(line);
	*ret_n = n;
	return all;
}

int main(int argc, char **argv)
{
	struct rooms rooms = { .n = 0 };
	struct source *s;
	int n;

	if (argc != 2) {
		fputs("usage: srccheck ROOMS < names of files\n", stderr);
		return 2;
	}
	rooms_read(&rooms, argv[1]);
	s = read_names(&n);
	for (int i = 0; i < n; i++)
		check_source(&s[i], &rooms);
	check_includes(s, n, &rooms);
	check_rooms(s, n, &rooms);
	for (int i = 0; i < n; i++) {
		free(s[i].text);
		free(s[i].tokens);
		free(s[i].code);
		free(s[i].path);
	}
	free(s);
	return 0;
}
