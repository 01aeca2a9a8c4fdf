/*
 * db/able.h -- whether a store can keep what is written: its files, its last write, its guard.
 */
#pragma once
#include "db/db.h"
#include <pthread.h>
#include <sys/types.h>

struct db_store;

/* A file by what does not change when it gets another name; inode 0: not looked at yet. */
enum { DB_FILES = 3 };
struct db_file {
	dev_t device;
	ino_t inode;
};
struct db_able {
	pthread_mutex_t lock; /* guards all but the guard, which is set before anybody writes */
	struct db_file files[DB_FILES];
	enum err failed; /* what the last write met, ERR_OK: it was kept */
	char why[512];
	db_guard_fn *guard;
	void *guard_arg;
};

void db_able_init(struct db_store *s);
void db_able_done(struct db_store *s);
/* The last connection was closed: what lay beside the database may go, and come anew. */
void db_able_forget(struct db_store *s);
/*
 * Are the files still those that were opened?  ERR_NOT_KEPT and a sentence in `why`, of `room`
 * bytes.  `is_open`: within a transaction, when all of them must be there.
 */
enum err db_files_look(struct db_store *s, bool is_open, char *why, size_t room) MUST_USE;
/* What became of a write: ERR_OK, or an error with db->why. */
void db_able_note(struct db *db, enum err e);
