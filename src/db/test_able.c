/* test_able.c -- what cannot be kept is not acknowledged, and it is said why. */
#include "db/internal.h"
#include "db/test_statements.h"
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

static struct engine e;

static const char *file(const char *ending)
{
	return arena_printf(e.ctx.arena, "%s%s", e.url + strlen("sqlite:"), ending).p;
}

/* Does the store say that it is not ready, with these words? */
static bool is_unready(enum err want, const char *says)
{
	struct sbuf why = { .arena = e.ctx.arena };
	enum err got = db_ready(&e.ctx, &why);
	bool ok = got == want && strstr(sbuf_done(&why).p, says);

	if (!ok)
		printf("# %d: %s\n", (int)got, sbuf_done(&why).p);
	return ok;
}

static bool is_ready(void)
{
	struct sbuf why = { .arena = e.ctx.arena };

	return db_ready(&e.ctx, &why) == ERR_OK && why.n == 0;
}

/* Nothing is acknowledged while `name` is not what it was; and all is well when it is again. */
static void file_goes_and_comes(const char *ending)
{
	const char *name, *away;

	engine_new_with_writer(&e);
	name = file(ending);
	away = arena_printf(e.ctx.arena, "%s/away", e.dir).p;
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_OK && is_ready());
	CHECK(rename(name, away) == 0);
	CHECK(write_pair(&e.ctx, "b", 2) == ERR_NOT_KEPT);
	CHECK(is_unready(ERR_NOT_KEPT, "moved, deleted or replaced"));
	CHECK(strstr(db_why(e.ctx.db), name));
	/* Another file by that name is not the same one. */
	CHECK(fclose(fopen(name, "w")) == 0);
	CHECK(write_pair(&e.ctx, "b", 2) == ERR_NOT_KEPT);
	CHECK(rename(away, name) == 0);
	CHECK(is_ready() && write_pair(&e.ctx, "c", 3) == ERR_OK);
	CHECK(engine_count(&e, "account_failure") == 2);
	engine_free(&e);
}

static void a_file_that_was_moved_takes_no_votes(void)
{
	if (engine_is_postgres())
		return;
	file_goes_and_comes("");
	file_goes_and_comes("-wal");
	file_goes_and_comes("-shm");
}

static enum err put_and_move(struct tx *tx, void *arg)
{
	enum err err = run_put(tx, "a", 1);
	const char *const *away = arg;

	return err == ERR_OK && rename(file(""), *away) != 0 ? ERR_IO : err;
}

static void a_file_that_goes_during_a_write_takes_it_not(void)
{
	const char *away;

	if (engine_is_postgres())
		return;
	engine_new_with_writer(&e);
	away = arena_printf(e.ctx.arena, "%s/away", e.dir).p;
	CHECK(db_write(&e.ctx, put_and_move, &away) == ERR_NOT_KEPT);
	CHECK(rename(away, file("")) == 0);
	CHECK(engine_count(&e, "account_failure") == 0);
	engine_free(&e);
}

/* A connection that was the last one takes log and memory with it: the next makes them anew. */
static void files_that_come_and_go_by_themselves_are_no_fault(void)
{
	engine_new(&e);
	for (int i = 0; i < 3; i++) {
		CHECK(write_pair(&e.ctx, i == 0 ? "a" : i == 1 ? "b" : "c", 1) == ERR_OK);
		db_close(e.ctx.db);
		e.ctx.db = db_open(e.store);
	}
	CHECK(is_ready() && engine_count(&e, "account_failure") == 3);
	engine_free(&e);
}

static void limit_files(rlim_t bytes)
{
	struct rlimit r;

	MUST(getrlimit(RLIMIT_FSIZE, &r) == 0);
	r.rlim_cur = bytes;
	MUST(setrlimit(RLIMIT_FSIZE, &r) == 0);
}

static void a_disk_that_takes_no_more_is_told_until_it_does(void)
{
	if (engine_is_postgres())
		return;
	engine_new_with_writer(&e);
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_OK && is_ready());
	signal(SIGXFSZ, SIG_IGN);
	limit_files(4096);
	CHECK(write_pair(&e.ctx, "b", 2) == ERR_NOT_KEPT);
	CHECK(is_unready(ERR_NOT_KEPT, ""));
	CHECK(engine_count(&e, "account_failure") == 1);
	limit_files(RLIM_INFINITY);
	CHECK(is_ready());
	CHECK(write_pair(&e.ctx, "b", 2) == ERR_OK && engine_count(&e, "account_failure") == 2);
	engine_free(&e);
}

static void a_server_that_takes_no_writes_is_not_ready(void)
{
	static const struct db_stmt off = { .name = "test.off",
		                            .postgres = "SET default_transaction_read_only = on" },
				    on = { .name = "test.on",
		                           .postgres = "SET default_transaction_read_only = off" };
	struct db_rows rows = { 0 };

	if (!engine_is_postgres())
		return;
	engine_new(&e);
	rows.arena = e.ctx.arena;
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_OK && is_ready());
	CHECK(db_query(e.ctx.db, &off, NULL, &rows) == ERR_OK);
	CHECK(is_unready(ERR_NOT_KEPT, "takes no writes"));
	CHECK(write_pair(&e.ctx, "b", 2) == ERR_NOT_KEPT);
	CHECK(db_query(e.ctx.db, &on, NULL, &rows) == ERR_OK);
	CHECK(is_ready() && write_pair(&e.ctx, "b", 2) == ERR_OK);
	engine_free(&e);
}

static enum err refuse(void *arg, struct sbuf *why)
{
	enum err *what = arg;

	if (*what != ERR_OK)
		sbuf_lit(why, "the guard says no");
	return *what;
}

static void the_guard_is_asked_before_anything_is_written(void)
{
	enum err says = ERR_CLOCK_JUMPED;
	uint64_t before;

	engine_new_with_writer(&e);
	before = engine_fingerprint(&e);
	db_guard(e.store, refuse, &says);
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_CLOCK_JUMPED);
	CHECK(is_unready(ERR_CLOCK_JUMPED, "the guard says no"));
	CHECK(engine_fingerprint(&e) == before);
	says = ERR_OK;
	CHECK(is_ready() && write_pair(&e.ctx, "a", 1) == ERR_OK);
	engine_free(&e);
}

static void a_refusal_by_a_rule_is_no_failure_of_the_store(void)
{
	engine_new_with_writer(&e);
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_OK);
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_CONFLICT);
	CHECK(is_ready());
	/* What failed by itself is tried again before it is said that nothing can be kept. */
	db_fault(e.store, 1);
	CHECK(write_pair(&e.ctx, "b", 1) == ERR_DB);
	CHECK(is_ready() && engine_count(&e, "account_failure") == 1);
	engine_free(&e);
}

int main(void)
{
	RUN(a_file_that_was_moved_takes_no_votes);
	RUN(a_file_that_goes_during_a_write_takes_it_not);
	RUN(files_that_come_and_go_by_themselves_are_no_fault);
	RUN(a_disk_that_takes_no_more_is_told_until_it_does);
	RUN(a_server_that_takes_no_writes_is_not_ready);
	RUN(the_guard_is_asked_before_anything_is_written);
	RUN(a_refusal_by_a_rule_is_no_failure_of_the_store);
	return TAP_DONE();
}
