/*
 * meeting_edit_pages.c -- what the secretariat's forms share.
 *
 * What a use case refuses is shown above the form, which still holds what was sent.
 */
#include "meeting/internal.h"
#include "base/str.h"
#include "http/page.h"
#include "meeting.html.h"

bool meeting_is_repairable(enum err e)
{
	return err_status(e) == 409 || err_status(e) == 422;
}

struct html meeting_page_begin(struct ctx *ctx, const struct request *req, struct response *res,
                               const char *title)
{
	struct html h = res_html(ctx, res);

	res->is_private = true;
	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, title), .section = PAGE_MEETINGS });
	return h;
}

struct str meeting_sent(const struct request *req, const char *name, struct str first)
{
	return req->method == METHOD_POST ? req_text(req, name) : first;
}

void meeting_set_fields(struct ctx *ctx, const struct request *req, const char *name,
                        const struct lang_set *first, struct meeting_place *ret)
{
	for (int l = 0; l < LANGUAGE_COUNT; l++) {
		enum language lang = (enum language)l;
		struct str field = arena_printf(ctx->arena, "%s_%s", name, language_code(lang));

		ret[l] = (struct meeting_place){ lang, field, language_name(lang),
			                         meeting_sent(req, field.p, first->in[l]) };
	}
}

enum err meeting_redirect(struct ctx *ctx, struct response *res, const struct meeting *m)
{
	return res_redirect(ctx, res, "/%s/meetings/%.*s", language_code(ctx->lang),
	                    STR_ARG(m->slug));
}

enum err meeting_government_options(struct ctx *ctx, struct str kind, struct str chosen,
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
