/* html.c -- escaping, texts with their language, addresses. */
#include "view/html.h"

#include "base/str.h"
#include "view/locale.h"
#include "view/msg.h"

/* What must not stand as it is in element text or in an attribute of either quote. */
static const struct str escapes[256] = {
	['&'] = S_INIT("&amp;"),  ['<'] = S_INIT("&lt;"),   ['>'] = S_INIT("&gt;"),
	['"'] = S_INIT("&quot;"), ['\''] = S_INIT("&#39;"),
};

/* Whole runs are copied: names and texts hold hardly anything to escape. */
void html_put_str(struct html *h, struct str s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		const struct str *e = &escapes[(unsigned char)s.p[i]];

		if (e->n == 0)
			continue;
		sbuf_add(h->buf, s.p + from, i - from);
		sbuf_add(h->buf, e->p, e->n);
		from = i + 1;
	}
	if (from < s.n)
		sbuf_add(h->buf, s.p + from, s.n - from);
}

void html_put_int(struct html *h, int64_t i)
{
	sbuf_int(h->buf, i);
}

void html_put_safe(struct html *h, struct safe_html s)
{
	sbuf_str(h->buf, s.html);
}

static bool has_scheme(struct str s, struct str scheme)
{
	if (s.n < scheme.n)
		return false;
	for (size_t i = 0; i < scheme.n; i++) {
		char c = s.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != scheme.p[i])
			return false;
	}
	return true;
}

bool url_is_known(struct str s)
{
	return has_scheme(s, S("https://")) || has_scheme(s, S("http://")) ||
	       has_scheme(s, S("mailto:"));
}

void html_put_url(struct html *h, struct url u)
{
	html_put_str(h, url_is_known(u.text) ? u.text : S("#"));
}

/*
 * "/" and then "/evil.example" would be another host's address (RFC 3986, 4.2).  Browsers read '\'
 * as
 * '/' and drop tabs and newlines (URL Standard, 4.1), so these go as well.
 */
void html_put_path_str(struct html *h, struct str s)
{
	size_t i = 0;

	while (i < s.n && (s.p[i] == '/' || s.p[i] == '\\' || (unsigned char)s.p[i] <= ' '))
		i++;
	html_put_str(h, str_sub(s, i, s.n));
}

void html_put_language(struct html *h, enum language l)
{
	sbuf_str(h->buf, str_of(language_code(l)));
}

static void open_span(struct html *h, enum language l, struct str rest)
{
	html_lit(h, "<span lang=\"");
	html_put_language(h, l);
	sbuf_str(h->buf, rest);
}

void html_put_tr(struct html *h, struct tr t)
{
	if (t.text.p == NULL)
		return;
	if (t.lang == h->lang) {
		html_put_str(h, t.text);
		return;
	}
	open_span(h, t.lang, S("\" class=\"fallback\">"));
	html_put_str(h, t.text);
	html_lit(h, "<span class=\"fallback-mark\"> (");
	html_put_str(h, language_name(t.lang));
	html_lit(h, ")</span></span>");
}

void html_put_tr_text(struct html *h, struct tr t)
{
	html_put_str(h, t.text);
}

void html_put_own(struct html *h, struct tr t)
{
	if (t.text.p == NULL)
		return;
	if (t.lang == h->lang) {
		html_put_str(h, t.text);
		return;
	}
	open_span(h, t.lang, S("\">"));
	html_put_str(h, t.text);
	html_lit(h, "</span>");
}

/* --- as the language writes it --- */

void html_put_grouped(struct html *h, int64_t i)
{
	locale_int(h->buf, h->lang, i);
}

/* ICU's text goes straight into the page and holds nothing to escape, which is not ours to promise.
 */
static void escape_from(struct html *h, size_t from)
{
	struct sbuf *b = h->buf;

	for (size_t i = from; i < b->n; i++) {
		if (escapes[(unsigned char)b->p[i]].n > 0) {
			struct str copy = arena_str(b->arena, b->p + from, b->n - from);

			b->n = from;
			html_put_str(h, copy);
			return;
		}
	}
}

void html_put_date(struct html *h, struct str date)
{
	size_t from = h->buf->n;

	locale_date(h->buf, h->lang, date);
	escape_from(h, from);
}

void html_put_day(struct html *h, struct str date)
{
	size_t from = h->buf->n;

	locale_date_short(h->buf, h->lang, date);
	escape_from(h, from);
}

void html_put_moment(struct html *h, time_us at, struct str zone)
{
	size_t from = h->buf->n;

	locale_moment(h->buf, h->lang, at, zone);
	escape_from(h, from);
}

void html_put_text(struct html *h, const char *key)
{
	if (key)
		html_msg(h, key, NULL, 0);
}
