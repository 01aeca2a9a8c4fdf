/* mail_mime.c -- the bytes of a letter. */
#include "doc/mail.h"
#include "base/sbuf.h"
#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"

enum {
	LINE_COLUMNS = 76,      /* RFC 2045, 6.7 and 6.8; RFC 2047, 2 */
	BASE64_LINE_BYTES = 57, /* make 76 characters */
	LOCAL_PART_MAX = 64,
	LABEL_MAX = 63
};

/* --- what is allowed --- */

static bool is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* RFC 5321, 4.1.2: Dot-string. */
static bool local_part_is_valid(struct str s)
{
	if (s.n == 0 || s.n > LOCAL_PART_MAX || s.p[0] == '.' || s.p[s.n - 1] == '.')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == 0 ||
		    (!is_letter_or_digit(s.p[i]) && !strchr("!#$%&'*+-/=?^_`{|}~.", s.p[i])))
			return false;
		if (s.p[i] == '.' && s.p[i + 1] == '.')
			return false;
	}
	return true;
}

static bool label_is_valid(struct str s)
{
	if (s.n == 0 || s.n > LABEL_MAX || s.p[0] == '-' || s.p[s.n - 1] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_letter_or_digit(s.p[i]) && s.p[i] != '-')
			return false;
	return true;
}

static bool domain_is_valid(struct str s)
{
	struct str label;

	if (s.n == 0 || s.p[s.n - 1] == '.')
		return false;
	while (str_cut(&s, '.', &label))
		if (!label_is_valid(label))
			return false;
	return true;
}

bool mime_address_is_valid(struct str address)
{
	size_t at = address.p ? str_find(address, '@', 0) : 0;

	return address.p && address.n <= MIME_ADDRESS_MAX && at < address.n &&
	       local_part_is_valid(str_sub(address, 0, at)) &&
	       domain_is_valid(str_sub(address, at + 1, address.n));
}

/* The C1 controls too: NEL ends a line for some readers. */
static bool has_control(struct str s)
{
	size_t at = 0;
	int32_t c;

	while ((c = utf8_next(s, &at)) >= 0)
		if (c < ' ' || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029)
			return true;
	return false;
}

bool mime_line_is_valid(struct str line)
{
	return line.p && line.n > 0 && utf8_is_valid(line) && !has_control(line);
}

static bool party_is_valid(const struct mime_party *p)
{
	return mime_address_is_valid(p->address) && (!p->name.p || mime_line_is_valid(p->name));
}

static bool letter_is_valid(const struct mime_letter *l)
{
	return party_is_valid(&l->from) && party_is_valid(&l->to) &&
	       (!l->reply_to.address.p || party_is_valid(&l->reply_to)) &&
	       mime_line_is_valid(l->subject) && mime_address_is_valid(l->id) && l->body.p &&
	       utf8_is_text(l->body);
}

/* --- encodings --- */

static void put_base64(struct sbuf *out, struct str s)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				     "0123456789+/";
	const unsigned char *p = (const unsigned char *)s.p;

	for (size_t i = 0; i < s.n; i += 3) {
		unsigned b = i + 1 < s.n ? p[i + 1] : 0, c = i + 2 < s.n ? p[i + 2] : 0;
		unsigned v = (unsigned)p[i] << 16 | b << 8 | c;

		sbuf_char(out, digits[v >> 18]);
		sbuf_char(out, digits[v >> 12 & 63]);
		sbuf_char(out, i + 1 < s.n ? digits[v >> 6 & 63] : '=');
		sbuf_char(out, i + 2 < s.n ? digits[v & 63] : '=');
	}
}

static void put_base64_lines(struct sbuf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i += BASE64_LINE_BYTES) {
		put_base64(out, str_sub(s, i, i + BASE64_LINE_BYTES));
		sbuf_lit(out, "\r\n");
	}
}

/*
 * Quoted-printable (RFC 2045, 6.7).  Blanks at the end of a line would be lost on the way, and a
 * full stop at its beginning is SMTP's own sign.
 */
static bool qp_is_literal(struct str line, size_t i)
{
	char c = line.p[i];

	if (c == ' ' || c == '\t')
		return i + 1 < line.n;
	return c > ' ' && c <= '~' && c != '=' && !(c == '.' && i == 0);
}

static void put_qp_line(struct sbuf *out, struct str line)
{
	size_t column = 0;

	for (size_t i = 0; i < line.n; i++) {
		bool is_literal = qp_is_literal(line, i);
		size_t width = is_literal ? 1 : 3;

		/* The last column is the soft break's. */
		if (column + width > LINE_COLUMNS - 1) {
			sbuf_lit(out, "=\r\n");
			column = 0;
		}
		if (is_literal)
			sbuf_char(out, line.p[i]);
		else
			sbuf_printf(out, "=%02X", (unsigned char)line.p[i]);
		column += width;
	}
	sbuf_lit(out, "\r\n");
}

