/*
 * claim.c -- one process at a time writes to a store that is claimed, or several that share it.
 *
 * On SQLite the claim is a lock on PATH.lock, which the kernel lets go when the process ends,
 * however it ends.  On PostgreSQL it is an advisory lock of the connection that writes: a process
 * that has lost that connection has lost the claim too, and cannot write before it holds it again.
 * What it means to hold it, alone or together, stands in share.c.
 */
#include "db/internal.h"
#include "base/str.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

/* Who holds the lock wrote its number into the file. */
static void read_holder(int fd, struct sbuf *why, const char *path)
{
	char pid[24];
	ssize_t n = pread(fd, pid, sizeof(pid) - 1, 0);

	if (n > 0) {
		pid[n] = '\0';
		sbuf_printf(why, "Process %.*s is using %s. Stop it first.",
		            (int)strcspn(pid, "\n"), pid, path);
	} else {
		sbuf_printf(why, "Another process is using %s. Stop it first.", path);
	}
}

static void write_holder(int fd)
{
	/* For people to read: the claim holds without it. */
	if (ftruncate(fd, 0) == 0)
		dprintf(fd, "%ld\n", (long)getpid());
}

static enum err claim_file(struct db_store *s, struct sbuf *why)
{
	struct str path = arena_printf(why->arena, "%s.lock", s->path);
	int fd = open(path.p, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0) {
		sbuf_printf(why, "%s cannot be opened: %s", path.p, strerror(errno));
		return ERR_DB;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
		write_holder(fd);
		s->lock_fd = fd;
		return ERR_OK;
	}
	if (errno == EWOULDBLOCK)
		read_holder(fd, why, s->path);
	else
		sbuf_printf(why, "%s cannot be locked: %s", path.p, strerror(errno));
	close(fd);
	return ERR_DB_CLAIMED;
}

static const enum db_type int_cols[] = { DB_INT, DB_INT };
/* 1 alone, 2 shared, 0 not; and how many migrations the database has. */
static const struct db_stmt take_alone = {
	.name = "db.claim",
	.postgres = "SELECT CASE WHEN pg_try_advisory_lock(" DB_CLAIM_KEY ") THEN 1 ELSE 0 END,"
		    " (SELECT count(*) FROM db_migration)",
	.ncols = 2,
	.cols = int_cols,
};
static const struct db_stmt take_either = {
	.name = "db.share",
	.postgres = "SELECT CASE WHEN pg_try_advisory_lock(" DB_CLAIM_KEY ") THEN 1"
		    " WHEN pg_try_advisory_lock_shared(" DB_CLAIM_KEY ") THEN 2 ELSE 0 END,"
		    " (SELECT count(*) FROM db_migration)",
	.ncols = 2,
	.cols = int_cols,
};

static const enum db_type holder_cols[] = { DB_TEXT, DB_TEXT, DB_INT };
static const struct db_stmt holder = {
	.name = "db.claim_holder",
	.postgres =
		"SELECT a.application_name, coalesce(host(a.client_addr), 'the same machine'),"
		" a.pid::bigint FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
		" WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1"
		" AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
		" AND ((l.classid::bigint << 32) | l.objid::bigint) = " DB_CLAIM_KEY
		" ORDER BY l.mode, a.pid LIMIT 1",
	.ncols = 3,
	.cols = holder_cols,
};

/* Has another version of the program been at the database since it was opened? */
static bool is_other(const struct db_store *s, int64_t migrations)
{
	int64_t n = 0;

	for (const struct db_migration *m = db_migrations; m->name; m++)
		n++;
	return !s->standing.is_new && !s->standing.is_old && migrations != n;
}

/* The engine is asked itself: a reconnect takes the claim again whatever else is under way. */
static enum err take(struct db *db)
{
	struct db_store *s = db->store;
	const struct db_engine *engine = s->engine;
	int64_t asked_us = db_share_now_us();
	struct arena *a = arena_new();
	struct db_rows rows = { .arena = a, .max = 1, .width = 2 };
	enum err e = engine->run(db, s->share.may_share ? &take_either : &take_alone, NULL, &rows);

	if (e == ERR_OK && rows.vals[0].i == DB_NOT_HELD) {
		e = db_fail(db, ERR_DB_CLAIMED, "another process has taken over this database");
	} else if (e == ERR_OK && is_other(s, rows.vals[1].i)) {
		e = engine->exec(db, "SELECT pg_advisory_unlock_all()");
		if (e == ERR_OK)
			e = db_fail(db, ERR_DB_NEWER,
			            "another version of this program has changed this database");
	} else if (e == ERR_OK) {
		db_share_begin(db, (enum db_hold)rows.vals[0].i, asked_us);
	}
	arena_free(a);
	return e;
}

/* Those who serve hear a greeting and give way; how long that is waited for, and how often asked.
 */
static const int64_t SHARE_US = 5000000, AGAIN_US = 3000000, ANSWER_US = 1000000;
enum { LOOK_MS = 20, LOOKS_A_HELLO = 10 };

