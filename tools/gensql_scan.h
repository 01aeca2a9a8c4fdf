/* gensql_scan.h -- SQL text as tokens and statements. */
#pragma once
#include "gen.h"

enum { TOKENS_MAX = 4096 }; /* of one statement */

enum tok_kind {
	TOK_END,
	TOK_SPACE,
	TOK_LINE,
	TOK_COMMENT,
	TOK_WORD,
	TOK_NUMBER,
	TOK_STRING,
	TOK_PARAM,
	TOK_PUNCT
};

struct tok {
	enum tok_kind kind;
	struct str s; /* TOK_PARAM: without the colon; TOK_COMMENT: without the dashes */
	int line;
};

struct scan {
	const char *file;
	struct str text;
	size_t at;
	int line;
};

/* One statement up to its ';', which is not among the tokens, comments left out. */
struct stmt {
	struct tok *toks;
	int n;
	int line;          /* of its first word */
	int end_line;      /* of its ';' */
	struct str export; /* what stands after "export:" before it; p == NULL: nothing does */
};

struct tok scan_next(struct scan *s);
/* False at the end of the text; a text that ends without ';' is a fault. */
bool scan_stmt(struct scan *s, struct arena *a, struct stmt *ret);
/* Index of the next token from `i` on that is not space; st->n when there is none. */
int stmt_skip(const struct stmt *st, int i);
bool tok_is(const struct stmt *st, int i, const char *word); /* in any case; false past the end */
