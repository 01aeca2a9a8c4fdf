/* gentmpl_tag.c -- turns one tag of a template into C statements. */
#include "gentmpl.h"

bool piece_is(struct piece s, const char *word)
{
	return s.n == strlen(word) && memcmp(s.p, word, s.n) == 0;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

struct piece piece_trim(struct piece s)
{
	while (s.n > 0 && is_space(*s.p)) {
		s.line += *s.p == '\n';
		s.p++;
		s.n--;
	}
	while (s.n > 0 && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct piece piece_word(struct piece *rest)
{
	struct piece s = piece_trim(*rest), word = s;
	size_t i = 0;
	int parens = 0;
	bool quoted = false;

	for (; i < s.n && (quoted || parens > 0 || !is_space(s.p[i])); i++) {
		if (quoted && s.p[i] == '\\')
			i++;
		else if (s.p[i] == '"')
			quoted = !quoted;
		else if (!quoted)
			parens += (s.p[i] == '(') - (s.p[i] == ')');
	}
	word.n = i < s.n ? i : s.n;
	for (i = 0; i < word.n; i++)
		s.line += s.p[i] == '\n';
	*rest = (struct piece){ s.p + word.n, s.n - word.n, s.line };
	return word;
}

static void no_more(struct tmpl *g, struct piece rest)
{
	rest = piece_trim(rest);
	if (rest.n > 0)
		tmpl_fault(g, rest.line, "unexpected: %.*s", (int)rest.n, rest.p);
}

/* --- values and formats --- */

/* A value that begins an address must be a struct url: the C compiler sees to it for paths. */
static void write_value(struct tmpl *g, struct piece s)
{
	const struct field *f = tmpl_field(g, s.p, s.n);
	enum address address = place_address(&g->place);
	const char *put = place_is_plain(&g->place) ? "html_put_attr" : "html_put";

	place_check_value(g);
	if (address == ADDRESS_EMPTY &&
	    (piece_is(s, "lang") || (f && strcmp(f->type, "struct url") != 0)))
		tmpl_fault(g, s.line,
		           "{%.*s} begins an address: it must be a struct url, or '/' before it",
		           (int)s.n, s.p);
	if (address == ADDRESS_EMPTY)
		put = "html_put_url";
	else if (address == ADDRESS_SLASH)
		put = "html_put_path";
	sbuf_printf(tmpl_statement(g, s.line), "%s(h, %s);\n", put, expr_c(g, s));
	g->place.has_value = g->place.where == IN_VALUE;
}

static void write_csrf(struct tmpl *g, struct piece s)
{
	if (g->place.where != IN_TEXT)
		tmpl_fault(g, s.line, "{csrf} is an element: it cannot stand inside a tag");
	if (!tmpl_field(g, "csrf", 4))
		tmpl_fault(g, s.line, "{csrf} needs the field struct str csrf in the head");
	sbuf_lit(&g->literal, "<input type=\"hidden\" name=\"csrf\" value=\"");
	sbuf_lit(tmpl_statement(g, s.line), "html_put_attr(h, v->csrf);\n");
	sbuf_lit(&g->literal, "\">");
}

static const struct format {
	const char *name, *function, *plain; /* plain: in attributes, where it differs */
} formats[] = {
	{ "int", "html_put_grouped", NULL },
	{ "date", "html_put_date", NULL },
	{ "day", "html_put_day", NULL },
	{ "text", "html_put_text", NULL },
	{ "own", "html_put_own", "html_put_tr_text" },
};

static void begin_words(struct tmpl *g, int line)
{
	place_check_value(g);
	if (place_address(&g->place) == ADDRESS_EMPTY || place_address(&g->place) == ADDRESS_SLASH)
		tmpl_fault(g, line, "a message or a format cannot begin an address");
}

static void write_format(struct tmpl *g, const struct format *f, struct piece rest)
{
	bool is_plain = place_is_plain(&g->place) && f->plain;

	begin_words(g, rest.line);
	sbuf_printf(tmpl_statement(g, rest.line), "%s(h, %s);\n", is_plain ? f->plain : f->function,
	            expr_c(g, rest));
	g->place.has_value = g->place.where == IN_VALUE;
}

static void write_moment(struct tmpl *g, struct piece rest)
{
	struct piece at = piece_word(&rest);
	struct piece zone = piece_word(&rest);

	begin_words(g, at.line);
	if (zone.n == 0)
		tmpl_fault(g, at.line, "write {moment at zone}");
	no_more(g, rest);
	sbuf_printf(tmpl_statement(g, at.line), "html_put_moment(h, %s, %s);\n", expr_c(g, at),
	            expr_c(g, zone));
	g->place.has_value = g->place.where == IN_VALUE;
}

/* --- messages --- */

struct arg {
	struct piece name, kind, expr;
	bool is_used;
};

struct message {
	struct piece keys[2]; /* with their quotes */
	int key_count;
	struct arg args[ARGS_MAX];
	int arg_count;
};

/* A string literal: what stands between the quotes is C as it is. */
static struct piece read_key(struct tmpl *g, struct piece *rest)
{
	struct piece s = piece_word(rest);

	if (s.n < 3 || s.p[0] != '"' || s.p[s.n - 1] != '"')
		tmpl_fault(g, s.line, "a message begins with its English text in quotes");
	for (size_t i = 1; i + 1 < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\n')
			tmpl_fault(g, s.line, "a message is one string on one line");
		if (s.p[i] == '\\' && !strchr("\\\"n", s.p[++i]))
			tmpl_fault(g, s.line, "'\\%c' in a message", s.p[i]);
	}
	return s;
}

static struct arg read_arg(struct tmpl *g, struct piece word)
{
	struct arg a = { .name = word, .kind = { "str", 3, word.line }, .expr = word };
	size_t i = 0;

	while (i < word.n && is_name(word.p[i]))
		i++;
	a.name.n = i;
	if (i < word.n && word.p[i] == ':') {
		a.kind.p = word.p + ++i;
		for (a.kind.n = 0; i < word.n && is_name(word.p[i]); i++)
			a.kind.n++;
	}
	if (a.name.n == 0 || i + 1 >= word.n || word.p[i] != '=')
		tmpl_fault(g, word.line, "expected place=expression, found: %.*s", (int)word.n,
		           word.p);
	a.expr.p = word.p + i + 1;
	a.expr.n = word.n - i - 1;
	return a;
}

/* Every {place} of the key must have its argument. */
static void check_places(struct tmpl *g, struct message *m, struct piece key)
{
	for (size_t i = 0; i < key.n; i++) {
		struct piece place = { key.p + i + 1, 0, key.line };
		bool found = false;

		if (key.p[i] == '}')
			tmpl_fault(g, key.line, "a lone '}' in a message");
		if (key.p[i] != '{')
			continue;
		while (is_name(place.p[place.n]))
			place.n++;
		if (place.n == 0 || place.p[place.n] != '}')
			tmpl_fault(g, key.line, "a place in a message is written {name}");
		i += place.n + 1;
		for (int k = 0; k < m->arg_count; k++) {
			struct piece name = m->args[k].name;

			if (name.n == place.n && memcmp(name.p, place.p, name.n) == 0)
				m->args[k].is_used = found = true;
		}
		if (!found)
			tmpl_fault(g, key.line, "nothing is given for the place {%.*s}",
			           (int)place.n, place.p);
	}
}

static struct message read_message(struct tmpl *g, struct piece rest, int keys)
{
	struct message m = { .key_count = keys };

	for (int i = 0; i < keys; i++)
		m.keys[i] = read_key(g, &rest);
	for (;;) {
		struct piece word = piece_word(&rest);

		if (word.n == 0)
			break;
		if (m.arg_count == ARGS_MAX)
			tmpl_fault(g, word.line, "more than %d places", ARGS_MAX);
		m.args[m.arg_count++] = read_arg(g, word);
	}
	if (keys == 2 && m.arg_count == 0)
		tmpl_fault(g, rest.line,
		           "{n} chooses by its first place: give it, as in count=expression");
	if (keys == 2) {
		m.args[0].is_used = true;
		m.args[0].kind = (struct piece){ "int", 3, rest.line };
	}
	for (int i = 0; i < keys; i++)
		check_places(g, &m, m.keys[i]);
	for (int i = 0; i < m.arg_count; i++)
		if (!m.args[i].is_used)
			tmpl_fault(g, rest.line, "the message has no place {%.*s}",
			           (int)m.args[i].name.n, m.args[i].name.p);
	return m;
}

/* "at,zone": two expressions. */
static const char *moment_c(struct tmpl *g, struct piece expr)
{
	struct sbuf t = { .arena = g->arena };
	struct piece at = expr, zone = expr;
	int parens = 0;

	for (at.n = 0; at.n < expr.n && (parens > 0 || expr.p[at.n] != ','); at.n++)
		parens += (expr.p[at.n] == '(') - (expr.p[at.n] == ')');
	if (at.n == expr.n)
		tmpl_fault(g, expr.line, "a moment is written at,zone");
	zone.p += at.n + 1;
	zone.n -= at.n + 1;
	sbuf_printf(&t, "%s, %s", expr_c(g, at), expr_c(g, zone));
	return sbuf_done(&t).p;
}

static void write_arg(struct tmpl *g, struct sbuf *code, const struct arg *a)
{
	static const struct {
		const char *kind, *macro;
	} kinds[] = {
		{ "str", "ARG_STR" },   { "int", "ARG_INT" },       { "tr", "ARG_TR" },
		{ "date", "ARG_DATE" }, { "day", "ARG_DAY" },       { "text", "ARG_TEXT" },
		{ "safe", "ARG_SAFE" }, { "moment", "ARG_MOMENT" },
	};

	if (piece_is(a->kind, "safe") && place_is_plain(&g->place))
		tmpl_fault(g, a->kind.line, "a safe place inside an attribute");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!piece_is(a->kind, kinds[i].kind))
			continue;
		sbuf_printf(code, "%s(\"%.*s\", %s), ", kinds[i].macro, (int)a->name.n, a->name.p,
		            piece_is(a->kind, "moment") ? moment_c(g, a->expr)
		                                        : expr_c(g, a->expr));
		return;
	}
	tmpl_fault(g, a->kind.line, "unknown kind of place: %.*s", (int)a->kind.n, a->kind.p);
}

static void write_message(struct tmpl *g, struct piece rest, int keys)
{
	struct message m = read_message(g, rest, keys);
	struct sbuf *code;

	begin_words(g, rest.line);
	code = tmpl_statement(g, rest.line);
	sbuf_printf(code, "html_msg%s%s(h, %.*s, ", keys == 2 ? "_n" : "",
	            place_is_plain(&g->place) ? "_attr" : "", (int)m.keys[0].n, m.keys[0].p);
	if (keys == 2)
		sbuf_printf(code, "%.*s, %s, ", (int)m.keys[1].n, m.keys[1].p,
		            expr_c(g, m.args[0].expr));
	if (m.arg_count > 0) {
		sbuf_lit(code, "(const struct msg_arg[]){ ");
		for (int i = 0; i < m.arg_count; i++)
			write_arg(g, code, &m.args[i]);
		sbuf_lit(code, "}, ");
	} else {
		sbuf_lit(code, "NULL, ");
	}
	sbuf_printf(code, "%d);\n", m.arg_count);
	g->place.has_value = g->place.where == IN_VALUE;
}

/* --- control --- */

static void open_block(struct tmpl *g, enum block_kind kind, int line)
{
	if (g->depth == BLOCKS_MAX)
		tmpl_fault(g, line, "control is nested more than %d deep", BLOCKS_MAX);
	g->blocks[g->depth++] = (struct block){ .kind = kind, .line = line, .begin = g->place };
}

static void write_if(struct tmpl *g, struct piece rest, int line)
{
	sbuf_printf(tmpl_statement(g, line), "if (%s) {\n", expr_c(g, rest));
	open_block(g, BLOCK_IF, line);
}

/* All branches must leave the HTML in the same state, or nothing after them could be escaped
 * surely. */
static void end_branch(struct tmpl *g, struct block *b, int line)
{
	if (b->has_branch_end && !place_same(&b->branch_end, &g->place))
		tmpl_fault(
			g, line,
			"the branches of the {if} of line %d end in different places of the HTML",
			b->line);
	b->branch_end = g->place;
	b->has_branch_end = true;
}

static void write_else(struct tmpl *g, struct piece rest, int line)
{
	struct block *b = g->depth > 0 ? &g->blocks[g->depth - 1] : NULL;
	struct piece after = rest, word = piece_word(&after);

	if (!b || b->kind != BLOCK_IF)
		tmpl_fault(g, line, "{else} without {if}");
	end_branch(g, b, line);
	g->place = b->begin;
	tmpl_flush(g);
	g->depth--;
	if (word.n == 0) {
		sbuf_lit(tmpl_statement(g, line), "} else {\n");
		b->kind = BLOCK_ELSE;
	} else if (piece_is(word, "if")) {
		sbuf_printf(tmpl_statement(g, line), "} else if (%s) {\n", expr_c(g, after));
	} else {
		tmpl_fault(g, line, "write {else} or {else if expression}");
	}
	g->depth++;
}

static void write_end(struct tmpl *g, struct piece rest, int line)
{
	struct block *b = g->depth > 0 ? &g->blocks[g->depth - 1] : NULL;

	no_more(g, rest);
	if (!b)
		tmpl_fault(g, line, "{end} without {if} or {for}");
	tmpl_flush(g);
	if (b->kind != BLOCK_FOR)
		end_branch(g, b, line);
	if (b->kind != BLOCK_ELSE && !place_same(&b->begin, &g->place))
		tmpl_fault(g, line, "{end}: the HTML is not where it was at {%s} of line %d",
		           b->kind == BLOCK_FOR ? "for" : "if", b->line);
	g->depth--;
	sbuf_lit(tmpl_statement(g, line), "}\n");
}

static void write_for(struct tmpl *g, struct piece rest, int line)
{
	struct piece var = piece_word(&rest), in = piece_word(&rest);
	struct piece array = piece_word(&rest), count = piece_word(&rest);
	const char *array_c, *count_c, *name;

	if (!piece_is(in, "in") || count.n == 0)
		tmpl_fault(g, line, "write {for x in array count}");
	no_more(g, rest);
	for (size_t i = 0; i < var.n; i++)
		if (!is_name(var.p[i]))
			tmpl_fault(g, line, "not a name: %.*s", (int)var.n, var.p);
	if (tmpl_field(g, var.p, var.n) || tmpl_loop(g, var.p, var.n) || piece_is(var, "lang"))
		tmpl_fault(g, line, "the loop variable %.*s hides another name", (int)var.n, var.p);
	array_c = expr_c(g, array);
	count_c = expr_c(g, count);
	name = arena_str(g->arena, var.p, var.n).p;
	sbuf_printf(tmpl_statement(g, line),
	            "for (int64_t at_%s = 0; at_%s < (int64_t)(%s); at_%s++) {\n", name, name,
	            count_c, name);
	open_block(g, BLOCK_FOR, line);
	g->blocks[g->depth - 1].var = arena_str(g->arena, var.p, var.n).p;
	sbuf_printf(tmpl_statement(g, line), "const __auto_type each_%s = &(%s)[at_%s];\n", name,
	            array_c, name);
	sbuf_printf(tmpl_statement(g, line), "(void)each_%s;\n", name);
}

static void write_use(struct tmpl *g, struct piece rest)
{
	struct piece name = piece_word(&rest), word = piece_word(&rest);
	struct sbuf *code;
	struct arg a;

	if (place_is_plain(&g->place))
		tmpl_fault(g, name.line, "{use} inside a tag or an element that holds text alone");
	if (name.n == 0)
		tmpl_fault(g, name.line, "write {use view_name field=expression ...}");
	code = tmpl_statement(g, name.line);
	sbuf_printf(code, "%.*s_html(h, ", (int)name.n, name.p);
	if (word.n > 0) {
		a = read_arg(g, word);
		if (piece_is(a.name, "from")) {
			const struct block *loop = tmpl_loop(g, a.expr.p, a.expr.n);

			no_more(g, rest);
			sbuf_printf(code, "%s%s);\n", loop ? "each_" : "",
			            loop ? loop->var : expr_c(g, a.expr));
			return;
		}
	}
	sbuf_printf(code, "&(const struct %.*s_view){ ", (int)name.n, name.p);
	for (; word.n > 0; word = piece_word(&rest)) {
		a = read_arg(g, word);
		sbuf_printf(code, ".%.*s = %s, ", (int)a.name.n, a.name.p, expr_c(g, a.expr));
	}
	sbuf_lit(code, "});\n");
}

bool tag_is_control(struct piece content)
{
	struct piece word;

	if (content.n > 0 && content.p[0] == '#')
		return true;
	word = piece_word(&content);
	return piece_is(word, "if") || piece_is(word, "else") || piece_is(word, "end") ||
	       piece_is(word, "for");
}

static void write_control(struct tmpl *g, struct piece word, struct piece rest)
{
	place_pause(g);
	if (piece_is(word, "if"))
		write_if(g, rest, word.line);
	else if (piece_is(word, "else"))
		write_else(g, rest, word.line);
	else if (piece_is(word, "end"))
		write_end(g, rest, word.line);
	else
		write_for(g, rest, word.line);
}

void tag_write(struct tmpl *g, struct piece content)
{
	struct piece rest = content, word = piece_word(&rest);
	bool is_alone = piece_trim(rest).n == 0;

	if (word.n == 0)
		tmpl_fault(g, content.line, "an empty tag");
	if (tag_is_control(content)) {
		write_control(g, word, rest);
		return;
	}
	if (is_alone && piece_is(word, "csrf")) {
		write_csrf(g, word);
		return;
	}
	if (is_alone) {
		write_value(g, word);
		return;
	}
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (piece_is(word, formats[i].name)) {
			write_format(g, &formats[i], rest);
			return;
		}
	}
	if (piece_is(word, "t"))
		write_message(g, rest, 1);
	else if (piece_is(word, "n"))
		write_message(g, rest, 2);
	else if (piece_is(word, "moment"))
		write_moment(g, rest);
	else if (piece_is(word, "use"))
		write_use(g, rest);
	else if (piece_is(word, "raw"))
		tmpl_fault(g, word.line,
		           "{raw}: everything is escaped; sanitized HTML is a struct safe_html");
	else
		tmpl_fault(g, word.line, "unknown tag {%.*s ...}", (int)word.n, word.p);
}
