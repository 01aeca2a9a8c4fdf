/* meeting/internal_presence.h -- what the files about delegations, presence and sittings share. */
#pragma once
#include "doc/pdf.h"
#include "meeting/internal.h"
#include "meeting/meeting.h"

/* --- who is on the roll for a government: pure --- */

struct meeting_sent {       /* one who votes or stands in */
	account_id account; /* .v == 0: nobody was named */
	bool is_accepted, is_refused, is_in;
};
struct meeting_sending {
	bool is_member, is_suspended;
	struct meeting_sent voter, stand_in;
};
struct meeting_asked { /* of a government that votes */
	bool good_standing, accredited;
	bool is_kept; /* attendance is kept at the session */
};
/*
 * Who is on the roll: the one who votes; the stand-in when that one is not there and the stand-in
 * is, or when that one's credentials are not accepted.  NULL, and the bar, when nobody is.
 */
enum meeting_bar meeting_bar_of(const struct meeting_sending *s, const struct meeting_asked *asked,
                                const struct meeting_sent **ret);

/* An adviser has no seat: ERR_DELEGATE_ADVISER. */
enum err meeting_seat_check(enum meeting_role role, enum meeting_seat seat) MUST_USE;

/* --- steps --- */

/* Nothing about the people of a session changes once it is closed: ERR_MEETING_CLOSED. */
enum err meeting_check_not_closed(struct ctx *ctx, meeting_session_id id) MUST_USE;
struct str meeting_delegate_object(struct ctx *ctx, meeting_delegate_id id); /* audit log */
/* May ctx->who change the delegation of a government at a session?  ERR_FORBIDDEN. */
enum err meeting_check_registers(struct ctx *ctx, meeting_session_id id,
                                 member_government_id government) MUST_USE;
/* Where it takes two persons, somebody else than ctx->who must have seated the delegate:
 * ERR_DELEGATE_TWO_PERSONS. */
enum err meeting_check_accredits(struct ctx *ctx, meeting_delegate_id id) MUST_USE;
enum err meeting_is_kept(struct ctx *ctx, meeting_session_id id, bool *ret) MUST_USE;
enum err meeting_check_out_tx(struct tx *tx, const struct meeting_delegate *d) MUST_USE;

/* --- what pages show --- */

struct meeting_displaced_line {
	struct meeting meeting;
	struct meeting_displacement displacement;
};
struct meeting_line { /* one person of a delegation */
	struct meeting_delegate delegate;
	struct tr refusal; /* for whoever may read it */
	bool is_first, is_unused;
};
struct meeting_delegation {
	struct meeting_seating seating;
	const struct meeting_line *lines;
	int line_count;
};
/* The form of a new person, as it is first shown or as it was sent. */
struct meeting_delegation_form {
	enum meeting_role role;
	enum meeting_seat seat;
	struct str account;
	struct meeting_place names[LANGUAGE_COUNT];
	struct meeting_option languages[LANGUAGE_COUNT];
};

/* The delegation of each government, or of one (.v != 0; without people when it sent nobody). */
enum err meeting_delegations(struct ctx *ctx, const struct meeting *m,
                             member_government_id government, struct meeting_delegation **ret,
                             int *ret_n) MUST_USE;
/* The rule by which a page says who has a vote: meeting_rule_now()'s, or the strictest. */
enum err meeting_rule_shown(struct ctx *ctx, const struct meeting *m, struct charter_rule *ret)
	MUST_USE;
enum err meeting_quorum_shown(struct ctx *ctx, const struct meeting *m, struct meeting_quorum *ret,
                              bool *ret_has) MUST_USE;

/* Badges or name cards of a session as PDF: of all, or of one.  ERR_NOT_FOUND when there is nobody,
 * pdf_end()'s errors. */
struct meeting_badge_sheet {
	enum pdf_sheet sheet;
	meeting_delegate_id delegate; /* .v == 0: all */
	struct str base;              /* "https://near.example" */
};
enum err meeting_badges(struct ctx *ctx, const struct meeting *m,
                        const struct meeting_badge_sheet *sheet, struct str *ret_pdf) MUST_USE;

/* --- forms and JSON --- */

extern const struct param meeting_delegate_params[], meeting_delegates_query[],
	meeting_delegation_params[], meeting_presence_params[], meeting_attend_params[];

/* What a delegation's form or JSON asks for: register, change, recall. */
enum err meeting_delegation_apply(struct ctx *ctx, const struct request *req,
                                  const struct meeting *m, const struct member *g) MUST_USE;
/* The declared delegate of a session: ERR_MISSING_FIELD, ERR_FIELD_CHOICE. */
enum err meeting_delegate_read(struct ctx *ctx, const struct request *req, const struct meeting *m,
                               meeting_delegate_id *ret) MUST_USE;
/* Check a declared delegate in or out, as "action" says. */
enum err meeting_presence_apply(struct ctx *ctx, const struct request *req, const struct meeting *m)
	MUST_USE;
/* The government that ctx->who stands for; ERR_FORBIDDEN when none. */
enum err meeting_own_government(struct ctx *ctx, struct member *ret) MUST_USE;

/* Handlers of meeting_delegate_pages.c and meeting_presence_pages.c, for the route tables. */
enum err meeting_get_own_delegation(struct ctx *ctx, const struct request *req,
                                    struct response *res) MUST_USE;
enum err meeting_post_own_delegation(struct ctx *ctx, const struct request *req,
                                     struct response *res) MUST_USE;
enum err meeting_get_delegation(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
enum err meeting_post_delegation(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
