/* decision_api.c -- the same use cases in JSON. */
#include "decision/internal.h"
#include "base/str.h"
#include "view/json.h"

enum { API_LIMIT = 100 };

/* --- reading --- */

static void put_decision(struct json *j, const struct decision *d,
                         const struct decision_names *titles)
{
	json_put_int(j, "id", d->id.v);
	json_put_str(j, "number", d->number);
	json_put_str(j, "organ", d->organ.slug);
	json_put_str(j, "session", d->session_slug);
	json_put_int(j, "item", d->item_number);
	json_put_int(j, "question", d->question.v);
	json_put_str(j, "kind", d->kind.slug);
	json_put_str(j, "effect", d->kind.effect);
	json_put_str(j, "decided_on", d->decided_on);
	json_put_time(j, "decided_at", d->decided_at);
	json_put_names(j, "titles", titles->in);
	json_key(j, "subjects");
	json_array(j);
	for (int i = 0; i < d->subject_count; i++)
		json_str(j, d->subjects[i].slug);
	json_end(j);
}

/* A name that stands for nothing is a choice that was not offered, not a page that is missing. */
static enum err named(struct ctx *ctx, const struct request *req, const char *field, enum err e)
{
	return e == ERR_NOT_FOUND ? req_refuse(ctx, req, ERR_FIELD_CHOICE, field) : e;
}

static enum err read_filter(struct ctx *ctx, const struct request *req, struct decision_filter *ret)
{
	struct str slug = req_text(req, "organ"), after = req_text(req, "after");
	struct organ organ = { .id = { 0 } };
	struct decision last = { .id = { 0 } };
	enum err e = slug.p ? organ_by_slug(ctx, slug, &organ) : ERR_OK;

	e = named(ctx, req, "organ", e);
	if (e == ERR_OK && after.p)
		e = named(ctx, req, "after", decision_by_number(ctx, after, &last));
	if (e == ERR_OK)
		*ret = (struct decision_filter){ .organ = organ.id,
			                         .before = last.id,
			                         .year = req_int(req, "year", 0),
			                         .limit = (int)req_int(req, "limit", API_LIMIT) };
	return e;
}

static struct str next_page(struct ctx *ctx, const struct request *req, struct str after,
                            int64_t limit)
{
	struct sbuf out = { .arena = ctx->arena };
	struct str organ = req_text(req, "organ"), year = req_text(req, "year");

	sbuf_printf(&out, "/api/v1/decisions?after=%.*s&limit=%" PRId64, STR_ARG(after), limit);
	if (organ.p)
		sbuf_printf(&out, "&organ=%.*s", STR_ARG(organ));
	if (year.p)
		sbuf_printf(&out, "&year=%.*s", STR_ARG(year));
	return sbuf_done(&out);
}

static enum err get_decisions(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };
	struct decision_filter f;
	struct decision_names *titles;
	struct decision *d;
	int n;
	enum err e = read_filter(ctx, req, &f);

	if (e == ERR_OK)
		e = decision_list(ctx, &f, &d, &n);
	if (e == ERR_OK)
		e = decision_titles(ctx, d, n, f.organ, &titles);
	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_key(&j, "items");
	json_array(&j);
	for (int i = 0; i < n; i++) {
		json_object(&j);
		put_decision(&j, &d[i], &titles[i]);
		json_end(&j);
	}
	json_end(&j);
	json_put_str(&j, "next",
	             n < f.limit ? (struct str){ 0 }
	                         : next_page(ctx, req, d[n - 1].number, f.limit));
	json_end(&j);
	return ERR_OK;
}

static enum err get_decision(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };
	struct decision_names *titles;
	struct decision d;
	enum err e = decision_by_number(ctx, req->path_args[0], &d);

	if (e == ERR_OK)
		e = decision_titles(ctx, &d, 1, d.organ.id, &titles);
	if (e != ERR_OK)
		return e;
	json_object(&j);
	put_decision(&j, &d, titles);
	json_key(&j, "result");
	e = vote_result_json(&j, ctx, d.question);
	json_end(&j);
	return e;
}

/* --- steps --- */

static enum err post_open(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };
	const struct decision_way way = decision_way_read(req);
	struct vote_question q;
	vote_question_id id;
	enum err e = decision_put(ctx, (meeting_item_id){ req_path_int(req, 0) }, &way, &id);

	if (e == ERR_OK)
		e = vote_get(ctx, id, &q);
	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_put_int(&j, "question", id.v);
	json_put_int(&j, "entitled", q.entitled);
	json_put_str(&j, "method", str_of(vote_method_code(q.method)));
	json_put_time(&j, "objections_until", q.objections_until);
	json_end(&j);
	return ERR_OK;
}

