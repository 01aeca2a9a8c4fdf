/* test_lang.c -- writing texts, and what a reader of each language is given. */
#include "lang/lang.h"
#include "base/str.h"
#include "lang.sql.h"
#include "test/engine.h"
#include "test/tap.h"
#include "view/json.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static struct engine e;

struct wanted {
	struct str name;
	struct lang_set set;
	lang_text_id id;
};

static enum err add(struct tx *tx, void *arg)
{
	struct wanted *w = arg;

	return lang_add(tx, w->name, &w->set, &w->id);
}

struct change {
	lang_text_id id;
	enum language lang;
	struct str body;
};

static enum err change(struct tx *tx, void *arg)
{
	const struct change *c = arg;

	return lang_set_value(tx, c->id, c->lang, c->body);
}

static enum err set(lang_text_id id, enum language lang, const char *body)
{
	struct change c = { id, lang, str_of(body) };

	return db_write(&e.ctx, change, &c);
}

/* Does a reader of `want` get `body`, in the language `lang`? */
static bool reads(const char *name, enum language want, const char *body, enum language lang)
{
	struct tr tr;

	e.ctx.lang = want;
	return lang_named(&e.ctx, name, &tr) == ERR_OK && str_is(tr.text, body) && tr.lang == lang;
}

static void a_text_is_read_in_the_readers_language(void)
{
	struct wanted w = { .name = S("about.purpose") };

	engine_new(&e);
	w.set.in[LANGUAGE_JA] = S("目的");
	w.set.in[LANGUAGE_MN] = S("Зорилго");
	CHECK(db_write(&e.ctx, add, &w) == ERR_OK && w.id.v > 0);
	CHECK(reads("about.purpose", LANGUAGE_JA, "目的", LANGUAGE_JA));
	CHECK(reads("about.purpose", LANGUAGE_MN, "Зорилго", LANGUAGE_MN));
	engine_free(&e);
}

static void a_language_without_a_text_falls_back_in_its_own_order(void)
{
	struct wanted w = { .name = S("about.purpose") };

	engine_new(&e);
	w.set.in[LANGUAGE_JA] = S("目的");
	w.set.in[LANGUAGE_MN] = S("Зорилго");
	CHECK(db_write(&e.ctx, add, &w) == ERR_OK);
	for (int want = 0; want < LANGUAGE_COUNT; want++) {
		const enum language *l = language_fallback((enum language)want);

		while (*l != LANGUAGE_JA && *l != LANGUAGE_MN)
			l++;
		CHECK(reads("about.purpose", (enum language)want,
		            *l == LANGUAGE_JA ? "目的" : "Зорилго", *l));
	}
	CHECK(engine_count(&e, "lang_value") == 2 && engine_count(&e, "lang_resolved") == 6);
	engine_free(&e);
}

static void who_fell_back_on_a_text_follows_its_change(void)
{
	struct wanted w = { .name = S("a") };

	engine_new(&e);
	w.set.in[LANGUAGE_EN] = S("one");
	CHECK(db_write(&e.ctx, add, &w) == ERR_OK);
	CHECK(reads("a", LANGUAGE_RU, "one", LANGUAGE_EN));
	CHECK(set(w.id, LANGUAGE_EN, "two") == ERR_OK);
	CHECK(reads("a", LANGUAGE_EN, "two", LANGUAGE_EN) &&
	      reads("a", LANGUAGE_RU, "two", LANGUAGE_EN));
	CHECK(set(w.id, LANGUAGE_RU, "три") == ERR_OK);
	CHECK(reads("a", LANGUAGE_RU, "три", LANGUAGE_RU) &&
	      reads("a", LANGUAGE_EN, "two", LANGUAGE_EN));
	/* Russian is nearer to Mongolian than English is. */
	CHECK(reads("a", LANGUAGE_MN, "три", LANGUAGE_RU));
	CHECK(engine_count(&e, "lang_value") == 2 && engine_count(&e, "lang_resolved") == 6);
	engine_free(&e);
}

