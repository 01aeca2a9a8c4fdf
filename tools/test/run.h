/*
 * run.h -- running a generator on files of a directory of one's own.
 *
 * run_begin() makes the directory and goes there, so that files are named as they stand in
 * messages.
 */
#pragma once
#include "base/base.h"

enum { RUN_SAID_BYTES = 4096 };

struct run {
	char dir[64];
	char program[4096];        /* absolute */
	char fixtures[4096];       /* a directory, absolute; "": none */
	char said[RUN_SAID_BYTES]; /* standard error of the last run */
};

void run_begin(struct run *r, const char *program, const char *fixtures);
/* Removes the directory with everything in it. */
void run_end(struct run *r);
void run_write(const char *file, struct str text);
/* A fixture as it stands. */
void run_copy(const struct run *r, const char *file);
bool run_exists(const char *file);
void run_remove(const char *file);
/* Runs the program with these arguments, ended by NULL: its exit status, -1 when a signal ended it.
 */
int run_program(struct run *r, const char *const *args);
