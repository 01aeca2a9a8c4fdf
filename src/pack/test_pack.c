/* test_pack.c -- reading packs: good ones, and every way in which one can be wrong. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/str.h"
#include "pack/pack.h"
#include "test/tap.h"

#define THINGS "slug country? name_* about_*?+ size? since? is_big? sort?"
#define HEAD                                                                                       \
	"slug,country,name_zh,name_ja,name_ko,name_mn,name_ru,name_en,"                            \
	"about_zh,about_ja,about_ko,about_mn,about_ru,about_en,size,since,is_big,sort\n"

static char dir[64];

static void put(const char *path, const char *bytes, size_t n)
{
	char full[160];
	FILE *f;

	snprintf(full, sizeof(full), "%s/%s", dir, path);
	f = fopen(full, "wb");
	MUST(f && fwrite(bytes, 1, n, f) == n && fclose(f) == 0);
}

static void put_text(const char *path, const char *text)
{
	put(path, text, strlen(text));
}

static void make_folder(const char *path)
{
	char full[160];

	snprintf(full, sizeof(full), "%s/%s", dir, path);
	MUST(mkdir(full, 0700) == 0);
}

static struct pack *fresh(void)
{
	struct pack *p = NULL;

	snprintf(dir, sizeof(dir), "/tmp/test_pack.XXXXXX");
	MUST(mkdtemp(dir) != NULL);
	put_text("pack.csv", "key,value\nid,tiny\n");
	MUST(pack_open(dir, &p) == ERR_OK);
	return p;
}

static void done(struct pack *p)
{
	char command[96];

	pack_free(p);
	snprintf(command, sizeof(command), "rm -r %s", dir);
	MUST(system(command) == 0);
}

static bool tells(struct pack *p, const char *fault)
{
	struct sbuf out = { .arena = pack_arena(p) };

	pack_print_faults(p, &out);
	if (strstr(sbuf_done(&out).p, fault))
		return true;
	printf("# not told: %s\n# told: %s\n", fault, out.p);
	return false;
}

/* The faults of a table with these bytes, how many, and one of them. */
static void is_refused(const char *bytes, size_t n, int faults, const char *fault)
{
	struct pack *p = fresh();
	const struct pack_row *rows;
	int count;

	put("things.csv", bytes, n);
	pack_table(p, "things.csv", THINGS, &rows, &count);
	CHECK(pack_faults(p) == faults);
	CHECK(tells(p, fault));
	done(p);
}
#define IS_REFUSED(text, faults, fault) is_refused(text, sizeof(text) - 1, faults, fault)

/* One row of a table whose last four cells are `cells`. */
static const struct pack_row *one_row(struct pack *p, const char *cells)
{
	const struct pack_row *rows;
	char text[1024];
	int n;

	snprintf(text, sizeof(text), HEAD "a,CN,,,,,,A,,,,,,,%s\n", cells);
	put_text("things.csv", text);
	pack_table(p, "things.csv", THINGS, &rows, &n);
	MUST(n == 1);
	return rows;
}

static void a_folder_without_a_pack_is_not_found(void)
{
	struct pack *p = NULL;

	CHECK(pack_open("/nowhere/at/all", &p) == ERR_NOT_FOUND);
	CHECK(pack_open("/", &p) == ERR_NOT_FOUND);
	CHECK(p == NULL);
}

