/* gensql_lite.h -- what the files share that ask SQLite. */
#pragma once
#include "gensql.h"

#include <sqlite3.h>

/* What a statement may touch, and what it does touch. */
struct watch {
	const struct model *m;
	const struct slice *slice; /* it writes tables of this one alone */
	bool is_own;               /* and reads no others, nor views */
	struct table_bits reads, written;
	struct str refused; /* why it was refused; p == NULL: it was not */
};

sqlite3 *lite_open(void);
/* Every statement that is prepared from now on; NULL: no more. */
void lite_watch(sqlite3 *db, struct watch *w);
/* A database with everything that the schemas make. */
sqlite3 *lite_replay(const struct model *m);
/* Every statement of the schemas does on both engines what it says, also where rows are. */
void lite_check_replay(const struct model *m);
/* What the statement reads all of is what its head gives a reason for. */
void lite_check_plan(const struct model *m, sqlite3 *db, const struct query *q);
