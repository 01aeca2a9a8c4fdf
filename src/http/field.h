/*
 * http/field.h -- what came in by query, form or JSON, against what the route declares.
 */
#pragma once
#include "http/http.h"
#include "http/parse.h"

/* What request.fields points to. */
struct http_fields {
	const struct param *params; /* of the route; NULL: none */
	struct http_pairs pairs;    /* all declared, none empty, each as its kind demands */
};

/*
 * Check and tidy f->pairs: empty values are dropped (a form sends every field), texts become what
 * their kind keeps.  ERR_BAD_FIELD, what text_check() refuses, ERR_FIELD_LENGTH, ERR_FIELD_NUMBER,
 * ERR_FIELD_CHOICE or ERR_MISSING_FIELD, with ctx->why naming the field (ARG_FIELD).
 */
enum err http_fields_check(struct ctx *ctx, struct http_fields *f) MUST_USE;

/*
 * Drop the pairs that `params` (NULL: none) does not declare; the name of the first of them, fit to
 * be shown, or p == NULL when all are declared.
 */
struct str http_pairs_drop_unknown(struct http_pairs *pairs, const struct param *params);
/*
 * The query without the pairs that are not declared and not "back", the others as they were sent.
 * One whose "%" is broken stays: it is refused elsewhere.
 */
struct str http_query_known(struct arena *a, struct str query, const struct param *params);
/* ERR_BAD_FIELD for a name that no parameter has, fit to be shown. */
enum err http_field_refuse(struct ctx *ctx, struct str name) MUST_USE;

/* Take the pair of this name out, before the check; empty when it is not there. */
struct str http_pairs_take(struct http_pairs *pairs, const char *name);

int64_t http_param_max(const struct param *p); /* code points of a PARAM_TEXT */
/* The bounds of a PARAM_INT. */
void http_param_bounds(const struct param *p, int64_t *ret_min, int64_t *ret_max);
