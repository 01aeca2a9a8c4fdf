/*
 * http/multipart.h -- multipart/form-data (RFC 7578) as a pure function of bytes: fields and at
 * most one file.
 *
 * Nothing is copied: what is found points into the body, which may be a mapped file.  Any bytes
 * may be given; test/fuzz/fuzz_multipart.c does.  Strict where browsers and curl leave room for
 * it: no preamble, no nested parts, no transfer encodings, and the end must be there, so that what
 * was cut off on its way is never taken for whole.
 */
#pragma once
#include "http/parse.h"

enum {
	MULTIPART_BOUNDARY_MAX = 70,        /* RFC 2046, 5.1.1 */
	MULTIPART_HEAD_MAX = 4 * 1024,      /* the header lines of a part */
	MULTIPART_NAME_MAX = 64,            /* bytes of a field's name */
	MULTIPART_FILE_NAME_MAX = 1024,     /* bytes of a file's name as sent */
	MULTIPART_FIELDS_BYTES = 64 * 1024, /* all but the file, with its framing */
};

/* A file that was chosen in a form. */
struct http_file {
	struct str field; /* of the form; p == NULL: there is no file */
	struct str name;  /* without folders; may be empty, need not be UTF-8 */
	struct str type;  /* what the client says it is, never to be believed; p == NULL: nothing */
	struct str bytes;
};

/* The boundary in a Content-Type; false when it is not multipart/form-data or has none. */
bool http_multipart_boundary(struct str content_type, struct str *ret);

/*
 * Append the fields to `pairs` and fill *ret_file.  A file field in which nothing was chosen (no
 * name, no bytes) counts as no file.  ERR_BAD_REQUEST: not well-formed, cut off, or a second file;
 * ERR_TOO_LARGE: more than HTTP_FIELDS_MAX fields, or more bytes of fields or headers than above.
 * Nothing but `pairs` is touched when it fails.
 */
enum err http_multipart_parse(struct str body, struct str boundary, struct http_pairs *pairs,
                              struct http_file *ret_file) MUST_USE;
