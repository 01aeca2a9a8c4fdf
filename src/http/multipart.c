/* multipart.c -- the parts of a form that was sent with a file. */
#include "http/multipart.h"
#include "base/str.h"

/* What the header lines of a part say. */
struct part {
	struct str name, file_name, type, value;
	bool is_file;
};

struct cutting {
	struct str rest;      /* not looked at yet */
	struct str delimiter; /* "\r\n--BOUNDARY", in `room` */
	size_t field_bytes;
	char room[MULTIPART_BOUNDARY_MAX + 4];
};

static bool is_boundary(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      (c && strchr("'()+_,-./:=? ", c))))
			return false;
	}
	return s.n > 0 && s.n <= MULTIPART_BOUNDARY_MAX && s.p[s.n - 1] != ' ';
}

/*
 * The next parameter of a header: ; name=token or ; name="text".  1: found, 0: none is left, -1:
 * broken.  Browsers write a quotation mark in a name as %22, curl as \".
 */
static int next_param(struct str *rest, struct str *ret_name, struct str *ret_value)
{
	size_t at, end;

	*rest = str_trim(*rest);
	if (rest->n == 0)
		return 0;
	if (rest->p[0] != ';')
		return -1;
	*rest = str_trim(str_sub(*rest, 1, rest->n));
	at = str_find(*rest, '=', 0);
	if (at == rest->n)
		return -1;
	*ret_name = str_sub(*rest, 0, at);
	if (at + 1 < rest->n && rest->p[at + 1] == '"') {
		for (end = at + 2; end < rest->n && rest->p[end] != '"'; end++)
			if (rest->p[end] == '\\' && end + 1 < rest->n && rest->p[end + 1] == '"')
				end++;
		if (end >= rest->n)
			return -1;
		*ret_value = str_sub(*rest, at + 2, end);
		*rest = str_sub(*rest, end + 1, rest->n);
	} else {
		end = str_find(*rest, ';', at);
		*ret_value = str_trim(str_sub(*rest, at + 1, end));
		*rest = str_sub(*rest, end, rest->n);
	}
	return http_is_token(*ret_name) ? 1 : -1;
}

bool http_multipart_boundary(struct str content_type, struct str *ret)
{
	struct str type = http_media_type(content_type), name, value, found = { 0 };
	struct str rest = str_sub(content_type, str_find(content_type, ';', 0), content_type.n);
	int more;

	if (!http_is(type, "multipart/form-data"))
		return false;
	while ((more = next_param(&rest, &name, &value)) > 0) {
		if (!http_is(name, "boundary"))
			continue;
		if (found.p)
			return false;
		found = value;
	}
	if (more < 0 || !is_boundary(found))
		return false;
	*ret = found;
	return true;
}

/* "C:\letters\1.pdf" and "../1.pdf" are both "1.pdf" here. */
static struct str without_folders(struct str name)
{
	size_t from = 0;

	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '/' || name.p[i] == '\\')
			from = i + 1;
	return str_sub(name, from, name.n);
}

static enum err read_disposition(struct str value, struct part *p)
{
	struct str rest = str_sub(value, str_find(value, ';', 0), value.n), name, text;
	int more;

	if (p->name.p || !http_is(http_media_type(value), "form-data"))
		return ERR_BAD_REQUEST;
	while ((more = next_param(&rest, &name, &text)) > 0) {
		if (http_is(name, "name") && !p->name.p) {
			p->name = text;
		} else if (http_is(name, "filename") && !p->is_file) {
			p->is_file = true;
			p->file_name = text;
		} else if (http_is(name, "name") || http_is(name, "filename")) {
			return ERR_BAD_REQUEST;
		}
	}
	if (more < 0 || p->name.n == 0 || p->name.n > MULTIPART_NAME_MAX ||
	    p->file_name.n > MULTIPART_FILE_NAME_MAX)
		return ERR_BAD_REQUEST;
	return ERR_OK;
}

static enum err read_line(struct str line, struct part *p)
{
	size_t colon = str_find(line, ':', 0);
	struct str name = str_sub(line, 0, colon);
	struct str value = str_trim(str_sub(line, colon + 1, line.n));

