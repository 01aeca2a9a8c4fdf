/* genmsg_html.c -- keys in templates ({t "..."} and {n "..." "..."}) and in errors.txt. */
#include "genmsg.h"

struct scan {
	struct catalogue *c;
	const char *file;
	const char *p; /* ended by a zero byte */
	int line;
};

static void step(struct scan *s)
{
	s->line += *s->p == '\n';
	s->p++;
}

static void skip_space(struct scan *s)
{
	while (*s->p == ' ' || *s->p == '\t' || *s->p == '\n')
		step(s);
}

/* Past the end of a tag; gentmpl tells what is wrong with it. */
static void skip_tag(struct scan *s)
{
	bool quoted = false;

	while (*s->p && (quoted || *s->p != '}')) {
		if (quoted && *s->p == '\\' && s->p[1])
			step(s);
		else if (*s->p == '"')
			quoted = !quoted;
		step(s);
	}
}

static void skip_comment(struct scan *s)
{
	while (*s->p && !(s->p[0] == '#' && s->p[1] == '}'))
		step(s);
}

static bool is_gap(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* After "{t" or "{n". */
static void read_message(struct scan *s, bool has_plural)
{
	struct str key, many = { NULL, 0 };
	int line;

	skip_space(s);
	line = s->line;
	/* One literal alone: the next one is the plural, not a continuation. */
	for (int i = 0; i < 1 + has_plural; i++) {
		const char *end = s->p;
		struct scan one = *s;
		struct str text;

		if (*end != '"')
			gen_fault(s->file, line,
			          "a message begins with its English text in quotes");
		for (end++; *end && *end != '"'; end++)
			end += *end == '\\' && end[1];
		text = arena_str(s->c->arena, s->p, (size_t)(end + (*end == '"') - s->p));
		one.p = text.p;
		*(i == 0 ? &key : &many) = literal_read(s->c->arena, &one.p, &one.line);
		s->p += text.n;
		skip_space(s);
	}
	catalogue_add(s->c, s->file, line, key, many);
}

void html_scan(struct catalogue *c, const char *file, struct str text)
{
	struct scan s = { c, file, text.p, 1 };

	while (*s.p) {
		char word = s.p[0] == '{' ? s.p[1] : '\0';

		if (word == '{' || word == '#') {
			s.p += 2;
			if (word == '#')
				skip_comment(&s);
		} else if ((word == 't' || word == 'n') && is_gap(s.p[2])) {
			s.p += 2;
			read_message(&s, word == 'n');
			skip_tag(&s);
		} else if (word) {
			skip_tag(&s);
		} else {
			step(&s);
		}
	}
}

void errors_scan(struct catalogue *c, const char *file, struct str text)
{
	struct str line;
	int number = 0;

	while (str_cut(&text, '\n', &line)) {
		size_t first = str_find(line, '|', 0);
		size_t second = str_find(line, '|', first + 1);
		struct str message = str_trim(str_sub(line, second + 1, line.n));

		number++;
		if (str_starts(line, S("#")) || str_trim(line).n == 0)
			continue;
		if (message.n == 0)
			gen_fault(file, number, "write NAME | status | message");
		catalogue_add(c, file, number, arena_str(c->arena, message.p, message.n),
		              (struct str){ NULL, 0 });
	}
}
