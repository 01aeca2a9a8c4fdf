/*
 * http/openapi.h -- the API's own description (OpenAPI 3.1), written from the route tables.
 *
 * What is declared is what is checked: the same tables refuse a field and describe it.
 */
#pragma once
#include "http/route.h"

/* All routes whose path begins "/api/"; title and version NULL: "near", "0". */
void http_openapi_write(const struct http_router *router, const char *title, const char *version,
                        struct sbuf *out);
