/* test_form.c -- errors of a form are found by field, the first one of each. */
#include "view/form.h"

#include "test/tap.h"

static void an_error_is_found_by_its_field(void)
{
	struct form_errors errors = { 0 };

	CHECK(form_error_of(&errors, "name") == NULL);
	form_error_add(&errors, "name", "a");
	form_error_add(&errors, "date", "b");
	CHECK(strcmp(form_error_of(&errors, "name"), "a") == 0);
	CHECK(strcmp(form_error_of(&errors, "date"), "b") == 0);
	CHECK(form_error_of(&errors, "nam") == NULL);
	CHECK(form_error_of(NULL, "name") == NULL);
}

static void the_first_error_of_a_field_stays(void)
{
	struct form_errors errors = { 0 };

	form_error_add(&errors, "name", "a");
	form_error_add(&errors, "name", "b");
	CHECK(errors.count == 1 && strcmp(form_error_of(&errors, "name"), "a") == 0);
}

static void more_errors_than_fit_are_dropped(void)
{
	struct form_errors errors = { 0 };
	char fields[20][3];

	for (int i = 0; i < 20; i++) {
		fields[i][0] = (char)('a' + i);
		fields[i][1] = '\0';
		form_error_add(&errors, fields[i], "x");
	}
	CHECK(errors.count == 16);
	CHECK(form_error_of(&errors, "p") != NULL && form_error_of(&errors, "q") == NULL);
}

int main(void)
{
	RUN(an_error_is_found_by_its_field);
	RUN(the_first_error_of_a_field_stays);
	RUN(more_errors_than_fit_are_dropped);
	return TAP_DONE();
}
