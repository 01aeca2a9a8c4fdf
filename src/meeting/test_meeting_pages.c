/* test_meeting_pages.c -- the pages of sessions, the secretariat's forms, and the same in JSON. */
#include "meeting/test_sitting.h"
#include "test/pages.h"
#include "test/tap.h"

#define DATES "&starts_on=2014-10-22&ends_on=2014-10-23"
#define ZONE "&zone=Asia%2FSeoul"
#define FORM "organ=assembly&number=10" DATES ZONE
#define NEXT "organ=assembly&number=11"

static const struct route *const routes[] = {
	meeting_routes,      meeting_api_routes,         meeting_convene_routes,
	meeting_item_routes, meeting_convene_api_routes, NULL
};
static const account_id nobody = { 0 };
static struct assembly a;
static uint64_t before;

static struct http_reply get(account_id who, const char *target)
{
	return page_get(&a, routes, who, target);
}

static struct http_reply post(account_id who, const char *target, const char *form)
{
	return page_post(&a, routes, who, target, form);
}

static void a_session_is_convened_by_form(void)
{
	struct http_reply r;

	assembly_new(&a, 2);
	r = get(nobody, "/en/meetings");
	CHECK(r.status == 200 && r.is_public && page_has(&r, "No session has been convened yet"));
	CHECK(page_find(&r, "/en/meetings/new") < 0);
	r = get(a.secretariat, "/en/meetings");
	CHECK(page_has(&r, "href=\"/en/meetings/new\""));
	r = get(a.secretariat, "/en/meetings/new");
	CHECK(r.status == 200 && page_has(&r, "<option value=\"assembly\">Assembly</option>") &&
	      page_has(&r, "value=\"Asia/Seoul\"") && page_has(&r, "name=\"place_mn\""));
	r = post(a.secretariat, "/en/meetings/new",
	         FORM "&mode=both&host=g1&place_zh=&place_en=Yeongam&place_ja=%E9%9C%8A%E5%B2%A9");
	CHECK(page_leads_to(&r, "/en/meetings/ga-10"));
	r = get(nobody, "/en/meetings");
	CHECK(page_has(&r, "<a href=\"/en/meetings/ga-10\">Assembly, session 10</a>") &&
	      page_has(&r, "Convened") && page_has(&r, "Yeongam"));
	r = get(nobody, "/ja/meetings/ga-10");
	CHECK(r.status == 200 && page_has(&r, "霊岩") && page_has(&r, "政府1"));
	assembly_free(&a);
}

static void a_wrong_form_is_shown_again_with_what_is_wrong(void)
{
	static const struct {
		const char *form, *words;
		int status;
	} cases[] = {
		{ "organ=council&number=1" DATES ZONE,
		  "A field holds a choice that is not offered: Organ.", 422 },
		{ FORM, "Assembly has had a session number 10 already", 409 },
		{ NEXT "&starts_on=2014-10-22&ends_on=2014-10-21" ZONE,
		  "cannot end before it begins", 422 },
		{ NEXT "&starts_on=22.10.2014&ends_on=2014-10-23" ZONE,
		  "not a date of the calendar: First day", 422 },
		{ NEXT DATES "&zone=Seoul", "This time zone is not known: Seoul", 422 },
		{ NEXT DATES ZONE "&host=x", "A field holds a choice that is not offered: Host.",
		  422 },
	};

	assembly_new(&a, 2);
	CHECK(post(a.secretariat, "/en/meetings/new", FORM).status == 303);
	before = engine_fingerprint(&a.engine);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct http_reply r = post(a.secretariat, "/en/meetings/new", cases[i].form);

		CHECK(r.status == cases[i].status && page_has(&r, cases[i].words));
		CHECK(page_has(&r, "role=\"alert\"") && page_has(&r, "value=\"2014-10-2"));
	}
	CHECK(post(a.secretariat, "/en/meetings/new", "organ=assembly").error == ERR_MISSING_FIELD);
	CHECK(post(a.chair, "/en/meetings/new", FORM).error == ERR_FORBIDDEN);
	CHECK(get(a.delegates[0], "/en/meetings/new").error == ERR_FORBIDDEN);
	CHECK(get(nobody, "/en/meetings/new").status == 401);
	CHECK(engine_fingerprint(&a.engine) == before);
	assembly_free(&a);
}

