/* pdf_flow.c -- blocks one beneath the other, over as many pages as they need. */
#include "doc/pdf_core.h"

#include "base/str.h"

enum { INDENT_MAX = 6, BLOCK_LINES = 2 /* never one line of a block alone */ };

#define INDENT 16.0
#define GAP 5.0

static const double heading_sizes[] = { 14, 12, 10.5, 10 };

struct pdf_mark *pdf_mark_add(struct pdf *p, enum pdf_mark_kind kind)
{
	struct pdf_mark *m = arena_make(p->arena, struct pdf_mark);

	m->kind = kind;
	m->lang = LANGUAGE_COUNT;
	/* Past the limit marks are handed out and lead nowhere, so that no caller need look. */
	if (p->err)
		return m;
	*p->last = m;
	p->last = &m->next;
	return m;
}

void pdf_mark_begin(struct pdf *p, const char *tag)
{
	/* What is nested deeper is part of the innermost element that is told. */
	if (p->depth++ < PDF_DEPTH_MAX)
		pdf_mark_add(p, MARK_BEGIN)->tag = tag;
}

void pdf_mark_end(struct pdf *p)
{
	MUST(p->depth > 0);
	if (--p->depth < PDF_DEPTH_MAX)
		pdf_mark_add(p, MARK_END);
}

struct pdf_mark *pdf_mark_text(struct pdf *p, const struct pdf_text *t, double x, double y)
{
	struct pdf_mark *m = pdf_mark_add(p, MARK_TEXT);

	m->text = t;
	m->x = x;
	m->y = y;
	m->to = t->line_count;
	m->begins = m->ends = true;
	p->is_page_empty = false;
	return m;
}

void pdf_mark_fill(struct pdf *p, enum pdf_ink ink, const double box[static 4])
{
	struct pdf_mark *m = pdf_mark_add(p, MARK_FILL);

	m->number = ink;
	m->x = box[0];
	m->y = box[1];
	m->w = box[2];
	m->h = box[3];
	p->is_page_empty = false;
}

void flow_page_begin(struct pdf *p)
{
	if (p->pages >= PDF_PAGES_MAX)
		p->err = ERR_TOO_LARGE;
	pdf_mark_add(p, MARK_PAGE);
	p->pages++;
	p->y = PAGE_TOP;
	p->space = 0;
	p->is_page_empty = true;
}

void pdf_page_room(struct pdf *p, double height)
{
	if (!p->is_page_empty)
		p->y += p->space;
	p->space = 0;
	if (p->y + height > PAGE_BOTTOM && !p->is_page_empty)
		flow_page_begin(p);
}

double pdf_page_left(const struct pdf *p)
{
	double indent = p->indent > INDENT_MAX * INDENT ? INDENT_MAX * INDENT : p->indent;

	return PAGE_SIDE + indent;
}

double pdf_page_width(const struct pdf *p)
{
	return PAGE_WIDTH - PAGE_SIDE - pdf_page_left(p);
}

void pdf_block_space(struct pdf *p, double space)
{
	if (p->space < space)
		p->space = space;
}

/* How many lines from `from` on stand on this page, leaving no line of the block alone. */
static int lines_here(struct pdf *p, const struct pdf_text *t, int from)
{
	int left = t->line_count - from, fit = (int)((PAGE_BOTTOM - p->y) / t->pitch);

	if (fit >= left)
		return left;
	if (left - fit < BLOCK_LINES)
		fit = left - BLOCK_LINES;
	return fit < BLOCK_LINES && !p->is_page_empty ? 0 : fit < 1 ? 1 : fit;
}

void pdf_block_put(struct pdf *p, const struct pdf_text *t, const char *tag)
{
	double x = pdf_page_left(p);

	pdf_page_room(p, t->pitch);
	for (int from = 0; from < t->line_count && !p->err;) {
		int n = lines_here(p, t, from);
		struct pdf_mark *m;

		if (n == 0) {
			flow_page_begin(p);
			continue;
		}
		m = pdf_mark_text(p, t, x, p->y);
		m->tag = tag;
		m->from = from;
		m->to = from += n;
		m->begins = m->from == 0;
		m->ends = from == t->line_count;
		p->y += t->pitch * n;
	}
}

static struct pdf_style style_of(const struct pdf *p, double size, unsigned face)
{
	return (struct pdf_style){ .size = size, .width = pdf_page_width(p), .face = face };
}

static void put(struct pdf *p, struct tr text, const struct pdf_style *style, const char *tag)
{
	if (text.text.n && !p->err)
		pdf_block_put(p, pdf_text_one(p, text, style), tag);
}

