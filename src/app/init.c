/* init.c -- near init: an association from a pack, or every fault of the pack and nothing. */
#include "app/app.h"
#include "db/backup.h"
#include "app/hold.h"
#include "audit/audit.h"
#include "base/str.h"
#include "base/time.h"
#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <sys/stat.h>
#include <unistd.h>

struct init {
	struct init_options o;
	char making[1024]; /* the folder it is made in, renamed when whole */
	char url[1100];
	struct pack *pack;
	struct db_store *store;
	struct ctx ctx;
	struct sbuf why;
};

static bool is_free(const char *dir)
{
	DIR *d = opendir(dir);
	int entries = 0;

	if (!d)
		return errno == ENOENT;
	while (readdir(d))
		entries++;
	closedir(d);
	return entries <= 2; /* "." and ".." */
}

/* Remove what was being made: files alone, no folders are ever in it. */
static void remove_folder(const char *dir)
{
	char path[2048];
	DIR *d = opendir(dir);
	struct dirent *entry;

	if (!d)
		return;
	while ((entry = readdir(d)))
		if (snprintf(path, sizeof path, "%s/%s", dir, entry->d_name) < (int)sizeof path)
			unlink(path);
	closedir(d);
	rmdir(dir);
}

static enum err load(struct tx *tx, void *arg)
{
	struct init *i = arg;
	enum err e = app_load_pack(tx, i->pack);

	/* What a faulty pack wrote is rolled back with it. */
	if (e == ERR_OK && pack_faults(i->pack) > 0)
		return ERR_INVALID;
	if (e == ERR_OK)
		e = audit_record(tx, "association.init", S("association:1"), S("{}"));
	if (e == ERR_OK)
		e = hold_record(tx);
	return e;
}

static enum err make_database(struct init *i)
{
	struct ctx *ctx = &i->ctx;
	enum err e = db_store_open(i->url, false, &i->store, &i->why);

	if (e == ERR_OK)
		e = db_migrate(i->store, ctx->now, &i->why);
	if (e != ERR_OK)
		return e;
	ctx->db = db_open(i->store);
	if (!ctx->db)
		return ERR_DB;
	ctx->effects = app_effects(ctx->arena);
	return db_write(ctx, load, i);
}

static enum err make_demo(struct init *i)
{
	char path[1100];

	snprintf(path, sizeof path, "%s/demo-accounts.csv", i->making);
	return demo_make(&i->ctx, path);
}

static void close_database(struct init *i)
{
	if (i->ctx.db)
		db_close(i->ctx.db);
	if (i->store)
		db_store_close(i->store);
	i->ctx.db = NULL;
	i->store = NULL;
}

/* The association was made in a file; on PostgreSQL it is brought there like a backup, whole or not
 * at all. */
static enum err move_to_server(struct init *i)
{
	static const char *const left[] = { "near.db", "near.db-wal", "near.db-shm" };
	char file[1100];
	enum err e;

	snprintf(file, sizeof file, "%s/%s", i->making, left[0]);
	e = db_restore(file, i->o.db, NULL, &i->why);
	for (size_t k = 0; e == ERR_OK && k < COUNT_OF(left); k++) {
		snprintf(file, sizeof file, "%s/%s", i->making, left[k]);
		if (unlink(file) != 0 && errno != ENOENT)
			e = ERR_IO;
	}
	return e;
}

static enum err make(struct init *i)
{
	enum err e = make_database(i);

	if (e == ERR_OK && i->o.demo)
		e = make_demo(i);
	close_database(i);
	if (e == ERR_OK && i->o.db)
		e = move_to_server(i);
	if (e == ERR_OK && !home_write(i->making, i->o.db, i->o.clock))
		e = ERR_IO;
	if (e == ERR_OK) {
		rmdir(i->o.dir); /* an empty folder makes way */
		if (rename(i->making, i->o.dir) != 0)
			e = ERR_IO;
	}
	return e;
}

static int say_why(struct init *i, enum err e)
{
	struct str s;

	if (i->pack && pack_faults(i->pack) > 0) {
		pack_print_faults(i->pack, &i->why);
		s = sbuf_done(&i->why);
		fprintf(stderr, "%.*s", STR_ARG(s));
		return refuse("%s has %d fault%s; nothing was made", i->o.pack,
		              pack_faults(i->pack), pack_faults(i->pack) == 1 ? "" : "s");
	}
	s = sbuf_done(&i->why);
	return refuse("%s could not be made: %s", i->o.dir, s.n ? s.p : error_text(&i->ctx, e));
}

static int run(struct init *i)
{
	enum err e;
	int code = EXIT_DONE;

	if (!is_free(i->o.dir))
		return refuse("%s is not empty; name a folder that does not exist yet", i->o.dir);
	if (snprintf(i->making, sizeof i->making, "%s.making", i->o.dir) >= (int)sizeof i->making)
		return refuse("%s is too long a name", i->o.dir);
	remove_folder(i->making); /* left by an init that was cut off */
	if (mkdir(i->making, 0700) != 0)
		return refuse("%s cannot be made: %s", i->making, strerror(errno));
	snprintf(i->url, sizeof i->url, "sqlite:%s/near.db", i->making);
	e = pack_open(i->o.pack, &i->pack);
	if (e == ERR_OK)
		e = make(i);
	if (e != ERR_OK) {
		code = e == ERR_NOT_FOUND
		               ? refuse("%s is not a pack: it has no pack.csv", i->o.pack)
		               : say_why(i, e);
		remove_folder(i->making);
	}
	if (i->pack)
		pack_free(i->pack);
	return code;
}

int init_make(const struct init_options *o)
{
	struct init i = { .o = *o };
	int code;

	i.ctx = (struct ctx){ .arena = arena_new(),
		              .lang = LANGUAGE_EN,
		              .now = o->clock.us == TIME_NONE.us ? time_now() : o->clock };
	i.why = (struct sbuf){ .arena = i.ctx.arena };
	code = run(&i);
	arena_free(i.ctx.arena);
	return code;
}

int command_init(int argc, char **argv)
{
	static const struct option options[] = {
		{ "pack", required_argument, NULL, 'p' },
		{ "db", required_argument, NULL, 'd' },
		{ "demo", no_argument, NULL, 'D' },
		{ "clock", required_argument, NULL, 'c' },
		{ 0 },
	};
	struct init_options io = { .clock = TIME_NONE };
	int o, code;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (o) {
		case 'p':
			io.pack = optarg;
			break;
		case 'd':
			io.db = optarg;
			break;
		case 'D':
			io.demo = true;
			break;
		case 'c':
			if (!time_parse(str_of(optarg), &io.clock))
				return refuse(
					"%s is not a moment; write it as 2014-10-22T09:30:00+09:00",
					optarg);
			break;
		default:
			return usage("init");
		}
	if (optind + 1 != argc || !io.pack)
		return usage("init");
	io.dir = argv[optind];
	code = init_make(&io);
	if (code == EXIT_DONE)
		printf("%s: made from %s\n", io.dir, io.pack);
	return code;
}
