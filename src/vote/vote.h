/*
 * vote/vote.h -- questions put to a vote by name: the electoral roll, the votes, the count.
 *
 * The roll is frozen at the opening.  Until the close nobody, whatever their rights, can read how
 * anyone voted: the only readers of ballots before it are the voter's own receipt and the count of
 * how many came.  The outcome is charter_decide()'s alone.  Does not know what a question is about,
 * nor what follows from it (decision/).
 */
#pragma once
#include "organ/organ.h"

enum vote_method { VOTE_ROLL_CALL = 1 };
enum vote_choice { VOTE_NONE, VOTE_YES, VOTE_NO, VOTE_ABSTAIN, VOTE_CHOICES };
enum { VOTE_ROLL_LIMIT = 10000 };

struct vote_entry { /* of a roll to be frozen */
	member_government_id government;
	account_id account;
	int64_t weight; /* > 0 */
	bool is_chair;
};

struct vote_new {
	organ_id organ;
	int64_t forum, matter; /* opaque here: a session, an item */
	lang_text_id title;
	struct str zone; /* IANA, in which the question's times are shown */
	const struct charter_rule *rule;
	int64_t members, member_weight; /* of the association now */
	const struct vote_entry *roll;
	int roll_count; /* at most VOTE_ROLL_LIMIT */
};

struct vote_question {
	vote_question_id id;
	organ_id organ;
	int64_t forum, matter;
	charter_rule_id rule;
	struct tr title;
	lang_text_id title_id;
	struct str zone;
	bool may_change;              /* a vote may be changed until the close */
	time_us opened_at, closed_at; /* closed_at TIME_NONE: open */
	int64_t entitled, received;   /* on the roll; votes that have come */
	int64_t members, member_weight;
};

/* One voter's own view. */
struct vote_receipt {
	member_government_id government; /* .v == 0: not on the roll */
	enum vote_choice choice;         /* VOTE_NONE: not cast */
	int64_t revision;                /* 0: not cast */
	time_us cast_at;
};

struct vote_line { /* of the published roll, after the close */
	struct member government;
	enum vote_choice choice;
	int64_t weight;
};

/* --- rules: pure --- */

const char *vote_choice_code(enum vote_choice c);               /* "yes", "no", "abstain", "none" */
const char *vote_choice_name(enum vote_choice c);               /* message key */
bool vote_choice_parse(struct str code, enum vote_choice *ret); /* of the three that can be cast */

/* What stands when a vote comes in. */
struct vote_standing {
	bool is_closed, may_change;
	struct vote_receipt own;
};
/* What is asked of it. */
struct vote_cast {
	vote_question_id question;
	member_government_id government; /* .v == 0: the voter's own */
	enum vote_choice choice;
	int64_t revision; /* that the voter last saw; 0: none cast; -1: whatever it is */
};
/*
 * May this vote be cast as things stand?  The same choice again is accepted whatever the revision,
 * so that a repeated request is as good as one.  The errors are those of vote_cast().
 */
enum err vote_may_cast(const struct vote_standing *s, const struct vote_cast *c) MUST_USE;

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
 * ERR_VOTE_ANOTHER_OPEN (in the same forum), ERR_VOTE_EMPTY_ROLL, ERR_VOTE_SECRET.
 */
enum err vote_open(struct tx *tx, const struct vote_new *new, vote_question_id *ret_id) MUST_USE;

/*
 * Cast, or change, the vote of the government that ctx->who stands for on the roll.  Acknowledged
 * means on disk.  ERR_NOT_FOUND, ERR_VOTE_NOT_ON_ROLL, ERR_VOTE_OTHER_GOVERNMENT (given and
 * another's), ERR_VOTE_CLOSED, ERR_VOTE_CAST_ALREADY (the rule allows no change), ERR_VOTE_STALE
 * (another device has changed it since).  The same choice again is accepted and changes nothing.
 */
enum err vote_cast(struct ctx *ctx, const struct vote_cast *cast, struct vote_receipt *ret)
	MUST_USE;

/*
 * Close and count: ERR_VOTE_CLOSED when it is closed already.  Whoever is on the roll is present:
 * their credentials were accepted at this session, and a quorum does not ask whether they answer.
 * The audit log receives the roll with every choice and the salt that opens its commitment.
 */
enum err vote_close(struct tx *tx, vote_question_id id, struct charter_outcome *ret) MUST_USE;

/* --- reading --- */

enum err vote_get(struct ctx *ctx, vote_question_id id, struct vote_question *ret) MUST_USE;
/* The latest question on a matter; ERR_NOT_FOUND. */
enum err vote_by_matter(struct ctx *ctx, int64_t matter, struct vote_question *ret) MUST_USE;
/* The open question of a forum; ERR_NOT_FOUND. */
enum err vote_open_in(struct ctx *ctx, int64_t forum, struct vote_question *ret) MUST_USE;

/* Open questions that ctx->who is asked; few. */
struct vote_asked {
	vote_question_id id;
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
/* How many votes have come, of how many; never whose. */
void vote_received_html(struct html *h, const struct vote_question *q);
/* A rule with its source, marked where it is an assumption. */
void vote_rule_html(struct html *h, const struct charter_rule *rule);
/* The same result as a JSON object: "outcome", "counts", "needed", "rule", "explanation", "roll".
 */
struct json;
enum err vote_result_json(struct json *j, struct ctx *ctx, vote_question_id id) MUST_USE;

extern const struct route vote_routes[], vote_api_routes[];
