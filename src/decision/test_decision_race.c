/* test_decision_race.c -- two chairs at once: one opens, one closes, one decision is registered. */
#include "decision/test_matter.h"
#include "test/tap.h"
#include <pthread.h>

enum { ROUNDS = 8 };

static struct assembly a;

struct chair {
	struct ctx ctx;
	struct matter matter;
	pthread_barrier_t *start;
	enum err (*act)(struct chair *);
	enum err result;
	pthread_t thread;
};

static enum err act_open(struct chair *c)
{
	return decision_open(&c->ctx, c->matter.item.id, &c->matter.question);
}

static enum err act_close(struct chair *c)
{
	return decision_close(&c->ctx, c->matter.question, &c->matter.decision, &c->matter.outcome);
}

static enum err act_close_session(struct chair *c)
{
	return decision_close_session(&c->ctx, c->matter.meeting.id);
}

static void *run_chair(void *arg)
{
	struct chair *c = arg;

	pthread_barrier_wait(c->start);
	c->result = c->act(c);
	return NULL;
}

/* Both chairs act at once, each on a connection of their own. */
static void both(struct chair c[static 2])
{
	pthread_barrier_t start;

	MUST(pthread_barrier_init(&start, NULL, 2) == 0);
	for (int i = 0; i < 2; i++) {
		c[i].start = &start;
		MUST(pthread_create(&c[i].thread, NULL, run_chair, &c[i]) == 0);
	}
	for (int i = 0; i < 2; i++) {
		pthread_join(c[i].thread, NULL);
		assembly_disconnect(&c[i].ctx);
	}
	pthread_barrier_destroy(&start);
}

static struct chair chair(const struct matter *m, account_id who, enum err (*act)(struct chair *))
{
	return (struct chair){ .ctx = assembly_connect(&a, who), .matter = *m, .act = act };
}

static bool one_has(const struct chair c[static 2], enum err other)
{
	return (c[0].result == ERR_OK && c[1].result == other) ||
	       (c[0].result == other && c[1].result == ERR_OK);
}

static void two_chairs_open_one_question_and_close_it_once(void)
{
	struct matter m = matter_new(&a, 3, "resolve", NULL);

	for (int round = 0; round < ROUNDS; round++) {
		if (round > 0)
			matter_put(&m, "resolve", NULL);
		struct chair open[2] = { chair(&m, a.chair, act_open),
			                 chair(&m, a.second_chair, act_open) };

		both(open);
		CHECK(one_has(open, ERR_VOTE_OPEN_ALREADY));
		m.question = open[open[0].result != ERR_OK].matter.question;
		for (int i = 0; i < 3; i++)
			CHECK(matter_cast(&m, i, VOTE_YES) == ERR_OK);
		struct chair close[2] = { chair(&m, a.chair, act_close),
			                  chair(&m, a.second_chair, act_close) };

		both(close);
		CHECK(one_has(close, ERR_VOTE_CLOSED));
		CHECK(engine_count(&a.engine, "decision") == round + 1);
	}
	assembly_free(&a);
}

/* Either the session is closed and no question can be opened, or the open question keeps it open.
 */
static void a_session_is_not_closed_over_a_question_that_is_being_opened(void)
{
	struct matter m = matter_new(&a, 2, "resolve", NULL);

	for (int round = 0; round < ROUNDS; round++) {
		if (round > 0) {
			matter_convene(&m, 10 + round);
			matter_seat(&m);
			matter_put(&m, "resolve", NULL);
			CHECK(meeting_open(assembly_as(&a, a.chair), m.meeting.id) == ERR_OK);
		}
		struct chair c[2] = { chair(&m, a.chair, act_open),
			              chair(&m, a.second_chair, act_close_session) };

		both(c);
		CHECK((c[0].result == ERR_OK && c[1].result == ERR_VOTE_ANOTHER_OPEN) ||
		      (c[0].result == ERR_MEETING_CLOSED && c[1].result == ERR_OK));
	}
	assembly_free(&a);
}

int main(void)
{
	RUN(two_chairs_open_one_question_and_close_it_once);
	RUN(a_session_is_not_closed_over_a_question_that_is_being_opened);
	return TAP_DONE();
}
