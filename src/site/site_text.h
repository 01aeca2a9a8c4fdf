/* site/site_text.h -- a named text of the site as a page shows it. */
#pragma once
#include "base/ctx.h"
#include "view/html.h"

struct site_text {
	const char *title; /* message key */
	struct safe_html body;
	enum language lang;
	struct str language_name; /* its own name */
	bool is_other;            /* not the language that the reader asked for */
	bool is_lead;
};

/* The text "about.purpose" rendered; ret->body.html.p == NULL when there is none. */
enum err site_text_get(struct ctx *ctx, const char *name, const char *title, struct site_text *ret)
	MUST_USE;
