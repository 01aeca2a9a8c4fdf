/* account_pages.c -- signing in, the invitation, one's own account. */
#include "account/internal.h"
#include "account.html.h"
#include "base/str.h"
#include "http/page.h"

static const char *code(const struct ctx *ctx)
{
	return language_code(ctx->lang);
}

static void begin(struct html *h, struct ctx *ctx, const struct request *req, const char *title)
{
	page_begin(h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, title), .section = PAGE_ACCOUNT });
}

/* Where to go after signing in: a path of this site, or one's own page. */
static struct str safe_next(struct ctx *ctx, struct str next)
{
	bool is_path = next.n > 1 && next.p[0] == '/' && next.p[1] != '/' && next.p[1] != '\\';

	for (size_t i = 0; i < next.n; i++)
		if ((unsigned char)next.p[i] <= ' ' || next.p[i] == '\\')
			is_path = false;
	return is_path ? next : arena_printf(ctx->arena, "/%s/account", code(ctx));
}

static void show_sign_in(struct ctx *ctx, const struct request *req, struct response *res,
                         enum err why)
{
	struct html h = res_html(ctx, res);
	struct account_sign_in_view v = {
		.name = why == ERR_OK ? (struct str){ 0 } : req_text(req, "name"),
		.next = req_text(req, "next"),
		.csrf = req->csrf,
		.has_problem = why != ERR_OK,
	};

	res->is_private = true;
	if (why != ERR_OK)
		v.problem = page_problem(ctx, res, why);
	begin(&h, ctx, req, N_("Sign in"));
	account_sign_in_html(&h, &v);
	page_end(&h, ctx, req);
}

static enum err get_sign_in(struct ctx *ctx, const struct request *req, struct response *res)
{
	show_sign_in(ctx, req, res, ERR_OK);
	return ERR_OK;
}

enum err account_sign_in_from(struct ctx *ctx, const struct request *req, struct response *res)
{
	const struct account_attempt attempt = {
		.name = req_text(req, "name"),
		.password = req_text(req, "password"),
		.network = req->network,
		.device = req->device,
		.session = req->session,
	};
	struct account_signed s;
	enum err e = account_sign_in(ctx, &attempt, &s);

	if (e != ERR_OK)
		return e;
	res_set_session(ctx, req, res, s.token, ACCOUNT_SESSION_SECONDS);
	res_set_device(ctx, req, res, s.device);
	return ERR_OK;
}

static enum err post_sign_in(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct str next = safe_next(ctx, req_text(req, "next"));
	enum err e = account_sign_in_from(ctx, req, res);

	if (e == ERR_SIGN_IN || e == ERR_SIGN_IN_BLANKS || e == ERR_SIGN_IN_WAIT) {
		show_sign_in(ctx, req, res, e);
		return ERR_OK;
	}
	if (e != ERR_OK)
		return e;
	return res_redirect(ctx, res, "%.*s", STR_ARG(next));
}

static enum err post_sign_out(struct ctx *ctx, const struct request *req, struct response *res)
{
	enum err e = account_sign_out(ctx, req->session);

	if (e != ERR_OK)
		return e;
	res_set_session(ctx, req, res, S(""), 0);
	return res_redirect(ctx, res, "/%s/", code(ctx));
}

static void show_invitation(struct ctx *ctx, const struct request *req, struct response *res,
                            enum err why)
{
	struct html h = res_html(ctx, res);
	struct account_invitation_view v = {
		.token = req_text(req, "token"),
		.csrf = req->csrf,
		.has_problem = why != ERR_OK,
	};

	res->is_private = true;
	if (why != ERR_OK)
		v.problem = page_problem(ctx, res, why);
	begin(&h, ctx, req, N_("Your invitation"));
	account_invitation_html(&h, &v);
	page_end(&h, ctx, req);
}

static enum err get_invitation(struct ctx *ctx, const struct request *req, struct response *res)
{
	show_invitation(ctx, req, res, ERR_OK);
	return ERR_OK;
}

static enum err post_invitation(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct str token;
	enum err e = account_accept(ctx, req_text(req, "token"), req_text(req, "password"), &token);

	if (e == ERR_PASSWORD_WEAK || e == ERR_PASSWORD_BLANKS || e == ERR_PASSWORD_COMMON) {
		show_invitation(ctx, req, res, e);
		return ERR_OK;
	}
	if (e != ERR_OK)
		return e;
	res_set_session(ctx, req, res, token, ACCOUNT_SESSION_SECONDS);
	return res_redirect(ctx, res, "/%s/now", code(ctx));
}

static enum err show_self(struct ctx *ctx, const struct request *req, struct response *res,
                          enum err why)
{
	bool is_email_wrong = why == ERR_MAIL_ADDRESS, looks_after = false, audits = false;
	struct account_self self;
	enum err e = account_self(ctx, &self);
	struct account_role names[COUNT_OF(self.roles)];

	if (e != ERR_OK)
		return e;
	for (int i = 0; i < self.role_count; i++) {
		enum role r;

		MUST(role_parse(self.roles[i], &r));
		names[i].name = role_name(r);
		looks_after |= (role_rights(r) & 1u << RIGHT_PEOPLE) != 0;
		audits |= (role_rights(r) & 1u << RIGHT_AUDIT) != 0;
	}
	struct html h = res_html(ctx, res);
	struct account_self_view v = { .self = self,
		                       .roles = names,
		                       .role_count = self.role_count,
		                       .email = is_email_wrong ? req_text(req, "email")
		                                               : self.email,
		                       .looks_after = looks_after,
		                       .audits = audits,
		                       .is_email_wrong = is_email_wrong,
		                       .has_problem = why != ERR_OK && !is_email_wrong,
		                       .csrf = req->csrf };

