/* audit.c -- the chain: adding its next link, and walking it from its beginning. */
#include "audit/audit.h"
#include "audit.sql.h"
#include "base/str.h"
#include "base/time.h"
#include "crypto/hash.h"
#include <endian.h>

/* How far a clock may stand back without anybody being told: what NTP corrects in passing. */
#define BACK_MAX_US INT64_C(5000000)
/* Events held at a time while walking. */
#define CHUNK 500

static void add_int(struct crypto_sha256 *h, int64_t v)
{
	uint64_t big = htobe64((uint64_t)v);

	crypto_sha256_add(h, &big, sizeof(big));
}

/* With its length before it, no text can pass for another two. */
static void add_text(struct crypto_sha256 *h, struct str s)
{
	add_int(h, (int64_t)s.n);
	crypto_sha256_add(h, s.p, s.n);
}

void audit_hash(const struct audit_event *e, const unsigned char previous[static 32],
                unsigned char ret[static 32])
{
	struct crypto_sha256 *h = crypto_sha256_new();

	crypto_sha256_add(h, previous, 32);
	add_int(h, e->id);
	add_int(h, e->at.us);
	add_int(h, e->person.v);
	add_text(h, e->action);
	add_text(h, e->object);
	add_text(h, e->payload);
	crypto_sha256_done(h, ret);
}

/* The clock of events never runs back, whatever the machine's does. */
static enum err take_time(struct ctx *ctx, time_us last, time_us *ret)
{
	if (ctx->now.us < last.us - BACK_MAX_US)
		return ERR_CLOCK_BACK;
	*ret = ctx->now.us < last.us ? last : ctx->now;
	return ERR_OK;
}

/* The event after the last one; `may_go_back`: whatever its time. */
static enum err append(struct tx *tx, struct audit_event *event, bool may_go_back)
{
	static const unsigned char zeros[32];
	struct ctx *ctx = tx->ctx;
	struct str previous = { (const char *)zeros, sizeof(zeros) };
	struct audit_sql_last_row last;
	unsigned char hash[32];
	enum err e;

	MUST(event->payload.n >= 2 && event->payload.p[0] == '{' &&
	     event->payload.p[event->payload.n - 1] == '}');
	event->id = 1;
	event->at = ctx->now;
	event->person = ctx->who;
	e = audit_sql_last(ctx, &last);
	if (e == ERR_OK) {
		/* Nobody here made a link of another size: audit_verify() tells where. */
		if (last.hash.n != sizeof(hash))
			return ERR_DB_DAMAGED;
		event->id = last.id + 1;
		previous = last.hash;
		if (!may_go_back)
			e = take_time(ctx, last.at, &event->at);
	} else if (e == ERR_NOT_FOUND) {
		e = ERR_OK;
	}
	if (e != ERR_OK)
		return e;
	audit_hash(event, (const unsigned char *)previous.p, hash);
	return audit_sql_add(tx, event->id, event->at, event->person.v, event->action,
	                     event->object, event->payload, previous,
	                     (struct str){ (const char *)hash, sizeof(hash) });
}

enum err audit_record(struct tx *tx, const char *action, struct str object, struct str payload)
{
	struct audit_event event = { .action = str_of(action),
		                     .object = object,
		                     .payload = payload };

	return append(tx, &event, false);
}

static const char accepts_clock[] = "clock.accept";

enum err audit_record_clock(struct tx *tx)
{
	time_us last = TIME_NONE;
	char text[24] = "";
	enum err e = audit_last_at(tx->ctx, &last);

	if (e != ERR_OK)
		return e;
	if (last.us != TIME_NONE.us)
		time_format(last, text);
	return append(tx,
	              &(struct audit_event){
			      .action = str_of(accepts_clock),
			      .object = S("association:1"),
			      .payload = arena_printf(tx->ctx->arena, "{\"last\":\"%s\"}", text),
		      },
	              true);
}

static bool fits(const struct audit_check *c, const struct audit_sql_list_after_row *r,
                 time_us last)
{
	struct audit_event event = {
		.id = r->id,
		.at = r->at,
		.person = { r->person },
		.action = r->action,
		.object = r->object,
		.payload = r->payload,
	};
	unsigned char hash[32];

	if (r->id != c->events + 1 || r->previous.n != sizeof(hash) || r->hash.n != sizeof(hash))
		return false;
	audit_hash(&event, c->head, hash);
	return memcmp(r->previous.p, c->head, sizeof(hash)) == 0 &&
	       memcmp(r->hash.p, hash, sizeof(hash)) == 0 &&
	       (r->at.us >= last.us || str_is(r->action, accepts_clock));
}

/* The next piece; *ret_n is how many events it had. */
static enum err walk(struct ctx *ctx, struct audit_check *c, time_us *last, int *ret_n)
{
	struct audit_sql_list_after_row *rows;
	enum err e = audit_sql_list_after(ctx, c->events, CHUNK, &rows, ret_n);

	if (e != ERR_OK)
		return e;
	for (int i = 0; i < *ret_n && !c->bad; i++) {
		if (!fits(c, &rows[i], *last)) {
			c->bad = c->events + 1;
			break;
		}
		memcpy(c->head, rows[i].hash.p, sizeof(c->head));
		*last = rows[i].at;
		c->events++;
	}
	return ERR_OK;
}

enum err audit_verify(struct ctx *ctx, struct audit_check *ret)
{
	struct ctx own = *ctx;
	struct audit_check c = { 0 };
	time_us last = { INT64_MIN };
	enum err e = ERR_OK;
	int n = CHUNK;

	own.arena = arena_new();
	while (e == ERR_OK && !c.bad && n == CHUNK) {
		e = walk(&own, &c, &last, &n);
		arena_reset(own.arena);
	}
	arena_free(own.arena);
	table_set_merge(&ctx->reads, &own.reads);
	if (e == ERR_OK)
		*ret = c;
	return e;
}

enum err audit_last_at(struct ctx *ctx, time_us *ret_at)
{
	struct audit_sql_last_row last;
	enum err e = audit_sql_last(ctx, &last);

	if (e == ERR_OK)
		*ret_at = last.at;
	else if (e == ERR_NOT_FOUND)
		*ret_at = TIME_NONE;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err audit_head_at(struct ctx *ctx, int64_t id, struct audit_head *ret)
{
	struct audit_sql_last_row last;
	struct audit_sql_by_id_row row;
	enum err e = ERR_OK;

	if (id == 0) {
		e = audit_sql_last(ctx, &last);
		row = (struct audit_sql_by_id_row){ .id = last.id,
			                            .at = last.at,
			                            .hash = last.hash };
	} else {
		e = audit_sql_by_id(ctx, id, &row);
	}
	if (e == ERR_OK && row.hash.n != sizeof ret->hash)
		e = ERR_DB_DAMAGED;
	if (e != ERR_OK)
		return e;
	ret->id = row.id;
	ret->at = row.at;
	memcpy(ret->hash, row.hash.p, sizeof ret->hash);
	return ERR_OK;
}
