/* test_charter_decide.c -- the arithmetic of decisions against tables of cases. */
#include "charter/charter.h"
#include "test/tap.h"

/* clang-format off */
#define MORE_THAN(b, n, d) { CHARTER_BASE_##b, { (n), (d) }, true }
#define AT_LEAST(b, n, d)  { CHARTER_BASE_##b, { (n), (d) }, false }
/* clang-format on */

/* Everybody entitled is present and a member, unless a case says otherwise. */
static struct charter_count count_of(int64_t yes, int64_t no, int64_t abstain, int64_t not_cast)
{
	int64_t all = yes + no + abstain + not_cast;

	return (struct charter_count){ .yes = yes,
		                       .no = no,
		                       .abstain = abstain,
		                       .not_cast = not_cast,
		                       .members = all,
		                       .present = all };
}

static struct charter_outcome decide(const struct charter_rule *r, struct charter_count c)
{
	struct charter_outcome o;

	charter_decide(r, &c, &o);
	return o;
}

struct majority_case {
	struct charter_majority majority;
	int64_t yes, no, abstain, not_cast;
	int64_t base, needed;
	enum charter_reason reason;
};

static const struct majority_case majority_cases[] = {
	/* Nothing carries nothing, whatever the rule. */
	{ MORE_THAN(VALID, 1, 2), 0, 0, 0, 71, 0, 1, CHARTER_NO_VOTES },
	{ AT_LEAST(VALID, 1, 2), 0, 0, 0, 71, 0, 1, CHARTER_NO_VOTES },
	{ AT_LEAST(VALID, 0, 1), 0, 0, 0, 71, 0, 1, CHARTER_NO_VOTES },
	{ AT_LEAST(CAST, 0, 1), 0, 5, 5, 0, 10, 1, CHARTER_NO_VOTES },
	{ AT_LEAST(VALID, 0, 1), 1, 70, 0, 0, 71, 1, CHARTER_CARRIED },
	{ MORE_THAN(VALID, 0, 1), 1, 70, 0, 0, 71, 1, CHARTER_CARRIED },
	{ AT_LEAST(VALID, 1, 1), 0, 0, 71, 0, 0, 1, CHARTER_NO_VOTES },
	{ MORE_THAN(MEMBERS, 1, 2), 0, 0, 0, 0, 0, 1, CHARTER_NO_VOTES },

	/* All abstain, or all but one: an abstention counts for nothing, or works like a no. */
	{ MORE_THAN(VALID, 1, 2), 0, 0, 62, 0, 0, 1, CHARTER_NO_VOTES },
	{ MORE_THAN(CAST, 1, 2), 0, 0, 62, 0, 62, 32, CHARTER_NO_VOTES },
	{ MORE_THAN(VALID, 1, 2), 1, 0, 61, 0, 1, 1, CHARTER_CARRIED },
	{ MORE_THAN(CAST, 1, 2), 1, 0, 61, 0, 62, 32, CHARTER_TOO_FEW },
	{ AT_LEAST(VALID, 1, 1), 1, 0, 61, 0, 1, 1, CHARTER_CARRIED },
	{ AT_LEAST(CAST, 1, 1), 61, 0, 1, 0, 62, 62, CHARTER_TOO_FEW },

	/* Exactly one half: enough for "at least", not for "more than". */
	{ MORE_THAN(VALID, 1, 2), 31, 31, 0, 9, 62, 32, CHARTER_TIE_LOST },
	{ AT_LEAST(VALID, 1, 2), 31, 31, 0, 9, 62, 31, CHARTER_CARRIED },
	{ MORE_THAN(VALID, 1, 2), 32, 31, 0, 8, 63, 32, CHARTER_CARRIED },
	{ MORE_THAN(MEMBERS, 1, 2), 35, 0, 0, 36, 71, 36, CHARTER_TOO_FEW },
	{ MORE_THAN(MEMBERS, 1, 2), 36, 35, 0, 0, 71, 36, CHARTER_CARRIED },
	{ MORE_THAN(ENTITLED, 1, 2), 31, 31, 0, 0, 62, 32, CHARTER_TOO_FEW },
	{ MORE_THAN(CAST, 1, 2), 31, 31, 0, 9, 62, 32, CHARTER_TIE_LOST },
	/* Equal votes beside abstentions that work like a no: one vote more would not carry it. */
	{ MORE_THAN(CAST, 1, 2), 30, 30, 2, 9, 62, 32, CHARTER_TOO_FEW },
	/* Half of those cast, but not as many no as yes. */
	{ MORE_THAN(CAST, 1, 2), 31, 29, 2, 9, 62, 32, CHARTER_TOO_FEW },
	{ MORE_THAN(VALID, 2, 4), 1, 1, 0, 0, 2, 2, CHARTER_TIE_LOST },

	/* Exactly two thirds. */
	{ AT_LEAST(VALID, 2, 3), 2, 1, 0, 0, 3, 2, CHARTER_CARRIED },
	{ MORE_THAN(VALID, 2, 3), 2, 1, 0, 0, 3, 3, CHARTER_TOO_FEW },
	{ AT_LEAST(VALID, 2, 3), 4, 2, 0, 0, 6, 4, CHARTER_CARRIED },
	{ AT_LEAST(VALID, 2, 3), 3, 3, 0, 0, 6, 4, CHARTER_TOO_FEW },
	{ MORE_THAN(VALID, 2, 3), 4, 2, 0, 0, 6, 5, CHARTER_TOO_FEW },
	/* 2/3 of 62 is 41.33 and of 71 is 47.33. */
	{ AT_LEAST(VALID, 2, 3), 41, 21, 0, 0, 62, 42, CHARTER_TOO_FEW },
	{ AT_LEAST(VALID, 2, 3), 42, 20, 0, 0, 62, 42, CHARTER_CARRIED },
	{ MORE_THAN(VALID, 2, 3), 42, 20, 0, 0, 62, 42, CHARTER_CARRIED },
	{ AT_LEAST(CAST, 2, 3), 47, 0, 24, 0, 71, 48, CHARTER_TOO_FEW },
	{ AT_LEAST(CAST, 2, 3), 48, 0, 23, 0, 71, 48, CHARTER_CARRIED },
	{ AT_LEAST(MEMBERS, 2, 3), 47, 0, 0, 24, 71, 48, CHARTER_TOO_FEW },

	/* Unanimity: of those who voted for or against, or of all. */
	{ AT_LEAST(VALID, 1, 1), 50, 0, 12, 9, 50, 50, CHARTER_CARRIED },
	{ AT_LEAST(VALID, 1, 1), 50, 1, 11, 9, 51, 51, CHARTER_TOO_FEW },
	{ AT_LEAST(MEMBERS, 1, 1), 70, 0, 0, 1, 71, 71, CHARTER_TOO_FEW },
	{ AT_LEAST(MEMBERS, 1, 1), 71, 0, 0, 0, 71, 71, CHARTER_CARRIED },

	/* The largest numbers that may be asked. */
	{ MORE_THAN(VALID, 1, 2), 500000000, 500000000, 0, 0, 1000000000, 500000001,
	  CHARTER_TIE_LOST },
	{ AT_LEAST(VALID, 999999999, 1000000000), 999999999, 1, 0, 0, 1000000000, 999999999,
	  CHARTER_CARRIED },
	{ MORE_THAN(VALID, 999999999, 1000000000), 999999999, 1, 0, 0, 1000000000, 1000000000,
	  CHARTER_TOO_FEW },
};

