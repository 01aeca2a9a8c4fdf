/* test_decision_pages.c -- the item, the chair's steps, the register and a decision, in pages and
 * JSON. */
#include "decision/test_matter.h"
#include "test/pages.h"
#include "test/tap.h"

#define ITEM "/en/meetings/ga-10/items/1"

static const struct route *const routes[] = { meeting_routes, vote_routes, decision_routes,
	                                      decision_api_routes, NULL };
static const account_id nobody = { 0 };
static struct assembly a;

static struct http_reply get(account_id who, const char *target)
{
	return page_get(&a, routes, who, target);
}

static struct http_reply post(account_id who, const char *target)
{
	return page_post(&a, routes, who, target, "");
}

static void the_item_says_what_it_is_about_and_how_it_is_decided(void)
{
	struct http_reply r;

	matter_new(&a, 3, "admit", "applicant");
	r = get(nobody, ITEM);
	CHECK(r.status == 200 && r.is_public);
	CHECK(page_has(&r, "<h1>1. The matter of Applicant</h1>") && page_has(&r, "To be decided"));
	CHECK(page_has(&r, "Assembly, session 10") && page_has(&r, "/en/members/applicant"));
	CHECK(page_has(&r, "Rule: Rule simple.") && page_has(&r, "Source: Article 1"));
	CHECK(page_find(&r, "<button") < 0 && page_find(&r, "If it is opened now") < 0);
	CHECK(get(nobody, "/en/meetings/ga-10/items/2").status == 404);
	CHECK(get(nobody, "/en/meetings/ga-9/items/1").status == 404);
	assembly_free(&a);
}

static void whoever_presides_opens_looks_twice_and_closes(void)
{
	struct matter m = matter_new(&a, 3, "admit", "applicant");
	struct http_reply r = get(a.chair, ITEM);

	CHECK(page_has(&r, "action=\"" ITEM "/open\"") && page_has(&r, "3 governments are on the"));
	r = get(a.committee_chair, ITEM);
	CHECK(page_find(&r, "<button") < 0);
	r = post(a.chair, ITEM "/open");
	CHECK(page_leads_to(&r, ITEM));
	m.question.v = 1;
	CHECK(matter_cast(&m, 0, VOTE_YES) == ERR_OK && matter_cast(&m, 1, VOTE_YES) == ERR_OK);
	r = get(a.chair, ITEM);
	CHECK(page_has(&r, "2 / 3") && page_has(&r, "href=\"/en/votes/1/close\"") &&
	      page_find(&r, "/open\"") < 0);
	r = get(nobody, ITEM);
	CHECK(page_has(&r, "2 / 3") && page_find(&r, "/close\"") < 0);
	r = get(a.chair, "/en/votes/1/close");
	CHECK(r.status == 200 && page_has(&r, "1 vote has not come yet") &&
	      page_has(&r, "action=\"/en/votes/1/close\""));
	r = post(a.chair, "/en/votes/1/close");
	CHECK(page_leads_to(&r, ITEM));
	r = get(nobody, ITEM);
	CHECK(page_has(&r, "Adopted") && page_has(&r, "href=\"/en/decisions/GA-2014-01\""));
	CHECK(page_find(&r, "How it is decided") < 0 && page_has(&r, "Source: Article 1"));
	r = get(a.chair, "/en/votes/1/close");
	CHECK(page_leads_to(&r, ITEM));
	r = get(nobody, "/en/votes/1/item");
	CHECK(page_leads_to(&r, ITEM));
	assembly_free(&a);
}

