/* charter_api.c -- the association and its rules in JSON. */
#include <stdio.h>
#include "charter/internal.h"
#include "lang/lang.h"
#include "view/json.h"

/* --- rules --- */

static void put_fraction(struct json *j, struct rational r)
{
	char text[48];

	snprintf(text, sizeof(text), "%" PRId64 "/%" PRId64, r.num, r.den);
	json_put_str(j, "fraction", str_of(text));
}

/* A condition, or null where the rule has none. */
static void put_condition(struct json *j, const char *key, const struct charter_majority *m)
{
	json_key(j, key);
	if (m->base == CHARTER_BASE_NONE) {
		json_null(j);
		return;
	}
	json_object(j);
	json_put_str(j, "base", str_of(charter_base_codes[m->base]));
	put_fraction(j, m->fraction);
	json_put_bool(j, "more_than", m->more_than);
	json_end(j);
}

static void put_days(struct json *j, const char *key, struct maybe_int days)
{
	json_key(j, key);
	if (days.has)
		json_int(j, days.v);
	else
		json_null(j);
}

static void put_rule(struct json *j, const struct charter_rule *r,
                     const struct charter_sql_rule_names_row *n)
{
	const struct tr names[LANGUAGE_COUNT] = {
		[LANGUAGE_ZH] = n->zh, [LANGUAGE_JA] = n->ja, [LANGUAGE_KO] = n->ko,
		[LANGUAGE_MN] = n->mn, [LANGUAGE_RU] = n->ru, [LANGUAGE_EN] = n->en,
	};

	json_object(j);
	json_put_str(j, "slug", r->slug);
	json_put_int(j, "version", r->version);
	json_put_str(j, "valid_from", r->valid_from);
	json_put_str(j, "valid_until", r->valid_until);
	json_put_names(j, "names", names);
	json_put_str(j, "source", r->source);
	json_put_bool(j, "is_assumption", r->is_assumption);
	put_condition(j, "majority", &r->majority);
	put_condition(j, "quorum", &r->quorum);
	put_condition(j, "weight", &r->weight);
	json_put_int(j, "blocking", r->blocking);
	json_put_str(j, "tie", str_of(charter_tie_codes[r->tie]));
	json_put_bool(j, "is_secret", r->is_secret);
	json_put_bool(j, "may_change", r->may_change);
	json_put_bool(j, "good_standing", r->good_standing);
	json_put_bool(j, "accredited", r->accredited);
	put_days(j, "notice_days", r->notice_days);
	json_put_bool(j, "written", r->written);
	put_days(j, "reply_days", r->reply_days);
	json_put_str(j, "silence", str_of(charter_silence_codes[r->silence]));
	json_end(j);
}

/* {"items": [...], "next": null}: a pack cannot hold more rules than one answer does. */
static enum err write_rules(struct ctx *ctx, struct response *res, struct str slug)
{
	struct json j = { .buf = &res->body };
	struct charter_sql_rule_names_row *names;
	struct charter_rule *rules;
	int n, name_count;
	enum err e = charter_rule_versions(ctx, slug, &rules, &n);

	if (e == ERR_OK)
		e = slug.p ? charter_sql_version_names(ctx, slug, CHARTER_RULES_MAX, &names,
		                                       &name_count)
		           : charter_sql_rule_names(ctx, CHARTER_RULES_MAX, &names, &name_count);
	if (e != ERR_OK)
		return e;
	if (slug.p && n == 0)
		return ERR_NOT_FOUND;
	MUST(n == name_count); /* rules are never changed once the association is made */
	json_object(&j);
	json_key(&j, "items");
	json_array(&j);
	for (int i = 0; i < n; i++)
		put_rule(&j, &rules[i], &names[i]);
	json_end(&j);
	json_put_str(&j, "next", (struct str){ 0 });
	json_end(&j);
	return ERR_OK;
}

static enum err get_rules(struct ctx *ctx, const struct request *req, struct response *res)
{
	(void)req;
	return write_rules(ctx, res, (struct str){ 0 });
}

static enum err get_rule(struct ctx *ctx, const struct request *req, struct response *res)
{
	return write_rules(ctx, res, req->path_args[0]);
}

/* --- the association --- */

