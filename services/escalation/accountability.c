/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/accountability.h"
#include "base/id.h"
#include <inttypes.h>

/* After LAST, and those that were opened in this decision. */
static const char *next_file (int64_t last, instant now, const struct decision *decision)
{
    for (size_t i = 0; i < decision->count; i++)
        if (decision->events[i].word == accountability_opened_record)
            last = ref_next (last, now);
    return ref_text (decision->arena, 'A', ref_next (last, now));
}

/* 方案 五(四): 较大以上火灾事故. */
static bool is_grave (enum fire_class class)
{
    return class != fire_class_absent && class != fire_general;
}

/* ---- entries after a fire ---- */

instant known_since (instant entered, instant dated)
{
    return entered == INSTANT_ABSENT ? dated : entered;
}

void late_mark (const struct late *late, const char *ref, enum late_kind what,
                struct decision *decision)
{
    const struct late_entry entry = {
        .ref = ref, .what = what, .dated = late->dated, .entered = late->entered
    };
    struct late_entry *kept = late->count > 0 ? arena_take (decision->arena, sizeof *kept) : NULL;
    for (size_t i = 0; i < late->count; i++) {
        const char *file = ref_text (decision->arena, 'A', late->files[i].number);
        *kept = entry;
        decision_event (decision, accountability_entered_record, file,
                        &(struct accountability_entered){ .file = file, .entry = kept });
    }
}

/* ---- fires ---- */

/* S24: a case stood there, and people must ask why. */
static void open_on_fire (const struct fire_row *fire, const struct fire_seen *seen,
                          struct decision *decision)
{
    const char *file = next_file (seen->last, seen->now, decision);
    decision_event (
        decision, accountability_opened_record, file,
        &(struct accountability_opened){
            .file = file,
            .kind = accountability_fire,
            .party = seen->department ? seen->department : fire->community,
            .reason = arena_format (
                decision->arena, "较大以上火灾，火灾前该场所有未销号、逾期或核为不实的记录（%s）",
                seen->office->policy->accountability->source),
            .incident = fire->incident,
            .class = fire->class,
            .premises = fire->premises,
            .known_at = fire->at,
            .cases = seen->cases,
            .cases_count = seen->cases_count,
            .later = seen->later,
            .later_count = seen->later_count,
            .weighed = INSTANT_ABSENT });
}

/* 方案 S23: 火灾高发多发的区域和行业. */
static void open_on_many_fires (const struct fire_row *fire, const struct fires_about *about,
                                const struct fire_seen *seen, struct decision *decision)
{
    const struct accountability_policy *policy = seen->office->policy->accountability;
    if (!about->party || about->duty_open || about->count < policy->fires)
        return;
    const char *file = next_file (seen->last, seen->now, decision);
    decision_event (decision, accountability_opened_record, file,
                    &(struct accountability_opened){
                        .file = file,
                        .kind = accountability_duty,
                        .party = about->party,
                        .reason = arena_format (decision->arena,
                                                "%" PRId64 " 天内发生火灾 %" PRId64 " 起（%s）",
                                                policy->fire_days, about->count, policy->source),
                        .incident = fire->incident,
                        .known_at = INSTANT_ABSENT,
                        .weighed = INSTANT_ABSENT });
}

static void note (const struct fire_row *fire, struct decision *decision)
{
    decision_event (decision, fire_noted_record, fire->incident,
                    &(struct fire_noted){ .incident = fire->incident,
                                          .at = fire->at,
                                          .community = fire->community,
                                          .premises = fire->premises,
                                          .department = fire->department,
                                          .class = fire->class });
}

void accountability_decide_reported (const void *said_void, const void *seen_void,
                                     struct decision *decision)
{
    const struct incident_reported *said = said_void;
    const struct fire_seen *seen = seen_void;
    const struct fire_row fire = { .incident = said->incident,
                                   .at = said->at,
                                   .community = said->community,
                                   .premises = said->premises,
                                   .department = said->department,
                                   .class = said->class };
    if (seen->fire)
        return;
    note (&fire, decision);
    if (is_grave (fire.class) && seen->cases_count > 0)
        open_on_fire (&fire, seen, decision);
    open_on_many_fires (&fire, &seen->area, seen, decision);
    open_on_many_fires (&fire, &seen->trade, seen, decision);
}

void accountability_decide_amended (const void *said_void, const void *seen_void,
                                    struct decision *decision)
{
    const struct incident_amended *said = said_void;
    const struct fire_seen *seen = seen_void;
    bool judged = seen->fire && seen->fire->class != said->class;
    bool found = seen->fire && !seen->fire->premises && said->premises;
    if (!judged && !found)
        return;
    struct fire_row fire = *seen->fire;
    fire.class = said->class;
    if (found) {
        fire.premises = said->premises;
        fire.department = said->department;
    }
    note (&fire, decision);
    bool stands = is_grave (said->class);
    if (seen->file && judged)
        decision_event (decision, accountability_judged_record,
                        ref_text (decision->arena, 'A', seen->file->number),
                        &(struct accountability_judged){
                            .file = ref_text (decision->arena, 'A', seen->file->number),
                            .class = said->class,
                            .before = seen->fire->class,
                            .stands = stands,
                            .reopened = stands && seen->file->state == file_concluded &&
                                        said->class > seen->file->concluded });
    else if (!seen->file && stands && seen->cases_count > 0)
        open_on_fire (&fire, seen, decision);
    if (found)
        open_on_many_fires (&fire, &seen->trade, seen, decision);
}

