/* meeting_item_form.c -- what forms and JSON bodies ask for of an agenda item. */
#include "meeting/internal.h"
#include "base/str.h"
#include "meeting.sql.h"

/* Its plan, which is edited alone too, stands last: see meeting_plan_params. */
const struct param meeting_item_params[] = {
	{ .name = "reason",
	  .kind = PARAM_LINES,
	  .max = MEETING_REASON_LIMIT,
	  .label = N_("Reason"),
	  .doc = "why its notice is too short, where it is" },
	{ .name = "kind",
	  .kind = PARAM_SLUG,
	  .required = true,
	  .label = N_("Kind of decision"),
	  .doc = "slug of the kind of decision" },
	{ .name = "subjects",
	  .kind = PARAM_SLUG,
	  .many = true,
	  .label = N_("The governments that it is about"),
	  .doc = "slugs of the governments that it is about" },
	{ .name = "day", .max = 10, .label = N_("Planned day"), .doc = "planned day, 2014-10-22" },
	{ .name = "clock",
	  .max = 5,
	  .label = N_("Planned time"),
	  .doc = "planned time of that day in the session's zone, 09:30" },
	{ .name = "minutes",
	  .kind = PARAM_INT,
	  .min = 1,
	  .max = 1440,
	  .label = N_("Planned minutes"),
	  .doc = "planned length in minutes" },
	{ .name = "title_zh",
	  .max = 200,
	  .label = N_("Title in Chinese"),
	  .doc = "its own title in Chinese; made from the kind without any" },
	{ .name = "title_ja",
	  .max = 200,
	  .label = N_("Title in Japanese"),
	  .doc = "its own title in Japanese; made from the kind without any" },
	{ .name = "title_ko",
	  .max = 200,
	  .label = N_("Title in Korean"),
	  .doc = "its own title in Korean; made from the kind without any" },
	{ .name = "title_mn",
	  .max = 200,
	  .label = N_("Title in Mongolian"),
	  .doc = "its own title in Mongolian; made from the kind without any" },
	{ .name = "title_ru",
	  .max = 200,
	  .label = N_("Title in Russian"),
	  .doc = "its own title in Russian; made from the kind without any" },
	{ .name = "title_en",
	  .max = 200,
	  .label = N_("Title in English"),
	  .doc = "its own title in English; made from the kind without any" },
	{ .name = "note_zh",
	  .kind = PARAM_LINES,
	  .max = MEETING_NOTE_LIMIT,
	  .label = N_("Explanatory note in Chinese"),
	  .doc = "explanatory note in Chinese, Markdown" },
	{ .name = "note_ja",
	  .kind = PARAM_LINES,
	  .max = MEETING_NOTE_LIMIT,
	  .label = N_("Explanatory note in Japanese"),
	  .doc = "explanatory note in Japanese, Markdown" },
	{ .name = "note_ko",
	  .kind = PARAM_LINES,
	  .max = MEETING_NOTE_LIMIT,
	  .label = N_("Explanatory note in Korean"),
	  .doc = "explanatory note in Korean, Markdown" },
	{ .name = "note_mn",
	  .kind = PARAM_LINES,
	  .max = MEETING_NOTE_LIMIT,
	  .label = N_("Explanatory note in Mongolian"),
	  .doc = "explanatory note in Mongolian, Markdown" },
	{ .name = "note_ru",
	  .kind = PARAM_LINES,
	  .max = MEETING_NOTE_LIMIT,
	  .label = N_("Explanatory note in Russian"),
	  .doc = "explanatory note in Russian, Markdown" },
	{ .name = "note_en",
	  .kind = PARAM_LINES,
	  .max = MEETING_NOTE_LIMIT,
	  .label = N_("Explanatory note in English"),
	  .doc = "explanatory note in English, Markdown" },
	{ 0 },
};
const struct param meeting_withdraw_params[] = {
	{ .name = "reason",
	  .kind = PARAM_LINES,
	  .max = MEETING_REASON_LIMIT,
	  .label = N_("Reason"),
	  .doc = "why it is withdrawn" },
	{ 0 },
};
const struct param meeting_move_params[] = {
	{ .name = "direction",
	  .kind = PARAM_CHOICE,
	  .required = true,
	  .choices = "up down",
	  .label = N_("Direction"),
	  .doc = "up: one place towards the beginning" },
	{ .name = "position",
	  .kind = PARAM_INT,
	  .min = 1,
	  .max = MEETING_ITEM_LIMIT,
	  .label = N_("Place on the agenda"),
	  .doc = "where it stood when this was asked; refused when it stands elsewhere by now" },
	{ 0 },
};
const struct param meeting_step_params[] = {
	{ .name = "action",
	  .kind = PARAM_CHOICE,
	  .required = true,
	  .choices = "call postpone",
	  .label = N_("What is to be done"),
	  .doc = "what is to be done" },
	{ .name = "reason",
	  .kind = PARAM_LINES,
	  .max = MEETING_REASON_LIMIT,
	  .label = N_("Reason"),
	  .doc = "postpone: a word on it" },
	{ 0 },
};

