/* test_decision.c -- from an item to the register and into the registry, on the engine under test.
 */
#include "base/str.h"
#include "decision/internal.h"
#include "decision/test_matter.h"
#include "test/tap.h"

static struct assembly a;
static const struct decision_filter all = { .limit = 10 };

static struct member government(const char *slug)
{
	struct member m = { .kind = MEMBER_NONE };

	CHECK(member_by_slug(&a.engine.ctx, str_of(slug), &m) == ERR_OK);
	return m;
}

static struct meeting_item item(const struct matter *m)
{
	struct meeting_item i = { .id = { 0 } };

	CHECK(meeting_item_get(&a.engine.ctx, m->item.id, &i) == ERR_OK);
	return i;
}

/* --- what a decision does --- */

static void a_decision_to_admit_makes_a_member_on_its_day(void)
{
	struct matter m = matter_new(&a, 5, "admit", "applicant");
	struct decision d;
	int64_t members;

	CHECK(government("applicant").kind == MEMBER_NONE);
	CHECK(matter_decide(&m, 3) == ERR_OK && m.outcome.is_carried);
	CHECK(str_is(m.decision.number, "GA-2014-01") &&
	      str_is(m.decision.decided_on, "2014-10-22"));
	CHECK(government("applicant").kind == MEMBER_MEMBER);
	CHECK(str_is(government("applicant").joined, "2014-10-22") &&
	      str_is(government("applicant").decision, "GA-2014-01"));
	CHECK(member_count(&a.engine.ctx, &members) == ERR_OK && members == 6);
	CHECK(item(&m).state == MEETING_ITEM_ADOPTED);
	CHECK(decision_by_number(&a.engine.ctx, S("GA-2014-01"), &d) == ERR_OK);
	CHECK(str_is(d.title.text, "The matter of Applicant") && d.subject_count == 1 &&
	      str_is(d.subjects[0].slug, "applicant") && str_is(d.session_slug, "ga-10") &&
	      d.item_number == 1 && d.question.v == m.question.v && str_is(d.organ.code, "GA"));
	assembly_free(&a);
}

static void what_was_not_carried_is_not_registered_and_does_nothing(void)
{
	struct matter m = matter_new(&a, 5, "admit", "applicant");
	struct decision *d;
	struct str number;
	int n = -1;

	CHECK(matter_decide(&m, 2) == ERR_OK && !m.outcome.is_carried && m.decision.id.v == 0);
	CHECK(government("applicant").kind == MEMBER_NONE);
	CHECK(item(&m).state == MEETING_ITEM_REJECTED);
	CHECK(decision_list(&a.engine.ctx, &all, &d, &n) == ERR_OK && n == 0);
	CHECK(decision_number_of(&a.engine.ctx, m.item.id, &number) == ERR_OK && !number.p);
	CHECK(matter_open(&m) == ERR_ITEM_DECIDED);
	assembly_free(&a);
}

static void a_decision_without_an_effect_stands_in_the_register(void)
{
	struct matter m = matter_new(&a, 3, "resolve", NULL);
	struct str number;

	CHECK(matter_decide(&m, 3) == ERR_OK && str_is(m.decision.number, "GA-2014-01"));
	CHECK(m.decision.subject_count == 0);
	CHECK(decision_number_of(&a.engine.ctx, m.item.id, &number) == ERR_OK &&
	      str_is(number, "GA-2014-01"));
	assembly_free(&a);
}

static void decisions_expel_and_name_the_next_host(void)
{
	struct matter m = matter_new(&a, 4, "expel", "g2");

	CHECK(matter_decide(&m, 4) == ERR_OK && government("g2").kind == MEMBER_NONE);
	matter_put(&m, "host", "g3");
	CHECK(matter_decide(&m, 1) == ERR_VOTE_NOT_ON_ROLL); /* g2 is gone from the roll */
	CHECK(matter_cast(&m, 2, VOTE_YES) == ERR_OK && matter_cast(&m, 3, VOTE_YES) == ERR_OK);
	CHECK(matter_close(&m) == ERR_OK && str_is(m.decision.number, "GA-2014-02"));
	CHECK(m.outcome.count.yes == 3 && m.outcome.count.members == 3);
	assembly_free(&a);
}

/* --- numbers --- */

