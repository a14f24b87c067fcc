/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/ladder.h"
#include "escalation/term.h"
#include "base/fault.h"
#include "words/intake.h"
#include "words/scheduling.h"
#include "words/words.h"
#include <string.h>

/* ---- rungs ---- */

static instant moment_of (const struct ladder_step *rung, const struct ladder_row *ladder)
{
    return ladder->due + office_ladder_hours (rung, ladder->danger) * HOUR_MS;
}

/* The place of the rung that was climbed last in today's policy; its length: not there (any more).
 */
static size_t place_of (const struct ladder_row *ladder, const struct policy *policy)
{
    size_t place = 0;
    while (place < policy->ladder_count && !text_same (policy->ladder[place].id, ladder->rung))
        place++;
    return place;
}

/* The first rung of today's policy that is later than what was climbed; NULL: none. A policy that
   lost the rung itself tells by the hour at which it was due. */
static const struct ladder_step *rung_after (const struct ladder_row *ladder,
                                             const struct office *office)
{
    const struct policy *policy = office->policy;
    size_t last = place_of (ladder, policy);
    for (size_t i = 0; i < policy->ladder_count; i++) {
        const struct ladder_step *rung = &policy->ladder[i];
        bool later = last < policy->ladder_count ? i > last + FAULT (FAULT_RUNG_LEFT_OUT)
                                                 : moment_of (rung, ladder) > ladder->climbed;
        if (later && office_ladder_applies (rung, ladder->clock, ladder->severity))
            return rung;
    }
    return NULL;
}

/* When the rung that was reached is told again; INSTANT_ABSENT: none was. */
static instant again (const struct ladder_row *ladder, const struct policy *policy)
{
    const struct ladder_repeat *repeat = policy->ladder_repeat;
    bool sooner = ladder->danger && repeat->danger_hours != NUMBER_ABSENT;
    int64_t hours = sooner ? repeat->danger_hours : repeat->hours;
    if (FAULT (FAULT_RUNG_SILENT))
        hours *= 1000;
    return ladder->told == INSTANT_ABSENT ? INSTANT_ABSENT : ladder->told + hours * HOUR_MS;
}

static instant next_moment (const struct ladder_row *ladder, const struct office *office)
{
    const struct ladder_step *rung = rung_after (ladder, office);
    instant repeated = again (ladder, office->policy);
    if (!rung)
        return repeated;
    instant climbed = moment_of (rung, ladder);
    return repeated != INSTANT_ABSENT && repeated < climbed ? repeated : climbed;
}

/* ---- what is heard ---- */

void ladder_decide_hazard_opened (const void *said_void, const void *seen_void,
                                  struct decision *decision)
{
    const struct hazard_opened *said = said_void;
    const struct ladder_seen *seen = seen_void;
    const char *name = said->private ? WORDS_HIDDEN : said->premises_name;
    if (said->treatment->kind == treatment_immediate || seen->matter)
        return;
    decision_event (decision, case_noted_record, said->hazard,
                    &(struct case_noted){ .ref = said->hazard,
                                          .severity = said->severity,
                                          .premises = said->premises,
                                          .premises_name = name,
                                          .community = said->community,
                                          .department = said->department,
                                          .category = said->category,
                                          .private = said->private,
                                          .entered = seen->entered });
    late_mark (&seen->late, said->hazard, late_opened, decision);
    if (said->treatment->kind == treatment_suspension) /* 方案 S16 */
        order_draft (&(struct draft){ .office = seen->office,
                                      .ref = said->hazard,
                                      .issue = said->category,
                                      .grounds = said->treatment->grounds,
                                      .premises = said->private ? WORDS_HIDDEN : said->premises,
                                      .premises_name = name,
                                      .community = said->community,
                                      .department = said->department,
                                      .instrument = instrument_suspension,
                                      .ground = order_ground_treatment,
                                      .private = said->private,
                                      .now = seen->now },
                     &seen->orders, &seen->referrals, decision);
}

