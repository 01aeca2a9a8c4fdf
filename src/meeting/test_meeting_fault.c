/* test_meeting_fault.c -- whichever statement fails, nothing is half done. */
#include "meeting/test_sitting.h"
#include "test/fault.h"

static struct assembly a;
static struct meeting m;

static enum err use_convene(void *arg)
{
	const struct meeting_new new = sitting_new(&a, 2);
	struct meeting made;

	(void)arg;
	return meeting_convene(assembly_as(&a, a.secretariat), &new, &made);
}

static enum err use_put(void *arg)
{
	struct meeting_item_new *new = arg;
	struct meeting_item item;

	return meeting_item_put(assembly_as(&a, a.secretariat), new, &item);
}

static enum err use_register(void *arg)
{
	(void)arg;
	return meeting_delegate_add(assembly_as(&a, a.secretariat), m.id, a.members[0],
	                            a.delegates[0], true);
}

static enum err use_accredit(void *arg)
{
	return meeting_accredit(assembly_as(&a, a.secretariat), *(meeting_delegate_id *)arg, true);
}

static enum err use_accredit_all(void *arg)
{
	int64_t changed;

	(void)arg;
	return meeting_accredit_all(assembly_as(&a, a.secretariat), m.id, &changed);
}

static enum err use_open(void *arg)
{
	(void)arg;
	return meeting_open(assembly_as(&a, a.chair), m.id);
}

static enum err close_tx(struct tx *tx, void *arg)
{
	(void)arg;
	return meeting_close(tx, m.id);
}

static enum err use_close(void *arg)
{
	return db_write(assembly_as(&a, a.chair), close_tx, arg);
}

static void begin(void)
{
	assembly_new(&a, 2);
	m = sitting_convene(&a, 1);
}

static void convening_fails_whole(void)
{
	begin();
	CHECK(fault_loop(&a.engine, use_convene, NULL) > 8);
	assembly_free(&a);
}

static void putting_an_item_fails_whole(void)
{
	member_government_id subjects[2];
	struct meeting_item_new new = { .subjects = subjects, .subject_count = 2 };

	begin();
	subjects[0] = assembly_government(&a, "applicant");
	subjects[1] = assembly_government(&a, "observer");
	new.session = m.id;
	new.kind = sitting_kind(&a, "admit");
	CHECK(fault_loop(&a.engine, use_put, &new) > 12);
	assembly_free(&a);
}

static void registering_and_accrediting_fail_whole(void)
{
	struct meeting_delegate *d;
	int n;

	begin();
	CHECK(fault_loop(&a.engine, use_register, NULL) > 5);
	CHECK(meeting_delegates(&a.engine.ctx, m.id, &d, &n) == ERR_OK && n == 1);
	CHECK(fault_loop(&a.engine, use_accredit, &d[0].id) > 4);
	CHECK(meeting_delegate_add(&a.engine.ctx, m.id, a.members[1], a.delegates[1], true) ==
	      ERR_OK);
	CHECK(fault_loop(&a.engine, use_accredit_all, NULL) > 4);
	assembly_free(&a);
}

static void opening_and_closing_fail_whole(void)
{
	begin();
	CHECK(fault_loop(&a.engine, use_open, NULL) > 4);
	CHECK(fault_loop(&a.engine, use_close, NULL) > 4);
	assembly_free(&a);
}

int main(void)
{
	RUN(convening_fails_whole);
	RUN(putting_an_item_fails_whole);
	RUN(registering_and_accrediting_fail_whole);
	RUN(opening_and_closing_fail_whole);
	return TAP_DONE();
}
