/*
 * trail/trail.h -- the audit log as auditors read it: filtered, paged, in words.
 */
#pragma once
#include "audit/audit.h"
#include "http/http.h"

extern const struct route trail_routes[];
extern const struct route trail_api_routes[];

/* What an action is called, a message key; NULL: one that this version does not know. */
const char *trail_action_name(struct str action);
/* The ith that this version knows, in the order of their codes; NULL after the last. */
const char *trail_action(int i);
/* The same of what was done to: "vote_question:12" is "Vote" with the number 12. */
const char *trail_object_name(struct str object, int64_t *ret_number);
