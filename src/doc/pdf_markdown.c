/* pdf_markdown.c -- a text's Markdown, as doc/markdown.h makes it safe, onto paper. */
#include "doc/pdf_core.h"

#include "base/str.h"
#include "doc/markdown_tree.h"

enum { HEADING_FIRST = 2 /* what "#" is in the tree */, LEVEL_LAST = 4 };

/* The paragraph that is being read. */
struct reading {
	struct pdf *p;
	enum language lang;
	int level;
	struct pdf_span *spans;
	int n, cap;
	int strong, emphasis;
	struct str link;
};

static void span_add(struct reading *r, struct str text)
{
	if (!text.n)
		return;
	if (r->n == r->cap) {
		int cap = r->cap ? r->cap * 2 : 8;
		struct pdf_span *more = arena_many(r->p->arena, struct pdf_span, (size_t)cap);

		if (r->n)
			memcpy(more, r->spans, (size_t)r->n * sizeof(*more));
		r->spans = more;
		r->cap = cap;
	}
	r->spans[r->n++] = (struct pdf_span){
		.text = { text, r->lang },
		.face = (r->strong ? PDF_STRONG : 0) | (r->emphasis ? PDF_EMPHASIS : 0),
		.link = r->link,
	};
}

/* cmark makes a node of every few words; neighbours of one kind are one span. */
static void spans_join(struct reading *r)
{
	int last = 0;

	for (int i = 1; i < r->n; i++) {
		struct pdf_span *a = &r->spans[last], *b = &r->spans[i];

		if (a->face == b->face && str_eq(a->link, b->link))
			a->text.text = arena_printf(r->p->arena, "%.*s%.*s", STR_ARG(a->text.text),
			                            STR_ARG(b->text.text));
		else
			r->spans[++last] = *b;
	}
	r->n = r->n ? last + 1 : 0;
}

static void paragraph_end(struct reading *r)
{
	spans_join(r);
	pdf_spans(r->p, r->spans, r->n);
	r->n = 0;
}

static void heading_end(struct reading *r, cmark_node *node)
{
	int level = r->level + cmark_node_get_heading_level(node) - HEADING_FIRST;
	struct sbuf words = { .arena = r->p->arena };

	for (int i = 0; i < r->n; i++)
		sbuf_str(&words, r->spans[i].text.text);
	pdf_heading(r->p, level > LEVEL_LAST ? LEVEL_LAST : level,
	            (struct tr){ sbuf_done(&words), r->lang });
	r->n = 0;
}

static void item_begin(struct reading *r, cmark_node *item)
{
	cmark_node *list = cmark_node_parent(item), *before = item;
	int number = cmark_node_get_list_start(list);

	if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST) {
		pdf_list_item_begin(r->p, S("•"));
		return;
	}
	while ((before = cmark_node_previous(before)) != NULL)
		number++;
	pdf_list_item_begin(r->p, arena_printf(r->p->arena, "%d.", number));
}

static void code_put(struct reading *r, cmark_node *node)
{
	struct str words = str_trim(str_of(cmark_node_get_literal(node)));

	r->n = 0;
	span_add(r, arena_str(r->p->arena, words.p, words.n));
	paragraph_end(r);
}

/* Ideographs stand without spaces, at the end of a line of the source as well. */
static struct str line_end(const struct reading *r)
{
	return r->lang == LANGUAGE_ZH || r->lang == LANGUAGE_JA ? S("") : S(" ");
}

static void leaf(struct reading *r, cmark_node *node)
{
	struct str words;

	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
		words = str_of(cmark_node_get_literal(node));
		span_add(r, arena_str(r->p->arena, words.p, words.n));
		break;
	case CMARK_NODE_SOFTBREAK:
		span_add(r, line_end(r));
		break;
	case CMARK_NODE_LINEBREAK:
		span_add(r, S("\n"));
		break;
	case CMARK_NODE_CODE_BLOCK:
		code_put(r, node);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		pdf_block_space(r->p, 2 * TEXT_SIZE);
		break;
	default:
		break;
	}
}

static void enter(struct reading *r, cmark_node *node)
{
	struct str url;

	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_LIST:
		pdf_list_begin(r->p);
		break;
	case CMARK_NODE_ITEM:
		item_begin(r, node);
		break;
	case CMARK_NODE_BLOCK_QUOTE:
		pdf_mark_begin(r->p, "BlockQuote");
		r->p->indent += 2 * TEXT_SIZE;
		break;
	case CMARK_NODE_STRONG:
		r->strong++;
		break;
	case CMARK_NODE_EMPH:
		r->emphasis++;
		break;
	case CMARK_NODE_LINK:
		url = str_of(cmark_node_get_url(node));
		r->link = arena_str(r->p->arena, url.p, url.n);
		break;
	default:
		leaf(r, node);
		break;
	}
}

static void leave(struct reading *r, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_LIST:
		pdf_list_end(r->p);
		break;
	case CMARK_NODE_ITEM:
		pdf_list_item_end(r->p);
		break;
	case CMARK_NODE_BLOCK_QUOTE:
		r->p->indent -= 2 * TEXT_SIZE;
		pdf_mark_end(r->p);
		break;
	case CMARK_NODE_PARAGRAPH:
		paragraph_end(r);
		break;
	case CMARK_NODE_HEADING:
		heading_end(r, node);
		break;
	case CMARK_NODE_STRONG:
		r->strong--;
		break;
	case CMARK_NODE_EMPH:
		r->emphasis--;
		break;
	case CMARK_NODE_LINK:
		r->link = (struct str){ NULL, 0 };
		break;
	default:
		break;
	}
}

void pdf_markdown(struct pdf *p, struct tr text, int level)
{
	struct reading r = { .p = p, .lang = text.lang, .level = level };
	cmark_event_type event;
	cmark_node *document;
	cmark_iter *walk;

	if (!text.text.n || p->err)
		return;
	document = markdown_parse(text.text);
	walk = cmark_iter_new(document);
	while ((event = cmark_iter_next(walk)) != CMARK_EVENT_DONE) {
		if (event == CMARK_EVENT_ENTER)
			enter(&r, cmark_iter_get_node(walk));
		else
			leave(&r, cmark_iter_get_node(walk));
	}
	cmark_iter_free(walk);
	cmark_node_free(document);
	pdf_block_space(p, 5);
}
