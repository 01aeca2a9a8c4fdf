/* test_meeting_item.c -- the agenda's order and plan, and its items in the sittings. */
#include "meeting/internal.h"
#include "meeting/test_sitting.h"
#include "test/tap.h"

static struct assembly a;
static struct meeting m;
static struct meeting_item items[3];
static uint64_t before;

static void note(void)
{
	before = engine_fingerprint(&a.engine);
}

static bool is_unchanged(void)
{
	return engine_fingerprint(&a.engine) == before;
}

static struct ctx *as_secretariat(void)
{
	return assembly_as(&a, a.secretariat);
}

/* A session with three items, as a draft or published. */
static void begin(bool is_draft)
{
	struct meeting_new new;

	assembly_new(&a, 2);
	new = sitting_new(&a, 10);
	new.is_draft = true;
	MUST(meeting_convene(as_secretariat(), &new, &m) == ERR_OK);
	for (int i = 0; i < 3; i++)
		MUST(sitting_put(&a, m.id, "resolve", NULL, &items[i]) == ERR_OK);
	if (!is_draft)
		MUST(meeting_publish(as_secretariat(), m.id, (struct str){ 0 }, &m) == ERR_OK);
}

static void begin_open(void)
{
	begin(false);
	MUST(meeting_open(assembly_as(&a, a.chair), m.id) == ERR_OK);
}

static struct meeting_item again(int i)
{
	struct meeting_item item;

	MUST(meeting_item_get(as_secretariat(), items[i].id, &item) == ERR_OK);
	return item;
}

static enum err move(struct ctx *ctx, int i, bool up)
{
	return meeting_item_move(ctx, &(struct meeting_item_move){ .item = items[i].id, .up = up });
}

/* "2 3 1": which item stands where, each followed by its number if `numbers`. */
static bool stands(const char *order)
{
	struct sbuf out = { .arena = a.engine.ctx.arena };
	struct meeting_item *all;
	int n;

	MUST(meeting_items(as_secretariat(), m.id, &all, &n) == ERR_OK);
	for (int i = 0; i < n; i++)
		sbuf_printf(&out, "%s%" PRId64 "n%" PRId64 "p%" PRId64, i ? " " : "",
		            all[i].id.v - items[0].id.v + 1, all[i].number, all[i].position);
	if (!str_is(sbuf_done(&out), order))
		printf("# %.*s\n", (int)out.n, out.p);
	return str_is(sbuf_done(&out), order);
}

static int count_changes(enum meeting_change_kind kind)
{
	struct meeting_change *c;
	int n, count = 0;

	MUST(meeting_changes(as_secretariat(), m.id, &c, &n) == ERR_OK);
	for (int i = 0; i < n; i++)
		count += c[i].kind == kind;
	return count;
}

/* --- order --- */

static void in_a_draft_numbers_follow_the_order(void)
{
	begin(true);
	CHECK(stands("1n1p1 2n2p2 3n3p3"));
	CHECK(move(as_secretariat(), 2, true) == ERR_OK && stands("1n1p1 3n2p2 2n3p3"));
	CHECK(move(as_secretariat(), 0, false) == ERR_OK && stands("3n1p1 1n2p2 2n3p3"));
	CHECK(move(as_secretariat(), 2, true) == ERR_ITEM_END);
	CHECK(move(as_secretariat(), 1, false) == ERR_ITEM_END);
	CHECK(count_changes(MEETING_CHANGE_ITEM_MOVED) == 0);
	assembly_free(&a);
}

static void once_published_numbers_stay_and_the_order_changes(void)
{
	begin(false);
	CHECK(move(as_secretariat(), 2, true) == ERR_OK && stands("1n1p1 3n3p2 2n2p3"));
	CHECK(move(assembly_as(&a, a.chair), 2, true) == ERR_OK && stands("3n3p1 1n1p2 2n2p3"));
	CHECK(count_changes(MEETING_CHANGE_ITEM_MOVED) == 2);
	note();
	CHECK(move(assembly_as(&a, a.committee_chair), 2, false) == ERR_FORBIDDEN);
	CHECK(move(assembly_as(&a, a.delegates[0]), 2, false) == ERR_FORBIDDEN);
	CHECK(move(assembly_as(&a, (account_id){ 0 }), 2, false) == ERR_FORBIDDEN);
	CHECK(is_unchanged());
	assembly_free(&a);
}

