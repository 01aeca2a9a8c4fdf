/*
 * test/fault.h -- fail the 1st, 2nd, 3rd ... step of a use case until none is left to fail.
 *
 * After each failure every row of every table is as it was; when no fault has fired, the use case
 * has been done and something has changed.
 */
#pragma once
#include "test/engine.h"
#include "test/tap.h"

enum { FAULT_STEPS_MAX = 1000 };

/* How many steps the use case has; FAULT_STEPS_MAX: the loop had no end. */
static inline int fault_loop(struct engine *e, enum err (*use)(void *), void *arg)
{
	uint64_t before = engine_fingerprint(e);
	int n;

	for (n = 1; n < FAULT_STEPS_MAX; n++) {
		enum err result;

		db_fault(e->store, n);
		result = use(arg);
		if (db_fault_left(e->store) > 0) {
			CHECK(result == ERR_OK);
			break;
		}
		db_fault(e->store, 0);
		CHECK(result != ERR_OK);
		CHECK(engine_fingerprint(e) == before);
	}
	db_fault(e->store, 0);
	CHECK(n < FAULT_STEPS_MAX && engine_fingerprint(e) != before);
	return n - 1;
}