static void what_was_written_is_got_without_fallback(void)
{
	struct wanted w = { .name = { NULL, 0 } };
	struct lang_set got;

	engine_new(&e);
	for (int l = 0; l < LANGUAGE_COUNT; l += 2)
		w.set.in[l] = language_name((enum language)l);
	CHECK(db_write(&e.ctx, add, &w) == ERR_OK);
	CHECK(lang_get(&e.ctx, w.id, &got) == ERR_OK);
	for (int l = 0; l < LANGUAGE_COUNT; l++) {
		CHECK((got.in[l].p != NULL) == (l % 2 == 0));
		CHECK(!got.in[l].p || str_eq(got.in[l], w.set.in[l]));
	}
	CHECK(lang_get(&e.ctx, (lang_text_id){ w.id.v + 1 }, &got) == ERR_NOT_FOUND);
	engine_free(&e);
}

static void json_holds_what_was_written_and_no_fallback(void)
{
	struct wanted w = { .set.in[LANGUAGE_JA] = S("目的"), .set.in[LANGUAGE_EN] = S("Purpose") };
	struct sbuf out = { 0 };
	struct json j = { .buf = &out };

	engine_new(&e);
	out.arena = e.ctx.arena;
	CHECK(db_write(&e.ctx, add, &w) == ERR_OK);
	json_object(&j);
	CHECK(lang_put_json(&j, &e.ctx, "titles", w.id) == ERR_OK);
	json_end(&j);
	CHECK(str_is(sbuf_done(&out), "{\"titles\":{\"ja\":\"目的\",\"en\":\"Purpose\"}}"));
	CHECK(lang_put_json(&j, &e.ctx, "x", (lang_text_id){ w.id.v + 1 }) == ERR_NOT_FOUND);
	engine_free(&e);
}

static void names_are_taken_once_and_texts_without_name_as_often_as_needed(void)
{
	struct wanted named = { .name = S("a"), .set.in[LANGUAGE_EN] = S("x") };
	struct wanted nameless = { .set.in[LANGUAGE_EN] = S("x") };
	uint64_t before;

	engine_new(&e);
	CHECK(db_write(&e.ctx, add, &named) == ERR_OK);
	before = engine_fingerprint(&e);
	CHECK(db_write(&e.ctx, add, &named) == ERR_CONFLICT);
	CHECK(engine_fingerprint(&e) == before);
	CHECK(db_write(&e.ctx, add, &nameless) == ERR_OK &&
	      db_write(&e.ctx, add, &nameless) == ERR_OK);
	CHECK(engine_count(&e, "lang_text") == 3);
	engine_free(&e);
}

static void an_unknown_name_gives_no_text(void)
{
	struct tr tr = { .text = S("untouched") };

	engine_new(&e);
	CHECK(lang_named(&e.ctx, "nothing", &tr) == ERR_OK && !tr.text.p);
	engine_free(&e);
}

static void what_is_no_text_is_refused(void)
{
	char *longest = malloc(3 * 65537);
	const struct str bad[] = { S(""),       S("\xff"),    S("a\0b"), S("\xed\xa0\x80"),
		                   S("bell\a"), S("a\u202eb") };
	struct wanted w = { .name = S("a") };

	engine_new(&e);
	CHECK(db_write(&e.ctx, add, &w) == ERR_INVALID);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		w.set.in[LANGUAGE_KO] = bad[i];
		CHECK(db_write(&e.ctx, add, &w) == ERR_INVALID);
	}
	/* Characters are counted, not bytes, and so does the table. */
	for (int i = 0; i < 65537; i++)
		memcpy(longest + 3 * i, "語", 3);
	w.set.in[LANGUAGE_KO] = (struct str){ longest, (size_t)3 * 65537 };
	CHECK(db_write(&e.ctx, add, &w) == ERR_INVALID);
	w.set.in[LANGUAGE_KO].n -= 3;
	CHECK(db_write(&e.ctx, add, &w) == ERR_OK);
	CHECK(set(w.id, LANGUAGE_EN, "") == ERR_INVALID);
	CHECK(set((lang_text_id){ w.id.v + 1 }, LANGUAGE_EN, "x") == ERR_NOT_FOUND);
	CHECK(engine_count(&e, "lang_text") == 1 && engine_count(&e, "lang_value") == 1);
	free(longest);
	engine_free(&e);
}

