/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/incident.h"
#include "base/id.h"
#include "intake/happened.h"
#include "intake/premises.h"
#include "calendar/clock.h"
#include <string.h>

enum fire_class incident_class (const struct office *office, const struct toll *toll)
{
    const struct checklists *checklists = office->checklists;
    enum fire_class class = fire_general;
    for (size_t i = 0; i < checklists->fires_count; i++) {
        const struct fire_class_row *row = &checklists->fires[i];
        if (toll->dead >= row->dead || toll->injured >= row->injured ||
            toll->loss_yuan >= row->loss_yuan)
            class = row->class;
    }
    return class;
}

static int64_t given (int64_t number, int64_t otherwise)
{
    return number == NUMBER_ABSENT ? otherwise : number;
}

void incident_decide_report (const void *said_void, const void *seen_void,
                             struct decision *decision)
{
    const struct incident_report *said = said_void;
    const struct incident_seen *seen = seen_void;
    const struct toll toll = { given (said->dead, 0), given (said->injured, 0),
                               given (said->loss_yuan, 0) };
    premises_check_place (said->place, seen->premises, seen->office, decision);
    happened_check (said->at, seen->now, seen->office->policy, decision);
    if (decision->refusal.code != REFUSAL_NONE)
        return;
    const char *ref = ref_text (decision->arena, 'F', ref_next (seen->last, seen->now));
    decision_event (decision, incident_reported_record, ref,
                    &(struct incident_reported){
                        .incident = ref,
                        .at = said->at,
                        .premises = said->place->premises,
                        .premises_name = seen->premises ? seen->premises->name : NULL,
                        .address = said->place->address,
                        .community = said->place->community ? said->place->community
                                                            : seen->premises->community,
                        .department = seen->premises ? seen->premises->department : NULL,
                        .dead = toll.dead,
                        .injured = toll.injured,
                        .loss_yuan = toll.loss_yuan,
                        .class = incident_class (seen->office, &toll),
                        .note = said->note });
}

/* The end of the last day on which the toll of what happened AT may change. */
static instant toll_stands (const struct incident_seen *seen, instant at, struct arena *arena)
{
    const struct clock_rule rule = { .kind = clock_calendar_days,
                                     .length = seen->office->checklists->toll->days };
    return clock_run (seen->office->calendar, &rule, at, day_of (seen->now), arena).due;
}

static bool is_another (const struct incident_amend *said, const struct incident_row *before)
{
    return given (said->dead, before->dead) != before->dead ||
           given (said->injured, before->injured) != before->injured ||
           given (said->loss_yuan, before->loss_yuan) != before->loss_yuan;
}

/* The toll may change for so many days, by the day on which it did, whenever that is told; where it
   burned may be found out later. */
static bool may_be_amended (const struct incident_amend *said, const struct incident_seen *seen,
                            struct decision *decision)
{
    const struct incident_row *before = seen->incident;
    const struct toll_policy *policy = seen->office->checklists->toll;
    bool toll = said->dead != NUMBER_ABSENT || said->injured != NUMBER_ABSENT ||
                said->loss_yuan != NUMBER_ABSENT || !said->premises;
    if (!before)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/incident", "there is no incident %s",
                         said->incident);
    else if (before->withdrawn)
        decision_refuse (decision, REFUSAL_CONFLICT, "/incident",
                         "%s was withdrawn; possible now: incident.report of what it was in truth",
                         said->incident);
    else if (toll && seen->time >= toll_stands (seen, before->at, decision->arena))
        decision_refuse (
            decision, REFUSAL_CONFLICT, "/incident",
            "%s: its toll stands since %s (%s); possible now: what changed before, "
            "with its own `time`%s",
            said->incident,
            clock_moment (toll_stands (seen, before->at, decision->arena), decision->arena),
            policy->source, before->premises ? "" : "; to name its premises, without a toll");
    else if (said->premises && !seen->premises)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/premises", "%s is not in the register",
                         said->premises);
    else if (said->premises && before->premises && strcmp (before->premises, said->premises) != 0)
        decision_refuse (decision, REFUSAL_CONFLICT, "/premises",
                         "%s burned at %s; possible now: to amend its toll, or "
                         "incident.withdraw and a report of its own",
                         said->incident, before->premises);
    else if (toll && is_another (said, before)) /* what is known already is only told again */
        decision_keeps_order (decision, said->incident, seen->time, before->last,
                              seen->office->policy->skew_minutes * MINUTE_MS);
    return decision->refusal.code == REFUSAL_NONE;
}

void incident_decide_amend (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct incident_amend *said = said_void;
    const struct incident_seen *seen = seen_void;
    const struct incident_row *before = seen->incident;
    if (!may_be_amended (said, seen, decision))
        return;
    bool found = said->premises && !before->premises;
    const struct toll toll = { given (said->dead, before->dead),
                               given (said->injured, before->injured),
                               given (said->loss_yuan, before->loss_yuan) };
    decision_event (
        decision, incident_amended_record, said->incident,
        &(struct incident_amended){ .incident = said->incident,
                                    .premises = found ? said->premises : NULL,
                                    .premises_name = found ? seen->premises->name : NULL,
                                    .department = found ? seen->premises->department : NULL,
                                    .dead = toll.dead,
                                    .injured = toll.injured,
                                    .loss_yuan = toll.loss_yuan,
                                    .class = incident_class (seen->office, &toll),
                                    .before = before->class,
                                    .note = said->note });
}

void incident_decide_withdraw (const void *said_void, const void *seen_void,
                               struct decision *decision)
{
    const struct incident_withdraw *said = said_void;
    const struct incident_seen *seen = seen_void;
    if (!seen->incident)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/incident", "there is no incident %s",
                         said->incident);
    else if (seen->incident->withdrawn)
        decision_refuse (decision, REFUSAL_CONFLICT, "/incident",
                         "%s was withdrawn; possible now: incident.report of what it was in truth",
                         said->incident);
    else if (decision_allows (decision, seen->office, said->by, "incident.withdraw"))
        decision_event (decision, incident_withdrawn_record, said->incident,
                        &(struct incident_withdrawn){
                            .incident = said->incident, .reason = said->reason, .by = said->by });
}