static void a_table_gives_its_rows(void)
{
	struct pack *p = fresh();
	const struct pack_row *rows;
	int n;

	put_text("things.csv", HEAD "a,CN,,アオモリ,,,,A,,,,,,,7,2014-10,yes,two\r\n"
	                            "b-2,,,,,\"Б, \"\"Б\"\" Б\",,,\"a\n\n\tb  c\",,,,,,,,,\n"
	                            "c-3,,,,\u1100\u1161,,,,,,,,,,,,,\n");
	pack_table(p, "things.csv", THINGS, &rows, &n);
	CHECK(pack_faults(p) == 0 && n == 3);
	CHECK(rows[0].line == 2 && rows[1].line == 3 && rows[2].line == 6);
	CHECK(str_is(pack_slug(&rows[0], "slug"), "a"));
	CHECK(str_is(pack_texts(&rows[0], "name").in[LANGUAGE_JA], "アオモリ"));
	CHECK(pack_texts(&rows[0], "name").in[LANGUAGE_ZH].p == NULL);
	CHECK(pack_int(&rows[0], "size", 0, 10, -1) == 7);
	CHECK(str_is(pack_date(&rows[0], "since"), "2014-10"));
	CHECK(pack_bool(&rows[0], "is_big"));
	CHECK(pack_choice(&rows[0], "sort", (const char *const[]){ "one", "two", NULL }) == 1);
	CHECK(str_is(pack_texts(&rows[1], "name").in[LANGUAGE_MN], "Б, \"Б\" Б"));
	CHECK(str_is(pack_texts(&rows[1], "about").in[LANGUAGE_ZH], "a\n\n\tb  c"));
	CHECK(str_is(pack_texts(&rows[2], "name").in[LANGUAGE_KO], "\uac00")); /* in NFC */
	CHECK(pack_get(&rows[1], "country").p == NULL);
	CHECK(pack_int(&rows[1], "size", 0, 10, -1) == -1);
	CHECK(pack_date(&rows[1], "since").p == NULL && !pack_bool(&rows[1], "is_big"));
	CHECK(pack_choice(&rows[1], "sort", (const char *const[]){ "one", "two", NULL }) == 0);
	CHECK(pack_faults(p) == 0);
	done(p);
}

static void columns_may_stand_in_any_order(void)
{
	struct pack *p = fresh();
	const struct pack_row *rows;
	int n;

	put_text("pairs.csv", "value,key\nv,k\n");
	pack_table(p, "pairs.csv", "key value", &rows, &n);
	CHECK(n == 1 && pack_faults(p) == 0);
	CHECK(str_is(pack_get(&rows[0], "key"), "k") && str_is(pack_get(&rows[0], "value"), "v"));
	done(p);
}

static void a_missing_table_is_a_fault_unless_optional(void)
{
	struct pack *p = fresh();
	const struct pack_row *rows;
	int n = 9;

	pack_table(p, "things.csv?", THINGS, &rows, &n);
	CHECK(n == 0 && pack_faults(p) == 0);
	pack_table(p, "things.csv", THINGS, &rows, &n);
	CHECK(n == 0 && pack_faults(p) == 1);
	CHECK(tells(p, "things.csv: there is no such file in the pack\n"));
	done(p);
}

static void a_wrong_head_is_told_whole(void)
{
	IS_REFUSED("", 1, "things.csv: is empty");
	IS_REFUSED(HEAD "", 0, "");
	IS_REFUSED("slug,colour,slug\n", 19, "things.csv:1: unknown column: colour\n");
	IS_REFUSED("slug,colour,slug\n", 19, "things.csv:1: column named twice: slug\n");
	IS_REFUSED("slug,colour,slug\n", 19, "things.csv:1: missing column: name_mn\n");
	IS_REFUSED("Slug\n", 19, "things.csv:1: unknown column: Slug\n");
}

static void a_wrong_row_is_told_with_its_line(void)
{
	IS_REFUSED(HEAD "a,CN,,,,,,A,,,,,,,,,,\nb,CN\n", 1,
	           "things.csv:3: has 2 cells where the head names 18\n");
	IS_REFUSED(HEAD ",CN,,,,,,A,,,,,,,,,,\n", 1, "things.csv:2: slug: is empty\n");
	IS_REFUSED(HEAD "a,CN,,,,,,,,,,,,,,,,\n", 1,
	           "things.csv:2: name_*: empty in every language\n");
	IS_REFUSED(HEAD "a,CN,,,,,,A\x01,,,,,,,,,,\n", 1, "name_en: holds a control character\n");
	IS_REFUSED(HEAD "a,CN,,,,,, A,,,,,,,,,,\n", 1,
	           "name_en: begins or ends with white space\n");
	IS_REFUSED(HEAD "b\n", 1, "things.csv:2: has 1 cell where");
	IS_REFUSED(HEAD "\n", 1, "things.csv:2: is empty: delete the line\n");
	IS_REFUSED(HEAD ",,,,,,,,,,,,,,,,,\n", 1,
	           "things.csv:2: has only empty cells: delete the line\n");
	IS_REFUSED(HEAD "a,\"CN,,,,,,A,,,,,,,,,,\n", 1, "things.csv:2: ");
}

#define NAMED(name) HEAD "a,CN,,,,,,A,,,,,,,,,,\nb,CN,,,,,,\"" name "\",,,,,,,,,,\n"

