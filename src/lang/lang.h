/*
 * lang/lang.h -- texts in every language.
 *
 * Owns what was written in which language, and works out what a reader of each language gets
 * (language_fallback()).  Reading is TR() in the queries of every slice; writing is here.  Does not
 * decide who may write: that is the route's right.
 */
#pragma once
#include "db/db.h"
#include "pack/pack.h"

/*
 * A new text from up to six languages, at least one; with `name` (p may be NULL) the site can ask
 * for it. A body is text of 1 to 65536 characters that text_check() lets pass: ERR_INVALID, which
 * whoever asked for it prevents.  A name that is taken: ERR_CONFLICT.
 */
enum err lang_add(struct tx *tx, struct str name, const struct lang_set *set, lang_text_id *ret_id)
	MUST_USE;
/*
 * Write or replace one language of a text; every language that fell back on it follows.
 * ERR_NOT_FOUND when there is no such text.
 */
enum err lang_set_value(struct tx *tx, lang_text_id id, enum language l, struct str body) MUST_USE;
/* All that was written of a text, without fallback. */
enum err lang_get(struct ctx *ctx, lang_text_id id, struct lang_set *ret) MUST_USE;
/* The same as a JSON object under `key`: "titles": {"ja": ..., "ru": ...}. */
struct json;
enum err lang_put_json(struct json *j, struct ctx *ctx, const char *key, lang_text_id id) MUST_USE;
/* A named text in the reader's language; ret->text.p == NULL when there is none by that name. */
enum err lang_named(struct ctx *ctx, const char *name, struct tr *ret) MUST_USE;
/* Every texts/LANG/NAME.md of the pack, under its name; a wrong one is a fault of the pack. */
enum err lang_load(struct tx *tx, struct pack *pack) MUST_USE;
