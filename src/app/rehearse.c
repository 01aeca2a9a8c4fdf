/* rehearse.c -- near rehearse: read a scenario, prepare its people, play it, say what was decided.
 */
#include "app/rehearse.h"
#include "base/log.h"
#include "base/parse.h"
#include "base/str.h"
#include "base/time.h"
#include "view/json.h"
#include <errno.h>
#include <getopt.h>
#include <sys/stat.h>

enum { FILE_LIMIT = 1024 * 1024, STEP_LIMIT = 1000, PEOPLE_LIMIT = 3000, STOP_SECONDS = 10 };

/* --- reading the scenario --- */

/* A table of the scenario whose head is exactly `head`; complains and gives false otherwise. */
static bool read_table(struct rehearsal *r, const char *name, const char *head, struct csv *ret)
{
	struct arena *a = r->home->arena;
	struct str path = arena_printf(a, "%s/%s", r->dir, name), joined;
	char *buf = arena_alloc(a, FILE_LIMIT + 1);
	struct str fields[64];
	struct sbuf out = { .arena = a };
	FILE *f = fopen(path.p, "re");
	size_t n;
	int count = 0;

	if (!f) {
		refuse("%s: %s", path.p, strerror(errno));
		return false;
	}
	n = fread(buf, 1, FILE_LIMIT, f);
	fclose(f);
	*ret = (struct csv){ .text = { buf, n } };
	if (csv_next(ret, a, fields, &count))
		for (int i = 0; i < count; i++) {
			sbuf_str(&out, fields[i]);
			sbuf_lit(&out, ",");
		}
	joined = sbuf_done(&out);
	if (joined.n == 0 || !str_is(str_sub(joined, 0, joined.n - 1), head)) {
		refuse("%s: the first line must be %s", path.p, head);
		return false;
	}
	return true;
}

static bool read_settings(struct rehearsal *r)
{
	struct str fields[64];
	struct csv c;
	int n;

	if (!read_table(r, "scenario.csv", "key,value", &c))
		return false;
	while (csv_next(&c, r->home->arena, fields, &n)) {
		if (n != 2)
			continue;
		if (str_is(fields[0], "pack"))
			r->pack = fields[1];
		else if (str_is(fields[0], "session"))
			r->session_slug = fields[1];
		else if (str_is(fields[0], "clock"))
			r->clock = fields[1];
	}
	if (!c.fault && r->session_slug.p && r->pack.p && r->clock.p)
		return true;
	refuse("%s/scenario.csv: pack, session and clock are asked for", r->dir);
	return false;
}

static bool read_step(const struct str *f, int n, struct rehearse_step *ret)
{
	static const char *const actions[] = {
		[REHEARSE_ACCREDIT] = "accredit",
		[REHEARSE_OPEN_SESSION] = "open-session",
		[REHEARSE_OPEN_QUESTION] = "open-question",
		[REHEARSE_VOTE] = "vote",
		[REHEARSE_CLOSE_QUESTION] = "close-question",
		[REHEARSE_CLOSE_SESSION] = "close-session",
	};

	if (n != 6)
		return false;
	*ret = (struct rehearse_step){ .actor = f[1], .choice = f[3], .who = f[4] };
	if (f[2].n && !parse_i64(f[2], 1, 1000, &ret->item))
		return false;
	if (f[5].n && !parse_i64(f[5], 0, 86400, &ret->pause))
		return false;
	for (size_t i = 0; i < COUNT_OF(actions); i++)
		if (str_is(f[0], actions[i])) {
			ret->action = (enum rehearse_action)i;
			return true;
		}
	return false;
}

static bool read_steps(struct rehearsal *r)
{
	struct str fields[64];
	struct csv c;
	int n;

	if (!read_table(r, "steps.csv", "action,actor,item,choice,who,pause", &c))
		return false;
	r->steps = arena_many(r->home->arena, struct rehearse_step, STEP_LIMIT);
	while (r->step_count < STEP_LIMIT && csv_next(&c, r->home->arena, fields, &n)) {
		struct rehearse_step *step = &r->steps[r->step_count++];

		if (!read_step(fields, n, step)) {
			refuse("%s/steps.csv:%d: this step is not understood", r->dir, c.line);
			return false;
		}
		step->line = c.line;
	}
	return c.fault == NULL;
}

