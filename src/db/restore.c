/*
 * restore.c -- a backup becomes a database again, on either engine, where there was none.
 */
#include "db/internal.h"
#include "base/str.h"
#include <unistd.h>

static enum err refuse(struct sbuf *why, const char *what)
{
	sbuf_printf(why,
	            "%s is not empty. Nothing was changed. A backup is restored to an empty place.",
	            what);
	return ERR_CONFLICT;
}

static enum err restore_file(struct db *from, const char *path, struct sbuf *why)
{
	struct str tmp = arena_printf(why->arena, "%s.tmp", path);
	struct str log = arena_printf(why->arena, "%s-wal", path);
	enum err e;

	/* A log left beside a file that is gone would be played into the new one. */
	if (db_file_exists(path) || db_file_exists(log.p))
		return refuse(why, path);
	unlink(tmp.p);
	e = db_file_create(NULL, tmp.p, why);
	if (e == ERR_OK)
		e = db_file_copy(NULL, from, tmp.p, why);
	if (e == ERR_OK)
		e = db_file_name(NULL, tmp.p, path, why);
	if (e != ERR_OK)
		unlink(tmp.p);
	return e;
}

/* All of it in one transaction: a restore that is cut off leaves nothing. */
static enum err fill(struct db *from, struct db *to, struct sbuf *why)
{
	enum err e = db_begin(to, DB_MIGRATING);

	if (e == ERR_OK)
		e = db_begin(from, DB_READING);
	if (e == ERR_OK)
		e = db_apply_like(to, from, why->arena);
	if (e != ERR_OK)
		sbuf_printf(why, "The tables cannot be made: %s %s", from->why, to->why);
	else
		e = db_copy_in(from, to, why);
	db_rollback(from);
	if (e != ERR_OK) {
		db_rollback(to);
		return e;
	}
	e = db_commit(to);
	if (e != ERR_OK)
		sbuf_printf(why, "The database cannot be written: %s", to->why);
	return e;
}

static enum err restore_server(struct db *from, const char *url, struct sbuf *why)
{
	struct db_store *s;
	struct db *to;
	enum err e = db_store_open_as(url, DB_USE_NORMAL, &s, why);

	if (e != ERR_OK)
		return e;
	if (!db_is_new(s))
		e = refuse(why, db_store_name(s));
	else
		e = db_connect(s, &to, why);
	if (e == ERR_OK) {
		e = fill(from, to, why);
		db_close(to);
	}
	db_store_close(s);
	return e;
}

static enum err restore(struct db_store *backup, const char *url, struct sbuf *why)
{
	struct db *from;
	enum err e;

	if (db_is_new(backup)) {
		sbuf_printf(why, "%s is empty: there is nothing to restore.",
		            db_store_name(backup));
		return ERR_NOT_FOUND;
	}
	e = db_verify(backup, why);
	if (e == ERR_OK)
		e = db_connect(backup, &from, why);
	if (e != ERR_OK)
		return e;
	if (str_starts(str_of(url), S("sqlite:")))
		e = restore_file(from, url + strlen("sqlite:"), why);
	else
		e = restore_server(from, url, why);
	db_close(from);
	return e;
}

enum err db_restore(const char *file, const char *url, struct sbuf *why)
{
	struct str from = arena_printf(why->arena, "sqlite:%s", file);
	struct db_store *backup;
	enum err e = db_store_open_as(from.p, DB_USE_READONLY, &backup, why);

	if (e != ERR_OK)
		return e;
	e = restore(backup, url, why);
	db_store_close(backup);
	return e;
}
