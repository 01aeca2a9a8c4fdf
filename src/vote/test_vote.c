/* test_vote.c -- questions from the opening to the published result, on the engine under test. */
#include "base/str.h"
#include "test/tap.h"
#include "vote/internal.h"
#include "vote/test_poll.h"

static struct assembly a;

static struct vote_question question(const struct poll *p)
{
	struct vote_question q = { .id = { 0 } };

	CHECK(vote_get(&a.engine.ctx, p->question, &q) == ERR_OK);
	return q;
}

/* --- the opening --- */

static void the_roll_is_frozen_at_the_opening(void)
{
	struct poll p;
	struct vote_question q;

	assembly_new(&a, 5);
	p = poll_new(&a, "simple", 4);
	q = question(&p);
	CHECK(q.entitled == 4 && q.received == 0 && q.members == 5 && q.may_change);
	CHECK(q.closed_at.us == TIME_NONE.us && q.opened_at.us == a.engine.ctx.now.us);
	CHECK(str_is(q.zone, "Asia/Seoul") && str_is(q.title.text, "Shall it be so?"));
	CHECK(poll_cast(&p, 4, VOTE_YES) == ERR_VOTE_NOT_ON_ROLL);
	assembly_free(&a);
}

static void one_question_is_open_in_a_forum_at_a_time(void)
{
	struct poll p, again, other, elsewhere;

	assembly_new(&a, 2);
	p = poll_new(&a, "simple", 2);
	again = other = elsewhere = p;
	other.matter = 2;
	elsewhere.forum = 2;
	elsewhere.matter = 3;
	uint64_t before = engine_fingerprint(&a.engine);
	CHECK(poll_open(&again) == ERR_VOTE_OPEN_ALREADY);
	CHECK(poll_open(&other) == ERR_VOTE_ANOTHER_OPEN);
	CHECK(engine_fingerprint(&a.engine) == before);
	CHECK(poll_open(&elsewhere) == ERR_OK && elsewhere.question.v != p.question.v);
	CHECK(poll_close(&p) == ERR_OK);
	CHECK(poll_open(&other) == ERR_OK);
	assembly_free(&a);
}

static void what_cannot_be_asked_is_not_opened(void)
{
	struct poll empty = { .a = &a, .rule = "simple", .forum = 1, .matter = 1 };
	struct poll secret = { .a = &a, .rule = "secret", .entitled = 2, .forum = 1, .matter = 1 };

	assembly_new(&a, 2);
	assembly_make_secret(&a);
	uint64_t before = engine_fingerprint(&a.engine);
	CHECK(poll_open(&empty) == ERR_VOTE_EMPTY_ROLL);
	CHECK(poll_open(&secret) == ERR_VOTE_SECRET);
	CHECK(engine_fingerprint(&a.engine) == before);
	assembly_free(&a);
}

/* --- casting --- */

static void a_vote_is_received_changed_and_repeated(void)
{
	struct poll p;
	struct vote_cast cast = { .choice = VOTE_YES };
	struct vote_receipt r = { .revision = -1 }, own;
	struct member m;

	assembly_new(&a, 2);
	p = poll_new(&a, "simple", 2);
	cast.question = p.question;
	struct ctx *ctx = assembly_as(&a, a.delegates[1]);

	CHECK(vote_own(ctx, p.question, &own, &m) == ERR_OK && own.choice == VOTE_NONE &&
	      own.revision == 0 && str_is(m.slug, "g2"));
	CHECK(vote_cast(ctx, &cast, &r) == ERR_OK && r.choice == VOTE_YES && r.revision == 1 &&
	      r.government.v == a.members[1].v && r.cast_at.us == ctx->now.us);
	uint64_t before = engine_fingerprint(&a.engine);
	CHECK(vote_cast(ctx, &cast, &r) == ERR_OK && r.revision == 1);
	CHECK(engine_fingerprint(&a.engine) == before);
	cast.choice = VOTE_ABSTAIN;
	CHECK(vote_cast(ctx, &cast, &r) == ERR_VOTE_STALE);
	cast.revision = 1;
	CHECK(vote_cast(ctx, &cast, &r) == ERR_OK && r.choice == VOTE_ABSTAIN && r.revision == 2);
	CHECK(vote_own(ctx, p.question, &own, NULL) == ERR_OK && own.choice == VOTE_ABSTAIN &&
	      own.revision == 2);
	CHECK(question(&p).received == 1);
	assembly_free(&a);
}

