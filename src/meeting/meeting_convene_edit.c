/* meeting_convene_edit.c -- a session is edited, and a draft is published. */
#include "meeting/internal.h"
#include "audit/audit.h"
#include "base/str.h"
#include "base/time.h"
#include "meeting.sql.h"
#include "view/json.h"
#include "view/locale.h"

/* An edit while it is checked and written. */
struct editing {
	meeting_session_id id;
	const struct meeting_edit *edit;
	struct meeting was, now;
	lang_text_id place_was, place; /* .v == 0: none named */
	lang_text_id reason;
	struct meeting_notice notice;
};

/* --- what stays once a session is published --- */

static enum err check_organ(struct ctx *ctx, const struct editing *ed)
{
	const struct meeting_new *to = ed->edit->to;
	struct meeting_item *items;
	int n;
	enum err e;

	if (to->organ.v == ed->was.organ.id.v && to->number == ed->was.number)
		return ERR_OK;
	if (!ed->was.is_draft)
		return ERR_MEETING_ORGAN;
	e = meeting_items(ctx, ed->id, &items, &n);
	if (e == ERR_OK && n > 0 && to->organ.v != ed->was.organ.id.v)
		e = ERR_MEETING_ORGAN; /* another organ may decide other things */
	return e;
}

static enum err write_name(struct tx *tx, const struct editing *ed)
{
	const struct meeting_new *to = ed->edit->to;
	struct organ organ;
	int64_t changed = 0;
	enum err e;

	if (to->organ.v == ed->was.organ.id.v && to->number == ed->was.number)
		return ERR_OK;
	e = organ_get(tx->ctx, to->organ, &organ);
	if (e == ERR_OK)
		e = meeting_check_number(tx->ctx, &organ, to->number);
	if (e == ERR_OK)
		e = meeting_sql_edit(tx, ed->id, meeting_slug(tx->ctx, &organ, to->number),
		                     organ.id, to->number, &changed);
	return e == ERR_OK && changed == 0 ? ERR_MEETING_PUBLISHED : e;
}

/* --- place and way --- */

static bool is_same_set(const struct lang_set *a, const struct lang_set *b)
{
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		if ((a->in[l].p != NULL) != (b->in[l].p != NULL) ||
		    (a->in[l].p && !str_eq(a->in[l], b->in[l])))
			return false;
	return true;
}

/* A place is written anew, so that a change can still show the one before. */
static enum err write_place(struct tx *tx, struct editing *ed)
{
	struct meeting_sql_place_of_row row;
	struct lang_set was = { 0 };
	enum err e = meeting_sql_place_of(tx->ctx, ed->id, &row);

	if (e == ERR_OK && row.place.v)
		e = lang_get(tx->ctx, row.place, &was);
	if (e != ERR_OK)
		return e;
	ed->place_was = ed->place = row.place;
	if (is_same_set(&was, &ed->edit->to->place))
		return ERR_OK;
	return meeting_add_texts(tx, &ed->edit->to->place, &ed->place);
}

static enum err write_where(struct tx *tx, struct editing *ed)
{
	const struct meeting_new *to = ed->edit->to;
	struct member host;
	int64_t changed = 0;
	enum err e = write_place(tx, ed);

	if (e == ERR_OK && to->host.v)
		e = member_get(tx->ctx, to->host, &host);
	if (e == ERR_OK)
		e = meeting_sql_set_where(tx, ed->id, to->host, ed->place, to->zone, to->mode,
		                          &changed);
	return e == ERR_OK && changed == 0 ? ERR_MEETING_CLOSED : e;
}

/* --- days --- */

/* Items keep their distance from the first day; what then lies outside loses its time. */
static enum err shift_items(struct tx *tx, const struct editing *ed)
{
	const struct meeting_new *to = ed->edit->to;
	int64_t by = date_days(to->starts_on) - date_days(ed->was.starts_on);
	struct meeting_item *items;
	int n;
	enum err e = meeting_items(tx->ctx, ed->id, &items, &n);

	for (int i = 0; i < n && e == ERR_OK; i++) {
		struct str day = items[i].day, clock = items[i].clock;
		int64_t days = day.p ? date_days(day) + by : 0;
		char buf[16];

		if (!day.p)
			continue;
		if (days > date_days(to->ends_on)) {
			day = clock = (struct str){ 0 };
		} else {
			date_of_days(days, buf);
			day = str_of(buf);
		}
		e = meeting_sql_plan_item(tx, items[i].id, day, clock);
	}
	return e;
}

