/* test_decision_method.c -- a question by hands, by consensus, cancelled and put again, from the
 * item to the register. */
#include "base/str.h"
#include "decision/internal.h"
#include "decision/test_matter.h"
#include "test/pages.h"
#include "test/tap.h"

#define ITEM "/en/meetings/ga-10/items/1"

enum { MINUTE = 60000000 };

static const struct route *const routes[] = {
	meeting_routes,      vote_routes, vote_api_routes, vote_desk_routes, decision_routes,
	decision_api_routes, NULL
};
static const account_id nobody = { 0 };
static struct assembly a;

static enum err put(struct matter *m, enum vote_method method, const char *reason)
{
	struct ctx *ctx = assembly_as(&a, a.chair);
	struct decision_way way = { .method = method, .objection_seconds = 60 };

	if (reason)
		way.reason = arena_printf(ctx->arena, "%s", reason);
	return decision_put(ctx, m->item.id, &way, &m->question);
}

static enum err cancel(struct matter *m, account_id who)
{
	return decision_cancel(assembly_as(&a, who), m->question, S("The lamps went out."));
}

static enum err object(struct matter *m, int i)
{
	const struct vote_cast no = {
		.question = m->question, .choice = VOTE_NO, .is_answer = true, .revision = -1
	};
	struct vote_receipt r;

	return vote_cast(assembly_as(&a, a.delegates[i]), &no, &r);
}

static enum meeting_item_state state_of(const struct matter *m)
{
	struct meeting_item item = { .id = { 0 } };

	CHECK(meeting_item_get(&a.engine.ctx, m->item.id, &item) == ERR_OK);
	return item.state;
}

static enum err count(struct matter *m, struct vote_hands hands)
{
	struct vote_tellers t;
	enum err e = vote_count(assembly_as(&a, a.secretariat), m->question, &hands, &t);

	if (e == ERR_OK)
		e = vote_count(assembly_as(&a, a.operator), m->question, &hands, &t);
	return e;
}

/* --- use cases --- */

static void hands_admit_a_member(void)
{
	struct matter m = matter_new(&a, 5, "admit", "applicant");
	struct member applicant;

	CHECK(put(&m, VOTE_HANDS, NULL) == ERR_OK && matter_close(&m) == ERR_VOTE_NOT_COUNTED);
	CHECK(count(&m, (struct vote_hands){ 3, 1, 0 }) == ERR_OK && matter_close(&m) == ERR_OK);
	CHECK(m.outcome.is_carried && str_is(m.decision.number, "GA-2014-01"));
	CHECK(member_by_slug(&a.engine.ctx, S("applicant"), &applicant) == ERR_OK &&
	      applicant.kind == MEMBER_MEMBER && str_is(applicant.decision, "GA-2014-01"));
	CHECK(state_of(&m) == MEETING_ITEM_ADOPTED);
	assembly_free(&a);
}

static void a_consensus_admits_a_member_when_its_time_has_passed(void)
{
	struct matter m = matter_new(&a, 5, "admit", "applicant");
	uint64_t before;

	CHECK(put(&m, VOTE_CONSENSUS, NULL) == ERR_OK);
	before = engine_fingerprint(&a.engine);
	CHECK(matter_close(&m) == ERR_VOTE_TOO_EARLY && engine_fingerprint(&a.engine) == before);
	a.engine.ctx.now.us += MINUTE;
	CHECK(matter_close(&m) == ERR_OK && m.outcome.is_carried &&
	      str_is(m.decision.number, "GA-2014-01"));
	CHECK(state_of(&m) == MEETING_ITEM_ADOPTED &&
	      put(&m, VOTE_HANDS, NULL) == ERR_ITEM_DECIDED);
	assembly_free(&a);
}

/* Where there is no consensus nothing is rejected: the chair may put it to the vote. */
static void after_an_objection_the_item_is_put_to_the_vote(void)
{
	struct matter m = matter_new(&a, 3, "resolve", NULL);

	CHECK(put(&m, VOTE_CONSENSUS, NULL) == ERR_OK && object(&m, 1) == ERR_OK);
	CHECK(state_of(&m) == MEETING_ITEM_PENDING && matter_close(&m) == ERR_VOTE_CLOSED);
	CHECK(matter_decide(&m, 2) == ERR_OK && m.outcome.is_carried &&
	      str_is(m.decision.number, "GA-2014-01"));
	assembly_free(&a);
}

