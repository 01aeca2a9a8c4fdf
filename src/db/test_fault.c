/* test_fault.c -- whichever step fails, nothing is half done, and the next write works. */
#include "db/internal.h"
#include "db/test_statements.h"
#include <stdlib.h>

/* No write here has as many steps. */
enum { STEPS_MAX = 100 };

static struct engine e;

static enum err put_three(struct tx *tx, void *arg)
{
	enum err err = ERR_OK;

	(void)arg;
	for (int i = 1; i <= 3 && err == ERR_OK; i++)
		err = run_put(tx, arena_printf(tx->ctx->arena, "row %d", i).p, i);
	return err;
}

/* The same, taking no notice of what fails. */
static enum err put_three_blindly(struct tx *tx, void *arg)
{
	(void)arg;
	for (int i = 1; i <= 3; i++)
		if (run_put(tx, arena_printf(tx->ctx->arena, "row %d", i).p, i) != ERR_OK)
			continue;
	return ERR_OK;
}

/* How many steps failed, each leaving everything as it was; -1 when one did not. */
static int fail_each_step(enum err (*fn)(struct tx *, void *))
{
	uint64_t before = engine_fingerprint(&e);
	uint64_t version = db_version(e.store);

	for (int n = 1; n <= STEPS_MAX; n++) {
		enum err err;

		db_fault(e.store, n);
		err = db_write(&e.ctx, fn, NULL);
		if (db_fault_left(e.store) > 0) {
			db_fault(e.store, 0);
			CHECK(err == ERR_OK && db_version(e.store) > version);
			return n - 1;
		}
		if (err != ERR_DB || engine_fingerprint(&e) != before)
			return -1;
	}
	return -1;
}

static void a_write_fails_whole_at_every_step(void)
{
	engine_new(&e);
	/* begin, three rows, commit */
	CHECK(fail_each_step(put_three) == 5);
	CHECK(engine_count(&e, "account_failure") == 3);
	engine_free(&e);
}

static void a_write_that_ignores_failures_fails_whole_too(void)
{
	engine_new(&e);
	CHECK(fail_each_step(put_three_blindly) == 5);
	CHECK(engine_count(&e, "account_failure") == 3);
	engine_free(&e);
}

static void a_write_through_the_writer_fails_whole_at_every_step(void)
{
	engine_new_with_writer(&e);
	CHECK(fail_each_step(put_three) == 5);
	CHECK(engine_count(&e, "account_failure") == 3);
	engine_free(&e);
}

/* A batch of three: whatever step fails, what was acknowledged is there and nothing else is. */
static void what_a_batch_acknowledges_is_there_whichever_step_fails(void)
{
	struct pair pairs[] = { { "a", 1 }, { "b", 2 }, { "c", 3 } };
	bool is_over = false;
	int n;

	engine_new(&e);
	for (n = 1; n <= STEPS_MAX && !is_over; n++) {
		struct db_job jobs[3];
		struct ctx ctxs[3];

		for (int i = 0; i < 3; i++) {
			ctxs[i] = e.ctx;
			jobs[i] = (struct db_job){ .ctx = &ctxs[i],
				                   .before = ctxs[i],
				                   .fn = put_pair,
				                   .arg = &pairs[i],
				                   .next = i < 2 ? &jobs[i + 1] : NULL };
		}
		db_fault(e.store, n);
		db_batch_run(e.ctx.db, jobs);
		is_over = db_fault_left(e.store) > 0;
		db_fault(e.store, 0);
		for (int i = 0; i < 3; i++) {
			bool is_there = run_get(&e.ctx, pairs[i].name) == pairs[i].n;

			CHECK(is_there == (jobs[i].result == ERR_OK));
			CHECK(!is_over || is_there);
		}
		engine_exec(&e, "DELETE FROM account_failure");
	}
	/* begin, three times savepoint, row and release, commit */
	CHECK(n - 2 == 11);
	engine_free(&e);
}

static void a_read_that_fails_says_so(void)
{
	engine_new(&e);
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_OK);
	db_fault(e.store, 1);
	CHECK(run_get(&e.ctx, "a") == -2);
	CHECK(strstr(db_why(e.ctx.db), "test.get"));
	CHECK(run_get(&e.ctx, "a") == 1);
	engine_free(&e);
}

/* Migrating again and again, each time failing a step later: nothing is half there or lost. */
static void migrating_goes_on_after_every_failure(void)
{
	struct engine whole;
	struct sbuf why = { 0 };
	enum err err = ERR_DB;

	engine_new(&whole);
	engine_new_empty(&e);
	why.arena = e.ctx.arena;
	CHECK(db_store_open(e.url, false, &e.store, &why) == ERR_OK && db_is_new(e.store));
	for (int n = 1; n <= STEPS_MAX && err != ERR_OK; n++) {
		db_fault(e.store, n);
		err = db_migrate(e.store, e.ctx.now, &why);
		CHECK((err == ERR_OK) == (db_fault_left(e.store) > 0));
		CHECK((err == ERR_OK) != db_is_new(e.store));
		db_fault(e.store, 0);
		CHECK(db_verify(e.store, &why) == ERR_OK);
	}
	CHECK(err == ERR_OK);
	e.ctx.db = db_open(e.store);
	CHECK(engine_fingerprint(&e) == engine_fingerprint(&whole));
	engine_free(&e);
	engine_free(&whole);
}

int main(void)
{
	RUN(a_write_fails_whole_at_every_step);
	RUN(a_write_that_ignores_failures_fails_whole_too);
	RUN(a_write_through_the_writer_fails_whole_at_every_step);
	RUN(what_a_batch_acknowledges_is_there_whichever_step_fails);
	RUN(a_read_that_fails_says_so);
	RUN(migrating_goes_on_after_every_failure);
	return TAP_DONE();
}