static void every_wrong_step_is_told_and_changes_nothing(void)
{
	struct matter m = matter_new(&a, 3, "resolve", NULL), second = m;
	uint64_t before;

	matter_put(&second, "resolve", NULL);
	before = engine_fingerprint(&a.engine);
	CHECK(post(nobody, ITEM "/open").status == 401);
	CHECK(post(a.secretariat, ITEM "/open").error == ERR_FORBIDDEN);
	CHECK(post(a.committee_chair, ITEM "/open").error == ERR_FORBIDDEN);
	CHECK(post(a.chair, "/en/meetings/ga-10/items/7/open").status == 404);
	CHECK(post(a.chair, "/en/votes/1/close").status == 404);
	CHECK(get(a.chair, "/en/votes/1/close").status == 404);
	CHECK(engine_fingerprint(&a.engine) == before);
	CHECK(post(a.chair, ITEM "/open").status == 303);
	before = engine_fingerprint(&a.engine);
	CHECK(post(a.second_chair, ITEM "/open").error == ERR_VOTE_OPEN_ALREADY);
	CHECK(post(a.chair, "/en/meetings/ga-10/items/2/open").error == ERR_VOTE_ANOTHER_OPEN);
	CHECK(post(a.chair, "/en/meetings/ga-10/close").error == ERR_VOTE_ANOTHER_OPEN);
	CHECK(post(a.committee_chair, "/en/votes/1/close").error == ERR_FORBIDDEN);
	CHECK(get(a.committee_chair, "/en/votes/1/close").error == ERR_FORBIDDEN);
	CHECK(post(a.delegates[0], "/en/votes/1/close").error == ERR_FORBIDDEN);
	CHECK(engine_fingerprint(&a.engine) == before);
	CHECK(post(a.chair, "/en/votes/1/close").status == 303);
	before = engine_fingerprint(&a.engine);
	CHECK(post(a.second_chair, "/en/votes/1/close").error == ERR_VOTE_CLOSED);
	CHECK(post(a.chair, ITEM "/open").error == ERR_ITEM_DECIDED);
	CHECK(engine_fingerprint(&a.engine) == before);
	assembly_free(&a);
}

static void what_the_charter_does_not_say_is_said_on_the_item(void)
{
	struct http_reply r;

	matter_new(&a, 2, "resolve", NULL);
	engine_exec(&a.engine,
	            "UPDATE charter_rule SET valid_until = '2014-10-01' WHERE slug = 'simple'");
	r = get(a.chair, ITEM);
	CHECK(r.status == 200 && page_has(&r, "No rule in force on"));
	CHECK(post(a.chair, ITEM "/open").error == ERR_CHARTER_NO_RULE);
	assembly_free(&a);
}

static void a_session_is_closed_by_whoever_presides(void)
{
	struct http_reply r;

	matter_new(&a, 2, "resolve", NULL);
	CHECK(post(a.secretariat, "/en/meetings/ga-10/close").error == ERR_FORBIDDEN);
	r = post(a.chair, "/en/meetings/ga-10/close");
	CHECK(page_leads_to(&r, "/en/meetings/ga-10"));
	CHECK(post(a.second_chair, "/en/meetings/ga-10/close").error == ERR_MEETING_STATE);
	CHECK(post(a.chair, ITEM "/open").error == ERR_MEETING_CLOSED);
	assembly_free(&a);
}

static void the_register_is_filtered_by_organ_and_year(void)
{
	struct matter m = matter_new(&a, 2, "admit", "applicant");
	struct http_reply r = get(nobody, "/en/decisions");

	CHECK(page_has(&r, "No decision has been registered yet"));
	CHECK(matter_decide(&m, 2) == ERR_OK);
	r = get(nobody, "/en/decisions");
	CHECK(r.status == 200 && r.is_public &&
	      page_has(&r, "href=\"/en/decisions/GA-2014-01\">The matter of Applicant</a>"));
	r = get(nobody, "/en/decisions?organ=assembly&year=2014");
	CHECK(page_has(&r, "GA-2014-01") && page_has(&r, "<option value=\"assembly\" selected>") &&
	      page_has(&r, "<option value=\"2014\" selected>"));
	r = get(nobody, "/en/decisions?organ=committee");
	CHECK(r.status == 200 && page_has(&r, "No decision matches") &&
	      page_find(&r, "GA-2014-01") < 0);
	r = get(nobody, "/en/decisions?year=2013");
	CHECK(page_has(&r, "No decision matches"));
	CHECK(get(nobody, "/en/decisions?organ=council").status == 404);
	CHECK(get(nobody, "/en/decisions?year=x").error == ERR_FIELD_NUMBER);
	assembly_free(&a);
}

