/* test_write.c -- what db_write() promises: kept whole or not at all, alone and in company. */
#include "db/internal.h"
#include "db/test_statements.h"
#include <libpq-fe.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static struct engine e;

static void a_write_is_kept_when_it_returns_ok(void)
{
	engine_new(&e);
	CHECK(write_pair(&e.ctx, "a", 3) == ERR_OK);
	CHECK(run_get(&e.ctx, "a") == 3);
	CHECK(engine_count(&e, "account_failure") == 1);
	engine_free(&e);
}

static enum err put_and_refuse(struct tx *tx, void *arg)
{
	(void)arg;
	if (run_put(tx, "a", 1) != ERR_OK)
		return ERR_DB;
	return ERR_FORBIDDEN;
}

static void a_write_that_is_refused_leaves_nothing(void)
{
	uint64_t before, version;

	engine_new(&e);
	before = engine_fingerprint(&e);
	version = db_version(e.store);
	CHECK(db_write(&e.ctx, put_and_refuse, NULL) == ERR_FORBIDDEN);
	CHECK(engine_fingerprint(&e) == before);
	CHECK(db_version(e.store) == version);
	engine_free(&e);
}

static enum err conflict_and_go_on(struct tx *tx, void *arg)
{
	enum err *ret = arg;

	if (run_put(tx, "a", 1) != ERR_OK || run_put(tx, "b", 1) != ERR_OK)
		return ERR_DB;
	ret[0] = run_put(tx, "a", 2);
	ret[1] = run_put(tx, "c", 3);
	return ERR_OK;
}

static void a_statement_that_failed_dooms_the_write(void)
{
	enum err said[2] = { 0 };

	engine_new(&e);
	CHECK(db_write(&e.ctx, conflict_and_go_on, said) == ERR_CONFLICT);
	CHECK(said[0] == ERR_CONFLICT && said[1] == ERR_CONFLICT);
	CHECK(engine_count(&e, "account_failure") == 0);
	CHECK(db_why(e.ctx.db)[0] != '\0');
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_OK);
	engine_free(&e);
}

static void every_broken_constraint_is_a_conflict(void)
{
	engine_new(&e);
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_OK);
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_CONFLICT);
	CHECK(write_pair(&e.ctx, "b", 0) == ERR_CONFLICT);
	CHECK(write_pair(&e.ctx, NULL, 1) == ERR_CONFLICT);
	CHECK(engine_count(&e, "account_failure") == 1);
	engine_free(&e);
}

/* Puts a row of its own before the pair's. */
static enum err put_two(struct tx *tx, void *arg)
{
	const struct pair *p = arg;
	enum err err =
		run_put(tx, arena_printf(tx->ctx->arena, "first %s %d", p->name, (int)p->n).p, 1);

	return err == ERR_OK ? put_pair(tx, arg) : err;
}

/* Several jobs in one batch, exactly as the writer's thread runs them. */
static void run_batch(struct db_job *jobs, struct ctx *ctxs, struct pair *pairs, int n)
{
	for (int i = 0; i < n; i++) {
		ctxs[i] = e.ctx;
		jobs[i] = (struct db_job){
			.ctx = &ctxs[i],
			.before = ctxs[i],
			.fn = put_two,
			.arg = &pairs[i],
			.next = i + 1 < n ? &jobs[i + 1] : NULL,
		};
	}
	db_batch_run(e.ctx.db, jobs);
}

static void one_bad_write_in_a_batch_leaves_the_others(void)
{
	struct pair pairs[] = { { "a", 1 }, { "b", 2 }, { "a", 3 }, { "c", 0 }, { "d", 4 } };
	struct ctx ctxs[5];
	struct db_job jobs[5];
	struct db_stats stats;

	engine_new(&e);
	run_batch(jobs, ctxs, pairs, 5);
	CHECK(jobs[0].result == ERR_OK && jobs[1].result == ERR_OK && jobs[4].result == ERR_OK);
	CHECK(jobs[2].result == ERR_CONFLICT && jobs[3].result == ERR_CONFLICT);
	CHECK(engine_count(&e, "account_failure") == 6);
	CHECK(run_get(&e.ctx, "first a 3") == -1 && run_get(&e.ctx, "first c 0") == -1);
	CHECK(run_get(&e.ctx, "a") == 1 && run_get(&e.ctx, "b") == 2 && run_get(&e.ctx, "d") == 4);
	db_stats(e.store, &stats);
	CHECK(stats.commits == 1 && stats.writes == 3 && stats.failed_writes == 2);
	engine_free(&e);
}

