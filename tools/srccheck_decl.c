/* tools/srccheck_decl.c -- what stands at file scope: functions, prototypes, objects. */
#include "srccheck.h"
#include <stdio.h>
#include <string.h>

/* One thing at file scope.  Indices into s->code; -1 where there is none. */
struct item {
	int from, to;      /* to: the semicolon or the closing brace */
	int group;         /* the first bracket that follows a name: parameters */
	int assign;        /* the = of an initializer */
	int body;          /* the brace that opens a function */
	bool is_type_only; /* struct x { ... }; and the like */
};

static const struct token *code(const struct source *s, int i)
{
	return &s->code[i];
}

static bool is(const struct source *s, int i, const char *text)
{
	return i >= 0 && i < s->code_count && token_is(code(s, i), text);
}

static bool is_attribute(const struct source *s, int i)
{
	return is(s, i, "__attribute__") || is(s, i, "PRINTF_LIKE") || is(s, i, "_Alignas") ||
	       is(s, i, "typeof");
}

/* Between `from` and `to`, outside brackets: is there the word? */
static bool has_word(const struct source *s, int from, int to, const char *word)
{
	for (int i = from; i < to; i++)
		if (is(s, i, word))
			return true;
	return false;
}

static void open_brace(const struct source *s, struct item *it, int i)
{
	if (it->group >= 0 && it->assign < 0)
		it->body = i;
	it->to = code_skip_group(s, i) - 1;
}

/* Read the item that begins at `from`. */
static struct item read_item(const struct source *s, int from)
{
	struct item it = { .from = from, .to = from, .group = -1, .assign = -1, .body = -1 };
	int i = from;

	while (i < s->code_count && !is(s, i, ";")) {
		if (is(s, i, "{")) {
			open_brace(s, &it, i);
			if (it.body >= 0)
				return it;
			it.is_type_only = it.assign < 0;
			i = it.to + 1;
			continue;
		}
		if (is(s, i, "=") && it.assign < 0)
			it.assign = i;
		if (is(s, i, "(") && it.group < 0 && it.assign < 0 && i > from &&
		    code(s, i - 1)->kind == TOKEN_WORD && !is_attribute(s, i - 1))
			it.group = i;
		if (code(s, i)->kind == TOKEN_WORD)
			it.is_type_only = false;
		i = is(s, i, "(") || is(s, i, "[") ? code_skip_group(s, i) : i + 1;
	}
	it.to = i;
	return it;
}

static int count_parameters(const struct source *s, int group)
{
	int end = code_skip_group(s, group) - 1, n = 1;

	if (end <= group + 1 || (end == group + 2 && is(s, group + 1, "void")))
		return 0;
	for (int i = group + 1; i < end; i++) {
		if (is(s, i, "(") || is(s, i, "["))
			i = code_skip_group(s, i) - 1;
		else
			n += is(s, i, ",");
	}
	return n - is(s, end - 1, "."); /* ... is not a parameter */
}

/* Every function of a header that can fail must be looked at by its caller. */
static void check_prototype(const struct source *s, const struct item *it)
{
	const struct token *name = code(s, it->group - 1);
	char key[256];

	snprintf(key, sizeof key, "%s:%.*s", s->path, (int)name->n, name->p);
	if (ends_with(s->path, ".h") && is(s, it->from, "enum") && is(s, it->from + 1, "err") &&
	    !has_word(s, it->group, it->to, "MUST_USE"))
		report("must-use", key, s, name->line, "%.*s() returns enum err without MUST_USE",
		       (int)name->n, name->p);
}

/* The next token of a declarator: past the members of a struct, the parameters of a function. */
static int declarator_next(const struct source *s, int i)
{
	i++;
	while (is(s, i, "{") || (is(s, i, "(") && is(s, i - 1, ")")))
		i = code_skip_group(s, i);
	return i;
}

/*
 * May the object declared between `from` and `to` change?  What a pointer points at may be constant
 * and the pointer not, so const counts only after the last star.
 */
static bool may_change(const struct source *s, int from, int to)
{
	bool is_const = false;

	for (int i = from; i < to; i = declarator_next(s, i))
		is_const = is(s, i, "const") || (is_const && !is(s, i, "*"));
	return !is_const;
}

