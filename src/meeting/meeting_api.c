/* meeting_api.c -- the same use cases in JSON. */
#include "meeting/internal.h"
#include "base/str.h"
#include "view/json.h"

enum { API_LIMIT = 100 };

/* --- writing JSON --- */

static void put_session(struct json *j, const struct meeting *m)
{
	json_put_int(j, "id", m->id.v);
	json_put_str(j, "slug", m->slug);
	json_put_str(j, "organ", m->organ.slug);
	json_put_int(j, "number", m->number);
	json_put_str(j, "starts_on", m->starts_on);
	json_put_str(j, "ends_on", m->ends_on);
	json_put_str(j, "zone", m->zone);
	json_put_str(j, "mode", str_of(meeting_mode_code(m->mode)));
	json_put_str(j, "state", str_of(meeting_state_code(m->state)));
	json_put_str(j, "host", m->host_slug);
}

static enum err put_item(struct json *j, struct ctx *ctx, const struct meeting_item *i)
{
	enum err e;

	json_object(j);
	json_put_int(j, "id", i->id.v);
	json_put_int(j, "number", i->number);
	json_put_str(j, "kind", i->kind.slug);
	json_put_str(j, "state", str_of(meeting_item_state_code(i->state)));
	e = lang_put_json(j, ctx, "titles", i->title_id);
	json_key(j, "subjects");
	json_array(j);
	for (int k = 0; k < i->subject_count; k++)
		json_str(j, i->subjects[k].slug);
	json_end(j);
	json_end(j);
	return e;
}

static enum err put_items(struct json *j, struct ctx *ctx, meeting_session_id id)
{
	struct meeting_item *items;
	int n;
	enum err e = meeting_items(ctx, id, &items, &n);

	if (e != ERR_OK)
		return e;
	json_key(j, "items");
	json_array(j);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = put_item(j, ctx, &items[i]);
	json_end(j);
	return e;
}

/* Governments alone: who the people are is for readers who are signed in. */
static enum err put_delegations(struct json *j, struct ctx *ctx, meeting_session_id id)
{
	struct meeting_delegate *d;
	int n;
	enum err e = meeting_delegates(ctx, id, &d, &n);

	if (e != ERR_OK)
		return e;
	json_key(j, "delegates");
	json_array(j);
	for (int i = 0; i < n; i++) {
		json_object(j);
		json_put_str(j, "government", d[i].government.slug);
		json_put_bool(j, "votes", d[i].votes);
		json_put_bool(j, "is_accredited", d[i].is_accredited);
		if (ctx->who.v) {
			json_put_int(j, "id", d[i].id.v);
			json_put_str(j, "person", d[i].person.text);
		}
		json_end(j);
	}
	json_end(j);
	return ERR_OK;
}

static enum err answer_session(struct ctx *ctx, struct response *res, const struct meeting *m)
{
	struct json j = { .buf = &res->body };
	enum err e;

	res->is_private = ctx->who.v != 0;
	json_object(&j);
	put_session(&j, m);
	e = put_items(&j, ctx, m->id);
	if (e == ERR_OK)
		e = put_delegations(&j, ctx, m->id);
	json_end(&j);
	return e;
}

/* --- reading --- */

static enum err get_sessions(struct ctx *ctx, const struct request *req, struct response *res)
{
	int64_t limit = req_int(req, "limit", API_LIMIT);
	struct str after = req_text(req, "after");
	struct json j = { .buf = &res->body };
	struct meeting last = { .id = { 0 } }, *m;
	int n;
	enum err e = after.p ? meeting_by_slug(ctx, after, &last) : ERR_OK;

	if (e == ERR_OK)
		e = meeting_list_from(ctx, last.id, limit, &m, &n);
	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_key(&j, "items");
	json_array(&j);
	for (int i = 0; i < n; i++) {
		json_object(&j);
		put_session(&j, &m[i]);
		json_end(&j);
	}
	json_end(&j);
	json_put_str(&j, "next",
	             n < limit ? (struct str){ 0 }
	                       : arena_printf(ctx->arena,
	                                      "/api/v1/sessions?after=%.*s&limit=%" PRId64,
	                                      STR_ARG(m[n - 1].slug), limit));
	json_end(&j);
	return ERR_OK;
}

static enum err get_session(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	return e == ERR_OK ? answer_session(ctx, res, &m) : e;
}

/* --- writing --- */

static enum err post_session(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting_new new;
	struct meeting m;
	enum err e = meeting_new_read(ctx, req, &new);

	if (e == ERR_OK)
		e = meeting_convene(ctx, &new, &m);
	return e == ERR_OK ? answer_session(ctx, res, &m) : e;
}

static enum err post_open(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_open(ctx, m.id);
	if (e == ERR_OK)
		e = meeting_get(ctx, m.id, &m);
	return e == ERR_OK ? answer_session(ctx, res, &m) : e;
}

