/* account/internal.h -- what the files of this slice share and nobody else needs. */
#pragma once
#include "account/account.h"

/* An attempt to sign in, from before its password is checked until it is known what came of it. */
struct account_guess {
	const struct account_attempt *attempt;
	struct str key;   /* for whom it is counted */
	int64_t failures; /* with this one, which has not succeeded yet */
	account_id who;   /* whose name it is; .v == 0: nobody's */
};
void account_guess_begin(struct ctx *ctx, const struct account_attempt *a,
                         struct account_guess *ret);
/* Count it before the password is looked at, so that many at once are many.  ERR_SIGN_IN_WAIT: too
 * many have been checked; this one is not. */
enum err account_guess_count(struct tx *tx, struct account_guess *g) MUST_USE;
/* The password was wrong: into the log, if it is time to tell. */
enum err account_guess_failed(struct tx *tx, const struct account_guess *g) MUST_USE;
/* What the person is told then: ERR_SIGN_IN, ERR_SIGN_IN_BLANKS or ERR_SIGN_IN_WAIT. */
enum err account_guess_answer(struct ctx *ctx, const struct account_guess *g) MUST_USE;
/* It was right. */
enum err account_guess_clear(struct tx *tx, const struct account_guess *g) MUST_USE;
/* What a browser keeps that has signed in with a name. */
struct str account_device_make(struct ctx *ctx, struct str name);

/* A sign-in name as it is kept: without difference of case, width and blanks. */
struct str account_name_of(struct ctx *ctx, struct str typed);
/* A password as it is hashed: in one form of Unicode (NFC). */
struct str account_password_of(struct ctx *ctx, struct str typed);
/* Does a password begin or end with a blank of any width? */
bool account_has_blank_ends(struct ctx *ctx, struct str password);
/* Is it the password that `hash` was made of?  As crypto_password_verify(). */
bool account_password_is(struct ctx *ctx, struct str hash, struct str typed) MUST_USE;

/* A person's names as they are kept: a line each (view/text.h), at most 200 characters.  What
 * text_line() refuses, ERR_TEXT_UNSEEN for blanks, ERR_FIELD_LENGTH; it names the language. */
enum err account_person_read(struct ctx *ctx, const struct lang_set *person, struct lang_set *ret)
	MUST_USE;

/* Sign in as a request asks, and set the browser's cookies. */
enum err account_sign_in_from(struct ctx *ctx, const struct request *req, struct response *res)
	MUST_USE;
