/* test_vote_pages.c -- the delegate's phone, the public page and the JSON, asked for as browsers
 * do. */
#include "test/pages.h"
#include "test/tap.h"
#include "vote/test_poll.h"

static const struct route *const routes[] = { vote_routes, vote_api_routes, NULL };
static const account_id nobody = { 0 };
static struct assembly a;

static struct http_reply get(account_id who, const char *target)
{
	return page_get(&a, routes, who, target);
}

static struct http_reply post(account_id who, const char *form)
{
	return page_post(&a, routes, who, "/en/votes/1", form);
}

static struct poll begin(const char *rule)
{
	assembly_new(&a, 4);
	return poll_new(&a, rule, 3);
}

static void the_public_sees_how_many_and_not_who(void)
{
	struct poll p = begin("simple");
	struct http_reply r;

	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK);
	r = get(nobody, "/en/votes/1");
	CHECK(r.status == 200 && r.is_public);
	CHECK(page_has(&r, "Shall it be so?") && page_has(&r, "1 / 3"));
	CHECK(page_find(&r, "<button") < 0 && page_find(&r, "Government 1") < 0);
	r = get(a.delegates[3], "/en/votes/1"); /* not on the roll */
	CHECK(r.status == 200 && !r.is_public && page_find(&r, "<button") < 0);
	assembly_free(&a);
}

static void a_delegate_has_three_buttons_in_fixed_order(void)
{
	struct http_reply r;

	begin("simple");
	r = get(a.delegates[1], "/en/votes/1");
	CHECK(r.status == 200 && !r.is_public);
	CHECK(page_has(&r, "action=\"/en/votes/1\"") &&
	      page_has(&r, "name=\"revision\" value=\"0\""));
	CHECK(page_find(&r, "value=\"yes\"") > 0);
	CHECK(page_find(&r, "value=\"yes\"") < page_find(&r, "value=\"no\""));
	CHECK(page_find(&r, "value=\"no\"") < page_find(&r, "value=\"abstain\""));
	CHECK(page_has(&r, "No vote of yours has been received yet") &&
	      page_has(&r, "Government 2"));
	CHECK(page_find(&r, "aria-pressed") < 0 && page_find(&r, "receipt") < 0);
	assembly_free(&a);
}

static void a_vote_by_form_is_received_and_shown(void)
{
	struct http_reply r;

	begin("simple");
	r = post(a.delegates[1], "choice=no&revision=0");
	CHECK(page_leads_to(&r, "/en/votes/1"));
	r = get(a.delegates[1], "/en/votes/1");
	CHECK(page_has(&r, "Your vote was received: No.") && page_has(&r, "2014"));
	CHECK(page_has(&r, "name=\"revision\" value=\"1\"") && page_has(&r, "change it until"));
	CHECK(page_has(&r, "aria-pressed=\"true\">No</button>"));
	r = post(a.delegates[1], "choice=abstain&revision=1");
	CHECK(page_leads_to(&r, "/en/votes/1"));
	r = get(a.delegates[1], "/ja/votes/1");
	CHECK(r.status == 200 && page_find(&r, "value=\"abstain\"") > 0);
	CHECK(page_find(&r, "aria-pressed=\"true\">") > page_find(&r, "value=\"abstain\""));
	assembly_free(&a);
}

static void where_the_rule_forbids_a_change_the_buttons_are_gone(void)
{
	struct http_reply r;

	begin("final");
	CHECK(post(a.delegates[1], "choice=yes&revision=0").status == 303);
	r = get(a.delegates[1], "/en/votes/1");
	CHECK(page_has(&r, "does not allow") && page_find(&r, "<button") < 0);
	CHECK(post(a.delegates[1], "choice=no&revision=1").error == ERR_VOTE_CAST_ALREADY);
	assembly_free(&a);
}

static void every_wrong_form_is_told_what_is_wrong_and_changes_nothing(void)
{
	static const struct {
		int delegate;
		const char *form;
		enum err error;
	} cases[] = {
		{ 3, "choice=yes", ERR_VOTE_NOT_ON_ROLL },
		{ 1, "choice=yes&government=g1", ERR_VOTE_OTHER_GOVERNMENT },
		{ 1, "choice=yes&government=atlantis", ERR_VOTE_OTHER_GOVERNMENT },
		{ 1, "choice=yes&revision=3", ERR_VOTE_STALE },
		{ 1, "choice=maybe", ERR_FIELD_CHOICE },
		{ 1, "choice=none", ERR_FIELD_CHOICE },
		{ 1, "revision=0", ERR_MISSING_FIELD },
		{ 1, "choice=yes&revision=x", ERR_FIELD_NUMBER },
		{ 1, "choice=yes&revision=-2", ERR_FIELD_NUMBER },
		{ 1, "choice=yes&choice=no", ERR_BAD_FIELD },
		{ 1, "choice=yes&weight=9", ERR_BAD_FIELD },
		{ 1, "choice=%ff%fe", ERR_BAD_TEXT },
	};
	uint64_t before;

	begin("simple");
	before = engine_fingerprint(&a.engine);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct http_reply r = post(a.delegates[cases[i].delegate], cases[i].form);

		CHECK(r.error == cases[i].error && r.status == err_status(cases[i].error));
		if (r.error != cases[i].error)
			printf("# %s: %s\n", cases[i].form, err_name(r.error));
	}
	CHECK(post(a.chair, "choice=yes").error == ERR_FORBIDDEN);
	CHECK(post(nobody, "choice=yes").status == 401);
	CHECK(page_post(&a, routes, a.delegates[1], "/en/votes/9", "choice=yes").status == 404);
	CHECK(page_call(&a, routes,
	                &(struct http_call){ .method = "POST",
	                                     .target = "/en/votes/1",
	                                     .form = "choice=yes",
	                                     .who = a.delegates[1],
	                                     .rights = role_rights(ROLE_DELEGATE),
	                                     .without_token = true })
	              .error == ERR_CSRF);
	CHECK(engine_fingerprint(&a.engine) == before);
	assembly_free(&a);
}

