/*
 * fuzz_backup.c -- a backup that was damaged on its way, restored.
 *
 * The first byte says which: any bytes as the file, or a sound backup of an empty association in
 * which bytes are changed.  A change is three bytes of offset and one to be put there; one beyond
 * the end cuts the file off.  Either a database comes out that is found sound, or nothing does.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/str.h"
#include "db/backup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { BACKUP_MAX = 4 * 1024 * 1024, CHANGE = 4 };
/* Of SQLite's file format: the size of a page, and where the number is that marks a backup. */
enum { PAGE = 4096, USER_VERSION = 63 };

static char dir[64];
static uint8_t sound[BACKUP_MAX], changed[BACKUP_MAX];
static size_t sound_n;

static void remove_folder(void)
{
	char command[96];

	snprintf(command, sizeof(command), "rm -r %s", dir);
	if (system(command) != 0)
		perror(dir);
}

static const char *path_of(struct arena *a, const char *name)
{
	return arena_printf(a, "%s/%s", dir, name).p;
}

static void make_backup(struct arena *a)
{
	struct sbuf why = { .arena = a };
	struct db_store *s;
	FILE *f;

	MUST(db_store_open(arena_printf(a, "sqlite:%s", path_of(a, "made.db")).p, false, &s,
	                   &why) == ERR_OK);
	MUST(db_migrate(s, (time_us){ 0 }, &why) == ERR_OK);
	MUST(db_backup(s, path_of(a, "sound"), &why) == ERR_OK);
	db_store_close(s);
	f = fopen(path_of(a, "sound"), "rb");
	MUST(f);
	sound_n = fread(sound, 1, sizeof(sound), f);
	MUST(fclose(f) == 0 && sound_n > 0 && sound_n < sizeof(sound));
	/* As the first releases made it, without a digest: with one no change gets further. */
	sound_n -= sound_n % PAGE;
	sound[USER_VERSION] = 0;
}

static void make_folder(struct arena *a)
{
	if (dir[0])
		return;
	snprintf(dir, sizeof(dir), "%s", "/tmp/fuzz_backup.XXXXXX");
	MUST(mkdtemp(dir) != NULL);
	atexit(remove_folder);
	make_backup(a);
}

static size_t change(const uint8_t *data, size_t n)
{
	size_t left = sound_n;

	memcpy(changed, sound, sound_n);
	for (; n >= CHANGE; data += CHANGE, n -= CHANGE) {
		size_t at = (size_t)data[0] << 16 | (size_t)data[1] << 8 | data[2];

		if (at < left)
			changed[at] = data[3];
		else
			left = at % (sound_n + 1);
	}
	return left;
}

static void put(struct arena *a, const uint8_t *data, size_t n)
{
	FILE *f = fopen(path_of(a, "given"), "wb");

	MUST(f && fwrite(data, 1, n, f) == n);
	MUST(fclose(f) == 0);
}

static void restore(struct arena *a)
{
	const char *made = path_of(a, "restored.db");
	struct str url = arena_printf(a, "sqlite:%s", made);
	struct sbuf why = { .arena = a }, fault = { .arena = a };
	enum err e = db_restore(path_of(a, "given"), url.p, NULL, &why);
	struct db_store *s;

	if (e != ERR_OK) {
		MUST(why.n > 0 && access(made, F_OK) != 0);
		return;
	}
	MUST(db_store_open(url.p, false, &s, &fault) == ERR_OK);
	MUST(!db_is_new(s) && db_verify(s, &fault) == ERR_OK);
	db_store_close(s);
	unlink(made);
	unlink(path_of(a, "restored.db-wal"));
	unlink(path_of(a, "restored.db-shm"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();

	make_folder(a);
	if (n > 0 && data[0] % 2 == 0) {
		put(a, data + 1, n - 1);
	} else if (n > 0) {
		size_t left = change(data + 1, n - 1);

		put(a, changed, left);
	}
	if (n > 0)
		restore(a);
	arena_free(a);
	return 0;
}
