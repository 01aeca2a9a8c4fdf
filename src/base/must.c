/* must.c -- where a bug ends the program. */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void must_fail(const char *file, int line, const char *what)
{
	/* Not through base/log: its writing thread may be what is broken. */
	fprintf(stderr, "%s:%d: bug: this must hold: %s\n", file, line, what);
	fflush(stderr);
	abort();
}
