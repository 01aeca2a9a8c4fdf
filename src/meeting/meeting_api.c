/* meeting_api.c -- the same use cases in JSON. */
#include "meeting/api.h"
#include "meeting/internal_presence.h"
#include "meeting/meeting_past.h"
#include "base/str.h"
#include "meeting.sql.h"
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
	json_put_str(j, "state", m->is_draft ? S("draft") : str_of(meeting_state_code(m->state)));
	json_put_time(j, "published_at", m->published_at);
	json_put_str(j, "host", m->host_slug);
}

static void put_plan(struct json *j, const struct meeting_item *i)
{
	json_put_int(j, "position", i->position);
	json_put_str(j, "day", i->day);
	json_put_str(j, "clock", i->clock);
	json_key(j, "minutes");
	if (i->minutes.has)
		json_int(j, i->minutes.v);
	else
		json_null(j);
	json_put_time(j, "called_at", i->called_at);
	json_put_time(j, "left_at", i->left_at);
	json_put_time(j, "postponed_at", i->postponed_at);
}

static void put_texts(struct json *j, const struct meeting_item *i,
                      const struct meeting_sql_texts_row *t)
{
	const struct tr titles[LANGUAGE_COUNT] = {
		[LANGUAGE_ZH] = t->zh, [LANGUAGE_JA] = t->ja, [LANGUAGE_KO] = t->ko,
		[LANGUAGE_MN] = t->mn, [LANGUAGE_RU] = t->ru, [LANGUAGE_EN] = t->en,
	};
	const struct tr notes[LANGUAGE_COUNT] = {
		[LANGUAGE_ZH] = t->note_zh, [LANGUAGE_JA] = t->note_ja, [LANGUAGE_KO] = t->note_ko,
		[LANGUAGE_MN] = t->note_mn, [LANGUAGE_RU] = t->note_ru, [LANGUAGE_EN] = t->note_en,
	};

	json_put_names(j, "titles", titles);
	if (i->note_id.v)
		json_put_names(j, "notes", notes);
}

static void put_item(struct json *j, const struct meeting_item *i,
                     const struct meeting_sql_texts_row *texts, const struct meeting_told *told)
{
	json_object(j);
	json_put_int(j, "id", i->id.v);
	json_put_int(j, "number", i->number);
	json_put_str(j, "kind", i->kind.slug);
	json_put_str(j, "state", str_of(meeting_item_state_code(i->state)));
	put_plan(j, i);
	put_texts(j, i, texts);
	json_key(j, "subjects");
	json_array(j);
	for (int k = 0; k < i->subject_count; k++)
		json_str(j, i->subjects[k].slug);
	json_end(j);
	if (told)
		meeting_put_told(j, told);
	json_end(j);
}

enum err meeting_put_item(struct json *j, struct ctx *ctx, const struct meeting_item *i,
                          const struct meeting_told *told)
{
	struct meeting_sql_texts_row texts;
	enum err e = meeting_sql_texts_of(ctx, i->id, &texts);

	if (e == ERR_OK)
		put_item(j, i, &texts, told);
	return e;
}

static enum err put_items(struct json *j, struct ctx *ctx, meeting_session_id id)
{
	struct meeting_sql_texts_row *texts;
	struct meeting_item *items;
	int n, text_count;
	enum err e = meeting_items(ctx, id, &items, &n);

	if (e == ERR_OK)
		e = meeting_sql_texts(ctx, id, MEETING_ITEM_LIMIT, &texts, &text_count);
	if (e != ERR_OK)
		return e;
	json_key(j, "items");
	json_array(j);
	/* One agenda, read twice: an item that is on one reading alone came or went in between. */
	for (int i = 0, at = 0; i < n; i++)
		for (int k = 0; k < text_count; k++, at = (at + 1) % text_count)
			if (texts[at].id.v == items[i].id.v) {
				put_item(j, &items[i], &texts[at], NULL);
				break;
			}
	json_end(j);
	return ERR_OK;
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

enum err meeting_answer_session(struct ctx *ctx, struct response *res, const struct meeting *m)
{
	return meeting_answer_edited(ctx, res, m, NULL);
}

enum err meeting_answer_edited(struct ctx *ctx, struct response *res, const struct meeting *m,
                               const struct meeting_told *told)
{
	struct json j = { .buf = &res->body };
	enum err e;

	res->is_private = ctx->who.v != 0;
	json_object(&j);
	put_session(&j, m);
	e = put_items(&j, ctx, m->id);
	if (e == ERR_OK)
		e = put_delegations(&j, ctx, m->id);
	if (told)
		meeting_put_told(&j, told);
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

	e = meeting_named(ctx, req, "after", e);
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

	return e == ERR_OK ? meeting_answer_session(ctx, res, &m) : e;
}

/* --- writing --- */

static enum err post_open(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_open(ctx, m.id);
	if (e == ERR_OK)
		e = meeting_get(ctx, m.id, &m);
	return e == ERR_OK ? meeting_answer_session(ctx, res, &m) : e;
}

static enum err post_delegates(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting m;
	enum err e = meeting_by_slug(ctx, req->path_args[0], &m);

	if (e == ERR_OK)
		e = meeting_delegates_change(ctx, req, &m);
	return e == ERR_OK ? meeting_answer_session(ctx, res, &m) : e;
}

/* --- routes --- */

static const struct param list_params[] = {
	{ .name = "after",
	  .kind = PARAM_SLUG,
	  .label = N_("Continue after"),
	  .doc = "go on after this session" },
	{ .name = "limit",
	  .kind = PARAM_INT,
	  .min = 1,
	  .max = API_LIMIT,
	  .label = N_("Number of entries"),
	  .doc = "at most so many" },
	{ 0 },
};

#define PAST                                                                                       \
	"{\"type\":\"object\",\"required\":[\"items\",\"next\"],\"properties\":{\"items\":{"       \
	"\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"slug\",\"organ\","      \
	"\"number\",\"starts_on\"],\"properties\":{\"slug\":" STRING ",\"organ\":" STRING          \
	",\"number\":" INTEGER ",\"starts_on\":" STRING ",\"ends_on\":" STRING                     \
	",\"host\":" NULLABLE                                                                      \
	",\"governments\":{\"type\":[\"integer\",\"null\"]},\"people\":{\"type\":[\"integer\","    \
	"\"null\"]},\"source\":" STRING ",\"is_inferred\":{\"type\":\"boolean\"}}}}"               \
	",\"next\":" NULLABLE "}}"

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
	  .path = "/api/v1/past-sessions",
	  .need = RIGHT_PUBLIC,
	  .run = meeting_past_api,
	  .doc = "Sessions held before the association kept its registry here, newest first.",
	  .schema = PAST },
	{ .method = METHOD_GET,
	  .path = "/api/v1/sessions/:slug",
	  .need = RIGHT_PUBLIC,
	  .run = get_session,
	  .doc = "A session with its agenda and its delegations.",
	  .schema = SESSION },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/open",
	  .need = RIGHT_PRESIDE,
	  .run = post_open,
	  .doc = "Open a session.",
	  .schema = SESSION },
	{ .method = METHOD_POST,
	  .path = "/api/v1/sessions/:slug/delegates",
	  .need = RIGHT_CONVENE,
	  .run = post_delegates,
	  .doc = "Register a delegate, or accept credentials.",
	  .params = meeting_delegate_params,
	  .schema = SESSION },
	{ 0 },
};
