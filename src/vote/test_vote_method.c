/* test_vote_method.c -- hands, consensus, presence, cancelling and putting again, on the engine
 * under test. */
#include "base/str.h"
#include "test/tap.h"
#include "vote/internal.h"
#include "vote/test_poll.h"

enum { SECOND = 1000000 };

static struct assembly a;

static struct vote_question question(const struct poll *p)
{
	struct vote_question q = { .id = { 0 } };

	CHECK(vote_get(&a.engine.ctx, p->question, &q) == ERR_OK);
	return q;
}

static struct poll begin(enum vote_method method, const char *rule, int n, int absent)
{
	struct poll p = { .a = &a,
		          .rule = rule,
		          .entitled = n,
		          .forum = 1,
		          .matter = 1,
		          .method = method,
		          .absent = absent };

	assembly_new(&a, n);
	MUST(poll_open(&p) == ERR_OK);
	return p;
}

/* --- presence --- */

static void a_quorum_is_of_those_present_and_of_whoever_votes(void)
{
	struct poll p = begin(VOTE_ROLL_CALL, "quorate", 6, 4);

	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK);
	CHECK(poll_close(&p) == ERR_OK && p.outcome.reason == CHARTER_NO_QUORUM &&
	      p.outcome.quorum_present == 2);
	p.matter = 2;
	CHECK(poll_open(&p) == ERR_OK);
	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK && poll_cast(&p, 5, VOTE_YES) == ERR_OK);
	CHECK(poll_close(&p) == ERR_OK && p.outcome.is_carried && p.outcome.quorum_present == 3 &&
	      p.outcome.count.present_weight == 3);
	struct charter_outcome o;

	CHECK(vote_outcome(&a.engine.ctx, p.question, &o) == ERR_OK && o.count.present == 3);
	assembly_free(&a);
}

/* --- hands --- */

static void equal_counts_of_two_tellers_are_the_result(void)
{
	struct poll p = begin(VOTE_HANDS, "simple", 6, 0);
	const struct vote_hands hands = { 3, 2, 1 };
	struct vote_tellers t;

	CHECK(question(&p).counted == 0 && poll_close(&p) == ERR_VOTE_NOT_COUNTED);
	CHECK(poll_count(&p, a.secretariat, hands) == ERR_OK && question(&p).counted == 1);
	CHECK(poll_close(&p) == ERR_VOTE_NOT_COUNTED);
	CHECK(vote_tellers(assembly_as(&a, a.auditor), p.question, &t) == ERR_OK && !t.has_own &&
	      !t.is_agreed && !t.has_differed && t.counted == 1);
	CHECK(t.own.yes == 0 && t.agreed.yes == 0 && t.differed[0].yes == 0);
	CHECK(poll_count(&p, a.auditor, hands) == ERR_OK && question(&p).counted == 2);
	CHECK(vote_tellers(assembly_as(&a, a.chair), p.question, &t) == ERR_OK && t.is_agreed &&
	      t.agreed.yes == 3 && t.agreed.no == 2 && t.agreed.abstain == 1);
	CHECK(poll_count(&p, a.operator, hands) == ERR_VOTE_COUNTED);
	CHECK(poll_count(&p, a.auditor, hands) == ERR_OK); /* the same again is as good as once */
	CHECK(poll_count(&p, a.auditor, (struct vote_hands){ 1, 0, 0 }) == ERR_VOTE_COUNTED);
	CHECK(poll_close(&p) == ERR_OK && p.outcome.is_carried);
	CHECK(p.outcome.count.way == CHARTER_WAY_HANDS && p.outcome.count.yes == 3 &&
	      p.outcome.count.not_cast == 0 && p.outcome.count.weight_yes == 0);
	CHECK(strcmp(charter_outcome_key(&p.outcome), "Adopted by show of hands") == 0);
	assembly_free(&a);
}

