/* audit_list.c -- events as they are asked for; each way of asking goes by an index of its own. */
#include "audit/audit.h"
#include "audit.sql.h"
#include "base/str.h"
#include "crypto/hash.h"

enum { DIGEST_BYTES = 16 };

/* Without the association's secret a digest of so short a thing as a name could be tried out. */
struct str audit_digest(struct ctx *ctx, struct str text)
{
	unsigned char mac[CRYPTO_SHA256_BYTES];
	struct sbuf out = { .arena = ctx->arena };

	if (!text.p)
		return text;
	crypto_hmac(ctx->secret.n ? ctx->secret : S("no secret"),
	            arena_printf(ctx->arena, "log:%zu:%.*s:", text.n, STR_ARG(text)), mac);
	for (int i = 0; i < DIGEST_BYTES; i++)
		sbuf_printf(&out, "%02x", mac[i]);
	return sbuf_done(&out);
}

/* The statements give rows of the same members, each under a type of its own. */
#define TAKE(rows, n)                                                                              \
	for (int i = 0; e == ERR_OK && i < (n); i++)                                               \
		events[i] = (struct audit_event)                                                   \
		{                                                                                  \
			.id = (rows)[i].id, .at = (rows)[i].at, .person = { (rows)[i].person },    \
			.action = (rows)[i].action, .object = (rows)[i].object,                    \
			.payload = (rows)[i].payload                                               \
		}

/* What is the same in each way of asking. */
struct asked {
	time_us from, to;
	int64_t before;
};

static enum err find_of(struct ctx *ctx, const struct audit_filter *f, const struct asked *a,
                        struct audit_event *events, int *ret_n)
{
	struct audit_sql_newest_of_row *rows;
	enum err e = audit_sql_newest_of(ctx, f->object, f->person.v, f->action, a->from, a->to,
	                                 a->before, AUDIT_PAGE + 1, &rows, ret_n);

	TAKE(rows, *ret_n);
	return e;
}

static enum err find_by(struct ctx *ctx, const struct audit_filter *f, const struct asked *a,
                        struct audit_event *events, int *ret_n)
{
	struct audit_sql_newest_by_row *rows;
	enum err e = audit_sql_newest_by(ctx, f->person.v, f->action, a->from, a->to, a->before,
	                                 AUDIT_PAGE + 1, &rows, ret_n);

	TAKE(rows, *ret_n);
	return e;
}

static enum err find_called(struct ctx *ctx, const struct audit_filter *f, const struct asked *a,
                            struct audit_event *events, int *ret_n)
{
	struct audit_sql_newest_called_row *rows;
	enum err e = audit_sql_newest_called(ctx, f->action, a->from, a->to, a->before,
	                                     AUDIT_PAGE + 1, &rows, ret_n);

	TAKE(rows, *ret_n);
	return e;
}

static enum err find_between(struct ctx *ctx, const struct asked *a, struct audit_event *events,
                             int *ret_n)
{
	struct audit_sql_newest_between_row *rows;
	enum err e = audit_sql_newest_between(ctx, a->from, a->to, a->before, AUDIT_PAGE + 1, &rows,
	                                      ret_n);

	TAKE(rows, *ret_n);
	return e;
}

static enum err find_all(struct ctx *ctx, const struct asked *a, struct audit_event *events,
                         int *ret_n)
{
	struct audit_sql_newest_row *rows;
	enum err e = audit_sql_newest(ctx, a->before, AUDIT_PAGE + 1, &rows, ret_n);

	TAKE(rows, *ret_n);
	return e;
}

enum err audit_list(struct ctx *ctx, const struct audit_filter *f, struct audit_event **ret,
                    int *ret_n, bool *ret_more)
{
	struct audit_event *events = arena_many(ctx->arena, struct audit_event, AUDIT_PAGE + 1);
	bool is_timed = f->from.us != TIME_NONE.us || f->to.us != TIME_NONE.us;
	const struct asked a = {
		.from = f->from.us == TIME_NONE.us ? (time_us){ INT64_MIN + 1 } : f->from,
		.to = f->to.us == TIME_NONE.us ? (time_us){ INT64_MAX } : f->to,
		.before = f->before ? f->before : INT64_MAX,
	};
	int n = 0;
	enum err e;

	if (f->object.p)
		e = find_of(ctx, f, &a, events, &n);
	else if (f->person.v)
		e = find_by(ctx, f, &a, events, &n);
	else if (f->action.p)
		e = find_called(ctx, f, &a, events, &n);
	else if (is_timed)
		e = find_between(ctx, &a, events, &n);
	else
		e = find_all(ctx, &a, events, &n);
	if (e != ERR_OK)
		return e;
	*ret_more = n > AUDIT_PAGE;
	*ret_n = *ret_more ? AUDIT_PAGE : n;
	*ret = events;
	return ERR_OK;
}
