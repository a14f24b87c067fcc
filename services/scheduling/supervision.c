/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/supervision.h"
#include "scheduling/arm.h"
#include "scheduling/telling.h"
#include "words/escalation.h"
#include <string.h>

/* Each listing has two: that it was listed, and that it was removed. */
static int64_t publication (int64_t number, bool delisting)
{
    return 2 * number - 1 + delisting;
}

void supervision_decide_listed (const void *said_void, const void *seen_void,
                                struct decision *decision)
{
    const struct supervision_listed *said = said_void;
    const struct case_seen *seen = seen_void;
    const struct deadline_row *of_case = deadline_of_case (seen);
    struct arming arming = { .ref = said->ref,
                             .clock = CLOCK_SUPERVISION,
                             .cycle = said->number,
                             .from = seen->time,
                             .reached = seen->recorded,
                             .due = said->due,
                             .working_days = NUMBER_ABSENT,
                             .premises = said->premises,
                             .premises_name = said->premises_name,
                             .community = said->community,
                             .department = said->department,
                             .category = said->category,
                             .severity = of_case ? of_case->severity : severity_absent };
    arm (&arming, seen, decision);
    arming.clock = CLOCK_PUBLICATION;
    arming.cycle = publication (said->number, false);
    arming.due = INSTANT_ABSENT;
    arm (&arming, seen, decision);
}

/* The office's to do, not the hazard's people's. */
static struct arming of_office (const struct case_seen *seen, const char *clock, int64_t cycle)
{
    struct arming arming = deadline_again (seen, clock, cycle, seen->time);
    arming.tracker = NULL;
    arming.watcher = NULL;
    return arming;
}

/* Acceptance on site is what the time limit is for; coming off the list is an act of the office,
   which is reminded of it: "removed only after on-site acceptance, and that is published too". */
void supervision_decide_accepted (const void *said_void, const void *seen_void,
                                  struct decision *decision)
{
    const struct supervision_accepted *said = said_void;
    const struct case_seen *seen = seen_void;
    deadline_meet_clock (seen, CLOCK_SUPERVISION, said->number, seen->time, decision);
    const struct arming arming = of_office (seen, CLOCK_DELISTING, said->number);
    arm (&arming, seen, decision);
}

static const char *why_it_hangs (const struct hazard_closed *said, struct arena *arena)
{
    if (said->reason == closing_linked)
        return arena_format (arena, "隐患已关联 %s，由该案一并整改和复查，本案不再单独验收",
                             said->linked ? said->linked : "另一案件");
    return arena_format (arena, "隐患已%s，未经复查验收",
                         said->reason == closing_transferred ? "移交" : "撤销");
}

void supervision_closed (const struct hazard_closed *said, const struct case_seen *seen,
                         struct decision *decision)
{
    struct arena *arena = decision->arena;
    for (size_t i = 0; i < seen->count; i++) {
        const struct deadline_row *limit = &seen->deadlines[i];
        if (strcmp (limit->clock, CLOCK_SUPERVISION) != 0 || !deadline_is_open (limit->state))
            continue;
        telling (
            limit, seen->office, arena_format (arena, "%s/closed", limit->deadline),
            arena_format (arena, "【挂牌待解除】%s：%s（%s）", telling_clock (limit, seen->office),
                          telling_about (limit, arena), limit->ref),
            arena_format (arena,
                          "案号：%s\n挂牌督办期限：%s\n"
                          "%s，挂牌仍在。请办理解除挂牌"
                          "（supervision.delist）并公布；期限照常计算，逾期逐级督办。\n",
                          limit->ref, clock_moment (limit->due, arena), why_it_hangs (said, arena)),
            decision);
    }
}

void supervision_decide_delisted (const void *said_void, const void *seen_void,
                                  struct decision *decision)
{
    const struct supervision_delisted *said = said_void;
    const struct case_seen *seen = seen_void;
    deadline_cancel_clock (seen, CLOCK_SUPERVISION, said->number, "未经现场验收解除挂牌", decision);
    deadline_meet_clock (seen, CLOCK_DELISTING, said->number, seen->time, decision);
    const struct arming arming =
        of_office (seen, CLOCK_PUBLICATION, publication (said->number, true));
    arm (&arming, seen, decision);
}

void supervision_decide_published (const void *said_void, const void *seen_void,
                                   struct decision *decision)
{
    const struct supervision_published *said = said_void;
    const struct case_seen *seen = seen_void;
    deadline_meet_clock (seen, CLOCK_PUBLICATION, publication (said->number, said->delisting),
                         seen->time, decision);
}
