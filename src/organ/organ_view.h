/* organ/organ_view.h -- what the slice's own templates print. */
#pragma once
#include "organ/organ.h"
#include "view/html.h"

struct organ_entry { /* a line of the list of organs */
	const struct organ *organ;
	struct safe_html purpose;
	struct str coordinator_slug; /* p == NULL: none */
	struct tr coordinator;
};

struct organ_group {         /* organs of one kind, or of one group of a kind */
	struct str grouping; /* "I"; n == 0: not in groups */
	struct organ_entry *entries;
	int count;
};

struct organ_power {
	struct tr name, rule_name;
	struct tr source; /* in the language of the pack */
	struct str rule;  /* p == NULL: exercised without a vote */
	bool is_assumption;
};

struct organ_holder { /* a person, and since when */
	int64_t ordinal;
	struct tr name;
	struct str since, until;
};

struct organ_term {
	int64_t ordinal;
	struct str since, until, slug, decision;
	struct tr name;
	const struct organ_holder *people; /* who stood for the government in the chair */
	int people_count;
};

struct organ_line {         /* all who held one office */
	const char *office; /* message key */
	const struct organ_holder *holders;
	int count;
};

struct organ_office {
	const char *office; /* message key; NULL: `title` says it */
	struct tr title, holder;
	struct str slug, since, until;
};
