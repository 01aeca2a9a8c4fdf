/*
 * gen.h -- what the generators share: reading sources, telling faults, writing C.
 *
 * A generator stops at the first fault with "file:line: what" and exit status 1, and writes its
 * output only after everything was accepted, so that a build never goes on with half a file.
 */
#pragma once
#include "base/arena.h"
#include "base/base.h"
#include "base/sbuf.h"
#include "base/str.h"

struct str gen_read(struct arena *a, const char *file);
void gen_write(const char *file, struct sbuf *b);
/* line 0: the file as a whole. */
_Noreturn void gen_fault(const char *file, int line, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* The part of a path after the last '/'. */
const char *gen_file_name(const char *path);
/* a-z first, then a-z 0-9 _, at most 48 bytes. */
bool gen_is_name(struct str s);
bool gen_is_c_word(struct str s);
/* A C string literal, one piece a line of `s`; every piece on its own line after `indent`. */
void gen_c_string(struct sbuf *out, struct str s, const char *indent);
/* Text that may stand in a C comment. */
void gen_c_comment(struct sbuf *out, struct str s);
