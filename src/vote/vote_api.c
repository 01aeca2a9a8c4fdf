/* vote_api.c -- the same use cases in JSON. */
#include "vote/internal.h"
#include "base/str.h"
#include "view/json.h"

static struct json json_of(struct response *res)
{
	return (struct json){ .buf = &res->body };
}

struct receipt {
	const struct vote_receipt *receipt;
	struct str government;
	bool is_answer;
};

static void put_receipt(struct json *j, const struct receipt *own)
{
	const struct vote_receipt *r = own->receipt;
	enum vote_method method = own->is_answer ? VOTE_CONSENSUS : VOTE_ROLL_CALL;

	json_object(j);
	json_put_str(j, "government", own->government);
	json_put_str(j, "choice", str_of(vote_answer_code(method, r->choice)));
	json_put_int(j, "revision", r->revision);
	json_put_time(j, "received_at", r->cast_at);
	json_put_bool(j, "entered_at_desk", r->entered_by.v != 0);
	json_end(j);
}

/* The reader's own vote: null unless they stand on the roll. */
static enum err put_own(struct json *j, struct ctx *ctx, const struct vote_question *q)
{
	struct vote_receipt own = { .cast_at = TIME_NONE };
	struct member government;
	enum err e = ctx->who.v ? vote_own(ctx, q->id, &own, &government) : ERR_OK;

	if (e != ERR_OK)
		return e;
	json_key(j, "own");
	if (own.government.v)
		put_receipt(j, &(struct receipt){ &own, government.slug,
		                                  q->method == VOTE_CONSENSUS });
	else
		json_null(j);
	return ERR_OK;
}

static void put_question(struct json *j, const struct vote_question *q)
{
	json_put_int(j, "id", q->id.v);
	json_put_str(j, "method", str_of(vote_method_code(q->method)));
	json_put_str(j, "state", str_of(vote_state_code(q->state)));
	json_put_time(j, "opened_at", q->opened_at);
	json_put_time(j, "closed_at", q->closed_at);
	json_put_time(j, "objections_until", q->objections_until);
	json_put_int(j, "entitled", q->entitled);
	json_put_int(j, "received", q->received);
	json_put_int(j, "tellers_counted", q->counted);
	json_put_bool(j, "may_change", q->may_change);
	json_key(j, "follows");
	if (q->follows.v)
		json_int(j, q->follows.v);
	else
		json_null(j);
}

/* A reason in the languages that it is known in; null when there is none. */
static enum err put_reason(struct json *j, struct ctx *ctx, const char *key, lang_text_id id)
{
	if (id.v)
		return lang_put_json(j, ctx, key, id);
	json_key(j, key);
	json_null(j);
	return ERR_OK;
}

static enum err put_texts(struct json *j, struct ctx *ctx, const struct vote_question *q)
{
	enum err e = lang_put_json(j, ctx, "titles", q->title_id);

	if (e == ERR_OK)
		e = put_reason(j, ctx, "cancel_reasons", q->cancel_reason_id);
	if (e == ERR_OK)
		e = put_reason(j, ctx, "follow_reasons", q->follow_reason_id);
	return e;
}

static enum err get_question(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = json_of(res);
	struct vote_question q;
	enum err e = vote_get(ctx, (vote_question_id){ req_path_int(req, 0) }, &q);

	if (e != ERR_OK)
		return e;
	res->is_private = ctx->who.v != 0;
	json_object(&j);
	put_question(&j, &q);
	e = put_texts(&j, ctx, &q);
	if (e == ERR_OK)
		e = put_own(&j, ctx, &q);
	if (e != ERR_OK)
		return e;
	json_key(&j, "result");
	if (q.state == VOTE_STATE_CLOSED)
		e = vote_result_json(&j, ctx, q.id);
	else
		json_null(&j);
	json_end(&j);
	return e;
}

static enum err get_asked(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = json_of(res);
	struct vote_asked *asked;
	int n;
	enum err e = vote_asked(ctx, &asked, &n);

	(void)req;
	if (e != ERR_OK)
		return e;
	res->is_private = true;
	json_object(&j);
	json_key(&j, "items");
	json_array(&j);
	for (int i = 0; i < n && e == ERR_OK; i++) {
		json_object(&j);
		json_put_int(&j, "id", asked[i].id.v);
		json_put_str(&j, "method", str_of(vote_method_code(asked[i].method)));
		e = lang_put_json(&j, ctx, "titles", asked[i].title_id);
		json_end(&j);
	}
	json_end(&j);
	json_put_str(&j, "next", (struct str){ 0 });
	json_end(&j);
	return e;
}