static void a_cancelled_question_leaves_the_item_to_be_put_again(void)
{
	struct matter m = matter_new(&a, 3, "resolve", NULL);
	vote_question_id first;

	CHECK(matter_open(&m) == ERR_OK && matter_cast(&m, 0, VOTE_NO) == ERR_OK);
	first = m.question;
	CHECK(cancel(&m, a.committee_chair) == ERR_FORBIDDEN &&
	      cancel(&m, a.secretariat) == ERR_FORBIDDEN);
	CHECK(cancel(&m, a.second_chair) == ERR_OK && state_of(&m) == MEETING_ITEM_PENDING);
	CHECK(matter_close(&m) == ERR_VOTE_CANCELLED && cancel(&m, a.chair) == ERR_VOTE_CANCELLED);
	CHECK(put(&m, VOTE_ROLL_CALL, NULL) == ERR_VOTE_REASON_MISSING);
	CHECK(put(&m, VOTE_HANDS, "The lamps are lit.") == ERR_OK && m.question.v != first.v);
	CHECK(count(&m, (struct vote_hands){ 2, 1, 0 }) == ERR_OK && matter_close(&m) == ERR_OK);
	CHECK(m.outcome.is_carried && m.decision.question.v == m.question.v);
	assembly_free(&a);
}

static void what_has_been_decided_is_neither_cancelled_nor_put_again(void)
{
	struct matter m = matter_new(&a, 3, "resolve", NULL);
	uint64_t before;

	CHECK(matter_decide(&m, 0) == ERR_OK && state_of(&m) == MEETING_ITEM_REJECTED);
	before = engine_fingerprint(&a.engine);
	CHECK(cancel(&m, a.chair) == ERR_VOTE_CLOSED);
	CHECK(put(&m, VOTE_ROLL_CALL, "Once more.") == ERR_ITEM_DECIDED);
	CHECK(engine_fingerprint(&a.engine) == before);
	assembly_free(&a);
}

/* --- pages and programs --- */

static struct http_reply get(account_id who, const char *target)
{
	return page_get(&a, routes, who, target);
}

static struct http_reply post(account_id who, const char *target, const char *form)
{
	return page_post(&a, routes, who, target, form);
}

static struct http_reply post_json(const char *target, const char *json)
{
	return page_call(&a, routes,
	                 &(struct http_call){ .method = "POST",
	                                      .target = target,
	                                      .json = json,
	                                      .who = a.chair,
	                                      .rights = page_rights(&a, a.chair) });
}

static void the_chair_chooses_how_the_question_is_put(void)
{
	struct http_reply r;

	matter_new(&a, 3, "resolve", NULL);
	r = get(a.chair, ITEM);
	CHECK(page_has(&r, "value=\"roll-call\" checked") && page_has(&r, "value=\"hands\"") &&
	      page_has(&r, "value=\"consensus\"") && page_has(&r, "name=\"seconds\"") &&
	      page_find(&r, "name=\"reason\"") < 0);
	CHECK(post(a.chair, ITEM "/open", "method=secret").error == ERR_FIELD_CHOICE);
	CHECK(post(a.chair, ITEM "/open", "method=consensus&seconds=29").error == ERR_FIELD_NUMBER);
	CHECK(post(a.chair, ITEM "/open", "method=consensus&seconds=86401").error ==
	      ERR_FIELD_NUMBER);
	CHECK(post(a.chair, ITEM "/open", "reason=Again").error == ERR_VOTE_NOTHING_BEFORE);
	CHECK(post(a.chair, ITEM "/open", "method=consensus&seconds=90").status == 303);
	r = get(a.chair, ITEM);
	CHECK(page_has(&r, "Objections are heard until") && page_has(&r, "Declare the adoption") &&
	      page_has(&r, "href=\"/en/votes/1/cancel\"") && page_find(&r, "/desk\"") < 0);
	r = get(a.secretariat, ITEM);
	CHECK(page_has(&r, "href=\"/en/votes/1/desk\"") && page_find(&r, "/cancel\"") < 0);
	r = get(a.chair, "/en/votes/1/close");
	CHECK(r.status == 200 &&
	      page_find(&r, "<form method=\"post\" action=\"/en/votes/1/close") < 0);
	CHECK(post(a.chair, "/en/votes/1/close", "").error == ERR_VOTE_TOO_EARLY);
	a.engine.ctx.now.us += INT64_C(2) * MINUTE;
	r = get(a.chair, "/en/votes/1/close");
	CHECK(page_has(&r, "nobody has objected") && page_has(&r, "action=\"/en/votes/1/close\""));
	CHECK(post(a.chair, "/en/votes/1/close", "").status == 303);
	r = get(nobody, ITEM);
	CHECK(page_has(&r, ">Adopted by consensus<"));
	assembly_free(&a);
}

