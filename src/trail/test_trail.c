/* test_trail.c -- auditors find events by who, what and when, and nobody else does. */
#include "trail/trail.h"
#include "account/account.h"
#include "test/pages.h"
#include "test/tap.h"
#include <ftw.h>
#include <regex.h>
#include <stdlib.h>

static const struct route *const routes[] = { trail_routes, trail_api_routes, NULL };
static const account_id nobody = { 0 };
static struct assembly a;

static enum err record(struct tx *tx, void *arg)
{
	const char *const *words = arg;

	return audit_record(tx, words[0], str_of(words[1]), S("{\"choice\":\"<b>\"}"));
}

static void happen(account_id who, const char *action, const char *object)
{
	const char *words[] = { action, object };

	CHECK(db_write(assembly_as(&a, who), record, words) == ERR_OK);
}

static struct http_reply ask(const char *target)
{
	return page_get(&a, routes, a.auditor, target);
}

/* The ids in an answer of the API, "7 6 "; "next" at its end when there are more. */
static const char *ids(const char *target)
{
	struct http_reply r = ask(target);
	struct sbuf out = { .arena = a.engine.ctx.arena };
	const char *p = r.body.p, *end = r.body.p + r.body.n;

	CHECK(r.status == 200);
	while ((p = memmem(p, (size_t)(end - p), "\"id\":", 5)))
		sbuf_printf(&out, "%ld ", strtol(p += 5, NULL, 10));
	if (!memmem(r.body.p, r.body.n, "\"next\":null", 11))
		sbuf_lit(&out, "next");
	return sbuf_done(&out).p;
}

static int64_t first;

static void begin(void)
{
	assembly_new(&a, 2);
	first = engine_count(&a.engine, "audit_event");
	engine_exec(&a.engine, "DELETE FROM audit_event");
	happen(a.chair, "vote.open", "vote_question:1");
	happen(a.delegates[0], "vote.cast", "vote_question:1");
	a.engine.ctx.now.us += INT64_C(86400000000);
	happen(a.delegates[1], "vote.cast", "vote_question:1");
	happen(a.chair, "vote.close", "vote_question:1");
	happen(nobody, "clock.accept", "association:1");
}

static void auditors_alone_read_it(void)
{
	begin();
	CHECK(ask("/en/audit").status == 200 && ask("/api/v1/audit").status == 200);
	CHECK(page_get(&a, routes, a.operator, "/en/audit").error == ERR_FORBIDDEN);
	CHECK(page_get(&a, routes, a.delegates[0], "/en/audit").error == ERR_FORBIDDEN);
	CHECK(page_get(&a, routes, a.secretariat, "/api/v1/audit").error == ERR_FORBIDDEN);
	CHECK(page_get(&a, routes, nobody, "/en/audit").error == ERR_NOT_SIGNED_IN);
	assembly_free(&a);
}

static void events_are_found_by_who_what_and_when(void)
{
	static const struct {
		const char *query, *ids;
	} cases[] = {
		{ "", "5 4 3 2 1 " },
		{ "?before=3", "2 1 " },
		{ "?person=g2", "3 " },
		{ "?person=G2", "3 " },
		{ "?action=vote.cast", "3 2 " },
		{ "?action=vote.cast&person=g1", "2 " },
		{ "?object=vote_question:1", "4 3 2 1 " },
		{ "?object=vote_question:1&action=vote.cast&before=3", "2 " },
		{ "?object=vote_question:1&person=g1", "2 " },
		{ "?object=vote_question:2", "" },
		{ "?day=2014-10-22", "2 1 " },
		{ "?day=2014-10-23", "5 4 3 " },
		{ "?day=2014-10-23&action=vote.cast", "3 " },
		{ "?day=2014-10-22&person=g2", "" },
		{ "?day=2014-10-23&object=vote_question:1&person=g2", "3 " },
	};

	begin();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char target[160];

		snprintf(target, sizeof(target), "/api/v1/audit%s", cases[i].query);
		if (strcmp(ids(target), cases[i].ids) != 0)
			printf("# %s: %s\n", target, ids(target));
		CHECK(strcmp(ids(target), cases[i].ids) == 0);
	}
	assembly_free(&a);
}

