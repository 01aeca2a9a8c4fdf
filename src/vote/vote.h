/*
 * vote/vote.h -- questions put to a vote: the electoral roll, the votes, the count.
 *
 * The roll is frozen at the opening.  Until the close nobody, whatever their rights, can read how
 * anyone voted: the only readers of ballots before it are the voter's own receipt and the count of
 * how many came.  The outcome is charter_decide()'s alone.  Does not know what a question is about,
 * nor what follows from it (decision/).  What is done at the desk: vote/vote_desk.h; what stands on
 * record of a whole session: vote/vote_record.h; both included here.
 */
#pragma once
#include "vote/vote_desk.h"
#include "vote/vote_record.h"
#include "vote/vote_type.h"

struct vote_entry { /* of a roll to be frozen */
	member_government_id government;
	account_id account;
	int64_t weight; /* > 0 */
	bool is_chair, is_present;
};

struct vote_new {
	organ_id organ;
	int64_t forum, matter; /* opaque here: a session, an item */
	lang_text_id title;
	struct str zone; /* IANA, in which the question's times are shown */
	enum vote_method method;
	int64_t objection_seconds; /* of a consensus: MIN .. MAX above */
	struct str
		reason; /* why it is put again, in ctx->lang; p == NULL: put for the first time */
	const struct charter_rule *rule;
	int64_t members, member_weight; /* of the association now */
	const struct vote_entry *roll;
	int roll_count; /* at most VOTE_ROLL_LIMIT */
};

struct vote_question {
	vote_question_id id;
	organ_id organ;
	int64_t forum, matter;
	enum vote_method method;
	enum vote_state state;
	charter_rule_id rule;
	struct tr title;
	lang_text_id title_id;
	struct str zone;
	bool may_change;              /* a vote may be changed until the close */
	time_us opened_at, closed_at; /* closed_at TIME_NONE: open */
	time_us objections_until;     /* of a consensus: may be declared from here on */
	int64_t entitled, received;   /* on the roll; votes that have come */
	int64_t counted;              /* tellers who have counted in the latest round, 0 .. 2 */
	int64_t members, member_weight;
	struct tr cancel_reason, follow_reason; /* text.p == NULL: not cancelled; first of all */
	lang_text_id cancel_reason_id, follow_reason_id;
	vote_question_id follows; /* the one on the same matter before it; .v == 0: none */
};

struct vote_line { /* of the published roll, after the close */
	struct member government;
	enum vote_choice choice; /* by hands: VOTE_NONE, for nobody wrote down whose they were */
	int64_t weight;
	bool is_present; /* at the opening */
	bool is_from_desk;
};

/* --- the commitment --- */

enum { VOTE_SALT_BYTES = 16, VOTE_COMMITMENT_BYTES = 65 };
/*
 * What the audit log holds of a vote while it is sealed: the SHA-256, in lower-case hexadecimal, of
 * the 16 bytes of salt and one byte with the choice (1 yes, 2 no, 3 abstain).
 */
void vote_commitment(const unsigned char salt[static VOTE_SALT_BYTES], enum vote_choice choice,
                     char ret[static VOTE_COMMITMENT_BYTES]);

/* --- use cases --- */

/*
 * Open a question: freezes the roll.  ERR_VOTE_OPEN_ALREADY (on the same matter),
 * ERR_VOTE_ANOTHER_OPEN (in the same forum), ERR_VOTE_EMPTY_ROLL, ERR_VOTE_SECRET,
 * ERR_VOTE_HANDS_WEIGHT (the rule asks for weights), ERR_VOTE_REASON_MISSING (the latest question
 * on the matter was cancelled), ERR_VOTE_NOTHING_BEFORE (a reason, and no earlier question).
 */
enum err vote_open(struct tx *tx, const struct vote_new *new, vote_question_id *ret_id) MUST_USE;

/*
 * Cast, or change, the vote of the government that ctx->who stands for on the roll.  Acknowledged
 * means on disk.  ERR_NOT_FOUND, ERR_VOTE_NOT_ON_ROLL, ERR_VOTE_OTHER_GOVERNMENT (given and
 * another's), ERR_VOTE_CLOSED, ERR_VOTE_CANCELLED, ERR_VOTE_BY_HANDS, ERR_VOTE_ANSWER (a choice of
 * the other method), ERR_VOTE_CAST_ALREADY (the rule allows no change), ERR_VOTE_STALE (another
 * device, or the desk, has changed it since).  The same choice again is accepted and changes
 * nothing.  An objection ends a consensus, with its result, in the same transaction.
 */
