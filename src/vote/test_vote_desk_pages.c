/* test_vote_desk_pages.c -- the desk, the tellers, and the pages of hands, consensus and what was
 * cancelled, asked for as browsers and programs do. */
#include "test/pages.h"
#include "test/tap.h"
#include "vote/test_poll.h"

static const struct route *const routes[] = { vote_routes, vote_api_routes, vote_desk_routes,
	                                      vote_desk_api_routes, NULL };
static const account_id nobody = { 0 };
static struct assembly a;

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

static struct poll begin(enum vote_method method)
{
	struct poll p = { .a = &a,
		          .rule = "simple",
		          .entitled = 3,
		          .forum = 1,
		          .matter = 1,
		          .method = method,
		          .absent = 1 };

	assembly_new(&a, 4);
	MUST(poll_open(&p) == ERR_OK);
	return p;
}

/* A second person with the rights of the secretariat. */
static account_id second_teller(void)
{
	return assembly_person(&a, "teller", ROLE_SECRETARIAT, SCOPE_ASSOCIATION, 0);
}

static struct http_reply count(account_id who, const char *form)
{
	return page_call(&a, routes,
	                 &(struct http_call){ .method = "POST",
	                                      .target = "/en/votes/1/count",
	                                      .form = form,
	                                      .who = who,
	                                      .rights = role_rights(ROLE_SECRETARIAT) });
}

static void the_desk_and_the_tellers_are_the_secretariats(void)
{
	static const char *const pages[] = { "/en/votes/1/desk", "/en/votes/1/count",
		                             "/api/v1/questions/1/desk",
		                             "/api/v1/questions/1/count" };

	begin(VOTE_ROLL_CALL);
	const account_id others[] = { a.chair, a.delegates[0], a.auditor, a.operator};

	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		CHECK(get(nobody, pages[i]).status == 401);
		for (size_t k = 0; k < COUNT_OF(others); k++)
			CHECK(get(others[k], pages[i]).error == ERR_FORBIDDEN);
	}
	CHECK(post(a.delegates[0], "/en/votes/1/desk", "government=g1&choice=yes").error ==
	      ERR_FORBIDDEN);
	assembly_free(&a);
}

static void the_desk_enters_a_vote_and_sees_that_it_came(void)
{
	struct poll p = begin(VOTE_ROLL_CALL);
	struct http_reply r = get(a.secretariat, "/en/votes/1/desk");

	CHECK(r.status == 200 && !r.is_public && page_has(&r, "Not yet") &&
	      page_has(&r, "desk?government=g1") && page_has(&r, "absent at the opening"));
	r = get(a.secretariat, "/en/votes/1/desk?government=g1");
	CHECK(page_has(&r, "name=\"revision\" value=\"0\"") && page_has(&r, "value=\"abstain\""));
	r = post(a.secretariat, "/en/votes/1/desk", "government=g1&choice=no&revision=0");
	CHECK(page_leads_to(&r, "/en/votes/1/desk"));
	CHECK(poll_cast(&p, 1, VOTE_YES) == ERR_OK);
	r = get(a.secretariat, "/en/votes/1/desk");
	CHECK(page_has(&r, "Entered at the desk") && page_has(&r, "Cast on its own device") &&
	      page_has(&r, "Enter it anew") && page_find(&r, "government=g2") < 0);
	r = get(a.delegates[0], "/en/votes/1");
	CHECK(page_has(&r, "The desk entered it for you."));
	CHECK(poll_close(&p) == ERR_OK);
	r = get(nobody, "/en/votes/1");
	CHECK(page_has(&r, "entered at the desk") && page_has(&r, "absent at the opening"));
	r = get(a.secretariat, "/en/votes/1/desk");
	CHECK(page_leads_to(&r, "/en/votes/1"));
	r = get(nobody, "/api/v1/questions/1");
	CHECK(page_has(&r,
	               "\"government\":\"g1\",\"country\":\"MN\",\"choice\":\"no\",\"weight\":1,"
	               "\"present\":true,\"entered_at_desk\":true"));
	assembly_free(&a);
}