static void what_cannot_be_asked_is_refused_and_kept(void)
{
	struct http_reply r;

	begin();
	CHECK(ask("/api/v1/audit?person=no-such").error == ERR_FIELD_CHOICE);
	CHECK(ask("/api/v1/audit?action=vote.dance").error == ERR_FIELD_CHOICE);
	CHECK(ask("/api/v1/audit?day=2014-10").error == ERR_FIELD_CHOICE);
	CHECK(ask("/api/v1/audit?day=2014-02-30").error == ERR_FIELD_CHOICE);
	r = ask("/en/audit?person=no-such&day=2014-10-22");
	CHECK(r.status == 422 && page_has(&r, "value=\"no-such\"") &&
	      page_has(&r, "value=\"2014-10-22\"") && page_has(&r, "role=\"alert\""));
	assembly_free(&a);
}

static void the_page_tells_it_in_words(void)
{
	struct http_reply r;

	begin();
	r = ask("/en/audit?action=vote.cast&person=g1");
	CHECK(page_has(&r, "Vote cast") && page_has(&r, "Person of g1") &&
	      page_has(&r, "href=\"/en/audit?object=vote_question%3A1\"") &&
	      page_has(&r, "href=\"/en/audit?person=g1\"") && page_has(&r, "&lt;b&gt;"));
	r = ask("/mn/audit?action=clock.accept");
	CHECK(page_has(&r, "Оператор цагийг зөвшөөрсөн") && page_has(&r, "Холбоо"));
	r = ask("/en/audit?object=vote_question:2");
	CHECK(page_has(&r, "No event matches."));
	assembly_free(&a);
}

static void a_long_log_is_read_in_pieces(void)
{
	struct http_reply r;
	const char *found;

	begin();
	for (int i = 0; i < AUDIT_PAGE - 5; i++)
		happen(a.chair, "vote.cast", "vote_question:2");
	found = ids("/api/v1/audit");
	CHECK(!strstr(found, "next") && strstr(found, " 1 "));
	happen(a.chair, "vote.cast", "vote_question:2");
	found = ids("/api/v1/audit");
	CHECK(strstr(found, "next") && !strstr(found, " 1 ") && strstr(found, " 2 "));
	r = ask("/en/audit");
	CHECK(page_has(&r, "href=\"/en/audit?before=2\""));
	CHECK(strcmp(ids("/api/v1/audit?before=2"), "1 ") == 0);
	assembly_free(&a);
}

/* --- every action has words --- */

static regex_t actions;
static int files, nameless;

static int look(const char *path, const struct stat *st, int type, struct FTW *at)
{
	const char *name = path + at->base;
	char line[1024];
	regmatch_t m;
	FILE *f;

	(void)st;
	if (type != FTW_F || !strstr(name, ".c") || strncmp(name, "test_", 5) == 0)
		return 0;
	f = fopen(path, "r");
	MUST(f);
	files++;
	while (fgets(line, sizeof line, f))
		for (char *p = line; regexec(&actions, p, 1, &m, 0) == 0; p += m.rm_eo) {
			struct str code = { p + m.rm_so + 1, (size_t)(m.rm_eo - m.rm_so - 2) };

			if (trail_action_name(code))
				continue;
			printf("# no words for %.*s in %s\n", STR_ARG(code), path);
			nameless++;
		}
	fclose(f);
	return 0;
}

static void every_action_in_the_source_has_words(void)
{
	const char *root = getenv("NEAR_SRC");
	char dir[512];

	MUST(root);
	snprintf(dir, sizeof dir, "%s/src", root);
	MUST(regcomp(&actions,
	             "\"(account|association|clock|decision|mail|meeting|member|organ|vote)"
	             "\\.[a-z_]+\"",
	             REG_EXTENDED) == 0);
	CHECK(nftw(dir, look, 16, FTW_PHYS) == 0);
	CHECK(files > 100 && nameless == 0);
	regfree(&actions);
	for (int i = 1; trail_action(i); i++)
		CHECK(strcmp(trail_action(i - 1), trail_action(i)) < 0);
}

int main(void)
{
	RUN(auditors_alone_read_it);
	RUN(events_are_found_by_who_what_and_when);
	RUN(what_cannot_be_asked_is_refused_and_kept);
	RUN(the_page_tells_it_in_words);
	RUN(a_long_log_is_read_in_pieces);
	RUN(every_action_in_the_source_has_words);
	return TAP_DONE();
}
