/* test_decision_sitting.c -- sittings against questions, and presence and credentials that change
 * while a question is being opened: two connections at once. */
#include "decision/test_matter.h"
#include "test/tap.h"
#include <pthread.h>

enum { ROUNDS = 12, MEMBERS = 3 };

static struct assembly a;

/* --- one after the other --- */

static void no_question_is_opened_while_a_session_is_suspended(void)
{
	struct matter x = matter_new(&a, MEMBERS, "resolve", NULL);
	struct ctx *chair = assembly_as(&a, a.chair);
	uint64_t before;

	CHECK(decision_suspend_session(chair, x.meeting.id, TIME_NONE) == ERR_OK);
	before = engine_fingerprint(&a.engine);
	CHECK(matter_open(&x) == ERR_MEETING_SUSPENDED);
	CHECK(engine_fingerprint(&a.engine) == before);
	CHECK(meeting_resume(assembly_as(&a, a.chair), x.meeting.id) == ERR_OK);
	CHECK(matter_open(&x) == ERR_OK);
	before = engine_fingerprint(&a.engine);
	CHECK(decision_suspend_session(assembly_as(&a, a.chair), x.meeting.id, TIME_NONE) ==
	      ERR_VOTE_ANOTHER_OPEN);
	CHECK(engine_fingerprint(&a.engine) == before);
	CHECK(matter_close(&x) == ERR_OK);
	CHECK(decision_suspend_session(assembly_as(&a, a.chair), x.meeting.id, TIME_NONE) ==
	      ERR_OK);
	assembly_free(&a);
}

/* --- at once --- */

struct actor {
	struct ctx ctx;
	struct matter *matter;
	meeting_delegate_id delegate;
	pthread_barrier_t *start;
	enum err (*act)(struct actor *);
	enum err result;
	pthread_t thread;
};

static enum err act_open(struct actor *x)
{
	return decision_open(&x->ctx, x->matter->item.id, &x->matter->question);
}

static enum err act_suspend(struct actor *x)
{
	return decision_suspend_session(&x->ctx, x->matter->meeting.id, TIME_NONE);
}

static enum err act_withdraw(struct actor *x)
{
	return meeting_accredit(&x->ctx, x->delegate, false);
}

static enum err act_check_in(struct actor *x)
{
	return meeting_check_in(&x->ctx, x->delegate);
}

static enum err act_check_out(struct actor *x)
{
	return meeting_check_out(&x->ctx, x->delegate);
}

static void *run_actor(void *arg)
{
	struct actor *x = arg;

	pthread_barrier_wait(x->start);
	x->result = x->act(x);
	return NULL;
}

static void both_at_once(struct actor *x)
{
	pthread_barrier_t start;

	MUST(pthread_barrier_init(&start, NULL, 2) == 0);
	for (int i = 0; i < 2; i++) {
		x[i].start = &start;
		MUST(pthread_create(&x[i].thread, NULL, run_actor, &x[i]) == 0);
	}
	for (int i = 0; i < 2; i++)
		pthread_join(x[i].thread, NULL);
	pthread_barrier_destroy(&start);
}

static struct matter begin(int64_t number)
{
	struct matter m = { .a = &a };

	matter_convene(&m, number);
	matter_seat(&m);
	matter_put(&m, "resolve", NULL);
	MUST(meeting_open(assembly_as(&a, a.chair), m.meeting.id) == ERR_OK);
	return m;
}

static meeting_delegate_id delegate_of(const struct matter *m, account_id who)
{
	struct meeting_delegate d;

	MUST(meeting_delegate_own(assembly_as(&a, who), m->meeting.id, &d) == ERR_OK);
	return d.id;
}

static struct actor actor(struct matter *m, account_id who, enum err (*act)(struct actor *))
{
	return (struct actor){ .ctx = assembly_connect(&a, who), .matter = m, .act = act };
}

