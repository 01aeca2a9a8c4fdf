/*
 * test/system/asking.h -- a served association and the people who ask it for things over HTTP:
 * chairs, the secretariat, a delegate of a government that is no member, and of each that is.
 */
#pragma once
#include "app/app.h"
#include "base/log.h"
#include "base/time.h"
#include "http/client.h"
#include "test/engine.h"
#include "test/system/people.h"
#include "test/tap.h"
#include <stdlib.h>

enum { CSRF_TEXT = 80 };

static struct engine engine;
static struct home home;
static struct http_server *server;
static struct people people;

/* --- the association --- */

static inline void serve(void)
{
	struct serve_options so = { .listen = "127.0.0.1:0", .page_cache = true };
	struct sbuf why = { .arena = engine.ctx.arena };

	MUST(serve_start(&home, &so, &server, &why) == ERR_OK);
}

static inline enum err load_pack(struct tx *tx, void *arg)
{
	return app_load_pack(tx, arg);
}

static inline void add_people(void)
{
	struct organ committee;
	struct member observer;

	people = (struct people){ .ctx = &engine.ctx };
	MUST(meeting_by_slug(&engine.ctx, S("ga-10"), &people.session) == ERR_OK);
	MUST(organ_by_slug(&engine.ctx, S("working-committee"), &committee) == ERR_OK);
	MUST(member_by_slug(&engine.ctx, S("jilin"), &observer) == ERR_OK);
	people_add(&people, "chair", ROLE_CHAIR, SCOPE_ORGAN, people.session.organ.id.v);
	people_add(&people, "chair-2", ROLE_CHAIR, SCOPE_ORGAN, people.session.organ.id.v);
	people_add(&people, "chair-of-another", ROLE_CHAIR, SCOPE_ORGAN, committee.id.v);
	people_add(&people, "secretariat", ROLE_SECRETARIAT, SCOPE_ASSOCIATION, 0);
	people_add(&people, "observer", ROLE_DELEGATE, SCOPE_GOVERNMENT, observer.id.v);
	people_add_delegates(&people);
	people_make(&people);
}
enum { CHAIR, CHAIR_2, CHAIR_OF_ANOTHER, SECRETARIAT, OBSERVER, DELEGATE }; /* in people.v */

static inline void association_begin(void)
{
	const char *source = getenv("NEAR_SRC");
	struct pack *pack;
	char dir[512];

	log_least(LOG_ERROR);
	engine_new_with_writer(&engine);
	engine.ctx.effects = app_effects(engine.ctx.arena);
	snprintf(dir, sizeof(dir), "%s/packs/near", source ? source : ".");
	MUST(pack_open(dir, &pack) == ERR_OK);
	MUST(db_write(&engine.ctx, load_pack, pack) == ERR_OK);
	pack_free(pack);
	/* What is cast without HTTP is sealed by the same key. */
	engine.ctx.secret = (struct str){ (const char *)home.secret, sizeof home.secret };
	home = (struct home){ .dir = engine.dir,
		              .store = engine.store,
		              .arena = engine.ctx.arena,
		              .ctx = engine.ctx,
		              .is_rehearsal = true,
		              .start_at = engine.ctx.now,
		              .start_mono = time_monotonic_us() };
	add_people();
	serve();
}

static inline void association_end(void)
{
	http_stop(server, 5);
	engine_free(&engine);
}

/* The same use cases without HTTP, as somebody and at the association's time. */
static inline struct ctx *as(int who)
{
	engine.ctx.now = home_now(&home);
	engine.ctx.who = people.v[who].id;
	return &engine.ctx;
}

static inline int64_t item_id(int64_t number)
{
	struct meeting_item item;

	MUST(meeting_item_by_number(&engine.ctx, people.session.id, number, &item) == ERR_OK);
	return item.id.v;
}

static inline int64_t question_opened(int64_t item)
{
	vote_question_id id;

	MUST(decision_open(as(CHAIR), (meeting_item_id){ item_id(item) }, &id) == ERR_OK);
	return id.v;
}

/* --- somebody who asks --- */

struct asker {
	struct http_client *client;
	enum language language; /* of their account and browser */
	enum language page;     /* the pages they look at are in another one */
	char csrf[CSRF_TEXT];
};

static inline struct http_client *new_client(void)
{
	char base[64];

	snprintf(base, sizeof(base), "http://127.0.0.1:%d", http_port(server));
	return http_client_new(base);
}

static inline void send_always(struct asker *a, const char *name, const char *value)
{
	http_client_header(a->client, arena_printf(engine.ctx.arena, "%s: %s", name, value).p);
}

static inline void read_csrf(struct asker *a)
{
	struct http_got got;
	const char *at;

	MUST(http_client_get(a->client, engine.ctx.arena, "/api/v1/me", &got) == ERR_OK);
	at = strstr(got.body.p, "\"csrf\":\"");
	MUST(at && sscanf(at, "\"csrf\":\"%79[0-9a-f]", a->csrf) == 1);
}

/* Signed in, or a visitor (-1); `csrf` NULL: with the form token that is theirs. */
static inline struct asker asker_with(int who, const char *csrf)
{
	struct asker a = { .client = new_client(), .language = LANGUAGE_MN };

	if (who >= 0) {
		struct str token = people.v[who].token;

		send_always(&a, "Cookie",
		            arena_printf(engine.ctx.arena, "near_session=%.*s", STR_ARG(token)).p);
		a.language = people.v[who].language;
	}
	a.page = (enum language)((a.language + 1) % LANGUAGE_COUNT);
	send_always(&a, "Accept-Language", language_code(a.language));
	read_csrf(&a);
	if (!csrf)
		csrf = a.csrf;
	if (csrf[0])
		send_always(&a, "X-CSRF-Token", csrf);
	return a;
}

static inline struct asker asker_of(int who)
{
	return asker_with(who, NULL);
}

static inline void asker_free(struct asker *a)
{
	http_client_free(a->client);
}
