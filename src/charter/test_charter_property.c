/*
 * test_charter_property.c -- what holds of every rule and every count.
 *
 * Small bodies are tried exhaustively; large numbers by a fixed pseudo-random sequence against the
 * definition, written once more in 128-bit integers.
 */
#include "charter/charter.h"
#include "test/tap.h"

static const struct rational fractions[] = { { 0, 1 }, { 1, 3 }, { 2, 5 }, { 1, 2 }, { 11, 20 },
	                                     { 3, 5 }, { 2, 3 }, { 3, 4 }, { 4, 5 }, { 1, 1 } };
enum {
	FRACTIONS = COUNT_OF(fractions),
	BASES = CHARTER_BASE_VALID,
	RULES = BASES * FRACTIONS * 2 * 2,
	SMALL = 5
};

/* The nth of all rules with a majority alone: base, fraction, more than or at least, tie. */
static struct charter_rule rule_number(int n)
{
	struct charter_rule r = { 0 };

	r.majority.base = (enum charter_base)(1 + n % BASES);
	n /= BASES;
	r.majority.fraction = fractions[n % FRACTIONS];
	n /= FRACTIONS;
	r.majority.more_than = n % 2;
	r.tie = (enum charter_tie)(n / 2);
	return r;
}

static bool carries(const struct charter_rule *r, const struct charter_count *c)
{
	struct charter_outcome o;

	charter_decide(r, c, &o);
	return o.is_carried;
}

/* Run `check` on every count of a body of at most SMALL, under every rule and every chair's vote.
 */
static int64_t everywhere(bool (*check)(const struct charter_rule *, const struct charter_count *))
{
	enum { SIDE = SMALL + 1, COUNTS = SIDE * SIDE * SIDE * SIDE };
	int64_t failed = 0;

	for (int n = 0; n < RULES; n++) {
		struct charter_rule r = rule_number(n);

		for (int i = 0; i < COUNTS; i++) {
			struct charter_count c = { .yes = i % SIDE,
				                   .no = i / SIDE % SIDE,
				                   .abstain = i / (SIDE * SIDE) % SIDE,
				                   .not_cast = i / (SIDE * SIDE * SIDE) };

			c.members = c.present = c.yes + c.no + c.abstain + c.not_cast;
			c.chair_choice = i % 4;
			failed += !check(&r, &c);
		}
	}
	return failed;
}

/* --- a yes never harms --- */

static bool yes_never_harms(const struct charter_rule *r, const struct charter_count *c)
{
	if (!carries(r, c))
		return true;
	for (int side = 0; side < 3; side++) {
		struct charter_count d = *c;
		int64_t *from = side == 0 ? &d.no : side == 1 ? &d.abstain : &d.not_cast;

		if (*from == 0)
			continue;
		--*from;
		d.yes++;
		if (!carries(r, &d))
			return false;
	}
	return true;
}

static void one_more_yes_never_loses_a_vote(void)
{
	CHECK(everywhere(yes_never_harms) == 0);
}

/* --- needed is exact --- */

/* Fill the same base with every possible number of yes: it is carried from `needed` on. */
static bool needed_is_the_least(const struct charter_rule *r, const struct charter_count *c)
{
	struct charter_outcome o;

	charter_decide(r, c, &o);
	for (int64_t yes = 0; yes <= o.base; yes++) {
		struct charter_count d = *c;

		d.yes = yes;
		d.no = o.base - yes;
		d.chair_choice = 0;
		if (o.majority.base != CHARTER_BASE_VALID)
			d.abstain = 0;
		if (o.majority.base != CHARTER_BASE_VALID && o.majority.base != CHARTER_BASE_CAST)
			d.not_cast = 0;
		if (carries(r, &d) != (yes >= o.needed))
			return false;
	}
	return true;
}

static void needed_is_the_least_yes_that_carries(void)
{
	CHECK(everywhere(needed_is_the_least) == 0);
}

/* --- what is still needed --- */

static bool would_carry(const struct charter_rule *r, const struct charter_count *c, int64_t yes,
                        int64_t no)
{
	struct charter_count d = *c;

	d.yes += yes;
	d.no += no;
	d.not_cast -= yes + no;
	return carries(r, &d);
}

/* Against counting up, vote by vote. */
static bool need_is_exact(const struct charter_rule *r, const struct charter_count *c)
{
	struct charter_need need;
	int64_t least = -1, surely = -1;

	charter_need(r, c, &need);
	for (int64_t yes = c->not_cast; yes >= 0; yes--) {
		if (would_carry(r, c, yes, 0))
			least = yes;
		if (would_carry(r, c, yes, c->not_cast - yes))
			surely = yes;
	}
	return need.has_quorum && need.least == least && need.surely == surely;
}

static void what_is_still_needed_is_exact(void)
{
	CHECK(everywhere(need_is_exact) == 0);
}

static void without_quorum_no_votes_suffice(void)
{
	struct charter_rule r = { .majority = { CHARTER_BASE_VALID, { 1, 2 }, true },
		                  .quorum = { CHARTER_BASE_MEMBERS, { 1, 2 }, true } };
	struct charter_count c = { .not_cast = 10, .members = 71, .present = 10 };
	struct charter_need need;

	charter_need(&r, &c, &need);
	CHECK(!need.has_quorum && need.least == -1 && need.surely == -1);
}

/* --- large numbers, in other arithmetic --- */

