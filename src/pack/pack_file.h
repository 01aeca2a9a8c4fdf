/*
 * pack/pack_file.h -- what the files of this folder share: the pack as it is held in memory.
 *
 * Everything lies in the pack's own arena.  Nothing outside src/pack/ includes this header.
 */
#pragma once
#include "pack/pack.h"

enum {
	PACK_TABLE_MAX = 16 << 20, /* bytes of a table */
	PACK_TEXT_MAX = 64 << 10,  /* bytes of a cell or a text */
	PACK_COLUMNS_MAX = 64,     /* as csv_next() */
	PACK_TEXTS_MAX = 1024,
	PACK_FAULTS_MAX = 1000, /* told; the rest is counted */
	PACK_BUCKETS = 1024
};

struct pack_faulty {
	struct pack_faulty *next; /* in order of file and line */
	struct str file, column, text;
	int line;
};

struct pack_binding {
	struct pack_binding *next;
	const char *what, *file;
	struct str slug;
	int line;
	int64_t id;
};

/* A file that somebody asked for. */
struct pack_asked {
	struct pack_asked *next;
	const char *file;
};

/* Of which sort the names are that the rows of a file bind. */
struct pack_sort {
	struct pack_sort *next;
	const char *what, *file;
};

/* A table of which rows could not be read, and its bytes; p == NULL: of which nothing is known. */
struct pack_lost {
	struct pack_lost *next;
	const char *file;
	struct str text;
};

struct pack_text {
	struct str name;
	struct lang_set set;
	bool is_known; /* somebody has a place for it */
};

struct pack {
	struct arena *arena;
	struct str dir;
	struct pack_faulty *faults;
	int fault_count, fault_kept;
	struct pack_binding *bindings[PACK_BUCKETS];
	struct pack_asked *asked;
	struct pack_sort *sorts;
	struct pack_lost *lost;
	struct pack_text *texts; /* by name */
	int text_count;
};

/* A place in the pack; column and line may be absent. */
struct pack_place {
	struct str file;
	int line;
	const char *column;
};
void pack_fault_at(struct pack *p, struct pack_place at, const char *fmt, ...) PRINTF_LIKE(3, 4);

/*
 * The bytes of dir/path.  False with a fault when it is no plain file or larger than `max`; false
 * without one when there is none.
 */
bool pack_read(struct pack *p, const char *path, size_t max, struct str *ret);
/*
 * Is it UTF-8?  If not, one fault that names what it probably is and the remedy.  Carriage returns
 * that stand alone are told, and become newlines.
 */
bool pack_check_utf8(struct pack *p, const char *path, struct str text);
/* Is a text fit to stand beside others (view/text.h)?  If not, a fault says why. */
bool pack_check_text(struct pack *p, struct pack_place at, struct str text);
/* A cell as a fault shows it: not longer than a line. */
struct str pack_shown(struct pack *p, struct str cell);
/* Names that stand in `text` may be bound by rows of `file` that could not be read. */
void pack_lose(struct pack *p, const char *file, struct str text);
/* texts/, read by pack_open(). */
void pack_texts_load(struct pack *p);
