/* test_meeting_convene_pages.c -- convocation and the agenda by form and in JSON. */
#include "meeting/test_sitting.h"
#include "test/pages.h"
#include "test/tap.h"

#define FORM "organ=assembly&number=10&starts_on=2014-10-22&ends_on=2014-10-23&zone=Asia%2FSeoul"
#define GA_10 "/en/meetings/ga-10"

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

static struct http_reply post_json(account_id who, const char *target, const char *json)
{
	return page_call(&a, routes,
	                 &(struct http_call){ .method = "POST",
	                                      .target = target,
	                                      .json = json,
	                                      .who = who,
	                                      .rights = page_rights(&a, who) });
}

/* Session 10 with two items, drafted by form. */
static void begin(void)
{
	struct http_reply r;

	assembly_new(&a, 2);
	r = post(a.secretariat, "/en/meetings/new", FORM "&draft=yes&place_en=Yeongam");
	CHECK(page_leads_to(&r, GA_10));
	CHECK(post(a.secretariat, GA_10 "/items/new", "kind=resolve").status == 303);
	CHECK(post(a.secretariat, GA_10 "/items/new",
	           "kind=admit&subjects=applicant&day=2014-10-22&clock=09:30&minutes=20"
	           "&note_en=See+*Article+4*.&note_ja=%E8%A6%8B%E3%82%88")
	              .status == 303);
}

static void a_draft_is_a_page_that_is_not_there_for_others(void)
{
	static const char *const targets[] = { GA_10, "/api/v1/sessions/ga-10",
		                               "/api/v1/sessions/ga-10/changes" };
	struct http_reply r;

	begin();
	for (size_t i = 0; i < COUNT_OF(targets); i++) {
		CHECK(get(nobody, targets[i]).status == 404);
		CHECK(get(a.delegates[0], targets[i]).status == 404);
		CHECK(get(a.chair, targets[i]).status == 404);
		CHECK(get(a.secretariat, targets[i]).status == 200);
	}
	r = get(nobody, "/en/meetings");
	CHECK(page_has(&r, "No session has been convened yet") && page_find(&r, "ga-10") < 0);
	r = get(nobody, "/api/v1/sessions");
	CHECK(page_find(&r, "ga-10") < 0);
	r = get(a.secretariat, "/en/meetings");
	CHECK(page_has(&r, "Draft"));
	r = get(a.secretariat, GA_10);
	CHECK(!r.is_public && page_has(&r, "This session is a draft") &&
	      page_has(&r, "href=\"" GA_10 "/publish\""));
	r = get(a.secretariat, "/api/v1/sessions/ga-10");
	CHECK(page_has(&r, "\"state\":\"draft\"") && page_has(&r, "\"published_at\":null"));
	assembly_free(&a);
}

static void a_draft_is_published_after_a_second_look(void)
{
	struct http_reply r;

	begin();
	engine_exec(&a.engine, "UPDATE charter_rule SET notice_days = 30, is_assumption = 1, "
	                       "source = 'Assumed for a test' WHERE slug = 'simple'");
	r = get(a.secretariat, GA_10 "/publish");
	CHECK(r.status == 200 && page_has(&r, "There are 2 items on the agenda.") &&
	      page_has(&r, "From publication to the first day: 0 days.") &&
	      page_has(&r, "The rule “Rule simple” asks for 30 days."));
	CHECK(page_has(&r, "Assumed for a test") && page_has(&r, "This rule is an assumption") &&
	      page_has(&r, "name=\"reason\""));
	before = engine_fingerprint(&a.engine);
	r = post(a.secretariat, GA_10 "/publish", "");
	CHECK(r.status == 422 && page_has(&r, "role=\"alert\"") &&
	      page_has(&r, "asks for a notice of 30 days, and 0 would be given"));
	CHECK(engine_fingerprint(&a.engine) == before);
	r = post(a.secretariat, GA_10 "/publish", "reason=Urgent+%3Cb%3E");
	CHECK(page_leads_to(&r, GA_10));
	r = get(nobody, GA_10);
	CHECK(r.status == 200 && r.is_public &&
	      page_has(&r, "Reason for the shorter notice: Urgent &lt;b&gt;"));
	r = get(a.secretariat, GA_10 "/publish");
	CHECK(page_leads_to(&r, GA_10));
	assembly_free(&a);
}

