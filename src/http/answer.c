/*
 * answer.c -- the one way from a request to an answer.
 *
 * The order is: who and in which language (so that a refusal can be told in it), which route, with
 * what right, without too many failures before, from our own page, with declared fields; and only
 * then the handler.
 */
#include "base/log.h"
#include "base/random.h"
#include "base/str.h"
#include "base/time.h"
#include "db/db.h"
#include "base/utf8.h"
#include "http/core.h"
#include <stdio.h>

enum { BACK_MAX = 120 };

/* --- the core --- */

static int count_tables(const struct route *const *tables)
{
	int n = 0;

	while (tables && tables[n])
		n++;
	return n;
}

static void make_router(struct http_core *core)
{
	int n = count_tables(core->config.routes);
	const struct route **all = arena_many(core->arena, const struct route *, (size_t)n + 2);
	struct http_match m;

	for (int i = 0; i < n; i++)
		all[i] = core->config.routes[i];
	all[n] = http_builtin_routes;
	http_router_make(&core->router, core->arena, all);
	core->has_sign_in = http_router_find(&core->router, METHOD_GET, S("/en/sign-in"), &m) &&
	                    m.found;
}

bool http_core_make(struct http_core *core, const struct http_config *config, struct sbuf *why)
{
	*core = (struct http_core){ .config = *config };
	MUST(config->secret.n == HTTP_SECRET_BYTES);
	if (!http_nets_parse(config->trusted_proxies, &core->trusted)) {
		sbuf_printf(why,
		            "the trusted proxies are not a list of addresses and networks such as "
		            "\"127.0.0.1 10.0.0.0/8\": %s",
		            config->trusted_proxies);
		return false;
	}
	core->arena = arena_new();
	make_router(core);
	core->rate = http_rate_new();
	core->metrics = http_metrics_new(core->router.n);
	random_bytes(&core->boot, sizeof core->boot);
	return true;
}

void http_core_done(struct http_core *core)
{
	http_metrics_free(core->metrics);
	http_rate_free(core->rate);
	arena_free(core->arena);
}

void http_core_id(struct http_core *core, char buf[static HTTP_ID_TEXT])
{
	static const char digits[] = "0123456789abcdef";
	uint32_t n = atomic_fetch_add_explicit(&core->last_id, 1, memory_order_relaxed) + 1;
	uint64_t id = (uint64_t)core->boot << 32 | n;

	for (int i = HTTP_ID_TEXT - 2; i >= 0; i--, id >>= 4)
		buf[i] = digits[id & 15];
	buf[HTTP_ID_TEXT - 1] = 0;
}

void http_ctx_fill(const struct http_core *core, struct ctx *ctx, struct arena *arena,
                   struct db *db)
{
	const struct http_config *config = &core->config;

	*ctx = (struct ctx){
		.arena = arena,
		.db = db,
		.lang = LANGUAGE_EN,
		.effects = config->effects,
		.frame = config->frame,
		.secret = config->secret,
		.is_rehearsal = config->is_rehearsal,
		.base = core->base[0] ? str_of(core->base) : (struct str){ 0 },
		.mail = config->mail,
	};
	ctx->now = config->clock ? config->clock(config->clock_arg) : time_now();
}

/* --- who asks, and for what --- */

static void begin(struct http_exchange *x)
{
	const struct http_raw *raw = x->raw;
	struct request *req = &x->req;
	char *client = arena_alloc(x->ctx->arena, HTTP_ADDR_TEXT);
	char *network = arena_alloc(x->ctx->arena, HTTP_ADDR_TEXT);
	struct http_addr mine;

	if (raw->region)
		x->origin = (struct http_origin){ .host = raw->region->host,
			                          .is_https = raw->region->is_https };
	else
		http_origin_find(&x->core->trusted, &raw->peer, raw->head, &x->origin);
	http_addr_format(&x->origin.client, client);
	mine = http_addr_client(&x->origin.client);
	http_addr_format(&mine, network);
	x->is_known_method = str_is(raw->method, "GET") || str_is(raw->method, "HEAD") ||
	                     str_is(raw->method, "POST");
	req->method = str_is(raw->method, "POST") ? METHOD_POST : METHOD_GET;
	req->path = S("/");
	req->rest = req->query = req->session = req->csrf = req->back = S("");
	req->client = str_of(client);
	req->network = str_of(network);
	req->device = S("");
	req->id = raw->id;
	req->host = x->origin.host.p ? x->origin.host : S("localhost");
	req->scheme = x->origin.is_https ? S("https") : S("http");
	req->is_api = str_starts(raw->target, S("/api/"));
	req->fields = &x->fields;
	x->rights = raw->region ? UINT32_MAX : 1u << RIGHT_PUBLIC;
	x->res.body.arena = x->ctx->arena;
	x->ctx->lang = language_accept(raw->head->accept_language, LANGUAGE_EN);
}