static void leave(struct actor *x)
{
	for (int i = 0; i < 2; i++)
		assembly_disconnect(&x[i].ctx);
}

static void fill(void)
{
	a = (struct assembly){ .n = 0 };
	engine_new_with_writer(&a.engine);
	assembly_fill(&a, MEMBERS);
}

static void a_question_opens_or_the_session_is_suspended(void)
{
	fill();
	for (int round = 0; round < ROUNDS; round++) {
		struct matter m = begin(10 + round);
		struct actor x[2] = { actor(&m, a.chair, act_open),
			              actor(&m, a.second_chair, act_suspend) };

		both_at_once(x);
		CHECK((x[0].result == ERR_OK && x[1].result == ERR_VOTE_ANOTHER_OPEN) ||
		      (x[0].result == ERR_MEETING_SUSPENDED && x[1].result == ERR_OK));
		leave(x);
	}
	assembly_free(&a);
}

/* Either the credentials were withdrawn before the opening, or they were on the roll: never both
 * halves of one and the other. */
static void withdrawn_credentials_are_on_the_roll_or_not(void)
{
	fill();
	for (int round = 0; round < ROUNDS; round++) {
		struct matter m = begin(10 + round);
		struct actor x[2] = { actor(&m, a.chair, act_open),
			              actor(&m, a.secretariat, act_withdraw) };
		struct vote_question q = { .entitled = 0 };
		enum err cast;

		x[1].delegate = delegate_of(&m, a.delegates[0]);
		both_at_once(x);
		CHECK(x[0].result == ERR_OK && x[1].result == ERR_OK);
		CHECK(vote_get(&a.engine.ctx, m.question, &q) == ERR_OK);
		cast = matter_cast(&m, 0, VOTE_YES);
		CHECK((q.entitled == MEMBERS && cast == ERR_OK) ||
		      (q.entitled == MEMBERS - 1 && cast == ERR_VOTE_NOT_ON_ROLL));
		leave(x);
	}
	assembly_free(&a);
}

static void who_leaves_at_the_opening_may_still_vote(void)
{
	fill();
	for (int round = 0; round < ROUNDS; round++) {
		struct matter m = begin(10 + round);
		struct actor x[2] = { actor(&m, a.chair, act_open),
			              actor(&m, a.secretariat, act_check_out) };
		meeting_delegate_id id = delegate_of(&m, a.delegates[0]);

		MUST(meeting_check_in(assembly_as(&a, a.secretariat), id) == ERR_OK);
		x[1].delegate = id;
		both_at_once(x);
		CHECK(x[0].result == ERR_OK && x[1].result == ERR_OK);
		CHECK(matter_cast(&m, 0, VOTE_YES) == ERR_OK && matter_close(&m) == ERR_OK);
		leave(x);
	}
	assembly_free(&a);
}

static void of_two_desks_at_once_both_are_right(void)
{
	fill();
	for (int round = 0; round < ROUNDS; round++) {
		struct matter m = begin(10 + round);
		struct actor x[2] = { actor(&m, a.secretariat, act_check_in),
			              actor(&m, a.secretariat, act_check_in) };
		struct meeting_presence *p;
		int n = 0;

		x[0].delegate = x[1].delegate = delegate_of(&m, a.delegates[0]);
		both_at_once(x);
		CHECK(x[0].result == ERR_OK && x[1].result == ERR_OK);
		CHECK(meeting_presences(&a.engine.ctx, m.meeting.id, &p, &n) == ERR_OK && n == 1);
		leave(x);
	}
	assembly_free(&a);
}

int main(void)
{
	RUN(no_question_is_opened_while_a_session_is_suspended);
	RUN(a_question_opens_or_the_session_is_suspended);
	RUN(withdrawn_credentials_are_on_the_roll_or_not);
	RUN(who_leaves_at_the_opening_may_still_vote);
	RUN(of_two_desks_at_once_both_are_right);
	return TAP_DONE();
}
