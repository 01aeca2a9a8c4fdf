/*
 * site/site.h -- what no single subject owns: the frame around every page, home, about, the
 * secretariat, partners, and the page of an error.
 *
 * A reader: it owns no table, uses exported views and the public functions of the slices, and is
 * used by app/ alone.
 */
#pragma once
#include "http/page.h"

extern const struct page_frame site_frame;

/* For http_config.error_page: what happened, what was kept and what to do next. */
void site_error_page(struct ctx *ctx, const struct request *req, struct response *res, enum err e);

extern const struct route site_routes[];
extern const struct http_asset *const site_assets[]; /* the stylesheet; ended by NULL */
