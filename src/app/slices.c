/* slices.c -- the one list of what the program is made of. */
#include "access/access.h"
#include "account/account.h"
#include "app/app.h"
#include "audit/audit.h"
#include "charter/charter.h"
#include "decision/decision.h"
#include "lang/lang.h"
#include "mail/mail.h"
#include "meeting/meeting.h"
#include "member/member.h"
#include "organ/organ.h"
#include "programme/programme.h"
#include "site/site.h"
#include "trail/trail.h"
#include "vote/vote.h"

const struct route *const app_routes[] = {
	site_routes,
	member_routes,
	member_api_routes,
	organ_routes,
	organ_api_routes,
	meeting_routes,
	meeting_api_routes,
	meeting_convene_routes,
	meeting_item_routes,
	meeting_convene_api_routes,
	meeting_mail_routes,
	meeting_presence_routes,
	meeting_presence_api_routes,
	vote_routes,
	vote_api_routes,
	vote_desk_routes,
	vote_desk_api_routes,
	decision_routes,
	decision_api_routes,
	programme_routes,
	programme_api_routes,
	charter_routes,
	charter_api_routes,
	mail_routes,
	mail_step_routes,
	mail_api_routes,
	account_routes,
	account_api_routes,
	access_routes,
	trail_routes,
	trail_api_routes,
	NULL,
};

const struct page_frame *const app_frame = &site_frame;

extern const struct db_stmt *const audit_sql_all[];
extern const struct db_stmt *const lang_sql_all[];
extern const struct db_stmt *const account_sql_all[];
extern const struct db_stmt *const charter_sql_all[];
extern const struct db_stmt *const mail_sql_all[];
extern const struct db_stmt *const member_sql_all[];
extern const struct db_stmt *const organ_sql_all[];
extern const struct db_stmt *const meeting_sql_all[];
extern const struct db_stmt *const vote_sql_all[];
extern const struct db_stmt *const decision_sql_all[];
extern const struct db_stmt *const programme_sql_all[];
extern const struct db_stmt *const site_sql_all[];

const struct db_stmt *const *const app_statements[] = {
	audit_sql_all, lang_sql_all,     account_sql_all,   charter_sql_all,
	mail_sql_all,  member_sql_all,   organ_sql_all,     meeting_sql_all,
	vote_sql_all,  decision_sql_all, programme_sql_all, site_sql_all,
	NULL,
};

const struct charter_effect *app_effects(struct arena *a)
{
	static const struct charter_effect *const lists[] = { member_effects, organ_effects };
	struct charter_effect *all = arena_many(a, struct charter_effect, 32);
	int n = 0;

	for (size_t i = 0; i < COUNT_OF(lists); i++)
		for (const struct charter_effect *e = lists[i]; e->name; e++) {
			MUST(n < 31);
			all[n++] = *e;
		}
	return all;
}

/* Texts that the pages of slices show where there are any (docs/pack.md). */
static const char *const page_texts[] = {
	"home.intro",        "about.purpose",       "about.vision",     "about.mission",
	"about.values",      "about.history",       "programmes.intro", "partners.intro",
	"secretariat.intro", "secretariat.contact", "charter.intro",    "members.intro",
};

enum err app_load_pack(struct tx *tx, struct pack *pack)
{
	static enum err (*const loads[])(struct tx *, struct pack *) = {
		lang_load, charter_load, member_load, organ_load, meeting_load, programme_load,
	};
	enum err e = ERR_OK;

	for (size_t i = 0; i < COUNT_OF(loads) && e == ERR_OK; i++)
		e = loads[i](tx, pack);
	for (size_t i = 0; i < COUNT_OF(page_texts); i++)
		pack_know_text(pack, page_texts[i]);
	if (e == ERR_OK)
		pack_check_unread(pack); /* a misspelt name would be passed over in silence */
	return e;
}
