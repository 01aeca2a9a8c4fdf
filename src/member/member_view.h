/* member/member_view.h -- what the slice's own templates print. */
#pragma once
#include "member/member.h"

struct member_tab {       /* "Observers (5)" */
	const char *name; /* message key */
	struct str query; /* "?kind=observer" */
	int64_t count;
	bool is_current;
};

struct member_country {
	struct str code;
	struct tr name;
	const struct member *members;
	int count;
};

struct member_spell {     /* a line of a government's history */
	const char *kind; /* message key */
	struct str joined, left_on, decision;
};

struct member_shape { /* a region of the map */
	struct str slug, outline;
	struct tr name;
	struct str style; /* "is-member" */
	const char *kind; /* message key */
};