static void numbers_run_within_an_organ_and_a_year_of_the_sessions_own_zone(void)
{
	static const char *const expected[] = { "GA-2014-01", "GA-2014-02", "GA-2015-01",
		                                "GA-2015-02" };
	struct matter m = matter_new(&a, 2, "resolve", NULL);
	struct decision *d;
	int n;

	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		if (i == 2) /* 15:00 UTC on the last day of 2014: midnight in Seoul */
			a.engine.ctx.now.us = INT64_C(1420038000000000);
		if (i > 0)
			matter_put(&m, "resolve", NULL);
		CHECK(matter_decide(&m, 2) == ERR_OK && str_is(m.decision.number, expected[i]));
	}
	CHECK(str_is(m.decision.decided_on, "2015-01-01"));
	CHECK(decision_list(&a.engine.ctx, &all, &d, &n) == ERR_OK && n == 4);
	CHECK(str_is(d[0].number, "GA-2015-02") && str_is(d[3].number, "GA-2014-01"));
	const struct decision_filter of_year = { .organ = a.assembly.id, .year = 2014 },
				     of_committee = { .organ = a.committee.id };

	CHECK(decision_list(&a.engine.ctx, &of_year, &d, &n) == ERR_OK && n == 2);
	CHECK(decision_list(&a.engine.ctx, &of_committee, &d, &n) == ERR_OK && n == 0);
	const struct decision_filter after = { .before = { 3 } };

	CHECK(decision_list(&a.engine.ctx, &after, &d, &n) == ERR_OK && n == 2 &&
	      str_is(d[0].number, "GA-2014-02"));
	assembly_free(&a);
}

static void subjects_are_given_to_their_own_decisions(void)
{
	struct matter m = matter_new(&a, 2, "admit", "applicant");
	struct decision *d;
	int n;

	CHECK(matter_decide(&m, 2) == ERR_OK);
	matter_put(&m, "resolve", NULL);
	CHECK(matter_decide(&m, 2) == ERR_OK);
	matter_put(&m, "admit", "observer");
	CHECK(matter_decide(&m, 2) == ERR_OK);
	CHECK(decision_list(&a.engine.ctx, &all, &d, &n) == ERR_OK && n == 3);
	CHECK(d[0].subject_count == 1 && str_is(d[0].subjects[0].slug, "observer"));
	CHECK(d[1].subject_count == 0);
	CHECK(d[2].subject_count == 1 && str_is(d[2].subjects[0].slug, "applicant"));
	assembly_free(&a);
}

/* --- who may, and when --- */

