/* tools/srccheck_token.c -- C text into tokens. */
#include "srccheck.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
	const char *p, *end;
	int line;
	bool in_directive;
	bool at_line_start; /* only blanks so far on this line */
};

bool token_is(const struct token *t, const char *text)
{
	return t->n == strlen(text) && memcmp(t->p, text, t->n) == 0;
}

static bool at(const struct reader *r, const char *text)
{
	size_t n = strlen(text);

	return (size_t)(r->end - r->p) >= n && memcmp(r->p, text, n) == 0;
}

/* Moves to the next token; false at the end. */
static bool skip_blanks(struct reader *r)
{
	for (; r->p < r->end; r->p++) {
		if (*r->p == '\n') {
			r->line++;
			r->in_directive = false;
			r->at_line_start = true;
		} else if (at(r, "\\\n")) {
			r->line++;
			r->p++;
		} else if (!isspace((unsigned char)*r->p)) {
			return true;
		}
	}
	return false;
}

static void step_over(struct reader *r)
{
	r->line += *r->p == '\n';
	r->p++;
}

static void read_comment(struct reader *r, struct token *t)
{
	t->kind = TOKEN_COMMENT;
	t->is_line_comment = at(r, "//");
	if (t->is_line_comment) {
		while (r->p < r->end && *r->p != '\n')
			r->p++;
		return;
	}
	for (r->p += 2; r->p < r->end && !at(r, "*/"); step_over(r))
		;
	r->p = r->end - r->p >= 2 ? r->p + 2 : r->end;
}

static void read_quoted(struct reader *r, struct token *t)
{
	char quote = *r->p;

	t->kind = quote == '"' ? TOKEN_STRING : TOKEN_CHAR;
	for (r->p++; r->p < r->end && *r->p != quote && *r->p != '\n'; step_over(r))
		if (*r->p == '\\' && r->p + 1 < r->end)
			step_over(r);
	if (r->p < r->end && *r->p == quote)
		r->p++;
}

static void read_word(struct reader *r, struct token *t)
{
	t->kind = isdigit((unsigned char)*r->p) ? TOKEN_NUMBER : TOKEN_WORD;
	while (r->p < r->end && (isalnum((unsigned char)*r->p) || *r->p == '_'))
		r->p++;
}

static bool next(struct reader *r, struct token *t)
{
	if (!skip_blanks(r))
		return false;
	if (*r->p == '#' && r->at_line_start)
		r->in_directive = true;
	*t = (struct token){ .p = r->p, .line = r->line, .in_directive = r->in_directive };
	if (at(r, "/*") || at(r, "//"))
		read_comment(r, t);
	else if (*r->p == '"' || *r->p == '\'')
		read_quoted(r, t);
	else if (isalnum((unsigned char)*r->p) || *r->p == '_')
		read_word(r, t);
	else {
		t->kind = TOKEN_MARK;
		r->p++;
	}
	if (t->kind != TOKEN_COMMENT)
		r->at_line_start = false;
	t->n = r->p - t->p;
	return true;
}

void tokens_read(struct source *s)
{
	struct reader r = {
		.p = s->text, .end = s->text + s->size, .line = 1, .at_line_start = true
	};
	struct token t;
	int cap = 0;

	while (next(&r, &t)) {
		if (s->token_count == cap) {
			cap = cap ? 2 * cap : 1024;
			s->tokens = must_realloc(s->tokens, cap, sizeof t);
		}
		s->tokens[s->token_count++] = t;
	}
	s->code = must_realloc(NULL, s->token_count + 1, sizeof t);
	for (int i = 0; i < s->token_count; i++)
		if (s->tokens[i].kind != TOKEN_COMMENT && !s->tokens[i].in_directive)
			s->code[s->code_count++] = s->tokens[i];
}

int code_skip_group(const struct source *s, int i)
{
	int depth = 0;

	for (; i < s->code_count; i++) {
		const struct token *t = &s->code[i];

		if (t->kind != TOKEN_MARK)
			continue;
		depth += strchr("([{", *t->p) != NULL;
		depth -= strchr(")]}", *t->p) != NULL;
		if (depth == 0)
			return i + 1;
	}
	return i;
}
