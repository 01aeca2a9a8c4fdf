/* test_charter_pages.c -- the charter's pages and its JSON, as a reader gets them. */
#include "charter/test_charter.h"
#include "http/call.h"
#include "lang/lang.h"

static struct test_pack t;
static const struct route *const routes[] = { charter_routes, charter_api_routes, NULL };

static enum err load_with_texts(struct tx *tx, void *pack)
{
	enum err e = lang_load(tx, pack);

	return e == ERR_OK ? test_load_all(tx, pack) : e;
}

static void start(void)
{
	test_pack_new(&t);
	MUST(pack_open(t.e.dir, &t.pack) == ERR_OK);
	MUST(db_write(&t.e.ctx, load_with_texts, t.pack) == ERR_OK);
	test_procedures(&t.e);
}

/* The body of a page, ended by a zero byte; its status in *ret_status. */
static const char *get(const char *target, int *ret_status)
{
	const struct http_call call = { .target = target };
	struct http_reply reply;

	http_call(&t.e.ctx, routes, &call, &reply);
	*ret_status = reply.status;
	return arena_str(t.e.ctx.arena, reply.body.p, reply.body.n).p;
}

static const char *ok(const char *target)
{
	int status;
	const char *body = get(target, &status);

	CHECK(status == 200);
	return body;
}

static int status_of(const char *target)
{
	int status;

	(void)get(target, &status);
	return status;
}

static bool has(const char *body, const char *what)
{
	if (strstr(body, what))
		return true;
	printf("# not there: %s\n", what);
	return false;
}

/* --- pages --- */

static void the_charter_tells_articles_powers_and_rules(void)
{
	const char *page;

	start();
	page = ok("/en/charter");
	CHECK(has(page, "What the lakes <em>agreed</em>."));
	CHECK(has(page, "<h3>Preamble</h3>") && has(page, "<h3>Article 1 Name</h3>"));
	CHECK(has(page, "Source: Founding paper"));
	CHECK(has(page, "<th scope=\"row\">Admission of lakes</th>"));
	CHECK(has(page, "<td>General Assembly</td>") && has(page, "<td>board</td>"));
	CHECK(has(page, "<a href=\"/en/charter/rules/plain\">Plain majority</a>"));
	CHECK(has(page, "<td>Without a vote</td>"));
	CHECK(has(page, "No organ has this power.")); /* the motto */
	test_pack_free(&t);
}

static void what_a_pack_writes_is_escaped(void)
{
	start();
	CHECK(!strstr(ok("/en/charter"), "<shared>"));
	test_pack_free(&t);
}

/* On the day of the test's clock, 22 October 2014, version 2 is in force. */
static void the_charter_shows_the_version_in_force(void)
{
	const char *page;

	start();
	page = ok("/en/charter");
	CHECK(has(page, "at least two thirds of the votes cast, abstentions included"));
	CHECK(!strstr(page, "more than one half of the votes for and against"));
	CHECK(has(page, "2 versions"));
	CHECK(!strstr(page, "Not in force today."));
	t.e.ctx.now.us = -1; /* 1969: before any rule */
	page = ok("/en/charter");
	CHECK(has(page, "Not in force today."));
	test_pack_free(&t);
}

static void a_rule_is_told_in_words_with_its_source(void)
{
	const char *page;

	start();
	page = ok("/en/charter/rules/double");
	CHECK(has(page, "at least 55% of all members of the association"));
	CHECK(has(page, "at least 65% of all members of the association"));
	CHECK(has(page, "at least 4 opponents"));
	CHECK(has(page, "works like a vote against"));
	CHECK(has(page, "all members") && has(page, "none") && has(page, "not provided for"));
	CHECK(has(page, "Source: Article 8"));
	CHECK(!strstr(page, "Assumption."));
	test_pack_free(&t);
}

