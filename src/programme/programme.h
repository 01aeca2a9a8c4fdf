/* programme/programme.h -- what the association does for its members year after year, and
 * publishes. */
#pragma once
#include "http/http.h"
#include "lang/lang.h"
#include "pack/pack.h"

struct programme {
	struct str slug, kind; /* "programme", "publication" */
	struct tr name, about; /* about is Markdown */
};

enum err programme_list(struct ctx *ctx, struct programme **ret, int *ret_n) MUST_USE;
enum err programme_by_slug(struct ctx *ctx, struct str slug, struct programme *ret) MUST_USE;
enum err programme_load(struct tx *tx, struct pack *pack) MUST_USE;

extern const struct route programme_routes[], programme_api_routes[];
