/* test_charter_explain.c -- outcomes in words: every reason, every base, every language. */
#include "base/str.h"
#include "charter/charter.h"
#include "test/tap.h"

static struct arena *arena;

static const struct charter_rule two_thirds = {
	.name = { S_INIT("Two-thirds majority"), LANGUAGE_EN },
	.majority = { CHARTER_BASE_VALID, { 2, 3 }, false },
};
static const struct charter_rule ordinary = {
	.name = { S_INIT("Ordinary majority"), LANGUAGE_EN },
	.majority = { CHARTER_BASE_VALID, { 1, 2 }, true },
	.quorum = { CHARTER_BASE_MEMBERS, { 1, 3 }, false },
};

/* Does the outcome read as expected?  Prints what it reads where it does not. */
static bool reads(const struct charter_rule *r, struct charter_count c, const char *expected)
{
	struct sbuf out = { .arena = arena };
	struct charter_outcome o;

	charter_decide(r, &c, &o);
	charter_explain_text(&out, LANGUAGE_EN, &o);
	if (str_is(sbuf_done(&out), expected))
		return true;
	printf("# %.*s\n", STR_ARG(sbuf_done(&out)));
	return false;
}

static struct charter_count count_of(int64_t yes, int64_t no, int64_t abstain)
{
	int64_t all = yes + no + abstain;

	return (struct charter_count){
		.yes = yes, .no = no, .abstain = abstain, .members = 71, .present = all
	};
}

static void a_majority_is_told_with_what_it_needed(void)
{
	CHECK(reads(&two_thirds, count_of(51, 11, 9),
	            "The rule “Two-thirds majority” requires 42 of 62 votes for and against. "
	            "51 votes were in favour."));
	CHECK(reads(&two_thirds, count_of(41, 21, 0),
	            "The rule “Two-thirds majority” requires 42 of 62 votes for and against. "
	            "41 votes were in favour."));
	CHECK(reads(&two_thirds, count_of(1, 0, 70),
	            "The rule “Two-thirds majority” requires 1 of 1 vote for and against. "
	            "1 vote was in favour."));
}

static void a_consensus_is_told_by_who_was_there(void)
{
	struct charter_count c = count_of(51, 0, 0);

	c.way = CHARTER_WAY_CONSENSUS;
	CHECK(reads(&two_thirds, c,
	            "The rule “Two-thirds majority” requires 34 of 51 votes for and against. "
	            "Nobody objected; the 51 present count as in favour."));
	c.no = 1;
	CHECK(reads(&two_thirds, c, "1 objection was made. A consensus admits none."));
}

static void nothing_is_carried_by_nobody(void)
{
	CHECK(reads(&two_thirds, count_of(0, 0, 71), "Nobody voted in favour."));
}

static void the_quorum_is_told_first(void)
{
	CHECK(reads(&ordinary, count_of(23, 0, 0),
	            "The quorum is 24 of 71 members; present: 23. "
	            "Without a quorum nothing is carried, whatever the votes."));
	CHECK(reads(&ordinary, count_of(24, 0, 0),
	            "The quorum is 24 of 71 members; present: 24. "
	            "The rule “Ordinary majority” requires 13 of 24 votes for and against. "
	            "24 votes were in favour."));
}

static void a_tie_says_who_decided_it(void)
{
	struct charter_rule r = ordinary;
	struct charter_count c = count_of(20, 20, 5);

	r.quorum.base = CHARTER_BASE_NONE;
	c.chair_choice = 1;
	CHECK(reads(&r, c,
	            "The rule “Ordinary majority” requires 21 of 40 votes for and against. "
	            "The votes were tied: 20 in favour, 20 against. "
	            "In a tie nothing is carried."));
	r.tie = CHARTER_TIE_CHAIR;
	CHECK(reads(&r, c,
	            "The rule “Ordinary majority” requires 21 of 40 votes for and against. "
	            "The votes were tied: 20 in favour, 20 against. "
	            "The chair's vote decides, and it was in favour."));
	c.chair_choice = 2;
	CHECK(reads(&r, c,
	            "The rule “Ordinary majority” requires 21 of 40 votes for and against. "
	            "The votes were tied: 20 in favour, 20 against. "
	            "The chair's vote decides, and it was not in favour."));
}

