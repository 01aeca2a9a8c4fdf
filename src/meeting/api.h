/* meeting/api.h -- what the JSON of this slice is written with, and its schemas. */
#pragma once
#include "meeting/internal.h"
#include "view/json.h"

/* An item alone, read for it. */
enum err meeting_put_item(struct json *j, struct ctx *ctx, const struct meeting_item *i) MUST_USE;
enum err meeting_answer_session(struct ctx *ctx, struct response *res, const struct meeting *m)
	MUST_USE;

#define STRING "{\"type\":\"string\"}"
#define INTEGER "{\"type\":\"integer\"}"
#define NULLABLE "{\"type\":[\"string\",\"null\"]}"
#define SESSION_REQUIRED                                                                           \
	"\"id\",\"slug\",\"organ\",\"number\",\"starts_on\",\"ends_on\",\"zone\",\"mode\","        \
	"\"state\",\"host\",\"published_at\""
#define SESSION_FIELDS                                                                             \
	"\"id\":" INTEGER ",\"slug\":" STRING ",\"organ\":" STRING ",\"number\":" INTEGER          \
	",\"starts_on\":" STRING ",\"ends_on\":" STRING ",\"zone\":" STRING                        \
	",\"mode\":{\"enum\":[\"hall\",\"online\",\"both\"]}"                                      \
	",\"state\":{\"enum\":[\"draft\",\"convened\",\"open\",\"closed\"]},\"host\":" NULLABLE    \
	",\"published_at\":" NULLABLE
#define ITEM                                                                                       \
	"{\"type\":\"object\",\"required\":[\"id\",\"number\",\"kind\",\"state\",\"titles\","      \
	"\"subjects\"],\"properties\":{\"id\":" INTEGER ",\"number\":" INTEGER ",\"kind\":" STRING \
	",\"state\":{\"enum\":[\"pending\",\"adopted\",\"rejected\",\"withdrawn\"]}"               \
	",\"titles\":{\"type\":\"object\",\"additionalProperties\":" STRING "}"                    \
	",\"notes\":{\"type\":\"object\",\"additionalProperties\":" STRING "}"                     \
	",\"position\":" INTEGER ",\"day\":" NULLABLE ",\"clock\":" NULLABLE                       \
	",\"minutes\":{\"type\":[\"integer\",\"null\"]},\"called_at\":" NULLABLE                   \
	",\"left_at\":" NULLABLE ",\"postponed_at\":" NULLABLE                                     \
	",\"subjects\":{\"type\":\"array\",\"items\":" STRING "}}}"
#define DELEGATE                                                                                   \
	"{\"type\":\"object\",\"required\":[\"government\",\"votes\",\"is_accredited\"],"          \
	"\"properties\":{\"government\":" STRING ",\"votes\":{\"type\":\"boolean\"},"              \
	"\"is_accredited\":{\"type\":\"boolean\"},\"id\":" INTEGER ",\"person\":" NULLABLE "}}"
#define SESSION                                                                                    \
	"{\"type\":\"object\",\"required\":[" SESSION_REQUIRED ",\"items\",\"delegates\"],"        \
	"\"properties\":{" SESSION_FIELDS ",\"items\":{\"type\":\"array\",\"items\":" ITEM "},"    \
	"\"delegates\":{\"type\":\"array\",\"items\":" DELEGATE "}}}"
