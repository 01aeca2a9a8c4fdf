/*
 * sync.c -- the yardstick of ballots: how often this disk appends 4 KiB and syncs them, one by one.
 *
 *   bench_sync FOLDER SECONDS     prints writes a second
 */
#include "base/time.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK = 4096 };

static int fail(const char *what)
{
	perror(what);
	return 1;
}

int main(int argc, char **argv)
{
	static const char block[BLOCK];
	char path[1024];
	int64_t begin, spent = 0;
	long n = 0;
	int fd;

	if (argc != 3) {
		fputs("usage: bench_sync FOLDER SECONDS\n", stderr);
		return 2;
	}
	snprintf(path, sizeof path, "%s/sync.XXXXXX", argv[1]);
	fd = mkstemp(path);
	if (fd < 0)
		return fail(path);
	unlink(path);
	begin = time_monotonic_us();
	for (; spent < strtol(argv[2], NULL, 10) * 1000000; n++) {
		if (write(fd, block, BLOCK) != BLOCK || fdatasync(fd) != 0)
			return fail("sync");
		spent = time_monotonic_us() - begin;
	}
	printf("%.0f\n", (double)n * 1e6 / (double)spent);
	return close(fd) == 0 ? 0 : fail("close");
}
