/* test_meeting_roll.c -- who is on the roll for a government and why others are not: the rule. */
#include "meeting/internal_presence.h"
#include "base/str.h"
#include "test/tap.h"

/* One who was named: N nobody, w waiting, a accepted, r refused; large: checked in. */
static struct meeting_sent sent(char c, int64_t account)
{
	bool is_in = c == 'W' || c == 'A' || c == 'R';

	return (struct meeting_sent){ .account = { c == 'N' ? 0 : account },
		                      .is_accepted = c == 'a' || c == 'A',
		                      .is_refused = c == 'r' || c == 'R',
		                      .is_in = is_in };
}

enum { VOTER = 1, STAND_IN = 2 };

struct seat_case {
	const char *named;    /* the one who votes, the stand-in */
	int on_roll[2];       /* attendance not kept, kept; 0: nobody */
	enum meeting_bar bar; /* where nobody is */
};

static const struct seat_case asking[] = {
	{ "aN", { VOTER, VOTER }, 0 },           { "AN", { VOTER, VOTER }, 0 },
	{ "aa", { VOTER, VOTER }, 0 },           { "AA", { VOTER, VOTER }, 0 },
	{ "Aa", { VOTER, VOTER }, 0 },           { "aA", { VOTER, STAND_IN }, 0 },
	{ "aW", { VOTER, VOTER }, 0 },           { "aR", { VOTER, VOTER }, 0 },
	{ "wA", { STAND_IN, STAND_IN }, 0 },     { "Wa", { STAND_IN, STAND_IN }, 0 },
	{ "ra", { STAND_IN, STAND_IN }, 0 },     { "Na", { STAND_IN, STAND_IN }, 0 },
	{ "NA", { STAND_IN, STAND_IN }, 0 },     { "NN", { 0, 0 }, MEETING_BAR_NO_VOTER },
	{ "wN", { 0, 0 }, MEETING_BAR_WAITING }, { "rN", { 0, 0 }, MEETING_BAR_REFUSED },
	{ "Rr", { 0, 0 }, MEETING_BAR_REFUSED }, { "rw", { 0, 0 }, MEETING_BAR_WAITING },
	{ "Nr", { 0, 0 }, MEETING_BAR_REFUSED },
};

static void the_one_who_votes_or_who_is_there_instead(void)
{
	for (size_t i = 0; i < COUNT_OF(asking); i++)
		for (int kept = 0; kept < 2; kept++) {
			const struct seat_case *c = &asking[i];
			struct meeting_sending s = { .is_member = true,
				                     .voter = sent(c->named[0], VOTER),
				                     .stand_in = sent(c->named[1], STAND_IN) };
			const struct meeting_asked asked = { true, true, kept };
			const struct meeting_sent *who;
			enum meeting_bar bar = meeting_bar_of(&s, &asked, &who);
			bool right = (who ? who->account.v : 0) == c->on_roll[kept] &&
			             bar == c->bar;

			if (!right)
				printf("# %s, kept %d\n", c->named, kept);
			CHECK(right);
		}
}

static void a_rule_that_asks_no_credentials_takes_whoever_was_named(void)
{
	static const char *const named[] = { "wN", "rN", "wa", "ra", "aa" };
	const struct meeting_asked asked = { true, false, false };

	for (size_t i = 0; i < COUNT_OF(named); i++) {
		struct meeting_sending s = { .is_member = true,
			                     .voter = sent(named[i][0], VOTER),
			                     .stand_in = sent(named[i][1], STAND_IN) };
		const struct meeting_sent *who;

		CHECK(meeting_bar_of(&s, &asked, &who) == MEETING_BAR_NONE && who == &s.voter);
	}
}

static void who_is_no_member_or_suspended_has_no_vote(void)
{
	static const struct {
		bool is_member, is_suspended, good_standing;
		enum meeting_bar bar;
	} cases[] = {
		{ true, false, true, MEETING_BAR_NONE },
		{ true, true, false, MEETING_BAR_NONE },
		{ true, true, true, MEETING_BAR_STANDING },
		{ false, false, true, MEETING_BAR_NO_MEMBER },
		{ false, true, true, MEETING_BAR_NO_MEMBER },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct meeting_sending s = { cases[i].is_member, cases[i].is_suspended,
			                           sent('A', VOTER), sent('N', 0) };
		const struct meeting_asked asked = { cases[i].good_standing, true, true };
		const struct meeting_sent *who;

		CHECK(meeting_bar_of(&s, &asked, &who) == cases[i].bar);
		CHECK((who != NULL) == (cases[i].bar == MEETING_BAR_NONE));
	}
}

static void an_adviser_has_no_seat(void)
{
	for (int r = MEETING_HEAD; r <= MEETING_ADVISER; r++)
		for (int s = MEETING_SEAT_NONE; s <= MEETING_SEAT_STANDS_IN; s++) {
			bool refused = r == MEETING_ADVISER && s != MEETING_SEAT_NONE;

			CHECK(meeting_seat_check((enum meeting_role)r, (enum meeting_seat)s) ==
			      (refused ? ERR_DELEGATE_ADVISER : ERR_OK));
		}
}

static void every_word_is_read_as_it_is_written(void)
{
	enum meeting_role role = MEETING_ADVISER;
	enum meeting_seat seat = MEETING_SEAT_NONE;

	for (int r = MEETING_HEAD; r <= MEETING_ADVISER; r++)
		CHECK(meeting_role_parse(str_of(meeting_role_code((enum meeting_role)r)), &role) &&
		      (int)role == r);
	for (int s = MEETING_SEAT_NONE; s <= MEETING_SEAT_STANDS_IN; s++)
		CHECK(meeting_seat_parse(str_of(meeting_seat_code((enum meeting_seat)s)), &seat) &&
		      (int)seat == s);
	CHECK(!meeting_role_parse(S("chair"), &role) && !meeting_seat_parse(S(""), &seat));
	CHECK(meeting_bar_code(MEETING_BAR_NONE) == NULL &&
	      meeting_bar_name(MEETING_BAR_STANDING) != NULL);
}

int main(void)
{
	RUN(the_one_who_votes_or_who_is_there_instead);
	RUN(a_rule_that_asks_no_credentials_takes_whoever_was_named);
	RUN(who_is_no_member_or_suspended_has_no_vote);
	RUN(an_adviser_has_no_seat);
	RUN(every_word_is_read_as_it_is_written);
	return TAP_DONE();
}
