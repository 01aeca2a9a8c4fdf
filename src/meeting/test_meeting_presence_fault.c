/* test_meeting_presence_fault.c -- whichever statement fails, nothing is half done. */
#include "meeting/test_sitting.h"
#include "test/fault.h"

static struct assembly a;
static struct meeting m;
static meeting_delegate_id first, second;

/* Two members, of whom one must be there; one is in. */
static void begin(void)
{
	struct meeting_delegate d;

	assembly_new(&a, 2);
	assembly_head(&a, 0);
	engine_exec(&a.engine, "UPDATE charter_power SET rule = 'quorate' WHERE rule IS NOT NULL");
	m = sitting_convene(&a, 10);
	sitting_seat(&a, m.id, 2);
	MUST(meeting_delegate_own(assembly_as(&a, a.delegates[0]), m.id, &d) == ERR_OK);
	first = d.id;
	MUST(meeting_delegate_own(assembly_as(&a, a.delegates[1]), m.id, &d) == ERR_OK);
	second = d.id;
	MUST(meeting_check_in(assembly_as(&a, a.secretariat), first) == ERR_OK);
	MUST(meeting_open(assembly_as(&a, a.chair), m.id) == ERR_OK);
}

static enum err use_register(void *arg)
{
	const struct meeting_delegate_new new = {
		.session = m.id,
		.government = a.members[0],
		.person.in[LANGUAGE_EN] = S_INIT("Somebody"),
		.role = MEETING_DELEGATE,
		.seat = MEETING_SEAT_STANDS_IN,
	};
	meeting_delegate_id id;

	(void)arg;
	return meeting_delegate_register(assembly_as(&a, a.delegates[0]), &new, &id);
}

static enum err use_change(void *arg)
{
	const struct meeting_delegate_change c = { .id = first,
		                                   .role = MEETING_HEAD,
		                                   .seat = MEETING_SEAT_STANDS_IN };

	(void)arg;
	return meeting_delegate_change(assembly_as(&a, a.delegates[0]), &c);
}

static enum err use_recall(void *arg)
{
	(void)arg;
	return meeting_delegate_recall(assembly_as(&a, a.delegates[0]), first);
}

static enum err use_refuse(void *arg)
{
	(void)arg;
	return meeting_credentials_refuse(assembly_as(&a, a.secretariat), first, S("Why"));
}

/* The quorum is lost, and that is recorded or nothing is. */
static enum err use_check_out(void *arg)
{
	(void)arg;
	return meeting_check_out(assembly_as(&a, a.secretariat), first);
}

static enum err use_check_in(void *arg)
{
	(void)arg;
	return meeting_check_in(assembly_as(&a, a.secretariat), second);
}

static enum err suspend_tx(struct tx *tx, void *arg)
{
	(void)arg;
	return meeting_suspend(tx, m.id, TIME_NONE);
}

static enum err use_suspend(void *arg)
{
	return db_write(assembly_as(&a, a.chair), suspend_tx, arg);
}

static enum err use_resume(void *arg)
{
	(void)arg;
	return meeting_resume(assembly_as(&a, a.chair), m.id);
}

static void whatever_fails_a_delegation_is_whole(void)
{
	enum err (*const uses[])(void *) = { use_register, use_change, use_recall, use_refuse };

	for (size_t i = 0; i < COUNT_OF(uses); i++) {
		begin();
		CHECK(fault_loop(&a.engine, uses[i], NULL) > 3);
		assembly_free(&a);
	}
}

static void whatever_fails_presence_and_quorum_are_one(void)
{
	begin();
	CHECK(fault_loop(&a.engine, use_check_in, NULL) > 3);
	CHECK(meeting_check_out(assembly_as(&a, a.secretariat), second) == ERR_OK);
	CHECK(fault_loop(&a.engine, use_check_out, NULL) > 5);
	CHECK(engine_count(&a.engine, "meeting_quorum") == 2);
	assembly_free(&a);
}

static void whatever_fails_a_sitting_ends_or_goes_on(void)
{
	begin();
	CHECK(fault_loop(&a.engine, use_suspend, NULL) > 3);
	CHECK(fault_loop(&a.engine, use_resume, NULL) > 3);
	assembly_free(&a);
}

int main(void)
{
	RUN(whatever_fails_a_delegation_is_whole);
	RUN(whatever_fails_presence_and_quorum_are_one);
	RUN(whatever_fails_a_sitting_ends_or_goes_on);
	return TAP_DONE();
}
