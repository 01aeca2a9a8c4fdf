/* keep.c -- near backup, restore, verify, audit verify: keeping an association safe. */
#include "account/account.h"
#include "db/backup.h"
#include "app/app.h"
#include "app/hold.h"
#include "base/parse.h"
#include "base/str.h"
#include "base/time.h"
#include "view/json.h"
#include <errno.h>
#include <getopt.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

struct arguments {
	const char *db, *head;
	bool json;
};

static bool parse(int argc, char **argv, struct arguments *ret)
{
	static const struct option options[] = {
		{ "db", required_argument, NULL, 'd' },
		{ "json", no_argument, NULL, 'j' },
		{ "head", required_argument, NULL, 'h' },
		{ 0 },
	};
	int o;

	*ret = (struct arguments){ 0 };
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (o) {
		case 'd':
			ret->db = optarg;
			break;
		case 'j':
			ret->json = true;
			break;
		case 'h':
			ret->head = optarg;
			break;
		default:
			return false;
		}
	return true;
}

int command_backup(int argc, char **argv)
{
	struct arguments a;
	struct home h;
	enum err e;

	if (!parse(argc, argv, &a) || optind + 2 != argc)
		return usage("backup");
	if (!home_open(&h,
	               &(struct home_options){ .dir = argv[optind], .db = a.db, .as_it_is = true }))
		return EXIT_REFUSED;
	struct sbuf why = { .arena = h.arena };

	e = db_backup(h.store, argv[optind + 1], &why);
	if (e != ERR_OK)
		refuse("no backup was made: %s", why.n ? sbuf_done(&why).p : error_text(&h.ctx, e));
	else
		printf("%s: backed up to %s\n", argv[optind], argv[optind + 1]);
	home_close(&h);
	return e == ERR_OK ? EXIT_DONE : EXIT_REFUSED;
}

static const char no_digest[] =
	"It carries no digest, as backups of the first releases: whether a value in it was altered "
	"since cannot be told, but for the audit log.\n";

/*
 * Whoever had a session or a link when the backup was made may have been signed out, recalled or
 * closed since: nothing of that is in the backup, so everybody shows anew who they are.
 */
static enum err end_openings(struct tx *tx, void *arg)
{
	struct ctx *ctx = tx->ctx;
	struct account_openings n;
	enum err e = account_end_all_openings(tx, &n);

	(void)arg;
	if (e != ERR_OK)
		return e;
	return audit_record(tx, "association.restore", S("association:1"),
	                    arena_printf(ctx->arena,
	                                 "{\"sessions\":%" PRId64 ",\"invitations\":%" PRId64 "}",
	                                 n.sessions, n.invitations));
}

static bool void_openings(const char *dir)
{
	struct home h;
	time_us last = TIME_NONE;
	enum err e;

	if (!home_open(&h, &(struct home_options){ .dir = dir, .as_it_is = true }))
		return false;
	/* A rehearsal's log may be ahead of the machine's clock. */
	e = audit_last_at(&h.ctx, &last);
	if (e == ERR_OK && last.us != TIME_NONE.us && last.us > h.ctx.now.us)
		h.ctx.now = last;
	if (e == ERR_OK)
		e = db_write(&h.ctx, end_openings, NULL);
	if (e != ERR_OK)
		refuse("sessions and invitations could not be ended: %s", error_text(&h.ctx, e));
	home_close(&h);
	return e == ERR_OK;
}

static void remove_made(const char *making)
{
	static const char *const names[] = { "near.db", "near.db-wal", "near.db-shm", "near.conf",
		                             "secret" };
	char path[1100];

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		snprintf(path, sizeof path, "%s/%s", making, names[i]);
		unlink(path);
	}
	rmdir(making);
}

static enum err refill(const char *file, const char *making, const char *db, struct sbuf *why)
{
	bool has_digest = false;
	char url[1200];
	enum err e;

	snprintf(url, sizeof url, "sqlite:%s/near.db", making);
	e = db_restore(file, db ? db : url, &has_digest, why);
	if (e != ERR_OK)
		return e;
	if (!home_write(making, db, TIME_NONE)) {
		sbuf_printf(why, "%s cannot be written: %s", making, strerror(errno));
		return ERR_IO;
	}
	if (!void_openings(making)) {
		sbuf_printf(why, "the folder was not made.%s",
		            db ? "  The database was filled: empty it before you try again." : "");
		return ERR_DB;
	}
	if (!has_digest)
		printf("%s: %s", file, no_digest);
	return ERR_OK;
}