static enum err post_item(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };
	struct meeting m;
	struct meeting_item_new new;
	struct meeting_item item;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_item_read(ctx, req, &m, &new);
	if (e == ERR_OK)
		e = meeting_item_put(ctx, &new, &item);
	return e == ERR_OK ? put_item(&j, ctx, &item) : e;
}

static enum err post_delegates(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_delegates_change(ctx, req, &m);
	return e == ERR_OK ? answer_session(ctx, res, &m) : e;
}

/* --- routes --- */

static const struct param list_params[] = {
	{ .name = "after", .kind = PARAM_SLUG, .doc = "go on after this session" },
	{ .name = "limit",
	  .kind = PARAM_INT,
	  .min = 1,
	  .max = API_LIMIT,
	  .doc = "at most so many" },
	{ 0 },
};

#define STRING "{\"type\":\"string\"}"
#define INTEGER "{\"type\":\"integer\"}"
#define NULLABLE "{\"type\":[\"string\",\"null\"]}"
#define SESSION_REQUIRED                                                                           \
	"\"id\",\"slug\",\"organ\",\"number\",\"starts_on\",\"ends_on\",\"zone\",\"mode\","        \
	"\"state\",\"host\""
#define SESSION_FIELDS                                                                             \
	"\"id\":" INTEGER ",\"slug\":" STRING ",\"organ\":" STRING ",\"number\":" INTEGER          \
	",\"starts_on\":" STRING ",\"ends_on\":" STRING ",\"zone\":" STRING                        \
	",\"mode\":{\"enum\":[\"hall\",\"online\",\"both\"]}"                                      \
	",\"state\":{\"enum\":[\"convened\",\"open\",\"closed\"]},\"host\":" NULLABLE
#define ITEM                                                                                       \
	"{\"type\":\"object\",\"required\":[\"id\",\"number\",\"kind\",\"state\",\"titles\","      \
	"\"subjects\"],\"properties\":{\"id\":" INTEGER ",\"number\":" INTEGER ",\"kind\":" STRING \
	",\"state\":{\"enum\":[\"pending\",\"adopted\",\"rejected\",\"withdrawn\"]}"               \
	",\"titles\":{\"type\":\"object\",\"additionalProperties\":" STRING "}"                    \
	",\"subjects\":{\"type\":\"array\",\"items\":" STRING "}}}"
#define DELEGATE                                                                                   \
	"{\"type\":\"object\",\"required\":[\"government\",\"votes\",\"is_accredited\"],"          \
	"\"properties\":{\"government\":" STRING ",\"votes\":{\"type\":\"boolean\"},"              \
	"\"is_accredited\":{\"type\":\"boolean\"},\"id\":" INTEGER ",\"person\":" NULLABLE "}}"
#define SESSION                                                                                    \
	"{\"type\":\"object\",\"required\":[" SESSION_REQUIRED ",\"items\",\"delegates\"],"        \
	"\"properties\":{" SESSION_FIELDS ",\"items\":{\"type\":\"array\",\"items\":" ITEM "},"    \
	"\"delegates\":{\"type\":\"array\",\"items\":" DELEGATE "}}}"

const struct route meeting_api_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/api/v1/sessions",
	  .need = RIGHT_PUBLIC,
	  .run = get_sessions,
	  .doc = "Sessions of all organs, newest first.",
	  .params = list_params,
	  .schema = "{\"type\":\"object\",\"required\":[\"items\",\"next\"],"
	            "\"properties\":{\"items\":"
	            "{\"type\":\"array\",\"items\":{\"type\":\"object\","
	            "\"required\":[" SESSION_REQUIRED "],\"properties\":{" SESSION_FIELDS
	            "}}},\"next\":" NULLABLE "}}" },
	{ .method = METHOD_GET,
	  .path = "/api/v1/sessions/:slug",
	  .need = RIGHT_PUBLIC,
	  .run = get_session,
	  .doc = "A session with its agenda and its delegations.",
	  .schema = SESSION },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions",
	  .need = RIGHT_CONVENE,
	  .run = post_session,
	  .doc = "Convene a session.",
	  .params = meeting_new_params,
	  .schema = SESSION },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/open",
	  .need = RIGHT_PRESIDE,
	  .run = post_open,
	  .doc = "Open a session.",
	  .schema = SESSION },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/items",
	  .need = RIGHT_CONVENE,
	  .run = post_item,
	  .doc = "Put an item on the agenda.",
	  .params = meeting_item_params,
	  .schema = ITEM },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/delegates",
	  .need = RIGHT_CONVENE,
	  .run = post_delegates,
	  .doc = "Register a delegate, or accept credentials.",
	  .params = meeting_delegate_params,
	  .schema = SESSION },
	{ 0 },
};
