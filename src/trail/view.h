/* trail/view.h -- what the page and the API share: an event with who did it, and what was asked. */
#pragma once
#include "trail/trail.h"

struct trail_event {
	int64_t id;
	time_us at;
	struct str code, what;   /* what: in the reader's words */
	struct str name, person; /* sign-in name and name of who did it; p NULL: nobody signed in */
	struct str object, thing; /* "vote_question:12", and in words */
	int64_t number;           /* of the thing */
	struct str payload;
	struct str by_person, by_object, by_action; /* queries that give those like it */
};

struct trail_choice {
	struct str value, name;
	bool is_chosen;
};

struct trail_list {
	struct audit_filter filter;
	struct str person, day; /* as they were asked for */
	struct str zone;        /* in which a day is one */
	struct trail_event *events;
	int n;
	bool has_more;
};

/* Read the declared parameters.  ERR_FIELD_CHOICE: a person, action, day or number that is none. */
enum err trail_read(struct ctx *ctx, const struct request *req, struct trail_list *ret) MUST_USE;
/* Fill in the events. */
enum err trail_fill(struct ctx *ctx, struct trail_list *l) MUST_USE;
/* "?person=...&before=...", what was asked with another end. */
struct str trail_query(struct ctx *ctx, const struct trail_list *l, int64_t before);
extern const struct param trail_params[];
