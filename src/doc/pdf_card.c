/* pdf_card.c -- badges and name cards: boxes of a sheet, each line as large as fits. */
#include "doc/pdf_core.h"

#include <math.h>

#define SIZE_LEAST 6.0 /* smaller print is not read at arm's length */
#define SHRINK_LEAST                                                                               \
	0.6 /* rather two lines than one that is smaller than this part of its size                \
	     */
#define SIZE_FLOOR 2.0
#define CUT 4.0 * MM /* length of a mark to cut along */
#define INSET 5.0 * MM
#define BADGE_WIDTH (90 * MM)
#define BADGE_HEIGHT (65 * MM)
#define BADGE_CODE (30 * MM)
#define NAME_CODE (28 * MM)

enum { BADGES_ACROSS = 2, BADGES_DOWN = 4 };

struct area {
	double x, y, w, h;
};

struct fitted {
	const struct pdf_text *lines[PDF_LINES_MAX];
	int n;
	double height;
};

/* As large as asked, or as fits the width; broken over lines at the least size. */
static const struct pdf_text *line_fit(struct pdf *p, const struct pdf_line *line,
                                       struct pdf_style style)
{
	double width = style.width, wide;

	style.width = 0;
	wide = pdf_text_width(pdf_text_one(p, line->text, &style));
	if (wide > width) {
		double least = fmin(style.size, fmax(SIZE_LEAST, style.size * SHRINK_LEAST));

		style.size *= width / wide * 0.99;
		style.size = style.size < least ? least : style.size;
	}
	style.width = width;
	return pdf_text_one(p, line->text, &style);
}

static struct fitted lines_fit(struct pdf *p, const struct pdf_card *card, double width,
                               double scale, enum pdf_side side)
{
	struct fitted f = { 0 };

	for (int i = 0; i < card->n; i++) {
		const struct pdf_line *line = &card->lines[i];
		struct pdf_style style = { .size = line->points * scale,
			                   .width = width,
			                   .face = line->face,
			                   .side = side };

		if (!line->text.text.n)
			continue;
		f.lines[f.n] = line_fit(p, line, style);
		f.height += pdf_text_height(f.lines[f.n++]);
	}
	return f;
}

static struct fitted card_fit(struct pdf *p, const struct pdf_card *card, const struct area *a,
                              enum pdf_side side)
{
	double scale = 1;
	struct fitted f = lines_fit(p, card, a->w, scale, side);

	while (f.height > a->h && scale * TEXT_SIZE > SIZE_FLOOR) {
		scale *= 0.85;
		f = lines_fit(p, card, a->w, scale, side);
	}
	return f;
}

/* In the middle of its height.  What is too long even so ends at the edge of the card. */
static void lines_put(struct pdf *p, const struct fitted *f, const struct area *a, const char *tag)
{
	double y = a->y + (f->height < a->h ? (a->h - f->height) / 2 : 0);

	for (int i = 0; i < f->n; i++) {
		const struct pdf_text *t = f->lines[i];
		int fit = (int)((a->y + a->h - y) / t->pitch + 0.01);
		struct pdf_mark *m;

		if (fit < 1)
			break;
		m = pdf_mark_text(p, t, a->x, y);
		m->tag = tag;
		m->to = fit < t->line_count ? fit : t->line_count;
		y += pdf_text_height(t);
	}
}

static void code_put(struct pdf *p, const struct qr *code, struct tr alt, const struct area *a)
{
	struct pdf_mark *m = pdf_mark_add(p, MARK_BEGIN);

	m->tag = "Figure";
	m->words = arena_str(p->arena, alt.text.p, alt.text.n);
	m->lang = alt.lang;
	m = pdf_mark_add(p, MARK_CODE);
	m->code = code;
	m->x = a->x;
	m->y = a->y;
	m->w = a->w;
	pdf_mark_add(p, MARK_END);
	p->is_page_empty = false;
}

static const struct qr *code_make(struct pdf *p, struct str text)
{
	struct qr *code = arena_make(p->arena, struct qr);
	enum err e = p->err ? p->err : qr_make(p->arena, text, code);

	if (e)
		p->err = e;
	return e ? NULL : code;
}