static void only_what_the_organ_may_decide_is_offered(void)
{
	struct http_reply r;

	assembly_new(&a, 2);
	sitting_convene(&a, 10);
	r = get(a.secretariat, "/en/meetings/ga-10/items/new");
	CHECK(r.status == 200 && page_has(&r, "<option value=\"admit\">Kind admit</option>"));
	CHECK(page_find(&r, "value=\"foreign\"") < 0 &&
	      page_has(&r, "names the power that is missing"));
	CHECK(page_has(&r, "<legend>Korea</legend>") && page_has(&r, "value=\"applicant\""));
	before = engine_fingerprint(&a.engine);
	r = post(a.secretariat, "/en/meetings/ga-10/items/new", "kind=foreign");
	CHECK(r.status == 422 &&
	      page_has(&r, "Assembly has no power to decide on this: “Kind foreign”"));
	r = post(a.secretariat, "/en/meetings/ga-10/items/new", "kind=nonsense");
	CHECK(r.status == 422 && page_has(&r, "not offered: Kind of decision"));
	r = post(a.secretariat, "/en/meetings/ga-10/items/new",
	         "kind=admit&subjects=applicant&subjects=x");
	CHECK(r.status == 422 && page_has(&r, "not offered: The governments that it is about"));
	CHECK(page_has(&r, "value=\"applicant\" checked"));
	CHECK(post(a.chair, "/en/meetings/ga-10/items/new", "kind=resolve").error == ERR_FORBIDDEN);
	CHECK(post(a.secretariat, "/en/meetings/ga-11/items/new", "kind=resolve").status == 404);
	CHECK(engine_fingerprint(&a.engine) == before);
	r = post(a.secretariat, "/en/meetings/ga-10/items/new",
	         "kind=admit&subjects=applicant&subjects=observer");
	CHECK(page_leads_to(&r, "/en/meetings/ga-10"));
	r = get(nobody, "/en/meetings/ga-10");
	CHECK(page_has(&r, "/ga-10/items/1\">1. The matter of Applicant and Observer") &&
	      page_has(&r, "To be decided"));
	assembly_free(&a);
}

static void delegates_are_registered_and_accredited_by_form(void)
{
	struct http_reply r;

	assembly_new(&a, 3);
	sitting_convene(&a, 10);
	r = post(a.secretariat, "/en/meetings/ga-10/delegates",
	         "action=add&government=g1&account=g1&votes=yes");
	CHECK(page_leads_to(&r, "/en/meetings/ga-10/delegates"));
	CHECK(post(a.secretariat, "/en/meetings/ga-10/delegates",
	           "action=add&government=g2&account=g2&votes=yes")
	              .status == 303);
	before = engine_fingerprint(&a.engine);
	static const struct {
		const char *form, *words;
	} cases[] = {
		{ "action=add&government=g1&account=g1&votes=yes", "registered as a delegate" },
		{ "action=add&government=g3&account=g2", "does not stand for Government 3" },
		{ "action=add&government=g3&account=ghost",
		  "not offered: Sign-in name of the delegate" },
		{ "action=add&government=ghost&account=g3", "not offered: Government" },
		{ "action=add&account=g3", "required field is empty: Government" },
		{ "action=accredit", "required field is empty: Delegate" },
		{ "action=accredit&delegate=99", "not offered: Delegate" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		r = post(a.secretariat, "/en/meetings/ga-10/delegates", cases[i].form);
		CHECK((r.status == 422 || r.status == 409) && page_has(&r, cases[i].words));
	}
	CHECK(engine_fingerprint(&a.engine) == before);
	r = get(a.secretariat, "/en/meetings/ga-10/delegates");
	CHECK(page_has(&r, "Accredit all 2 delegates who wait") && page_has(&r, "Person of g1"));
	CHECK(post(a.secretariat, "/en/meetings/ga-10/delegates", "action=accredit&delegate=1")
	              .status == 303);
	r = get(nobody, "/en/meetings/ga-10");
	CHECK(page_has(&r,
	               "2 governments are represented; with an accredited voting delegate: 1."));
	CHECK(post(a.secretariat, "/en/meetings/ga-10/delegates", "action=accredit-all").status ==
	      303);
	CHECK(post(a.secretariat, "/en/meetings/ga-10/delegates", "action=withdraw&delegate=2")
	              .status == 303);
	r = get(nobody, "/en/meetings/ga-10");
	CHECK(page_has(&r, "delegate: 1."));
	assembly_free(&a);
}

/* A choice that nobody has made must not be sent as if somebody had. */
static void nothing_is_chosen_before_somebody_chooses(void)
{
	static const struct {
		const char *target, *select, *first;
	} cases[] = {
		{ "/en/meetings/new", "<select id=\"organ\" name=\"organ\" required>",
		  "<option value=\"\">Choose an organ</option>" },
		{ "/en/meetings/ga-10/items/new", "<select id=\"kind\" name=\"kind\" required ",
		  "<option value=\"\">Choose a kind of decision</option>" },
		{ "/en/meetings/ga-10/delegates",
		  "<select id=\"government\" name=\"government\" required>",
		  "<option value=\"\">Choose a government</option>" },
	};
	struct http_reply r;

	assembly_new(&a, 2);
	sitting_convene(&a, 10);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		long select, first;

		r = get(a.secretariat, cases[i].target);
		select = page_find(&r, cases[i].select);
		first = page_find(&r, cases[i].first);
		CHECK(select >= 0 && first > select && page_find(&r, " selected") < 0);
		/* It stands before every other one. */
		CHECK(memmem(r.body.p + select, (size_t)(first - select), "<option", 7) == NULL);
	}
	/* What was sent stays chosen when the form is shown again. */
	r = post(a.secretariat, "/en/meetings/ga-10/delegates",
	         "action=add&government=g2&account=ghost");
	CHECK(r.status == 422 && page_has(&r, "<option value=\"g2\" selected>"));
	assembly_free(&a);
}

