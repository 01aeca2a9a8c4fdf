/* account_session.c -- signing in and out, invitations, and who a cookie belongs to. */
#include "account/internal.h"
#include "account.sql.h"
#include "audit/audit.h"
#include "base/log.h"
#include "base/str.h"
#include "crypto/password.h"
#include "crypto/token.h"

#define SECOND_US INT64_C(1000000)
#define MINUTE_US INT64_C(60000000)
#define HOUR_US (60 * MINUTE_US)
#define DAY_US (24 * HOUR_US)

enum { INVITATION_DAYS = 7, GRANT_LIMIT = 256 };

static struct str bytes_of(const unsigned char *p, size_t n)
{
	return (struct str){ (const char *)p, n };
}

static struct str object_of(struct ctx *ctx, account_id id)
{
	return arena_printf(ctx->arena, "account:%" PRId64, id.v);
}

/* A session and the token that opens it. */
struct opening {
	account_id who;
	struct account_guess *guess;          /* by password; NULL: by invitation */
	struct str before;                    /* this browser's session so far, or empty */
	char password[CRYPTO_PASSWORD_BYTES]; /* to be set; empty: as it was */
	struct crypto_token token;
};

static enum err end_before(struct tx *tx, struct str token)
{
	unsigned char hash[CRYPTO_TOKEN_HASH_BYTES];

	if (token.n == 0)
		return ERR_OK;
	crypto_token_hash(token, hash);
	return account_sql_revoke_session(tx, bytes_of(hash, sizeof hash), tx->ctx->now);
}

static enum err open_session(struct tx *tx, struct opening *o, const char *action)
{
	struct ctx *ctx = tx->ctx;
	time_us expires = { ctx->now.us + ACCOUNT_SESSION_SECONDS * SECOND_US };
	enum err e = end_before(tx, o->before);

	if (e == ERR_OK)
		e = account_sql_add_session(tx, o->who,
		                            bytes_of(o->token.hash, sizeof o->token.hash), ctx->now,
		                            expires);
	if (e == ERR_OK)
		e = account_sql_forget_sessions(
			tx, (time_us){ ctx->now.us - ACCOUNT_SESSION_SECONDS * SECOND_US });
	if (e == ERR_OK && o->guess)
		e = account_guess_clear(tx, o->guess);
	if (e != ERR_OK)
		return e;
	/* The act is that person's own, though the request came without a session. */
	account_id reader = ctx->who;
	ctx->who = o->who;
	e = audit_record(tx, action, object_of(ctx, o->who), S("{}"));
	ctx->who = reader;
	return e;
}

static enum err sign_in(struct tx *tx, void *arg)
{
	return open_session(tx, arg, "account.sign_in");
}

static enum err count_guess(struct tx *tx, void *arg)
{
	return account_guess_count(tx, arg);
}

static enum err note_failure(struct tx *tx, void *arg)
{
	return account_guess_failed(tx, arg);
}

static enum err fail(struct ctx *ctx, struct account_guess *g)
{
	enum err e = db_write(ctx, note_failure, g);

	return e == ERR_OK ? account_guess_answer(ctx, g) : e;
}

enum err account_sign_in(struct ctx *ctx, const struct account_attempt *typed,
                         struct account_signed *ret)
{
	struct account_attempt a = *typed;
	struct account_guess g;
	struct opening o = { .guess = &g, .before = typed->session };
	struct account_sql_by_name_row row;
	bool known, right;
	enum err e;

	a.name = account_name_of(ctx, typed->name);
	account_guess_begin(ctx, &a, &g);
	e = db_write(ctx, count_guess, &g);
	if (e != ERR_OK)
		return e;
	e = account_sql_by_name(ctx, a.name, &row);
	if (e != ERR_OK && e != ERR_NOT_FOUND)
		return e;
	known = e == ERR_OK && row.password.p;
	g.who = e == ERR_OK ? row.id : (account_id){ 0 };
	/* An unknown name costs as much time as a wrong password, so that time tells nothing. */
	right = account_password_is(ctx, known ? row.password : (struct str){ 0 }, a.password);
	if (!known || !right)
		return fail(ctx, &g);
	o.who = row.id;
	crypto_token_new(&o.token);
	e = db_write(ctx, sign_in, &o);
	if (e != ERR_OK)
		return e;
	ret->token = arena_str(ctx->arena, o.token.text, strlen(o.token.text));
	ret->device = account_device_make(ctx, a.name);
	return ERR_OK;
}

struct ending {
	unsigned char hash[CRYPTO_TOKEN_HASH_BYTES];
};

static enum err sign_out(struct tx *tx, void *arg)
{
	struct ending *n = arg;
	enum err e = account_sql_revoke_session(tx, bytes_of(n->hash, sizeof n->hash),
	                                        tx->ctx->now);

	return e == ERR_OK ? audit_record(tx, "account.sign_out", object_of(tx->ctx, tx->ctx->who),
	                                  S("{}"))
	                   : e;
}

enum err account_sign_out(struct ctx *ctx, struct str token)
{
	struct ending n;

	crypto_token_hash(token, n.hash);
	return db_write(ctx, sign_out, &n);
}

struct inviting {
	account_id who;
	struct crypto_token token;
};

