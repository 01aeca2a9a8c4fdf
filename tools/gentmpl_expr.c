/* gentmpl_expr.c -- expressions of templates: C, with paths that begin at the view or a loop
 * variable. */
#include "gentmpl.h"
#include <string.h>

struct expr {
	struct tmpl *g;
	struct piece rest;
	struct sbuf c;
	int parens;
	bool is_member; /* the last token was "." or "->" */
};

bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_constant(struct piece s)
{
	if (piece_is(s, "true") || piece_is(s, "false"))
		return true;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 'a' && s.p[i] <= 'z')
			return false;
	return true;
}

static void step(struct expr *e, size_t n)
{
	e->rest.p += n;
	e->rest.n -= n;
}

static bool follows(const struct expr *e, const char *token)
{
	size_t n = strlen(token);

	return e->rest.n >= n && memcmp(e->rest.p, token, n) == 0;
}

/* A loop variable is a pointer to the element; in a template it is written as the element itself.
 */
static void put_loop_variable(struct expr *e, const struct block *loop)
{
	if (follows(e, ".")) {
		sbuf_printf(&e->c, "each_%s->", loop->var);
		step(e, 1);
		e->is_member = true;
	} else {
		sbuf_printf(&e->c, "(*each_%s)", loop->var);
	}
}

static void put_name(struct expr *e)
{
	struct piece name = e->rest;
	const struct block *loop;
	bool is_member = e->is_member;

	name.n = 0;
	while (name.n < e->rest.n && is_name(e->rest.p[name.n]))
		name.n++;
	step(e, name.n);
	e->is_member = false;
	loop = tmpl_loop(e->g, name.p, name.n);
	if (is_member || is_digit(name.p[0]) || is_constant(name) || follows(e, "("))
		sbuf_add(&e->c, name.p, name.n);
	else if (piece_is(name, "lang"))
		sbuf_lit(&e->c, "h->lang");
	else if (loop)
		put_loop_variable(e, loop);
	else
		sbuf_printf(&e->c, "v->%.*s", (int)name.n, name.p);
}

static void put_string(struct expr *e)
{
	size_t n = 1;

	if (e->parens == 0)
		tmpl_fault(e->g, e->rest.line, "a string has no place in an expression");
	while (n < e->rest.n && e->rest.p[n] != '"')
		n += e->rest.p[n] == '\\' ? 2 : 1;
	if (n >= e->rest.n)
		tmpl_fault(e->g, e->rest.line, "unterminated string in an expression");
	sbuf_add(&e->c, e->rest.p, n + 1);
	step(e, n + 1);
	e->is_member = false;
}

static void put_operator(struct expr *e)
{
	static const char *const known[] = {
		"==", "!=", "<=", ">=", "&&", "||", "->", "!", "<",
		">",  "+",  "-",  "(",  ")",  ".",  ",",  "&",
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		const char *op = known[i];

		if (!follows(e, op))
			continue;
		e->parens += (*op == '(') - (*op == ')');
		if (e->parens < 0)
			tmpl_fault(e->g, e->rest.line, "unbalanced parentheses in an expression");
		if (*op == ',' && e->parens == 0)
			break;
		sbuf_str(&e->c, str_of(op));
		step(e, strlen(op));
		e->is_member = *op == '.' || strcmp(op, "->") == 0;
		return;
	}
	tmpl_fault(e->g, e->rest.line, "'%c' has no place in an expression", *e->rest.p);
}

const char *expr_c(struct tmpl *g, struct piece expr)
{
	struct expr e = { .g = g, .rest = piece_trim(expr), .c = { .arena = g->arena } };

	if (e.rest.n == 0)
		tmpl_fault(g, expr.line, "an expression is missing");
	while (e.rest.n > 0) {
		char c = *e.rest.p;

		if (c == ' ' || c == '\t' || c == '\n') {
			sbuf_char(&e.c, ' ');
			e.rest.line += c == '\n';
			step(&e, 1);
		} else if (is_name(c)) {
			put_name(&e);
		} else if (c == '"') {
			put_string(&e);
		} else {
			put_operator(&e);
		}
	}
	if (e.parens != 0)
		tmpl_fault(g, expr.line, "unbalanced parentheses in an expression");
	return sbuf_done(&e.c).p;
}
