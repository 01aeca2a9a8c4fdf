/*
 * mail/mail.h -- the outbox: letters that are held to be read, released, sent, and tried again.
 *
 * A letter is written in the transaction that gives rise to it, so that there is a letter exactly
 * when there is a reason for it.  It goes to a person, at the address that the person's account has
 * when it goes, or to an address alone.  What it is about means something to whoever wrote it, and
 * nothing here.  A letter is sent at least once: a crash between the mail server's acceptance and
 * its record here sends it again, with the same Message-ID.  Does not decide who gets letters and
 * what they say.
 */
#pragma once
#include "db/db.h"
#include "doc/mail.h"
#include "http/http.h"

enum mail_state {
	MAIL_HELD = 1,
	MAIL_QUEUED,
	MAIL_SENDING,
	MAIL_SENT,
	MAIL_FAILED,
	MAIL_CANCELLED
};
/* What the last try came to. */
enum mail_trouble {
	MAIL_TROUBLE_NONE,
	MAIL_TROUBLE_UNREACHED,
	MAIL_TROUBLE_AGAIN,
	MAIL_TROUBLE_REFUSED,
	MAIL_TROUBLE_NO_ADDRESS
};
enum { MAIL_SUBJECT_MAX = 250, MAIL_BODY_MAX = 65536, MAIL_ABOUT_MAX = 80, MAIL_PAGE = 100 };

const char *mail_state_code(enum mail_state s);     /* "held" */
const char *mail_state_name(enum mail_state s);     /* message key */
const char *mail_trouble_code(enum mail_trouble t); /* "unreached"; NULL for none */
const char *mail_trouble_name(enum mail_trouble t); /* a sentence; NULL for none */
bool mail_state_parse(struct str code, enum mail_state *ret);

/* --- writing letters --- */

struct mail_new {
	account_id to;            /* .v == 0: to `address` alone */
	struct str address, name; /* p == NULL with an account; name p == NULL: none */
	enum language language;
	struct str subject, body; /* plain text; blanks around the subject are cut off */
	struct str about;         /* "meeting_session:3"; p == NULL: nothing */
	bool is_held;             /* to be read before it goes */
};
/* ERR_MAIL_SUBJECT, ERR_MAIL_BODY, ERR_MAIL_ADDRESS. */
enum err mail_queue(struct tx *tx, const struct mail_new *new, mail_message_id *ret_id) MUST_USE;
/*
 * Many at once, with one event in the log.  Who has a held letter about the same thing already gets
 * that one rewritten.  *ret_n: how many were written.
 */
enum err mail_queue_all(struct tx *tx, const struct mail_new *new, int n, int64_t *ret_n) MUST_USE;
/* Was a letter to a person about something released?  Neither held nor cancelled. */
enum err mail_is_released(struct ctx *ctx, struct str about, account_id to, bool *ret) MUST_USE;
/* When the newest such letter about something was written; TIME_NONE: none was released. */
enum err mail_newest(struct ctx *ctx, struct str about, time_us *ret) MUST_USE;

/* --- reading --- */

struct mail {
	mail_message_id id;
	account_id to;      /* .v == 0: an address alone */
	struct tr person;   /* the account's, or the name beside the address; text.p may be NULL */
	struct str address; /* where it goes as things stand; p == NULL: nowhere yet */
	enum language language;
	struct str subject, about;
	enum mail_state state;
	int64_t revision, tries;
	enum mail_trouble trouble;
	struct str said, message_id, sent_to; /* p == NULL: was not tried */
	time_us created_at, queued_at, next_at, ended_at;
	account_id by; /* .v == 0: the program */
};
enum err mail_get(struct ctx *ctx, mail_message_id id, struct mail *ret) MUST_USE;
enum err mail_body(struct ctx *ctx, mail_message_id id, struct str *ret) MUST_USE;