/* Whether nothing is due for CLOCK any more since the case is closed. One that is linked may have
   been split off meanwhile, and one that was handed over sent back: what scheduling says of it is
   heard before, or after, what intake does. */
static bool closed (const struct matter_row *matter, const char *clock)
{
    return matter && matter->ended && !matter->linked && !matter->transferred &&
           !office_clock_outlives_hazard (clock, false);
}

static void end (const char *ladder, const char *ref, const char *reason,
                 const struct ladder_seen *seen, struct decision *decision)
{
    decision_event (
        decision, ladder_ended_record, ref,
        &(struct ladder_ended){
            .deadline = ladder, .ref = ref, .reason = reason, .entered = seen->entered });
}

void ladder_decide_hazard_closed (const void *said_void, const void *seen_void,
                                  struct decision *decision)
{
    const struct hazard_closed *said = said_void;
    const struct ladder_seen *seen = seen_void;
    if (!seen->matter || seen->matter->ended)
        return;
    bool transferred = said->reason == closing_transferred;
    for (size_t i = 0; i < seen->count && decision->count < DECISION_EVENTS_MAX / 2; i++)
        if (!seen->ladders[i].ended &&
            !office_clock_outlives_hazard (seen->ladders[i].clock, transferred))
            end (seen->ladders[i].deadline, said->hazard, "隐患已销号", seen, decision);
    if (said->reason != closing_reinspection && said->reason != closing_at_once &&
        said->reason != closing_linked) { /* linked, it is judged with the case that governs */
        order_orphan (&seen->orders, said->reason, decision);
        order_orphan (&seen->linked, said->reason, decision);
    }
    order_withdraw (&seen->orders, "隐患已销号，文书未送达", decision);
    referral_drop (&seen->referrals, "隐患已销号，尚未移送", decision);
    decision_event (decision, case_ended_record, said->hazard,
                    &(struct case_ended){ .ref = said->hazard,
                                          .linked = said->linked,
                                          .transferred = transferred,
                                          .entered = seen->entered });
    late_mark (&seen->late, said->hazard, late_closed, decision);
}

static bool is_last_of_its_kind (const struct orders *orders, size_t place)
{
    for (size_t i = place + 1; i < orders->count; i++)
        if (orders->list[i].instrument == orders->list[place].instrument)
            return false;
    return true;
}

/* What had not been served fell with the case, and each of it is drafted again for these GROUNDS.
   Drafted together, they are counted as those that stand. */
static void draft_again (const struct ladder_seen *seen, const char *grounds,
                         struct decision *decision)
{
    const size_t fallen = seen->orders.count;
    struct order_row *orders = arena_take (decision->arena, (2 * fallen + 1) * sizeof *orders);
    struct referral_row *referrals =
        arena_take (decision->arena, (seen->referrals.count + fallen + 1) * sizeof *referrals);
    struct orders all = { orders, fallen };
    struct referrals all_referrals = { referrals, seen->referrals.count };
    for (size_t i = 0; i < fallen; i++)
        orders[i] = seen->orders.list[i];
    for (size_t i = 0; i < seen->referrals.count; i++)
        referrals[i] = seen->referrals.list[i];
    for (size_t i = 0; i < fallen; i++) {
        const struct order_row *order = &seen->orders.list[i];
        size_t before = decision->count;
        if (order->state != order_state_withdrawn || !is_last_of_its_kind (&seen->orders, i))
            continue;
        order_draft (&(struct draft){ .office = seen->office,
                                      .ref = order->ref,
                                      .issue = seen->matter->category,
                                      .grounds = grounds,
                                      .premises = order->premises,
                                      .premises_name = order->premises_name,
                                      .community = order->community,
                                      .department = order->department,
                                      .instrument = order->instrument,
                                      .ground = order->ground,
                                      .private = seen->matter->private,
                                      .now = seen->now },
                     &all, &all_referrals, decision);
        if (decision->count == before)
            continue;
        if (decision->events[before].word == order_drafted_record)
            orders[all.count++] =
                (struct order_row){ .instrument = order->instrument, .state = order_state_drafted };
        else
            referrals[all_referrals.count++] = (struct referral_row){
                .to = ((const struct referral_drafted *)decision->events[before].event)->to,
                .instrument = order->instrument,
                .state = referral_state_drafted
            };
    }
}

