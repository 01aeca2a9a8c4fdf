/*
 * library.c -- where libmicrohttpd 0.9.75 falls short: a zero in a head, and answers of its own
 * (docs/decisions/0026-what-the-http-library-keeps-to-itself.md).
 */
#include "base/log.h"
#include "base/str.h"
#include "http/server.h"
#include <microhttpd.h>
#include <stdio.h>
#include <sys/socket.h>

/* --- a head as it came --- */

/*
 * libmicrohttpd hands over C strings, which a zero in the head cuts short; a line that begins with
 * one is the end of the head to it.  But the head still lies where it was read, with zeroes in the
 * place of separators: so it is walked along, and each byte must be accounted for.
 */
struct walk {
	const char *at;  /* all before it is accounted for */
	size_t line_end; /* 2: lines end in CR LF; 1: in LF; 0: not known yet */
	bool is_broken;
};

/* The next string stands where the last one ended, `gap` separators in between. */
static void step(struct walk *w, const char *text, size_t gap)
{
	w->is_broken |= w->at + gap != text;
	w->at = text + strlen(text);
}

static enum MHD_Result walk_header(void *walk, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
	struct walk *w = walk;

	(void)kind;
	if (!w->line_end)
		w->line_end = w->at + 1 == name ? 1 : 2;
	step(w, name, w->line_end);
	if (!value)
		return MHD_NO;
	/* White space before a value is passed over; there is none in front of the name. */
	for (w->at++; w->at < value && (*w->at == ' ' || *w->at == '\t'); w->at++)
		;
	step(w, value, 0);
	return w->is_broken ? MHD_NO : MHD_YES;
}

bool http_head_is_whole(const struct http_conn *c, const char *method, const char *version)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(c->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	struct walk w = { .at = method + strlen(method) };
	size_t left;

	if (!info)
		return false;
	/* The target: libmicrohttpd has cut it into pieces, we have its copy. */
	w.at += 1 + c->target.n;
	step(&w, version, 1);
	MHD_get_connection_values(c->mhd, MHD_HEADER_KIND, walk_header, &w);
	left = info->header_size - (size_t)(w.at - method);
	return !w.is_broken && (w.line_end ? left == 2 * w.line_end : left == 2 || left == 4);
}

/* --- answers of its own --- */

#define ANSWER(status, text)                                                                       \
	"HTTP/1.1 " status "\r\nConnection: close\r\nContent-Type: text/plain\r\n"                 \
	"Content-Length: 35\r\n\r\n" text
static const char too_large[] = ANSWER("413 Content Too Large",
                                       "The request's length is too large.\n");
static const char malformed[] = ANSWER("400 Bad Request", "The request's length is no number.\n");

/*
 * Is its head read and not yet handed over?  Then it is this one that libmicrohttpd is about to
 * refuse, for no other connection of a listener can be between the two.
 */
static bool is_between(const struct http_conn *c, int listener)
{
	return c->listener == listener && c->mhd && c->is_begun && !c->is_looked_at &&
	       MHD_get_connection_info(c->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
}

/*
 * A Content-Length that is no number is refused by libmicrohttpd with two heads, the second of
 * which is the body of the first.  So it is answered here, and the socket closed for writing:
 * what was answered before on this connection has been sent, and what libmicrohttpd sends after
 * it goes nowhere.
 */
static void answer_once(struct http_server *s, int listener, int status)
{
	struct http_conn *c;
	bool is_large = status == MHD_HTTP_CONTENT_TOO_LARGE;

	pthread_mutex_lock(&s->conns_lock);
	for (c = s->conns; c && !is_between(c, listener); c = c->next)
		;
	if (c) {
		c->status = status;
		(void)!send(c->fd, is_large ? too_large : malformed,
		            is_large ? sizeof too_large - 1 : sizeof malformed - 1,
		            MSG_NOSIGNAL | MSG_DONTWAIT);
		shutdown(c->fd, SHUT_WR);
	}
	pthread_mutex_unlock(&s->conns_lock);
}

void http_library_log(void *listener, const char *fmt, va_list args)
{
	static const char refusal[] = "Error processing request";
	const struct http_listener *l = listener;
	char text[24];
	unsigned status;

	/* All else it says is of clients that went away: the line of a request tells that. */
	if (!str_starts(str_of(fmt), S(refusal)))
		return;
	status = va_arg(args, unsigned);
	snprintf(text, sizeof text, "%u", status);
	log_line(LOG_INFO, "refused",
	         (const struct log_pair[]){ { "by", S("libmicrohttpd") },
	                                    { "status", str_of(text) } },
	         2);
	answer_once(l->server, l->number, (int)status);
}

void http_library_answered(struct http_conn *c)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(c->mhd, MHD_CONNECTION_INFO_HTTP_STATUS);

	if (info && c->status == 0)
		c->status = (int)info->http_status;
}
