/* test_crash.c -- a process killed at any moment loses nothing that it had acknowledged. */
#include "db/internal.h"
#include "db/test_statements.h"
#include "base/random.h"
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 8, THREADS = 4, PAIRS_MAX = 1000000 };

static struct engine e;

/* The child: threads that write pairs of rows and report each number once it is acknowledged. */
struct worker {
	struct db_store *store;
	int report;
	int32_t thread;
};

struct write {
	int32_t thread, number;
};

static enum err put_both(struct tx *tx, void *arg)
{
	const struct write *w = arg;
	struct arena *a = tx->ctx->arena;
	enum err err = run_put(tx, arena_printf(a, "left %d %d", w->thread, w->number).p,
	                       w->number);

	if (err == ERR_OK)
		err = run_put(tx, arena_printf(a, "right %d %d", w->thread, w->number).p,
		              w->number);
	return err;
}

static void *work(void *arg)
{
	const struct worker *me = arg;
	struct ctx ctx = { .arena = arena_new(), .db = db_open(me->store) };

	for (int32_t i = 1; i < PAIRS_MAX; i++) {
		struct write w = { me->thread, i };

		if (db_write(&ctx, put_both, &w) != ERR_OK ||
		    write(me->report, &w, sizeof(w)) != sizeof(w))
			_exit(1);
		arena_reset(ctx.arena);
	}
	return NULL;
}

static _Noreturn void run_child(int report)
{
	struct sbuf why = { .arena = arena_new() };
	struct worker workers[THREADS];
	pthread_t thread;
	struct db_store *s;

	if (db_store_open(e.url, true, &s, &why) != ERR_OK)
		_exit(1);
	for (int i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){ s, report, i };
		if (pthread_create(&thread, NULL, work, &workers[i]) != 0)
			_exit(1);
	}
	for (;;)
		pause();
}

/*
 * At most `max` reports: the last number that each thread reported goes to `last`.  False when a
 * report is broken, or the pipe ends before.
 */
static bool take_reports(int from, int max, int32_t last[static THREADS])
{
	struct write w;

	for (int i = 0; i < max; i++) {
		if (read(from, &w, sizeof(w)) != sizeof(w))
			return false;
		if (w.thread < 0 || w.thread >= THREADS || w.number != last[w.thread] + 1)
			return false;
		last[w.thread] = w.number;
	}
	return true;
}

static pid_t start_child(int *ret_from)
{
	int ends[2];
	pid_t child;

	MUST(pipe2(ends, O_CLOEXEC) == 0);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		close(ends[0]);
		run_child(ends[1]);
	}
	close(ends[1]);
	*ret_from = ends[0];
	return child;
}

/* A write under way when the process died may be there or not, but whole: at most one a thread. */
static void check_rows(const int32_t last[static THREADS])
{
	int64_t rows = 0;

	for (int t = 0; t < THREADS; t++) {
		int32_t i = 1;

		for (;; i++) {
			int64_t left = run_get(&e.ctx,
			                       arena_printf(e.ctx.arena, "left %d %d", t, i).p);
			int64_t right = run_get(&e.ctx,
			                        arena_printf(e.ctx.arena, "right %d %d", t, i).p);

			CHECK(left == right);
			if (left != i)
				break;
		}
		CHECK(i > last[t] && i <= last[t] + 2);
		rows += 2 * (i - 1);
	}
	CHECK(engine_count(&e, "account_failure") == rows);
}

/* Kill it after some number of reports, then take what it reported besides. */
static void run_round(int32_t last[static THREADS])
{
	uint8_t reports;
	int from;
	pid_t child = start_child(&from);

	random_bytes(&reports, sizeof(reports));
	CHECK(take_reports(from, 1 + reports, last));
	CHECK(kill(child, SIGKILL) == 0 && waitpid(child, NULL, 0) == child);
	while (take_reports(from, 1, last))
		continue;
	close(from);
}

static void what_was_acknowledged_survives_kill_9(void)
{
	struct sbuf why = { 0 };
	int sum = 0;

	engine_new(&e);
	why.arena = e.ctx.arena;
	for (int round = 0; round < ROUNDS; round++) {
		int32_t last[THREADS] = { 0 };

		run_round(last);
		/* A write on the server may still be ending: another write comes after it. */
		CHECK(write_pair(&e.ctx, "after", 1) == ERR_OK);
		engine_exec(&e, "DELETE FROM account_failure WHERE name = 'after'");
		check_rows(last);
		CHECK(db_verify(e.store, &why) == ERR_OK);
		for (int t = 0; t < THREADS; t++)
			sum += last[t];
		engine_exec(&e, "DELETE FROM account_failure");
	}
	printf("# %d acknowledged writes in %d rounds\n", sum, ROUNDS);
	engine_free(&e);
}

int main(void)
{
	RUN(what_was_acknowledged_survives_kill_9);
	return TAP_DONE();
}