static void unequal_counts_are_both_shown_and_counted_again(void)
{
	struct poll p = begin(VOTE_HANDS, "simple", 6, 0);
	struct vote_tellers t;

	CHECK(poll_count(&p, a.secretariat, (struct vote_hands){ 3, 2, 1 }) == ERR_OK);
	CHECK(poll_count(&p, a.auditor, (struct vote_hands){ 3, 3, 0 }) == ERR_OK);
	CHECK(poll_close(&p) == ERR_VOTE_NOT_COUNTED);
	CHECK(vote_tellers(assembly_as(&a, a.secretariat), p.question, &t) == ERR_OK &&
	      !t.is_agreed && t.has_differed && t.round == 2 && t.counted == 0 && !t.has_own);
	CHECK(t.differed[0].no == 2 && t.differed[1].no == 3);
	/* Until the other has counted, a teller may correct what was entered. */
	CHECK(poll_count(&p, a.auditor, (struct vote_hands){ 6, 0, 0 }) == ERR_OK);
	CHECK(poll_count(&p, a.auditor, (struct vote_hands){ 3, 2, 1 }) == ERR_OK);
	CHECK(vote_tellers(assembly_as(&a, a.auditor), p.question, &t) == ERR_OK && t.has_own &&
	      t.own.yes == 3 && t.counted == 1 && t.round == 2 && t.has_differed);
	CHECK(poll_count(&p, a.operator,(struct vote_hands){ 3, 2, 1 }) == ERR_OK);
	CHECK(poll_close(&p) == ERR_OK && p.outcome.count.no == 2 && p.outcome.is_carried);
	assembly_free(&a);
}

static void what_cannot_be_counted_is_refused(void)
{
	struct poll p = begin(VOTE_HANDS, "simple", 3, 0), roll = p;
	uint64_t before = engine_fingerprint(&a.engine);

	CHECK(poll_count(&p, a.secretariat, (struct vote_hands){ 2, 1, 1 }) ==
	      ERR_VOTE_HANDS_TOO_MANY);
	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_VOTE_BY_HANDS);
	CHECK(poll_enter(&p, 0, VOTE_YES, 0) == ERR_VOTE_BY_HANDS);
	CHECK(engine_fingerprint(&a.engine) == before);
	roll.method = VOTE_ROLL_CALL;
	roll.forum = roll.matter = 2;
	CHECK(poll_open(&roll) == ERR_OK);
	CHECK(poll_count(&roll, a.secretariat, (struct vote_hands){ 1, 1, 1 }) ==
	      ERR_VOTE_NOT_BY_HANDS);
	engine_exec(&a.engine, "UPDATE charter_rule SET weight_base = 1, weight_num = 1, "
	                       "weight_den = 2 WHERE slug = 'simple'");
	p.forum = p.matter = 3;
	CHECK(poll_open(&p) == ERR_VOTE_HANDS_WEIGHT);
	assembly_free(&a);
}

static void the_chair_says_how_it_voted_when_hands_are_tied(void)
{
	const struct vote_hands tie = { 2, 2, 0 };
	struct poll p = begin(VOTE_HANDS, "final", 4, 0);

	CHECK(poll_count(&p, a.secretariat, tie) == ERR_OK &&
	      poll_count(&p, a.auditor, tie) == ERR_OK);
	uint64_t before = engine_fingerprint(&a.engine);
	CHECK(poll_close(&p) == ERR_VOTE_CHAIR_DECIDES);
	CHECK(engine_fingerprint(&a.engine) == before);
	p.chair = VOTE_YES;
	CHECK(poll_close(&p) == ERR_OK && p.outcome.reason == CHARTER_TIE_WON);
	p.rule = "simple"; /* there a tie carries nothing, whatever the chair says */
	p.matter = 2;
	CHECK(poll_open(&p) == ERR_OK && poll_count(&p, a.secretariat, tie) == ERR_OK &&
	      poll_count(&p, a.auditor, tie) == ERR_OK);
	CHECK(poll_close(&p) == ERR_OK && p.outcome.reason == CHARTER_TIE_LOST);
	assembly_free(&a);
}

static void more_hands_than_were_present_at_the_opening_are_all_present(void)
{
	const struct vote_hands hands = { 4, 0, 0 };
	struct poll p = begin(VOTE_HANDS, "quorate", 6, 4);

	CHECK(poll_count(&p, a.secretariat, hands) == ERR_OK &&
	      poll_count(&p, a.auditor, hands) == ERR_OK);
	CHECK(poll_close(&p) == ERR_OK && p.outcome.is_carried && p.outcome.quorum_present == 4 &&
	      p.outcome.count.not_cast == 2);
	assembly_free(&a);
}

/* --- consensus --- */