static void majorities_are_exact(void)
{
	for (size_t i = 0; i < COUNT_OF(majority_cases); i++) {
		const struct majority_case *c = &majority_cases[i];
		struct charter_rule r = { .majority = c->majority };
		struct charter_outcome o = decide(&r,
		                                  count_of(c->yes, c->no, c->abstain, c->not_cast));
		bool right = o.base == c->base && o.needed == c->needed && o.reason == c->reason &&
		             o.is_carried == (c->reason == CHARTER_CARRIED);

		CHECK(right);
		if (!right)
			printf("# case %zu: base %" PRId64 ", needed %" PRId64 ", reason %d\n", i,
			       o.base, o.needed, o.reason);
	}
}

static void present_counts_only_those_present(void)
{
	struct charter_rule r = { .majority = MORE_THAN(PRESENT, 1, 2) };
	struct charter_count c = count_of(25, 5, 10, 22);

	c.present = 50;
	CHECK(decide(&r, c).base == 50 && decide(&r, c).needed == 26);
	CHECK(decide(&r, c).reason == CHARTER_TOO_FEW);
	c.present = 49;
	CHECK(decide(&r, c).reason == CHARTER_CARRIED);
}

/* --- ties --- */

static void a_tie_is_the_chairs_where_the_rule_says_so(void)
{
	struct charter_rule r = { .majority = MORE_THAN(VALID, 1, 2), .tie = CHARTER_TIE_CHAIR };
	struct charter_count c = count_of(20, 20, 5, 26);

	for (c.chair_choice = 0; c.chair_choice <= 3; c.chair_choice++) {
		struct charter_outcome o = decide(&r, c);

		CHECK(o.reason == (c.chair_choice == 1 ? CHARTER_TIE_WON : CHARTER_TIE_LOST));
		CHECK(o.is_carried == (c.chair_choice == 1));
	}
	r.tie = CHARTER_TIE_REJECTED;
	c.chair_choice = 1;
	CHECK(decide(&r, c).reason == CHARTER_TIE_LOST);
}

