/* mail/view.h -- what the pages of the outbox are given beside letters. */
#pragma once
#include "mail/internal.h"

struct mail_way_view; /* of way.html */

/* What is done to all letters at once. */
enum mail_all_kind { MAIL_ALL_RELEASE, MAIL_ALL_CANCEL, MAIL_ALL_RETRY };
struct str mail_all_code(enum mail_all_kind k); /* "release", as in the address */

/* A filter by state. */
struct mail_pill {
	struct str name, query;
	int64_t n;
	bool is_current;
};

struct html mail_page_begin(struct ctx *ctx, const struct request *req, struct response *res,
                            const char *title);
mail_message_id mail_path_id(const struct request *req);
struct mail_way_view mail_way_shown(const struct ctx *ctx);
