/* access/view.h -- what the pages of this slice show. */
#pragma once
#include "access/access.h"

struct access_role {            /* as a page lists it */
	const char *name;       /* message key */
	struct str role, scope; /* codes */
	int64_t scope_id;
	struct tr where; /* text.p == NULL: in the whole association */
};
struct access_name {
	enum language lang;
	struct str field, language, text;
};
