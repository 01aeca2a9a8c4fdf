/*
 * vote_seal.c -- votes of open questions, sealed where they lie.
 *
 * Whoever reads the database, a backup or a replica while a question is open shall not know how
 * anybody votes.  The key is made from the association's secret, which lies beside the database and
 * in no backup, and from the place of the vote, so that a box opens nowhere else.  See
 * docs/decisions/0027.
 */
#include "base/str.h"
#include "crypto/seal.h"
#include "crypto/hash.h"
#include "vote.sql.h"
#include "vote/internal.h"

enum { INSIDE = 1 + VOTE_SALT_BYTES };
_Static_assert(VOTE_SEALED_BYTES == INSIDE + CRYPTO_SEAL_MORE, "what is inside, and the box");
_Static_assert((int)CRYPTO_SEAL_KEY == (int)CRYPTO_SHA256_BYTES, "a MAC is a key");

static void key_of(struct ctx *ctx, const struct vote_place *p,
                   unsigned char ret[static CRYPTO_SEAL_KEY])
{
	crypto_hmac(ctx->secret.n ? ctx->secret : S("no secret"),
	            arena_printf(ctx->arena, "ballot:%" PRId64 ":%" PRId64 ":%" PRId64,
	                         p->question.v, p->government.v, p->revision),
	            ret);
}

void vote_seal(struct ctx *ctx, const struct vote_place *p, const struct vote_open *vote,
               unsigned char ret[static VOTE_SEALED_BYTES])
{
	unsigned char key[CRYPTO_SEAL_KEY], inside[INSIDE];

	key_of(ctx, p, key);
	inside[0] = (unsigned char)vote->choice;
	memcpy(inside + 1, vote->salt, VOTE_SALT_BYTES);
	crypto_seal(key, inside, sizeof inside, ret);
}

bool vote_unseal(struct ctx *ctx, const struct vote_place *p, struct str sealed,
                 struct vote_open *ret)
{
	unsigned char key[CRYPTO_SEAL_KEY], inside[INSIDE];

	key_of(ctx, p, key);
	if (sealed.n != VOTE_SEALED_BYTES || !crypto_unseal(key, sealed, inside) ||
	    inside[0] < VOTE_YES || inside[0] >= VOTE_CHOICES)
		return false;
	ret->choice = (enum vote_choice)inside[0];
	memcpy(ret->salt, inside + 1, VOTE_SALT_BYTES);
	return true;
}

void vote_unseal_own(struct ctx *ctx, vote_question_id question, struct str sealed,
                     struct vote_receipt *receipt)
{
	const struct vote_place p = { question, receipt->government, receipt->revision };
	struct vote_open vote;

	if (sealed.p && vote_unseal(ctx, &p, sealed, &vote))
		receipt->choice = vote.choice;
}

enum err vote_unseal_all(struct tx *tx, vote_question_id id)
{
	struct vote_sql_to_open_row *rows;
	struct vote_open vote;
	int n;
	enum err e = vote_sql_to_open(tx->ctx, id, VOTE_ROLL_LIMIT, &rows, &n);

	for (int i = 0; e == ERR_OK && i < n; i++) {
		const struct vote_place p = { id, rows[i].government, rows[i].revision };

		if (!vote_unseal(tx->ctx, &p, rows[i].sealed, &vote))
			return ERR_VOTE_SEALED;
		e = vote_sql_open_ballot(tx, id, rows[i].government, vote.choice,
		                         (struct str){ (const char *)vote.salt, sizeof vote.salt });
	}
	return e;
}