/* Lines end in CR LF whatever the author's machine does. */
static struct str canonical(struct arena *a, struct str body)
{
	struct sbuf out = { .arena = a };
	struct str line;

	/* The last one ends a line and begins none. */
	if (str_ends(body, S("\n")))
		body.n--;
	while (str_cut(&body, '\n', &line)) {
		if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		sbuf_str(&out, line);
		sbuf_lit(&out, "\r\n");
	}
	return sbuf_done(&out);
}

/* Is most of it ASCII?  Then quoted-printable is shorter, and can be read as it lies. */
static bool is_mostly_ascii(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += (unsigned char)s.p[i] < 0x80;
	return n >= s.n / 6 * 5;
}

/* --- headers --- */

/* Printable ASCII that no reader takes for an encoded word. */
static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < ' ' || s.p[i] > '~' ||
		    (s.p[i] == '=' && i + 1 < s.n && s.p[i + 1] == '?'))
			return false;
	return s.p[0] != ' ' && s.p[s.n - 1] != ' ';
}

/* RFC 2047: words of at most 75 characters, each of whole characters, a line each. */
static void put_words(struct sbuf *out, struct str text, size_t column)
{
	static const size_t frame = sizeof(" =?UTF-8?B?") - 1 + sizeof("?=") - 1;

	while (text.n > 0) {
		struct str word = utf8_clip(text, (LINE_COLUMNS - column - frame) / 4 * 3);

		sbuf_lit(out, " =?UTF-8?B?");
		put_base64(out, word);
		sbuf_lit(out, "?=");
		text = str_sub(text, word.n, text.n);
		if (text.n > 0)
			sbuf_lit(out, "\r\n");
		column = 0;
	}
}

static void put_text(struct sbuf *out, const char *name, struct str text)
{
	size_t column = strlen(name) + 1;

	sbuf_printf(out, "%s:", name);
	if (is_plain(text) && column + 1 + text.n <= LINE_COLUMNS) {
		sbuf_char(out, ' ');
		sbuf_str(out, text);
	} else {
		put_words(out, text, column);
	}
	sbuf_lit(out, "\r\n");
}

static void put_party(struct sbuf *out, const char *name, const struct mime_party *p)
{
	size_t column = strlen(name) + 1;
	bool is_quotable = p->name.p && is_plain(p->name) &&
	                   str_find(p->name, '"', 0) == p->name.n &&
	                   str_find(p->name, '\\', 0) == p->name.n;

	sbuf_printf(out, "%s:", name);
	if (is_quotable && column + 3 + p->name.n <= LINE_COLUMNS)
		sbuf_printf(out, " \"%.*s\"\r\n", STR_ARG(p->name));
	else if (p->name.p) {
		put_words(out, p->name, column);
		sbuf_lit(out, "\r\n");
	}
	sbuf_printf(out, " <%.*s>\r\n", STR_ARG(p->address));
}

/* RFC 5322, 3.3, in UTC: "Wed, 22 Oct 2014 00:30:00 +0000". */
static void put_date(struct sbuf *out, time_us at)
{
	static const char days[][4] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	static const int64_t day_us = INT64_C(86400) * 1000000;
	int64_t day = at.us / day_us - (at.us % day_us < 0);
	char when[24];
	int year, month, date;

	time_format(at, when);
	date_split((struct str){ when, 10 }, &year, &month, &date);
	sbuf_printf(out, "Date: %s, %d %s %04d %.8s +0000\r\n", days[(day % 7 + 7) % 7], date,
	            months[month - 1], year, when + 11);
}

enum err mime_write(struct arena *a, const struct mime_letter *l, struct str *ret)
{
	struct sbuf out = { .arena = a };
	struct str body, line;

	if (!letter_is_valid(l))
		return ERR_INVALID;
	put_date(&out, l->date);
	put_party(&out, "From", &l->from);
	put_party(&out, "To", &l->to);
	if (l->reply_to.address.p)
		put_party(&out, "Reply-To", &l->reply_to);
	put_text(&out, "Subject", l->subject);
	sbuf_printf(&out, "Message-ID: <%.*s>\r\n", STR_ARG(l->id));
	sbuf_printf(&out, "Content-Language: %s\r\n", language_code(l->language));
	sbuf_lit(&out, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n");
	body = canonical(a, l->body);
	if (is_mostly_ascii(body)) {
		sbuf_lit(&out, "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
		body.n--; /* canonical() ends it by CR LF */
		while (str_cut(&body, '\n', &line))
			put_qp_line(&out, str_sub(line, 0, line.n - 1));
	} else {
		sbuf_lit(&out, "Content-Transfer-Encoding: base64\r\n\r\n");
		put_base64_lines(&out, body);
	}
	*ret = sbuf_done(&out);
	return ERR_OK;
}
