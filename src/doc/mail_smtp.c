/*
 * mail_smtp.c -- handing letters to a mail server, through libcurl.
 *
 * libcurl tells that something failed, but not whether the letter was refused or the server refused
 * to talk; that decides whether trying again makes sense.  So the conversation is listened to: what
 * the server answered before MAIL FROM is about us, what it answered after it about the letter.
 */
#include "doc/mail.h"
#include "base/str.h"
#include "base/utf8.h"
#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>

enum { SAID_MAX = 400, CODE_LEAVING = 421 };
static const long connect_seconds = 15, whole_seconds = 120, idle_seconds = 5;

struct smtp_sender {
	CURL *curl;
	const _Atomic bool *is_stopping;
	char why[CURL_ERROR_SIZE];
	char said[SAID_MAX]; /* the last line of the server's last answer */
	size_t said_n;
	bool is_in_letter; /* MAIL FROM has gone out */
	bool is_over;      /* so has QUIT: what comes then is about nothing */
	struct str rest;   /* of the message, to be sent */
};

/* libcurl has a state of the process that must be set up before any thread uses it. */
static void set_up(void)
{
	MUST(curl_global_init(CURL_GLOBAL_DEFAULT) == 0);
}

static int on_talk(CURL *curl, curl_infotype type, char *p, size_t n, void *arg)
{
	struct smtp_sender *s = arg;
	struct str line = str_trim((struct str){ p, n });

	(void)curl;
	if (type == CURLINFO_HEADER_OUT) {
		s->is_in_letter |= str_starts(line, S("MAIL FROM:"));
		s->is_over |= str_starts(line, S("QUIT"));
	}
	if (type == CURLINFO_HEADER_IN && !s->is_over) {
		s->said_n = line.n < SAID_MAX ? line.n : SAID_MAX;
		memcpy(s->said, line.p, s->said_n);
	}
	return 0;
}

static size_t on_read(char *p, size_t size, size_t count, void *arg)
{
	struct smtp_sender *s = arg;
	size_t n = size * count < s->rest.n ? size * count : s->rest.n;

	memcpy(p, s->rest.p, n);
	s->rest = str_sub(s->rest, n, s->rest.n);
	return n;
}

static int on_progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct smtp_sender *s = arg;

	(void)a, (void)b, (void)c, (void)d;
	return s->is_stopping && *s->is_stopping;
}

static void set_tls(CURL *curl, const struct smtp_server *server)
{
	bool is_smtps = str_starts(str_of(server->url), S("smtps:"));
	/* Encrypted to whoever is there is better than not encrypted; and no password goes so. */
	bool is_anyone = server->tls == SMTP_TLS_OFFERED && !is_smtps;
	long use = server->tls == SMTP_TLS_REQUIRE   ? CURLUSESSL_ALL
	           : server->tls == SMTP_TLS_OFFERED ? CURLUSESSL_TRY
	                                             : CURLUSESSL_NONE;

	curl_easy_setopt(curl, CURLOPT_USE_SSL, use);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, is_anyone ? 0L : 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, is_anyone ? 0L : 2L);
}

struct smtp_sender *smtp_sender_new(const struct smtp_server *server,
                                    const _Atomic bool *is_stopping)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct smtp_sender *s = calloc(1, sizeof *s);

	pthread_once(&once, set_up);
	MUST(s);
	s->is_stopping = is_stopping;
	s->curl = curl_easy_init();
	MUST(s->curl);
	curl_easy_setopt(s->curl, CURLOPT_URL, server->url);
	curl_easy_setopt(s->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(s->curl, CURLOPT_PROXY, "");
	curl_easy_setopt(s->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(s->curl, CURLOPT_CONNECTTIMEOUT, connect_seconds);
	curl_easy_setopt(s->curl, CURLOPT_TIMEOUT, whole_seconds);
	curl_easy_setopt(s->curl, CURLOPT_MAXAGE_CONN, idle_seconds);
	curl_easy_setopt(s->curl, CURLOPT_ERRORBUFFER, s->why);
	curl_easy_setopt(s->curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(s->curl, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(s->curl, CURLOPT_READDATA, s);
	curl_easy_setopt(s->curl, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(s->curl, CURLOPT_DEBUGFUNCTION, on_talk);
	curl_easy_setopt(s->curl, CURLOPT_DEBUGDATA, s);
	curl_easy_setopt(s->curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(s->curl, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(s->curl, CURLOPT_XFERINFODATA, s);
	if (server->user) {
		curl_easy_setopt(s->curl, CURLOPT_USERNAME, server->user);
		curl_easy_setopt(s->curl, CURLOPT_PASSWORD, server->password);
	}
	set_tls(s->curl, server);
	return s;
}

void smtp_sender_free(struct smtp_sender *s)
{
	if (!s)
		return;
	curl_easy_cleanup(s->curl);
	free(s);
}

/* The server's answer, 0 when its last line is none. */
static int code_said(const struct smtp_sender *s)
{
	int code = 0;

	if (s->said_n < 3)
		return 0;
	for (int i = 0; i < 3; i++) {
		if (s->said[i] < '0' || s->said[i] > '9')
			return 0;
		code = code * 10 + (s->said[i] - '0');
	}
	return code;
}

/* A server may say anything: what is kept is one line of text. */
static struct str one_line(struct arena *a, struct str s)
{
	char *copy = (char *)arena_str(a, s.p, s.n).p;
	struct str line = utf8_clip((struct str){ copy, s.n }, SAID_MAX);

	for (size_t i = 0; i < line.n; i++)
		if (copy[i] < ' ' || copy[i] > '~')
			copy[i] = '?';
	return line;
}

static enum smtp_outcome outcome_of(const struct smtp_sender *s, CURLcode rc)
{
	int code = code_said(s);

	if (rc == CURLE_OK)
		return SMTP_ACCEPTED;
	if (!s->is_in_letter || code < 400 || code == CODE_LEAVING)
		return SMTP_UNREACHED;
	return code >= 500 ? SMTP_REFUSED : SMTP_AGAIN;
}

static CURLcode perform(struct smtp_sender *s, struct arena *a, const struct mime_letter *l)
{
	struct str from = arena_printf(a, "<%.*s>", STR_ARG(l->from.address));
	struct str to = arena_printf(a, "<%.*s>", STR_ARG(l->to.address));
	struct curl_slist *list = curl_slist_append(NULL, to.p);
	CURLcode rc;

	MUST(list);
	s->said_n = 0;
	s->why[0] = 0;
	s->is_in_letter = s->is_over = false;
	curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM, from.p);
	curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, list);
	rc = curl_easy_perform(s->curl);
	curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(list);
	return rc;
}

enum smtp_outcome smtp_send(struct smtp_sender *s, struct arena *a, const struct mime_letter *l,
                            struct str *ret_said)
{
	enum smtp_outcome outcome;
	CURLcode rc;

	*ret_said = S("");
	if (mime_write(a, l, &s->rest) != ERR_OK) {
		*ret_said = S("This letter cannot be written as mail.");
		return SMTP_REFUSED;
	}
	rc = perform(s, a, l);
	outcome = outcome_of(s, rc);
	if (outcome == SMTP_ACCEPTED)
		return outcome;
	if (code_said(s) >= 400)
		*ret_said = one_line(a, (struct str){ s->said, s->said_n });
	else
		*ret_said = one_line(a, str_of(s->why[0] ? s->why : curl_easy_strerror(rc)));
	return outcome;
}
