/*
 * fuzz_text.c -- any bytes as a number, a moment, a date, a fraction, a language, a record of CSV.
 *
 * What is accepted is written back and read as the same; what lies beyond the limits is refused.
 */
#include <stdint.h>
#include <stdio.h>
#include "base/language.h"
#include "base/parse.h"
#include "base/rational.h"
#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void try_number(struct str in)
{
	int64_t v = 7, again;
	char text[24];

	if (!parse_i64(in, -1000000, INT64_MAX, &v)) {
		MUST(v == 7);
		return;
	}
	MUST(v >= -1000000 && in.n > 0);
	snprintf(text, sizeof(text), "%" PRId64, v);
	MUST(parse_i64(str_of(text), INT64_MIN, INT64_MAX, &again) && again == v);
}

static void try_moment(struct str in)
{
	time_us at, again;
	char text[24];

	if (!time_parse(in, &at))
		return;
	time_format(at, text);
	MUST(time_parse(str_of(text), &again) && again.us <= at.us && at.us - again.us < 1000000);
}

static void try_date(struct str in)
{
	int year, month, day;

	MUST(date_is_valid(in) == (date_precision(in) > 0));
	if (!date_is_valid(in))
		return;
	date_split(in, &year, &month, &day);
	MUST(year >= 0 && year <= 9999 && month >= 0 && month <= 12 && day >= 0 && day <= 31);
	MUST((date_precision(in) >= 2) == (month > 0) && (date_precision(in) == 3) == (day > 0));
}

static void try_fraction(struct str in)
{
	struct rational r;
	int64_t needed;

	if (!rational_parse(in, &r))
		return;
	MUST(r.den > 0 && r.num >= 0 && r.num <= r.den);
	for (int64_t whole = 0; whole < 200; whole += 7) {
		needed = rational_needed(whole, r, false);
		MUST(needed >= 0 && needed <= whole && rational_exceeds(needed, whole, r, false));
		MUST(needed == 0 || !rational_exceeds(needed - 1, whole, r, false));
	}
}

static void try_text(struct str in)
{
	struct str clipped;
	size_t at = 0, n = 0;

	MUST(!utf8_is_text(in) || utf8_is_valid(in));
	if (!utf8_is_valid(in))
		return;
	while (utf8_next(in, &at) >= 0)
		n++;
	MUST(n == utf8_count(in) && at == in.n);
	clipped = utf8_clip(in, in.n / 2);
	MUST(clipped.n <= in.n / 2 && utf8_is_valid(clipped) && in.n / 2 - clipped.n < 4);
}

static void try_language(struct str in)
{
	enum language l = LANGUAGE_MN;

	if (language_parse(in, &l))
		MUST(str_is(in, language_code(l)));
	else
		MUST(l == LANGUAGE_MN);
	MUST(language_accept(in, LANGUAGE_RU) < LANGUAGE_COUNT);
}

static void try_csv(struct str in)
{
	struct arena *a = arena_new();
	struct csv c = { .text = in };
	struct str fields[64];
	int n, line = 1;

	while (csv_next(&c, a, fields, &n)) {
		MUST(n >= 1 && n <= 64 && c.line >= line);
		line = c.line;
		for (int i = 0; i < n; i++)
			MUST(fields[i].n <= 65536 && utf8_is_valid(fields[i]));
	}
	arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static void (*const readers[])(struct str) = {
		try_number, try_moment, try_date, try_fraction, try_text, try_language, try_csv,
	};
	struct arena *a;

	if (n == 0)
		return 0;
	a = arena_new();
	/* A copy of its own size, so that a step beyond it is seen. */
	readers[data[0] % COUNT_OF(readers)](arena_str(a, (const char *)data + 1, n - 1));
	arena_free(a);
	return 0;
}
