/*
 * meeting/meeting_convene.h -- drafts, notice, the plan of an agenda, changes, invitations.
 *
 * A session is drafted, edited and published, or published at once.  Drafts exist for whoever may
 * convene and for nobody else: to others every function answers ERR_NOT_FOUND.  What is changed
 * after publication is kept with what it was before, for those who were invited; so is what
 * whoever presides does with items in the sittings, for the minutes.  A part of meeting/meeting.h,
 * which other rooms include.
 */
#pragma once
#include "organ/organ.h"

struct meeting;
struct meeting_item;
struct meeting_new;

enum { MEETING_CHANGE_LIMIT = 5000, MEETING_REASON_LIMIT = 500, MEETING_NOTE_LIMIT = 1000 };

/* --- notice --- */

/*
 * The days from the day of publication, where the session sits, to its first day; and the longest
 * notice that a rule asks for by which an item of the agenda is decided.
 */
struct meeting_notice {
	struct charter_rule rule; /* that asks for it, when is_asked */
	bool is_asked;
	int64_t asked, given; /* given < 0: published after the first day */
	struct tr reason;     /* why it was shorter; text.p == NULL: none was needed */
};
int64_t meeting_notice_given(struct str published_on, struct str first_day); /* whole dates */
bool meeting_notice_suffices(const struct meeting_notice *n);
/* As it was recorded at publication; of a draft as it would be now.  Errors of meeting_rule(). */
enum err meeting_notice(struct ctx *ctx, const struct meeting *m, struct meeting_notice *ret)
	MUST_USE;

/* --- drafts and changes to a session --- */

/* The session as it shall be; in ctx->lang why, where that makes the notice too short. */
struct meeting_edit {
	const struct meeting_new *to; /* ->is_draft is not looked at */
	struct str reason;            /* p == NULL: none given */
};
/*
 * Items that are planned for a day keep their distance from the first one; what then lies after
 * the last loses its time.  ERR_MEETING_CLOSED, ERR_MEETING_ORGAN, ERR_MEETING_NOTICE, and the
 * errors of meeting_convene().
 */
enum err meeting_edit(struct ctx *ctx, meeting_session_id id, const struct meeting_edit *edit,
                      struct meeting *ret) MUST_USE;
/* Convene what was drafted.  ERR_MEETING_PUBLISHED; ERR_MEETING_NOTICE unless a reason is given;
 * the errors of meeting_rule(). */
enum err meeting_publish(struct ctx *ctx, meeting_session_id id, struct str reason,
                         struct meeting *ret) MUST_USE;

/* --- the agenda --- */

struct meeting_item_plan {
	struct lang_set title; /* none at all: as it is, or made from the kind's */
	bool keeps_titles; /* in languages that `title` does not have; else they are taken away */
	struct str day, clock; /* "2014-10-22", "09:30" in the session's zone; p == NULL: not set */
	struct maybe_int minutes;
	struct lang_set note; /* Markdown */
};
/* When it is planned for and its note, for any page: {use meeting_plan from=item}. */
void meeting_plan_html(struct html *h, const struct meeting_item *i);
bool meeting_item_is_current(const struct meeting_item *i); /* called and not left */
/* ERR_ITEM_DAY, ERR_ITEM_CLOCK, ERR_FIELD_NUMBER, ERR_MEETING_CLOSED, ERR_ITEM_DECIDED. */
enum err meeting_item_edit(struct ctx *ctx, meeting_item_id id,
                           const struct meeting_item_plan *plan, struct meeting_item *ret) MUST_USE;
/*
 * Take an item off the agenda: it stays there as withdrawn, and vanishes from a draft.
 * ERR_MEETING_CLOSED, ERR_ITEM_DECIDED, ERR_ITEM_QUESTION.
 */
enum err meeting_item_withdraw(struct ctx *ctx, meeting_item_id id, struct str reason) MUST_USE;
/*
 * One place up or down.  `position` is where the asker saw it (0: anywhere): ERR_CONFLICT when it
 * is no longer there.  ERR_FORBIDDEN (may neither convene nor preside here), ERR_MEETING_CLOSED,
 * ERR_ITEM_END.
 */
