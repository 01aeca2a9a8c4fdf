/*
 * account_guess.c -- how often somebody may guess a password, and that nobody is locked out by it.
 *
 * Attempts are counted for a name and the network that they come from, or, where the browser has
 * signed in with that name before, for that device.  What is counted elsewhere touches nobody: a
 * flood from one network does not keep the person with that name out in another, nor on a device
 * that is known.  After the fifth failure the wait that is asked for doubles from a second to a
 * quarter of an hour; a right password is taken meanwhile all the same, for whoever made the others
 * wrong may share the network.  What bounds guessing is the number of passwords that are checked:
 * sixty for a name and a network, then one a second (docs/decisions/0023-guessing.md).
 */
#include "account.sql.h"
#include "account/internal.h"
#include "audit/audit.h"
#include "base/random.h"
#include "base/str.h"
#include "crypto/hash.h"

#define SECOND_US INT64_C(1000000)

enum { FREE = 5, CHECKED = 60, WAIT_MAX_SECONDS = 900, FORGET_SECONDS = 900, KEY_BYTES = 16 };

/* --- whose attempt it is --- */

/* Without the association's secret a digest of so short a thing as a name could be tried out. */
static struct str digest(struct ctx *ctx, const char *what, struct str a, struct str b)
{
	unsigned char mac[CRYPTO_SHA256_BYTES];
	struct sbuf out = { .arena = ctx->arena };

	crypto_hmac(ctx->secret.n ? ctx->secret : S("no secret"),
	            arena_printf(ctx->arena, "%s:%zu:%.*s:%.*s", what, a.n, STR_ARG(a), STR_ARG(b)),
	            mac);
	for (int i = 0; i < KEY_BYTES; i++)
		sbuf_printf(&out, "%02x", mac[i]);
	return sbuf_done(&out);
}

enum { NONCE_TEXT = 2 * KEY_BYTES, DEVICE_TEXT = 2 * NONCE_TEXT };

struct str account_device_make(struct ctx *ctx, struct str name)
{
	unsigned char nonce[KEY_BYTES];
	struct sbuf out = { .arena = ctx->arena };

	random_bytes(nonce, sizeof nonce);
	for (int i = 0; i < KEY_BYTES; i++)
		sbuf_printf(&out, "%02x", nonce[i]);
	sbuf_str(&out, digest(ctx, "device", name, (struct str){ out.p, NONCE_TEXT }));
	return sbuf_done(&out);
}

static bool device_is_known(struct ctx *ctx, struct str name, struct str device)
{
	struct str mac;

	if (device.n != DEVICE_TEXT)
		return false;
	mac = digest(ctx, "device", name, str_sub(device, 0, NONCE_TEXT));
	return crypto_same(mac.p, device.p + NONCE_TEXT, NONCE_TEXT);
}

static struct str key_of(struct ctx *ctx, const struct account_attempt *a)
{
	if (device_is_known(ctx, a->name, a->device))
		return digest(ctx, "known", a->name, str_sub(a->device, 0, NONCE_TEXT));
	return digest(ctx, "network", a->name, a->network);
}

/* --- counting --- */

static enum err wait(struct ctx *ctx, int64_t seconds)
{
	return REFUSE(ctx, ERR_SIGN_IN_WAIT, ARG_INT("seconds", seconds < 1 ? 1 : seconds));
}

static int64_t wait_seconds(int64_t failures)
{
	int64_t over = failures - FREE;

	return over > 10 ? WAIT_MAX_SECONDS : INT64_C(1) << (over - 1);
}

enum err account_guess_count(struct tx *tx, struct account_guess *g)
{
	struct ctx *ctx = tx->ctx;
	struct account_sql_failures_row row = { 0 };
	enum err e = account_sql_failures(ctx, g->key, &row);
	int64_t since_us = ctx->now.us - row.since.us;

	if (e != ERR_OK && e != ERR_NOT_FOUND)
		return e;
	if (e == ERR_NOT_FOUND || since_us > FORGET_SECONDS * SECOND_US)
		row.failures = 0;
	if (row.failures >= CHECKED && since_us >= 0 && since_us < SECOND_US)
		return wait(ctx, 1);
	g->failures = row.failures + 1;
	return account_sql_set_failures(tx, g->key, g->failures, ctx->now);
}

void account_guess_begin(struct ctx *ctx, const struct account_attempt *a,
                         struct account_guess *ret)
{
	*ret = (struct account_guess){ .attempt = a, .key = key_of(ctx, a) };
}

/* Each first, second, fourth, eighth ...: a flood fills no log, and none goes unseen. */
static bool is_told(int64_t failures)
{
	return (failures & (failures - 1)) == 0;
}

enum err account_guess_failed(struct tx *tx, const struct account_guess *g)
{
	struct ctx *ctx = tx->ctx;
	struct str payload;

	if (!is_told(g->failures))
		return ERR_OK;
	payload = arena_printf(ctx->arena,
	                       "{\"failures\":%" PRId64 ",\"name\":\"%.*s\",\"network\":\"%.*s\"}",
	                       g->failures, STR_ARG(audit_digest(ctx, g->attempt->name)),
	                       STR_ARG(audit_digest(ctx, g->attempt->network)));
	return audit_record(tx, "account.sign_in_failed",
	                    arena_printf(ctx->arena, "account:%" PRId64, g->who.v), payload);
}

enum err account_guess_answer(struct ctx *ctx, const struct account_guess *g)
{
	if (g->failures > FREE)
		return wait(ctx, wait_seconds(g->failures));
	return account_has_blank_ends(ctx, g->attempt->password) ? ERR_SIGN_IN_BLANKS : ERR_SIGN_IN;
}

enum err account_guess_clear(struct tx *tx, const struct account_guess *g)
{
	return account_sql_clear_failures(
		tx, g->key, (time_us){ tx->ctx->now.us - FORGET_SECONDS * SECOND_US });
}
