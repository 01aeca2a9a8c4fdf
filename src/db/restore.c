/*
 * restore.c -- a backup becomes a database again, on either engine, where there was none.
 */
#include "db/internal.h"
#include "base/str.h"
#include <sys/stat.h>
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
		e = db_file_copy(from, tmp.p, DB_NOT_SEALED, why);
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
	enum err e = db_verify(backup, why);

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

/* What lies in a log beside a file is missing in the file. */
static enum err check_alone(const char *file, struct sbuf *why)
{
	static const char *const logs[] = { "-wal", "-journal" };

	for (size_t i = 0; i < COUNT_OF(logs); i++) {
		struct str log = arena_printf(why->arena, "%s%s", file, logs[i]);
		struct stat st;

		if (stat(log.p, &st) != 0 || st.st_size == 0)
			continue;
		sbuf_printf(why,
		            "%s is not a backup but a database: what was written last lies in %s. "
		            "Make a backup of its folder with: near backup FOLDER FILE",
		            file, log.p);
		return ERR_IO;
	}
	return ERR_OK;
}

enum err db_backup_open(const char *file, struct db_store **ret_store, bool *ret_has_digest,
                        struct sbuf *why)
{
	struct str url = arena_printf(why->arena, "sqlite:%s", file);
	bool has_digest = false;
	struct db_store *s;
	enum err e = db_seal_check(file, &has_digest, why);

	if (e == ERR_OK)
		e = check_alone(file, why);
	if (e == ERR_OK)
		e = db_store_open_as(url.p, DB_USE_BACKUP, &s, why);
	if (e != ERR_OK)
		return e;
	if (db_is_new(s)) {
		sbuf_printf(why, "%s is empty: there is nothing to restore.", file);
		db_store_close(s);
		return ERR_NOT_FOUND;
	}
	*ret_store = s;
	if (ret_has_digest)
		*ret_has_digest = has_digest;
	return ERR_OK;
}

enum err db_restore(const char *file, const char *url, bool *ret_has_digest, struct sbuf *why)
{
	struct db_store *backup;
	enum err e = db_backup_open(file, &backup, ret_has_digest, why);

	if (e != ERR_OK)
		return e;
	e = restore(backup, url, why);
	db_store_close(backup);
	return e;
}
