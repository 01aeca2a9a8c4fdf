/* meeting_convene_api.c -- convocation, the agenda and its steps in JSON: the same use cases. */
#include "meeting/api.h"
#include "base/str.h"

/* --- sessions --- */

static enum err post_session(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting_new new;
	struct meeting m;
	enum err e = meeting_new_read(ctx, req, &new);

	if (e == ERR_OK) {
		new.is_draft = str_is(req_text(req, "draft"), "yes");
		e = meeting_convene(ctx, &new, &m);
	}
	return e == ERR_OK ? meeting_answer_session(ctx, res, &m) : e;
}

static enum err post_edit(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting_new to;
	const struct meeting_edit edit = { .to = &to, .reason = req_text(req, "reason") };
	struct meeting_before was;
	struct meeting_told told;
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_new_read(ctx, req, &to);
	if (e == ERR_OK)
		e = meeting_before_edit(ctx, &m, &was);
	if (e == ERR_OK)
		e = meeting_edit(ctx, m.id, &edit, &m);
	if (e == ERR_OK)
		e = meeting_tell_session(ctx, &was, &m, &told);
	return e == ERR_OK ? meeting_answer_edited(ctx, res, &m, &told) : e;
}

static enum err post_publish(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_publish(ctx, m.id, req_text(req, "reason"), &m);
	return e == ERR_OK ? meeting_answer_session(ctx, res, &m) : e;
}

static void put_notice(struct json *j, const struct meeting_notice *n)
{
	json_key(j, "notice");
	json_object(j);
	json_put_int(j, "given", n->given);
	json_key(j, "asked");
	if (n->is_asked)
		json_int(j, n->asked);
	else
		json_null(j);
	json_put_str(j, "rule", n->is_asked ? n->rule.slug : (struct str){ 0 });
	json_put_str(j, "source", n->is_asked ? n->rule.source : (struct str){ 0 });
	json_put_bool(j, "is_assumption", n->is_asked && n->rule.is_assumption);
	json_put_str(j, "reason", n->reason.text);
	json_end(j);
}

static void put_change(struct json *j, const struct meeting_change *c)
{
	json_object(j);
	json_put_str(j, "what", str_of(meeting_change_code(c->kind)));
	json_key(j, "item");
	if (c->item)
		json_int(j, c->item);
	else
		json_null(j);
	json_put_str(j, "before", c->before.text);
	json_put_str(j, "after", c->after.text);
	json_put_str(j, "reason", c->reason.text);
	json_put_time(j, "at", c->at);
	json_end(j);
}

static enum err get_changes(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };
	struct meeting_notice notice;
	struct meeting_change *changes;
	struct meeting m;
	int n;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_notice(ctx, &m, &notice);
	if (e == ERR_OK)
		e = meeting_changes(ctx, m.id, &changes, &n);
	if (e != ERR_OK)
		return e;
	json_object(&j);
	put_notice(&j, &notice);
	json_key(&j, "changes");
	json_array(&j);
	for (int i = 0; i < n; i++)
		put_change(&j, &changes[i]);
	json_end(&j);
	json_end(&j);
	return ERR_OK;
}

