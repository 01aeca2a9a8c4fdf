/* test_vote_rule.c -- the rules of casting, the commitment and the bar, without a database. */
#include "base/str.h"
#include "test/tap.h"
#include "vote/internal.h"

enum { OWN = 7, OTHER = 8 };

static struct vote_standing standing(enum vote_choice choice, int64_t revision)
{
	return (struct vote_standing){
		.may_change = true,
		.own = { .government = { OWN }, .choice = choice, .revision = revision },
	};
}

static struct vote_cast cast(enum vote_choice choice, int64_t revision)
{
	return (struct vote_cast){ .choice = choice, .revision = revision };
}

static enum err asked(struct vote_standing s, struct vote_cast c)
{
	return vote_may_cast(&s, &c);
}

static void a_first_vote_is_accepted(void)
{
	CHECK(asked(standing(VOTE_NONE, 0), cast(VOTE_YES, 0)) == ERR_OK);
	CHECK(asked(standing(VOTE_NONE, 0), cast(VOTE_NO, -1)) == ERR_OK);
}

static void whoever_is_not_on_the_roll_may_not_vote(void)
{
	struct vote_standing s = standing(VOTE_NONE, 0);

	s.own.government.v = 0;
	CHECK(asked(s, cast(VOTE_YES, 0)) == ERR_VOTE_NOT_ON_ROLL);
	s.state = VOTE_STATE_CLOSED;
	CHECK(asked(s, cast(VOTE_YES, 0)) == ERR_VOTE_NOT_ON_ROLL);
}

static void nobody_votes_for_another_government(void)
{
	struct vote_cast c = cast(VOTE_YES, 0);

	c.government.v = OTHER;
	CHECK(asked(standing(VOTE_NONE, 0), c) == ERR_VOTE_OTHER_GOVERNMENT);
	c.government.v = OWN;
	CHECK(asked(standing(VOTE_NONE, 0), c) == ERR_OK);
}

static void after_the_close_nothing_is_accepted(void)
{
	struct vote_standing s = standing(VOTE_YES, 1);

	s.state = VOTE_STATE_CLOSED;
	CHECK(asked(s, cast(VOTE_NO, 1)) == ERR_VOTE_CLOSED);
	CHECK(asked(s, cast(VOTE_YES, 1)) == ERR_VOTE_CLOSED);
	s.state = VOTE_STATE_CANCELLED;
	CHECK(asked(s, cast(VOTE_NO, 1)) == ERR_VOTE_CANCELLED);
}

static void a_vote_may_be_changed_as_the_rule_says(void)
{
	struct vote_standing s = standing(VOTE_YES, 1);

	CHECK(asked(s, cast(VOTE_NO, 1)) == ERR_OK);
	s.may_change = false;
	CHECK(asked(s, cast(VOTE_NO, 1)) == ERR_VOTE_CAST_ALREADY);
	CHECK(asked(s, cast(VOTE_NO, 0)) == ERR_VOTE_CAST_ALREADY);
}

static void a_page_older_than_the_vote_is_told_so(void)
{
	CHECK(asked(standing(VOTE_YES, 2), cast(VOTE_NO, 1)) == ERR_VOTE_STALE);
	CHECK(asked(standing(VOTE_YES, 2), cast(VOTE_NO, 0)) == ERR_VOTE_STALE);
	CHECK(asked(standing(VOTE_YES, 2), cast(VOTE_NO, 3)) == ERR_VOTE_STALE);
	CHECK(asked(standing(VOTE_YES, 2), cast(VOTE_NO, 2)) == ERR_OK);
	CHECK(asked(standing(VOTE_YES, 2), cast(VOTE_NO, -1)) == ERR_OK);
}

static void the_same_choice_again_is_as_good_as_once(void)
{
	struct vote_standing s = standing(VOTE_YES, 2);

	CHECK(asked(s, cast(VOTE_YES, 0)) == ERR_OK);
	s.may_change = false;
	CHECK(asked(s, cast(VOTE_YES, 0)) == ERR_OK);
}

static void choices_have_codes_and_none_cannot_be_cast(void)
{
	enum vote_choice c = VOTE_NONE;

	CHECK(vote_choice_parse(S("yes"), &c) && c == VOTE_YES);
	CHECK(vote_choice_parse(S("no"), &c) && c == VOTE_NO);
	CHECK(vote_choice_parse(S("abstain"), &c) && c == VOTE_ABSTAIN);
	CHECK(!vote_choice_parse(S("none"), &c) && !vote_choice_parse(S(""), &c) &&
	      !vote_choice_parse(S("YES"), &c) && c == VOTE_ABSTAIN);
	CHECK(strcmp(vote_choice_code(VOTE_NONE), "none") == 0);
}

