/* list.c -- near rights, routes, effects: what the program is, told from its own tables. */
#include "account/account.h"
#include "app/app.h"
#include "base/str.h"
#include "view/json.h"
#include <getopt.h>

static bool wants_json(int argc, char **argv, bool *ret_json)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { 0 } };
	int o;

	*ret_json = false;
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'j')
			return false;
		*ret_json = true;
	}
	return optind == argc;
}

static const char *method_name(enum method m)
{
	return m == METHOD_POST ? "POST" : "GET";
}

typedef void print_route(struct json *j, const struct route *r);

static void each_route(struct json *j, print_route *print)
{
	for (const struct route *const *table = app_routes; *table; table++)
		for (const struct route *r = *table; r->path; r++)
			print(j, r);
}

static void print_all(bool as_json, print_route *print)
{
	struct arena *a = arena_new();
	struct sbuf out = { .arena = a };
	struct json j = { .buf = &out };

	if (as_json)
		json_array(&j);
	each_route(as_json ? &j : NULL, print);
	if (as_json) {
		json_end(&j);
		sbuf_char(&out, '\n');
	}
	fputs(sbuf_done(&out).p, stdout);
	arena_free(a);
}

static void print_rights(struct json *j, const struct route *r)
{
	if (j) {
		json_object(j);
		json_put_str(j, "method", str_of(method_name(r->method)));
		json_put_str(j, "path", str_of(r->path));
		json_key(j, "roles");
		json_array(j);
	} else {
		printf("%-4s %-44s", method_name(r->method), r->path);
	}
	for (int role = 0; role < ROLE_COUNT; role++) {
		if (!(role_rights((enum role)role) & 1u << r->need))
			continue;
		if (j)
			json_str(j, str_of(role_code((enum role)role)));
		else
			printf(" %s", role_code((enum role)role));
	}
	if (j) {
		json_end(j);
		json_end(j);
	} else {
		putchar('\n');
	}
}

static void print_address(struct json *j, const struct route *r)
{
	if (!j) {
		printf("%-4s %-44s %-10s %s\n", method_name(r->method), r->path,
		       http_right_name(r->need), r->doc);
		return;
	}
	json_object(j);
	json_put_str(j, "method", str_of(method_name(r->method)));
	json_put_str(j, "path", str_of(r->path));
	json_put_str(j, "right", str_of(http_right_name(r->need)));
	json_put_str(j, "doc", str_of(r->doc));
	json_end(j);
}

int command_rights(int argc, char **argv)
{
	bool as_json;

	if (!wants_json(argc, argv, &as_json))
		return usage("rights");
	print_all(as_json, print_rights);
	return EXIT_DONE;
}

int command_routes(int argc, char **argv)
{
	bool as_json;

	if (!wants_json(argc, argv, &as_json))
		return usage("routes");
	print_all(as_json, print_address);
	return EXIT_DONE;
}

int command_effects(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct sbuf out = { .arena = a };
	struct json j = { .buf = &out };
	bool as_json;

	if (!wants_json(argc, argv, &as_json)) {
		arena_free(a);
		return usage("effects");
	}
	if (as_json)
		json_array(&j);
	for (const struct charter_effect *e = app_effects(a); e->name; e++) {
		if (!as_json) {
			sbuf_printf(&out, "%-20s %s\n", e->name, e->doc);
			continue;
		}
		json_object(&j);
		json_put_str(&j, "name", str_of(e->name));
		json_put_str(&j, "doc", str_of(e->doc));
		json_end(&j);
	}
	if (as_json) {
		json_end(&j);
		sbuf_char(&out, '\n');
	}
	fputs(sbuf_done(&out).p, stdout);
	arena_free(a);
	return EXIT_DONE;
}
