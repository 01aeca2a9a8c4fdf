/*
 * decision_seat.c -- whoever stands in is seated in the place of a person who was displaced while
 * the question is open.
 *
 * Who may be seated is whom the roll would name if it were made now: registered to vote or to stand
 * in, acting for the government, and accepted where the rule asks for it.
 */
#include "base/str.h"
#include "decision.html.h"
#include "decision/internal.h"
#include "http/page.h"

static enum err find_heir(struct ctx *ctx, const struct decision_matter *m,
                          member_government_id government, account_id *ret)
{
	struct meeting_entitled *roll;
	struct charter_rule rule;
	int n;
	enum err e = meeting_rule(ctx, &m->meeting, m->item.kind.id,
	                          meeting_today(ctx, &m->meeting), &rule);

	if (e == ERR_OK)
		e = meeting_roll(ctx, &m->meeting, &rule, &roll, &n);
	if (e != ERR_OK)
		return e;
	for (int i = 0; i < n; i++)
		if (roll[i].government.v == government.v) {
			*ret = roll[i].account;
			return ERR_OK;
		}
	return ERR_VOTE_NO_STAND_IN;
}

static enum err matter_of(struct ctx *ctx, vote_question_id id, struct decision_matter *ret)
{
	struct vote_question q;
	enum err e = vote_get(ctx, id, &q);

	if (e == ERR_OK)
		e = decision_matter_get(ctx, (meeting_item_id){ q.matter }, ret);
	if (e == ERR_OK && !ret->may_preside)
		e = ERR_FORBIDDEN;
	return e;
}

enum err decision_seats(struct ctx *ctx, vote_question_id question, struct decision_seat **ret,
                        int *ret_n)
{
	struct decision_matter m;
	struct decision_seat *list;
	struct vote_stop *stops;
	int n;
	enum err e = matter_of(ctx, question, &m);

	if (e == ERR_OK)
		e = vote_stops(ctx, question, &stops, &n);
	if (e != ERR_OK)
		return e;
	list = arena_many(ctx->arena, struct decision_seat, (size_t)n + 1);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		list[i].stop = stops[i];
		e = find_heir(ctx, &m, stops[i].government, &list[i].heir);
		if (e == ERR_OK)
			e = meeting_person(ctx, list[i].heir, &list[i].heir_name);
		if (e == ERR_VOTE_NO_STAND_IN)
			e = ERR_OK;
	}
	*ret = list;
	*ret_n = n;
	return e;
}

struct seating {
	vote_question_id question;
	member_government_id government;
};

static enum err displaced_of(struct ctx *ctx, const struct seating *s, account_id *ret)
{
	struct vote_stop *stops;
	int n;
	enum err e = vote_stops(ctx, s->question, &stops, &n);

	for (int i = 0; e == ERR_OK && i < n; i++)
		if (stops[i].government.v == s->government.v)
			*ret = stops[i].who;
	return e;
}

static enum err seat(struct tx *tx, void *arg)
{
	const struct seating *s = arg;
	struct decision_matter m;
	account_id heir = { 0 }, displaced = { 0 };
	enum err e = matter_of(tx->ctx, s->question, &m);

	if (e == ERR_OK)
		e = displaced_of(tx->ctx, s, &displaced);
	if (e == ERR_OK)
		e = find_heir(tx->ctx, &m, s->government, &heir);
	if (e == ERR_OK)
		e = vote_seat(tx, &(struct vote_seating){ s->question, s->government, heir });
	if (e != ERR_OK)
		return e;
	return meeting_displace(tx, &(struct meeting_displacing){ .session = m.meeting.id,
	                                                          .government = s->government,
	                                                          .who = displaced,
	                                                          .heir = heir,
	                                                          .loss = MEETING_LOSS_ROLL });
}

enum err decision_seat(struct ctx *ctx, vote_question_id question, member_government_id government)
{
	return db_write(ctx, seat, &(struct seating){ question, government });
}

/* --- pages --- */

const struct param decision_seat_params[] = {
	{ .name = "government",
	  .kind = PARAM_SLUG,
	  .required = true,
	  .label = N_("Government"),
	  .doc = "slug of the government whose place on the roll it is" },
	{ 0 },
};

enum err decision_seat_read(struct ctx *ctx, const struct request *req, member_government_id *ret)
{
	struct member m;
	enum err e = member_by_slug(ctx, req_text(req, "government"), &m);

	if (e == ERR_NOT_FOUND)
		return req_refuse(ctx, req, ERR_FIELD_CHOICE, "government");
	if (e == ERR_OK)
		*ret = m.id;
	return e;
}

/* The place of the address; ERR_VOTE_NO_STAND_IN when it is not vacant. */
static enum err read_place(struct ctx *ctx, const struct request *req, struct decision_seat *ret)
{
	const vote_question_id id = { req_path_int(req, 0) };
	member_government_id government;
	struct decision_seat *seats;
	int n;
	enum err e = decision_seat_read(ctx, req, &government);

	if (e == ERR_OK)
		e = decision_seats(ctx, id, &seats, &n);
	if (e != ERR_OK)
		return e;
	for (int i = 0; i < n; i++)
		if (seats[i].stop.government.v == government.v && seats[i].heir.v != 0) {
			*ret = seats[i];
			return ERR_OK;
		}
	return ERR_VOTE_NO_STAND_IN;
}

enum err decision_get_seat(struct ctx *ctx, const struct request *req, struct response *res)
{
	const vote_question_id id = { req_path_int(req, 0) };
	struct decision_matter m;
	struct decision_seat place;
	struct vote_question q;
	struct html h;
	enum err e = vote_get(ctx, id, &q);

	if (e == ERR_OK)
		e = matter_of(ctx, id, &m);
	if (e == ERR_OK)
		e = read_place(ctx, req, &place);
	if (e != ERR_OK)
		return e;
	res->is_private = true;
	h = res_html(ctx, res);
	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, N_("Seat whoever stands in?")),
	                           .section = PAGE_MEETINGS });
	decision_seat_html(&h,
	                   &(struct decision_seat_view){ .matter = &m,
	                                                 .question = &q,
	                                                 .place = &place,
	                                                 .government = req_text(req, "government"),
	                                                 .csrf = req->csrf });
	page_end(&h, ctx, req);
	return ERR_OK;
}

enum err decision_post_seat(struct ctx *ctx, const struct request *req, struct response *res)
{
	const vote_question_id id = { req_path_int(req, 0) };
	struct decision_matter m;
	member_government_id government;
	enum err e = decision_seat_read(ctx, req, &government);

	if (e == ERR_OK)
		e = decision_seat(ctx, id, government);
	if (e == ERR_OK)
		e = matter_of(ctx, id, &m);
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/meetings/%.*s/items/%" PRId64, language_code(ctx->lang),
	                    STR_ARG(m.meeting.slug), m.item.number);
}
