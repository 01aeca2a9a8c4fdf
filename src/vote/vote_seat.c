/*
 * vote_seat.c -- a person on the roll who was displaced while the question is open, and whoever is
 * seated in that place.
 *
 * The roll of governments stays as it was frozen; only the person who acts for one changes.
 */
#include "audit/audit.h"
#include "base/str.h"
#include "vote.sql.h"
#include "vote/internal.h"

enum err vote_stops(struct ctx *ctx, vote_question_id id, struct vote_stop **ret, int *ret_n)
{
	struct vote_sql_stopped_row *rows;
	struct vote_stop *list;
	int n;
	enum err e = vote_sql_stopped(ctx, id, ctx->now, VOTE_ROLL_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	list = arena_many(ctx->arena, struct vote_stop, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		list[i] = (struct vote_stop){
			.government = rows[i].government,
			.slug = rows[i].slug,
			.name = rows[i].name,
			.who = rows[i].who,
			.person = rows[i].person,
			.has_voted = rows[i].has_voted,
		};
	*ret = list;
	*ret_n = n;
	return ERR_OK;
}

static enum err find_stop(struct ctx *ctx, const struct vote_seating *s, account_id *ret_who)
{
	struct vote_stop *list;
	int n;
	enum err e = vote_stops(ctx, s->question, &list, &n);

	if (e != ERR_OK)
		return e;
	for (int i = 0; i < n; i++)
		if (list[i].government.v == s->government.v) {
			*ret_who = list[i].who;
			return ERR_OK;
		}
	return ERR_VOTE_NO_STAND_IN;
}

enum err vote_seat(struct tx *tx, const struct vote_seating *s)
{
	struct ctx *ctx = tx->ctx;
	account_id before = { 0 };
	struct str payload;
	int64_t n;
	enum err e = find_stop(ctx, s, &before);

	if (e == ERR_OK)
		e = vote_sql_seat(tx, s->question, s->government, s->heir, ctx->now, &n);
	if (e != ERR_OK)
		return e;
	payload = arena_printf(ctx->arena,
	                       "{\"question\":%" PRId64 ",\"government\":%" PRId64
	                       ",\"before\":%" PRId64 ",\"account\":%" PRId64 "}",
	                       s->question.v, s->government.v, before.v, s->heir.v);
	return audit_record(tx, "vote.seat",
	                    arena_printf(ctx->arena, "vote_question:%" PRId64, s->question.v),
	                    payload);
}
