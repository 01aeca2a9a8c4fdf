/* meeting/api.h -- what the JSON of this slice is written with, and its schemas. */
#pragma once
#include "meeting/internal_presence.h"
#include "view/json.h"

/* Each field that an edit could have changed, by its name in the form, and whether it did. */
enum { MEETING_TOLD_MAX = 16 };
struct meeting_told {
	struct str field[MEETING_TOLD_MAX];
	bool changed[MEETING_TOLD_MAX];
	int n;
};
void meeting_tell(struct meeting_told *t, struct str field, bool changed);
/* "place_ja" and the other languages. */
void meeting_tell_set(struct ctx *ctx, struct meeting_told *t, const char *field,
                      const struct lang_set *before, const struct lang_set *after);
/* "changed": [...], "unchanged": [...] */
void meeting_put_told(struct json *j, const struct meeting_told *t);

/* What an edit is compared with: read before it. */
struct meeting_before {
	struct meeting meeting;
	struct lang_set place;
};
enum err meeting_before_edit(struct ctx *ctx, const struct meeting *m, struct meeting_before *ret)
	MUST_USE;
enum err meeting_tell_session(struct ctx *ctx, const struct meeting_before *was,
                              const struct meeting *now, struct meeting_told *ret) MUST_USE;
enum err meeting_tell_item(struct ctx *ctx, const struct meeting_item *was,
                           const struct meeting_item *now, struct meeting_told *ret) MUST_USE;
struct meeting_delegate_before {
	struct meeting_delegate delegate;
	struct lang_set person;
};
enum err meeting_before_change(struct ctx *ctx, meeting_delegate_id id,
                               struct meeting_delegate_before *ret) MUST_USE;
enum err meeting_tell_delegate(struct ctx *ctx, const struct meeting_delegate_before *was,
                               struct meeting_told *ret) MUST_USE;

/* An item alone, read for it; `told`: NULL but after an edit. */
enum err meeting_put_item(struct json *j, struct ctx *ctx, const struct meeting_item *i,
                          const struct meeting_told *told) MUST_USE;
enum err meeting_answer_session(struct ctx *ctx, struct response *res, const struct meeting *m)
	MUST_USE;
enum err meeting_answer_edited(struct ctx *ctx, struct response *res, const struct meeting *m,
                               const struct meeting_told *told) MUST_USE;

#define STRING "{\"type\":\"string\"}"
#define INTEGER "{\"type\":\"integer\"}"
#define FIELDS "{\"type\":\"array\",\"items\":" STRING "}"
#define TOLD ",\"changed\":" FIELDS ",\"unchanged\":" FIELDS /* after an edit */
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
	",\"subjects\":{\"type\":\"array\",\"items\":" STRING "}" TOLD "}}"
#define DELEGATE                                                                                   \
	"{\"type\":\"object\",\"required\":[\"government\",\"votes\",\"is_accredited\"],"          \
	"\"properties\":{\"government\":" STRING ",\"votes\":{\"type\":\"boolean\"},"              \
	"\"is_accredited\":{\"type\":\"boolean\"},\"id\":" INTEGER ",\"person\":" NULLABLE "}}"
#define SESSION                                                                                    \
	"{\"type\":\"object\",\"required\":[" SESSION_REQUIRED ",\"items\",\"delegates\"],"        \
	"\"properties\":{" SESSION_FIELDS ",\"items\":{\"type\":\"array\",\"items\":" ITEM "},"    \
	"\"delegates\":{\"type\":\"array\",\"items\":" DELEGATE "}" TOLD "}}"
