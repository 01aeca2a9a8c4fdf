/* command.c -- near's commands: one table, one dispatcher. */
#include "app/app.h"
#include "base/str.h"

static const struct command commands[] = {
	{ "init", "DIR --pack FOLDER [--db URL] [--demo] [--clock TIME]",
	  "make an association from a pack", command_init },
	{ "serve",
	  "DIR [--listen ADDR:PORT] [--db URL] [--trust-proxy 'ADDR ...'] [--workers N] "
	  "[--client-connections N] [--connections N] [--streams N] [--no-page-cache]",
	  "serve it over HTTP until SIGTERM or SIGINT", command_serve },
	{ "rehearse", "DIR SCENARIO [--speed max|real|N] [--db URL] [--json]",
	  "play a session over HTTP, every delegate voting", command_rehearse },
	{ "user", "DIR list|add|invite|password|grant|withdraw|email|name|close NAME ...",
	  "people: see the manual", command_user },
	{ "clock", "accept DIR [--db URL]", "believe the machine's clock after it was set",
	  command_clock },
	{ "rights", "[--json]", "print which role may use which route", command_rights },
	{ "routes", "[--json]", "print every address with what it needs", command_routes },
	{ "effects", "[--json]", "print what decisions can do", command_effects },
	{ "rule", "explain DIR RULE --yes N --no N --abstain N --entitled N [--members N] [--json]",
	  "what a rule makes of a count, in words", command_rule },
	{ "backup", "DIR FILE [--db URL]", "a consistent copy, while it is served or not",
	  command_backup },
	{ "restore", "FILE DIR [--db URL]", "make an association from a backup", command_restore },
	{ "verify", "DIR|FILE [--head NUMBER:HASH] [--db URL] [--json]",
	  "check an association or a backup: the audit chain, and every table against it",
	  command_verify },
	{ "audit", "verify|head DIR [--head NUMBER:HASH] [--db URL] [--json]",
	  "walk the audit log's hash chain; print its head, to be published", command_audit },
};

int usage(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			fprintf(stderr, "usage: near %s %s\n", name, commands[i].usage);
	return EXIT_USAGE;
}

static int help(FILE *to, int code)
{
	fputs("near runs an association of governments.\n\n", to);
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		fprintf(to, "  near %s %s\n      %s\n", commands[i].name, commands[i].usage,
		        commands[i].doc);
	fputs("\nExit: 0 done, 1 refused or failed, 2 bad usage.  The manual: man near\n", to);
	return code;
}

int command_run(int argc, char **argv)
{
	if (argc < 2)
		return help(stderr, EXIT_USAGE);
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
		return help(stdout, EXIT_DONE);
	if (strcmp(argv[1], "--version") == 0) {
		puts("near " NEAR_VERSION);
		return EXIT_DONE;
	}
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		if (strcmp(commands[i].name, argv[1]) == 0)
			return commands[i].run(argc - 1, argv + 1);
	fprintf(stderr, "near: there is no command “%s”; near --help lists them\n", argv[1]);
	return EXIT_USAGE;
}
