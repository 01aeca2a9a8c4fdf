/*
 * meeting/meeting_presence.h -- delegations, credentials, who is there, sittings, the quorum.
 *
 * A government sends a head, delegates and advisers; one casts its vote, another may stand in.  The
 * secretariat accepts or refuses credentials.  The desk checks people in and out; from the first
 * check-in on, attendance is kept at that session, and only who is in counts as present.  Before it
 * everyone whose credentials are accepted does (docs/decisions/0010-presence.md).  A part of
 * meeting/meeting.h, which other rooms include.
 */
#pragma once
#include "organ/organ.h"

struct meeting;

enum meeting_role { MEETING_HEAD = 1, MEETING_DELEGATE, MEETING_ADVISER };
enum meeting_seat { MEETING_SEAT_NONE = 1, MEETING_SEAT_VOTES, MEETING_SEAT_STANDS_IN };
enum meeting_credentials {
	MEETING_CREDENTIALS_WAITING = 1,
	MEETING_CREDENTIALS_ACCEPTED,
	MEETING_CREDENTIALS_REFUSED
};
/* Why a government has no vote as things stand: the first that applies. */
enum meeting_bar {
	MEETING_BAR_NONE,
	MEETING_BAR_NO_MEMBER, /* observer, partner, applicant */
	MEETING_BAR_STANDING,
	MEETING_BAR_NO_VOTER, /* nobody was named to vote */
	MEETING_BAR_REFUSED,
	MEETING_BAR_WAITING
};
enum { MEETING_PRESENCE_LIMIT = 50000, MEETING_SITTING_LIMIT = 500, MEETING_QUORUM_LIMIT = 5000 };

struct meeting_delegate {
	meeting_delegate_id id;
	meeting_session_id session;
	struct member government;
	account_id account;
	struct tr person; /* for readers who are signed in */
	lang_text_id person_id;
	enum meeting_role role;
	bool votes;     /* the one who casts the government's vote */
	bool stands_in; /* does when that one is not there */
	bool is_accredited;
	bool is_acting; /* holds a role in the government: without one there is no vote */
	enum meeting_credentials credentials;
	time_us in_at; /* TIME_NONE: is not there, or attendance is not kept */
};

struct meeting_delegate_new {
	meeting_session_id session;
	member_government_id government;
	account_id account; /* .v == 0: who gets one now, by `person` and `language` */
	struct lang_set person;
	enum language language;
	enum meeting_role role;
	enum meeting_seat seat;
};

const char *meeting_role_code(enum meeting_role r); /* "head" */
const char *meeting_role_name(enum meeting_role r); /* message key */
bool meeting_role_parse(struct str code, enum meeting_role *ret);
const char *meeting_seat_code(enum meeting_seat s); /* "votes" */
const char *meeting_seat_name(enum meeting_seat s);
bool meeting_seat_parse(struct str code, enum meeting_seat *ret);
enum meeting_seat meeting_seat_of(const struct meeting_delegate *d);
const char *meeting_credentials_code(enum meeting_credentials c); /* "waiting" */
const char *meeting_credentials_name(enum meeting_credentials c);
const char *meeting_bar_code(enum meeting_bar b); /* "standing"; NULL for MEETING_BAR_NONE */
const char *meeting_bar_name(enum meeting_bar b); /* a sentence; NULL likewise */

/* --- delegations --- */

/*
 * Register a person; the head of the government's delegation may, and whoever may convene (else
 * ERR_FORBIDDEN).  Head is who has that role in the government, or is registered as head here.
 * ERR_MEETING_CLOSED, ERR_DELEGATE_ADVISER (an adviser has no seat), ERR_DELEGATE_NAME (no name in
 * any language), and the errors of meeting_delegate_add().  Who is registered as head or delegate
 * and stands for no government yet is granted that role in it.
 */
enum err meeting_delegate_register(struct ctx *ctx, const struct meeting_delegate_new *new,
                                   meeting_delegate_id *ret_id) MUST_USE;
/*
 * Another role, seat or name.  Whoever had the seat takes the one that becomes free.  The name is
 * corrected in the languages given.  Credentials that were accepted of an adviser must be looked at
 * again when the adviser becomes more, and so must those of another name.  Errors as above;
 * ERR_NOT_FOUND also for who was recalled; ERR_DELEGATE_NAME_OWN: a name, and an account
 * that is in use.
 */
struct meeting_delegate_change {
	meeting_delegate_id id;
	enum meeting_role role;
	enum meeting_seat seat;
	struct lang_set person; /* all p == NULL: it stays */
};
enum err meeting_delegate_change(struct ctx *ctx, const struct meeting_delegate_change *c) MUST_USE;
/*
 * The government sends somebody no longer: who was there is checked out, and their role in the
 * government, their sessions and invitations end.  Whom it sends to another session that is not
 * over has the role anew from now on.
 */
enum err meeting_delegate_recall(struct ctx *ctx, meeting_delegate_id id) MUST_USE;
/* May ctx->who change the delegation of a government at a session?  For what a page offers. */
enum err meeting_may_register(struct ctx *ctx, meeting_session_id id,
                              member_government_id government, bool *ret) MUST_USE;