static void nobody_objects_and_it_is_declared_after_its_time(void)
{
	struct poll p = begin(VOTE_CONSENSUS, "simple", 4, 1);
	struct vote_line *lines;
	int n;

	CHECK(question(&p).objections_until.us == a.engine.ctx.now.us + INT64_C(60) * SECOND);
	CHECK(poll_answer(&p, 1, VOTE_YES) == ERR_OK && question(&p).received == 1);
	uint64_t before = engine_fingerprint(&a.engine);
	a.engine.ctx.now.us += INT64_C(60) * SECOND - 1;
	CHECK(poll_close(&p) == ERR_VOTE_TOO_EARLY && engine_fingerprint(&a.engine) == before);
	a.engine.ctx.now.us += 1;
	CHECK(poll_close(&p) == ERR_OK && p.outcome.is_carried);
	CHECK(p.outcome.count.yes == 3 && p.outcome.count.no == 0 && p.outcome.count.not_cast == 1);
	CHECK(strcmp(charter_outcome_key(&p.outcome), "Adopted by consensus") == 0);
	CHECK(vote_roll(&a.engine.ctx, p.question, &lines, &n) == ERR_OK && n == 4);
	for (int i = 0; i < n; i++) {
		bool answered = str_is(lines[i].government.slug, "g2");

		CHECK(lines[i].choice == (answered ? VOTE_YES : VOTE_NONE));
		CHECK(lines[i].is_present == !str_is(lines[i].government.slug, "g4"));
	}
	assembly_free(&a);
}

static void an_objection_ends_it_at_once(void)
{
	struct poll p = begin(VOTE_CONSENSUS, "simple", 4, 0);
	struct charter_outcome o;

	CHECK(poll_answer(&p, 2, VOTE_YES) == ERR_OK && poll_answer(&p, 2, VOTE_NO) == ERR_OK);
	CHECK(question(&p).state == VOTE_STATE_CLOSED);
	CHECK(vote_outcome(&a.engine.ctx, p.question, &o) == ERR_OK && !o.is_carried &&
	      o.reason == CHARTER_OBJECTED && o.count.no == 1 && o.count.yes == 3);
	CHECK(poll_answer(&p, 1, VOTE_YES) == ERR_VOTE_CLOSED);
	a.engine.ctx.now.us += INT64_C(61) * SECOND;
	CHECK(poll_close(&p) == ERR_VOTE_CLOSED);
	assembly_free(&a);
}

/* The stated time is the least; whoever objects before the gavel falls is heard. */
static void an_objection_after_the_time_and_before_the_declaration_counts(void)
{
	struct poll p = begin(VOTE_CONSENSUS, "simple", 3, 0);

	a.engine.ctx.now.us += INT64_C(3600) * SECOND;
	CHECK(poll_answer(&p, 0, VOTE_NO) == ERR_OK && question(&p).state == VOTE_STATE_CLOSED);
	assembly_free(&a);
}

static void the_desk_raises_an_objection_for_a_delegation_in_the_room(void)
{
	struct poll p = begin(VOTE_CONSENSUS, "final", 3, 0);
	struct vote_line *lines;
	int n;

	CHECK(poll_answer(&p, 0, VOTE_YES) == ERR_OK);
	CHECK(poll_enter(&p, 0, VOTE_YES, 0) == ERR_VOTE_OWN_DEVICE);
	CHECK(poll_enter(&p, 0, VOTE_NO, 0) == ERR_OK);
	CHECK(question(&p).state == VOTE_STATE_CLOSED);
	CHECK(vote_roll(&a.engine.ctx, p.question, &lines, &n) == ERR_OK && n == 3);
	for (int i = 0; i < n; i++)
		CHECK(lines[i].is_from_desk == str_is(lines[i].government.slug, "g1"));
	assembly_free(&a);
}

static void a_consensus_asks_for_no_less_than_a_vote(void)
{
	struct poll p = begin(VOTE_CONSENSUS, "strict", 6, 3); /* two thirds of all members */

	a.engine.ctx.now.us += INT64_C(60) * SECOND;
	CHECK(poll_close(&p) == ERR_OK && !p.outcome.is_carried &&
	      p.outcome.reason == CHARTER_TOO_FEW && p.outcome.needed == 4);
	p.absent = 2;
	CHECK(poll_open(&p) == ERR_OK);
	a.engine.ctx.now.us += INT64_C(60) * SECOND;
	CHECK(poll_close(&p) == ERR_OK && p.outcome.is_carried && p.outcome.count.yes == 4);
	assembly_free(&a);
}

static void without_a_quorum_there_is_no_consensus(void)
{
	struct poll p = begin(VOTE_CONSENSUS, "quorate", 6, 4);

	a.engine.ctx.now.us += INT64_C(60) * SECOND;
	CHECK(poll_close(&p) == ERR_OK && p.outcome.reason == CHARTER_NO_QUORUM);
	assembly_free(&a);
}

/* --- the desk --- */

