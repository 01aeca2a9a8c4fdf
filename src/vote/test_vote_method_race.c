/* test_vote_method_race.c -- two desks, a cancel, an objection and a declaration at once: one of
 * the interleavings happens, and each leaves things whole. */
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
	struct vote_hands hands;
	pthread_barrier_t *start;
	enum err (*act)(struct actor *);
	enum err result;
	pthread_t thread;
};

static enum err act_close(struct actor *x)
{
	return db_write(&x->ctx, poll_close_tx, &x->poll);
}

static enum err act_cancel(struct actor *x)
{
	return db_write(&x->ctx, poll_cancel_tx, &x->poll);
}

static enum err act_cast(struct actor *x)
{
	struct vote_receipt r;

	return vote_cast(&x->ctx, &x->cast, &r);
}

static enum err act_enter(struct actor *x)
{
	struct vote_receipt r;

	return vote_enter(&x->ctx, &x->cast, &r);
}

static enum err act_count(struct actor *x)
{
	struct vote_tellers t;

	return vote_count(&x->ctx, x->poll.question, &x->hands, &t);
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
	for (int i = 0; i < n; i++) {
		pthread_join(x[i].thread, NULL);
		assembly_disconnect(&x[i].ctx);
	}
	pthread_barrier_destroy(&start);
}

static struct actor actor(const struct poll *p, account_id who, enum err (*act)(struct actor *))
{
	return (struct actor){ .ctx = assembly_connect(&a, who),
		               .poll = *p,
		               .act = act,
		               .cast = { .question = p->question, .choice = VOTE_YES } };
}

static void begin(void)
{
	a = (struct assembly){ .n = 0 };
	engine_new_with_writer(&a.engine);
	assembly_fill(&a, VOTERS);
}

static struct poll round_of(int round, enum vote_method method)
{
	struct poll p = { .a = &a,
		          .rule = "simple",
		          .entitled = VOTERS,
		          .forum = 1 + round,
		          .matter = 1 + round,
		          .method = method };

	MUST(poll_open(&p) == ERR_OK);
	return p;
}

static struct vote_question question(const struct poll *p)
{
	struct vote_question q = { .id = { 0 } };

	CHECK(vote_get(&a.engine.ctx, p->question, &q) == ERR_OK);
	return q;
}

/* Whatever came before the cancel is destroyed with the rest, whatever came after is refused. */
static void a_vote_beside_the_cancel_is_destroyed_or_refused(void)
{
	begin();
	for (int round = 0; round < ROUNDS; round++) {
		struct poll p = round_of(round, VOTE_ROLL_CALL);
		struct actor x[] = { actor(&p, a.delegates[0], act_cast),
			             actor(&p, a.delegates[1], act_cast),
			             actor(&p, a.chair, act_cancel) };

		all_at_once(x, 3);
		CHECK(x[2].result == ERR_OK);
		for (int i = 0; i < 2; i++)
			CHECK(x[i].result == ERR_OK || x[i].result == ERR_VOTE_CANCELLED);
		CHECK(engine_count(&a.engine, "vote_ballot") == 0 &&
		      question(&p).state == VOTE_STATE_CANCELLED);
	}
	assembly_free(&a);
}

static void of_close_and_cancel_one_happens(void)
{
	begin();
	for (int round = 0; round < ROUNDS; round++) {
		struct poll p = round_of(round, VOTE_ROLL_CALL);
		struct actor x[] = { actor(&p, a.chair, act_close),
			             actor(&p, a.second_chair, act_cancel) };
		struct charter_outcome o;
		bool closed;

		all_at_once(x, 2);
		closed = x[0].result == ERR_OK;
		CHECK(closed ? x[1].result == ERR_VOTE_CLOSED
		             : x[0].result == ERR_VOTE_CANCELLED && x[1].result == ERR_OK);
		CHECK((vote_outcome(&a.engine.ctx, p.question, &o) == ERR_OK) == closed);
	}
	assembly_free(&a);
}

/* The delegate's own vote stands in the end, whoever came first. */
static void the_delegates_own_vote_stands_beside_the_desks(void)
{
	begin();
	for (int round = 0; round < ROUNDS; round++) {
		struct poll p = round_of(round, VOTE_ROLL_CALL);
		struct actor x[] = { actor(&p, a.delegates[1], act_cast),
			             actor(&p, a.secretariat, act_enter) };
		struct vote_receipt r;

		x[0].cast.revision = -1;
		x[0].cast.choice = VOTE_NO;
		x[1].cast.government = a.members[1];
		all_at_once(x, 2);
		CHECK(x[0].result == ERR_OK);
		CHECK(x[1].result == ERR_OK || x[1].result == ERR_VOTE_OWN_DEVICE);
		CHECK(vote_own(assembly_as(&a, a.delegates[1]), p.question, &r, NULL) == ERR_OK &&
		      r.choice == VOTE_NO && r.entered_by.v == 0 &&
		      r.revision == 1 + (x[1].result == ERR_OK));
	}
	assembly_free(&a);
}

