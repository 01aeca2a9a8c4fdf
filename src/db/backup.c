/*
 * backup.c -- a backup is always one SQLite file, whichever engine it was made from, so that it can
 * be looked into with ordinary tools and restored to either.
 */
#include "db/internal.h"
#include <unistd.h>

/* The number is DB_SEALED. */
static const char mark_sealed[] = "PRAGMA user_version = 1";

/* The same migrations make the tables of the file, and every row is put into them. */
static enum err copy_rows(struct db *from, struct db *to, struct sbuf *why)
{
	enum err e = db_begin(to, DB_MIGRATING);

	if (e == ERR_OK)
		e = db_begin(from, DB_READING);
	if (e == ERR_OK)
		e = db_apply_like(to, from, why->arena);
	if (e != ERR_OK)
		sbuf_printf(why, "The tables cannot be made: %s %s", from->why, to->why);
	else
		e = db_copy_out(from, to, why);
	db_rollback(from);
	if (e == ERR_OK && (db_is_faulted(from->store) || db_exec(to, mark_sealed) != ERR_OK ||
	                    db_commit(to) != ERR_OK)) {
		sbuf_printf(why, "%s cannot be written: %s", db_store_name(to->store), to->why);
		e = ERR_IO;
	}
	db_rollback(to);
	return e;
}

static enum err copy_server(struct db *from, const char *path, struct sbuf *why)
{
	struct str url = arena_printf(why->arena, "sqlite:%s", path);
	struct db_store *file;
	struct db *to;
	enum err e = db_store_open_as(url.p, DB_USE_SCRATCH, &file, why);

	if (e != ERR_OK)
		return e;
	e = db_connect(file, &to, why);
	if (e == ERR_OK) {
		e = copy_rows(from, to, why);
		db_close(to);
	}
	db_store_close(file);
	return e;
}

/* As whoever restores it will: with its digest. */
static enum err verify(const char *path, struct sbuf *why)
{
	struct db_store *copy;
	enum err e = db_backup_open(path, &copy, NULL, why);

	if (e != ERR_OK)
		return e;
	e = db_verify(copy, why);
	db_store_close(copy);
	return e;
}

static enum err copy(struct db_store *s, const char *path, struct sbuf *why)
{
	struct db *db;
	enum err e = db_connect(s, &db, why);

	if (e != ERR_OK)
		return e;
	e = s->path ? db_file_copy(db, path, DB_SEALED, why) : copy_server(db, path, why);
	db_close(db);
	return e;
}

enum err db_backup(struct db_store *s, const char *file, struct sbuf *why)
{
	struct str tmp = arena_printf(why->arena, "%s.tmp", file);
	enum err e;

	if (db_file_exists(file)) {
		sbuf_printf(why, "%s exists already. Name a new file.", file);
		return ERR_IO;
	}
	if (db_is_new(s)) {
		sbuf_printf(why, "%s is empty: there is nothing to copy.", db_store_name(s));
		return ERR_NOT_FOUND;
	}
	/* Left by a backup that was cut off. */
	unlink(tmp.p);
	e = db_file_create(s, tmp.p, why);
	if (e == ERR_OK)
		e = copy(s, tmp.p, why);
	if (e == ERR_OK)
		e = db_seal(s, tmp.p, why);
	if (e == ERR_OK)
		e = verify(tmp.p, why);
	if (e == ERR_OK)
		e = db_file_name(s, tmp.p, file, why);
	if (e != ERR_OK)
		unlink(tmp.p);
	return e;
}
