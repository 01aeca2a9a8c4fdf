/*
 * meeting_edit_pages.c -- the secretariat's forms: a new session, a new item, delegates.
 *
 * What a use case refuses is shown above the form, which still holds what was sent.
 */
#include "meeting/internal.h"
#include "base/str.h"
#include "http/page.h"
#include "meeting.html.h"
#include "meeting.sql.h"

enum { POWER_LIMIT = 500 };

/* May it be put right in the form?  The rest (no such session, no right, the world) is an error
 * page. */
static bool is_repairable(enum err e)
{
	return err_status(e) == 409 || err_status(e) == 422;
}

static struct safe_html problem(struct ctx *ctx, struct response *res, enum err e)
{
	struct sbuf out = { .arena = ctx->arena };
	struct html h = { .buf = &out, .lang = ctx->lang };

	res->status = err_status(e);
	html_msg(&h, err_message(e), ctx->why, ctx->why_count);
	return (struct safe_html){ sbuf_done(&out) };
}

static struct html begin(struct ctx *ctx, const struct request *req, struct response *res,
                         const char *title)
{
	struct html h = res_html(ctx, res);

	res->is_private = true;
	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, title), .section = PAGE_MEETINGS });
	return h;
}

/* What the form held when it was sent; nothing when it is shown for the first time. */
static struct str sent(const struct request *req, const char *name)
{
	return req->method == METHOD_POST ? req_text(req, name) : (struct str){ 0 };
}

/* --- options --- */

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

static enum err government_options(struct ctx *ctx, struct str kind, struct str chosen,
                                   struct meeting_option **ret, int *ret_n)
{
	const struct member_filter filter = { .kind = kind };
	struct member *m;
	struct meeting_option *options;
	int n;
	enum err e = member_list(ctx, &filter, &m, &n);

