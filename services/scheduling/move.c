/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/move.h"
#include "scheduling/extension.h"
#include "scheduling/hazard_link.h"
#include "scheduling/link.h"
#include "scheduling/obligation_place.h"
#include "scheduling/plan.h"
#include "scheduling/telling.h"
#include "scheduling/wording.h"
#include <inttypes.h>

/* ---- moving ---- */

static void tell_moved (const struct deadline_row *deadline, const struct office *office,
                        const struct deadline_moved *moved, struct decision *decision)
{
    struct arena *arena = decision->arena;
    const char *before = clock_moment (moved->due_before, arena);
    const char *after = clock_moment (moved->due, arena);
    struct text text = text_in (arena);
    text_format (&text, "案号：%s\n事项：%s\n原到期：%s\n现到期：%s\n原因：%s\n", deadline->ref,
                 telling_clock (deadline, office), before, after,
                 deadline_prose (deadline, moved->reason));
    telling_why (moved->explanation, moved->explanation_count, &text);
    telling (deadline, office,
             arena_format (arena, "%s/moved/%" PRId64, deadline->deadline, moved->move),
             arena_format (arena, "【期限变动】%s 原%s，现%s：%s（%s）",
                           telling_clock (deadline, office), before, after,
                           telling_about (deadline, arena), deadline->ref),
             text.bytes, decision);
}

/* Its own end, while a linked case is stricter. */
static instant own_of (const struct deadline_row *deadline, const struct set_end *set)
{
    if (set->its_own)
        return INSTANT_ABSENT;
    return set->of_another ? set->own : deadline->own;
}

/* And its own before more time was given. */
static instant alone_of (const struct deadline_row *deadline, const struct set_end *set)
{
    if (set->its_own)
        return INSTANT_ABSENT;
    return set->goes_on ? set->alone : deadline->alone;
}

void move_to (const struct deadline_row *deadline, const struct case_seen *seen,
              const struct set_end *set, const char *reason, const char *by,
              struct decision *decision)
{
    if (deadline_next (deadline->state, DEADLINE_MOVE) == deadline_state_absent)
        return;
    struct deadline_row after = *deadline;
    after.state = deadline_state_armed;
    after.due = set->end.due;
    after.known = day_of (seen->now);
    after.reached = plan_reached (seen->now, set->end.due);
    after.place = -1;
    after.repeat = INSTANT_ABSENT;
    const struct deadline_moved moved = { .deadline = deadline->deadline,
                                          .ref = deadline->ref,
                                          .move = deadline->moves + 1,
                                          .due_before = deadline->due,
                                          .due = set->end.due,
                                          .provisional = set->end.provisional,
                                          .published = set->end.published == INT64_MIN
                                                           ? DAY_ABSENT
                                                           : set->end.published,
                                          .reason = reason,
                                          .by = by,
                                          .explanation = set->explanation,
                                          .explanation_count = set->explanation_count,
                                          .stood = set->stood,
                                          .stood_count = set->stood_count,
                                          .own = own_of (deadline, set),
                                          .alone = alone_of (deadline, set),
                                          .granted = set->outlasts ? set->granted : INSTANT_ABSENT,
                                          .reached = after.reached,
                                          .next = plan_next_moment (&after, seen->office) };
    decision_event (decision, deadline_moved_record, deadline->ref, &moved);
    if (!set->untold && (!set->its_own || moved.due != moved.due_before))
        tell_moved (deadline, seen->office, &moved, decision);
    link_govern (&after, seen, decision);
}

/* ---- standing still ---- */

enum { PAUSES_MAX = 40, REASON_CHARACTERS = 2000 }; /* of deadline.moved */

static bool may (const struct deadline_seen *seen, const char *id, const char *by, const char *word,
                 struct decision *decision)
{
    if (!seen->deadline)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/deadline", "there is no deadline %s", id);
    return decision->refusal.code == REFUSAL_NONE &&
           decision_allows (decision, seen->of_case.office, by, word);
}

static const char *state_of (const struct deadline_row *deadline)
{
    return choice_word (deadline_state_choices(), (int)deadline->state);
}