static void the_chair_does_not_replace_a_larger_majority(void)
{
	struct charter_rule r = { .majority = AT_LEAST(VALID, 2, 3), .tie = CHARTER_TIE_CHAIR };
	struct charter_count c = count_of(1, 1, 0, 0);

	c.chair_choice = 1;
	CHECK(decide(&r, c).reason == CHARTER_TOO_FEW);
	r.majority = (struct charter_majority)MORE_THAN(CAST, 1, 2);
	c = count_of(3, 3, 1, 0);
	c.chair_choice = 1;
	CHECK(decide(&r, c).reason == CHARTER_TOO_FEW);
	c = count_of(0, 0, 0, 5); /* 0:0 is no tie to decide */
	c.chair_choice = 1;
	CHECK(decide(&r, c).reason == CHARTER_NO_VOTES);
}

/* --- quorum --- */

static const struct quorum_case {
	struct charter_majority quorum;
	int64_t members, present, quorum_base, quorum_needed;
	bool reached;
} quorum_cases[] = {
	{ { .base = CHARTER_BASE_NONE }, 71, 1, 0, 0, true },
	{ MORE_THAN(MEMBERS, 1, 2), 71, 35, 71, 36, false }, /* one short */
	{ MORE_THAN(MEMBERS, 1, 2), 71, 36, 71, 36, true },  /* exactly reached */
	{ MORE_THAN(MEMBERS, 1, 2), 70, 35, 70, 36, false }, /* exactly half is not more */
	{ AT_LEAST(MEMBERS, 1, 2), 70, 35, 70, 35, true },
	{ AT_LEAST(MEMBERS, 2, 3), 71, 47, 71, 48, false },
	{ AT_LEAST(MEMBERS, 2, 3), 71, 48, 71, 48, true },
	{ AT_LEAST(ENTITLED, 1, 2), 71, 29, 60, 30, false }, /* 60 are on the roll */
	{ AT_LEAST(ENTITLED, 1, 2), 71, 30, 60, 30, true },
	{ AT_LEAST(MEMBERS, 0, 1), 71, 0, 71, 0, true },
};

static void the_quorum_is_counted_on_those_present(void)
{
	for (size_t i = 0; i < COUNT_OF(quorum_cases); i++) {
		const struct quorum_case *q = &quorum_cases[i];
		struct charter_rule r = { .majority = MORE_THAN(VALID, 1, 2), .quorum = q->quorum };
		struct charter_count c = count_of(60, 0, 0, 0);
		struct charter_outcome o;

		c.members = q->members;
		c.present = q->present;
		o = decide(&r, c);
		CHECK(o.quorum_base == q->quorum_base && o.quorum_needed == q->quorum_needed);
		CHECK(o.quorum_present == q->present && o.is_carried == q->reached);
		CHECK(o.reason == (q->reached ? CHARTER_CARRIED : CHARTER_NO_QUORUM));
	}
}

static void without_quorum_nothing_else_is_asked(void)
{
	struct charter_rule r = { .majority = MORE_THAN(VALID, 1, 2),
		                  .quorum = MORE_THAN(MEMBERS, 1, 2) };
	struct charter_count c = count_of(0, 0, 0, 10);

	c.members = 71;
	CHECK(decide(&r, c).reason == CHARTER_NO_QUORUM);
	c = count_of(5, 5, 0, 0);
	c.members = 71;
	CHECK(decide(&r, c).reason == CHARTER_NO_QUORUM);
}

/* --- weights --- */