/* The digests are those of sha256sum(1): sixteen zero bytes, or 00 01 .. 0f, and the byte. */
static void the_commitment_is_the_hash_of_salt_and_choice(void)
{
	unsigned char salt[VOTE_SALT_BYTES] = { 0 };
	char hex[VOTE_COMMITMENT_BYTES], other[VOTE_COMMITMENT_BYTES];

	vote_commitment(salt, VOTE_YES, hex);
	CHECK(strcmp(hex, "bd839e8f98c7bf2b8f2bf476f25ffc4ca923273ec4160ff74469c8715d0a698a") == 0);
	vote_commitment(salt, VOTE_ABSTAIN, other);
	CHECK(strcmp(hex, other) != 0 && strlen(hex) == 64);
	for (unsigned char i = 0; i < VOTE_SALT_BYTES; i++)
		salt[i] = i;
	vote_commitment(salt, VOTE_NO, hex);
	CHECK(strcmp(hex, "4f45ea522d34328cc72fa3bcfa95a56a04a590ca2135c646dbaf60e297749cfd") == 0);
}

static struct vote_bar bar(int64_t yes, int64_t no, int64_t abstain, int64_t not_cast,
                           int64_t needed)
{
	const struct charter_outcome o = {
		.needed = needed,
		.count = { .yes = yes, .no = no, .abstain = abstain, .not_cast = not_cast },
	};
	struct vote_bar b;

	vote_bar_of(&o, &b);
	return b;
}

static void the_parts_of_the_bar_follow_each_other_without_a_gap(void)
{
	for (int64_t n = 1; n < 80; n++) {
		struct vote_bar b = bar(n, n / 2, n / 3, n / 5, n);

		CHECK(b.no_at == b.yes && b.abstain_at == b.no_at + b.no &&
		      b.missing_at == b.abstain_at + b.abstain && b.missing_at + b.missing == 1000);
	}
}

static void the_line_stands_where_the_needed_votes_end(void)
{
	CHECK(bar(50, 30, 10, 10, 60).needed_at == 600);
	CHECK(bar(0, 0, 0, 71, 1).needed_at == 14 && bar(0, 0, 0, 71, 1).missing == 1000);
	/* two thirds of 90 members, of whom 40 stand on the roll */
	CHECK(bar(40, 0, 0, 0, 60).needed_at == 1000 && bar(40, 0, 0, 0, 60).yes == 666);
}

/* --- the other methods --- */

struct method_case {
	enum vote_method method;
	enum vote_choice choice;
	bool is_answer;
	enum err error;
};

static void each_method_takes_its_own_choices(void)
{
	static const struct method_case cases[] = {
		{ VOTE_ROLL_CALL, VOTE_ABSTAIN, false, ERR_OK },
		{ VOTE_ROLL_CALL, VOTE_YES, true, ERR_VOTE_ANSWER },
		{ VOTE_ROLL_CALL, VOTE_NO, true, ERR_VOTE_ANSWER },
		{ VOTE_CONSENSUS, VOTE_YES, true, ERR_OK },
		{ VOTE_CONSENSUS, VOTE_NO, true, ERR_OK },
		{ VOTE_CONSENSUS, VOTE_ABSTAIN, true, ERR_VOTE_ANSWER },
		{ VOTE_CONSENSUS, VOTE_YES, false, ERR_VOTE_ANSWER },
		{ VOTE_CONSENSUS, VOTE_NO, false, ERR_VOTE_ANSWER },
		{ VOTE_HANDS, VOTE_YES, false, ERR_VOTE_BY_HANDS },
		{ VOTE_HANDS, VOTE_NO, true, ERR_VOTE_BY_HANDS },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct vote_standing s = standing(VOTE_NONE, 0);
		struct vote_cast c = cast(cases[i].choice, 0);

		s.method = cases[i].method;
		c.is_answer = cases[i].is_answer;
		CHECK(vote_may_cast(&s, &c) == cases[i].error);
		CHECK(vote_may_enter(&s, &c) == cases[i].error);
	}
}

static void an_objection_is_heard_whatever_was_answered_before(void)
{
	struct vote_standing s = standing(VOTE_YES, 3);
	struct vote_cast c = cast(VOTE_NO, 0);

	s.method = VOTE_CONSENSUS;
	c.is_answer = true;
	CHECK(vote_may_cast(&s, &c) == ERR_OK && vote_may_enter(&s, &c) == ERR_OK);
	c.choice = VOTE_YES;
	CHECK(vote_may_enter(&s, &c) == ERR_VOTE_OWN_DEVICE);
}

