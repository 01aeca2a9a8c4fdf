/*
 * meeting/meeting_past.h -- the register of sessions held before the association kept its registry
 * here: when, where, what came of them, and who says so.  Brought by the pack; never changed by a
 * decision.
 */
#pragma once
#include "meeting/meeting.h"

struct meeting_past {
	struct meeting session; /* organ, number, slug, host, place and days; days may be a year or
	                         * month */
	struct tr note;         /* what came of it, Markdown; text.p == NULL: not recorded */
	int64_t governments, people; /* that took part; 0: not recorded */
	struct tr source;
	bool is_inferred; /* when it was held is concluded, not recorded */
};

/* All of an organ, or of every organ (.v == 0), newest first; at most 500. */
enum err meeting_past_list(struct ctx *ctx, organ_id organ, struct meeting_past **ret, int *ret_n)
	MUST_USE;
enum err meeting_past_by_slug(struct ctx *ctx, struct str slug, struct meeting_past *ret) MUST_USE;
/* The page of one: ERR_NOT_FOUND. */
enum err meeting_past_show(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
enum err meeting_past_load(struct tx *tx, struct pack *pack) MUST_USE; /* past_sessions.csv */
/* An organ holds a session of a number once, whichever table tells of it. */
void meeting_bind_held(const struct pack_row *r, int64_t number);
/* GET /api/v1/past-sessions */
enum err meeting_past_api(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
