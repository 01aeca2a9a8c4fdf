/* test_vote_fault.c -- whichever statement fails, nothing is half done. */
#include "test/fault.h"
#include "vote/test_poll.h"

static struct assembly a;

static enum err use_open(void *p)
{
	return poll_open(p);
}

static enum err use_yes(void *p)
{
	return poll_cast(p, 0, VOTE_YES);
}

static enum err use_no(void *p)
{
	return poll_cast(p, 0, VOTE_NO);
}

static enum err use_close(void *p)
{
	return poll_close(p);
}

static enum err use_enter(void *p)
{
	return poll_enter(p, 1, VOTE_YES, 0);
}

static enum err use_object(void *p)
{
	return poll_answer(p, 0, VOTE_NO);
}

static enum err use_count(void *arg)
{
	struct poll *p = arg;

	return poll_count(p, p->a->secretariat, (struct vote_hands){ 1, 1, 1 });
}

static enum err use_cancel(void *p)
{
	return poll_cancel(p);
}

static struct poll put(enum vote_method method)
{
	struct poll p = {
		.a = &a, .rule = "simple", .entitled = 3, .forum = 1, .matter = 1, .method = method
	};

	assembly_new(&a, 3);
	MUST(poll_open(&p) == ERR_OK);
	return p;
}

static void an_opening_fails_whole(void)
{
	struct poll p = { .a = &a, .rule = "simple", .entitled = 3, .forum = 1, .matter = 1 };

	assembly_new(&a, 3);
	CHECK(fault_loop(&a.engine, use_open, &p) > 8);
	assembly_free(&a);
}

/* The hot path: begin, look-up, ballot, the log's two, commit, and what an engine adds. */
static void a_vote_fails_whole_and_takes_few_statements(void)
{
	struct poll p;
	int steps;

	assembly_new(&a, 2);
	p = poll_new(&a, "simple", 2);
	steps = fault_loop(&a.engine, use_yes, &p);
	CHECK(steps >= 4 && steps <= 7);
	CHECK(fault_loop(&a.engine, use_no, &p) == steps);
	assembly_free(&a);
}

static void a_close_fails_whole(void)
{
	struct poll p;

	assembly_new(&a, 3);
	p = poll_new(&a, "simple", 3);
	CHECK(use_yes(&p) == ERR_OK);
	CHECK(fault_loop(&a.engine, use_close, &p) > 8 && p.outcome.is_carried);
	assembly_free(&a);
}

static void an_entry_at_the_desk_fails_whole(void)
{
	struct poll p = put(VOTE_ROLL_CALL);

	CHECK(fault_loop(&a.engine, use_enter, &p) >= 4);
	assembly_free(&a);
}

static void an_objection_and_the_end_of_its_consensus_fail_together(void)
{
	struct poll p = put(VOTE_CONSENSUS);

	CHECK(fault_loop(&a.engine, use_object, &p) > 8);
	assembly_free(&a);
}

static void a_count_of_hands_fails_whole(void)
{
	struct poll p = put(VOTE_HANDS);

	CHECK(fault_loop(&a.engine, use_count, &p) > 4);
	CHECK(poll_count(&p, a.auditor, (struct vote_hands){ 1, 1, 1 }) == ERR_OK);
	CHECK(fault_loop(&a.engine, use_close, &p) > 8);
	assembly_free(&a);
}

/* Either the votes are gone and the question is cancelled, or neither. */
static void a_cancel_fails_whole(void)
{
	struct poll p = put(VOTE_ROLL_CALL);

	CHECK(use_yes(&p) == ERR_OK);
	CHECK(fault_loop(&a.engine, use_cancel, &p) > 6);
	p.reason = "Once more.";
	CHECK(fault_loop(&a.engine, use_open, &p) > 8);
	assembly_free(&a);
}

int main(void)
{
	RUN(an_opening_fails_whole);
	RUN(a_vote_fails_whole_and_takes_few_statements);
	RUN(a_close_fails_whole);
	RUN(an_entry_at_the_desk_fails_whole);
	RUN(an_objection_and_the_end_of_its_consensus_fail_together);
	RUN(a_count_of_hands_fails_whole);
	RUN(a_cancel_fails_whole);
	return TAP_DONE();
}