static void every_wrong_vote_is_refused_and_changes_nothing(void)
{
	struct poll p, final;
	struct vote_cast other = { .choice = VOTE_YES },
			 nowhere = { .question = { 999 }, .choice = VOTE_YES };
	struct vote_receipt r;

	assembly_new(&a, 3);
	p = poll_new(&a, "simple", 2);
	final = p;
	final.rule = "final";
	final.forum = final.matter = 2;
	CHECK(poll_open(&final) == ERR_OK && poll_cast(&final, 0, VOTE_NO) == ERR_OK);
	uint64_t before = engine_fingerprint(&a.engine);
	other.question = p.question;
	other.government = a.members[1];
	CHECK(vote_cast(assembly_as(&a, a.delegates[0]), &other, &r) == ERR_VOTE_OTHER_GOVERNMENT);
	CHECK(vote_cast(assembly_as(&a, a.delegates[0]), &nowhere, &r) == ERR_NOT_FOUND);
	CHECK(poll_cast(&p, 2, VOTE_YES) == ERR_VOTE_NOT_ON_ROLL);
	CHECK(poll_cast(&final, 0, VOTE_YES) == ERR_VOTE_CAST_ALREADY);
	CHECK(engine_fingerprint(&a.engine) == before);
	CHECK(poll_close(&p) == ERR_OK);
	before = engine_fingerprint(&a.engine);
	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_VOTE_CLOSED);
	CHECK(poll_close(&p) == ERR_VOTE_CLOSED);
	CHECK(engine_fingerprint(&a.engine) == before);
	assembly_free(&a);
}

static void a_clock_set_back_refuses_votes(void)
{
	struct poll p;

	assembly_new(&a, 2);
	p = poll_new(&a, "simple", 2);
	uint64_t before = engine_fingerprint(&a.engine);
	a.engine.ctx.now.us -= INT64_C(60000000);
	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_CLOCK_BACK && poll_close(&p) == ERR_CLOCK_BACK);
	CHECK(engine_fingerprint(&a.engine) == before);
	assembly_free(&a);
}

static void a_delegate_is_asked_what_is_open_and_nothing_else(void)
{
	struct poll p;
	struct vote_asked *asked;
	int n = -1;

	assembly_new(&a, 3);
	p = poll_new(&a, "simple", 2);
	CHECK(vote_asked(assembly_as(&a, a.delegates[0]), &asked, &n) == ERR_OK && n == 1 &&
	      asked[0].id.v == p.question.v);
	CHECK(vote_asked(assembly_as(&a, a.delegates[2]), &asked, &n) == ERR_OK && n == 0);
	CHECK(poll_close(&p) == ERR_OK);
	CHECK(vote_asked(assembly_as(&a, a.delegates[0]), &asked, &n) == ERR_OK && n == 0);
	assembly_free(&a);
}

/* --- the close --- */

static void the_close_counts_every_vote_once(void)
{
	struct poll p;
	struct charter_outcome o;

	assembly_new(&a, 9);
	p = poll_new(&a, "simple", 8);
	for (int i = 0; i < 7; i++)
		CHECK(poll_cast(&p, i,
		                i < 4   ? VOTE_YES
		                : i < 6 ? VOTE_NO
		                        : VOTE_ABSTAIN) == ERR_OK);
	CHECK(vote_outcome(&a.engine.ctx, p.question, &o) == ERR_NOT_FOUND);
	CHECK(poll_close(&p) == ERR_OK && p.outcome.is_carried);
	CHECK(vote_outcome(&a.engine.ctx, p.question, &o) == ERR_OK && o.is_carried);
	CHECK(o.count.yes == 4 && o.count.no == 2 && o.count.abstain == 1 && o.count.not_cast == 1);
	CHECK(o.count.weight_yes == 4 && o.count.weight_not_cast == 1 && o.count.members == 9);
	CHECK(o.count.present == 8 && o.count.chair_choice == VOTE_YES && o.needed == 4);
	CHECK(question(&p).closed_at.us != TIME_NONE.us && question(&p).received == 7);
	assembly_free(&a);
}

static void a_vote_without_votes_carries_nothing(void)
{
	struct poll p;

	assembly_new(&a, 3);
	p = poll_new(&a, "simple", 3);
	CHECK(poll_close(&p) == ERR_OK && !p.outcome.is_carried &&
	      p.outcome.reason == CHARTER_NO_VOTES && p.outcome.count.not_cast == 3);
	assembly_free(&a);
}