/* How many days "2021-01-06/2021-01-08" are, the last not among them. */
static int64_t length_of (const char *stood, struct arena *arena)
{
    day from = 0, to = 0;
    return arm_read_stood (stood, &from, &to, arena) && to > from ? to - from : 0;
}

/* How many days it stood still so far, a pause within a day for one; an extension begins anew. */
static int64_t days_paused (const struct deadline_row *deadline, struct arena *arena)
{
    int64_t days = 0;
    for (size_t i = 0; i < deadline->stood_count; i++) {
        int64_t stood = length_of (deadline->stood[i], arena);
        days += stood > 0 ? stood : 1;
    }
    return days;
}

void move_decide_pause (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct deadline_pause *said = said_void;
    const struct deadline_seen *seen = seen_void;
    const struct deadline_row *deadline = seen->deadline;
    const struct office *office = seen->of_case.office;
    instant now = seen->of_case.now;
    if (!may (seen, said->deadline, said->by, "deadline.pause", decision))
        return;
    int64_t most = office->policy->pause_days_max;
    int64_t left = most - days_paused (deadline, decision->arena);
    const struct clock_policy *clock = office_clock (office, deadline->clock);
    if ((clock && clock->danger) || strcmp (deadline->clock, CLOCK_ORDER_END) == 0)
        extension_is_ours (deadline, office, decision);
    else if (clock && clock->statutory && !clock->may_stand)
        decision_refuse (decision, REFUSAL_CONFLICT, "/deadline",
                         "%s has the length that the law sets (%s), and the law does not stop it "
                         "(may_stand in policy.yaml); possible now: what meets it",
                         deadline->deadline, deadline->rule);
    else if (deadline_next (deadline->state, DEADLINE_PAUSE) == deadline_state_absent)
        decision_refuse (decision, REFUSAL_CONFLICT, "/deadline",
                         "%s is %s; only one that is armed can be paused", said->deadline,
                         state_of (deadline));
    else if (left <= 0 || deadline->stood_count >= PAUSES_MAX)
        decision_refuse (decision, REFUSAL_CONFLICT, "/deadline",
                         "%s is armed and stood still for %" PRId64 " days in %zu pauses, and the "
                         "policy allows no more (%" PRId64 "); possible now: deadline.extend",
                         said->deadline, most - left, deadline->stood_count, most);
    else if (said->until <= now || said->until > now + left * DAY_MS)
        decision_refuse (decision, REFUSAL_INVALID, "/until",
                         "must lie ahead, and at most %" PRId64
                         " days: what is left of the %" PRId64 " that the policy allows",
                         left, most);
    if (decision->refusal.code != REFUSAL_NONE)
        return;
    struct arena *arena = decision->arena;
    const char *by_law = clock ? clock->may_stand : NULL;
    decision_event (decision, deadline_paused_record, deadline->ref,
                    &(struct deadline_paused){ .deadline = deadline->deadline,
                                               .ref = deadline->ref,
                                               .at = now,
                                               .until = said->until,
                                               .reason = said->reason,
                                               .by = said->by });
    telling (
        deadline, office,
        arena_format (arena, "%s/paused/%" PRId64, deadline->deadline, deadline->moves + 1),
        arena_format (arena, "【期限中止】%s 中止至 %s：%s（%s）", telling_clock (deadline, office),
                      clock_moment (said->until, arena), telling_about (deadline, arena),
                      deadline->ref),
        arena_format (
            arena,
            "案号：%s\n事项：%s\n原到期：%s\n中止至：%s，届时自动继续计算\n决定人：%s\n原因：%s\n"
            "%s%s%s",
            deadline->ref, telling_clock (deadline, office), clock_moment (deadline->due, arena),
            clock_moment (said->until, arena), wording_role (office, said->by),
            deadline_prose (deadline, said->reason), by_law ? "依据：" : "", by_law ? by_law : "",
            by_law ? "\n" : ""),
        decision);
    struct deadline_row after = *deadline;
    after.state = deadline_state_paused;
    link_govern (&after, &seen->of_case, decision);
}

