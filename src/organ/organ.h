/*
 * organ/organ.h -- organs, who chairs them, who holds which office.
 *
 * A chair is a government for a term; the person who presides is the account with the role `chair`
 * in the organ.  Owns the effect "organ.next_host".
 */
#pragma once
#include "member/member.h"

struct organ {
	organ_id id, parent;                   /* parent.v == 0: none */
	struct str slug, kind, code, grouping; /* grouping.p == NULL: none */
	struct tr name, purpose;               /* purpose is Markdown */
};

enum err organ_get(struct ctx *ctx, organ_id id, struct organ *ret) MUST_USE;
enum err organ_by_slug(struct ctx *ctx, struct str slug, struct organ *ret) MUST_USE;
/* All of a kind (p == NULL: all), in their order; at most 500. */
enum err organ_list(struct ctx *ctx, struct str kind, struct organ **ret, int *ret_n) MUST_USE;
/* The government in the chair on a day; .v == 0 when nobody is. */
enum err organ_chair_on(struct ctx *ctx, organ_id id, struct str day, member_government_id *ret)
	MUST_USE;
/* May this account preside here (role chair in the organ)? */
enum err organ_may_preside(struct ctx *ctx, organ_id id, account_id who, bool *ret) MUST_USE;

/* "organ.next_host": names the government that hosts the next session and so chairs from then on.
 */
extern const struct charter_effect organ_effects[];

enum err organ_load(struct tx *tx, struct pack *pack) MUST_USE; /* organs, chairs, seats */

extern const struct route organ_routes[], organ_api_routes[];
