/*
 * control.c -- the socket by which commands reach the process that serves.
 *
 * A request is its length (4 bytes, in the machine's own order: both are on it) and its words, each
 * ended by a zero byte.  An answer is the exit code in one byte and a text to the end.
 */
#include "app/control.h"
#include "app/app.h"
#include "base/log.h"
#include "base/str.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { REQUEST_LIMIT = 8192, WORDS_LIMIT = 32, TALK_SECONDS = 10, BACKLOG = 8 };

control_run *control_find(struct str name)
{
	static const struct {
		const char *name;
		control_run *run;
	} commands[] = { { "user", user_run }, { "clock", clock_run } };

	for (size_t i = 0; i < COUNT_OF(commands); i++)
		if (str_is(name, commands[i].name))
			return commands[i].run;
	return NULL;
}

static bool address_of(const char *dir, struct sockaddr_un *ret)
{
	*ret = (struct sockaddr_un){ .sun_family = AF_UNIX };
	return snprintf(ret->sun_path, sizeof ret->sun_path, "%s/near.sock", dir) <
	       (int)sizeof ret->sun_path;
}

/* Nobody who says nothing holds the next one up for long. */
static void limit_talk(int fd)
{
	const struct timeval span = { .tv_sec = TALK_SECONDS };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &span, sizeof span);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &span, sizeof span);
}

static bool send_all(int fd, const void *p, size_t n)
{
	const char *at = p;

	while (n > 0) {
		ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		at += sent;
		n -= (size_t)sent;
	}
	return true;
}

