/*
 * meeting/meeting.h -- sessions of organs: convened, their agenda, their delegates, opened, closed.
 * Drafts, changes, notice and the plan of an agenda are in meeting/meeting_convene.h.
 *
 * An agenda item is tied to a kind of decision; what the organ may not decide is refused when the
 * item is put, naming the missing power.  The secretariat convenes, puts items and accredits (the
 * right of the route); whoever presides over the organ opens and closes (asked here).  Does not
 * count votes (vote/) and does not register (decision/).
 */
#pragma once
#include "meeting/meeting_convene.h"
#include "meeting/meeting_displace.h"
#include "meeting/meeting_mail.h"
#include "meeting/meeting_presence.h"
#include "organ/organ.h"

enum meeting_state { MEETING_CONVENED = 1, MEETING_OPEN, MEETING_CLOSED };
enum meeting_mode { MEETING_IN_HALL = 1, MEETING_ONLINE, MEETING_BOTH };
enum meeting_item_state {
	MEETING_ITEM_PENDING = 1,
	MEETING_ITEM_ADOPTED,
	MEETING_ITEM_REJECTED,
	MEETING_ITEM_WITHDRAWN
};
enum { MEETING_DELEGATE_LIMIT = 10000, MEETING_ITEM_LIMIT = 500, MEETING_SUBJECT_LIMIT = 200 };

struct meeting {
	meeting_session_id id;
	struct str slug; /* "ga-10": the organ's code in lower case and the number */
	struct organ organ;
	int64_t number;
	member_government_id host; /* .v == 0: none named */
	struct tr place, host_name;
	struct str host_slug; /* p == NULL: none named */
	struct str starts_on, ends_on, zone;
	enum meeting_mode mode;
	enum meeting_state state;
	bool is_draft;                    /* seen by whoever may convene */
	time_us published_at;             /* TIME_NONE: a draft */
	time_us suspended_at, resumes_at; /* TIME_NONE: is not; was not said */
};

struct meeting_item {
	meeting_item_id id;
	meeting_session_id session;
	int64_t number;
	struct charter_kind kind;
	struct tr title;
	lang_text_id title_id;
	enum meeting_item_state state;
	int64_t position;      /* on the agenda, where the number stays */
	struct str day, clock; /* planned for: "2014-10-22", "09:30"; p == NULL: not set */
	struct maybe_int minutes;
	struct tr note; /* Markdown; text.p == NULL: none */
	lang_text_id note_id;
	time_us called_at, left_at, postponed_at; /* TIME_NONE: was not */
	bool has_question;                        /* one on it is open */
	const struct member *subjects;            /* the governments it is about */
	int subject_count;
};

struct meeting_new {
	organ_id organ;
	int64_t number;
	member_government_id host;
	struct lang_set place;
	struct str starts_on, ends_on, zone;
	enum meeting_mode mode;
	bool is_draft; /* not published yet */
};

struct meeting_item_new {
	meeting_session_id session;
	charter_kind_id kind;
	const member_government_id *subjects; /* one named twice counts once */
	int subject_count;
	struct meeting_item_plan plan;
	struct str reason; /* in ctx->lang: why its notice is too short; p == NULL: none given */
};

const char *meeting_state_code(enum meeting_state s); /* "convened" */
const char *meeting_state_name(enum meeting_state s); /* message key */
const char *meeting_mode_code(enum meeting_mode m);   /* "hall" */
const char *meeting_mode_name(enum meeting_mode m);
bool meeting_mode_parse(struct str code, enum meeting_mode *ret);
const char *meeting_item_state_code(enum meeting_item_state s); /* "pending" */
const char *meeting_item_state_name(enum meeting_item_state s);

/* The name of a session, "General Assembly, session 10", as each language orders it. */
void meeting_name_html(struct html *h, const struct meeting *m);
struct str meeting_name(struct ctx *ctx, const struct meeting *m);
/* The civil date that it is now where the session sits. */
struct str meeting_today(struct ctx *ctx, const struct meeting *m);

/* --- reading --- */

enum err meeting_get(struct ctx *ctx, meeting_session_id id, struct meeting *ret) MUST_USE;
enum err meeting_by_slug(struct ctx *ctx, struct str slug, struct meeting *ret) MUST_USE;
/* Every session, drafts for whoever may convene, newest first; at most 500. */
enum err meeting_list(struct ctx *ctx, struct meeting **ret, int *ret_n) MUST_USE;
enum err meeting_item_get(struct ctx *ctx, meeting_item_id id, struct meeting_item *ret) MUST_USE;
enum err meeting_item_by_number(struct ctx *ctx, meeting_session_id session, int64_t number,
                                struct meeting_item *ret) MUST_USE;