static void every_wrong_entry_is_told_what_is_wrong(void)
{
	static const struct {
		const char *form;
		enum err error;
	} cases[] = {
		{ "government=g4&choice=yes", ERR_VOTE_GOVERNMENT },
		{ "government=atlantis&choice=yes", ERR_VOTE_GOVERNMENT },
		{ "choice=yes", ERR_MISSING_FIELD },
		{ "government=g2", ERR_MISSING_FIELD },
		{ "government=g2&choice=maybe", ERR_FIELD_CHOICE },
		{ "government=g2&choice=objection", ERR_VOTE_ANSWER },
		{ "government=g2&choice=yes&revision=-1", ERR_FIELD_NUMBER },
		{ "government=g2&choice=yes&revision=2", ERR_VOTE_DESK_STALE },
		{ "government=g1&choice=yes", ERR_VOTE_OWN_DEVICE },
	};
	struct poll p = begin(VOTE_ROLL_CALL);
	uint64_t before;

	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK);
	before = engine_fingerprint(&a.engine);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		CHECK(post(a.secretariat, "/en/votes/1/desk", cases[i].form).error ==
		      cases[i].error);
	CHECK(get(a.secretariat, "/en/votes/1/desk?government=g4").error == ERR_VOTE_GOVERNMENT);
	CHECK(engine_fingerprint(&a.engine) == before);
	assembly_free(&a);
}

static void tellers_count_alone_and_are_shown_both_counts_when_they_differ(void)
{
	struct poll p = begin(VOTE_HANDS);
	account_id other = second_teller();
	struct http_reply r;

	r = get(a.delegates[0], "/en/votes/1");
	CHECK(page_has(&r, "by show of hands in the hall") && page_find(&r, "<button") < 0);
	r = count(a.secretariat, "yes=2&no=0&abstain=0");
	CHECK(page_leads_to(&r, "/en/votes/1/count"));
	r = get(a.secretariat, "/en/votes/1/count");
	CHECK(page_has(&r, "Your count was received: 2 yes, 0 no, 0 abstentions."));
	r = page_call(&a, routes,
	              &(struct http_call){ .target = "/en/votes/1/count",
	                                   .who = other,
	                                   .rights = role_rights(ROLE_SECRETARIAT) });
	CHECK(r.status == 200 && page_find(&r, "2 yes") < 0 && page_has(&r, "Count alone"));
	CHECK(count(other, "yes=1&no=1&abstain=0").status == 303);
	r = get(a.secretariat, "/en/votes/1/count");
	CHECK(page_has(&r, "The two counts differ") && page_has(&r, "2 yes, 0 no") &&
	      page_has(&r, "1 yes, 1 no"));
	CHECK(count(other, "yes=4&no=0&abstain=0").error == ERR_VOTE_HANDS_TOO_MANY);
	CHECK(count(other, "yes=-1&no=0&abstain=0").error == ERR_FIELD_NUMBER);
	CHECK(count(other, "yes=1&no=0").error == ERR_MISSING_FIELD);
	CHECK(count(other, "yes=2&no=1&abstain=0").status == 303);
	r = post_json(a.secretariat, "/api/v1/questions/1/count",
	              "{\"yes\":2,\"no\":1,\"abstain\":0}");
	CHECK(r.status == 200 && page_has(&r, "\"is_agreed\":true") &&
	      page_has(&r, "\"agreed\":{\"yes\":2,\"no\":1,\"abstain\":0}"));
	CHECK(poll_close(&p) == ERR_OK);
	r = get(nobody, "/en/votes/1");
	CHECK(page_has(&r, ">Adopted by show of hands<") && page_has(&r, "Two tellers counted") &&
	      page_has(&r, "Government 1") && page_find(&r, "How each government voted") < 0);
	r = get(nobody, "/api/v1/questions/1");
	CHECK(page_has(&r, "\"weights\":null") && page_has(&r, "\"choice\":null") &&
	      page_has(&r, "\"method\":\"hands\""));
	assembly_free(&a);
}

static void a_delegate_is_asked_whether_to_object(void)
{
	struct http_reply r;

	begin(VOTE_CONSENSUS);
	r = get(a.delegates[0], "/en/votes/1");
	CHECK(r.status == 200 && page_has(&r, "Objections are heard until") &&
	      page_has(&r, "value=\"no-objection\"") && page_has(&r, "value=\"objection\"") &&
	      page_has(&r, "need not answer"));
	CHECK(post(a.delegates[0], "/en/votes/1", "choice=yes").error == ERR_VOTE_ANSWER);
	CHECK(post(a.delegates[0], "/en/votes/1", "choice=no-objection").status == 303);
	r = get(a.delegates[0], "/en/votes/1");
	CHECK(page_has(&r, "Your answer was received: No objection."));
	r = get(nobody, "/api/v1/questions/1");
	CHECK(page_has(&r, "\"method\":\"consensus\"") && page_has(&r, "\"received\":1"));
	r = post_json(a.delegates[1], "/api/v1/questions/1/votes", "{\"choice\":\"objection\"}");
	CHECK(r.status == 200 && page_has(&r, "\"choice\":\"objection\""));
	r = get(nobody, "/en/votes/1");
	CHECK(page_has(&r, ">Not adopted by consensus<") && page_has(&r, "1 objection was made") &&
	      page_has(&r, "No answer"));
	assembly_free(&a);
}

