/* pdf_bar.c -- a result as one bar, with its words beneath. */
#include "doc/pdf_core.h"

#define BAR_HEIGHT 14.0
#define SWATCH 8.0
#define OVER 3.0 /* how far the threshold's line stands out */

static int64_t bar_total(const struct pdf_bar *bar)
{
	int64_t total = 0;

	for (int i = 0; i < bar->n; i++) {
		MUST(bar->parts[i].count >= 0);
		MUST(!__builtin_add_overflow(total, bar->parts[i].count, &total));
	}
	return total;
}

static void tone_mark(struct pdf *p, enum pdf_tone tone, const double box[static 4])
{
	struct pdf_mark *m = pdf_mark_add(p, MARK_TONE);

	m->number = tone;
	m->x = box[0];
	m->y = box[1];
	m->w = box[2];
	m->h = box[3];
	p->is_page_empty = false;
}

static void parts_mark(struct pdf *p, const struct pdf_bar *bar, int64_t total)
{
	double x = pdf_page_left(p), unit = pdf_page_width(p) / (double)(total ? total : 1);

	for (int i = 0; i < bar->n; i++) {
		double w = (double)bar->parts[i].count * unit;

		if (w > 0)
			tone_mark(p, bar->parts[i].tone,
			          (const double[]){ x, p->y, w, BAR_HEIGHT });
		x += w;
	}
	if (bar->threshold >= 0 && bar->threshold <= total)
		pdf_mark_fill(p, INK_TEXT,
		              (const double[]){ pdf_page_left(p) + (double)bar->threshold * unit -
		                                        0.75,
		                                p->y - OVER, 1.5, BAR_HEIGHT + 2 * OVER });
}

/* Beneath the bar, so that its words are read after it: each with its pattern, as many a line as
 * fit. */
static void labels_mark(struct pdf *p, const struct pdf_bar *bar)
{
	struct pdf_style style = { .size = SMALL_SIZE, .width = pdf_page_width(p) - 2 * SWATCH };
	double x = pdf_page_left(p), pitch = 0;

	pdf_mark_begin(p, "P");
	for (int i = 0; i < bar->n; i++) {
		const struct pdf_part *part = &bar->parts[i];
		const struct pdf_text *t = pdf_text_one(p, part->label, &style);
		double w = pdf_text_width(t) + SWATCH + 4;

		if (x + w > PAGE_WIDTH - PAGE_SIDE && x > pdf_page_left(p)) {
			x = pdf_page_left(p);
			p->y += pitch;
		}
		pitch = pdf_text_height(t);
		tone_mark(p, part->tone,
		          (const double[]){ x, p->y + (t->pitch - SWATCH) / 2, SWATCH, SWATCH });
		pdf_mark_text(p, t, x + SWATCH + 4, p->y)->tag = "Span";
		x += w + 14;
	}
	p->y += pitch;
	pdf_mark_end(p);
}

static void threshold_mark(struct pdf *p, const struct pdf_bar *bar)
{
	struct pdf_style style = { .size = SMALL_SIZE, .width = pdf_page_width(p) };
	const struct pdf_text *t;

	if (bar->threshold < 0 || !bar->threshold_label.text.n)
		return;
	t = pdf_text_one(p, bar->threshold_label, &style);
	pdf_mark_text(p, t, pdf_page_left(p), p->y)->tag = "P";
	p->y += pdf_text_height(t);
}

void pdf_bar(struct pdf *p, const struct pdf_bar *bar)
{
	struct pdf_mark *figure;

	MUST(bar->n >= 1 && bar->n <= PDF_LINES_MAX);
	if (p->err)
		return;
	pdf_block_space(p, 8);
	pdf_page_room(p, BAR_HEIGHT + 6 * SMALL_SIZE * 1.65);
	figure = pdf_mark_add(p, MARK_BEGIN);
	figure->tag = "Figure";
	figure->words = arena_str(p->arena, bar->alt.text.p, bar->alt.text.n);
	figure->lang = bar->alt.lang;
	parts_mark(p, bar, bar_total(bar));
	pdf_mark_add(p, MARK_END);
	p->y += BAR_HEIGHT + OVER + 2;
	labels_mark(p, bar);
	threshold_mark(p, bar);
	pdf_block_space(p, 8);
}
