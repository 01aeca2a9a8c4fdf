/*
 * replay.c -- runs a fuzz target on files: the kept corpus as a test, or the input of another
 * fuzzer.
 *
 * A fuzz target is a file with LLVMFuzzerTestOneInput(), as libFuzzer wants it.  Linked with this
 * file instead it takes paths of files and folders, one level deep; AFL++ gives it the path "@@".
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { INPUT_MAX = 1 << 20 };

static int run_file(const char *path)
{
	static uint8_t data[INPUT_MAX];
	FILE *f = fopen(path, "rb");
	size_t n;

	if (!f) {
		perror(path);
		return 1;
	}
	n = fread(data, 1, sizeof(data), f);
	fclose(f);
	LLVMFuzzerTestOneInput(data, n);
	return 0;
}

static int run_folder(const char *path, DIR *d)
{
	const struct dirent *e;
	char file[4096];
	int bad = 0;

	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(file, sizeof(file), "%s/%s", path, e->d_name);
		bad |= run_file(file);
	}
	return bad;
}

int main(int argc, char **argv)
{
	int bad = 0;

	for (int i = 1; i < argc; i++) {
		DIR *d = opendir(argv[i]);

		bad |= d ? run_folder(argv[i], d) : run_file(argv[i]);
		if (d)
			closedir(d);
	}
	return bad;
}