/* The folder is made beside its final name, so that a restore that fails leaves nothing. */
static int restore(const char *file, const char *dir, const char *db)
{
	struct arena *arena = arena_new();
	struct sbuf why = { .arena = arena };
	char making[1024];
	int code = EXIT_DONE;

	if (snprintf(making, sizeof making, "%s.making", dir) >= (int)sizeof making ||
	    mkdir(making, 0700) != 0) {
		arena_free(arena);
		return refuse("%s.making cannot be made: %s", dir, strerror(errno));
	}
	if (refill(file, making, db, &why) != ERR_OK)
		code = refuse("nothing was restored: %s", sbuf_done(&why).p);
	else if (rename(making, dir) != 0)
		code = refuse("nothing was restored: %s cannot be made: %s", dir, strerror(errno));
	if (code == EXIT_DONE)
		printf("%s: restored from %s; everybody signs in anew\n", dir, file);
	else
		remove_made(making);
	arena_free(arena);
	return code;
}

int command_restore(int argc, char **argv)
{
	struct arguments a;

	if (!parse(argc, argv, &a) || optind + 2 != argc)
		return usage("restore");
	if (access(argv[optind + 1], F_OK) == 0)
		return refuse("%s is there already; name a folder that does not exist yet",
		              argv[optind + 1]);
	return restore(argv[optind], argv[optind + 1], a.db);
}

/* --- verifying --- */

static void hex(const unsigned char *p, size_t n, char *out)
{
	for (size_t i = 0; i < n; i++)
		snprintf(out + 2 * i, 3, "%02x", p[i]);
}

/* "12:9f86..." as near audit head prints it, or the hash alone. */
static bool head_is(const struct audit_head *told, const char *given)
{
	char hash[65];
	const char *colon = strchr(given, ':');

	hex(told->hash, sizeof told->hash, hash);
	return strcasecmp(colon ? colon + 1 : given, hash) == 0;
}

/* A log that was cut off at its end is unbroken: only a head noted before tells. */
static int hold_head(struct home *h, const char *given)
{
	struct audit_head head;
	int64_t id = 0;
	const char *colon = strchr(given, ':');
	enum err e;

	if (colon && !parse_i64((struct str){ given, (size_t)(colon - given) }, 1, INT64_MAX, &id))
		return refuse("--head is what near audit head printed: NUMBER:HASH");
	e = audit_head_at(&h->ctx, id, &head);
	if (e == ERR_NOT_FOUND)
		return refuse("the audit log has been cut off: event %" PRId64
		              " of the head that was given is not in it",
		              id);
	if (e != ERR_OK)
		return refuse("the audit log could not be read: %s", error_text(&h->ctx, e));
	if (!head_is(&head, given))
		return refuse(
			"the audit log does not lead to the head that was given: it was cut off "
			"or written anew");
	return EXIT_DONE;
}

static int say_chain(struct home *h, const struct arguments *a)
{
	struct audit_check check;
	enum err e = audit_verify(&h->ctx, &check);
	char head[65];

	if (e != ERR_OK)
		return refuse("the audit log could not be read: %s", error_text(&h->ctx, e));
	hex(check.head, sizeof check.head, head);
	if (a->json)
		printf("{\"events\":%" PRId64 ",\"head\":\"%s\",\"bad\":%" PRId64 "}\n",
		       check.events, head, check.bad);
	else if (check.bad == 0)
		printf("audit log: %" PRId64 " events, unbroken; head %" PRId64 ":%s\n",
		       check.events, check.events, head);
	if (check.bad == 0)
		return a->head ? hold_head(h, a->head) : EXIT_DONE;
	return refuse("the audit log is broken at event %" PRId64
	              ": it was changed after it was written.  "
	              "Keep this database as evidence and restore a backup beside it.",
	              check.bad);
}

static int say_tables(struct home *h, bool json)
{
	struct sbuf out = { .arena = h->arena };
	struct audit_faults faults = { .out = &out };
	enum err e = hold_verify(h, &faults);

	if (e != ERR_OK)
		return refuse("the tables could not be read: %s", error_text(&h->ctx, e));
	if (faults.n == 0) {
		if (!json)
			puts("tables: as the audit log says");
		return EXIT_DONE;
	}
	return refuse("the tables are not what the audit log says of them (%" PRId64 "):\n%s"
	              "Somebody has changed them with other tools.  Keep this database as evidence "
	              "and restore a backup beside it.",
	              faults.n, sbuf_done(&out).p);
}

