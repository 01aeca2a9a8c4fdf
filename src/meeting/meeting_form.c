/* meeting_form.c -- what forms and JSON bodies ask for, as the use cases want it. */
#include "meeting/internal.h"
#include "base/str.h"
#include "meeting.sql.h"

/* --- a new session --- */

const struct param meeting_new_params[] = {
	{ .name = "organ",
	  .kind = PARAM_SLUG,
	  .required = true,
	  .label = N_("Organ"),
	  .doc = "slug of the organ" },
	{ .name = "number",
	  .kind = PARAM_INT,
	  .required = true,
	  .min = 1,
	  .max = 10000,
	  .label = N_("Number of the session"),
	  .doc = "number of the session among those of the organ" },
	{ .name = "starts_on",
	  .required = true,
	  .max = 10,
	  .label = N_("First day"),
	  .doc = "first day, 2014-10-22" },
	{ .name = "ends_on",
	  .required = true,
	  .max = 10,
	  .label = N_("Last day"),
	  .doc = "last day" },
	{ .name = "zone",
	  .required = true,
	  .max = 64,
	  .label = N_("Time zone"),
	  .doc = "IANA time zone of the place" },
	{ .name = "mode",
	  .kind = PARAM_CHOICE,
	  .choices = "hall online both",
	  .label = N_("Held"),
	  .doc = "how it is held; in the hall when not given" },
	{ .name = "host",
	  .kind = PARAM_SLUG,
	  .label = N_("Host"),
	  .doc = "slug of the government that hosts it" },
	{ .name = "place_zh", .label = N_("Place in Chinese"), .doc = "the place in Chinese" },
	{ .name = "place_ja", .label = N_("Place in Japanese"), .doc = "the place in Japanese" },
	{ .name = "place_ko", .label = N_("Place in Korean"), .doc = "the place in Korean" },
	{ .name = "place_mn", .label = N_("Place in Mongolian"), .doc = "the place in Mongolian" },
	{ .name = "place_ru", .label = N_("Place in Russian"), .doc = "the place in Russian" },
	{ .name = "place_en", .label = N_("Place in English"), .doc = "the place in English" },
	{ .name = "draft",
	  .kind = PARAM_CHOICE,
	  .choices = "yes no",
	  .label = N_("Keep as a draft"),
	  .doc = "yes: not published yet, and seen by whoever may convene alone" },
	{ 0 },
};

const struct param meeting_edit_params[] = {
	{ .name = "organ",
	  .kind = PARAM_SLUG,
	  .required = true,
	  .label = N_("Organ"),
	  .doc = "slug of the organ" },
	{ .name = "number",
	  .kind = PARAM_INT,
	  .required = true,
	  .min = 1,
	  .max = 10000,
	  .label = N_("Number of the session"),
	  .doc = "number of the session among those of the organ" },
	{ .name = "starts_on",
	  .required = true,
	  .max = 10,
	  .label = N_("First day"),
	  .doc = "first day, 2014-10-22" },
	{ .name = "ends_on",
	  .required = true,
	  .max = 10,
	  .label = N_("Last day"),
	  .doc = "last day" },
	{ .name = "zone",
	  .required = true,
	  .max = 64,
	  .label = N_("Time zone"),
	  .doc = "IANA time zone of the place" },
	{ .name = "mode",
	  .kind = PARAM_CHOICE,
	  .choices = "hall online both",
	  .label = N_("Held"),
	  .doc = "how it is held; in the hall when not given" },
	{ .name = "host",
	  .kind = PARAM_SLUG,
	  .label = N_("Host"),
	  .doc = "slug of the government that hosts it" },
	{ .name = "place_zh", .label = N_("Place in Chinese"), .doc = "the place in Chinese" },
	{ .name = "place_ja", .label = N_("Place in Japanese"), .doc = "the place in Japanese" },
	{ .name = "place_ko", .label = N_("Place in Korean"), .doc = "the place in Korean" },
	{ .name = "place_mn", .label = N_("Place in Mongolian"), .doc = "the place in Mongolian" },
	{ .name = "place_ru", .label = N_("Place in Russian"), .doc = "the place in Russian" },
	{ .name = "place_en", .label = N_("Place in English"), .doc = "the place in English" },
	{ .name = "reason",
	  .kind = PARAM_LINES,
	  .max = MEETING_REASON_LIMIT,
	  .label = N_("Reason"),
	  .doc = "why it is changed; needed where the notice becomes too short" },
	{ 0 },
};

/* A name that stands for nothing is a choice that was not offered, not a page that is missing. */
enum err meeting_named(struct ctx *ctx, const struct request *req, const char *field, enum err e)
{
	return e == ERR_NOT_FOUND ? req_refuse(ctx, req, ERR_FIELD_CHOICE, field) : e;
}

enum err meeting_find_government(struct ctx *ctx, struct str slug, member_government_id *ret)
{
	struct member m;
	enum err e = member_by_slug(ctx, slug, &m);

	if (e == ERR_OK)
		*ret = m.id;
	return e;
}

void meeting_set_read(struct ctx *ctx, const struct request *req, const char *name,
                      struct lang_set *ret)
{
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		ret->in[l] = req_text(
			req,
			arena_printf(ctx->arena, "%s_%s", name, language_code((enum language)l)).p);
}

enum err meeting_new_read(struct ctx *ctx, const struct request *req, struct meeting_new *ret)
{
	struct str mode = req_text(req, "mode"), host = req_text(req, "host");
	struct meeting_new new = {
		.number = req_int(req, "number", 0),
		.starts_on = req_text(req, "starts_on"),
		.ends_on = req_text(req, "ends_on"),
		.zone = req_text(req, "zone"),
		.mode = MEETING_IN_HALL,
	};
	struct organ organ;
	enum err e = meeting_named(ctx, req, "organ",
	                           organ_by_slug(ctx, req_text(req, "organ"), &organ));

	if (e == ERR_OK && host.p)
		e = meeting_named(ctx, req, "host", meeting_find_government(ctx, host, &new.host));
	if (e != ERR_OK)
		return e;
	if (mode.p)
		MUST(meeting_mode_parse(mode, &new.mode)); /* PARAM_CHOICE */
	meeting_set_read(ctx, req, "place", &new.place);
	new.organ = organ.id;
	*ret = new;
	return ERR_OK;
}
