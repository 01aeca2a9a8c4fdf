/* account_api.c -- the same use cases in JSON. */
#include "account/internal.h"
#include "base/str.h"
#include "view/json.h"

static enum err write_self(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct account_self self = { 0 };
	struct json j = { .buf = &res->body };
	enum err e = ctx->who.v ? account_self(ctx, &self) : ERR_OK;

	if (e != ERR_OK)
		return e;
	res->is_private = true;
	json_object(&j);
	json_put_str(&j, "name", self.name);
	json_put_str(&j, "person", self.person.text);
	json_put_str(&j, "email", self.email);
	json_key(&j, "roles");
	json_array(&j);
	for (int i = 0; i < self.role_count; i++)
		json_str(&j, self.roles[i]);
	json_end(&j);
	json_put_str(&j, "csrf", req->csrf);
	json_end(&j);
	return ERR_OK;
}

static enum err post_sign_in(struct ctx *ctx, const struct request *req, struct response *res)
{
	enum err e = account_sign_in_from(ctx, req, res);

	if (e != ERR_OK)
		return e;
	res->is_private = true;
	sbuf_lit(&res->body, "{\"signed_in\":true}");
	return ERR_OK;
}

static enum err post_sign_out(struct ctx *ctx, const struct request *req, struct response *res)
{
	enum err e = account_sign_out(ctx, req->session);

	if (e != ERR_OK)
		return e;
	res_set_session(ctx, req, res, S(""), 0);
	res->is_private = true;
	sbuf_lit(&res->body, "{\"signed_in\":false}");
	return ERR_OK;
}

static enum err post_email(struct ctx *ctx, const struct request *req, struct response *res)
{
	enum err e = account_set_email(ctx, ctx->who, req_text(req, "email"));

	return e == ERR_OK ? write_self(ctx, req, res) : e;
}

static const struct param email_form[] = {
	{ .name = "email", .max = 254, .label = N_("E-mail address"), .doc = "empty: none" },
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
	{ 0 },
};

#define SIGNED_IN_SCHEMA                                                                           \
	"{\"type\":\"object\",\"required\":[\"signed_in\"],"                                       \
	"\"properties\":{\"signed_in\":{\"type\":\"boolean\"}}}"

const struct route account_api_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/api/v1/me",
	  .need = RIGHT_PUBLIC,
	  .run = write_self,
	  .doc = "Whoever is signed in, and the token that writing requests must send back.",
	  .schema = "{\"type\":\"object\",\"required\":[\"name\",\"person\",\"roles\",\"csrf\"],"
	            "\"properties\":{\"name\":{\"type\":[\"string\",\"null\"]},"
	            "\"person\":{\"type\":[\"string\",\"null\"]},"
	            "\"email\":{\"type\":[\"string\",\"null\"]},"
	            "\"roles\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},"
	            "\"csrf\":{\"type\":\"string\"}}}" },
	{ .method = METHOD_POST,
	  .path = "/api/v1/me/email",
	  .need = RIGHT_SIGNED_IN,
	  .run = post_email,
	  .doc = "Set or remove one's own e-mail address.",
	  .params = email_form },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sign-in",
	  .need = RIGHT_PUBLIC,
	  .run = post_sign_in,
	  .doc = "Sign in with name and password.",
	  .params = sign_in_form,
	  .hashes = true,
	  .schema = SIGNED_IN_SCHEMA },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sign-out",
	  .need = RIGHT_SIGNED_IN,
	  .run = post_sign_out,
	  .doc = "End this session.",
	  .schema = SIGNED_IN_SCHEMA },
	{ 0 },
};
