/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/extension.h"
#include "scheduling/arm.h"
#include "scheduling/link.h"
#include "scheduling/plan.h"
#include "scheduling/telling.h"
#include "scheduling/wording.h"
#include <inttypes.h>
#include <string.h>

bool extension_is_ours (const struct deadline_row *deadline, const struct office *office,
                        struct decision *decision)
{
    const struct clock_policy *clock = office_clock (office, deadline->clock);
    if (strcmp (deadline->clock, CLOCK_ORDER_END) == 0)
        decision_refuse (decision, REFUSAL_CONFLICT, "/deadline",
                         "%s is the end of an order, which stays where it is; possible now: "
                         "order.renew, order.lift",
                         deadline->deadline);
    else if (clock && clock->danger)
        decision_refuse (decision, REFUSAL_CONFLICT, "/deadline",
                         "%s is a watch over a danger, which neither pauses nor is given more "
                         "time; possible now: watch.report, by this watcher or another",
                         deadline->deadline);
    else if (clock && clock->statutory)
        decision_refuse (decision, REFUSAL_CONFLICT, "/deadline",
                         "%s has the length that the law sets (%s), and nobody here gives more "
                         "time; possible now: what meets it",
                         deadline->deadline, deadline->rule);
    return decision->refusal.code == REFUSAL_NONE;
}

/* Who is told first to do it owes it: its tracker; without one, those of the first step. */
static void owed_by (const struct deadline_row *deadline, const struct office *office,
                     struct office_parties *parties)
{
    const struct clock_policy *clock = office_clock (office, deadline->clock);
    const struct office_case about = { .community = deadline->community,
                                       .department = deadline->department,
                                       .tracker = deadline->tracker };
    if (deadline->tracker)
        office_resolve (office, "tracker", &about, parties);
    for (size_t i = 0; !deadline->tracker && clock && i < clock->steps[0].to_count; i++)
        if (strcmp (clock->steps[0].to[i], "tracker") != 0)
            office_resolve (office, clock->steps[0].to[i], &about, parties);
}

/* More time is given by others than by who owes it. */
static bool gives_himself (const char *by, const struct deadline_row *deadline,
                           const struct office *office)
{
    struct office_parties owing = { .count = 0 }, giving = { .count = 0 };
    owed_by (deadline, office, &owing);
    office_resolve (office, by, &(struct office_case){ .community = NULL }, &giving);
    return office_parties_meet (&owing, &giving);
}

static bool may_extend (const struct deadline_extend *said, const struct deadline_row *deadline,
                        const struct office *office, const char *act, struct decision *decision)
{
    if (!deadline)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/deadline", "there is no deadline %s",
                         said->deadline);
    else if (!decision_allows (decision, office, said->by, act) ||
             !extension_is_ours (deadline, office, decision))
        return false;
    else if (gives_himself (said->by, deadline, office))
        decision_refuse (decision, REFUSAL_FORBIDDEN, "/by",
                         "%s owes %s, and gives itself no more time; possible: extension.ask, and "
                         "extension.grant by another",
                         said->by, deadline->deadline);
    else if (deadline_next (deadline->state, DEADLINE_EXTEND) == deadline_state_absent)
        decision_refuse (decision, REFUSAL_CONFLICT, "/deadline",
                         "%s is %s; only one that is armed or missed can be "
                         "extended",
                         said->deadline,
                         choice_word (deadline_state_choices(), (int)deadline->state));
    else if (deadline->extensions >= office->policy->extension->times_max)
        decision_refuse (
            decision, REFUSAL_CONFLICT, "/deadline",
            "%s is %s and was extended %" PRId64 " times, which is all that the policy "
            "allows; possible now: what meets it%s",
            said->deadline, choice_word (deadline_state_choices(), (int)deadline->state),
            deadline->extensions,
            deadline->state == deadline_state_armed ? ", deadline.pause" : "");
    return decision->refusal.code == REFUSAL_NONE;
}

/* An extension counts from when it is entered; entered behind a miss it would read as if there had
   been none. */
static bool is_in_order_of_time (const struct deadline_seen *seen, struct decision *decision)
{
    const struct deadline_row *deadline = seen->deadline;
    return decision_keeps_order (decision, deadline->deadline, seen->of_case.time, deadline->last,
                                 seen->of_case.office->policy->skew_minutes * MINUTE_MS);
}

static bool has_one_limit (const struct deadline_extend *said, struct decision *decision)
{
    bool due = said->due != INSTANT_ABSENT, days = said->working_days != NUMBER_ABSENT;
    if (!due && !days)
        decision_refuse (decision, REFUSAL_INVALID, "/due", "is missing; give due or working_days");
    if (due && days)
        decision_refuse (decision, REFUSAL_INVALID, "/working_days",
                         "is given beside due; give one of them");
    return decision->refusal.code == REFUSAL_NONE;
}

/* Working days of an extension follow on the old time limit; when that is over, on today. */
static instant extended_from (const struct deadline_row *deadline, instant now)
{
    return deadline->due > now ? deadline->due - 1
                               : now; /* the last day of the old limit is not counted again */
}

