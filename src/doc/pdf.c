/* pdf.c -- a document's life: made, filled by the other files, drawn, finished. */
#include "doc/pdf_core.h"

#include "base/str.h"

#include <malloc.h>

/* Hinting is for screens; on paper it would move letters by fractions that depend on the machine.
 */
static PangoContext *pango_make(void)
{
	/* The font map belongs to the thread, which loads its fonts once and keeps them. */
	PangoContext *pango = pango_font_map_create_context(pango_cairo_font_map_get_default());
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(pango, options);
	cairo_font_options_destroy(options);
	pango_context_set_round_glyph_positions(pango, FALSE);
	pango_context_set_base_dir(pango, PANGO_DIRECTION_LTR);
	return pango;
}

struct pdf *pdf_new(struct arena *a, const struct pdf_about *about)
{
	struct pdf *p = arena_make(a, struct pdf);

	MUST(about->title.n > 0);
	p->arena = a;
	p->about = *about;
	p->pango = pango_make();
	pango_context_set_language(p->pango,
	                           pango_language_from_string(language_code(about->lang)));
	p->last = &p->first;
	p->pages = 1;
	p->y = PAGE_TOP;
	p->is_page_empty = true;
	return p;
}

void pdf_free(struct pdf *p)
{
	if (!p)
		return;
	for (struct pdf_text *t = p->texts; t; t = t->next)
		g_object_unref(t->layout);
	g_object_unref(p->pango);
	p->texts = NULL;
	p->pango = NULL;
	/* For a moment a document needs tens of MiB (fonts are read whole to take a few signs out),
	 * which the heap would keep, and each thread's its own. */
	malloc_trim(0);
}

enum err pdf_end(struct pdf *p, struct str *ret_bytes)
{
	enum err e;

	MUST(p->depth == 0 && !p->table);
	if (p->err)
		return p->err;
	e = pdf_draw(p);
	return e ? e : pdf_finish(p, ret_bytes);
}

int pdf_missing(const struct pdf *p)
{
	return p->missing;
}

struct tr pdf_fallback(struct pdf *p, struct tr t)
{
	if (!t.text.p || t.lang == p->about.lang)
		return t;
	t.text = arena_printf(p->arena, "%.*s (%.*s)", STR_ARG(t.text),
	                      STR_ARG(language_name(t.lang)));
	return t;
}
