/*
 * access/access.h -- how people get in, and those who look after it: links, lost passwords, roles
 * withdrawn, accounts closed.
 *
 * Owns nothing: accounts are account/'s, letters mail/'s.  Decides who may do what for whom.  The
 * operator may for all; the secretariat for those who hold no office: nobody becomes chair or
 * auditor by resetting their password.  A link for an account that is in use goes by letter to the
 * person alone, whoever asks for it, for whoever holds the link is that person.
 */
#pragma once
#include "account/account.h"
#include "mail/mail.h"

/* May ctx->who do something for this account?  ERR_FORBIDDEN. */
enum err access_may(struct ctx *ctx, account_id who) MUST_USE;

enum access_way { ACCESS_SHOWN, ACCESS_MAILED };
/*
 * Make a one-time link, which voids every earlier one.  For an account that nobody has used it is
 * shown (*ret_token); for one that is in use it is sent to the person: ERR_ACCESS_NO_EMAIL where
 * there is no address, ERR_PUBLIC_URL.  The operator is shown either where there is no address.
 */
enum err access_link(struct ctx *ctx, account_id who, enum access_way *ret_way,
                     struct str *ret_token) MUST_USE;
/*
 * Somebody has forgotten the password of a name.  If it is an account's that has an address, a
 * letter with a link goes there, at most one in a quarter of an hour; nobody is told whether.
 * ERR_PUBLIC_URL.
 */
enum err access_forgotten(struct ctx *ctx, struct str name) MUST_USE;
/* account_withdraw() and account_close() for whom access_may() allows. */
enum err access_withdraw(struct ctx *ctx, account_id who, const struct account_duty *duty) MUST_USE;
enum err access_close(struct ctx *ctx, account_id who) MUST_USE;
enum err access_rename(struct ctx *ctx, account_id who, const struct lang_set *person) MUST_USE;

extern const struct route access_routes[];
