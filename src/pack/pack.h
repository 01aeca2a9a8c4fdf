/*
 * pack/pack.h -- reading a pack: the folder of tables and texts that makes an association.
 *
 * The reader knows no subject.  Slices ask for their tables, check every row, and report faults,
 * each with file and line; reading goes on after a fault so that all of them are told at once.
 * Nothing is written before pack_faults() is zero.  The format is docs/pack.md.
 */
#pragma once
#include "base/ctx.h"
#include "base/sbuf.h"

struct pack;

/* One row of a table, valid as long as the pack. */
struct pack_row {
	struct pack *pack;
	const char *file; /* "governments.csv" */
	int line;
	int count;
	const struct str *names, *values;
};

/* A text in up to six languages; p == NULL where there is none. */
struct lang_set {
	struct str in[LANGUAGE_COUNT];
};

/*
 * Open the folder and read its texts.  ERR_NOT_FOUND when `dir` is no folder with a pack.csv (then
 * *ret is untouched).  The pack lives in an arena of its own.
 */
enum err pack_open(const char *dir, struct pack **ret) MUST_USE;
void pack_free(struct pack *p);
struct arena *pack_arena(struct pack *p);

/*
 * The rows of `file` ("chairs.csv"; "chairs.csv?" where the pack may do without it), whose head
 * must name exactly the columns of `columns` ("slug country? name_*"): `?` a cell may be empty,
 * `_*` six columns, one a language, of which at least one is filled, `_*?` of which none need be,
 * then `+` a cell may have several lines, and at the end of a word `:200` at most as many
 * characters.  Cells are given in NFC.
 * Faults: no such file, broken CSV or UTF-8, unknown, missing or doubled columns, empty required
 * cells, cells over 64 KiB, what text_check() refuses, white space at a cell's ends, and without
 * `+` what text_line() would fold.  The rows of a file
 * that cannot be read as a table are none; a row with a faulty cell is still given, so that what
 * else is wrong is found too.
 */
void pack_table(struct pack *p, const char *file, const char *columns,
                const struct pack_row **ret_rows, int *ret_n);

struct str pack_get(const struct pack_row *r, const char *column); /* p == NULL when empty */
/* "name" reads name_zh, name_ja ... */
struct lang_set pack_texts(const struct pack_row *r, const char *stem);
/*
 * Checked cells: a wrong one is a fault and gives what an empty one gives.  That an empty cell is
 * not allowed has been told by pack_table() already.
 */
int64_t pack_int(const struct pack_row *r, const char *column, int64_t min, int64_t max,
                 int64_t dflt);
bool pack_bool(const struct pack_row *r, const char *column); /* yes, no; empty: false */
/* The cell as it stands when it is no slug (a fault), so that what refers to it is still found. */
struct str pack_slug(const struct pack_row *r, const char *column);
struct str pack_date(const struct pack_row *r, const char *column); /* empty: p == NULL */
/* An address that begins with http:// or https://; a wrong one: p == NULL. */
struct str pack_url(const struct pack_row *r, const char *column);
/* Index in `choices`, which end with NULL; empty: 0. */
int pack_choice(const struct pack_row *r, const char *column, const char *const *choices);

/* From a day on, up to the first on which it is over; p == NULL: not known, or not over. */
struct pack_term {
	struct str since, until;
};
/* Two dates; an end before the beginning is a fault.  With a fault `since` is not known. */
struct pack_term pack_term(const struct pack_row *r, const char *since, const char *until);
/* Is there surely a day in both?  Without a beginning nobody knows. */
bool pack_terms_overlap(const struct pack_term *a, const struct pack_term *b);

/* texts/LANG/NAME.md in every language that has it; a fault when none has. */
struct lang_set pack_markdown(struct pack *p, const char *name);
/* The same of a text that need not be there; whether there is a place for it is left open. */
struct lang_set pack_text(const struct pack *p, struct str name);
/* There is a place for a text of this name, which the pack may do without. */
void pack_know_text(struct pack *p, const char *name);
/*
 * A fault for every table that nobody asked for and every text for which nobody has a place: a
 * misspelt name.  Call when all have been read.
 */
void pack_check_unread(struct pack *p);
/* The names of all texts, "about.purpose", in order. */
void pack_text_names(struct pack *p, const struct str **ret_names, int *ret_n);

/* A fault in a row and column (column may be NULL: the whole row). */
void pack_fault(const struct pack_row *r, const char *column, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
/* A fault in a file as a whole. */
void pack_fault_file(struct pack *p, const char *file, const char *fmt, ...) PRINTF_LIKE(3, 4);
int pack_faults(const struct pack *p);
/* None so far: what a faulty pack says need not be written. */
bool pack_is_good(const struct pack *p);
/* Every fault, "governments.csv:12: country: XX is not in countries.csv", a line each. */
void pack_print_faults(const struct pack *p, struct sbuf *out);

/* Names of this sort are bound by the rows of `file`; both are kept as they are given. */
void pack_sort(struct pack *p, const char *what, const char *file);
/*
 * Names that rows bind and later rows refer to: what = "government", slug -> id.  `what` is kept as
 * it is given and must outlive the pack.  A name that is bound twice is a fault and false; when the
 * same row binds it again, its id is replaced.
 */
bool pack_bind(const struct pack_row *r, const char *what, struct str slug, int64_t id);
/* May the name stand in a row that could not be read?  Then that it is missing is not told. */
bool pack_is_lost(const struct pack *p, struct str name);
/*
 * The id bound to the slug in `column`; 0 with a fault when unknown, 0 without when empty, or when
 * it stands in what could not be read of the table that binds such names.
 */
int64_t pack_ref(const struct pack_row *r, const char *what, const char *column);
/* The same for slugs separated by spaces: the next of *rest, which is cut; false at the end. */
bool pack_ref_next(const struct pack_row *r, const char *what, struct str *rest, int64_t *ret_id);
