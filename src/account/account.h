/*
 * account/account.h -- people, how they sign in, and what they may.
 *
 * An account is a person.  What they may follows from grants: a role within a scope, from a moment
 * to a moment.  Passwords are argon2id; a cookie's token and an invitation's are kept as hashes
 * alone.
 */
#pragma once
#include "db/db.h"
#include "http/http.h"
#include "lang/lang.h"
#include "pack/pack.h"

enum role {
	ROLE_PUBLIC,
	ROLE_DELEGATE,
	ROLE_HEAD,
	ROLE_COORDINATOR,
	ROLE_CHAIR,
	ROLE_SECRETARIAT,
	ROLE_SECRETARY_GENERAL,
	ROLE_AUDITOR,
	ROLE_REVIEWER,
	ROLE_APPLICANT,
	ROLE_OPERATOR,
	ROLE_COUNT
};
enum scope { SCOPE_ASSOCIATION, SCOPE_ORGAN, SCOPE_GOVERNMENT, SCOPE_SESSION };

const char *role_code(enum role r); /* "secretary-general" */
const char *role_name(enum role r); /* message key */
const char *scope_code(enum scope s);
bool role_parse(struct str code, enum role *ret);
bool scope_parse(struct str code, enum scope *ret);
uint32_t role_rights(enum role r); /* bits 1 << enum right; the whole rights table */

struct account_new {
	struct str name; /* what they sign in with: 1..80 of a-z 0-9 . - _ @ */
	struct lang_set person;
	enum language language;
	struct str password; /* p == NULL: by invitation only */
	struct str email;    /* p == NULL: none; else ERR_MAIL_ADDRESS when it is none */
};

/* Make an account (ERR_CONFLICT: the name is taken; ERR_PASSWORD_WEAK; of the person what
 * text_line() refuses, ERR_TEXT_UNSEEN for blanks, ERR_FIELD_LENGTH).  Hashing is done before the
 * write. */
enum err account_add(struct ctx *ctx, const struct account_new *new, account_id *ret_id) MUST_USE;
/* The same for many at once, hashing on all cores, in one transaction; `ret_ids` has room for n. */
enum err account_add_many(struct ctx *ctx, const struct account_new *new, int n,
                          account_id *ret_ids) MUST_USE;
/* One who comes by invitation alone, in a transaction under way; new->password.p is NULL. */
enum err account_add_tx(struct tx *tx, const struct account_new *new, account_id *ret_id) MUST_USE;
/* The first of "STEM-1", "STEM-2" ... that nobody signs in with. */
enum err account_free_name(struct ctx *ctx, struct str stem, struct str *ret) MUST_USE;
/* Has anybody ever signed in with it, or set a password? */
enum err account_is_used(struct ctx *ctx, account_id who, bool *ret) MUST_USE;
struct account_role {     /* as a page lists it */
	const char *name; /* message key */
};

/* An account's own page and what an API client is told of itself. */
struct account_self {
	struct str name;
	struct tr person;
	struct str email;     /* p == NULL: none */
	struct str roles[16]; /* codes, each once */
	int role_count;
};
enum err account_self(struct ctx *ctx, struct account_self *ret) MUST_USE;
enum err account_find(struct ctx *ctx, struct str name, account_id *ret_id) MUST_USE;

/* Accounts in the order of their sign-in names, those after `after` (p == NULL: from the first). */
struct account {
	account_id id;
	struct str name, email; /* email p == NULL: none */
	struct tr person;
	bool is_closed, is_used;
};
struct account_profile {
	struct str name, email; /* email p == NULL: none */
	struct tr person;
	lang_text_id person_id;
	bool is_closed;
};
enum err account_profile(struct ctx *ctx, account_id who, struct account_profile *ret) MUST_USE;
/* As account_find(), for a name as somebody typed it. */
enum err account_find_typed(struct ctx *ctx, struct str typed, account_id *ret_id) MUST_USE;
/* When the newest invitation that is good still was made; TIME_NONE: there is none. */
enum err account_last_invitation(struct ctx *ctx, account_id who, time_us *ret_at) MUST_USE;
enum { ACCOUNT_PAGE = 100 };
enum err account_list(struct ctx *ctx, struct str after, struct account **ret, int *ret_n,
                      bool *ret_more) MUST_USE;
struct account_held { /* a role that is in force */
	enum role role;
	enum scope scope;
	int64_t scope_id;
};
/* At most 256. */
enum err account_roles(struct ctx *ctx, account_id who, struct account_held **ret, int *ret_n)
	MUST_USE;
enum err account_grant(struct tx *tx, account_id who, enum role role, enum scope scope,
                       int64_t scope_id) MUST_USE;
/* End a role within exactly this scope, now.  ERR_NOT_FOUND: the account has no such role. */
struct account_duty;
enum err account_withdraw(struct ctx *ctx, account_id who, const struct account_duty *duty)
	MUST_USE;
