/* test_seal.c -- a backup in which anything changed is refused, and nothing is made of it. */
#include "db/internal.h"
#include "db/test_statements.h"
#include <dirent.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE = 4096, LINE = 114, EVERY = 64, USER_VERSION = 63 };

static struct engine e, to;
static const char *file;
static off_t size;
static int fd;

static int count_files(void)
{
	DIR *d = opendir(e.dir);
	int n = 0;

	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

/* A backup of some rows lies in `file`, open at `fd`; `to` is a place to restore it to. */
static void set_up(void)
{
	struct sbuf why = { 0 };
	struct stat st;

	engine_new(&e);
	engine_new_empty(&to);
	why.arena = e.ctx.arena;
	for (int i = 0; i < 20; i++)
		CHECK(write_pair(&e.ctx, arena_printf(e.ctx.arena, "name %d", i).p, 1) == ERR_OK);
	file = arena_printf(e.ctx.arena, "%s/copy", e.dir).p;
	CHECK(db_backup(e.store, file, &why) == ERR_OK && why.n == 0);
	fd = open(file, O_RDWR | O_CLOEXEC);
	CHECK(fd >= 0 && fstat(fd, &st) == 0);
	size = st.st_size;
	CHECK(size % PAGE == LINE);
}

static void tear_down(void)
{
	close(fd);
	engine_free(&to);
	engine_free(&e);
}

/* Is it refused with a sentence that holds `says`, and nothing left behind? */
static bool is_refused(const char *says)
{
	struct arena *a = arena_new();
	struct sbuf why = { .arena = a }, again = { .arena = a };
	struct db_store *s = NULL;
	int files = count_files();
	enum err opened = db_backup_open(file, &s, NULL, &again);
	enum err restored = db_restore(file, to.url, NULL, &why);
	bool ok = opened == ERR_DB_DAMAGED && restored == ERR_DB_DAMAGED && !s &&
	          strstr(sbuf_done(&why).p, says) && count_files() == files;

	if (!ok)
		printf("# %d, %d: %s\n", (int)opened, (int)restored, sbuf_done(&why).p);
	arena_free(a);
	return ok;
}

/* Is nothing at the place to restore to, and does the backup as it was become a database there? */
static bool is_whole_again(void)
{
	struct sbuf why = { .arena = e.ctx.arena };
	bool has_digest = false, is_new;

	if (db_store_open(to.url, false, &to.store, &why) != ERR_OK)
		return false;
	is_new = db_is_new(to.store);
	db_store_close(to.store);
	to.store = NULL;
	if (!engine_is_postgres())
		unlink(to.url + strlen("sqlite:"));
	return is_new && db_restore(file, to.url, &has_digest, &why) == ERR_OK && has_digest;
}

static bool flip_is_refused(off_t at, unsigned char bits)
{
	unsigned char byte = 0, other;
	bool ok;

	if (pread(fd, &byte, 1, at) != 1)
		return false;
	other = byte ^ bits;
	ok = pwrite(fd, &other, 1, at) == 1 && is_refused("not as it was made");
	return pwrite(fd, &byte, 1, at) == 1 && ok;
}

static void a_byte_that_was_altered_anywhere_is_found(void)
{
	int flips = 0;

	set_up();
	for (off_t at = 0; at < size; at += EVERY, flips++)
		CHECK(flip_is_refused(at, 1));
	/* The header, the end of each page, and every byte of the line with the digest. */
	for (off_t at = 0; at < 100; at++, flips++)
		CHECK(flip_is_refused(at, 0x80));
	for (off_t at = PAGE - 1; at < size; at += PAGE, flips++)
		CHECK(flip_is_refused(at, 0xff));
	/* 0x20 makes a capital letter of a small one. */
	for (off_t at = size - LINE; at < size; at++, flips++)
		CHECK(flip_is_refused(at, 0x20) && flip_is_refused(at, 1));
	printf("# %d bytes altered\n", flips);
	CHECK(is_whole_again());
	tear_down();
}

static void what_was_added_to_it_is_found(void)
{
	char more[PAGE] = { 0 };

	set_up();
	CHECK(pwrite(fd, "\n", 1, size) == 1 && is_refused("something was added"));
	CHECK(pwrite(fd, more, PAGE, size) == PAGE && is_refused("something was added"));
	/* A second line with a digest, as it would be of an empty file. */
	CHECK(ftruncate(fd, size) == 0 && pread(fd, more, LINE, size - LINE) == LINE);
	CHECK(pwrite(fd, more, LINE, size) == LINE && is_refused("does not agree"));
	CHECK(ftruncate(fd, size) == 0 && is_whole_again());
	tear_down();
}

static void parts_that_changed_places_are_found(void)
{
	char one[PAGE], two[PAGE];
	off_t last = size - LINE - PAGE;

	set_up();
	last = size - LINE - PAGE;
	CHECK(pread(fd, one, PAGE, PAGE) == PAGE && pread(fd, two, PAGE, last) == PAGE);
	CHECK(memcmp(one, two, PAGE) != 0);
	CHECK(pwrite(fd, two, PAGE, PAGE) == PAGE && pwrite(fd, one, PAGE, last) == PAGE);
	CHECK(is_refused("does not agree"));
	CHECK(pwrite(fd, one, PAGE, PAGE) == PAGE && pwrite(fd, two, PAGE, last) == PAGE);
	CHECK(is_whole_again());
	tear_down();
}

/* Where it is cut, and what is put in place of the rest: nothing. */
static void an_end_that_was_cut_off_is_found(void)
{
	off_t cuts[6];

	set_up();
	cuts[0] = size - 1;
	cuts[1] = size - LINE;
	cuts[2] = size - LINE - 1;
	cuts[3] = size - LINE - PAGE;
	cuts[4] = 5 * PAGE + 17;
	cuts[5] = 99;
	for (size_t i = 0; i < COUNT_OF(cuts); i++)
		CHECK(ftruncate(fd, cuts[i]) == 0 && is_refused("cut off"));
	tear_down();
}

/* As the first releases made them; the mark in the header is what tells them from one cut off. */
static void a_backup_without_digest_is_taken_when_its_length_is_right(void)
{
	struct sbuf why = { 0 };
	bool has_digest = true;
	struct db_store *s;

	set_up();
	why.arena = e.ctx.arena;
	CHECK(pwrite(fd, "\0", 1, USER_VERSION) == 1);
	CHECK(ftruncate(fd, size - LINE - PAGE) == 0 && is_refused("cut off"));
	CHECK(ftruncate(fd, size - LINE) == 0 && pwrite(fd, "\n", 1, size - LINE) == 1);
	CHECK(is_refused("something was added"));
	CHECK(ftruncate(fd, size - LINE) == 0);
	tear_down();

	set_up();
	why.arena = e.ctx.arena;
	CHECK(pwrite(fd, "\0", 1, USER_VERSION) == 1 && ftruncate(fd, size - LINE) == 0);
	CHECK(db_backup_open(file, &s, &has_digest, &why) == ERR_OK && !has_digest);
	CHECK(db_verify(s, &why) == ERR_OK);
	db_store_close(s);
	has_digest = true;
	CHECK(db_restore(file, to.url, &has_digest, &why) == ERR_OK && !has_digest);
	tear_down();
}

static void a_database_in_use_is_no_backup(void)
{
	struct sbuf why = { 0 };
	struct db_store *s;
	const char *log;
	int beside;

	set_up();
	why.arena = e.ctx.arena;
	log = arena_printf(e.ctx.arena, "%s-wal", file).p;
	beside = open(log, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	CHECK(beside >= 0 && write(beside, "frames", 6) == 6 && close(beside) == 0);
	CHECK(db_backup_open(file, &s, NULL, &why) == ERR_IO);
	CHECK(strstr(sbuf_done(&why).p, "near backup FOLDER FILE"));
	CHECK(db_restore(file, to.url, NULL, &why) == ERR_IO);
	CHECK(unlink(log) == 0 && is_whole_again());
	tear_down();
}

static int first_text(void *arg, int n, char **values, char **names)
{
	(void)names;
	return n == 1 && snprintf(arg, 16, "%s", values[0]) < 16 ? 0 : 1;
}

/* Nothing in the program reads it so: this is what people do with the file. */
static void ordinary_tools_open_it_and_prove_the_digest(void)
{
	char command[512], said[16] = "";
	sqlite3 *lite = NULL;

	set_up();
	CHECK(sqlite3_open_v2(file, &lite, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK);
	CHECK(sqlite3_exec(lite, "PRAGMA integrity_check", first_text, said, NULL) == SQLITE_OK);
	CHECK(strcmp(said, "ok") == 0);
	CHECK(sqlite3_exec(lite, "SELECT count(*) FROM account_failure", first_text, said, NULL) ==
	      SQLITE_OK);
	CHECK(strcmp(said, "20") == 0);
	sqlite3_close(lite);
	snprintf(command, sizeof(command),
	         "test \"$(head -c -%d '%s' | sha256sum | cut -d ' ' -f 1)\" ="
	         " \"$(tail -n 1 '%s' | sed 's/.* sha256 //')\"",
	         LINE, file, file);
	CHECK(system(command) == 0);
	tear_down();
}

int main(void)
{
	RUN(a_byte_that_was_altered_anywhere_is_found);
	RUN(what_was_added_to_it_is_found);
	RUN(parts_that_changed_places_are_found);
	RUN(an_end_that_was_cut_off_is_found);
	RUN(a_backup_without_digest_is_taken_when_its_length_is_right);
	RUN(a_database_in_use_is_no_backup);
	RUN(ordinary_tools_open_it_and_prove_the_digest);
	return TAP_DONE();
}