/* The answers at the desk must not depend on what stands in the ballot. */
static void the_desk_never_replaces_what_a_delegate_cast(void)
{
	static const enum vote_choice all[] = { VOTE_YES, VOTE_NO, VOTE_ABSTAIN };

	for (size_t i = 0; i < COUNT_OF(all); i++)
		for (size_t k = 0; k < COUNT_OF(all); k++)
			for (int64_t seen = -1; seen < 3; seen++) {
				struct vote_standing s = standing(all[i], 1);
				struct vote_cast c = cast(all[k], seen);

				CHECK(vote_may_enter(&s, &c) == ERR_VOTE_OWN_DEVICE);
			}
}

static void the_desk_replaces_its_own_entry_where_the_rule_allows_a_change(void)
{
	struct vote_standing s = standing(VOTE_YES, 2);
	struct vote_cast c = cast(VOTE_YES, 2);

	s.own.entered_by.v = 5;
	CHECK(vote_may_enter(&s, &c) == ERR_OK);
	c.revision = 0;
	CHECK(vote_may_enter(&s, &c) == ERR_VOTE_DESK_STALE);
	s.may_change = false;
	CHECK(vote_may_enter(&s, &c) == ERR_VOTE_ENTERED_ALREADY);
	s.own = (struct vote_receipt){ .government = { OWN } };
	CHECK(vote_may_enter(&s, &c) == ERR_OK);
	s.own.government.v = 0;
	CHECK(vote_may_enter(&s, &c) == ERR_VOTE_GOVERNMENT);
}

static void there_are_never_more_hands_than_governments(void)
{
	static const struct {
		int64_t entitled;
		struct vote_hands hands;
		enum err error;
	} cases[] = {
		{ 5, { 0, 0, 0 }, ERR_OK },
		{ 5, { 5, 0, 0 }, ERR_OK },
		{ 5, { 2, 2, 1 }, ERR_OK },
		{ 5, { 6, 0, 0 }, ERR_VOTE_HANDS_TOO_MANY },
		{ 5, { 3, 2, 1 }, ERR_VOTE_HANDS_TOO_MANY },
		{ 5, { 0, 0, 6 }, ERR_VOTE_HANDS_TOO_MANY },
		{ 5, { INT64_MAX, INT64_MAX, INT64_MAX }, ERR_VOTE_HANDS_TOO_MANY },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		CHECK(vote_may_count(cases[i].entitled, &cases[i].hands) == cases[i].error);
}

static void methods_and_answers_have_codes(void)
{
	enum vote_method m = VOTE_ROLL_CALL;
	enum vote_choice c = VOTE_NONE;

	CHECK(vote_method_parse(S("consensus"), &m) && m == VOTE_CONSENSUS);
	CHECK(!vote_method_parse(S("secret"), &m) && m == VOTE_CONSENSUS);
	for (int i = VOTE_ROLL_CALL; i < VOTE_METHODS; i++)
		CHECK(vote_method_parse(str_of(vote_method_code((enum vote_method)i)), &m) &&
		      (int)m == i);
	CHECK(vote_answer_parse(S("objection"), &c) && c == VOTE_NO);
	CHECK(vote_answer_parse(S("no-objection"), &c) && c == VOTE_YES);
	CHECK(!vote_answer_parse(S("yes"), &c) && !vote_answer_parse(S("none"), &c));
	CHECK(!vote_choice_parse(S("objection"), &c) && c == VOTE_YES);
}

int main(void)
{
	RUN(a_first_vote_is_accepted);
	RUN(whoever_is_not_on_the_roll_may_not_vote);
	RUN(nobody_votes_for_another_government);
	RUN(after_the_close_nothing_is_accepted);
	RUN(a_vote_may_be_changed_as_the_rule_says);
	RUN(a_page_older_than_the_vote_is_told_so);
	RUN(the_same_choice_again_is_as_good_as_once);
	RUN(choices_have_codes_and_none_cannot_be_cast);
	RUN(the_commitment_is_the_hash_of_salt_and_choice);
	RUN(the_parts_of_the_bar_follow_each_other_without_a_gap);
	RUN(the_line_stands_where_the_needed_votes_end);
	RUN(each_method_takes_its_own_choices);
	RUN(an_objection_is_heard_whatever_was_answered_before);
	RUN(the_desk_never_replaces_what_a_delegate_cast);
	RUN(the_desk_replaces_its_own_entry_where_the_rule_allows_a_change);
	RUN(there_are_never_more_hands_than_governments);
	RUN(methods_and_answers_have_codes);
	return TAP_DONE();
}
