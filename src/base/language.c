/* language.c -- the six languages. */
#include "base/language.h"

#include "base/str.h"

#include <strings.h>

static const struct {
	const char *code;
	struct str name;
} languages[LANGUAGE_COUNT] = {
	[LANGUAGE_ZH] = { "zh", S_INIT("中文") },    [LANGUAGE_JA] = { "ja", S_INIT("日本語") },
	[LANGUAGE_KO] = { "ko", S_INIT("한국어") },  [LANGUAGE_MN] = { "mn", S_INIT("Монгол") },
	[LANGUAGE_RU] = { "ru", S_INIT("Русский") }, [LANGUAGE_EN] = { "en", S_INIT("English") },
};

/*
 * First the language whose script the reader reads: Chinese characters between zh and ja, Cyrillic
 * between mn and ru.  Most of what is missing is a name, and a name in a script one can read is
 * worth more than a transcription.  Then English, then the others as they stand in the switcher.
 */
#define ZH LANGUAGE_ZH
#define JA LANGUAGE_JA
#define KO LANGUAGE_KO
#define MN LANGUAGE_MN
#define RU LANGUAGE_RU
#define EN LANGUAGE_EN
static const enum language fallback[LANGUAGE_COUNT][LANGUAGE_COUNT] = {
	[ZH] = { ZH, JA, EN, KO, MN, RU }, [JA] = { JA, ZH, EN, KO, MN, RU },
	[KO] = { KO, EN, ZH, JA, MN, RU }, [MN] = { MN, RU, EN, ZH, JA, KO },
	[RU] = { RU, MN, EN, ZH, JA, KO }, [EN] = { EN, ZH, JA, KO, MN, RU },
};

const char *language_code(enum language l)
{
	MUST((unsigned)l < LANGUAGE_COUNT);
	return languages[l].code;
}

struct str language_name(enum language l)
{
	MUST((unsigned)l < LANGUAGE_COUNT);
	return languages[l].name;
}

bool language_parse(struct str code, enum language *ret)
{
	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		const char *c = languages[i].code;

		/* Every text of every row passes here. */
		if (code.n == 2 && code.p[0] == c[0] && code.p[1] == c[1]) {
			*ret = (enum language)i;
			return true;
		}
	}
	return false;
}

const enum language *language_fallback(enum language l)
{
	MUST((unsigned)l < LANGUAGE_COUNT);
	return fallback[l];
}

/* Accept-Language */

enum { HEADER_BYTES_MAX = 1024, RANGES_MAX = 32, NOT_NAMED = -1 };

/* How much a language is wanted, in thousandths, and where in the header that stands. */
struct wish {
	int weight, place;
};

/* "0", "0.8", "1.000": thousandths; -1 when it is no weight (RFC 9110, 12.4.2). */
static int read_weight(struct str s)
{
	int weight = 0;

	if (s.n < 1 || s.n > 5 || (s.p[0] != '0' && s.p[0] != '1') || (s.n > 1 && s.p[1] != '.'))
		return -1;
	weight = (s.p[0] - '0') * 1000;
	for (size_t i = 2, unit = 100; i < s.n; i++, unit /= 10) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
		weight += (s.p[i] - '0') * (int)unit;
	}
	return weight <= 1000 ? weight : -1;
}

/* "zh-TW;q=0.8" into its tag and weight; false when it is broken. */
static bool read_range(struct str s, struct str *ret_tag, int *ret_weight)
{
	struct str rest = s, tag, param;

	if (!str_cut(&rest, ';', &tag))
		return false;
	*ret_tag = str_trim(tag);
	*ret_weight = 1000;
	if (!str_cut(&rest, ';', &param))
		return ret_tag->n > 0;
	param = str_trim(param);
	if (rest.p != NULL || param.n < 2 || (param.p[0] != 'q' && param.p[0] != 'Q') ||
	    param.p[1] != '=')
		return false;
	*ret_weight = read_weight(str_sub(param, 2, param.n));
	return ret_tag->n > 0 && *ret_weight >= 0;
}

/* By the first subtag, in any case: zh-TW, zh-Hans and ZH are zh.  LANGUAGE_COUNT: none of the six.
 */
static int language_of_tag(struct str tag)
{
	struct str primary = str_sub(tag, 0, str_find(tag, '-', 0));

	for (int i = 0; i < LANGUAGE_COUNT; i++)
		if (primary.n == 2 && strncasecmp(primary.p, languages[i].code, 2) == 0)
			return i;
	return LANGUAGE_COUNT;
}

/* The wishes that the header names: one for each language and, last, one for "*". */
static void read_header(struct str header, struct wish wishes[static LANGUAGE_COUNT + 1])
{
	struct str rest = str_sub(header, 0, HEADER_BYTES_MAX), piece, tag;
	int weight;

	for (int place = 0; place < RANGES_MAX && str_cut(&rest, ',', &piece); place++) {
		if (!read_range(piece, &tag, &weight))
			continue;
		int l = language_of_tag(tag);

		if (l == LANGUAGE_COUNT && !str_is(tag, "*"))
			continue;
		if (weight > wishes[l].weight)
			wishes[l] = (struct wish){ weight, place };
	}
}

enum language language_accept(struct str header, enum language dflt)
{
	struct wish wishes[LANGUAGE_COUNT + 1], best = { 0, 0 };
	enum language chosen = dflt;

	for (int i = 0; i <= LANGUAGE_COUNT; i++)
		wishes[i] = (struct wish){ NOT_NAMED, 0 };
	read_header(header, wishes);
	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		/* "*" is every language that is not named. */
		bool named = wishes[i].weight != NOT_NAMED;
		struct wish w = named ? wishes[i] : wishes[LANGUAGE_COUNT];
		bool same = w.weight == best.weight && w.weight > 0;

		if (w.weight > best.weight || (same && w.place < best.place) ||
		    (same && w.place == best.place && i == (int)dflt)) {
			best = w;
			chosen = (enum language)i;
		}
	}
	return chosen;
}
