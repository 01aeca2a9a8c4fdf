/*
 * first.c -- how long from starting a server to its first answered page.
 *
 *   bench_first PORT COMMAND ARGUMENT...     prints milliseconds; the server is stopped again
 *
 * The command must listen at 127.0.0.1:PORT.  Its output is thrown away: it is asked, not believed.
 */
#include "base/time.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { GIVE_UP_SECONDS = 30 };

static pid_t start(char **command)
{
	pid_t pid = fork();
	int null;

	if (pid != 0)
		return pid;
	null = open("/dev/null", O_WRONLY);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	execv(command[0], command);
	_exit(127);
}

/* Is the home page answered with 200? */
static bool is_answered(int port)
{
	static const char ask[] =
		"GET /en/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
	struct sockaddr_in to = { .sin_family = AF_INET,
		                  .sin_port = htons((uint16_t)port),
		                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	char head[13] = "";
	bool good = connect(fd, (struct sockaddr *)&to, sizeof to) == 0 &&
	            write(fd, ask, sizeof ask - 1) == (ssize_t)sizeof ask - 1 &&
	            recv(fd, head, 12, MSG_WAITALL) == 12 && strcmp(head, "HTTP/1.1 200") == 0;

	close(fd);
	return good;
}

int main(int argc, char **argv)
{
	int64_t begin = time_monotonic_us(), spent = 0;
	bool answered = false;
	pid_t pid;
	int status;

	if (argc < 3) {
		fputs("usage: bench_first PORT COMMAND ARGUMENT...\n", stderr);
		return 2;
	}
	pid = start(argv + 2);
	while (!answered && spent < GIVE_UP_SECONDS * INT64_C(1000000)) {
		nanosleep(&(struct timespec){ .tv_nsec = 500000 }, NULL);
		answered = is_answered((int)strtol(argv[1], NULL, 10));
		spent = time_monotonic_us() - begin;
	}
	kill(pid, SIGTERM);
	waitpid(pid, &status, 0);
	if (!answered) {
		fprintf(stderr, "bench_first: no page within %d seconds\n", GIVE_UP_SECONDS);
		return 1;
	}
	printf("%.1f\n", (double)spent / 1000);
	return 0;
}
