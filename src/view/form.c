/* form.c -- errors of a form, by field. */
#include "view/form.h"

const char *form_error_of(const struct form_errors *errors, const char *field)
{
	for (int i = 0; errors && i < errors->count; i++)
		if (strcmp(errors->error[i].field, field) == 0)
			return errors->error[i].key;
	return NULL;
}

void form_error_add(struct form_errors *errors, const char *field, const char *key)
{
	if (errors->count == (int)COUNT_OF(errors->error) || form_error_of(errors, field))
		return;
	errors->error[errors->count].field = field;
	errors->error[errors->count].key = key;
	errors->count++;
}
