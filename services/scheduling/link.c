/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/link.h"
#include "calendar/clock.h"
#include "scheduling/move.h"
#include "scheduling/telling.h"
#include "words/intake.h"
#include <string.h>

static bool is_verification (const struct deadline_row *deadline)
{
    return strcmp (deadline->clock, CLOCK_TIPOFF_VERIFICATION) == 0;
}

static const struct deadline_row *latest (const struct case_seen *seen)
{
    const struct deadline_row *found = NULL;
    for (size_t i = 0; i < seen->count; i++)
        if (is_verification (&seen->deadlines[i]) &&
            (!found || seen->deadlines[i].cycle > found->cycle))
            found = &seen->deadlines[i];
    return found;
}

/* The context that BEFORE has, for the next cycle, counted from where it was. */
static struct arming anew (const struct case_seen *seen, const struct deadline_row *before)
{
    struct arming arming = arming_like (before);
    arming.clock = CLOCK_TIPOFF_VERIFICATION;
    arming.cycle = latest (seen)->cycle + 1;
    arming.from = before->from;
    arming.reached = seen->recorded;
    return arming;
}

/* ---- which one governs ---- */

/* The verification of one tip-off, among those that it is linked with. */
struct linked_clock {
    const struct case_seen *of_case;
    const struct deadline_row *last; /* as it was set last */
    const char *deadline;            /* its id */
    instant due;
    bool runs;   /* or else it gave way to another one */
    bool stands; /* still: it governs nobody, and keeps its place until it goes on */
};
struct linked_clocks {
    struct linked_clock list[LINKED_MAX];
    size_t count;
};

/* As it was set, not as a policy of today would set it. One that was verified has none any more. */
static void add_clock (struct linked_clocks *clocks, const struct case_seen *seen,
                       const struct deadline_row *last, struct arena *arena)
{
    if (!last || last->state == deadline_state_met || clocks->count == LINKED_MAX)
        return;
    bool runs = deadline_is_open (last->state);
    const struct arming again = { .as = last };
    clocks->list[clocks->count++] = (struct linked_clock){
        .of_case = seen,
        .last = last,
        .deadline = last->deadline,
        .due = runs ? last->due : arm_end (&again, seen->office, day_of (seen->now), arena).end.due,
        .runs = runs,
        .stands = last->state == deadline_state_paused
    };
}

static void add_clocks (struct linked_clocks *clocks, const struct case_seen *list, size_t count,
                        struct arena *arena)
{
    for (size_t i = 0; i < count; i++)
        add_clock (clocks, &list[i], latest (&list[i]), arena);
}

/* Of two that end together, the one that runs already. NULL: none counts. */
static const struct linked_clock *strictest_of (const struct linked_clocks *clocks)
{
    const struct linked_clock *strictest = NULL;
    for (size_t i = 0; i < clocks->count; i++) {
        const struct linked_clock *clock = &clocks->list[i];
        if (!clock->stands && (!strictest || clock->due < strictest->due ||
                               (clock->due == strictest->due && clock->runs && !strictest->runs)))
            strictest = clock;
    }
    return strictest;
}

static void give_way (const struct linked_clock *clock, const struct linked_clock *to,
                      struct decision *decision)
{
    const char *ref = clock->last->ref;
    decision_event (decision, deadline_cancelled_record, ref,
                    &(struct deadline_cancelled){
                        .deadline = clock->deadline,
                        .ref = ref,
                        .reason = arena_format (decision->arena, "关联举报，以 %s 较早的期限为准",
                                                to->last->ref) });
}

/* domain.md 5: the strictest of those that are linked governs, and the others give way to it. The
   one that governs; NULL: none counts. */
static const struct linked_clock *govern (const struct linked_clocks *clocks,
                                          struct decision *decision)
{
    const struct linked_clock *strictest = strictest_of (clocks);
    for (size_t i = 0; strictest && i < clocks->count; i++) {
        const struct linked_clock *clock = &clocks->list[i];
        if (clock != strictest && clock->runs && !clock->stands)
            give_way (clock, strictest, decision);
    }
    if (strictest && !strictest->runs) {
        struct arming arming = anew (strictest->of_case, strictest->last);
        arming.as = strictest->last;
        arm (&arming, strictest->of_case, decision);
    }
    return strictest;
}

void link_govern (const struct deadline_row *after, const struct case_seen *seen,
                  struct decision *decision)
{
    struct linked_clocks clocks = { .count = 0 };
    if (seen->linked_count == 0 || !is_verification (after))
        return;
    add_clock (&clocks, seen, after, decision->arena);
    add_clocks (&clocks, seen->linked, seen->linked_count, decision->arena);
    govern (&clocks, decision);
}

/* ---- linking, splitting ---- */

