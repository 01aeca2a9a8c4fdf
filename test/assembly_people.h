/* test/assembly_people.h -- the second half of test/assembly.h: the people, and how an assembly is
 * made. */
#pragma once
#include "test/assembly.h"

struct assembly_grant {
	account_id who;
	enum role role;
	enum scope scope;
	int64_t scope_id;
};

static inline enum err assembly_grant_one(struct tx *tx, void *arg)
{
	const struct assembly_grant *g = arg;

	return account_grant(tx, g->who, g->role, g->scope, g->scope_id);
}

static inline account_id assembly_person(struct assembly *a, const char *name, enum role role,
                                         enum scope scope, int64_t scope_id)
{
	struct ctx *ctx = &a->engine.ctx;
	struct str sign_in = arena_printf(ctx->arena, "%s", name);
	const struct account_new new = {
		.name = sign_in,
		.language = LANGUAGE_EN,
		.person.in[LANGUAGE_EN] = arena_printf(ctx->arena, "Person of %s", name),
	};
	struct assembly_grant g = { .role = role, .scope = scope, .scope_id = scope_id };

	MUST(account_add(ctx, &new, &g.who) == ERR_OK);
	MUST(db_write(ctx, assembly_grant_one, &g) == ERR_OK);
	return g.who;
}

static inline member_government_id assembly_government(struct assembly *a, const char *slug)
{
	struct member m;

	MUST(member_by_slug(&a->engine.ctx, arena_printf(a->engine.ctx.arena, "%s", slug), &m) ==
	     ERR_OK);
	return m.id;
}

/* Make the delegate of member `i` the head of its delegation: heads alone change other people. */
static inline account_id assembly_head(struct assembly *a, int i)
{
	struct assembly_grant g = { a->delegates[i], ROLE_HEAD, SCOPE_GOVERNMENT, a->members[i].v };

	MUST(db_write(&a->engine.ctx, assembly_grant_one, &g) == ERR_OK);
	return g.who;
}

static inline void assembly_add_people(struct assembly *a)
{
	int64_t ga = a->assembly.id.v;

	a->chair = assembly_person(a, "chair", ROLE_CHAIR, SCOPE_ORGAN, ga);
	a->second_chair = assembly_person(a, "second-chair", ROLE_CHAIR, SCOPE_ORGAN, ga);
	a->committee_chair = assembly_person(a, "committee-chair", ROLE_CHAIR, SCOPE_ORGAN,
	                                     a->committee.id.v);
	a->secretariat = assembly_person(a, "secretariat", ROLE_SECRETARIAT, SCOPE_ASSOCIATION, 0);
	a->auditor = assembly_person(a, "auditor", ROLE_AUDITOR, SCOPE_ASSOCIATION, 0);
	a->operator= assembly_person(a, "operator", ROLE_OPERATOR, SCOPE_ASSOCIATION, 0);
	a->observer = assembly_person(a, "observer", ROLE_DELEGATE, SCOPE_GOVERNMENT,
	                              assembly_government(a, "observer").v);
}

static inline enum err assembly_grant_members(struct tx *tx, void *arg)
{
	struct assembly *a = arg;
	enum err e = ERR_OK;

	for (int i = 0; i < a->n && e == ERR_OK; i++)
		e = account_grant(tx, a->delegates[i], ROLE_DELEGATE, SCOPE_GOVERNMENT,
		                  a->members[i].v);
	return e;
}

/* All at once: an assembly may have thousands. */
static inline void assembly_add_members(struct assembly *a)
{
	struct ctx *ctx = &a->engine.ctx;
	struct account_new *new = arena_many(ctx->arena, struct account_new, (size_t)a->n);

	a->members = arena_many(ctx->arena, member_government_id, (size_t)a->n);
	a->delegates = arena_many(ctx->arena, account_id, (size_t)a->n);
	for (int i = 0; i < a->n; i++) {
		new[i].name = arena_printf(ctx->arena, "g%d", i + 1);
		new[i].person.in[LANGUAGE_EN] = arena_printf(ctx->arena, "Person of g%d", i + 1);
		new[i].language = LANGUAGE_EN;
		a->members[i] = assembly_government(a, new[i].name.p);
	}
	MUST(account_add_many(ctx, new, a->n, a->delegates) == ERR_OK);
	MUST(db_write(ctx, assembly_grant_members, a) == ERR_OK);
}

static inline void assembly_set_effects(struct assembly *a)
{
	static const struct charter_effect *const lists[] = { member_effects, organ_effects };
	size_t n = 0;

	for (size_t i = 0; i < COUNT_OF(lists); i++)
		for (const struct charter_effect *f = lists[i]; f->name; f++) {
			MUST(n + 1 < COUNT_OF(a->effects));
			a->effects[n++] = *f;
		}
	a->engine.ctx.effects = a->effects;
}

/* Fill an engine that has just been made with an association of `n` members and their people. */
static inline void assembly_fill(struct assembly *a, int n)
{
	struct ctx *ctx = &a->engine.ctx;
	struct pack *pack;
	char dir[128];

	a->n = n;
	assembly_set_effects(a);
	snprintf(dir, sizeof(dir), "%s/pack", a->engine.dir);
	MUST(mkdir(dir, 0700) == 0);
	assembly_write_charter(a);
	assembly_write_governments(a);
	assembly_write_rest(a);
	MUST(pack_open(dir, &pack) == ERR_OK);
	MUST(db_write(ctx, assembly_load, pack) == ERR_OK && pack_faults(pack) == 0);
	pack_free(pack);
	MUST(organ_by_slug(ctx, S("assembly"), &a->assembly) == ERR_OK);
	MUST(organ_by_slug(ctx, S("committee"), &a->committee) == ERR_OK);
	assembly_add_people(a);
	assembly_add_members(a);
}

static inline void assembly_new(struct assembly *a, int n)
{
	*a = (struct assembly){ .n = 0 };
	engine_new(&a->engine);
	assembly_fill(a, n);
}

static inline void assembly_free(struct assembly *a)
{
	engine_free(&a->engine);
}

/* The same, as somebody else. */
static inline struct ctx *assembly_as(struct assembly *a, account_id who)
{
	a->engine.ctx.who = who;
	return &a->engine.ctx;
}

/* A connection of its own on the same database, for races. */
static inline struct ctx assembly_connect(struct assembly *a, account_id who)
{
	struct ctx c = a->engine.ctx;

	c.arena = arena_new();
	c.db = db_open(a->engine.store);
	c.who = who;
	MUST(c.db);
	return c;
}

static inline void assembly_disconnect(struct ctx *c)
{
	db_close(c->db);
	arena_free(c->arena);
}
