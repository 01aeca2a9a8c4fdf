/*
 * base/language.h -- the six languages, in the order of the association's switcher.
 *
 * The order is a list, not a ranking; every language stands on the same footing.
 */
#pragma once
#include "base/base.h"

enum language {
	LANGUAGE_ZH,
	LANGUAGE_JA,
	LANGUAGE_KO,
	LANGUAGE_MN,
	LANGUAGE_RU,
	LANGUAGE_EN,
	LANGUAGE_COUNT
};

const char *language_code(enum language l); /* "ja"; also the BCP 47 tag in HTML */
struct str language_name(enum language l);  /* its own name: "日本語" */
bool language_parse(struct str code, enum language *ret);
/*
 * Where a text is missing in `l`, the languages to try, `l` itself first, all six in all: closeness
 * of script and region first, English before the rest.  (Our own order; NEAR has no rule on it.)
 */
const enum language *language_fallback(enum language l);
/* The best of the six for an Accept-Language header (RFC 9110, 12.5.4); `dflt` when none fits. */
enum language language_accept(struct str header, enum language dflt);

/* A text from the database: what was found and the language that it is really in. */
struct tr {
	struct str text; /* p == NULL: there is none */
	enum language lang;
};