enum err vote_cast(struct ctx *ctx, const struct vote_cast *cast, struct vote_receipt *ret)
	MUST_USE;

/*
 * Close and count: ERR_VOTE_CLOSED, ERR_VOTE_CANCELLED; of hands ERR_VOTE_NOT_COUNTED (both tellers
 * have not counted the same yet), ERR_VOTE_CHAIR_DECIDES (a tie that the rule leaves to the chair,
 * and `chair` is VOTE_NONE; it is asked of hands alone); of a consensus ERR_VOTE_TOO_EARLY.  The
 * audit log receives the roll with every choice and the salt that opens its commitment.
 */
enum err vote_close(struct tx *tx, vote_question_id id, enum vote_choice chair,
                    struct charter_outcome *ret) MUST_USE;
/*
 * End a question without a result.  The votes that had come are destroyed: nobody ever reads them.
 * ERR_VOTE_CLOSED, ERR_VOTE_CANCELLED.
 */
enum err vote_cancel(struct tx *tx, vote_question_id id, struct str reason) MUST_USE;

/* --- reading --- */

enum err vote_get(struct ctx *ctx, vote_question_id id, struct vote_question *ret) MUST_USE;
/* Every question on a matter, in the order of their openings; at most VOTE_MATTER_LIMIT. */
enum err vote_all_on(struct ctx *ctx, int64_t matter, struct vote_question **ret, int *ret_n)
	MUST_USE;
/* The latest question on a matter; ERR_NOT_FOUND. */
enum err vote_by_matter(struct ctx *ctx, int64_t matter, struct vote_question *ret) MUST_USE;
/* The open question of a forum; ERR_NOT_FOUND. */
enum err vote_open_in(struct ctx *ctx, int64_t forum, struct vote_question *ret) MUST_USE;

/* Open questions that ctx->who is asked; few. */
struct vote_asked {
	vote_question_id id;
	enum vote_method method;
	struct tr title;
	lang_text_id title_id;
};
enum err vote_asked(struct ctx *ctx, struct vote_asked **ret, int *ret_n) MUST_USE;
/* What has been received of ctx->who; *ret_government (may be NULL) is whom they stand for. */
enum err vote_own(struct ctx *ctx, vote_question_id id, struct vote_receipt *ret,
                  struct member *ret_government) MUST_USE;
/*
 * After the close: the outcome as counted, and the roll, countries in the order of the reader's
 * language and governments within them likewise.  Before it: ERR_NOT_FOUND.
 */
enum err vote_outcome(struct ctx *ctx, vote_question_id id, struct charter_outcome *ret) MUST_USE;
enum err vote_roll(struct ctx *ctx, vote_question_id id, struct vote_line **ret, int *ret_n)
	MUST_USE;

/* --- the ways it is shown --- */

/*
 * A result the way it is always shown: words, numbers, bar, arithmetic, rule with its source, roll
 * by country.  ERR_NOT_FOUND before the close.
 */
enum err vote_result_html(struct html *h, struct ctx *ctx, vote_question_id id) MUST_USE;
/* How many votes have come, or until when one may object, or how many tellers have counted. */
void vote_received_html(struct html *h, const struct vote_question *q);
/* How a question ended, when, and for what reason if it was cancelled. */
void vote_ended_html(struct html *h, const struct vote_question *q);
/* Which question it was put after, and why; nothing for the first on its matter. */
void vote_again_html(struct html *h, const struct vote_question *q);
/* A rule with its source, marked where it is an assumption. */
void vote_rule_html(struct html *h, const struct charter_rule *rule);
/* The same as a JSON object: "is_carried", "method", "counts", "needed", "rule", "roll" ... */
struct json;
enum err vote_result_json(struct json *j, struct ctx *ctx, vote_question_id id) MUST_USE;

/* Hold ballots, questions and results against the log; see audit/audit.h. */
struct audit_faults;
enum err vote_verify(struct ctx *ctx, struct audit_faults *faults) MUST_USE;

extern const struct route vote_routes[], vote_api_routes[];