static void put_file(const char *path, const char *text)
{
	FILE *f = fopen(arena_printf(e.ctx.arena, "%s/%s", e.dir, path).p, "w");

	MUST(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

static void put_folder(const char *path)
{
	MUST(mkdir(arena_printf(e.ctx.arena, "%s/%s", e.dir, path).p, 0700) == 0);
}

static enum err load(struct tx *tx, void *arg)
{
	return lang_load(tx, arg);
}

static void the_texts_of_a_pack_are_read_by_name(void)
{
	struct pack *pack = NULL;

	engine_new(&e);
	put_file("pack.csv", "key,value\nid,tiny\n");
	put_folder("texts");
	put_folder("texts/ru");
	put_folder("texts/en");
	put_file("texts/ru/about.purpose.md", "# Цель");
	put_file("texts/en/about.purpose.md", "# Purpose");
	put_file("texts/en/home.intro.md", "Welcome.");
	CHECK(pack_open(e.dir, &pack) == ERR_OK);
	CHECK(db_write(&e.ctx, load, pack) == ERR_OK && pack_faults(pack) == 0);
	CHECK(engine_count(&e, "lang_text") == 2);
	CHECK(reads("about.purpose", LANGUAGE_RU, "# Цель", LANGUAGE_RU));
	CHECK(reads("about.purpose", LANGUAGE_EN, "# Purpose", LANGUAGE_EN));
	CHECK(reads("home.intro", LANGUAGE_KO, "Welcome.", LANGUAGE_EN));
	pack_free(pack);
	engine_free(&e);
}

static void adding_and_changing_fail_whole_at_every_step(void)
{
	struct wanted w = { .name = S("a"), .set.in = { S("一"), S("一"), S("하나") } };
	uint64_t before;
	enum err err = ERR_DB;

	engine_new(&e);
	before = engine_fingerprint(&e);
	for (int n = 1; n <= 40 && err != ERR_OK; n++) {
		db_fault(e.store, n);
		err = db_write(&e.ctx, add, &w);
		CHECK((err == ERR_OK) == (db_fault_left(e.store) > 0));
		db_fault(e.store, 0);
		CHECK((engine_fingerprint(&e) == before) == (err != ERR_OK));
	}
	CHECK(err == ERR_OK);
	before = engine_fingerprint(&e);
	err = ERR_DB;
	for (int n = 1; n <= 40 && err != ERR_OK; n++) {
		db_fault(e.store, n);
		err = set(w.id, LANGUAGE_EN, "one");
		CHECK((err == ERR_OK) == (db_fault_left(e.store) > 0));
		db_fault(e.store, 0);
		CHECK((engine_fingerprint(&e) == before) == (err != ERR_OK));
	}
	CHECK(err == ERR_OK);
	engine_free(&e);
}

static void every_statement_suits_the_engine(void)
{
	struct sbuf why = { 0 };

	engine_new(&e);
	why.arena = e.ctx.arena;
	for (int i = 0; lang_sql_all[i]; i++)
		CHECK(db_prepare(&e.ctx, lang_sql_all[i], &why) == ERR_OK);
	CHECK(why.n == 0);
	engine_free(&e);
}

int main(void)
{
	RUN(a_text_is_read_in_the_readers_language);
	RUN(a_language_without_a_text_falls_back_in_its_own_order);
	RUN(who_fell_back_on_a_text_follows_its_change);
	RUN(what_was_written_is_got_without_fallback);
	RUN(json_holds_what_was_written_and_no_fallback);
	RUN(names_are_taken_once_and_texts_without_name_as_often_as_needed);
	RUN(an_unknown_name_gives_no_text);
	RUN(what_is_no_text_is_refused);
	RUN(the_texts_of_a_pack_are_read_by_name);
	RUN(adding_and_changing_fail_whole_at_every_step);
	RUN(every_statement_suits_the_engine);
	return TAP_DONE();
}
