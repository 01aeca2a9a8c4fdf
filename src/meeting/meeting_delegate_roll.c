/* meeting_delegate_roll.c -- who is on the electoral roll for each government, and why others not.
 */
#include "meeting/internal_presence.h"
#include "meeting.sql.h"

enum { WEIGHT = 1 /* every member counts alike: the charter knows no other weights yet */ };
enum { SUSPENSION_LIMIT = 10000 };

struct suspended { /* who is not in good standing, and why */
	struct meeting_sql_suspensions_row *rows;
	int n;
};

/* --- the rule: pure --- */

static bool is_eligible(const struct meeting_sent *s, const struct meeting_asked *asked)
{
	return s->account.v != 0 && (!asked->accredited || s->is_accepted);
}

static const struct meeting_sent *who_votes(const struct meeting_sending *s,
                                            const struct meeting_asked *asked)
{
	bool voter = is_eligible(&s->voter, asked), stand_in = is_eligible(&s->stand_in, asked);

	if (voter && asked->is_kept && !s->voter.is_in && stand_in && s->stand_in.is_in)
		return &s->stand_in;
	if (voter)
		return &s->voter;
	return stand_in ? &s->stand_in : NULL;
}

enum meeting_bar meeting_bar_of(const struct meeting_sending *s, const struct meeting_asked *asked,
                                const struct meeting_sent **ret)
{
	const struct meeting_sent *who = who_votes(s, asked);
	bool waits = (s->voter.account.v && !s->voter.is_refused) ||
	             (s->stand_in.account.v && !s->stand_in.is_refused);

	*ret = NULL;
	if (!s->is_member)
		return MEETING_BAR_NO_MEMBER;
	if (asked->good_standing && s->is_suspended)
		return MEETING_BAR_STANDING;
	if (s->voter.account.v == 0 && s->stand_in.account.v == 0)
		return MEETING_BAR_NO_VOTER;
	if (!who)
		return waits ? MEETING_BAR_WAITING : MEETING_BAR_REFUSED;
	*ret = who;
	return MEETING_BAR_NONE;
}

/* --- the roll --- */

enum err meeting_is_kept(struct ctx *ctx, meeting_session_id id, bool *ret)
{
	struct meeting_sql_attendance_row row;
	enum err e = meeting_sql_attendance(ctx, id, &row);

	if (e == ERR_OK)
		*ret = row.n > 0;
	return e;
}

static enum err asked_by(struct ctx *ctx, const struct meeting *m, const struct charter_rule *rule,
                         struct meeting_asked *ret)
{
	ret->good_standing = rule->good_standing;
	ret->accredited = rule->accredited;
	return meeting_is_kept(ctx, m->id, &ret->is_kept);
}

/* Rows come in the order of governments, who votes before who stands in: one government's. */
static int take_sending(const struct meeting_sql_seats_row *rows, int n, int at,
                        struct meeting_sending *ret)
{
	const struct meeting_sql_seats_row *first = &rows[at];

	*ret = (struct meeting_sending){
		.is_member = member_kind_of(first->kind) == MEMBER_MEMBER,
		.is_suspended = first->suspensions > 0,
	};
	for (; at < n && rows[at].government.v == first->government.v; at++) {
		const struct meeting_sql_seats_row *r = &rows[at];

		*(r->votes ? &ret->voter : &ret->stand_in) = (struct meeting_sent){
			/* Who has no role in the government cannot vote: nobody was named. */
			.account = r->roles > 0 ? r->who : (account_id){ 0 },
			.is_accepted = r->accredited.us != TIME_NONE.us,
			.is_refused = r->refused.us != TIME_NONE.us,
			.is_in = r->in_at.us != TIME_NONE.us,
		};
	}
	return at;
}

static int fill_roll(const struct meeting_sql_seats_row *rows, int n,
                     const struct meeting_asked *asked, member_government_id chair,
                     struct meeting_entitled *roll)
{
	int count = 0;

	for (int at = 0; at < n;) {
		member_government_id government = rows[at].government;
		const struct meeting_sent *who;
		struct meeting_sending s;

		at = take_sending(rows, n, at, &s);
		if (meeting_bar_of(&s, asked, &who) != MEETING_BAR_NONE)
			continue;
		roll[count++] = (struct meeting_entitled){
			.government = government,
			.account = who->account,
			.weight = WEIGHT,
			.is_chair = chair.v != 0 && government.v == chair.v,
			.is_present = !asked->is_kept || who->is_in,
		};
	}
	return count;
}

