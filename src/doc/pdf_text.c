/* pdf_text.c -- texts into lines: fonts by language, one layout for texts that are the same. */
#include "doc/pdf_core.h"

#include "base/str.h"
#include "base/utf8.h"

enum { RATIO_CJK = 165, RATIO_OTHER = 145 /* percent of the size from line to line */ };

struct setting {
	struct sbuf text;
	PangoAttrList *attrs;
	struct pdf_style style;
};

/* Regional forms come from the font: each of the three holds all characters, its own way. */
static const struct {
	const char *tag, *family;
} voices[LANGUAGE_COUNT] = {
	[LANGUAGE_ZH] = { "zh-cn", "Noto Sans CJK SC, Noto Sans" },
	[LANGUAGE_JA] = { "ja", "Noto Sans CJK JP, Noto Sans" },
	[LANGUAGE_KO] = { "ko", "Noto Sans CJK KR, Noto Sans" },
	[LANGUAGE_MN] = { "mn", "Noto Sans, Noto Sans CJK JP" },
	[LANGUAGE_RU] = { "ru", "Noto Sans, Noto Sans CJK JP" },
	[LANGUAGE_EN] = { "en", "Noto Sans, Noto Sans CJK JP" },
};

bool pdf_is_cjk(enum language l)
{
	return l == LANGUAGE_ZH || l == LANGUAGE_JA || l == LANGUAGE_KO;
}

static void attr_put(struct setting *s, PangoAttribute *attr, size_t from, size_t to)
{
	attr->start_index = (guint)from;
	attr->end_index = (guint)to;
	pango_attr_list_change(s->attrs, attr);
}

static bool is_cyrillic(int32_t c)
{
	return c >= 0x400 && c < 0x530;
}

/* Figures belong to the word: "제10차". */
static bool is_korean_word(int32_t c)
{
	return (c >= 0xac00 && c < 0xd7a4) || (c >= '0' && c <= '9');
}

/* Calls `put` for each stretch of `from..` whose characters are alike. */
static void stretch_each(struct setting *s, size_t from, bool (*is_one)(int32_t),
                         PangoAttribute *(*make)(void))
{
	struct str text = { s->text.p, s->text.n };
	size_t at = from, before = from, begin = 0;
	bool is_inside = false;
	int32_t c;

	do {
		before = at;
		c = utf8_next(text, &at);
		if (c >= 0 && is_one(c) && !is_inside)
			begin = before;
		else if (is_inside && (c < 0 || !is_one(c)))
			attr_put(s, make(), begin, before);
		is_inside = c >= 0 && is_one(c);
	} while (c >= 0);
}

static PangoAttribute *cyrillic_make(void)
{
	return pango_attr_family_new("Noto Sans");
}

static PangoAttribute *unbroken_make(void)
{
	return pango_attr_allow_breaks_new(FALSE);
}

/* What is not UTF-8 would stop Pango's work on the whole text; control characters have no sign. */
static void text_clean(struct sbuf *out, struct str s)
{
	bool is_valid = utf8_is_valid(s);

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\r')
			continue;
		if ((c < ' ' && c != '\n') || c == 0x7f)
			sbuf_char(out, ' ');
		else
			sbuf_char(out, c >= 0x80 && !is_valid ? '?' : (char)c);
	}
}

/*
 * CJK fonts have Cyrillic as wide as an ideograph and without Mongolian's letters, so it is set in
 * the font of its own.  Korean words stay whole, as its readers expect of print.
 */
static void script_mark(struct setting *s, enum language l, size_t from)
{
	if (pdf_is_cjk(l))
		stretch_each(s, from, is_cyrillic, cyrillic_make);
	if (l == LANGUAGE_KO)
		stretch_each(s, from, is_korean_word, unbroken_make);
}

static void span_put(struct setting *s, const struct pdf_span *span, int index)
{
	enum language l = span->text.lang;
	unsigned face = span->face | s->style.face;
	size_t from = s->text.n, to;

	text_clean(&s->text, utf8_clip(span->text.text, PDF_TEXT_MAX));
	to = s->text.n;
	if (to == from)
		return;
	attr_put(s, pango_attr_language_new(pango_language_from_string(voices[l].tag)), from, to);
	attr_put(s, pango_attr_family_new(voices[l].family), from, to);
	/* Never shown: it keeps spans from being joined into one run. */
	attr_put(s, pango_attr_foreground_new((guint16)index, 0, 0), from, to);
	/* Ideographs have no italics; weight says it. */
	if (face & PDF_STRONG || (face & PDF_EMPHASIS && pdf_is_cjk(l)))
		attr_put(s, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, to);
	else if (face & PDF_EMPHASIS)
		attr_put(s, pango_attr_style_new(PANGO_STYLE_ITALIC), from, to);
	if (s->style.is_number)
		attr_put(s, pango_attr_font_features_new("tnum=1"), from, to);
	script_mark(s, l, from);
}

