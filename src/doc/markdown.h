/*
 * doc/markdown.h -- Markdown (CommonMark, by cmark-gfm) as safe HTML.
 *
 * Raw HTML is left out, links lead to http, https, mailto or a path of this site, and a text's "#"
 * becomes <h2>, because <h1> is the page's own.  What comes out may be printed without escaping:
 * this is one of the makers of struct safe_html.
 */
#pragma once
#include "view/html.h"

enum { MARKDOWN_LIMIT = 64 * 1024 }; /* bytes of a text; longer ones are cut between characters */

/* text.p == NULL gives html.p == NULL.  In the arena. */
struct safe_html markdown_html(struct arena *a, struct str text);
