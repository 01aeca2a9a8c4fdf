/* meeting_item.c -- the agenda: an item is put when the charter gives its organ the power, and
 * settled. */
#include "meeting/internal.h"
#include "audit/audit.h"
#include "meeting.sql.h"
#include "view/json.h"

/* A new item while it is checked and written. */
struct putting {
	const struct meeting_item_new *new;
	struct meeting meeting;
	struct charter_kind kind;
	member_government_id *subjects; /* of new, each once */
	int n;
	lang_text_id title, note;
	int64_t number;
};

struct str meeting_item_object(struct ctx *ctx, meeting_item_id id)
{
	return arena_printf(ctx->arena, "meeting_item:%" PRId64, id.v);
}

static void take_subjects(struct ctx *ctx, struct putting *p)
{
	const struct meeting_item_new *new = p->new;

	p->subjects = arena_many(ctx->arena, member_government_id, (size_t) new->subject_count + 1);
	for (int i = 0; i < new->subject_count; i++) {
		int k = 0;

		while (k < p->n && p->subjects[k].v != new->subjects[i].v)
			k++;
		if (k == p->n)
			p->subjects[p->n++] = new->subjects[i];
	}
}

/* How many governments a kind of decision names: none, one, or one and more. */
static enum err check_count(struct ctx *ctx, int64_t asked, int n)
{
	static const char *const names[] = { N_("subjects|none"), N_("subjects|one"),
		                             N_("subjects|one or more") };
	bool fits = asked == 2 ? n >= 1 && n <= MEETING_SUBJECT_LIMIT : n == asked;

	MUST(asked >= 0 && asked < (int64_t)COUNT_OF(names));
	return fits ? ERR_OK : REFUSE(ctx, ERR_ITEM_SUBJECTS, ARG_TEXT("count", names[asked]));
}

static enum err check_subjects(struct ctx *ctx, const struct putting *p)
{
	enum err e = check_count(ctx, p->kind.subjects, p->n);

	for (int i = 0; i < p->n && e == ERR_OK; i++) {
		struct member m;

		e = member_get(ctx, p->subjects[i], &m);
	}
	return e;
}

/* What could not be carried out on the day must not be put to the vote. */
static enum err check_effect(struct ctx *ctx, const struct putting *p)
{
	const struct charter_effect *effect;
	const struct charter_effect_arg arg = {
		.day = p->meeting.starts_on,
		.organ = p->meeting.organ.id,
		.subjects = p->subjects,
		.subject_count = p->n,
	};

	if (!p->kind.effect.p)
		return ERR_OK;
	effect = charter_effect_find(ctx, p->kind.effect);
	/* Packs name none but the program's effects, so this database is of a program that had
	 * more. */
	return effect ? effect->may(ctx, &arg) : ERR_DB_NEWER;
}

static enum err check(struct ctx *ctx, struct putting *p)
{
	struct charter_rule rule;
	enum err e = meeting_get(ctx, p->new->session, &p->meeting);

	if (e == ERR_OK && p->meeting.state == MEETING_CLOSED)
		e = ERR_MEETING_CLOSED;
	if (e == ERR_OK)
		e = meeting_plan_check(ctx, &p->meeting, &p->new->plan);
	if (e == ERR_OK)
		e = charter_kind_get(ctx, p->new->kind, &p->kind);
	if (e == ERR_OK)
		e = meeting_rule(ctx, &p->meeting, p->kind.id, p->meeting.starts_on, &rule);
	if (e == ERR_OK)
		e = check_subjects(ctx, p);
	return e == ERR_OK ? check_effect(ctx, p) : e;
}

/* Its own title, or the one that is made from the kind's. */
static enum err add_texts(struct tx *tx, struct putting *p)
{
	const struct meeting_item_plan *plan = &p->new->plan;
	struct lang_set names = { 0 }, title;
	enum err e = meeting_add_texts(tx, &plan->note, &p->note);

	if (e == ERR_OK && !meeting_lang_set_is_empty(&plan->title))
		return meeting_add_texts(tx, &plan->title, &p->title);
	if (e == ERR_OK && p->n > 0)
		e = member_names(tx->ctx, p->subjects, p->n, &names);
	if (e == ERR_OK)
		e = charter_kind_title(tx->ctx, p->kind.id, &names, &title);
	return e == ERR_OK ? lang_add(tx, (struct str){ 0 }, &title, &p->title) : e;
}

static enum err add_item(struct tx *tx, struct putting *p, meeting_item_id *ret_id)
{
	struct meeting_sql_last_item_row last;
	struct meeting_sql_add_item_row row;
	const struct meeting_item_plan *plan = &p->new->plan;
	enum err e = meeting_sql_last_item(tx->ctx, p->meeting.id, &last);