static void a_name_is_one_line_that_can_be_seen(void)
{
	IS_REFUSED(NAMED("Toyama\nPrefecture"), 1,
	           "things.csv:3: name_en: holds a line break: write it in one line\n");
	IS_REFUSED(NAMED("Toyama\tPrefecture"), 1, "things.csv:3: name_en: holds a tab, a wide");
	IS_REFUSED(NAMED("富山　太郎"), 1, "things.csv:3: name_en: holds a tab, a wide blank or");
	IS_REFUSED(NAMED("a  b"), 1, "things.csv:3: name_en: holds a tab, a wide blank or");
	IS_REFUSED(NAMED("a\u00a0"), 1, "things.csv:3: name_en: holds a tab, a wide blank or");
	IS_REFUSED(NAMED("a\u202eb"), 1, "things.csv:3: name_en: holds an invisible character");
	IS_REFUSED(NAMED("\u200b"), 1, "things.csv:3: name_en: holds nothing that can be seen\n");
	IS_REFUSED(NAMED("x\u0301\u0301\u0301\u0301\u0301"), 1,
	           "things.csv:3: name_en: has more marks on one letter than any script needs\n");
	/* Several lines are refused what a line is, but for its breaks and blanks. */
	IS_REFUSED(HEAD "a,CN,,,,,,A,\"a\nb\u2067\",,,,,,,,,\n", 1, "2: about_zh: holds an invis");
}

static void text_that_is_not_utf8_is_told_once(void)
{
	IS_REFUSED(HEAD "a,CN,,\xff,,,,A,,,,,,,,,,\nb\xc0\x80\n", 1,
	           "things.csv:2: is not UTF-8 (so is line 3)");
	IS_REFUSED(HEAD "\xff\n\xff\n\xff\n\xff\n\xff\n\xff\n\xff\n", 1,
	           "things.csv:2: is not UTF-8 (so are lines 3, 4, 5, 6 and 2 more)");
	IS_REFUSED(HEAD "a,CN,,\xed\xa0\x80,,,,A,,,,,,,,,,\n", 1, "things.csv:2: is not UTF-8");
	IS_REFUSED(HEAD "a,CN,,東京,,,,A,,,,,,,,,,\nb,CN,,東\xe4\xba,,,,A,,,,,,,,,,\n", 1,
	           "things.csv:3: is not UTF-8, though the rest of the file is: write it anew");
	IS_REFUSED("slug,na\0me\n", 1, "things.csv:1: holds a zero byte: ");
}

/* The ASCII of `text` as UTF-16; the number of its bytes. */
static size_t widened(const char *text, bool big, char *ret)
{
	size_t n = strlen(text);

	for (size_t i = 0; i < n; i++) {
		ret[2 * i + big] = text[i];
		ret[2 * i + !big] = '\0';
	}
	return 2 * n;
}

static void the_likely_encoding_is_named_and_what_to_do(void)
{
	char bytes[1024] = "\xff\xfe";
	size_t n = widened(HEAD, false, bytes + 2);

	is_refused(bytes, n + 2, 1, "things.csv: is UTF-16, not UTF-8: save it as UTF-8, or");
	is_refused(bytes + 2, n, 1, "iconv -f UTF-16LE -t UTF-8\n");
	n = widened(HEAD, true, bytes);
	is_refused(bytes, n, 1, "iconv -f UTF-16BE -t UTF-8\n");
	/* 富山県, 兵庫県 and 北東アジア地域自治体連合 in Shift_JIS */
	IS_REFUSED(HEAD "a,JP,,\x95\x78\x8e\x52\x8c\xa7,,,,A,,,,,,,,,,\n"
	                "b,JP,,\x95\xba\x8c\xc9\x8c\xa7,,,,B,,,,,,,,,,\n"
	                "c,JP,,\x96\x6b\x93\x8c\x83\x41\x83\x57\x83\x41\x92\x6e\x88\xe6"
	                "\x8e\xa9\x8e\xa1\x91\xcc\x98\x41\x8d\x87,,,,C,,,,,,,,,,\n",
	           1,
	           "things.csv:2: is not UTF-8 (so are lines 3, 4) but probably CP932: save the "
	           "file as UTF-8, or convert it with iconv -f CP932 -t UTF-8\n");
	/* Хабаровский край; Приморский край in windows-1251 */
	IS_REFUSED(HEAD "a,RU,,,,,\xd5\xe0\xe1\xe0\xf0\xee\xe2\xf1\xea\xe8\xe9 \xea\xf0\xe0\xe9,,"
	                ",,,,,,,,,\nb,RU,,,,,\xcf\xf0\xe8\xec\xee\xf0\xf1\xea\xe8\xe9 "
	                "\xea\xf0\xe0\xe9,,,,,,,,,,,\n",
	           1, "but probably WINDOWS-1251: ");
}

