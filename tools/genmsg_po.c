/* genmsg_po.c -- reads the translations of one language and checks them against the sources. */
#include "genmsg.h"

#include <gettext-po.h>
#include <stdlib.h>

/* libgettextpo keeps the headers of the files that it frees, so AddressSanitizer asks in vain. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

/*
 * The plural forms that CLDR has for integers in each language, as gettext writes them, and which
 * of them stands for each of locale_plural()'s categories: one, few, many, other.
 */
static const struct plural_rule {
	const char *header;
	int forms;
	int form_of[FORMS];
} rules[LANGUAGE_COUNT] = {
	[LANGUAGE_ZH] = { "nplurals=1; plural=0;", 1, { 0, 0, 0, 0 } },
	[LANGUAGE_JA] = { "nplurals=1; plural=0;", 1, { 0, 0, 0, 0 } },
	[LANGUAGE_KO] = { "nplurals=1; plural=0;", 1, { 0, 0, 0, 0 } },
	[LANGUAGE_MN] = { "nplurals=2; plural=(n != 1);", 2, { 0, 1, 1, 1 } },
	[LANGUAGE_RU] = { "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
	                  "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
	                  3,
	                  { 0, 1, 2, 2 } },
};

struct po {
	struct catalogue *c;
	const char *file;
	enum language lang;
};

/* libgettextpo hands its findings to these.  Warnings (such as a header field) are msgfmt's to
 * tell. */
static void on_error(int severity, po_message_t message, const char *file, size_t line,
                     size_t column, int multiline, const char *text)
{
	(void)message, (void)column, (void)multiline;
	if (severity != PO_SEVERITY_WARNING)
		gen_fault(file ? file : "po", (int)line, "%s", text);
}

static void on_error_pair(int severity, po_message_t m1, const char *file, size_t line,
                          size_t column, int multiline, const char *text, po_message_t m2,
                          const char *file2, size_t line2, size_t column2, int multiline2,
                          const char *text2)
{
	(void)m2, (void)file2, (void)line2, (void)column2, (void)multiline2, (void)text2;
	on_error(severity, m1, file, line, column, multiline, text);
}

static const struct po_xerror_handler handler = { .xerror = on_error, .xerror2 = on_error_pair };

static void check_header(const struct po *po, po_file_t file)
{
	static const struct {
		const char *field, *value;
	} fixed[] = {
		{ "Content-Type", "text/plain; charset=UTF-8" },
		{ "Content-Transfer-Encoding", "8bit" },
	};
	const char *header = po_file_domain_header(file, NULL);
	char *field;

	if (!header)
		gen_fault(po->file, 1, "the header is missing");
	for (size_t i = 0; i < COUNT_OF(fixed); i++) {
		field = po_header_field(header, fixed[i].field);
		if (!field || strcmp(field, fixed[i].value) != 0)
			gen_fault(po->file, 1, "the header must have %s: %s", fixed[i].field,
			          fixed[i].value);
		free(field);
	}
	field = po_header_field(header, "Plural-Forms");
	if (!field || strcmp(field, rules[po->lang].header) != 0)
		gen_fault(po->file, 1, "the header must have Plural-Forms: %s",
		          rules[po->lang].header);
	free(field);
}

static bool has_place(struct str text, struct str place)
{
	struct str name;
	size_t at = 0;
	bool is_bad = false;

	while (place_next(text, &at, &name, &is_bad))
		if (str_eq(name, place))
			return true;
	return false;
}

/* Every place of a stands in b; false as well when a has a stray brace. */
static bool places_within(struct str a, struct str b)
{
	struct str name;
	size_t at = 0;
	bool is_bad = false;

	while (place_next(a, &at, &name, &is_bad))
		if (!has_place(b, name))
			return false;
	return !is_bad;
}

static bool same_places(struct str a, struct str b)
{
	return places_within(a, b) && places_within(b, a);
}

/* A form may leave out the number where the English singular does: "one seconder". */
static bool places_fit(const struct entry *e, struct str text)
{
	return same_places(text, e->key) || (e->many.p && same_places(text, e->many));
}

static void take_forms(const struct po *po, struct entry *e, po_message_t message)
{
	const struct plural_rule *rule = &rules[po->lang];
	int forms = e->many.p ? rule->forms : 1;

	for (int i = 0; i < FORMS; i++) {
		int nth = e->many.p ? rule->form_of[i] : 0;
		struct str text = str_of(e->many.p ? po_message_msgstr_plural(message, nth)
		                                   : po_message_msgstr(message));

		if (text.n == 0)
			continue;
		if (!places_fit(e, text)) {
			catalogue_fault(po->c, e,
			                "%s: the translation has other {places} than the English",
			                po->file);
			return;
		}
		e->form[po->lang][i] = arena_str(po->c->arena, text.p, text.n);
	}
	if (e->many.p && po_message_msgstr_plural(message, forms))
		catalogue_fault(po->c, e, "%s: more plural forms than %d", po->file, forms);
}

/* What no source uses any more is left to tools/messages, which removes it. */
static void take_message(const struct po *po, po_message_t message)
{
	const char *context = po_message_msgctxt(message), *id = po_message_msgid(message);
	const char *many = po_message_msgid_plural(message);
	struct str key;
	struct entry *e;

	if (po_message_is_obsolete(message) || id[0] == '\0')
		return;
	key = context ? arena_printf(po->c->arena, "%s|%s", context, id) : str_of(id);
	e = catalogue_find(po->c, key);
	if (!e || (e->many.p == NULL) != (many == NULL))
		return;
	if (po_message_is_fuzzy(message)) {
		if (!po->c->is_draft)
			catalogue_fault(po->c, e, "%s: the translation is marked fuzzy", po->file);
		return;
	}
	take_forms(po, e, message);
}

static void check_complete(const struct po *po)
{
	for (size_t i = 0; i < po->c->count; i++) {
		struct entry *e = &po->c->entries[i];
		bool is_missing = false;

		for (int f = 0; f < FORMS; f++)
			is_missing |= e->form[po->lang][f].p == NULL;
		if (is_missing && !po->c->is_draft && !key_is_place(e->key))
			catalogue_fault(po->c, e, "%s: the translation is missing", po->file);
	}
}

void po_read(struct catalogue *c, const char *dir, enum language l)
{
	struct po po = { c, arena_printf(c->arena, "%s/%s.po", dir, language_code(l)).p, l };
	po_file_t file = po_file_read(po.file, &handler);
	po_message_iterator_t messages;
	po_message_t message;

	if (!file)
		gen_fault(po.file, 0, "cannot be read");
	check_header(&po, file);
	messages = po_message_iterator(file, NULL);
	while ((message = po_next_message(messages)) != NULL)
		take_message(&po, message);
	po_message_iterator_free(messages);
	po_file_free(file);
	check_complete(&po);
}