static bool read_delegations(struct rehearsal *r)
{
	struct str fields[64];
	struct csv c;
	int n;

	if (!read_table(r, "delegations.csv", "government", &c))
		return false;
	while (r->people_count < PEOPLE_LIMIT && csv_next(&c, r->home->arena, fields, &n)) {
		struct rehearse_person *p = &r->people[r->people_count++];

		p->name = fields[0];
		if (member_by_slug(&r->home->ctx, fields[0], &p->government) != ERR_OK) {
			refuse("%s/delegations.csv:%d: there is no government %.*s", r->dir, c.line,
			       STR_ARG(fields[0]));
			return false;
		}
	}
	return c.fault == NULL;
}

/* --- people: those that are not there yet are made --- */

struct granting {
	account_id who;
	enum role role;
	enum scope scope;
	int64_t scope_id;
};

static enum err write_grant(struct tx *tx, void *arg)
{
	struct granting *g = arg;

	return account_grant(tx, g->who, g->role, g->scope, g->scope_id);
}

static enum err make_person(struct rehearsal *r, struct rehearse_person *p, enum role role,
                            account_id *ret)
{
	struct ctx *ctx = &r->home->ctx;
	struct account_new new = { .name = p->name, .language = LANGUAGE_EN };
	struct granting g = { .role = role };
	enum err e;

	new.person.in[LANGUAGE_EN] = p->government.id.v ? p->government.name.text : p->name;
	e = account_add(ctx, &new, &g.who);
	if (role == ROLE_CHAIR) {
		g.scope = SCOPE_ORGAN;
		g.scope_id = r->session.organ.id.v;
	} else if (role == ROLE_DELEGATE) {
		g.scope = SCOPE_GOVERNMENT;
		g.scope_id = p->government.id.v;
	}
	if (e == ERR_OK)
		e = db_write(ctx, write_grant, &g);
	if (e == ERR_OK && role == ROLE_DELEGATE)
		e = meeting_delegate_add(ctx, r->session.id, p->government.id, g.who, true);
	*ret = g.who;
	return e;
}

static enum err prepare_person(struct rehearsal *r, int place)
{
	static const enum role roles[] = { ROLE_CHAIR, ROLE_SECRETARIAT, ROLE_DELEGATE };
	struct rehearse_person *p = &r->people[place];
	struct ctx *ctx = &r->home->ctx;
	account_id id;
	enum err e = account_find(ctx, p->name, &id);

	if (e == ERR_NOT_FOUND)
		e = make_person(r, p,
		                roles[place < REHEARSE_DELEGATES ? place : REHEARSE_DELEGATES],
		                &id);
	return e == ERR_OK ? account_invite(ctx, id, &p->invitation) : e;
}

static bool prepare(struct rehearsal *r)
{
	struct ctx *ctx = &r->home->ctx;
	enum err e = meeting_by_slug(ctx, r->session_slug, &r->session);

	if (e == ERR_NOT_FOUND) {
		refuse("there is no session %.*s here; convene it first", STR_ARG(r->session_slug));
		return false;
	}
	if (e == ERR_OK && r->session.state == MEETING_CLOSED) {
		refuse("the session %.*s is closed already; rehearse in a new folder",
		       STR_ARG(r->session_slug));
		return false;
	}
	r->people = arena_many(r->home->arena, struct rehearse_person, PEOPLE_LIMIT + 1);
	r->people[REHEARSE_CHAIR].name = S("chair");
	r->people[REHEARSE_SECRETARIAT].name = S("secretariat");
	r->people_count = REHEARSE_DELEGATES;
	if (e == ERR_OK && !read_delegations(r))
		return false;
	for (int i = 0; i < r->people_count && e == ERR_OK; i++) {
		ctx->now = home_now(r->home);
		e = prepare_person(r, i);
	}
	if (e != ERR_OK)
		refuse("the people of the rehearsal could not be prepared: %s", error_text(ctx, e));
	return e == ERR_OK;
}

/* --- the report --- */

static void put_decisions(struct json *j, const struct decision *d, int n)
{
	json_key(j, "decisions");
	json_array(j);
	for (int i = n - 1; i >= 0; i--) {
		json_object(j);
		json_put_str(j, "number", d[i].number);
		json_put_str(j, "title", d[i].title.text);
		json_put_str(j, "decided_on", d[i].decided_on);
		json_key(j, "subjects");
		json_array(j);
		for (int k = 0; k < d[i].subject_count; k++)
			json_str(j, d[i].subjects[k].slug);
		json_end(j);
		json_end(j);
	}
	json_end(j);
}

static void put_countries(struct json *j, const struct member *m, int n)
{
	json_key(j, "countries");
	json_object(j);
	for (int from = 0; from < n;) {
		int to = from;

		while (to < n && str_eq(m[to].country, m[from].country))
			to++;
		json_put_int(j, arena_str(j->buf->arena, m[from].country.p, m[from].country.n).p,
		             to - from);
		from = to;
	}
	json_end(j);
}