static void whoever_moves_what_has_moved_already_is_told(void)
{
	struct meeting_item_move stale;

	begin(false);
	stale = (struct meeting_item_move){ .item = items[2].id, .position = 3, .up = true };
	CHECK(meeting_item_move(as_secretariat(), &stale) == ERR_OK);
	note();
	CHECK(meeting_item_move(as_secretariat(), &stale) == ERR_CONFLICT);
	CHECK(is_unchanged());
	assembly_free(&a);
}

/* --- plan --- */

static void an_item_gets_a_title_a_time_and_a_note_of_its_own(void)
{
	struct meeting_item_plan plan = { .day = S("2014-10-23"),
		                          .clock = S("09:30"),
		                          .minutes = { true, 40 } };
	struct meeting_item item;

	begin(false);
	plan.title.in[LANGUAGE_RU] = S("Разное");
	plan.note.in[LANGUAGE_RU] = S("*Кратко.*");
	CHECK(meeting_item_edit(as_secretariat(), items[0].id, &plan, &item) == ERR_OK);
	CHECK(str_is(item.title.text, "Разное") && item.title.lang == LANGUAGE_RU);
	CHECK(str_is(item.day, "2014-10-23") && str_is(item.clock, "09:30") &&
	      item.minutes.v == 40 && str_is(item.note.text, "*Кратко.*"));
	CHECK(count_changes(MEETING_CHANGE_ITEM_RENAMED) == 1 &&
	      count_changes(MEETING_CHANGE_ITEM_PLANNED) == 1 &&
	      count_changes(MEETING_CHANGE_ITEM_NOTE) == 1);
	/* Nothing new is nothing changed; no title leaves the one it has. */
	plan.title = (struct lang_set){ 0 };
	CHECK(meeting_item_edit(as_secretariat(), items[0].id, &plan, &item) == ERR_OK &&
	      str_is(item.title.text, "Разное"));
	CHECK(count_changes(MEETING_CHANGE_ITEM_NOTE) == 1);
	CHECK(meeting_item_edit(as_secretariat(), items[0].id, &(struct meeting_item_plan){ 0 },
	                        &item) == ERR_OK);
	CHECK(!item.day.p && !item.minutes.has && !item.note.text.p);
	CHECK(count_changes(MEETING_CHANGE_ITEM_PLANNED) == 2 &&
	      count_changes(MEETING_CHANGE_ITEM_NOTE) == 2);
	assembly_free(&a);
}

static void a_plan_that_cannot_be_kept_is_refused(void)
{
	static const struct {
		const char *day, *clock;
		int64_t minutes;
		enum err error;
	} cases[] = {
		{ "2014-10-21", NULL, 1, ERR_ITEM_DAY },
		{ "2014-10-24", NULL, 1, ERR_ITEM_DAY },
		{ "2014-10", NULL, 1, ERR_ITEM_DAY },
		{ "tomorrow", NULL, 1, ERR_ITEM_DAY },
		{ NULL, "09:30", 1, ERR_ITEM_CLOCK },
		{ "2014-10-22", "9:30", 1, ERR_ITEM_CLOCK },
		{ "2014-10-22", "24:00", 1, ERR_ITEM_CLOCK },
		{ "2014-10-22", "09:60", 1, ERR_ITEM_CLOCK },
		{ "2014-10-22", "-9:30", 1, ERR_ITEM_CLOCK },
		{ "2014-10-22", "09:-1", 1, ERR_ITEM_CLOCK },
		{ "2014-10-22", "09:30", 1441, ERR_FIELD_NUMBER },
		{ "2014-10-22", "09:30", -1, ERR_FIELD_NUMBER },
	};
	struct meeting_item item;

	begin(true);
	note();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct meeting_item_plan plan = { .day = str_of(cases[i].day),
			                                .clock = str_of(cases[i].clock),
			                                .minutes = { true, cases[i].minutes } };
		const struct meeting_item_new new = { .session = m.id,
			                              .kind = sitting_kind(&a, "resolve"),
			                              .plan = plan };

		CHECK(meeting_item_edit(as_secretariat(), items[0].id, &plan, &item) ==
		      cases[i].error);
		CHECK(meeting_item_put(as_secretariat(), &new, &item) == cases[i].error);
	}
	CHECK(is_unchanged());
	assembly_free(&a);
}

