/* gensql_scan.c -- SQL text into tokens. */
#include "gensql.h"

#include <strings.h>

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char peek(const struct scan *s, size_t ahead)
{
	return s->at + ahead < s->text.n ? s->text.p[s->at + ahead] : '\0';
}

static struct tok take(struct scan *s, enum tok_kind kind, size_t n)
{
	struct tok t = { kind, str_sub(s->text, s->at, s->at + n), s->line };

	s->at += n;
	return t;
}

static size_t word_length(const struct scan *s, size_t from)
{
	size_t n = from;

	while (is_word_byte(peek(s, n)))
		n++;
	return n;
}

static struct tok take_comment(struct scan *s)
{
	size_t end = str_find(s->text, '\n', s->at);
	struct tok t = take(s, TOK_COMMENT, end - s->at);

	t.s = str_trim(str_sub(t.s, 2, t.s.n));
	return t;
}

static struct tok take_string(struct scan *s)
{
	size_t n = 1;

	/* A doubled quote is two strings side by side, which prints the same. */
	while (peek(s, n) != '\'') {
		if (s->at + n >= s->text.n || peek(s, n) == '\n')
			gen_fault(s->file, s->line, "a string is not closed on its line");
		n++;
	}
	return take(s, TOK_STRING, n + 1);
}

static struct tok take_space(struct scan *s)
{
	size_t n = 1;

	while (peek(s, n) == ' ' || peek(s, n) == '\t' || peek(s, n) == '\r')
		n++;
	return take(s, TOK_SPACE, n);
}

static struct tok take_param(struct scan *s)
{
	struct tok t = take(s, TOK_PARAM, word_length(s, 1));

	t.s = str_sub(t.s, 1, t.s.n);
	return t;
}

struct tok scan_next(struct scan *s)
{
	if (s->at >= s->text.n)
		return (struct tok){ TOK_END, { NULL, 0 }, s->line };
	char c = peek(s, 0);

	if (c == '\n') {
		struct tok t = take(s, TOK_LINE, 1);

		s->line++;
		return t;
	}
	if (c == ' ' || c == '\t' || c == '\r')
		return take_space(s);
	if (c == '-' && peek(s, 1) == '-')
		return take_comment(s);
	if (c == '\'')
		return take_string(s);
	if (c == ':' && is_word_byte(peek(s, 1)))
		return take_param(s);
	if (is_digit(c))
		return take(s, TOK_NUMBER, word_length(s, 1));
	if (is_word_byte(c))
		return take(s, TOK_WORD, word_length(s, 1));
	/* Quoted names are a string to SQLite when they are misspelt; '?' and '$' are ours to give.
	 */
	if (strchr("\"`[]?$@#\\", c) != NULL || (c == '/' && peek(s, 1) == '*') || c == ':')
		gen_fault(s->file, s->line, "'%c' may not stand here", c);
	return take(s, TOK_PUNCT, 1);
}

/* What stands before the statement: spaces and comments, of which "export:" matters. */
static struct tok skip_to_stmt(struct scan *s, struct stmt *st)
{
	struct tok t = scan_next(s);

	while (t.kind == TOK_SPACE || t.kind == TOK_LINE || t.kind == TOK_COMMENT) {
		if (t.kind == TOK_COMMENT && str_starts(t.s, S("export:")))
			st->export = str_trim(str_sub(t.s, strlen("export:"), t.s.n));
		t = scan_next(s);
	}
	return t;
}

static bool is_end_of_stmt(const struct tok *t)
{
	return t->kind == TOK_PUNCT && str_is(t->s, ";");
}

bool scan_stmt(struct scan *s, struct arena *a, struct stmt *ret)
{
	*ret = (struct stmt){ .toks = NULL };
	struct tok t = skip_to_stmt(s, ret);

	if (t.kind == TOK_END)
		return false;
	ret->line = t.line;
	ret->toks = arena_many(a, struct tok, TOKENS_MAX);
	for (; !is_end_of_stmt(&t); t = scan_next(s)) {
		if (t.kind == TOK_END)
			gen_fault(s->file, ret->line, "the statement has no ';'");
		if (ret->n == TOKENS_MAX)
			gen_fault(s->file, ret->line, "the statement is too long");
		if (t.kind != TOK_COMMENT)
			ret->toks[ret->n++] = t;
	}
	ret->end_line = t.line;
	return true;
}

int stmt_skip(const struct stmt *st, int i)
{
	while (i < st->n && (st->toks[i].kind == TOK_SPACE || st->toks[i].kind == TOK_LINE))
		i++;
	return i;
}

bool tok_is(const struct stmt *st, int i, const char *word)
{
	if (i < 0 || i >= st->n || st->toks[i].kind == TOK_STRING || st->toks[i].kind == TOK_PARAM)
		return false;
	struct str s = st->toks[i].s;

	return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}