static void a_carriage_return_alone_is_told_and_the_rest_read(void)
{
	IS_REFUSED("key,value\rid,tiny\r", 21,
	           "things.csv:1: ends with a carriage return (CR) "
	           "alone (so is line 2): ");
	IS_REFUSED(HEAD "a,CN,,,,,,A,,,,,,,,,,\rb,CN\n", 2,
	           "things.csv:2: ends with a carriage return (CR) alone: save the file with the "
	           "line ends LF or CR LF\n");
	IS_REFUSED(HEAD "a,CN,,,,,,A,,,,,,,,,,\rb,CN\n", 2, "things.csv:3: has 2 cells");
	IS_REFUSED(HEAD "a,CN,,,,,,A,,,,,,,,,,\r\n", 0, "");
}

static void a_separator_that_is_no_comma_is_named(void)
{
	IS_REFUSED("slug;country;name_zh;name_ja;name_ko;name_mn;name_ru;name_en;about_zh;about_ja;"
	           "about_ko\na;CN;;;;;;A\n",
	           1, "things.csv:1: has its cells separated by semicolons: save the table with");
	IS_REFUSED("\"slug\"\t\"country\"\tname_zh\tname_ja\tname_ko\tname_mn\tname_ru\tname_en\t"
	           "about_zh\tabout_ja\n",
	           1, "things.csv:1: has its cells separated by tabs: ");
	IS_REFUSED("sep=,\n" HEAD, 1, "things.csv:1: names a separator, not the columns: delete");
	IS_REFUSED(HEAD "a;CN;;;;;;A;;;;;;;;;;\n", 1,
	           "things.csv:2: has its cells separated by semicolons: write commas\n");
}

static void a_missing_quotation_mark_is_hinted_at(void)
{
	IS_REFUSED(HEAD "a,CN,,,,,,\"A,,,,,,,,,,\nb,CN,,,,,,\"B, C\",,,,,,,,,,\n", 1,
	           "things.csv:3: after a field a comma or the end of the line is expected; the "
	           "quoted cell before it begins in line 2: is its closing quotation mark");
	IS_REFUSED(HEAD "a,CN,,,,,,\"A,,,,,,,,,,\nb,CN,,,,,,B\",,,,,,,,\n", 1,
	           "things.csv:2: has 16 cells where the head names 18; the quoted cell before it "
	           "begins in line 2: ");
	IS_REFUSED(HEAD "a,CN,,,,,,\"A,,,,,,,,,,\n", 1,
	           "things.csv:2: the quotation mark that opens here is not closed\n");
	IS_REFUSED(HEAD "a,CN,,,,,,The \"A\",,,,,,,,,,\n", 1,
	           "things.csv:2: a quotation mark stands in a field that is not quoted: enclose");
}

static void a_cell_past_its_limit_is_refused(void)
{
	struct pack *p = fresh();
	enum { LONG = 70000 };
	char *text = malloc(LONG + 64);
	const struct pack_row *rows;
	size_t at;
	int n;

	MUST(text);
	at = (size_t)snprintf(text, 64, "key,value\nk,");
	memset(text + at, 'x', LONG);
	put("pairs.csv", text, at + LONG);
	free(text);
	pack_table(p, "pairs.csv", "key value", &rows, &n);
	CHECK(n == 0 && pack_faults(p) == 1 && tells(p, "pairs.csv:2: "));
	done(p);
}

