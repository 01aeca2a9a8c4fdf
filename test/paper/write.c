/*
 * write.c -- write DIR: papers for programs to read that nobody here wrote.
 *
 * DIR/LANG.txt, one for each language, becomes DIR/LANG.pdf; everything.pdf has each kind of block,
 * cards.pdf badges and name cards, long.pdf a row that is longer than a page.
 */
#include "doc/test_pdf_document.h"

#include "base/sbuf.h"

#include <stdio.h>

enum { WORDS_OF_LONG_ROW = 3000 };

static bool finish(struct pdf *p, struct arena *a, const char *dir, const char *name)
{
	struct str bytes = { NULL, 0 };
	struct str path = arena_printf(a, "%s/%s.pdf", dir, name);
	bool is_done = pdf_end(p, &bytes) == ERR_OK && pdf_missing(p) == 0;
	FILE *file = is_done ? fopen(path.p, "wb") : NULL;

	pdf_free(p);
	if (!file)
		return false;
	is_done = fwrite(bytes.p, 1, bytes.n, file) == bytes.n;
	return fclose(file) == 0 && is_done;
}

static bool write_text(struct arena *a, const char *dir, enum language l)
{
	struct pdf_about about = test_about;
	const char *code = language_code(l);
	FILE *file = fopen(arena_printf(a, "%s/%s.txt", dir, code).p, "r");
	struct pdf *p;
	char line[4096];

	if (!file)
		return false;
	about.lang = l;
	about.title = language_name(l);
	about.header.text = (struct str){ NULL, 0 };
	p = pdf_new(a, &about);
	while (fgets(line, sizeof(line), file)) {
		struct str text = str_trim(str_of(line));

		pdf_para(p, (struct tr){ arena_str(a, text.p, text.n), l });
	}
	return fclose(file) == 0 && finish(p, a, dir, code);
}

static bool write_everything(struct arena *a, const char *dir)
{
	struct pdf *p = pdf_new(a, &test_about);

	test_everything(p);
	return finish(p, a, dir, "everything");
}

static bool write_cards(struct arena *a, const char *dir)
{
	struct pdf *p = pdf_new(a, &test_about);

	test_cards(p);
	return finish(p, a, dir, "cards");
}

static bool write_long(struct arena *a, const char *dir)
{
	static const struct pdf_column columns[] = {
		{ .head = { S_INIT("Word"), LANGUAGE_EN }, .weight = 1 },
		{ .head = { S_INIT("Words"), LANGUAGE_EN }, .weight = 2 }
	};
	struct pdf *p = pdf_new(a, &test_about);
	struct sbuf words = { .arena = a };
	struct pdf_cell cells[] = { { .text = TR(EN, "short") }, { .text.lang = LANGUAGE_EN } };

	for (int i = 0; i < WORDS_OF_LONG_ROW; i++)
		sbuf_printf(&words, "word%d ", i);
	cells[1].text.text = sbuf_done(&words);
	pdf_table_begin(p, columns, COUNT_OF(columns));
	pdf_table_row(p, cells);
	pdf_table_end(p);
	pdf_para(p, cells[1].text);
	return finish(p, a, dir, "long");
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	bool is_done = argc == 2;

	for (int l = 0; l < LANGUAGE_COUNT && is_done; l++)
		is_done = write_text(a, argv[1], (enum language)l);
	is_done = is_done && write_everything(a, argv[1]) && write_cards(a, argv[1]) &&
	          write_long(a, argv[1]);
	arena_free(a);
	return is_done ? 0 : 1;
}