void pdf_title(struct pdf *p, struct tr title)
{
	struct pdf_style style = style_of(p, 20, PDF_STRONG);

	put(p, title, &style, "H1");
	pdf_block_space(p, 8);
}

void pdf_subtitle(struct pdf *p, struct tr text)
{
	struct pdf_style style = style_of(p, 11.5, PDF_MUTED);

	put(p, text, &style, "P");
	pdf_block_space(p, 10);
}

/* Levels follow one another: what would leave one out is raised, for readers step through them. */
void pdf_heading(struct pdf *p, int level, struct tr text)
{
	static const char *const tags[] = { "H2", "H3", "H4", "H5" };
	struct pdf_style style;
	struct pdf_mark *m;
	const struct pdf_text *t;

	MUST(level >= 1 && level <= (int)COUNT_OF(tags));
	if (!text.text.n || p->err)
		return;
	p->level = level > p->level + 1 ? p->level + 1 : level;
	style = style_of(p, heading_sizes[p->level - 1], PDF_STRONG);
	t = pdf_text_one(p, text, &style);
	pdf_block_space(p, style.size * 1.3);
	pdf_page_room(p, pdf_text_height(t) + 4 * TEXT_SIZE * 1.65);
	m = pdf_mark_add(p, MARK_BOOKMARK);
	m->number = p->level;
	m->words = arena_str(p->arena, text.text.p, text.text.n);
	m->y = p->y;
	pdf_block_put(p, t, tags[p->level - 1]);
	pdf_block_space(p, 3);
}

void pdf_anchor(struct pdf *p, struct str name)
{
	struct pdf_anchor *anchor = arena_make(p->arena, struct pdf_anchor);
	struct pdf_mark *m;

	MUST(str_is_slug(name));
	/* Where the next block will be, if it is still this page's. */
	pdf_page_room(p, 5 * TEXT_SIZE * 1.65);
	m = pdf_mark_add(p, MARK_ANCHOR);
	m->words = anchor->name = arena_str(p->arena, name.p, name.n);
	m->y = p->y;
	anchor->next = p->anchors;
	p->anchors = anchor;
}

void pdf_para(struct pdf *p, struct tr text)
{
	pdf_spans(p, &(const struct pdf_span){ .text = text }, 1);
}

void pdf_note(struct pdf *p, struct tr text)
{
	struct pdf_style style = style_of(p, SMALL_SIZE, PDF_MUTED);

	put(p, text, &style, "P");
	pdf_block_space(p, GAP);
}

void pdf_spans(struct pdf *p, const struct pdf_span *spans, int n)
{
	struct pdf_style style = style_of(p, TEXT_SIZE, 0);
	size_t bytes = 0;

	for (int i = 0; i < n; i++)
		bytes += spans[i].text.text.n;
	if (bytes == 0 || p->err)
		return;
	pdf_block_put(p, pdf_text_set(p, spans, n, &style), "P");
	pdf_block_space(p, GAP);
}

void pdf_list_begin(struct pdf *p)
{
	pdf_mark_begin(p, "L");
}

/* The label stands on the line where the item's first block will, which room is made for here. */
void pdf_list_item_begin(struct pdf *p, struct str label)
{
	struct tr text = { label, p->about.lang };
	struct pdf_style style = style_of(p, TEXT_SIZE, 0);
	const struct pdf_text *t = pdf_text_one(p, text, &style);
	struct pdf_mark *m;

	pdf_page_room(p, (BLOCK_LINES + 1) * TEXT_SIZE * 1.65);
	pdf_mark_begin(p, "LI");
	m = pdf_mark_text(p, t, pdf_page_left(p), p->y);
	m->tag = p->depth < PDF_DEPTH_MAX ? "Lbl" : NULL;
	pdf_mark_begin(p, "LBody");
	p->indent += INDENT;
}

void pdf_list_item_end(struct pdf *p)
{
	p->indent -= INDENT;
	pdf_mark_end(p);
	pdf_mark_end(p);
}

void pdf_list_end(struct pdf *p)
{
	pdf_mark_end(p);
}

void pdf_list(struct pdf *p, bool is_numbered, const struct tr *items, int n)
{
	pdf_list_begin(p);
	for (int i = 0; i < n && !p->err; i++) {
		pdf_list_item_begin(p, is_numbered ? arena_printf(p->arena, "%d.", i + 1) : S("•"));
		pdf_para(p, items[i]);
		pdf_list_item_end(p);
		p->space = 1.5;
	}
	pdf_list_end(p);
	pdf_block_space(p, GAP);
}

void pdf_new_page(struct pdf *p)
{
	if (!p->is_page_empty)
		flow_page_begin(p);
}