static void the_desk_enters_and_the_delegate_has_the_last_word(void)
{
	struct poll p = begin(VOTE_ROLL_CALL, "simple", 4, 0);
	struct vote_receipt r;
	struct vote_arrival *all;
	int n;

	CHECK(poll_enter(&p, 1, VOTE_YES, 0) == ERR_OK && poll_enter(&p, 2, VOTE_NO, 0) == ERR_OK);
	CHECK(poll_enter(&p, 1, VOTE_NO, 0) == ERR_VOTE_DESK_STALE);
	CHECK(poll_enter(&p, 1, VOTE_NO, 1) == ERR_OK);
	CHECK(vote_own(assembly_as(&a, a.delegates[1]), p.question, &r, NULL) == ERR_OK &&
	      r.choice == VOTE_NO && r.revision == 2 && r.entered_by.v == a.secretariat.v);
	/* The same choice from the delegate's own device makes it the delegate's own. */
	CHECK(poll_cast(&p, 1, VOTE_NO) == ERR_OK);
	CHECK(vote_own(assembly_as(&a, a.delegates[1]), p.question, &r, NULL) == ERR_OK &&
	      r.revision == 3 && r.entered_by.v == 0);
	uint64_t before = engine_fingerprint(&a.engine);
	CHECK(poll_enter(&p, 1, VOTE_NO, 3) == ERR_VOTE_OWN_DEVICE);
	CHECK(poll_enter(&p, 1, VOTE_YES, 3) == ERR_VOTE_OWN_DEVICE);
	CHECK(engine_fingerprint(&a.engine) == before);
	CHECK(vote_arrivals(assembly_as(&a, a.secretariat), p.question, &all, &n) == ERR_OK &&
	      n == 4);
	for (int i = 0; i < n; i++) {
		bool desk = str_is(all[i].government.slug, "g3");
		bool own = str_is(all[i].government.slug, "g2");

		CHECK(all[i].received.choice == VOTE_NONE && all[i].is_present);
		CHECK((all[i].received.revision > 0) == (desk || own));
		CHECK((all[i].received.entered_by.v != 0) == desk);
	}
	CHECK(poll_close(&p) == ERR_OK && p.outcome.count.no == 2 && p.outcome.count.not_cast == 2);
	CHECK(vote_arrivals(&a.engine.ctx, p.question, &all, &n) == ERR_VOTE_CLOSED);
	CHECK(poll_enter(&p, 0, VOTE_YES, 0) == ERR_VOTE_CLOSED);
	assembly_free(&a);
}

static void where_no_vote_may_be_changed_the_first_entry_stands(void)
{
	struct poll p = begin(VOTE_ROLL_CALL, "final", 3, 0), few = p;
	struct vote_line *lines;
	int n;

	CHECK(poll_enter(&p, 1, VOTE_YES, 0) == ERR_OK);
	CHECK(poll_enter(&p, 1, VOTE_YES, 1) == ERR_VOTE_ENTERED_ALREADY);
	CHECK(poll_enter(&p, 1, VOTE_NO, 1) == ERR_VOTE_ENTERED_ALREADY);
	CHECK(poll_cast(&p, 1, VOTE_NO) == ERR_VOTE_CAST_ALREADY);
	CHECK(poll_cast(&p, 1, VOTE_YES) == ERR_OK);
	CHECK(poll_close(&p) == ERR_OK);
	CHECK(vote_roll(&a.engine.ctx, p.question, &lines, &n) == ERR_OK && n == 3);
	for (int i = 0; i < n; i++)
		CHECK(lines[i].is_from_desk == (lines[i].choice == VOTE_YES));
	few.entitled = 2;
	few.matter = 2;
	CHECK(poll_open(&few) == ERR_OK && poll_enter(&few, 2, VOTE_YES, 0) == ERR_VOTE_GOVERNMENT);
	assembly_free(&a);
}

/* --- cancelling and putting again --- */

static void a_cancelled_question_has_no_result_and_no_votes(void)
{
	struct poll p = begin(VOTE_ROLL_CALL, "simple", 3, 0);
	struct charter_outcome o;
	struct vote_line *lines;
	struct vote_receipt r;
	int n;

	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_OK && poll_enter(&p, 1, VOTE_NO, 0) == ERR_OK);
	CHECK(poll_cancel(&p) == ERR_OK);
	struct vote_question q = question(&p);
	CHECK(q.state == VOTE_STATE_CANCELLED && q.closed_at.us == a.engine.ctx.now.us &&
	      str_is(q.cancel_reason.text, "The lamps went out.") && q.received == 0);
	CHECK(engine_count(&a.engine, "vote_ballot") == 0);
	CHECK(vote_outcome(&a.engine.ctx, p.question, &o) == ERR_NOT_FOUND);
	CHECK(vote_roll(&a.engine.ctx, p.question, &lines, &n) == ERR_NOT_FOUND);
	CHECK(vote_own(assembly_as(&a, a.delegates[0]), p.question, &r, NULL) == ERR_OK &&
	      r.choice == VOTE_NONE);
	CHECK(poll_cast(&p, 0, VOTE_YES) == ERR_VOTE_CANCELLED);
	CHECK(poll_enter(&p, 0, VOTE_YES, 0) == ERR_VOTE_CANCELLED);
	CHECK(poll_close(&p) == ERR_VOTE_CANCELLED && poll_cancel(&p) == ERR_VOTE_CANCELLED);
	assembly_free(&a);
}