/* A one-time link's token for whoever never used their account yet: ERR_ACCOUNT_USED. */
enum err meeting_delegate_invite(struct ctx *ctx, meeting_delegate_id id, struct str *ret_token)
	MUST_USE;
/* The secretariat refuses credentials; the reason, in ctx->lang, is for the government alone. */
enum err meeting_credentials_refuse(struct ctx *ctx, meeting_delegate_id id, struct str reason)
	MUST_USE;

enum err meeting_delegate_get(struct ctx *ctx, meeting_delegate_id id, struct meeting_delegate *ret)
	MUST_USE;
/* The delegate that ctx->who is at a session; ERR_NOT_FOUND. */
enum err meeting_delegate_own(struct ctx *ctx, meeting_session_id id, struct meeting_delegate *ret)
	MUST_USE;
/* Why credentials were refused: to the secretariat and the delegate's own government; to others
 * text.p == NULL. */
enum err meeting_refusal(struct ctx *ctx, const struct meeting_delegate *d, struct tr *ret)
	MUST_USE;

/* --- who is there --- */

/* Check in or out; twice is as good as once.  ERR_NOT_FOUND, ERR_MEETING_CLOSED. */
enum err meeting_check_in(struct ctx *ctx, meeting_delegate_id id) MUST_USE;
enum err meeting_check_out(struct ctx *ctx, meeting_delegate_id id) MUST_USE;
/* The delegate's own doing, where the session is not in the hall alone: ERR_MEETING_IN_HALL,
 * ERR_DELEGATE_NONE (ctx->who is no delegate here). */
enum err meeting_attend(struct ctx *ctx, meeting_session_id id, bool is_in) MUST_USE;
/* What a badge carries, from ctx->secret; whose it is: ERR_CHECK_IN_CODE. */
struct str meeting_code(struct ctx *ctx, meeting_delegate_id id);
enum err meeting_by_code(struct ctx *ctx, struct str code, struct meeting_delegate *ret) MUST_USE;

struct meeting_presence { /* a time in which one was there */
	struct member government;
	meeting_delegate_id delegate;
	struct tr person;
	enum meeting_role role;
	time_us in_at, out_at; /* out_at TIME_NONE: is there */
};
/* In the order of coming.  None at all: attendance is not kept. */
enum err meeting_presences(struct ctx *ctx, meeting_session_id id, struct meeting_presence **ret,
                           int *ret_n) MUST_USE;

/* --- sittings --- */

bool meeting_is_sitting(const struct meeting *m); /* open and not suspended */
/*
 * In decision/'s transaction, which has seen that no question is open.  `resumes_at` may be
 * TIME_NONE.  ERR_FORBIDDEN (does not preside), ERR_MEETING_STATE (is not sitting).
 */
enum err meeting_suspend(struct tx *tx, meeting_session_id id, time_us resumes_at) MUST_USE;
enum err meeting_resume(struct ctx *ctx, meeting_session_id id) MUST_USE;

struct meeting_sitting {
	time_us began_at, ended_at; /* ended_at TIME_NONE: under way */
};
enum err meeting_sittings(struct ctx *ctx, meeting_session_id id, struct meeting_sitting **ret,
                          int *ret_n) MUST_USE;

/* --- quorum --- */

struct meeting_quorum {
	bool is_asked, is_reached; /* a rule that asks for none is fulfilled */
	bool is_kept;              /* attendance is kept */
	int64_t present, needed, base;
	time_us lost_at; /* TIME_NONE: was not lost in this session's sittings, or is back */
};
/* By a rule; NULL: by the one in question now, see meeting_rule_now(). */
enum err meeting_quorum(struct ctx *ctx, const struct meeting *m, const struct charter_rule *rule,
                        struct meeting_quorum *ret) MUST_USE;
/* The rule of the item that is called; else the organ's ordinary one, by which it decides most of
 * what it decides.  ERR_NOT_FOUND: the organ decides nothing by vote. */
enum err meeting_rule_now(struct ctx *ctx, const struct meeting *m, struct charter_rule *ret)
	MUST_USE;
/* Record that the quorum was reached or lost, if it was, by what this transaction has done. */
enum err meeting_quorum_note(struct tx *tx, meeting_session_id id) MUST_USE;

struct meeting_quorum_change {
	time_us at;
	bool is_reached;
	int64_t present, needed, base;
};
enum err meeting_quorum_changes(struct ctx *ctx, meeting_session_id id,
                                struct meeting_quorum_change **ret, int *ret_n) MUST_USE;

/* --- the roll, explained --- */

struct meeting_seating { /* of a government that sent somebody */
	struct member government;
	enum meeting_bar bar;
	struct tr reason;   /* of MEETING_BAR_STANDING: what was recorded */
	account_id account; /* who is on the roll for it; .v == 0: nobody */
	bool is_present;
};
/* Countries and governments in the order of the reader's language. */
enum err meeting_seatings(struct ctx *ctx, const struct meeting *m, const struct charter_rule *rule,
                          struct meeting_seating **ret, int *ret_n) MUST_USE;

extern const struct route meeting_presence_routes[], meeting_presence_api_routes[];
