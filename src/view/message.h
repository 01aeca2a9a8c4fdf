/*
 * view/message.h -- the table of messages that genmsg writes; for msg.c and the generated file
 * alone.
 */
#pragma once
#include "base/language.h"

enum { MESSAGE_FORMS = 4 }; /* as locale_plural() numbers them: one, few, many, other */

struct message_plural {
	const char *many; /* the English plural */
	struct str form[LANGUAGE_COUNT][MESSAGE_FORMS];
};

struct message {
	const char *key;                     /* with its context */
	const struct message_plural *plural; /* NULL: the message has no plural */
	struct str text[LANGUAGE_COUNT];
};

/* Open addressing: `slots` (a power of two) hold 1 + the index of a message, or 0. */
struct message_table {
	const struct message *messages;
	const uint16_t *slots;
	size_t slot_count;
};

extern const struct message_table message_table;