static bool read_all(int fd, void *p, size_t n)
{
	char *at = p;

	while (n > 0) {
		ssize_t got = read(fd, at, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

/* --- answering --- */

static int split(char *words, size_t n, char **argv)
{
	int argc = 0;

	for (size_t i = 0; i < n && argc < WORDS_LIMIT; i += strlen(words + i) + 1)
		argv[argc++] = words + i;
	return argc;
}

static int run_words(struct control *c, struct arena *a, char *words, size_t n, struct sbuf *out)
{
	struct home *h = c->home;
	char *argv[WORDS_LIMIT];
	int argc = split(words, n, argv), code;
	control_run *run = argc > 0 ? control_find(str_of(argv[0])) : NULL;
	struct ctx ctx = h->ctx;

	if (!run) {
		sbuf_lit(out, "this command cannot be given to a process that serves");
		return EXIT_USAGE;
	}
	ctx.arena = a;
	ctx.db = db_open(h->store);
	ctx.now = home_now(h);
	if (!ctx.db) {
		sbuf_str(out, str_of(error_text(&ctx, ERR_DB)));
		return EXIT_REFUSED;
	}
	code = run(h, &ctx, argc, argv, out);
	db_close(ctx.db);
	return code;
}

static void answer(struct control *c, int fd)
{
	struct arena *a = arena_new();
	struct sbuf out = { .arena = a };
	char words[REQUEST_LIMIT + 1];
	unsigned char code;
	uint32_t n;

	limit_talk(fd);
	if (read_all(fd, &n, sizeof n) && n > 0 && n <= REQUEST_LIMIT && read_all(fd, words, n)) {
		struct str text;

		words[n] = 0;
		code = (unsigned char)run_words(c, a, words, n, &out);
		text = sbuf_done(&out);
		if (!send_all(fd, &code, 1) || !send_all(fd, text.p, text.n))
			log_why(LOG_WARN, "control", "%s", "the command went away");
		/* It may have been a password. */
		explicit_bzero(words, sizeof words);
	}
	arena_free(a);
}

static void *run(void *arg)
{
	struct control *c = arg;
	struct pollfd fds[2] = { { .fd = c->fd, .events = POLLIN },
		                 { .fd = c->stop[0], .events = POLLIN } };

	while (poll(fds, 2, -1) >= 0 || errno == EINTR) {
		int fd;

		if (fds[1].revents)
			break;
		fd = accept4(c->fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0)
			continue;
		answer(c, fd);
		close(fd);
	}
	return NULL;
}

static bool listen_at(struct control *c)
{
	struct sockaddr_un address;
	bool ok;

	if (!address_of(c->home->dir, &address)) {
		errno = ENAMETOOLONG;
		return false;
	}
	snprintf(c->path, sizeof c->path, "%s", address.sun_path);
	c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (c->fd < 0)
		return false;
	/* Whoever serves holds the claim, so that one left behind is nobody's. */
	unlink(c->path);
	/* Set before it has a name: there is no moment in which others could open it. */
	ok = fchmod(c->fd, 0600) == 0 &&
	     bind(c->fd, (struct sockaddr *)&address, sizeof address) == 0;
	ok = ok && listen(c->fd, BACKLOG) == 0 && pipe2(c->stop, O_CLOEXEC) == 0;
	if (!ok)
		close(c->fd);
	return ok;
}

void control_start(struct control *c, struct home *h)
{
	*c = (struct control){ .home = h };
	if (!listen_at(c)) {
		log_why(LOG_WARN, "control", "%s/near.sock: %s", h->dir, strerror(errno));
		return;
	}
	c->is_running = pthread_create(&c->thread, NULL, run, c) == 0;
	if (!c->is_running) {
		close(c->fd);
		close(c->stop[0]);
		close(c->stop[1]);
		unlink(c->path);
	}
}

void control_stop(struct control *c)
{
	if (!c->is_running)
		return;
	if (write(c->stop[1], "", 1) == 1)
		pthread_join(c->thread, NULL);
	close(c->fd);
	close(c->stop[0]);
	close(c->stop[1]);
	unlink(c->path);
	c->is_running = false;
}

/* --- asking --- */

static bool send_words(int fd, int argc, char **argv)
{
	char words[REQUEST_LIMIT];
	uint32_t n = 0;
	bool ok = argc <= WORDS_LIMIT;

	for (int i = 0; i < argc && ok; i++) {
		size_t size = strlen(argv[i]) + 1;

		ok = size <= sizeof words - n;
		if (ok)
			memcpy(words + n, argv[i], size);
		n += ok ? (uint32_t)size : 0;
	}
	ok = ok && send_all(fd, &n, sizeof n) && send_all(fd, words, n);
	explicit_bzero(words, sizeof words);
	return ok;
}

static int print_answer(int fd)
{
	unsigned char code;
	char text[4096];
	ssize_t n;
	FILE *to;

	if (!read_all(fd, &code, 1))
		return refuse("the process that serves did not answer; look whether it was done");
	to = code == EXIT_DONE ? stdout : stderr;
	if (code != EXIT_DONE)
		fputs("near: ", to);
	while ((n = read(fd, text, sizeof text)) > 0)
		fwrite(text, 1, (size_t)n, to);
	fputc('\n', to);
	return code;
}

bool control_ask(const char *dir, int argc, char **argv, int *ret_code)
{
	struct sockaddr_un address;
	int fd;

	if (!address_of(dir, &address))
		return false;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return false;
	if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
		close(fd);
		return false;
	}
	if (send_words(fd, argc, argv))
		*ret_code = print_answer(fd);
	else
		*ret_code = refuse("the process that serves could not be asked: these words are "
		                   "too long, or it went away");
	close(fd);
	return true;
}

int control_run_here(const struct home_options *o, int argc, char **argv)
{
	struct home h;
	struct sbuf out;
	int code;

	if (!home_open(&h, o))
		return EXIT_REFUSED;
	out = (struct sbuf){ .arena = h.arena };
	code = control_find(str_of(argv[0]))(&h, &h.ctx, argc, argv, &out);
	if (code == EXIT_DONE)
		puts(sbuf_done(&out).p);
	else
		refuse("%s", sbuf_done(&out).p);
	home_close(&h);
	return code;
}
