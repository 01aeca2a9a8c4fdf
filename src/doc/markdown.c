/* markdown.c -- cmark-gfm in safe mode, its tree checked before it is rendered. */
#include "doc/markdown.h"

#include "base/str.h"
#include "base/utf8.h"
#include "doc/markdown_tree.h"

#include <stdlib.h>

enum { HEADING_LAST = 6 };

/* A path of this site: "//host" and "/\host" would be another's. */
static bool is_path(struct str url)
{
	return url.n > 0 && url.p[0] == '/' &&
	       !(url.n > 1 && (url.p[1] == '/' || url.p[1] == '\\'));
}

static void check_link(cmark_node *link)
{
	struct str url = str_of(cmark_node_get_url(link));

	if (!is_path(url) && !url_is_known(url))
		cmark_node_set_url(link, "#");
}

static void lower_heading(cmark_node *heading)
{
	int level = cmark_node_get_heading_level(heading) + 1;

	cmark_node_set_heading_level(heading, level > HEADING_LAST ? HEADING_LAST : level);
}

/* No picture comes from a text, for the page would fetch it from wherever it says; its words stay.
 */
static void replace_by_children(cmark_node *node)
{
	cmark_node *child;

	while ((child = cmark_node_first_child(node)) != NULL)
		cmark_node_insert_before(node, child);
	cmark_node_unlink(node);
	cmark_node_free(node);
}

/* Leaves may be changed when they are entered, other nodes when they are left (cmark-gfm.h). */
static void visit(cmark_node *node, cmark_event_type event)
{
	cmark_node_type type = cmark_node_get_type(node);
	bool is_exit = event == CMARK_EVENT_EXIT;

	if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) {
		cmark_node_unlink(node);
		cmark_node_free(node);
	} else if (is_exit && type == CMARK_NODE_HEADING) {
		lower_heading(node);
	} else if (is_exit && type == CMARK_NODE_LINK) {
		check_link(node);
	} else if (is_exit && type == CMARK_NODE_IMAGE) {
		replace_by_children(node);
	}
}

static void check(cmark_node *document)
{
	cmark_iter *walk = cmark_iter_new(document);
	cmark_event_type event;

	while ((event = cmark_iter_next(walk)) != CMARK_EVENT_DONE)
		visit(cmark_iter_get_node(walk), event);
	cmark_iter_free(walk);
}

cmark_node *markdown_parse(struct str text)
{
	cmark_node *document;

	text = utf8_clip(text, MARKDOWN_LIMIT);
	document = cmark_parse_document(text.p, text.n, CMARK_OPT_VALIDATE_UTF8);
	MUST(document);
	check(document);
	return document;
}

struct safe_html markdown_html(struct arena *a, struct str text)
{
	cmark_node *document;
	struct safe_html out;
	char *html;

	if (!text.p)
		return (struct safe_html){ 0 };
	document = markdown_parse(text);
	html = cmark_render_html(document, CMARK_OPT_DEFAULT, NULL);
	MUST(html);
	out.html = arena_str(a, html, strlen(html));
	free(html);
	cmark_node_free(document);
	return out;
}