	if (why != ERR_OK)
		v.problem = page_problem(ctx, res, why);
	begin(&h, ctx, req, N_("Your account"));
	account_self_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err get_self(struct ctx *ctx, const struct request *req, struct response *res)
{
	return show_self(ctx, req, res, ERR_OK);
}

static enum err post_email(struct ctx *ctx, const struct request *req, struct response *res)
{
	enum err e = account_set_email(ctx, ctx->who, req_text(req, "email"));

	if (e == ERR_MAIL_ADDRESS)
		return show_self(ctx, req, res, e);
	return e == ERR_OK ? res_redirect(ctx, res, "/%s/account", code(ctx)) : e;
}

static enum err post_password(struct ctx *ctx, const struct request *req, struct response *res)
{
	const struct account_password p = { req_text(req, "before"), req_text(req, "after") };
	struct str token;
	enum err e = account_change_password(ctx, &p, &token);

	if (err_status(e) == 422)
		return show_self(ctx, req, res, e == ERR_SIGN_IN ? ERR_PASSWORD_BEFORE : e);
	if (e != ERR_OK)
		return e;
	res_set_session(ctx, req, res, token, ACCOUNT_SESSION_SECONDS);
	return res_redirect(ctx, res, "/%s/account", code(ctx));
}

static const struct param sign_in_query[] = {
	{ .name = "next",
	  .max = 300,
	  .label = N_("Page to open afterwards"),
	  .doc = "where to go afterwards" },
	{ 0 },
};
static const struct param sign_in_form[] = {
	{ .name = "name",
	  .max = 80,
	  .required = true,
	  .label = N_("Sign-in name"),
	  .doc = "sign-in name" },
	{ .name = "password",
	  .kind = PARAM_PASSWORD,
	  .max = 1024,
	  .required = true,
	  .label = N_("Password"),
	  .doc = "password" },
	{ .name = "next",
	  .max = 300,
	  .label = N_("Page to open afterwards"),
	  .doc = "where to go afterwards" },
	{ 0 },
};
static const struct param email_form[] = {
	{ .name = "email",
	  .max = 254,
	  .label = N_("E-mail address"),
	  .doc = "where letters go; empty: nowhere" },
	{ 0 },
};
static const struct param password_form[] = {
	{ .name = "before",
	  .kind = PARAM_PASSWORD,
	  .max = 1024,
	  .label = N_("Password so far"),
	  .doc = "the password so far; empty when there is none" },
	{ .name = "after",
	  .kind = PARAM_PASSWORD,
	  .max = 1024,
	  .required = true,
	  .label = N_("New password"),
	  .doc = "the new password" },
	{ 0 },
};
static const struct param invitation_query[] = {
	{ .name = "token",
	  .max = 64,
	  .required = true,
	  .label = N_("Invitation"),
	  .doc = "the invitation's token" },
	{ 0 },
};
static const struct param invitation_form[] = {
	{ .name = "token",
	  .max = 64,
	  .required = true,
	  .label = N_("Invitation"),
	  .doc = "the invitation's token" },
	{ .name = "password",
	  .kind = PARAM_PASSWORD,
	  .max = 1024,
	  .label = N_("Password"),
	  .doc = "a password to sign in with later" },
	{ 0 },
};

const struct route account_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/sign-in",
	  .need = RIGHT_PUBLIC,
	  .run = get_sign_in,
	  .doc = "The form to sign in.",
	  .params = sign_in_query },
	{ .method = METHOD_POST,
	  .path = "/:lang/sign-in",
	  .need = RIGHT_PUBLIC,
	  .run = post_sign_in,
	  .doc = "Sign in with name and password.",
	  .params = sign_in_form,
	  .hashes = true },
	{ .method = METHOD_POST,
	  .path = "/:lang/sign-out",
	  .need = RIGHT_SIGNED_IN,
	  .run = post_sign_out,
	  .doc = "End this session." },
	{ .method = METHOD_GET,
	  .path = "/:lang/invitation",
	  .need = RIGHT_PUBLIC,
	  .run = get_invitation,
	  .doc = "What an invitation's link shows.",
	  .params = invitation_query },
	{ .method = METHOD_POST,
	  .path = "/:lang/invitation",
	  .need = RIGHT_PUBLIC,
	  .run = post_invitation,
	  .doc = "Accept an invitation.",
	  .params = invitation_form,
	  .failures_per_minute = 120,
	  .hashes = true },
	{ .method = METHOD_GET,
	  .path = "/:lang/account",
	  .need = RIGHT_SIGNED_IN,
	  .run = get_self,
	  .doc = "Whoever is signed in: name and roles." },
	{ .method = METHOD_POST,
	  .path = "/:lang/account/email",
	  .need = RIGHT_SIGNED_IN,
	  .run = post_email,
	  .doc = "Set or remove one's own e-mail address.",
	  .params = email_form },
	{ .method = METHOD_POST,
	  .path = "/:lang/account/password",
	  .need = RIGHT_SIGNED_IN,
	  .run = post_password,
	  .doc = "Set one's own password anew; every other session ends.",
	  .params = password_form,
	  .hashes = true },
	{ 0 },
};
