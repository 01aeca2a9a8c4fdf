/* site_frame.c -- what stands around every page. */
#include "base/str.h"
#include "charter/charter.h"
#include "meeting/meeting.h"
#include "site.html.h"
#include "site/site.h"
#include "site/site_frame.h"
#include "site_assets.h"

static const struct {
	enum page_section section;
	const char *path, *text;
} sections[] = {
	{ PAGE_ABOUT, "about", N_("nav|About") },
	{ PAGE_MEMBERS, "members", N_("nav|Members") },
	{ PAGE_ORGANS, "organs", N_("nav|Organs") },
	{ PAGE_MEETINGS, "meetings", N_("nav|Sessions") },
	{ PAGE_DECISIONS, "decisions", N_("nav|Decisions") },
	{ PAGE_PROGRAMMES, "programmes", N_("nav|Programmes") },
	{ PAGE_CHARTER, "charter", N_("nav|Charter") },
	{ PAGE_SECRETARIAT, "secretariat", N_("nav|Secretariat") },
	{ PAGE_PARTNERS, "partners", N_("nav|Partners") },
};

/* This page in each language: the switcher, and what search engines are told. */
static struct site_link *alternates(struct ctx *ctx, const struct request *req)
{
	struct site_link *links = arena_many(ctx->arena, struct site_link, LANGUAGE_COUNT);

	for (int l = 0; l < LANGUAGE_COUNT; l++)
		links[l] = (struct site_link){
			.text = language_name((enum language)l),
			.lang = (enum language)l,
			.href = arena_printf(ctx->arena, "%s/%.*s%s%.*s",
			                     language_code((enum language)l), STR_ARG(req->rest),
			                     req->query.n ? "?" : "", STR_ARG(req->query)),
			.is_current = (enum language)l == ctx->lang,
		};
	return links;
}

static struct site_link *navigation(struct ctx *ctx, enum page_section here)
{
	struct site_link *links = arena_many(ctx->arena, struct site_link, COUNT_OF(sections));

	for (size_t i = 0; i < COUNT_OF(sections); i++)
		links[i] = (struct site_link){
			.text = msg(ctx->lang, sections[i].text),
			.href = arena_printf(ctx->arena, "%s/%s", language_code(ctx->lang),
			                     sections[i].path),
			.is_current = sections[i].section == here,
		};
	return links;
}

static struct site_link *crumbs(struct ctx *ctx, const struct page *p)
{
	struct site_link *links = arena_many(ctx->arena, struct site_link,
	                                     (size_t)p->crumb_count + 1);

	for (int i = 0; i < p->crumb_count; i++)
		links[i] = (struct site_link){ .text = p->crumbs[i].text,
			                       .href = str_sub(p->crumbs[i].href, 1,
			                                       p->crumbs[i].href.n) };
	return links;
}

/* A frame without the association's names is better than no page at all: errors use it too. */
static struct charter_association association(struct ctx *ctx)
{
	struct charter_association a;

	if (charter_association_get(ctx, &a) == ERR_OK)
		return a;
	return (struct charter_association){ .short_name.text = S("near"), .name.text = S("near") };
}

static void begin(struct html *h, struct ctx *ctx, const struct request *req, const struct page *p)
{
	struct charter_association a = association(ctx);
	struct site_frame_begin_view v = {
		.title = p->title,
		.description = p->description,
		.short_name = a.short_name.text,
		.name = a.name.text,
		.stylesheet = http_asset_href(ctx->arena, &site_near_css),
		.script = http_asset_href(ctx->arena, &site_live_js),
		.filter_script = http_asset_href(ctx->arena, &site_filter_js),
		.alternates = alternates(ctx, req),
		.alternate_count = LANGUAGE_COUNT,
		.nav = navigation(ctx, p->section),
		.nav_count = COUNT_OF(sections),
		.crumbs = crumbs(ctx, p),
		.crumb_count = p->crumb_count,
		.is_bare = p->is_bare,
		.is_rehearsal = ctx->is_rehearsal,
		.is_home = p->section == PAGE_HOME,
		.signed_in = ctx->who.v != 0,
	};

	site_frame_begin_html(h, &v);
	/* A page without the notice is better than none: errors are shown in this frame too. */
	if (ctx->who.v != 0 && meeting_put_displaced(h, ctx) != ERR_OK)
		return;
}

static void end(struct html *h, struct ctx *ctx, const struct request *req)
{
	struct charter_association a = association(ctx);

	(void)req;
	site_frame_end_html(h, &(struct site_frame_end_view){ .name = a.name.text,
	                                                      .short_name = a.short_name.text,
	                                                      .email = a.contact_email,
	                                                      .place_of_time = S("{time}") });
}

const struct page_frame site_frame = { begin, end };

const struct http_asset *const site_assets[] = { &site_near_css, &site_live_js, &site_filter_js,
	                                         NULL };
