/* locale_list.c -- "A, B and C" as each language writes it (CLDR list patterns, by ICU). */
#include "view/locale.h"

#include "view/locale_icu.h"

#include <unicode/ulistformatter.h>
#include <unicode/ustring.h>

static const UChar *widen(struct arena *a, struct str s, int32_t *ret_length)
{
	UChar *wide = arena_many(a, UChar, s.n + 1);
	UErrorCode status = U_ZERO_ERROR;

	u_strFromUTF8(wide, (int32_t)s.n + 1, ret_length, s.p ? s.p : "", (int32_t)s.n, &status);
	MUST(U_SUCCESS(status)); /* texts in the database are valid UTF-8 */
	return wide;
}

/* Titles are made rarely, so the formatter is opened where it is used. */
void locale_list(struct sbuf *out, enum language l, const struct str *items, int n)
{
	const UChar **wide = arena_many(out->arena, const UChar *, (size_t)n + 1);
	int32_t *lengths = arena_many(out->arena, int32_t, (size_t)n + 1), length = 0, bytes = 0;
	UErrorCode status = U_ZERO_ERROR;
	UListFormatter *f = ulistfmt_open(locale_icu_name(l), &status);
	size_t room = 64;

	MUST(U_SUCCESS(status));
	for (int i = 0; i < n; i++) {
		wide[i] = widen(out->arena, items[i], &lengths[i]);
		room += (size_t)lengths[i] + 16; /* no language's "and" is longer */
	}
	UChar *joined = arena_many(out->arena, UChar, room);
	char *utf8 = arena_alloc(out->arena, room * 3);

	length = ulistfmt_format(f, wide, lengths, n, joined, (int32_t)room, &status);
	u_strToUTF8(utf8, (int32_t)room * 3, &bytes, joined, length, &status);
	MUST(U_SUCCESS(status));
	ulistfmt_close(f);
	sbuf_add(out, utf8, (size_t)bytes);
}
