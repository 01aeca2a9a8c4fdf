/* tools/srccheck_word.c -- words that may not stand in C: functions, undone work, SQL. */
#include "srccheck.h"
#include <stdio.h>
#include <string.h>

static const char *const banned[] = { "strcpy",    "strcat", "sprintf", "vsprintf", "strncpy",
	                              "strtok",    "atoi",   "atol",    "atof",     "gets",
	                              "localtime", "gmtime", NULL };
static const char *const heap[] = { "malloc",       "calloc",    "realloc",
	                            "reallocarray", "strdup",    "strndup",
	                            "asprintf",     "vasprintf", NULL };
/* Where memory outlives a request or belongs to a library. */
static const char *const heap_rooms[] = { "base", "db",   "crypto", "doc",
	                                  "http", "view", "tools",  NULL };
/* SQL as it begins a string; the engines' own rooms speak it to the engines. */
static const char *const verbs[] = {
	"SELECT ",      "INSERT INTO ",  "UPDATE ",      "DELETE FROM ", "CREATE TABLE ",
	"CREATE VIEW ", "CREATE INDEX ", "ALTER TABLE ", "DROP ",        NULL
};
static const char *const sql_rooms[] = { "db", "tools", NULL };

static bool is_one_of(const struct token *t, const char *const *words)
{
	for (; *words; words++)
		if (token_is(t, *words))
			return true;
	return false;
}

static bool has(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

void check_undone(const struct source *s, const char *p, size_t n, int line)
{
	/* Put together here, so that this file does not hold the words itself. */
	static const char *const undone[] = { "TO"
		                              "DO",
		                              "FIX"
		                              "ME" };

	for (size_t i = 0; i < sizeof undone / sizeof *undone; i++)
		if (memmem(p, n, undone[i], strlen(undone[i])))
			report("undone", s->path, s, line, "%s: work left undone belongs elsewhere",
			       undone[i]);
}

static void check_comment(const struct source *s, const struct token *t)
{
	if (t->is_line_comment)
		report("comment", s->path, s, t->line, "a comment is written /* */");
	check_undone(s, t->p, t->n, t->line);
}

static void check_call(const struct source *s, const struct token *t)
{
	char key[256];

	snprintf(key, sizeof key, "%s:%.*s", s->path, (int)t->n, t->p);
	if (is_one_of(t, banned))
		report("banned", key, s, t->line, "%.*s() is banned", (int)t->n, t->p);
	if (is_one_of(t, heap) && !s->is_test && !has(heap_rooms, s->room))
		report("heap", key, s, t->line, "%.*s() outside the rooms that may: use the arena",
		       (int)t->n, t->p);
}

static void check_string(const struct source *s, const struct token *t)
{
	if (has(sql_rooms, s->room) || s->is_test)
		return;
	for (int i = 0; verbs[i]; i++) {
		size_t n = strlen(verbs[i]);

		if (t->n > n && memcmp(t->p + 1, verbs[i], n) == 0)
			report("sql", s->path, s, t->line, "SQL in C: it belongs into a .sql file");
	}
}

void check_tokens(const struct source *s)
{
	for (int i = 0; i < s->token_count; i++) {
		const struct token *t = &s->tokens[i];

		if (t->kind == TOKEN_COMMENT)
			check_comment(s, t);
		else if (t->kind == TOKEN_STRING)
			check_string(s, t);
		else if (t->kind == TOKEN_WORD && i + 1 < s->token_count &&
		         token_is(&s->tokens[i + 1], "("))
			check_call(s, t);
	}
}
