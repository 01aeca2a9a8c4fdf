/* access_pages.c -- a lost password, and people as those see them who look after them. */
#include "access.html.h"
#include "access/view.h"
#include "base/str.h"
#include "http/page.h"
#include "member/member.h"
#include "organ/organ.h"

/* --- a lost password --- */

static void show_forgotten(struct ctx *ctx, const struct request *req, struct response *res,
                           struct access_forgotten_view *v)
{
	struct html h = res_html(ctx, res);

	v->csrf = req->csrf;
	res->is_private = true;
	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, N_("Password forgotten")),
	                           .section = PAGE_ACCOUNT });
	access_forgotten_html(&h, v);
	page_end(&h, ctx, req);
}

static enum err get_forgotten(struct ctx *ctx, const struct request *req, struct response *res)
{
	show_forgotten(ctx, req, res, &(struct access_forgotten_view){ .name = S("") });
	return ERR_OK;
}

static enum err post_forgotten(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct access_forgotten_view v = { .name = req_text(req, "name") };
	enum err e = access_forgotten(ctx, v.name);

	if (e == ERR_PUBLIC_URL) {
		v.has_problem = true;
		v.problem = page_problem(ctx, res, e);
	} else if (e != ERR_OK) {
		return e;
	}
	v.is_sent = !v.has_problem;
	show_forgotten(ctx, req, res, &v);
	return ERR_OK;
}

/* --- people --- */

