/* meeting_told.c -- what an edit changed and what it left as it was, told to programs by field. */
#include "base/str.h"
#include "meeting/api.h"
#include "meeting.sql.h"

void meeting_tell(struct meeting_told *t, struct str field, bool changed)
{
	MUST(t->n < MEETING_TOLD_MAX);
	t->field[t->n] = field;
	t->changed[t->n++] = changed;
}

void meeting_tell_set(struct ctx *ctx, struct meeting_told *t, const char *field,
                      const struct lang_set *before, const struct lang_set *after)
{
	for (enum language l = 0; l < LANGUAGE_COUNT; l++)
		meeting_tell(t, arena_printf(ctx->arena, "%s_%s", field, language_code(l)),
		             !str_eq(before->in[l], after->in[l]));
}

static void put(struct json *j, const struct meeting_told *t, bool changed)
{
	json_key(j, changed ? "changed" : "unchanged");
	json_array(j);
	for (int i = 0; i < t->n; i++)
		if (t->changed[i] == changed)
			json_str(j, t->field[i]);
	json_end(j);
}

void meeting_put_told(struct json *j, const struct meeting_told *t)
{
	put(j, t, true);
	put(j, t, false);
}

/* --- a session --- */

enum err meeting_before_edit(struct ctx *ctx, const struct meeting *m, struct meeting_before *ret)
{
	struct meeting_sql_place_of_row row;
	enum err e = meeting_sql_place_of(ctx, m->id, &row);

	*ret = (struct meeting_before){ .meeting = *m };
	return e == ERR_OK && row.place.v ? lang_get(ctx, row.place, &ret->place) : e;
}

enum err meeting_tell_session(struct ctx *ctx, const struct meeting_before *was,
                              const struct meeting *now, struct meeting_told *ret)
{
	const struct meeting *m = &was->meeting;
	struct meeting_before is;
	enum err e = meeting_before_edit(ctx, now, &is);

	*ret = (struct meeting_told){ .n = 0 };
	if (e != ERR_OK)
		return e;
	meeting_tell(ret, S("organ"), m->organ.id.v != now->organ.id.v);
	meeting_tell(ret, S("number"), m->number != now->number);
	meeting_tell(ret, S("starts_on"), !str_eq(m->starts_on, now->starts_on));
	meeting_tell(ret, S("ends_on"), !str_eq(m->ends_on, now->ends_on));
	meeting_tell(ret, S("zone"), !str_eq(m->zone, now->zone));
	meeting_tell(ret, S("mode"), m->mode != now->mode);
	meeting_tell(ret, S("host"), m->host.v != now->host.v);
	meeting_tell_set(ctx, ret, "place", &was->place, &is.place);
	return ERR_OK;
}

/* --- an item --- */

/* An edited text is another text; the one before stays. */
static enum err tell_text(struct ctx *ctx, struct meeting_told *t, const char *field,
                          const lang_text_id ids[2])
{
	struct lang_set sets[2] = { 0 };
	enum err e = ERR_OK;

	for (int i = 0; i < 2 && e == ERR_OK; i++)
		if (ids[i].v)
			e = lang_get(ctx, ids[i], &sets[i]);
	if (e == ERR_OK)
		meeting_tell_set(ctx, t, field, &sets[0], &sets[1]);
	return e;
}

enum err meeting_tell_item(struct ctx *ctx, const struct meeting_item *was,
                           const struct meeting_item *now, struct meeting_told *ret)
{
	enum err e;

	*ret = (struct meeting_told){ .n = 0 };
	meeting_tell(ret, S("day"), !str_eq(was->day, now->day));
	meeting_tell(ret, S("clock"), !str_eq(was->clock, now->clock));
	meeting_tell(ret, S("minutes"),
	             was->minutes.has != now->minutes.has || was->minutes.v != now->minutes.v);
	e = tell_text(ctx, ret, "title", (const lang_text_id[]){ was->title_id, now->title_id });
	if (e == ERR_OK)
		e = tell_text(ctx, ret, "note",
		              (const lang_text_id[]){ was->note_id, now->note_id });
	return e;
}

/* --- a delegate --- */

enum err meeting_before_change(struct ctx *ctx, meeting_delegate_id id,
                               struct meeting_delegate_before *ret)
{
	struct account_profile p;
	enum err e = meeting_delegate_get(ctx, id, &ret->delegate);

	if (e == ERR_OK)
		e = account_profile(ctx, ret->delegate.account, &p);
	return e == ERR_OK ? lang_get(ctx, p.person_id, &ret->person) : e;
}

enum err meeting_tell_delegate(struct ctx *ctx, const struct meeting_delegate_before *was,
                               struct meeting_told *ret)
{
	const struct meeting_delegate *d = &was->delegate;
	struct meeting_delegate_before is;
	enum err e = meeting_before_change(ctx, d->id, &is);

	*ret = (struct meeting_told){ .n = 0 };
	if (e != ERR_OK)
		return e;
	meeting_tell(ret, S("role"), d->role != is.delegate.role);
	meeting_tell(ret, S("seat"), meeting_seat_of(d) != meeting_seat_of(&is.delegate));
	meeting_tell_set(ctx, ret, "person", &was->person, &is.person);
	return ERR_OK;
}