static void a_decision_shows_what_it_did_and_how_it_was_taken(void)
{
	static const char *const langs[] = { "zh", "ja", "ko", "mn", "ru", "en" };
	struct matter m = matter_new(&a, 3, "admit", "applicant");
	struct http_reply r;

	CHECK(matter_decide(&m, 3) == ERR_OK);
	r = get(nobody, "/en/decisions/GA-2014-01");
	CHECK(r.status == 200 && r.is_public && page_has(&r, "<h1>The matter of Applicant</h1>"));
	CHECK(page_has(&r, "Wednesday") && page_has(&r, "Assembly, session 10"));
	CHECK(page_has(&r, "By this decision Applicant joined the association on"));
	CHECK(page_has(&r, ">Adopted<") && page_has(&r, "Government 1"));
	CHECK(get(nobody, "/en/decisions/GA-2014-02").status == 404);
	for (size_t i = 0; i < COUNT_OF(langs); i++) {
		r = get(nobody,
		        arena_printf(a.engine.ctx.arena, "/%s/decisions/GA-2014-01", langs[i]).p);
		CHECK(r.status == 200);
	}
	assembly_free(&a);
}

static struct http_reply post_json(account_id who, const char *target)
{
	return page_call(&a, routes,
	                 &(struct http_call){ .method = "POST",
	                                      .target = target,
	                                      .json = "{}",
	                                      .who = who,
	                                      .rights = page_rights(&a, who) });
}

static void programs_decide_as_people_do(void)
{
	struct matter m = matter_new(&a, 3, "admit", "applicant");
	struct http_reply r = post_json(a.chair, "/api/v1/items/1/open");

	CHECK(r.status == 200 &&
	      page_has(&r, "{\"question\":1,\"entitled\":3,\"method\":\"roll-call\","));
	CHECK(post_json(a.chair, "/api/v1/items/1/open").error == ERR_VOTE_OPEN_ALREADY);
	CHECK(post_json(a.chair, "/api/v1/items/9/open").status == 404);
	m.question.v = 1;
	for (int i = 0; i < 3; i++)
		CHECK(matter_cast(&m, i, VOTE_YES) == ERR_OK);
	CHECK(post_json(a.committee_chair, "/api/v1/questions/1/close").error == ERR_FORBIDDEN);
	CHECK(post_json(a.chair, "/api/v1/sessions/ga-10/close").error == ERR_VOTE_ANOTHER_OPEN);
	r = post_json(a.chair, "/api/v1/questions/1/close");
	CHECK(r.status == 200 && page_has(&r, "\"is_carried\":true,\"decision\":\"GA-2014-01\"") &&
	      page_has(&r, "\"counts\":{\"yes\":3"));
	CHECK(post_json(a.chair, "/api/v1/questions/1/close").error == ERR_VOTE_CLOSED);
	r = get(nobody, "/api/v1/decisions");
	CHECK(page_has(&r, "\"number\":\"GA-2014-01\"") &&
	      page_has(&r, "\"subjects\":[\"applicant\"]") &&
	      page_has(&r, "\"organ\":\"assembly\",\"session\":\"ga-10\"") &&
	      page_has(&r, "\"next\":null"));
	r = get(nobody, "/api/v1/decisions/GA-2014-01");
	CHECK(page_has(&r, "\"effect\":\"member.admit\"") && page_has(&r, "\"explanation\":\""));
	r = post_json(a.chair, "/api/v1/sessions/ga-10/close");
	CHECK(page_has(&r, "{\"slug\":\"ga-10\",\"state\":\"closed\"}"));
	assembly_free(&a);
}

