/* update.c -- an association made by an earlier version of the program is brought to this one. */
#include "app/app.h"
#include "db/backup.h"
#include "base/str.h"
#include "base/time.h"
#include <unistd.h>

/* More copies from before than anybody keeps on purpose. */
enum { COPIES_MAX = 9 };

/* before-0010.backup, or before-0010-2.backup ... when an update was tried before. */
static bool name_copy(const struct home *h, char *path, size_t size)
{
	int number = db_number(h->store);

	for (int i = 1; i <= COPIES_MAX; i++) {
		int n = i == 1 ? snprintf(path, size, "%s/before-%04d.backup", h->dir, number)
		               : snprintf(path, size, "%s/before-%04d-%d.backup", h->dir, number,
		                          i);

		if (n < 0 || n >= (int)size)
			return false;
		if (access(path, F_OK) != 0)
			return true;
	}
	refuse("%s: %d backups from before an update lie in it.  Nothing was changed.  "
	       "Remove those that are not needed.",
	       h->dir, COPIES_MAX);
	return false;
}

/* Only what is as its version made it can be brought further by migrations made for that. */
static bool is_sound(const struct home *h)
{
	struct sbuf why = { .arena = h->arena };
	enum err e = db_verify(h->store, &why);

	if (e == ERR_OK)
		return true;
	refuse("%s was made by an earlier version of near and has faults; nothing was changed.  "
	       "Restore a backup, or go on with that version.\n%s",
	       h->dir, why.n ? sbuf_done(&why).p : err_message(e));
	return false;
}

static bool make_copy(const struct home *h, const char *path)
{
	struct sbuf why = { .arena = h->arena };
	enum err e = db_backup(h->store, path, &why);

	if (e == ERR_OK)
		return true;
	refuse("%s was made by an earlier version of near and is not brought to this one without a "
	       "backup.  Nothing was changed.  None could be made: %s",
	       h->dir, why.n ? sbuf_done(&why).p : err_message(e));
	return false;
}

bool home_update(struct home *h)
{
	struct sbuf why = { .arena = h->arena };
	int from = db_number(h->store);
	char path[1100];
	enum err e;

	if (!is_sound(h) || !name_copy(h, path, sizeof path) || !make_copy(h, path))
		return false;
	/* When this machine did it, whatever the clock of a rehearsal says. */
	e = db_migrate(h->store, time_now(), &why);
	if (e != ERR_OK) {
		refuse("%s: %s  Nothing of it is half done: the version of near that made it can "
		       "go on with it.  Report this.  A backup is in %s",
		       h->dir, why.n ? sbuf_done(&why).p : err_message(e), path);
		return false;
	}
	fprintf(stderr,
	        "near: %s was made by an earlier version (%04d) and is now of this one (%04d); "
	        "as it was: %s\n",
	        h->dir, from, db_number(h->store), path);
	return true;
}

bool home_refuse_old(const struct home *h)
{
	refuse("%s was made by an earlier version of near (%04d).  Nothing was changed.  "
	       "Bring it to this version with: near serve %s",
	       h->dir, db_number(h->store), h->dir);
	return false;
}