static void a_vote_that_comes_late_is_told_so(void)
{
	struct poll p = begin("simple");
	struct http_reply r;
	uint64_t before;

	CHECK(post(a.delegates[1], "choice=yes").status == 303 && poll_close(&p) == ERR_OK);
	before = engine_fingerprint(&a.engine);
	r = post(a.delegates[1], "choice=no&revision=1");
	CHECK(r.status == 409 && r.error == ERR_VOTE_CLOSED);
	CHECK(engine_fingerprint(&a.engine) == before);
	assembly_free(&a);
}

static void the_result_is_shown_to_everyone_after_the_close(void)
{
	struct poll p = begin("final");
	struct http_reply r;
	const account_id readers[] = { nobody, a.delegates[0], a.chair };

	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK && poll_cast(&p, 1, VOTE_ABSTAIN) == ERR_OK);
	CHECK(poll_close(&p) == ERR_OK);
	for (size_t i = 0; i < COUNT_OF(readers); i++) {
		r = get(readers[i], "/en/votes/1");
		CHECK(r.status == 200 && page_has(&r, "outcome-yes\"") &&
		      page_has(&r, ">Adopted<"));
		CHECK(page_has(&r, "<li class=\"tally-yes\"><b>1</b>") &&
		      page_has(&r, "<li class=\"tally-missing\"><b>1</b>"));
		CHECK(page_has(&r, "Source: Assumed") && page_has(&r, "assumption-mark"));
		CHECK(page_has(&r, "<caption>Japan</caption>") && page_has(&r, "Abstention"));
		CHECK(page_has(&r, "class=\"threshold\" x1=\"333\""));
		CHECK(page_find(&r, "<button") < 0);
	}
	assembly_free(&a);
}

static void now_leads_to_the_one_question_that_is_open(void)
{
	struct poll p = begin("simple"), second = p;
	struct http_reply r = get(a.delegates[0], "/en/now");

	CHECK(page_leads_to(&r, "/en/votes/1"));
	r = get(a.delegates[3], "/en/now");
	CHECK(r.status == 200 && page_has(&r, "Nothing is being asked of you now"));
	CHECK(get(nobody, "/en/now").status == 401);
	second.forum = second.matter = 2;
	CHECK(poll_open(&second) == ERR_OK);
	r = get(a.delegates[0], "/en/now");
	CHECK(r.status == 200 && page_has(&r, "/en/votes/1\"") && page_has(&r, "/en/votes/2\""));
	assembly_free(&a);
}

static void programs_vote_as_people_do(void)
{
	struct poll p = begin("simple");
	struct http_call vote = {
		.method = "POST",
		.target = "/api/v1/questions/1/votes",
		.json = "{\"choice\":\"yes\",\"revision\":0,\"government\":\"g1\"}",
		.who = a.delegates[0],
		.rights = role_rights(ROLE_DELEGATE)
	};
	struct http_reply r = page_call(&a, routes, &vote);

	CHECK(r.status == 200 && page_has(&r, "\"government\":\"g1\"") &&
	      page_has(&r, "\"choice\":\"yes\"") && page_has(&r, "\"revision\":1"));
	vote.who = a.delegates[1];
	CHECK(page_call(&a, routes, &vote).error == ERR_VOTE_OTHER_GOVERNMENT);
	r = get(a.delegates[0], "/api/v1/questions/1");
	CHECK(page_has(&r, "\"state\":\"open\"") &&
	      page_has(&r, "\"own\":{\"government\":\"g1\"") && page_has(&r, "\"result\":null") &&
	      page_has(&r, "\"received\":1"));
	r = get(nobody, "/api/v1/questions/1");
	CHECK(page_has(&r, "\"own\":null") && page_find(&r, "yes") < 0);
	r = get(a.delegates[0], "/api/v1/questions");
	CHECK(page_has(&r, "{\"items\":[{\"id\":1,\"method\":\"roll-call\","
	                   "\"titles\":{\"en\":\"Shall it be so?\"}}]"));
	CHECK(poll_close(&p) == ERR_OK);
	r = get(nobody, "/api/v1/questions/1");
	CHECK(page_has(&r, "\"is_carried\":true") &&
	      page_has(&r, "\"counts\":{\"yes\":1,\"no\":0") &&
	      page_has(&r, "\"government\":\"g1\",\"country\":\"MN\",\"choice\":\"yes\""));
	CHECK(get(nobody, "/api/v1/questions/2").status == 404);
	assembly_free(&a);
}

int main(void)
{
	RUN(the_public_sees_how_many_and_not_who);
	RUN(a_delegate_has_three_buttons_in_fixed_order);
	RUN(a_vote_by_form_is_received_and_shown);
	RUN(where_the_rule_forbids_a_change_the_buttons_are_gone);
	RUN(every_wrong_form_is_told_what_is_wrong_and_changes_nothing);
	RUN(a_vote_that_comes_late_is_told_so);
	RUN(the_result_is_shown_to_everyone_after_the_close);
	RUN(now_leads_to_the_one_question_that_is_open);
	RUN(programs_vote_as_people_do);
	return TAP_DONE();
}
