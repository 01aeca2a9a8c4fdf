/* parse.c -- addresses, forms, cookies and header lists. */
#include "http/parse.h"
#include "base/parse.h"
#include "base/str.h"
#include "base/utf8.h"

enum { PORT_MAX = 65535 };

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool is_alnum(char c)
{
	return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* memchr and friends are not given a null pointer, not even with length 0. */
static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

bool http_is(struct str s, const char *low)
{
	size_t i;

	for (i = 0; i < s.n && low[i]; i++)
		if (lower(s.p[i]) != low[i])
			return false;
	return i == s.n && !low[i];
}

bool http_is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && !is_one_of(s.p[i], "!#$%&'*+-.^_`|~"))
			return false;
	return s.n > 0;
}

bool http_port_is_valid(struct str port)
{
	int64_t number;

	return port.n > 0 && port.p[0] != '-' && parse_i64(port, 0, PORT_MAX, &number);
}

static bool is_all_of(struct str s, const char *signs)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && !is_one_of(s.p[i], signs))
			return false;
	return s.n > 0;
}

bool http_host_is_valid(struct str host)
{
	bool is_v6 = host.n > 0 && host.p[0] == '[';
	size_t end = is_v6 ? str_find(host, ']', 0) : str_find(host, ':', 0);
	struct str name = str_sub(host, is_v6, end), port = str_sub(host, end + is_v6, host.n);

	if (host.n > 255 || (is_v6 && end == host.n))
		return false;
	if (!is_all_of(name, is_v6 ? ".:" : ".-_"))
		return false;
	/* RFC 3986, 3.2.3: a colon without a port means the scheme's own. */
	return port.n == 0 || str_is(port, ":") ||
	       (port.p[0] == ':' && http_port_is_valid(str_sub(port, 1, port.n)));
}

bool http_is_filename(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && !is_one_of(s.p[i], "._-"))
			return false;
	return s.n > 0 && s.n <= 100 && s.p[0] != '.';
}

bool http_list_next(struct str *rest, struct str *ret_item)
{
	struct str item;

	while (str_cut(rest, ',', &item)) {
		item = str_trim(item);
		if (item.n > 0) {
			*ret_item = item;
			return true;
		}
	}
	return false;
}

bool http_decode(struct arena *a, struct str s, bool plus, struct str *ret)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '%') {
			int high = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
			int low = i + 2 < s.n ? hex_digit(s.p[i + 2]) : -1;

			if (high < 0 || low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		} else if (plus && c == '+') {
			c = ' ';
		}
		out[n++] = c;
	}
	*ret = (struct str){ out, n };
	return true;
}

static struct str encode(struct arena *a, struct str s, bool (*is_plain)(char))
{
	static const char hex[] = "0123456789ABCDEF";
	char *out = arena_alloc(a, s.n * 3 + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (is_plain((char)c)) {
			out[n++] = (char)c;
			continue;
		}
		out[n++] = '%';
		out[n++] = hex[c >> 4];
		out[n++] = hex[c & 15];
	}
	return (struct str){ out, n };
}

static bool is_plain_in_path(char c)
{
	return is_alnum(c) || is_one_of(c, "-._~/");
}

static bool is_plain_in_location(char c)
{
	return c > ' ' && c < 0x7f && !is_one_of(c, "\"<>\\^`{|}");
}

struct str http_encode(struct arena *a, struct str path)
{
	return encode(a, path, is_plain_in_path);
}

struct str http_encode_location(struct arena *a, struct str address)
{
	return encode(a, address, is_plain_in_location);
}

/*
 * "http://host/path" is "/path": RFC 9112, 3.2.2 demands that servers understand it.  Empty when
 * the host is none.
 */
static struct str without_authority(struct str target)
{
	static const char *const schemes[] = { "http://", "https://" };

	for (size_t i = 0; i < COUNT_OF(schemes); i++) {
		size_t n = strlen(schemes[i]), slash;

		if (!http_is(str_sub(target, 0, n), schemes[i]))
			continue;
		slash = str_find(target, '/', n);
		return http_host_is_valid(str_sub(target, n, slash))
		               ? str_sub(target, slash, target.n)
		               : S("");
	}
	return target;
}

