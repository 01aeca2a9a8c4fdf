/* site_pages.c -- home, about, the secretariat, partners. */
#include "base/str.h"
#include "charter/charter.h"
#include "decision/decision.h"
#include "doc/markdown.h"
#include "lang/lang.h"
#include "meeting/meeting.h"
#include "site.html.h"
#include "site.sql.h"
#include "site/site.h"
#include "site/site_frame.h"
#include "site/site_text.h"

enum { HOME_DECISIONS = 5, HOME_SESSIONS = 3 };

enum err site_text_get(struct ctx *ctx, const char *name, const char *title, struct site_text *ret)
{
	struct tr t;
	enum err e = lang_named(ctx, name, &t);

	if (e != ERR_OK)
		return e;
	*ret = (struct site_text){ .title = title,
		                   .lang = t.lang,
		                   .language_name = language_name(t.lang),
		                   .is_other = t.text.p && t.lang != ctx->lang };
	if (t.text.p)
		ret->body = markdown_html(ctx->arena, t.text);
	return ERR_OK;
}

static enum err redirect_home(struct ctx *ctx, const struct request *req, struct response *res)
{
	(void)req;
	res->is_private = true; /* the answer depends on Accept-Language */
	return res_redirect(ctx, res, "/%s/", language_code(ctx->lang));
}

static enum err home_sessions(struct ctx *ctx, struct site_home_view *v)
{
	struct meeting *m;
	int n;
	enum err e = meeting_list(ctx, &m, &n);

	if (e != ERR_OK)
		return e;
	v->sessions = arena_many(ctx->arena, struct site_session, HOME_SESSIONS);
	for (int i = 0; i < n && v->session_count < HOME_SESSIONS; i++) {
		if (m[i].is_draft) /* whoever prepares it knows where it is */
			continue;
		v->sessions[v->session_count++] = (struct site_session){
			.slug = m[i].slug,
			.name = meeting_name(ctx, &m[i]),
			.starts_on = m[i].starts_on,
			.place = m[i].place,
		};
	}
	return ERR_OK;
}

static enum err home(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct site_home_view v = { 0 };
	struct charter_association a;
	struct site_sql_figures_row f;
	struct site_text intro;
	enum err e = charter_association_get(ctx, &a);

	if (e == ERR_OK)
		e = site_sql_figures(ctx, &f);
	if (e == ERR_OK)
		e = site_text_get(ctx, "home.intro", NULL, &intro);
	if (e == ERR_OK)
		e = decision_list(ctx, &(struct decision_filter){ .limit = HOME_DECISIONS },
		                  &v.decisions, &v.decision_count);
	if (e == ERR_OK)
		e = home_sessions(ctx, &v);
	if (e != ERR_OK)
		return e;
	struct html h = res_html(ctx, res);

	v.name = a.name.text;
	v.motto = a.motto;
	v.intro = intro.body;
	v.intro_lang = intro.lang;
	v.members = f.members;
	v.observers = f.observers;
	v.countries = f.countries;
	v.organs = f.organs;
	page_begin(&h, ctx, req,
	           &(struct page){ .title = a.name.text,
	                           .section = PAGE_HOME,
	                           .description = a.motto.text });
	site_home_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err about(struct ctx *ctx, const struct request *req, struct response *res)
{
	static const struct {
		const char *name, *title;
	} wanted[] = {
		{ "about.purpose", N_("about|Purpose") },
		{ "about.vision", N_("about|Vision") },
		{ "about.mission", N_("about|Mission") },
		{ "about.values", N_("about|Core values") },
		{ "about.history", N_("about|How it came about") },
	};
	struct site_text texts[COUNT_OF(wanted)];
	struct site_about_view v = { .texts = texts };
	enum err e = ERR_OK;

	for (size_t i = 0; i < COUNT_OF(wanted) && e == ERR_OK; i++) {
		e = site_text_get(ctx, wanted[i].name, wanted[i].title, &texts[v.text_count]);
		if (e == ERR_OK && texts[v.text_count].body.html.p)
			v.text_count++;
	}
	if (e != ERR_OK)
		return e;
	struct html h = res_html(ctx, res);

	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, N_("About the association")),
	                           .section = PAGE_ABOUT });
	site_about_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err secretariat(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct site_secretariat_view v = { 0 };
	struct charter_association a;
	enum err e = site_text_get(ctx, "secretariat.intro", NULL, &v.intro);

	if (e == ERR_OK)
		e = site_text_get(ctx, "secretariat.contact", NULL, &v.contact);
	if (e == ERR_OK)
		e = organ_list(ctx, S("secretariat"), &v.organs, &v.organ_count);
	if (e == ERR_OK)
		e = charter_association_get(ctx, &a);
	if (e != ERR_OK)
		return e;
	struct html h = res_html(ctx, res);

	v.email = a.contact_email;
	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, N_("Secretariat")),
	                           .section = PAGE_SECRETARIAT });
	site_secretariat_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err partners(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct member_filter filter = { .kind = S("partner") };
	struct site_partners_view v = { 0 };
	enum err e = site_text_get(ctx, "partners.intro", NULL, &v.intro);

	if (e == ERR_OK)
		e = member_list(ctx, &filter, &v.partners, &v.partner_count);
	if (e != ERR_OK)
		return e;
	struct html h = res_html(ctx, res);

	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, N_("Partners")),
	                           .section = PAGE_PARTNERS });
	site_partners_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

const struct route site_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/",
	  .need = RIGHT_PUBLIC,
	  .run = redirect_home,
	  .doc = "The home page in the reader's language." },
	{ .method = METHOD_GET,
	  .path = "/:lang/",
	  .need = RIGHT_PUBLIC,
	  .run = home,
	  .doc = "What the association is, its figures, its newest decisions." },
	{ .method = METHOD_GET,
	  .path = "/:lang/about",
	  .need = RIGHT_PUBLIC,
	  .run = about,
	  .doc = "Purpose, vision, mission, values, history." },
	{ .method = METHOD_GET,
	  .path = "/:lang/secretariat",
	  .need = RIGHT_PUBLIC,
	  .run = secretariat,
	  .doc = "The secretariat: its work, structure and address." },
	{ .method = METHOD_GET,
	  .path = "/:lang/partners",
	  .need = RIGHT_PUBLIC,
	  .run = partners,
	  .doc = "Organisations that the association works with." },
	{ 0 },
};