static void an_agenda_shows_plans_and_notes_in_the_language_they_are_in(void)
{
	struct http_reply r;

	begin();
	CHECK(post(a.secretariat, GA_10 "/publish", "").status == 303);
	r = get(nobody, GA_10);
	CHECK(page_has(&r, "Planned: Wednesday, 22 October 2014 · 09:30 · 20 minutes") &&
	      page_has(&r, "<em>Article 4</em>"));
	r = get(nobody, "/ja/meetings/ga-10");
	CHECK(page_has(&r, "2014年10月22日水曜日 · 09:30") &&
	      page_has(&r, "<div class=\"text\" lang=\"ja\">"));
	r = get(nobody, "/mn/meetings/ga-10");
	CHECK(page_has(&r, "class=\"fallback-note\"") &&
	      page_has(&r, "<div class=\"text\" lang=\"en\">"));
	assembly_free(&a);
}

static void those_invited_see_what_was_changed_and_what_it_was(void)
{
	struct http_reply r;

	begin();
	CHECK(post(a.secretariat, GA_10 "/publish", "").status == 303);
	r = get(nobody, GA_10);
	CHECK(page_find(&r, "Changed since the invitation") < 0);
	r = get(a.secretariat, GA_10 "/edit");
	CHECK(r.status == 200 && page_has(&r, "value=\"Yeongam\"") &&
	      page_has(&r, "value=\"2014-10-22\"") && page_find(&r, "id=\"organ\"") < 0);
	r = post(a.secretariat, GA_10 "/edit", FORM "&mode=online&place_en=Gyeongju&reason=Flood");
	CHECK(page_leads_to(&r, GA_10));
	CHECK(post(a.secretariat, GA_10 "/items/2/withdraw", "reason=Not+ripe").status == 303);
	r = get(nobody, GA_10);
	CHECK(page_has(&r, "Changed since the invitation of 22 October 2014") &&
	      page_has(&r, "now: Gyeongju") && page_has(&r, "before: Yeongam") &&
	      page_has(&r, "Reason: Flood") && page_has(&r, "Item withdrawn"));
	CHECK(page_find(&r, "Item withdrawn") < page_find(&r, "now: Gyeongju"));
	r = get(nobody, "/api/v1/sessions/ga-10/changes");
	CHECK(page_has(&r, "{\"what\":\"item-withdrawn\",\"item\":2,") &&
	      page_has(&r, "\"what\":\"place\",\"item\":null,\"before\":\"Yeongam\","
	                   "\"after\":\"Gyeongju\",\"reason\":\"Flood\""));
	before = engine_fingerprint(&a.engine);
	r = post(a.secretariat, GA_10 "/edit", FORM "&ends_on=2014-10-21");
	CHECK(r.status == 422 || r.status == 400);
	r = post(
		a.secretariat, GA_10 "/edit",
		"organ=assembly&number=11&starts_on=2014-10-22&ends_on=2014-10-23&zone=Asia/Seoul");
	CHECK(r.status == 409 && page_has(&r, "The organ and the number of a session stay"));
	CHECK(engine_fingerprint(&a.engine) == before);
	assembly_free(&a);
}

static void items_are_moved_and_edited_by_form(void)
{
	struct http_reply r;

	begin();
	r = get(a.secretariat, GA_10);
	CHECK(page_has(&r, "action=\"" GA_10 "/items/2/move\"") &&
	      page_has(&r, "name=\"direction\" value=\"up\""));
	r = post(a.secretariat, GA_10 "/items/2/move", "direction=up&position=2");
	CHECK(page_leads_to(&r, GA_10 "#item-1"));
	CHECK(post(a.secretariat, GA_10 "/items/2/move", "direction=up&position=1").error ==
	      ERR_CONFLICT);
	r = get(a.secretariat, GA_10 "/items/1/edit");
	CHECK(page_has(&r, "value=\"09:30\"") && page_has(&r, "See *Article 4*.") &&
	      page_has(&r, "value=\"The matter of Applicant\""));
	r = post(a.secretariat, GA_10 "/items/1/edit", "day=2014-10-29");
	CHECK(r.status == 422 && page_has(&r, "planned for a day of its session") &&
	      page_has(&r, "value=\"2014-10-29\""));
	r = post(a.secretariat, GA_10 "/items/1/edit", "title_en=The+newcomers");
	CHECK(page_leads_to(&r, GA_10));
	r = get(a.secretariat, GA_10 "/items/1/withdraw");
	CHECK(page_has(&r, "It vanishes from the draft") && page_has(&r, "The newcomers"));
	static const char *const others[] = { GA_10 "/items/1/move", GA_10 "/items/1/edit",
		                              GA_10 "/items/1/withdraw", GA_10 "/edit",
		                              GA_10 "/publish" };

	for (size_t i = 0; i < COUNT_OF(others); i++)
		CHECK(post(a.chair, others[i], "").error == ERR_FORBIDDEN);
	assembly_free(&a);
}