/* xorshift64 (Marsaglia 2003): the same sequence in every run. */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static struct charter_count large_count(uint64_t *state)
{
	/* Equal parts now and then, so that the edges are met and not only passed. */
	int64_t part[4], unit = (int64_t)(next_random(state) % 20000000);

	for (int i = 0; i < 4; i++)
		part[i] = next_random(state) % 2 ? unit * (int64_t)(next_random(state) % 13)
		                                 : (int64_t)(next_random(state) % 250000000);
	return (struct charter_count){ .yes = part[0],
		                       .no = part[1],
		                       .abstain = part[2],
		                       .not_cast = part[3],
		                       .members = part[0] + part[1] + part[2] + part[3],
		                       .present = part[0] + part[1] + part[2] };
}

static bool by_definition(const struct charter_rule *r, const struct charter_count *c)
{
	const int64_t base[] = { 0,
		                 c->members,
		                 c->yes + c->no + c->abstain + c->not_cast,
		                 c->present,
		                 c->yes + c->no + c->abstain,
		                 c->yes + c->no };
	__int128 yes = (__int128)c->yes * r->majority.fraction.den;
	__int128 asked = (__int128)base[r->majority.base] * r->majority.fraction.num;

	return c->yes > 0 && (r->majority.more_than ? yes > asked : yes >= asked);
}

static void large_numbers_are_exact(void)
{
	uint64_t state = 20141022;
	int wrong = 0, carried = 0;

	for (int i = 0; i < 50000; i++) {
		struct charter_rule r = rule_number((int)(next_random(&state) % (RULES / 2)));
		struct charter_count c = large_count(&state);

		if (c.members > 1000000000)
			continue;
		wrong += carries(&r, &c) != by_definition(&r, &c);
		carried += carries(&r, &c);
	}
	CHECK(wrong == 0);
	CHECK(carried > 5000 && carried < 45000);
}

/* Nothing is rounded: a body a million times as large decides alike. */
static bool scale_changes_nothing(const struct charter_rule *r, const struct charter_count *c)
{
	const int64_t k = 1000000;
	struct charter_count d = *c;

	d.yes *= k;
	d.no *= k;
	d.abstain *= k;
	d.not_cast *= k;
	d.members *= k;
	d.present *= k;
	return carries(r, c) == carries(r, &d);
}

static void nothing_is_rounded(void)
{
	CHECK(everywhere(scale_changes_nothing) == 0);
}

/* --- order --- */

struct ballot {
	int choice; /* 0 none, 1 yes, 2 no, 3 abstain */
	int64_t weight;
};

static void count_ballot(struct charter_count *c, const struct ballot *b)
{
	int64_t *heads[] = { &c->not_cast, &c->yes, &c->no, &c->abstain };
	int64_t *weights[] = { &c->weight_not_cast, &c->weight_yes, &c->weight_no,
		               &c->weight_abstain };

	++*heads[b->choice];
	*weights[b->choice] += b->weight;
	c->members++;
	c->member_weight += b->weight;
	c->present += b->choice != 0;
	c->present_weight += b->choice != 0 ? b->weight : 0;
}

static struct charter_outcome outcome_of(const struct charter_rule *r, const struct ballot *b,
                                         int n)
{
	struct charter_count c = { 0 };
	struct charter_outcome o;

	for (int i = 0; i < n; i++)
		count_ballot(&c, &b[i]);
	charter_decide(r, &c, &o);
	return o;
}

static bool are_alike(const struct charter_outcome *a, const struct charter_outcome *b)
{
	return a->is_carried == b->is_carried && a->reason == b->reason && a->base == b->base &&
	       a->needed == b->needed && a->weight_base == b->weight_base &&
	       a->weight_needed == b->weight_needed && a->opponents == b->opponents &&
	       a->quorum_needed == b->quorum_needed;
}

static void the_order_of_votes_changes_nothing(void)
{
	enum { VOTERS = 71 };
	struct charter_rule r = { .majority = { CHARTER_BASE_CAST, { 2, 3 }, false },
		                  .quorum = { CHARTER_BASE_MEMBERS, { 1, 2 }, true },
		                  .weight = { CHARTER_BASE_VALID, { 1, 2 }, true },
		                  .blocking = 3 };
	struct ballot roll[VOTERS];
	uint64_t state = 19960912;
	int wrong = 0;

	for (int round = 0; round < 200; round++) {
		struct charter_outcome before, after;

		for (int i = 0; i < VOTERS; i++)
			roll[i] = (struct ballot){ (int)(next_random(&state) % 4),
				                   (int64_t)(next_random(&state) % 1000) };
		before = outcome_of(&r, roll, VOTERS);
		for (int i = VOTERS - 1; i > 0; i--) {
			int j = (int)(next_random(&state) % (uint64_t)(i + 1));
			struct ballot b = roll[i];

			roll[i] = roll[j];
			roll[j] = b;
		}
		after = outcome_of(&r, roll, VOTERS);
		wrong += !are_alike(&before, &after);
	}
	CHECK(wrong == 0);
}

int main(void)
{
	RUN(one_more_yes_never_loses_a_vote);
	RUN(needed_is_the_least_yes_that_carries);
	RUN(what_is_still_needed_is_exact);
	RUN(without_quorum_no_votes_suffice);
	RUN(large_numbers_are_exact);
	RUN(nothing_is_rounded);
	RUN(the_order_of_votes_changes_nothing);
	return TAP_DONE();
}
