/* say.c -- how commands speak to the person at the terminal when they refuse. */
#include "app/app.h"
#include <stdarg.h>

int refuse(const char *fmt, ...)
{
	va_list ap;

	fputs("near: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return EXIT_REFUSED;
}

const char *error_text(struct ctx *ctx, enum err e)
{
	struct sbuf out = { .arena = ctx->arena };

	msg_text(&out, LANGUAGE_EN, err_message(e), ctx->why, ctx->why_count);
	return sbuf_done(&out).p;
}
