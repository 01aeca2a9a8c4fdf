/*
 * app/app.h -- the program as a whole: its slices, an association's folder, its commands.
 *
 * An association is a folder: near.conf (settings), near.db (unless it lives in PostgreSQL), secret
 * (signs form tokens).  Nothing else in the program knows where things lie.
 */
#pragma once
#include "app/clock.h"
#include "app/mailer.h"
#include "charter/charter.h"
#include "db/db.h"
#include "http/http.h"
#include "pack/pack.h"
#include <stdio.h>

/* --- slices.c: what the program is made of --- */

extern const struct route *const app_routes[];                    /* ended by NULL */
extern const struct charter_effect *app_effects(struct arena *a); /* all, ended by .name == NULL */
extern const struct db_stmt *const *const app_statements[];       /* every slice's, ended by NULL */
extern const struct page_frame *const app_frame;
/* Load every table of a pack, in the order of the slices. */
enum err app_load_pack(struct tx *tx, struct pack *pack) MUST_USE;

/* --- home.c: an association's folder --- */

struct home {
	const char *dir;
	char url[1024];          /* of the database */
	bool is_rehearsal;       /* its clock is its own: stands still while nobody serves it */
	time_us clock;           /* where that clock began */
	char metrics_token[129]; /* lets a program read /metrics; empty: none does */
	char public_url[256];    /* "https://near.example"; empty: not set */
	struct mailer_conf mail;
	unsigned char secret[32];
	struct db_store *store;
	struct db *db;
	struct arena *arena;
	struct ctx ctx;          /* for commands: nobody signed in, English */
	struct clock machine;    /* whose time it is where it is no rehearsal */
	time_us start_at;        /* a rehearsal's time when its clock was started ... */
	int64_t start_mono;      /* ... and the machine's monotonic clock then */
	_Atomic int64_t skipped; /* microseconds by which a rehearsal's clock was put forward */
	struct http_config http; /* while it is served: serve_start() */
};

struct home_options {
	const char *dir, *db; /* db NULL: as near.conf says */
	bool writer;          /* with the group-commit thread */
	bool claim;    /* be the one process that writes; then it is brought to this version */
	bool share;    /* as `claim`, and then beside others that serve it too, where that can be */
	bool as_it_is; /* also when it is of an earlier version, and no statement is run */
};

/* Open the association in a folder; complains on standard error.  False: nothing is left open. */
bool home_open(struct home *h, const struct home_options *o);
void home_close(struct home *h);
/*
 * An association of an earlier version that nobody else writes to: back it up beside itself and
 * bring it to this version, in one line on standard error.  False: nothing was changed, or all but
 * the backup; what to do was said.
 */
bool home_update(struct home *h);
/* Say that it must be brought to this version first; gives false. */
bool home_refuse_old(const struct home *h);
/* Write near.conf and secret into a folder; `clock` TIME_NONE: the machine's clock; db NULL:
 * near.db. */
bool home_write(const char *dir, const char *db, time_us clock);
/* The association's time now; fits http_config.clock. */
time_us home_now(void *home);
/* Put a rehearsal's clock forward; whoever serves it may go on meanwhile. */
void home_skip(struct home *h, int64_t us);

/* --- the commands --- */

struct command {
	const char *name;  /* "audit verify" has two words */
	const char *usage; /* what follows the name */
	const char *doc;
	int (*run)(int argc, char **argv); /* argv[0] is the command's name; gives the exit code */
};

enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };

/* argv as main() has it: find the command and run it.  The exit code. */
int command_run(int argc, char **argv);

int command_init(int argc, char **argv);
int command_serve(int argc, char **argv);
int command_rehearse(int argc, char **argv);
int command_clock(int argc, char **argv);
int command_user(int argc, char **argv);
int command_rights(int argc, char **argv);
int command_routes(int argc, char **argv);
int command_effects(int argc, char **argv);
int command_rule(int argc, char **argv);
int command_backup(int argc, char **argv);
int command_restore(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_audit(int argc, char **argv);

/* near user's words, here or for a command that asked: see control.h. */
int user_run(struct home *h, struct ctx *ctx, int argc, char **argv, struct sbuf *out);
/* near clock's, likewise. */
int clock_run(struct home *h, struct ctx *ctx, int argc, char **argv, struct sbuf *out);
/* Where no process serves: open the association, run the words and print what they say. */
int control_run_here(const struct home_options *o, int argc, char **argv);

/* One line to standard error: "near: ..." and the next step. */
int refuse(const char *fmt, ...) PRINTF_LIKE(1, 2); /* gives EXIT_REFUSED */
int usage(const char *command);                     /* prints its usage; gives EXIT_USAGE */
/* The English sentence of an error with what it names. */
const char *error_text(struct ctx *ctx, enum err e);

/* --- init.c --- */

struct init_options {
	const char *dir, *pack, *db; /* db NULL: a file in dir */
	bool demo;
	time_us clock; /* TIME_NONE: the machine's */
};
/* Make an association, or say every fault and leave nothing.  The exit code. */
int init_make(const struct init_options *o);

/* --- demo.c --- */

/*
 * Demonstration accounts: a chair, the secretariat, an auditor, an operator, and a delegate for
 * every member, registered and accredited at every convened session; written to FILE (role,
 * government, name, password), readable by its owner only.
 */
enum err demo_make(struct ctx *ctx, const char *file) MUST_USE;

/* --- serve.c --- */

struct serve_options {
	const char *listen, *trusted_proxies;
	/* Of one client, of all, and live streams of all; 0: as http_config says. */
	int workers, listeners, limit_connections_client, limit_connections, limit_streams;
	bool page_cache;
};
/* Start serving an open home (with writer, and claim or share); *why on refusal. */
enum err serve_start(struct home *h, const struct serve_options *o, struct http_server **ret,
                     struct sbuf *why) MUST_USE;
