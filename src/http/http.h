/*
 * http/http.h -- requests, responses and the route tables of the slices.
 *
 * A request reaches a handler whole, within limits, with right, CSRF and declared parameters
 * checked. A handler reads it through the functions below, calls one use case, and fills the
 * response.  If it returns an error, the response is thrown away and the worker answers with a page
 * (or, under /api, RFC 9457 problem JSON) in the reader's language.
 *
 * http/ itself serves /healthz, /readyz, /metrics, /assets/..., /api/v1/openapi.json and
 * /api/v1/problems; it puts right doubled, missing and trailing slashes by a 301.
 */
#pragma once
#include "base/ctx.h"
#include "base/sbuf.h"
#include "view/msg.h"

enum method { METHOD_GET, METHOD_POST }; /* HEAD is answered by GET's handler */

/* What a route needs; who has it follows from the grants (account/). */
enum right {
	RIGHT_PUBLIC,    /* everyone, signed in or not */
	RIGHT_SIGNED_IN, /* any account */
	RIGHT_VOTE,      /* cast the vote of a government */
	RIGHT_PRESIDE,   /* open and close questions in an organ */
	RIGHT_CONVENE,   /* convene sessions, put items, accredit delegates */
	RIGHT_AUDIT,     /* read the audit log */
	RIGHT_PEOPLE,    /* links, roles and accounts of people: whose, access/ says */
	RIGHT_OPERATE,   /* metrics */
	RIGHT_COUNT
};

enum param_kind { PARAM_TEXT, PARAM_LINES, PARAM_PASSWORD, PARAM_INT, PARAM_SLUG, PARAM_CHOICE };

/* A declared form field or query parameter; others are refused, or passed over: README.md, 3. */
struct param {
	const char *name;
	enum param_kind kind;
	bool required;
	/* PARAM_INT: bounds of the value (both 0: 0 to 2^53 - 1); else at most max code points (0:
	 * 200).  PARAM_TEXT comes as one line, PARAM_LINES with CR LF made LF, both fit to stand
	 * beside others (view/text.h); PARAM_PASSWORD as it was typed. */
	int64_t min, max;
	const char *choices; /* PARAM_CHOICE: "yes no abstain" */
	const char *label;   /* what people call it, as on the form: a message key */
	const char *doc;     /* English, for the API description */
	bool many;           /* may come more than once */
};

struct request {
	enum method method;
	struct str path;         /* decoded, begins with '/' */
	struct str path_args[4]; /* what the ":name"s of the pattern matched, in order */
	struct str rest;         /* path after the language, "members/toyama": for the switcher */
	struct str query;        /* raw; of a page, what the route declares */
	bool is_api;
	struct str csrf;         /* token to put into forms of this page */
	struct str client;       /* address, behind trusted proxies the forwarded one */
	struct str id;           /* of the request, in the log line and on error pages */
	struct str host, scheme; /* as the reader sees them; addresses begin with ctx->base */
	struct str session;      /* the session cookie's value, or empty */
	struct str device;       /* what this browser keeps of an earlier sign-in, or empty */
	struct str network;      /* the client's: an IPv4 address, 64 bits of an IPv6 one */
	struct str back;         /* "meetings/ga-10/chair": see req_back(); or empty */
	void *fields;            /* parsed form and query */
};

struct response {
	int status;               /* 200 unless set */
	const char *content_type; /* "text/html; charset=utf-8" unless set */
	struct sbuf body;
	struct str location;       /* for redirects */
	struct str set_cookies[2]; /* whole Set-Cookie values, or empty: see res_set_cookie() */
	bool is_private;           /* never cached, not even when anonymous */
	bool is_immutable;         /* its address changes with its content: kept for good */
	const char *filename;      /* Content-Disposition: attachment; letters, digits, ".-_" */
};

typedef enum err http_handler(struct ctx *ctx, const struct request *req, struct response *res);
struct route {
	enum method method;
	/* "/:lang/members/:slug".  ":lang" is one of the six and sets ctx->lang; ":slug", ":int",
	 * ":file" (letters, digits, ".-_", not beginning with a dot) match one segment and fill
	 * path_args; a pattern beginning "/api/" answers in JSON.  Of two patterns that match, the
	 * one whose earliest differing segment is literal wins, then :lang, :int, :slug, :file. */
	const char *path;
	enum right need;
	http_handler *run;
	const char *doc;            /* one English sentence */
	const struct param *params; /* ended by .name == NULL; NULL: none */
	/* Of a client address: so many requests may fail in a minute, before others are refused
	 * unread.  What succeeds is not counted: a whole hall may share one.  0: no limit. */
	int failures_per_minute;
	bool hashes; /* a password: it waits in a short line of its own, and no ballot behind it */
	/*
	 * A live region: GET "/:lang/..." that renders a piece of a page, the same for all who may.
	 * The handler is not told who asks, and finds no form token.  Asked for as
	 * text/event-stream it is sent again whenever a table that it read has changed.
	 */
	bool live;
	const char *schema; /* API: JSON Schema of what 200 answers; NULL: any JSON */
};

