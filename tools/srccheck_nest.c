/* tools/srccheck_nest.c -- how deep the statements of a function lie in each other. */
#include "srccheck.h"
#include <stdio.h>
#include <string.h>

struct walk {
	const struct source *s;
	int i; /* next token */
	int deepest;
	int line; /* of the deepest */
};

static bool here(const struct walk *w, int i, const char *text)
{
	return i < w->s->code_count && token_is(&w->s->code[i], text);
}

static bool is_at(const struct walk *w, const char *text)
{
	return here(w, w->i, text);
}

static void enter(struct walk *w, int depth)
{
	if (depth > w->deepest) {
		w->deepest = depth;
		w->line = w->s->code[w->i].line;
	}
}

static void statement(struct walk *w, int depth);

static void block(struct walk *w, int depth)
{
	for (w->i++; w->i < w->s->code_count && !is_at(w, "}");)
		statement(w, depth);
	w->i++;
}

/* What follows a condition: one statement, in braces or not. */
static void body(struct walk *w, int depth)
{
	if (is_at(w, "{"))
		block(w, depth);
	else
		statement(w, depth);
}

/* A declaration or expression: to its semicolon, past whatever stands in brackets. */
static void plain(struct walk *w)
{
	while (w->i < w->s->code_count && !is_at(w, ";") && !is_at(w, "}"))
		w->i = is_at(w, "(") || is_at(w, "[") || is_at(w, "{") ? code_skip_group(w->s, w->i)
		                                                       : w->i + 1;
	if (is_at(w, ";"))
		w->i++;
}

static void condition(struct walk *w, int depth)
{
	bool is_if = is_at(w, "if");

	enter(w, depth + 1);
	w->i = code_skip_group(w->s, w->i + 1);
	body(w, depth + 1);
	if (!is_if || !is_at(w, "else"))
		return;
	w->i++;
	if (is_at(w, "if"))
		statement(w, depth);
	else
		body(w, depth + 1);
}

static void repeat(struct walk *w, int depth)
{
	enter(w, depth + 1);
	w->i++;
	body(w, depth + 1);
	plain(w);
}

/* "case X:", "default:" and "name:" stand before a statement. */
static bool label(struct walk *w)
{
	if (is_at(w, "case") || is_at(w, "default")) {
		while (w->i < w->s->code_count && !is_at(w, ":"))
			w->i = is_at(w, "(") ? code_skip_group(w->s, w->i) : w->i + 1;
		w->i++;
		return true;
	}
	if (w->s->code[w->i].kind == TOKEN_WORD && here(w, w->i + 1, ":")) {
		w->i += 2;
		return true;
	}
	return false;
}

/* A macro that is used as a loop: NAME(...) { */
static bool is_macro_loop(const struct walk *w)
{
	return w->s->code[w->i].kind == TOKEN_WORD && here(w, w->i + 1, "(") &&
	       here(w, code_skip_group(w->s, w->i + 1), "{");
}

static void statement(struct walk *w, int depth)
{
	while (label(w))
		if (w->i >= w->s->code_count || is_at(w, "}"))
			return;
	if (is_at(w, "{")) {
		enter(w, depth + 1);
		block(w, depth + 1);
	} else if (is_at(w, "do")) {
		repeat(w, depth);
	} else if (is_at(w, "if") || is_at(w, "for") || is_at(w, "while") || is_at(w, "switch") ||
	           is_macro_loop(w)) {
		condition(w, depth);
	} else {
		plain(w);
	}
}

void check_nesting(const struct source *s, int body_at, const char *function)
{
	struct walk w = { .s = s, .i = body_at };
	char key[256];

	block(&w, 0);
	snprintf(key, sizeof key, "%s:%s", s->path, function);
	if (w.deepest > FUNCTION_NESTING)
		report("nesting", key, s, w.line, "%s() is nested %d deep, at most %d", function,
		       w.deepest, FUNCTION_NESTING);
}
