/*
 * decision/decision.h -- the register of decisions, and the steps that lead a question into it.
 *
 * At the close of a question the outcome is computed, the decision gets its number, and its effect
 * is carried out, all in one transaction: the registry always equals what was decided.  Effects are
 * declared by the slices that own what changes; which there are, app/ says.
 */
#pragma once
#include "meeting/meeting.h"
#include "vote/vote.h"

struct decision {
	decision_id id;
	struct str number; /* "GA-2014-01": the organ's code, the year, the number in it */
	struct organ organ;
	meeting_session_id session;
	struct str session_slug;
	meeting_item_id item;
	int64_t item_number; /* on the session's agenda */
	vote_question_id question;
	struct charter_kind kind;
	struct tr title;
	lang_text_id title_id;
	struct str decided_on; /* civil date where the session sat */
	time_us decided_at;
	const struct member *subjects;
	int subject_count;
};

/* How a question is put. */
struct decision_way {
	enum vote_method method;
	int64_t objection_seconds; /* of a consensus */
	struct str reason; /* why it is put again, in ctx->lang; p == NULL: for the first time */
};
/*
 * Put the question on an item, by whoever presides.  The roll is meeting_roll()'s at this moment.
 * ERR_NOT_FOUND, ERR_FORBIDDEN (does not preside over this organ), ERR_MEETING_CLOSED,
 * ERR_MEETING_NOT_OPEN, ERR_ITEM_DECIDED, ERR_CHARTER_NO_POWER, ERR_CHARTER_NO_RULE (today), what
 * the effect has against it, and the errors of vote_open().
 */
enum err decision_put(struct ctx *ctx, meeting_item_id item, const struct decision_way *way,
                      vote_question_id *ret_id) MUST_USE;
/* The same for the first time and by roll call. */
enum err decision_open(struct ctx *ctx, meeting_item_id item, vote_question_id *ret_id) MUST_USE;
/*
 * Close it: counts, registers when carried, runs the effect.  ret->id.v == 0 when it was not
 * carried; then a vote has rejected the item, while a consensus that was not reached leaves it to
 * be put again.  ERR_NOT_FOUND, ERR_FORBIDDEN, and the errors of vote_close().  When the effect
 * refuses, nothing has happened: the question stays open, and the error is the effect's.
 */
enum err decision_close(struct ctx *ctx, vote_question_id question, struct decision *ret,
                        struct charter_outcome *ret_outcome) MUST_USE;
/* The same with the chair's own vote, which a tie of hands asks for: see vote_close(). */
struct decision_closing {
	vote_question_id question;
	enum vote_choice chair; /* VOTE_NONE: not asked */
};
enum err decision_close_with(struct ctx *ctx, const struct decision_closing *c,
                             struct decision *ret, struct charter_outcome *ret_outcome) MUST_USE;
/*
 * Cancel it, by whoever presides: no result, and the item can be put again.  `reason` is in
 * ctx->lang.  ERR_NOT_FOUND, ERR_FORBIDDEN, and the errors of vote_cancel().
 */
enum err decision_cancel(struct ctx *ctx, vote_question_id question, struct str reason) MUST_USE;
/* A place on the roll of an open question whose person was displaced, and who may be seated in it.
 */
struct decision_seat {
	struct vote_stop stop;
	account_id heir; /* .v == 0: nobody */
	struct tr heir_name;
};
/* For whoever presides; else ERR_FORBIDDEN. */
enum err decision_seats(struct ctx *ctx, vote_question_id question, struct decision_seat **ret,
                        int *ret_n) MUST_USE;
/* Seat that person; whoever was displaced is told.  ERR_FORBIDDEN, ERR_VOTE_NO_STAND_IN. */
enum err decision_seat(struct ctx *ctx, vote_question_id question, member_government_id government)
	MUST_USE;
/* Close a session: ERR_VOTE_ANOTHER_OPEN while a question is open in it, and meeting_close()'s
 * errors. */
enum err decision_close_session(struct ctx *ctx, meeting_session_id session) MUST_USE;
/* Suspend it, until about `resumes_at` or TIME_NONE: ERR_VOTE_ANOTHER_OPEN, meeting_suspend()'s. */
enum err decision_suspend_session(struct ctx *ctx, meeting_session_id session, time_us resumes_at)
	MUST_USE;

enum err decision_by_number(struct ctx *ctx, struct str number, struct decision *ret) MUST_USE;
/* The number of the decision on an item; p == NULL when there is none. */
enum err decision_number_of(struct ctx *ctx, meeting_item_id item, struct str *ret) MUST_USE;
/* Which decisions of the register; zero or p == NULL: whatever it is. */
struct decision_filter {
	organ_id organ;
	int64_t year;
	decision_id before; /* go on after this one */
	int limit;          /* 1 .. DECISION_LIST_LIMIT; 0: that many */
};
enum { DECISION_LIST_LIMIT = 500 };
/* Newest first. */
enum err decision_list(struct ctx *ctx, const struct decision_filter *f, struct decision **ret,
                       int *ret_n) MUST_USE;

/* Hold the register against the log; see audit/audit.h. */
struct audit_faults;
enum err decision_verify(struct ctx *ctx, struct audit_faults *faults) MUST_USE;

extern const struct route decision_routes[], decision_api_routes[];