static bool report(struct rehearsal *r, int64_t members_before, bool as_json)
{
	struct ctx *ctx = &r->home->ctx;
	struct member_filter members = { .kind = S("member") };
	const struct decision_filter decisions = { .organ = r->session.organ.id, .limit = 100 };
	struct sbuf out = { .arena = ctx->arena };
	struct json j = { .buf = &out };
	struct decision *d;
	struct member *m;
	int decided, n;

	if (decision_list(ctx, &decisions, &d, &decided) != ERR_OK ||
	    member_list(ctx, &members, &m, &n) != ERR_OK)
		return false;
	if (!as_json) {
		for (int i = decided - 1; i >= 0; i--)
			printf("%.*s  %.*s  %.*s\n", STR_ARG(d[i].number), STR_ARG(d[i].decided_on),
			       STR_ARG(d[i].title.text));
		printf("members: %" PRId64 " before, %d after\n", members_before, n);
		return true;
	}
	json_object(&j);
	json_put_str(&j, "session", r->session_slug);
	json_put_int(&j, "members_before", members_before);
	json_put_int(&j, "members_after", n);
	put_countries(&j, m, n);
	put_decisions(&j, d, decided);
	json_end(&j);
	puts(sbuf_done(&out).p);
	return true;
}

/* --- the command --- */

static bool play(struct rehearsal *r, bool as_json)
{
	struct serve_options so = { .listen = "127.0.0.1:0",
		                    .page_cache = true,
		                    .limit_connections_client = 4096 };
	struct sbuf why = { .arena = r->home->arena };
	int64_t before = 0;
	bool done;

	if (!read_steps(r) || !prepare(r) || member_count(&r->home->ctx, &before) != ERR_OK)
		return false;
	log_least(LOG_ERROR); /* one line a request would bury what is said here */
	if (serve_start(r->home, &so, &r->server, &why) != ERR_OK) {
		refuse("cannot serve: %s", sbuf_done(&why).p);
		return false;
	}
	done = rehearse_play(r);
	http_stop(r->server, STOP_SECONDS);
	return done && report(r, before, as_json);
}

/* A folder that is not there yet is made from the scenario's own pack, at the scenario's own time.
 */
static bool make_home(const char *dir, struct rehearsal *r, const char *db)
{
	struct str pack = arena_printf(r->home->arena, "%s/%.*s", r->dir, STR_ARG(r->pack));
	struct init_options o = { .dir = dir, .pack = pack.p, .db = db };

	if (time_parse(r->clock, &o.clock))
		return init_make(&o) == EXIT_DONE;
	refuse("%s/scenario.csv: %.*s is not a moment", r->dir, STR_ARG(r->clock));
	return false;
}

static bool parse_speed(const char *text, double *ret)
{
	int64_t n;

	if (strcmp(text, "max") == 0)
		*ret = 0;
	else if (strcmp(text, "real") == 0)
		*ret = 1;
	else if (parse_i64(str_of(text), 1, 100000, &n))
		*ret = (double)n;
	else
		return false;
	return true;
}

static int rehearse(const char *dir, struct rehearsal *r, const char *db, bool as_json)
{
	struct home reading = { .arena = arena_new() }, home;
	struct stat st;
	bool done;

	r->home = &reading;
	done = read_settings(r) && (stat(dir, &st) == 0 || make_home(dir, r, db));
	if (done &&
	    home_open(&home, &(struct home_options){
				     .dir = dir, .db = db, .writer = true, .claim = true })) {
		r->home = &home;
		done = play(r, as_json);
		home_close(&home);
	} else {
		done = false;
	}
	arena_free(reading.arena);
	return done ? EXIT_DONE : EXIT_REFUSED;
}

int command_rehearse(int argc, char **argv)
{
	static const struct option options[] = {
		{ "speed", required_argument, NULL, 's' },
		{ "db", required_argument, NULL, 'd' },
		{ "json", no_argument, NULL, 'j' },
		{ 0 },
	};
	struct rehearsal r = { .speed = 1 };
	const char *db = NULL, *dir;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (o) {
		case 's':
			if (!parse_speed(optarg, &r.speed))
				return usage("rehearse");
			break;
		case 'd':
			db = optarg;
			break;
		case 'j':
			r.quiet = true;
			break;
		default:
			return usage("rehearse");
		}
	if (optind + 2 != argc)
		return usage("rehearse");
	dir = argv[optind];
	r.dir = argv[optind + 1];
	return rehearse(dir, &r, db, r.quiet);
}