static enum err write_when(struct tx *tx, const struct editing *ed)
{
	const struct meeting_new *to = ed->edit->to;
	enum err e;

	if (str_eq(to->starts_on, ed->was.starts_on) && str_eq(to->ends_on, ed->was.ends_on))
		return ERR_OK;
	e = meeting_sql_set_when(tx, ed->id, to->starts_on, to->ends_on);
	return e == ERR_OK ? shift_items(tx, ed) : e;
}

/* Another first day is another notice, counted from the same publication. */
static enum err write_notice(struct tx *tx, struct editing *ed)
{
	struct ctx *ctx = tx->ctx;
	struct str day;
	enum err e;

	if (ed->was.is_draft || str_eq(ed->now.starts_on, ed->was.starts_on))
		return ERR_OK;
	MUST(locale_civil_date(ctx->arena, ed->now.published_at, ed->now.zone, &day));
	e = meeting_notice_from(ctx, &ed->now, day, &ed->notice);
	if (e == ERR_OK)
		e = meeting_notice_check(ctx, &ed->notice, ed->edit->reason);
	if (e == ERR_OK)
		e = meeting_sql_set_notice(
			tx, ed->id,
			ed->notice.is_asked ? ed->notice.rule.id : (charter_rule_id){ 0 },
			meeting_notice_suffices(&ed->notice) ? (lang_text_id){ 0 } : ed->reason);
	return e;
}

/* --- what is told of it --- */

static enum err note_text(struct tx *tx, const struct editing *ed, enum meeting_change_kind kind,
                          struct str before, struct str after)
{
	const struct meeting_change_new c = { .session = ed->id,
		                              .kind = kind,
		                              .before = before,
		                              .after = after,
		                              .reason = ed->reason };

	return str_eq(before, after) ? ERR_OK : meeting_change_add(tx, &c);
}

static enum err note_place(struct tx *tx, const struct editing *ed)
{
	const struct meeting_change_new place = { .session = ed->id,
		                                  .kind = MEETING_CHANGE_PLACE,
		                                  .before_text = ed->place_was,
		                                  .after_text = ed->place,
		                                  .reason = ed->reason };
	const struct meeting_change_new host = { .session = ed->id,
		                                 .kind = MEETING_CHANGE_HOST,
		                                 .before_host = ed->was.host,
		                                 .after_host = ed->now.host,
		                                 .reason = ed->reason };
	enum err e = ERR_OK;

	if (ed->place.v != ed->place_was.v)
		e = meeting_change_add(tx, &place);
	if (e == ERR_OK && ed->was.host.v != ed->now.host.v)
		e = meeting_change_add(tx, &host);
	return e;
}

/* Nobody has been invited to a draft. */
static enum err note_changes(struct tx *tx, const struct editing *ed)
{
	const struct meeting *was = &ed->was, *now = &ed->now;
	enum err e;

	if (was->is_draft)
		return ERR_OK;
	e = note_text(tx, ed, MEETING_CHANGE_FIRST_DAY, was->starts_on, now->starts_on);
	if (e == ERR_OK)
		e = note_text(tx, ed, MEETING_CHANGE_LAST_DAY, was->ends_on, now->ends_on);
	if (e == ERR_OK)
		e = note_place(tx, ed);
	if (e == ERR_OK)
		e = note_text(tx, ed, MEETING_CHANGE_ZONE, was->zone, now->zone);
	if (e == ERR_OK)
		e = note_text(tx, ed, MEETING_CHANGE_MODE, str_of(meeting_mode_code(was->mode)),
		              str_of(meeting_mode_code(now->mode)));
	return e;
}

static enum err record_edit(struct tx *tx, const struct editing *ed)
{
	const struct meeting *now = &ed->now;
	struct sbuf payload = { .arena = tx->ctx->arena };
	struct json j = { .buf = &payload };

	json_object(&j);
	json_put_str(&j, "slug", now->slug);
	json_put_int(&j, "host", now->host.v);
	json_put_int(&j, "place", ed->place.v);
	json_put_str(&j, "starts_on", now->starts_on);
	json_put_str(&j, "ends_on", now->ends_on);
	json_put_str(&j, "zone", now->zone);
	json_put_str(&j, "mode", str_of(meeting_mode_code(now->mode)));
	json_put_str(&j, "reason", audit_digest(tx->ctx, ed->edit->reason));
	json_end(&j);
	return audit_record(tx, "meeting.edit", meeting_object(tx->ctx, ed->id),
	                    sbuf_done(&payload));
}

