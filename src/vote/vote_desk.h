/*
 * vote/vote_desk.h -- what the secretariat does at its desk while a question is open.
 *
 * It enters votes that delegations in the room give on paper or by voice; such a vote is sealed
 * like the others, and the desk is told that it came and not what it was.  And two tellers count
 * hands, each alone: what the one counted, the other is not told before both have.  Included by
 * vote/vote.h, not by itself.
 */
#pragma once
#include "vote/vote_type.h"

/* --- votes entered at the desk --- */

/*
 * Enter, or change, the vote of a government on the roll.  `vote->revision` is the one that the
 * desk last saw, 0: none.  ERR_VOTE_OWN_DEVICE: the delegate cast it on a device of their own, and
 * it stands; whatever it is, for the answer must not tell.  ERR_VOTE_ENTERED_ALREADY (the rule
 * allows no change), ERR_VOTE_DESK_STALE (somebody has entered it since), ERR_VOTE_GOVERNMENT (not
 * on the roll), ERR_NOT_FOUND and what vote_cast() says of the question.  ret->choice is VOTE_NONE.
 */
enum err vote_enter(struct ctx *ctx, const struct vote_cast *vote, struct vote_receipt *ret)
	MUST_USE;

/* Whose vote has come. */
struct vote_arrival {
	struct member government;
	bool is_present;              /* at the opening */
	struct vote_receipt received; /* revision 0: not yet; choice is VOTE_NONE always */
};
/* The roll in the order of the reader's language; ERR_VOTE_CLOSED and ERR_VOTE_CANCELLED. */
enum err vote_arrivals(struct ctx *ctx, vote_question_id id, struct vote_arrival **ret, int *ret_n)
	MUST_USE;

/* --- whose voter was displaced --- */

/* One on the roll of an open question who acts for the government no longer, and whose vote is
 * therefore not taken. */
struct vote_stop {
	member_government_id government;
	struct str slug;
	struct tr name;
	account_id who;
	struct tr person;
	bool has_voted; /* before it; that vote stands */
};
enum err vote_stops(struct ctx *ctx, vote_question_id id, struct vote_stop **ret, int *ret_n)
	MUST_USE;
/* Give the place of a government on the roll, which such a person has, to another.  That this one
 * may vote is for the caller to know.  ERR_VOTE_NO_STAND_IN (nobody was stopped there). */
struct vote_seating {
	vote_question_id question;
	member_government_id government;
	account_id heir;
};
enum err vote_seat(struct tx *tx, const struct vote_seating *s) MUST_USE;

/* --- hands --- */

struct vote_hands {
	int64_t yes, no, abstain;
};
enum { VOTE_TELLERS = 2, VOTE_HANDS_LIMIT = 1000 };

struct vote_tellers {
	/* The round under way: what ctx->who has counted in it, and how many have. */
	int64_t round;
	bool has_own;
	struct vote_hands own;
	int counted;
	bool is_agreed; /* both counted `own`'s numbers, or `agreed`'s to others: nothing to do */
	struct vote_hands agreed;
	/* The round before it, whose two counts differed. */
	bool has_differed;
	struct vote_hands differed[VOTE_TELLERS];
};
/*
 * Enter what ctx->who has counted.  Until the other teller has counted too it may be entered again
 * and replaces what it was.  ERR_NOT_FOUND, ERR_VOTE_CLOSED, ERR_VOTE_CANCELLED,
 * ERR_VOTE_NOT_BY_HANDS, ERR_VOTE_HANDS_TOO_MANY (more hands than stand on the roll),
 * ERR_VOTE_COUNTED (both have counted the same already, or others are the tellers of this round).
 * Whether the two agree, *ret says; where they do not, a new round has begun.
 */
enum err vote_count(struct ctx *ctx, vote_question_id id, const struct vote_hands *hands,
                    struct vote_tellers *ret) MUST_USE;
/* What ctx->who may know of the tellers' counts. */
enum err vote_tellers(struct ctx *ctx, vote_question_id id, struct vote_tellers *ret) MUST_USE;

/* May the hands be taken as counted?  Pure; the errors are those of vote_count(). */
enum err vote_may_count(int64_t entitled, const struct vote_hands *hands) MUST_USE;

extern const struct route vote_desk_routes[], vote_desk_api_routes[];
