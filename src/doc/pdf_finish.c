/*
 * pdf_finish.c -- what Cairo 1.16 cannot say, told by libqpdf.
 *
 * The document's language, that its title is to be shown, the order of the Tab key; and of elements
 * of the structure their language, alternative text and scope (ISO 32000-1, 7.7.2, 14.7 to 14.9).
 * Cairo writes elements in the order in which they began, which is how they are found again.
 */
#include "doc/pdf_core.h"

#include <qpdf/qpdf-c.h>

struct finish {
	qpdf_data qpdf;
	const struct pdf *p;
	qpdf_oh heads[2]; /* what is said of a head cell: made once, 0 before */
	bool is_lost;     /* the tree is not what was drawn */
};

static const char *const tags[LANGUAGE_COUNT] = {
	[LANGUAGE_ZH] = "zh-Hans", [LANGUAGE_JA] = "ja", [LANGUAGE_KO] = "ko",
	[LANGUAGE_MN] = "mn-Cyrl", [LANGUAGE_RU] = "ru", [LANGUAGE_EN] = "en",
};

static qpdf_oh head_about(struct finish *f, const char *scope)
{
	qpdf_oh *made = &f->heads[strcmp(scope, "/Row") == 0], about;

	if (*made)
		return *made;
	about = qpdf_oh_new_dictionary(f->qpdf);
	qpdf_oh_replace_key(f->qpdf, about, "/O", qpdf_oh_new_name(f->qpdf, "/Table"));
	qpdf_oh_replace_key(f->qpdf, about, "/Scope", qpdf_oh_new_name(f->qpdf, scope));
	return *made = qpdf_make_indirect_object(f->qpdf, about);
}

static void element_say(struct finish *f, qpdf_oh node, const struct pdf_element *e)
{
	if (e->lang < LANGUAGE_COUNT)
		qpdf_oh_replace_key(f->qpdf, node, "/Lang",
		                    qpdf_oh_new_string(f->qpdf, tags[e->lang]));
	if (e->alt.p)
		qpdf_oh_replace_key(f->qpdf, node, "/Alt",
		                    qpdf_oh_new_unicode_string(f->qpdf, e->alt.p));
	if (e->scope)
		qpdf_oh_replace_key(f->qpdf, node, "/A", head_about(f, e->scope));
}

static bool is_element(struct finish *f, qpdf_oh node)
{
	return qpdf_oh_is_dictionary(f->qpdf, node) && qpdf_oh_has_key(f->qpdf, node, "/S");
}

static void element_walk(struct finish *f, qpdf_oh node, size_t index);

/* Whatever has nothing to be said of it is stepped over, its parts with it. */
static size_t part_walk(struct finish *f, qpdf_oh node, size_t next, size_t end)
{
	if (f->is_lost || !is_element(f, node))
		return next;
	if (next >= end) {
		f->is_lost = true;
		return next;
	}
	if (f->p->elements[next].has_more)
		element_walk(f, node, next);
	return f->p->elements[next].after;
}

/* Depth is bounded by PDF_DEPTH_MAX. */
static void element_walk(struct finish *f, qpdf_oh node, size_t index)
{
	const struct pdf_element *e = &f->p->elements[index];
	qpdf_oh tag = qpdf_oh_get_key(f->qpdf, node, "/S");
	qpdf_oh parts = qpdf_oh_get_key(f->qpdf, node, "/K");
	size_t next = index + 1;

	if (!qpdf_oh_is_name(f->qpdf, tag) ||
	    strcmp(qpdf_oh_get_name(f->qpdf, tag) + 1, e->tag) != 0)
		f->is_lost = true;
	if (f->is_lost)
		return;
	element_say(f, node, e);
	if (qpdf_oh_is_array(f->qpdf, parts)) {
		int n = qpdf_oh_get_array_n_items(f->qpdf, parts);

		for (int i = 0; i < n; i++) {
			qpdf_oh part = qpdf_oh_get_array_item(f->qpdf, parts, i);

			next = part_walk(f, part, next, e->after);
			qpdf_oh_release(f->qpdf, part);
		}
	} else {
		next = part_walk(f, parts, next, e->after);
	}
	if (next != e->after)
		f->is_lost = true;
	qpdf_oh_release(f->qpdf, tag);
	qpdf_oh_release(f->qpdf, parts);
}

static void structure_say(struct finish *f, qpdf_oh root)
{
	qpdf_oh tree = qpdf_oh_get_key(f->qpdf, root, "/StructTreeRoot");
	qpdf_oh document = qpdf_oh_get_key(f->qpdf, tree, "/K");

	if (qpdf_oh_is_array(f->qpdf, document))
		document = qpdf_oh_get_array_item(f->qpdf, document, 0);
	if (is_element(f, document))
		element_walk(f, document, 0);
	else
		f->is_lost = true;
}

static void document_say(struct finish *f, qpdf_oh root)
{
	qpdf_oh view = qpdf_oh_new_dictionary(f->qpdf);
	int pages = qpdf_get_num_pages(f->qpdf);

	qpdf_oh_replace_key(f->qpdf, view, "/DisplayDocTitle",
	                    qpdf_oh_new_bool(f->qpdf, QPDF_TRUE));
	qpdf_oh_replace_key(f->qpdf, root, "/ViewerPreferences", view);
	qpdf_oh_replace_key(f->qpdf, root, "/Lang",
	                    qpdf_oh_new_string(f->qpdf, tags[f->p->about.lang]));
	for (int i = 0; i < pages; i++)
		qpdf_oh_replace_key(f->qpdf, qpdf_get_page_n(f->qpdf, (size_t)i), "/Tabs",
		                    qpdf_oh_new_name(f->qpdf, "/S"));
}

static enum err document_write(struct finish *f, struct str *ret_bytes)
{
	if (qpdf_init_write_memory(f->qpdf) & QPDF_ERRORS)
		return ERR_IO;
	/* The number that names a document is made from what is in it: no clock, no chance. */
	qpdf_set_deterministic_ID(f->qpdf, QPDF_TRUE);
	qpdf_set_object_stream_mode(f->qpdf, qpdf_o_generate);
	if (qpdf_write(f->qpdf) & QPDF_ERRORS)
		return ERR_IO;
	*ret_bytes = arena_str(f->p->arena, (const char *)qpdf_get_buffer(f->qpdf),
	                       qpdf_get_buffer_length(f->qpdf));
	return ERR_OK;
}

enum err pdf_finish(struct pdf *p, struct str *ret_bytes)
{
	struct finish f = { .qpdf = qpdf_init(), .p = p };
	struct str raw = sbuf_done(&p->raw);
	enum err e = ERR_IO;

	qpdf_silence_errors(f.qpdf);
	qpdf_set_suppress_warnings(f.qpdf, QPDF_TRUE);
	qpdf_set_attempt_recovery(f.qpdf, QPDF_FALSE);
	if (!(qpdf_read_memory(f.qpdf, "document", raw.p, raw.n, NULL) & QPDF_ERRORS)) {
		qpdf_oh root = qpdf_get_root(f.qpdf);

		document_say(&f, root);
		structure_say(&f, root);
		/* The tree is ours from end to end: another shape is a bug, and a document
		 * whose parts are told wrongly is worse than none. */
		MUST(!f.is_lost);
		e = document_write(&f, ret_bytes);
	}
	qpdf_cleanup(&f.qpdf);
	return e;
}
