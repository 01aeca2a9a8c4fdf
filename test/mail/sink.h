/* test/mail/sink.h -- a mail server beside a test: test/mail/sink, started and stopped. */
#pragma once
#include "base/base.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct sink {
	char dir[64];
	int port;
	pid_t pid;
	int stdin_end; /* the sink ends when this is closed, however the test ends */
};

static inline void sink_exec(const struct sink *s, const char *options, int in, int out)
{
	const char *source = getenv("NEAR_SRC");
	char command[512];

	snprintf(command, sizeof(command), "exec '%s/test/mail/sink' %s --port %d %s",
	         source ? source : ".", s->dir, s->port, options);
	if (dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0)
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

/* Begin once more, at the same port. */
static inline void sink_again(struct sink *s, const char *options)
{
	int in[2], out[2];
	char line[64] = "";

	MUST(pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0);
	s->pid = fork();
	MUST(s->pid >= 0);
	if (s->pid == 0)
		sink_exec(s, options, in[0], out[1]);
	close(in[0]);
	close(out[1]);
	s->stdin_end = in[1];
	for (size_t n = 0; !strchr(line, '\n'); n++)
		MUST(n < sizeof(line) - 1 && read(out[0], line + n, 1) == 1);
	close(out[0]);
	MUST(sscanf(line, "ready %d", &s->port) == 1);
}

static inline void sink_begin(struct sink *s, const char *options)
{
	*s = (struct sink){ .dir = "/tmp/near-sink-XXXXXX" };
	MUST(mkdtemp(s->dir) != NULL);
	sink_again(s, options);
}

static inline void sink_stop(struct sink *s)
{
	MUST(kill(s->pid, SIGKILL) == 0);
	MUST(waitpid(s->pid, NULL, 0) == s->pid);
	close(s->stdin_end);
}

static inline void sink_end(struct sink *s)
{
	char command[128];

	sink_stop(s);
	snprintf(command, sizeof(command), "rm -rf '%s'", s->dir);
	MUST(system(command) == 0);
}

/* Does a file of the sink hold this? */
static inline bool sink_holds(const struct sink *s, const char *name, const char *text)
{
	char path[128], buf[65536];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", s->dir, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, buf, sizeof(buf));
	close(fd);
	if (n >= 0 && memmem(buf, (size_t)n, text, strlen(text)))
		return true;
	printf("# %s does not hold: %s\n", path, text);
	return false;
}
