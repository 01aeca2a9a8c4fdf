/*
 * view/text.h -- what people wrote, before it is kept: is it fit to stand on a page beside others?
 *
 * A text stands in lists, letters, minutes and the titles of pages, after and before texts that
 * others wrote.  It must not turn those round, run over them, break their lines or show nothing
 * where a name is expected.  Decides nothing of length or meaning.
 *
 * Refused, since there is nothing that it could be changed into without guessing:
 * - ERR_BAD_TEXT: what is not UTF-8, control characters, noncharacters.
 * - ERR_TEXT_DIRECTION: an override (U+202D, U+202E), closed or not, since letters are then read in
 *   another order than they are stored; an embedding or isolate (U+202A, U+202B, U+2066 to U+2068)
 *   that its line does not close, or the end of none.  Marks of direction (U+200E, U+200F, U+061C)
 *   and Arabic or Hebrew letters by themselves are as good as any.
 * - ERR_TEXT_MARKS: more marks on a letter than any script needs, TEXT_MARKS_MAX at all and
 *   TEXT_MARKS_PLACED_MAX of those that pile up above, below or across what stands there already.
 *   The longest known stacks (Tibetan mantras) have eight, vocalised Arabic three, Vietnamese and
 *   Hindi two.
 * - ERR_TEXT_UNSEEN: blanks, invisible characters and marks without anything that they stand on.
 */
#pragma once
#include "base/ctx.h"

enum { TEXT_MARKS_MAX = 10, TEXT_MARKS_PLACED_MAX = 4 };

/*
 * A text of several lines; it stays as it is.  Blanks alone, and nothing at all, are ERR_OK:
 * whether a text is needed is for whoever asks.
 */
enum err text_check(struct str s) MUST_USE;
/*
 * A text of one line: a name, a title, a place.  Line breaks, tabs and blanks of every width are
 * folded, as many as stand together to one blank, and none is left at the ends: they come with what
 * is pasted, and two names that look alike must be alike.  For the same reason it is in NFC.  The
 * blank that joins suffixes of Mongolian letters (U+202F) is none of these and stays; so do the
 * invisible characters that shape letters and emoji.  Blanks alone give the empty text.
 */
enum err text_line(struct arena *a, struct str s, struct str *ret) MUST_USE;
/* Is it what text_line() makes of it?  For what must stay as it was written or be refused. */
bool text_is_line(struct arena *a, struct str s);
/* Blanks of any width and line breaks alone, or nothing; of what is UTF-8. */
bool text_is_blank(struct str s);
