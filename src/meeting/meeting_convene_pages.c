/*
 * meeting_convene_pages.c -- the secretariat's pages of a session: drafted or convened, edited,
 * published, and whom to invite.
 */
#include "meeting/internal.h"
#include "base/str.h"
#include "http/page.h"
#include "meeting.html.h"
#include "meeting.sql.h"

/* --- the form of a session --- */

static enum err organ_options(struct ctx *ctx, struct str chosen, struct meeting_form *f)
{
	struct organ *organs;
	enum err e = organ_list(ctx, (struct str){ 0 }, &organs, &f->organ_count);

	if (e != ERR_OK)
		return e;
	f->organs = arena_many(ctx->arena, struct meeting_option, (size_t)f->organ_count + 1);
	for (int i = 0; i < f->organ_count; i++)
		f->organs[i] = (struct meeting_option){ organs[i].slug, organs[i].name,
			                                str_eq(organs[i].slug, chosen) };
	return ERR_OK;
}

static void mode_options(struct ctx *ctx, struct str chosen, struct meeting_form *f)
{
	f->modes = arena_many(ctx->arena, struct meeting_option, MEETING_BOTH);
	f->mode_count = MEETING_BOTH;
	for (int m = MEETING_IN_HALL; m <= MEETING_BOTH; m++)
		f->modes[m - 1] = (struct meeting_option){
			str_of(meeting_mode_code((enum meeting_mode)m)),
			{ msg(ctx->lang, meeting_mode_name((enum meeting_mode)m)), ctx->lang },
			str_is(chosen, meeting_mode_code((enum meeting_mode)m)),
		};
}

/* What the form holds before anything is written into it. */
static enum err first_values(struct ctx *ctx, const struct meeting *m, struct meeting_form *f,
                             struct lang_set *ret_place)
{
	struct charter_association association;
	struct meeting_sql_place_of_row row;
	enum err e;

	if (!m) {
		e = charter_association_get(ctx, &association);
		if (e == ERR_OK)
			f->zone = association.zone;
		return e;
	}
	f->number = arena_printf(ctx->arena, "%" PRId64, m->number);
	f->starts_on = m->starts_on;
	f->ends_on = m->ends_on;
	f->zone = m->zone;
	e = meeting_sql_place_of(ctx, m->id, &row);
	return e == ERR_OK && row.place.v ? lang_get(ctx, row.place, ret_place) : e;
}

static enum err fill_form(struct ctx *ctx, const struct request *req, struct meeting_form *f)
{
	const struct meeting *m = f->meeting;
	struct str organ = m ? m->organ.slug : (struct str){ 0 };
	struct str host = m ? m->host_slug : (struct str){ 0 };
	struct str mode = m ? str_of(meeting_mode_code(m->mode)) : (struct str){ 0 };
	struct lang_set place = { 0 };
	enum err e = first_values(ctx, m, f, &place);

	if (e == ERR_OK)
		e = organ_options(ctx, meeting_sent(req, "organ", organ), f);
	if (e == ERR_OK)
		e = meeting_government_options(ctx, S("member"), meeting_sent(req, "host", host),
		                               &f->hosts, &f->host_count);
	if (e != ERR_OK)
		return e;
	mode_options(ctx, meeting_sent(req, "mode", mode), f);
	meeting_set_fields(ctx, req, "place", &place, f->places);
	f->place_count = LANGUAGE_COUNT;
	f->number = meeting_sent(req, "number", f->number);
	f->starts_on = meeting_sent(req, "starts_on", f->starts_on);
	f->ends_on = meeting_sent(req, "ends_on", f->ends_on);
	f->zone = meeting_sent(req, "zone", f->zone);
	return ERR_OK;
}

static enum err show_form(struct ctx *ctx, const struct request *req, struct response *res,
                          const struct meeting *m, enum err why)
{
	struct meeting_form form = { .meeting = m };
	struct meeting_new_view v = { .form = &form,
		                      .csrf = req->csrf,
		                      .has_problem = why != ERR_OK };
	struct html h;
	enum err e;

	if (why != ERR_OK)
		v.problem = page_problem(ctx, res, why);
	if (m)
		form.reason = meeting_sent(req, "reason", (struct str){ 0 });
	e = fill_form(ctx, req, &form);
	if (e != ERR_OK)
		return e;
	h = meeting_page_begin(ctx, req, res, m ? N_("Edit the session") : N_("Convene a session"));
	meeting_new_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err get_new(struct ctx *ctx, const struct request *req, struct response *res)
{
	return show_form(ctx, req, res, NULL, ERR_OK);
}

static enum err post_new(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting_new new;
	struct meeting m;
	enum err e = meeting_new_read(ctx, req, &new);

	if (e == ERR_OK) {
		new.is_draft = str_is(req_text(req, "draft"), "yes");
		e = meeting_convene(ctx, &new, &m);
	}
	if (e != ERR_OK && meeting_is_repairable(e))
		return show_form(ctx, req, res, NULL, e);
	return e == ERR_OK ? meeting_redirect(ctx, res, &m) : e;
}

static enum err get_edit(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	return e == ERR_OK ? show_form(ctx, req, res, &m, ERR_OK) : e;
}

static enum err post_edit(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting_new to;
	struct meeting_edit edit = { .to = &to, .reason = req_text(req, "reason") };
	struct meeting m, now;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e != ERR_OK)
		return e;
	e = meeting_new_read(ctx, req, &to);
	if (e == ERR_OK)
		e = meeting_edit(ctx, m.id, &edit, &now);
	if (e != ERR_OK && meeting_is_repairable(e))
		return show_form(ctx, req, res, &m, e);
	return e == ERR_OK ? meeting_redirect(ctx, res, &now) : e;
}

