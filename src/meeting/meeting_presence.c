/* meeting_presence.c -- who is there: checked in and out, by the desk, a badge or oneself. */
#include "meeting/internal_presence.h"
#include "audit/audit.h"
#include "base/parse.h"
#include "base/str.h"
#include "crypto/hash.h"
#include "meeting.sql.h"

/* --- in and out --- */

static enum err record(struct tx *tx, const char *action, const struct meeting_delegate *d)
{
	struct str payload = arena_printf(tx->ctx->arena,
	                                  "{\"session\":%" PRId64 ",\"government\":%" PRId64
	                                  ",\"account\":%" PRId64 "}",
	                                  d->session.v, d->government.id.v, d->account.v);

	return audit_record(tx, action, meeting_delegate_object(tx->ctx, d->id), payload);
}

/* Of two desks at once the second finds it done; on PostgreSQL it is run again and finds it then.
 */
static enum err check_in_tx(struct tx *tx, const struct meeting_delegate *d)
{
	struct ctx *ctx = tx->ctx;
	struct meeting_sql_is_in_row row;
	enum err e = meeting_sql_is_in(ctx, d->id, &row);

	if (e != ERR_OK || row.n > 0)
		return e;
	e = meeting_sql_check_in(tx, d->session, d->id, ctx->now, ctx->who);
	return e == ERR_OK ? record(tx, "meeting.check_in", d) : e;
}

enum err meeting_check_out_tx(struct tx *tx, const struct meeting_delegate *d)
{
	struct ctx *ctx = tx->ctx;
	int64_t changed;
	enum err e = meeting_sql_check_out(tx, d->id, ctx->now, ctx->who, &changed);

	return e == ERR_OK && changed > 0 ? record(tx, "meeting.check_out", d) : e;
}

struct moving {
	meeting_delegate_id id;
	bool is_in;
};

static enum err move(struct tx *tx, void *arg)
{
	const struct moving *m = arg;
	struct meeting_delegate d;
	enum err e = meeting_delegate_get(tx->ctx, m->id, &d);

	if (e == ERR_OK)
		e = meeting_check_not_closed(tx->ctx, d.session);
	if (e == ERR_OK)
		e = m->is_in ? check_in_tx(tx, &d) : meeting_check_out_tx(tx, &d);
	return e == ERR_OK ? meeting_quorum_note(tx, d.session) : e;
}

enum err meeting_check_in(struct ctx *ctx, meeting_delegate_id id)
{
	return db_write(ctx, move, &(struct moving){ id, true });
}

enum err meeting_check_out(struct ctx *ctx, meeting_delegate_id id)
{
	return db_write(ctx, move, &(struct moving){ id, false });
}

/* Whoever is in the hall is seen at the door; whoever is not says so for themselves. */
enum err meeting_attend(struct ctx *ctx, meeting_session_id id, bool is_in)
{
	struct meeting m;
	struct meeting_delegate d;
	enum err e = meeting_get(ctx, id, &m);

	if (e == ERR_OK)
		e = meeting_delegate_own(ctx, id, &d);
	if (e == ERR_NOT_FOUND)
		e = ERR_DELEGATE_NONE;
	if (e == ERR_OK && m.mode == MEETING_IN_HALL)
		e = ERR_MEETING_IN_HALL;
	if (e != ERR_OK)
		return e;
	return is_in ? meeting_check_in(ctx, d.id) : meeting_check_out(ctx, d.id);
}

/* --- codes --- */

/*
 * "47-c3q9...": the key and 80 bits of an HMAC of it, in the 32 letters and digits that nobody
 * mistakes for one another.  Nothing is stored: whoever reads the database can make no badge.
 */
enum { CODE_CHARS = 16, CODE_BITS = 5 };

struct str meeting_code(struct ctx *ctx, meeting_delegate_id id)
{
	static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
	unsigned char mac[CRYPTO_SHA256_BYTES];
	char text[CODE_CHARS + 1] = { 0 };

	MUST(ctx->secret.n > 0);
	crypto_hmac(ctx->secret, arena_printf(ctx->arena, "check-in:%" PRId64, id.v), mac);
	for (int i = 0; i < CODE_CHARS; i++) {
		int bit = i * CODE_BITS, at = bit / 8, shift = bit % 8;
		unsigned pair = (unsigned)mac[at] << 8 | mac[at + 1];

		text[i] = alphabet[pair >> (16 - CODE_BITS - shift) & 31];
	}
	return arena_printf(ctx->arena, "%" PRId64 "-%s", id.v, text);
}

static bool key_of(struct str code, meeting_delegate_id *ret)
{
	struct str rest = code, digits;

	return str_cut(&rest, '-', &digits) && parse_i64(digits, 1, INT64_MAX, &ret->v);
}

enum err meeting_by_code(struct ctx *ctx, struct str code, struct meeting_delegate *ret)
{
	meeting_delegate_id id;
	struct str right;
	enum err e;

	if (!key_of(code, &id))
		return ERR_CHECK_IN_CODE;
	right = meeting_code(ctx, id);
	if (right.n != code.n || !crypto_same(right.p, code.p, code.n))
		return ERR_CHECK_IN_CODE;
	e = meeting_delegate_get(ctx, id, ret);
	return e == ERR_NOT_FOUND ? ERR_CHECK_IN_CODE : e;
}
