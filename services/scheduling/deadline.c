/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/deadline.h"
#include "scheduling/arm.h"
#include "scheduling/plan.h"
#include "words/intake.h"
#include <inttypes.h>
#include <string.h>

enum { STATES = deadline_state_cancelled + 1 };

static const enum deadline_state next_state[STATES][DEADLINE_ACTS] = {
    [deadline_state_armed] = { [DEADLINE_MEET] = deadline_state_met, [DEADLINE_MISS] = deadline_state_missed,
                               [DEADLINE_CANCEL] = deadline_state_cancelled, [DEADLINE_EXTEND] = deadline_state_armed },
    [deadline_state_missed] = { [DEADLINE_MEET] = deadline_state_met, [DEADLINE_CANCEL] = deadline_state_cancelled,
                                [DEADLINE_EXTEND] = deadline_state_armed },
};

enum deadline_state deadline_next (enum deadline_state state, enum deadline_act act)
{
    return next_state[state][act];
}

/* ---- what is done to one ---- */

static const struct deadline_row *find (const struct case_seen *seen, const char *clock, int64_t cycle)
{
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp (seen->deadlines[i].clock, clock) == 0 && seen->deadlines[i].cycle == cycle)
            return &seen->deadlines[i];
    return NULL;
}

static void meet (const struct deadline_row *deadline, instant at, struct decision *decision)
{
    if (!deadline || deadline_next (deadline->state, DEADLINE_MEET) == deadline_state_absent)
        return;
    decision_event (decision, deadline_met_record, deadline->ref, &(struct deadline_met){
        .deadline = deadline->deadline, .ref = deadline->ref, .at = at, .late = at > deadline->due });
}

static void cancel (const struct deadline_row *deadline, const char *reason, struct decision *decision)
{
    if (!deadline || deadline_next (deadline->state, DEADLINE_CANCEL) == deadline_state_absent)
        return;
    decision_event (decision, deadline_cancelled_record, deadline->ref, &(struct deadline_cancelled){
        .deadline = deadline->deadline, .ref = deadline->ref, .reason = reason });
}

/* Any deadline of the case, for what it knows of it; NULL: none was ever armed. */
static const struct deadline_row *any (const struct case_seen *seen)
{
    return seen->count > 0 ? &seen->deadlines[0] : NULL;
}

static void arm_again (const struct case_seen *seen, const char *clock, int64_t cycle, instant from, instant due,
                       struct decision *decision)
{
    const struct deadline_row *like = any (seen);
    if (!like)
        return; /* nothing is known of a case that was fixed at once */
    struct arming arming = arming_like (like);
    arming.clock = clock;
    arming.cycle = cycle;
    arming.from = from;
    arming.due = due;
    arming.reached = seen->recorded;
    arm (&arming, seen, decision);
}

static int64_t last_cycle (const struct case_seen *seen, const char *clock)
{
    int64_t last = 0;
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp (seen->deadlines[i].clock, clock) == 0 && seen->deadlines[i].cycle > last)
            last = seen->deadlines[i].cycle;
    return last;
}

/* ---- tip-offs ---- */

void deadline_decide_tipoff_reported (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct tipoff_reported *said = said_void;
    const struct case_seen *seen = seen_void;
    arm (&(struct arming){ .ref = said->tipoff, .clock = CLOCK_TIPOFF_VERIFICATION, .cycle = 1, .from = seen->time,
                           .reached = seen->recorded, .due = INSTANT_ABSENT, .working_days = NUMBER_ABSENT,
                           .urgent = said->urgent, .premises = said->premises,
                           .premises_name = said->premises_name ? said->premises_name : said->address,
                           .community = said->community, .department = said->department,
                           .category = said->category },
         seen, decision);
}

void deadline_decide_tipoff_verified (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct case_seen *seen = seen_void;
    meet (find (seen, CLOCK_TIPOFF_VERIFICATION, 1), seen->time, decision);
}

/* ---- hazards ---- */

