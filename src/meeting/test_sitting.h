/* meeting/test_sitting.h -- a session of the assembly of test/assembly.h, convened by its
 * secretariat. */
#pragma once
#include "base/str.h"
#include "meeting/meeting.h"
#include "test/assembly_people.h"

static inline struct meeting_new sitting_new(const struct assembly *a, int64_t number)
{
	return (struct meeting_new){
		.organ = a->assembly.id,
		.number = number,
		.host = a->members[0],
		.place.in = { [LANGUAGE_JA] = S_INIT("霊岩郡"), [LANGUAGE_EN] = S_INIT("Yeongam") },
		.starts_on = S("2014-10-22"),
		.ends_on = S("2014-10-23"),
		.zone = S("Asia/Seoul"),
		.mode = MEETING_IN_HALL,
	};
}

static inline struct meeting sitting_convene(struct assembly *a, int64_t number)
{
	const struct meeting_new new = sitting_new(a, number);
	struct meeting m;

	MUST(meeting_convene(assembly_as(a, a->secretariat), &new, &m) == ERR_OK);
	return m;
}

/* The key of a kind of decision, by its slug. */
static inline charter_kind_id sitting_kind(struct assembly *a, const char *slug)
{
	/* Kinds are numbered as they stand in the pack. */
	for (size_t i = 0; i < COUNT_OF(assembly_kinds); i++)
		if (strcmp(assembly_kinds[i][0], slug) == 0) {
			struct charter_kind k;

			MUST(charter_kind_get(&a->engine.ctx, (charter_kind_id){ (int64_t)i + 1 },
			                      &k) == ERR_OK &&
			     str_is(k.slug, slug));
			return k.id;
		}
	MUST(!"a kind of test/assembly.h");
	return (charter_kind_id){ 0 };
}

/* Put an item of a kind; `subject` is a government's slug or NULL. */
static inline enum err sitting_put(struct assembly *a, meeting_session_id session, const char *kind,
                                   const char *subject, struct meeting_item *ret)
{
	member_government_id government = { 0 };
	const struct meeting_item_new new = {
		.session = session,
		.kind = sitting_kind(a, kind),
		.subjects = &government,
		.subject_count = subject != NULL,
	};

	if (subject)
		government = assembly_government(a, subject);
	return meeting_item_put(assembly_as(a, a->secretariat), &new, ret);
}

/* The delegates of the first `n` members come, are registered, and are accredited. */
static inline void sitting_seat(struct assembly *a, meeting_session_id session, int n)
{
	struct ctx *ctx = assembly_as(a, a->secretariat);
	int64_t changed;

	for (int i = 0; i < n; i++)
		MUST(meeting_delegate_add(ctx, session, a->members[i], a->delegates[i], true) ==
		     ERR_OK);
	MUST(meeting_accredit_all(ctx, session, &changed) == ERR_OK && changed == n);
}