enum err meeting_items(struct ctx *ctx, meeting_session_id id, struct meeting_item **ret,
                       int *ret_n) MUST_USE;
/* Countries, and governments within them, in the order of the reader's language. */
enum err meeting_delegates(struct ctx *ctx, meeting_session_id id, struct meeting_delegate **ret,
                           int *ret_n) MUST_USE;
/* The rule by which the session's organ decides a kind of question on a day: charter_power()'s
 * errors. */
enum err meeting_rule(struct ctx *ctx, const struct meeting *m, charter_kind_id kind,
                      struct str day, struct charter_rule *ret) MUST_USE;
/* May ctx->who do what the right to convene allows?  For what a page offers. */
enum err meeting_may_convene(struct ctx *ctx, bool *ret) MUST_USE;

/* --- use cases --- */

/*
 * Convene a session, or draft it.  ERR_FIELD_NUMBER, ERR_MEETING_NUMBER (there has been one of
 * that number), ERR_MEETING_DATE, ERR_MEETING_DATES, ERR_MEETING_ZONE, ERR_NOT_FOUND (organ or
 * host).
 */
enum err meeting_convene(struct ctx *ctx, const struct meeting_new *new, struct meeting *ret)
	MUST_USE;
/*
 * Put an item on the agenda; its title is made from the kind's in every language, unless it has one
 * of its own.  ERR_MEETING_NOTICE (once published: the item's rule asks for a longer notice than is
 * left, and no reason is given), the errors of meeting_item_edit(), ERR_MEETING_CLOSED,
 * ERR_CHARTER_NO_POWER, ERR_CHARTER_NO_RULE (on the session's first day), ERR_ITEM_SUBJECTS,
 * ERR_NOT_FOUND, and whatever the kind's effect has against these subjects.
 */
enum err meeting_item_put(struct ctx *ctx, const struct meeting_item_new *new,
                          struct meeting_item *ret) MUST_USE;
/*
 * Register a person of a government, `votes` as the one who casts its vote.  ERR_MEETING_CLOSED,
 * ERR_DELEGATE_OTHER_GOVERNMENT (the account stands for another or none), ERR_DELEGATE_REGISTERED,
 * ERR_DELEGATE_TWICE (it has a voting delegate).  More: meeting_delegate_register().
 */
enum err meeting_delegate_add(struct ctx *ctx, meeting_session_id id,
                              member_government_id government, account_id who, bool votes) MUST_USE;
/* The secretariat accepts a delegate's credentials, or takes that back.  ERR_MEETING_CLOSED. */
enum err meeting_accredit(struct ctx *ctx, meeting_delegate_id id, bool accredited) MUST_USE;
/* Accept those of every delegate that wait, at once; *ret_changed says how many. */
enum err meeting_accredit_all(struct ctx *ctx, meeting_session_id id, int64_t *ret_changed)
	MUST_USE;
/* Begins the first sitting.  ERR_FORBIDDEN (does not preside here), ERR_MEETING_STATE (is not
 * convened). */
enum err meeting_open(struct ctx *ctx, meeting_session_id id) MUST_USE;
/* Ends the sitting and checks everyone out.  ERR_FORBIDDEN, ERR_MEETING_STATE (is not open).  That
 * no question is open is decision/'s to see to. */
enum err meeting_close(struct tx *tx, meeting_session_id id) MUST_USE;
/* In decision/'s transactions: set an item's state when it has been decided.  ERR_ITEM_DECIDED. */
enum err meeting_item_settle(struct tx *tx, meeting_item_id id, enum meeting_item_state state)
	MUST_USE;

/*
 * The roll as it stands now: members of whom somebody is registered to vote and, as far as the rule
 * asks for either, accredited, and which are in good standing.  It is the one who votes; the
 * stand-in when that one is not there and the stand-in is.  Who is not on it and why:
 * meeting_seatings().
 */
struct meeting_entitled {
	member_government_id government;
	account_id account;
	int64_t weight;
	bool is_chair;   /* the government that holds the chair of the organ */
	bool is_present; /* is there; everyone where attendance is not kept */
};
enum err meeting_roll(struct ctx *ctx, const struct meeting *m, const struct charter_rule *rule,
                      struct meeting_entitled **ret, int *ret_n) MUST_USE;

enum err meeting_load(struct tx *tx, struct pack *pack) MUST_USE; /* sessions, items */

extern const struct route meeting_routes[], meeting_api_routes[];
