/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/supervision.h"
#include "base/text.h"
#include "calendar/clock.h"
#include <string.h>

enum { MONEY_BYTES_MAX = 300 };
#define OFFICE "office" /* the role that enters what the leading group decided */

static const char *who (const char *by)
{
    return by ? by : OFFICE;
}

static bool may (const char *by, const char *word, const struct supervision_seen *seen,
                 struct decision *decision)
{
    const char *actor = strcmp (by, OFFICE) == 0 ? seen->office->organisation->office->id : by;
    return decision_allows (decision, seen->office, actor, word);
}

static bool is_listed (const struct supervision_row *supervision)
{
    return supervision && supervision->state != supervision_state_delisted;
}

static const char *stand_of (const struct supervision_row *supervision)
{
    return choice_word (supervision_state_choices(), (int)supervision->state);
}

static const char *possible (const struct supervision_row *supervision)
{
    bool published = supervision->published != INSTANT_ABSENT;
    switch (supervision->state) {
    case supervision_state_listed:
        return "supervision.publish; supervision.delist, after it was published and accepted on "
               "site: reinspection.report with outcome passed; or hazard.close";
    case supervision_state_accepted:
        return published ? "supervision.delist"
                         : "supervision.publish, which tells of the listing; supervision.delist "
                           "after it";
    case supervision_state_delisted:
    case supervision_state_absent:
        break;
    }
    return "supervision.publish, which tells that it was removed";
}

/* ---- listing ---- */

static bool may_be_listed (const struct supervision_list *said, const struct supervision_seen *seen,
                           struct decision *decision)
{
    if (!seen->matter)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/hazard", "there is no open hazard %s",
                         said->hazard);
    else if (seen->matter->ended)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "%s is closed, and only what is open is listed; possible now: nothing; "
                         "finding.report opens another",
                         said->hazard);
    else if (is_listed (seen->supervision))
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "%s is %s already; possible now: %s", said->hazard,
                         stand_of (seen->supervision), possible (seen->supervision));
    else if (said->due <= seen->now)
        decision_refuse (decision, REFUSAL_INVALID, "/due", "lies in the past");
    return decision->refusal.code == REFUSAL_NONE;
}

/* One of those that the policy names; the first, when none was said. NULL: refused. */
static const char *level_of (const char *said, const struct supervision_seen *seen,
                             struct decision *decision)
{
    const struct policy *policy = seen->office->policy;
    struct text known = text_in (decision->arena);
    if (!said)
        return policy->supervision_levels[0];
    for (size_t i = 0; i < policy->supervision_levels_count; i++) {
        if (strcmp (policy->supervision_levels[i], said) == 0)
            return said;
        text_format (&known, "%s%s", i ? ", " : "", policy->supervision_levels[i]);
    }
    decision_refuse (decision, REFUSAL_INVALID, "/level", "is none of: %s", known.bytes);
    return NULL;
}

static bool is_money (const struct supervision_seen *seen, struct decision *decision)
{
    if (seen->money ? seen->money[0] && strlen (seen->money) <= MONEY_BYTES_MAX
                    : seen->money_yuan >= 0)
        return true;
    decision_refuse (decision, REFUSAL_INVALID, "/money",
                     "must be whole yuan (0 or more), or a text of at most %d bytes",
                     MONEY_BYTES_MAX);
    return false;
}

void supervision_decide_list (const void *said_void, const void *seen_void,
                              struct decision *decision)
{
    const struct supervision_list *said = said_void;
    const struct supervision_seen *seen = seen_void;
    const struct matter_row *matter = seen->matter;
    const char *level = level_of (said->level, seen, decision);
    if (!level || !may_be_listed (said, seen, decision) ||
        !may (who (said->by), "supervision.list", seen, decision))
        return;
    const struct supervision_listed event = { .ref = said->hazard,
                                              .number = seen->supervision
                                                            ? seen->supervision->number + 1
                                                            : 1,
                                              .level = level,
                                              .goal = said->goal,
                                              .measures = said->measures,
                                              .money_yuan = seen->money_yuan,
                                              .money = seen->money,
                                              .responsible = said->responsible,
                                              .due = said->due,
                                              .contingency = said->contingency,
                                              .by = who (said->by),
                                              .premises = matter->premises,
                                              .premises_name = matter->premises_name,
                                              .community = matter->community,
                                              .department = matter->department,
                                              .category = matter->category };
    if (is_money (seen, decision))
        decision_event (decision, supervision_listed_record, said->hazard, &event);
}

