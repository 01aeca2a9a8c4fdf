/*
 * doc/pdf_core.h -- what the files of doc/pdf share; for doc/ alone.
 *
 * A document comes to be in two steps.  Each call of pdf.h sets its texts at once and notes what
 * will stand where as marks, page after page (pdf_flow.c, pdf_table.c, ...).  pdf_end() knows the
 * number of pages, draws the marks with Cairo (pdf_draw.c) and writes into the result what Cairo
 * 1.16 cannot say: languages, alternative texts, scopes (pdf_finish.c).
 *
 * Lengths are points (1/72 inch), from the top left.
 */
#pragma once
#include "base/sbuf.h"
#include "doc/pdf.h"
#include "doc/qr.h"

#include <cairo.h>
#include <pango/pangocairo.h>

#define MM (72 / 25.4)
#define PAGE_WIDTH 595.276 /* A4 */
#define PAGE_HEIGHT 841.89
#define PAGE_SIDE 56.7
#define PAGE_TOP 62.0
#define PAGE_BOTTOM (PAGE_HEIGHT - 62.0)
#define TEXT_SIZE 10.0
#define SMALL_SIZE 8.5

enum pdf_ink { INK_TEXT, INK_MUTED, INK_LINK, INK_LINE, INK_PAPER, INK_YES, INK_NO, INK_ABSTAIN };
enum pdf_side { SIDE_LEFT, SIDE_CENTRE, SIDE_RIGHT };

/* How a text is set. */
struct pdf_style {
	double size, width; /* width 0: one line, however long */
	unsigned face;
	enum pdf_side side;
	bool is_number;
};

/*
 * A text that has been set.  Its lines all stand `pitch` apart whatever fonts they need, so that
 * rows of mixed scripts stay even.
 */
struct pdf_text {
	struct pdf_text *next, *same_hash;
	uint64_t hash;
	struct pdf_style style;
	const struct pdf_span *spans;
	const size_t *ends; /* of each span, in bytes of the layout's text */
	int span_count, line_count;
	double pitch;
	PangoLayout *layout;
};

/* An element of the document's structure, in the order in which they begin. */
struct pdf_element {
	const char *tag;
	enum language lang; /* LANGUAGE_COUNT: as what it is part of */
	struct str alt;
	const char *scope; /* of a head cell: "/Column", "/Row" */
	size_t after;      /* the first element that is not part of it */
	bool has_more;     /* there is something to say of it or of its parts */
};

enum pdf_mark_kind {
	MARK_PAGE,  /* the next page begins */
	MARK_BEGIN, /* an element */
	MARK_END,   /* the element begun last */
	MARK_TEXT,
	MARK_FILL, /* a rectangle */
	MARK_TONE, /* a rectangle in the pattern of a tone */
	MARK_ANCHOR,
	MARK_BOOKMARK,
	MARK_CODE,
	MARK_TURN, /* upside down around the page's centre, or upright again */
	MARK_BARE, /* this page has neither head nor foot */
};

struct pdf_mark {
	struct pdf_mark *next;
	enum pdf_mark_kind kind;
	const char *tag, *scope; /* of BEGIN and TEXT; NULL: no element of its own */
	double x, y, w, h;
	struct str words; /* BEGIN: alternative text; ANCHOR: its name; BOOKMARK: its title */
	const struct pdf_text *text;
	int from, to;       /* TEXT: lines */
	bool begins, ends;  /* TEXT: is it the first, the last piece? */
	int number;         /* BOOKMARK: level; FILL: enum pdf_ink; TONE: enum pdf_tone */
	enum language lang; /* BEGIN */
	const struct qr *code;
};

struct pdf_table;
enum { PDF_DEPTH_MAX = 16, PDF_BUCKETS = 1024 };

struct pdf {
	struct arena *arena;
	struct pdf_about about;
	enum err err; /* the first one; nothing is added after it */
	PangoContext *pango;
	struct pdf_text *texts, *buckets[PDF_BUCKETS];
	struct pdf_mark *first, **last;
	int pages, missing;
	double y, space; /* where the next block begins, and what must be free above it */
	double indent;
	int depth, level; /* of open containers; of the last heading */
	bool is_page_empty;
	struct pdf_table *table;
	struct pdf_anchor *anchors;
	/* While it is drawn. */
	cairo_surface_t *surface;
	cairo_t *cairo;
	struct pdf_element *elements;
	size_t element_count, element_cap;
	size_t open[PDF_DEPTH_MAX * 2];
	int open_count, page, bookmark[8];
	bool is_bare;
	struct sbuf raw;
};

struct pdf_anchor {
	struct pdf_anchor *next;
	struct str name;
};

/* pdf_text.c */
const struct pdf_text *pdf_text_set(struct pdf *p, const struct pdf_span *spans, int n,
                                    const struct pdf_style *style);
const struct pdf_text *pdf_text_one(struct pdf *p, struct tr t, const struct pdf_style *style);
double pdf_text_height(const struct pdf_text *t);
double pdf_text_width(const struct pdf_text *t); /* of its longest line */
bool pdf_is_cjk(enum language l);

/* pdf_flow.c */
struct pdf_mark *pdf_mark_add(struct pdf *p, enum pdf_mark_kind kind);
void pdf_mark_begin(struct pdf *p, const char *tag);
void pdf_mark_end(struct pdf *p);
/* A whole text at a place; it takes `tag` for its element, NULL for none. */
struct pdf_mark *pdf_mark_text(struct pdf *p, const struct pdf_text *t, double x, double y);
void pdf_mark_fill(struct pdf *p, enum pdf_ink ink, const double box[static 4]);
void flow_page_begin(struct pdf *p);
/* A new page unless `height` fits on this one beneath the space asked for; then that space. */
void pdf_page_room(struct pdf *p, double height);
double pdf_page_width(const struct pdf *p); /* of a text at the present indent */
double pdf_page_left(const struct pdf *p);
/* A block of text in the flow, over pages where it must be. */
void pdf_block_put(struct pdf *p, const struct pdf_text *t, const char *tag);
void pdf_block_space(struct pdf *p, double space);
void pdf_list_begin(struct pdf *p);
void pdf_list_item_begin(struct pdf *p, struct str label);
void pdf_list_item_end(struct pdf *p);
void pdf_list_end(struct pdf *p);

/* pdf_draw.c */
enum err pdf_draw(struct pdf *p) MUST_USE;
/* pdf_tone.c */
void pdf_tone_fill(cairo_t *cairo, enum pdf_tone tone, const struct pdf_mark *m);
void pdf_ink_use(cairo_t *cairo, enum pdf_ink ink);
/* pdf_finish.c */
enum err pdf_finish(struct pdf *p, struct str *ret_bytes) MUST_USE;
