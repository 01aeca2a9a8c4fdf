/*
 * ear.c -- the connection, with a thread of its own, that hears what other processes tell.
 *
 * Nothing is missed: the server hands a listener every message of a transaction that commits after
 * the listening began, in the order of the commits, and after the commit is seen by everybody.
 * What was committed before the listening began, or while the connection was lost, is made up for
 * by counting every table as changed as soon as it listens.  So a version is raised after each
 * commit of another process, and whatever was read before that is known to be old (db_bump()).
 *
 * What this process told itself comes back too; it is known by its id and costs nothing.
 */
#include "db/internal.h"
#include "base/log.h"
#include "base/parse.h"
#include "base/str.h"
#include "base/time.h"
#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

/* A connection that is silent is asked whether it is there; one that is lost is made again. */
enum { PROBE_MS = 2000, RETRY_MS = 250, BEGIN_MS = 5000 };

struct db_ear {
	struct db_store *store;
	struct db *db;
	pthread_t thread;
	int stop_fd;
	_Atomic bool is_stopping, is_listening;
};

/* --- what was said --- */

/* The tables of a message; all of them where it cannot be read. */
static void read_tables(struct str hex, struct table_set *ret)
{
	memset(ret, hex.n == 16 * TABLE_WORDS ? 0 : 0xff, sizeof(*ret));
	for (size_t i = 0; i < hex.n && hex.n == 16 * TABLE_WORDS; i++) {
		const char *digits = "0123456789abcdef", *at = strchr(digits, hex.p[i]);

		if (!at || !*at) {
			memset(ret, 0xff, sizeof(*ret));
			return;
		}
		ret->w[i / 16] = ret->w[i / 16] << 4 | (uint64_t)(at - digits);
	}
}

/* Of several others the one that is farthest ahead. */
static void hear_clock(struct db_share *sh, struct str text)
{
	int64_t now_us, ahead_us;

	if (!parse_i64(text, 1, INT64_MAX, &now_us))
		return;
	ahead_us = now_us - time_monotonic_us();
	if (ahead_us > sh->heard_us)
		sh->heard_us = ahead_us;
}

static void hear(struct db_store *s, struct str rest)
{
	struct db_share *sh = &s->share;
	struct str id, word, now;
	struct table_set tables;

	if (!str_cut(&rest, ' ', &id) || str_is(id, sh->id) || !str_cut(&rest, ' ', &word) ||
	    !str_cut(&rest, ' ', &now) || word.n != 1)
		return;
	hear_clock(sh, now);
	switch (word.p[0]) {
	case DB_HELLO:
		sh->is_asked = true;
		db_writer_wake(s);
		break;
	case DB_ANSWER:
		sh->is_answered = true;
		break;
	case DB_COMMITTED:
		read_tables(rest, &tables);
		db_bump(s, &tables);
		break;
	}
}

static void hear_all(struct db_ear *ear)
{
	PGconn *pg = ear->db->pg;
	PGnotify *n;

	while ((n = PQnotifies(pg)) != NULL) {
		hear(ear->store, str_of(n->extra));
		PQfreemem(n);
	}
}

/* --- listening --- */

static bool listen_again(struct db_ear *ear)
{
	const struct db_engine *engine = ear->store->engine;
	struct table_set all;
	char sql[64];

	if (!ear->db || engine->is_lost(ear->db)) {
		if (ear->db)
			db_close(ear->db);
		ear->db = db_open(ear->store);
	}
	snprintf(sql, sizeof(sql), "LISTEN %s", ear->store->share.channel);
	if (!ear->db || engine->exec(ear->db, sql) != ERR_OK)
		return false;
	memset(&all, 0xff, sizeof(all));
	db_bump(ear->store, &all);
	ear->is_listening = true;
	return true;
}

/* False when there is nothing more to hear on this connection. */
static bool listen_on(struct db_ear *ear)
{
	PGconn *pg = ear->db->pg;
	struct pollfd p[] = { { .fd = PQsocket(pg), .events = POLLIN },
		              { .fd = ear->stop_fd, .events = POLLIN } };
	int n;

	hear_all(ear);
	n = poll(p, COUNT_OF(p), PROBE_MS);
	if (n < 0)
		return errno == EINTR;
	if (n == 0)
		return ear->store->engine->exec(ear->db, "SELECT 1") == ERR_OK;
	return PQconsumeInput(pg) && PQstatus(pg) == CONNECTION_OK;
}

static void *run(void *arg)
{
	struct db_ear *ear = arg;
	struct pollfd stop = { .fd = ear->stop_fd, .events = POLLIN };

	while (!ear->is_stopping) {
		if (listen_again(ear))
			while (!ear->is_stopping && listen_on(ear))
				;
		if (ear->is_listening && !ear->is_stopping)
			log_why(LOG_WARN, "db.ear", "%s", "the connection that listens was lost");
		ear->is_listening = false;
		if (!ear->is_stopping)
			poll(&stop, 1, RETRY_MS);
	}
	return NULL;
}

/* --- beginning and end --- */

/* One channel for each schema, as each has one lock. */
static enum err name_channel(struct db_store *s, struct db *db)
{
	static const enum db_type text_col[] = { DB_TEXT };
	static const struct db_stmt channel = {
		.name = "db.channel",
		.postgres = "SELECT 'near_' || to_hex(" DB_CLAIM_KEY ")",
		.ncols = 1,
		.cols = text_col,
	};
	struct arena *a = arena_new();
	struct db_rows rows = { .arena = a, .max = 1 };
	enum err e = db_query(db, &channel, NULL, &rows);

	if (e == ERR_OK)
		snprintf(s->share.channel, sizeof(s->share.channel), "%.*s",
		         STR_ARG(rows.vals[0].s));
	arena_free(a);
	return e;
}

enum err db_ear_start(struct db_store *s, struct db *db)
{
	struct db_ear *ear = calloc(1, sizeof(*ear));
	enum err e = name_channel(s, db);

	MUST(ear);
	ear->store = s;
	ear->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (e == ERR_OK && (ear->stop_fd < 0 || !db_thread_start(&ear->thread, run, ear)))
		e = db_fail(db, ERR_DB, "no thread could be started for listening");
	if (e != ERR_OK) {
		if (ear->stop_fd >= 0)
			close(ear->stop_fd);
		free(ear);
		return e;
	}
	s->share.ear = ear;
	for (int ms = 0; !ear->is_listening && ms < BEGIN_MS; ms++)
		nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
	return ear->is_listening ? ERR_OK
	                         : db_fail(db, ERR_DB, "the database cannot be listened to");
}

void db_ear_stop(struct db_store *s)
{
	struct db_ear *ear = s->share.ear;
	uint64_t one = 1;

	if (!ear)
		return;
	ear->is_stopping = true;
	MUST(write(ear->stop_fd, &one, sizeof(one)) == sizeof(one));
	pthread_join(ear->thread, NULL);
	db_close(ear->db);
	close(ear->stop_fd);
	free(ear);
	s->share.ear = NULL;
}
