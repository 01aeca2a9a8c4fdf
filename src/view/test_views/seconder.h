/* seconder.h -- what the templates of test_views/ print. */
#pragma once
#include "view/form.h"
#include "view/html.h"

struct test_seconder {
	struct tr name;
	struct url site;
	bool is_chosen;
	const struct str *notes;
	int note_count;
};
