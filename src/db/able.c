/*
 * able.c -- can what is written be kept?
 *
 * SQLite writes into the files that it opened, whatever their names lead to meanwhile: a database
 * that was moved away, deleted or replaced would take votes until the process ends, and lose them
 * with it.  So the names are looked up before and after each commit: three calls of stat(), some
 * microseconds beside a sync of the disk.
 */
#include "db/internal.h"
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

/* The database, its log, and the memory by which its connections know each other. */
static const char *const endings[DB_FILES] = { "", "-wal", "-shm" };

void db_able_init(struct db_store *s)
{
	pthread_mutex_init(&s->able.lock, NULL);
}

void db_able_done(struct db_store *s)
{
	pthread_mutex_destroy(&s->able.lock);
}

/* Only the database itself outlives the last connection. */
void db_able_forget(struct db_store *s)
{
	pthread_mutex_lock(&s->able.lock);
	for (int i = 1; i < DB_FILES; i++)
		s->able.files[i] = (struct db_file){ 0 };
	pthread_mutex_unlock(&s->able.lock);
}

static bool is_kept(struct db_file *f, const char *path, bool is_open)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return !is_open && f->inode == 0;
	/* The first look is the one that counts from then on. */
	if (f->inode == 0)
		*f = (struct db_file){ st.st_dev, st.st_ino };
	return f->device == st.st_dev && f->inode == st.st_ino;
}

enum err db_files_look(struct db_store *s, bool is_open, char *why, size_t room)
{
	enum err e = ERR_OK;
	char path[1100];

	if (!s->path || s->use != DB_USE_NORMAL || s->path[0] == ':')
		return ERR_OK;
	pthread_mutex_lock(&s->able.lock);
	for (int i = 0; i < DB_FILES && e == ERR_OK; i++) {
		snprintf(path, sizeof path, "%s%s", s->path, endings[i]);
		if (is_kept(&s->able.files[i], path, is_open || i == 0))
			continue;
		snprintf(why, room,
		         "%s is not the file any more that was opened: it was moved, deleted or "
		         "replaced.  Put it back where it was, or stop near and restore a backup",
		         path);
		e = ERR_NOT_KEPT;
	}
	pthread_mutex_unlock(&s->able.lock);
	return e;
}

/* A refusal by a rule, or one that is tried again, says nothing of the store. */
static bool is_of_the_store(enum err e)
{
	return e == ERR_DB || e == ERR_DB_AWAY || e == ERR_NOT_KEPT || e == ERR_DB_DAMAGED;
}

void db_able_note(struct db *db, enum err e)
{
	struct db_able *a = &db->store->able;

	if (e != ERR_OK && !is_of_the_store(e))
		return;
	pthread_mutex_lock(&a->lock);
	a->failed = e;
	snprintf(a->why, sizeof a->why, "%s", e == ERR_OK ? "" : db->why);
	pthread_mutex_unlock(&a->lock);
}

static enum err last_failure(struct db_store *s, struct sbuf *why)
{
	enum err e;

	pthread_mutex_lock(&s->able.lock);
	e = s->able.failed;
	if (e != ERR_OK)
		sbuf_printf(why, "%s", s->able.why);
	pthread_mutex_unlock(&s->able.lock);
	return e;
}

void db_guard(struct db_store *s, db_guard_fn *fn, void *arg)
{
	s->able.guard_arg = arg;
	s->able.guard = fn;
}

enum err db_may_write(struct db_store *s, struct sbuf *why)
{
	char text[sizeof s->able.why] = "";
	enum err e = s->able.guard ? s->able.guard(s->able.guard_arg, why) : ERR_OK;

	if (e == ERR_OK && (e = db_files_look(s, false, text, sizeof text)) != ERR_OK)
		sbuf_printf(why, "%s", text);
	return e;
}

/*
 * Changes nothing in the end, and needs all that a change needs: a lock, room for a page, a sync.
 * There and back, for SQLite does not write a page that stays as it is.
 */
static enum err touch(struct tx *tx, void *arg)
{
	static const enum db_type by[] = { DB_INT };
	static const struct db_stmt st = {
		.name = "db.touch",
		.sqlite = "UPDATE db_migration SET applied_at = applied_at + ?1 WHERE number = 1",
		.postgres = "UPDATE db_migration SET applied_at = applied_at + $1 WHERE number = 1",
		.nargs = 1,
		.args = by,
		.writes_rows = true,
	};
	const struct db_val there = { .type = DB_INT, .i = 1 }, back = { .type = DB_INT, .i = -1 };
	struct db_val *rows;
	enum err e;
	int n;

	(void)arg;
	e = db_run(tx->ctx, &st, &there, 0, &rows, &n, NULL);
	return e == ERR_OK ? db_run(tx->ctx, &st, &back, 0, &rows, &n, NULL) : e;
}

/* A standby, or a server that was told to write nothing, still answers. */
static bool answers(struct db *db, bool *ret_writes)
{
	static const enum db_type cols[] = { DB_INT };
	static const struct db_stmt alive = {
		.name = "db.alive",
		.sqlite = "SELECT count(*) > 0 FROM db_migration",
		.postgres = "SELECT (current_setting('transaction_read_only') = 'off')::int"
			    " FROM db_migration LIMIT 1",
		.ncols = 1,
		.cols = cols,
	};
	struct arena *a = arena_new();
	struct db_rows rows = { .arena = a, .max = 1 };
	bool ok = db_query(db, &alive, NULL, &rows) == ERR_OK && rows.n == 1;

	*ret_writes = ok && rows.vals[0].i == 1;
	arena_free(a);
	return ok;
}

enum err db_ready(struct ctx *ctx, struct sbuf *why)
{
	struct db_store *s = ctx->db->store;
	struct ctx own = *ctx;
	bool writes;
	enum err e;

	if (!answers(ctx->db, &writes)) {
		sbuf_printf(why, "the database does not answer: %s", ctx->db->why);
		return ERR_DB_AWAY;
	}
	if (!writes) {
		sbuf_lit(why, "the PostgreSQL server takes no writes: it is a standby, or set to "
		              "read only");
		return ERR_NOT_KEPT;
	}
	e = db_may_write(s, why);
	if (e == ERR_OK && last_failure(s, why) != ERR_OK) {
		e = db_write(&own, touch, NULL);
		if (e == ERR_OK)
			why->n = 0;
	}
	return e;
}
