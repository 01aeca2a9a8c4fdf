/* meeting_read.c -- sessions, items and delegates, read from the store. */
#include "meeting/internal.h"
#include "base/str.h"
#include "meeting.sql.h"

enum { LIST_LIMIT = 500 };

/* --- sessions --- */

static struct meeting meeting_of(const struct meeting_sql_sessions_row *r)
{
	return (struct meeting){
		.id = r->id,
		.slug = r->slug,
		.organ = { .id = r->organ },
		.number = r->number,
		.host = r->host,
		.host_slug = r->host_slug,
		.host_name = r->host_name,
		.place = r->place,
		.starts_on = r->starts_on,
		.ends_on = r->ends_on,
		.zone = r->zone,
		.mode = (enum meeting_mode)r->mode,
		.state = (enum meeting_state)r->state,
		.is_draft = r->published.us == TIME_NONE.us,
		.published_at = r->published,
		.suspended_at = r->suspended,
		.resumes_at = r->resumes,
	};
}

/* Drafts exist for whoever may convene, and for nobody else. */
static enum err check_seen(struct ctx *ctx, time_us published_at)
{
	bool may = true;
	enum err e = ERR_OK;

	if (published_at.us == TIME_NONE.us)
		e = meeting_may_convene(ctx, &may);
	return e == ERR_OK && !may ? ERR_NOT_FOUND : e;
}

enum err meeting_get(struct ctx *ctx, meeting_session_id id, struct meeting *ret)
{
	struct meeting_sql_sessions_row row;
	struct meeting m;
	enum err e = meeting_sql_session(ctx, id, &row);

	if (e == ERR_OK)
		e = check_seen(ctx, row.published);
	if (e != ERR_OK)
		return e;
	m = meeting_of(&row);
	e = organ_get(ctx, row.organ, &m.organ);
	if (e == ERR_OK)
		*ret = m;
	return e;
}

enum err meeting_by_slug(struct ctx *ctx, struct str slug, struct meeting *ret)
{
	struct meeting_sql_by_slug_row r;
	enum err e = meeting_sql_by_slug(ctx, slug, &r);

	return e == ERR_OK ? meeting_get(ctx, r.id, ret) : e;
}

static enum err fill_organs(struct ctx *ctx, struct meeting *m, int n)
{
	struct organ *organs;
	int organ_count;
	enum err e = organ_list(ctx, (struct str){ 0 }, &organs, &organ_count);

	if (e != ERR_OK)
		return e;
	for (int i = 0; i < n; i++)
		for (int k = 0; k < organ_count; k++)
			if (organs[k].id.v == m[i].organ.id.v)
				m[i].organ = organs[k];
	return ERR_OK;
}

enum err meeting_list_from(struct ctx *ctx, meeting_session_id before, int64_t limit,
                           struct meeting **ret, int *ret_n)
{
	struct meeting_sql_sessions_row *rows;
	struct meeting *m;
	bool drafts;
	int n;
	enum err e = meeting_may_convene(ctx, &drafts);

	if (e == ERR_OK)
		e = before.v ? meeting_sql_sessions_before(ctx, before, drafts, limit, &rows, &n)
		             : meeting_sql_sessions(ctx, drafts, limit, &rows, &n);
	if (e != ERR_OK)
		return e;
	m = arena_many(ctx->arena, struct meeting, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		m[i] = meeting_of(&rows[i]);
	e = fill_organs(ctx, m, n);
	if (e != ERR_OK)
		return e;
	*ret = m;
	*ret_n = n;
	return ERR_OK;
}

enum err meeting_list(struct ctx *ctx, struct meeting **ret, int *ret_n)
{
	return meeting_list_from(ctx, (meeting_session_id){ 0 }, LIST_LIMIT, ret, ret_n);
}

enum err meeting_rule(struct ctx *ctx, const struct meeting *m, charter_kind_id kind,
                      struct str day, struct charter_rule *ret)
{
	const struct charter_matter matter = {
		.organ_kind = m->organ.kind,
		.organ_name = m->organ.name,
		.kind = kind,
		.day = day,
	};

	return charter_power(ctx, &matter, ret);
}

/* Whoever holds, for the whole association, a role that gives the right. */
enum err meeting_may_convene(struct ctx *ctx, bool *ret)
{
	struct account_duty duty = { .scope = SCOPE_ASSOCIATION };
	bool may = false;