/* --- withdrawing --- */

static void an_item_vanishes_from_a_draft_and_stays_on_an_agenda(void)
{
	struct meeting_item gone;

	begin(true);
	CHECK(meeting_item_withdraw(as_secretariat(), items[0].id, (struct str){ 0 }) == ERR_OK);
	CHECK(meeting_item_get(as_secretariat(), items[0].id, &gone) == ERR_NOT_FOUND);
	CHECK(stands("2n1p1 3n2p2"));
	MUST(meeting_publish(as_secretariat(), m.id, (struct str){ 0 }, &m) == ERR_OK);
	CHECK(meeting_item_withdraw(as_secretariat(), items[1].id, S("Not ripe.")) == ERR_OK);
	CHECK(stands("2n1p1 3n2p2") && again(1).state == MEETING_ITEM_WITHDRAWN);
	CHECK(count_changes(MEETING_CHANGE_ITEM_WITHDRAWN) == 1);
	note();
	CHECK(meeting_item_withdraw(as_secretariat(), items[1].id, (struct str){ 0 }) ==
	      ERR_ITEM_DECIDED);
	CHECK(is_unchanged());
	assembly_free(&a);
}

/* --- in the sittings --- */

static void one_item_is_dealt_with_at_a_time(void)
{
	struct meeting_item current;

	begin_open();
	CHECK(meeting_item_current(as_secretariat(), m.id, &current) == ERR_NOT_FOUND);
	CHECK(meeting_item_call(assembly_as(&a, a.chair), items[0].id) == ERR_OK);
	CHECK(meeting_item_current(as_secretariat(), m.id, &current) == ERR_OK &&
	      current.id.v == items[0].id.v && meeting_item_is_current(&current));
	CHECK(meeting_item_call(assembly_as(&a, a.second_chair), items[0].id) == ERR_ITEM_CALLED);
	a.engine.ctx.now.us += 60000000;
	CHECK(meeting_item_call(assembly_as(&a, a.second_chair), items[2].id) == ERR_OK);
	CHECK(again(0).left_at.us == a.engine.ctx.now.us && !meeting_item_is_current(&items[0]));
	CHECK(meeting_item_current(as_secretariat(), m.id, &current) == ERR_OK &&
	      current.id.v == items[2].id.v);
	CHECK(count_changes(MEETING_CHANGE_ITEM_CALLED) == 2 &&
	      count_changes(MEETING_CHANGE_ITEM_LEFT) == 1);
	note();
	CHECK(meeting_item_call(assembly_as(&a, a.committee_chair), items[1].id) == ERR_FORBIDDEN);
	CHECK(meeting_item_call(as_secretariat(), items[1].id) == ERR_FORBIDDEN);
	CHECK(is_unchanged());
	assembly_free(&a);
}

static void what_is_postponed_is_left_and_may_be_called_again(void)
{
	begin_open();
	CHECK(meeting_item_call(assembly_as(&a, a.chair), items[0].id) == ERR_OK);
	CHECK(meeting_item_postpone(assembly_as(&a, a.chair), items[0].id,
	                            S("Until the afternoon.")) == ERR_OK);
	CHECK(again(0).postponed_at.us != TIME_NONE.us && again(0).left_at.us != TIME_NONE.us);
	CHECK(again(0).state == MEETING_ITEM_PENDING);
	CHECK(meeting_item_call(assembly_as(&a, a.chair), items[0].id) == ERR_OK);
	CHECK(again(0).postponed_at.us == TIME_NONE.us && again(0).left_at.us == TIME_NONE.us);
	CHECK(count_changes(MEETING_CHANGE_ITEM_POSTPONED) == 1);
	MUST(meeting_item_withdraw(as_secretariat(), items[1].id, (struct str){ 0 }) == ERR_OK);
	note();
	CHECK(meeting_item_postpone(assembly_as(&a, a.chair), items[1].id, (struct str){ 0 }) ==
	      ERR_ITEM_DECIDED);
	CHECK(meeting_item_call(assembly_as(&a, a.chair), items[1].id) == ERR_ITEM_DECIDED);
	CHECK(is_unchanged());
	assembly_free(&a);
}

