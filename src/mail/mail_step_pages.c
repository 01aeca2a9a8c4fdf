/* mail_step_pages.c -- letters are corrected, released, cancelled, tried again. */
#include "base/str.h"
#include "http/page.h"
#include "mail.html.h"
#include "mail/view.h"

enum { REVISION_MAX = 1000000000 };

static enum err to_letter(struct ctx *ctx, const struct request *req, struct response *res,
                          enum err e)
{
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/mail/%" PRId64, language_code(ctx->lang),
	                    mail_path_id(req).v);
}

static enum err post_release(struct ctx *ctx, const struct request *req, struct response *res)
{
	enum err e = mail_release(ctx, mail_path_id(req), req_int(req, "revision", 0));

	return to_letter(ctx, req, res, e);
}

static enum err post_cancel(struct ctx *ctx, const struct request *req, struct response *res)
{
	return to_letter(ctx, req, res, mail_cancel(ctx, mail_path_id(req)));
}

static enum err post_retry(struct ctx *ctx, const struct request *req, struct response *res)
{
	return to_letter(ctx, req, res, mail_retry(ctx, mail_path_id(req)));
}

/* --- correcting --- */

static enum err show_edit(struct ctx *ctx, const struct request *req, struct response *res,
                          struct mail_edit_view *v)
{
	struct html h = mail_page_begin(ctx, req, res, N_("Correct a letter"));

