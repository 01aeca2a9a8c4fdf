/* home.c -- an association's folder: near.conf, near.db, secret. */
#include "app/app.h"
#include "app/hold.h"
#include "audit/audit.h"
#include "base/log.h"
#include "base/random.h"
#include "base/str.h"
#include "base/time.h"
#include "http/parse.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CONF_LIMIT = 16 * 1024, TOKEN_MIN = 16 };

static const char not_understood[] = "this line is not understood";

/* Read a small file whole; the length, or -1. */
static ssize_t read_file(const char *dir, const char *name, char *buf, size_t size)
{
	char path[1024];
	ssize_t n;
	int fd;

	if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path)
		return -1;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	n = read(fd, buf, size);
	close(fd);
	return n;
}

static bool write_file(const char *dir, const char *name, const void *p, size_t n)
{
	char path[1024];
	bool done;
	int fd;

	if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path)
		return false;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	done = write(fd, p, n) == (ssize_t)n && fsync(fd) == 0;
	return close(fd) == 0 && done;
}

bool home_write(const char *dir, const char *db, time_us clock)
{
	char conf[2048], when[24], secret[32];
	int n = snprintf(conf, sizeof conf,
	                 "# Settings of this association.  The manual: man near\n");

	if (db)
		n += snprintf(conf + n, sizeof conf - (size_t)n, "database = %s\n", db);
	if (n >= (int)sizeof conf)
		return false;
	if (clock.us != TIME_NONE.us) {
		time_format(clock, when);
		n += snprintf(
			conf + n, sizeof conf - (size_t)n,
			"# A rehearsal: time begins here and stands still while nobody serves it.\n"
			"clock = %s\n",
			when);
	}
	if (n >= (int)sizeof conf)
		return false;
	random_bytes(secret, sizeof secret);
	return write_file(dir, "near.conf", conf, (size_t)n) &&
	       write_file(dir, "secret", secret, sizeof secret);
}

/*
 * Set one key; what is wrong with it, or NULL.  The token goes into a header as it stands, so it
 * holds no spaces; from 16 characters on nobody guesses it over a network.
 */
static const char *set_token(struct home *h, struct str value)
{
	if (value.n < TOKEN_MIN)
		return "metrics_token must have at least 16 characters.  "
		       "Make one with: openssl rand -hex 32";
	if (value.n >= sizeof h->metrics_token)
		return "metrics_token may have at most 128 characters";
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] <= ' ' || value.p[i] > '~')
			return "metrics_token may hold letters, digits and signs of ASCII alone, "
			       "no spaces";
	memcpy(h->metrics_token, value.p, value.n);
	h->metrics_token[value.n] = 0;
	return NULL;
}

/* "https://near.example": a scheme, a host, a port perhaps, and nothing that makes a path of it. */
static const char *set_public_url(struct home *h, struct str value)
{
	size_t scheme = str_starts(value, S("https://"))  ? 8
	                : str_starts(value, S("http://")) ? 7
	                                                  : 0;

	if (value.n > 0 && value.p[value.n - 1] == '/')
		value.n--;
	if (scheme == 0 || value.n <= scheme || value.n >= sizeof h->public_url)
		return "public_url is the site's address: https://near.example";
	if (!http_host_is_valid(str_sub(value, scheme, value.n)))
		return "public_url is a scheme and a host, and perhaps a port up to 65535: "
		       "https://near.example, without a path";
	memcpy(h->public_url, value.p, value.n);
	h->public_url[value.n] = 0;
	return NULL;
}

static const char *conf_set(struct home *h, struct str key, struct str value)
{
	if (str_is(key, "database") && value.n < sizeof h->url) {
		memcpy(h->url, value.p, value.n);
		h->url[value.n] = 0;
		return NULL;
	}
	if (str_is(key, "clock") && time_parse(value, &h->clock)) {
		h->is_rehearsal = true;
		return NULL;
	}
	if (str_is(key, "metrics_token"))
		return set_token(h, value);
	if (str_is(key, "public_url"))
		return set_public_url(h, value);
	if (str_is(key, "mail") || str_starts(key, S("mail_")))
		return mailer_conf_set(&h->mail, key, value);
	return not_understood;
}

/* What is wrong with a line, or NULL. */
static const char *conf_line(struct home *h, struct str line)
{
	size_t eq = str_find(line, '=', 0);

	if (line.n == 0 || line.p[0] == '#')
		return NULL;
	if (eq == line.n)
		return not_understood;
	return conf_set(h, str_trim(str_sub(line, 0, eq)), str_trim(str_sub(line, eq + 1, line.n)));
}

/* A line that is told of is not repeated where it may hold a secret: what is printed is kept. */
static void refuse_line(const struct home *h, int number, const char *why, struct str line)
{
	if (why == not_understood)
		refuse("%s/near.conf:%d: %s: %.*s", h->dir, number, why, STR_ARG(line));
	else
		refuse("%s/near.conf:%d: %s", h->dir, number, why);
}

static bool read_conf(struct home *h)
{
	char buf[CONF_LIMIT];
	ssize_t n = read_file(h->dir, "near.conf", buf, sizeof buf);
	struct str rest = { buf, n < 0 ? 0 : (size_t)n }, line;

	if (n < 0) {
		refuse("%s is not an association: it has no near.conf.  "
		       "Make one with: near init %s --pack FOLDER",
		       h->dir, h->dir);
		return false;
	}
	for (int number = 1; str_cut(&rest, '\n', &line); number++) {
		const char *why = conf_line(h, str_trim(line));

		if (why) {
			refuse_line(h, number, why, str_trim(line));
			return false;
		}
	}
	return true;
}

