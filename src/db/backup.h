/*
 * db/backup.h -- copies of a database, what is made from them, and whether all is as it must be.
 */
#pragma once
#include "db/db.h"

/*
 * Copy the database, as it is at one moment and while it is in use, into the new file `file`:
 * always a SQLite file, whichever the engine, with its digest, verified before it gets its name.
 * ERR_IO when `file` exists or cannot be written.
 */
enum err db_backup(struct db_store *s, const char *file, struct sbuf *why) MUST_USE;
/*
 * Open a backup to be read and verified, never written.  A byte that was altered, added or lost
 * anywhere in it is ERR_DB_DAMAGED; what has no digest, as backups of the first releases, is
 * refused when its length is not what its header says, and *ret_has_digest (may be NULL) is false.
 * ERR_NOT_FOUND: nothing is in it.  ERR_IO: it cannot be read, or is no backup but a database with
 * a log of its own beside it.
 */
enum err db_backup_open(const char *file, struct db_store **ret_store, bool *ret_has_digest,
                        struct sbuf *why) MUST_USE;
/*
 * Make the database at `url`, where there must be none yet (ERR_CONFLICT), from a backup of either
 * engine, which is opened as above and verified first.  Keys and everything else are as they were.
 */
enum err db_restore(const char *file, const char *url, bool *ret_has_digest, struct sbuf *why)
	MUST_USE;
/*
 * The engine's own integrity check, foreign keys, recorded migrations, and every table as its
 * migration made it.  ERR_DB_DAMAGED: *why lists every fault, a line each.
 */
enum err db_verify(struct db_store *s, struct sbuf *why) MUST_USE;
