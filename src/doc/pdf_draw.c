/* pdf_draw.c -- the marks onto pages, and with them the structure that readers hear. */
#include "doc/pdf_core.h"

#include "base/str.h"
#include "base/time.h"
#include "view/msg.h"

#include <cairo-pdf.h>

#define HEADER_Y 32.0
#define FOOTER_Y (PAGE_HEIGHT - 44.0)

static cairo_status_t bytes_write(void *closure, const unsigned char *data, unsigned n)
{
	struct pdf *p = closure;

	sbuf_add(&p->raw, (const char *)data, n);
	return p->raw.full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static struct pdf_element *element_add(struct pdf *p)
{
	if (p->element_count == p->element_cap) {
		size_t cap = p->element_cap ? p->element_cap * 2 : 256;
		struct pdf_element *more = arena_many(p->arena, struct pdf_element, cap);

		if (p->element_count)
			memcpy(more, p->elements, p->element_count * sizeof(*more));
		p->elements = more;
		p->element_cap = cap;
	}
	return &p->elements[p->element_count++];
}

/* Whoever looks for what there is to say of an element goes through all that it is part of. */
static void element_begin(struct pdf *p, const char *cairo_attributes,
                          const struct pdf_element *about)
{
	size_t at = p->element_count;

	MUST(p->open_count < (int)COUNT_OF(p->open));
	*element_add(p) = *about;
	p->open[p->open_count++] = at;
	if (about->lang < LANGUAGE_COUNT || about->alt.p || about->scope)
		for (int i = 0; i < p->open_count; i++)
			p->elements[p->open[i]].has_more = true;
	cairo_tag_begin(p->cairo, about->tag, cairo_attributes);
}

static void element_end(struct pdf *p)
{
	struct pdf_element *e;

	MUST(p->open_count > 0);
	e = &p->elements[p->open[--p->open_count]];
	e->after = p->element_count;
	cairo_tag_end(p->cairo, e->tag);
}

/* The document's language need not be told again. */
static enum language told_language(const struct pdf *p, enum language l)
{
	return l == p->about.lang ? LANGUAGE_COUNT : l;
}

static bool anchor_exists(const struct pdf *p, struct str name)
{
	for (const struct pdf_anchor *a = p->anchors; a; a = a->next)
		if (str_eq(a->name, name))
			return true;
	return false;
}

/* Cairo reads attributes as 'text', where ' and \ are escaped. */
static struct str attribute(struct pdf *p, const char *name, struct str site, struct str value)
{
	struct sbuf out = { .arena = p->arena };

	sbuf_printf(&out, "%s='", name);
	for (size_t i = 0; i < site.n + value.n; i++) {
		char c = i < site.n ? site.p[i] : value.p[i - site.n];

		if (c == '\'' || c == '\\')
			sbuf_char(&out, '\\');
		sbuf_char(&out, c);
	}
	sbuf_char(&out, '\'');
	return sbuf_done(&out);
}

/* Where a link leads, as Cairo wants it; p == NULL: nowhere, its words are text. */
static struct str link_attributes(struct pdf *p, struct str link)
{
	struct str none = { NULL, 0 };

	/* An address is ASCII; whatever else is in it would be no PDF string. */
	for (size_t i = 0; i < link.n; i++)
		if (link.p[i] <= ' ' || link.p[i] == 0x7f)
			return none;
	if (link.n > 1 && link.p[0] == '#')
		return anchor_exists(p, str_sub(link, 1, link.n))
		               ? attribute(p, "dest", S(""), str_sub(link, 1, link.n))
		               : none;
	if (link.n && link.p[0] == '/' && !str_starts(link, S("//")) && !str_starts(link, S("/\\")))
		return p->about.site.n ? attribute(p, "uri", p->about.site, link) : none;
	return url_is_known(link) ? attribute(p, "uri", S(""), link) : none;
}

static int span_at(const struct pdf_text *t, int byte)
{
	int i = 0;

	while (i + 1 < t->span_count && (size_t)byte >= t->ends[i])
		i++;
	return i;
}

static void span_begin(struct pdf *p, const struct pdf_text *t, int i)
{
	const struct pdf_span *span = &t->spans[i];
	struct pdf_element about = { .tag = "Span", .lang = told_language(p, span->text.lang) };
	struct str attributes = link_attributes(p, span->link);

	if (attributes.p)
		about.tag = CAIRO_TAG_LINK;
	element_begin(p, attributes.p, &about);
}

static void run_draw(struct pdf *p, const struct pdf_text *t, PangoGlyphItem *run,
                     const double place[static 2])
{
	const struct pdf_span *span = &t->spans[span_at(t, run->item->offset)];
	bool is_link = span->link.n && link_attributes(p, span->link).p;
	unsigned face = span->face | t->style.face;

	pdf_ink_use(p->cairo, is_link ? INK_LINK : face & PDF_MUTED ? INK_MUTED : INK_TEXT);
	cairo_move_to(p->cairo, place[0], place[1]);
	pango_cairo_show_glyph_item(p->cairo, pango_layout_get_text(t->layout), run);
	if (is_link) {
		double w = (double)pango_glyph_string_get_width(run->glyphs) / PANGO_SCALE;

		cairo_rectangle(p->cairo, place[0], place[1] + 1.5, w, 0.5);
		cairo_fill(p->cairo);
	}
}

static double line_left(const struct pdf_text *t, PangoLayoutLine *line)
{
	PangoRectangle extent;
	double w;

	if (t->style.side == SIDE_LEFT)
		return 0;
	pango_layout_line_get_extents(line, NULL, &extent);
	w = t->style.width - (double)extent.width / PANGO_SCALE;
	return t->style.side == SIDE_RIGHT ? w : w / 2;
}

/* `open` is the span whose element is open, -1 none; not followed when the text needs none. */
static void line_draw(struct pdf *p, const struct pdf_mark *m, int number, int *open)
{
	const struct pdf_text *t = m->text;
	PangoLayoutLine *line = pango_layout_get_line_readonly(t->layout, number);
	double x = m->x + line_left(t, line);
	double y = m->y + t->pitch * (number - m->from) + t->pitch / 2 + t->style.size * 0.36;

	for (GSList *r = line->runs; r; r = r->next) {
		PangoGlyphItem *run = r->data;
		int span = span_at(t, run->item->offset);

		if (open && span != *open) {
			if (*open >= 0)
				element_end(p);
			span_begin(p, t, *open = span);
		}
		run_draw(p, t, run, (const double[]){ x, y });
		x += (double)pango_glyph_string_get_width(run->glyphs) / PANGO_SCALE;
	}
}

/* Cairo marks what is drawn in the innermost element alone: one with parts has no text itself. */
static void text_draw(struct pdf *p, const struct pdf_mark *m)
{
	const struct pdf_text *t = m->text;
	bool is_plain = t->span_count == 1 && !t->spans[0].link.n && m->begins && m->ends;
	struct pdf_element about = { .tag = m->tag, .scope = m->scope, .lang = LANGUAGE_COUNT };
	int open = -1;

	if (is_plain)
		about.lang = told_language(p, t->spans[0].text.lang);
	if (m->tag && m->begins)
		element_begin(p, NULL, &about);
	for (int i = m->from; i < m->to; i++)
		line_draw(p, m, i, m->tag && !is_plain ? &open : NULL);
	if (open >= 0)
		element_end(p);
	if (m->tag && m->ends)
		element_end(p);
}

static void code_draw(cairo_t *cairo, const struct pdf_mark *m)
{
	int size = m->code->size;
	double unit = m->w / (size + 2 * QR_MARGIN);

	for (int row = 0; row < size; row++) {
		const uint8_t *dark = m->code->dark + row * size;

		for (int from = 0, to; from < size; from = to + 1) {
			while (from < size && !dark[from])
				from++;
			for (to = from; to < size && dark[to];)
				to++;
			cairo_rectangle(cairo, m->x + (from + QR_MARGIN) * unit,
			                m->y + (row + QR_MARGIN) * unit, (to - from) * unit, unit);
		}
	}
	cairo_set_source_rgb(cairo, 0, 0, 0);
	cairo_fill(cairo);
}

static void bookmark_draw(struct pdf *p, const struct pdf_mark *m)
{
	struct sbuf where = { .arena = p->arena };
	int parent = m->number > 1 ? p->bookmark[m->number - 1] : CAIRO_PDF_OUTLINE_ROOT;

	/* Whole points: a number with a comma of some locale would not be read. */
	sbuf_printf(&where, "page=%d pos=[%d %d]", p->page, (int)m->x, (int)m->y);
	p->bookmark[m->number] =
		cairo_pdf_surface_add_outline(p->surface, parent, m->words.p, sbuf_done(&where).p,
	                                      m->number == 1 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
}

static void anchor_draw(struct pdf *p, const struct pdf_mark *m)
{
	struct sbuf out = { .arena = p->arena };

	sbuf_printf(&out, "name='%.*s' x=%d y=%d", STR_ARG(m->words), (int)PAGE_SIDE, (int)m->y);
	cairo_tag_begin(p->cairo, CAIRO_TAG_DEST, sbuf_done(&out).p);
	cairo_tag_end(p->cairo, CAIRO_TAG_DEST);
}

/* What stands around a page is no part of the text: it is in no element. */
static void margin_draw(struct pdf *p, struct tr text, enum pdf_side side, double y)
{
	struct pdf_style style = { .size = SMALL_SIZE - 0.5,
		                   .width = PAGE_WIDTH - 2 * PAGE_SIDE,
		                   .face = PDF_MUTED,
		                   .side = side };
	struct pdf_mark m = { .x = PAGE_SIDE, .y = y };

	m.text = pdf_text_one(p, text, &style);
	m.to = 1;
	for (int i = 0; i < m.text->line_count && i < m.to; i++)
		line_draw(p, &m, i, NULL);
}

static void page_end(struct pdf *p)
{
	const struct msg_arg args[] = { ARG_INT("page", p->page), ARG_INT("pages", p->pages) };
	struct sbuf number = { .arena = p->arena };
	enum language l = p->about.lang;

	if (!p->is_bare) {
		msg_text(&number, l, N_("Page {page} of {pages}"), args, COUNT_OF(args));
		margin_draw(p, (struct tr){ sbuf_done(&number), l }, SIDE_RIGHT, FOOTER_Y);
		if (p->page > 1 && p->about.header.text.n)
			margin_draw(p, p->about.header, SIDE_LEFT, HEADER_Y);
	}
	p->is_bare = false;
	cairo_show_page(p->cairo);
	p->page++;
}

static void turn_draw(struct pdf *p, const struct pdf_mark *m)
{
	if (!m->number) {
		cairo_restore(p->cairo);
		return;
	}
	cairo_save(p->cairo);
	cairo_translate(p->cairo, PAGE_WIDTH, PAGE_HEIGHT);
	cairo_scale(p->cairo, -1, -1);
}

static void fill_draw(cairo_t *cairo, const struct pdf_mark *m)
{
	pdf_ink_use(cairo, m->number);
	cairo_rectangle(cairo, m->x, m->y, m->w, m->h);
	cairo_fill(cairo);
}

static void mark_draw(struct pdf *p, const struct pdf_mark *m)
{
	const struct pdf_element about = {
		.tag = m->tag, .lang = m->lang, .alt = m->words, .scope = m->scope
	};

	switch (m->kind) {
	case MARK_PAGE:
		page_end(p);
		break;
	case MARK_BEGIN:
		element_begin(p, NULL, &about);
		break;
	case MARK_END:
		element_end(p);
		break;
	case MARK_TEXT:
		text_draw(p, m);
		break;
	case MARK_FILL:
		fill_draw(p->cairo, m);
		break;
	case MARK_TONE:
		pdf_tone_fill(p->cairo, m->number, m);
		break;
	case MARK_ANCHOR:
		anchor_draw(p, m);
		break;
	case MARK_BOOKMARK:
		bookmark_draw(p, m);
		break;
	case MARK_CODE:
		code_draw(p->cairo, m);
		break;
	case MARK_TURN:
		turn_draw(p, m);
		break;
	case MARK_BARE:
		p->is_bare = true;
		break;
	}
}

static void metadata_put(struct pdf *p, cairo_pdf_metadata_t what, struct str value)
{
	if (value.p)
		cairo_pdf_surface_set_metadata(p->surface, what,
		                               arena_str(p->arena, value.p, value.n).p);
}

static void about_put(struct pdf *p)
{
	char at[24];

	time_format(p->about.at, at);
	metadata_put(p, CAIRO_PDF_METADATA_TITLE, p->about.title);
	metadata_put(p, CAIRO_PDF_METADATA_AUTHOR, p->about.author);
	metadata_put(p, CAIRO_PDF_METADATA_SUBJECT, p->about.subject);
	metadata_put(p, CAIRO_PDF_METADATA_CREATOR, S("near"));
	metadata_put(p, CAIRO_PDF_METADATA_CREATE_DATE, str_of(at));
	metadata_put(p, CAIRO_PDF_METADATA_MOD_DATE, str_of(at));
}

enum err pdf_draw(struct pdf *p)
{
	const struct pdf_element document = { .tag = "Document", .lang = LANGUAGE_COUNT };
	cairo_status_t status;

	p->raw = (struct sbuf){ .arena = p->arena, .limit = PDF_BYTES_MAX };
	p->surface = cairo_pdf_surface_create_for_stream(bytes_write, p, PAGE_WIDTH, PAGE_HEIGHT);
	p->cairo = cairo_create(p->surface);
	p->page = 1;
	about_put(p);
	element_begin(p, NULL, &document);
	for (const struct pdf_mark *m = p->first; m; m = m->next)
		mark_draw(p, m);
	element_end(p);
	page_end(p);
	status = cairo_status(p->cairo);
	cairo_destroy(p->cairo);
	cairo_surface_finish(p->surface);
	if (!status)
		status = cairo_surface_status(p->surface);
	cairo_surface_destroy(p->surface);
	if (p->raw.full)
		return ERR_TOO_LARGE;
	return status ? ERR_IO : ERR_OK;
}
