/* meeting_past.c -- the register of sessions held before: from the pack, onto a page. */
#include "meeting/meeting_past.h"
#include "base/str.h"
#include "doc/markdown.h"
#include "http/page.h"
#include "meeting.html.h"
#include "meeting.sql.h"
#include "view/json.h"

enum { LIST_LIMIT = 500, NUMBER_MAX = 10000, PEOPLE_MAX = 1000000 };

/* --- reading --- */

static struct meeting_past past_of(const struct meeting_sql_past_row *r, enum language source)
{
	return (struct meeting_past){
		.session = {
			.slug = r->slug,
			.organ = { .id = r->organ, .slug = r->organ_slug, .name = r->organ_name },
			.number = r->number,
			.host_slug = r->host_slug,
			.host_name = r->host_name,
			.place = r->place,
			.starts_on = r->starts_on,
			.ends_on = r->ends_on.p ? r->ends_on : r->starts_on,
		},
		.note = r->note,
		.governments = r->governments.has ? r->governments.v : 0,
		.people = r->people.has ? r->people.v : 0,
		.source = { r->source, source },
		.is_inferred = r->is_inferred,
	};
}

enum err meeting_past_list(struct ctx *ctx, organ_id organ, struct meeting_past **ret, int *ret_n)
{
	struct charter_association a;
	struct meeting_sql_past_row *rows;
	struct meeting_past *past;
	int n;
	enum err e = charter_association_get(ctx, &a);

	if (e == ERR_OK)
		e = organ.v ? meeting_sql_past_of(ctx, organ, LIST_LIMIT, &rows, &n)
		            : meeting_sql_past(ctx, LIST_LIMIT, &rows, &n);
	if (e != ERR_OK)
		return e;
	past = arena_many(ctx->arena, struct meeting_past, (size_t)n + 1);
	for (int i = 0; i < n; i++)
		past[i] = past_of(&rows[i], a.language);
	*ret = past;
	*ret_n = n;
	return ERR_OK;
}

enum err meeting_past_by_slug(struct ctx *ctx, struct str slug, struct meeting_past *ret)
{
	struct charter_association a;
	struct meeting_sql_past_row row;
	enum err e = charter_association_get(ctx, &a);

	if (e == ERR_OK)
		e = meeting_sql_past_one(ctx, slug, &row);
	if (e == ERR_OK)
		*ret = past_of(&row, a.language);
	return e;
}

/* --- showing --- */

enum err meeting_past_show(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting_past past;
	struct meeting_past_view v = { .past = &past };
	struct page_crumb up = { msg(ctx->lang, N_("Sessions")), { 0 } };
	struct html h;
	enum err e = meeting_past_by_slug(ctx, req->path_args[0], &past);

	if (e != ERR_OK)
		return e;
	up.href = arena_printf(ctx->arena, "/%s/meetings", language_code(ctx->lang));
	v.note = markdown_html(ctx->arena, past.note.text);
	h = res_html(ctx, res);
	page_begin(&h, ctx, req,
	           &(struct page){ .title = meeting_name(ctx, &past.session),
	                           .section = PAGE_MEETINGS,
	                           .crumbs = &up,
	                           .crumb_count = 1 });
	meeting_past_html(&h, &v);
	page_end(&h, ctx, req);
	return ERR_OK;
}

static void put_count(struct json *j, const char *key, int64_t n)
{
	json_key(j, key);
	if (n > 0)
		json_int(j, n);
	else
		json_null(j);
}

static void put_past(struct json *j, const struct meeting_past *p)
{
	const struct meeting *m = &p->session;

	json_object(j);
	json_put_str(j, "slug", m->slug);
	json_put_str(j, "organ", m->organ.slug);
	json_put_int(j, "number", m->number);
	json_put_str(j, "starts_on", m->starts_on);
	json_put_str(j, "ends_on", m->ends_on);
	json_put_str(j, "host", m->host_slug);
	put_count(j, "governments", p->governments);
	put_count(j, "people", p->people);
	json_put_str(j, "source", p->source.text);
	json_put_bool(j, "is_inferred", p->is_inferred);
	json_end(j);
}

