/*
 * test_rights.c -- the whole rights table walked over HTTP: every role asks for every route, and is
 * let in where near rights says so, and nowhere else.
 *
 * Addresses are filled with things that do not exist, so that whoever is let in gets "not found" or
 * "correct the fields" and changes nothing.
 */
#include "account/account.h"
#include "app/app.h"
#include "base/str.h"
#include "base/time.h"
#include "http/client.h"
#include "test/pack_near.h"

static struct engine engine;
static struct home home;
static struct http_server *server;

struct walker {
	enum role role;
	account_id who; /* .v == 0: the public */
	struct http_client *client;
	struct arena *arena;
};

struct granting {
	account_id who;
	enum role role;
};

static enum err write_grant(struct tx *tx, void *arg)
{
	struct granting *g = arg;

	return account_grant(tx, g->who, g->role, SCOPE_ASSOCIATION, 0);
}

static enum err load(struct tx *tx, void *arg)
{
	return app_load_pack(tx, arg);
}

static void begin(void)
{
	struct serve_options so = { .listen = "127.0.0.1:0", .limit_connections_client = 64 };
	engine_new_with_writer(&engine);
	engine.ctx.effects = app_effects(engine.ctx.arena);
	pack_near_load(&engine, load);
	home = (struct home){ .dir = engine.dir,
		              .store = engine.store,
		              .arena = engine.ctx.arena,
		              .ctx = engine.ctx,
		              .is_rehearsal = true,
		              .start_at = engine.ctx.now,
		              .start_mono = time_monotonic_us() };
	struct sbuf why = { .arena = engine.ctx.arena };

	MUST(serve_start(&home, &so, &server, &why) == ERR_OK);
}

static void end(void)
{
	http_stop(server, 5);
	engine_free(&engine);
}

/* A new session of theirs, with what a form of theirs would carry. */
static void sign_in(struct walker *w)
{
	struct str invitation, token;
	struct http_got got;
	const char *at, *end;
	char base[64];

	snprintf(base, sizeof base, "http://127.0.0.1:%d", http_port(server));
	if (w->client)
		http_client_free(w->client);
	w->client = http_client_new(base);
	if (w->who.v) {
		engine.ctx.now = home_now(&home);
		MUST(account_invite(&engine.ctx, w->who, &invitation) == ERR_OK);
		MUST(account_accept(&engine.ctx, invitation, (struct str){ 0 }, &token) == ERR_OK);
		http_client_header(
			w->client,
			arena_printf(w->arena, "Cookie: near_session=%.*s", STR_ARG(token)).p);
	}
	CHECK(http_client_get(w->client, w->arena, "/api/v1/me", &got) == ERR_OK &&
	      got.status == 200);
	at = strstr(got.body.p, "\"csrf\":\"");
	MUST(at);
	at += 8;
	end = strchr(at, '"');
	http_client_header(w->client,
	                   arena_printf(w->arena, "X-CSRF-Token: %.*s", (int)(end - at), at).p);
}

/* Somebody who has this one role, in the whole association. */
static struct walker walker_of(enum role role)
{
	struct walker w = { .role = role, .arena = arena_new() };
	struct account_new new = { .name = str_of(role_code(role)) };
	struct granting g = { .role = role };

	new.person.in[LANGUAGE_EN] = new.name;
	engine.ctx.now = home_now(&home);
	if (role != ROLE_PUBLIC) {
		MUST(account_add(&engine.ctx, &new, &g.who) == ERR_OK);
		MUST(db_write(&engine.ctx, write_grant, &g) == ERR_OK);
	}
	w.who = g.who;
	sign_in(&w);
	return w;
}

static const char *address_of(struct arena *a, const char *pattern)
{
	struct str rest = str_of(pattern), piece;
	struct sbuf out = { .arena = a };
	bool first = true;

	while (str_cut(&rest, '/', &piece)) {
		if (!first)
			sbuf_char(&out, '/');
		first = false;
		if (str_is(piece, ":lang"))
			sbuf_lit(&out, "en");
		else if (str_is(piece, ":int"))
			sbuf_lit(&out, "999999");
		else if (str_is(piece, ":slug"))
			sbuf_lit(&out, "no-such-thing");
		else
			sbuf_str(&out, piece);
	}
	if (str_ends(str_of(pattern), S("/")))
		sbuf_char(&out, '/');
	return sbuf_done(&out).p;
}

static bool is_let_in(const struct http_got *got)
{
	bool to_sign_in = got->status == 303 && strstr(got->location.p, "/sign-in");

	return got->status != 401 && got->status != 403 && !to_sign_in;
}

static void ask(struct walker *w, const struct route *r)
{
	bool expected = role_rights(w->role) & 1u << r->need;
	const char *path = address_of(w->arena, r->path);
	struct http_pair form = { S("application/x-www-form-urlencoded"), S("") };
	struct http_got got = { 0 };
	enum err e = r->method == METHOD_POST
	                     ? http_client_post(w->client, w->arena, path, &form, &got)
	                     : http_client_get(w->client, w->arena, path, &got);

	CHECK(e == ERR_OK);
	if (is_let_in(&got) != expected)
		printf("# %s asked for %s %s: HTTP %d\n", role_code(w->role),
		       r->method == METHOD_POST ? "POST" : "GET", r->path, got.status);
	CHECK(is_let_in(&got) == expected);
}

static void walk(struct walker *w)
{
	for (const struct route *const *table = app_routes; *table; table++)
		for (const struct route *r = *table; r->path; r++) {
			ask(w, r);
			if (r->method == METHOD_POST && strstr(r->path, "sign-out"))
				sign_in(w);
		}
}

static void every_role_is_let_in_where_the_table_says_and_nowhere_else(void)
{
	begin();
	for (int role = 0; role < ROLE_COUNT; role++) {
		struct walker w = walker_of((enum role)role);

		walk(&w);
		http_client_free(w.client);
		arena_free(w.arena);
	}
	end();
}

static void metrics_are_for_the_operator_alone(void)
{
	begin();
	for (int role = 0; role < ROLE_COUNT; role++) {
		struct walker w = walker_of((enum role)role);
		struct http_got got;

		CHECK(http_client_get(w.client, w.arena, "/metrics", &got) == ERR_OK);
		CHECK((got.status == 200) == (role == ROLE_OPERATOR));
		http_client_free(w.client);
		arena_free(w.arena);
	}
	end();
}

int main(void)
{
	RUN(every_role_is_let_in_where_the_table_says_and_nowhere_else);
	RUN(metrics_are_for_the_operator_alone);
	return TAP_DONE();
}