static void a_commit_that_fails_fails_every_write_of_its_batch(void)
{
	struct pair pairs[] = { { "a", 1 }, { "b", 2 }, { "a", 3 } };
	struct ctx ctxs[3];
	struct db_job jobs[3];

	engine_new(&e);
	/* begin, (savepoint, two rows, release) twice, savepoint and two rows, commit */
	db_fault(e.store, 13);
	run_batch(jobs, ctxs, pairs, 3);
	CHECK(db_fault_left(e.store) == 0);
	for (int i = 0; i < 3; i++)
		CHECK(jobs[i].result == ERR_DB);
	CHECK(engine_count(&e, "account_failure") == 0);
	run_batch(jobs, ctxs, pairs, 3);
	CHECK(engine_count(&e, "account_failure") == 4);
	engine_free(&e);
}

/* Group commit: each thread writes its rows one by one and remembers what was acknowledged. */
enum { THREADS = 64, ROUNDS = 25 };

struct voter {
	int number, acknowledged;
	bool missed; /* an acknowledged row was not there at once */
};

static void *vote(void *arg)
{
	struct voter *v = arg;
	struct ctx ctx = { .arena = arena_new(), .db = db_open(e.store) };

	for (int i = 0; i < ROUNDS; i++) {
		struct str name = arena_printf(ctx.arena, "%d-%d", v->number, i);

		if (write_pair(&ctx, name.p, i + 1) != ERR_OK)
			continue;
		v->acknowledged++;
		v->missed |= run_get(&ctx, name.p) != i + 1;
		/* Refused, in the same batches: the name stands there already. */
		v->missed |= write_pair(&ctx, name.p, 999) != ERR_CONFLICT;
	}
	db_close(ctx.db);
	arena_free(ctx.arena);
	return NULL;
}

static void every_acknowledged_write_of_64_threads_is_there(void)
{
	pthread_t threads[THREADS];
	struct voter voters[THREADS];
	struct db_stats stats;
	int sum = 0;

	engine_new_with_writer(&e);
	for (int i = 0; i < THREADS; i++) {
		voters[i] = (struct voter){ .number = i };
		CHECK(pthread_create(&threads[i], NULL, vote, &voters[i]) == 0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		sum += voters[i].acknowledged;
		CHECK(!voters[i].missed);
	}
	CHECK(sum == THREADS * ROUNDS);
	CHECK(engine_count(&e, "account_failure") == sum);
	for (int i = 0; i < THREADS; i++)
		for (int k = 0; k < ROUNDS; k++) {
			struct str name = arena_printf(e.ctx.arena, "%d-%d", i, k);

			CHECK(run_get(&e.ctx, name.p) == k + 1);
		}
	db_stats(e.store, &stats);
	CHECK(stats.writes == (uint64_t)sum && stats.failed_writes == (uint64_t)sum);
	CHECK(stats.commits <= stats.writes);
	printf("# %d acknowledged writes in %d commits\n", sum, (int)stats.commits);
	engine_free(&e);
}

static void the_ctx_is_itself_again_after_a_write(void)
{
	struct db *own;

	engine_new_with_writer(&e);
	own = e.ctx.db;
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_OK && e.ctx.db == own);
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_CONFLICT && e.ctx.db == own);
	/* What the writer's connection was told, the caller can ask of its own. */
	CHECK(db_why(own)[0] != '\0');
	engine_free(&e);
}

/* Threads with a connection each and no writer: the engine alone keeps them apart. */
static enum err add_one(struct tx *tx, void *arg)
{
	int64_t n = run_get(tx->ctx, "sum");

	(void)arg;
	return n < 0 ? ERR_DB : run_set(tx, "sum", n + 1);
}

static void *add_many(void *arg)
{
	struct ctx ctx = { .arena = arena_new(), .db = db_open(e.store) };
	int *ret = arg;

	for (int i = 0; i < 20; i++)
		*ret += db_write(&ctx, add_one, NULL) == ERR_OK;
	db_close(ctx.db);
	arena_free(ctx.arena);
	return NULL;
}

static void no_update_is_lost_between_connections(void)
{
	pthread_t threads[4];
	int acknowledged[4] = { 0 }, sum = 0;

	engine_new(&e);
	CHECK(write_pair(&e.ctx, "sum", 1) == ERR_OK);
	for (int i = 0; i < 4; i++)
		CHECK(pthread_create(&threads[i], NULL, add_many, &acknowledged[i]) == 0);
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		sum += acknowledged[i];
	}
	CHECK(sum > 0 && run_get(&e.ctx, "sum") == 1 + sum);
	engine_free(&e);
}

/* Another connection writes between this one's read and its write, so often as `meddle` says. */
struct meddled {
	struct ctx other;
	int meddle, calls;
};

static enum err add_one_to_sum(struct tx *tx, void *arg)
{
	(void)arg;
	return add_one(tx, NULL);
}

static enum err add_one_meddled(struct tx *tx, void *arg)
{
	struct meddled *m = arg;
	int64_t n = run_get(tx->ctx, "sum");

	m->calls++;
	if (m->meddle-- > 0 && db_write(&m->other, add_one_to_sum, NULL) != ERR_OK)
		return ERR_FORBIDDEN;
	return run_set(tx, "sum", n + 1);
}

