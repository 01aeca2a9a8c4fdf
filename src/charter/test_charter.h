/*
 * test_charter.h -- a small pack of an association that does not exist, for the tests of this
 * slice.
 *
 * Written into a folder of the test's own; a test replaces a file to plant a fault.
 */
#pragma once
#include "charter/internal.h"
#include "test/engine.h"
#include "test/tap.h"
#include <sys/stat.h>

/* clang-format off */
#define SIX(stem) stem "_zh," stem "_ja," stem "_ko," stem "_mn," stem "_ru," stem "_en"
#define EN(text) ",,,,," text           /* the six cells of a text in English alone */

#define PACK_CSV                                                                                   \
	"key,value\nid,lakes\nlanguage,en\nzone,Europe/Helsinki\nfounded,2001-05\n"                \
	"website,https://lakes.example\ncontact_email,office@lakes.example\n"
#define IDENTITY_CSV                                                                               \
	SIX("short") "," SIX("name") "," SIX("motto") "\n" EN("LL") "," EN("League of Lakes") ","  \
	EN("Clear water") "\n"
#define KINDS_HEAD "slug,effect,subjects," SIX("name") "," SIX("title") "\n"
#define KINDS_CSV                                                                                  \
	KINDS_HEAD                                                                                 \
	"admit,test.admit,many,,湖の加入,,,," "Admission of lakes,,{subjects}の加入,,,"            \
	"Приём: {subjects},Admission of {subjects}\n"                                              \
	"budget,,none," EN("Budget") "," EN("Approval of the budget") "\n"                         \
	"motto,,none," EN("Motto") "," EN("Change of the motto") "\n"
#define RULES_HEAD                                                                                 \
	"slug,version,valid_from,valid_until," SIX("name") ",source,is_assumption,base,fraction,"  \
	"more_than,quorum_base,quorum_fraction,quorum_more,weight_base,weight_fraction,"           \
	"weight_more,blocking,tie,is_secret,may_change,good_standing,accredited,notice_days,"      \
	"written,reply_days,silence\n"
/* The cells that a rule ends with, from `source` on. */
#define RULE_TAIL "Article 7,no,valid,1/2,yes,none,,no,,,no,,rejected,no,yes,yes,yes,,no,,\n"
#define RULES_CSV                                                                                  \
	RULES_HEAD                                                                                 \
	"plain,1,2001-05,2010-01-01," EN("Plain majority") "," RULE_TAIL                           \
	"plain,2,2010-01-01,," EN("Plain majority") ",Article 7 as amended,yes,cast,2/3,no,"       \
	"members,1/2,yes,,,no,,rejected,no,no,yes,yes,30,no,,\n"                                   \
	"double,1,2012,," EN("Double majority") ",Article 8,no,members,55/100,no,none,,no,"        \
	",,,,chair,no,yes,no,no,,no,,\n"
#define POWERS_HEAD "organ_kind,kind,rule,source,is_assumption\n"
#define POWERS_CSV                                                                                 \
	POWERS_HEAD                                                                                \
	"general-assembly,admit,plain,Article 5,no\n"                                              \
	"general-assembly,budget,,Custom,yes\n"                                                    \
	"board,budget,double,Article 6,no\n"
#define ARTICLES_HEAD "number," SIX("title") "," SIX("body") ",source\n"
#define ARTICLES_CSV                                                                               \
	ARTICLES_HEAD                                                                              \
	"preamble," EN("Preamble") "," EN("Lakes are <shared>.") ",Founding paper\n"               \
	"1," EN("Name") "," EN("League of Lakes.") ",Founding paper\n"
/* clang-format on */

struct test_pack {
	struct engine e;
	struct pack *pack;
};

static inline enum err test_effect_may(struct ctx *ctx, const struct charter_effect_arg *arg)
{
	(void)ctx;
	(void)arg;
	return ERR_OK;
}

static inline enum err test_effect_run(struct tx *tx, const struct charter_effect_arg *arg)
{
	(void)tx;
	(void)arg;
	return ERR_OK;
}

static const struct charter_effect test_effects[] = {
	{ .name = "test.admit",
	  .doc = "Admit lakes.",
	  .subjects = 2,
	  .may = test_effect_may,
	  .run = test_effect_run },
	{ 0 },
};

static inline void test_put(const struct engine *e, const char *file, const char *text)
{
	char path[160];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", e->dir, file);
	f = fopen(path, "wb");
	MUST(f && fwrite(text, 1, strlen(text), f) == strlen(text) && fclose(f) == 0);
}

static inline void test_folder(const struct engine *e, const char *name)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/%s", e->dir, name);
	MUST(mkdir(path, 0700) == 0);
}

/* A database, and the good pack in its folder, not opened yet. */
static inline void test_pack_new(struct test_pack *t)
{
	engine_new(&t->e);
	t->e.ctx.effects = test_effects;
	t->pack = NULL;
	test_put(&t->e, "pack.csv", PACK_CSV);
	test_put(&t->e, "identity.csv", IDENTITY_CSV);
	test_put(&t->e, "kinds.csv", KINDS_CSV);
	test_put(&t->e, "rules.csv", RULES_CSV);
	test_put(&t->e, "powers.csv", POWERS_CSV);
	test_put(&t->e, "articles.csv", ARTICLES_CSV);
	test_folder(&t->e, "texts");
	test_folder(&t->e, "texts/en");
	test_put(&t->e, "texts/en/charter.intro.md", "What the lakes *agreed*.\n");
}

static inline void test_pack_free(struct test_pack *t)
{
	pack_free(t->pack);
	engine_free(&t->e);
}

/* What no pack may ask for, though a database may hold it and the pages tell it. */
static inline void test_procedures(struct engine *e)
{
	engine_exec(e, "UPDATE charter_rule SET written = 1, reply_days = 60, silence = 1 "
	               "WHERE slug = 'plain' AND version = 2");
	engine_exec(e, "UPDATE charter_rule SET weight_base = 1, weight_num = 65, "
	               "weight_den = 100, blocking = 4 WHERE slug = 'double'");
}

/* As near init does: kept only if the pack has no fault. */
static inline enum err test_load_all(struct tx *tx, void *arg)
{
	enum err e = charter_load(tx, arg);

	return e == ERR_OK && pack_faults(arg) > 0 ? ERR_INVALID : e;
}

static inline enum err test_load(struct test_pack *t)
{
	pack_free(t->pack);
	MUST(pack_open(t->e.dir, &t->pack) == ERR_OK);
	return db_write(&t->e.ctx, test_load_all, t->pack);
}