static void weights_are_told_after_heads(void)
{
	struct charter_rule r = {
		.name = { S_INIT("Double majority"), LANGUAGE_EN },
		.majority = { CHARTER_BASE_MEMBERS, { 55, 100 }, false },
		.weight = { CHARTER_BASE_MEMBERS, { 65, 100 }, false },
		.blocking = 4,
	};
	struct charter_count c = { .yes = 23,
		                   .no = 4,
		                   .members = 27,
		                   .present = 27,
		                   .weight_yes = 5300,
		                   .weight_no = 4701,
		                   .member_weight = 10001 };

	CHECK(reads(&r, c,
	            "The rule “Double majority” requires the votes of 15 of 27 members. "
	            "23 votes were in favour. "
	            "By weight, 6,501 of 10,001 are required; in favour: 5,300."));
	c.yes = 24;
	c.no = 3;
	CHECK(reads(&r, c,
	            "The rule “Double majority” requires the votes of 15 of 27 members. "
	            "24 votes were in favour. "
	            "By weight, 6,501 of 10,001 are required; in favour: 5,300. "
	            "3 did not vote in favour. Fewer than 4 cannot block by weight."));
	c.yes = 14;
	c.no = 13;
	CHECK(reads(&r, c,
	            "The rule “Double majority” requires the votes of 15 of 27 members. "
	            "14 votes were in favour."));
}

static void the_outcome_has_a_word(void)
{
	struct charter_count c = count_of(51, 11, 9);
	struct charter_outcome o;

	charter_decide(&two_thirds, &c, &o);
	CHECK(strcmp(charter_outcome_key(&o), "Adopted") == 0);
	c.yes = 1;
	charter_decide(&two_thirds, &c, &o);
	CHECK(strcmp(charter_outcome_key(&o), "Not adopted") == 0);
}

/* --- majorities --- */

static const struct {
	struct charter_majority majority;
	const char *words;
} majorities[] = {
	{ { CHARTER_BASE_VALID, { 1, 2 }, true },
	  "more than one half of the votes for and against" },
	{ { CHARTER_BASE_VALID, { 2, 4 }, true },
	  "more than one half of the votes for and against" },
	{ { CHARTER_BASE_CAST, { 2, 3 }, false },
	  "at least two thirds of the votes cast, abstentions included" },
	{ { CHARTER_BASE_MEMBERS, { 65, 100 }, false },
	  "at least 65% of all members of the association" },
	{ { CHARTER_BASE_ENTITLED, { 5, 7 }, false }, "at least 5/7 of those entitled to vote" },
	{ { CHARTER_BASE_PRESENT, { 1, 1 }, false }, "all who are present" },
	{ { CHARTER_BASE_VALID, { 0, 1 }, false }, "at least one vote in favour" },
	{ { CHARTER_BASE_VALID, { 0, 1 }, true }, "at least one vote in favour" },
};

static void majorities_have_words(void)
{
	for (size_t i = 0; i < COUNT_OF(majorities); i++) {
		struct sbuf out = { .arena = arena };

		charter_majority_text(&out, LANGUAGE_EN, &majorities[i].majority);
		CHECK(str_is(sbuf_done(&out), majorities[i].words));
	}
}

/* --- what is needed --- */

static bool needs(const struct charter_rule *r, struct charter_count c, const char *expected)
{
	struct sbuf out = { .arena = arena };

	charter_needed_text(&out, LANGUAGE_EN, r, &c);
	if (str_is(sbuf_done(&out), expected))
		return true;
	printf("# %.*s\n", STR_ARG(sbuf_done(&out)));
	return false;
}

