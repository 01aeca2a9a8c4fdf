/* test_meeting_load.c -- sessions and items that a pack brings: made whole, or every fault told. */
#include "meeting/test_sitting.h"
#include "test/tap.h"

static struct assembly a;

static const char *const sessions_head =
	"slug,organ,number,host," SIX(place) ",starts_on,ends_on,zone,mode\n";

/* Sessions and items refer to organs, governments and kinds, so these are read before them. */
static enum err load_tx(struct tx *tx, void *pack)
{
	enum err e = charter_load(tx, pack);

	if (e == ERR_OK)
		e = member_load(tx, pack);
	if (e == ERR_OK)
		e = organ_load(tx, pack);
	if (e == ERR_OK)
		e = meeting_load(tx, pack);
	return e == ERR_OK && pack_faults(pack) > 0 ? ERR_INVALID : e;
}

/* An engine without an association, and the folder of one with these sessions and items. */
static void write_pack(const char *sessions, const char *items)
{
	char dir[128];

	a = (struct assembly){ .n = 3 };
	engine_new(&a.engine);
	assembly_set_effects(&a);
	snprintf(dir, sizeof(dir), "%s/pack", a.engine.dir);
	MUST(mkdir(dir, 0700) == 0);
	assembly_write_charter(&a);
	assembly_write_governments(&a);
	assembly_write_rest(&a);
	assembly_write(&a, "sessions.csv",
	               arena_printf(a.engine.ctx.arena, "%s%s", sessions_head, sessions).p);
	assembly_write(
		&a, "items.csv",
		arena_printf(a.engine.ctx.arena, "session,number,kind,subjects\n%s", items).p);
}

static struct str load(enum err *ret)
{
	struct pack *pack;
	struct sbuf faults = { .arena = a.engine.ctx.arena };
	char dir[128];

	snprintf(dir, sizeof(dir), "%s/pack", a.engine.dir);
	MUST(pack_open(dir, &pack) == ERR_OK);
	*ret = db_write(&a.engine.ctx, load_tx, pack);
	pack_print_faults(pack, &faults);
	pack_free(pack);
	return sbuf_done(&faults);
}

#define GA_10 "ga-10,assembly,10,g1,,霊岩郡,,,,Yeongam,2014-10-22,2014-10-23,Asia/Seoul,hall\n"

static void a_pack_brings_sessions_and_items(void)
{
	struct meeting m;
	struct meeting_item *items;
	enum err e;
	int n;

	write_pack(GA_10, "ga-10,1,admit,applicant observer\nga-10,2,resolve,\n");
	CHECK(load(&e).n == 0 && e == ERR_OK);
	CHECK(meeting_by_slug(&a.engine.ctx, S("ga-10"), &m) == ERR_OK);
	CHECK(m.state == MEETING_CONVENED && str_is(m.place.text, "Yeongam"));
	CHECK(meeting_items(&a.engine.ctx, m.id, &items, &n) == ERR_OK && n == 2);
	CHECK(items[0].subject_count == 2 && str_is(items[0].subjects[1].slug, "observer") &&
	      str_is(items[1].kind.slug, "resolve"));
	assembly_free(&a);
}

static void each_wrong_row_is_a_fault_with_its_line_and_nothing_is_kept(void)
{
	static const struct {
		const char *sessions, *items, *fault;
	} cases[] = {
		{ "ga-10,council,10,,,,,,,,2014-10-22,2014-10-23,Asia/Seoul,hall\n", "",
		  "sessions.csv:2: organ" },
		{ "ga-10,assembly,10,,,,,,,,2014-10-22,2014-10-21,Asia/Seoul,hall\n", "",
		  "sessions.csv:2: The session cannot end before it begins." },
		{ "ga-10,assembly,10,,,,,,,,2014-10-22,2014-10-23,Asia/Atlantis,hall\n", "",
		  "sessions.csv:2: This time zone is not known: Asia/Atlantis." },
		{ "tenth,assembly,10,,,,,,,,2014-10-22,2014-10-23,Asia/Seoul,hall\n", "",
		  "sessions.csv:2: slug: must be \"ga-10\"" },
		{ GA_10 GA_10, "", "sessions.csv:3:" },
		{ GA_10, "ga-9,1,resolve,\n", "items.csv:2: session" },
		{ GA_10, "ga-10,1,resolve,g1\n", "items.csv:2: The number of governments" },
		{ GA_10, "ga-10,1,foreign,\n", "items.csv:2: Assembly has no power" },
		{ GA_10, "ga-10,1,admit,g1\n", "items.csv:2: Government 1 is a member already" },
		{ GA_10, "ga-10,2,resolve,\n", "items.csv:2: number: must be 1" },
		{ GA_10, "ga-10,1,admit,atlantis\n",
		  "items.csv:2: atlantis is not in governments.csv" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		enum err e;
		struct str faults;

		write_pack(cases[i].sessions, cases[i].items);
		uint64_t before = engine_fingerprint(&a.engine);
		faults = load(&e);
		CHECK(e == ERR_INVALID && str_starts(faults, str_of(cases[i].fault)));
		if (!str_starts(faults, str_of(cases[i].fault)))
			printf("# %s: %.*s\n", cases[i].fault, STR_ARG(faults));
		CHECK(engine_fingerprint(&a.engine) == before);
		assembly_free(&a);
	}
}

int main(void)
{
	RUN(a_pack_brings_sessions_and_items);
	RUN(each_wrong_row_is_a_fault_with_its_line_and_nothing_is_kept);
	return TAP_DONE();
}
