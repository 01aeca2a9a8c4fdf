/* clock_command.c -- near clock accept: go on by a clock that was set. */
#include "app/app.h"
#include "app/control.h"
#include "audit/audit.h"
#include "base/time.h"
#include <getopt.h>

static enum err record(struct tx *tx, void *arg)
{
	(void)arg;
	return audit_record_clock(tx);
}

/* argv: "clock", "accept". */
int clock_run(struct home *h, struct ctx *ctx, int argc, char **argv, struct sbuf *out)
{
	struct sbuf why = { .arena = ctx->arena };
	int64_t offset_us = h->machine.offset_us, last_us = h->machine.last_us;
	char at[24];
	enum err e;

	(void)argv;
	if (argc != 2 || h->is_rehearsal) {
		sbuf_lit(out, "a rehearsal has a clock of its own, which nobody sets");
		return EXIT_REFUSED;
	}
	if (clock_check(&h->machine, &why) == ERR_OK) {
		sbuf_lit(out, "the clock is in order: there is nothing to accept");
		return EXIT_REFUSED;
	}
	clock_accept(&h->machine);
	ctx->now = home_now(h);
	e = db_write(ctx, record, NULL);
	if (e != ERR_OK) {
		/* As it was: the step is found again at the next look. */
		h->machine.offset_us = offset_us;
		h->machine.last_us = last_us;
		sbuf_str(out, str_of(error_text(ctx, e)));
		return EXIT_REFUSED;
	}
	time_format(ctx->now, at);
	sbuf_printf(out, "it is %s; near goes on by this clock", at);
	return EXIT_DONE;
}

int command_clock(int argc, char **argv)
{
	static const struct option options[] = { { "db", required_argument, NULL, 'd' }, { 0 } };
	struct home_options ho = { .writer = true, .share = true };
	char *words[] = { "clock", "accept" };
	int o, code;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'd')
			return usage("clock");
		ho.db = optarg;
	}
	if (optind + 2 != argc || strcmp(argv[optind], "accept") != 0)
		return usage("clock");
	ho.dir = argv[optind + 1];
	if (!ho.db && control_ask(ho.dir, 2, words, &code))
		return code;
	return control_run_here(&ho, 2, words);
}
