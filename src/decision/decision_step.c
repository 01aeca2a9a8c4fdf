/* decision_step.c -- a question is put on an item, closed, and what was decided is carried out. */
#include "decision/internal.h"
#include "audit/audit.h"
#include "base/str.h"
#include "base/time.h"
#include "decision.sql.h"
#include "view/json.h"

/* --- what the steps share --- */

enum err decision_matter_get(struct ctx *ctx, meeting_item_id id, struct decision_matter *ret)
{
	struct decision_matter m = { .may_preside = false };
	enum err e = meeting_item_get(ctx, id, &m.item);

	if (e == ERR_OK)
		e = meeting_get(ctx, m.item.session, &m.meeting);
	if (e == ERR_OK && ctx->who.v != 0)
		e = organ_may_preside(ctx, m.meeting.organ.id, ctx->who, &m.may_preside);
	if (e == ERR_OK)
		*ret = m;
	return e;
}

static struct charter_effect_arg effect_arg(struct ctx *ctx, const struct decision_matter *m,
                                            struct str number, struct str day)
{
	int n = m->item.subject_count;
	member_government_id *subjects = arena_many(ctx->arena, member_government_id,
	                                            (size_t)n + 1);

	for (int i = 0; i < n; i++)
		subjects[i] = m->item.subjects[i].id;
	return (struct charter_effect_arg){ .decision = number,
		                            .day = day,
		                            .organ = m->meeting.organ.id,
		                            .subjects = subjects,
		                            .subject_count = n };
}

/* The effect of the item's kind; NULL when it has none. */
static enum err effect_of(struct ctx *ctx, const struct decision_matter *m,
                          const struct charter_effect **ret)
{
	struct str name = m->item.kind.effect;

	*ret = name.p ? charter_effect_find(ctx, name) : NULL;
	/* Packs name none but the program's effects, so this database is of a program that had
	 * more. */
	return name.p && !*ret ? ERR_DB_NEWER : ERR_OK;
}

enum err decision_may(struct ctx *ctx, const struct decision_matter *m, struct str number,
                      struct str day)
{
	const struct charter_effect_arg arg = effect_arg(ctx, m, number, day);
	const struct charter_effect *effect;
	enum err e = effect_of(ctx, m, &effect);

	return e == ERR_OK && effect ? effect->may(ctx, &arg) : e;
}

enum err decision_run(struct tx *tx, const struct decision_matter *m, struct str number,
                      struct str day)
{
	const struct charter_effect_arg arg = effect_arg(tx->ctx, m, number, day);
	const struct charter_effect *effect;
	enum err e = effect_of(tx->ctx, m, &effect);

	if (e == ERR_OK && effect)
		e = effect->may(tx->ctx, &arg);
	return e == ERR_OK && effect ? effect->run(tx, &arg) : e;
}

/* --- opening --- */

struct opening {
	meeting_item_id item;
	const struct decision_way *way;
	vote_question_id question;
};

static enum err check_open(const struct decision_matter *m)
{
	if (!m->may_preside)
		return ERR_FORBIDDEN;
	if (m->meeting.state == MEETING_CLOSED)
		return ERR_MEETING_CLOSED;
	if (m->meeting.state != MEETING_OPEN)
		return ERR_MEETING_NOT_OPEN;
	if (!meeting_is_sitting(&m->meeting))
		return ERR_MEETING_SUSPENDED;
	return m->item.state == MEETING_ITEM_PENDING ? ERR_OK : ERR_ITEM_DECIDED;
}

static enum err roll_of(struct ctx *ctx, const struct meeting *m, const struct charter_rule *rule,
                        struct vote_new *ret)
{
	struct meeting_entitled *entitled;
	struct vote_entry *roll;
	int n;
	enum err e = meeting_roll(ctx, m, rule, &entitled, &n);

