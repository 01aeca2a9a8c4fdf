/* meeting_presence_read.c -- delegates, times of presence and sittings, read from the store. */
#include "meeting/internal_presence.h"
#include "meeting.sql.h"

/* --- delegates --- */

static struct meeting_delegate delegate_of(const struct meeting_sql_delegates_row *r)
{
	struct meeting_delegate d = {
		.id = r->id,
		.session = r->session,
		.government = MEMBER_OF_ROW(r),
		.account = r->who,
		.person = r->person,
		.person_id = r->person_id,
		.role = (enum meeting_role)r->role,
		.votes = r->votes,
		.stands_in = r->stands_in,
		.is_accredited = r->accredited.us != TIME_NONE.us,
		.credentials = MEETING_CREDENTIALS_WAITING,
		.is_acting = r->roles > 0,
		.in_at = r->in_at,
	};

	if (d.is_accredited)
		d.credentials = MEETING_CREDENTIALS_ACCEPTED;
	else if (r->refused.us != TIME_NONE.us)
		d.credentials = MEETING_CREDENTIALS_REFUSED;
	return d;
}

enum err meeting_delegate_get(struct ctx *ctx, meeting_delegate_id id, struct meeting_delegate *ret)
{
	struct meeting_sql_delegates_row row;
	enum err e = meeting_sql_delegate(ctx, id, ctx->now, &row);

	if (e == ERR_OK)
		*ret = delegate_of(&row);
	return e;
}

enum err meeting_delegate_own(struct ctx *ctx, meeting_session_id id, struct meeting_delegate *ret)
{
	struct meeting_sql_delegates_row row;
	enum err e = meeting_sql_delegate_of(ctx, id, ctx->who, ctx->now, &row);

	if (e == ERR_OK)
		*ret = delegate_of(&row);
	return e;
}

/* The governments of the rows, each once, in the order in which they are shown. */
static struct member *delegations(struct ctx *ctx, const struct meeting_sql_delegates_row *rows,
                                  int n, int *ret_n)
{
	struct member *m = arena_many(ctx->arena, struct member, (size_t)n + 1);
	int count = 0;

	for (int i = 0; i < n; i++)
		if (i == 0 || rows[i].government.v != rows[i - 1].government.v)
			m[count++] = MEMBER_OF_ROW(&rows[i]);
	member_sort(ctx, m, count);
	*ret_n = count;
	return m;
}

/* Where a government's rows begin: they stand in the order of the keys of governments. */
static int first_row(const struct meeting_sql_delegates_row *rows, int n, member_government_id id)
{
	int low = 0, high = n;

	while (low < high) {
		int middle = low + (high - low) / 2;

		if (rows[middle].government.v < id.v)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

enum err meeting_delegates(struct ctx *ctx, meeting_session_id id, struct meeting_delegate **ret,
                           int *ret_n)
{
	struct meeting_sql_delegates_row *rows;
	struct meeting_delegate *all;
	struct member *governments;
	int n, government_count, at = 0;
	enum err e = meeting_sql_delegates(ctx, id, ctx->now, MEETING_DELEGATE_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	governments = delegations(ctx, rows, n, &government_count);
	all = arena_many(ctx->arena, struct meeting_delegate, (size_t)n + 1);
	for (int g = 0; g < government_count; g++)
		for (int i = first_row(rows, n, governments[g].id);
		     i < n && rows[i].government.v == governments[g].id.v; i++)
			all[at++] = delegate_of(&rows[i]);
	*ret = all;
	*ret_n = n;
	return ERR_OK;
}

enum err meeting_own_government(struct ctx *ctx, struct member *ret)
{
	member_government_id id;
	enum err e = account_government(ctx, ctx->who, &id);

	if (e == ERR_OK && id.v == 0)
		e = ERR_FORBIDDEN;
	return e == ERR_OK ? member_get(ctx, id, ret) : e;
}

/* --- times --- */

enum err meeting_presences(struct ctx *ctx, meeting_session_id id, struct meeting_presence **ret,
                           int *ret_n)
{
	struct meeting_sql_presences_row *rows;
	struct meeting_presence *all;
	int n;
	enum err e = meeting_sql_presences(ctx, id, MEETING_PRESENCE_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	all = arena_many(ctx->arena, struct meeting_presence, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		all[i] = (struct meeting_presence){
			.government = MEMBER_OF_ROW(&rows[i]),
			.delegate = rows[i].delegate,
			.person = rows[i].person,
			.role = (enum meeting_role)rows[i].role,
			.in_at = rows[i].in_at,
			.out_at = rows[i].out_at,
		};
	*ret = all;
	*ret_n = n;
	return ERR_OK;
}

enum err meeting_sittings(struct ctx *ctx, meeting_session_id id, struct meeting_sitting **ret,
                          int *ret_n)
{
	struct meeting_sql_sittings_row *rows;
	struct meeting_sitting *all;
	int n;
	enum err e = meeting_sql_sittings(ctx, id, MEETING_SITTING_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	all = arena_many(ctx->arena, struct meeting_sitting, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		all[i] = (struct meeting_sitting){ rows[i].began_at, rows[i].ended_at };
	*ret = all;
	*ret_n = n;
	return ERR_OK;
}

enum err meeting_quorum_changes(struct ctx *ctx, meeting_session_id id,
                                struct meeting_quorum_change **ret, int *ret_n)
{
	struct meeting_sql_quorums_row *rows;
	struct meeting_quorum_change *all;
	int n;
	enum err e = meeting_sql_quorums(ctx, id, MEETING_QUORUM_LIMIT, &rows, &n);

	if (e != ERR_OK)
		return e;
	all = arena_many(ctx->arena, struct meeting_quorum_change, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		all[i] = (struct meeting_quorum_change){ rows[i].at, rows[i].is_reached,
			                                 rows[i].present, rows[i].needed,
			                                 rows[i].base };
	*ret = all;
	*ret_n = n;
	return ERR_OK;
}
