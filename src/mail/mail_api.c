/* mail_api.c -- the same use cases in JSON. */
#include "base/str.h"
#include "mail/internal.h"
#include "view/json.h"

static mail_message_id path_id(const struct request *req)
{
	return (mail_message_id){ req_path_int(req, 0) };
}

static void put_letter(struct json *j, const struct mail *m)
{
	json_put_int(j, "id", m->id.v);
	json_put_str(j, "state", str_of(mail_state_code(m->state)));
	json_put_str(j, "person", m->person.text);
	json_put_str(j, "address", m->address);
	json_put_str(j, "language", str_of(language_code(m->language)));
	json_put_str(j, "subject", m->subject);
	json_put_str(j, "about", m->about);
	json_put_int(j, "revision", m->revision);
	json_put_int(j, "tries", m->tries);
	json_put_str(j, "trouble", str_of(mail_trouble_code(m->trouble)));
	json_put_str(j, "said", m->said);
	json_put_str(j, "message_id", m->message_id);
	json_put_str(j, "sent_to", m->sent_to);
	json_put_time(j, "created_at", m->created_at);
	json_put_time(j, "queued_at", m->queued_at);
	json_put_time(j, "next_at", m->next_at);
	json_put_time(j, "ended_at", m->ended_at);
}

static struct str next_page(struct ctx *ctx, const struct mail_filter *f, const struct mail *last)
{
	struct mail_filter to = *f;
	struct str query;

	to.before = last->id;
	query = mail_query(ctx, &to);
	return arena_printf(ctx->arena, "/api/v1/mail%.*s", STR_ARG(query));
}

/* Whether anything goes out, for a program that watches the outbox. */
static void put_way(struct json *j, const struct ctx *ctx)
{
	json_put_str(j, "server", ctx->mail ? ctx->mail->server : (struct str){ 0 });
	json_put_bool(j, "goes_out", ctx->mail && ctx->mail->is_open);
}

static enum err get_list(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };
	struct mail_filter f;
	struct mail *letters;
	bool has_more;
	int n;
	enum err e = mail_filter_read(ctx, req, &f);

	if (e == ERR_OK)
		e = mail_list(ctx, &f, &letters, &n, &has_more);
	if (e != ERR_OK)
		return e;
	res->is_private = true;
	json_object(&j);
	put_way(&j, ctx);
	json_key(&j, "items");
	json_array(&j);
	for (int i = 0; i < n; i++) {
		json_object(&j);
		put_letter(&j, &letters[i]);
		json_end(&j);
	}
	json_end(&j);
	json_put_str(&j, "next",
	             has_more ? next_page(ctx, &f, &letters[n - 1]) : (struct str){ 0 });
	json_end(&j);
	return ERR_OK;
}

static enum err get_one(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };
	struct str body;
	struct mail m;
	enum err e = mail_get(ctx, path_id(req), &m);

	if (e == ERR_OK)
		e = mail_body(ctx, m.id, &body);
	if (e != ERR_OK)
		return e;
	res->is_private = true;
	json_object(&j);
	put_letter(&j, &m);
	json_put_str(&j, "body", body);
	json_end(&j);
	return ERR_OK;
}

/* --- steps: the answer is the letter as it is now --- */

static enum err post_edit(struct ctx *ctx, const struct request *req, struct response *res)
{
	const struct mail_edit edit = { .id = path_id(req),
		                        .revision = req_int(req, "revision", 0),
		                        .subject = req_text(req, "subject"),
		                        .body = req_text(req, "body") };
	enum err e = mail_edit(ctx, &edit);

	return e == ERR_OK ? get_one(ctx, req, res) : e;
}

static enum err post_release(struct ctx *ctx, const struct request *req, struct response *res)
{
	enum err e = mail_release(ctx, path_id(req), req_int(req, "revision", 0));

	return e == ERR_OK ? get_one(ctx, req, res) : e;
}

static enum err post_cancel(struct ctx *ctx, const struct request *req, struct response *res)
{
	enum err e = mail_cancel(ctx, path_id(req));

	return e == ERR_OK ? get_one(ctx, req, res) : e;
}

static enum err post_retry(struct ctx *ctx, const struct request *req, struct response *res)
{
	enum err e = mail_retry(ctx, path_id(req));

	return e == ERR_OK ? get_one(ctx, req, res) : e;
}

static enum err post_address(struct ctx *ctx, const struct request *req, struct response *res)
{
	enum err e = mail_set_address(ctx, path_id(req), req_text(req, "email"));

	return e == ERR_OK ? get_one(ctx, req, res) : e;
}

/* --- all that were seen: the answer is how many --- */

typedef enum err all_fn(struct ctx *ctx, const struct mail_all *all, int64_t *ret_n);

static enum err do_all(struct ctx *ctx, const struct request *req, struct response *res, all_fn *fn)
{
	const struct mail_all all = mail_all_read(req);
	struct json j = { .buf = &res->body };
	int64_t n;
	enum err e = fn(ctx, &all, &n);

	if (e != ERR_OK)
		return e;
	res->is_private = true;
	json_object(&j);
	json_put_int(&j, "count", n);
	json_end(&j);
	return ERR_OK;
}

static enum err post_release_all(struct ctx *ctx, const struct request *req, struct response *res)
{
	return do_all(ctx, req, res, mail_release_all);
}

static enum err post_cancel_all(struct ctx *ctx, const struct request *req, struct response *res)
{
	return do_all(ctx, req, res, mail_cancel_all);
}

static enum err post_retry_all(struct ctx *ctx, const struct request *req, struct response *res)
{
	return do_all(ctx, req, res, mail_retry_all);
}

/* --- routes --- */

#define COUNT_SCHEMA                                                                               \
	"{\"type\":\"object\",\"required\":[\"count\"],"                                           \
	"\"properties\":{\"count\":{\"type\":\"integer\"}}}"
#define STEP(word, fn, fields, words)                                                              \
	{                                                                                          \
		.method = METHOD_POST, .path = "/api/v1/mail/:int/" word, .need = RIGHT_CONVENE,   \
		.run = (fn), .doc = (words), .params = (fields)                                    \
	}
#define ALL(word, fn, words)                                                                       \
	{                                                                                          \
		.method = METHOD_POST, .path = "/api/v1/mail/" word, .need = RIGHT_CONVENE,        \
		.run = (fn), .doc = (words), .params = mail_all_params, .schema = COUNT_SCHEMA     \
	}

const struct route mail_api_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/api/v1/mail",
	  .need = RIGHT_CONVENE,
	  .run = get_list,
	  .doc = "Letters of the outbox, the newest first.",
	  .params = mail_list_params },
	{ .method = METHOD_GET,
	  .path = "/api/v1/mail/:int",
	  .need = RIGHT_CONVENE,
	  .run = get_one,
	  .doc = "One letter with its text." },
	STEP("edit", post_edit, mail_edit_params, "Correct a letter that is held."),
	STEP("release", post_release, mail_release_params, "Release a letter that is held."),
	STEP("cancel", post_cancel, NULL, "Cancel a letter that is held or waiting."),
	STEP("retry", post_retry, NULL, "Try a letter again that was not sent."),
	STEP("address", post_address, mail_address_params,
	     "Enter the e-mail address of the person whom a letter is to."),
	ALL("release", post_release_all, "Release all held letters that have an address."),
	ALL("cancel", post_cancel_all, "Cancel all held letters."),
	ALL("retry", post_retry_all, "Try all letters again that were not sent."),
	{ 0 },
};
