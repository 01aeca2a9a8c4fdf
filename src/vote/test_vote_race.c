/* test_vote_race.c -- two connections at once: whoever comes second is told, and nothing counts
 * twice. */
#include "test/tap.h"
#include "vote/test_poll.h"
#include <pthread.h>

enum { ROUNDS = 12, VOTERS = 4 };

static struct assembly a;

/* One of those who act at once, on a connection of their own. */
struct actor {
	struct ctx ctx;
	struct poll poll;
	struct vote_cast cast;
	pthread_barrier_t *start;
	enum err (*act)(struct actor *);
	enum err result;
	pthread_t thread;
};

static enum err act_open(struct actor *x)
{
	return db_write(&x->ctx, poll_open_tx, &x->poll);
}

static enum err act_close(struct actor *x)
{
	return db_write(&x->ctx, poll_close_tx, &x->poll);
}

static enum err act_cast(struct actor *x)
{
	struct vote_receipt r;

	return vote_cast(&x->ctx, &x->cast, &r);
}

static void *run_actor(void *arg)
{
	struct actor *x = arg;

	pthread_barrier_wait(x->start);
	x->result = x->act(x);
	return NULL;
}

static void all_at_once(struct actor *x, int n)
{
	pthread_barrier_t start;

	MUST(pthread_barrier_init(&start, NULL, (unsigned)n) == 0);
	for (int i = 0; i < n; i++) {
		x[i].start = &start;
		MUST(pthread_create(&x[i].thread, NULL, run_actor, &x[i]) == 0);
	}
	for (int i = 0; i < n; i++)
		pthread_join(x[i].thread, NULL);
	pthread_barrier_destroy(&start);
}

static struct actor actor(const struct poll *p, account_id who, enum err (*act)(struct actor *))
{
	return (struct actor){ .ctx = assembly_connect(&a, who),
		               .poll = *p,
		               .act = act,
		               .cast = { .question = p->question } };
}

static void begin(void)
{
	a = (struct assembly){ .n = 0 };
	engine_new_with_writer(&a.engine);
	assembly_fill(&a, VOTERS);
}

static void leave(struct actor *x, int n)
{
	for (int i = 0; i < n; i++)
		assembly_disconnect(&x[i].ctx);
}

static void of_two_openings_one_stands(void)
{
	begin();
	for (int round = 0; round < ROUNDS; round++) {
		struct poll p = { .a = &a,
			          .rule = "simple",
			          .entitled = VOTERS,
			          .forum = 1 + round,
			          .matter = 1 };
		struct actor x[2] = { actor(&p, a.chair, act_open),
			              actor(&p, a.second_chair, act_open) };
		enum err other;

		x[1].poll.matter = round % 2 ? 1 : 2;
		all_at_once(x, 2);
		other = round % 2 ? ERR_VOTE_OPEN_ALREADY : ERR_VOTE_ANOTHER_OPEN;
		CHECK((x[0].result == ERR_OK && x[1].result == other) ||
		      (x[0].result == other && x[1].result == ERR_OK));
		leave(x, 2);
	}
	assembly_free(&a);
}

static void of_two_closes_one_counts(void)
{
	begin();
	for (int round = 0; round < ROUNDS; round++) {
		struct poll p = poll_new(&a, "simple", VOTERS);
		struct actor x[2] = { actor(&p, a.chair, act_close),
			              actor(&p, a.second_chair, act_close) };

		all_at_once(x, 2);
		CHECK((x[0].result == ERR_OK && x[1].result == ERR_VOTE_CLOSED) ||
		      (x[0].result == ERR_VOTE_CLOSED && x[1].result == ERR_OK));
		leave(x, 2);
	}
	assembly_free(&a);
}

/* What was acknowledged is counted, and what came too late was told so. */
static void a_vote_beside_the_close_counts_or_is_refused(void)
{
	begin();
	for (int round = 0; round < ROUNDS; round++) {
		struct poll p = poll_new(&a, "simple", VOTERS);
		struct actor x[VOTERS + 1];
		struct charter_outcome o;
		int64_t acknowledged = 0;

		for (int i = 0; i < VOTERS; i++) {
			x[i] = actor(&p, a.delegates[i], act_cast);
			x[i].cast.choice = VOTE_YES;
		}
		x[VOTERS] = actor(&p, a.chair, act_close);
		all_at_once(x, VOTERS + 1);
		for (int i = 0; i < VOTERS; i++) {
			CHECK(x[i].result == ERR_OK || x[i].result == ERR_VOTE_CLOSED);
			acknowledged += x[i].result == ERR_OK;
		}
		CHECK(x[VOTERS].result == ERR_OK);
		CHECK(vote_outcome(&a.engine.ctx, p.question, &o) == ERR_OK &&
		      o.count.yes == acknowledged && o.count.not_cast == VOTERS - acknowledged);
		leave(x, VOTERS + 1);
	}
	assembly_free(&a);
}

static void of_two_devices_one_is_told_to_look_again(void)
{
	begin();
	for (int round = 0; round < ROUNDS; round++) {
		struct poll p = poll_new(&a, "simple", VOTERS);
		struct actor x[2] = { actor(&p, a.delegates[1], act_cast),
			              actor(&p, a.delegates[1], act_cast) };
		struct vote_receipt r = { .revision = 0 };

		x[0].cast.choice = VOTE_YES;
		x[1].cast.choice = VOTE_NO;
		all_at_once(x, 2);
		CHECK((x[0].result == ERR_OK && x[1].result == ERR_VOTE_STALE) ||
		      (x[0].result == ERR_VOTE_STALE && x[1].result == ERR_OK));
		CHECK(vote_own(assembly_as(&a, a.delegates[1]), p.question, &r, NULL) == ERR_OK);
		CHECK(r.revision == 1 && r.choice == (x[0].result == ERR_OK ? VOTE_YES : VOTE_NO));
		CHECK(poll_close(&p) == ERR_OK);
		leave(x, 2);
	}
	assembly_free(&a);
}

int main(void)
{
	RUN(of_two_openings_one_stands);
	RUN(of_two_closes_one_counts);
	RUN(a_vote_beside_the_close_counts_or_is_refused);
	RUN(of_two_devices_one_is_told_to_look_again);
	return TAP_DONE();
}
