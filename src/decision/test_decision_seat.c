/* test_decision_seat.c -- a person is recalled while a question is open, and another is seated. */
#include "decision/test_matter.h"
#include "test/fault.h"
#include "test/pages.h"
#include "test/tap.h"

enum { MEMBERS = 3 };

static const struct route *const routes[] = { decision_routes, decision_api_routes, vote_routes,
	                                      NULL };
static struct assembly a;
static struct matter x;
static meeting_delegate_id first;
static account_id stand_in;

static struct ctx *as(account_id who)
{
	return assembly_as(&a, who);
}

static enum err cast(account_id who, enum vote_choice choice)
{
	const struct vote_cast vote = { .question = x.question, .choice = choice, .revision = -1 };
	struct vote_receipt r;

	return vote_cast(as(who), &vote, &r);
}

static int64_t received(void)
{
	struct vote_question q = { .received = -1 };

	CHECK(vote_get(as(a.chair), x.question, &q) == ERR_OK);
	return q.received;
}

/* A question is open; member 1 also sent somebody who stands in. */
static void begin(void)
{
	struct meeting_delegate_new new;
	struct meeting_delegate d;
	meeting_delegate_id id;

	x = matter_new(&a, MEMBERS, "resolve", NULL);
	assembly_head(&a, 1);
	new = (struct meeting_delegate_new){ .session = x.meeting.id,
		                             .government = a.members[0],
		                             .role = MEETING_DELEGATE,
		                             .seat = MEETING_SEAT_STANDS_IN };
	new.person.in[LANGUAGE_EN] = S("Stand-in");
	CHECK(meeting_delegate_register(as(a.secretariat), &new, &id) == ERR_OK);
	CHECK(meeting_accredit(as(a.secretariat), id, true) == ERR_OK);
	CHECK(meeting_delegate_get(as(a.secretariat), id, &d) == ERR_OK);
	stand_in = d.account;
	CHECK(meeting_delegate_own(as(a.delegates[0]), x.meeting.id, &d) == ERR_OK);
	first = d.id;
	CHECK(matter_open(&x) == ERR_OK);
	/* The clock goes on: what is given later is given later. */
	a.engine.ctx.now.us += 1000000;
}

static enum err recall(void)
{
	return meeting_delegate_recall(as(a.secretariat), first);
}

static void who_is_recalled_votes_no_longer_and_the_vote_that_came_stands(void)
{
	begin();
	CHECK(cast(a.delegates[0], VOTE_YES) == ERR_OK);
	CHECK(recall() == ERR_OK);
	CHECK(cast(a.delegates[0], VOTE_NO) == ERR_VOTE_STOPPED);
	CHECK(cast(stand_in, VOTE_NO) == ERR_VOTE_NOT_ON_ROLL);
	CHECK(received() == 1);
	CHECK(matter_close(&x) == ERR_OK && x.outcome.count.yes == 1 && x.outcome.count.no == 0);
	assembly_free(&a);
}

static void who_is_sent_anew_does_not_vote_on_what_is_open(void)
{
	begin();
	CHECK(recall() == ERR_OK);
	CHECK(meeting_delegate_register(as(a.secretariat),
	                                &(struct meeting_delegate_new){
						.session = x.meeting.id,
						.government = a.members[0],
						.account = a.delegates[0],
						.role = MEETING_HEAD,
						.seat = MEETING_SEAT_VOTES },
	                                &first) == ERR_OK);
	CHECK(meeting_accredit(as(a.secretariat), first, true) == ERR_OK);
	CHECK(cast(a.delegates[0], VOTE_NO) == ERR_VOTE_STOPPED);
	CHECK(decision_seat(as(a.chair), x.question, a.members[0]) == ERR_OK);
	CHECK(cast(a.delegates[0], VOTE_NO) == ERR_OK);
	assembly_free(&a);
}

static void whoever_presides_is_told_and_seats_the_stand_in(void)
{
	struct decision_seat *seats;
	struct http_reply r;
	int n;

	begin();
	CHECK(decision_seats(as(a.chair), x.question, &seats, &n) == ERR_OK && n == 0);
	CHECK(decision_seat(as(a.chair), x.question, a.members[0]) == ERR_VOTE_NO_STAND_IN);
	CHECK(recall() == ERR_OK);
	CHECK(decision_seats(as(a.chair), x.question, &seats, &n) == ERR_OK && n == 1 &&
	      seats[0].stop.who.v == a.delegates[0].v && seats[0].heir.v == stand_in.v &&
	      !seats[0].stop.has_voted);
	CHECK(decision_seats(as(a.committee_chair), x.question, &seats, &n) == ERR_FORBIDDEN);
	CHECK(decision_seat(as(a.committee_chair), x.question, a.members[0]) == ERR_FORBIDDEN);
	r = page_get(&a, routes, a.chair, "/en/meetings/ga-10/items/1");
	CHECK(page_has(&r, "acts for it no longer") && page_has(&r, "Seat Stand-in instead") &&
	      page_has(&r, "/en/votes/1/seat?government=g1"));
	r = page_get(&a, routes, (account_id){ 0 }, "/en/votes/1/live");
	CHECK(r.status == 200 && page_has(&r, "the person on the roll acts for it no longer"));
	r = page_get(&a, routes, a.chair, "/en/votes/1/seat?government=g1");
	CHECK(r.status == 200 && page_has(&r, "Seat whoever stands in?") &&
	      page_has(&r, "Stand-in"));
	r = page_post(&a, routes, a.chair, "/en/votes/1/seat", "government=g1");
	CHECK(r.status == 303);
	CHECK(cast(stand_in, VOTE_YES) == ERR_OK && received() == 1);
	CHECK(cast(a.delegates[0], VOTE_NO) == ERR_VOTE_NOT_ON_ROLL);
	CHECK(engine_count(&a.engine, "meeting_displacement") == 2);
	assembly_free(&a);
}

static void a_place_stays_empty_when_nobody_may_take_it(void)
{
	struct decision_seat *seats;
	struct meeting_delegate d;
	uint64_t before;
	int n;

	begin();
	CHECK(meeting_delegate_own(as(stand_in), x.meeting.id, &d) == ERR_OK);
	CHECK(meeting_accredit(as(a.secretariat), d.id, false) == ERR_OK);
	CHECK(recall() == ERR_OK);
	CHECK(decision_seats(as(a.chair), x.question, &seats, &n) == ERR_OK && n == 1 &&
	      seats[0].heir.v == 0);
	before = engine_fingerprint(&a.engine);
	CHECK(decision_seat(as(a.chair), x.question, a.members[0]) == ERR_VOTE_NO_STAND_IN);
	CHECK(engine_fingerprint(&a.engine) == before);
	assembly_free(&a);
}

static enum err use_seat(void *arg)
{
	(void)arg;
	return decision_seat(as(a.chair), x.question, a.members[0]);
}

static void whatever_fails_somebody_is_seated_and_told_or_not_at_all(void)
{
	begin();
	CHECK(recall() == ERR_OK);
	fault_loop(&a.engine, use_seat, NULL);
	assembly_free(&a);
}

int main(void)
{
	RUN(who_is_recalled_votes_no_longer_and_the_vote_that_came_stands);
	RUN(who_is_sent_anew_does_not_vote_on_what_is_open);
	RUN(whoever_presides_is_told_and_seats_the_stand_in);
	RUN(a_place_stays_empty_when_nobody_may_take_it);
	RUN(whatever_fails_somebody_is_seated_and_told_or_not_at_all);
	return TAP_DONE();
}
