/*
 * file.c -- files that are whole or not there: made under another name, synced, then renamed.
 */
#include "db/internal.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

/* A step of a copy: 64 KiB. */
#define STEP_PAGES 16

static enum err fail(struct sbuf *why, const char *path, const char *what)
{
	sbuf_printf(why, "%s cannot be %s: %s", path, what, strerror(errno));
	return ERR_IO;
}

static bool is_faulted(struct db_store *s)
{
	errno = EIO;
	return s && db_is_faulted(s);
}

bool db_file_exists(const char *path)
{
	return faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

enum err db_file_create(struct db_store *s, const char *path, struct sbuf *why)
{
	int fd;

	if (is_faulted(s))
		return fail(why, path, "created");
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail(why, path, "created");
	close(fd);
	return ERR_OK;
}

/* A folder is synced like a file: that is what makes a name in it last. */
static enum err sync_path(struct db_store *s, const char *path, struct sbuf *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum err e = ERR_OK;

	if (fd < 0 || is_faulted(s) || fsync(fd) != 0)
		e = fail(why, path, "synced");
	if (fd >= 0)
		close(fd);
	return e;
}

enum err db_file_name(struct db_store *s, const char *from, const char *to, struct sbuf *why)
{
	struct str copy = arena_printf(why->arena, "%s", to);
	enum err e = sync_path(s, from, why);

	if (e != ERR_OK)
		return e;
	if (is_faulted(s) || rename(from, to) != 0)
		return fail(why, to, "given its name");
	/* dirname() writes into what it is given. */
	return sync_path(s, dirname((char *)(uintptr_t)copy.p), why);
}

/*
 * The copy is a file by itself, without a log beside it, so that it can be carried away alone.  One
 * byte of its header says who may write to it (SQLite's file format, 1.3.3): a copy that nobody may
 * write to is found here, by setting the number that says what it is, and not by whoever opens it.
 */
static int copy_pages(struct db_store *s, sqlite3 *from, sqlite3 *to, int mark)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
	char settings[80];
	int rc = SQLITE_OK, end;

	if (!b)
		return sqlite3_errcode(to);
	while (rc == SQLITE_OK)
		rc = is_faulted(s) ? SQLITE_IOERR : sqlite3_backup_step(b, STEP_PAGES);
	end = sqlite3_backup_finish(b);
	if (rc != SQLITE_DONE)
		return rc;
	snprintf(settings, sizeof(settings), "PRAGMA journal_mode=DELETE; PRAGMA user_version=%d",
	         mark);
	return end == SQLITE_OK ? sqlite3_exec(to, settings, NULL, NULL, NULL) : end;
}

/*
 * A first read within the transaction fixes what is copied: without it each step would look at the
 * database anew, and begin again whenever somebody had written.
 */
enum err db_file_copy(struct db *from, const char *path, int mark, struct sbuf *why)
{
	struct db_applied *list = NULL;
	sqlite3 *to = NULL;
	int n = 0, rc;
	enum err e = db_begin(from, DB_READING);

	if (e == ERR_OK)
		e = db_applied(from, why->arena, &list, &n);
	if (e != ERR_OK) {
		sbuf_printf(why, "The database cannot be read: %s", from->why);
	} else {
		rc = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
		if (rc == SQLITE_OK)
			rc = copy_pages(from->store, from->lite, to, mark);
		if (rc != SQLITE_OK) {
			sbuf_printf(why, "%s cannot be written: %s", path, sqlite3_errstr(rc));
			e = ERR_IO;
		}
		sqlite3_close(to);
	}
	db_rollback(from);
	return e;
}
