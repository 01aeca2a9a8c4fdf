/* programme_pages.c -- the list of programmes and publications, and one of them. */
#include "base/str.h"
#include "doc/markdown.h"
#include "http/page.h"
#include "programme.html.h"
#include "programme/programme.h"
#include "view/json.h"

/* Both kinds come in one list; the page shows them apart. */
static void split(struct ctx *ctx, const struct programme *all, int n,
                  struct programme_list_view *v)
{
	v->programmes = arena_many(ctx->arena, struct programme, (size_t)n + 1);
	v->publications = arena_many(ctx->arena, struct programme, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		if (str_is(all[i].kind, "publication"))
			v->publications[v->publication_count++] = all[i];
		else
			v->programmes[v->programme_count++] = all[i];
}

static enum err get_list(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct programme_list_view v = { 0 };
	struct programme *all;
	struct tr intro;
	int n;
	enum err e = programme_list(ctx, &all, &n);

	if (e == ERR_OK)
		e = lang_named(ctx, "programmes.intro", &intro);
	if (e != ERR_OK)
		return e;
	struct html h = res_html(ctx, res);

	if (intro.text.p)
		v.intro = markdown_html(ctx->arena, intro.text);
	v.intro_lang = intro.lang;
	split(ctx, all, n, &v);
	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, N_("Programmes")),
	                           .section = PAGE_PROGRAMMES });
	programme_list_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err get_one(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct programme_show_view v = { 0 };
	enum err e = programme_by_slug(ctx, req->path_args[0], &v.programme);

	if (e != ERR_OK)
		return e;
	struct html h = res_html(ctx, res);
	struct page_crumb up = { msg(ctx->lang, N_("Programmes")),
		                 arena_printf(ctx->arena, "/%s/programmes",
		                              language_code(ctx->lang)) };

	v.about = markdown_html(ctx->arena, v.programme.about.text);
	v.is_other = v.programme.about.lang != ctx->lang;
	v.language_name = language_name(v.programme.about.lang);
	page_begin(&h, ctx, req,
	           &(struct page){ .title = v.programme.name.text,
	                           .section = PAGE_PROGRAMMES,
	                           .crumbs = &up,
	                           .crumb_count = 1 });
	programme_show_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err get_api(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };
	struct programme *all;
	int n;
	enum err e = programme_list(ctx, &all, &n);

	(void)req;
	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_key(&j, "items");
	json_array(&j);
	for (int i = 0; i < n; i++) {
		json_object(&j);
		json_put_str(&j, "slug", all[i].slug);
		json_put_str(&j, "kind", all[i].kind);
		json_put_str(&j, "name", all[i].name.text);
		json_put_str(&j, "language", str_of(language_code(all[i].name.lang)));
		json_end(&j);
	}
	json_end(&j);
	json_put_str(&j, "next", (struct str){ 0 });
	json_end(&j);
	return ERR_OK;
}

const struct route programme_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/programmes",
	  .need = RIGHT_PUBLIC,
	  .run = get_list,
	  .doc = "What the association does for its members, and publishes." },
	{ .method = METHOD_GET,
	  .path = "/:lang/programmes/:slug",
	  .need = RIGHT_PUBLIC,
	  .run = get_one,
	  .doc = "One programme or publication." },
	{ 0 },
};

const struct route programme_api_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/api/v1/programmes",
	  .need = RIGHT_PUBLIC,
	  .run = get_api,
	  .doc = "Programmes and publications, named "
	         "in the language that Accept-Language asks for.",
	  .schema = "{\"type\":\"object\",\"required\":[\"items\",\"next\"],"
	            "\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
	            "\"required\":[\"slug\",\"kind\",\"name\",\"language\"],"
	            "\"properties\":{\"slug\":{\"type\":\"string\"},\"kind\":{\"type\":\"string\"},"
	            "\"name\":{\"type\":\"string\"},\"language\":{\"type\":\"string\"}}}},"
	            "\"next\":{\"type\":[\"string\",\"null\"]}}}" },
	{ 0 },
};