static enum err read_address(struct http_exchange *x)
{
	struct http_target t;
	struct str rest, first;

	if (!http_is_token(x->raw->method) ||
	    !http_target_parse(x->ctx->arena, x->raw->target, &t) ||
	    !http_host_is_valid(x->req.host))
		return ERR_BAD_REQUEST;
	x->req.path = t.path;
	x->req.query = t.query;
	x->req.is_api = str_starts(t.path, S("/api/"));
	rest = str_sub(t.path, 1, t.path.n);
	if (str_cut(&rest, '/', &first) && language_parse(first, &x->ctx->lang)) {
		x->has_language = true;
		x->req.rest = rest.p ? rest : S("");
	}
	return ERR_OK;
}

/* What a session says of the reader's language yields to what the address says. */
static enum err identify(struct http_exchange *x)
{
	struct ctx *ctx = x->ctx;
	enum language lang = ctx->lang;
	enum err e = ERR_OK;

	x->req.session = http_cookie_of(x->raw->head->cookie, x->origin.is_https,
	                                HTTP_COOKIE_SESSION);
	x->req.device = http_cookie_of(x->raw->head->cookie, x->origin.is_https,
	                               HTTP_COOKIE_DEVICE);
	if (x->raw->who.v) {
		ctx->who = x->raw->who;
		x->rights |= x->raw->rights;
	} else if (x->req.session.n > 0 && x->core->config.identify) {
		e = x->core->config.identify(ctx, x->req.session, &x->rights);
	}
	if (ctx->who.v)
		x->rights |= 1u << RIGHT_SIGNED_IN;
	if (x->has_language)
		ctx->lang = lang;
	x->who_reads = ctx->reads;
	return e;
}

static void make_token(struct http_exchange *x)
{
	struct http_holder *h = &x->holder;
	struct arena *a = x->ctx->arena;

	/* A cookie whose session has ended makes a visitor of its bearer. */
	h->session = x->ctx->who.v ? x->req.session : S("");
	h->visitor = http_cookie_of(x->raw->head->cookie, x->origin.is_https, HTTP_COOKIE_VISITOR);
	if (!http_visitor_is_valid(h->visitor)) {
		h->visitor = http_visitor_make(a);
		x->is_new_visitor = true;
	}
	x->req.csrf = http_csrf_make(a, x->core->config.secret, h);
}

/* --- which route --- */

static struct str without_doubled_slashes(struct arena *a, struct str path)
{
	char *out = arena_alloc(a, path.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] != '/' || n == 0 || out[n - 1] != '/')
			out[n++] = path.p[i];
	return (struct str){ out, n };
}

/* The path that was meant: without doubled slashes, with or without the last one. */
static bool find_meant(struct http_exchange *x, struct str *ret_path)
{
	struct arena *a = x->ctx->arena;
	struct str path = without_doubled_slashes(a, x->req.path);
	struct str other = path.p[path.n - 1] == '/' ? str_sub(path, 0, path.n - 1)
	                                             : arena_printf(a, "%.*s/", STR_ARG(path));
	struct http_match m;

	if (http_router_find(&x->core->router, METHOD_GET, path, &m) && m.found)
		*ret_path = path;
	else if (http_router_find(&x->core->router, METHOD_GET, other, &m) && m.found)
		*ret_path = other;
	else
		return false;
	return true;
}

static struct str with_query(struct arena *a, struct str path, struct str query)
{
	path = http_encode(a, path);
	return query.n > 0 ? arena_printf(a, "%.*s?%.*s", STR_ARG(path), STR_ARG(query)) : path;
}

/* ERR_OK with res.location set: the reader is sent to the right spelling of the address. */
static enum err find_route(struct http_exchange *x)
{
	struct str meant;

	if (http_router_find(&x->core->router, x->req.method, x->req.path, &x->match)) {
		if (!x->is_known_method || !x->match.found)
			return ERR_METHOD;
		memcpy(x->req.path_args, x->match.args, sizeof x->match.args);
		x->fields.params = x->match.found->route->params;
		return ERR_OK;
	}
	if (!x->is_known_method || x->req.method != METHOD_GET || !find_meant(x, &meant))
		return ERR_NOT_FOUND;
	x->res.status = 301;
	x->res.location = with_query(x->ctx->arena, meant, x->req.query);
	return ERR_OK;
}

/* --- may it be done --- */

enum err http_may(const struct http_core *core, struct ctx *ctx, struct str session, int need,
                  bool *ret_may)
{
	uint32_t rights = 1u << RIGHT_PUBLIC;
	enum err e = ERR_OK;

	if (session.n > 0 && core->config.identify)
		e = core->config.identify(ctx, session, &rights);
	if (ctx->who.v)
		rights |= 1u << RIGHT_SIGNED_IN;
	if (e == ERR_OK)
		*ret_may = rights & 1u << need;
	return e;
}