/* --- publication, after a second look --- */

static enum err show_publish(struct ctx *ctx, const struct request *req, struct response *res,
                             const struct meeting *m, enum err why)
{
	struct meeting_notice notice;
	struct meeting_item *items;
	struct meeting_publish_view v = {
		.meeting = m, .notice = &notice, .csrf = req->csrf, .has_problem = why != ERR_OK
	};
	struct html h;
	enum err e;

	if (why != ERR_OK)
		v.problem = page_problem(ctx, res, why);
	v.reason = meeting_sent(req, "reason", (struct str){ 0 });
	e = meeting_items(ctx, m->id, &items, &v.item_count);
	if (e == ERR_OK)
		e = meeting_notice(ctx, m, &notice);
	if (e != ERR_OK)
		return e;
	v.is_short = !meeting_notice_suffices(&notice);
	h = meeting_page_begin(ctx, req, res, N_("Publish the session?"));
	meeting_publish_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err get_publish(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK && !m.is_draft)
		return meeting_redirect(ctx, res, &m);
	return e == ERR_OK ? show_publish(ctx, req, res, &m, ERR_OK) : e;
}

static enum err post_publish(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m, now;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e != ERR_OK)
		return e;
	e = meeting_publish(ctx, m.id, req_text(req, "reason"), &now);
	if (e == ERR_MEETING_NOTICE)
		return show_publish(ctx, req, res, &m, e);
	return e == ERR_OK ? meeting_redirect(ctx, res, &now) : e;
}

/* --- whom to invite --- */

/* One letter of each language, to be read before any goes. */
static const struct meeting_letter *samples(struct ctx *ctx, const struct meeting_letter *letters,
                                            int n, int *ret_n)
{
	struct meeting_letter *all = arena_many(ctx->arena, struct meeting_letter, LANGUAGE_COUNT);
	int count = 0;

	for (int i = 0; i < n; i++) /* they stand in the order of languages */
		if (i == 0 || letters[i].language != letters[i - 1].language)
			all[count++] = letters[i];
	*ret_n = count;
	return all;
}

static enum err get_invitations(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_invitations_view v = { .meeting = &m, .csrf = req->csrf };
	struct meeting_letter *letters;
	struct str base = ctx->base;
	struct html h;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_letters(ctx, m.id, base, &letters, &v.letter_count);
	if (e == ERR_OK)
		e = meeting_untold(ctx, m.id, &v.is_invited, &v.untold);
	if (e != ERR_OK)
		return e;
	v.letters = letters;
	v.samples = samples(ctx, letters, v.letter_count, &v.sample_count);
	h = meeting_page_begin(ctx, req, res, N_("Invitations"));
	meeting_invitations_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static const struct param publish_params[] = {
	{ .name = "reason",
	  .kind = PARAM_LINES,
	  .max = MEETING_REASON_LIMIT,
	  .label = N_("Reason"),
	  .doc = "why the notice is shorter than a rule asks for" },
	{ 0 },
};

const struct route meeting_convene_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/new",
	  .need = RIGHT_CONVENE,
	  .run = get_new,
	  .doc = "The form to draft or convene a session." },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/new",
	  .need = RIGHT_CONVENE,
	  .run = post_new,
	  .doc = "Draft or convene a session.",
	  .params = meeting_new_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/:slug/edit",
	  .need = RIGHT_CONVENE,
	  .run = get_edit,
	  .doc = "The form to edit a session." },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/edit",
	  .need = RIGHT_CONVENE,
	  .run = post_edit,
	  .doc = "Edit a session.",
	  .params = meeting_edit_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/:slug/publish",
	  .need = RIGHT_CONVENE,
	  .run = get_publish,
	  .doc = "A second look before a draft is published." },
	{ .method = METHOD_POST,
	  .path = "/:lang/meetings/:slug/publish",
	  .need = RIGHT_CONVENE,
	  .run = post_publish,
	  .doc = "Publish a draft.",
	  .params = publish_params },
	{ .method = METHOD_GET,
	  .path = "/:lang/meetings/:slug/invitations",
	  .need = RIGHT_CONVENE,
	  .run = get_invitations,
	  .doc = "Whom to invite to a session, and what the letters say." },
	{ 0 },
};