/* A fire that was none, or was reported twice, counts no more; what was opened on it is for people
   to conclude. */
void accountability_decide_withdrawn (const void *said_void, const void *seen_void,
                                      struct decision *decision)
{
    const struct incident_withdrawn *said = said_void;
    const struct withdrawal_seen *seen = seen_void;
    if (!seen->known)
        return;
    decision_event (decision, fire_dropped_record, said->incident,
                    &(struct fire_dropped){ .incident = said->incident });
    for (size_t i = 0; i < seen->count; i++) {
        const char *file = ref_text (decision->arena, 'A', seen->files[i].number);
        decision_event (decision, accountability_voided_record, file,
                        &(struct accountability_voided){ .file = file,
                                                         .incident_withdrawn = said->incident,
                                                         .withdrawn_because = said->reason,
                                                         .withdrawn_by = said->by });
    }
}

/* ---- tip-offs ---- */

void accountability_decide_tipoff (const void *said_void, const void *seen_void,
                                   struct decision *decision)
{
    const struct tipoff_reported *said = said_void;
    const struct tip_seen *seen = seen_void;
    if (!said->premises || seen->tip)
        return;
    decision_event (decision, tipoff_noted_record, said->tipoff,
                    &(struct tipoff_noted){ .tipoff = said->tipoff,
                                            .premises = said->premises,
                                            .department = said->department,
                                            .at = seen->time,
                                            .entered = seen->entered });
    late_mark (&seen->late, said->tipoff, late_opened, decision);
}

void accountability_decide_verified (const void *said_void, const void *seen_void,
                                     struct decision *decision)
{
    const struct tipoff_verified *said = said_void;
    const struct tip_seen *seen = seen_void;
    if (seen->tip && seen->tip->ended == INSTANT_ABSENT)
        decision_event (decision, tipoff_settled_record, said->tipoff,
                        &(struct tipoff_settled){
                            .tipoff = said->tipoff, .at = seen->time, .entered = seen->entered });
    if (said->outcome == verification_unfounded && said->premises)
        decision_event (decision, doubt_noted_record, said->tipoff,
                        &(struct doubt_noted){ .tipoff = said->tipoff,
                                               .premises = said->premises,
                                               .at = seen->time,
                                               .entered = seen->entered });
    late_mark (&seen->late, said->tipoff, late_verified, decision);
}

/* ---- duty ---- */

/* As the organisation calls him. */
static const char *leader_of (const struct office *office)
{
    const struct office_case nobody = { .community = NULL };
    struct office_parties parties = { .count = 0 };
    office_resolve (office, choice_word (role_choices(), (int)role_leader), &nobody, &parties);
    return parties.list[0]->name;
}

void accountability_decide_hour (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct weighing_seen *seen = seen_void;
    const struct accountability_policy *policy = seen->office->policy->accountability;
    if (seen->climbs < policy->climbs || seen->duty_open) {
        decision_event (
            decision, accountability_weighed_record, seen->climb->party,
            &(struct accountability_weighed){ .party = seen->climb->party, .at = seen->climb->at });
        return;
    }
    const char *file = next_file (seen->last, seen->now, decision);
    decision_event (
        decision, accountability_opened_record, file,
        &(struct accountability_opened){
            .file = file,
            .kind = accountability_duty,
            .party = seen->climb->party,
            .reason = arena_format (
                decision->arena, "%" PRId64 " 天内有 %" PRId64 " 件逾期事项升级到%s（%s）",
                policy->climb_days, seen->climbs, leader_of (seen->office), policy->source),
            .known_at = INSTANT_ABSENT,
            .weighed = seen->climb->at });
}

/* ---- people ---- */

void accountability_decide_conclude (const void *said_void, const void *seen_void,
                                     struct decision *decision)
{
    const struct accountability_conclude *said = said_void;
    const struct conclude_seen *seen = seen_void;
    if (!seen->file)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/file", "there is no file %s", said->file);
    else if (seen->file->state != file_open)
        decision_refuse (decision, REFUSAL_CONFLICT, "/file",
                         "%s is concluded; possible now: nothing, unless the toll rises",
                         said->file);
    else if (decision_allows (decision, seen->office, said->by, "accountability.conclude"))
        decision_event (decision, accountability_concluded_record, said->file,
                        &(struct accountability_concluded){
                            .file = said->file, .conclusion = said->conclusion, .by = said->by });
}