static void a_quorum_is_of_those_on_the_roll(void)
{
	struct poll p;

	assembly_new(&a, 6);
	p = poll_new(&a, "quorate", 2);
	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK && poll_cast(&p, 1, VOTE_YES) == ERR_OK);
	CHECK(poll_close(&p) == ERR_OK && p.outcome.reason == CHARTER_NO_QUORUM);
	p = poll_new(&a, "quorate", 3);
	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK);
	CHECK(poll_close(&p) == ERR_OK && p.outcome.is_carried && p.outcome.quorum_present == 3);
	assembly_free(&a);
}

static void the_chair_breaks_a_tie_where_the_rule_says_so(void)
{
	struct poll p;

	assembly_new(&a, 2);
	p = poll_new(&a, "final", 2);
	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK && poll_cast(&p, 1, VOTE_NO) == ERR_OK);
	CHECK(poll_close(&p) == ERR_OK && p.outcome.reason == CHARTER_TIE_WON);
	p.matter = 2;
	CHECK(poll_open(&p) == ERR_OK);
	CHECK(poll_cast(&p, 0, VOTE_NO) == ERR_OK && poll_cast(&p, 1, VOTE_YES) == ERR_OK);
	CHECK(poll_close(&p) == ERR_OK && p.outcome.reason == CHARTER_TIE_LOST);
	assembly_free(&a);
}

static void the_roll_is_published_by_country_after_the_close(void)
{
	struct poll p;
	struct vote_line *lines;
	int n = -1;

	assembly_new(&a, 7);
	p = poll_new(&a, "simple", 6);
	CHECK(poll_cast(&p, 0, VOTE_NO) == ERR_OK && poll_cast(&p, 2, VOTE_YES) == ERR_OK);
	CHECK(vote_roll(&a.engine.ctx, p.question, &lines, &n) == ERR_NOT_FOUND && n == -1);
	CHECK(poll_close(&p) == ERR_OK);
	CHECK(vote_roll(&a.engine.ctx, p.question, &lines, &n) == ERR_OK && n == 6);
	/* Japan, Korea, Mongolia */
	static const char *const order[] = { "g3", "g6", "g2", "g5", "g1", "g4" };
	static const enum vote_choice choices[] = { VOTE_YES,  VOTE_NONE, VOTE_NONE,
		                                    VOTE_NONE, VOTE_NO,   VOTE_NONE };

	for (int i = 0; i < n; i++)
		CHECK(str_is(lines[i].government.slug, order[i]) && lines[i].choice == choices[i]);
	assembly_free(&a);
}

static void the_latest_question_on_a_matter_is_found(void)
{
	struct poll p;
	struct vote_question q;

	assembly_new(&a, 2);
	p = poll_new(&a, "simple", 2);
	CHECK(vote_open_in(&a.engine.ctx, 1, &q) == ERR_OK && q.id.v == p.question.v);
	CHECK(poll_close(&p) == ERR_OK);
	CHECK(vote_open_in(&a.engine.ctx, 1, &q) == ERR_NOT_FOUND);
	CHECK(poll_open(&p) == ERR_OK);
	CHECK(vote_by_matter(&a.engine.ctx, 1, &q) == ERR_OK && q.id.v == p.question.v);
	CHECK(vote_by_matter(&a.engine.ctx, 2, &q) == ERR_NOT_FOUND);
	assembly_free(&a);
}

int main(void)
{
	RUN(the_roll_is_frozen_at_the_opening);
	RUN(one_question_is_open_in_a_forum_at_a_time);
	RUN(what_cannot_be_asked_is_not_opened);
	RUN(a_vote_is_received_changed_and_repeated);
	RUN(every_wrong_vote_is_refused_and_changes_nothing);
	RUN(a_clock_set_back_refuses_votes);
	RUN(a_delegate_is_asked_what_is_open_and_nothing_else);
	RUN(the_close_counts_every_vote_once);
	RUN(a_vote_without_votes_carries_nothing);
	RUN(a_quorum_is_of_those_on_the_roll);
	RUN(the_chair_breaks_a_tie_where_the_rule_says_so);
	RUN(the_roll_is_published_by_country_after_the_close);
	RUN(the_latest_question_on_a_matter_is_found);
	return TAP_DONE();
}
