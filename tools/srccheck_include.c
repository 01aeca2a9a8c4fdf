/* tools/srccheck_include.c -- includes: downward, by a slice's one header, in no circle. */
#include "srccheck.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Files that gensql and generr make for everybody. */
static const char *const common[] = { "errors.h", "ids.h", "html_ids.h", NULL };

/* What stands between the quotes of the include whose # is token `i`; false when it has none. */
static bool included(const struct source *s, int i, char *ret, size_t size)
{
	const struct token *t = &s->tokens[i];

	if (i + 2 >= s->token_count || !token_is(t, "#") || !token_is(t + 1, "include") ||
	    t[2].kind != TOKEN_STRING || t[2].n < 3)
		return false;
	snprintf(ret, size, "%.*s", (int)t[2].n - 2, t[2].p + 1);
	return true;
}

static bool is_common(const char *name)
{
	for (int i = 0; common[i]; i++)
		if (strcmp(common[i], name) == 0)
			return true;
	return false;
}

/* The room of an included name: "vote/vote.h" and the made "vote.html.h" are of the room vote. */
static void room_of(const char *name, char *ret, size_t size)
{
	snprintf(ret, size, "%.*s", (int)strcspn(name, strchr(name, '/') ? "/" : "."), name);
}

/* x/x.h, and the views generated from x's templates, are all that others see of the slice x. */
static bool is_public(const struct room *r, const char *name)
{
	const char *slash = strrchr(name, '/');
	char header[80], views[80];

	snprintf(header, sizeof header, "%s.h", r->name);
	snprintf(views, sizeof views, "%s.html.h", r->name);
	name = slash ? slash + 1 : name;
	if (!r->is_slice)
		return strstr(name, "internal") == NULL;
	return strcmp(name, header) == 0 || strcmp(name, views) == 0;
}

static void check_one(const struct source *s, int line, const char *name, const struct rooms *rooms)
{
	char other[32], key[768];
	const struct room *mine = room_find(rooms, s->room), *r;

	room_of(name, other, sizeof other);
	r = room_find(rooms, other);
	if (is_common(name) || !r || strcmp(other, s->room) == 0)
		return;
	snprintf(key, sizeof key, "%s:%s", s->path, name);
	if (!is_public(r, name) && !(s->is_test && r->is_mechanism))
		report("include", key, s, line, "\"%s\" is the room's own; others see %s/%s.h",
		       name, other, other);
	else if (strcmp(s->room, "tools") == 0 && !r->is_mechanism)
		report("include", key, s, line, "tools know no subject");
	else if (mine && !s->is_test && !(mine->may_use >> (r - rooms->v) & 1))
		report("include", key, s, line, "%s may not use %s (tools/rooms)", s->room, other);
}

struct graph {
	const struct source *s;
	int n;
	char *state; /* of each file: 0 not seen, 1 on the way, 2 done */
};

static int find_header(const struct graph *g, const char *name)
{
	for (int i = 0; i < g->n; i++) {
		const char *path = g->s[i].path;

		if (strncmp(path, "src/", 4) == 0)
			path += 4;
		if (strcmp(path, name) == 0 && ends_with(path, ".h"))
			return i;
	}
	return -1;
}

static void visit(struct graph *g, int at)
{
	const struct source *s = &g->s[at];
	char name[256];

	g->state[at] = 1;
	for (int i = 0; i < s->token_count; i++) {
		int to = included(s, i, name, sizeof name) ? find_header(g, name) : -1;

		if (to >= 0 && g->state[to] == 1)
			report("cycle", s->path, s, s->tokens[i].line, "\"%s\" includes this again",
			       name);
		else if (to >= 0 && g->state[to] == 0)
			visit(g, to);
	}
	g->state[at] = 2;
}

void check_includes(const struct source *s, int n, const struct rooms *rooms)
{
	struct graph g = { s, n, must_realloc(NULL, n, 1) };
	char name[256];

	memset(g.state, 0, n);
	for (int at = 0; at < n; at++) {
		for (int i = 0; i < s[at].token_count; i++)
			if (included(&s[at], i, name, sizeof name))
				check_one(&s[at], s[at].tokens[i].line, name, rooms);
		if (g.state[at] == 0)
			visit(&g, at);
	}
	free(g.state);
}