void deadline_decide_hazard_opened (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct hazard_opened *said = said_void;
    const struct case_seen *seen = seen_void;
    const struct hazard_category *category = office_hazard_category (seen->office, said->category);
    if (said->treatment->kind == treatment_immediate)
        return;
    struct arming arming = { .ref = said->hazard, .clock = CLOCK_RECTIFICATION, .cycle = 1, .from = seen->time,
                             .reached = seen->recorded, .due = said->treatment->due,
                             .working_days = said->treatment->working_days, .urgent = category && category->urgent,
                             .premises = said->premises, .premises_name = said->premises_name,
                             .community = said->community, .department = said->department,
                             .category = said->category, .tracker = said->treatment->tracker,
                             .watcher = said->treatment->watcher ? said->treatment->watcher->name : NULL,
                             .severity = said->severity };
    arm (&arming, seen, decision);
    arming.clock = CLOCK_WATCH;
    arming.due = INSTANT_ABSENT;
    arming.working_days = NUMBER_ABSENT;
    arm (&arming, seen, decision);
}

void deadline_decide_rectification_reported (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct rectification_reported *said = said_void;
    const struct case_seen *seen = seen_void;
    meet (find (seen, CLOCK_RECTIFICATION, said->cycle), seen->time, decision);
    arm_again (seen, CLOCK_REINSPECTION, said->cycle, seen->time, INSTANT_ABSENT, decision);
}

void deadline_decide_reinspection_reported (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct reinspection_reported *said = said_void;
    const struct case_seen *seen = seen_void;
    meet (find (seen, CLOCK_REINSPECTION, said->cycle), seen->time, decision);
    /* On the spot before the unit had reported anything: that is the answer to the time limit too. */
    if (said->outcome == reinspection_passed)
        meet (find (seen, CLOCK_RECTIFICATION, said->cycle), seen->time, decision);
    else
        cancel (find (seen, CLOCK_RECTIFICATION, said->cycle), "复查未通过，另定期限", decision);
}

void deadline_decide_hazard_closed (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct case_seen *seen = seen_void;
    for (size_t i = 0; i < seen->count && decision->count < DECISION_EVENTS_MAX; i++)
        cancel (&seen->deadlines[i], "隐患已销号", decision);
}

void deadline_decide_hazard_reopened (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct hazard_reopened *said = said_void;
    const struct case_seen *seen = seen_void;
    arm_again (seen, CLOCK_RECTIFICATION, said->cycle, seen->time, said->due, decision);
}

void deadline_decide_watch_reported (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct case_seen *seen = seen_void;
    for (size_t i = 0; i < seen->count && decision->count < DECISION_EVENTS_MAX - 1; i++)
        if (strcmp (seen->deadlines[i].clock, CLOCK_WATCH) == 0)
            meet (&seen->deadlines[i], seen->time, decision);
    arm_again (seen, CLOCK_WATCH, last_cycle (seen, CLOCK_WATCH) + 1, seen->time, INSTANT_ABSENT, decision);
}

/* ---- missing ---- */

static void arm_what_follows (const struct deadline_row *deadline, const struct case_seen *seen,
                              struct decision *decision)
{
    /* 消防监督检查规定 20: re-inspected within three working days of the expiry. */
    if (strcmp (deadline->clock, CLOCK_RECTIFICATION) == 0)
        arm_again (seen, CLOCK_REINSPECTION, deadline->cycle, deadline->due, INSTANT_ABSENT, decision);
    /* The watch goes on; after an outage from now, since nobody can report for the past. */
    if (strcmp (deadline->clock, CLOCK_WATCH) == 0 && deadline->cycle == last_cycle (seen, CLOCK_WATCH))
        arm_again (seen, CLOCK_WATCH, deadline->cycle + 1, seen->now, INSTANT_ABSENT, decision);
}

void deadline_miss (const struct deadline_row *deadline, const struct case_seen *seen, struct decision *decision)
{
    const struct clock_policy *clock = office_clock (seen->office, deadline->clock);
    struct deadline_row after = *deadline;
    after.state = deadline_state_missed;
    after.repeat = clock ? deadline->due + office_repeat_hours (clock, 1) * HOUR_MS : INSTANT_ABSENT;
    decision_event (decision, deadline_missed_record, deadline->ref, &(struct deadline_missed){
        .deadline = deadline->deadline, .ref = deadline->ref, .clock = deadline->clock, .cycle = deadline->cycle,
        .due = deadline->due, .danger = clock && clock->danger, .premises = deadline->premises,
        .premises_name = deadline->premises_name, .community = deadline->community,
        .department = deadline->department, .category = deadline->category, .severity = deadline->severity,
        .repeat = after.repeat, .next = plan_next_moment (&after, seen->office, day_of (seen->now)) });
    arm_what_follows (deadline, seen, decision);
}

