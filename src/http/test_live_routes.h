/* test_live_routes.h -- a number in the database, read and raised; pages that take their time. */
#pragma once
#include "base/str.h"
#include "db/db.h"
#include "http/http.h"
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

static _Atomic int rendered; /* pages made by get_count */
static _Atomic int gate;     /* get_slow waits while it is 0 */
static _Atomic int entered;  /* how many are in get_slow */
static _Atomic int begun;    /* how many ever came into it */

static const enum db_type int_col[] = { DB_INT };
static const enum db_type text_arg[] = { DB_TEXT };

static inline enum err count_rows(struct ctx *ctx, int64_t *ret)
{
	struct db_stmt st = {
		.name = "test.count",
		.sqlite = "SELECT count(*) FROM account_failure",
		.postgres = "SELECT count(*) FROM account_failure",
		.ncols = 1,
		.cols = int_col,
	};
	static struct db_stmt kept; /* a statement is known by its address */
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	struct db_val *rows;
	enum err e;
	int n;

	pthread_mutex_lock(&lock);
	if (!kept.name) {
		table_set_add(&st.reads, TABLE_ACCOUNT_FAILURE);
		kept = st;
	}
	pthread_mutex_unlock(&lock);
	e = db_run(ctx, &kept, NULL, 1, &rows, &n, NULL);
	if (e == ERR_OK)
		*ret = rows[0].i;
	return e;
}

static inline enum err add_row(struct tx *tx, void *name)
{
	static struct db_stmt kept;
	struct db_stmt st = {
		.name = "test.add",
		.sqlite =
			"INSERT INTO account_failure (name, failures, since_at) VALUES (?1, 1, 0)",
		.postgres =
			"INSERT INTO account_failure (name, failures, since_at) VALUES ($1, 1, 0)",
		.nargs = 1,
		.args = text_arg,
		.writes_rows = true,
	};
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	struct db_val arg = { .type = DB_TEXT, .s = str_of(name) }, *rows;
	int n;

	pthread_mutex_lock(&lock);
	if (!kept.name) {
		table_set_add(&st.writes, TABLE_ACCOUNT_FAILURE);
		kept = st;
	}
	pthread_mutex_unlock(&lock);
	return db_run(tx->ctx, &kept, &arg, 0, &rows, &n, NULL);
}

static inline enum err get_count(struct ctx *ctx, const struct request *req, struct response *res)
{
	int64_t n = -1;
	enum err e = count_rows(ctx, &n);

	rendered++;
	sbuf_printf(&res->body, "%" PRId64 " rows, host %.*s, %s\n", n, STR_ARG(req->host),
	            language_code(ctx->lang));
	/* Long enough to be worth compressing. */
	for (int i = 0; i < 100; i++)
		sbuf_lit(&res->body, "<p>and so on</p>\n");
	return e;
}

static inline enum err post_count(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct str name = req_text(req, "name");

	(void)res;
	return db_write(ctx, add_row, (void *)(uintptr_t)arena_str(ctx->arena, name.p, name.n).p);
}

static inline enum err get_slow(struct ctx *ctx, const struct request *req, struct response *res)
{
	(void)ctx;
	(void)req;
	res->is_private = true;
	entered++;
	begun++;
	while (!gate)
		usleep(1000);
	entered--;
	sbuf_lit(&res->body, "done");
	return ERR_OK;
}

static inline enum err get_large(struct ctx *ctx, const struct request *req, struct response *res)
{
	(void)ctx;
	(void)req;
	res->is_private = true;
	for (int i = 0; i < 1000 * 1000; i++)
		sbuf_lit(&res->body, "0123456789abcdef");
	return ERR_OK;
}

static inline enum err get_form(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct html h = res_html(ctx, res);

	html_lit(&h, "<!doctype html>"
	             "<form method=\"get\" action=\"/en/count\"><input name=\"q\"></form>\n"
	             "<form class=\"a>b\" method=\"post\" action=\"/en/count\">"
	             "<input type=\"hidden\" name=\"csrf\" value=\"");
	html_put_str(&h, req->csrf);
	html_lit(&h, "\"><input type=\"text\" name=\"name\" value=\"prefilled\">"
	             "<input type=\"hidden\" name=\"note\" value=\"a &amp; b\"></form>"
	             "<form method=\"post\" action=\"/en/try\">"
	             "<input type=\"hidden\" name=\"csrf\" value=\"");
	html_put_str(&h, req->csrf);
	html_lit(&h, "\"></form>");
	return ERR_OK;
}

static inline enum err post_try(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct str name = req_text(req, "name");

	(void)ctx;
	if (str_is(name, "wrong"))
		return ERR_SIGN_IN;
	if (str_is(name, "shown again"))
		res->status = 422;
	sbuf_lit(&res->body, "done");
	return ERR_OK;
}

static const struct param count_params[] = {
	{ .name = "name", .required = true, .label = "Sign-in name", .doc = "a name" },
	{ .name = "note", .label = "Place", .doc = "a note" },
	{ 0 },
};
static const struct route live_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/:lang/count",
	  .need = RIGHT_PUBLIC,
	  .run = get_count,
	  .doc = "How many." },
	{ .method = METHOD_POST,
	  .path = "/:lang/count",
	  .need = RIGHT_PUBLIC,
	  .run = post_count,
	  .doc = "One more.",
	  .params = count_params },
	{ .method = METHOD_POST,
	  .path = "/:lang/try",
	  .need = RIGHT_PUBLIC,
	  .run = post_try,
	  .doc = "Right or wrong.",
	  .params = count_params,
	  .failures_per_minute = 3 },
	{ .method = METHOD_GET,
	  .path = "/:lang/slow",
	  .need = RIGHT_PUBLIC,
	  .run = get_slow,
	  .doc = "Waits." },
	{ .method = METHOD_POST,
	  .path = "/:lang/hash",
	  .need = RIGHT_PUBLIC,
	  .run = get_slow,
	  .doc = "Waits as whoever hashes a password does.",
	  .hashes = true },
	{ .method = METHOD_GET,
	  .path = "/:lang/large",
	  .need = RIGHT_PUBLIC,
	  .run = get_large,
	  .doc = "Sixteen megabytes." },
	{ .method = METHOD_GET,
	  .path = "/:lang/form",
	  .need = RIGHT_PUBLIC,
	  .run = get_form,
	  .doc = "A form." },
	{ 0 },
};
static const struct route *const live_tables[] = { live_routes, NULL };
