/*
 * base/log.h -- structured lines to standard error: one line of "key=value" pairs.
 *
 * Libraries do not log; the edges do (http/, app/).  Values are quoted where they need it, so that
 * a line is one line whatever a client sent.  Lines are written whole by one thread.
 */
#pragma once
#include "base/base.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO };

struct log_pair {
	const char *key;
	struct str value;
};

/* Leave out what is less grave than this; LOG_INFO, everything, at first. */
void log_least(enum log_level level);
void log_start(void); /* starts the writing thread */
void log_stop(void);  /* writes what is queued and stops */
void log_line(enum log_level level, const char *event, const struct log_pair *pairs, size_t n);
/* One pair "why" made by a format; for messages of the world failing. */
void log_why(enum log_level level, const char *event, const char *fmt, ...) PRINTF_LIKE(3, 4);
