/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/supervision.h"
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

/* ---- listing ---- */

static bool may_be_listed (const struct supervision_list *said, const struct supervision_seen *seen,
                           struct decision *decision)
{
    if (!seen->matter)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/hazard", "there is no open hazard %s",
                         said->hazard);
    else if (seen->matter->ended)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "%s is closed; only what is open is listed", said->hazard);
    else if (is_listed (seen->supervision))
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "%s is listed already; possible now: supervision.publish, "
                         "supervision.delist after a passed re-inspection",
                         said->hazard);
    else if (said->due <= seen->now)
        decision_refuse (decision, REFUSAL_INVALID, "/due", "lies in the past");
    return decision->refusal.code == REFUSAL_NONE;
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
    if (!may_be_listed (said, seen, decision) ||
        !may (who (said->by), "supervision.list", seen, decision))
        return;
    const struct supervision_listed event = { .ref = said->hazard,
                                              .number = seen->supervision
                                                            ? seen->supervision->number + 1
                                                            : 1,
                                              .level = said->level ? said->level : "street",
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

void supervision_decide_publish (const void *said_void, const void *seen_void,
                                 struct decision *decision)
{
    const struct supervision_publish *said = said_void;
    const struct supervision_seen *seen = seen_void;
    if (!was_listed (said->hazard, seen, decision) ||
        !may (who (said->by), "supervision.publish", seen, decision))
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
    if (seen->supervision->state != supervision_state_accepted && !was_closed)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard", "%s is %s; %s", said->hazard,
                         choice_word (supervision_state_choices(), (int)seen->supervision->state),
                         is_listed (seen->supervision)
                             ? "it comes off the list after acceptance on site: "
                               "reinspection.report with outcome passed; or after hazard.close"
                             : "it is off the list");
    else
        decision_event (decision, supervision_delisted_record, said->hazard,
                        &(struct supervision_delisted){ .ref = said->hazard,
                                                        .number = seen->supervision->number,
                                                        .evidence = said->evidence,
                                                        .note = said->note,
                                                        .spent_yuan = said->spent_yuan,
                                                        .by = who (said->by) });
}
