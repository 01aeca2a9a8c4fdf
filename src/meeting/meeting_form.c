/* meeting_form.c -- what forms and JSON bodies ask for, as the use cases want it. */
#include "meeting/internal.h"
#include "base/str.h"
#include "meeting.sql.h"

/* --- a new session --- */

const struct param meeting_new_params[] = {
	{ .name = "organ", .kind = PARAM_SLUG, .required = true, .doc = "slug of the organ" },
	{ .name = "number",
	  .kind = PARAM_INT,
	  .required = true,
	  .min = 1,
	  .max = 10000,
	  .doc = "number of the session among those of the organ" },
	{ .name = "starts_on", .required = true, .max = 10, .doc = "first day, 2014-10-22" },
	{ .name = "ends_on", .required = true, .max = 10, .doc = "last day" },
	{ .name = "zone", .required = true, .max = 64, .doc = "IANA time zone of the place" },
	{ .name = "mode",
	  .kind = PARAM_CHOICE,
	  .choices = "hall online both",
	  .doc = "how it is held; in the hall when not given" },
	{ .name = "host", .kind = PARAM_SLUG, .doc = "slug of the government that hosts it" },
	{ .name = "place_zh", .doc = "the place in Chinese" },
	{ .name = "place_ja", .doc = "the place in Japanese" },
	{ .name = "place_ko", .doc = "the place in Korean" },
	{ .name = "place_mn", .doc = "the place in Mongolian" },
	{ .name = "place_ru", .doc = "the place in Russian" },
	{ .name = "place_en", .doc = "the place in English" },
	{ 0 },
};

/* A name that stands for nothing is a choice that was not offered, not a page that is missing. */
static enum err named(struct ctx *ctx, const char *field, enum err e)
{
	return e == ERR_NOT_FOUND ? REFUSE(ctx, ERR_FIELD_CHOICE, ARG_STR("field", str_of(field)))
	                          : e;
}

static enum err read_government(struct ctx *ctx, const char *field, struct str slug,
                                member_government_id *ret)
{
	struct member m;
	enum err e = named(ctx, field, member_by_slug(ctx, slug, &m));

	if (e == ERR_OK)
		*ret = m.id;
	return e;
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
	enum err e = named(ctx, "organ", organ_by_slug(ctx, req_text(req, "organ"), &organ));

	if (e == ERR_OK && host.p)
		e = read_government(ctx, "host", host, &new.host);
	if (e != ERR_OK)
		return e;
	if (mode.p)
		MUST(meeting_mode_parse(mode, &new.mode)); /* PARAM_CHOICE */
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		new.place.in[l] = req_text(
			req,
			arena_printf(ctx->arena, "place_%s", language_code((enum language)l)).p);
	new.organ = organ.id;
	*ret = new;
	return ERR_OK;
}

/* --- a new item --- */

const struct param meeting_item_params[] = {
	{ .name = "kind",
	  .kind = PARAM_SLUG,
	  .required = true,
	  .doc = "slug of the kind of decision" },
	{ .name = "subjects",
	  .kind = PARAM_SLUG,
	  .many = true,
	  .doc = "slugs of the governments that it is about" },
	{ 0 },
};

enum err meeting_item_read(struct ctx *ctx, const struct request *req, const struct meeting *m,
                           struct meeting_item_new *ret)
{
	member_government_id *subjects = arena_many(ctx->arena, member_government_id,
	                                            MEETING_SUBJECT_LIMIT);
	struct meeting_item_new new = { .session = m->id, .subjects = subjects };
	struct meeting_sql_kind_by_slug_row kind;
	enum err e = named(ctx, "kind",
	                   meeting_sql_kind_by_slug(ctx, req_text(req, "kind"), &kind));

	while (e == ERR_OK) {
		struct str slug = req_nth(req, "subjects", new.subject_count);

		if (!slug.p)
			break;
		if (new.subject_count == MEETING_SUBJECT_LIMIT)
			return ERR_TOO_LARGE;
		e = read_government(ctx, "subjects", slug, &subjects[new.subject_count++]);
	}
	if (e != ERR_OK)
		return e;
	new.kind = kind.id;
	*ret = new;
	return ERR_OK;
}

/* --- delegates --- */

const struct param meeting_delegate_params[] = {
	{ .name = "action",
	  .kind = PARAM_CHOICE,
	  .required = true,
	  .choices = "add accredit withdraw accredit-all",
	  .doc = "what is to be done" },
	{ .name = "government", .kind = PARAM_SLUG, .doc = "add: slug of the government" },
	{ .name = "account", .max = 80, .doc = "add: the delegate's sign-in name" },
	{ .name = "votes",
	  .kind = PARAM_CHOICE,
	  .choices = "yes no",
	  .doc = "add: casts the government's vote; no when not given" },
	{ .name = "delegate",
	  .kind = PARAM_INT,
	  .max = INT64_MAX,
	  .doc = "accredit, withdraw: key of the delegate" },
	{ 0 },
};

static enum err missing(struct ctx *ctx, const char *field)
{
	return REFUSE(ctx, ERR_MISSING_FIELD, ARG_STR("field", str_of(field)));
}

static enum err add(struct ctx *ctx, const struct request *req, const struct meeting *m)
{
	struct str slug = req_text(req, "government"), name = req_text(req, "account");
	member_government_id government;
	account_id who;
	enum err e;

	if (!slug.p)
		return missing(ctx, "government");
	if (!name.p)
		return missing(ctx, "account");
	e = read_government(ctx, "government", slug, &government);
	if (e == ERR_OK)
		e = named(ctx, "account", account_find(ctx, name, &who));
	if (e == ERR_OK)
		e = meeting_delegate_add(ctx, m->id, government, who,
		                         str_is(req_text(req, "votes"), "yes"));
	return e;
}

/* The delegate must be one of this session: the address says whose credentials are looked at. */
static enum err accredit(struct ctx *ctx, const struct request *req, const struct meeting *m,
                         bool accredited)
{
	const meeting_delegate_id id = { req_int(req, "delegate", 0) };
	struct meeting_sql_session_of_row row;
	enum err e;

	if (id.v == 0)
		return missing(ctx, "delegate");
	e = named(ctx, "delegate", meeting_sql_session_of(ctx, id, &row));
	if (e == ERR_OK && row.session.v != m->id.v)
		e = named(ctx, "delegate", ERR_NOT_FOUND);
	return e == ERR_OK ? meeting_accredit(ctx, id, accredited) : e;
}

enum err meeting_delegates_change(struct ctx *ctx, const struct request *req,
                                  const struct meeting *m)
{
	struct str action = req_text(req, "action");
	int64_t changed;

	if (str_is(action, "add"))
		return add(ctx, req, m);
	if (str_is(action, "accredit-all"))
		return meeting_accredit_all(ctx, m->id, &changed);
	return accredit(ctx, req, m, str_is(action, "accredit"));
}
