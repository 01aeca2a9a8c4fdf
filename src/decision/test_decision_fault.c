/* test_decision_fault.c -- whichever statement fails, nothing is half done: not counted, numbered,
 * admitted. */
#include "decision/test_matter.h"
#include "test/fault.h"

static struct assembly a;

static enum err use_open(void *m)
{
	return matter_open(m);
}

static enum err use_close(void *m)
{
	return matter_close(m);
}

static enum err use_cancel(void *arg)
{
	const struct matter *m = arg;

	return decision_cancel(assembly_as(&a, a.chair), m->question, S("The lamps went out."));
}

static enum err use_close_session(void *arg)
{
	const struct matter *m = arg;

	return decision_close_session(assembly_as(&a, a.chair), m->meeting.id);
}

static void an_opening_fails_whole(void)
{
	struct matter m = matter_new(&a, 3, "admit", "applicant");

	CHECK(fault_loop(&a.engine, use_open, &m) > 15);
	assembly_free(&a);
}

static void a_close_that_admits_fails_whole(void)
{
	struct matter m = matter_new(&a, 3, "admit", "applicant");

	CHECK(matter_open(&m) == ERR_OK);
	for (int i = 0; i < 3; i++)
		CHECK(matter_cast(&m, i, VOTE_YES) == ERR_OK);
	CHECK(fault_loop(&a.engine, use_close, &m) > 25 && m.outcome.is_carried);
	assembly_free(&a);
}

static void a_close_that_carries_nothing_fails_whole(void)
{
	struct matter m = matter_new(&a, 3, "resolve", NULL);

	CHECK(matter_open(&m) == ERR_OK && matter_cast(&m, 0, VOTE_NO) == ERR_OK);
	CHECK(fault_loop(&a.engine, use_close, &m) > 12 && !m.outcome.is_carried);
	assembly_free(&a);
}

static void a_cancel_fails_whole(void)
{
	struct matter m = matter_new(&a, 3, "resolve", NULL);

	CHECK(matter_open(&m) == ERR_OK && matter_cast(&m, 0, VOTE_NO) == ERR_OK);
	CHECK(fault_loop(&a.engine, use_cancel, &m) > 8);
	assembly_free(&a);
}

static void closing_a_session_fails_whole(void)
{
	struct matter m = matter_new(&a, 2, "resolve", NULL);

	CHECK(fault_loop(&a.engine, use_close_session, &m) > 5);
	assembly_free(&a);
}

int main(void)
{
	RUN(an_opening_fails_whole);
	RUN(a_close_that_admits_fails_whole);
	RUN(a_close_that_carries_nothing_fails_whole);
	RUN(a_cancel_fails_whole);
	RUN(closing_a_session_fails_whole);
	return TAP_DONE();
}
