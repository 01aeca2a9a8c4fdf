/*
 * tools/srccheck.h -- a reader of C that is exact enough to hold the source to its rules.
 *
 * It reads tokens, finds functions and declarations by their brackets, and prints what breaks a
 * rule, one finding a line:  RULE KEY PATH:LINE: words.  KEY names the thing for tools/exceptions.
 * It decides nothing: tools/check takes the exceptions away and gives the verdict.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum {
	FUNCTION_LINES = 60,
	FUNCTION_PARAMETERS = 5,
	FUNCTION_NESTING = 4,
	C_LINES = 600,
	H_LINES = 200,
	HTML_LINES = 150,
	SQL_LINES = 40,
	LINE_COLUMNS = 100,
	ROOM_COUNT = 64
};

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_STRING, TOKEN_CHAR, TOKEN_MARK, TOKEN_COMMENT };

struct token {
	enum token_kind kind;
	const char *p;
	size_t n;
	int line;
	bool in_directive; /* part of a preprocessor line */
	bool is_line_comment;
};

/* One file.  `room` is the folder under src/, or "test" or "tools", or "" for the root. */
struct source {
	char *path;
	const char *name; /* the last part of the path */
	char room[32];
	bool is_test;   /* test/ or src/ROOM/test_*.c */
	bool may_share; /* its room may have objects that outlive a request */
	char *text;
	size_t size;
	struct token *tokens; /* of C files alone */
	int token_count;
	struct token *code; /* the same without comments and preprocessor lines */
	int code_count;
};

struct room {
	char name[32];
	bool is_mechanism, is_slice;
	unsigned long long may_use; /* bits of rooms, itself included */
};

struct rooms {
	struct room v[ROOM_COUNT];
	int n;
};

/* Prints one finding. */
void report(const char *rule, const char *key, const struct source *s, int line, const char *fmt,
            ...) __attribute__((format(printf, 5, 6)));

bool ends_with(const char *s, const char *suffix);
bool token_is(const struct token *t, const char *text);
/* Memory or the end of the program. */
void *must_realloc(void *p, size_t count, size_t size);

/* Fill s->tokens and s->code from s->text. */
void tokens_read(struct source *s);
/* The index after the bracket that closes the one at `i`; s->code_count when none does. */
int code_skip_group(const struct source *s, int i);

/* Lines, columns, SQL blocks, marks of work left undone. */
void check_text(const struct source *s);
/* Words that stand for work left undone, in a comment or a text. */
void check_undone(const struct source *s, const char *p, size_t n, int line);
/* Comments, banned functions, SQL inside C. */
void check_tokens(const struct source *s);
/* Functions, objects and prototypes at file scope. */
void check_declarations(const struct source *s);
/* Depth of the statements of the function that opens at `body_at`; reports what is too deep. */
void check_nesting(const struct source *s, int body_at, const char *function);

/* Read tools/rooms; ends the program when it is faulty. */
void rooms_read(struct rooms *rooms, const char *path);
const struct room *room_find(const struct rooms *rooms, const char *name);
/* Includes of all files: direction and cycles. */
void check_includes(const struct source *s, int n, const struct rooms *rooms);
/* What every room must have: README, tests, a fault test if it writes. */
void check_rooms(const struct source *s, int n, const struct rooms *rooms);
