/* test_pdf.c -- paper: what comes out, its limits, and that it is the same each time. */
#include "doc/pdf_core.h"
#include "doc/test_pdf_document.h"
#include "test/tap.h"

#include <pthread.h>
#include <stdlib.h>

static struct arena *arena;

static struct str everything(struct arena *a)
{
	struct pdf *p = pdf_new(a, &test_about);
	struct str bytes = { NULL, 0 };

	test_everything(p);
	test_cards(p);
	CHECK(pdf_missing(p) == 0);
	CHECK(pdf_end(p, &bytes) == ERR_OK);
	pdf_free(p);
	return bytes;
}

/* A document of one text; its bytes, or p == NULL. */
static struct str one_text(struct tr text, int *ret_missing)
{
	struct pdf *p = pdf_new(arena, &test_about);
	struct str bytes = { NULL, 0 };

	pdf_para(p, text);
	CHECK(pdf_end(p, &bytes) == ERR_OK);
	*ret_missing = pdf_missing(p);
	pdf_free(p);
	return bytes;
}

static void the_same_calls_give_the_same_bytes(void)
{
	struct str first = everything(arena), other, again;
	int missing;

	CHECK(str_starts(first, S("%PDF-1.")));
	other = one_text(TR(KO, "다른 문서"), &missing);
	again = everything(arena);
	CHECK(!str_eq(first, other));
	CHECK(str_eq(first, again));
}

static void *write_alone(void *ret_bytes)
{
	struct arena *a = arena_new();
	struct str *bytes = ret_bytes, mine = everything(a);

	bytes->p = memcpy(malloc(mine.n), mine.p, mine.n);
	bytes->n = mine.n;
	arena_free(a);
	return NULL;
}

static void threads_write_at_once_and_alike(void)
{
	struct str bytes[3] = { { NULL, 0 } }, mine = everything(arena);
	pthread_t threads[COUNT_OF(bytes)];

	for (size_t i = 0; i < COUNT_OF(bytes); i++)
		CHECK(pthread_create(&threads[i], NULL, write_alone, &bytes[i]) == 0);
	for (size_t i = 0; i < COUNT_OF(bytes); i++) {
		CHECK(pthread_join(threads[i], NULL) == 0);
		CHECK(str_eq(bytes[i], mine));
		free((void *)bytes[i].p);
	}
}

/* Sets each line of a file of the source; how many signs are missing, -1 when it cannot be read. */
static int file_missing(const char *name, enum language l)
{
	const char *root = getenv("NEAR_SRC");
	struct str path = arena_printf(arena, "%s/%s", root ? root : ".", name);
	FILE *file = fopen(path.p, "r");
	struct pdf *p;
	char line[8192];
	int missing;

	if (!file)
		return -1;
	p = pdf_new(arena, &test_about);
	while (fgets(line, sizeof(line), file))
		pdf_para(p, (struct tr){ str_of(line), l });
	missing = pdf_missing(p);
	pdf_free(p);
	CHECK(fclose(file) == 0);
	return missing;
}

static void no_sign_is_missing_for_the_words_of_the_program(void)
{
	CHECK(file_missing("po/zh.po", LANGUAGE_ZH) == 0);
	CHECK(file_missing("po/ja.po", LANGUAGE_JA) == 0);
	CHECK(file_missing("po/ko.po", LANGUAGE_KO) == 0);
	CHECK(file_missing("po/mn.po", LANGUAGE_MN) == 0);
	CHECK(file_missing("po/ru.po", LANGUAGE_RU) == 0);
}

static void names_in_any_script_stand_in_a_text_of_any_language(void)
{
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		CHECK(file_missing("packs/near/governments.csv", (enum language)l) == 0);
}

static void a_sign_that_no_font_has_is_counted(void)
{
	int missing;

	CHECK(one_text(TR(EN, "a\xee\x80\x80z"), &missing).n > 0);
	CHECK(missing == 1);
}

static PangoGlyph glyph_of(struct pdf *p, struct tr text)
{
	const struct pdf_style style = { .size = 10 };
	PangoLayout *layout = pdf_text_one(p, text, &style)->layout;
	PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);

	return ((PangoGlyphItem *)line->runs->data)->glyphs->glyphs[0].glyph;
}

static void a_character_has_the_form_of_its_language(void)
{
	struct pdf *p = pdf_new(arena, &test_about);

	CHECK(glyph_of(p, TR(ZH, "骨")) != glyph_of(p, TR(JA, "骨")));
	CHECK(glyph_of(p, TR(ZH, "直")) != glyph_of(p, TR(JA, "直")));
	CHECK(glyph_of(p, TR(JA, "戸")) == glyph_of(p, TR(JA, "戸")));
	pdf_free(p);
}

static const struct pdf_text *set(struct pdf *p, struct tr text, double width)
{
	const struct pdf_style style = { .size = 10, .width = width };

	return pdf_text_one(p, text, &style);
}