static void only_whoever_presides_opens_and_closes(void)
{
	struct matter m = matter_new(&a, 2, "resolve", NULL);
	vote_question_id q;
	uint64_t before = engine_fingerprint(&a.engine);
	const account_id others[] = {
		a.secretariat, a.committee_chair, a.operator, a.delegates[0], { 0 }
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		CHECK(decision_open(assembly_as(&a, others[i]), m.item.id, &q) == ERR_FORBIDDEN);
	CHECK(engine_fingerprint(&a.engine) == before);
	CHECK(matter_open(&m) == ERR_OK);
	before = engine_fingerprint(&a.engine);
	for (size_t i = 0; i < COUNT_OF(others); i++)
		CHECK(decision_close(assembly_as(&a, others[i]), m.question, &m.decision,
		                     &m.outcome) == ERR_FORBIDDEN);
	CHECK(engine_fingerprint(&a.engine) == before);
	CHECK(decision_close(assembly_as(&a, a.second_chair), m.question, &m.decision,
	                     &m.outcome) == ERR_OK);
	assembly_free(&a);
}

static void a_question_is_opened_in_a_sitting_session_alone(void)
{
	struct matter m = { .a = &a };

	assembly_new(&a, 2);
	matter_convene(&m, 1);
	matter_seat(&m);
	matter_put(&m, "resolve", NULL);
	uint64_t before = engine_fingerprint(&a.engine);
	CHECK(matter_open(&m) == ERR_MEETING_NOT_OPEN);
	CHECK(engine_fingerprint(&a.engine) == before);
	CHECK(meeting_open(&a.engine.ctx, m.meeting.id) == ERR_OK);
	CHECK(decision_close_session(&a.engine.ctx, m.meeting.id) == ERR_OK);
	CHECK(matter_open(&m) == ERR_MEETING_CLOSED);
	m.item.id.v = 99;
	CHECK(matter_open(&m) == ERR_NOT_FOUND);
	assembly_free(&a);
}

static void one_question_is_open_in_a_session_at_a_time(void)
{
	struct matter m = matter_new(&a, 2, "resolve", NULL), second = m;

	matter_put(&second, "resolve", NULL);
	CHECK(matter_open(&m) == ERR_OK);
	uint64_t before = engine_fingerprint(&a.engine);
	CHECK(matter_open(&m) == ERR_VOTE_OPEN_ALREADY);
	CHECK(matter_open(&second) == ERR_VOTE_ANOTHER_OPEN);
	CHECK(decision_close_session(&a.engine.ctx, m.meeting.id) == ERR_VOTE_ANOTHER_OPEN);
	CHECK(engine_fingerprint(&a.engine) == before);
	CHECK(matter_close(&m) == ERR_OK);
	before = engine_fingerprint(&a.engine);
	CHECK(matter_close(&m) == ERR_VOTE_CLOSED);
	CHECK(engine_fingerprint(&a.engine) == before);
	CHECK(matter_open(&second) == ERR_OK);
	assembly_free(&a);
}

static void a_secret_matter_is_not_put_to_a_roll_call(void)
{
	struct matter m = matter_new(&a, 2, "secret", NULL);
	assembly_make_secret(&a);
	uint64_t before = engine_fingerprint(&a.engine);

	CHECK(matter_open(&m) == ERR_VOTE_SECRET && engine_fingerprint(&a.engine) == before);
	assembly_free(&a);
}

static void without_anyone_accredited_there_is_no_roll(void)
{
	struct matter m = { .a = &a };

	assembly_new(&a, 2);
	matter_convene(&m, 1);
	matter_put(&m, "resolve", NULL);
	CHECK(meeting_open(assembly_as(&a, a.chair), m.meeting.id) == ERR_OK);
	uint64_t before = engine_fingerprint(&a.engine);
	CHECK(matter_open(&m) == ERR_VOTE_EMPTY_ROLL && engine_fingerprint(&a.engine) == before);
	assembly_free(&a);
}

static void whoever_is_accredited_after_the_opening_waits_for_the_next_vote(void)
{
	struct matter m = { .a = &a };
	struct vote_question q;

	assembly_new(&a, 3);
	matter_convene(&m, 1);
	matter_put(&m, "resolve", NULL);
	struct ctx *ctx = assembly_as(&a, a.secretariat);
	int64_t changed;

	for (int i = 0; i < 2; i++)
		CHECK(meeting_delegate_add(ctx, m.meeting.id, a.members[i], a.delegates[i], true) ==
		      ERR_OK);
	CHECK(meeting_accredit_all(ctx, m.meeting.id, &changed) == ERR_OK);
	CHECK(meeting_open(assembly_as(&a, a.chair), m.meeting.id) == ERR_OK &&
	      matter_open(&m) == ERR_OK);
	assembly_as(&a, a.secretariat);
	CHECK(meeting_delegate_add(ctx, m.meeting.id, a.members[2], a.delegates[2], true) ==
	      ERR_OK);
	CHECK(meeting_accredit_all(ctx, m.meeting.id, &changed) == ERR_OK && changed == 1);
	CHECK(vote_get(ctx, m.question, &q) == ERR_OK && q.entitled == 2 && q.members == 3);
	CHECK(matter_cast(&m, 2, VOTE_YES) == ERR_VOTE_NOT_ON_ROLL);
	assembly_free(&a);
}

/* The applicant has become a member in another way while the vote was open: nothing is half done.
 */
static void what_the_effect_refuses_leaves_the_question_open(void)
{
	struct matter m = matter_new(&a, 3, "admit", "applicant");
	struct vote_question q;
	uint64_t before;

	CHECK(matter_open(&m) == ERR_OK);
	for (int i = 0; i < 3; i++)
		CHECK(matter_cast(&m, i, VOTE_YES) == ERR_OK);
	engine_exec(&a.engine,
	            "INSERT INTO member_membership (government_id, kind, in_force) "
	            "SELECT id, 'member', 1 FROM member_government WHERE slug = 'applicant'");
	before = engine_fingerprint(&a.engine);
	CHECK(matter_close(&m) == ERR_MEMBER_ALREADY);
	CHECK(engine_fingerprint(&a.engine) == before);
	CHECK(vote_get(&a.engine.ctx, m.question, &q) == ERR_OK && q.closed_at.us == TIME_NONE.us);
	assembly_free(&a);
}

static void the_second_of_two_items_on_one_applicant_cannot_be_opened(void)
{
	struct matter m = matter_new(&a, 3, "admit", "applicant"), second = m;

	matter_put(&second, "admit", "applicant");
	CHECK(matter_decide(&m, 3) == ERR_OK);
	CHECK(matter_open(&second) == ERR_MEMBER_ALREADY);
	assembly_free(&a);
}

static void an_effect_that_the_program_lacks_is_not_decided(void)
{
	static const struct charter_effect none[] = { { .name = NULL } };
	struct matter m = matter_new(&a, 3, "admit", "applicant");

	a.engine.ctx.effects = none;
	uint64_t before = engine_fingerprint(&a.engine);
	CHECK(matter_open(&m) == ERR_DB_NEWER && engine_fingerprint(&a.engine) == before);
	assembly_free(&a);
}

int main(void)
{
	RUN(a_decision_to_admit_makes_a_member_on_its_day);
	RUN(what_was_not_carried_is_not_registered_and_does_nothing);
	RUN(a_decision_without_an_effect_stands_in_the_register);
	RUN(decisions_expel_and_name_the_next_host);
	RUN(numbers_run_within_an_organ_and_a_year_of_the_sessions_own_zone);
	RUN(subjects_are_given_to_their_own_decisions);
	RUN(only_whoever_presides_opens_and_closes);
	RUN(a_question_is_opened_in_a_sitting_session_alone);
	RUN(one_question_is_open_in_a_session_at_a_time);
	RUN(a_secret_matter_is_not_put_to_a_roll_call);
	RUN(without_anyone_accredited_there_is_no_roll);
	RUN(whoever_is_accredited_after_the_opening_waits_for_the_next_vote);
	RUN(what_the_effect_refuses_leaves_the_question_open);
	RUN(the_second_of_two_items_on_one_applicant_cannot_be_opened);
	RUN(an_effect_that_the_program_lacks_is_not_decided);
	return TAP_DONE();
}
