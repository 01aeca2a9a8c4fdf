/* view/locale_icu.h -- what the files over ICU share; for view/ alone. */
#pragma once
#include "base/language.h"

/* ICU's name of the language and of the country whose habits we follow: "en_GB". */
const char *locale_icu_name(enum language l);