/* --- the edit --- */

static enum err check(struct ctx *ctx, struct editing *ed)
{
	enum err e = meeting_get(ctx, ed->id, &ed->was);

	if (e == ERR_OK && ed->was.state == MEETING_CLOSED)
		e = ERR_MEETING_CLOSED;
	if (e == ERR_OK)
		e = meeting_new_check(ctx, ed->edit->to);
	return e == ERR_OK ? check_organ(ctx, ed) : e;
}

static enum err write(struct tx *tx, struct editing *ed)
{
	enum err e = meeting_add_words(tx, ed->edit->reason, &ed->reason);

	if (e == ERR_OK)
		e = write_name(tx, ed);
	if (e == ERR_OK)
		e = write_where(tx, ed);
	if (e == ERR_OK)
		e = write_when(tx, ed);
	if (e == ERR_OK)
		e = meeting_get(tx->ctx, ed->id, &ed->now);
	return e == ERR_OK ? write_notice(tx, ed) : e;
}

static enum err edit(struct tx *tx, void *arg)
{
	struct editing *ed = arg;
	enum err e = check(tx->ctx, ed);

	if (e == ERR_OK)
		e = write(tx, ed);
	if (e == ERR_OK)
		e = note_changes(tx, ed);
	return e == ERR_OK ? record_edit(tx, ed) : e;
}

enum err meeting_edit(struct ctx *ctx, meeting_session_id id, const struct meeting_edit *e,
                      struct meeting *ret)
{
	struct editing ed = { .id = id, .edit = e };
	enum err result = db_write(ctx, edit, &ed);

	if (result == ERR_OK)
		*ret = ed.now;
	return result;
}

/* --- publication --- */

struct publishing {
	meeting_session_id id;
	struct str reason;
	struct meeting meeting;
	struct meeting_notice notice;
};

static enum err record_publish(struct tx *tx, const struct publishing *p)
{
	struct sbuf payload = { .arena = tx->ctx->arena };
	struct json j = { .buf = &payload };

	json_object(&j);
	if (p->notice.is_asked)
		json_put_int(&j, "notice_asked", p->notice.asked);
	json_put_int(&j, "notice_given", p->notice.given);
	json_put_str(&j, "reason", audit_digest(tx->ctx, p->reason));
	json_end(&j);
	return audit_record(tx, "meeting.publish", meeting_object(tx->ctx, p->id),
	                    sbuf_done(&payload));
}

static enum err write_publish(struct tx *tx, struct publishing *p)
{
	bool is_short = !meeting_notice_suffices(&p->notice);
	lang_text_id reason = { 0 };
	int64_t changed = 0;
	enum err e = is_short ? meeting_add_words(tx, p->reason, &reason) : ERR_OK;

	if (e == ERR_OK)
		e = meeting_sql_publish(tx, p->id, tx->ctx->now,
		                        p->notice.is_asked ? p->notice.rule.id
		                                           : (charter_rule_id){ 0 },
		                        reason, &changed);
	return e == ERR_OK && changed == 0 ? ERR_MEETING_PUBLISHED : e;
}

static enum err publish(struct tx *tx, void *arg)
{
	struct publishing *p = arg;
	struct ctx *ctx = tx->ctx;
	enum err e = meeting_get(ctx, p->id, &p->meeting);

	if (e == ERR_OK && !p->meeting.is_draft)
		e = ERR_MEETING_PUBLISHED;
	if (e == ERR_OK)
		e = meeting_notice(ctx, &p->meeting, &p->notice);
	if (e == ERR_OK)
		e = meeting_notice_check(ctx, &p->notice, p->reason);
	if (e == ERR_OK)
		e = write_publish(tx, p);
	if (e == ERR_OK)
		e = record_publish(tx, p);
	return e == ERR_OK ? meeting_get(ctx, p->id, &p->meeting) : e;
}

enum err meeting_publish(struct ctx *ctx, meeting_session_id id, struct str reason,
                         struct meeting *ret)
{
	struct publishing p = { .id = id, .reason = reason };
	enum err e = db_write(ctx, publish, &p);

	if (e == ERR_OK)
		*ret = p.meeting;
	return e;
}