static void corner_mark(struct pdf *p, double x, double y)
{
	pdf_mark_fill(p, INK_LINE, (const double[]){ x - CUT / 2, y - 0.25, CUT, 0.5 });
	pdf_mark_fill(p, INK_LINE, (const double[]){ x - 0.25, y - CUT / 2, 0.5, CUT });
}

static void badges_mark(struct pdf *p, double left, double top)
{
	for (int row = 0; row <= BADGES_DOWN; row++)
		for (int column = 0; column <= BADGES_ACROSS; column++)
			corner_mark(p, left + column * BADGE_WIDTH, top + row * BADGE_HEIGHT);
}

static void badge_put(struct pdf *p, const struct pdf_card *card, int place)
{
	double left = (PAGE_WIDTH - BADGES_ACROSS * BADGE_WIDTH) / 2;
	double top = (PAGE_HEIGHT - BADGES_DOWN * BADGE_HEIGHT) / 2;
	struct area a = { left + place % BADGES_ACROSS * BADGE_WIDTH + INSET,
		          top + place / BADGES_ACROSS * BADGE_HEIGHT + INSET,
		          BADGE_WIDTH - 2 * INSET, BADGE_HEIGHT - 2 * INSET };
	const struct qr *code = card->code.n ? code_make(p, card->code) : NULL;
	struct area corner = { a.x + a.w - BADGE_CODE, a.y + a.h - BADGE_CODE, BADGE_CODE,
		               BADGE_CODE };
	struct fitted f;

	if (place == 0) {
		pdf_mark_add(p, MARK_BARE);
		badges_mark(p, left, top);
	}
	if (code)
		a.w -= BADGE_CODE;
	f = card_fit(p, card, &a, SIDE_LEFT);
	pdf_mark_begin(p, "Div");
	lines_put(p, &f, &a, "P");
	if (code)
		code_put(p, code, card->code_alt, &corner);
	pdf_mark_end(p);
}

/* The side that is turned says the same: it is there for the eye alone. */
static void name_card_put(struct pdf *p, const struct pdf_card *card)
{
	double half = PAGE_HEIGHT / 2, inset = 3 * INSET;
	struct area a = { inset, half + inset, PAGE_WIDTH - 2 * inset, half - 2 * inset };
	struct area corner = { PAGE_WIDTH - INSET - NAME_CODE, PAGE_HEIGHT - INSET - NAME_CODE,
		               NAME_CODE, NAME_CODE };
	const struct qr *code = card->code.n ? code_make(p, card->code) : NULL;
	struct fitted f;

	if (code)
		a.h -= NAME_CODE - inset + INSET;
	f = card_fit(p, card, &a, SIDE_CENTRE);
	pdf_mark_add(p, MARK_BARE);
	pdf_mark_fill(p, INK_LINE, (const double[]){ 0, half - 0.25, PAGE_WIDTH, 0.5 });
	pdf_mark_begin(p, "Div");
	lines_put(p, &f, &a, "P");
	if (code)
		code_put(p, code, card->code_alt, &corner);
	pdf_mark_end(p);
	pdf_mark_add(p, MARK_TURN)->number = 1;
	lines_put(p, &f, &a, NULL);
	pdf_mark_add(p, MARK_TURN)->number = 0;
}

void pdf_cards(struct pdf *p, enum pdf_sheet sheet, const struct pdf_card *cards, int n)
{
	int each = sheet == PDF_BADGES ? BADGES_ACROSS * BADGES_DOWN : 1;

	for (int i = 0; i < n && !p->err; i++) {
		MUST(cards[i].n <= PDF_LINES_MAX);
		if (i % each == 0)
			pdf_new_page(p);
		if (sheet == PDF_BADGES)
			badge_put(p, &cards[i], i % each);
		else
			name_card_put(p, &cards[i]);
	}
	/* What comes next stands on a page of its own. */
	p->y = PAGE_BOTTOM;
}

void pdf_code(struct pdf *p, struct str text, struct tr alt, int millimetres)
{
	double size = millimetres * MM;
	const struct qr *code = code_make(p, text);
	struct area a;

	MUST(millimetres >= 10 && size <= PAGE_BOTTOM - PAGE_TOP);
	if (!code)
		return;
	pdf_page_room(p, size);
	a = (struct area){ pdf_page_left(p), p->y, size, size };
	code_put(p, code, alt, &a);
	p->y += size;
	pdf_block_space(p, 8);
}
