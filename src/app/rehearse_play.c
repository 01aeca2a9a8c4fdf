/* rehearse_play.c -- the steps of a rehearsal, each through the pages that a person uses. */
#include "app/rehearse.h"
#include "base/str.h"
#include <time.h>

enum { PATH_ROOM = 300 };

/* One person's visit: an arena for the pages that they load. */
struct visit {
	struct rehearsal *r;
	const struct rehearse_step *step;
	struct rehearse_person *person;
	struct arena *arena;
	struct http_got page;
};

static bool complain(const struct visit *v, const char *what)
{
	struct str line = { v->page.body.p, v->page.body.n };
	size_t at = 0;

	/* The error page says in one paragraph what is the matter. */
	for (size_t i = 0; i + 16 < line.n; i++)
		if (memcmp(line.p + i, "<p class=\"lead\">", 16) == 0) {
			at = i + 16;
			break;
		}
	line = str_sub(line, at, at + str_find(str_sub(line, at, line.n), '<', 0));
	refuse("%s/steps.csv:%d: %.*s could not %s: HTTP %d %.*s", v->r->dir, v->step->line,
	       STR_ARG(v->person->name), what, v->page.status, STR_ARG(line));
	return false;
}

static bool get(struct visit *v, const char *path)
{
	return http_client_get(v->person->client, v->arena, path, &v->page) == ERR_OK &&
	       http_client_follow(v->person->client, v->arena, &v->page) == ERR_OK &&
	       v->page.status == 200;
}

static bool submit(struct visit *v, const char *action, const struct http_pair *fields, int n)
{
	struct http_submit s = { .page = &v->page, .action = action, .fields = fields, .n = n };

	return http_client_submit(v->person->client, v->arena, &s, &v->page) == ERR_OK &&
	       http_client_follow(v->person->client, v->arena, &v->page) == ERR_OK &&
	       v->page.status == 200;
}

/* By the one-time invitation, as a delegate does who gets one by mail. */
static bool sign_in(struct visit *v)
{
	char base[64], path[PATH_ROOM];

	if (v->person->client)
		return true;
	snprintf(base, sizeof base, "http://127.0.0.1:%d", http_port(v->r->server));
	v->person->client = http_client_new(base);
	snprintf(path, sizeof path, "/en/invitation?token=%.*s", STR_ARG(v->person->invitation));
	if (get(v, path) && submit(v, "/en/invitation", NULL, 0))
		return true;
	return complain(v, "sign in");
}

static const char *session_path(struct visit *v, const char *rest)
{
	return arena_printf(v->arena, "/en/meetings/%.*s%s", STR_ARG(v->r->session_slug), rest).p;
}

static const char *item_path(struct visit *v, const char *rest)
{
	return session_path(v,
	                    arena_printf(v->arena, "/items/%" PRId64 "%s", v->step->item, rest).p);
}

static bool accredit(struct visit *v)
{
	const struct http_pair all = { S("action"), S("accredit-all") };
	const char *path = session_path(v, "/delegates");

	if (!get(v, path))
		return complain(v, "open the list of delegates");
	/* Nobody waits: they were accredited when the demonstration was made. */
	for (size_t i = 0; i + 12 <= v->page.body.n; i++)
		if (memcmp(v->page.body.p + i, "accredit-all", 12) == 0)
			return submit(v, path, &all, 1) || complain(v, "accredit the delegates");
	return true;
}

static bool open_session(struct visit *v)
{
	if (v->r->session.state == MEETING_OPEN)
		return true;
	return (get(v, session_path(v, "")) && submit(v, session_path(v, "/open"), NULL, 0)) ||
	       complain(v, "open the session");
}

static bool close_session(struct visit *v)
{
	return (get(v, session_path(v, "")) && submit(v, session_path(v, "/close"), NULL, 0)) ||
	       complain(v, "close the session");
}

static bool open_question(struct visit *v)
{
	return (get(v, item_path(v, "")) && submit(v, item_path(v, "/open"), NULL, 0)) ||
	       complain(v, "open the question");
}

/* "/en/votes/12" as the page of the item links it; n == 0 when it does not. */
static struct str vote_path(const struct str body)
{
	static const char start[] = "\"/en/votes/";

	for (size_t i = 0; i + sizeof start < body.n; i++) {
		size_t end = i + sizeof start - 1;

		if (memcmp(body.p + i, start, sizeof start - 1) != 0)
			continue;
		while (end < body.n && body.p[end] >= '0' && body.p[end] <= '9')
			end++;
		return str_sub(body, i + 1, end);
	}
	return S("");
}

static bool close_question(struct visit *v)
{
	struct str vote;
	const char *path;

	if (!get(v, item_path(v, "")))
		return complain(v, "open the item");
	vote = vote_path(v->page.body);
	path = arena_printf(v->arena, "%.*s/close", STR_ARG(vote)).p;
	return (vote.n && get(v, path) && submit(v, path, NULL, 0)) ||
	       complain(v, "close the vote");
}

static bool vote(struct visit *v)
{
	const struct http_pair choice = { S("choice"), v->step->choice };

	return (get(v, "/en/now") && submit(v, NULL, &choice, 1)) || complain(v, "vote");
}

static bool takes_part(const struct rehearse_step *step, struct str slug)
{
	struct str rest = step->who, one;

	if (str_is(step->who, "all"))
		return true;
	while (str_cut(&rest, ' ', &one))
		if (str_eq(one, slug))
			return true;
	return false;
}

static bool visit(struct rehearsal *r, const struct rehearse_step *step, struct rehearse_person *p,
                  bool (*act)(struct visit *))
{
	struct visit v = { .r = r, .step = step, .person = p, .arena = arena_new() };
	bool done = sign_in(&v) && act(&v);

	arena_free(v.arena);
	return done;
}

static bool everyone_votes(struct rehearsal *r, const struct rehearse_step *step)
{
	for (int i = REHEARSE_DELEGATES; i < r->people_count; i++)
		if (takes_part(step, r->people[i].name) && !visit(r, step, &r->people[i], vote))
			return false;
	return true;
}

static bool do_step(struct rehearsal *r, const struct rehearse_step *step)
{
	static bool (*const acts[])(struct visit *) = {
		[REHEARSE_ACCREDIT] = accredit,
		[REHEARSE_OPEN_SESSION] = open_session,
		[REHEARSE_OPEN_QUESTION] = open_question,
		[REHEARSE_CLOSE_QUESTION] = close_question,
		[REHEARSE_CLOSE_SESSION] = close_session,
	};
	int place = str_is(step->actor, "secretariat") ? REHEARSE_SECRETARIAT : REHEARSE_CHAIR;

	if (step->action == REHEARSE_VOTE)
		return everyone_votes(r, step);
	return visit(r, step, &r->people[place], acts[step->action]);
}

static void pause_before(const struct rehearsal *r, const struct rehearse_step *step)
{
	double seconds = r->speed > 0 ? (double)step->pause / r->speed : 0;
	struct timespec t = { (time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9) };

	if (seconds > 0)
		nanosleep(&t, NULL);
}

bool rehearse_play(struct rehearsal *r)
{
	bool going = true;

	for (int i = 0; i < r->step_count && going; i++) {
		const struct rehearse_step *step = &r->steps[i];

		pause_before(r, step);
		going = do_step(r, step);
		if (going && !r->quiet)
			fprintf(stderr, "%d/%d done\n", i + 1, r->step_count);
	}
	for (int i = 0; i < r->people_count; i++)
		if (r->people[i].client)
			http_client_free(r->people[i].client);
	return going;
}
