/* rule.c -- near rule explain: what a rule makes of a count, and what is still needed, in words. */
#include "app/app.h"
#include "base/parse.h"
#include "base/str.h"
#include "base/time.h"
#include "view/json.h"
#include "view/locale.h"
#include <getopt.h>

struct explain {
	const char *dir, *rule, *db;
	struct charter_count count;
	int64_t entitled;
	bool json;
};

enum { COUNT_MAX = 1000000000 };

static bool read_count(const char *option, const char *text, int64_t *ret)
{
	if (parse_i64(str_of(text), 0, COUNT_MAX, ret))
		return true;
	refuse("--%s: %s is no whole number from 0 to %d", option, text, COUNT_MAX);
	return false;
}

static bool parse(int argc, char **argv, struct explain *x)
{
	static const struct option options[] = {
		{ "yes", required_argument, NULL, 'y' },
		{ "no", required_argument, NULL, 'n' },
		{ "abstain", required_argument, NULL, 'a' },
		{ "entitled", required_argument, NULL, 'e' },
		{ "members", required_argument, NULL, 'm' },
		{ "db", required_argument, NULL, 'd' },
		{ "json", no_argument, NULL, 'j' },
		{ 0 },
	};
	bool good = true;
	int o;

	x->entitled = -1;
	x->count.members = -1;
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (o) {
		case 'y':
			good &= read_count("yes", optarg, &x->count.yes);
			break;
		case 'n':
			good &= read_count("no", optarg, &x->count.no);
			break;
		case 'a':
			good &= read_count("abstain", optarg, &x->count.abstain);
			break;
		case 'e':
			good &= read_count("entitled", optarg, &x->entitled);
			break;
		case 'm':
			good &= read_count("members", optarg, &x->count.members);
			break;
		case 'd':
			x->db = optarg;
			break;
		case 'j':
			x->json = true;
			break;
		default:
			return false;
		}
	if (!good || optind + 2 != argc)
		return false;
	x->dir = argv[optind];
	x->rule = argv[optind + 1];
	return true;
}

/* Every member has one vote here; what was not said follows from what was.  False when told why
 * not. */
static bool complete(struct explain *x)
{
	struct charter_count *c = &x->count;
	int64_t cast = c->yes + c->no + c->abstain;

	if (x->entitled < 0)
		x->entitled = cast;
	if (x->entitled < cast) {
		refuse("%" PRId64 " votes are more than %" PRId64 " entitled", cast, x->entitled);
		return false;
	}
	c->not_cast = x->entitled - cast;
	if (c->members < 0)
		c->members = x->entitled;
	c->member_weight = c->members;
	c->present = c->present_weight = x->entitled;
	c->weight_yes = c->yes;
	c->weight_no = c->no;
	c->weight_abstain = c->abstain;
	c->weight_not_cast = c->not_cast;
	if (c->members >= x->entitled)
		return true;
	refuse("%" PRId64 " entitled are more than %" PRId64 " members", x->entitled, c->members);
	return false;
}

/* What comes of the count if the vote is closed now, and what would be needed if it goes on. */
struct explained {
	struct charter_rule rule;
	struct charter_outcome outcome;
	struct str words, needed; /* `needed`: a sentence a line */
};

static void explain(struct home *h, const struct explain *x, struct explained *ret)
{
	struct sbuf words = { .arena = h->arena }, needed = { .arena = h->arena };

	charter_decide(&ret->rule, &x->count, &ret->outcome);
	charter_explain_text(&words, LANGUAGE_EN, &ret->outcome);
	charter_needed_text(&needed, LANGUAGE_EN, &ret->rule, &x->count);
	ret->words = sbuf_done(&words);
	ret->needed = str_trim(sbuf_done(&needed));
}

static void print_json(struct home *h, const struct explained *d)
{
	struct sbuf text = { .arena = h->arena };
	struct json j = { .buf = &text };

	json_object(&j);
	json_put_bool(&j, "carried", d->outcome.is_carried);
	json_put_int(&j, "base", d->outcome.base);
	json_put_int(&j, "needed", d->outcome.needed);
	json_put_int(&j, "quorum_needed", d->outcome.quorum_needed);
	json_put_str(&j, "words", d->words);
	json_put_str(&j, "needed_words", d->needed);
	json_put_str(&j, "source", d->rule.source);
	json_put_bool(&j, "is_assumption", d->rule.is_assumption);
	json_end(&j);
	puts(sbuf_done(&text).p);
}

static void print_text(const struct explained *d)
{
	printf("If the vote is closed now:\n%s\n%.*s\n\n",
	       msg(LANGUAGE_EN, charter_outcome_key(&d->outcome)).p, STR_ARG(d->words));
	printf("If it goes on:\n%.*s\n\n", STR_ARG(d->needed));
	printf("%s%.*s\n",
	       d->rule.is_assumption ? "Assumption: " : "Source: ", STR_ARG(d->rule.source));
}

static int run(struct home *h, const struct explain *x)
{
	struct explained d;
	struct str today;
	enum err e = ERR_INVALID;

	if (locale_civil_date(h->arena, h->ctx.now, S("Etc/UTC"), &today))
		e = charter_rule_on(&h->ctx, str_of(x->rule), today, &d.rule);
	if (e == ERR_NOT_FOUND)
		return refuse("there is no rule “%s” in force", x->rule);
	if (e != ERR_OK)
		return refuse("%s", error_text(&h->ctx, e));
	explain(h, x, &d);
	if (x->json)
		print_json(h, &d);
	else
		print_text(&d);
	return EXIT_DONE;
}

int command_rule(int argc, char **argv)
{
	struct explain x = { 0 };
	struct home h;
	int code;

	if (argc < 2 || strcmp(argv[1], "explain") != 0 || !parse(argc - 1, argv + 1, &x))
		return usage("rule");
	if (!complete(&x))
		return EXIT_REFUSED;
	if (!home_open(&h, &(struct home_options){ .dir = x.dir, .db = x.db }))
		return EXIT_REFUSED;
	code = run(&h, &x);
	home_close(&h);
	return code;
}