static void the_register_in_json_goes_on_page_by_page(void)
{
	struct matter m = matter_new(&a, 1, "resolve", NULL);
	struct http_reply r;

	CHECK(matter_decide(&m, 1) == ERR_OK);
	for (int i = 0; i < 2; i++) {
		matter_put(&m, "resolve", NULL);
		CHECK(matter_decide(&m, 1) == ERR_OK);
	}
	r = get(nobody, "/api/v1/decisions?limit=2&organ=assembly&year=2014");
	CHECK(page_has(&r, "GA-2014-03") && page_has(&r, "GA-2014-02") &&
	      page_find(&r, "\"number\":\"GA-2014-01\"") < 0);
	CHECK(page_has(&r, "decisions?after=GA-2014-02&limit=2&organ=assembly&year=2014\""));
	r = get(nobody, "/api/v1/decisions?after=GA-2014-02&limit=2");
	CHECK(page_has(&r, "\"number\":\"GA-2014-01\"") && page_has(&r, "\"next\":null"));
	CHECK(get(nobody, "/api/v1/decisions?after=GA-2014-99").error == ERR_FIELD_CHOICE);
	CHECK(get(nobody, "/api/v1/decisions?after=%27").error == ERR_FIELD_CHOICE);
	CHECK(get(nobody, "/api/v1/decisions?organ=assembli").error == ERR_FIELD_CHOICE);
	assembly_free(&a);
}

/* How many statements a page of the register takes. */
static uint64_t asked_for(const char *target)
{
	struct db_stats before, after;

	db_stats(a.engine.store, &before);
	CHECK(get(nobody, target).status == 200);
	db_stats(a.engine.store, &after);
	return after.statements - before.statements;
}

static void the_register_in_json_asks_as_often_for_many_as_for_few(void)
{
	struct matter m = matter_new(&a, 1, "resolve", NULL);
	uint64_t few;
	struct http_reply r;

	CHECK(matter_decide(&m, 1) == ERR_OK);
	for (int i = 0; i < 4; i++) {
		matter_put(&m, "resolve", NULL);
		CHECK(matter_decide(&m, 1) == ERR_OK);
	}
	few = asked_for("/api/v1/decisions?limit=1");
	CHECK(few > 0 && asked_for("/api/v1/decisions?limit=5") == few);
	few = asked_for("/api/v1/decisions?limit=1&organ=assembly");
	CHECK(few > 0 && asked_for("/api/v1/decisions?limit=5&organ=assembly") == few);
	r = get(nobody, "/api/v1/decisions?year=2014&limit=5");
	for (int n = 1; n <= 5; n++) {
		char number[32];

		snprintf(number, sizeof(number), "\"number\":\"GA-2014-%02d\"", n);
		CHECK(page_has(&r, number));
	}
	CHECK(page_has(&r, "\"titles\":{\"") && page_find(&r, "\"titles\":{}") < 0);
	r = get(nobody, "/api/v1/decisions?year=2015");
	CHECK(r.status == 200 && page_find(&r, "\"number\"") < 0);
	assembly_free(&a);
}

int main(void)
{
	RUN(the_item_says_what_it_is_about_and_how_it_is_decided);
	RUN(whoever_presides_opens_looks_twice_and_closes);
	RUN(every_wrong_step_is_told_and_changes_nothing);
	RUN(what_the_charter_does_not_say_is_said_on_the_item);
	RUN(a_session_is_closed_by_whoever_presides);
	RUN(the_register_is_filtered_by_organ_and_year);
	RUN(a_decision_shows_what_it_did_and_how_it_was_taken);
	RUN(programs_decide_as_people_do);
	RUN(the_register_in_json_goes_on_page_by_page);
	RUN(the_register_in_json_asks_as_often_for_many_as_for_few);
	return TAP_DONE();
}