static void what_is_still_needed_is_told(void)
{
	struct charter_count c = { .not_cast = 60, .members = 71, .present = 60 };

	CHECK(needs(&ordinary, c,
	            "Majority required: more than one half of the votes for and against.\n"
	            "The quorum is 24 of 71 members; present: 60.\n"
	            "If nobody else votes, 1 further vote in favour is needed.\n"
	            "If all the others vote against, 31 further votes in favour are needed.\n"));
	c.present = 10;
	CHECK(needs(&ordinary, c,
	            "Majority required: more than one half of the votes for and against.\n"
	            "The quorum is 24 of 71 members; present: 10.\n"
	            "Without a quorum nothing is carried, whatever the votes.\n"));
	c = (struct charter_count){
		.yes = 10, .no = 2, .not_cast = 3, .members = 15, .present = 15
	};
	CHECK(needs(&two_thirds, c,
	            "Majority required: at least two thirds of the votes for and against.\n"
	            "It is carried, however the others vote.\n"));
	c = (struct charter_count){
		.yes = 1, .no = 10, .not_cast = 3, .members = 15, .present = 14
	};
	CHECK(needs(&two_thirds, c,
	            "Majority required: at least two thirds of the votes for and against.\n"
	            "It can no longer be carried, however the others vote.\n"));
	c = (struct charter_count){ .yes = 4, .no = 2, .not_cast = 3, .members = 9, .present = 9 };
	CHECK(needs(&two_thirds, c,
	            "Majority required: at least two thirds of the votes for and against.\n"
	            "If nobody else votes, it is carried.\n"
	            "If all the others vote against, 2 further votes in favour are needed.\n"));
}

static void a_fixed_base_needs_the_same_in_any_case(void)
{
	struct charter_rule r = two_thirds;
	struct charter_count c = { .yes = 47, .not_cast = 24, .members = 71, .present = 71 };

	r.majority.base = CHARTER_BASE_MEMBERS;
	CHECK(needs(&r, c,
	            "Majority required: at least two thirds of all members of the association.\n"
	            "1 further vote in favour is needed.\n"));
}

/* --- pages and languages --- */

static void a_page_escapes_and_marks_the_rules_name(void)
{
	struct sbuf out = { .arena = arena };
	struct html h = { .buf = &out, .lang = LANGUAGE_EN };
	struct charter_rule r = two_thirds;
	struct charter_count c = count_of(3, 0, 0);
	struct charter_outcome o;

	r.name = (struct tr){ S("<Две трети>"), LANGUAGE_RU };
	charter_decide(&r, &c, &o);
	charter_explain_html(&h, &o);
	CHECK(strstr(sbuf_done(&out).p, "&lt;Две трети&gt;") != NULL);
	CHECK(strstr(sbuf_done(&out).p, "lang=\"ru\"") != NULL);
}

/* One outcome of each kind, in each language: every place is filled. */
static void every_language_fills_every_place(void)
{
	struct charter_rule r = { .name = { S_INIT("R"), LANGUAGE_EN },
		                  .quorum = { CHARTER_BASE_MEMBERS, { 1, 10 }, false },
		                  .weight = { CHARTER_BASE_MEMBERS, { 3, 4 }, false } };
	int unfilled = 0, empty = 0;

	for (int i = 0; i < 5 * 8 * LANGUAGE_COUNT; i++) {
		struct sbuf out = { .arena = arena };
		struct charter_count c = count_of(i / 5 % 4, i % 3, i % 2);
		struct charter_outcome o;

		r.majority =
			(struct charter_majority){ (enum charter_base)(1 + i % 5), { 1, 2 }, true };
		r.blocking = i / 20 % 2 * 3;
		r.tie = (enum charter_tie)(i % 2);
		c.members = 10;
		c.weight_yes = c.yes;
		c.weight_no = c.no;
		c.weight_abstain = c.abstain;
		c.member_weight = 10;
		charter_decide(&r, &c, &o);
		charter_explain_text(&out, (enum language)(i % LANGUAGE_COUNT), &o);
		unfilled += strchr(sbuf_done(&out).p, '{') != NULL;
		empty += sbuf_done(&out).n < 5;
	}
	CHECK(unfilled == 0 && empty == 0);
}

int main(void)
{
	arena = arena_new();
	RUN(a_majority_is_told_with_what_it_needed);
	RUN(a_consensus_is_told_by_who_was_there);
	RUN(nothing_is_carried_by_nobody);
	RUN(the_quorum_is_told_first);
	RUN(a_tie_says_who_decided_it);
	RUN(weights_are_told_after_heads);
	RUN(the_outcome_has_a_word);
	RUN(majorities_have_words);
	RUN(what_is_still_needed_is_told);
	RUN(a_fixed_base_needs_the_same_in_any_case);
	RUN(a_page_escapes_and_marks_the_rules_name);
	RUN(every_language_fills_every_place);
	arena_free(arena);
	return TAP_DONE();
}
