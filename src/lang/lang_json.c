/* lang_json.c -- a text in JSON: what was written in each language, and no fallback. */
#include "lang/lang.h"
#include "view/json.h"

enum err lang_put_json(struct json *j, struct ctx *ctx, const char *key, lang_text_id id)
{
	struct tr texts[LANGUAGE_COUNT];
	struct lang_set set;
	enum err e = lang_get(ctx, id, &set);

	if (e != ERR_OK)
		return e;
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		texts[l] = (struct tr){ set.in[l], (enum language)l };
	json_put_names(j, key, texts);
	return ERR_OK;
}
