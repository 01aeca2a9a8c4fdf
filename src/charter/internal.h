/* charter/internal.h -- what the files of this slice share.  Not for others. */
#pragma once
#include "base/str.h"
#include "charter.sql.h"
#include "charter/charter.h"

/* What a pack may hold, so that every list is read whole (charter_load.c refuses more). */
enum {
	CHARTER_RULES_MAX = 256, /* versions included */
	CHARTER_KINDS_MAX = 256,
	CHARTER_POWERS_MAX = 1024,
	CHARTER_ARTICLES_MAX = 256
};

/* Every version of a rule, or of all rules when slug.p is NULL: by slug, newest first. */
enum err charter_rule_versions(struct ctx *ctx, struct str slug, struct charter_rule **ret,
                               int *ret_n) MUST_USE;
/* Is the version in force on the day?  valid_until is the first day on which it no longer is. */
bool charter_rule_is_in_force(const struct charter_rule *r, struct str day);

/* The names in CSV and JSON, in the order of the enums. */
extern const char *const charter_base_codes[]; /* "none" "members" ... NULL */
extern const char *const charter_tie_codes[];
extern const char *const charter_silence_codes[];
extern const char *const charter_subjects_codes[]; /* "none" "one" "many" NULL */

/* Can votes be tied under this rule?  See charter_decide(). */
bool charter_rule_has_ties(const struct charter_rule *r);

/* --- what the templates print --- */

struct charter_shown_rule {
	struct charter_rule rule;
	struct tr source;                    /* in the language of the pack */
	struct str majority, quorum, weight; /* in words; n == 0: none */
	bool has_ties, is_in_force;
	int64_t versions; /* of the same rule */
};

struct charter_shown_article {
	struct str number;
	struct tr title, source;
	struct safe_html body;
	enum language body_lang;
	struct str body_other; /* name of body_lang where it is not the reader's */
	bool is_numbered;      /* "3", not "preamble" */
};

struct charter_shown_power {
	struct str organ; /* in words */
	struct str rule;  /* slug; n == 0: without a vote */
	struct tr rule_name, source;
	bool is_assumption;
};

struct charter_shown_kind {
	struct tr name;
	struct charter_shown_power *powers;
	int power_count;
};

/* --- reading a pack --- */

/* Has the pack no fault so far?  One that has is not kept, and its rows may break the schema. */
bool charter_load_may_write(const struct pack *pack);
/* A text of the row in every language that it has. */
enum err charter_load_text(struct tx *tx, const struct pack_row *r, const char *stem,
                           lang_text_id *ret) MUST_USE;
/* False, with a fault, when a row before has the same name. */
bool charter_load_is_new(const struct pack_row *r, const char *what, struct str name);
/* A fault when there are more rows than the lists read. */
void charter_load_limit(struct pack *pack, const char *file, int n, int max);
/* rules.csv: binds "rule". */
enum err charter_load_rules(struct tx *tx, struct pack *pack) MUST_USE;