/* "2021-01-06/2021-01-08": the day of the pause is one that END's DEADLINE stood through, that on
   which it goes on is not. The day from which it is counted never counted itself (民法典 201), and
   is not owed; unless it was paused before it began to be counted: in a time limit that was
   extended ahead. */
static const char *days_stood (const struct deadline_row *deadline, instant end,
                               struct arena *arena)
{
    char from[DAY_TEXT_SIZE], to[DAY_TEXT_SIZE];
    day first = day_of (deadline->paused), last = day_of (end);
    const instant counted = deadline->counted_from;
    if (counted != INSTANT_ABSENT && counted <= deadline->paused && first == day_of (counted))
        first++;
    return arena_format (arena, "%s/%s", day_text (first, from),
                         day_text (last < first ? first : last, to));
}

struct deadline_row move_without (const struct deadline_row *deadline, instant end,
                                  struct arena *arena)
{
    const char **stood = arena_take (arena, (deadline->stood_count + 1) * sizeof *stood);
    struct deadline_row after = *deadline;
    for (size_t i = 0; i < deadline->stood_count; i++)
        stood[i] = deadline->stood[i];
    stood[after.stood_count++] = days_stood (deadline, end, arena);
    after.stood = stood;
    return after;
}

/* Hours may end at 24:00 by chance; what was set before they were on record, and what ends as
   another case's, is a date when it does. */
static bool ends_with_a_day (const struct deadline_row *deadline)
{
    bool in_hours = deadline->hours != NUMBER_ABSENT && deadline->own == INSTANT_ABSENT;
    return !in_hours && deadline->due == day_start (day_of (deadline->due));
}

struct clock_end move_days_on (const struct clock_end *end, const struct clock_rule *days,
                               const struct office *office, day known, struct arena *arena)
{
    struct clock_rule rule = *days;
    rule.moved_from_holiday = rule.kind == clock_calendar_days;
    if (rule.length < 1)
        return *end;
    struct clock_end on = clock_run (office->calendar, &rule, end->due - 1, known, arena);
    on.provisional |= end->provisional;
    return on;
}

/* What no calendar counts ends as much later as it stood: hours; or days, when it ends with one
   (domain.md 3). */
static struct set_end shift (const struct deadline_row *deadline, instant end,
                             const struct case_seen *seen, struct arena *arena)
{
    const struct deadline_row after = move_without (deadline, end, arena);
    const struct clock_rule days = { .kind = clock_calendar_days,
                                     .length =
                                         length_of (after.stood[after.stood_count - 1], arena) };
    const bool in_days = ends_with_a_day (deadline);
    struct set_end set = { .end = { .due = deadline->due,
                                    .provisional = deadline->provisional,
                                    .published = INT64_MIN },
                           .stood = after.stood,
                           .stood_count = after.stood_count };
    struct text text = text_in (arena);
    text_format (&text, "中止：%s 至 %s\n", clock_moment (deadline->paused, arena),
                 clock_moment (end, arena));
    if (in_days) {
        set.end = move_days_on (&set.end, &days, seen->office, day_of (seen->now), arena);
        text_format (&text, "顺延 %" PRId64 " 天\n", days.length);
        clock_explain_end (clock_calendar_days, &set.end, true, &text);
    } else {
        set.end.due += end - deadline->paused;
        text_format (&text, "顺延同样长的时间，到期：%s\n", clock_moment (set.end.due, arena));
    }
    set_end_explain (&set, text.bytes, arena);
    return set;
}

/* Counted again without the days that it stood through. */
static struct set_end count_without (const struct deadline_row *deadline, instant end,
                                     const struct case_seen *seen, struct arena *arena)
{
    const struct deadline_row after = move_without (deadline, end, arena);
    return arm_end (&(struct arming){ .as = &after }, seen->office, day_of (seen->now), arena);
}

void move_stand_on (const struct deadline_row *before, const char *deadline, const char *reason,
                    const char *by, struct decision *decision)
{
    if (before->paused == INSTANT_ABSENT)
        return;
    decision_event (decision, deadline_paused_record, before->ref,
                    &(struct deadline_paused){ .deadline = deadline,
                                               .ref = before->ref,
                                               .at = before->paused,
                                               .until = before->resumes,
                                               .reason = reason,
                                               .by = by });
}

