/*
 * tools/genmsg.h -- the parts of the message generator (po/README.md describes the scheme).
 *
 * genmsg.c       walks the sources and does what was asked
 * genmsg_c.c     keys in C
 * genmsg_html.c  keys in templates and in errors.txt
 * genmsg_po.c    translations
 * genmsg_out.c   the C table and the .pot
 */
#pragma once
#include "base/language.h"
#include "gen.h"

enum { FORMS = 4, REFS_MAX = 12 };

/* A text of ours, and where it is used. */
struct entry {
	struct str key;   /* with its context */
	struct str many;  /* p == NULL: it has no plural */
	const char *file; /* its first use */
	int line;
	struct str refs[REFS_MAX]; /* the files that use it, each once */
	int ref_count;
	struct str form[LANGUAGE_COUNT][FORMS]; /* p == NULL: missing; without plural the first */
};

struct catalogue {
	struct arena *arena;
	bool is_draft; /* what is missing is shown in English */
	struct entry *entries;
	size_t count, cap;
	uint32_t *slots; /* 1 + index, or 0 */
	size_t slot_count;
	int faults; /* told so far */
};

/* A key met in a source; ends the program when it is no message or contradicts another use. */
void catalogue_add(struct catalogue *c, const char *file, int line, struct str key,
                   struct str many);
struct entry *catalogue_find(const struct catalogue *c, struct str key); /* or NULL */
/* Tell a fault and go on, so that a translator sees all at once. */
void catalogue_fault(struct catalogue *c, const struct entry *e, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
/* "verb|Open" is "Open" in the context "verb"; a context is a few lower-case words. */
void key_split(struct str key, struct str *ret_context, struct str *ret_text);

/* Is it nothing but one place?  Then there is nothing to translate. */
bool key_is_place(struct str key);

/*
 * The next place {name} from *at on, which moves past it; false at the end.  A brace that belongs
 * to no place sets *ret_bad.
 */
bool place_next(struct str text, size_t *at, struct str *ret_name, bool *ret_bad);

/*
 * String literals that stand side by side from *p on, as the compiler reads them.  p == NULL and *p
 * unmoved: there is none, or one that its line does not close.
 */
struct str literal_read(struct arena *a, const char **p, int *line);

void c_scan(struct catalogue *c, const char *file, struct str text);
void html_scan(struct catalogue *c, const char *file, struct str text);
void errors_scan(struct catalogue *c, const char *file, struct str text);

void po_read(struct catalogue *c, const char *dir, enum language l);

void table_write(const struct catalogue *c, struct sbuf *out);
void pot_write(const struct catalogue *c, struct sbuf *out);
