/* doc/markdown_tree.h -- a text as cmark's tree, made safe; for doc/ alone. */
#pragma once
#include "base/base.h"

#include <cmark-gfm.h>

/*
 * Without raw HTML and pictures, links checked, headings from the second level on; `text` has a
 * value and is cut at MARKDOWN_LIMIT.  To be freed with cmark_node_free().
 */
cmark_node *markdown_parse(struct str text);