static void weights_may_stand_above_heads(void)
{
	struct charter_rule r = { .majority = MORE_THAN(VALID, 1, 2),
		                  .weight = AT_LEAST(VALID, 2, 3) };
	struct charter_count c = count_of(60, 2, 0, 0);

	c.weight_yes = 60;
	c.weight_no = 31; /* two heavy opponents: 60.67 of 91 are needed */
	CHECK(decide(&r, c).reason == CHARTER_TOO_LITTLE_WEIGHT);
	CHECK(decide(&r, c).weight_base == 91 && decide(&r, c).weight_needed == 61);
	c.weight_no = 30;
	CHECK(decide(&r, c).reason == CHARTER_CARRIED && decide(&r, c).weight_needed == 60);
	r.blocking = 3;
	c.weight_no = 31;
	CHECK(decide(&r, c).reason == CHARTER_CARRIED_UNBLOCKED && decide(&r, c).opponents == 2);
	r.blocking = 2;
	CHECK(decide(&r, c).reason == CHARTER_TOO_LITTLE_WEIGHT);
}

static void weight_does_not_replace_heads(void)
{
	struct charter_rule r = { .majority = MORE_THAN(VALID, 1, 2),
		                  .weight = AT_LEAST(VALID, 2, 3),
		                  .blocking = 100 };
	struct charter_count c = count_of(2, 60, 0, 0);

	c.weight_yes = 900;
	c.weight_no = 60;
	CHECK(decide(&r, c).reason == CHARTER_TOO_FEW);
}

static void a_tie_won_must_still_hold_the_weight(void)
{
	struct charter_rule r = { .majority = MORE_THAN(VALID, 1, 2),
		                  .tie = CHARTER_TIE_CHAIR,
		                  .weight = MORE_THAN(VALID, 1, 2) };
	struct charter_count c = count_of(3, 3, 0, 0);

	c.chair_choice = 1;
	c.weight_yes = 10;
	c.weight_no = 10;
	CHECK(decide(&r, c).reason == CHARTER_TOO_LITTLE_WEIGHT);
	c.weight_yes = 11;
	CHECK(decide(&r, c).reason == CHARTER_TIE_WON && decide(&r, c).is_carried);
}

/* A condition on weights cannot be met by nobody's weight. */
static void no_weight_at_all_carries_nothing(void)
{
	struct charter_rule r = { .majority = MORE_THAN(VALID, 1, 2),
		                  .weight = AT_LEAST(MEMBERS, 0, 1) };

	CHECK(decide(&r, count_of(3, 0, 0, 0)).reason == CHARTER_TOO_LITTLE_WEIGHT);
	CHECK(decide(&r, count_of(3, 0, 0, 0)).weight_needed == 1);
}

/* --- the Council of the European Union --- */

/*
 * Qualified majority, Article 16(4) TEU and Article 238 TFEU: at least 55 % of the members (15 of
 * 27) with at least 65 % of the population of the Union; a blocking minority needs at least four
 * members.
 *
 * Shares of the population for 2025 in hundredths of a per cent, as the Council's decision of
 * December 2024 gives them (Agence Europe, bulletin 13544, 12 December 2024); each is rounded, so
 * that they come to 10,001.
 */
/* clang-format off */
enum state {
	DE, FR, IT, ES, PL, RO, NL, BE, CZ, PT, SE, EL, HU, AT, BG, DK, FI, SK, IE, HR, LT, SI, LV,
	EE, CY, LU, MT, STATES
};
/* clang-format on */

static const int share[STATES] = {
	[DE] = 1849, [FR] = 1517, [IT] = 1323, [ES] = 1078, [PL] = 833, [RO] = 423, [NL] = 401,
	[BE] = 262,  [CZ] = 242,  [PT] = 236,  [SE] = 234,  [EL] = 231, [HU] = 213, [AT] = 202,
	[BG] = 143,  [DK] = 132,  [FI] = 125,  [SK] = 121,  [IE] = 119, [HR] = 86,  [LT] = 64,
	[SI] = 47,   [LV] = 42,   [EE] = 30,   [CY] = 21,   [LU] = 15,  [MT] = 12,
};

#define BIT(s) (1u << (s))
#define ALL_STATES (BIT(STATES) - 1)

static const struct charter_rule qualified = {
	.majority = AT_LEAST(MEMBERS, 55, 100),
	.weight = AT_LEAST(MEMBERS, 65, 100),
	.blocking = 4,
};

/* Everybody who is in neither set voted yes. */
static struct charter_count council(unsigned no, unsigned abstain)
{
	struct charter_count c = { .members = STATES, .present = STATES };