static void people_are_named_to_those_who_are_signed_in_alone(void)
{
	static const char *const targets[] = { "/en/meetings/ga-10", "/ru/meetings/ga-10",
		                               "/api/v1/sessions/ga-10" };
	struct http_reply r;

	assembly_new(&a, 2);
	sitting_seat(&a, sitting_convene(&a, 10).id, 2);
	for (size_t i = 0; i < COUNT_OF(targets); i++) {
		r = get(nobody, targets[i]);
		CHECK(r.status == 200 && r.is_public && page_find(&r, "Person of") < 0);
		r = get(a.delegates[0], targets[i]);
		CHECK(r.status == 200 && !r.is_public && page_has(&r, "Person of g2"));
	}
	CHECK(get(nobody, "/en/meetings/ga-10/delegates").status == 401);
	assembly_free(&a);
}

static void whoever_presides_finds_the_button_and_nobody_else(void)
{
	const char *button = "action=\"/en/meetings/ga-10/open\"";
	struct http_reply r;

	assembly_new(&a, 2);
	sitting_convene(&a, 10);
	r = get(a.chair, "/en/meetings/ga-10");
	CHECK(page_has(&r, button) && page_has(&r, "name=\"csrf\""));
	r = get(a.committee_chair, "/en/meetings/ga-10");
	CHECK(page_find(&r, button) < 0);
	before = engine_fingerprint(&a.engine);
	CHECK(post(a.committee_chair, "/en/meetings/ga-10/open", "").error == ERR_FORBIDDEN);
	CHECK(post(a.secretariat, "/en/meetings/ga-10/open", "").error == ERR_FORBIDDEN);
	CHECK(engine_fingerprint(&a.engine) == before);
	r = post(a.chair, "/en/meetings/ga-10/open", "");
	CHECK(page_leads_to(&r, "/en/meetings/ga-10"));
	CHECK(post(a.second_chair, "/en/meetings/ga-10/open", "").error == ERR_MEETING_STATE);
	r = get(a.chair, "/en/meetings/ga-10");
	CHECK(page_has(&r, "Sitting") && page_has(&r, "action=\"/en/meetings/ga-10/close\""));
	assembly_free(&a);
}

static struct http_reply post_json(account_id who, const char *target, const char *json)
{
	return page_call(&a, routes,
	                 &(struct http_call){ .method = "POST",
	                                      .target = target,
	                                      .json = json,
	                                      .who = who,
	                                      .rights = page_rights(&a, who) });
}