static enum err post_vote(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = json_of(res);
	struct vote_cast cast;
	struct vote_receipt receipt;
	struct member government;
	enum err e = vote_cast_read(ctx, req, &cast);

	if (e == ERR_OK)
		e = vote_cast(ctx, &cast, &receipt);
	if (e == ERR_OK)
		e = member_get(ctx, receipt.government, &government);
	if (e != ERR_OK)
		return e;
	res->is_private = true;
	put_receipt(&j, &(struct receipt){ &receipt, government.slug, cast.is_answer });
	return ERR_OK;
}

#define STRING "{\"type\":\"string\"}"
#define INTEGER "{\"type\":\"integer\"}"
#define NULLABLE "{\"type\":[\"string\",\"null\"]}"
#define TITLES "{\"type\":\"object\",\"additionalProperties\":" STRING "}"
#define RECEIPT_FIELDS                                                                             \
	"\"required\":[\"government\",\"choice\",\"revision\",\"received_at\","                    \
	"\"entered_at_desk\"],\"properties\":{\"government\":" STRING ",\"choice\":{\"enum\":["    \
	"\"yes\",\"no\",\"abstain\",\"no-objection\",\"objection\",\"none\"]},"                    \
	"\"revision\":" INTEGER ",\"received_at\":" NULLABLE                                       \
	",\"entered_at_desk\":{\"type\":\"boolean\"}}"
#define TITLES_OR_NULL "{\"type\":[\"object\",\"null\"],\"additionalProperties\":" STRING "}"
#define METHOD "{\"enum\":[\"roll-call\",\"hands\",\"consensus\"]}"

const struct route vote_api_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/api/v1/questions",
	  .need = RIGHT_SIGNED_IN,
	  .run = get_asked,
	  .doc = "Open questions that are put to whoever is signed in.",
	  .schema = "{\"type\":\"object\",\"required\":[\"items\",\"next\"],"
	            "\"properties\":{\"items\":"
	            "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"id\","
	            "\"method\",\"titles\"],\"properties\":{\"id\":" INTEGER ",\"method\":" METHOD
	            ",\"titles\":" TITLES "}}},"
	            "\"next\":" NULLABLE "}}" },
	{ .method = METHOD_GET,
	  .path = "/api/v1/questions/:int",
	  .need = RIGHT_PUBLIC,
	  .run = get_question,
	  .doc = "A question: how many votes have come, one's own, after the close the result.",
	  .schema = "{\"type\":\"object\",\"required\":[\"id\",\"method\",\"state\",\"opened_at\","
	            "\"closed_at\",\"objections_until\",\"entitled\",\"received\","
	            "\"tellers_counted\",\"may_change\",\"follows\",\"titles\",\"cancel_reasons\","
	            "\"follow_reasons\",\"own\",\"result\"],"
	            "\"properties\":{\"id\":" INTEGER ",\"method\":" METHOD
	            ",\"state\":{\"enum\":[\"open\",\"closed\",\"cancelled\"]},"
	            "\"opened_at\":" STRING ",\"closed_at\":" NULLABLE
	            ",\"objections_until\":" NULLABLE ",\"entitled\":" INTEGER
	            ",\"received\":" INTEGER ",\"tellers_counted\":" INTEGER
	            ",\"may_change\":{\"type\":\"boolean\"},"
	            "\"follows\":{\"type\":[\"integer\",\"null\"]},\"titles\":" TITLES
	            ",\"cancel_reasons\":" TITLES_OR_NULL ",\"follow_reasons\":" TITLES_OR_NULL
	            ",\"own\":{\"type\":[\"object\",\"null\"]," RECEIPT_FIELDS
	            "},\"result\":{\"type\":[\"object\",\"null\"]}}}" },
	{ .method = METHOD_POST,
	  .path = "/api/v1/questions/:int/votes",
	  .need = RIGHT_VOTE,
	  .run = post_vote,
	  .doc = "Cast or change the vote of one's government.",
	  .params = vote_params,
	  .schema = "{\"type\":\"object\"," RECEIPT_FIELDS "}" },
	{ 0 },
};
