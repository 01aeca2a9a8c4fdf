/*
 * log.c -- lines to standard error, written by one thread.
 *
 * Callers put finished lines into a buffer; the thread takes all that has come, leaves an empty
 * buffer behind and writes in one go.  So a line costs its caller a lock and a copy, and the system
 * call is shared by all the lines that came meanwhile.
 *
 * When the buffer is full the caller waits: a line is the only trace of a failure, and whoever
 * reads the log must be able to trust that there was nothing else.  A standard error that nobody
 * reads therefore stops the program in the end, as it does every program that prints.
 *
 * Standard error belongs to the process, and so does this state.
 */
#include "base/log.h"

#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { LINE_BYTES_MAX = 4096, BUFFER_BYTES = 256 * 1024, WHY_BYTES_MAX = 2048 };

struct buffer {
	size_t n;
	char p[BUFFER_BYTES];
};

static struct {
	pthread_mutex_t lock;
	pthread_cond_t came, written;
	pthread_t writer;
	bool running, stopping;
	_Atomic int least; /* an enum log_level */
	struct buffer buffers[2];
	int filling; /* the one that callers write to; the other is the thread's */
} logger = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.came = PTHREAD_COND_INITIALIZER,
	.written = PTHREAD_COND_INITIALIZER,
	.least = LOG_INFO,
};

void log_least(enum log_level level)
{
	logger.least = (int)level;
}

/* Writing */

static void write_whole(const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(STDERR_FILENO, p, n);

		if (done >= 0) {
			p += done;
			n -= (size_t)done;
		} else if (errno == EAGAIN) {
			struct pollfd fd = { .fd = STDERR_FILENO, .events = POLLOUT };

			poll(&fd, 1, -1);
		} else if (errno != EINTR) {
			return; /* closed: there is nowhere left to say so */
		}
	}
}

static void *writer_run(void *arg)
{
	(void)arg;
	pthread_mutex_lock(&logger.lock);
	for (;;) {
		struct buffer *full = &logger.buffers[logger.filling];

		if (full->n == 0 && logger.stopping)
			break;
		if (full->n == 0) {
			pthread_cond_wait(&logger.came, &logger.lock);
			continue;
		}
		logger.filling = !logger.filling;
		pthread_cond_broadcast(&logger.written);
		pthread_mutex_unlock(&logger.lock);
		write_whole(full->p, full->n);
		pthread_mutex_lock(&logger.lock);
		full->n = 0;
	}
	pthread_mutex_unlock(&logger.lock);
	return NULL;
}

void log_start(void)
{
	pthread_mutex_lock(&logger.lock);
	MUST(!logger.running);
	logger.stopping = false;
	/* Without a thread the callers write for themselves: slower, and no less right. */
	logger.running = pthread_create(&logger.writer, NULL, writer_run, NULL) == 0;
	pthread_mutex_unlock(&logger.lock);
}

void log_stop(void)
{
	pthread_mutex_lock(&logger.lock);
	bool running = logger.running;

	logger.stopping = true;
	pthread_cond_signal(&logger.came);
	pthread_mutex_unlock(&logger.lock);
	if (!running)
		return;
	pthread_join(logger.writer, NULL);
	pthread_mutex_lock(&logger.lock);
	/* A line may have come between the thread's last look and its end. */
	struct buffer *rest = &logger.buffers[logger.filling];

	write_whole(rest->p, rest->n);
	rest->n = 0;
	logger.running = false; /* from here on callers write for themselves */
	pthread_cond_broadcast(&logger.written);
	pthread_mutex_unlock(&logger.lock);
}

static void put_line(const char *p, size_t n)
{
	pthread_mutex_lock(&logger.lock);
	while (logger.running && logger.buffers[logger.filling].n + n > BUFFER_BYTES)
		pthread_cond_wait(&logger.written, &logger.lock);
	if (logger.running) {
		struct buffer *b = &logger.buffers[logger.filling];

		memcpy(b->p + b->n, p, n);
		/* The thread waits only while there is nothing to write. */
		if (b->n == 0)
			pthread_cond_signal(&logger.came);
		b->n += n;
	} else {
		write_whole(p, n);
	}
	pthread_mutex_unlock(&logger.lock);
}

