/*
 * http/route.h -- the slices' route tables, checked and put in order once, and the search in them.
 *
 * Which of two patterns that match a path wins depends on the patterns alone, never on the order in
 * which slices are listed.
 */
#pragma once
#include "http/http.h"

enum { ROUTE_SEGMENTS_MAX = 8, ROUTE_ARGS_MAX = 4 };

/* In the order of preference. */
enum http_segment_kind { SEGMENT_LITERAL, SEGMENT_LANG, SEGMENT_INT, SEGMENT_SLUG, SEGMENT_FILE };

struct http_segment {
	enum http_segment_kind kind;
	struct str text; /* of a literal */
};

struct http_route {
	const struct route *route;
	struct http_segment segments[ROUTE_SEGMENTS_MAX];
	int n;
	bool ends_in_slash;
	int number; /* its place in the router, for metrics */
};

struct http_router {
	struct http_route *routes;
	int n;
};

struct http_match {
	const struct http_route *found; /* NULL: nothing for this path and method */
	struct str args[ROUTE_ARGS_MAX];
	unsigned methods; /* bits 1 << enum method that some route has for this path */
};

/* Check the tables (a fault is a bug and stops the program) and put them in order, in the arena. */
void http_router_make(struct http_router *r, struct arena *a, const struct route *const *tables);
/* `path` is decoded.  False when no pattern matches it with any method. */
bool http_router_find(const struct http_router *r, enum method method, struct str path,
                      struct http_match *ret);
/* Cut a path or pattern into segments: -1 when there are too many or one is empty. */
int http_path_split(struct str path, struct str segments[static ROUTE_SEGMENTS_MAX],
                    bool *ret_ends_in_slash);
const char *http_method_name(enum method m); /* "GET" */