static enum err post_cancel(struct ctx *ctx, const struct request *req, struct response *res)
{
	const vote_question_id id = { req_path_int(req, 0) };
	struct json j = { .buf = &res->body };
	enum err e = decision_cancel(ctx, id, req_text(req, "reason"));

	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_put_int(&j, "question", id.v);
	json_put_str(&j, "state", str_of(vote_state_code(VOTE_STATE_CANCELLED)));
	json_end(&j);
	return ERR_OK;
}

static enum err post_seat(struct ctx *ctx, const struct request *req, struct response *res)
{
	const vote_question_id id = { req_path_int(req, 0) };
	struct json j = { .buf = &res->body };
	member_government_id government;
	enum err e = decision_seat_read(ctx, req, &government);

	if (e == ERR_OK)
		e = decision_seat(ctx, id, government);
	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_put_int(&j, "question", id.v);
	json_put_str(&j, "government", req_text(req, "government"));
	json_end(&j);
	return ERR_OK;
}

/* What was ever put on an item, in its order; each is read whole at /api/v1/questions/:int. */
static enum err get_questions(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };
	struct vote_question *q;
	struct meeting_item item;
	int n = 0;
	enum err e = meeting_item_get(ctx, (meeting_item_id){ req_path_int(req, 0) }, &item);

	if (e == ERR_OK)
		e = vote_all_on(ctx, item.id.v, &q, &n);
	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_key(&j, "items");
	json_array(&j);
	for (int i = 0; i < n; i++) {
		json_object(&j);
		json_put_int(&j, "id", q[i].id.v);
		json_put_str(&j, "method", str_of(vote_method_code(q[i].method)));
		json_put_str(&j, "state", str_of(vote_state_code(q[i].state)));
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
	return ERR_OK;
}

static enum err post_close(struct ctx *ctx, const struct request *req, struct response *res)
{
	const vote_question_id id = { req_path_int(req, 0) };
	struct json j = { .buf = &res->body };
	struct decision d;
	struct charter_outcome o;
	const struct decision_closing closing = decision_closing_read(req, id);
	enum err e = decision_close_with(ctx, &closing, &d, &o);

	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_put_int(&j, "question", id.v);
	json_put_bool(&j, "is_carried", o.is_carried);
	json_put_str(&j, "decision", d.number);
	json_key(&j, "result");
	e = vote_result_json(&j, ctx, id);
	json_end(&j);
	return e;
}

static enum err post_close_session(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = decision_close_session(ctx, m.id);
	if (e == ERR_OK)
		e = meeting_get(ctx, m.id, &m);
	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_put_str(&j, "slug", m.slug);
	json_put_str(&j, "state", str_of(meeting_state_code(m.state)));
	json_end(&j);
	return ERR_OK;
}

static enum err post_suspend(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };
	struct meeting m;
	time_us resumes_at = TIME_NONE;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = decision_suspend_read(ctx, req, &m, &resumes_at);
	if (e == ERR_OK)
		e = decision_suspend_session(ctx, m.id, resumes_at);
	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_put_str(&j, "slug", m.slug);
	json_put_bool(&j, "is_sitting", false);
	json_put_time(&j, "resumes_at", resumes_at);
	json_end(&j);
	return ERR_OK;
}

/* --- routes --- */

static const struct param list_params[] = {
	{ .name = "organ", .kind = PARAM_SLUG, .label = N_("Organ"), .doc = "of this organ alone" },
	{ .name = "year",
	  .kind = PARAM_INT,
	  .min = 1,
	  .max = 9999,
	  .label = N_("Year"),
	  .doc = "of this year alone" },
	{ .name = "after",
	  .max = 40,
	  .label = N_("Continue after"),
	  .doc = "go on after the decision of this number" },
	{ .name = "limit",
	  .kind = PARAM_INT,
	  .min = 1,
	  .max = API_LIMIT,
	  .label = N_("Number of entries"),
	  .doc = "at most so many" },
	{ 0 },
};

#define STRING "{\"type\":\"string\"}"
#define INTEGER "{\"type\":\"integer\"}"
#define NULLABLE "{\"type\":[\"string\",\"null\"]}"
#define RESULT "{\"type\":\"object\"}"
#define DECISION_REQUIRED                                                                          \
	"\"id\",\"number\",\"organ\",\"session\",\"item\",\"question\",\"kind\",\"effect\","       \
	"\"decided_on\",\"decided_at\",\"titles\",\"subjects\""