static void a_wrong_cell_is_a_fault_and_gives_what_an_empty_one_gives(void)
{
	static const char *const sorts[] = { "one", "two", NULL };
	struct pack *p = fresh();
	const struct pack_row *r = one_row(p, "7x,2014-02-30,maybe,three");

	CHECK(pack_faults(p) == 0);
	CHECK(pack_int(r, "size", 0, 10, -1) == -1);
	CHECK(tells(p, "things.csv:2: size: 7x is no whole number from 0 to 10\n"));
	CHECK(pack_date(r, "since").p == NULL);
	CHECK(tells(p, "since: 2014-02-30 is no date such as 2014-10-22, 2014-10 or 2014\n"));
	CHECK(!pack_bool(r, "is_big") && tells(p, "is_big: maybe is neither yes nor no\n"));
	CHECK(pack_choice(r, "sort", sorts) == 0 && tells(p, "sort: three is none of: one, two\n"));
	CHECK(str_is(pack_slug(r, "country"), "CN") && tells(p, "country: CN is no slug"));
	CHECK(pack_faults(p) == 5);
	CHECK(pack_int(r, "size", 0, 10, -1) == -1 && pack_faults(p) == 5); /* told once */
	done(p);
}

static void references_find_what_was_bound(void)
{
	struct pack *p = fresh();
	const struct pack_row *r = one_row(p, ",,,");
	struct pack_row again = *r;
	struct str several = S(" a  x b");
	int64_t id = 0;

	again.line = 3;
	CHECK(pack_ref(r, "thing", "slug") == 0 &&
	      tells(p, "things.csv:2: slug: there is no thing a\n"));
	pack_bind(r, "thing", S("a"), 5);
	pack_bind(r, "thing", S("b"), 6);
	pack_bind(r, "other", S("a"), 7);
	CHECK(pack_ref(r, "thing", "slug") == 5 && pack_ref(r, "other", "slug") == 7);
	CHECK(pack_ref(r, "thing", "sort") == 0 && pack_faults(p) == 1); /* empty: no fault */
	CHECK(pack_ref(r, "thing", "country") == 0);
	CHECK(tells(p, "things.csv:2: country: CN is not in things.csv\n"));
	CHECK(!pack_bind(&again, "thing", S("a"), 8));
	CHECK(tells(p, "things.csv:3: a stands in line 2 already\n"));
	CHECK(pack_ref(r, "thing", "slug") == 5 && pack_faults(p) == 3);
	CHECK(pack_bind(r, "thing", S("a"), 5)); /* by the same row: its id is known at last */
	CHECK(pack_ref_next(r, "thing", &several, &id) && id == 5);
	CHECK(pack_ref_next(r, "thing", &several, &id) && id == 0 &&
	      tells(p, "x is not in things.csv"));
	CHECK(pack_ref_next(r, "thing", &several, &id) && id == 6);
	CHECK(!pack_ref_next(r, "thing", &several, &id));
	done(p);
}

static void a_missing_table_is_not_told_again_at_every_reference(void)
{
	struct pack *p = fresh();
	const struct pack_row *r = one_row(p, ",,,");

	pack_fault_file(p, "countries.csv", "there is no such file in the pack");
	CHECK(pack_ref(r, "country", "country") == 0 && pack_faults(p) == 1);
	done(p);
}

/* What refers to `slug` of a table with these bytes, and whether that is told. */
static bool reference_is_told(const char *bytes, size_t n, const char *slug)
{
	struct pack *p = fresh();
	const struct pack_row *rows;
	int count, before;
	char text[64];

	snprintf(text, sizeof(text), "thing\n%s\n", slug);
	put_text("uses.csv", text);
	if (bytes)
		put("things.csv", bytes, n);
	pack_sort(p, "thing", "things.csv");
	pack_table(p, "things.csv", THINGS, &rows, &count);
	for (int i = 0; i < count; i++)
		pack_bind(&rows[i], "thing", pack_slug(&rows[i], "slug"), 1);
	before = pack_faults(p);
	pack_table(p, "uses.csv", "thing", &rows, &count);
	MUST(count == 1);
	(void)pack_ref(&rows[0], "thing", "thing");
	before = pack_faults(p) - before;
	done(p);
	return before == 1;
}
#define IS_TOLD(text, slug) reference_is_told(text, sizeof(text) - 1, slug)