enum err meeting_past_api(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct meeting_past *past;
	struct json j = { .buf = &res->body };
	int n;
	enum err e = meeting_past_list(ctx, (organ_id){ 0 }, &past, &n);

	(void)req;
	if (e != ERR_OK)
		return e;
	json_object(&j);
	json_key(&j, "items");
	json_array(&j);
	for (int i = 0; i < n; i++)
		put_past(&j, &past[i]);
	json_end(&j);
	json_put_str(&j, "next", (struct str){ 0 });
	json_end(&j);
	return ERR_OK;
}

/* --- loading --- */

static bool has_any(const struct lang_set *set)
{
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		if (set->in[l].p)
			return true;
	return false;
}

static enum err add_text(struct tx *tx, const struct lang_set *texts, lang_text_id *ret)
{
	*ret = (lang_text_id){ 0 };
	return has_any(texts) ? lang_add(tx, (struct str){ 0 }, texts, ret) : ERR_OK;
}

/* The slug that a session of this organ and number has. */
static enum err slug_of(struct ctx *ctx, organ_id organ, int64_t number, struct str *ret)
{
	struct organ o;
	enum err e = organ_get(ctx, organ, &o);
	char *p;

	if (e != ERR_OK)
		return e;
	*ret = arena_printf(ctx->arena, "%.*s-%" PRId64, STR_ARG(o.code), number);
	p = (char *)(uintptr_t)ret->p; /* just made here */
	for (size_t i = 0; i < ret->n; i++)
		p[i] = (char)(p[i] >= 'A' && p[i] <= 'Z' ? p[i] - 'A' + 'a' : p[i]);
	return ERR_OK;
}

void meeting_bind_held(const struct pack_row *r, int64_t number)
{
	struct str organ = pack_get(r, "organ");

	if (organ.p && number > 0)
		pack_bind(r, "session held",
		          arena_printf(pack_arena(r->pack), "%.*s %" PRId64, STR_ARG(organ),
		                       number),
		          number);
}

static enum err load_row(struct tx *tx, const struct pack_row *r)
{
	organ_id organ = { pack_ref(r, "organ", "organ") };
	member_government_id host = { pack_ref(r, "government", "host") };
	int64_t number = pack_int(r, "number", 1, NUMBER_MAX, 0);
	int64_t governments = pack_int(r, "governments", 1, PEOPLE_MAX, 0);
	int64_t people = pack_int(r, "people", 1, PEOPLE_MAX, 0);
	struct lang_set places = pack_texts(r, "place"), notes = pack_texts(r, "note");
	struct pack_term days = pack_term(r, "starts_on", "ends_on");
	struct str slug;
	bool is_inferred = pack_bool(r, "is_inferred");
	lang_text_id place, note;
	enum err e;

	meeting_bind_held(r, number);
	if (pack_faults(r->pack) > 0)
		return ERR_OK;
	e = slug_of(tx->ctx, organ, number, &slug);
	if (e == ERR_OK)
		e = add_text(tx, &places, &place);
	if (e == ERR_OK)
		e = add_text(tx, &notes, &note);
	if (e == ERR_OK)
		e = meeting_sql_add_past(tx, slug, organ, number, host, place, days.since,
		                         days.until, note,
		                         (struct maybe_int){ governments > 0, governments },
		                         (struct maybe_int){ people > 0, people },
		                         pack_get(r, "source"), is_inferred);
	return e;
}

enum err meeting_past_load(struct tx *tx, struct pack *pack)
{
	const struct pack_row *rows;
	enum err e = ERR_OK;
	int n;

	pack_table(
		pack, "past_sessions.csv?",
		"organ number host? place_*?:200 note_*?+ starts_on ends_on? governments? people? "
		"source:2000 is_inferred",
		&rows, &n);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = load_row(tx, &rows[i]);
	return e;
}
