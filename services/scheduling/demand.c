/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/demand.h"

/* Takes it when its time has come and it was not over before the campaign was planned here. */
static void take (struct demands *demands, const struct demand *demand,
                  const struct campaign_seen *seen)
{
    instant began = seen->campaign ? seen->campaign->began : seen->now;
    if (demand->first == DAY_ABSENT || demand->last == DAY_ABSENT ||
        day_start (demand->last + 1) <= began)
        return;
    bool of_premises = demand->kind == obligation_window || demand->kind == obligation_collection;
    if (of_premises && seen->campaign && day_start (demand->last + 1) <= seen->campaign->planned)
        return; /* looked at since it was over: who has such premises now had none then */
    instant first = day_start (demand->first), end = day_start (demand->last + 1);
    if (first <= seen->now)
        demands->list[demands->count++] = *demand;
    instant next = first > seen->now ? first : of_premises && end > seen->now ? end : INSTANT_NEVER;
    if (next < demands->next)
        demands->next = next;
}

static day meeting_last_day (const struct campaign *campaign,
                             const struct campaign_meeting *meeting, int64_t cycle)
{
    day last = campaign->from + cycle * meeting->every_days - 1;
    return last < campaign->to ? last : campaign->to;
}

struct turns {
    int64_t first, last;
};

/* From the turn in which the campaign was last looked at (those before it were opened then, or were
   not asked for) to the one that begins next: however many an outage swallowed. */
static struct turns turns_of (const struct campaign_meeting *meeting,
                              const struct campaign_seen *seen)
{
    const struct campaign *campaign = seen->office->campaign;
    if (meeting->every_days == NUMBER_ABSENT)
        return (struct turns){ 1, 0 };
    int64_t first =
        obligation_cycle (campaign, meeting, seen->campaign ? seen->campaign->planned : seen->now);
    int64_t next = obligation_cycle (campaign, meeting, seen->now) + 1;
    int64_t most = (campaign->to - campaign->from) / meeting->every_days + 1;
    return (struct turns){ first > 0 ? first : 1, next < most ? next : most };
}

static void take_meeting (struct demands *demands, const struct campaign_meeting *meeting,
                          const struct campaign_seen *seen)
{
    const struct campaign *campaign = seen->office->campaign;
    const struct turns turns = turns_of (meeting, seen);
    for (int64_t turn = turns.first; turn <= turns.last; turn++)
        take (demands,
              &(struct demand){ .kind = obligation_meeting,
                                .what = meeting->id,
                                .name = meeting->name,
                                .clause = meeting->clause,
                                .of = office_meeting_of (meeting),
                                .cycle = turn,
                                .first = campaign->from + (turn - 1) * meeting->every_days,
                                .last = meeting_last_day (campaign, meeting, turn) },
              seen);
}

static void take_deliverable (struct demands *demands, const struct campaign_deliverable *wanted,
                              const struct campaign_seen *seen, struct arena *arena)
{
    day last = office_moment (seen->office, office_due (seen->office->campaign, wanted),
                              &seen->anchored, day_of (seen->now), arena, NULL);
    if (wanted->of_count == 0)
        return;
    take (demands,
          &(struct demand){ .kind = obligation_deliverable,
                            .what = wanted->id,
                            .name = wanted->name,
                            .clause = wanted->clause,
                            .wanted = wanted,
                            .cycle = 1,
                            .first = seen->office->campaign->from,
                            .last = last },
          seen);
}

/* Of each community that has such premises, when they owe it. */
static void take_collection (struct demands *demands, const struct campaign_deliverable *wanted,
                             const struct campaign_seen *seen, struct arena *arena)
{
    if (wanted->premises_count == 0)
        return;
    take (demands,
          &(struct demand){
              .kind = obligation_collection,
              .what = wanted->id,
              .name =
                  arena_format (arena, "%s（所辖场所）", text_shortened (wanted->name, 190, arena)),
              .clause = wanted->clause,
              .of = owed_by_communities,
              .cycle = 1,
              .first = seen->office->campaign->from,
              .last = office_moment (seen->office, office_due (seen->office->campaign, wanted),
                                     &seen->anchored, day_of (seen->now), arena, NULL) },
          seen);
}

struct demands demands_of (const struct campaign_seen *seen, struct arena *arena)
{
    const struct campaign *campaign = seen->office->campaign;
    size_t most = 2 * campaign->deliverables_count + campaign->windows_count;
    for (size_t i = 0; i < campaign->meetings_count; i++) {
        const struct turns turns = turns_of (&campaign->meetings[i], seen);
        most += turns.last < turns.first ? 0 : (size_t)(turns.last - turns.first + 1);
    }
    struct demands demands = { .list = arena_take (arena, (most + 1) * sizeof *demands.list),
                               .next = INSTANT_NEVER };
    for (size_t i = 0; i < campaign->deliverables_count; i++)
        take_deliverable (&demands, &campaign->deliverables[i], seen, arena);
    for (size_t i = 0; i < campaign->windows_count; i++) {
        const struct campaign_window *window = &campaign->windows[i];
        const struct window_days days =
            office_window_days (seen->office, window, &seen->anchored, day_of (seen->now), arena);
        take (&demands,
              &(struct demand){ .kind = obligation_window,
                                .what = window->id,
                                .name = window->name,
                                .clause = window->clause,
                                .of = window->of,
                                .cycle = 1,
                                .first = days.first,
                                .last = days.last },
              seen);
    }
    for (size_t i = 0; i < campaign->meetings_count; i++)
        take_meeting (&demands, &campaign->meetings[i], seen);
    for (size_t i = 0; i < campaign->deliverables_count; i++)
        take_collection (&demands, &campaign->deliverables[i], seen, arena);
    return demands;
}