static enum err get_association(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct json j = { .buf = &res->body };
	struct charter_sql_association_texts_row texts;
	struct charter_association a;
	enum err e = charter_association_get(ctx, &a);

	(void)req;
	if (e == ERR_OK)
		e = charter_sql_association_texts(ctx, &texts);
	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_put_str(&j, "slug", a.slug);
	e = lang_put_json(&j, ctx, "short_names", texts.short_name);
	if (e == ERR_OK)
		e = lang_put_json(&j, ctx, "names", texts.name);
	if (e == ERR_OK)
		e = lang_put_json(&j, ctx, "mottos", texts.motto);
	if (e != ERR_OK)
		return e;
	json_put_str(&j, "language", str_of(language_code(a.language)));
	json_put_str(&j, "zone", a.zone);
	json_put_str(&j, "founded", a.founded);
	json_put_str(&j, "website", a.website);
	json_put_str(&j, "contact_email", a.contact_email);
	json_put_bool(&j, "accreditation_two_persons", a.two_persons);
	json_end(&j);
	return ERR_OK;
}

/* --- what the answers look like (JSON Schema) --- */

#define TEXT "{\"type\":\"string\"}"
#define TEXT_OR_NULL "{\"type\":[\"string\",\"null\"]}"
#define WHOLE "{\"type\":\"integer\"}"
#define WHOLE_OR_NULL "{\"type\":[\"integer\",\"null\"]}"
#define YES_NO "{\"type\":\"boolean\"}"
#define NAMES "{\"type\":\"object\",\"additionalProperties\":" TEXT "}"

#define HAS(name, type) "\"" name "\":" type
#define AND(name, type) "," HAS(name, type)
#define SHAPE(type, fields) "{\"type\":" type ",\"properties\":{" fields "}}"
#define OBJECT "\"object\""
#define OBJECT_OR_NULL "[\"object\",\"null\"]"

#define BASE "{\"enum\":[\"members\",\"entitled\",\"present\",\"cast\",\"valid\"]}"
#define TIE "{\"enum\":[\"rejected\",\"chair\"]}"
#define SILENCE "{\"enum\":[\"ignored\",\"consent\",\"refusal\"]}"
#define CONDITION(type)                                                                            \
	SHAPE(type, HAS("base", BASE) AND("fraction", TEXT) AND("more_than", YES_NO))

#define RULE_IDENTITY                                                                              \
	HAS("slug", TEXT)                                                                          \
	AND("version", WHOLE)                                                                      \
	AND("valid_from", TEXT)                                                                    \
	AND("valid_until", TEXT_OR_NULL)                                                           \
	AND("names", NAMES) AND("source", TEXT) AND("is_assumption", YES_NO)
#define RULE_ARITHMETIC                                                                            \
	AND("majority", CONDITION(OBJECT))                                                         \
	AND("quorum", CONDITION(OBJECT_OR_NULL))                                                   \
	AND("weight", CONDITION(OBJECT_OR_NULL)) AND("blocking", WHOLE) AND("tie", TIE)
#define RULE_PROCEDURE                                                                             \
	AND("is_secret", YES_NO)                                                                   \
	AND("may_change", YES_NO)                                                                  \
	AND("good_standing", YES_NO)                                                               \
	AND("accredited", YES_NO)                                                                  \
	AND("notice_days", WHOLE_OR_NULL)                                                          \
	AND("written", YES_NO) AND("reply_days", WHOLE_OR_NULL) AND("silence", SILENCE)
#define RULE SHAPE(OBJECT, RULE_IDENTITY RULE_ARITHMETIC RULE_PROCEDURE)
#define RULES                                                                                      \
	SHAPE(OBJECT, HAS("items", "{\"type\":\"array\",\"items\":" RULE "}")                      \
	                      AND("next", "{\"type\":\"null\"}"))

#define ASSOCIATION                                                                                \
	SHAPE(OBJECT,                                                                              \
	      HAS("slug", TEXT) AND("short_names", NAMES) AND("names", NAMES) AND("mottos", NAMES) \
	              AND("language", TEXT) AND("zone", TEXT) AND("founded", TEXT_OR_NULL)         \
	                      AND("website", TEXT_OR_NULL) AND("contact_email", TEXT_OR_NULL)      \
	                              AND("accreditation_two_persons", YES_NO))

const struct route charter_api_routes[] = {
	{ .method = METHOD_GET,
	  .path = "/api/v1/association",
	  .need = RIGHT_PUBLIC,
	  .run = get_association,
	  .doc = "The association: its names and settings.",
	  .schema = ASSOCIATION },
	{ .method = METHOD_GET,
	  .path = "/api/v1/rules",
	  .need = RIGHT_PUBLIC,
	  .run = get_rules,
	  .doc = "Every version of every rule of decision.",
	  .schema = RULES },
	{ .method = METHOD_GET,
	  .path = "/api/v1/rules/:slug",
	  .need = RIGHT_PUBLIC,
	  .run = get_rule,
	  .doc = "Every version of one rule, the newest first.",
	  .schema = RULES },
	{ 0 },
};
