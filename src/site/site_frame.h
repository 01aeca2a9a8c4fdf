/* site/site_frame.h -- what the templates of the frame and of home print; used inside site/ alone.
 */
#pragma once
#include "http/page.h"

struct site_link {
	struct str text, href; /* href without its first '/' */
	enum language lang;
	bool is_current;
};

struct site_session {
	struct str slug, name, starts_on;
	struct tr place;
};