static enum err get_invitations(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct str base = ctx->base;
	struct json j = { .buf = &res->body };
	struct meeting_letter *letters;
	struct meeting m;
	int n;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_letters(ctx, m.id, base, &letters, &n);
	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_key(&j, "items");
	json_array(&j);
	for (int i = 0; i < n; i++) {
		json_object(&j);
		json_put_str(&j, "person", letters[i].person.text);
		json_put_str(&j, "government", letters[i].government.text);
		json_put_str(&j, "language", str_of(language_code(letters[i].language)));
		json_put_str(&j, "subject", letters[i].subject);
		json_put_str(&j, "body", letters[i].body);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
	return ERR_OK;
}

/* --- the agenda --- */

static enum err answer_item(struct ctx *ctx, struct response *res, const struct meeting_item *i)
{
	struct json j = { .buf = &res->body };

	return meeting_put_item(&j, ctx, i, NULL);
}

static enum err post_item(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_item_new new;
	struct meeting_item item;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_item_read(ctx, req, &m, &new);
	if (e == ERR_OK)
		e = meeting_item_put(ctx, &new, &item);
	return e == ERR_OK ? answer_item(ctx, res, &item) : e;
}

static enum err post_item_edit(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_item item, was;
	struct meeting_item_plan plan;
	struct meeting_told told;
	struct json j = { .buf = &res->body };
	enum err e = meeting_path_item(ctx, req, &m, &was);

	if (e != ERR_OK)
		return e;
	meeting_plan_read(ctx, req, &plan);
	plan.keeps_titles = true;
	e = meeting_item_edit(ctx, was.id, &plan, &item);
	if (e == ERR_OK)
		e = meeting_tell_item(ctx, &was, &item, &told);
	return e == ERR_OK ? meeting_put_item(&j, ctx, &item, &told) : e;
}

static enum err post_item_withdraw(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_item item;
	enum err e = meeting_path_item(ctx, req, &m, &item);

	if (e == ERR_OK)
		e = meeting_item_withdraw(ctx, item.id, req_text(req, "reason"));
	return e == ERR_OK ? meeting_answer_session(ctx, res, &m) : e;
}

static enum err post_item_move(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_item item;
	enum err e = meeting_path_item(ctx, req, &m, &item);

	if (e == ERR_OK)
		e = meeting_move(ctx, req, &item);
	return e == ERR_OK ? meeting_answer_session(ctx, res, &m) : e;
}

static enum err post_item_step(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	struct meeting_item item;
	enum err e = meeting_path_item(ctx, req, &m, &item);

	if (e == ERR_OK)
		e = meeting_step(ctx, req, &item);
	if (e == ERR_OK)
		e = meeting_item_get(ctx, item.id, &item);
	return e == ERR_OK ? answer_item(ctx, res, &item) : e;
}

/* --- routes --- */

static const struct param publish_params[] = {
	{ .name = "reason",
	  .kind = PARAM_LINES,
	  .max = MEETING_REASON_LIMIT,
	  .label = N_("Reason"),
	  .doc = "why the notice is shorter than a rule asks for" },
	{ 0 },
};

#define MAYBE_INTEGER "{\"type\":[\"integer\",\"null\"]}"
#define BOOLEAN "{\"type\":\"boolean\"}"
#define NOTICE                                                                                     \
	"{\"type\":\"object\",\"required\":[\"given\",\"asked\",\"rule\",\"source\","              \
	"\"is_assumption\",\"reason\"],\"properties\":{\"given\":" INTEGER                         \
	",\"asked\":" MAYBE_INTEGER ",\"rule\":" NULLABLE ",\"source\":" NULLABLE                  \
	",\"is_assumption\":" BOOLEAN ",\"reason\":" NULLABLE "}}"
#define CHANGE                                                                                     \
	"{\"type\":\"object\",\"required\":[\"what\",\"item\",\"before\",\"after\",\"reason\","    \
	"\"at\"],\"properties\":{\"what\":" STRING ",\"item\":" MAYBE_INTEGER                      \
	",\"before\":" NULLABLE ",\"after\":" NULLABLE ",\"reason\":" NULLABLE ",\"at\":" STRING   \
	"}}"
#define LETTER                                                                                     \
	"{\"type\":\"object\",\"required\":[\"person\",\"government\",\"language\",\"subject\","   \
	"\"body\"],\"properties\":{\"person\":" STRING ",\"government\":" STRING                   \
	",\"language\":" STRING ",\"subject\":" STRING ",\"body\":" STRING "}}"

const struct route meeting_convene_api_routes[] = {
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions",
	  .need = RIGHT_CONVENE,
	  .run = post_session,
	  .doc = "Draft or convene a session.",
	  .params = meeting_new_params,
	  .schema = SESSION },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/edit",
	  .need = RIGHT_CONVENE,
	  .run = post_edit,
	  .doc = "Edit a session: what is left out is taken away.",
	  .params = meeting_edit_params,
	  .schema = SESSION },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/publish",
	  .need = RIGHT_CONVENE,
	  .run = post_publish,
	  .doc = "Publish a draft.",
	  .params = publish_params,
	  .schema = SESSION },
	{ .method = METHOD_GET,
	  .path = "/api/v1/sessions/:slug/changes",
	  .need = RIGHT_PUBLIC,
	  .run = get_changes,
	  .doc = "The notice of a session, and what was changed and done since its publication, "
	         "the latest first.",
	  .schema = "{\"type\":\"object\",\"required\":[\"notice\",\"changes\"],\"properties\":{"
	            "\"notice\":" NOTICE ",\"changes\":{\"type\":\"array\",\"items\":" CHANGE
	            "}}}" },
	{ .method = METHOD_GET,
	  .path = "/api/v1/sessions/:slug/invitations",
	  .need = RIGHT_CONVENE,
	  .run = get_invitations,
	  .doc = "The letters of invitation to a session.",
	  .schema = "{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{\"items\":{"
	            "\"type\":\"array\",\"items\":" LETTER "}}}" },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/items",
	  .need = RIGHT_CONVENE,
	  .run = post_item,
	  .doc = "Put an item on the agenda.",
	  .params = meeting_item_params,
	  .schema = ITEM },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/items/:int/edit",
	  .need = RIGHT_CONVENE,
	  .run = post_item_edit,
	  .doc = "Set an item's time and note, and its title in the languages that are given: in "
	         "the others it stays.",
	  .params = meeting_plan_params,
	  .schema = ITEM },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/items/:int/withdraw",
	  .need = RIGHT_CONVENE,
	  .run = post_item_withdraw,
	  .doc = "Withdraw an item.",
	  .params = meeting_withdraw_params,
	  .schema = SESSION },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/items/:int/move",
	  .need = RIGHT_CONVENE,
	  .run = post_item_move,
	  .doc = "Move an item on the agenda that is prepared.",
	  .params = meeting_move_params,
	  .schema = SESSION },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/items/:int/order",
	  .need = RIGHT_PRESIDE,
	  .run = post_item_move,
	  .doc = "Move an item, by whoever presides.",
	  .params = meeting_move_params,
	  .schema = SESSION },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/items/:int/step",
	  .need = RIGHT_PRESIDE,
	  .run = post_item_step,
	  .doc = "Call or postpone an item, by whoever presides.",
	  .params = meeting_step_params,
	  .schema = ITEM },
	{ 0 },
};
