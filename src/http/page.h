/*
 * http/page.h -- what stands around every page: head, navigation, language switcher, footer.
 *
 * The frame itself is the site's (site/), which knows the association; a slice only says what its
 * page is called and where it stands.  Without a frame (tests of one slice) a bare document is
 * written.
 *
 *     struct html h = res_html(ctx, res);
 *     page_begin(&h, ctx, req, &(struct page){ .title = ..., .section = PAGE_MEMBERS });
 *     member_list_html(&h, &view);
 *     page_end(&h, ctx, req);
 */
#pragma once
#include "http/http.h"

enum page_section {
	PAGE_NONE,
	PAGE_HOME,
	PAGE_ABOUT,
	PAGE_MEMBERS,
	PAGE_ORGANS,
	PAGE_MEETINGS,
	PAGE_DECISIONS,
	PAGE_PROGRAMMES,
	PAGE_PARTNERS,
	PAGE_SECRETARIAT,
	PAGE_CHARTER,
	PAGE_ACCOUNT
};

struct page_crumb {
	struct str text; /* in the reader's language */
	struct str href; /* "/ja/members" */
};

struct page {
	struct str title;       /* plain, in the reader's language */
	struct str description; /* for search engines; p == NULL: none */
	enum page_section section;
	const struct page_crumb *crumbs; /* above the page, without it and without Home */
	int crumb_count;
	bool is_bare; /* no navigation: the delegate's phone, the projector */
};

struct page_frame {
	void (*begin)(struct html *h, struct ctx *ctx, const struct request *req,
	              const struct page *p);
	void (*end)(struct html *h, struct ctx *ctx, const struct request *req);
};

void page_begin(struct html *h, struct ctx *ctx, const struct request *req, const struct page *p);
void page_end(struct html *h, struct ctx *ctx, const struct request *req);

/* What went wrong, with what it names, for a page that is shown again: it has that error's status.
 */
struct safe_html page_problem(struct ctx *ctx, struct response *res, enum err e);
/* Add "?name=value", or "&name=value" after another; nothing where p is NULL. */
void page_query_put(struct sbuf *out, const char *name, struct str value);