static void an_assumption_is_told_plainly(void)
{
	const char *page;

	start();
	page = ok("/en/charter/rules/plain");
	CHECK(has(page, "class=\"source assumption\""));
	CHECK(has(page, "Assumption.") && has(page, "own rule could not be found."));
	CHECK(has(page, "Version 2") && has(page, "Version 1") && has(page, "In force today."));
	CHECK(has(page, "30 days") && has(page, "60 days") && has(page, "counts as consent"));
	CHECK(has(page, "No longer in force since"));
	CHECK(strstr(page, "Version 2") < strstr(page, "Version 1"));
	test_pack_free(&t);
}

static void what_is_not_there_is_not_found(void)
{
	start();
	CHECK(status_of("/en/charter/rules/none") == 404);
	CHECK(status_of("/api/v1/rules/none") == 404);
	CHECK(status_of("/fi/charter") == 404);
	test_pack_free(&t);
}

/* What stands above sources that are in English, as a Japanese reader is told it. */
static const char *sources_note(void)
{
	const struct msg_arg english = ARG_STR("language", S("English"));
	struct sbuf text = { .arena = t.e.ctx.arena };
	struct html h = { .buf = &text, .lang = LANGUAGE_JA };

	html_msg(&h, "Sources are given in: {language}", &english, 1);
	return sbuf_done(&text).p;
}

/* The pack has little in Japanese and nothing in Korean: what is shown instead says so. */
static void other_languages_mark_what_they_lack(void)
{
	start();
	CHECK(has(ok("/ja/charter"), "湖の加入"));
	CHECK(has(ok("/ja/charter"), "<span lang=\"en\">Founding paper</span>"));
	CHECK(has(ok("/ja/charter"), sources_note()));
	CHECK(has(ok("/ja/charter/rules/plain"), sources_note()));
	CHECK(has(ok("/ko/charter"), "class=\"fallback-note\""));
	CHECK(has(ok("/ko/charter"), "English"));
	CHECK(!strstr(ok("/en/charter"), "class=\"fallback-note\""));
	for (int l = 0; l < LANGUAGE_COUNT; l++) {
		const char *code = language_code((enum language)l);
		struct arena *a = t.e.ctx.arena;

		CHECK(status_of(arena_printf(a, "/%s/charter", code).p) == 200);
		CHECK(status_of(arena_printf(a, "/%s/charter/rules/plain", code).p) == 200);
	}
	test_pack_free(&t);
}

/* --- JSON --- */

static void rules_are_given_whole(void)
{
	const char *json;

	start();
	json = ok("/api/v1/rules");
	CHECK(has(json, "{\"items\":[{\"slug\":\"double\",\"version\":1,\"valid_from\":\"2012\","));
	CHECK(has(json, "\"majority\":{\"base\":\"members\",\"fraction\":\"55/100\","
	                "\"more_than\":false},\"quorum\":null,"));
	CHECK(has(json, "\"names\":{\"en\":\"Double majority\"}"));
	CHECK(has(json, "\"silence\":\"consent\"") && has(json, "\"notice_days\":30"));
	CHECK(has(json, "],\"next\":null}"));
	json = ok("/api/v1/rules/plain");
	CHECK(has(json, "\"version\":2") && has(json, "\"version\":1"));
	CHECK(!strstr(json, "double"));
	test_pack_free(&t);
}

static void the_association_is_given_in_every_language_it_has(void)
{
	const char *json;

	start();
	json = ok("/api/v1/association");
	CHECK(has(json, "\"slug\":\"lakes\"") &&
	      has(json, "\"names\":{\"en\":\"League of Lakes\"}"));
	CHECK(has(json, "\"founded\":\"2001-05\"") && has(json, "\"zone\":\"Europe/Helsinki\""));
	test_pack_free(&t);
}

int main(void)
{
	RUN(the_charter_tells_articles_powers_and_rules);
	RUN(what_a_pack_writes_is_escaped);
	RUN(the_charter_shows_the_version_in_force);
	RUN(a_rule_is_told_in_words_with_its_source);
	RUN(an_assumption_is_told_plainly);
	RUN(what_is_not_there_is_not_found);
	RUN(other_languages_mark_what_they_lack);
	RUN(rules_are_given_whole);
	RUN(the_association_is_given_in_every_language_it_has);
	return TAP_DONE();
}
