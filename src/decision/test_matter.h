/* decision/test_matter.h -- an item before the assembly of test/assembly.h, ready to be decided. */
#pragma once
#include "decision/decision.h"
#include "test/assembly_people.h"

struct matter {
	struct assembly *a;
	struct meeting meeting;
	struct meeting_item item;
	vote_question_id question;
	struct decision decision;
	struct charter_outcome outcome;
};

/* The key of a kind of decision: they are numbered as they stand in the pack. */
static inline charter_kind_id matter_kind(const char *slug)
{
	for (size_t i = 0; i < COUNT_OF(assembly_kinds); i++)
		if (strcmp(assembly_kinds[i][0], slug) == 0)
			return (charter_kind_id){ (int64_t)i + 1 };
	MUST(!"a kind of test/assembly.h");
	return (charter_kind_id){ 0 };
}

/* Convene a session of the assembly. */
static inline void matter_convene(struct matter *m, int64_t number)
{
	struct assembly *a = m->a;
	const struct meeting_new new = {
		.organ = a->assembly.id,
		.number = number,
		.starts_on = S("2014-10-22"),
		.ends_on = S("2014-10-23"),
		.zone = S("Asia/Seoul"),
		.mode = MEETING_IN_HALL,
	};

	MUST(meeting_convene(assembly_as(a, a->secretariat), &new, &m->meeting) == ERR_OK);
}

/* Every member's delegate comes and is accredited. */
static inline void matter_seat(struct matter *m)
{
	struct assembly *a = m->a;
	struct ctx *ctx = assembly_as(a, a->secretariat);
	int64_t changed;

	for (int i = 0; i < a->n; i++)
		MUST(meeting_delegate_add(ctx, m->meeting.id, a->members[i], a->delegates[i],
		                          true) == ERR_OK);
	MUST(meeting_accredit_all(ctx, m->meeting.id, &changed) == ERR_OK);
}

/* Put an item; `subject` is a government's slug or NULL. */
static inline void matter_put(struct matter *m, const char *kind, const char *subject)
{
	struct assembly *a = m->a;
	member_government_id government = { 0 };
	const struct meeting_item_new new = {
		.session = m->meeting.id,
		.kind = matter_kind(kind),
		.subjects = &government,
		.subject_count = subject != NULL,
	};

	if (subject)
		government = assembly_government(a, subject);
	MUST(meeting_item_put(assembly_as(a, a->secretariat), &new, &m->item) == ERR_OK);
}

static inline enum err matter_open(struct matter *m)
{
	return decision_open(assembly_as(m->a, m->a->chair), m->item.id, &m->question);
}

static inline enum err matter_cast(struct matter *m, int i, enum vote_choice choice)
{
	const struct vote_cast cast = { .question = m->question, .choice = choice, .revision = -1 };
	struct vote_receipt r;

	return vote_cast(assembly_as(m->a, m->a->delegates[i]), &cast, &r);
}

static inline enum err matter_close(struct matter *m)
{
	return decision_close(assembly_as(m->a, m->a->chair), m->question, &m->decision,
	                      &m->outcome);
}

/* An assembly of `n` in session, all seated, with one item that is put to the vote. */
static inline struct matter matter_new(struct assembly *a, int n, const char *kind,
                                       const char *subject)
{
	struct matter m = { .a = a };

	assembly_new(a, n);
	matter_convene(&m, 10);
	matter_seat(&m);
	matter_put(&m, kind, subject);
	MUST(meeting_open(assembly_as(a, a->chair), m.meeting.id) == ERR_OK);
	return m;
}

/* Open it, let the first `yes` vote yes and the rest no, and close it. */
static inline enum err matter_decide(struct matter *m, int yes)
{
	enum err e = matter_open(m);

	for (int i = 0; i < m->a->n && e == ERR_OK; i++)
		e = matter_cast(m, i, i < yes ? VOTE_YES : VOTE_NO);
	return e == ERR_OK ? matter_close(m) : e;
}