	if (e != ERR_OK)
		return e;
	options = arena_many(ctx->arena, struct meeting_option, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		options[i] = (struct meeting_option){ m[i].slug, m[i].name,
			                              str_eq(m[i].slug, chosen) };
	*ret = options;
	*ret_n = n;
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

/* --- a new session --- */

static void place_fields(struct ctx *ctx, const struct request *req, struct meeting_form *f)
{
	f->place_count = LANGUAGE_COUNT;
	for (int l = 0; l < LANGUAGE_COUNT; l++) {
		enum language lang = (enum language)l;
		struct str field = arena_printf(ctx->arena, "place_%s", language_code(lang));

		f->places[l] = (struct meeting_place){ lang, field, language_name(lang),
			                               sent(req, field.p) };
	}
}

static enum err fill_form(struct ctx *ctx, const struct request *req, struct meeting_form *f)
{
	struct charter_association association;
	enum err e = charter_association_get(ctx, &association);

	if (e == ERR_OK)
		e = organ_options(ctx, sent(req, "organ"), f);
	if (e == ERR_OK)
		e = government_options(ctx, S("member"), sent(req, "host"), &f->hosts,
		                       &f->host_count);
	if (e != ERR_OK)
		return e;
	mode_options(ctx, sent(req, "mode"), f);
	place_fields(ctx, req, f);
	f->number = sent(req, "number");
	f->starts_on = sent(req, "starts_on");
	f->ends_on = sent(req, "ends_on");
	f->zone = sent(req, "zone");
	if (!f->zone.p)
		f->zone = association.zone;
	return ERR_OK;
}

static enum err show_new(struct ctx *ctx, const struct request *req, struct response *res,
                         enum err why)
{
	struct meeting_form form = { 0 };
	struct meeting_new_view v = { .form = &form,
		                      .csrf = req->csrf,
		                      .has_problem = why != ERR_OK };
	struct html h;
	enum err e;

	if (why != ERR_OK)
		v.problem = problem(ctx, res, why);
	e = fill_form(ctx, req, &form);
	if (e != ERR_OK)
		return e;
	h = begin(ctx, req, res, N_("Convene a session"));
	meeting_new_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

enum err meeting_get_new(struct ctx *ctx, const struct request *req, struct response *res)
{
	return show_new(ctx, req, res, ERR_OK);
}

enum err meeting_post_new(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting_new new;
	struct meeting m;
	enum err e = meeting_new_read(ctx, req, &new);

	if (e == ERR_OK)
		e = meeting_convene(ctx, &new, &m);
	if (e != ERR_OK && is_repairable(e))
		return show_new(ctx, req, res, e);
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/meetings/%.*s", language_code(ctx->lang),
	                    STR_ARG(m.slug));
}

/* --- a new item --- */

static enum err kind_options(struct ctx *ctx, const struct request *req, const struct meeting *m,
                             struct meeting_item_new_view *v)
{
	struct meeting_sql_powers_row *rows;
	struct meeting_option *options;
	struct str chosen = sent(req, "kind");
	enum err e = meeting_sql_powers(ctx, m->organ.kind, POWER_LIMIT, &rows, &v->kind_count);

	if (e != ERR_OK)
		return e;
	options = arena_many(ctx->arena, struct meeting_option, (size_t)v->kind_count + 1);
	for (int i = 0; i < v->kind_count; i++)
		options[i] = (struct meeting_option){ rows[i].slug, rows[i].name,
			                              str_eq(rows[i].slug, chosen) };
	v->kinds = options;
	return ERR_OK;
}

static bool was_chosen(const struct request *req, struct str slug)
{
	for (int i = 0; req->method == METHOD_POST; i++) {
		struct str chosen = req_nth(req, "subjects", i);

		if (!chosen.p)
			break;
		if (str_eq(chosen, slug))
			return true;
	}
	return false;
}

static enum err subject_options(struct ctx *ctx, const struct request *req,
                                struct meeting_item_new_view *v)
{
	struct meeting_choices *countries;
	struct meeting_option *options;
	struct member *m;
	int n;
	enum err e = member_list(ctx, &(struct member_filter){ { 0 }, { 0 } }, &m, &n);

	if (e != ERR_OK)
		return e;
	countries = arena_many(ctx->arena, struct meeting_choices, (size_t)n + 1);
	options = arena_many(ctx->arena, struct meeting_option, (size_t)n + 1);
	for (int i = 0; i < n; i++) {
		options[i] = (struct meeting_option){ m[i].slug, m[i].name,
			                              was_chosen(req, m[i].slug) };
		if (i == 0 || !str_eq(m[i].country, m[i - 1].country))
			countries[v->country_count++] = (struct meeting_choices){ m[i].country_name,
				                                                  &options[i], 0 };
		countries[v->country_count - 1].count++;
	}
	v->countries = countries;
	return ERR_OK;
}

static enum err show_item(struct ctx *ctx, const struct request *req, struct response *res,
                          const struct meeting *m, enum err why)
{
	struct meeting_item_new_view v = { .meeting = m,
		                           .csrf = req->csrf,
		                           .has_problem = why != ERR_OK };
	struct html h;
	enum err e;

	if (why != ERR_OK)
		v.problem = problem(ctx, res, why);
	e = kind_options(ctx, req, m, &v);
	if (e == ERR_OK)
		e = subject_options(ctx, req, &v);
	if (e != ERR_OK)
		return e;
	h = begin(ctx, req, res, N_("Put an item on the agenda"));
	meeting_item_new_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

enum err meeting_get_item(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	return e == ERR_OK ? show_item(ctx, req, res, &m, ERR_OK) : e;
}

enum err meeting_post_item(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_item_new new;
	struct meeting_item item;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e != ERR_OK)
		return e;
	e = meeting_item_read(ctx, req, &m, &new);
	if (e == ERR_OK)
		e = meeting_item_put(ctx, &new, &item);
	if (e != ERR_OK && is_repairable(e))
		return show_item(ctx, req, res, &m, e);
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/meetings/%.*s", language_code(ctx->lang),
	                    STR_ARG(m.slug));
}

/* --- delegates --- */

static enum err show_delegates(struct ctx *ctx, const struct request *req, struct response *res,
                               const struct meeting *m, enum err why)
{
	struct meeting_delegates_view v = { .meeting = m,
		                            .account = sent(req, "account"),
		                            .csrf = req->csrf,
		                            .has_problem = why != ERR_OK };
	struct meeting_option *governments;
	struct meeting_delegate *delegates;
	struct html h;
	enum err e;

	if (why != ERR_OK)
		v.problem = problem(ctx, res, why);
	e = meeting_delegates(ctx, m->id, &delegates, &v.delegate_count);
	if (e == ERR_OK)
		e = government_options(ctx, (struct str){ 0 }, sent(req, "government"),
		                       &governments, &v.government_count);
	if (e != ERR_OK)
		return e;
	v.delegates = delegates;
	v.governments = governments;
	for (int i = 0; i < v.delegate_count; i++)
		v.waiting += !delegates[i].is_accredited;
	h = begin(ctx, req, res, N_("Register and accredit delegates"));
	meeting_delegates_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

enum err meeting_get_delegates(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	return e == ERR_OK ? show_delegates(ctx, req, res, &m, ERR_OK) : e;
}

enum err meeting_post_delegates(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e != ERR_OK)
		return e;
	e = meeting_delegates_change(ctx, req, &m);
	if (e != ERR_OK && is_repairable(e))
		return show_delegates(ctx, req, res, &m, e);
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/meetings/%.*s/delegates", language_code(ctx->lang),
	                    STR_ARG(m.slug));
}
