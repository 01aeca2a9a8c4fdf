/*
 * gentmpl_html.c -- follows the HTML of a template byte by byte.
 *
 * Not a parser of all HTML: it knows what decides how a value is escaped (element text, quoted
 * attribute, address) and refuses what would make that unsure.  The names are HTML's
 * (section 13.2.5 of the Living Standard).
 */
#include "gentmpl.h"
#include <string.h>

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* Longer names than the array are cut: none that matters here is. */
static void append(char *name, size_t size, char c)
{
	size_t n = strlen(name);

	if (n + 1 < size)
		name[n] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

static void leave_tag(struct tmpl *g)
{
	struct place *p = &g->place;
	static const struct {
		const char *tag;
		enum inside inside;
	} opens[] = {
		{ "title", INSIDE_TITLE },
		{ "option", INSIDE_OPTION },
		{ "textarea", INSIDE_TEXTAREA },
		{ "script", INSIDE_SCRIPT },
	};

	if (strcmp(p->tag, "style") == 0)
		tmpl_fault(g, g->line,
		           "<style> has no place in a template: the site has one stylesheet");
	p->inside = INSIDE_NONE;
	for (size_t i = 0; i < sizeof(opens) / sizeof(opens[0]); i++)
		if (strcmp(p->tag, opens[i].tag) == 0)
			p->inside = opens[i].inside;
	if (strcmp(p->tag, "pre") == 0)
		p->pre = true;
	if (strcmp(p->tag, "/pre") == 0)
		p->pre = false;
	p->where = IN_TEXT;
	memset(p->tag, 0, sizeof(p->tag));
	memset(p->attr, 0, sizeof(p->attr));
}

static void step_text(struct tmpl *g, char c)
{
	struct place *p = &g->place;

	if (c == '<')
		p->where = IN_TAG_NAME;
	else if (p->inside == INSIDE_SCRIPT && !is_space(c))
		tmpl_fault(g, g->line,
		           "script inside a page: put it into a file and name it in src");
}

static void check_tag_name(struct tmpl *g)
{
	struct place *p = &g->place;

	if (p->tag[0] == '\0' || strcmp(p->tag, "/") == 0)
		tmpl_fault(g, g->line, "'<' that begins no tag: write &lt;");
	if (strncmp(p->tag, "!-", 2) == 0)
		tmpl_fault(g, g->line, "an HTML comment would be sent to readers: write {# ... #}");
	if ((p->inside == INSIDE_TITLE && strcmp(p->tag, "/title") != 0) ||
	    (p->inside == INSIDE_TEXTAREA && strcmp(p->tag, "/textarea") != 0) ||
	    (p->inside == INSIDE_SCRIPT && strcmp(p->tag, "/script") != 0))
		tmpl_fault(g, g->line, "<%s> inside an element that holds text alone", p->tag);
}

static void step_tag_name(struct tmpl *g, char c)
{
	struct place *p = &g->place;

	if (is_letter(c) || (c >= '0' && c <= '9') || c == '-' ||
	    (p->tag[0] == '\0' && (c == '/' || c == '!'))) {
		append(p->tag, sizeof(p->tag), c);
		if (strcmp(p->tag, "!-") == 0)
			check_tag_name(g);
		return;
	}
	check_tag_name(g);
	if (c == '>')
		leave_tag(g);
	else if (is_space(c) || c == '/')
		p->where = IN_TAG;
	else
		tmpl_fault(g, g->line, "'%c' in the name of a tag", c);
}

static void check_attr_name(struct tmpl *g)
{
	const struct place *p = &g->place;

	if (p->attr[0] == 'o' && p->attr[1] == 'n')
		tmpl_fault(g, g->line,
		           "%s: the site's Content-Security-Policy forbids script in attributes",
		           p->attr);
	if (strcmp(p->attr, "style") == 0)
		tmpl_fault(g, g->line,
		           "style: the site's Content-Security-Policy forbids it; use a class");
}

static void step_tag(struct tmpl *g, char c)
{
	struct place *p = &g->place;

	if (c == '>') {
		leave_tag(g);
	} else if (c == '"' || c == '\'' || c == '=' || c == '<') {
		tmpl_fault(g, g->line, "'%c' inside <%s>", c, p->tag);
	} else if (!is_space(c) && c != '/') {
		memset(p->attr, 0, sizeof(p->attr));
		append(p->attr, sizeof(p->attr), c);
		p->where = IN_ATTR_NAME;
	}
}

static void step_attr_name(struct tmpl *g, char c)
{
	struct place *p = &g->place;

	if (c == '=') {
		check_attr_name(g);
		p->where = IN_ATTR_EQUALS;
	} else if (is_space(c) || c == '>' || c == '/') {
		memset(p->attr, 0, sizeof(p->attr));
		p->where = IN_TAG;
		step_tag(g, c);
	} else {
		append(p->attr, sizeof(p->attr), c);
	}
}

static void step_value(struct place *p, char c)
{
	if (c != p->quote) {
		if (!p->has_value)
			append(p->start, sizeof(p->start), c);
		return;
	}
	p->where = IN_TAG;
	p->quote = '\0';
	p->has_value = false;
	memset(p->start, 0, sizeof(p->start));
	memset(p->attr, 0, sizeof(p->attr));
}

void place_step(struct tmpl *g, char c)
{
	struct place *p = &g->place;

	switch (p->where) {
	case IN_TEXT:
		step_text(g, c);
		break;
	case IN_TAG_NAME:
		step_tag_name(g, c);
		break;
	case IN_TAG:
		step_tag(g, c);
		break;
	case IN_ATTR_NAME:
		step_attr_name(g, c);
		break;
	case IN_ATTR_EQUALS:
		if (c != '"' && c != '\'')
			tmpl_fault(g, g->line, "the value of %s must stand in quotes", p->attr);
		p->quote = c;
		p->where = IN_VALUE;
		break;
	case IN_VALUE:
		step_value(p, c);
		break;
	}
}

void place_pause(struct tmpl *g)
{
	struct place *p = &g->place;

	if (p->where == IN_TAG_NAME) {
		check_tag_name(g);
		p->where = IN_TAG;
	} else if (p->where == IN_ATTR_NAME) {
		memset(p->attr, 0, sizeof(p->attr));
		p->where = IN_TAG;
	}
}

bool place_same(const struct place *a, const struct place *b)
{
	return a->where == b->where && a->inside == b->inside && a->pre == b->pre &&
	       a->quote == b->quote && strcmp(a->tag, b->tag) == 0 &&
	       strcmp(a->attr, b->attr) == 0 && place_address(a) == place_address(b);
}

bool place_is_plain(const struct place *p)
{
	return p->where != IN_TEXT || p->inside != INSIDE_NONE;
}

bool place_keeps_space(const struct place *p)
{
	return p->pre || p->inside == INSIDE_TEXTAREA || p->where == IN_VALUE;
}

enum address place_address(const struct place *p)
{
	static const char *const addresses[] = { "href", "src",  "action", "formaction", "poster",
		                                 "cite", "data", "srcset", "xlink:href", NULL };
	static const char *const fixed[] = { "#", "?", "http://", "https://", "mailto:", NULL };

	if (p->where != IN_VALUE || !is_one_of(p->attr, addresses))
		return ADDRESS_NONE;
	if (p->has_value)
		return ADDRESS_FIXED;
	if (p->start[0] == '\0')
		return ADDRESS_EMPTY;
	if (p->start[0] == '/') {
		if (p->start[1] == '\0')
			return ADDRESS_SLASH;
		return p->start[1] == '/' || p->start[1] == '\\' ? ADDRESS_OPEN : ADDRESS_FIXED;
	}
	for (const char *const *f = fixed; *f; f++)
		if (strncmp(p->start, *f, strlen(*f)) == 0)
			return ADDRESS_FIXED;
	return ADDRESS_OPEN;
}

void place_check_value(struct tmpl *g)
{
	const struct place *p = &g->place;

	if (p->where == IN_ATTR_EQUALS)
		tmpl_fault(g, g->line, "the value of %s must stand in quotes", p->attr);
	if (p->where != IN_TEXT && p->where != IN_VALUE)
		tmpl_fault(g, g->line, "a value inside <%s> must stand inside a quoted attribute",
		           p->tag);
	if (p->inside == INSIDE_SCRIPT && p->where == IN_TEXT)
		tmpl_fault(g, g->line, "a value inside <script>");
	if (place_address(p) == ADDRESS_OPEN)
		tmpl_fault(g, g->line,
		           "an address must begin with a struct url, '/', '#', '?', http://, "
		           "https:// or mailto:");
}