struct mail_filter {
	enum mail_state state;  /* 0: all */
	struct str about;       /* p == NULL: all */
	mail_message_id before; /* .v != 0: older than this one */
};
/* At most MAIL_PAGE, the newest first; *ret_more: there are older ones. */
enum err mail_list(struct ctx *ctx, const struct mail_filter *f, struct mail **ret, int *ret_n,
                   bool *ret_more) MUST_USE;
struct mail_counts {
	int64_t of[MAIL_CANCELLED + 1]; /* by state */
	mail_message_id newest_held, newest_failed;
	int64_t addressless; /* held, with nowhere to go */
};
enum err mail_counts(struct ctx *ctx, struct str about, struct mail_counts *ret) MUST_USE;

/* --- what the secretariat does --- */

/* Subject and body of a held letter as of `revision`: ERR_MAIL_STATE, ERR_CONFLICT (it is another
 * by now), ERR_MAIL_SUBJECT, ERR_MAIL_BODY. */
struct mail_edit {
	mail_message_id id;
	int64_t revision;
	struct str subject, body;
};
enum err mail_edit(struct ctx *ctx, const struct mail_edit *edit) MUST_USE;
/* Held to queued, as it was read (`revision`, 0: as it is): ERR_CONFLICT, ERR_MAIL_STATE,
 * ERR_MAIL_NO_ADDRESS. */
enum err mail_release(struct ctx *ctx, mail_message_id id, int64_t revision) MUST_USE;
enum err mail_cancel(struct ctx *ctx, mail_message_id id) MUST_USE; /* held or queued */
enum err mail_retry(struct ctx *ctx, mail_message_id id) MUST_USE;  /* failed */

/* The same for all up to the newest that was seen, about one thing or all (about.p == NULL). */
struct mail_all {
	struct str about;
	mail_message_id through;
};
/* Those without an address stay held. */
enum err mail_release_all(struct ctx *ctx, const struct mail_all *all, int64_t *ret_n) MUST_USE;
enum err mail_cancel_all(struct ctx *ctx, const struct mail_all *all, int64_t *ret_n) MUST_USE;
enum err mail_retry_all(struct ctx *ctx, const struct mail_all *all, int64_t *ret_n) MUST_USE;

/* --- sending --- */

/* How mail leaves this process; in ctx->mail for pages, NULL where no server is set. */
struct mail_way {
	struct str server, from; /* "smtp://mail.example:587", "office@near.example" */
	bool is_open;            /* a rehearsal's is not, unless near.conf says so */
};

typedef enum smtp_outcome mail_send(void *arg, struct arena *a, const struct mime_letter *letter,
                                    struct str *ret_said);
struct mail_post {
	struct str from;
	mail_send *send;
	void *arg;
	time_us (*clock)(void *); /* the association's: sending takes time */
	void *clock_arg;
};
/* The letter as it would be sent or was; ERR_MAIL_NO_ADDRESS. */
enum err mail_letter(struct ctx *ctx, mail_message_id id, struct str from, struct mime_letter *ret)
	MUST_USE;

enum mail_step_kind { MAIL_STEP_IDLE, MAIL_STEP_SENT, MAIL_STEP_FAILED, MAIL_STEP_AGAIN };
struct mail_step {
	enum mail_step_kind kind;
	mail_message_id id; /* unless idle */
	bool is_unreached;  /* no server: nothing else need be tried for a while */
	struct str said;
	time_us next_at; /* idle: when something will be due; TIME_NONE: nothing waits */
};
/*
 * Send the letter that is due first, if one is.  It is claimed in one transaction, sent outside of
 * any, and settled in another.  A claim ends after three minutes, so that what a process left
 * behind is taken up.  Trying again begins after a minute, doubles to an hour, ends after five
 * days.
 */
enum err mail_step(struct ctx *ctx, const struct mail_post *post, struct mail_step *ret) MUST_USE;

extern const struct route mail_routes[], mail_step_routes[], mail_api_routes[];
