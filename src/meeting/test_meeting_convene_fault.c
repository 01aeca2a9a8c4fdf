/* test_meeting_convene_fault.c -- whichever statement fails while a session is prepared, nothing is
 * half done. */
#include "meeting/test_sitting.h"
#include "test/fault.h"

static struct assembly a;
static struct meeting m;
static struct meeting_item items[2];

static struct ctx *as_secretariat(void)
{
	return assembly_as(&a, a.secretariat);
}

static void begin(bool is_draft)
{
	struct meeting_new new;

	assembly_new(&a, 2);
	new = sitting_new(&a, 1);
	new.is_draft = is_draft;
	MUST(meeting_convene(as_secretariat(), &new, &m) == ERR_OK);
	for (int i = 0; i < 2; i++)
		MUST(sitting_put(&a, m.id, "resolve", NULL, &items[i]) == ERR_OK);
}

static enum err use_edit(void *arg)
{
	struct meeting_new to = sitting_new(&a, 1);
	const struct meeting_edit edit = { .to = &to, .reason = S("A reason.") };

	(void)arg;
	to.place.in[LANGUAGE_EN] = S("Gyeongju");
	to.host = a.members[1];
	to.starts_on = S("2014-10-23");
	to.mode = MEETING_ONLINE;
	return meeting_edit(as_secretariat(), m.id, &edit, &m);
}

static enum err use_publish(void *arg)
{
	(void)arg;
	return meeting_publish(as_secretariat(), m.id, S("A reason."), &m);
}

static enum err use_plan(void *arg)
{
	struct meeting_item_plan plan = { .day = S("2014-10-22") };

	(void)arg;
	plan.title.in[LANGUAGE_EN] = S("Other matters");
	plan.note.in[LANGUAGE_EN] = S("A note.");
	return meeting_item_edit(as_secretariat(), items[0].id, &plan, &items[0]);
}

static enum err use_move(void *arg)
{
	(void)arg;
	return meeting_item_move(as_secretariat(),
	                         &(struct meeting_item_move){ .item = items[0].id });
}

static enum err use_withdraw(void *arg)
{
	(void)arg;
	return meeting_item_withdraw(as_secretariat(), items[0].id, S("A reason."));
}

static enum err use_call(void *arg)
{
	return meeting_item_call(assembly_as(&a, a.chair), *(meeting_item_id *)arg);
}

static enum err use_postpone(void *arg)
{
	return meeting_item_postpone(assembly_as(&a, a.chair), *(meeting_item_id *)arg,
	                             S("A reason."));
}

static void an_edit_and_a_publication_fail_whole(void)
{
	begin(true);
	CHECK(fault_loop(&a.engine, use_edit, NULL) > 12);
	CHECK(fault_loop(&a.engine, use_publish, NULL) > 6);
	assembly_free(&a);
	begin(false);
	CHECK(fault_loop(&a.engine, use_edit, NULL) > 18);
	assembly_free(&a);
}

static void work_on_the_agenda_fails_whole(void)
{
	for (int draft = 0; draft < 2; draft++) {
		begin(draft);
		CHECK(fault_loop(&a.engine, use_plan, NULL) > 8);
		CHECK(fault_loop(&a.engine, use_move, NULL) > 6);
		CHECK(fault_loop(&a.engine, use_withdraw, NULL) > 6);
		assembly_free(&a);
	}
}

static void steps_in_a_sitting_fail_whole(void)
{
	begin(false);
	MUST(meeting_open(assembly_as(&a, a.chair), m.id) == ERR_OK);
	CHECK(fault_loop(&a.engine, use_call, &items[0].id) > 6);
	CHECK(fault_loop(&a.engine, use_call, &items[1].id) > 8);
	CHECK(fault_loop(&a.engine, use_postpone, &items[1].id) > 8);
	assembly_free(&a);
}

int main(void)
{
	RUN(an_edit_and_a_publication_fail_whole);
	RUN(work_on_the_agenda_fails_whole);
	RUN(steps_in_a_sitting_fail_whole);
	return TAP_DONE();
}
