/* genmsg_c.c -- keys in C: string literals in the calls and marks that take a message. */
#include "genmsg.h"

/* What takes a key, and which of its arguments it is; with `plural` the next one is the plural. */
static const struct taker {
	const char *name;
	int nth;
	bool plural;
} takers[] = {
	{ "N_", 0, false },
	{ "N_N", 0, true },
	{ "msg", 1, false },
	{ "msg_n", 1, true },
	{ "msg_text", 2, false },
	{ "msg_text_n", 2, true },
	{ "html_msg", 1, false },
	{ "html_msg_n", 1, true },
	{ "html_msg_attr", 1, false },
	{ "html_msg_n_attr", 1, true },
	{ "html_put_text", 1, false },
	{ "ARG_TEXT", 1, false },
	{ "form_error_add", 2, false },
};

struct scan {
	struct catalogue *c;
	const char *file;
	const char *p; /* ended by a zero byte */
	int line;
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

static void step(struct scan *s)
{
	s->line += *s->p == '\n';
	s->p++;
}

static void skip_comment(struct scan *s)
{
	step(s);
	while (*s->p && !(s->p[0] == '*' && s->p[1] == '/'))
		step(s);
	for (int i = 0; i < 2 && *s->p; i++)
		step(s);
}

/* White space and comments. */
static void skip_space(struct scan *s)
{
	for (;;) {
		if (*s->p == ' ' || *s->p == '\t' || *s->p == '\n')
			step(s);
		else if (s->p[0] == '/' && s->p[1] == '*')
			skip_comment(s);
		else
			return;
	}
}

/* A string or character literal, unread. */
static void skip_quoted(struct scan *s)
{
	char quote = *s->p;

	step(s);
	while (*s->p && *s->p != quote && *s->p != '\n') {
		if (*s->p == '\\' && s->p[1])
			step(s);
		step(s);
	}
	if (*s->p)
		step(s);
}

/* A preprocessor line defines macros; it uses no message. */
static void skip_directive(struct scan *s)
{
	while (*s->p && *s->p != '\n') {
		if (s->p[0] == '\\' && s->p[1] == '\n')
			step(s);
		step(s);
	}
}

/* Past whatever comes next inside an argument. */
static void skip_token(struct scan *s, int *depth)
{
	if (*s->p == '"' || *s->p == '\'') {
		skip_quoted(s);
		return;
	}
	*depth += (*s->p == '(' || *s->p == '{' || *s->p == '[');
	*depth -= (*s->p == ')' || *s->p == '}' || *s->p == ']');
	step(s);
}

/* From "(" to the nth argument; false when the call has not so many. */
static bool seek_argument(struct scan *s, int nth)
{
	int depth = 0;

	step(s);
	while (nth > 0) {
		skip_space(s);
		if (*s->p == '\0' || (depth == 0 && *s->p == ')'))
			return false;
		if (depth == 0 && *s->p == ',') {
			nth--;
			step(s);
		} else {
			skip_token(s, &depth);
		}
	}
	skip_space(s);
	return true;
}

/* The key of a call whose "(" is next; a key that is no literal was marked elsewhere. */
static void read_call(struct scan s, const struct taker *t)
{
	struct str key, many = { NULL, 0 };
	int line;

	if (!seek_argument(&s, t->nth))
		return;
	line = s.line;
	key = literal_read(s.c->arena, &s.p, &s.line);
	if (key.p == NULL)
		return;
	skip_space(&s);
	if (t->plural && *s.p == ',') {
		step(&s);
		skip_space(&s);
		many = literal_read(s.c->arena, &s.p, &s.line);
		skip_space(&s);
	}
	if (t->plural && many.p == NULL)
		gen_fault(s.file, line, "%s: the plural must be a string as well", t->name);
	if (*s.p != ',' && *s.p != ')')
		gen_fault(s.file, line, "%s: the message must be a string and nothing else",
		          t->name);
	catalogue_add(s.c, s.file, line, key, many);
}

static void read_word(struct scan *s)
{
	struct str word = { s->p, 0 };

	while (is_word(*s->p))
		step(s);
	word.n = (size_t)(s->p - word.p);
	for (size_t i = 0; i < COUNT_OF(takers); i++) {
		struct scan call = *s;

		if (!str_is(word, takers[i].name))
			continue;
		skip_space(&call);
		if (*call.p == '(')
			read_call(call, &takers[i]);
	}
}

void c_scan(struct catalogue *c, const char *file, struct str text)
{
	struct scan s = { c, file, text.p, 1 };
	bool line_begins = true;

	while (*s.p) {
		if (*s.p == '\n') {
			line_begins = true;
			step(&s);
			continue;
		}
		if (line_begins && *s.p == '#')
			skip_directive(&s);
		else if (s.p[0] == '/' && s.p[1] == '*')
			skip_comment(&s);
		else if (*s.p == '"' || *s.p == '\'')
			skip_quoted(&s);
		else if (is_word(*s.p))
			read_word(&s);
		else
			step(&s);
		line_begins = false;
	}
}

/* --- literals --- */

static int digit(char c, int base)
{
	int v = c >= '0' && c <= '9'   ? c - '0'
	        : c >= 'a' && c <= 'f' ? c - 'a' + 10
	        : c >= 'A' && c <= 'F' ? c - 'A' + 10
	                               : 99;

	return v < base ? v : -1;
}

/* The number of an octal or hexadecimal escape (C17, 6.4.4.4). */
static char read_number(const char **p, int base, int most)
{
	int v = 0;

	for (int i = 0; i < most && digit(**p, base) >= 0; i++)
		v = v * base + digit(*(*p)++, base);
	return (char)v;
}

static char read_escape(const char **p)
{
	static const char names[] = "ntr", bytes[] = "\n\t\r";
	char c = **p;
	const char *name = c ? strchr(names, c) : NULL;

	if (c == 'x') {
		(*p)++;
		return read_number(p, 16, 2);
	}
	if (c >= '0' && c <= '7')
		return read_number(p, 8, 3);
	(*p)++;
	return name ? bytes[name - names] : c;
}

struct str literal_read(struct arena *a, const char **p, int *line)
{
	struct sbuf text = { .arena = a };
	const char *q = *p, *end = q;
	int lines = 0, counted = 0;

	if (*q != '"')
		return (struct str){ NULL, 0 };
	while (*q == '"') {
		for (q++; *q && *q != '"' && *q != '\n';) {
			if (*q != '\\') {
				sbuf_char(&text, *q++);
				continue;
			}
			q++;
			sbuf_char(&text, read_escape(&q));
		}
		if (*q != '"')
			return (struct str){ NULL, 0 };
		end = ++q;
		counted += lines;
		for (lines = 0; *q == ' ' || *q == '\t' || *q == '\n'; q++)
			lines += *q == '\n';
	}
	*p = end;
	*line += counted;
	return sbuf_done(&text);
}
