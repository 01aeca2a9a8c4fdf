/* csv.c -- records of comma-separated values (RFC 4180). */
#include "base/parse.h"
#include "base/str.h"
#include "base/utf8.h"

enum { FIELDS_MAX = 64, FIELD_BYTES_MAX = 64 * 1024 };

static bool broken(struct csv *c, const char *why)
{
	c->fault = why;
	return false;
}

static char peek(const struct csv *c)
{
	/* NUL cannot stand in the text: a record that holds one is refused. */
	return c->at < c->text.n ? c->text.p[c->at] : '\0';
}

static bool is_end(const struct csv *c)
{
	return c->at >= c->text.n;
}

static bool take_field(struct csv *c, struct arena *a, struct str raw, struct str *ret)
{
	if (raw.n > FIELD_BYTES_MAX)
		return broken(c, "a field is longer than 64 KiB");
	if (!utf8_is_valid(raw))
		return broken(c, "a field is not valid UTF-8");
	*ret = arena_str(a, raw.p, raw.n);
	return true;
}

static bool read_plain(struct csv *c, struct arena *a, struct str *ret)
{
	size_t from = c->at;

	while (!is_end(c) && peek(c) != ',' && peek(c) != '\n' && peek(c) != '\r') {
		if (peek(c) == '"')
			return broken(c, "a quotation mark stands in a field that is not "
			                 "quoted: enclose it in quotation marks");
		c->at++;
	}
	return take_field(c, a, str_sub(c->text, from, c->at), ret);
}

/* "" inside a field is one quotation mark; done in place, since the field is a copy already. */
static size_t undouble(char *p, size_t n)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++) {
		p[to++] = p[i];
		i += p[i] == '"';
	}
	p[to] = '\0';
	return to;
}

static bool read_quoted(struct csv *c, struct arena *a, struct str *ret)
{
	size_t from = ++c->at;

	c->quoted = c->line;
	for (;; c->at++) {
		if (is_end(c)) {
			c->line = c->quoted;
			return broken(c, "the quotation mark that opens here is not closed");
		}
		c->line += peek(c) == '\n';
		if (peek(c) != '"')
			continue;
		if (c->at + 1 >= c->text.n || c->text.p[c->at + 1] != '"')
			break;
		c->at++;
	}
	if (!take_field(c, a, str_sub(c->text, from, c->at), ret))
		return false;
	/* The bytes are the arena's own. */
	ret->n = undouble((char *)(uintptr_t)ret->p, ret->n);
	c->at++;
	return true;
}

/* What ends a field: true and *ret_more says whether another one follows in the record. */
static bool read_separator(struct csv *c, bool *ret_more)
{
	*ret_more = peek(c) == ',';
	if (*ret_more) {
		c->at++;
		return true;
	}
	if (is_end(c))
		return true;
	if (peek(c) == '\r')
		c->at++;
	if (peek(c) != '\n')
		return broken(c, "after a field a comma or the end of the line is expected");
	c->at++;
	c->line++;
	return true;
}

bool csv_next(struct csv *c, struct arena *a, struct str fields[static 64], int *ret_n)
{
	bool more = true;
	int n = 0;

	if (c->at == 0) {
		if (str_starts(c->text, S("\xef\xbb\xbf")))
			c->at = 3;
		if (c->line < 1)
			c->line = 1;
	}
	if (c->fault != NULL || is_end(c))
		return false;
	c->quoted = 0;
	while (more) {
		if (n == FIELDS_MAX)
			return broken(c, "the record has more than 64 fields");
		if (!(peek(c) == '"' ? read_quoted(c, a, &fields[n])
		                     : read_plain(c, a, &fields[n])))
			return false;
		n++;
		if (!read_separator(c, &more))
			return false;
	}
	*ret_n = n;
	return true;
}
