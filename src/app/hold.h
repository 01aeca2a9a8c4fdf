/*
 * app/hold.h -- are the tables what the log says of them?
 *
 * What came with the pack (rules, powers, organs, seats, memberships ...) and is changed by
 * decisions alone is recorded row by row when the association is made, and again when a new version
 * of the program has changed the tables: "association.baseline" events with a digest of each row.
 * near verify holds the rows against them, and everything that decisions and votes made against the
 * events that made it.  Who changes a table with other tools is found.
 */
#pragma once
#include "app/app.h"
#include "audit/audit.h"

/* In the transaction that makes or changes them. */
enum err hold_record(struct tx *tx) MUST_USE;
/* Record them unless they are recorded for this number of migrations: databases of before. */
enum err hold_begin(struct home *h) MUST_USE;
/* Everything against the log.  ERR_OK also when something does not agree: see `faults`. */
enum err hold_verify(struct home *h, struct audit_faults *faults) MUST_USE;