	if (colon == line.n || !http_is_token(name))
		return ERR_BAD_REQUEST;
	if (http_is(name, "content-disposition"))
		return read_disposition(value, p);
	if (http_is(name, "content-type"))
		p->type = value;
	/* RFC 7578, 4.7: nobody sends another one any more. */
	if (http_is(name, "content-transfer-encoding") && !http_is(value, "binary") &&
	    !http_is(value, "8bit") && !http_is(value, "7bit"))
		return ERR_BAD_REQUEST;
	return ERR_OK;
}

/* Header lines up to the empty one. */
static enum err read_head(struct cutting *c, struct part *p)
{
	struct str head = str_sub(c->rest, 0, MULTIPART_HEAD_MAX + 4);
	const char *end = memmem(head.p, head.n, "\r\n\r\n", 4);
	enum err e = ERR_OK;

	if (!end)
		return head.n > MULTIPART_HEAD_MAX ? ERR_TOO_LARGE : ERR_BAD_REQUEST;
	head.n = (size_t)(end - head.p);
	c->rest = str_sub(c->rest, head.n + 4, c->rest.n);
	while (e == ERR_OK && head.n > 0) {
		size_t at = str_find(head, '\r', 0);

		if (at < head.n && (at + 1 == head.n || head.p[at + 1] != '\n'))
			return ERR_BAD_REQUEST;
		e = read_line(str_sub(head, 0, at), p);
		head = str_sub(head, at + 2, head.n);
	}
	return e == ERR_OK && !p->name.p ? ERR_BAD_REQUEST : e;
}

static enum err read_part(struct cutting *c, struct part *p)
{
	enum err e = read_head(c, p);
	const char *end;

	if (e != ERR_OK)
		return e;
	end = memmem(c->rest.p, c->rest.n, c->delimiter.p, c->delimiter.n);
	if (!end)
		return ERR_BAD_REQUEST;
	p->value = (struct str){ c->rest.p, (size_t)(end - c->rest.p) };
	c->rest = str_sub(c->rest, p->value.n + c->delimiter.n, c->rest.n);
	return ERR_OK;
}

static enum err keep_field(struct cutting *c, const struct part *p, struct http_pairs *pairs)
{
	c->field_bytes += p->name.n + p->value.n;
	if (pairs->n == HTTP_FIELDS_MAX || c->field_bytes > MULTIPART_FIELDS_BYTES)
		return ERR_TOO_LARGE;
	pairs->at[pairs->n++] = (struct http_pair){ p->name, p->value };
	return ERR_OK;
}

static enum err keep_file(const struct part *p, struct http_file *file)
{
	if (p->file_name.n == 0 && p->value.n == 0)
		return ERR_OK;
	if (file->field.p)
		return ERR_BAD_REQUEST;
	*file = (struct http_file){ p->name, without_folders(p->file_name), p->type, p->value };
	return ERR_OK;
}

static bool begin(struct cutting *c, struct str body, struct str boundary)
{
	if (!is_boundary(boundary))
		return false;
	memcpy(c->room, "\r\n--", 4);
	memcpy(c->room + 4, boundary.p, boundary.n);
	c->delimiter = (struct str){ c->room, boundary.n + 4 };
	/* The first one has no line before it. */
	if (!str_starts(body, str_sub(c->delimiter, 2, c->delimiter.n)))
		return false;
	c->rest = str_sub(body, c->delimiter.n - 2, body.n);
	return true;
}

enum err http_multipart_parse(struct str body, struct str boundary, struct http_pairs *pairs,
                              struct http_file *ret_file)
{
	struct cutting c = { .field_bytes = 0 };
	struct http_file file = { .field = { NULL, 0 } };
	enum err e = ERR_OK;

	if (!begin(&c, body, boundary))
		return ERR_BAD_REQUEST;
	for (int parts = 0; e == ERR_OK && str_starts(c.rest, S("\r\n")); parts++) {
		struct part p = { .is_file = false };

		if (parts > HTTP_FIELDS_MAX)
			return ERR_TOO_LARGE;
		c.rest = str_sub(c.rest, 2, c.rest.n);
		e = read_part(&c, &p);
		if (e == ERR_OK)
			e = p.is_file ? keep_file(&p, &file) : keep_field(&c, &p, pairs);
	}
	if (e != ERR_OK)
		return e;
	/* "--" ends it; what may follow (RFC 2046: an epilogue) is one line's end at most. */
	if (!str_is(c.rest, "--") && !str_is(c.rest, "--\r\n"))
		return ERR_BAD_REQUEST;
	*ret_file = file;
	return ERR_OK;
}
