/*
 * view/html.h -- what generated templates call.
 *
 * Everything is escaped by its type.  The one type that is not, struct safe_html, only doc/markdown
 * (a sanitizing renderer), doc/qr (a drawing) and generated views make.
 */
#pragma once
#include "base/ctx.h"
#include "base/sbuf.h"
#include "base/str.h"
#include "html_ids.h" /* generated: html_put for every table's key */

/* Where a page is written, and for whom. */
struct html {
	struct sbuf *buf;
	enum language lang;
};

struct safe_html {
	struct str html;
};

/* An address outside the association; anything but http, https and mailto prints as "#". */
struct url {
	struct str text;
};

/* Does it begin with http://, https:// or mailto:? */
bool url_is_known(struct str s);

void html_put_str(struct html *h, struct str s);
void html_put_int(struct html *h, int64_t i); /* plain digits, for addresses and attributes */
void html_put_safe(struct html *h, struct safe_html s);
void html_put_url(struct html *h, struct url u);
void html_put_language(struct html *h, enum language l); /* its code */
/*
 * A text with its language: <span lang="ru">...</span> when that is not the page's; and when it is
 * not what the reader asked for, marked so that it is seen and heard (class "fallback" and the
 * language's name).  In attributes, <title> and <option> the plain text (html_put_tr_text).
 */
void html_put_tr(struct html *h, struct tr t);
void html_put_tr_text(struct html *h, struct tr t);
/* A name in its own script: <span lang=..> without a mark. */
void html_put_own(struct html *h, struct tr t);
/* What follows the first '/' of an address: without the '/' that would make it another host's. */
void html_put_path_str(struct html *h, struct str s);

/* As the page's language writes them (view/locale.h); plain text, for elements and attributes. */
void html_put_grouped(struct html *h, int64_t i);
void html_put_date(struct html *h, struct str date);
void html_put_day(struct html *h, struct str date); /* without the weekday */
void html_put_moment(struct html *h, time_us at, struct str zone);
/* A message known by its key at run time (marked N_() where it is written); NULL prints nothing. */
void html_put_text(struct html *h, const char *key);

#define html_put(h, x)                                                                             \
	_Generic((x), struct str                                                                   \
	         : html_put_str, int                                                               \
	         : html_put_int, int64_t                                                           \
	         : html_put_int, enum language                                                     \
	         : html_put_language, struct tr                                                    \
	         : html_put_tr, struct url                                                         \
	         : html_put_url, struct safe_html                                                  \
	         : html_put_safe HTML_PUT_IDS)((h), (x))
#define html_put_attr(h, x)                                                                        \
	_Generic((x), struct str                                                                   \
	         : html_put_str, int                                                               \
	         : html_put_int, int64_t                                                           \
	         : html_put_int, enum language                                                     \
	         : html_put_language, struct tr                                                    \
	         : html_put_tr_text, struct url                                                    \
	         : html_put_url HTML_PUT_IDS)((h), (x))
#define html_put_path(h, x)                                                                        \
	_Generic((x), struct str                                                                   \
	         : html_put_path_str, int                                                          \
	         : html_put_int, int64_t                                                           \
	         : html_put_int, enum language                                                     \
	         : html_put_language HTML_PUT_IDS)((h), (x))
#define html_lit(h, lit) sbuf_add((h)->buf, (lit), sizeof(lit) - 1)
