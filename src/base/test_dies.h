/* test_dies.h -- does a call end the program, as a bug must? */
#pragma once
#include "base/base.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs `fn` in a child process: true when MUST() stopped it. */
static inline bool dies(void (*fn)(void))
{
	int status = 0;

	fflush(stdout);
	pid_t child = fork();

	if (child == 0) {
		/* The message is expected; in the test's output it would look like a fault. */
		if (freopen("/dev/null", "w", stderr) != NULL)
			fn();
		_exit(0);
	}
	return child > 0 && waitpid(child, &status, 0) == child && WIFSIGNALED(status) &&
	       WTERMSIG(status) == SIGABRT;
}
