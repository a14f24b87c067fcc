/* What must hold between the lines of the office's files, beyond what their records say: names that
   exist, ids that are unique, clocks that always find a rule. One complaint per mistake, at its
   line. A file that could not be read is NULL, and what needs it is not checked.
   Not here: the shape of single values (record/check.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "office/office.h"

struct office_marks {
    const struct yaml_marks *organisation;
    const struct yaml_marks *categories;
    const struct yaml_marks *policy;
    const struct yaml_marks *campaign;
    const struct yaml_marks *authority;
    const struct yaml_marks *checklists;
};

struct office_check {
    const struct office *office;
    const struct office_marks *marks;
    struct arena *arena;
    struct refusals *refusals;
};

void office_check_organisation (const struct office_check *check);
void office_check_categories (const struct office_check *check);
void office_check_campaign (const struct office_check *check);   /* office_check_campaign.c */
void office_check_policy (const struct office_check *check);     /* office_check_policy.c */
void office_check_checklists (const struct office_check *check); /* office_check_checklists.c */
void office_check_authority (const struct office_check *check);  /* office_check_authority.c */

/* ---- shared by the above ---- */

/* Whether it can be said of WORD that the FILE (of office) with MARKS does not speak of it: not
   when the file, or an entry in which it may have stood, could not be read. */
bool office_is_silent (const void *file, const struct yaml_marks *marks, const char *word);
bool office_says_no_party (const struct office_check *check, const char *word);
bool office_says_no_category (const struct office_check *check, const char *word);
bool office_says_no_policy (const struct office_check *check, const char *word);

/* POINTER, formatted, in the check's arena. */
const char *office_pointer (const struct office_check *check, const char *format, ...)
    __attribute__ ((format (printf, 2, 3)));
/* Adds a refusal at POINTER of the file that MARKS describes. */
void office_complain (const struct office_check *check, const struct yaml_marks *marks,
                      const char *pointer, const char *format, ...)
    __attribute__ ((format (printf, 4, 5)));

/* Ids of one kind, as they are met. */
struct ids {
    const char **list;
    size_t count;
    size_t capacity;
};
struct ids ids_in (const struct office_check *check, size_t capacity); /* at most so many */
/* Complains of an ID that is already in IDS, or is not of a-z, 0-9, _ and - alone: ids become parts
   of references such as H-2021-000017/watch/3. */
void ids_take (const struct office_check *check, struct ids *ids, const char *id,
               const struct yaml_marks *marks, const char *pointer);