static void a_question_is_cancelled_after_a_second_look(void)
{
	struct http_reply r;

	matter_new(&a, 3, "resolve", NULL);
	CHECK(post(a.chair, ITEM "/open", "").status == 303);
	CHECK(get(a.committee_chair, "/en/votes/1/cancel").error == ERR_FORBIDDEN);
	CHECK(get(a.secretariat, "/en/votes/1/cancel").error == ERR_FORBIDDEN);
	r = get(a.chair, "/en/votes/1/cancel");
	CHECK(r.status == 200 && page_has(&r, "There will be no result") &&
	      page_has(&r, "name=\"reason\""));
	CHECK(post(a.chair, "/en/votes/1/cancel", "").error == ERR_MISSING_FIELD);
	CHECK(post(a.committee_chair, "/en/votes/1/cancel", "reason=No").error == ERR_FORBIDDEN);
	r = post(a.chair, "/en/votes/1/cancel", "reason=The+lamps+went+out.");
	CHECK(page_leads_to(&r, ITEM));
	r = get(nobody, ITEM);
	CHECK(page_has(&r, "Cancelled") && page_has(&r, "The lamps went out.") &&
	      page_has(&r, "To be decided") && page_has(&r, "How it is decided"));
	r = get(a.chair, ITEM);
	CHECK(page_has(&r, "name=\"reason\"") && page_has(&r, ITEM "/open\""));
	CHECK(post(a.chair, ITEM "/open", "").error == ERR_VOTE_REASON_MISSING);
	CHECK(post(a.chair, ITEM "/open", "reason=They+are+lit.").status == 303);
	r = get(nobody, ITEM);
	CHECK(page_has(&r, "They are lit.") && page_has(&r, "Questions that were put before") &&
	      page_has(&r, "The lamps went out."));
	assembly_free(&a);
}

static void the_chair_is_asked_for_its_vote_when_hands_are_tied(void)
{
	struct matter m = matter_new(&a, 4, "final", NULL);
	struct http_reply r;

	CHECK(put(&m, VOTE_HANDS, NULL) == ERR_OK);
	r = get(a.chair, "/en/votes/1/close");
	CHECK(r.status == 200 &&
	      page_find(&r, "<form method=\"post\" action=\"/en/votes/1/close") < 0);
	CHECK(count(&m, (struct vote_hands){ 2, 2, 0 }) == ERR_OK);
	r = get(a.chair, "/en/votes/1/close");
	CHECK(page_has(&r, "2 yes, 2 no, 0 abstentions") && page_has(&r, "name=\"chair_vote\""));
	CHECK(post(a.chair, "/en/votes/1/close", "").error == ERR_VOTE_CHAIR_DECIDES);
	CHECK(post(a.chair, "/en/votes/1/close", "chair_vote=yes").status == 303);
	r = get(nobody, ITEM);
	CHECK(page_has(&r, ">Adopted by show of hands<"));
	assembly_free(&a);
}

static void programs_put_and_cancel_as_people_do(void)
{
	struct http_reply r;

	matter_new(&a, 3, "resolve", NULL);
	r = post_json("/api/v1/items/1/open", "{\"method\":\"consensus\",\"seconds\":60}");
	CHECK(r.status == 200 && page_has(&r, "\"method\":\"consensus\"") &&
	      page_has(&r, "\"objections_until\":\"2014"));
	CHECK(post_json("/api/v1/questions/1/cancel", "{}").error == ERR_MISSING_FIELD);
	r = post_json("/api/v1/questions/1/cancel", "{\"reason\":\"A slip.\"}");
	CHECK(r.status == 200 && page_has(&r, "{\"question\":1,\"state\":\"cancelled\"}"));
	r = post_json("/api/v1/items/1/open", "{\"method\":\"hands\",\"reason\":\"Rightly.\"}");
	CHECK(r.status == 200 && page_has(&r, "\"question\":2"));
	CHECK(post_json("/api/v1/questions/2/close", "{}").error == ERR_VOTE_NOT_COUNTED);
	r = get(nobody, "/api/v1/items/1/questions");
	CHECK(page_has(&r,
	               "{\"items\":[{\"id\":1,\"method\":\"consensus\",\"state\":\"cancelled\"},"
	               "{\"id\":2,\"method\":\"hands\",\"state\":\"open\"}]}"));
	r = get(nobody, "/api/v1/questions/2");
	CHECK(page_has(&r, "\"follows\":1") &&
	      page_has(&r, "\"follow_reasons\":{\"en\":\"Rightly.\"}"));
	CHECK(get(nobody, "/api/v1/items/9/questions").status == 404);
	assembly_free(&a);
}

int main(void)
{
	RUN(hands_admit_a_member);
	RUN(a_consensus_admits_a_member_when_its_time_has_passed);
	RUN(after_an_objection_the_item_is_put_to_the_vote);
	RUN(a_cancelled_question_leaves_the_item_to_be_put_again);
	RUN(what_has_been_decided_is_neither_cancelled_nor_put_again);
	RUN(the_chair_chooses_how_the_question_is_put);
	RUN(a_question_is_cancelled_after_a_second_look);
	RUN(the_chair_is_asked_for_its_vote_when_hands_are_tied);
	RUN(programs_put_and_cancel_as_people_do);
	return TAP_DONE();
}
