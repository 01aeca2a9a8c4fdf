/* text.c -- is a text fit to stand beside others; texts of one line (ICU's properties). */
#include "view/text.h"

#include "base/sbuf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "view/locale.h"

#include <unicode/uchar.h>

enum {
	PLACED_CLASS = 200, /* from this class on marks are attached or placed around a letter */
	OVERLAY_CLASS = 1,
	JOINING_BLANK = 0x202f,
	DEPTH_MAX = 125 /* max_depth of UAX #9: what is nested deeper is not closed either */
};

/* --- what is refused --- */

/* What is open in a line: isolates and embeddings, innermost last. */
struct openings {
	bool is_isolate[DEPTH_MAX];
	int n;
};

static bool opening_ends(struct openings *o, bool is_isolate)
{
	if (o->n == 0 || o->is_isolate[o->n - 1] != is_isolate)
		return false;
	o->n--;
	return true;
}

/* False: an override, the end of nothing, or too deep. */
static bool direction_next(struct openings *o, UChar32 c)
{
	switch (u_charDirection(c)) {
	case U_LEFT_TO_RIGHT_OVERRIDE:
	case U_RIGHT_TO_LEFT_OVERRIDE:
		return false;
	case U_LEFT_TO_RIGHT_EMBEDDING:
	case U_RIGHT_TO_LEFT_EMBEDDING:
	case U_LEFT_TO_RIGHT_ISOLATE:
	case U_RIGHT_TO_LEFT_ISOLATE:
	case U_FIRST_STRONG_ISOLATE:
		if (o->n == DEPTH_MAX)
			return false;
		o->is_isolate[o->n++] = c >= 0x2066;
		return true;
	case U_POP_DIRECTIONAL_FORMAT:
		return opening_ends(o, false);
	case U_POP_DIRECTIONAL_ISOLATE:
		return opening_ends(o, true);
	case U_BLOCK_SEPARATOR: /* a line's end, which would close all by itself */
		return o->n == 0;
	default:
		return true;
	}
}

/* The marks on one letter. */
struct marks {
	int all, placed;
};

static bool is_mark(UChar32 c)
{
	return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

static bool marks_next(struct marks *m, UChar32 c)
{
	int class = u_getCombiningClass(c);

	/* What shows nothing does not part a mark from its letter. */
	if (!is_mark(c)) {
		if (!u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
			*m = (struct marks){ 0, 0 };
		return true;
	}
	if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
		return true; /* selects a form of the letter */
	m->all++;
	m->placed += class >= PLACED_CLASS || class == OVERLAY_CLASS;
	return m->all <= TEXT_MARKS_MAX && m->placed <= TEXT_MARKS_PLACED_MAX;
}

static bool is_blank(UChar32 c)
{
	return u_isUWhiteSpace(c);
}

static bool is_seen(UChar32 c)
{
	return !is_blank(c) && !is_mark(c) && c != 0x2800 /* braille pattern of no dots */ &&
	       !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

enum err text_check(struct str s)
{
	struct openings open = { .n = 0 };
	struct marks marks = { 0, 0 };
	bool any = false, seen = false;
	int32_t c;

	if (!utf8_is_text(s))
		return ERR_BAD_TEXT;
	for (size_t at = 0; (c = utf8_next(s, &at)) >= 0;) {
		if (U_IS_UNICODE_NONCHAR(c))
			return ERR_BAD_TEXT;
		if (!direction_next(&open, c))
			return ERR_TEXT_DIRECTION;
		if (!marks_next(&marks, c))
			return ERR_TEXT_MARKS;
		any |= !is_blank(c);
		seen |= is_seen(c);
	}
	if (open.n > 0)
		return ERR_TEXT_DIRECTION;
	return any && !seen ? ERR_TEXT_UNSEEN : ERR_OK;
}

bool text_is_blank(struct str s)
{
	int32_t c;

	for (size_t at = 0; (c = utf8_next(s, &at)) >= 0;)
		if (!is_blank(c))
			return false;
	return true;
}

/* --- texts of one line --- */

static bool is_mongolian(UChar32 c)
{
	return c >= 0x1800 && c <= 0x18af;
}

/* Does the blank at `at`, which ends at `end`, join a suffix to a word? */
static bool joins(struct str s, size_t end, UChar32 before, UChar32 c)
{
	return c == JOINING_BLANK && is_mongolian(before) && end < s.n &&
	       is_mongolian(utf8_next(s, &end));
}

static struct str fold_blanks(struct arena *a, struct str s)
{
	struct sbuf out = { .arena = a };
	int32_t c, before = 0;
	bool gap = false;

	for (size_t at = 0, from = 0; (c = utf8_next(s, &at)) >= 0; before = c, from = at) {
		if (is_blank(c) && !joins(s, at, before, c)) {
			gap = out.n > 0;
			continue;
		}
		if (gap)
			sbuf_char(&out, ' ');
		gap = false;
		sbuf_str(&out, str_sub(s, from, at));
	}
	return out.n > 0 ? sbuf_done(&out) : S("");
}

enum err text_line(struct arena *a, struct str s, struct str *ret)
{
	enum err e = text_check(s);

	if (e != ERR_OK)
		return e;
	s = locale_nfc(a, fold_blanks(a, s));
	/* Some letters are written apart in NFC, with one mark more. */
	e = text_check(s);
	if (e == ERR_OK)
		*ret = s;
	return e;
}

bool text_is_line(struct arena *a, struct str s)
{
	struct str line;

	return text_line(a, s, &line) == ERR_OK && str_eq(line, s);
}