static void note_together (const char *tipoff, const char *const *others, size_t count,
                           struct decision *decision)
{
    const char **tipoffs = arena_take (decision->arena, (count + 1) * sizeof *tipoffs);
    struct tipoff_grouped grouped = { .tipoffs = tipoffs };
    for (size_t i = 0; i < count; i++)
        tipoffs[grouped.tipoffs_count++] = others[i];
    if (tipoff)
        tipoffs[grouped.tipoffs_count++] = tipoff;
    decision_event (decision, tipoff_grouped_record, tipoffs[0], &grouped);
}

void link_decide_linked (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct tipoff_linked *said = said_void;
    const struct link_seen *seen = seen_void;
    struct linked_clocks clocks = { .count = 0 };
    note_together (said->tipoff, said->others, said->others_count, decision);
    add_clocks (&clocks, &seen->own, 1, decision->arena);
    add_clocks (&clocks, seen->others, seen->count, decision->arena);
    govern (&clocks, decision);
}

void link_decide_split (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct tipoff_split_off *said = said_void;
    const struct link_seen *seen = seen_void;
    struct linked_clocks own = { .count = 0 }, others = { .count = 0 };
    note_together (said->tipoff, NULL, 0, decision);
    note_together (NULL, said->others, said->others_count, decision);
    add_clocks (&own, &seen->own, 1, decision->arena);
    govern (&own, decision);
    add_clocks (&others, seen->others, seen->count, decision->arena);
    govern (&others, decision);
}

/* ---- triage ---- */

static const char *name_of (const char *category, const struct office *office)
{
    const struct hazard_category *known =
        category ? office_hazard_category (office, category) : NULL;
    return known ? known->name : "未定";
}

/* By when it is to be verified now: by the clock that GOVERNS, which may be another tip-off's;
   NULL: none does until RESUMES. */
static void tell_triaged (const struct arming *arming, const struct linked_clock *governs,
                          instant resumes, const struct office *office, struct decision *decision)
{
    struct arena *arena = decision->arena;
    const char *due = governs ? clock_moment (governs->due, arena)
                              : arena_format (arena, "中止至 %s", clock_moment (resumes, arena));
    const char *other =
        !governs || text_same (governs->last->ref, arming->ref) ? NULL : governs->last->ref;
    const char *id = deadline_id (arming, arena);
    const struct deadline_row row = { .deadline = id,
                                      .ref = arming->ref,
                                      .clock = arming->clock,
                                      .premises = arming->premises,
                                      .premises_name = arming->premises_name,
                                      .community = arming->community,
                                      .department = arming->department,
                                      .category = arming->category };
    telling (
        &row, office, arena_format (arena, "%s/triaged", id),
        arena_format (arena, "【举报改类】%s，%s%s：%s（%s）", name_of (arming->category, office),
                      due, governs ? "前核查" : "", telling_about (&row, arena), arming->ref),
        arena_format (arena, "案号：%s\n%s\n现核查期限：%s%s%s\n", arming->ref, arming->why, due,
                      other ? "，与其关联的举报较早，以其为准：" : "", other ? other : ""),
        decision);
}

/* What has run has run: one that was missed stays missed, and a stricter rule may be over by now.
   What stood still, or stands, is not counted by the new rule either. Set by its new category
   though another one governs, so that it has that clock when it is split.
 */
void link_decide_triaged (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct tipoff_triaged *said = said_void;
    const struct link_seen *seen = seen_void;
    const struct office *office = seen->own.office;
    const struct deadline_row *last = latest (&seen->own);
    struct linked_clocks clocks = { .count = 0 };
    if (!last || text_same (last->category, said->category) || last->state == deadline_state_missed)
        return;
    struct arming arming = anew (&seen->own, last);
    arming.category = said->category;
    arming.department = said->department;
    arming.urgent = said->urgent;
    arming.stood_as = last;
    arming.why =
        arena_format (decision->arena, "举报类别由“%s”改定为“%s”，自收到举报时起按该类别重新计算",
                      name_of (said->before, office), name_of (said->category, office));
    if (deadline_is_open (last->state))
        decision_event (decision, deadline_cancelled_record, last->ref,
                        &(struct deadline_cancelled){
                            .deadline = last->deadline, .ref = last->ref, .reason = arming.why });
    arm (&arming, &seen->own, decision);
    const char *id = deadline_id (&arming, decision->arena);
    move_stand_on (last, id, "原期限已中止，改类后的期限随之中止", said->by, decision);
    clocks.list[clocks.count++] = (struct linked_clock){
        .of_case = &seen->own,
        .last = last,
        .deadline = id,
        .due = arm_end (&arming, office, day_of (seen->own.now), decision->arena).end.due,
        .runs = true,
        .stands = last->state == deadline_state_paused
    };
    add_clocks (&clocks, seen->others, seen->count, decision->arena);
    tell_triaged (&arming, govern (&clocks, decision), last->resumes, office, decision);
}