/* Nobody signs in with it any more: roles, sessions and invitations end; what was done stands, and
 * the name stays taken.  ERR_NOT_FOUND, also when it is closed already. */
enum err account_close(struct ctx *ctx, account_id who) MUST_USE;
/* Correct a person's name in the languages that are given, in the others it stays.  ERR_NOT_FOUND,
 * and what account_add() refuses of a name. */
enum err account_rename(struct ctx *ctx, account_id who, const struct lang_set *person) MUST_USE;
enum err account_rename_tx(struct tx *tx, account_id who, const struct lang_set *person) MUST_USE;
/*
 * End what `who` may for a government, now, together with every session and every invitation: whom
 * a government no longer sends does nothing more in its name.  What they did stands.
 */
enum err account_recall(struct tx *tx, account_id who, member_government_id government) MUST_USE;
/* Every session ends and every invitation is void: whoever comes next must show who they are. */
enum err account_end_openings(struct tx *tx, account_id who) MUST_USE;
/*
 * The same for every account at once, passwords staying as they are; how many of each there were.
 * Runs on tables of every version that was released, as they lie in a backup.
 */
struct account_openings {
	int64_t sessions, invitations;
};
enum err account_end_all_openings(struct tx *tx, struct account_openings *ret) MUST_USE;
/*
 * ERR_PASSWORD_WEAK unless it is text of at least 10 characters and at most 1,024 bytes;
 * ERR_PASSWORD_BLANKS when it begins or ends with a blank; ERR_PASSWORD_COMMON when it stands in
 * the dictionary of cracklib, is made of few characters or a plain row of them.
 */
enum err account_password_check(struct ctx *ctx, struct str password) MUST_USE;
enum err account_set_password(struct ctx *ctx, account_id who, struct str password) MUST_USE;
/* The person's own doing: `before` is the password so far, unless there is none.  Every session
 * ends, and one is begun, whose token is returned.  ERR_SIGN_IN when `before` is not right. */
struct account_password {
	struct str before, after;
};
enum err account_change_password(struct ctx *ctx, const struct account_password *p,
                                 struct str *ret_token) MUST_USE;
/* Where a person gets mail; empty or p == NULL: nowhere.  ERR_MAIL_ADDRESS. */
enum err account_set_email(struct ctx *ctx, account_id who, struct str email) MUST_USE;

/* A role and what it is for. */
struct account_duty {
	enum role role;
	enum scope scope;
	int64_t scope_id; /* 0 for the association */
};
/* Has the account the role within exactly this scope, or within the association, now? */
enum err account_has_role(struct ctx *ctx, account_id who, struct account_duty duty, bool *ret_has)
	MUST_USE;
/* The language that the account reads; ERR_NOT_FOUND. */
enum err account_language(struct ctx *ctx, account_id who, enum language *ret) MUST_USE;
/* The government whose delegate or head the account is; .v == 0 when none. */
enum err account_government(struct ctx *ctx, account_id who, member_government_id *ret) MUST_USE;

/* Somebody types a name and a password. */
struct account_attempt {
	struct str name, password; /* as they were typed */
	struct str network;        /* the client's, as http_network() gives it */
	struct str device;         /* what this browser keeps of an earlier sign-in, or empty */
	struct str session; /* its session so far, which ends when another begins; or empty */
};
struct account_signed {
	struct str token;  /* of the session, for its cookie */
	struct str device; /* for the browser to keep */
};
/*
 * Check name and password and start a session.  ERR_SIGN_IN; ERR_SIGN_IN_BLANKS (likewise, and
 * what was typed begins or ends with one); ERR_SIGN_IN_WAIT after five failures
 * with this name from this network or known device, naming the seconds; a right password is taken
 * meanwhile all the same (account_guess.c).  Names are taken whatever their case, width and blanks
 * around them.
 */
enum err account_sign_in(struct ctx *ctx, const struct account_attempt *a,
                         struct account_signed *ret) MUST_USE;
enum err account_sign_out(struct ctx *ctx, struct str token) MUST_USE;
/* A one-time link's token, good for 7 days; every earlier one of the account is void. */
enum err account_invite(struct ctx *ctx, account_id who, struct str *ret_token) MUST_USE;
enum err account_invite_tx(struct tx *tx, account_id who, struct str *ret_token) MUST_USE;
/* Use it: starts a session and ends every other of the account; with a password p != NULL sets that
 * too.  ERR_INVITATION. */
enum err account_accept(struct ctx *ctx, struct str invitation, struct str password,
                        struct str *ret_token) MUST_USE;
/* For http_config.identify: sets ctx->who and the rights of a live session, public rights
 * otherwise. */
enum err account_identify(struct ctx *ctx, struct str token, uint32_t *ret_rights) MUST_USE;

/* An assembly lasts two days; whoever does nothing for half of one signs in anew. */
enum { ACCOUNT_SESSION_SECONDS = 3 * 24 * 3600, ACCOUNT_IDLE_SECONDS = 12 * 3600 };

extern const struct route account_routes[], account_api_routes[];