void ladder_decide_hazard_split (const void *said_void, const void *seen_void,
                                 struct decision *decision)
{
    const struct hazard_split_off *said = said_void;
    const struct ladder_seen *seen = seen_void;
    if (!seen->matter || !seen->matter->linked)
        return;
    decision_event (decision, case_resumed_record, said->hazard,
                    &(struct case_resumed){ .ref = said->hazard, .entered = seen->entered });
    draft_again (seen, "隐患关联已解除，恢复原拟办意见", decision);
}

/* After a re-inspection that failed it was never closed. */
void ladder_decide_hazard_reopened (const void *said_void, const void *seen_void,
                                    struct decision *decision)
{
    const struct hazard_reopened *said = said_void;
    const struct ladder_seen *seen = seen_void;
    if (!said->referral || !seen->matter || !seen->matter->ended)
        return;
    decision_event (decision, case_resumed_record, said->hazard,
                    &(struct case_resumed){ .ref = said->hazard, .entered = seen->entered });
    order_regain (&seen->orders, decision);
    order_regain (&seen->linked, decision);
    draft_again (seen, "移送被退回，隐患恢复，恢复原拟办意见", decision);
}

void ladder_decide_reinspection_reported (const void *said_void, const void *seen_void,
                                          struct decision *decision)
{
    const struct reinspection_reported *said = said_void;
    const struct ladder_seen *seen = seen_void;
    if (said->outcome != reinspection_passed) {
        term_check (&seen->orders, said->inspectors, said->inspectors_count, decision);
        return;
    }
    order_reinspect (&seen->orders, said->inspectors, said->inspectors_count, decision);
    order_reinspect (&seen->linked, said->inspectors, said->inspectors_count, decision);
    supervision_accept (seen->supervision, said->inspectors, said->inspectors_count, decision);
    /* Not left to the closing, which may be heard a turn later: served in between, it could never
     * be lifted. */
    order_withdraw (&seen->orders, "复查合格，文书未送达", decision);
}

static const struct answered_row *find (const struct ladder_seen *seen, const char *deadline)
{
    for (size_t i = 0; i < seen->answered_count; i++)
        if (strcmp (seen->answered[i].deadline, deadline) == 0)
            return &seen->answered[i];
    return NULL;
}

static const struct ladder_row *standing (const struct ladder_seen *seen, const char *clock)
{
    for (size_t i = 0; i < seen->count; i++)
        if (!seen->ladders[i].ended && strcmp (seen->ladders[i].clock, clock) == 0)
            return &seen->ladders[i];
    return NULL;
}

static void join (const struct deadline_missed *said, const struct ladder_row *ladder, instant now,
                  struct decision *decision)
{
    decision_event (decision, ladder_joined_record, said->ref,
                    &(struct ladder_joined){ .ladder = ladder->deadline,
                                             .deadline = said->deadline,
                                             .ref = said->ref,
                                             .clock = said->clock,
                                             .cycle = said->cycle,
                                             .due = said->due,
                                             .missed = now,
                                             .rung = ladder->rung });
}

static void raise_ladder (const struct deadline_missed *said, const struct ladder_seen *seen,
                          struct decision *decision)
{
    const struct ladder_row ladder = { .clock = said->clock,
                                       .due = said->due,
                                       .danger = said->danger,
                                       .severity = said->severity,
                                       .climbed = INSTANT_ABSENT,
                                       .told = INSTANT_ABSENT };
    decision_event (decision, ladder_raised_record, said->ref,
                    &(struct ladder_raised){ .deadline = said->deadline,
                                             .ref = said->ref,
                                             .clock = said->clock,
                                             .cycle = said->cycle,
                                             .due = said->due,
                                             .missed = seen->now,
                                             .danger = said->danger,
                                             .premises = said->premises,
                                             .premises_name = said->premises_name,
                                             .community = said->community,
                                             .department = said->department,
                                             .category = said->category,
                                             .severity = said->severity,
                                             .tracker = said->tracker,
                                             .next = next_moment (&ladder, seen->office) });
}