static bool has_line(const struct pdf_text *t, const char *line)
{
	const char *text = pango_layout_get_text(t->layout);

	for (int i = 0; i < t->line_count; i++) {
		PangoLayoutLine *l = pango_layout_get_line_readonly(t->layout, i);
		struct str words = { text + l->start_index, (size_t)l->length };

		if (str_is(str_trim(words), line))
			return true;
	}
	return false;
}

static void korean_words_stay_whole_while_they_fit(void)
{
	struct tr text = TR(KO, "회원 자격심사위원회 결정");
	struct pdf *p = pdf_new(arena, &test_about);
	const struct pdf_text *wide = set(p, text, 98), *narrow = set(p, text, 40);

	CHECK(has_line(wide, "회원 자격심사위원회") && has_line(wide, "결정"));
	CHECK(narrow->line_count > 2 && pdf_text_width(narrow) <= 41);
	pdf_free(p);
}

static void what_is_no_text_is_shown_as_far_as_it_can_be(void)
{
	int missing;

	CHECK(one_text(TR(EN, "a\xff\xfe"
	                      "b"),
	               &missing)
	              .n > 0);
	CHECK(missing == 0);
	CHECK(one_text(TR(EN, "a\0b\x01\x1b\x7f\tc\r\nd"), &missing).n > 0);
	CHECK(missing == 0);
}

static void an_empty_document_has_a_page(void)
{
	struct pdf *p = pdf_new(arena, &test_about);
	struct str bytes = { NULL, 0 };

	pdf_title(p, (struct tr){ .lang = LANGUAGE_JA });
	pdf_para(p, TR(JA, ""));
	pdf_list(p, false, NULL, 0);
	CHECK(pdf_end(p, &bytes) == ERR_OK);
	CHECK(str_starts(bytes, S("%PDF-1.")));
	pdf_free(p);
}

static void too_many_pages_are_refused_at_the_end(void)
{
	struct pdf *p = pdf_new(arena, &test_about);
	struct str bytes = { NULL, 0 };

	for (int i = 0; i < PDF_PAGES_MAX + 5; i++) {
		pdf_para(p, TR(EN, "page"));
		pdf_new_page(p);
	}
	CHECK(pdf_end(p, &bytes) == ERR_TOO_LARGE);
	CHECK(bytes.p == NULL);
	pdf_free(p);
}

static void deep_nesting_ends(void)
{
	static const char *const opens[] = { "> ", "- ", "1. ", "[", "*a **a " };

	for (size_t i = 0; i < COUNT_OF(opens); i++) {
		struct pdf *p = pdf_new(arena, &test_about);
		struct str bytes = { NULL, 0 };
		struct sbuf text = { .arena = arena };

		while (text.n < 2000)
			sbuf_str(&text, str_of(opens[i]));
		sbuf_lit(&text, "end");
		pdf_markdown(p, (struct tr){ sbuf_done(&text), LANGUAGE_EN }, 1);
		CHECK(pdf_end(p, &bytes) == ERR_OK);
		pdf_free(p);
	}
}

static void a_text_in_another_language_says_so(void)
{
	struct pdf *p = pdf_new(arena, &test_about);

	CHECK(str_is(pdf_fallback(p, TR(JA, "議題")).text, "議題"));
	CHECK(str_is(pdf_fallback(p, TR(EN, "Agenda")).text, "Agenda (English)"));
	CHECK(pdf_fallback(p, (struct tr){ .lang = LANGUAGE_EN }).text.p == NULL);
	pdf_free(p);
}

static void a_code_that_is_too_long_refuses_the_document(void)
{
	struct str text = { arena_alloc(arena, QR_TEXT_MAX + 1), QR_TEXT_MAX + 1 };
	struct pdf *p = pdf_new(arena, &test_about);
	struct str bytes;

	memset((char *)text.p, 'a', text.n);
	pdf_code(p, text, TR(EN, "code"), 30);
	CHECK(pdf_end(p, &bytes) == ERR_TOO_LARGE);
	pdf_free(p);
}

int main(void)
{
	arena = arena_new();
	RUN(the_same_calls_give_the_same_bytes);
	RUN(threads_write_at_once_and_alike);
	RUN(no_sign_is_missing_for_the_words_of_the_program);
	RUN(names_in_any_script_stand_in_a_text_of_any_language);
	RUN(a_sign_that_no_font_has_is_counted);
	RUN(a_character_has_the_form_of_its_language);
	RUN(korean_words_stay_whole_while_they_fit);
	RUN(what_is_no_text_is_shown_as_far_as_it_can_be);
	RUN(an_empty_document_has_a_page);
	RUN(too_many_pages_are_refused_at_the_end);
	RUN(deep_nesting_ends);
	RUN(a_text_in_another_language_says_so);
	RUN(a_code_that_is_too_long_refuses_the_document);
	arena_free(arena);
	return TAP_DONE();
}
