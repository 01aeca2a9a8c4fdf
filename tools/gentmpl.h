/*
 * tools/gentmpl.h -- the parts of the template generator (docs/templates.md is its specification).
 *
 * gentmpl.c       reads a template and drives the rest
 * gentmpl_tag.c   turns one tag into C statements
 * gentmpl_expr.c  turns an expression into C
 * gentmpl_html.c  follows the HTML between the tags, so that a value is escaped for where it stands
 */
#pragma once
#include "gen.h"

enum { LINES_MAX = 150, FIELDS_MAX = 64, BLOCKS_MAX = 16, ARGS_MAX = 16 };

/* --- where in the HTML we are --- */

enum where { IN_TEXT, IN_TAG_NAME, IN_TAG, IN_ATTR_NAME, IN_ATTR_EQUALS, IN_VALUE };

/* Elements whose text is not ordinary. */
enum inside { INSIDE_NONE, INSIDE_TITLE, INSIDE_OPTION, INSIDE_TEXTAREA, INSIDE_SCRIPT };

struct place {
	enum where where;
	enum inside inside;
	bool pre;       /* inside <pre> */
	char quote;     /* IN_VALUE: what ends it */
	char tag[16];   /* name of the tag we are in, "/li" for an end tag */
	char attr[16];  /* name of the attribute we are in */
	char start[10]; /* IN_VALUE: its first bytes */
	bool has_value; /* IN_VALUE: a printed value stands before this point */
};

/* How an address goes on that has begun in this way. */
enum address { ADDRESS_NONE, ADDRESS_EMPTY, ADDRESS_SLASH, ADDRESS_FIXED, ADDRESS_OPEN };

struct tmpl;

void place_step(struct tmpl *g, char c); /* one byte of literal HTML */
void place_pause(struct tmpl *g);        /* a tag of ours stands here: names end before it */
bool place_same(const struct place *a, const struct place *b);
bool place_is_plain(const struct place *p); /* texts print without markup */
bool place_keeps_space(const struct place *p);
enum address place_address(const struct place *p); /* ADDRESS_NONE: not in an address */
void place_check_value(struct tmpl *g);            /* may a value stand here? */

/* --- a template being read --- */

struct field {
	const char *type, *name;
};

enum block_kind { BLOCK_IF, BLOCK_ELSE, BLOCK_FOR };

struct block {
	enum block_kind kind;
	int line;
	struct place begin;      /* where it was opened */
	struct place branch_end; /* where its first branch ended */
	bool has_branch_end;
	const char *var; /* BLOCK_FOR */
};

struct tmpl {
	struct arena *arena;
	const char *file;
	const char *name;    /* "motion_show" */
	const char *p, *end; /* what is still to be read */
	int line;
	bool line_begins;
	bool line_is_control; /* nothing but control tags on it: prints nothing */
	struct field fields[FIELDS_MAX];
	int field_count;
	struct block blocks[BLOCKS_MAX];
	int depth;
	struct place place;
	struct sbuf head;    /* the view's struct, for the header */
	struct sbuf literal; /* HTML not yet written as a statement */
	int literal_line;
	struct sbuf code; /* the function's body */
};

_Noreturn void tmpl_fault(const struct tmpl *g, int line, const char *fmt, ...) PRINTF_LIKE(3, 4);
const struct field *tmpl_field(const struct tmpl *g, const char *p, size_t n); /* or NULL */
const struct block *tmpl_loop(const struct tmpl *g, const char *p, size_t n);  /* or NULL */
void tmpl_flush(struct tmpl *g); /* writes the pending literal */
/* Opens a statement of the template's line: #line and indentation; the caller adds the rest. */
struct sbuf *tmpl_statement(struct tmpl *g, int line);

/* --- tags --- */

/* A piece of a tag and the line it begins on. */
struct piece {
	const char *p;
	size_t n;
	int line;
};

bool piece_is(struct piece s, const char *word);
struct piece piece_trim(struct piece s);
/* Cut off the next word: up to white space outside quotes and parentheses; empty at the end. */
struct piece piece_word(struct piece *rest);
bool is_name(char c); /* letter, digit, underscore */

/* Is the tag with this content one of control? */
bool tag_is_control(struct piece content);
void tag_write(struct tmpl *g, struct piece content);

/* The expression in C. */
const char *expr_c(struct tmpl *g, struct piece expr);