	if (e != ERR_OK)
		return e;
	p->number = last.number + 1;
	if (p->number > MEETING_ITEM_LIMIT)
		return ERR_TOO_LARGE;
	e = meeting_sql_add_item(tx, p->meeting.id, p->number, last.position + 1, p->kind.id,
	                         p->title, plan->day, plan->clock, plan->minutes, p->note, &row);
	for (int i = 0; i < p->n && e == ERR_OK; i++)
		e = meeting_sql_add_subject(tx, row.id, p->subjects[i], i + 1);
	if (e == ERR_OK)
		*ret_id = row.id;
	return e;
}

static enum err record_put(struct tx *tx, const struct putting *p, meeting_item_id id)
{
	struct sbuf payload = { .arena = tx->ctx->arena };
	struct json j = { .buf = &payload };

	json_object(&j);
	json_put_int(&j, "session", p->meeting.id.v);
	json_put_int(&j, "number", p->number);
	json_put_str(&j, "kind", p->kind.slug);
	json_key(&j, "subjects");
	json_array(&j);
	for (int i = 0; i < p->n; i++)
		json_int(&j, p->subjects[i].v);
	json_end(&j);
	json_end(&j);
	return audit_record(tx, "meeting.item_put", meeting_item_object(tx->ctx, id),
	                    sbuf_done(&payload));
}

enum err meeting_item_put_tx(struct tx *tx, const struct meeting_item_new *new,
                             meeting_item_id *ret_id)
{
	struct putting p = { .new = new };
	meeting_item_id id;
	enum err e;

	take_subjects(tx->ctx, &p);
	e = check(tx->ctx, &p);
	if (e == ERR_OK)
		e = add_texts(tx, &p);
	if (e == ERR_OK)
		e = add_item(tx, &p, &id);
	if (e == ERR_OK)
		e = record_put(tx, &p, id);
	if (e == ERR_OK)
		*ret_id = id;
	return e;
}

/*
 * Who has been invited already learns of the item with less notice than of the session.  A pack's
 * sessions are as they were; nobody is asked for reasons there.
 */
static enum err check_notice(struct ctx *ctx, const struct meeting *m, charter_kind_id kind,
                             struct str reason)
{
	struct meeting_notice n = {
		.given = meeting_notice_given(meeting_today(ctx, m), m->starts_on),
	};
	enum err e = meeting_rule(ctx, m, kind, m->starts_on, &n.rule);

	if (e != ERR_OK)
		return e;
	n.is_asked = n.rule.notice_days.has;
	n.asked = n.rule.notice_days.v;
	return meeting_notice_check(ctx, &n, reason);
}

static enum err note_put(struct tx *tx, const struct meeting_item *item, struct str reason)
{
	struct meeting_change_new c = { .session = item->session,
		                        .item = item->id,
		                        .kind = MEETING_CHANGE_ITEM_ADDED };
	struct meeting m;
	enum err e = meeting_get(tx->ctx, item->session, &m);

	if (e != ERR_OK || m.is_draft)
		return e;
	e = check_notice(tx->ctx, &m, item->kind.id, reason);
	if (e == ERR_OK)
		e = meeting_add_words(tx, reason, &c.reason);
	return e == ERR_OK ? meeting_change_add(tx, &c) : e;
}

struct item_use {
	const struct meeting_item_new *new;
	struct meeting_item item;
};

static enum err put(struct tx *tx, void *arg)
{
	struct item_use *u = arg;
	meeting_item_id id;
	enum err e = meeting_item_put_tx(tx, u->new, &id);

	if (e == ERR_OK)
		e = meeting_item_get(tx->ctx, id, &u->item);
	return e == ERR_OK ? note_put(tx, &u->item, u->new->reason) : e;
}

enum err meeting_item_put(struct ctx *ctx, const struct meeting_item_new *new,
                          struct meeting_item *ret)
{
	struct item_use u = { .new = new };
	enum err e = db_write(ctx, put, &u);

	if (e == ERR_OK)
		*ret = u.item;
	return e;
}

enum err meeting_item_settle(struct tx *tx, meeting_item_id id, enum meeting_item_state state)
{
	int64_t changed = 0;
	enum err e;

	MUST(state != MEETING_ITEM_PENDING);
	e = meeting_sql_settle(tx, id, state, &changed);
	if (e == ERR_OK && changed == 0)
		e = ERR_ITEM_DECIDED;
	return e;
}
