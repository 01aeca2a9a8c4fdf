/*
 * doc/mail.h -- one letter as Internet mail (RFC 5322, 2045, 2047), and handing it to a mail
 * server.
 *
 * A letter is plain text in one language to one person.  What stands in a header cannot end it:
 * control characters are refused, everything beyond ASCII is encoded between characters.  Servers
 * are spoken to through libcurl; nothing here knows an outbox, or tries a second time.
 */
#pragma once
#include "base/arena.h"
#include "base/language.h"
#include "errors.h"

enum { MIME_ADDRESS_MAX = 254 }; /* RFC 5321, 4.5.3.1.3, without the angle brackets */

/* "name@host.example": ASCII, no quoted part, no address literal. */
bool mime_address_is_valid(struct str address);
/* One line: UTF-8, not empty, without control characters. */
bool mime_line_is_valid(struct str line);

struct mime_party {
	struct str name; /* p == NULL: none */
	struct str address;
};

struct mime_letter {
	struct mime_party from, to, reply_to; /* reply_to.address.p == NULL: none */
	struct str subject, body;             /* of the body LF or CR LF end lines */
	struct str id;                        /* "a7c0@near.example", as an address is made */
	time_us date;
	enum language language;
};

/*
 * The message as it is sent, lines ended by CR LF, in the arena.  ERR_INVALID: a name or a subject
 * is not one line, an address or the id is none, or the body is not text.
 */
enum err mime_write(struct arena *a, const struct mime_letter *l, struct str *ret) MUST_USE;

enum smtp_tls {
	SMTP_TLS_REQUIRE, /* not a word of a letter without it, and only to whom the server claims
	                     to be */
	SMTP_TLS_OFFERED, /* when the server offers it, whoever it is */
	SMTP_TLS_NEVER
};

struct smtp_server {
	const char *url; /* "smtp://mail.example:587"; "smtps://": TLS from the first byte */
	const char *user, *password; /* NULL: none */
	enum smtp_tls tls;
};

enum smtp_outcome {
	SMTP_ACCEPTED,
	SMTP_REFUSED,  /* 5xx to this letter: it will never be taken */
	SMTP_AGAIN,    /* 4xx to this letter */
	SMTP_UNREACHED /* no server took a letter: no connection, no TLS, no sign-in, 421 */
};

/*
 * Whoever sends; the connection is kept for the next letter, for seconds.  One thread at a time.
 * When *is_stopping turns true, a letter under way is let go of within a second: SMTP_UNREACHED.
 */
struct smtp_sender;
struct smtp_sender *smtp_sender_new(const struct smtp_server *server,
                                    const _Atomic bool *is_stopping);
void smtp_sender_free(struct smtp_sender *s);
/*
 * At most two minutes.  *ret_said: the server's words or what went wrong, one line of text; empty
 * when it was accepted.  A letter that mime_write() refuses is SMTP_REFUSED.
 */
enum smtp_outcome smtp_send(struct smtp_sender *s, struct arena *a, const struct mime_letter *l,
                            struct str *ret_said);
