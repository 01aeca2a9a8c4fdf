/*
 * writer.c -- the one thread that writes: whoever waits when it is free is committed together.
 *
 * While one batch is being synced the next one gathers, so that the disk's rate of syncs is shared
 * by everybody who waits and nobody waits for company.
 */
#include "db/internal.h"
#include "base/time.h"
#include <signal.h>
#include <stdlib.h>
#include <time.h>

/* A batch longer than this makes its first write wait too long. */
#define BATCH_MAX 128

struct db_writer {
	struct db *db;
	pthread_t thread;
	pthread_mutex_t lock; /* guards what follows, and the jobs' is_done */
	pthread_cond_t wake;
	struct db_job *first, **last;
	bool is_stopping;
};

/* How often the writer's hold is proved while nobody writes: some times within its lease. */
#define TEND_US 100000

/* Wait for work, for being woken, or as long as what is held may be left alone. */
static void wait_for_work(struct db_writer *w)
{
	struct db_store *s = w->db->store;
	int64_t until_us = time_monotonic_us() + TEND_US;
	struct timespec until = { .tv_sec = until_us / 1000000,
		                  .tv_nsec = until_us % 1000000 * 1000 };

	if (s->share.is_leased)
		pthread_cond_timedwait(&w->wake, &w->lock, &until);
	else
		pthread_cond_wait(&w->wake, &w->lock);
}

/* Cut the next batch off the queue, which may be empty; false when the thread shall end. */
static bool take(struct db_writer *w, struct db_job **ret_batch)
{
	struct db_job *batch, *j;
	bool goes_on;

	pthread_mutex_lock(&w->lock);
	if (!w->first && !w->is_stopping)
		wait_for_work(w);
	batch = j = w->first;
	goes_on = batch || !w->is_stopping;
	for (int n = 1; j && j->next && n < BATCH_MAX; n++)
		j = j->next;
	if (j) {
		w->first = j->next;
		j->next = NULL;
		if (!w->first)
			w->last = &w->first;
	}
	pthread_mutex_unlock(&w->lock);
	*ret_batch = batch;
	return goes_on;
}

static void acknowledge(struct db_writer *w, struct db_job *batch)
{
	pthread_mutex_lock(&w->lock);
	for (struct db_job *j = batch, *next; j; j = next) {
		/* The job is gone as soon as its owner runs, which is not before the unlock. */
		next = j->next;
		j->is_done = true;
		pthread_cond_signal(&j->done);
	}
	pthread_mutex_unlock(&w->lock);
}

static void *work(void *arg)
{
	struct db_writer *w = arg;
	struct db_job *batch;

	while (take(w, &batch)) {
		if (batch) {
			db_batch_run(w->db, batch);
			acknowledge(w, batch);
		}
		db_share_tend(w->db, !batch);
	}
	return NULL;
}

void db_writer_wake(struct db_store *s)
{
	struct db_writer *w = s->writer;

	pthread_mutex_lock(&w->lock);
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
}

bool db_thread_start(pthread_t *ret, void *(*run)(void *), void *arg)
{
	sigset_t all, before;
	bool is_started;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	is_started = pthread_create(ret, NULL, run, arg) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return is_started;
}

static void init_wake(struct db_writer *w)
{
	pthread_condattr_t attr;

	pthread_condattr_init(&attr);
	MUST(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) == 0);
	pthread_cond_init(&w->wake, &attr);
	pthread_condattr_destroy(&attr);
}

void db_writer_run(struct db_writer *w, struct db_job *job)
{
	/* The writer waiting for itself would wait for ever. */
	MUST(!pthread_equal(pthread_self(), w->thread));
	pthread_cond_init(&job->done, NULL);
	pthread_mutex_lock(&w->lock);
	MUST(!w->is_stopping);
	*w->last = job;
	w->last = &job->next;
	pthread_cond_signal(&w->wake);
	while (!job->is_done)
		pthread_cond_wait(&job->done, &w->lock);
	pthread_mutex_unlock(&w->lock);
	pthread_cond_destroy(&job->done);
}

static void free_writer(struct db_writer *w)
{
	db_close(w->db);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->wake);
	free(w);
}

enum err db_writer_start(struct db_store *s, struct sbuf *why)
{
	struct db_writer *w = calloc(1, sizeof(*w));
	enum err e;

	MUST(w);
	pthread_mutex_init(&w->lock, NULL);
	init_wake(w);
	w->last = &w->first;
	e = db_connect(s, &w->db, why);
	if (e == ERR_OK && !db_thread_start(&w->thread, work, w)) {
		sbuf_lit(why, "No thread could be started for writing.");
		e = ERR_DB;
	}
	if (e == ERR_OK)
		s->writer = w;
	else
		free_writer(w);
	return e;
}

void db_writer_stop(struct db_store *s)
{
	struct db_writer *w = s->writer;

	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->is_stopping = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	s->writer = NULL;
	free_writer(w);
}

static enum err may_write(struct db *db)
{
	struct arena *a = arena_new();
	struct sbuf why = { .arena = a };
	enum err e = db_may_write(db->store, &why);

	if (e != ERR_OK)
		e = db_fail(db, e, "%s", sbuf_done(&why).p);
	arena_free(a);
	return e;
}

enum err db_write(struct ctx *ctx, enum err (*fn)(struct tx *, void *), void *arg)
{
	struct db_job job = { .ctx = ctx, .before = *ctx, .fn = fn, .arg = arg };
	struct db_store *s = ctx->db->store;

	MUST(ctx->db->mode == DB_IDLE);
	job.result = may_write(ctx->db);
	if (job.result != ERR_OK)
		return job.result;
	if (s->writer)
		db_writer_run(s->writer, &job);
	else
		db_batch_run(ctx->db, &job);
	return job.result;
}