/* ---- extending ---- */

static bool may_extend (const struct deadline_extend *said, const struct deadline_row *deadline,
                        const struct office *office, struct decision *decision)
{
    if (!deadline)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/deadline", "there is no deadline %s", said->deadline);
    else if (!office_knows_actor (office, said->by))
        decision_refuse (decision, REFUSAL_INVALID, "/by", "%s is no role, department or community of "
                         "config/organisation.yaml", said->by);
    else if (!office_may (office, said->by, "deadline.extend"))
        decision_refuse (decision, REFUSAL_FORBIDDEN, "/by", "%s may not extend a deadline; these may: %s", said->by,
                         office_may_text (office, "deadline.extend", decision->arena));
    else if (deadline_next (deadline->state, DEADLINE_EXTEND) == deadline_state_absent)
        decision_refuse (decision, REFUSAL_CONFLICT, "/deadline", "%s is %s; only one that is armed or missed can be "
                         "extended", said->deadline, choice_word (deadline_state_choices (), (int)deadline->state));
    else if (deadline->extensions >= office->policy->extension->times_max)
        decision_refuse (decision, REFUSAL_CONFLICT, "/deadline", "%s was extended %" PRId64 " times already; the policy "
                         "allows no more", said->deadline, deadline->extensions);
    return decision->refusal.code == REFUSAL_NONE;
}

static bool has_one_limit (const struct deadline_extend *said, const struct office *office, struct decision *decision)
{
    bool due = said->due != INSTANT_ABSENT, days = said->working_days != NUMBER_ABSENT;
    if (!due && !days)
        decision_refuse (decision, REFUSAL_INVALID, "/due", "is missing; give due or working_days");
    if (due && days)
        decision_refuse (decision, REFUSAL_INVALID, "/working_days", "is given beside due; give one of them");
    if (days && said->working_days > office->policy->extension->working_days_max)
        decision_refuse (decision, REFUSAL_INVALID, "/working_days", "is more than the %" PRId64 " that the policy allows",
                         office->policy->extension->working_days_max);
    return decision->refusal.code == REFUSAL_NONE;
}

void deadline_decide_extend (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct deadline_extend *said = said_void;
    const struct case_seen *seen = seen_void;
    const struct deadline_row *deadline = any (seen);
    if (!may_extend (said, deadline, seen->office, decision) || !has_one_limit (said, seen->office, decision))
        return;
    day known = day_of (seen->now);
    struct arming arming = arming_like (deadline);
    arming.clock = deadline->clock;
    arming.from = deadline->due - 1; /* the last day of the old limit is not counted again */
    arming.due = said->due;
    arming.working_days = said->working_days;
    struct set_end set = arm_end (&arming, seen->office, known, decision->arena);
    if (set.end.due <= deadline->due || set.end.due <= seen->now) {
        decision_refuse (decision, REFUSAL_INVALID, said->due != INSTANT_ABSENT ? "/due" : "/working_days",
                         "the new time limit must lie after the old one and after now");
        return;
    }
    struct deadline_row after = *deadline;
    after.state = deadline_state_armed;
    after.due = set.end.due;
    after.reached = seen->now;
    after.place = -1;
    decision_event (decision, deadline_extended_record, deadline->ref, &(struct deadline_extended){
        .deadline = deadline->deadline, .ref = deadline->ref, .extension = deadline->extensions + 1,
        .due_before = deadline->due, .due = set.end.due, .provisional = set.end.provisional,
        .published = set.end.published == INT64_MIN ? DAY_ABSENT : set.end.published, .reason = said->reason,
        .by = said->by, .explanation = set.explanation, .explanation_count = set.explanation_count,
        .reached = seen->now, .next = plan_next_moment (&after, seen->office, known) });
}