	v->csrf = req->csrf;
	mail_edit_html(&h, v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err get_edit(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct mail m;
	struct mail_edit_view v = { .letter = &m };
	enum err e = mail_get(ctx, mail_path_id(req), &m);

	if (e == ERR_OK && m.state != MAIL_HELD)
		e = ERR_MAIL_STATE;
	if (e == ERR_OK)
		e = mail_body(ctx, m.id, &v.body);
	if (e != ERR_OK)
		return e;
	v.subject = m.subject;
	v.revision = m.revision;
	return show_edit(ctx, req, res, &v);
}

/* What was written is shown again, beside what is wrong with it. */
static enum err show_again(struct ctx *ctx, const struct request *req, struct response *res,
                           enum err why)
{
	struct mail m;
	struct mail_edit_view v = { .letter = &m,
		                    .subject = req_text(req, "subject"),
		                    .body = req_text(req, "body"),
		                    .revision = req_int(req, "revision", 0) };
	enum err e;

	v.problem = page_problem(ctx, res, why);
	e = mail_get(ctx, mail_path_id(req), &m);
	if (e != ERR_OK)
		return e;
	return show_edit(ctx, req, res, &v);
}

static enum err post_edit(struct ctx *ctx, const struct request *req, struct response *res)
{
	const struct mail_edit edit = { .id = mail_path_id(req),
		                        .revision = req_int(req, "revision", 0),
		                        .subject = req_text(req, "subject"),
		                        .body = req_text(req, "body") };
	enum err e = mail_edit(ctx, &edit);

	if (e == ERR_MAIL_SUBJECT || e == ERR_MAIL_BODY || e == ERR_CONFLICT)
		return show_again(ctx, req, res, e);
	return to_letter(ctx, req, res, e);
}

/* --- all at once, with a second look --- */

struct str mail_all_code(enum mail_all_kind k)
{
	static const struct str codes[] = { S_INIT("release"), S_INIT("cancel"), S_INIT("retry") };

	MUST((size_t)k < COUNT_OF(codes));
	return codes[k];
}

struct mail_all mail_all_read(const struct request *req)
{
	return (struct mail_all){ .about = req_text(req, "about"),
		                  .through = { req_int(req, "through", 0) } };
}

static enum err show_all(struct ctx *ctx, const struct request *req, struct response *res,
                         enum mail_all_kind kind)
{
	const struct mail_filter f = { .about = req_text(req, "about") };
	const struct mail_way_view way = mail_way_shown(ctx);
	struct mail_all_view v = { .kind = kind,
		                   .about = f.about,
		                   .about_query = mail_query(ctx, &f),
		                   .way = &way,
		                   .csrf = req->csrf };
	struct mail_counts c;
	struct html h;
	enum err e = mail_counts(ctx, f.about, &c);

	if (e != ERR_OK)
		return e;
	v.n = c.of[kind == MAIL_ALL_RETRY ? MAIL_FAILED : MAIL_HELD];
	v.through = kind == MAIL_ALL_RETRY ? c.newest_failed : c.newest_held;
	if (kind == MAIL_ALL_RELEASE) {
		v.addressless = c.addressless;
		v.n -= c.addressless;
	}
	h = mail_page_begin(ctx, req, res, N_("Outbox"));
	mail_all_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err get_release_all(struct ctx *ctx, const struct request *req, struct response *res)
{
	return show_all(ctx, req, res, MAIL_ALL_RELEASE);
}

static enum err get_cancel_all(struct ctx *ctx, const struct request *req, struct response *res)
{
	return show_all(ctx, req, res, MAIL_ALL_CANCEL);
}

static enum err get_retry_all(struct ctx *ctx, const struct request *req, struct response *res)
{
	return show_all(ctx, req, res, MAIL_ALL_RETRY);
}

typedef enum err all_fn(struct ctx *ctx, const struct mail_all *all, int64_t *ret_n);

static enum err do_all(struct ctx *ctx, const struct request *req, struct response *res, all_fn *fn)
{
	const struct mail_all all = mail_all_read(req);
	const struct mail_filter f = { .about = all.about };
	int64_t n;
	enum err e = fn(ctx, &all, &n);

	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "/%s/mail%.*s", language_code(ctx->lang),
	                    STR_ARG(mail_query(ctx, &f)));
}

static enum err post_release_all(struct ctx *ctx, const struct request *req, struct response *res)
{
	return do_all(ctx, req, res, mail_release_all);
}

static enum err post_cancel_all(struct ctx *ctx, const struct request *req, struct response *res)
{
	return do_all(ctx, req, res, mail_cancel_all);
}

static enum err post_retry_all(struct ctx *ctx, const struct request *req, struct response *res)
{
	return do_all(ctx, req, res, mail_retry_all);
}

/* --- routes --- */

const struct param mail_release_params[] = {
	{ .name = "revision",
	  .kind = PARAM_INT,
	  .max = REVISION_MAX,
	  .label = N_("Revision of the letter"),
	  .doc = "the revision that was read; without it, as it is now" },
	{ 0 },
};
const struct param mail_edit_params[] = {
	{ .name = "revision",
	  .kind = PARAM_INT,
	  .required = true,
	  .max = REVISION_MAX,
	  .label = N_("Revision of the letter"),
	  .doc = "the revision that is corrected" },
	{ .name = "subject",
	  .max = MAIL_SUBJECT_MAX,
	  .required = true,
	  .label = N_("mail|Subject"),
	  .doc = "one line" },
	{ .name = "body",
	  .kind = PARAM_LINES,
	  .max = MAIL_BODY_MAX,
	  .required = true,
	  .label = N_("mail|Text"),
	  .doc = "plain text" },
	{ 0 },
};
const struct param mail_all_params[] = {
	{ .name = "through",
	  .kind = PARAM_INT,
	  .required = true,
	  .label = N_("Number of a letter"),
	  .doc = "the newest letter that was seen: later ones are left alone" },
	{ .name = "about",
	  .max = MAIL_ABOUT_MAX,
	  .label = N_("What letters are about"),
	  .doc = "letters about this alone, such as meeting_session:3" },
	{ 0 },
};
static const struct param about_params[] = {
	{ .name = "about",
	  .max = MAIL_ABOUT_MAX,
	  .label = N_("What letters are about"),
	  .doc = "letters about this alone, such as meeting_session:3" },
	{ 0 },
};

#define ASK_ALL(word, fn, words)                                                                   \
	{                                                                                          \
		.method = METHOD_GET, .path = "/:lang/mail/" word, .need = RIGHT_CONVENE,          \
		.run = (fn), .doc = (words), .params = about_params                                \
	}
#define DO_ALL(word, fn, words)                                                                    \
	{                                                                                          \
		.method = METHOD_POST, .path = "/:lang/mail/" word, .need = RIGHT_CONVENE,         \
		.run = (fn), .doc = (words), .params = mail_all_params                             \
	}
#define DO_ONE(word, fn, fields, words)                                                            \
	{                                                                                          \
		.method = METHOD_POST, .path = "/:lang/mail/:int/" word, .need = RIGHT_CONVENE,    \
		.run = (fn), .doc = (words), .params = (fields)                                    \
	}

const struct route mail_step_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/mail/:int/edit",
	  .need = RIGHT_CONVENE,
	  .run = get_edit,
	  .doc = "The form to correct a letter that is held." },
	DO_ONE("edit", post_edit, mail_edit_params, "Correct a letter that is held."),
	DO_ONE("release", post_release, mail_release_params, "Release a letter that is held."),
	DO_ONE("cancel", post_cancel, NULL, "Cancel a letter that is held or waiting."),
	DO_ONE("retry", post_retry, NULL, "Try a letter again that was not sent."),
	ASK_ALL("release", get_release_all, "A second look before all held letters are released."),
	ASK_ALL("cancel", get_cancel_all, "A second look before all held letters are cancelled."),
	ASK_ALL("retry", get_retry_all, "A second look before letters are tried again."),
	DO_ALL("release", post_release_all, "Release all held letters that have an address."),
	DO_ALL("cancel", post_cancel_all, "Cancel all held letters."),
	DO_ALL("retry", post_retry_all, "Try all letters again that were not sent."),
	{ 0 },
};
