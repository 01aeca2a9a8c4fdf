/*
 * member/member.h -- governments: who belongs to the association, as what, since when.
 *
 * Owns countries, governments, memberships, standing and the map's outlines.  A government becomes
 * a member by the effect of a decision ("member.admit") and in no other way once the association is
 * made. Does not decide who is admitted: that is a vote.
 */
#pragma once
#include "account/account.h"
#include "charter/charter.h"
#include "lang/lang.h"
#include "db/db.h"
#include "http/http.h"
#include "pack/pack.h"

enum member_kind { /* in the order in which they are listed */
	           MEMBER_MEMBER,
	           MEMBER_ASSOCIATE,
	           MEMBER_SPECIAL,
	           MEMBER_OBSERVER,
	           MEMBER_PARTNER,
	           MEMBER_NONE /* has applied, or has left */
};

/* A government as lists and headings show it: always the same way. */
struct member {
	member_government_id id;
	struct str slug, country;               /* "toyama", "JP" */
	struct str iso_3166_2;                  /* p == NULL: none */
	struct tr name, own_name, country_name; /* own_name: in its own script */
	bool has_own;                           /* own_name is in another language than name */
	enum member_kind kind;
	struct str joined;   /* civil date; p == NULL: not known */
	struct str decision; /* that admitted it; p == NULL */
};

const char *member_kind_code(enum member_kind k); /* "member"; NULL for MEMBER_NONE */
const char *member_kind_name(enum member_kind k); /* message key, singular */
bool member_kind_parse(struct str code, enum member_kind *ret);
enum member_kind member_kind_of(struct str code); /* MEMBER_NONE for p == NULL */

/*
 * A struct member from a row that another slice's query read out of member_now, with the columns
 * government member_government_id, slug text, country text, iso_3166_2 text?, name tr, own_name tr,
 * country_name tr, kind text?, joined text?, decision text?.
 */
#define MEMBER_OF_ROW(row)                                                                         \
	((struct member){ .id = (row)->government,                                                 \
	                  .slug = (row)->slug,                                                     \
	                  .country = (row)->country,                                               \
	                  .iso_3166_2 = (row)->iso_3166_2,                                         \
	                  .name = (row)->name,                                                     \
	                  .own_name = (row)->own_name,                                             \
	                  .country_name = (row)->country_name,                                     \
	                  .has_own = (row)->own_name.text.p &&                                     \
	                             (row)->own_name.lang != (row)->name.lang,                     \
	                  .kind = member_kind_of((row)->kind),                                     \
	                  .joined = (row)->joined,                                                 \
	                  .decision = (row)->decision })

enum err member_get(struct ctx *ctx, member_government_id id, struct member *ret) MUST_USE;
enum err member_by_slug(struct ctx *ctx, struct str slug, struct member *ret) MUST_USE;

struct member_filter {
	struct str kind;    /* "member"; p == NULL: all */
	struct str country; /* "JP"; p == NULL: all */
};
/*
 * All that match (at most 1,000), countries in the collation order of the reader's language and
 * governments within them likewise: equality is visible.  What no list shows (iso_3166_2, joined,
 * decision) is left empty; member_get() gives it.
 */
enum err member_list(struct ctx *ctx, const struct member_filter *f, struct member **ret,
                     int *ret_n) MUST_USE;
/* Order governments as member_list() does. */
void member_sort(struct ctx *ctx, struct member *m, int n);

/* Members in force, and the governments among them that are in good standing on a day. */
enum err member_count(struct ctx *ctx, int64_t *ret_members) MUST_USE;
enum err member_in_good_standing(struct ctx *ctx, member_government_id id, struct str day,
                                 bool *ret) MUST_USE;

/* The names of some governments joined as each language does ("A, B and C"), for titles. */
enum err member_names(struct ctx *ctx, const member_government_id *ids, int n, struct lang_set *ret)
	MUST_USE;

/* A government the way it is always shown: name, own script beneath, country. */
void member_html(struct html *h, const struct member *m);

/* "member.admit" (applicants and observers become members from the day of the decision) and
 * "member.expel". */
extern const struct charter_effect member_effects[]; /* ended by .name == NULL */

/* countries, governments, memberships, suspensions, regions. */
enum err member_load(struct tx *tx, struct pack *pack) MUST_USE;

/* Hold memberships that decisions made against the log; see audit/audit.h. */
struct audit_faults;
enum err member_verify(struct ctx *ctx, struct audit_faults *faults) MUST_USE;
/* Has a decision ever been about the membership of this row's government?  For the same. */
enum err member_is_decided(struct ctx *ctx, member_membership_id id, bool *ret) MUST_USE;

extern const struct route member_routes[], member_api_routes[];