static void what_cannot_be_read_hides_only_references_into_it(void)
{
	CHECK(!reference_is_told(NULL, 0, "b"));
	CHECK(IS_TOLD(HEAD, "b"));
	CHECK(!IS_TOLD(HEAD "b,CN\n", "b") && IS_TOLD(HEAD "b,CN\n", "c"));
	CHECK(IS_TOLD(HEAD "b,CN\n", "cn") && IS_TOLD(HEAD "b-1,CN\n", "b"));
	CHECK(!IS_TOLD(HEAD "b,CN,,\xff\n", "b") && IS_TOLD(HEAD "b,CN,,\xff\n", "c"));
	CHECK(!IS_TOLD("slug;name\nb;B\n", "b") && IS_TOLD("slug;name\nb;B\n", "c"));
	CHECK(!IS_TOLD(HEAD "a,\"CN\nb,CN\n", "b") && IS_TOLD(HEAD "a,\"CN\nb,CN\n", "c"));
	CHECK(!IS_TOLD("\xff\xfe"
	               "a\0,\0",
	               "c"));
}

static void faults_stand_in_order_of_file_and_line(void)
{
	struct pack *p = fresh();
	const struct pack_row *r = one_row(p, ",,,");
	struct sbuf out = { .arena = pack_arena(p) };

	pack_fault(r, "slug", "second");
	pack_fault_file(p, "things.csv", "first");
	pack_fault_file(p, "zeta.csv", "last");
	pack_fault_file(p, "alpha.csv", "before all");
	pack_print_faults(p, &out);
	CHECK(str_is(sbuf_done(&out), "alpha.csv: before all\nthings.csv: first\n"
	                              "things.csv:2: slug: second\nzeta.csv: last\n"));
	done(p);
}

static void what_is_told_cannot_steer_a_terminal(void)
{
	struct pack *p = fresh();

	put_text("pairs.csv", "key,\xc2\x9b\x1b[2J\n");
	put_text("a\x1b\xff.csv", "");
	pack_table(p, "pairs.csv", "key", &(const struct pack_row *){ NULL }, &(int){ 0 });
	CHECK(tells(p, "pairs.csv:1: unknown column:   [2J\n"));
	pack_check_unread(p);
	CHECK(tells(p, "a ?.csv: is not a table of a pack"));
	done(p);
}

static void endless_faults_are_counted(void)
{
	struct pack *p = fresh();

	for (int i = 0; i < 1200; i++)
		pack_fault_file(p, "things.csv", "fault %d", i);
	CHECK(pack_faults(p) == 1200 && tells(p, "and 200 more faults\n"));
	done(p);
	p = fresh();
	for (int i = 0; i < 1001; i++)
		pack_fault_file(p, "things.csv", "fault %d", i);
	CHECK(tells(p, "and 1 more fault\n"));
	done(p);
}

/* Opens the folder again, since texts are read on opening. */
static struct pack *again(struct pack *p)
{
	pack_free(p);
	MUST(pack_open(dir, &p) == ERR_OK);
	return p;
}

static void texts_are_found_by_name_in_every_language(void)
{
	struct pack *p = fresh();
	const struct str *names;
	int n;

	make_folder("texts");
	make_folder("texts/ja");
	make_folder("texts/en");
	put_text("texts/ja/home.intro.md", "\xef\xbb\xbfこんにちは。\n");
	put_text("texts/en/home.intro.md", "Hello.\n");
	put_text("texts/en/about.md", "About.\n");
	p = again(p);
	CHECK(pack_faults(p) == 0);
	CHECK(str_is(pack_markdown(p, "home.intro").in[LANGUAGE_JA], "こんにちは。"));
	CHECK(str_is(pack_markdown(p, "home.intro").in[LANGUAGE_EN], "Hello."));
	CHECK(pack_markdown(p, "home.intro").in[LANGUAGE_KO].p == NULL);
	pack_text_names(p, &names, &n);
	CHECK(n == 2 && str_is(names[0], "about") && str_is(names[1], "home.intro"));
	CHECK(pack_faults(p) == 0 && pack_markdown(p, "nothing").in[LANGUAGE_EN].p == NULL);
	CHECK(tells(p, "texts/*/nothing.md: there is no such text in any language\n"));
	done(p);
}

