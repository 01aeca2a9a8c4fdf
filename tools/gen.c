/* gen.c -- what the generators share. */
#include "gen.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { FILE_BYTES_MAX = 4 * 1024 * 1024, NAME_BYTES_MAX = 48 };

_Noreturn void gen_fault(const char *file, int line, const char *fmt, ...)
{
	va_list args;

	if (line > 0)
		fprintf(stderr, "%s:%d: ", file, line);
	else
		fprintf(stderr, "%s: ", file);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

struct str gen_read(struct arena *a, const char *file)
{
	FILE *f = fopen(file, "rb");

	if (f == NULL)
		gen_fault(file, 0, "cannot be read: %s", strerror(errno));
	struct sbuf b = { .arena = a, .limit = FILE_BYTES_MAX };
	char piece[4096];
	size_t n;

	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		sbuf_add(&b, piece, n);
	bool failed = ferror(f) != 0;

	fclose(f);
	if (failed || b.full)
		gen_fault(file, 0, failed ? "cannot be read" : "is larger than 4 MiB");
	return sbuf_done(&b);
}

void gen_write(const char *file, struct sbuf *b)
{
	if (b->full)
		gen_fault(file, 0, "the output would be larger than 64 MiB");
	FILE *f = fopen(file, "wb");

	if (f == NULL)
		gen_fault(file, 0, "cannot be written: %s", strerror(errno));
	bool failed = b->n > 0 && fwrite(b->p, 1, b->n, f) != b->n;

	failed |= fclose(f) != 0;
	if (failed)
		gen_fault(file, 0, "cannot be written");
}

const char *gen_file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

bool gen_is_c_word(struct str s)
{
	static const char *const words[] = {
		"asm",      "auto",     "bool",     "break",  "case",    "char",   "const",
		"continue", "default",  "do",       "double", "else",    "enum",   "extern",
		"false",    "float",    "for",      "goto",   "if",      "inline", "int",
		"long",     "register", "restrict", "return", "short",   "signed", "sizeof",
		"static",   "struct",   "switch",   "true",   "typedef", "union",  "unsigned",
		"void",     "volatile", "while",
	};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_is(s, words[i]))
			return true;
	return false;
}

bool gen_is_name(struct str s)
{
	if (s.n < 1 || s.n > NAME_BYTES_MAX || s.p[0] < 'a' || s.p[0] > 'z')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_')
			return false;
	}
	return true;
}

static void put_c_char(struct sbuf *out, char c, char before)
{
	unsigned char u = (unsigned char)c;

	if (c == '\n')
		sbuf_lit(out, "\\n");
	else if (c == '\t')
		sbuf_lit(out, "\\t");
	else if (c == '"' || c == '\\' ||
	         (c == '?' && before == '?')) /* "??=" would be a trigraph */
		sbuf_printf(out, "\\%c", c);
	else if (u < 0x20 || u == 0x7f)
		sbuf_printf(out, "\\%03o", u);
	else
		sbuf_char(out, c);
}

void gen_c_string(struct sbuf *out, struct str s, const char *indent)
{
	size_t at = 0;

	do {
		size_t end = str_find(s, '\n', at);

		end = end < s.n ? end + 1 : end;
		sbuf_printf(out, "\n%s\"", indent);
		for (; at < end; at++)
			put_c_char(out, s.p[at], at > 0 ? s.p[at - 1] : '\0');
		sbuf_char(out, '"');
	} while (at < s.n);
}

void gen_c_comment(struct sbuf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		bool ends = s.p[i] == '*' && i + 1 < s.n && s.p[i + 1] == '/';
		bool begins = s.p[i] == '/' && i + 1 < s.n && s.p[i + 1] == '*';

		sbuf_char(out, s.p[i]);
		if (ends || begins)
			sbuf_char(out, ' ');
	}
}
