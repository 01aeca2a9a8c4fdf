/* run.c -- running a generator on files of a directory of one's own. */
#include "run.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGS_MAX = 32 };

void run_begin(struct run *r, const char *program, const char *fixtures)
{
	char *absolute = realpath(program, NULL), *from = realpath(fixtures, NULL);

	MUST(absolute != NULL && from != NULL);
	snprintf(r->program, sizeof(r->program), "%s", absolute);
	snprintf(r->fixtures, sizeof(r->fixtures), "%s", from);
	free(absolute);
	free(from);
	const char *tmp = getenv("TMPDIR");

	snprintf(r->dir, sizeof(r->dir), "%.40s/near-XXXXXX", tmp != NULL ? tmp : "/tmp");
	MUST(mkdtemp(r->dir) != NULL && chdir(r->dir) == 0);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	return remove(path);
}

void run_end(struct run *r)
{
	MUST(chdir("/") == 0 && nftw(r->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0);
}

void run_write(const char *file, struct str text)
{
	FILE *f = fopen(file, "wb");

	MUST(f != NULL && fwrite(text.p, 1, text.n, f) == text.n && fclose(f) == 0);
}

void run_copy(const struct run *r, const char *file)
{
	char path[8192], text[16384];

	snprintf(path, sizeof(path), "%s/%s", r->fixtures, file);
	FILE *f = fopen(path, "rb");

	MUST(f != NULL);
	size_t n = fread(text, 1, sizeof(text), f);

	MUST(n < sizeof(text) && fclose(f) == 0);
	run_write(file, (struct str){ text, n });
}

bool run_exists(const char *file)
{
	return access(file, F_OK) == 0;
}

void run_remove(const char *file)
{
	MUST(unlink(file) == 0 || !run_exists(file));
}

static void read_said(struct run *r)
{
	FILE *f = fopen("said", "rb");

	MUST(f != NULL);
	r->said[fread(r->said, 1, sizeof(r->said) - 1, f)] = '\0';
	fclose(f);
}

int run_program(struct run *r, const char *const *args)
{
	char *argv[ARGS_MAX + 2] = { r->program };
	int n = 0, status = 0;

	for (; args[n] != NULL; n++) {
		MUST(n < ARGS_MAX);
		argv[n + 1] = (char *)(uintptr_t)args[n];
	}
	fflush(stdout);
	pid_t child = fork();

	if (child == 0) {
		int fd = open("said", O_CREAT | O_TRUNC | O_WRONLY, 0600);

		if (fd >= 0 && dup2(fd, STDERR_FILENO) >= 0)
			execv(r->program, argv);
		_exit(127);
	}
	MUST(child > 0 && waitpid(child, &status, 0) == child);
	read_said(r);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