void ladder_decide_deadline_missed (const void *said_void, const void *seen_void,
                                    struct decision *decision)
{
    const struct deadline_missed *said = said_void;
    const struct ladder_seen *seen = seen_void;
    const struct answered_row *before = find (seen, said->deadline);
    const struct ladder_row *ladder = standing (seen, said->clock);
    if (closed (seen->matter, said->clock) || (before && before->due == said->due))
        return; /* closed meanwhile, or answered for already */
    if (ladder)
        join (said, ladder, seen->now, decision);
    else
        raise_ladder (said, seen, decision);
}

static bool stands_for_others (const struct answered_row *one, const struct ladder_seen *seen)
{
    for (size_t i = 0; i < seen->answered_count; i++) {
        const struct answered_row *other = &seen->answered[i];
        if (other != one && !other->over && strcmp (other->ladder, one->ladder) == 0)
            return true;
    }
    return false;
}

static void end_by (const char *deadline, const char *reason, const struct ladder_seen *seen,
                    struct decision *decision)
{
    const struct answered_row *answered = find (seen, deadline);
    if (!answered || answered->over)
        return;
    late_mark (&seen->late, answered->ref, late_ended, decision);
    if (stands_for_others (answered, seen))
        decision_event (decision, ladder_left_record, answered->ref,
                        &(struct ladder_left){ .ladder = answered->ladder,
                                               .deadline = deadline,
                                               .ref = answered->ref,
                                               .reason = reason,
                                               .entered = seen->entered });
    else
        end (answered->ladder, answered->ref, reason, seen, decision);
}

void ladder_decide_deadline_met (const void *said, const void *seen, struct decision *decision)
{
    end_by (((const struct deadline_met *)said)->deadline, "已办结", seen, decision);
}

void ladder_decide_deadline_cancelled (const void *said, const void *seen,
                                       struct decision *decision)
{
    end_by (((const struct deadline_cancelled *)said)->deadline, "期限已撤销", seen, decision);
}

void ladder_decide_deadline_extended (const void *said, const void *seen, struct decision *decision)
{
    end_by (((const struct deadline_extended *)said)->deadline, "期限已延长", seen, decision);
}

void ladder_decide_deadline_moved (const void *said, const void *seen, struct decision *decision)
{
    end_by (((const struct deadline_moved *)said)->deadline, "期限已变动", seen, decision);
}

/* ---- the hour ---- */

static bool is_leader (const struct ladder_step *rung)
{
    return choice_value (role_choices(), rung->role) == (int)role_leader;
}

/* S23: whose duty it was that the leader has to answer for now; what he had from an earlier rung
   was weighed then. */
static void charge (const struct ladder_row *ladder, const struct ladder_step *rung,
                    const struct office *office, struct ladder_climbed *climbed,
                    struct arena *arena)
{
    const struct policy *policy = office->policy;
    size_t last = place_of (ladder, policy);
    if (!is_leader (rung))
        return;
    const struct office_case about = { .community = ladder->community,
                                       .department = ladder->department,
                                       .tracker = ladder->tracker };
    struct office_parties owing = office_owing (office, ladder->clock, &about);
    const char **ids = arena_take (arena, (owing.count + 1) * sizeof *ids);
    for (size_t i = 0; i < owing.count; i++)
        ids[i] = owing.list[i]->id;
    bool had = last < policy->ladder_count && is_leader (&policy->ladder[last]);
    climbed->nobody = had || owing.count == 0;
    climbed->owing = ids;
    climbed->owing_count = climbed->nobody ? 0 : owing.count;
}