static void of_two_desks_one_is_told_to_look_again(void)
{
	begin();
	for (int round = 0; round < ROUNDS; round++) {
		struct poll p = round_of(round, VOTE_ROLL_CALL);
		struct actor x[] = { actor(&p, a.secretariat, act_enter),
			             actor(&p, a.operator, act_enter) };

		x[0].cast.government = x[1].cast.government = a.members[2];
		x[1].cast.choice = VOTE_NO;
		all_at_once(x, 2);
		CHECK((x[0].result == ERR_OK && x[1].result == ERR_VOTE_DESK_STALE) ||
		      (x[0].result == ERR_VOTE_DESK_STALE && x[1].result == ERR_OK));
		CHECK(question(&p).received == 1);
	}
	assembly_free(&a);
}

/* Either it is declared and the objection comes too late, or the objection stands in its way. */
static void an_objection_beside_the_declaration_is_heard_or_late(void)
{
	begin();
	for (int round = 0; round < ROUNDS; round++) {
		struct poll p = round_of(round, VOTE_CONSENSUS);
		struct actor x[2];
		struct charter_outcome o;

		a.engine.ctx.now.us += INT64_C(60000000);
		x[0] = actor(&p, a.delegates[3], act_cast);
		x[0].cast = (struct vote_cast){ .question = p.question,
			                        .choice = VOTE_NO,
			                        .is_answer = true };
		x[1] = actor(&p, a.chair, act_close);
		all_at_once(x, 2);
		CHECK((x[0].result == ERR_OK && x[1].result == ERR_VOTE_CLOSED) ||
		      (x[0].result == ERR_VOTE_CLOSED && x[1].result == ERR_OK));
		CHECK(vote_outcome(&a.engine.ctx, p.question, &o) == ERR_OK &&
		      o.is_carried == (x[1].result == ERR_OK));
	}
	assembly_free(&a);
}

static void of_two_objections_one_ends_it(void)
{
	begin();
	for (int round = 0; round < ROUNDS; round++) {
		struct poll p = round_of(round, VOTE_CONSENSUS);
		struct actor x[2];
		struct charter_outcome o;

		for (int i = 0; i < 2; i++) {
			x[i] = actor(&p, a.delegates[i], act_cast);
			x[i].cast.choice = VOTE_NO;
			x[i].cast.is_answer = true;
		}
		all_at_once(x, 2);
		CHECK((x[0].result == ERR_OK && x[1].result == ERR_VOTE_CLOSED) ||
		      (x[0].result == ERR_VOTE_CLOSED && x[1].result == ERR_OK));
		CHECK(vote_outcome(&a.engine.ctx, p.question, &o) == ERR_OK && o.count.no == 1);
	}
	assembly_free(&a);
}

/* Two counts of one round are kept, a third teller's is refused or begins the next round. */
static void two_tellers_at_once_agree_or_count_again(void)
{
	begin();
	for (int round = 0; round < ROUNDS; round++) {
		struct poll p = round_of(round, VOTE_HANDS);
		struct actor x[] = { actor(&p, a.secretariat, act_count),
			             actor(&p, a.auditor, act_count) };
		struct vote_tellers t;

		x[0].hands = (struct vote_hands){ 2, 1, 1 };
		x[1].hands = (struct vote_hands){ 2, round % 2, 1 };
		all_at_once(x, 2);
		CHECK(x[0].result == ERR_OK && x[1].result == ERR_OK);
		CHECK(vote_tellers(assembly_as(&a, a.chair), p.question, &t) == ERR_OK);
		CHECK(t.is_agreed == (round % 2 == 1) && t.has_differed == (round % 2 == 0));
	}
	assembly_free(&a);
}

int main(void)
{
	RUN(a_vote_beside_the_cancel_is_destroyed_or_refused);
	RUN(of_close_and_cancel_one_happens);
	RUN(the_delegates_own_vote_stands_beside_the_desks);
	RUN(of_two_desks_one_is_told_to_look_again);
	RUN(an_objection_beside_the_declaration_is_heard_or_late);
	RUN(of_two_objections_one_ends_it);
	RUN(two_tellers_at_once_agree_or_count_again);
	return TAP_DONE();
}