/* Opening a file that is not there, or has nothing in it, would make a database of it. */
static bool has_database(const struct home *h)
{
	struct str url = str_of(h->url), sqlite = S("sqlite:");
	struct stat st;

	return !str_starts(url, sqlite) || (stat(h->url + sqlite.n, &st) == 0 && st.st_size > 0);
}

static bool refuse_empty(const struct home *h)
{
	refuse("%s: its database is missing or empty.  Nothing was changed.  "
	       "Bring the database back, or make a new folder from a backup: "
	       "near restore FILE FOLDER",
	       h->dir);
	return false;
}

static bool refuse_store(const struct home *h, enum err e, struct sbuf *why)
{
	struct str s = sbuf_done(why);

	refuse("%s: %s", h->dir, s.n ? s.p : err_message(e));
	return false;
}

/* Whoever brings it to this version must be alone at first, and may share it afterwards. */
static bool bring_here(struct home *h, const struct home_options *o)
{
	struct sbuf why = { .arena = h->arena };
	enum err e = ERR_OK;

	if (db_is_old(h->store) && !o->as_it_is &&
	    !(o->claim || o->share ? home_update(h) : home_refuse_old(h)))
		return false;
	if (o->share)
		e = db_share(h->store, &why);
	return e == ERR_OK || refuse_store(h, e, &why);
}

static bool open_store(struct home *h, const struct home_options *o)
{
	struct sbuf why = { .arena = h->arena };
	enum err e;

	if (!has_database(h))
		return refuse_empty(h);
	e = db_store_open(h->url, o->writer, &h->store, &why);
	if (e == ERR_OK && db_is_new(h->store))
		return refuse_empty(h);
	if (e == ERR_OK && (o->claim || (o->share && db_is_old(h->store))))
		e = db_claim(h->store, &why);
	if (e == ERR_OK && !(h->db = db_open(h->store)))
		e = ERR_DB;
	return e == ERR_OK ? bring_here(h, o) : refuse_store(h, e, &why);
}

/*
 * How far another process that serves the association may be ahead of this machine's clock and be
 * believed: what the log of events bears (audit/audit.h).
 */
static const int64_t AHEAD_MAX_US = 5000000;

static enum err check_clock(void *home, struct sbuf *why)
{
	return clock_check(&((struct home *)home)->machine, why);
}

/* A rehearsal's clock goes on from the last event, or from where it began. */
static bool start_clock(struct home *h)
{
	time_us last = TIME_NONE;

	h->start_mono = time_monotonic_us();
	if (!db_is_old(h->store) && audit_last_at(&h->ctx, &last) != ERR_OK)
		return false;
	if (!h->is_rehearsal) {
		clock_start(&h->machine, last);
		db_guard(h->store, check_clock, h);
		return true;
	}
	h->start_at = last.us != TIME_NONE.us && last.us > h->clock.us ? last : h->clock;
	return true;
}

time_us home_now(void *home)
{
	struct home *h = home;
	time_us heard = db_heard_now(h->store), own = { 0 };

	if (h->is_rehearsal)
		own.us = h->start_at.us + time_monotonic_us() - h->start_mono;
	else
		own = clock_now(&h->machine);
	if (heard.us <= own.us || (!h->is_rehearsal && heard.us - own.us > AHEAD_MAX_US))
		return own;
	return heard;
}

bool home_open(struct home *h, const struct home_options *o)
{
	*h = (struct home){ .dir = o->dir, .arena = arena_new() };
	h->machine.wall = time_now;
	h->machine.steady = clock_steady_us;
	if (snprintf(h->url, sizeof h->url, "sqlite:%s/near.db", o->dir) >= (int)sizeof h->url ||
	    !read_conf(h))
		goto fail;
	if (o->db && snprintf(h->url, sizeof h->url, "%s", o->db) >= (int)sizeof h->url)
		goto fail;
	if (read_file(h->dir, "secret", (char *)h->secret, sizeof h->secret) != sizeof h->secret) {
		refuse("%s/secret is missing or damaged.  "
		       "Write 32 random bytes into it; open forms must then be loaded again.",
		       h->dir);
		goto fail;
	}
	if (!open_store(h, o))
		goto fail;
	h->ctx = (struct ctx){ .arena = h->arena,
		               .db = h->db,
		               .lang = LANGUAGE_EN,
		               .effects = app_effects(h->arena),
		               .frame = app_frame,
		               .secret = { (const char *)h->secret, sizeof h->secret } };
	if (!start_clock(h)) {
		refuse("%s: the audit log could not be read", h->dir);
		goto fail;
	}
	db_clock(h->store, home_now, h);
	h->ctx.now = home_now(h);
	if ((o->claim || o->share) && hold_begin(h) != ERR_OK) {
		refuse("%s: the tables could not be recorded in the audit log: %s", h->dir,
		       db_why(h->db));
		goto fail;
	}
	return true;
fail:
	home_close(h);
	return false;
}

void home_close(struct home *h)
{
	if (h->db)
		db_close(h->db);
	if (h->store)
		db_store_close(h->store);
	if (h->arena)
		arena_free(h->arena);
	*h = (struct home){ 0 };
}