struct meeting_item_move {
	meeting_item_id item;
	int64_t position;
	bool up;
};
enum err meeting_item_move(struct ctx *ctx, const struct meeting_item_move *move) MUST_USE;

/*
 * Steps of whoever presides, while the session sits; else ERR_FORBIDDEN, ERR_MEETING_NOT_OPEN.
 * To call an item leaves the one before it and ends its postponement: ERR_ITEM_CALLED,
 * ERR_ITEM_DECIDED (withdrawn), ERR_ITEM_QUESTION (one is open on the item that is left).  What is
 * postponed is left: ERR_ITEM_DECIDED, ERR_ITEM_QUESTION.
 */
enum err meeting_item_call(struct ctx *ctx, meeting_item_id id) MUST_USE;
enum err meeting_item_postpone(struct ctx *ctx, meeting_item_id id, struct str reason) MUST_USE;
/* The item that is being dealt with; ERR_NOT_FOUND when none is. */
enum err meeting_item_current(struct ctx *ctx, meeting_session_id id, struct meeting_item *ret)
	MUST_USE;
/*
 * In decision/'s transactions: a question on the item was opened, or was closed or cancelled.
 * While one is open the item is neither withdrawn, nor postponed, nor left.
 * meeting_item_settle() says the second of itself.
 */
enum err meeting_item_question(struct tx *tx, meeting_item_id id, bool is_open) MUST_USE;

/* --- what was changed, and what was done --- */

enum meeting_change_kind {
	MEETING_CHANGE_PLACE = 1,
	MEETING_CHANGE_FIRST_DAY,
	MEETING_CHANGE_LAST_DAY,
	MEETING_CHANGE_HOST,
	MEETING_CHANGE_ZONE,
	MEETING_CHANGE_MODE,
	MEETING_CHANGE_ITEM_ADDED,
	MEETING_CHANGE_ITEM_WITHDRAWN,
	MEETING_CHANGE_ITEM_MOVED,
	MEETING_CHANGE_ITEM_RENAMED,
	MEETING_CHANGE_ITEM_PLANNED,
	MEETING_CHANGE_ITEM_NOTE,
	MEETING_CHANGE_ITEM_POSTPONED,
	MEETING_CHANGE_ITEM_CALLED, /* from here on no change to what was invited to */
	MEETING_CHANGE_ITEM_LEFT
};
struct meeting_change {
	enum meeting_change_kind kind;
	int64_t item; /* its number; 0: of the session itself */
	struct tr title;
	struct tr before, after; /* in the reader's language; text.p == NULL: nothing */
	struct tr reason;
	time_us at;
	account_id by; /* .v == 0: the program */
};
const char *meeting_change_code(enum meeting_change_kind k); /* "item-added" */
const char *meeting_change_name(enum meeting_change_kind k); /* message key */
/* Those since publication, the latest first; steps in the sittings among them. */
enum err meeting_changes(struct ctx *ctx, meeting_session_id id, struct meeting_change **ret,
                         int *ret_n) MUST_USE;

/* --- invitations --- */

/* A letter to a head or delegate of a government that belongs to the association. */
struct meeting_letter {
	account_id to;
	enum language language; /* the person's own */
	struct tr person, government;
	struct str subject, body; /* plain text */
};
/* To everyone who is to be invited; `base` is the site's address, "https://near.example".
 * ERR_MEETING_STATE while it is a draft. */
enum err meeting_letters(struct ctx *ctx, meeting_session_id id, struct str base,
                         struct meeting_letter **ret, int *ret_n) MUST_USE;
/* What such a letter says; pure.  All texts are in `language`, or as near as there are. */
struct meeting_invitation {
	const struct meeting *meeting;
	const struct meeting_item *items;
	int item_count;
	struct tr association;
	struct str link; /* to the session's page */
};
void meeting_invitation_write(struct arena *a, const struct meeting_invitation *inv,
                              struct meeting_letter *letter);

extern const struct route meeting_convene_routes[], meeting_item_routes[],
	meeting_convene_api_routes[];
