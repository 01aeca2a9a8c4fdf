/*
 * app/control.h -- commands beside a process that serves the association: near user, near clock.
 *
 * Whoever serves listens on DIR/near.sock, a socket that the folder's owner alone may open.  A
 * command that finds it hands over its words and prints what it is answered, so that on SQLite,
 * too, nobody has to stop the server to set a password.  Without it the command opens the
 * association itself.
 */
#pragma once
#include "base/sbuf.h"
#include "db/db.h"
#include <pthread.h>

struct home;

/* What a command makes of its words; `out` gets what it prints.  The exit code. */
typedef int control_run(struct home *h, struct ctx *ctx, int argc, char **argv, struct sbuf *out);

struct control {
	struct home *home;
	pthread_t thread;
	int fd, stop[2];
	bool is_running;
	char path[108];
};
/*
 * Begin to listen.  Where that cannot be, it is logged, and commands are refused as before: serving
 * comes first.
 */
void control_start(struct control *c, struct home *h);
void control_stop(struct control *c);

/*
 * Ask whoever serves DIR.  False: nobody listens there, and nothing has been done.  What is
 * answered is printed, on standard error when the exit code says that it was refused.  argv[0] is
 * the command's name.
 */
bool control_ask(const char *dir, int argc, char **argv, int *ret_code);
/* What runs a command by name; NULL when it is none that may be asked of a process that serves. */
control_run *control_find(struct str name);