/* Making a line */

struct line {
	size_t n;
	bool cut; /* something did not fit */
	char p[LINE_BYTES_MAX];
};

/* A closing quotation mark, " cut=yes" and the newline always fit. */
enum { LINE_END_BYTES = 16 };

/* All of it or, when it does not fit, nothing of it and nothing of what follows. */
static void add(struct line *l, const char *p, size_t n)
{
	if (l->cut || l->n + n > LINE_BYTES_MAX - LINE_END_BYTES) {
		l->cut = true;
		return;
	}
	memcpy(l->p + l->n, p, n);
	l->n += n;
}

static bool is_plain(char c)
{
	return c > ' ' && c < 0x7f && c != '"' && c != '=' && c != '\\';
}

static void add_escaped(struct line *l, char c)
{
	unsigned char u = (unsigned char)c;
	char hex[] = { '\\', 'x', "0123456789abcdef"[u >> 4], "0123456789abcdef"[u & 15] };

	if (c == '"' || c == '\\')
		add(l, (char[]){ '\\', c }, 2);
	else if (c == '\n')
		add(l, "\\n", 2);
	else if (c == '\r')
		add(l, "\\r", 2);
	else if (c == '\t')
		add(l, "\\t", 2);
	else if (u < 0x20 || u >= 0x7f)
		add(l, hex, sizeof(hex));
	else
		add(l, &c, 1);
}

static void add_quoted(struct line *l, struct str v)
{
	/* Bytes above ASCII pass in text alone: elsewhere a terminal might obey them. */
	bool is_text = utf8_is_text(v);

	add(l, "\"", 1);
	if (l->cut)
		return;
	for (size_t at = 0, from = 0; at < v.n && !l->cut; from = at) {
		if (is_text)
			utf8_next(v, &at);
		else
			at++;
		if (at - from > 1)
			add(l, v.p + from, at - from);
		else
			add_escaped(l, v.p[from]);
	}
	l->p[l->n++] = '"';
}

static void add_value(struct line *l, struct str v)
{
	bool plain = v.n > 0;

	for (size_t i = 0; i < v.n && plain; i++)
		plain = is_plain(v.p[i]);
	if (!plain)
		add_quoted(l, v);
	for (size_t i = 0; i < v.n && plain; i++)
		add(l, v.p + i, 1);
}

static void add_pair(struct line *l, const char *key, struct str value)
{
	size_t n = strlen(key);

	/* A key that stands there alone would be no pair. */
	if (l->n + n + 3 > LINE_BYTES_MAX - LINE_END_BYTES)
		l->cut = true;
	if (l->cut)
		return;
	add(l, " ", 1);
	add(l, key, n);
	add(l, "=", 1);
	add_value(l, value);
}

void log_line(enum log_level level, const char *event, const struct log_pair *pairs, size_t n)
{
	static const char *const levels[] = {
		[LOG_ERROR] = "error",
		[LOG_WARN] = "warn",
		[LOG_INFO] = "info",
	};
	struct line l;
	char at[24];

	if ((int)level > logger.least)
		return;
	MUST((unsigned)level < COUNT_OF(levels));
	l.n = 0;
	l.cut = false;
	time_format(time_now(), at);
	add(&l, "time=", 5);
	add(&l, at, strlen(at));
	add_pair(&l, "level", str_of(levels[level]));
	add_pair(&l, "event", str_of(event));
	for (size_t i = 0; i < n; i++)
		add_pair(&l, pairs[i].key, pairs[i].value);
	if (l.cut) {
		memcpy(l.p + l.n, " cut=yes", 8);
		l.n += 8;
	}
	l.p[l.n++] = '\n';
	put_line(l.p, l.n);
}

void log_why(enum log_level level, const char *event, const char *fmt, ...)
{
	char why[WHY_BYTES_MAX];
	va_list args;

	va_start(args, fmt);
	int n = vsnprintf(why, sizeof(why), fmt, args);

	va_end(args);
	MUST(n >= 0);
	size_t length = (size_t)n < sizeof(why) ? (size_t)n : sizeof(why) - 1;
	struct str value = utf8_clip((struct str){ why, length }, length);

	log_line(level, event, &(struct log_pair){ "why", value }, 1);
}
