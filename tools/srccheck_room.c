/* tools/srccheck_room.c -- the rooms of the house: who may use whom, and what each must have. */
#include "srccheck.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void refuse(const char *path, int line, const char *why, const char *word)
{
	fprintf(stderr, "%s:%d: %s: %s\n", path, line, why, word);
	exit(2);
}

const struct room *room_find(const struct rooms *rooms, const char *name)
{
	for (int i = 0; i < rooms->n; i++)
		if (strcmp(rooms->v[i].name, name) == 0)
			return &rooms->v[i];
	return NULL;
}

static unsigned long long mechanism(const struct rooms *rooms)
{
	unsigned long long bits = 0;

	for (int i = 0; i < rooms->n; i++)
		if (rooms->v[i].is_mechanism)
			bits |= 1ULL << i;
	return bits;
}

/* "NAME KIND: USED USED".  Only rooms that stand above may be used: there can be no cycle. */
static void read_room(struct rooms *rooms, char *text, const char *path, int line)
{
	char *rest, *name = strtok_r(text, " \t\n", &rest), *kind = strtok_r(NULL, " \t\n", &rest);
	struct room *r = &rooms->v[rooms->n];

	if (!kind || strlen(name) >= sizeof r->name || rooms->n == ROOM_COUNT)
		refuse(path, line, "not a room", name);
	*r = (struct room){ .is_mechanism = strcmp(kind, "mechanism:") == 0,
		            .is_slice = strcmp(kind, "slice:") == 0,
		            .may_use = 1ULL << rooms->n };
	if (!r->is_mechanism && !r->is_slice && strcmp(kind, "top:") != 0)
		refuse(path, line, "neither mechanism: nor slice: nor top:", kind);
	snprintf(r->name, sizeof r->name, "%s", name);
	if (!r->is_mechanism)
		r->may_use |= mechanism(rooms);
	for (char *used; (used = strtok_r(NULL, " \t\n", &rest));) {
		const struct room *u = room_find(rooms, used);

		if (!u)
			refuse(path, line, "no room above is called", used);
		r->may_use |= u->may_use;
	}
	rooms->n++;
}

void rooms_read(struct rooms *rooms, const char *path)
{
	FILE *f = fopen(path, "r");
	char text[512];

	if (!f) {
		perror(path);
		exit(2);
	}
	for (int line = 1; fgets(text, sizeof text, f); line++)
		if (text[0] != '#' && text[strspn(text, " \t\n")] != '\0')
			read_room(rooms, text, path, line);
	fclose(f);
}

/* The files of one room. */
struct furniture {
	const struct source *first;
	bool readme, test, fault_test, writes;
};

static bool holds(const struct source *s, const char *words)
{
	return strstr(s->text, words) != NULL;
}

static void note(struct furniture *f, const struct source *s)
{
	if (!f->first)
		f->first = s;
	f->readme |= strcmp(s->name, "README.md") == 0;
	if (s->is_test) {
		f->test = true;
		f->fault_test |= holds(s, "db_fault(") || holds(s, "fault_loop(");
	}
	if (ends_with(s->name, ".sql") && !ends_with(s->name, ".schema.sql"))
		f->writes |= holds(s, "INSERT INTO ") || holds(s, "UPDATE ") ||
		             holds(s, "DELETE FROM ");
}

static void check_room(const struct room *r, const struct furniture *f)
{
	if (!f->readme)
		report("room", r->name, f->first, 1, "the room has no README.md");
	if (!f->test)
		report("room", r->name, f->first, 1, "the room has no test_*.c");
	if (r->is_slice && f->writes && !f->fault_test)
		report("room", r->name, f->first, 1,
		       "the slice writes and no test of its own fails its statements (fault_loop)");
}

void check_rooms(const struct source *s, int n, const struct rooms *rooms)
{
	struct furniture all[ROOM_COUNT] = { { .first = NULL } };

	for (int i = 0; i < n; i++) {
		const struct room *r = room_find(rooms, s[i].room);

		if (r)
			note(&all[r - rooms->v], &s[i]);
		else if (strncmp(s[i].path, "src/", 4) == 0 && s[i].room[0])
			report("room", s[i].room, &s[i], 1, "the room is not in tools/rooms");
	}
	for (int i = 0; i < rooms->n; i++)
		if (all[i].first)
			check_room(&rooms->v[i], &all[i]);
}