static bool is_within_limits (const struct deadline_extend *said,
                              const struct deadline_seen *extending, instant due,
                              struct decision *decision)
{
    const struct deadline_row *deadline = extending->deadline;
    const struct case_seen *seen = &extending->of_case;
    struct arena *arena = decision->arena;
    const char *path = said->due != INSTANT_ABSENT ? "/due" : "/working_days";
    struct clock_rule most = { .kind = clock_working_days,
                               .length = seen->office->policy->extension->working_days_max };
    struct clock_end limit =
        clock_run (seen->office->calendar, &most, extended_from (deadline, seen->now),
                   day_of (seen->now), arena);
    if (due <= deadline->due || due <= seen->now)
        decision_refuse (
            decision, REFUSAL_CONFLICT, path,
            "%s is not an extension: %s is due %s, and now is %s; possible now: a later "
            "moment, until %s",
            clock_moment (due, arena), deadline->deadline, clock_moment (deadline->due, arena),
            clock_moment (seen->now, arena), clock_moment (limit.due, arena));
    else if (due > limit.due)
        decision_refuse (decision, REFUSAL_CONFLICT, path,
                         "%s is too far: the policy allows %" PRId64
                         " working days at a time; possible now: until %s",
                         clock_moment (due, arena), most.length, clock_moment (limit.due, arena));
    return decision->refusal.code == REFUSAL_NONE;
}

const struct deadline_extended *deadline_extend_by (const struct deadline_extend *said,
                                                    const struct deadline_seen *extending,
                                                    const char *act, struct decision *decision)
{
    const struct case_seen *seen = &extending->of_case;
    const struct deadline_row *deadline = extending->deadline;
    if (!may_extend (said, deadline, seen->office, act, decision) ||
        !has_one_limit (said, decision) || !is_in_order_of_time (extending, decision))
        return NULL;
    day known = day_of (seen->now);
    struct arming arming = arming_like (deadline);
    arming.clock = deadline->clock;
    arming.from = extended_from (deadline, seen->now);
    arming.due = said->due;
    arming.working_days = said->working_days;
    struct set_end set = arm_end (&arming, seen->office, known, decision->arena);
    if (!is_within_limits (said, extending, set.end.due, decision))
        return NULL;
    struct deadline_row after = *deadline;
    after.state = deadline_state_armed;
    after.due = set.end.due;
    after.known = known;
    after.reached = seen->now;
    after.place = -1;
    struct deadline_extended *extended = arena_take (decision->arena, sizeof *extended);
    *extended = (struct deadline_extended){
        .deadline = deadline->deadline,
        .ref = deadline->ref,
        .extension = deadline->extensions + 1,
        .due_before = deadline->due,
        .due = set.end.due,
        .provisional = set.end.provisional,
        .published = set.end.published == INT64_MIN ? DAY_ABSENT : set.end.published,
        .reason = said->reason,
        .by = said->by,
        .working_days = set.working_days,
        .counted_from = set.working_days == NUMBER_ABSENT ? INSTANT_ABSENT : arming.from,
        .explanation = set.explanation,
        .explanation_count = set.explanation_count,
        .reached = seen->now,
        .next = plan_next_moment (&after, seen->office)
    };
    decision_event (decision, deadline_extended_record, deadline->ref, extended);
    if (strcmp (deadline->clock, CLOCK_RECTIFICATION) == 0)
        deadline_drop_reinspection (seen, deadline->cycle, decision);
    link_govern (&after, seen, decision);
    return extended;
}

/* ---- telling ---- */

void extension_say_ends (const struct deadline_extended *extended, struct text *text)
{
    text_format (text, "原到期：%s\n现到期：%s\n", clock_moment (extended->due_before, text->arena),
                 clock_moment (extended->due, text->arena));
    telling_why (extended->explanation, extended->explanation_count, text);
}

static void tell_extended (const struct deadline_row *deadline, const struct office *office,
                           const struct deadline_extended *extended, struct decision *decision)
{
    struct arena *arena = decision->arena;
    struct text text = text_in (arena);
    text_format (&text, "案号：%s\n事项：%s\n决定人：%s\n理由：%s\n", deadline->ref,
                 telling_clock (deadline, office), wording_role (office, extended->by),
                 deadline_prose (deadline, extended->reason));
    extension_say_ends (extended, &text);
    telling (deadline, office,
             arena_format (arena, "%s/extended/%" PRId64, deadline->deadline, extended->extension),
             arena_format (
                 arena, "【延期】%s 原%s，现%s：%s（%s）", telling_clock (deadline, office),
                 clock_moment (extended->due_before, arena), clock_moment (extended->due, arena),
                 telling_about (deadline, arena), deadline->ref),
             text.bytes, decision);
}

void deadline_decide_extend (const void *said, const void *seen_void, struct decision *decision)
{
    const struct deadline_seen *seen = seen_void;
    const struct deadline_extended *extended =
        deadline_extend_by (said, seen, "deadline.extend", decision);
    if (extended)
        tell_extended (seen->deadline, seen->of_case.office, extended, decision);
}
