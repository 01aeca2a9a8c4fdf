/* builtin.c -- the routes of the program itself: health, metrics, assets, the API's description. */
#include "base/str.h"
#include "db/db.h"
#include "http/core.h"
#include "http/openapi.h"
#include "view/json.h"

struct http_exchange *http_exchange_of(const struct request *req)
{
	/* Requests are made in one place only: as part of an exchange. */
	return (struct http_exchange *)(void *)((char *)(uintptr_t)req -
	                                        offsetof(struct http_exchange, req));
}

static enum err answer_text(struct response *res, const char *text)
{
	res->content_type = "text/plain; charset=utf-8";
	res->is_private = true;
	sbuf_add(&res->body, text, strlen(text));
	return ERR_OK;
}

static enum err get_health(struct ctx *ctx, const struct request *req, struct response *res)
{
	(void)ctx;
	(void)req;
	return answer_text(res, "ok\n");
}

static enum err get_ready(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct http_core *core = http_exchange_of(req)->core;

	struct sbuf why = { .arena = ctx->arena };

	if (atomic_load(&core->is_stopping))
		sbuf_lit(&why, "the server is stopping");
	else if (!ctx->db)
		sbuf_lit(&why, "the database cannot be reached");
	else if (db_ready(ctx, &why) == ERR_OK)
		return answer_text(res, "ready\n");
	res->status = 503;
	return answer_text(res, arena_printf(ctx->arena, "not ready: %s\n", sbuf_done(&why).p).p);
}

static void write_counter(struct sbuf *out, const char *name, const char *help, uint64_t value)
{
	sbuf_printf(out, "# HELP %s %s\n# TYPE %s counter\n%s %" PRIu64 "\n", name, help, name,
	            name, value);
}

static enum err get_metrics(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct http_core *core = http_exchange_of(req)->core;
	struct db_stats stats = { 0 };
	struct sbuf *out = &res->body;

	(void)ctx;
	res->content_type = "text/plain; version=0.0.4; charset=utf-8";
	res->is_private = true;
	http_metrics_write(core->metrics, &core->router, out);
	if (core->config.store)
		db_stats(core->config.store, &stats);
	if (core->config.store)
		sbuf_printf(out,
		            "# HELP near_db_alone Nobody else serves: pages are kept.\n"
		            "# TYPE near_db_alone gauge\nnear_db_alone %d\n",
		            db_is_alone(core->config.store));
	write_counter(out, "near_db_commits_total", "Commits that reached the disk.",
	              stats.commits);
	write_counter(out, "near_db_writes_total", "Writes acknowledged.", stats.writes);
	write_counter(out, "near_db_failed_writes_total", "Writes refused or failed.",
	              stats.failed_writes);
	write_counter(out, "near_db_statements_total", "Statements run.", stats.statements);
	write_counter(out, "near_db_retries_total", "Transactions run again.", stats.retries);
	return ERR_OK;
}

static enum err get_asset(struct ctx *ctx, const struct request *req, struct response *res)
{
	const struct http_asset *const *assets = http_exchange_of(req)->core->config.assets;

	for (; assets && *assets; assets++)
		if (str_is(req->path, (*assets)->path))
			return res_asset(ctx, res, *assets);
	return ERR_NOT_FOUND;
}

static enum err get_openapi(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct http_core *core = http_exchange_of(req)->core;

	(void)ctx;
	http_openapi_write(&core->router, core->config.title, core->config.version, &res->body);
	return ERR_OK;
}

/* Every kind of problem that the API may answer with: what `type` in problem JSON points to. */
static enum err get_problems(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };

	(void)req;
	json_object(&j);
	json_key(&j, "items");
	json_array(&j);
	for (int e = ERR_OK + 1; e < ERR_COUNT; e++) {
		json_object(&j);
		json_put_str(&j, "code", str_of(err_name((enum err)e)));
		json_put_int(&j, "status", err_status((enum err)e));
		json_put_str(&j, "detail", msg(ctx->lang, err_message((enum err)e)));
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
	return ERR_OK;
}

#define PROBLEMS_SCHEMA                                                                            \
	"{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{\"items\":{"                \
	"\"type\":\"array\",\"items\":{\"type\":\"object\","                                       \
	"\"required\":[\"code\",\"status\",\"detail\"],\"properties\":{"                           \
	"\"code\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"                        \
	"\"detail\":{\"type\":\"string\"}}}}}}"

const struct route http_builtin_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/healthz",
	  .need = RIGHT_PUBLIC,
	  .run = get_health,
	  .doc = "Is the process up?" },
	{ .method = METHOD_GET,
	  .path = "/readyz",
	  .need = RIGHT_PUBLIC,
	  .run = get_ready,
	  .doc = "Can what is sent be answered and kept?  If not, why." },
	{ .method = METHOD_GET,
	  .path = "/metrics",
	  .need = RIGHT_OPERATE,
	  .run = get_metrics,
	  .doc = "Counters for Prometheus." },
	{ .method = METHOD_GET,
	  .path = "/assets/:file",
	  .need = RIGHT_PUBLIC,
	  .run = get_asset,
	  .doc = "Style sheets and scripts of the pages." },
	{ .method = METHOD_GET,
	  .path = "/api/v1/openapi.json",
	  .need = RIGHT_PUBLIC,
	  .run = get_openapi,
	  .doc = "This description of the API.",
	  .schema = "{\"type\":\"object\"}" },
	{ .method = METHOD_GET,
	  .path = "/api/v1/problems",
	  .need = RIGHT_PUBLIC,
	  .run = get_problems,
	  .doc = "The kinds of problem that the API answers with.",
	  .schema = PROBLEMS_SCHEMA },
	{ 0 },
};
