/* trail_api.c -- the same in JSON, as it was hashed. */
#include "base/str.h"
#include "trail/view.h"
#include "view/json.h"

static void put_event(struct json *j, const struct trail_event *e)
{
	json_object(j);
	json_put_int(j, "id", e->id);
	json_put_time(j, "at", e->at);
	json_put_str(j, "person", e->name);
	json_put_str(j, "action", e->code);
	json_put_str(j, "object", e->object);
	json_put_str(j, "payload", e->payload);
	json_put_str(j, "words", e->what);
	json_end(j);
}

static enum err get_list(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };
	struct trail_list l;
	struct str next = { 0 };
	enum err e = trail_read(ctx, req, &l);

	if (e == ERR_OK)
		e = trail_fill(ctx, &l);
	if (e != ERR_OK)
		return e;
	if (l.has_more)
		next = arena_printf(ctx->arena, "/api/v1/audit%.*s",
		                    STR_ARG(trail_query(ctx, &l, l.events[l.n - 1].id)));
	res->is_private = true;
	json_object(&j);
	json_key(&j, "items");
	json_array(&j);
	for (int i = 0; i < l.n; i++)
		put_event(&j, &l.events[i]);
	json_end(&j);
	json_put_str(&j, "next", next);
	json_end(&j);
	return ERR_OK;
}

#define EVENT_SCHEMA                                                                               \
	"{\"type\":\"object\",\"required\":[\"id\",\"at\",\"person\",\"action\",\"object\","       \
	"\"payload\",\"words\"],\"properties\":{\"id\":{\"type\":\"integer\"},"                    \
	"\"at\":{\"type\":\"string\",\"format\":\"date-time\"},"                                   \
	"\"person\":{\"type\":[\"string\",\"null\"]},\"action\":{\"type\":\"string\"},"            \
	"\"object\":{\"type\":\"string\"},\"payload\":{\"type\":\"string\"},"                      \
	"\"words\":{\"type\":\"string\"}}}"

const struct route trail_api_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/api/v1/audit",
	  .need = RIGHT_AUDIT,
	  .run = get_list,
	  .doc = "Events of the audit log, the newest first; `payload` is what was hashed.",
	  .params = trail_params,
	  .schema = "{\"type\":\"object\",\"required\":[\"items\",\"next\"],\"properties\":{"
	            "\"items\":{\"type\":\"array\",\"items\":" EVENT_SCHEMA "},"
	            "\"next\":{\"type\":[\"string\",\"null\"]}}}" },
	{ 0 },
};