/* A slash or a zero that was not one in the address would give it a second meaning. */
static bool hides_separator(struct str path)
{
	for (size_t i = 0; i + 2 < path.n; i++)
		if (path.p[i] == '%' && ((path.p[i + 1] == '2' && lower(path.p[i + 2]) == 'f') ||
		                         (path.p[i + 1] == '0' && path.p[i + 2] == '0')))
			return true;
	return false;
}

bool http_target_parse(struct arena *a, struct str target, struct http_target *ret)
{
	struct http_target t = { .query = S("") };
	size_t mark;

	if (target.n == 0 || target.n > HTTP_TARGET_MAX)
		return false;
	target = without_authority(target);
	mark = str_find(target, '?', 0);
	if (mark < target.n)
		t.query = str_sub(target, mark + 1, target.n);
	target = str_sub(target, 0, mark);
	if (target.n == 0 || target.p[0] != '/' || hides_separator(target))
		return false;
	if (!http_decode(a, target, false, &t.path) || !utf8_is_valid(t.path))
		return false;
	for (size_t i = 0; i < t.path.n; i++)
		if ((unsigned char)t.path.p[i] < 0x20 || t.path.p[i] == 0x7f)
			return false;
	*ret = t;
	return true;
}

enum err http_form_parse(struct arena *a, struct str s, struct http_pairs *pairs)
{
	struct str item;

	while (str_cut(&s, '&', &item)) {
		size_t mark = str_find(item, '=', 0);
		struct http_pair *p = &pairs->at[pairs->n];

		if (item.n == 0)
			continue;
		if (pairs->n == HTTP_FIELDS_MAX)
			return ERR_TOO_LARGE;
		if (!http_decode(a, str_sub(item, 0, mark), true, &p->name) ||
		    !http_decode(a, str_sub(item, mark + 1, item.n), true, &p->value))
			return ERR_BAD_REQUEST;
		pairs->n++;
	}
	return ERR_OK;
}

struct str http_cookie(struct str header, const char *name)
{
	struct str item;

	while (str_cut(&header, ';', &item)) {
		size_t mark = str_find(item, '=', 0);

		if (mark < item.n && str_is(str_trim(str_sub(item, 0, mark)), name))
			return str_trim(str_sub(item, mark + 1, item.n));
	}
	return S("");
}

struct str http_media_type(struct str content_type)
{
	return str_trim(str_sub(content_type, 0, str_find(content_type, ';', 0)));
}

/* "q=0", "q=0.000": not wanted.  Anything else that is written there means wanted. */
static bool is_refused(struct str params)
{
	struct str param;

	while (str_cut(&params, ';', &param)) {
		param = str_trim(param);
		if (param.n < 3 || lower(param.p[0]) != 'q' || param.p[1] != '=' ||
		    param.p[2] != '0')
			continue;
		for (size_t i = 3; i < param.n; i++)
			if (param.p[i] != '.' && param.p[i] != '0')
				return false;
		return true;
	}
	return false;
}

bool http_accepts_gzip(struct str accept_encoding)
{
	bool any = false;
	struct str item;

	while (http_list_next(&accept_encoding, &item)) {
		size_t mark = str_find(item, ';', 0);
		struct str name = str_trim(str_sub(item, 0, mark));
		bool wanted = !is_refused(str_sub(item, mark, item.n));

		if (http_is(name, "gzip") || http_is(name, "x-gzip"))
			return wanted;
		if (str_is(name, "*"))
			any = wanted;
	}
	return any;
}

bool http_accepts_events(struct str accept)
{
	struct str item;

	while (http_list_next(&accept, &item))
		if (http_is(http_media_type(item), "text/event-stream"))
			return true;
	return false;
}

bool http_etag_matches(struct str if_none_match, struct str etag)
{
	struct str item;

	while (http_list_next(&if_none_match, &item)) {
		if (str_is(item, "*"))
			return true;
		if (str_starts(item, S("W/")))
			item = str_sub(item, 2, item.n);
		if (str_eq(item, etag))
			return true;
	}
	return false;
}