static void the_desk_raises_an_objection(void)
{
	struct http_reply r;

	begin(VOTE_CONSENSUS);
	r = get(a.secretariat, "/en/votes/1/desk?government=g2");
	CHECK(page_has(&r, "The delegation objects") && page_find(&r, "value=\"abstain\"") < 0);
	r = post_json(a.secretariat, "/api/v1/questions/1/desk",
	              "{\"government\":\"g2\",\"choice\":\"objection\"}");
	CHECK(r.status == 200 && page_has(&r, "\"government\":\"g2\"") &&
	      page_has(&r, "\"entered_at_desk\":true") && page_find(&r, "objection") < 0);
	r = get(nobody, "/en/votes/1");
	CHECK(page_has(&r, "Not adopted by consensus") && page_has(&r, "entered at the desk"));
	assembly_free(&a);
}

static void a_cancelled_question_says_why_and_shows_nothing(void)
{
	struct poll p = begin(VOTE_ROLL_CALL);
	struct http_reply r;

	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK && poll_cancel(&p) == ERR_OK);
	r = get(nobody, "/en/votes/1");
	CHECK(r.status == 200 && page_has(&r, "Cancelled") && page_has(&r, "The lamps went out.") &&
	      page_has(&r, "votes that had come were destroyed") &&
	      page_find(&r, "class=\"tally\"") < 0 && page_find(&r, "Government 1") < 0);
	r = get(a.delegates[0], "/en/votes/1");
	CHECK(r.status == 200 && page_find(&r, "<button") < 0);
	r = get(nobody, "/api/v1/questions/1");
	CHECK(page_has(&r, "\"state\":\"cancelled\"") && page_has(&r, "\"result\":null") &&
	      page_has(&r, "\"cancel_reasons\":{\"en\":\"The lamps went out.\"}"));
	r = get(nobody, "/en/votes/1/live");
	CHECK(r.status == 200 && page_has(&r, "Cancelled"));
	CHECK(post(a.delegates[0], "/en/votes/1", "choice=yes").error == ERR_VOTE_CANCELLED);
	p.reason = "The lamps are lit.";
	CHECK(poll_open(&p) == ERR_OK && poll_close(&p) == ERR_OK);
	r = get(nobody, "/en/votes/2");
	CHECK(page_has(&r, "href=\"/en/votes/1\"") && page_has(&r, "The lamps are lit."));
	r = get(nobody, "/ja/votes/1");
	CHECK(page_has(&r, "lang=\"en\""));
	assembly_free(&a);
}

static void every_page_is_made_in_six_languages(void)
{
	static const char *const langs[] = { "zh", "ja", "ko", "mn", "ru", "en" };

	for (int m = VOTE_ROLL_CALL; m < VOTE_METHODS; m++) {
		begin((enum vote_method)m);
		for (size_t i = 0; i < COUNT_OF(langs); i++) {
			struct arena *arena = a.engine.ctx.arena;
			const char *vote = arena_printf(arena, "/%s/votes/1", langs[i]).p;
			const char *desk = arena_printf(arena, "%s/%s", vote,
			                                m == VOTE_HANDS ? "count" : "desk")
			                           .p;

			CHECK(get(a.delegates[0], vote).status == 200);
			CHECK(get(nobody, vote).status == 200);
			CHECK(get(a.secretariat, desk).status == 200);
		}
		assembly_free(&a);
	}
}

int main(void)
{
	RUN(the_desk_and_the_tellers_are_the_secretariats);
	RUN(the_desk_enters_a_vote_and_sees_that_it_came);
	RUN(every_wrong_entry_is_told_what_is_wrong);
	RUN(tellers_count_alone_and_are_shown_both_counts_when_they_differ);
	RUN(a_delegate_is_asked_whether_to_object);
	RUN(the_desk_raises_an_objection);
	RUN(a_cancelled_question_says_why_and_shows_nothing);
	RUN(every_page_is_made_in_six_languages);
	return TAP_DONE();
}
