/*
 * view/form.h -- what is wrong with a form: (field, message key) pairs for the page that shows it
 * again.
 *
 * At most 16; further ones are dropped, for a person corrects what is seen and sends again.  A
 * template prints one beside its field: {if form_error_of(errors, "name")}{text
 * form_error_of(errors, "name")}{end}
 */
#pragma once
#include "base/base.h"

struct form_errors {
	int count;
	struct {
		const char *field, *key;
	} error[16];
};

/* `key` is a message key marked with N_(); the first error of a field stays. */
void form_error_add(struct form_errors *errors, const char *field, const char *key);
/* The message key, or NULL when nothing is wrong with the field or `errors` is NULL. */
const char *form_error_of(const struct form_errors *errors, const char *field);