	for (int s = 0; s < STATES; s++) {
		bool against = no & BIT(s), idle = abstain & BIT(s);

		c.no += against;
		c.abstain += !against && idle;
		c.yes += !against && !idle;
		c.weight_no += against ? share[s] : 0;
		c.weight_abstain += !against && idle ? share[s] : 0;
		c.weight_yes += !against && !idle ? share[s] : 0;
		c.member_weight += share[s];
	}
	c.present_weight = c.member_weight;
	return c;
}

static const struct council_case {
	const char *what;
	unsigned no, abstain;
	int64_t yes, weight_yes;
	enum charter_reason reason;
} council_cases[] = {
	{ "all in favour", 0, 0, 27, 10001, CHARTER_CARRIED },
	{ "nobody", ALL_STATES, 0, 0, 0, CHARTER_NO_VOTES },
	{ "the fifteen largest", ALL_STATES & ~(BIT(DK) - 1), 0, 15, 9187, CHARTER_CARRIED },
	{ "the fourteen largest have the weight, but are one short", ALL_STATES & ~(BIT(BG) - 1), 0,
	  14, 9044, CHARTER_TOO_FEW },
	{ "twenty-four against the three largest, who cannot block alone",
	  BIT(DE) | BIT(FR) | BIT(IT), 0, 24, 5312, CHARTER_CARRIED_UNBLOCKED },
	{ "the smallest joins them: four members can", BIT(DE) | BIT(FR) | BIT(IT) | BIT(MT), 0, 23,
	  5300, CHARTER_TOO_LITTLE_WEIGHT },
	{ "an abstention blocks like a vote against", BIT(DE), BIT(FR) | BIT(IT) | BIT(MT), 23,
	  5300, CHARTER_TOO_LITTLE_WEIGHT },
	{ "four with less than 35 % do not block", BIT(DE) | BIT(RO) | BIT(NL) | BIT(BE), 0, 23,
	  7066, CHARTER_CARRIED },
	/* 17 June 2024: adopted by 20 with 66.07 % by that year's figures. */
	{ "nature restoration law", BIT(FI) | BIT(HU) | BIT(IT) | BIT(NL) | BIT(PL) | BIT(SE),
	  BIT(BE), 20, 6610, CHARTER_CARRIED },
	/* 4 October 2024: 10 for it (45.99 % then), 5 against, 12 abstained; no qualified majority.
	 */
	{ "duties on electric cars", BIT(DE) | BIT(HU) | BIT(MT) | BIT(SI) | BIT(SK),
	  BIT(BE) | BIT(HR) | BIT(CZ) | BIT(EL) | BIT(ES) | BIT(CY) | BIT(LU) | BIT(AT) | BIT(PT) |
	          BIT(RO) | BIT(SE) | BIT(FI),
	  10, 4604, CHARTER_TOO_FEW },
};

static void the_council_of_the_european_union_decides_as_published(void)
{
	for (size_t i = 0; i < COUNT_OF(council_cases); i++) {
		const struct council_case *c = &council_cases[i];
		struct charter_outcome o = decide(&qualified, council(c->no, c->abstain));
		bool right = o.count.yes == c->yes && o.count.weight_yes == c->weight_yes &&
		             o.reason == c->reason;

		CHECK(right);
		if (!right)
			printf("# %s: %" PRId64 " with %" PRId64 ", reason %d\n", c->what,
			       o.count.yes, o.count.weight_yes, o.reason);
		CHECK(o.base == 27 && o.needed == 15); /* 55 % of 27 is 14.85 */
		CHECK(o.weight_base == 10001 && o.weight_needed == 6501);
	}
}

/* 451,028,881 inhabitants in 2024; the published threshold of 65 % is 293,168,773 (same source). */
static void the_population_threshold_is_the_published_one(void)
{
	struct charter_count c = { .yes = 15,
		                   .not_cast = 12,
		                   .members = 27,
		                   .weight_yes = 293168772,
		                   .member_weight = 451028881 };

	CHECK(decide(&qualified, c).weight_needed == 293168773);
	CHECK(decide(&qualified, c).reason == CHARTER_TOO_LITTLE_WEIGHT);
	c.weight_yes++;
	CHECK(decide(&qualified, c).reason == CHARTER_CARRIED);
}

/* Whichever three stand against the others, however large they are. */
static void no_three_members_of_the_council_can_block(void)
{
	int blocked = 0;

	for (unsigned a = 0; a < STATES; a++)
		for (unsigned b = a; b < STATES; b++)
			for (unsigned c = b; c < STATES; c++)
				blocked += !decide(&qualified, council(BIT(a) | BIT(b) | BIT(c), 0))
				                    .is_carried;
	CHECK(blocked == 0);
}