static enum err invite(struct tx *tx, void *arg)
{
	struct inviting *i = arg;
	struct ctx *ctx = tx->ctx;
	struct str hash = bytes_of(i->token.hash, sizeof i->token.hash);
	time_us until = { ctx->now.us + INVITATION_DAYS * DAY_US };
	enum err e = account_sql_void_invitations_of(tx, i->who, ctx->now);

	if (e == ERR_OK)
		e = account_sql_add_invitation(tx, i->who, hash, until);

	return e == ERR_OK ? audit_record(tx, "account.invite", object_of(ctx, i->who), S("{}"))
	                   : e;
}

enum err account_invite_tx(struct tx *tx, account_id who, struct str *ret_token)
{
	struct inviting i = { .who = who };
	enum err e;

	crypto_token_new(&i.token);
	e = invite(tx, &i);
	if (e == ERR_OK)
		*ret_token = arena_str(tx->ctx->arena, i.token.text, strlen(i.token.text));
	return e;
}

enum err account_invite(struct ctx *ctx, account_id who, struct str *ret_token)
{
	struct inviting i = { .who = who };
	enum err e;

	crypto_token_new(&i.token);
	e = db_write(ctx, invite, &i);
	if (e == ERR_OK)
		*ret_token = arena_str(ctx->arena, i.token.text, strlen(i.token.text));
	return e;
}

enum err account_last_invitation(struct ctx *ctx, account_id who, time_us *ret_at)
{
	struct account_sql_last_invitation_row *rows;
	int n;
	enum err e = account_sql_last_invitation(ctx, who, ctx->now, 1, &rows, &n);

	if (e != ERR_OK)
		return e;
	*ret_at = TIME_NONE;
	if (n > 0)
		ret_at->us = rows[0].expires.us - INVITATION_DAYS * DAY_US;
	return ERR_OK;
}

struct accepting {
	struct opening opening;
	unsigned char invitation_hash[CRYPTO_TOKEN_HASH_BYTES];
};

static enum err accept_invitation(struct tx *tx, void *arg)
{
	struct accepting *a = arg;
	struct ctx *ctx = tx->ctx;
	struct account_sql_invitation_row row;
	enum err e = account_sql_invitation(ctx,
	                                    bytes_of(a->invitation_hash, sizeof a->invitation_hash),
	                                    ctx->now, &row);

	if (e != ERR_OK)
		return e == ERR_NOT_FOUND ? ERR_INVITATION : e;
	a->opening.who = row.who;
	e = account_sql_use_invitation(tx, row.id, ctx->now);
	/* Whoever was in by an earlier link, or knew the password, is not the one who has this. */
	if (e == ERR_OK)
		e = account_end_openings(tx, row.who);
	if (e == ERR_OK && a->opening.password[0])
		e = account_sql_set_password(tx, row.who, str_of(a->opening.password));
	return e == ERR_OK ? open_session(tx, &a->opening, "account.accept") : e;
}

enum err account_accept(struct ctx *ctx, struct str invitation, struct str password,
                        struct str *ret_token)
{
	struct accepting a = { 0 };
	enum err e = ERR_OK;

	if (password.p)
		e = account_password_check(ctx, password);
	if (e == ERR_OK && password.p)
		e = crypto_password_hash(account_password_of(ctx, password), a.opening.password);
	if (e != ERR_OK)
		return e;
	crypto_token_hash(invitation, a.invitation_hash);
	crypto_token_new(&a.opening.token);
	e = db_write(ctx, accept_invitation, &a);
	if (e == ERR_OK)
		*ret_token = arena_str(ctx->arena, a.opening.token.text,
		                       strlen(a.opening.token.text));
	return e;
}

struct touching {
	struct str hash;
};

static enum err touch(struct tx *tx, void *arg)
{
	const struct touching *t = arg;

	return account_sql_touch_session(tx, t->hash, tx->ctx->now);
}

/* Once an hour, so that reading costs no write; where nothing can be written people read on. */
static void stay_awake(struct ctx *ctx, struct str hash, time_us seen)
{
	if (ctx->now.us - seen.us > HOUR_US && db_write(ctx, touch, &(struct touching){ hash }))
		log_why(LOG_WARN, "session", "its use was not noted: %s", db_why(ctx->db));
}

enum err account_identify(struct ctx *ctx, struct str token, uint32_t *ret_rights)
{
	const time_us idle = { ctx->now.us - ACCOUNT_IDLE_SECONDS * SECOND_US };
	unsigned char hash[CRYPTO_TOKEN_HASH_BYTES];
	struct account_sql_session_row session;
	struct account_sql_grants_row *grants;
	int n;
	enum err e;

	crypto_token_hash(token, hash);
	e = account_sql_session(ctx, bytes_of(hash, sizeof hash), ctx->now, idle, &session);
	if (e == ERR_NOT_FOUND) {
		*ret_rights = role_rights(ROLE_PUBLIC);
		return ERR_OK;
	}
	if (e == ERR_OK)
		e = account_sql_grants(ctx, session.who, ctx->now, GRANT_LIMIT, &grants, &n);
	if (e != ERR_OK)
		return e;
	*ret_rights = role_rights(ROLE_PUBLIC) | 1u << RIGHT_SIGNED_IN;
	for (int i = 0; i < n; i++) {
		enum role r;

		if (role_parse(grants[i].role, &r))
			*ret_rights |= role_rights(r);
	}
	ctx->who = session.who;
	stay_awake(ctx, bytes_of(hash, sizeof hash), session.seen);
	return ERR_OK;
}
