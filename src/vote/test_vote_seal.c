/* test_vote_seal.c -- while a question is open nobody reads from the database how anybody votes. */
#include "audit/audit.h"
#include "base/str.h"
#include "test/tap.h"
#include "vote/internal.h"
#include "vote/test_poll.h"

enum { LIMIT = 10 };

static struct assembly a;

struct ballot {
	int64_t choice;
	struct str salt, sealed;
};

/* The ballots as they lie, in the order of the governments. */
static int ballots(struct ballot *ret)
{
	static const enum db_type cols[] = { DB_INT, DB_BLOB, DB_BLOB };
	static const struct db_stmt all = {
		.name = "test.ballots",
		.sqlite = "SELECT choice, salt, sealed FROM vote_ballot"
			  " ORDER BY question_id, government_id",
		.postgres = "SELECT choice, salt, sealed FROM vote_ballot"
			    " ORDER BY question_id, government_id",
		.ncols = 3,
		.cols = cols,
	};
	struct db_val *rows;
	int n;

	MUST(db_run(&a.engine.ctx, &all, NULL, LIMIT, &rows, &n, NULL) == ERR_OK);
	for (int i = 0; i < n; i++)
		ret[i] = (struct ballot){ rows[3 * i].i, rows[3 * i + 1].s, rows[3 * i + 2].s };
	return n;
}

static const char secret[] = "0123456789abcdef0123456789abcdef";

static struct poll begin(const char *rule)
{
	assembly_new(&a, 4);
	a.engine.ctx.secret = str_of(secret);
	return poll_new(&a, rule, 4);
}

static void votes_are_sealed_until_the_close(void)
{
	struct poll p = begin("simple");
	struct vote_receipt own;
	struct ballot b[LIMIT];

	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK && poll_cast(&p, 1, VOTE_YES) == ERR_OK);
	CHECK(poll_cast(&p, 2, VOTE_NO) == ERR_OK);
	CHECK(ballots(b) == 3);
	for (int i = 0; i < 3; i++)
		CHECK(b[i].choice == 0 && b[i].salt.n == 0 && b[i].sealed.n == VOTE_SEALED_BYTES);
	CHECK(!str_eq(b[0].sealed, b[1].sealed));
	/* The voter reads their own, and the same again is no change. */
	assembly_as(&a, a.delegates[2]);
	CHECK(vote_own(&a.engine.ctx, p.question, &own, NULL) == ERR_OK && own.choice == VOTE_NO);
	CHECK(poll_cast(&p, 2, VOTE_NO) == ERR_OK);
	CHECK(poll_cast(&p, 1, VOTE_ABSTAIN) == ERR_OK);
	CHECK(poll_close(&p) == ERR_OK);
	CHECK(p.outcome.count.yes == 1 && p.outcome.count.no == 1 && p.outcome.count.abstain == 1 &&
	      p.outcome.count.not_cast == 1);
	CHECK(ballots(b) == 3);
	CHECK(b[0].choice == VOTE_YES && b[1].choice == VOTE_ABSTAIN && b[2].choice == VOTE_NO);
	for (int i = 0; i < 3; i++)
		CHECK(b[i].salt.n == VOTE_SALT_BYTES && !b[i].sealed.p);
	assembly_free(&a);
}

static void another_secret_opens_nothing_and_counts_nothing(void)
{
	struct poll p = begin("simple");
	struct vote_receipt own;
	uint64_t before;

	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK);
	before = engine_fingerprint(&a.engine);
	a.engine.ctx.secret = S("fedcba9876543210fedcba9876543210");
	assembly_as(&a, a.delegates[0]);
	CHECK(vote_own(&a.engine.ctx, p.question, &own, NULL) == ERR_OK &&
	      own.choice == VOTE_NONE && own.revision == 1);
	CHECK(poll_close(&p) == ERR_VOTE_SEALED);
	CHECK(engine_fingerprint(&a.engine) == before);
	a.engine.ctx.secret = str_of(secret);
	CHECK(poll_close(&p) == ERR_OK && p.outcome.count.yes == 1);
	assembly_free(&a);
}

static void what_cannot_be_read_cannot_be_changed_either(void)
{
	struct poll p = begin("final");

	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK);
	a.engine.ctx.secret = S("fedcba9876543210fedcba9876543210");
	CHECK(poll_cast(&p, 0, VOTE_NO) == ERR_VOTE_CAST_ALREADY);
	CHECK(poll_cast(&p, 1, VOTE_NO) == ERR_OK);
	assembly_free(&a);
}

static void a_question_of_which_the_key_is_lost_is_cancelled(void)
{
	struct poll p = begin("simple");

	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK);
	a.engine.ctx.secret = S("fedcba9876543210fedcba9876543210");
	CHECK(poll_cancel(&p) == ERR_OK && engine_count(&a.engine, "vote_ballot") == 0);
	assembly_free(&a);
}

static void a_box_opens_in_its_own_place_alone(void)
{
	struct poll p = begin("simple");

	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK && poll_cast(&p, 1, VOTE_NO) == ERR_OK);
	engine_exec(&a.engine, "UPDATE vote_ballot SET sealed = (SELECT o.sealed FROM vote_ballot o"
	                       " WHERE o.question_id = vote_ballot.question_id"
	                       " AND o.government_id <> vote_ballot.government_id)");
	CHECK(poll_close(&p) == ERR_VOTE_SEALED);
	assembly_free(&a);
}

static void a_vote_of_before_there_were_seals_counts(void)
{
	struct poll p = begin("simple");

	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK);
	engine_exec(&a.engine, "UPDATE vote_ballot SET sealed = NULL, choice = 2");
	CHECK(poll_cast(&p, 1, VOTE_YES) == ERR_OK);
	CHECK(poll_close(&p) == ERR_OK && p.outcome.count.yes == 1 && p.outcome.count.no == 1);
	assembly_free(&a);
}

static int faults(struct str *ret)
{
	struct sbuf out = { .arena = a.engine.ctx.arena };
	struct audit_faults f = { .out = &out };

	CHECK(vote_verify(&a.engine.ctx, &f) == ERR_OK);
	*ret = sbuf_done(&out);
	return (int)f.n;
}

static void sealed_votes_are_held_against_the_log(void)
{
	struct poll p = begin("simple");
	struct str said;

	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK && poll_cast(&p, 1, VOTE_NO) == ERR_OK);
	CHECK(faults(&said) == 0);
	/* As in a backup, which has no secret beside it. */
	a.engine.ctx.secret = (struct str){ 0 };
	CHECK(faults(&said) == 0);
	a.engine.ctx.secret = S("fedcba9876543210fedcba9876543210");
	CHECK(faults(&said) == 2);
	a.engine.ctx.secret = str_of(secret);
	engine_exec(&a.engine, "UPDATE vote_ballot SET sealed = NULL, choice = 2");
	CHECK(faults(&said) == 2 && strstr(said.p, "is not the one that was cast"));
	assembly_free(&a);
}

int main(void)
{
	RUN(votes_are_sealed_until_the_close);
	RUN(another_secret_opens_nothing_and_counts_nothing);
	RUN(what_cannot_be_read_cannot_be_changed_either);
	RUN(a_question_of_which_the_key_is_lost_is_cancelled);
	RUN(a_box_opens_in_its_own_place_alone);
	RUN(a_vote_of_before_there_were_seals_counts);
	RUN(sealed_votes_are_held_against_the_log);
	return TAP_DONE();
}