enum err meeting_roll(struct ctx *ctx, const struct meeting *m, const struct charter_rule *rule,
                      struct meeting_entitled **ret, int *ret_n)
{
	struct str day = meeting_today(ctx, m);
	struct meeting_sql_seats_row *rows;
	struct meeting_asked asked;
	member_government_id chair;
	int n;
	enum err e = organ_chair_on(ctx, m->organ.id, day, &chair);

	if (e == ERR_OK)
		e = asked_by(ctx, m, rule, &asked);
	if (e == ERR_OK)
		/* One row more tells that a list of this length would not be all. */
		e = meeting_sql_seats(ctx, m->id, day, ctx->now, MEETING_DELEGATE_LIMIT + 1, &rows,
		                      &n);
	if (e == ERR_OK && n > MEETING_DELEGATE_LIMIT)
		e = REFUSE(ctx, ERR_ROLL_LIMIT, ARG_INT("limit", MEETING_DELEGATE_LIMIT));
	if (e != ERR_OK)
		return e;
	*ret = arena_many(ctx->arena, struct meeting_entitled, (size_t)n + 1);
	*ret_n = fill_roll(rows, n, &asked, chair, *ret);
	return ERR_OK;
}

/* --- explained --- */

static struct meeting_sent sent_of(const struct meeting_delegate *d)
{
	return (struct meeting_sent){
		.account = d->is_acting ? d->account : (account_id){ 0 },
		.is_accepted = d->credentials == MEETING_CREDENTIALS_ACCEPTED,
		.is_refused = d->credentials == MEETING_CREDENTIALS_REFUSED,
		.is_in = d->in_at.us != TIME_NONE.us,
	};
}

/* Why a government is not in good standing; NULL when it is.  Both lists are short. */
static const struct tr *suspension_of(const struct meeting_sql_suspensions_row *rows, int n,
                                      member_government_id id)
{
	for (int i = 0; i < n; i++)
		if (rows[i].government.v == id.v)
			return &rows[i].reason;
	return NULL;
}

static struct meeting_seating seating_of(const struct member *g, const struct meeting_sending *s,
                                         const struct meeting_asked *asked,
                                         const struct tr *suspension)
{
	struct meeting_seating seating = { .government = *g };
	const struct meeting_sent *who;

	seating.bar = meeting_bar_of(s, asked, &who);
	if (seating.bar == MEETING_BAR_STANDING)
		seating.reason = *suspension;
	if (who) {
		seating.account = who->account;
		seating.is_present = !asked->is_kept || who->is_in;
	}
	return seating;
}

static int fill_seatings(const struct meeting_delegate *d, int n, const struct meeting_asked *asked,
                         const struct suspended *by, struct meeting_seating *ret)
{
	int count = 0;

	for (int at = 0; at < n;) {
		const struct member *g = &d[at].government;
		const struct tr *why = suspension_of(by->rows, by->n, g->id);
		struct meeting_sending s = { .is_member = g->kind == MEMBER_MEMBER,
			                     .is_suspended = why != NULL };

		for (; at < n && d[at].government.id.v == g->id.v; at++)
			if (d[at].votes)
				s.voter = sent_of(&d[at]);
			else if (d[at].stands_in)
				s.stand_in = sent_of(&d[at]);
		ret[count++] = seating_of(g, &s, asked, why);
	}
	return count;
}

enum err meeting_seatings(struct ctx *ctx, const struct meeting *m, const struct charter_rule *rule,
                          struct meeting_seating **ret, int *ret_n)
{
	struct meeting_delegate *d;
	struct meeting_asked asked;
	struct suspended by;
	int n;
	enum err e = meeting_delegates(ctx, m->id, &d, &n);

	if (e == ERR_OK)
		e = asked_by(ctx, m, rule, &asked);
	if (e == ERR_OK)
		e = meeting_sql_suspensions(ctx, meeting_today(ctx, m), SUSPENSION_LIMIT, &by.rows,
		                            &by.n);
	if (e != ERR_OK)
		return e;
	*ret = arena_many(ctx->arena, struct meeting_seating, (size_t)n + 1);
	*ret_n = fill_seatings(d, n, &asked, &by, *ret);
	return ERR_OK;
}
