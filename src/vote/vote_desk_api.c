/* vote_desk_api.c -- the desk in JSON: votes entered for delegations in the room, and tellers. */
#include "vote/internal.h"
#include "base/str.h"
#include "view/json.h"

static vote_question_id path_question(const struct request *req)
{
	return (vote_question_id){ req_path_int(req, 0) };
}

/* --- votes entered at the desk --- */

static void put_arrival(struct json *j, const struct member *government,
                        const struct vote_receipt *r)
{
	json_put_str(j, "government", government->slug);
	json_put_int(j, "revision", r->revision);
	json_put_time(j, "received_at", r->cast_at);
	json_put_bool(j, "entered_at_desk", r->entered_by.v != 0);
}

static enum err get_desk(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };
	struct vote_arrival *a;
	int n;
	enum err e = vote_arrivals(ctx, path_question(req), &a, &n);

	if (e != ERR_OK)
		return e;
	res->is_private = true;
	json_object(&j);
	json_key(&j, "items");
	json_array(&j);
	for (int i = 0; i < n; i++) {
		json_object(&j);
		put_arrival(&j, &a[i].government, &a[i].received);
		json_put_bool(&j, "present", a[i].is_present);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
	return ERR_OK;
}

static enum err post_desk(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };
	struct vote_cast vote;
	struct vote_receipt receipt;
	struct member government;
	enum err e = vote_enter_read(ctx, req, &vote);

	if (e == ERR_OK)
		e = vote_enter(ctx, &vote, &receipt);
	if (e == ERR_OK)
		e = member_get(ctx, receipt.government, &government);
	if (e != ERR_OK)
		return e;
	res->is_private = true;
	json_object(&j);
	put_arrival(&j, &government, &receipt);
	json_end(&j);
	return ERR_OK;
}

/* --- tellers --- */

static void put_hands(struct json *j, const char *key, bool has, const struct vote_hands *h)
{
	if (key)
		json_key(j, key);
	if (!has) {
		json_null(j);
		return;
	}
	json_object(j);
	json_put_int(j, "yes", h->yes);
	json_put_int(j, "no", h->no);
	json_put_int(j, "abstain", h->abstain);
	json_end(j);
}

static void put_tellers(struct json *j, const struct vote_tellers *t)
{
	json_object(j);
	json_put_int(j, "round", t->round);
	json_put_int(j, "counted", t->counted);
	json_put_bool(j, "is_agreed", t->is_agreed);
	put_hands(j, "agreed", t->is_agreed, &t->agreed);
	put_hands(j, "own", t->has_own, &t->own);
	json_key(j, "differed");
	json_array(j);
	for (int i = 0; i < VOTE_TELLERS && t->has_differed; i++)
		put_hands(j, NULL, true, &t->differed[i]);
	json_end(j);
	json_end(j);
}

static enum err get_count(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };
	struct vote_tellers t;
	enum err e = vote_tellers(ctx, path_question(req), &t);

	if (e != ERR_OK)
		return e;
	res->is_private = true;
	put_tellers(&j, &t);
	return ERR_OK;
}

static enum err post_count(struct ctx *ctx, const struct request *req, struct response *res)
{
	const struct vote_hands hands = vote_hands_read(req);
	struct json j = { .buf = &res->body };
	struct vote_tellers t;
	enum err e = vote_count(ctx, path_question(req), &hands, &t);

	if (e != ERR_OK)
		return e;
	res->is_private = true;
	put_tellers(&j, &t);
	return ERR_OK;
}

/* --- routes --- */

#define STRING "{\"type\":\"string\"}"
#define INTEGER "{\"type\":\"integer\"}"
#define BOOLEAN "{\"type\":\"boolean\"}"
#define NULLABLE "{\"type\":[\"string\",\"null\"]}"
#define ARRIVAL_REQUIRED "\"government\",\"revision\",\"received_at\",\"entered_at_desk\""
#define ARRIVAL_FIELDS                                                                             \
	"\"government\":" STRING ",\"revision\":" INTEGER ",\"received_at\":" NULLABLE             \
	",\"entered_at_desk\":" BOOLEAN
#define HANDS_FIELDS                                                                               \
	"\"required\":[\"yes\",\"no\",\"abstain\"],\"properties\":{\"yes\":" INTEGER               \
	",\"no\":" INTEGER ",\"abstain\":" INTEGER "}"
#define HANDS_OR_NULL "{\"type\":[\"object\",\"null\"]," HANDS_FIELDS "}"
#define TELLERS                                                                                    \
	"{\"type\":\"object\",\"required\":[\"round\",\"counted\",\"is_agreed\",\"agreed\","       \
	"\"own\",\"differed\"],\"properties\":{\"round\":" INTEGER ",\"counted\":" INTEGER         \
	",\"is_agreed\":" BOOLEAN ",\"agreed\":" HANDS_OR_NULL ",\"own\":" HANDS_OR_NULL           \
	",\"differed\":{\"type\":\"array\",\"items\":{\"type\":\"object\"," HANDS_FIELDS "}}}}"

const struct route vote_desk_api_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/api/v1/questions/:int/desk",
	  .need = RIGHT_CONVENE,
	  .run = get_desk,
	  .doc = "Whose vote has come, and whether it was entered at the desk; not what it was.",
	  .schema = "{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{\"items\":"
	            "{\"type\":\"array\",\"items\":{\"type\":\"object\","
	            "\"required\":[" ARRIVAL_REQUIRED ",\"present\"],"
	            "\"properties\":{" ARRIVAL_FIELDS ",\"present\":" BOOLEAN "}}}}}" },
	{ .method = METHOD_POST,
	  .path = "/api/v1/questions/:int/desk",
	  .need = RIGHT_CONVENE,
	  .run = post_desk,
	  .doc = "Enter the vote of a delegation in the room.",
	  .params = vote_enter_params,
	  .schema = "{\"type\":\"object\",\"required\":[" ARRIVAL_REQUIRED "],"
	            "\"properties\":{" ARRIVAL_FIELDS "}}" },
	{ .method = METHOD_GET,
	  .path = "/api/v1/questions/:int/count",
	  .need = RIGHT_CONVENE,
	  .run = get_count,
	  .doc = "What a teller may know of the counts of hands.",
	  .schema = TELLERS },
	{ .method = METHOD_POST,
	  .path = "/api/v1/questions/:int/count",
	  .need = RIGHT_CONVENE,
	  .run = post_count,
	  .doc = "Enter the hands that a teller has counted.",
	  .params = vote_count_params,
	  .schema = TELLERS },
	{ 0 },
};