static void whoever_presides_calls_postpones_and_reorders(void)
{
	struct http_reply r;

	begin();
	CHECK(post(a.secretariat, GA_10 "/publish", "").status == 303);
	CHECK(post(a.chair, GA_10 "/items/1/step", "action=call").error == ERR_MEETING_NOT_OPEN);
	CHECK(post(a.chair, GA_10 "/open", "").status == 303);
	r = get(a.chair, GA_10);
	CHECK(page_has(&r, "action=\"" GA_10 "/items/1/step\"") &&
	      page_has(&r, "action=\"" GA_10 "/items/1/order\""));
	r = post(a.chair, GA_10 "/items/1/step", "action=call");
	CHECK(page_leads_to(&r, GA_10 "#item-1"));
	r = get(nobody, GA_10);
	CHECK(page_has(&r, "<li id=\"item-1\" aria-current=\"step\">") &&
	      page_has(&r, "Being dealt with") && page_find(&r, "/step\"") < 0);
	CHECK(post(a.chair, GA_10 "/items/1/step", "action=postpone&reason=Later").status == 303);
	CHECK(post(a.chair, GA_10 "/items/2/order", "direction=up").status == 303);
	r = get(nobody, GA_10);
	CHECK(page_has(&r, "Postponed") && page_has(&r, "Item postponed") &&
	      page_has(&r, "Reason: Later") && page_find(&r, "aria-current=\"step\"") < 0);
	CHECK(page_find(&r, "id=\"item-2\"") < page_find(&r, "id=\"item-1\""));
	CHECK(post(a.committee_chair, GA_10 "/items/2/step", "action=call").error == ERR_FORBIDDEN);
	CHECK(post(a.secretariat, GA_10 "/items/2/step", "action=call").error == ERR_FORBIDDEN);
	assembly_free(&a);
}

static void letters_are_read_before_they_go(void)
{
	struct http_reply r;

	begin();
	CHECK(get(a.secretariat, GA_10 "/invitations").error == ERR_MEETING_STATE);
	CHECK(post(a.secretariat, GA_10 "/publish", "").status == 303);
	r = get(a.secretariat, GA_10 "/invitations");
	CHECK(r.status == 200 && page_has(&r, "3 persons are invited") &&
	      page_has(&r, "has the honour to invite") && page_has(&r, "Person of g2"));
	CHECK(get(a.chair, GA_10 "/invitations").error == ERR_FORBIDDEN);
	r = get(a.secretariat, "/api/v1/sessions/ga-10/invitations");
	CHECK(page_has(&r, "\"language\":\"en\"") &&
	      page_has(&r, "\"subject\":\"Invitation: Assembly, session 10\""));
	assembly_free(&a);
}

