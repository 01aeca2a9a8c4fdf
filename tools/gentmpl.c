/*
 * gentmpl.c -- turns the templates of a slice into C: gentmpl SLICE OUT.h OUT.c FILE.html...
 *
 * The language is described in docs/templates.md.  What the generator cannot know (does a field
 * exist, can its type be printed) the C compiler checks; #line makes it name the template.
 */
#include "base/utf8.h"
#include "gentmpl.h"

#include <stdarg.h>
#include <stdio.h>

void tmpl_fault(const struct tmpl *g, int line, const char *fmt, ...)
{
	va_list ap;
	char why[512];

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	gen_fault(g->file, line, "%s", why);
}

const struct field *tmpl_field(const struct tmpl *g, const char *p, size_t n)
{
	for (int i = 0; i < g->field_count; i++)
		if (strlen(g->fields[i].name) == n && memcmp(g->fields[i].name, p, n) == 0)
			return &g->fields[i];
	return NULL;
}

const struct block *tmpl_loop(const struct tmpl *g, const char *p, size_t n)
{
	for (int i = 0; i < g->depth; i++) {
		const char *var = g->blocks[i].var;

		if (var && strlen(var) == n && memcmp(var, p, n) == 0)
			return &g->blocks[i];
	}
	return NULL;
}

static void indent(struct sbuf *t, int depth)
{
	for (int i = 0; i <= depth; i++)
		sbuf_char(t, '\t');
}

void tmpl_flush(struct tmpl *g)
{
	if (g->literal.n == 0)
		return;
	indent(&g->code, g->depth);
	sbuf_lit(&g->code, "html_lit(h,");
	gen_c_string(&g->code, sbuf_done(&g->literal), "\t\t");
	sbuf_lit(&g->code, ");\n");
	g->literal.n = 0;
}

struct sbuf *tmpl_statement(struct tmpl *g, int line)
{
	tmpl_flush(g);
	sbuf_printf(&g->code, "#line %d \"%s\"\n", line, g->file);
	indent(&g->code, g->depth);
	return &g->code;
}

/* --- reading --- */

/* The length of the tag that begins at p, braces included; 0 when it does not end. */
static size_t tag_length(const char *p, const char *end)
{
	bool quoted = false;

	if (end - p >= 2 && p[1] == '#') {
		const char *close = strstr(p, "#}");

		return close ? (size_t)(close + 2 - p) : 0;
	}
	for (const char *q = p + 1; q < end; q++) {
		if (quoted && *q == '\\' && q + 1 < end)
			q++;
		else if (*q == '"')
			quoted = !quoted;
		else if (!quoted && *q == '}')
			return (size_t)(q + 1 - p);
		else if (!quoted && *q == '{')
			return 0;
	}
	return 0;
}

static void skip(struct tmpl *g, size_t n)
{
	for (size_t i = 0; i < n; i++)
		g->line += g->p[i] == '\n';
	g->p += n;
}

/* What stands between the braces of the tag here; moves past it. */
static struct piece read_tag(struct tmpl *g)
{
	size_t n = tag_length(g->p, g->end);
	struct piece content = { g->p + 1, n - 2, g->line };

	if (n == 0)
		tmpl_fault(g, g->line, "unterminated '{'");
	skip(g, n);
	return content;
}

/* Does the line that begins at p hold control tags and nothing else? */
static bool is_control_line(const char *p, const char *end)
{
	int tags = 0;

	for (;;) {
		size_t n;

		while (p < end && (*p == ' ' || *p == '\t'))
			p++;
		if (p == end || *p == '\n')
			return tags > 0;
		if (*p != '{' || (n = tag_length(p, end)) == 0 ||
		    !tag_is_control((struct piece){ p + 1, n - 2, 0 }))
			return false;
		p += n;
		tags++;
	}
}

static void read_literal(struct tmpl *g, size_t n)
{
	char c = *g->p;

	place_step(g, c);
	sbuf_char(&g->literal, c);
	g->line_begins = c == '\n';
	skip(g, n);
}