/* No statement of this version runs on an earlier one, so the audit log cannot be read yet. */
static int say_old(struct home *h, bool json)
{
	if (json)
		printf("{\"earlier_version\":%d}\n", db_number(h->store));
	else
		printf("database: as an earlier version of near made it (%04d).  The audit log is "
		       "checked after: near serve FOLDER\n",
		       db_number(h->store));
	return EXIT_DONE;
}

/* To be noted, signed with whatever the association signs with, and published. */
static int say_head(struct home *h, bool json)
{
	struct audit_head head;
	char hash[65], at[24];
	enum err e = audit_head_at(&h->ctx, 0, &head);

	if (e == ERR_NOT_FOUND)
		return refuse("the audit log is empty");
	if (e != ERR_OK)
		return refuse("the audit log could not be read: %s", error_text(&h->ctx, e));
	hex(head.hash, sizeof head.hash, hash);
	time_format(head.at, at);
	if (json)
		printf("{\"event\":%" PRId64 ",\"hash\":\"%s\",\"at\":\"%s\"}\n", head.id, hash,
		       at);
	else
		printf("%" PRId64 ":%s\n", head.id, hash);
	return EXIT_DONE;
}

int command_audit(int argc, char **argv)
{
	struct arguments a;
	struct home h;
	int code;

	bool is_head;

	if (argc < 2 || (strcmp(argv[1], "verify") != 0 && strcmp(argv[1], "head") != 0))
		return usage("audit");
	is_head = strcmp(argv[1], "head") == 0;
	if (!parse(argc - 1, argv + 1, &a) || optind + 1 != argc - 1)
		return usage("audit");
	if (!home_open(&h, &(struct home_options){ .dir = argv[argc - 1], .db = a.db }))
		return EXIT_REFUSED;
	if (is_head) {
		code = say_head(&h, a.json);
		home_close(&h);
		return code;
	}
	code = say_chain(&h, &a);
	home_close(&h);
	return code;
}

/* What is open in `h` is called `what`. */
static int verify(struct home *h, const char *what, const struct arguments *a)
{
	struct sbuf why = { .arena = h->arena };
	int code;

	if (db_verify(h->store, &why) != ERR_OK)
		code = refuse("the database has faults:\n%s", sbuf_done(&why).p);
	else if (db_is_old(h->store))
		code = say_old(h, a->json);
	else
		code = say_chain(h, a);
	if (code == EXIT_DONE && !db_is_old(h->store))
		code = say_tables(h, a->json);
	if (code == EXIT_DONE && !a->json)
		printf("%s: the %s is in order\n", h->dir, what);
	return code;
}

static int verify_backup(const char *file, const struct arguments *a)
{
	struct home h = { .dir = file, .arena = arena_new() };
	struct sbuf why = { .arena = h.arena };
	bool has_digest = false;
	int code;

	if (db_backup_open(file, &h.store, &has_digest, &why) != ERR_OK ||
	    !(h.db = db_open(h.store))) {
		code = refuse("the backup cannot be restored: %s", sbuf_done(&why).p);
	} else {
		h.ctx = (struct ctx){ .arena = h.arena, .db = h.db, .lang = LANGUAGE_EN };
		if (!a->json)
			printf("%s: a backup\n%s", file,
			       has_digest ? "digest: agrees with every byte\n" : no_digest);
		code = verify(&h, "backup", a);
	}
	home_close(&h);
	return code;
}

int command_verify(int argc, char **argv)
{
	struct arguments a;
	struct stat st;
	struct home h;
	int code;

	if (!parse(argc, argv, &a) || optind + 1 != argc)
		return usage("verify");
	if (stat(argv[optind], &st) == 0 && !S_ISDIR(st.st_mode))
		return a.db ? usage("verify") : verify_backup(argv[optind], &a);
	if (!home_open(&h,
	               &(struct home_options){ .dir = argv[optind], .db = a.db, .as_it_is = true }))
		return EXIT_REFUSED;
	code = verify(&h, "association", &a);
	home_close(&h);
	return code;
}