static void programs_prepare_a_session_as_people_do(void)
{
	struct http_reply r;

	assembly_new(&a, 2);
	r = post_json(a.secretariat, "/api/v1/sessions",
	              "{\"organ\":\"assembly\",\"number\":10,\"starts_on\":\"2014-10-22\","
	              "\"ends_on\":\"2014-10-23\",\"zone\":\"Asia/Seoul\",\"host\":\"g1\"}");
	CHECK(r.status == 200 && page_has(&r, "\"slug\":\"ga-10\"") &&
	      page_has(&r, "\"mode\":\"hall\""));
	r = post_json(a.secretariat, "/api/v1/sessions/ga-10/items",
	              "{\"kind\":\"admit\",\"subjects\":[\"applicant\",\"observer\"]}");
	CHECK(r.status == 200 && page_has(&r, "\"number\":1") &&
	      page_has(&r, "\"subjects\":[\"applicant\",\"observer\"]"));
	r = post_json(a.secretariat, "/api/v1/sessions/ga-10/items", "{\"kind\":\"foreign\"}");
	CHECK(r.error == ERR_CHARTER_NO_POWER && r.status == 422);
	r = post_json(
		a.secretariat, "/api/v1/sessions/ga-10/delegates",
		"{\"action\":\"add\",\"government\":\"g1\",\"account\":\"g1\",\"votes\":\"yes\"}");
	CHECK(r.status == 200 &&
	      page_has(&r, "\"government\":\"g1\",\"votes\":true,\"is_accredited\":false"));
	r = post_json(a.chair, "/api/v1/sessions/ga-10/open", "{}");
	CHECK(r.status == 200 && page_has(&r, "\"state\":\"open\""));
	r = get(nobody, "/api/v1/sessions/ga-10");
	CHECK(page_has(&r, "\"organ\":\"assembly\"") && page_has(&r, "\"host\":\"g1\"") &&
	      page_has(&r, "\"titles\":{") &&
	      page_has(&r, "\"en\":\"The matter of Applicant and Observer\""));
	assembly_free(&a);
}

static void the_list_in_json_goes_on_page_by_page(void)
{
	struct http_reply r;

	assembly_new(&a, 1);
	for (int i = 1; i <= 3; i++)
		sitting_convene(&a, i);
	r = get(nobody, "/api/v1/sessions?limit=2");
	CHECK(page_has(&r, "\"slug\":\"ga-3\"") && page_has(&r, "\"slug\":\"ga-2\"") &&
	      page_find(&r, "\"slug\":\"ga-1\"") < 0);
	CHECK(page_has(&r, "\"next\":\"/api/v1/sessions?after=ga-2&limit=2\""));
	r = get(nobody, "/api/v1/sessions?after=ga-2&limit=2");
	CHECK(page_has(&r, "\"slug\":\"ga-1\"") && page_has(&r, "\"next\":null"));
	CHECK(get(nobody, "/api/v1/sessions?after=ga-9").error == ERR_FIELD_CHOICE);
	CHECK(get(nobody, "/api/v1/sessions/ga-9").status == 404);
	assembly_free(&a);
}

/* How many statements the JSON of a session takes. */
static uint64_t asked_for(const char *target)
{
	struct db_stats first, last;

	db_stats(a.engine.store, &first);
	CHECK(get(nobody, target).status == 200);
	db_stats(a.engine.store, &last);
	return last.statements - first.statements;
}

static void the_agenda_in_json_asks_as_often_for_many_as_for_few(void)
{
	struct meeting_item item;
	struct meeting m;
	uint64_t few;

	assembly_new(&a, 1);
	m = sitting_convene(&a, 1);
	CHECK(sitting_put(&a, m.id, "resolve", NULL, &item) == ERR_OK);
	few = asked_for("/api/v1/sessions/ga-1");
	for (int i = 0; i < 4; i++)
		CHECK(sitting_put(&a, m.id, "resolve", NULL, &item) == ERR_OK);
	CHECK(few > 0 && asked_for("/api/v1/sessions/ga-1") == few);
	assembly_free(&a);
}

int main(void)
{
	RUN(a_session_is_convened_by_form);
	RUN(a_wrong_form_is_shown_again_with_what_is_wrong);
	RUN(only_what_the_organ_may_decide_is_offered);
	RUN(delegates_are_registered_and_accredited_by_form);
	RUN(nothing_is_chosen_before_somebody_chooses);
	RUN(people_are_named_to_those_who_are_signed_in_alone);
	RUN(whoever_presides_finds_the_button_and_nobody_else);
	RUN(programs_prepare_a_session_as_people_do);
	RUN(the_agenda_in_json_asks_as_often_for_many_as_for_few);
	RUN(the_list_in_json_goes_on_page_by_page);
	return TAP_DONE();
}