/* Indentation and empty lines are dropped where they cannot be seen. */
static void begin_line(struct tmpl *g)
{
	g->line_is_control = is_control_line(g->p, g->end);
	g->line_begins = false;
	if (place_keeps_space(&g->place))
		return;
	while (g->p < g->end && (*g->p == ' ' || *g->p == '\t'))
		g->p++;
	if (g->p < g->end && *g->p == '\n' && !g->line_is_control) {
		skip(g, 1);
		g->line_begins = true;
	}
}

static void read_body(struct tmpl *g)
{
	g->line_begins = true;
	while (g->p < g->end) {
		char c = *g->p;

		if (g->line_begins) {
			begin_line(g);
		} else if ((c == '{' || c == '}') && g->p + 1 < g->end && g->p[1] == c) {
			read_literal(g, 2);
		} else if (c == '{') {
			struct piece content = read_tag(g);

			if (content.n == 0 || content.p[0] != '#')
				tag_write(g, content);
		} else if (c == '}') {
			tmpl_fault(g, g->line, "a lone '}': write }}");
		} else if (g->line_is_control && (c == ' ' || c == '\t' || c == '\n')) {
			skip(g, 1);
			g->line_begins = c == '\n';
		} else {
			read_literal(g, 1);
		}
	}
	tmpl_flush(g);
	if (g->depth > 0)
		tmpl_fault(g, g->blocks[g->depth - 1].line, "this {%s} is not ended",
		           g->blocks[g->depth - 1].kind == BLOCK_FOR ? "for" : "if");
	if (g->place.where != IN_TEXT)
		tmpl_fault(g, g->line, "the template ends inside a tag");
}

/* --- the head --- */

static void add_field(struct tmpl *g, struct piece decl)
{
	struct piece s = piece_trim(decl), name = s;
	size_t end = s.n, begin;

	while (end > 0 && (s.p[end - 1] == ']' || s.p[end - 1] == ' '))
		for (end--; end > 0 && s.p[end] != '['; end--)
			;
	for (begin = end; begin > 0 && is_name(s.p[begin - 1]); begin--)
		;
	name.p = s.p + begin;
	name.n = end - begin;
	if (name.n == 0 || begin == 0)
		tmpl_fault(g, s.line, "not a declaration: %.*s", (int)s.n, s.p);
	if (g->field_count == FIELDS_MAX)
		tmpl_fault(g, s.line, "more than %d fields", FIELDS_MAX);
	if (tmpl_field(g, name.p, name.n) || piece_is(name, "lang"))
		tmpl_fault(g, s.line, "the field %.*s is there already", (int)name.n, name.p);
	g->fields[g->field_count++] = (struct field){
		.type = arena_str(g->arena, s.p, piece_trim((struct piece){ s.p, begin, 0 }).n).p,
		.name = arena_str(g->arena, name.p, name.n).p,
	};
	sbuf_printf(&g->head, "#line %d \"%s\"\n\t%.*s;\n", s.line, g->file, (int)s.n, s.p);
}

static void read_fields(struct tmpl *g, struct piece decls)
{
	decls = piece_trim(decls);
	sbuf_printf(&g->head, "\nstruct %s_view {\n", g->name);
	while (decls.n > 0) {
		struct piece one = decls;

		for (one.n = 0; one.n < decls.n && decls.p[one.n] != ','; one.n++)
			;
		add_field(g, one);
		for (size_t i = 0; i < one.n; i++)
			decls.line += decls.p[i] == '\n';
		decls.p += one.n + (one.n < decls.n);
		decls.n -= one.n + (one.n < decls.n);
	}
	if (g->field_count == 0)
		sbuf_lit(&g->head, "\tchar nothing;\n");
}

static void skip_space(struct tmpl *g)
{
	while (g->p < g->end && (*g->p == ' ' || *g->p == '\t' || *g->p == '\n'))
		skip(g, 1);
}

