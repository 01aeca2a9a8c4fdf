/*
 * test/system/served.h -- near as a process of its own: a command that is waited for, and a server
 * that is started, killed and started again.
 */
#pragma once
#include "base/base.h"
#include "base/time.h"
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SERVED_READY_SECONDS = 120 };

struct served {
	pid_t pid;
	char base[64]; /* "http://127.0.0.1:8080" */
};

static inline const char *served_program(void)
{
	const char *near = getenv("NEAR_BIN");

	MUST(near != NULL);
	return near;
}

/*
 * Start near with a list of arguments that begins with served_program() and ends with NULL; what it
 * prints goes to `out`, its log to the end of the file `log`.
 */
static inline pid_t served_start(const char *const *argv, int out, const char *log)
{
	pid_t pid = fork();

	MUST(pid >= 0);
	if (pid == 0) {
		int err = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

		if (dup2(out, STDOUT_FILENO) >= 0 && dup2(err, STDERR_FILENO) >= 0)
			execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	return pid;
}

/* Run a command of near to its end; its exit code, -1 when it was killed. */
static inline int served_run(const char *const *argv, const char *log)
{
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC), status;
	pid_t pid = served_start(argv, nowhere, log);

	close(nowhere);
	MUST(waitpid(pid, &status, 0) == pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Read "ready http://127.0.0.1:N/"; false when the program ends without it. */
static inline bool served_is_ready(struct served *s, int from)
{
	int64_t deadline_us = time_monotonic_us() + SERVED_READY_SECONDS * INT64_C(1000000);
	struct pollfd p = { .fd = from, .events = POLLIN };
	char line[128] = "";
	size_t n = 0;
	int port;

	while (!strchr(line, '\n') && n < sizeof(line) - 1) {
		int left_ms = (int)((deadline_us - time_monotonic_us()) / 1000);
		ssize_t got;

		if (left_ms <= 0 || poll(&p, 1, left_ms) <= 0)
			return false;
		got = read(from, line + n, sizeof(line) - 1 - n);
		if (got <= 0)
			return false;
		n += (size_t)got;
	}
	if (sscanf(line, "ready http://127.0.0.1:%d/", &port) != 1)
		return false;
	snprintf(s->base, sizeof(s->base), "http://127.0.0.1:%d", port);
	return true;
}

static inline void served_kill(struct served *s)
{
	MUST(kill(s->pid, SIGKILL) == 0);
	MUST(waitpid(s->pid, NULL, 0) == s->pid);
}

/* Serve the association in a folder; false, and nothing is left running, when it is refused. */
static inline bool served_begin(struct served *s, const char *dir, const char *log)
{
	const char *const argv[] = {
		served_program(), "serve", dir, "--listen", "127.0.0.1:0", NULL
	};
	int ends[2];
	bool is_ready;

	MUST(pipe2(ends, O_CLOEXEC) == 0);
	s->pid = served_start(argv, ends[1], log);
	close(ends[1]);
	is_ready = served_is_ready(s, ends[0]);
	close(ends[0]);
	if (!is_ready)
		served_kill(s);
	return is_ready;
}