	if (e != ERR_OK)
		return e;
	roll = arena_many(ctx->arena, struct vote_entry, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		roll[i] = (struct vote_entry){
			.government = entitled[i].government,
			.account = entitled[i].account,
			.weight = entitled[i].weight,
			.is_chair = entitled[i].is_chair,
			.is_present = entitled[i].is_present,
		};
	ret->roll = roll;
	ret->roll_count = n;
	return ERR_OK;
}

static enum err put_question(struct tx *tx, const struct decision_matter *m,
                             const struct charter_rule *rule, struct opening *o)
{
	struct vote_new new = {
		.organ = m->meeting.organ.id,
		.forum = m->meeting.id.v,
		.matter = m->item.id.v,
		.title = m->item.title_id,
		.zone = m->meeting.zone,
		.method = o->way->method,
		.objection_seconds = o->way->objection_seconds,
		.reason = o->way->reason,
		.rule = rule,
	};
	enum err e = roll_of(tx->ctx, &m->meeting, rule, &new);

	if (e == ERR_OK)
		e = member_count(tx->ctx, &new.members);
	new.member_weight = new.members; /* every member counts alike */
	if (e == ERR_OK)
		e = vote_open(tx, &new, &o->question);
	return e == ERR_OK ? meeting_item_question(tx, m->item.id, true) : e;
}

static enum err open(struct tx *tx, void *arg)
{
	struct opening *o = arg;
	struct ctx *ctx = tx->ctx;
	struct decision_matter m;
	struct charter_rule rule;
	struct str today;
	enum err e = decision_matter_get(ctx, o->item, &m);

	if (e == ERR_OK)
		e = check_open(&m);
	if (e != ERR_OK)
		return e;
	today = meeting_today(ctx, &m.meeting);
	e = meeting_rule(ctx, &m.meeting, m.item.kind.id, today, &rule);
	/* What could not be carried out must not be put to the vote. */
	if (e == ERR_OK)
		e = decision_may(ctx, &m, (struct str){ 0 }, today);
	return e == ERR_OK ? put_question(tx, &m, &rule, o) : e;
}

enum err decision_open(struct ctx *ctx, meeting_item_id item, vote_question_id *ret_id)
{
	return decision_put(ctx, item, &(struct decision_way){ .method = VOTE_ROLL_CALL }, ret_id);
}

enum err decision_put(struct ctx *ctx, meeting_item_id item, const struct decision_way *way,
                      vote_question_id *ret_id)
{
	struct opening o = { .item = item, .way = way };
	enum err e = db_write(ctx, open, &o);

	if (e == ERR_OK)
		*ret_id = o.question;
	return e;
}

/* --- closing --- */

struct closing {
	vote_question_id question;
	enum vote_choice chair;
	struct decision decision;
	struct charter_outcome outcome;
};

static enum err next_number(struct ctx *ctx, const struct organ *organ, int year,
                            int64_t *ret_ordinal, struct str *ret_number)
{
	struct decision_sql_last_ordinal_row last;
	enum err e = decision_sql_last_ordinal(ctx, organ->id, year, &last);

	if (e != ERR_OK)
		return e;
	*ret_ordinal = last.ordinal + 1;
	*ret_number = arena_printf(ctx->arena, "%.*s-%04d-%02" PRId64, STR_ARG(organ->code), year,
	                           *ret_ordinal);
	return ERR_OK;
}

static enum err record_register(struct tx *tx, const struct decision_matter *m,
                                vote_question_id question, struct str number, decision_id id)
{
	struct arena *a = tx->ctx->arena;
	struct sbuf payload = { .arena = a };
	struct json j = { .buf = &payload };

	json_object(&j);
	json_put_str(&j, "number", number);
	json_put_int(&j, "item", m->item.id.v);
	json_put_int(&j, "question", question.v);
	json_put_str(&j, "kind", m->item.kind.slug);
	json_put_str(&j, "effect", m->item.kind.effect);
	json_end(&j);
	return audit_record(tx, "decision.register", arena_printf(a, "decision:%" PRId64, id.v),
	                    sbuf_done(&payload));
}

static enum err add(struct tx *tx, const struct decision_matter *m, vote_question_id question,
                    struct str day, struct str *ret_number)
{
	const struct meeting_item *item = &m->item;
	struct decision_sql_add_row row;
	int64_t ordinal = 0;
	int year, month, mday;
	enum err e;