/* Within the program, made by tools/genasset: near.css under /assets/near.<hash>.css. */
struct http_asset {
	const char *path; /* what pages link to */
	const char *type;
	const unsigned char *bytes;
	size_t n;
};

/* --- reading a request --- */

/* A declared parameter's value; p == NULL when absent or empty. */
struct str req_text(const struct request *req, const char *name);
/* A declared PARAM_INT; `dflt` when absent. */
int64_t req_int(const struct request *req, const char *name, int64_t dflt);
/* The ith of a `many` parameter, or p == NULL. */
struct str req_nth(const struct request *req, const char *name, int i);
/* The nth ":int" of the path; it was checked to be one. */
int64_t req_path_int(const struct request *req, int nth);

/* What a refusal says of a field: its label to people, its name to programs (problem JSON). */
#define ARG_FIELD(name, label) ARG_TEXT("field", (label)), ARG_STR("field_name", str_of(name))
/*
 * Any page's address may end in "?back=PATH": where a form leads to when it has been done, in place
 * of where it leads by itself.  Forms and links on the page pass it on: href="/{lang}/...{back}".
 * "?back=PATH", or empty.
 */
struct str req_back(struct ctx *ctx, const struct request *req);
/* Refuse a declared parameter: ERR_MISSING_FIELD, ERR_FIELD_CHOICE. */
enum err req_refuse(struct ctx *ctx, const struct request *req, enum err e, const char *name)
	MUST_USE;

/* --- answering --- */

/* 303 to a path made by a format, "/%s/meetings/%.*s". */
MUST_USE enum err res_redirect(struct ctx *ctx, struct response *res, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
struct html res_html(struct ctx *ctx, struct response *res); /* where the page is written */
/* Answer with an asset, to be kept for good. */
enum err res_asset(struct ctx *ctx, struct response *res, const struct http_asset *asset) MUST_USE;
/* Its path without the first '/', for href="/{stylesheet}". */
struct str http_asset_href(struct arena *a, const struct http_asset *asset);
/* Begin a session in this browser, or end it (empty, 0); have it keep what it is known by.  Over
 * https the cookies' names begin with "__Host-": no other site of the domain can set them. */
void res_set_session(struct ctx *ctx, const struct request *req, struct response *res,
                     struct str token, int64_t max_age_seconds);
void res_set_device(struct ctx *ctx, const struct request *req, struct response *res,
                    struct str device);

/* --- the server --- */

struct db_store;
struct http_server;

struct http_config {
	const char *listen; /* "127.0.0.1:8080" or "[::1]:0" */
	struct db_store *store;
	const struct route *const *routes; /* tables of the slices, ended by NULL */
	const struct charter_effect *effects;
	const struct page_frame *frame;
	bool is_rehearsal;           /* for ctx */
	const struct mail_way *mail; /* likewise */
	/* Threads; 0: chosen from the cores.  Readers answer GET; workers answer POST and mostly
	 * wait for the disk: two lanes, so that many readers do not keep a ballot waiting. */
	int listeners, readers, workers;
	const char *trusted_proxies;  /* "127.0.0.1 10.0.0.0/8" or NULL */
	int limit_connections_client; /* 0: 512; as many live streams besides */
	int limit_seconds;            /* a whole request within; 0: 15.  Live streams: see live.h */
	bool page_cache;
	time_us (*clock)(void *); /* the association's; NULL: the machine's */
	void *clock_arg;
	/* Who holds this session cookie, what they may, which language they read: account/'s. */
	enum err (*identify)(struct ctx *ctx, struct str token, uint32_t *ret_rights);
	void (*error_page)(struct ctx *ctx, const struct request *req, struct response *res,
	                   enum err e); /* in the layout; site/'s */
	struct str secret;              /* 32 bytes: signs CSRF tokens */
	const char *public_url;         /* for ctx->base; NULL: a rehearsal's is this server */
	const struct http_asset *const *assets; /* served under /assets/, ended by NULL; or NULL */
	int limit_connections, limit_streams;   /* of all clients; 0: 8192, 16384 */
	int limit_waiting;        /* requests that wait in a lane, more are refused; 0: 2048 */
	int stopping_grace_ms;    /* how long a silent connection is kept then; 0: 300 */
	size_t cache_bytes;       /* of the page cache; 0: 16 MiB */
	struct str metrics_token; /* lets "Authorization: Bearer TOKEN" read /metrics from here */
	const char *title, *version; /* of the API description; NULL: "near", "0" */
};

/*
 * The config and what it points to must outlive the server.  The route tables are checked; a fault
 * in them is a bug and stops the program.  ERR_IO: cannot listen there, *why says so.
 */
enum err http_start(const struct http_config *config, struct http_server **ret, struct sbuf *why)
	MUST_USE;
int http_port(const struct http_server *s);
/* Stop accepting, finish what is under way (new requests at most `seconds` long), free. */
void http_stop(struct http_server *s, int seconds);

/* One line a route: method, path, right, purpose.  Checks the tables as well. */
void http_routes_print(const struct route *const *routes, struct sbuf *out);
const char *http_right_name(enum right right); /* "preside" */
