/* test_programme.c -- programmes and publications: loading, reading, and their pages. */
#include "base/str.h"
#include "http/call.h"
#include "programme/programme.h"
#include "test/fault.h"
#include "test/pack_near.h"
#include <sys/stat.h>

#define HEAD "slug,kind,name_zh,name_ja,name_ko,name_mn,name_ru,name_en\n"

static const struct route *const routes[] = { programme_routes, programme_api_routes, NULL };
static struct engine engine;

static enum err load(struct tx *tx, void *pack)
{
	enum err e = lang_load(tx, pack);

	return e == ERR_OK ? programme_load(tx, pack) : e;
}

static enum err load_programmes(struct tx *tx, void *pack)
{
	return programme_load(tx, pack);
}

static void fresh_association(void)
{
	engine_new(&engine);
	pack_near_load(&engine, load);
}

/* --- a pack of the test's own, in English alone --- */

static void put(const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", engine.dir, name);
	f = fopen(path, "w");
	MUST(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

static void make_dir(const char *name)
{
	char path[256];

	snprintf(path, sizeof path, "%s/%s", engine.dir, name);
	MUST(mkdir(path, 0700) == 0);
}

static struct pack *small_pack(const char *rows)
{
	struct pack *pack;

	make_dir("texts");
	make_dir("texts/en");
	put("pack.csv", "");
	put("texts/en/programmes.walks.md", "We *walk* <round> the lake.\n");
	put("texts/en/programmes.songs.md", "Songs of the shore.\n");
	put("programmes.csv", rows);
	MUST(pack_open(engine.dir, &pack) == ERR_OK);
	return pack;
}

/* What the pack is told when its programmes are `rows`; nothing is then written. */
static bool is_told(const char *rows, const char *fault)
{
	struct sbuf told;
	struct pack *pack;
	bool is;

	engine_new(&engine);
	told = (struct sbuf){ .arena = engine.ctx.arena };
	pack = small_pack(rows);
	/* A row that stands twice fails at once; the others are found by whoever asks. */
	if (db_write(&engine.ctx, load_programmes, pack) != ERR_OK)
		CHECK(engine_count(&engine, "programme") == 0);
	CHECK(pack_faults(pack) > 0);
	pack_print_faults(pack, &told);
	is = strstr(sbuf_done(&told).p, fault) != NULL;
	if (!is)
		printf("# told: %s\n", sbuf_done(&told).p);
	pack_free(pack);
	engine_free(&engine);
	return is;
}

/* --- pages --- */

static struct http_reply get(const char *target)
{
	const struct http_call call = { .target = target, .accept_language = "ja" };
	struct http_reply reply;

	http_call(&engine.ctx, routes, &call, &reply);
	return reply;
}

static const char *find(const struct http_reply *r, const char *text)
{
	return memmem(r->body.p, r->body.n, text, strlen(text));
}

static bool has(const struct http_reply *r, const char *text)
{
	if (find(r, text))
		return true;
	printf("# not in the page: %s\n", text);
	return false;
}

/* --- the tests --- */

static void programmes_stand_in_the_order_of_the_pack(void)
{
	struct programme *all;
	int n = 0;

	fresh_association();
	CHECK(programme_list(&engine.ctx, &all, &n) == ERR_OK);
	CHECK(n == 7 && engine_count(&engine, "programme") == 7);
	CHECK(str_is(all[0].slug, "international-forum") && str_is(all[0].kind, "programme"));
	CHECK(str_is(all[6].slug, "white-paper") && str_is(all[6].kind, "publication"));
	engine_free(&engine);
}

static void name_and_text_are_read_in_the_readers_language(void)
{
	struct programme p;

	fresh_association();
	CHECK(programme_by_slug(&engine.ctx, S("essay-contest"), &p) == ERR_OK);
	CHECK(str_is(p.name.text, "Youth Essay Contest") && p.about.lang == LANGUAGE_EN);
	engine.ctx.lang = LANGUAGE_KO;
	CHECK(programme_by_slug(&engine.ctx, S("essay-contest"), &p) == ERR_OK);
	CHECK(str_is(p.name.text, "청소년 에세이 공모전") && p.about.lang == LANGUAGE_KO);
	CHECK(programme_by_slug(&engine.ctx, S("dances"), &p) == ERR_NOT_FOUND);
	engine_free(&engine);
}

static void pack_may_do_without_programmes(void)
{
	struct pack *pack;
	struct programme *all;
	struct http_reply r;
	int n = -1;

	engine_new(&engine);
	put("pack.csv", "");
	MUST(pack_open(engine.dir, &pack) == ERR_OK);
	CHECK(db_write(&engine.ctx, load_programmes, pack) == ERR_OK && pack_faults(pack) == 0);
	CHECK(programme_list(&engine.ctx, &all, &n) == ERR_OK && n == 0);
	r = get("/en/programmes");
	CHECK(r.status == 200 && has(&r, "No programme has been recorded."));
	CHECK(!find(&r, "<ul class=\"entries\">"));
	pack_free(pack);
	engine_free(&engine);
}

static void faults_of_a_pack_are_told_with_their_line(void)
{
	CHECK(is_told(HEAD "walks,programme,,,,,,Walks\nwalks,programme,,,,,,Walks\n",
	              "programmes.csv:3: walks stands in line 2 already"));
	CHECK(is_told(HEAD "walks,pastime,,,,,,Walks\n", "programmes.csv:2: kind:"));
	CHECK(is_told(HEAD "Walks,programme,,,,,,Walks\n", "programmes.csv:2: slug:"));
	CHECK(is_told(HEAD "dances,programme,,,,,,Dances\n", "programmes.dances"));
}

static void list_shows_publications_apart(void)
{
	struct http_reply r;
	const char *heading;

	fresh_association();
	r = get("/en/programmes");
	CHECK(r.status == 200 && r.is_public && !find(&r, "class=\"empty\""));
	heading = find(&r, "<h2>Publications</h2>");
	CHECK(heading != NULL);
	CHECK(find(&r, "/en/programmes/pionear\"") < heading);
	CHECK(find(&r, "/en/programmes/near-news\"") > heading);
	r = get("/ru/programmes");
	CHECK(has(&r, "href=\"/ru/programmes/white-paper\">Белая книга</a>"));
	engine_free(&engine);
}

static void text_in_another_language_says_so(void)
{
	struct pack *pack;
	struct http_reply r;

	engine_new(&engine);
	pack = small_pack(HEAD "walks,programme,,湖めぐり,,,,Walks\n");
	CHECK(db_write(&engine.ctx, load_programmes, pack) == ERR_OK && pack_faults(pack) == 0);
	r = get("/ja/programmes/walks");
	CHECK(r.status == 200 && has(&r, "<h1>湖めぐり</h1>"));
	CHECK(has(&r, "class=\"fallback-note\"") && has(&r, "<div class=\"text\" lang=\"en\">"));
	CHECK(has(&r, "We <em>walk</em>") && !find(&r, "<round>"));
	r = get("/en/programmes/walks");
	CHECK(r.status == 200 && !find(&r, "class=\"fallback-note\""));
	CHECK(get("/en/programmes/dances").status == 404);
	pack_free(pack);
	engine_free(&engine);
}

static void programs_get_the_same_list(void)
{
	struct http_reply r;

	fresh_association();
	r = get("/api/v1/programmes");
	CHECK(r.status == 200);
	CHECK(has(&r, "{\"slug\":\"international-forum\",\"kind\":\"programme\","
	              "\"name\":\"国際フォーラム\",\"language\":\"ja\"}"));
	CHECK(has(&r, "\"kind\":\"publication\"") && has(&r, "\"next\":null"));
	engine_free(&engine);
}

static enum err use_load(void *pack)
{
	return db_write(&engine.ctx, load_programmes, pack);
}

static void whatever_statement_fails_nothing_is_half_loaded(void)
{
	struct pack *pack;

	engine_new(&engine);
	pack = small_pack(HEAD "walks,programme,,,,,,Walks\nsongs,publication,,,,,,Songs\n");
	CHECK(fault_loop(&engine, use_load, pack) > 8);
	CHECK(engine_count(&engine, "programme") == 2);
	pack_free(pack);
	engine_free(&engine);
}

int main(void)
{
	RUN(programmes_stand_in_the_order_of_the_pack);
	RUN(name_and_text_are_read_in_the_readers_language);
	RUN(pack_may_do_without_programmes);
	RUN(faults_of_a_pack_are_told_with_their_line);
	RUN(list_shows_publications_apart);
	RUN(text_in_another_language_says_so);
	RUN(programs_get_the_same_list);
	RUN(whatever_statement_fails_nothing_is_half_loaded);
	return TAP_DONE();
}
