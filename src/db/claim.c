/*
 * claim.c -- one process at a time writes to a store that is claimed.
 *
 * On SQLite the claim is a lock on PATH.lock, which the kernel lets go when the process ends,
 * however it ends.  On PostgreSQL it is an advisory lock of the connection that writes: a process
 * that has lost that connection has lost the claim too, and cannot write before it holds it again.
 */
#include "db/internal.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
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

/* A key for each schema; advisory locks are a database's own anyway. */
#define KEY "hashtextextended('near:' || current_schema()::text, 0)"

static const enum db_type int_col[] = { DB_INT };
static const struct db_stmt try_lock = {
	.name = "db.claim",
	.postgres = "SELECT pg_try_advisory_lock(" KEY ")",
	.ncols = 1,
	.cols = int_col,
};

static const enum db_type holder_cols[] = { DB_TEXT, DB_TEXT, DB_INT };
static const struct db_stmt holder = {
	.name = "db.claim_holder",
	.postgres =
		"SELECT a.application_name, coalesce(host(a.client_addr), 'the same machine'),"
		" a.pid::bigint FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
		" WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1"
		" AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
		" AND ((l.classid::bigint << 32) | l.objid::bigint) = " KEY,
	.ncols = 3,
	.cols = holder_cols,
};

/* The engine is asked itself: a reconnect takes the claim again whatever else is under way. */
enum err db_claim_take(struct db *db)
{
	struct arena *a = arena_new();
	struct db_rows rows = { .arena = a, .max = 1, .width = 1 };
	enum err e = db->store->engine->run(db, &try_lock, NULL, &rows);

	if (e == ERR_OK && rows.vals[0].i == 0)
		e = db_fail(db, ERR_DB_CLAIMED, "another process has taken over this database");
	db->holds_claim |= e == ERR_OK;
	arena_free(a);
	return e;
}

static void name_holder(struct db *db, struct sbuf *why)
{
	struct db_rows rows = { .arena = why->arena, .max = 1 };

	if (db_query(db, &holder, NULL, &rows) == ERR_OK && rows.n == 1)
		sbuf_printf(why,
		            "The process \"%.*s\" on %.*s (connection %" PRId64
		            ") is using this database. Stop it first.",
		            STR_ARG(rows.vals[0].s), STR_ARG(rows.vals[1].s), rows.vals[2].i);
	else
		sbuf_lit(why, "Another process is using this database. Stop it first.");
}

static enum err take_in_tx(struct tx *tx, void *arg)
{
	(void)arg;
	return db_claim_take(tx->ctx->db);
}

/* Through db_write() the lock becomes the writer's own; without a writer, that of `db`. */
static enum err claim_server(struct db_store *s, struct sbuf *why)
{
	struct ctx ctx = { .arena = why->arena };
	enum err e = db_connect(s, &ctx.db, why);

	if (e != ERR_OK)
		return e;
	e = db_write(&ctx, take_in_tx, NULL);
	if (e == ERR_DB_CLAIMED)
		name_holder(ctx.db, why);
	else if (e != ERR_OK)
		sbuf_printf(why, "The database cannot be claimed: %s", ctx.db->why);
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

void db_claim_release(struct db_store *s)
{
	if (s->lock_fd >= 0)
		close(s->lock_fd);
	db_close(s->claim);
}