	date_split(day, &year, &month, &mday);
	e = next_number(tx->ctx, &m->meeting.organ, year, &ordinal, ret_number);
	if (e == ERR_OK)
		e = decision_sql_add(tx, *ret_number, m->meeting.organ.id, year, ordinal,
		                     m->meeting.id, item->id, question, item->kind.id,
		                     item->title_id, day, tx->ctx->now, &row);
	for (int i = 0; i < item->subject_count && e == ERR_OK; i++)
		e = decision_sql_add_subject(tx, row.id, item->subjects[i].id, i + 1);
	return e == ERR_OK ? record_register(tx, m, question, *ret_number, row.id) : e;
}

static enum err register_decision(struct tx *tx, const struct decision_matter *m, struct closing *c)
{
	struct str day = meeting_today(tx->ctx, &m->meeting);
	struct str number = { 0 };
	enum err e = add(tx, m, c->question, day, &number);

	if (e == ERR_OK)
		e = meeting_item_settle(tx, m->item.id, MEETING_ITEM_ADOPTED);
	if (e == ERR_OK)
		e = decision_run(tx, m, number, day);
	return e == ERR_OK ? decision_by_number(tx->ctx, number, &c->decision) : e;
}

static enum err close(struct tx *tx, void *arg)
{
	struct closing *c = arg;
	struct ctx *ctx = tx->ctx;
	struct decision_matter m;
	struct vote_question q;
	enum err e = vote_get(ctx, c->question, &q);

	c->decision = (struct decision){ .id = { 0 } }; /* a retry may count otherwise */
	if (e == ERR_OK)
		e = decision_matter_get(ctx, (meeting_item_id){ q.matter }, &m);
	if (e == ERR_OK && !m.may_preside)
		e = ERR_FORBIDDEN;
	if (e == ERR_OK)
		e = vote_close(tx, c->question, c->chair, &c->outcome);
	if (e != ERR_OK)
		return e;
	if (c->outcome.is_carried)
		return register_decision(tx, &m, c);
	/* That there is no consensus rejects nothing: no vote has been taken yet. */
	if (q.method == VOTE_CONSENSUS)
		return meeting_item_question(tx, m.item.id, false);
	return meeting_item_settle(tx, m.item.id, MEETING_ITEM_REJECTED);
}

enum err decision_close(struct ctx *ctx, vote_question_id question, struct decision *ret,
                        struct charter_outcome *ret_outcome)
{
	return decision_close_with(ctx, &(struct decision_closing){ .question = question }, ret,
	                           ret_outcome);
}

enum err decision_close_with(struct ctx *ctx, const struct decision_closing *closing,
                             struct decision *ret, struct charter_outcome *ret_outcome)
{
	struct closing c = { .question = closing->question, .chair = closing->chair };
	enum err e = db_write(ctx, close, &c);

	if (e != ERR_OK)
		return e;
	*ret = c.decision;
	*ret_outcome = c.outcome;
	return ERR_OK;
}

/* --- cancelling --- */

struct cancelling {
	vote_question_id question;
	struct str reason;
};

static enum err cancel(struct tx *tx, void *arg)
{
	const struct cancelling *c = arg;
	struct decision_matter m;
	struct vote_question q;
	enum err e = vote_get(tx->ctx, c->question, &q);

	if (e == ERR_OK)
		e = decision_matter_get(tx->ctx, (meeting_item_id){ q.matter }, &m);
	if (e == ERR_OK && !m.may_preside)
		e = ERR_FORBIDDEN;
	if (e == ERR_OK)
		e = vote_cancel(tx, c->question, c->reason);
	return e == ERR_OK ? meeting_item_question(tx, m.item.id, false) : e;
}

enum err decision_cancel(struct ctx *ctx, vote_question_id question, struct str reason)
{
	struct cancelling c = { .question = question, .reason = reason };

	return db_write(ctx, cancel, &c);
}

/* --- the end of a session --- */

static enum err close_session(struct tx *tx, void *arg)
{
	const meeting_session_id *id = arg;
	struct vote_question q;
	enum err e = vote_open_in(tx->ctx, id->v, &q);

	if (e == ERR_NOT_FOUND)
		return meeting_close(tx, *id);
	return e == ERR_OK ? ERR_VOTE_ANOTHER_OPEN : e;
}

enum err decision_close_session(struct ctx *ctx, meeting_session_id session)
{
	return db_write(ctx, close_session, &session);
}