/* ---- publishing, accepting, delisting ---- */

static bool was_listed (const char *hazard, const struct supervision_seen *seen,
                        struct decision *decision)
{
    if (seen->supervision)
        return true;
    decision_refuse (decision, REFUSAL_NOT_FOUND, "/hazard", "%s was never listed", hazard);
    return false;
}

/* The listing, or that it was removed, is published once. */
static bool is_news (const struct supervision_row *supervision, struct decision *decision)
{
    bool listed = is_listed (supervision);
    instant before = listed ? supervision->published : supervision->delisting_published;
    if (before == INSTANT_ABSENT)
        return true;
    decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                     "%s is %s, which was published at %s; possible now: %s", supervision->ref,
                     stand_of (supervision), clock_moment (before, decision->arena),
                     !listed ? "nothing; supervision.list lists an open hazard again"
                     : supervision->state == supervision_state_accepted
                         ? "supervision.delist"
                         : "supervision.delist, after it was accepted on site");
    return false;
}

void supervision_decide_publish (const void *said_void, const void *seen_void,
                                 struct decision *decision)
{
    const struct supervision_publish *said = said_void;
    const struct supervision_seen *seen = seen_void;
    if (!was_listed (said->hazard, seen, decision) ||
        !may (who (said->by), "supervision.publish", seen, decision) ||
        !is_news (seen->supervision, decision))
        return;
    decision_event (decision, supervision_published_record, said->hazard,
                    &(struct supervision_published){ .ref = said->hazard,
                                                     .number = seen->supervision->number,
                                                     .delisting = !is_listed (seen->supervision),
                                                     .where = said->where,
                                                     .evidence = said->evidence,
                                                     .by = who (said->by) });
}

void supervision_accept (const struct supervision_row *supervision, const char *const *inspectors,
                         size_t count, struct decision *decision)
{
    if (supervision && supervision->state == supervision_state_listed)
        decision_event (decision, supervision_accepted_record, supervision->ref,
                        &(struct supervision_accepted){ .ref = supervision->ref,
                                                        .number = supervision->number,
                                                        .inspectors = inspectors,
                                                        .inspectors_count = count });
}

void supervision_decide_delist (const void *said_void, const void *seen_void,
                                struct decision *decision)
{
    const struct supervision_delist *said = said_void;
    const struct supervision_seen *seen = seen_void;
    if (!was_listed (said->hazard, seen, decision) ||
        !may (who (said->by), "supervision.delist", seen, decision))
        return;
    /* Closed as transferred or withdrawn: there is nothing to be accepted on site. */
    bool was_closed = is_listed (seen->supervision) && seen->matter && seen->matter->ended;
    bool published = seen->supervision->published != INSTANT_ABSENT;
    if ((seen->supervision->state != supervision_state_accepted && !was_closed) || !published)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard", "%s is %s%s; possible now: %s",
                         said->hazard, stand_of (seen->supervision),
                         published || !is_listed (seen->supervision)
                             ? ""
                             : ", and its listing was not published",
                         possible (seen->supervision));
    else
        decision_event (decision, supervision_delisted_record, said->hazard,
                        &(struct supervision_delisted){ .ref = said->hazard,
                                                        .number = seen->supervision->number,
                                                        .evidence = said->evidence,
                                                        .note = said->note,
                                                        .spent_yuan = said->spent_yuan,
                                                        .by = who (said->by) });
}
