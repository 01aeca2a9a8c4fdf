/* tools/srccheck_text.c -- what can be seen in any file of text: lines, columns, SQL blocks. */
#include "srccheck.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Does the character take two columns?  East Asian wide and fullwidth forms, coarsely (UAX 11). */
static bool is_wide(uint32_t c)
{
	return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
	       (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
	       (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60);
}

static uint32_t decode(const char *p, const char *end, size_t *ret_n)
{
	unsigned char c = *p;
	int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
	uint32_t v = more == 3 ? c & 0x07 : more == 2 ? c & 0x0f : more == 1 ? c & 0x1f : c;

	*ret_n = 1;
	while (more-- > 0 && p + *ret_n < end)
		v = v << 6 | (p[(*ret_n)++] & 0x3f);
	return v;
}

static int columns(const char *p, const char *end)
{
	int n = 0;
	size_t step;

	for (; p < end; p += step) {
		uint32_t c = decode(p, end, &step);

		if (c == '\t')
			n = (n / 8 + 1) * 8;
		else
			n += is_wide(c) ? 2 : 1;
	}
	return n;
}

static int line_limit(const struct source *s)
{
	if (ends_with(s->path, ".c"))
		return C_LINES;
	if (ends_with(s->path, ".h"))
		return H_LINES;
	return ends_with(s->path, ".html") ? HTML_LINES : 0;
}

/* Prose is wrapped by its own habits. */
static bool is_prose(const struct source *s)
{
	return ends_with(s->path, ".md") || ends_with(s->path, ".txt") ||
	       ends_with(s->path, ".svg");
}

/* A template's messages are keys: broken over lines they would be others. */
static bool may_be_wide(const struct source *s)
{
	return ends_with(s->path, ".html");
}

static void check_line(const struct source *s, const char *p, const char *end, int line)
{
	int wide = columns(p, end);

	if (end > p && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
		report("blanks", s->path, s, line, "blanks at the end of the line");
	if (wide > LINE_COLUMNS && !may_be_wide(s))
		report("line", s->path, s, line, "%d columns, at most %d", wide, LINE_COLUMNS);
}

static bool starts(const char *p, const char *end, const char *word)
{
	return (size_t)(end - p) >= strlen(word) && memcmp(p, word, strlen(word)) == 0;
}

/* A block of SQL: from its "-- query:" or its first word to the semicolon. */
struct block {
	int from; /* 0: none is open */
};

static void check_sql_line(const struct source *s, struct block *b, const char *p, int line)
{
	const char *end = p + strcspn(p, "\n");
	bool is_comment = starts(p, end, "--");

	if (starts(p, end, "-- query:") || (b->from == 0 && end > p && !is_comment))
		b->from = line;
	if (b->from == 0 || is_comment || !memchr(p, ';', end - p))
		return;
	if (line - b->from + 1 > SQL_LINES)
		report("sql-block", s->path, s, b->from, "a block of %d lines, at most %d",
		       line - b->from + 1, SQL_LINES);
	b->from = 0;
}

void check_text(const struct source *s)
{
	struct block b = { 0 };
	int line = 0, limit = line_limit(s);

	for (const char *p = s->text; *p;) {
		const char *end = p + strcspn(p, "\n");

		line++;
		if (!is_prose(s))
			check_line(s, p, end, line);
		if (!is_prose(s) && !ends_with(s->path, ".c") && !ends_with(s->path, ".h"))
			check_undone(s, p, end - p, line);
		if (ends_with(s->path, ".sql"))
			check_sql_line(s, &b, p, line);
		p = *end ? end + 1 : end;
	}
	if (limit > 0 && line > limit)
		report("file", s->path, s, line, "%d lines, at most %d", line, limit);
	if (s->size != strlen(s->text))
		report("blanks", s->path, s, line, "a zero byte in a text");
	else if (s->size > 0 && s->text[s->size - 1] != '\n')
		report("blanks", s->path, s, line, "no newline at the end");
}