static void climb (const struct ladder_row *ladder, const struct ladder_step *rung,
                   const struct ladder_seen *seen, struct decision *decision)
{
    struct ladder_row after = *ladder;
    after.rung = rung->id;
    after.climbed = moment_of (rung, ladder);
    bool late = after.climbed + LADDER_LATE_MS <= seen->now;
    after.told = late ? seen->now : after.climbed;
    struct ladder_climbed climbed = { .deadline = ladder->deadline,
                                      .ref = ladder->ref,
                                      .rung = rung->id,
                                      .role = rung->role,
                                      .due = ladder->due,
                                      .danger = ladder->danger,
                                      .late = late,
                                      .premises_name = ladder->premises_name,
                                      .community = ladder->community,
                                      .department = ladder->department,
                                      .clock = ladder->clock,
                                      .place = (int64_t)place_of (&after, seen->office->policy),
                                      .planned = after.climbed,
                                      .next = next_moment (&after, seen->office) };
    charge (ladder, rung, seen->office, &climbed, decision->arena);
    decision_event (decision, ladder_climbed_record, ladder->ref, &climbed);
    if (rung->drafts_order && !(seen->matter && seen->matter->ended))
        order_draft (&(struct draft){ .office = seen->office,
                                      .ref = ladder->ref,
                                      .issue = ladder->category,
                                      .deadline = ladder->deadline,
                                      .premises = ladder->premises,
                                      .premises_name = ladder->premises_name,
                                      .community = ladder->community,
                                      .department = ladder->department,
                                      .instrument = rung->instrument,
                                      .ground = order_ground_ladder,
                                      .private = seen->matter && seen->matter->private,
                                      .now = seen->now },
                     &seen->orders, &seen->referrals, decision);
}

/* Who answers for the rung that was reached; a policy that lost it: who does for the last that it
 * has. */
static const char *role_of (const struct ladder_row *ladder, const struct policy *policy)
{
    size_t place = place_of (ladder, policy);
    return policy->ladder[place < policy->ladder_count ? place : policy->ladder_count - 1].role;
}

/* After an outage once, for all that it swallowed, and not soon again. */
static void repeat (const struct ladder_row *ladder, const struct ladder_seen *seen,
                    struct decision *decision)
{
    struct ladder_row after = *ladder;
    instant planned = again (ladder, seen->office->policy);
    bool late = planned + LADDER_LATE_MS <= seen->now;
    after.told = late ? seen->now : planned;
    decision_event (decision, ladder_repeated_record, ladder->ref,
                    &(struct ladder_repeated){ .deadline = ladder->deadline,
                                               .ref = ladder->ref,
                                               .rung = ladder->rung,
                                               .role = role_of (ladder, seen->office->policy),
                                               .number = ladder->repeats + 1,
                                               .due = ladder->due,
                                               .danger = ladder->danger,
                                               .late = late,
                                               .premises_name = ladder->premises_name,
                                               .community = ladder->community,
                                               .department = ladder->department,
                                               .clock = ladder->clock,
                                               .planned = planned,
                                               .told = after.told,
                                               .next = next_moment (&after, seen->office) });
}

void ladder_decide_hour (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct ladder_seen *seen = seen_void;
    const struct ladder_row *ladder = &seen->ladders[0];
    const struct ladder_step *rung = rung_after (ladder, seen->office);
    if (closed (seen->matter, ladder->clock)) /* more ladders than one decision could end */
        end (ladder->deadline, ladder->ref, "隐患已销号", seen, decision);
    else if (rung && moment_of (rung, ladder) <= seen->now)
        climb (ladder, rung, seen, decision);
    else if (again (ladder, seen->office->policy) != INSTANT_ABSENT &&
             again (ladder, seen->office->policy) <= seen->now)
        repeat (ladder, seen, decision);
    else /* the policy was changed: it waits, or rests on the rung it is on */
        decision_event (decision, ladder_planned_record, ladder->ref,
                        &(struct ladder_planned){ .deadline = ladder->deadline,
                                                  .ref = ladder->ref,
                                                  .next = next_moment (ladder, seen->office) });
}