static PangoLayout *layout_make(struct pdf *p, struct setting *s)
{
	PangoLayout *layout = pango_layout_new(p->pango);
	PangoFontDescription *font = pango_font_description_new();

	pango_font_description_set_family_static(font, voices[p->about.lang].family);
	pango_font_description_set_absolute_size(font, s->style.size * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	if (s->style.width > 0) {
		pango_layout_set_width(layout, (int)(s->style.width * PANGO_SCALE));
		pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	}
	pango_layout_set_text(layout, s->text.n ? s->text.p : "", (int)s->text.n);
	pango_layout_set_attributes(layout, s->attrs);
	return layout;
}

static gboolean is_unbroken(PangoAttribute *attr, gpointer unused)
{
	(void)unused;
	return attr->klass->type == PANGO_ATTR_ALLOW_BREAKS;
}

/* A word that must stay whole and is wider than its column would run over the next one. */
static void break_if_too_wide(struct pdf *p, struct pdf_text *t, struct setting *s)
{
	PangoAttrList *unbroken;

	if (s->style.width <= 0 || pdf_text_width(t) <= s->style.width)
		return;
	unbroken = pango_attr_list_filter(s->attrs, is_unbroken, NULL);
	if (!unbroken)
		return;
	pango_attr_list_unref(unbroken);
	/* A layout keeps where it may break: only another one looks again. */
	g_object_unref(t->layout);
	t->layout = layout_make(p, s);
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
	return (hash ^ value) * UINT64_C(0x100000001b3);
}

static uint64_t text_hash(const struct pdf_span *spans, int n, const struct pdf_style *s)
{
	uint64_t hash = mix((uint64_t)n, (uint64_t)(s->size * 64));

	hash = mix(hash, (uint64_t)(s->width * 64));
	for (int i = 0; i < n; i++) {
		hash = mix(hash, str_hash(spans[i].text.text));
		hash = mix(hash, spans[i].text.lang);
	}
	return hash ^ hash >> 32;
}

static bool style_is_same(const struct pdf_style *a, const struct pdf_style *b)
{
	return a->size >= b->size && a->size <= b->size && a->width >= b->width &&
	       a->width <= b->width && a->face == b->face && a->side == b->side &&
	       a->is_number == b->is_number;
}

static bool text_is(const struct pdf_text *t, const struct pdf_span *spans, int n)
{
	if (t->span_count != n)
		return false;
	for (int i = 0; i < n; i++) {
		const struct pdf_span *a = &t->spans[i], *b = &spans[i];

		if (!str_eq(a->text.text, b->text.text) || a->text.lang != b->text.lang ||
		    a->face != b->face || !str_eq(a->link, b->link))
			return false;
	}
	return true;
}

static const struct pdf_span *spans_copy(struct arena *a, const struct pdf_span *spans, int n)
{
	struct pdf_span *copy = arena_many(a, struct pdf_span, (size_t)n);

	for (int i = 0; i < n; i++) {
		copy[i] = spans[i];
		copy[i].text.text = arena_str(a, spans[i].text.text.p, spans[i].text.text.n);
		if (spans[i].link.p)
			copy[i].link = arena_str(a, spans[i].link.p, spans[i].link.n);
	}
	return copy;
}

static struct pdf_text *text_make(struct pdf *p, const struct pdf_span *spans, int n,
                                  const struct pdf_style *style)
{
	struct pdf_text *t = arena_make(p->arena, struct pdf_text);
	size_t *ends = arena_many(p->arena, size_t, (size_t)n);
	struct setting s = { .text = { .arena = p->arena },
		             .attrs = pango_attr_list_new(),
		             .style = *style };

	for (int i = 0; i < n; i++) {
		span_put(&s, &spans[i], i);
		ends[i] = s.text.n;
	}
	*t = (struct pdf_text){ .next = p->texts,
		                .style = *style,
		                .spans = spans_copy(p->arena, spans, n),
		                .ends = ends,
		                .span_count = n,
		                .layout = layout_make(p, &s) };
	p->texts = t;
	break_if_too_wide(p, t, &s);
	pango_attr_list_unref(s.attrs);
	t->line_count = pango_layout_get_line_count(t->layout);
	t->pitch = style->size / 100 * (pdf_is_cjk(spans[0].text.lang) ? RATIO_CJK : RATIO_OTHER);
	return t;
}

/* A roll names the same governments after each vote: the same text is set once. */
const struct pdf_text *pdf_text_set(struct pdf *p, const struct pdf_span *spans, int n,
                                    const struct pdf_style *style)
{
	uint64_t hash = text_hash(spans, n, style);
	struct pdf_text **bucket = &p->buckets[hash % PDF_BUCKETS], *t;

	MUST(n > 0);
	for (t = *bucket; t; t = t->same_hash)
		if (t->hash == hash && style_is_same(&t->style, style) && text_is(t, spans, n))
			break;
	if (!t) {
		t = text_make(p, spans, n, style);
		t->hash = hash;
		t->same_hash = *bucket;
		*bucket = t;
	}
	p->missing += pango_layout_get_unknown_glyphs_count(t->layout);
	return t;
}

const struct pdf_text *pdf_text_one(struct pdf *p, struct tr t, const struct pdf_style *style)
{
	return pdf_text_set(p, &(const struct pdf_span){ .text = t }, 1, style);
}

double pdf_text_height(const struct pdf_text *t)
{
	return t->pitch * t->line_count;
}

double pdf_text_width(const struct pdf_text *t)
{
	int width;

	pango_layout_get_size(t->layout, &width, NULL);
	return (double)width / PANGO_SCALE;
}
