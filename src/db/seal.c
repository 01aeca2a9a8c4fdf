/*
 * seal.c -- the digest that a backup carries, so that a byte that changed anywhere in it is found.
 *
 * It is one line of text after the last page of the database.  SQLite takes the number of pages
 * from the header and does not look behind them, so that ordinary tools open the file as it is; and
 * whoever has nothing but ordinary tools proves it with tail(1), head(1) and sha256sum(1).  The
 * user version in SQLite's header says that there must be such a line: without that mark a backup
 * whose end was cut off would pass for one of an earlier version, which has none.
 */
#include "db/internal.h"
#include "base/str.h"
#include "crypto/hash.h"
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char line_begins[] = "\nnear backup: ";
/* Two line ends, the digits of a length, those of a digest, and what stands between. */
enum { LINE_BYTES = sizeof line_begins - 1 + 20 + 15 + CRYPTO_SHA256_HEX };
/* What is looked at of SQLite's header (its file format, 1.3), and a piece that is read at once. */
enum { HEADER_BYTES = 100, PIECE_BYTES = 65536 };

struct seal {
	const char *path;
	int fd;
	uint64_t size;
	struct sbuf *why;
};

static enum err fail(struct seal *f, const char *what)
{
	sbuf_printf(f->why, "%s cannot be %s: %s", f->path, what, strerror(errno));
	return ERR_IO;
}

/* Into `p`, n bytes from `at` on, all of them. */
static enum err read_at(struct seal *f, uint64_t at, void *p, size_t n)
{
	char *to = p;

	for (ssize_t got; n > 0; at += (uint64_t)got, to += got, n -= (size_t)got) {
		errno = EIO; /* of a file that became shorter */
		do
			got = pread(f->fd, to, n, (off_t)at);
		while (got < 0 && errno == EINTR);
		if (got <= 0)
			return fail(f, "read");
	}
	return ERR_OK;
}

static enum err write_at(struct seal *f, uint64_t at, const char *p, size_t n)
{
	for (ssize_t put; n > 0; at += (uint64_t)put, p += put, n -= (size_t)put) {
		do
			put = pwrite(f->fd, p, n, (off_t)at);
		while (put < 0 && errno == EINTR);
		if (put < 0)
			return fail(f, "written");
	}
	return ERR_OK;
}

/* The line that belongs behind the first n bytes. */
static enum err make_line(struct seal *f, uint64_t n, char ret[static LINE_BYTES + 1])
{
	struct arena *a = arena_new();
	char *piece = arena_alloc(a, PIECE_BYTES);
	struct crypto_sha256 *h = crypto_sha256_new();
	unsigned char digest[CRYPTO_SHA256_BYTES];
	enum err e = ERR_OK;
	size_t len = 0;
	int at;

	for (uint64_t done = 0; done < n && e == ERR_OK; done += len) {
		len = n - done < PIECE_BYTES ? (size_t)(n - done) : PIECE_BYTES;
		e = read_at(f, done, piece, len);
		if (e == ERR_OK)
			crypto_sha256_add(h, piece, len);
	}
	crypto_sha256_done(h, digest);
	arena_free(a);
	at = snprintf(ret, LINE_BYTES + 1, "%s%020" PRIu64 " bytes, sha256 ", line_begins, n);
	for (size_t i = 0; i < sizeof digest; i++)
		at += snprintf(ret + at, LINE_BYTES + 1 - (size_t)at, "%02x", digest[i]);
	at += snprintf(ret + at, LINE_BYTES + 1 - (size_t)at, "\n");
	MUST(at == LINE_BYTES);
	return e;
}

enum err db_seal(struct db_store *s, const char *path, struct sbuf *why)
{
	struct seal f = { .path = path, .why = why, .fd = open(path, O_RDWR | O_CLOEXEC) };
	char line[LINE_BYTES + 1];
	struct stat st;
	enum err e;

	if (f.fd < 0)
		return fail(&f, "opened");
	errno = EIO;
	if (db_is_faulted(s) || fsync(f.fd) != 0 || fstat(f.fd, &st) != 0) {
		e = fail(&f, "synced");
	} else {
		e = make_line(&f, (uint64_t)st.st_size, line);
		errno = EIO;
		if (e == ERR_OK)
			e = db_is_faulted(s) ? fail(&f, "written")
			                     : write_at(&f, (uint64_t)st.st_size, line, LINE_BYTES);
	}
	close(f.fd);
	return e;
}

static enum err refuse(struct seal *f, const char *what)
{
	sbuf_printf(f->why, "%s is not as it was made: %s. Use another backup.", f->path, what);
	return ERR_DB_DAMAGED;
}

static uint32_t big(const unsigned char *p, size_t at)
{
	uint32_t v;

	memcpy(&v, p + at, sizeof v);
	return be32toh(v);
}

/* A file without a digest: none of ours, whole and of an earlier version, or what is left of one.
 */
static enum err check_bare(struct seal *f, const unsigned char *header)
{
	uint64_t page = (uint64_t)header[16] << 8 | header[17], pages = big(header, 28);

	if (memcmp(header, "SQLite format 3", 16) != 0)
		return refuse(f, "it is no backup, or its beginning was altered");
	if (big(header, 68) != DB_APPLICATION_ID)
		return ERR_OK; /* db_check() tells whose it is */
	if (big(header, 60) == DB_SEALED)
		return refuse(f, "the digest at its end is missing, so that it was cut off, or "
		                 "something was added to it");
	if (page == 1)
		page = 65536;
	if (f->size < page * pages)
		return refuse(f, "its end was cut off");
	if (f->size > page * pages)
		return refuse(f, "something was added to it");
	return ERR_OK;
}

static enum err check(struct seal *f, bool *ret_is_sealed)
{
	unsigned char header[HEADER_BYTES];
	char have[LINE_BYTES] = { 0 }, want[LINE_BYTES + 1];
	enum err e = ERR_OK;

	if (f->size < HEADER_BYTES + LINE_BYTES)
		return refuse(f, "it is no backup, or all but its beginning was cut off");
	e = read_at(f, 0, header, sizeof header);
	if (e == ERR_OK)
		e = read_at(f, f->size - LINE_BYTES, have, LINE_BYTES);
	if (e != ERR_OK)
		return e;
	*ret_is_sealed = memcmp(have, line_begins, sizeof line_begins - 1) == 0;
	if (!*ret_is_sealed)
		return check_bare(f, header);
	e = make_line(f, f->size - LINE_BYTES, want);
	if (e == ERR_OK && memcmp(have, want, LINE_BYTES) != 0)
		e = refuse(f, "it does not agree with the digest at its end, so that it was "
		              "altered, or a part of it is missing");
	return e;
}

enum err db_seal_check(const char *path, bool *ret_is_sealed, struct sbuf *why)
{
	/* Opening a pipe must not wait for whoever writes into it. */
	struct seal f = { .path = path,
		          .why = why,
		          .fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) };
	struct stat st;
	enum err e;

	if (f.fd < 0)
		return fail(&f, "opened");
	if (fstat(f.fd, &st) != 0) {
		e = fail(&f, "read");
	} else if (!S_ISREG(st.st_mode) || st.st_size == 0) {
		sbuf_printf(why, "%s is %s: there is nothing to restore.", path,
		            S_ISREG(st.st_mode) ? "empty" : "not a file");
		e = ERR_NOT_FOUND;
	} else {
		f.size = (uint64_t)st.st_size;
		e = check(&f, ret_is_sealed);
	}
	close(f.fd);
	return e;
}
