/* test/pack_near.h -- the pack near, of the source tree that NEAR_SRC names. */
#pragma once
#include "pack/pack.h"
#include "test/engine.h"
#include "test/tap.h"
#include <stdlib.h>

static inline struct pack *pack_near_open(void)
{
	const char *source = getenv("NEAR_SRC");
	struct pack *pack;
	char dir[512];

	snprintf(dir, sizeof dir, "%s/packs/near", source ? source : ".");
	MUST(pack_open(dir, &pack) == ERR_OK);
	return pack;
}

/* Into a database that has just been made: `load` is given the pack. */
static inline void pack_near_load(struct engine *e, enum err (*load)(struct tx *, void *))
{
	struct pack *pack = pack_near_open();

	CHECK(db_write(&e->ctx, load, pack) == ERR_OK);
	CHECK(pack_faults(pack) == 0);
	pack_free(pack);
}