static void a_write_that_cannot_be_serialized_runs_again(void)
{
	struct meddled m = { .meddle = 2 };
	struct db_stats stats;

	if (!engine_is_postgres())
		return;
	engine_new(&e);
	m.other = (struct ctx){ .arena = e.ctx.arena, .db = db_open(e.store) };
	CHECK(write_pair(&e.ctx, "sum", 1) == ERR_OK);
	CHECK(db_write(&e.ctx, add_one_meddled, &m) == ERR_OK);
	CHECK(m.calls == 3 && run_get(&e.ctx, "sum") == 4);
	db_stats(e.store, &stats);
	CHECK(stats.retries == 2);

	m = (struct meddled){ .other = m.other, .meddle = 1000 };
	CHECK(db_write(&e.ctx, add_one_meddled, &m) == ERR_BUSY);
	CHECK(m.calls == 10 && run_get(&e.ctx, "sum") == 14);
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_OK);
	db_close(m.other.db);
	engine_free(&e);
}

static void cut_connections(void)
{
	PGconn *pg = PQconnectdb(e.url);
	char sql[160];
	PGresult *r;

	/* By the name that db/ gives them: this process's own and nobody else's. */
	snprintf(sql, sizeof(sql),
	         "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
	         " WHERE pid <> pg_backend_pid() AND application_name = 'near %ld'",
	         (long)getpid());
	r = PQexec(pg, sql);
	CHECK(PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) > 0);
	PQclear(r);
	PQfinish(pg);
}

static enum err count_twice(struct ctx *ctx, void *arg)
{
	int64_t *ret = arg;

	ret[0] = run_count(ctx);
	ret[1] = run_count(ctx);
	return ERR_OK;
}

static void a_lost_connection_is_made_again(void)
{
	struct sbuf why;
	int64_t n[2];

	if (!engine_is_postgres())
		return;
	engine_new_with_writer(&e);
	why = (struct sbuf){ .arena = e.ctx.arena };
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_OK);
	cut_connections();
	CHECK(run_get(&e.ctx, "a") == 1);
	CHECK(write_pair(&e.ctx, "b", 2) == ERR_OK);
	cut_connections();
	CHECK(db_read(&e.ctx, count_twice, n) == ERR_OK && n[0] == 2 && n[1] == 2);
	cut_connections();
	CHECK(db_ready(&e.ctx, &why) == ERR_OK);
	CHECK(engine_count(&e, "account_failure") == 2);
	engine_free(&e);
}

static enum err cut_and_put(struct tx *tx, void *arg)
{
	(void)arg;
	if (run_put(tx, "a", 1) != ERR_OK)
		return ERR_FORBIDDEN;
	cut_connections();
	return run_put(tx, "b", 1);
}

static void a_connection_lost_in_the_middle_keeps_nothing(void)
{
	if (!engine_is_postgres())
		return;
	engine_new_with_writer(&e);
	CHECK(db_write(&e.ctx, cut_and_put, NULL) == ERR_DB_AWAY);
	CHECK(run_count(&e.ctx) == 0);
	CHECK(write_pair(&e.ctx, "a", 1) == ERR_OK);
	engine_free(&e);
}

static enum err write_within(struct tx *tx, void *arg)
{
	(void)arg;
	return write_pair(tx->ctx, "a", 1);
}

static void a_write_within_a_write_is_a_bug(void)
{
	int status = 0;
	pid_t child;

	engine_new(&e);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		struct ctx ctx = { .arena = arena_new(), .db = db_open(e.store) };

		/* What it says of the bug is not for this test's reader. */
		if (!freopen("/dev/null", "w", stderr))
			_exit(2);
		_exit(db_write(&ctx, write_within, NULL) == ERR_OK ? 0 : 1);
	}
	CHECK(waitpid(child, &status, 0) == child);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	CHECK(engine_count(&e, "account_failure") == 0);
	engine_free(&e);
}

int main(void)
{
	RUN(a_write_is_kept_when_it_returns_ok);
	RUN(a_write_that_is_refused_leaves_nothing);
	RUN(a_statement_that_failed_dooms_the_write);
	RUN(every_broken_constraint_is_a_conflict);
	RUN(one_bad_write_in_a_batch_leaves_the_others);
	RUN(a_commit_that_fails_fails_every_write_of_its_batch);
	RUN(every_acknowledged_write_of_64_threads_is_there);
	RUN(the_ctx_is_itself_again_after_a_write);
	RUN(no_update_is_lost_between_connections);
	RUN(a_write_that_cannot_be_serialized_runs_again);
	RUN(a_lost_connection_is_made_again);
	RUN(a_connection_lost_in_the_middle_keeps_nothing);
	RUN(a_write_within_a_write_is_a_bug);
	return TAP_DONE();
}
