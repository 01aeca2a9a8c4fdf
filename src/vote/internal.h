/* vote/internal.h -- what the files of this slice share and nobody else needs. */
#pragma once
#include "vote/vote.h"

/* --- rules: pure --- */

/* What stands when a vote comes in. */
struct vote_standing {
	enum vote_method method;
	enum vote_state state;
	bool may_change;
	bool is_stopped; /* the voter acts for the government no longer */
	struct vote_receipt own;
};
/*
 * May this vote be cast as things stand?  The same choice again is accepted whatever the revision,
 * so that a repeated request is as good as one.  The errors are those of vote_cast().
 */
enum err vote_may_cast(const struct vote_standing *s, const struct vote_cast *c) MUST_USE;

/* The same at the desk, which does not know the choice; the errors are those of vote_enter(). */
enum err vote_may_enter(const struct vote_standing *s, const struct vote_cast *c) MUST_USE;
/* Is it open?  ERR_VOTE_CLOSED, ERR_VOTE_CANCELLED. */
enum err vote_must_be_open(enum vote_state state) MUST_USE;
enum vote_state vote_state_of(time_us closed_at, lang_text_id cancel_reason);

/* --- sealing --- */

enum { VOTE_SEALED_BYTES = 24 + 16 + 1 + VOTE_SALT_BYTES };
struct vote_place {
	vote_question_id question;
	member_government_id government;
	int64_t revision;
};
struct vote_open {
	enum vote_choice choice;
	unsigned char salt[VOTE_SALT_BYTES];
};
void vote_seal(struct ctx *ctx, const struct vote_place *p, const struct vote_open *vote,
               unsigned char ret[static VOTE_SEALED_BYTES]);
/* False: sealed by another secret or for another place, or altered. */
bool vote_unseal(struct ctx *ctx, const struct vote_place *p, struct str sealed,
                 struct vote_open *ret) MUST_USE;
/* Fill in a receipt's choice, where it is sealed and opens. */
void vote_unseal_own(struct ctx *ctx, vote_question_id question, struct str sealed,
                     struct vote_receipt *receipt);
/* At the close.  ERR_VOTE_SEALED: one of them does not open. */
enum err vote_unseal_all(struct tx *tx, vote_question_id id) MUST_USE;

/* --- in a transaction --- */

/* Set closed_at; vote_close()'s errors for a question that is not open. */
enum err vote_end(struct tx *tx, vote_question_id id) MUST_USE;
/* Count, decide, write the result and the log; the question has been ended. */
enum err vote_settle(struct tx *tx, const struct vote_question *q, enum vote_choice chair,
                     struct charter_outcome *ret) MUST_USE;
/* The numbers of the hands that both tellers counted: ERR_VOTE_NOT_COUNTED. */
enum err vote_hands_agreed(struct ctx *ctx, vote_question_id id, struct vote_hands *ret) MUST_USE;
struct str vote_object(struct ctx *ctx, vote_question_id id); /* for the log: "vote_question:7" */

/* --- rows of questions and results, which are read one at a time and all of a forum --- */

enum charter_way vote_way_of(int64_t method);
#define VOTE_QUESTION_OF_ROW(row)                                                                  \
	((struct vote_question){ .id = (row)->id,                                                  \
	                         .organ = (row)->organ,                                            \
	                         .forum = (row)->forum,                                            \
	                         .matter = (row)->matter,                                          \
	                         .method = (enum vote_method)(row)->method,                        \
	                         .state = vote_state_of((row)->closed, (row)->cancel_id),          \
	                         .rule = (row)->rule,                                              \
	                         .title = (row)->title,                                            \
	                         .title_id = (row)->title_id,                                      \
	                         .zone = (row)->zone,                                              \
	                         .may_change = (row)->may_change,                                  \
	                         .opened_at = (row)->opened,                                       \
	                         .closed_at = (row)->closed,                                       \
	                         .objections_until = (row)->until,                                 \
	                         .entitled = (row)->entitled,                                      \
	                         .received = (row)->received,                                      \
	                         .counted = (row)->counted,                                        \
	                         .members = (row)->members,                                        \
	                         .member_weight = (row)->member_weight,                            \
	                         .cancel_reason = (row)->cancel,                                   \
	                         .cancel_reason_id = (row)->cancel_id,                             \
	                         .follow_reason = (row)->reason,                                   \
	                         .follow_reason_id = (row)->reason_id,                             \
	                         .follows = (row)->follows })
#define VOTE_COUNT_OF_ROW(row)                                                                     \
	((struct charter_count){ .way = vote_way_of((row)->method),                                \
	                         .yes = (row)->yes,                                                \
	                         .no = (row)->no,                                                  \
	                         .abstain = (row)->abstain,                                        \
	                         .not_cast = (row)->not_cast,                                      \
	                         .weight_yes = (row)->weight_yes,                                  \
	                         .weight_no = (row)->weight_no,                                    \
	                         .weight_abstain = (row)->weight_abstain,                          \
	                         .weight_not_cast = (row)->weight_not_cast,                        \
	                         .members = (row)->members,                                        \
	                         .member_weight = (row)->member_weight,                            \
	                         .present = (row)->present,                                        \
	                         .present_weight = (row)->present_weight,                          \
	                         .chair_choice = (int)(row)->chair_choice })

/* --- what is shown --- */

/* Until when objections are heard, to the second: it may be half a minute. */
struct str vote_until(struct arena *a, enum language l, const struct vote_question *q);

/* The bar of a result, in thousandths of its length: where each part begins and how long it is. */
struct vote_bar {
	int yes, no_at, no, abstain_at, abstain, missing_at, missing;
	int needed_at; /* where the line stands */
};
void vote_bar_of(const struct charter_outcome *o, struct vote_bar *ret);

/* The lines of one country on the published roll. */
struct vote_country {
	struct tr name;
	const struct vote_line *lines;
	int line_count;
};

#define VOTE_CHOICE_CODES "yes no abstain no-objection objection"
/* What a vote's form and its JSON hold, and the vote that they ask for. */
extern const struct param vote_params[];
enum err vote_cast_read(struct ctx *ctx, const struct request *req, struct vote_cast *ret) MUST_USE;

/* The handler of the live region. */
enum err vote_live(struct ctx *ctx, const struct request *req, struct response *res) MUST_USE;
/* The same at the desk, where the government is required and none is the revision that was seen. */
extern const struct param vote_enter_params[], vote_count_params[];
enum err vote_enter_read(struct ctx *ctx, const struct request *req, struct vote_cast *ret)
	MUST_USE;
struct vote_hands vote_hands_read(const struct request *req);
