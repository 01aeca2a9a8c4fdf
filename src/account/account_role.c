/* account_role.c -- the roles, and the whole table of what each may do. */
#include "account/account.h"
#include "base/str.h"

#define BIT(right) (1u << (right))
#define READER (BIT(RIGHT_PUBLIC) | BIT(RIGHT_SIGNED_IN))

static const struct {
	const char *code, *name;
	uint32_t rights;
} roles[ROLE_COUNT] = {
	[ROLE_PUBLIC] = { "public", N_("role|Public"), BIT(RIGHT_PUBLIC) },
	[ROLE_DELEGATE] = { "delegate", N_("role|Delegate"), READER | BIT(RIGHT_VOTE) },
	[ROLE_HEAD] = { "head", N_("role|Head of delegation"), READER | BIT(RIGHT_VOTE) },
	[ROLE_COORDINATOR] = { "coordinator", N_("role|Coordinator of a subcommittee"), READER },
	[ROLE_CHAIR] = { "chair", N_("role|Chair"), READER | BIT(RIGHT_PRESIDE) },
	[ROLE_SECRETARIAT] = { "secretariat", N_("role|Secretariat"),
	                       READER | BIT(RIGHT_CONVENE) | BIT(RIGHT_PEOPLE) },
	[ROLE_SECRETARY_GENERAL] = { "secretary-general", N_("role|Secretary-General"),
	                             READER | BIT(RIGHT_CONVENE) | BIT(RIGHT_PEOPLE) |
	                                     BIT(RIGHT_AUDIT) },
	[ROLE_AUDITOR] = { "auditor", N_("role|Auditor"), READER | BIT(RIGHT_AUDIT) },
	[ROLE_REVIEWER] = { "reviewer", N_("role|Reviewer"), READER },
	[ROLE_APPLICANT] = { "applicant", N_("role|Applicant"), READER },
	[ROLE_OPERATOR] = { "operator", N_("role|Operator"),
	                    READER | BIT(RIGHT_PEOPLE) | BIT(RIGHT_OPERATE) },
};

static const char *const scopes[] = {
	[SCOPE_ASSOCIATION] = "association",
	[SCOPE_ORGAN] = "organ",
	[SCOPE_GOVERNMENT] = "government",
	[SCOPE_SESSION] = "session",
};

const char *role_code(enum role r)
{
	MUST(r < ROLE_COUNT);
	return roles[r].code;
}

const char *role_name(enum role r)
{
	MUST(r < ROLE_COUNT);
	return roles[r].name;
}

const char *scope_code(enum scope s)
{
	MUST(s <= SCOPE_SESSION);
	return scopes[s];
}

bool role_parse(struct str code, enum role *ret)
{
	for (int r = 0; r < ROLE_COUNT; r++)
		if (str_is(code, roles[r].code)) {
			*ret = (enum role)r;
			return true;
		}
	return false;
}

bool scope_parse(struct str code, enum scope *ret)
{
	for (size_t s = 0; s < COUNT_OF(scopes); s++)
		if (str_is(code, scopes[s])) {
			*ret = (enum scope)s;
			return true;
		}
	return false;
}

uint32_t role_rights(enum role r)
{
	MUST(r < ROLE_COUNT);
	return roles[r].rights;
}