static enum err get_list(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct access_list_view v = { .next = S("") };
	struct account *accounts;
	struct html h;
	bool more;
	enum err e = account_list(ctx, req_text(req, "after"), &accounts, &v.count, &more);

	if (e != ERR_OK)
		return e;
	v.accounts = accounts;
	if (more)
		v.next = accounts[v.count - 1].name;
	res->is_private = true;
	h = res_html(ctx, res);
	page_begin(&h, ctx, req,
	           &(struct page){ .title = msg(ctx->lang, N_("People")),
	                           .section = PAGE_ACCOUNT });
	access_list_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

/* Where a role holds, in words; a scope that no page of this program knows stays without. */
static enum err where_of(struct ctx *ctx, const struct account_held *held, struct tr *ret)
{
	struct member m;
	struct organ o;
	enum err e = ERR_OK;

	*ret = (struct tr){ .text = { 0 } };
	if (held->scope == SCOPE_GOVERNMENT) {
		e = member_get(ctx, (member_government_id){ held->scope_id }, &m);
		if (e == ERR_OK)
			*ret = m.name;
	} else if (held->scope == SCOPE_ORGAN) {
		e = organ_get(ctx, (organ_id){ held->scope_id }, &o);
		if (e == ERR_OK)
			*ret = o.name;
	}
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err fill_roles(struct ctx *ctx, account_id who, struct access_show_view *v)
{
	struct account_held *held;
	struct access_role *roles;
	enum err e = account_roles(ctx, who, &held, &v->role_count);

	if (e != ERR_OK)
		return e;
	roles = arena_many(ctx->arena, struct access_role, (size_t)v->role_count + 1);
	for (int i = 0; i < v->role_count && e == ERR_OK; i++) {
		roles[i] = (struct access_role){ .name = role_name(held[i].role),
			                         .role = str_of(role_code(held[i].role)),
			                         .scope = str_of(scope_code(held[i].scope)),
			                         .scope_id = held[i].scope_id };
		e = where_of(ctx, &held[i], &roles[i].where);
	}
	v->roles = roles;
	return e;
}

static enum err fill_names(struct ctx *ctx, lang_text_id person, struct access_show_view *v)
{
	struct access_name *names = arena_many(ctx->arena, struct access_name, LANGUAGE_COUNT);
	struct lang_set set;
	enum err e = lang_get(ctx, person, &set);

	if (e != ERR_OK)
		return e;
	for (int l = 0; l < LANGUAGE_COUNT; l++) {
		enum language lang = (enum language)l;

		names[l] = (struct access_name){
			.lang = lang,
			.field = arena_printf(ctx->arena, "person_%s", language_code(lang)),
			.language = language_name(lang),
			.text = set.in[l],
		};
	}
	v->names = names;
	v->name_count = LANGUAGE_COUNT;
	return ERR_OK;
}

static enum err show(struct ctx *ctx, const struct request *req, struct response *res,
                     struct access_show_view *v)
{
	struct account_profile person;
	struct html h;
	enum err e = account_profile(ctx, v->id, &person);

	if (e == ERR_OK)
		e = account_is_used(ctx, v->id, &v->is_used);
	if (e == ERR_OK)
		e = fill_roles(ctx, v->id, v);
	if (e == ERR_OK)
		e = fill_names(ctx, person.person_id, v);
	if (e != ERR_OK)
		return e;
	e = access_may(ctx, v->id);
	if (e != ERR_OK && e != ERR_FORBIDDEN)
		return e;
	v->may = e == ERR_OK;
	v->person = &person;
	v->has_base = ctx->base.p != NULL;
	v->csrf = req->csrf;
	res->is_private = true;
	h = res_html(ctx, res);
	page_begin(&h, ctx, req,
	           &(struct page){ .title = person.person.text, .section = PAGE_ACCOUNT });
	access_show_html(&h, v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static enum err get_one(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct access_show_view v = { .id = { req_path_int(req, 0) } };

	return show(ctx, req, res, &v);
}

static enum err make_link(struct ctx *ctx, struct access_show_view *v)
{
	enum access_way way;
	struct str token;
	enum err e = access_link(ctx, v->id, &way, &token);

	if (e != ERR_OK)
		return e;
	v->is_mailed = way == ACCESS_MAILED;
	if (way == ACCESS_SHOWN)
		v->link = arena_printf(ctx->arena, "%.*s/%s/invitation?token=%.*s",
		                       STR_ARG(ctx->base), language_code(ctx->lang),
		                       STR_ARG(token));
	return ERR_OK;
}

static enum err withdraw(struct ctx *ctx, const struct request *req, account_id who)
{
	struct account_duty duty = { .scope_id = req_int(req, "scope_id", 0) };

	if (!role_parse(req_text(req, "role"), &duty.role))
		return req_refuse(ctx, req, ERR_FIELD_CHOICE, "role");
	if (!scope_parse(req_text(req, "scope"), &duty.scope))
		return req_refuse(ctx, req, ERR_FIELD_CHOICE, "scope");
	return access_withdraw(ctx, who, &duty);
}

static enum err rename_person(struct ctx *ctx, const struct request *req, account_id who)
{
	struct lang_set person = { 0 };

	for (int l = 0; l < LANGUAGE_COUNT; l++)
		person.in[l] = str_trim(req_text(
			req,
			arena_printf(ctx->arena, "person_%s", language_code((enum language)l)).p));
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		if (person.in[l].n == 0)
			person.in[l] = (struct str){ 0 };
	return access_rename(ctx, who, &person);
}

static enum err do_one(struct ctx *ctx, const struct request *req, struct access_show_view *v)
{
	struct str action = req_text(req, "action");

	if (str_is(action, "link"))
		return make_link(ctx, v);
	if (str_is(action, "withdraw"))
		return withdraw(ctx, req, v->id);
	if (str_is(action, "rename"))
		return rename_person(ctx, req, v->id);
	return access_close(ctx, v->id);
}

static enum err post_one(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct access_show_view v = { .id = { req_path_int(req, 0) } };
	enum err e = do_one(ctx, req, &v);

	if (e != ERR_OK && err_status(e) != 409 && err_status(e) != 422)
		return e;
	if (e != ERR_OK) {
		v.has_problem = true;
		v.problem = page_problem(ctx, res, e);
	} else if (!v.link.p && !v.is_mailed) {
		return res_redirect(ctx, res, "/%s/people/%" PRId64, language_code(ctx->lang),
		                    v.id.v);
	}
	return show(ctx, req, res, &v);
}

static const struct param forgotten_form[] = {
	{ .name = "name",
	  .max = 80,
	  .required = true,
	  .label = N_("Sign-in name"),
	  .doc = "sign-in name" },
	{ 0 },
};
static const struct param list_query[] = {
	{ .name = "after",
	  .max = 80,
	  .label = N_("Sign-in name"),
	  .doc = "those whose sign-in names follow this one" },
	{ 0 },
};
static const struct param one_form[] = {
	{ .name = "action",
	  .kind = PARAM_CHOICE,
	  .required = true,
	  .choices = "link withdraw rename close",
	  .label = N_("What is to be done"),
	  .doc = "what is to be done" },
	{ .name = "role", .max = 32, .label = N_("Role"), .doc = "withdraw: code of the role" },
	{ .name = "scope",
	  .kind = PARAM_CHOICE,
	  .choices = "association organ government session",
	  .label = N_("Where the role holds"),
	  .doc = "withdraw: where it holds" },
	{ .name = "scope_id",
	  .kind = PARAM_INT,
	  .label = N_("Where the role holds"),
	  .doc = "withdraw: key of the organ or government; 0 of the association" },
	{ .name = "person_zh", .label = N_("Name in Chinese"), .doc = "rename: in Chinese" },
	{ .name = "person_ja", .label = N_("Name in Japanese"), .doc = "rename: in Japanese" },
	{ .name = "person_ko", .label = N_("Name in Korean"), .doc = "rename: in Korean" },
	{ .name = "person_mn", .label = N_("Name in Mongolian"), .doc = "rename: in Mongolian" },
	{ .name = "person_ru", .label = N_("Name in Russian"), .doc = "rename: in Russian" },
	{ .name = "person_en", .label = N_("Name in English"), .doc = "rename: in English" },
	{ 0 },
};

const struct route access_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/forgotten",
	  .need = RIGHT_PUBLIC,
	  .run = get_forgotten,
	  .doc = "The form of who has forgotten a password." },
	{ .method = METHOD_POST,
	  .path = "/:lang/forgotten",
	  .need = RIGHT_PUBLIC,
	  .run = post_forgotten,
	  .doc = "Have a link sent by which a new password is set.",
	  .params = forgotten_form },
	{ .method = METHOD_GET,
	  .path = "/:lang/people",
	  .need = RIGHT_PEOPLE,
	  .run = get_list,
	  .doc = "Everybody who has an account.",
	  .params = list_query },
	{ .method = METHOD_GET,
	  .path = "/:lang/people/:int",
	  .need = RIGHT_PEOPLE,
	  .run = get_one,
	  .doc = "One account: its roles, and what can be done for the person." },
	{ .method = METHOD_POST,
	  .path = "/:lang/people/:int",
	  .need = RIGHT_PEOPLE,
	  .run = post_one,
	  .doc = "Make a link, withdraw a role, correct the name, close the account.",
	  .params = one_form },
	{ 0 },
};