void meeting_plan_read(struct ctx *ctx, const struct request *req, struct meeting_item_plan *ret)
{
	int64_t minutes = req_int(req, "minutes", 0);

	ret->keeps_titles = false;
	ret->day = req_text(req, "day");
	ret->clock = req_text(req, "clock");
	ret->minutes = (struct maybe_int){ minutes != 0, minutes };
	meeting_set_read(ctx, req, "title", &ret->title);
	meeting_set_read(ctx, req, "note", &ret->note);
}

enum err meeting_item_read(struct ctx *ctx, const struct request *req, const struct meeting *m,
                           struct meeting_item_new *ret)
{
	member_government_id *subjects = arena_many(ctx->arena, member_government_id,
	                                            MEETING_SUBJECT_LIMIT);
	struct meeting_item_new new = { .session = m->id, .subjects = subjects };
	struct meeting_sql_kind_by_slug_row kind;
	enum err e = meeting_named(ctx, req, "kind",
	                           meeting_sql_kind_by_slug(ctx, req_text(req, "kind"), &kind));

	while (e == ERR_OK) {
		struct str slug = req_nth(req, "subjects", new.subject_count);

		if (!slug.p)
			break;
		if (new.subject_count == MEETING_SUBJECT_LIMIT)
			return ERR_TOO_LARGE;
		e = meeting_named(ctx, req, "subjects",
		                  meeting_find_government(ctx, slug,
		                                          &subjects[new.subject_count++]));
	}
	if (e != ERR_OK)
		return e;
	new.kind = kind.id;
	new.reason = req_text(req, "reason");
	meeting_plan_read(ctx, req, &new.plan);
	*ret = new;
	return ERR_OK;
}

enum err meeting_move(struct ctx *ctx, const struct request *req, const struct meeting_item *item)
{
	const struct meeting_item_move move = {
		.item = item->id,
		.position = req_int(req, "position", 0),
		.up = str_is(req_text(req, "direction"), "up"),
	};

	return meeting_item_move(ctx, &move);
}

enum err meeting_step(struct ctx *ctx, const struct request *req, const struct meeting_item *item)
{
	if (str_is(req_text(req, "action"), "call"))
		return meeting_item_call(ctx, item->id);
	return meeting_item_postpone(ctx, item->id, req_text(req, "reason"));
}

enum err meeting_path_item(struct ctx *ctx, const struct request *req, struct meeting *ret_meeting,
                           struct meeting_item *ret)
{
	enum err e = meeting_by_slug(ctx, req->path_args[0], ret_meeting);

	if (e == ERR_OK)
		e = meeting_item_by_number(ctx, ret_meeting->id, req_path_int(req, 1), ret);
	return e;
}