static void programs_convene_as_people_do(void)
{
	struct http_reply r;

	assembly_new(&a, 2);
	r = post_json(a.secretariat, "/api/v1/sessions",
	              "{\"organ\":\"assembly\",\"number\":10,\"starts_on\":\"2014-10-22\","
	              "\"ends_on\":\"2014-10-23\",\"zone\":\"Asia/Seoul\",\"draft\":\"yes\"}");
	CHECK(r.status == 200 && page_has(&r, "\"state\":\"draft\""));
	r = post_json(a.secretariat, "/api/v1/sessions/ga-10/items",
	              "{\"kind\":\"resolve\",\"day\":\"2014-10-22\",\"minutes\":15}");
	CHECK(page_has(&r, "\"position\":1,\"day\":\"2014-10-22\",\"clock\":null,\"minutes\":15"));
	CHECK(post_json(a.secretariat, "/api/v1/sessions/ga-10/items", "{\"kind\":\"final\"}")
	              .status == 200);
	r = post_json(a.secretariat, "/api/v1/sessions/ga-10/items/2/move",
	              "{\"direction\":\"up\"}");
	CHECK(r.status == 200 && page_has(&r, "\"number\":1,\"kind\":\"final\""));
	r = post_json(a.secretariat, "/api/v1/sessions/ga-10/items/1/edit",
	              "{\"note_en\":\"A note.\"}");
	CHECK(page_has(&r, "\"notes\":{\"en\":\"A note.\"}") &&
	      page_has(&r, "\"changed\":[\"note_en\"],\"unchanged\":[\"day\",\"clock\",\"minutes\","
	                   "\"title_zh\","));
	CHECK(post_json(a.secretariat, "/api/v1/sessions/ga-10/items/1/edit",
	                "{\"title_en\":\"Newcomers\",\"title_ru\":\"Новые\"}")
	              .status == 200);
	r = post_json(a.secretariat, "/api/v1/sessions/ga-10/items/1/edit",
	              "{\"title_ru\":\"Новые члены\"}");
	CHECK(page_has(&r, "\"ru\":\"Новые члены\"") && page_has(&r, "\"en\":\"Newcomers\"") &&
	      page_has(&r, "\"changed\":[\"title_ru\"],"));
	r = post_json(a.secretariat, "/api/v1/sessions/ga-10/publish", "{}");
	CHECK(r.status == 200 && page_has(&r, "\"state\":\"convened\""));
	r = post_json(a.secretariat, "/api/v1/sessions/ga-10/edit",
	              "{\"organ\":\"assembly\",\"number\":10,\"starts_on\":\"2014-10-22\","
	              "\"ends_on\":\"2014-10-22\",\"zone\":\"Asia/Seoul\"}");
	CHECK(r.status == 200 && page_has(&r, "\"ends_on\":\"2014-10-22\"") &&
	      page_has(&r, "\"changed\":[\"ends_on\"],\"unchanged\":[\"organ\",\"number\",") &&
	      page_has(&r, "\"place_en\"]"));
	r = post_json(a.secretariat, "/api/v1/sessions/ga-10/items/1/withdraw", "{}");
	CHECK(r.status == 200 && page_has(&r, "\"state\":\"withdrawn\""));
	CHECK(post_json(a.chair, "/api/v1/sessions/ga-10/open", "{}").status == 200);
	r = post_json(a.chair, "/api/v1/sessions/ga-10/items/2/step", "{\"action\":\"call\"}");
	CHECK(r.status == 200 && page_has(&r, "\"called_at\":\"2014-10-22T") &&
	      page_has(&r, "\"left_at\":null"));
	r = post_json(a.chair, "/api/v1/sessions/ga-10/items/2/order", "{\"direction\":\"up\"}");
	CHECK(r.status == 200);
	CHECK(post_json(a.chair, "/api/v1/sessions/ga-10/items/2/step", "{\"action\":\"call\"}")
	              .error == ERR_ITEM_CALLED);
	r = get(nobody, "/api/v1/sessions/ga-10/changes");
	CHECK(page_has(&r, "\"notice\":{\"given\":0,\"asked\":null,") &&
	      page_has(&r, "\"what\":\"item-called\"") && page_has(&r, "\"what\":\"last-day\""));
	assembly_free(&a);
}

int main(void)
{
	RUN(a_draft_is_a_page_that_is_not_there_for_others);
	RUN(a_draft_is_published_after_a_second_look);
	RUN(an_agenda_shows_plans_and_notes_in_the_language_they_are_in);
	RUN(those_invited_see_what_was_changed_and_what_it_was);
	RUN(items_are_moved_and_edited_by_form);
	RUN(whoever_presides_calls_postpones_and_reorders);
	RUN(letters_are_read_before_they_go);
	RUN(programs_convene_as_people_do);
	return TAP_DONE();
}
