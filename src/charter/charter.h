/*
 * charter/charter.h -- the association, which organ may decide what, and by which rule.
 *
 * Rules are data with versions and dates.  What a rule makes of a count is charter_decide.h's.
 */
#pragma once
#include "charter/charter_decide.h"
#include "db/db.h"
#include "http/http.h"
#include "pack/pack.h"

/* --- the store --- */

/* A question as the charter sees it: who would decide it, of which kind it is, and when. */
struct charter_matter {
	struct str organ_kind; /* "general-assembly" */
	struct tr organ_name;
	charter_kind_id kind;
	struct str day; /* civil date */
};
/*
 * The rule by which it is decided.  ERR_CHARTER_NO_POWER names the missing power (organ and kind);
 * ERR_CHARTER_NO_RULE: none is in force on the day, or the power is exercised without a vote.
 */
enum err charter_power(struct ctx *ctx, const struct charter_matter *matter,
                       struct charter_rule *ret_rule) MUST_USE;
enum err charter_rule_get(struct ctx *ctx, charter_rule_id id, struct charter_rule *ret) MUST_USE;
/* The version of a rule in force on a day; ERR_NOT_FOUND. */
enum err charter_rule_on(struct ctx *ctx, struct str slug, struct str day, struct charter_rule *ret)
	MUST_USE;

/* What a decision does.  A slice declares it; app/ lists all; decision/ runs it. */
struct charter_effect_arg {
	struct str decision; /* "GA-2014-01" */
	struct str day;      /* civil date of the decision */
	organ_id organ;
	const member_government_id *subjects;
	int subject_count;
};
struct charter_effect {
	const char *name; /* "member.admit" */
	const char *doc;  /* English, for `near effects` */
	int64_t subjects; /* governments that it needs: 0 none, 1 one, 2 one or more */
	/* Message key for the decision's page: "{governments} became members on {day}."; or NULL.
	 */
	const char *done;
	/* May it be done to these?  Changes nothing; asked when an item is put and before run. */
	enum err (*may)(struct ctx *ctx, const struct charter_effect_arg *arg);
	enum err (*run)(struct tx *tx, const struct charter_effect_arg *arg);
};
/* By name among ctx->effects; NULL when unknown. */
const struct charter_effect *charter_effect_find(const struct ctx *ctx, struct str name);

struct charter_kind {
	charter_kind_id id;
	struct str slug;
	struct tr name;
	struct str effect; /* p == NULL: none */
	int64_t subjects;  /* 0 none, 1 one, 2 one or more */
};
enum err charter_kind_get(struct ctx *ctx, charter_kind_id id, struct charter_kind *ret) MUST_USE;
/* The title of a decision of this kind in each language; "{subjects}" is replaced by `subjects`. */
enum err charter_kind_title(struct ctx *ctx, charter_kind_id id, const struct lang_set *subjects,
                            struct lang_set *ret) MUST_USE;

struct charter_association {
	struct str slug;
	struct tr short_name, name, motto;
	enum language language;
	struct str zone, founded, website, contact_email;
	/* Who registers a delegate, or gives a seat, may not accept the same one's credentials. */
	bool two_persons, two_persons_assumed;
	struct str two_persons_source; /* p == NULL without it */
};
enum err charter_association_get(struct ctx *ctx, struct charter_association *ret) MUST_USE;
/* Its time zone; UTC where there is no association yet. */
enum err charter_zone(struct ctx *ctx, struct str *ret) MUST_USE;

/* pack.csv, identity.csv, kinds.csv, rules.csv, powers.csv, articles.csv. */
enum err charter_load(struct tx *tx, struct pack *pack) MUST_USE;

extern const struct route charter_routes[];     /* /:lang/charter ... */
extern const struct route charter_api_routes[]; /* /api/v1/association, /api/v1/rules ... */
