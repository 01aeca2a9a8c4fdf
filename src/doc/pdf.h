/*
 * doc/pdf.h -- paper: tagged PDF with the fonts inside, by Pango and Cairo.
 *
 * A document is written from its first line to its last: each call adds below what is there, pages
 * follow one another by themselves, and pdf_end() gives the bytes.  The same calls give the same
 * bytes.  Every text carries its language, which chooses the forms of its characters (骨 and 直
 * differ between Chinese, Japanese and Korean), says where lines break, and is told to readers in
 * the document's structure.  This knows paper, not subjects.
 *
 * Nothing here fails before pdf_end(): past a limit nothing more is added and pdf_end() says so.
 * All memory but what Pango and Cairo hold is the arena's; pdf_free() returns the rest.
 *
 *	struct pdf *p = pdf_new(arena, &about);
 *	pdf_title(p, title);
 *	...
 *	e = pdf_end(p, &bytes);
 *	pdf_free(p);
 */
#pragma once
#include "base/arena.h"
#include "base/language.h"
#include "errors.h"

enum {
	PDF_PAGES_MAX = 600,
	PDF_BYTES_MAX = 32 * 1024 * 1024, /* of the document */
	PDF_TEXT_MAX = 64 * 1024,         /* bytes of one text; a longer one is cut */
	PDF_COLUMNS_MAX = 8,
	PDF_LINES_MAX = 8, /* of a card */
};

struct pdf;

struct pdf_about {
	enum language lang;         /* of the document; its page numbers are told in it */
	struct str title;           /* shown by readers instead of a file name; needed */
	struct str author, subject; /* p == NULL: none */
	time_us at;                 /* when it was made: the only time in it */
	struct tr header;           /* at the top of every page but the first; p == NULL: none */
	struct str site;            /* "https://near.example": what links to "/..." begin with */
};

struct pdf *pdf_new(struct arena *a, const struct pdf_about *about);
void pdf_free(struct pdf *p);
/*
 * The whole document, in the arena.  ERR_TOO_LARGE past a limit above; ERR_IO when a library could
 * not write it.  Nothing may be added afterwards.
 */
enum err pdf_end(struct pdf *p, struct str *ret_bytes) MUST_USE;
/* Characters so far for which no font has a sign; they are shown as boxes with their number. */
int pdf_missing(const struct pdf *p);

/* A part of a paragraph. */
enum { PDF_STRONG = 1, PDF_EMPHASIS = 2, PDF_MUTED = 4 };
struct pdf_span {
	struct tr text;
	unsigned face;   /* of the above */
	struct str link; /* an address (http, https, mailto), "/path" of the site, or "#anchor" */
};

/*
 * A text with the name of its language after it where that is not the document's; for a text that
 * stands in for a missing one.  A name in its own script is printed as it is.
 */
struct tr pdf_fallback(struct pdf *p, struct tr t);

/* The one title, above everything, and a line beneath it. */
void pdf_title(struct pdf *p, struct tr title);
void pdf_subtitle(struct pdf *p, struct tr text);
/* Level 1..4, none left out; also a bookmark.  It stays with what follows it. */
void pdf_heading(struct pdf *p, int level, struct tr text);
/* Where links to "#name" lead: what is written next.  A link to a name that never comes is text. */
void pdf_anchor(struct pdf *p, struct str name);
/* A newline in a text is a line of its own. */
void pdf_para(struct pdf *p, struct tr text);
void pdf_note(struct pdf *p, struct tr text); /* smaller, muted */
void pdf_spans(struct pdf *p, const struct pdf_span *spans, int n);
void pdf_list(struct pdf *p, bool is_numbered, const struct tr *items, int n);
/* CommonMark, by the rules of doc/markdown.h; its "#" is a heading of the given level. */
void pdf_markdown(struct pdf *p, struct tr text, int level);
void pdf_new_page(struct pdf *p); /* unless nothing is on this one */

/* Names to the left, values to the right.  A value without text is left out with its name. */
struct pdf_pair {
	struct tr name, value;
};
void pdf_pairs(struct pdf *p, const struct pdf_pair *pairs, int n);

/*
 * Tables.  The head is printed again on each page; a row stays whole unless it is longer than a
 * page.  `beneath` stands in a smaller line of its own: a name in its own script.
 */
struct pdf_column {
	struct tr head;
	int weight;     /* its part of the width, 1 or more */
	bool is_number; /* to the right, figures of one width */
};
struct pdf_cell {
	struct tr text;
	struct tr beneath; /* p == NULL: nothing */
	struct str link;
};
void pdf_table_begin(struct pdf *p, const struct pdf_column *columns, int n);
void pdf_table_row(struct pdf *p, const struct pdf_cell *cells); /* one a column; the first names
                                                                     the row */
void pdf_table_end(struct pdf *p);

/*
 * A result: one bar in the order given, told apart by pattern and by the words beneath, with a line
 * at the threshold.  `alt` says in words what it shows.
 */
enum pdf_tone { PDF_YES, PDF_NO, PDF_ABSTAIN, PDF_NOT };
struct pdf_part {
	struct tr label; /* as printed beneath: "Yes 51" */
	int64_t count;   /* 0 or more */
	enum pdf_tone tone;
};
struct pdf_bar {
	const struct pdf_part *parts; /* at most PDF_LINES_MAX */
	int n;
	int64_t threshold; /* how many of all the counts; below 0: none */
	struct tr threshold_label;
	struct tr alt;
};
void pdf_bar(struct pdf *p, const struct pdf_bar *bar);

/*
 * Cards on sheets of their own: badges, eight on a page to be cut along the marks; name cards, one
 * a page, folded in the middle, so that both sides can be read.  Each line is made smaller until it
 * fits its width (and broken only when it would be too small to read); all of them until they fit
 * the card.
 */
enum pdf_sheet { PDF_BADGES, PDF_NAME_CARDS };
struct pdf_line {
	struct tr text;
	int points; /* the size it should have, 6..200 */
	unsigned face;
};
struct pdf_card {
	struct pdf_line lines[PDF_LINES_MAX];
	int n;
	struct str code;    /* what its QR code says; p == NULL: no code */
	struct tr code_alt; /* "Code for the door", for who cannot see it */
};
void pdf_cards(struct pdf *p, enum pdf_sheet sheet, const struct pdf_card *cards, int n);
/* A QR code of its own below what is there, `millimetres` wide. */
void pdf_code(struct pdf *p, struct str text, struct tr alt, int millimetres);