static void faulty_texts_are_told(void)
{
	enum { LONG = 65537 };
	struct pack *p = fresh();
	char *text = calloc(1, LONG);

	MUST(text);
	memset(text, 'x', LONG);
	make_folder("texts");
	make_folder("texts/jp");
	make_folder("texts/en");
	make_folder("texts/en/folder.md");
	put("texts/en/long.md", text, LONG);
	put_text("texts/en/empty.md", " \n");
	put_text("texts/en/bad.md", "a\nb\xff\n");
	put_text("texts/en/bell.md", "a\a\n");
	put_text("texts/en/Upper.md", "a\n");
	put_text("texts/en/notes.txt", "a\n");
	put_text("texts/en/.hidden", "a\n");
	free(text);
	p = again(p);
	CHECK(tells(p, "texts/jp: is the code of none of the six languages\n"));
	CHECK(tells(p, "texts/en/folder.md: is not a plain file\n"));
	CHECK(tells(p, "texts/en/long.md: is larger than 65536 bytes\n"));
	CHECK(tells(p, "texts/en/empty.md: is empty\n"));
	CHECK(tells(p, "texts/en/bad.md:2: is not UTF-8"));
	CHECK(tells(p, "texts/en/bell.md: holds a control character\n"));
	CHECK(tells(p, "texts/en/Upper.md: is not named as a text"));
	CHECK(tells(p, "texts/en/notes.txt: is not named as a text"));
	CHECK(pack_faults(p) == 8);
	done(p);
}

static void a_pipe_in_the_place_of_a_table_does_not_hold_us_up(void)
{
	struct pack *p = fresh();
	const struct pack_row *rows;
	char full[160];
	int n;

	snprintf(full, sizeof(full), "%s/things.csv", dir);
	MUST(mkfifo(full, 0600) == 0);
	pack_table(p, "things.csv?", THINGS, &rows, &n);
	CHECK(n == 0 && pack_faults(p) == 1 && tells(p, "things.csv: is not a plain file\n"));
	done(p);
}

static void a_table_or_text_that_nobody_reads_is_a_fault(void)
{
	struct pack *p = fresh();
	const struct pack_row *rows;
	int n;

	make_folder("texts");
	make_folder("texts/en");
	put_text("texts/en/about.purpose.md", "a\n");
	put_text("texts/en/about.porpoise.md", "a\n");
	put_text("texts/en/flood.md", "a\n");
	p = again(p);
	pack_know_text(p, "about.purpose");
	pack_know_text(p, "about.vision");
	CHECK(str_is(pack_text(p, S("about.porpoise")).in[LANGUAGE_EN], "a"));
	CHECK(pack_text(p, S("about.vision")).in[LANGUAGE_EN].p == NULL);
	CHECK(str_is(pack_markdown(p, "flood").in[LANGUAGE_EN], "a") && pack_faults(p) == 0);
	put_text("sesions.csv", "a,b\n");
	put_text("README.md", "# A pack\n");
	pack_table(p, "pack.csv", "key value", &rows, &n);
	pack_check_unread(p);
	CHECK(pack_faults(p) == 2 && tells(p, "sesions.csv: is not a table of a pack"));
	CHECK(tells(p, "texts/*/about.porpoise.md: no page has a place for this text; is its"));
	done(p);
}

int main(void)
{
	RUN(a_folder_without_a_pack_is_not_found);
	RUN(a_table_gives_its_rows);
	RUN(columns_may_stand_in_any_order);
	RUN(a_missing_table_is_a_fault_unless_optional);
	RUN(a_wrong_head_is_told_whole);
	RUN(a_wrong_row_is_told_with_its_line);
	RUN(a_name_is_one_line_that_can_be_seen);
	RUN(text_that_is_not_utf8_is_told_once);
	RUN(the_likely_encoding_is_named_and_what_to_do);
	RUN(a_carriage_return_alone_is_told_and_the_rest_read);
	RUN(a_separator_that_is_no_comma_is_named);
	RUN(a_missing_quotation_mark_is_hinted_at);
	RUN(a_cell_past_its_limit_is_refused);
	RUN(a_wrong_cell_is_a_fault_and_gives_what_an_empty_one_gives);
	RUN(references_find_what_was_bound);
	RUN(a_missing_table_is_not_told_again_at_every_reference);
	RUN(what_cannot_be_read_hides_only_references_into_it);
	RUN(faults_stand_in_order_of_file_and_line);
	RUN(what_is_told_cannot_steer_a_terminal);
	RUN(endless_faults_are_counted);
	RUN(texts_are_found_by_name_in_every_language);
	RUN(faulty_texts_are_told);
	RUN(a_pipe_in_the_place_of_a_table_does_not_hold_us_up);
	RUN(a_table_or_text_that_nobody_reads_is_a_fault);
	return TAP_DONE();
}
