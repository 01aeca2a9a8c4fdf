/* pdf_tone.c -- inks, and the patterns by which tones are told apart without colour. */
#include "doc/pdf_core.h"

#define HATCH 3.2

static const unsigned inks[] = {
	[INK_TEXT] = 0x14202b, [INK_MUTED] = 0x55636f,   [INK_LINK] = 0x0b5c8a,
	[INK_LINE] = 0xd5dce2, [INK_PAPER] = 0xffffff,   [INK_YES] = 0x1d7a46,
	[INK_NO] = 0xa8321f,   [INK_ABSTAIN] = 0x6b7280,
};

void pdf_ink_use(cairo_t *cairo, enum pdf_ink ink)
{
	unsigned rgb = inks[ink];

	cairo_set_source_rgb(cairo, (rgb >> 16) / 255.0, (rgb >> 8 & 255) / 255.0,
	                     (rgb & 255) / 255.0);
}

static void frame_draw(cairo_t *cairo, const struct pdf_mark *m)
{
	double inset = m->w < 1 ? m->w / 2 : 0.4;

	cairo_set_line_width(cairo, 0.8);
	cairo_rectangle(cairo, m->x + inset, m->y + 0.4, m->w - 2 * inset, m->h - 0.8);
	cairo_stroke(cairo);
}

static void slant_draw(cairo_t *cairo, const struct pdf_mark *m)
{
	cairo_set_line_width(cairo, 1.4);
	for (double x = m->x - m->h; x < m->x + m->w; x += HATCH) {
		cairo_move_to(cairo, x, m->y + m->h);
		cairo_line_to(cairo, x + m->h, m->y);
	}
	cairo_stroke(cairo);
}

static void rows_draw(cairo_t *cairo, const struct pdf_mark *m)
{
	cairo_set_line_width(cairo, 0.7);
	for (double y = m->y + HATCH / 2; y < m->y + m->h; y += HATCH) {
		cairo_move_to(cairo, m->x, y);
		cairo_line_to(cairo, m->x + m->w, y);
	}
	cairo_stroke(cairo);
}

/* Full, slanted, lying lines, empty: they differ in a copy without colour as well. */
void pdf_tone_fill(cairo_t *cairo, enum pdf_tone tone, const struct pdf_mark *m)
{
	static const enum pdf_ink ink_of[] = {
		[PDF_YES] = INK_YES,
		[PDF_NO] = INK_NO,
		[PDF_ABSTAIN] = INK_ABSTAIN,
		[PDF_NOT] = INK_ABSTAIN,
	};

	pdf_ink_use(cairo, ink_of[tone]);
	cairo_save(cairo);
	cairo_rectangle(cairo, m->x, m->y, m->w, m->h);
	if (tone == PDF_YES) {
		cairo_fill(cairo);
		cairo_restore(cairo);
		return;
	}
	cairo_clip(cairo);
	if (tone == PDF_NO)
		slant_draw(cairo, m);
	else if (tone == PDF_ABSTAIN)
		rows_draw(cairo, m);
	frame_draw(cairo, m);
	cairo_restore(cairo);
}
