/* home.c -- an association's folder: near.conf, near.db, secret. */
#include "app/app.h"
#include "audit/audit.h"
#include "base/log.h"
#include "base/random.h"
#include "base/str.h"
#include "base/time.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CONF_LIMIT = 16 * 1024 };

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

static bool conf_line(struct home *h, struct str key, struct str value)
{
	if (str_is(key, "database") && value.n < sizeof h->url) {
		memcpy(h->url, value.p, value.n);
		h->url[value.n] = 0;
		return true;
	}
	if (str_is(key, "clock")) {
		h->is_rehearsal = true;
		return time_parse(value, &h->clock);
	}
	return false;
}

static bool read_conf(struct home *h)
{
	char buf[CONF_LIMIT];
	ssize_t n = read_file(h->dir, "near.conf", buf, sizeof buf);
	struct str rest = { buf, n < 0 ? 0 : (size_t)n }, line;
	int number = 0;

	if (n < 0) {
		refuse("%s is not an association: it has no near.conf.  "
		       "Make one with: near init %s --pack FOLDER",
		       h->dir, h->dir);
		return false;
	}
	while (str_cut(&rest, '\n', &line)) {
		size_t eq = str_find(line, '=', 0);

		number++;
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (eq >= line.n || !conf_line(h, str_trim(str_sub(line, 0, eq)),
		                               str_trim(str_sub(line, eq + 1, line.n)))) {
			refuse("%s/near.conf:%d: this line is not understood: %.*s", h->dir, number,
			       STR_ARG(line));
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

static bool open_store(struct home *h, const struct home_options *o)
{
	struct sbuf why = { .arena = h->arena };
	enum err e;

	if (!has_database(h))
		return refuse_empty(h);
	e = db_store_open(h->url, o->writer, &h->store, &why);
	if (e == ERR_OK && db_is_new(h->store))
		return refuse_empty(h);
	if (e == ERR_OK && o->claim)
		e = db_claim(h->store, &why);
	if (e == ERR_OK && !(h->db = db_open(h->store)))
		e = ERR_DB;
	if (e != ERR_OK) {
		struct str s = sbuf_done(&why);

		refuse("%s: %s", h->dir, s.n ? s.p : err_message(e));
	}
	return e == ERR_OK;
}

/* A rehearsal's clock goes on from the last event, or from where it began. */
static bool start_clock(struct home *h)
{
	time_us last = TIME_NONE;

	h->start_mono = time_monotonic_us();
	if (!h->is_rehearsal)
		return true;
	if (audit_last_at(&h->ctx, &last) != ERR_OK)
		return false;
	h->start_at = last.us != TIME_NONE.us && last.us > h->clock.us ? last : h->clock;
	return true;
}

time_us home_now(void *home)
{
	const struct home *h = home;

	if (!h->is_rehearsal)
		return time_now();
	return (time_us){ h->start_at.us + time_monotonic_us() - h->start_mono };
}

bool home_open(struct home *h, const struct home_options *o)
{
	*h = (struct home){ .dir = o->dir, .arena = arena_new() };
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
		               .frame = app_frame };
	if (!start_clock(h)) {
		refuse("%s: the audit log could not be read", h->dir);
		goto fail;
	}
	h->ctx.now = home_now(h);
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