/* {include "..."} lines and comments, then {view ...}. */
static void read_head(struct tmpl *g)
{
	for (;;) {
		struct piece tag, word;

		skip_space(g);
		if (g->p == g->end || *g->p != '{')
			tmpl_fault(g, g->line, "the head is missing: {view declarations}");
		tag = read_tag(g);
		if (tag.n > 0 && tag.p[0] == '#')
			continue;
		word = piece_word(&tag);
		if (piece_is(word, "include")) {
			struct piece name = piece_word(&tag);

			if (name.n < 3 || *name.p != '"' || name.p[name.n - 1] != '"')
				tmpl_fault(g, word.line, "write {include \"slice/slice.h\"}");
			sbuf_printf(&g->head, "#include %.*s\n", (int)name.n, name.p);
		} else if (piece_is(word, "view")) {
			read_fields(g, tag);
			break;
		} else {
			tmpl_fault(g, word.line, "the head is missing: {view declarations}");
		}
	}
	while (g->p < g->end && (*g->p == ' ' || *g->p == '\t'))
		g->p++;
	if (g->p < g->end && *g->p == '\n')
		skip(g, 1);
}

/* "motion_show" for show.html of the slice motion. */
static const char *view_name(struct arena *a, const char *slice, const char *file)
{
	struct str base = str_of(gen_file_name(file));
	struct str name;

	if (!str_ends(base, S(".html")))
		gen_fault(file, 0, "the name of a template ends in .html");
	name = arena_printf(a, "%s_%.*s", slice, (int)base.n - 5, base.p);
	if (!gen_is_name(name))
		gen_fault(file, 0, "the name of a template has letters a-z, digits and '_' alone");
	return name.p;
}

/* After code that bears the template's lines: those of the generated file again. */
static void resume_lines(struct sbuf *b, const char *file)
{
	int line = 2;

	for (size_t i = 0; i < b->n; i++)
		line += b->p[i] == '\n';
	sbuf_printf(b, "#line %d \"%s\"\n", line, gen_file_name(file));
}

static struct tmpl *template_read(struct arena *a, const char *slice, const char *file)
{
	struct tmpl *g = arena_make(a, struct tmpl);
	struct str text = gen_read(a, file);

	g->arena = a;
	g->head = g->literal = g->code = (struct sbuf){ .arena = a };
	g->file = file;
	g->line = 1;
	g->name = view_name(a, slice, file);
	g->p = text.p;
	g->end = text.p + text.n;
	if (!utf8_is_text(text) || str_find(text, '\r', 0) < text.n)
		gen_fault(file, 0, "a template is UTF-8 text whose lines end in a newline alone");
	read_head(g);
	read_body(g);
	if (g->line > LINES_MAX + 1)
		tmpl_fault(g, LINES_MAX + 1, "a template has at most %d lines", LINES_MAX);
	return g;
}

struct output {
	const char *header_file, *source_file;
	struct sbuf header, source;
};

static void output_view(struct output *out, struct tmpl *g)
{
	sbuf_str(&out->header, sbuf_done(&g->head));
	resume_lines(&out->header, out->header_file);
	sbuf_printf(&out->header, "};\n\nvoid %s_html(struct html *h, const struct %s_view *v);\n",
	            g->name, g->name);
	sbuf_printf(&out->source, "\nvoid %s_html(struct html *h, const struct %s_view *v)\n{\n",
	            g->name, g->name);
	sbuf_lit(&out->source, "\t(void)h;\n\t(void)v;\n");
	sbuf_str(&out->source, sbuf_done(&g->code));
	resume_lines(&out->source, out->source_file);
	sbuf_lit(&out->source, "}\n");
}

int main(int argc, char **argv)
{
	struct output out;
	struct arena *a;

	if (argc < 5) {
		fprintf(stderr, "usage: gentmpl SLICE OUT.h OUT.c FILE.html...\n");
		return 2;
	}
	a = arena_new();
	out = (struct output){ argv[2], argv[3], { .arena = a }, { .arena = a } };
	sbuf_printf(&out.header,
	            "/* Generated by gentmpl from the templates of %s; do not edit. */\n"
	            "#pragma once\n#include \"view/msg.h\"\n",
	            argv[1]);
	sbuf_printf(&out.source,
	            "/* Generated by gentmpl from the templates of %s; do not edit. */\n"
	            "#include \"%s\"\n",
	            argv[1], gen_file_name(argv[2]));
	for (int i = 4; i < argc; i++)
		output_view(&out, template_read(a, argv[1], argv[i]));
	gen_write(argv[2], &out.header);
	gen_write(argv[3], &out.source);
	arena_free(a);
	return 0;
}
