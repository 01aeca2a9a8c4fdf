/* mail/internal.h -- what the files of this slice share. */
#pragma once
#include "mail/mail.h"

struct str mail_object(struct ctx *ctx, mail_message_id id); /* "mail_message:3", for the log */
/* {"about": ..., "count": ...}; what is NULL or negative is left out. */
struct str mail_payload(struct ctx *ctx, struct str about, int64_t count);

enum err mail_check_subject(struct ctx *ctx, struct str subject) MUST_USE;
enum err mail_check_body(struct ctx *ctx, struct str body) MUST_USE;

/* "?about=meeting_session%3A3&state=held", or nothing. */
struct str mail_query(struct ctx *ctx, const struct mail_filter *f);

extern const struct param mail_list_params[], mail_edit_params[], mail_release_params[],
	mail_all_params[], mail_address_params[];
struct mail_all mail_all_read(const struct request *req);
/* Filter of a list: ERR_FIELD_CHOICE. */
enum err mail_filter_read(struct ctx *ctx, const struct request *req, struct mail_filter *ret)
	MUST_USE;
/* Give the person whom a letter is to an address: ERR_NOT_FOUND (it is to an address alone). */
enum err mail_set_address(struct ctx *ctx, mail_message_id id, struct str email) MUST_USE;
