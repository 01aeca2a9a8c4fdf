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

int main(void)
{
	RUN(an_opening_fails_whole);
	RUN(a_vote_fails_whole_and_takes_few_statements);
	RUN(a_close_fails_whole);
	return TAP_DONE();
}