/* What outlives a request (a cache, the flag of a signal): atomic, a thread's own, or a lock. */
static bool is_shared_safely(const struct source *s, int from, int to)
{
	if (!s->may_share)
		return false;
	for (int i = from; i < to; i++)
		if (is(s, i, "_Atomic") || is(s, i, "_Thread_local") || is(s, i, "sig_atomic_t") ||
		    memmem(code(s, i)->p, code(s, i)->n, "pthread_", 8) ||
		    memmem(code(s, i)->p, code(s, i)->n, "atomic_", 7))
			return true;
	return false;
}

/* The declaration of an object, up to its initializer or semicolon. */
static void check_object(const struct source *s, int from, int to)
{
	char key[256];
	int name = from;

	if (!may_change(s, from, to) || is_shared_safely(s, from, to))
		return;
	for (int i = from; i < to && !is(s, i, "["); i = declarator_next(s, i))
		if (code(s, i)->kind == TOKEN_WORD)
			name = i;
	snprintf(key, sizeof key, "%s:%.*s", s->path, (int)code(s, name)->n, code(s, name)->p);
	report("global", key, s, code(s, name)->line,
	       "%.*s may change: only constant tables are global", (int)code(s, name)->n,
	       code(s, name)->p);
}

/* Objects inside a function that outlive its call. */
static void check_statics(const struct source *s, const struct item *it)
{
	for (int i = it->body; i < it->to; i++) {
		int to = i;

		if (!is(s, i, "static"))
			continue;
		while (to < it->to && !is(s, to, "=") && !is(s, to, ";"))
			to = declarator_next(s, to);
		check_object(s, i, to);
	}
}

static void check_function(const struct source *s, const struct item *it)
{
	const struct token *name = code(s, it->group - 1);
	int lines = code(s, it->to)->line - code(s, it->from)->line + 1;
	int n = count_parameters(s, it->group);
	char function[128], key[256];

	snprintf(function, sizeof function, "%.*s", (int)name->n, name->p);
	snprintf(key, sizeof key, "%s:%s", s->path, function);
	if (lines > FUNCTION_LINES)
		report("function", key, s, name->line, "%s() has %d lines, at most %d", function,
		       lines, FUNCTION_LINES);
	if (n > FUNCTION_PARAMETERS)
		report("parameters", key, s, name->line, "%s() has %d parameters, at most %d",
		       function, n, FUNCTION_PARAMETERS);
	check_nesting(s, it->body, function);
	if (!s->is_test && strcmp(s->room, "tools") != 0)
		check_statics(s, it);
}

/* "(*hook)" declares an object, "(*step(void))" a function. */
static bool is_function_pointer(const struct source *s, int group)
{
	int end = code_skip_group(s, group) - 1;

	return is(s, group + 1, "*") && !has_word(s, group + 1, end, "(");
}

/* A prototype, an object or a type. */
static void check_declaration(const struct source *s, const struct item *it)
{
	bool is_forward = it->to == it->from + 2 &&
	                  (is(s, it->from, "struct") || is(s, it->from, "union") ||
	                   is(s, it->from, "enum"));

	if (it->to == it->from || is_forward || it->is_type_only || is(s, it->from, "typedef"))
		return;
	if (it->group >= 0 && it->assign < 0 && !is_function_pointer(s, it->group))
		check_prototype(s, it);
	else if (!s->is_test && strcmp(s->room, "tools") != 0)
		check_object(s, it->from, it->assign >= 0 ? it->assign : it->to);
}

/* A header opens with what it is, and is read once. */
static void check_header(const struct source *s)
{
	if (!ends_with(s->path, ".h"))
		return;
	if (s->token_count == 0 || s->tokens[0].kind != TOKEN_COMMENT)
		report("header", s->path, s, 1,
		       "a header opens with a comment: what it is and owns");
	for (int i = 0; i + 1 < s->token_count; i++)
		if (s->tokens[i].in_directive && token_is(&s->tokens[i], "pragma") &&
		    token_is(&s->tokens[i + 1], "once"))
			return;
	report("header", s->path, s, 1, "#pragma once is missing");
}

void check_declarations(const struct source *s)
{
	check_header(s);
	for (int i = 0; i < s->code_count;) {
		struct item it = read_item(s, i);

		if (it.body >= 0)
			check_function(s, &it);
		else
			check_declaration(s, &it);
		i = it.to + 1;
	}
}
