/*
 * fuzz_pack.c -- any bytes as a table and as a text of a pack.
 *
 * Besides what the sanitizers see: whatever is given out is text, what is told is whole lines, and
 * a table without a fault keeps what it promises.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"
#include "pack/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define COLUMNS "slug name_* about_*? size? since? is_big sort"

static const char *const sorts[] = { "one", "two", NULL };
static char dir[64];

static void remove_folder(void)
{
	char command[96];

	snprintf(command, sizeof(command), "rm -r %s", dir);
	if (system(command) != 0)
		perror(dir);
}

static void make_folder(void)
{
	char path[96];

	if (dir[0])
		return;
	snprintf(dir, sizeof(dir), "%s", "/tmp/fuzz_pack.XXXXXX");
	MUST(mkdtemp(dir) != NULL);
	atexit(remove_folder);
	snprintf(path, sizeof(path), "%s/texts", dir);
	MUST(mkdir(path, 0700) == 0);
	snprintf(path, sizeof(path), "%s/texts/en", dir);
	MUST(mkdir(path, 0700) == 0);
}

static void put(const char *file, const uint8_t *data, size_t n)
{
	char path[96];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, file);
	f = fopen(path, "wb");
	MUST(f && fwrite(data, 1, n, f) == n);
	MUST(fclose(f) == 0);
}

static void check_row(const struct pack_row *r)
{
	struct str slug = pack_slug(r, "slug"), since = pack_date(r, "since");
	int64_t size = pack_int(r, "size", -5, 5, 0);
	struct lang_set names = pack_texts(r, "name");
	int filled = 0;

	for (int i = 0; i < r->count; i++)
		MUST(r->values[i].n <= 65536);
	(void)pack_bool(r, "is_big");
	MUST(size >= -5 && size <= 5);
	MUST(!since.p || date_is_valid(since));
	MUST(pack_choice(r, "sort", sorts) < 2);
	pack_bind(r, "thing", slug, r->line);
	(void)pack_ref(r, "thing", "slug");
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		filled += names.in[l].n > 0 && utf8_is_text(names.in[l]);
	if (pack_faults(r->pack) == 0)
		MUST(str_is_slug(slug) && filled > 0);
}

static void check_faults(const struct pack *p, struct arena *a)
{
	struct sbuf told = { .arena = a };
	struct str text;

	pack_print_faults(p, &told);
	text = sbuf_done(&told);
	MUST((pack_faults(p) > 0) == (text.n > 0));
	MUST(text.n == 0 || (text.p[text.n - 1] == '\n' && utf8_is_text(text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct pack_row *rows;
	struct pack *p;
	int count;

	make_folder();
	put("pack.csv", data, n);
	put("texts/en/home.md", data, n);
	MUST(pack_open(dir, &p) == ERR_OK);
	MUST(pack_faults(p) > 0 || utf8_is_text(pack_markdown(p, "home").in[LANGUAGE_EN]));
	pack_table(p, "pack.csv", COLUMNS, &rows, &count);
	for (int i = 0; i < count; i++)
		check_row(&rows[i]);
	check_faults(p, pack_arena(p));
	pack_free(p);
	return 0;
}