/* --- consensus --- */

struct consensus_case {
	struct charter_majority majority, quorum;
	int64_t agreed, objected, absent;
	enum charter_reason reason;
};

static const struct consensus_case consensus_cases[] = {
	{ MORE_THAN(VALID, 1, 2), { 0 }, 62, 0, 9, CHARTER_CARRIED },
	{ MORE_THAN(VALID, 1, 2), { 0 }, 1, 0, 70, CHARTER_CARRIED },
	/* One objection is enough, however many agree and however little the rule asks for. */
	{ MORE_THAN(VALID, 1, 2), { 0 }, 61, 1, 9, CHARTER_OBJECTED },
	{ AT_LEAST(VALID, 0, 1), { 0 }, 70, 1, 0, CHARTER_OBJECTED },
	{ MORE_THAN(VALID, 1, 2), { 0 }, 0, 1, 70, CHARTER_OBJECTED },
	/* Nobody there, nothing carried. */
	{ AT_LEAST(VALID, 0, 1), { 0 }, 0, 0, 71, CHARTER_NO_VOTES },
	/* No less is asked for than of a vote. */
	{ AT_LEAST(MEMBERS, 2, 3), { 0 }, 47, 0, 24, CHARTER_TOO_FEW },
	{ AT_LEAST(MEMBERS, 2, 3), { 0 }, 48, 0, 23, CHARTER_CARRIED },
	{ MORE_THAN(ENTITLED, 1, 2), { 0 }, 35, 0, 36, CHARTER_TOO_FEW },
	/* The quorum comes before all else. */
	{ MORE_THAN(VALID, 1, 2), MORE_THAN(MEMBERS, 1, 2), 35, 0, 36, CHARTER_NO_QUORUM },
	{ MORE_THAN(VALID, 1, 2), MORE_THAN(MEMBERS, 1, 2), 34, 1, 36, CHARTER_NO_QUORUM },
	{ MORE_THAN(VALID, 1, 2), MORE_THAN(MEMBERS, 1, 2), 36, 0, 35, CHARTER_CARRIED },
};

static void a_consensus_needs_everyone_who_is_there_and_what_the_rule_asks(void)
{
	for (size_t i = 0; i < COUNT_OF(consensus_cases); i++) {
		const struct consensus_case *c = &consensus_cases[i];
		const struct charter_rule rule = { .majority = c->majority, .quorum = c->quorum };
		struct charter_count count = count_of(c->agreed, c->objected, 0, c->absent);
		struct charter_outcome o;

		count.way = CHARTER_WAY_CONSENSUS;
		count.present = c->agreed + c->objected;
		o = decide(&rule, count);
		CHECK(o.reason == c->reason && o.is_carried == (c->reason == CHARTER_CARRIED));
	}
}

static void each_way_has_its_own_words_for_the_outcome(void)
{
	static const char *const keys[][2] = {
		{ "Not adopted", "Adopted" },
		{ "Not adopted by show of hands", "Adopted by show of hands" },
		{ "Not adopted by consensus", "Adopted by consensus" },
	};

	for (int way = CHARTER_WAY_ROLL_CALL; way <= CHARTER_WAY_CONSENSUS; way++)
		for (int carried = 0; carried < 2; carried++) {
			const struct charter_outcome o = { .is_carried = carried != 0,
				                           .count.way = (enum charter_way)way };

			CHECK(strcmp(charter_outcome_key(&o), keys[way][carried]) == 0);
		}
}

int main(void)
{
	RUN(majorities_are_exact);
	RUN(present_counts_only_those_present);
	RUN(a_tie_is_the_chairs_where_the_rule_says_so);
	RUN(the_chair_does_not_replace_a_larger_majority);
	RUN(the_quorum_is_counted_on_those_present);
	RUN(without_quorum_nothing_else_is_asked);
	RUN(weights_may_stand_above_heads);
	RUN(weight_does_not_replace_heads);
	RUN(a_tie_won_must_still_hold_the_weight);
	RUN(no_weight_at_all_carries_nothing);
	RUN(the_council_of_the_european_union_decides_as_published);
	RUN(the_population_threshold_is_the_published_one);
	RUN(no_three_members_of_the_council_can_block);
	RUN(a_consensus_needs_everyone_who_is_there_and_what_the_rule_asks);
	RUN(each_way_has_its_own_words_for_the_outcome);
	return TAP_DONE();
}
