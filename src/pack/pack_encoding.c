/* pack_encoding.c -- is a file UTF-8 with the line ends of one; if not, what it is and the remedy.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "pack/pack_file.h"
#include <unicode/ucsdet.h>

enum {
	LINES_NAMED = 5,    /* more lines than these are only counted */
	SAMPLE_MAX = 32768, /* bytes that an encoding is guessed from */
	GUESSES = 5
};

/* Lines of one fault: the first stands before it, the next are named, the others counted. */
struct lines {
	int first, count;
	struct sbuf more;
};

static void lines_add(struct lines *l, int number)
{
	if (l->count == 0)
		l->first = number;
	else if (l->count < LINES_NAMED)
		sbuf_printf(&l->more, "%s%d", l->count > 1 ? ", " : "", number);
	l->count++;
}

/* "", " (so is line 4)", " (so are lines 4, 5, 6, 7 and 12 more)". */
static struct str lines_also(struct pack *p, struct lines *l)
{
	int left = l->count - LINES_NAMED;
	struct sbuf also = { .arena = p->arena };

	if (l->count < 2)
		return S("");
	sbuf_printf(&also, l->count == 2 ? " (so is line %.*s" : " (so are lines %.*s",
	            STR_ARG(sbuf_done(&l->more)));
	if (left > 0)
		sbuf_printf(&also, " and %d more", left);
	sbuf_lit(&also, ")");
	return sbuf_done(&also);
}

/* What the UTF-16 or UTF-32 that this is is called; NULL when it is neither. */
static const char *wide_name(struct str text)
{
	size_t zeros[2] = { 0, 0 };

	if (str_starts(text, S("\xff\xfe\0\0")) || str_starts(text, S("\0\0\xfe\xff")))
		return "UTF-32";
	if (str_starts(text, S("\xff\xfe")) || str_starts(text, S("\xfe\xff")))
		return "UTF-16";
	for (size_t i = 0; i < text.n; i++)
		zeros[i % 2] += text.p[i] == '\0';
	/* Latin letters, commas and line ends have a zero byte on the same side each. */
	if (zeros[1] * 8 > text.n && zeros[0] == 0)
		return "UTF-16LE";
	if (zeros[0] * 8 > text.n && zeros[1] == 0)
		return "UTF-16BE";
	return NULL;
}

/* The name that iconv(1) knows, of the set that spreadsheets write under the name found. */
static const char *iconv_name(const char *found)
{
	static const char *const names[][2] = {
		{ "Shift_JIS", "CP932" }, { "EUC-KR", "CP949" },
		{ "GB18030", "GB18030" }, { "EUC-JP", "EUC-JP" },
		{ "Big5", "BIG5" },       { "windows-1251", "WINDOWS-1251" },
		{ "KOI8-R", "KOI8-R" },   { "ISO-8859-5", "ISO-8859-5" },
	};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strcmp(names[i][0], found) == 0)
			return names[i][1];
	return NULL;
}

/* The likeliest of the encodings in which the six languages are written; NULL when none is. */
static const char *guess_from(UCharsetDetector *d, struct str sample)
{
	UErrorCode status = U_ZERO_ERROR;
	const UCharsetMatch **found;
	const char *name = NULL;
	int32_t n = 0;

	ucsdet_setText(d, sample.p, (int32_t)sample.n, &status);
	found = ucsdet_detectAll(d, &n, &status);
	for (int32_t i = 0; U_SUCCESS(status) && i < n && i < GUESSES && !name; i++) {
		const char *candidate = ucsdet_getName(found[i], &status);

		if (U_SUCCESS(status) && iconv_name(candidate))
			name = iconv_name(candidate);
	}
	return name;
}

static const char *guess(struct str sample)
{
	UErrorCode status = U_ZERO_ERROR;
	UCharsetDetector *d = ucsdet_open(&status);
	const char *name = U_SUCCESS(status) ? guess_from(d, sample) : NULL;

	ucsdet_close(d);
	return name;
}

static void tell_wide(struct pack *p, const char *path, const char *name)
{
	pack_fault_file(p, path,
	                "is %s, not UTF-8: save it as UTF-8, or convert it with "
	                "iconv -f %s -t UTF-8",
	                name, name);
}

/* `good`: lines that are UTF-8 and not plain ASCII, so that the file as a whole is in no other. */
static void tell_foreign(struct pack *p, const char *path, struct lines *bad, int good,
                         struct str sample)
{
	const struct pack_place at = { str_of(path), bad->first, NULL };
	struct str also = lines_also(p, bad);
	const char *name = good < bad->count ? guess(sample) : NULL;

	if (good >= bad->count)
		pack_fault_at(p, at,
		              "is not UTF-8%.*s, though the rest of the file is: "
		              "write it anew in UTF-8",
		              STR_ARG(also));
	else if (name)
		pack_fault_at(p, at,
		              "is not UTF-8%.*s but probably %s: save the file as UTF-8, or "
		              "convert it with iconv -f %s -t UTF-8",
		              STR_ARG(also), name, name);
	else
		pack_fault_at(p, at, "is not UTF-8%.*s: save the file as UTF-8", STR_ARG(also));
}

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* The lines without their zero bytes, which are a fault of their own. */
static bool check_bytes(struct pack *p, const char *path, struct str text)
{
	struct lines bad = { .more = { .arena = p->arena } };
	struct lines zero = { .more = { .arena = p->arena } };
	struct sbuf sample = { .arena = p->arena };
	int good = 0, number = 1;
	struct str line;

	for (; str_cut(&text, '\n', &line); number++) {
		if (str_find(line, '\0', 0) < line.n) {
			lines_add(&zero, number);
		} else if (!utf8_is_valid(line)) {
			lines_add(&bad, number);
			if (sample.n + line.n < SAMPLE_MAX)
				sbuf_printf(&sample, "%.*s\n", STR_ARG(line));
		} else {
			good += !is_ascii(line);
		}
	}
	if (zero.count > 0)
		pack_fault_at(p, (struct pack_place){ str_of(path), zero.first, NULL },
		              "holds a zero byte%.*s: the file is damaged or no text",
		              STR_ARG(lines_also(p, &zero)));
	if (bad.count > 0)
		tell_foreign(p, path, &bad, good, sbuf_done(&sample));
	return bad.count + zero.count == 0;
}

/*
 * A carriage return that stands alone ends a line for whoever looks for it in an editor.  It is
 * told, and read so that the other faults are found in their lines.
 */
static void mend_lines(struct pack *p, const char *path, struct str text)
{
	char *bytes = (char *)(uintptr_t)text.p; /* the pack's own */
	struct lines bad = { .more = { .arena = p->arena } };
	int number = 1;

	for (size_t i = 0; i < text.n; i++) {
		if (bytes[i] == '\r' && (i + 1 == text.n || bytes[i + 1] != '\n')) {
			lines_add(&bad, number);
			bytes[i] = '\n';
		}
		number += bytes[i] == '\n';
	}
	if (bad.count > 0)
		pack_fault_at(p, (struct pack_place){ str_of(path), bad.first, NULL },
		              "ends with a carriage return (CR) alone%.*s: save the file with "
		              "the line ends LF or CR LF",
		              STR_ARG(lines_also(p, &bad)));
}

bool pack_check_utf8(struct pack *p, const char *path, struct str text)
{
	const char *wide = wide_name(text);

	if (wide) {
		tell_wide(p, path, wide);
		pack_lose(p, path, (struct str){ NULL, 0 }); /* no slug is found in it */
		return false;
	}
	mend_lines(p, path, text);
	return check_bytes(p, path, text);
}