static void no_step_is_taken_outside_a_sitting(void)
{
	begin(false);
	note();
	CHECK(meeting_item_call(assembly_as(&a, a.chair), items[0].id) == ERR_MEETING_NOT_OPEN);
	CHECK(meeting_item_postpone(assembly_as(&a, a.chair), items[0].id, (struct str){ 0 }) ==
	      ERR_MEETING_NOT_OPEN);
	CHECK(is_unchanged());
	assembly_free(&a);
}

struct asking {
	meeting_item_id item;
	bool is_open;
};

static enum err ask_tx(struct tx *tx, void *arg)
{
	const struct asking *q = arg;

	return meeting_item_question(tx, q->item, q->is_open);
}

static void an_item_with_an_open_question_stays_where_it_is(void)
{
	struct asking q = { .is_open = true };
	struct ctx *chair;

	begin_open();
	q.item = items[0].id;
	chair = assembly_as(&a, a.chair);
	CHECK(meeting_item_call(chair, items[0].id) == ERR_OK);
	CHECK(db_write(chair, ask_tx, &q) == ERR_OK && again(0).has_question);
	note();
	chair = assembly_as(&a, a.chair);
	CHECK(meeting_item_call(chair, items[1].id) == ERR_ITEM_QUESTION);
	CHECK(meeting_item_postpone(chair, items[0].id, (struct str){ 0 }) == ERR_ITEM_QUESTION);
	CHECK(meeting_item_withdraw(as_secretariat(), items[0].id, (struct str){ 0 }) ==
	      ERR_ITEM_QUESTION);
	CHECK(is_unchanged());
	q.is_open = false;
	CHECK(db_write(chair, ask_tx, &q) == ERR_OK);
	CHECK(meeting_item_call(assembly_as(&a, a.chair), items[1].id) == ERR_OK);
	assembly_free(&a);
}

static enum err close_tx(struct tx *tx, void *arg)
{
	return meeting_close(tx, *(meeting_session_id *)arg);
}

static void the_close_of_a_session_ends_the_item_and_every_step(void)
{
	struct meeting_item current, item;

	begin_open();
	CHECK(meeting_item_call(assembly_as(&a, a.chair), items[0].id) == ERR_OK);
	CHECK(db_write(assembly_as(&a, a.chair), close_tx, &m.id) == ERR_OK);
	CHECK(meeting_item_current(as_secretariat(), m.id, &current) == ERR_NOT_FOUND);
	CHECK(again(0).left_at.us != TIME_NONE.us);
	note();
	CHECK(meeting_item_call(assembly_as(&a, a.chair), items[1].id) == ERR_MEETING_CLOSED);
	CHECK(move(as_secretariat(), 1, true) == ERR_MEETING_CLOSED);
	CHECK(meeting_item_withdraw(as_secretariat(), items[1].id, (struct str){ 0 }) ==
	      ERR_MEETING_CLOSED);
	CHECK(meeting_item_edit(as_secretariat(), items[1].id, &(struct meeting_item_plan){ 0 },
	                        &item) == ERR_MEETING_CLOSED);
	CHECK(is_unchanged());
	assembly_free(&a);
}

int main(void)
{
	RUN(in_a_draft_numbers_follow_the_order);
	RUN(once_published_numbers_stay_and_the_order_changes);
	RUN(whoever_moves_what_has_moved_already_is_told);
	RUN(an_item_gets_a_title_a_time_and_a_note_of_its_own);
	RUN(a_plan_that_cannot_be_kept_is_refused);
	RUN(an_item_vanishes_from_a_draft_and_stays_on_an_agenda);
	RUN(one_item_is_dealt_with_at_a_time);
	RUN(what_is_postponed_is_left_and_may_be_called_again);
	RUN(no_step_is_taken_outside_a_sitting);
	RUN(an_item_with_an_open_question_stays_where_it_is);
	RUN(the_close_of_a_session_ends_the_item_and_every_step);
	return TAP_DONE();
}