/* The operator's programs have a token in place of a session: for /metrics, from this machine. */
static bool is_metrics_token(const struct http_exchange *x)
{
	struct str token = x->core->config.metrics_token, given = x->raw->head->authorization;

	return token.n > 0 && str_is(x->req.path, "/metrics") && str_starts(given, S("Bearer ")) &&
	       http_addr_is_loopback(&x->origin.client) &&
	       http_secret_eq(str_sub(given, strlen("Bearer "), given.n), token);
}

static enum err check_right(const struct http_exchange *x)
{
	enum right need = x->match.found->route->need;

	if (x->rights & 1u << need)
		return ERR_OK;
	if (need == RIGHT_OPERATE && is_metrics_token(x))
		return ERR_OK;
	return x->ctx->who.v ? ERR_FORBIDDEN : ERR_NOT_SIGNED_IN;
}

static enum err read_body(struct http_exchange *x)
{
	struct str type = http_media_type(x->raw->head->content_type), body = x->raw->body;

	if (body.n == 0 && !x->raw->head->content_type.p)
		return ERR_OK;
	if (http_is(type, "application/x-www-form-urlencoded"))
		return http_form_parse(x->ctx->arena, body, &x->fields.pairs);
	if (http_is(type, "application/json") && x->req.is_api)
		return http_json_parse(x->ctx->arena, body, &x->fields.pairs);
	return ERR_MEDIA_TYPE;
}

/* The token comes as a field of the form or, from programs, as a header. */
static enum err check_token(struct http_exchange *x)
{
	struct str token = http_pairs_take(&x->fields.pairs, "csrf");

	if (x->raw->head->csrf.n > 0)
		token = x->raw->head->csrf;
	if (!http_is_same_site(x->raw->head, x->origin.is_https, x->req.host))
		return ERR_CSRF;
	/* A visitor made just now can have been shown no form. */
	if (x->is_new_visitor && x->holder.session.n == 0)
		return ERR_CSRF;
	return http_csrf_is_right(x->ctx->arena, x->core->config.secret, &x->holder, token)
	               ? ERR_OK
	               : ERR_CSRF;
}

/* A path of this site, after its language: so nobody is led anywhere else. */
static bool is_place(struct str path)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-/#";

	for (size_t i = 0; i < path.n; i++)
		if (!memchr(allowed, path.p[i], sizeof allowed - 1))
			return false;
	return path.n <= BACK_MAX && path.p[0] != '/';
}

static enum err take_back(struct http_exchange *x, struct http_pairs *query)
{
	struct str back = S("");

	if (!x->req.is_api)
		back = http_pairs_take(query, "back");
	if (back.n > 0 && !is_place(back))
		return REFUSE(x->ctx, ERR_BAD_FIELD, ARG_FIELD("back", N_("Page to return to")));
	x->req.back = back;
	return ERR_OK;
}

/*
 * What others hang on an address ("?fbclid=") is passed over where a page is shown, and refused
 * where a program asks, whose misspelt filter must not give it everything.  The fields of a form
 * come in its body alone: no address that somebody was led to fills one in.
 */
static enum err read_query(struct http_exchange *x)
{
	bool is_get = x->req.method == METHOD_GET;
	const struct param *params = is_get ? x->fields.params : NULL;
	struct http_pairs *query = arena_make(x->ctx->arena, struct http_pairs);
	enum err e;

	query->n = 0;
	e = http_form_parse(x->ctx->arena, x->req.query, query);
	if (e == ERR_OK)
		e = take_back(x, query);
	if (e != ERR_OK)
		return e;
	x->unknown = http_pairs_drop_unknown(query, params);
	if (x->unknown.p && x->req.is_api)
		return http_field_refuse(x->ctx, x->unknown);
	if (x->unknown.p)
		x->req.query = http_query_known(x->ctx->arena, x->req.query, params);
	if (is_get)
		x->fields.pairs = *query;
	return ERR_OK;
}

static enum err read_fields(struct http_exchange *x)
{
	enum err e = read_query(x);

	if (e == ERR_OK && x->req.method == METHOD_POST) {
		e = read_body(x);
		if (e == ERR_OK)
			e = check_token(x);
	}
	return e == ERR_OK ? http_fields_check(x->ctx, &x->fields) : e;
}

static bool is_page(const struct http_exchange *x)
{
	return !x->stream && !x->res.filename &&
	       (!x->res.content_type || str_starts(str_of(x->res.content_type), S("text/html")));
}