static void look_again_later(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = LOOK_MS * 1000000 }, NULL);
}

enum err db_claim_retake(struct db *db)
{
	const struct db_share *sh = &db->store->share;
	int64_t begun_us = db_share_now_us();
	enum err e;

	for (int looks = 0;; looks++) {
		e = take(db);
		if (e != ERR_DB_CLAIMED || !sh->may_share ||
		    db_share_now_us() - begun_us > AGAIN_US)
			return e;
		if (looks % LOOKS_A_HELLO == 0 && db_share_tell(db, DB_HELLO) != ERR_OK)
			return e;
		look_again_later();
	}
}

static void name_holder(struct db *db, struct sbuf *why)
{
	struct db_rows rows = { .arena = why->arena, .max = 1 };

	if (db_query(db, &holder, NULL, &rows) == ERR_OK && rows.n == 1)
		sbuf_printf(why,
		            "The process \"%.*s\" on %.*s (connection %" PRId64
		            ") is using this database. ",
		            STR_ARG(rows.vals[0].s), STR_ARG(rows.vals[1].s), rows.vals[2].i);
	else
		sbuf_lit(why, "Another process is using this database. ");
}

static void refuse(struct db *db, enum err e, struct sbuf *why)
{
	if (e != ERR_DB_CLAIMED) {
		sbuf_printf(why, "The database cannot be claimed: %s", db->why);
		return;
	}
	name_holder(db, why);
	if (db->store->share.may_share)
		sbuf_lit(why, "It was asked to share it and did not agree within 5 seconds. "
		              "If it is a command, wait for its end; if it is a server, it hangs: "
		              "stop it.");
	else
		sbuf_lit(why, "Stop it first.");
}

static enum err take_in_tx(struct tx *tx, void *arg)
{
	struct db *db = tx->ctx->db;

	(void)arg;
	/* What db_claim() took before, or an earlier try. */
	if (db->holds_claim) {
		enum err e = db_exec(db, "SELECT pg_advisory_unlock_all()");

		if (e != ERR_OK)
			return e;
		db_share_lost(db);
		db->holds_claim = false;
	}
	return take(db);
}

/* Through db_write() the lock becomes the writer's own; without a writer, that of `db`. */
static enum err claim_server(struct db_store *s, struct sbuf *why)
{
	struct ctx ctx = { .arena = why->arena };
	enum err e = db_connect(s, &ctx.db, why);

	if (e != ERR_OK)
		return e;
	s->share.is_leased = s->writer != NULL;
	e = db_write(&ctx, take_in_tx, NULL);
	if (e != ERR_OK)
		refuse(ctx.db, e, why);
	if (e == ERR_OK && !s->writer)
		s->claim = ctx.db;
	else
		db_close(ctx.db);
	return e;
}

enum err db_claim(struct db_store *s, struct sbuf *why)
{
	MUST(s->lock_fd < 0 && !s->claim);
	return s->path ? claim_file(s, why) : claim_server(s, why);
}

/*
 * The greeting goes out on the caller's connection: within the writer's transaction it would wait.
 * An answer tells the others' clock, so it is waited for where there are others; one that hangs is
 * not waited for long.
 */
static enum err greet_and_take(struct ctx *ctx)
{
	struct db_share *sh = &ctx->db->store->share;
	int64_t begun_us = db_share_now_us();
	enum err e = ERR_DB_CLAIMED;

	for (int looks = 0;; looks++) {
		int64_t span_us = db_share_now_us() - begun_us;

		if (e == ERR_DB_CLAIMED)
			e = db_write(ctx, take_in_tx, NULL);
		if (e == ERR_OK && (sh->hold == DB_ALONE || sh->is_answered))
			return e;
		if ((e != ERR_OK && e != ERR_DB_CLAIMED) ||
		    span_us > (e == ERR_OK ? ANSWER_US : SHARE_US))
			return e;
		if (looks % LOOKS_A_HELLO == 0 && db_share_tell(ctx->db, DB_HELLO) != ERR_OK)
			return ERR_DB;
		look_again_later();
	}
}

enum err db_share(struct db_store *s, struct sbuf *why)
{
	struct ctx ctx = { .arena = why->arena };
	enum err e;

	if (s->path)
		return s->lock_fd >= 0 ? ERR_OK : claim_file(s, why);
	MUST(s->writer && !s->share.may_share);
	e = db_connect(s, &ctx.db, why);
	if (e != ERR_OK)
		return e;
	s->share.is_leased = true;
	e = db_ear_start(s, ctx.db);
	s->share.may_share = true;
	if (e == ERR_OK)
		e = greet_and_take(&ctx);
	if (e != ERR_OK)
		refuse(ctx.db, e, why);
	db_close(ctx.db);
	return e;
}

void db_claim_release(struct db_store *s)
{
	if (s->lock_fd >= 0)
		close(s->lock_fd);
	db_close(s->claim);
}