static struct set_end gone_on (const struct deadline_row *deadline, instant end,
                               const struct case_seen *seen, struct arena *arena)
{
    return arm_is_counted (deadline) ? count_without (deadline, end, seen, arena)
                                     : shift (deadline, end, seen, arena);
}

instant move_due (const struct deadline_row *deadline, const struct case_seen *seen,
                  struct arena *arena)
{
    return deadline->paused == INSTANT_ABSENT
               ? deadline->due
               : gone_on (deadline, deadline->resumes, seen, arena).end.due;
}

instant move_stood_with (instant due, const struct deadline_row *deadline, day since,
                         const struct case_seen *seen, struct arena *arena)
{
    for (size_t i = 0; i < deadline->stood_count; i++) {
        day from = 0, to = 0;
        if (!arm_read_stood (deadline->stood[i], &from, &to, arena) || from < since)
            continue;
        const struct clock_rule days = { .kind = clock_calendar_days, .length = to - from };
        const struct clock_end end = { .due = due };
        due = due == day_start (day_of (due))
                  ? move_days_on (&end, &days, seen->office, day_of (seen->now), arena).due
                  : due + days.length * (instant)DAY_MS;
    }
    return due;
}

/* Its own end is as much later as that of the linked case, which it has. */
static void keep_own (const struct deadline_row *deadline, instant end,
                      const struct case_seen *seen, struct set_end *set, struct arena *arena)
{
    struct deadline_row alone = *deadline;
    if (deadline->own == INSTANT_ABSENT)
        return;
    alone.due = deadline->own;
    alone.own = INSTANT_ABSENT;
    set->of_another = true;
    set->own = gone_on (&alone, end, seen, arena).end.due;
}

static void keep_alone (const struct deadline_row *deadline, instant end,
                        const struct case_seen *seen, struct set_end *set, struct arena *arena)
{
    struct deadline_row alone = *deadline;
    if (deadline->alone == INSTANT_ABSENT)
        return;
    alone.due = deadline->alone;
    set->goes_on = true;
    set->alone = shift (&alone, end, seen, arena).end.due;
}

/* More time that people gave, which another day may outlast meanwhile. */
static struct set_end granted_on (const struct deadline_row *deadline, instant end,
                                  const struct case_seen *seen, struct arena *arena)
{
    struct deadline_row granted = *deadline;
    granted.due = deadline->granted;
    return gone_on (&granted, end, seen, arena);
}

void move_resume (const struct deadline_row *deadline, const struct case_seen *seen,
                  const char *reason, const char *by, struct decision *decision)
{
    struct arena *arena = decision->arena;
    instant end = seen->now < deadline->resumes ? seen->now : deadline->resumes;
    const bool is_granted = seen->placing && deadline->granted != INSTANT_ABSENT;
    const struct set_end granted =
        is_granted ? granted_on (deadline, end, seen, arena) : (struct set_end){ .rule = NULL };
    if (obligation_resume (deadline, end, seen, is_granted ? &granted : NULL, reason, by, decision))
        return;
    struct set_end set = gone_on (deadline, end, seen, arena);
    keep_own (deadline, end, seen, &set, arena);
    keep_alone (deadline, end, seen, &set, arena);
    const char *stricter = hazard_link_govern (deadline, seen, &set, arena);
    if (stricter)
        reason = text_shortened (arena_format (arena, "%s；%s", stricter, reason),
                                 REASON_CHARACTERS, arena);
    move_to (deadline, seen, &set, reason, by, decision);
}

void move_decide_resume (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct deadline_resume *said = said_void;
    const struct deadline_seen *seen = seen_void;
    if (!may (seen, said->deadline, said->by, "deadline.resume", decision))
        return;
    if (seen->deadline->state != deadline_state_paused)
        decision_refuse (decision, REFUSAL_CONFLICT, "/deadline",
                         "%s is %s; only one that is paused can be resumed", said->deadline,
                         state_of (seen->deadline));
    else
        move_resume (seen->deadline, &seen->of_case, said->reason, said->by, decision);
}