	for (int r = 0; r < ROLE_COUNT && !may && ctx->who.v != 0; r++) {
		enum err e;

		if (!(role_rights((enum role)r) & 1u << RIGHT_CONVENE))
			continue;
		duty.role = (enum role)r;
		e = account_has_role(ctx, ctx->who, duty, &may);
		if (e != ERR_OK)
			return e;
	}
	*ret = may;
	return ERR_OK;
}

/* --- items --- */

/* Subjects come in the order of the items, so each item's are one run of them. */
static void give_subjects(struct ctx *ctx, struct meeting_item *items, int n,
                          const struct meeting_sql_subjects_row *rows, int row_count)
{
	struct member *m = arena_many(ctx->arena, struct member, (size_t)row_count + 1);
	int at = 0;

	for (int i = 0; i < n; i++) {
		items[i].subjects = &m[at];
		while (at < row_count && rows[at].item.v == items[i].id.v) {
			m[at] = MEMBER_OF_ROW(&rows[at]);
			at++;
		}
		items[i].subject_count = (int)(&m[at] - items[i].subjects);
	}
}

bool meeting_item_is_current(const struct meeting_item *i)
{
	return i->called_at.us != TIME_NONE.us && i->left_at.us == TIME_NONE.us;
}

static struct meeting_item item_of(const struct meeting_sql_items_row *r)
{
	return (struct meeting_item){
		.id = r->id,
		.session = r->session,
		.number = r->number,
		.title = r->title,
		.title_id = r->title_id,
		.state = (enum meeting_item_state)r->state,
		.position = r->position,
		.day = r->day,
		.clock = r->clock,
		.minutes = r->minutes,
		.note = r->note,
		.note_id = r->note_id,
		.called_at = r->called,
		.left_at = r->left_at,
		.postponed_at = r->postponed,
		.has_question = r->question.us != TIME_NONE.us,
		.kind = { .id = r->kind,
		          .slug = r->kind_slug,
		          .name = r->kind_name,
		          .effect = r->effect,
		          .subjects = r->subjects },
	};
}

enum err meeting_items(struct ctx *ctx, meeting_session_id id, struct meeting_item **ret,
                       int *ret_n)
{
	struct meeting_sql_items_row *rows;
	struct meeting_sql_subjects_row *subjects;
	struct meeting_item *items;
	int n, subject_count;
	enum err e = meeting_sql_items(ctx, id, MEETING_ITEM_LIMIT, &rows, &n);

	if (e == ERR_OK && n > 0) /* all are of one session */
		e = check_seen(ctx, rows[0].published);
	if (e == ERR_OK)
		e = meeting_sql_subjects(ctx, id, MEETING_ITEM_LIMIT * MEETING_SUBJECT_LIMIT,
		                         &subjects, &subject_count);
	if (e != ERR_OK)
		return e;
	items = arena_many(ctx->arena, struct meeting_item, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		items[i] = item_of(&rows[i]);
	give_subjects(ctx, items, n, subjects, subject_count);
	*ret = items;
	*ret_n = n;
	return ERR_OK;
}

enum err meeting_item_get(struct ctx *ctx, meeting_item_id id, struct meeting_item *ret)
{
	struct meeting_sql_items_row row;
	struct meeting_sql_subjects_row *subjects;
	struct meeting_item item;
	int subject_count;
	enum err e = meeting_sql_item(ctx, id, &row);

	if (e == ERR_OK)
		e = check_seen(ctx, row.published);
	if (e == ERR_OK)
		e = meeting_sql_subjects_of(ctx, id, MEETING_SUBJECT_LIMIT, &subjects,
		                            &subject_count);
	if (e != ERR_OK)
		return e;
	item = item_of(&row);
	give_subjects(ctx, &item, 1, subjects, subject_count);
	*ret = item;
	return ERR_OK;
}

enum err meeting_item_current(struct ctx *ctx, meeting_session_id id, struct meeting_item *ret)
{
	struct meeting_sql_current_item_row r;
	enum err e = meeting_sql_current_item(ctx, id, &r);

	return e == ERR_OK ? meeting_item_get(ctx, r.id, ret) : e;
}

enum err meeting_item_by_number(struct ctx *ctx, meeting_session_id session, int64_t number,
                                struct meeting_item *ret)
{
	struct meeting_sql_item_by_number_row r;
	enum err e = meeting_sql_item_by_number(ctx, session, number, &r);

	return e == ERR_OK ? meeting_item_get(ctx, r.id, ret) : e;
}