static void what_is_closed_is_not_cancelled(void)
{
	struct poll p = begin(VOTE_ROLL_CALL, "simple", 3, 0);

	CHECK(poll_close(&p) == ERR_OK && poll_cancel(&p) == ERR_VOTE_CLOSED);
	assembly_free(&a);
}

static void counts_of_a_cancelled_show_of_hands_are_gone(void)
{
	const struct vote_hands hands = { 1, 1, 1 };
	struct poll p = begin(VOTE_HANDS, "simple", 3, 0);

	CHECK(poll_count(&p, a.secretariat, hands) == ERR_OK && poll_cancel(&p) == ERR_OK);
	CHECK(engine_count(&a.engine, "vote_hands") == 0);
	CHECK(poll_count(&p, a.auditor, hands) == ERR_VOTE_CANCELLED);
	assembly_free(&a);
}

static void a_cancelled_question_is_put_again_for_a_reason(void)
{
	struct poll p = begin(VOTE_ROLL_CALL, "simple", 3, 0), first = p, fresh = p;
	struct vote_question q, *all;
	int n;

	fresh.forum = fresh.matter = 2;
	fresh.reason = "There was none.";
	CHECK(poll_open(&fresh) == ERR_VOTE_NOTHING_BEFORE);
	CHECK(poll_cancel(&p) == ERR_OK);
	CHECK(poll_open(&p) == ERR_VOTE_REASON_MISSING);
	p.reason = "The lamps are lit.";
	CHECK(poll_open(&p) == ERR_OK && p.question.v != first.question.v);
	q = question(&p);
	CHECK(q.follows.v == first.question.v && str_is(q.follow_reason.text, p.reason));
	CHECK(q.received == 0 && q.state == VOTE_STATE_OPEN);
	CHECK(vote_all_on(&a.engine.ctx, 1, &all, &n) == ERR_OK && n == 2 &&
	      all[0].state == VOTE_STATE_CANCELLED && all[1].id.v == p.question.v);
	assembly_free(&a);
}

static void after_an_objection_it_may_be_put_to_the_vote_without_a_reason(void)
{
	struct poll p = begin(VOTE_CONSENSUS, "simple", 3, 0), first = p;

	CHECK(poll_answer(&p, 0, VOTE_NO) == ERR_OK);
	p.method = VOTE_ROLL_CALL;
	CHECK(poll_open(&p) == ERR_OK && question(&p).follows.v == first.question.v &&
	      !question(&p).follow_reason.text.p);
	assembly_free(&a);
}

int main(void)
{
	RUN(a_quorum_is_of_those_present_and_of_whoever_votes);
	RUN(equal_counts_of_two_tellers_are_the_result);
	RUN(unequal_counts_are_both_shown_and_counted_again);
	RUN(what_cannot_be_counted_is_refused);
	RUN(the_chair_says_how_it_voted_when_hands_are_tied);
	RUN(more_hands_than_were_present_at_the_opening_are_all_present);
	RUN(nobody_objects_and_it_is_declared_after_its_time);
	RUN(an_objection_ends_it_at_once);
	RUN(an_objection_after_the_time_and_before_the_declaration_counts);
	RUN(the_desk_raises_an_objection_for_a_delegation_in_the_room);
	RUN(a_consensus_asks_for_no_less_than_a_vote);
	RUN(without_a_quorum_there_is_no_consensus);
	RUN(the_desk_enters_and_the_delegate_has_the_last_word);
	RUN(where_no_vote_may_be_changed_the_first_entry_stands);
	RUN(a_cancelled_question_has_no_result_and_no_votes);
	RUN(what_is_closed_is_not_cancelled);
	RUN(counts_of_a_cancelled_show_of_hands_are_gone);
	RUN(a_cancelled_question_is_put_again_for_a_reason);
	RUN(after_an_objection_it_may_be_put_to_the_vote_without_a_reason);
	return TAP_DONE();
}