/* What is made for GET changes nothing: it may be thrown away when it turns out to be no page. */
static enum err check_unknown(struct http_exchange *x)
{
	if (!x->unknown.p || x->req.method != METHOD_GET || is_page(x))
		return ERR_OK;
	return http_field_refuse(x->ctx, x->unknown);
}

static enum err answer(struct http_exchange *x)
{
	const struct route *route = x->match.found->route;
	enum err e = read_fields(x);

	if (e == ERR_OK)
		e = route->live ? http_live_answer(x) : route->run(x->ctx, &x->req, &x->res);
	if (e == ERR_OK)
		e = check_unknown(x);
	if (e == ERR_OK && x->req.method == METHOD_POST && x->res.status == 303 &&
	    x->req.back.n > 0)
		x->res.location = arena_printf(x->ctx->arena, "/%s/%.*s",
		                               language_code(x->ctx->lang), STR_ARG(x->req.back));
	return e;
}

/* Is it the client's fault?  A handler may also show its form again, with a status of its own. */
static bool is_clients_fault(const struct http_exchange *x, enum err e)
{
	int status = e == ERR_OK ? x->res.status : err_status(e);

	return status >= 400 && status < 500;
}

static enum err answer_within_rate(struct http_exchange *x)
{
	const struct http_route *hr = x->match.found;
	const struct http_addr *client = &x->origin.client;
	int limit = hr->route->failures_per_minute;
	enum err e;

	x->retry_after = http_rate_take(x->core->rate, client, hr->number, limit,
	                                time_monotonic_us());
	if (x->retry_after > 0)
		return ERR_TOO_MANY;
	e = answer(x);
	if (!is_clients_fault(x, e))
		http_rate_give_back(x->core->rate, client, hr->number, limit);
	return e;
}

/*
 * What cannot be kept is refused before anything is looked up.  And where the clock is wrong, a
 * role that has not begun by it is no missing right.
 */
static enum err check_store(const struct http_exchange *x, enum err right)
{
	struct db_store *store = x->core->config.store;
	struct sbuf why = { .arena = x->ctx->arena };
	enum err e = ERR_OK;

	if (store && x->ctx->db && (x->req.method == METHOD_POST || right == ERR_FORBIDDEN))
		e = db_may_write(store, &why);
	if (x->req.method != METHOD_POST && e != ERR_CLOCK_BACK && e != ERR_CLOCK_JUMPED)
		e = ERR_OK;
	if (e != ERR_OK)
		log_why(LOG_ERROR, "write", "%s", sbuf_done(&why).p);
	return e == ERR_OK ? right : e;
}

static enum err handle(struct http_exchange *x)
{
	enum err e = check_store(x, check_right(x));

	if (e == ERR_OK)
		e = x->match.found->route->failures_per_minute > 0 ? answer_within_rate(x)
		                                                   : answer(x);
	if (e == ERR_OK && x->res.body.full) {
		log_why(LOG_ERROR, "page", "the answer to %.*s is endless", STR_ARG(x->req.path));
		e = ERR_IO;
	}
	return e;
}

static enum err run(struct http_exchange *x)
{
	enum err address = read_address(x);
	enum err e = x->raw->refused;

	/* Whatever else is wrong with it, the address says in which language that is told. */
	if (e == ERR_OK)
		e = address;
	if (e == ERR_OK)
		e = identify(x);
	make_token(x);
	if (e == ERR_OK)
		e = find_route(x);
	if (e == ERR_OK && x->match.found)
		e = handle(x);
	return e;
}

/* Whoever is not signed in and opens a page by hand is shown where to sign in. */
static bool send_to_sign_in(struct http_exchange *x)
{
	struct arena *a = x->ctx->arena;
	struct str next;

	/* A stream has no use for a page. */
	if (x->req.method != METHOD_GET || !x->has_language || !x->core->has_sign_in ||
	    x->raw->head->wants_events)
		return false;
	next = with_query(a, x->req.path, x->req.query);
	x->res = (struct response){ .status = 303, .body.arena = a, .is_private = true };
	x->res.location = arena_printf(a, "/%s/sign-in?next=%.*s", language_code(x->ctx->lang),
	                               STR_ARG(http_encode(a, next)));
	return true;
}

void http_answer(struct http_core *core, struct ctx *ctx, const struct http_raw *raw,
                 struct http_reply *ret)
{
	struct http_exchange *x = arena_make(ctx->arena, struct http_exchange);
	enum err e;

	*x = (struct http_exchange){ .core = core, .ctx = ctx, .raw = raw };
	begin(x);
	e = run(x);
	if (e == ERR_NOT_SIGNED_IN && send_to_sign_in(x))
		e = ERR_OK;
	if (e != ERR_OK)
		http_problem_answer(x, e);
	http_reply_make(x, e, ret);
}