#define DECISION_FIELDS                                                                            \
	"\"id\":" INTEGER ",\"number\":" STRING ",\"organ\":" STRING ",\"session\":" STRING        \
	",\"item\":" INTEGER ",\"question\":" INTEGER ",\"kind\":" STRING ",\"effect\":" NULLABLE  \
	",\"decided_on\":" STRING ",\"decided_at\":" STRING                                        \
	",\"titles\":{\"type\":\"object\",\"additionalProperties\":" STRING "}"                    \
	",\"subjects\":{\"type\":\"array\",\"items\":" STRING "}"

const struct route decision_api_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/api/v1/decisions",
	  .need = RIGHT_PUBLIC,
	  .run = get_decisions,
	  .doc = "The register of decisions, newest first.",
	  .params = list_params,
	  .schema = "{\"type\":\"object\",\"required\":[\"items\",\"next\"],"
	            "\"properties\":{\"items\":"
	            "{\"type\":\"array\",\"items\":{\"type\":\"object\","
	            "\"required\":[" DECISION_REQUIRED "],\"properties\":{" DECISION_FIELDS
	            "}}},\"next\":" NULLABLE "}}" },
	{ .method = METHOD_GET,
	  .path = "/api/v1/decisions/:file",
	  .need = RIGHT_PUBLIC,
	  .run = get_decision,
	  .doc = "A decision by its number, with its result and roll.",
	  .schema = "{\"type\":\"object\",\"required\":[" DECISION_REQUIRED ",\"result\"],"
	            "\"properties\":{" DECISION_FIELDS ",\"result\":" RESULT "}}" },
	{ .method = METHOD_POST,
	  .path = "/api/v1/items/:int/open",
	  .need = RIGHT_PRESIDE,
	  .run = post_open,
	  .doc = "Put the question on an item: by roll call, show of hands, or consensus.",
	  .params = decision_way_params,
	  .schema = "{\"type\":\"object\",\"required\":[\"question\",\"entitled\",\"method\","
	            "\"objections_until\"],\"properties\":{\"question\":" INTEGER
	            ",\"entitled\":" INTEGER ",\"method\":" STRING ",\"objections_until\":" NULLABLE
	            "}}" },
	{ .method = METHOD_GET,
	  .path = "/api/v1/items/:int/questions",
	  .need = RIGHT_PUBLIC,
	  .run = get_questions,
	  .doc = "Every question that was put on an item, cancelled ones too.",
	  .schema = "{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{\"items\":"
	            "{\"type\":\"array\",\"items\":{\"type\":\"object\","
	            "\"required\":[\"id\",\"method\",\"state\"],\"properties\":{"
	            "\"id\":" INTEGER ",\"method\":" STRING ",\"state\":" STRING "}}}}}" },
	{ .method = METHOD_POST,
	  .path = "/api/v1/questions/:int/cancel",
	  .need = RIGHT_PRESIDE,
	  .run = post_cancel,
	  .doc = "Cancel a question: there is no result, and the votes that came are destroyed.",
	  .params = decision_cancel_params,
	  .schema = "{\"type\":\"object\",\"required\":[\"question\",\"state\"],\"properties\":{"
	            "\"question\":" INTEGER ",\"state\":" STRING "}}" },
	{ .method = METHOD_POST,
	  .path = "/api/v1/questions/:int/seat",
	  .need = RIGHT_PRESIDE,
	  .run = post_seat,
	  .doc = "Seat whoever stands in, in the place of a person on the roll who was displaced.",
	  .params = decision_seat_params,
	  .schema = "{\"type\":\"object\",\"required\":[\"question\",\"government\"],"
	            "\"properties\":{\"question\":" INTEGER ",\"government\":" STRING "}}" },
	{ .method = METHOD_POST,
	  .path = "/api/v1/questions/:int/close",
	  .need = RIGHT_PRESIDE,
	  .run = post_close,
	  .doc = "Close a vote: count it, and register and carry out what was decided.",
	  .params = decision_closing_params,
	  .schema = "{\"type\":\"object\",\"required\":[\"question\",\"is_carried\",\"decision\","
	            "\"result\"],\"properties\":{\"question\":" INTEGER ",\"is_carried\":"
	            "{\"type\":\"boolean\"},\"decision\":" NULLABLE ",\"result\":" RESULT "}}" },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/suspend",
	  .need = RIGHT_PRESIDE,
	  .run = post_suspend,
	  .doc = "Suspend a session.",
	  .params = decision_suspend_params,
	  .schema = "{\"type\":\"object\",\"required\":[\"slug\",\"is_sitting\",\"resumes_at\"]}" },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/close",
	  .need = RIGHT_PRESIDE,
	  .run = post_close_session,
	  .doc = "Close a session.",
	  .schema = "{\"type\":\"object\",\"required\":[\"slug\",\"state\"],\"properties\":{"
	            "\"slug\":" STRING ",\"state\":" STRING "}}" },
	{ 0 },
};
