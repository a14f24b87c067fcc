/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/obligation.h"
#include "base/id.h"
#include "scheduling/demand.h"
#include "scheduling/obligation_place.h"
#include "scheduling/news.h"
#include "scheduling/task.h"
#include "words/intake.h"
#include <inttypes.h>
#include <string.h>

enum { OPENINGS_MAX = 20 }; /* of one decision: two events each */

int64_t obligation_cycle (const struct campaign *campaign, const struct campaign_meeting *meeting,
                          instant at)
{
    int64_t days = day_of (at) - campaign->from;
    return days < 0 || meeting->every_days == NUMBER_ABSENT ? 0 : days / meeting->every_days + 1;
}

int64_t obligation_turn (const struct office *office, const struct meeting_reported *said)
{
    const struct campaign_meeting *meeting = office_meeting (office, said->kind);
    bool ours = !said->campaign || text_same (said->campaign, office->campaign->id);
    bool over = day_of (said->at) > office->campaign->to;
    return meeting && ours && !over ? obligation_cycle (office->campaign, meeting, said->at) : 0;
}

/* ---- opening ---- */

static bool is_opened (const struct campaign_seen *seen, const struct demand *demand,
                       const char *party)
{
    for (size_t i = 0; i < seen->count; i++) {
        const struct obligation_row *row = &seen->opened[i];
        if (row->kind == demand->kind && row->cycle == demand->cycle &&
            strcmp (row->what, demand->what) == 0 && strcmp (row->party, party) == 0)
            return true;
    }
    return false;
}

/* Premises of its own: who has none has nothing to inspect, and nothing to collect. */
static bool has_premises (const struct campaign_seen *seen, const struct demand *demand,
                          const char *party)
{
    for (size_t i = 0; i < seen->owners.count; i++)
        if (seen->owners.list[i].kind == demand->kind &&
            text_same (seen->owners.list[i].what, demand->what) &&
            text_same (seen->owners.list[i].party, party))
            return true;
    return false;
}

static bool owes (const struct campaign_seen *seen, const struct demand *demand, const char *party)
{
    switch (demand->kind) {
    case obligation_deliverable:
        return office_owes_deliverable (seen->office, demand->wanted, party);
    case obligation_window:
    case obligation_collection:
        return office_owes_by_trade (seen->office, demand->of, party) &&
               has_premises (seen, demand, party);
    case obligation_meeting:
    case obligation_kind_absent:
        break;
    }
    return office_owes (seen->office, demand->of, party);
}

const char *obligation_clock (enum obligation_kind kind)
{
    return kind == obligation_collection ? CLOCK_DELIVERABLE
                                         : choice_word (obligation_kind_choices(), (int)kind);
}

/* Of a meeting. */
static const char *given_by (const struct campaign *campaign, const struct demand *demand,
                             struct arena *arena)
{
    char last[DAY_TEXT_SIZE];
    return arena_format (arena, "%s：%s", office_source_of (campaign, demand->clause, arena),
                         day_text (demand->last, last));
}

static void open (const struct demand *demand, const struct party *party, int64_t number,
                  const struct campaign_seen *seen, struct decision *decision)
{
    struct arena *arena = decision->arena;
    const char *ref = ref_text (arena, 'B', number);
    const struct case_seen fresh = { .office = seen->office, .now = seen->now, .time = seen->now };
    decision_event (decision, obligation_opened_record, ref,
                    &(struct obligation_opened){ .obligation = ref,
                                                 .kind = demand->kind,
                                                 .campaign = seen->office->campaign->id,
                                                 .what = demand->what,
                                                 .party = party->id,
                                                 .cycle = demand->cycle,
                                                 .name = demand->name,
                                                 .last = demand->last });
    struct arming arming = { .ref = ref,
                             .clock = obligation_clock (demand->kind),
                             .cycle = 1,
                             .from = seen->now,
                             .reached = seen->now,
                             .due = day_start (demand->last + 1),
                             .working_days = NUMBER_ABSENT,
                             .given_by = given_by (seen->office->campaign, demand, arena),
                             .matter = arena_format (arena, "%s %s", party->name, demand->name) };
    const struct obligation_row row = { .kind = demand->kind, .what = demand->what };
    const struct placing placing = { seen->office, &row, seen->anchored };
    struct set_end set;
    if (obligation_end (&placing, NULL, day_of (seen->now), arena, &set))
        arming.set = &set;
    arming.matter = text_shortened (arming.matter, 299, arena);
    task_is_of (&arming, seen->office, party->id);
    arm (&arming, &fresh, decision);
}

/* Those that DEMAND is made of and that have none yet. Returns the last number given. */
static int64_t open_all (const struct demand *demand, int64_t last, size_t *openings,
                         const struct campaign_seen *seen, struct decision *decision)
{
    struct office_section sections[OFFICE_SECTIONS];
    office_sections (seen->office->organisation, sections);
    for (size_t s = 0; s < OFFICE_SECTIONS; s++)
        for (size_t i = 0; i < sections[s].count && *openings < OPENINGS_MAX; i++) {
            const struct party *party = &sections[s].list[i];
            if (!owes (seen, demand, party->id) || is_opened (seen, demand, party->id))
                continue;
            last = ref_next (last, seen->now);
            open (demand, party, last, seen, decision);
            ++*openings;
        }
    return last;
}

static const char *why_undone (const struct obligation_row *row, struct arena *arena)
{
    switch (row->kind) {
    case obligation_window:
        return "场所名册或日期变更后，尚有场所未查";
    case obligation_collection:
        return "场所名册或日期变更后，尚有场所未报";
    case obligation_deliverable:
    case obligation_meeting:
    case obligation_kind_absent:
        break;
    }
    return arena_format (arena, "所依据的日期另有确定，此前所报不是所要的材料");
}

static const char *name_of (const struct campaign *campaign, const struct obligation_row *row)
{
    for (size_t i = 0; i < campaign->windows_count; i++)
        if (row->kind == obligation_window && text_same (campaign->windows[i].id, row->what))
            return campaign->windows[i].name;
    const struct campaign_deliverable *wanted = office_deliverable_of (campaign, row->what);
    return wanted ? wanted->name : row->what;
}

/* Its party is told, since it had done it. */
static void tell_reopened (const struct obligation_reopened *reopened, const struct arming *arming,
                           const struct campaign_seen *seen, struct decision *decision)
{
    struct arena *arena = decision->arena;
    const char *matter = arming->matter;
    const instant due = arm_end (arming, seen->office, day_of (seen->now), arena).end.due;
    const char *key =
        arena_format (arena, "%s/reopened/%" PRId64, reopened->obligation, reopened->round);
    const struct news news = {
        .ref = reopened->obligation,
        .subject = arena_format (arena, "【任务重开】%s（%s）", text_shortened (matter, 150, arena),
                                 reopened->obligation),
        .text =
            arena_format (arena, "案号：%s\n内容：%s\n到期：%s\n原因：%s\n", reopened->obligation,
                          matter, clock_moment (due, arena), reopened->reason),
        .words = { reopened->party, "office" },
        .words_count = 2
    };
    news_raise (&news, key, seen->office, decision);
}

static void reopen (const struct obligation_seen *undone, const struct campaign_seen *seen,
                    struct decision *decision)
{
    const struct obligation_row *row = undone->obligation;
    struct arena *arena = decision->arena;
    const struct party *party = office_party (seen->office, row->party);
    const struct obligation_reopened reopened = {
        .obligation = ref_text (arena, 'B', row->number),
        .kind = row->kind,
        .party = row->party,
        .round = row->round + 1,
        .last = obligation_last_day (seen->office, row, &seen->anchored, day_of (seen->now), arena),
        .reason = why_undone (row, arena)
    };
    const char *matter =
        text_shortened (arena_format (arena, "%s %s", party ? party->name : row->party,
                                      name_of (seen->office->campaign, row)),
                        299, arena);
    struct arming arming = { .ref = reopened.obligation,
                             .clock = obligation_clock (row->kind),
                             .cycle = reopened.round,
                             .from = seen->now,
                             .reached = seen->now,
                             .due = day_start (reopened.last + 1),
                             .working_days = NUMBER_ABSENT,
                             .given_by = "config/campaign.yaml",
                             .matter = matter };
    const struct placing placing = { seen->office, row, seen->anchored };
    obligation_arm_again (&placing, deadline_find (&undone->of_case, arming.clock, row->round),
                          day_of (seen->now), &arming, arena);
    decision_event (decision, obligation_reopened_record, reopened.obligation, &reopened);
    task_is_of (&arming, seen->office, row->party);
    arm (&arming, &undone->of_case, decision);
    tell_reopened (&reopened, &arming, seen, decision);
}

/* By the begin of the campaign, by the next thing asked for, and not after its end. */
static instant next_look (const struct campaign_seen *seen, const struct demands *demands)
{
    const struct campaign *campaign = seen->office->campaign;
    if (!seen->campaign)
        return seen->now; /* only now is it known what was over before */
    return seen->is_followed || demands->next == INSTANT_NEVER ||
                   demands->next >= day_start (campaign->to + 1)
               ? INSTANT_ABSENT
               : demands->next;
}

void obligation_decide_hour (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct campaign_seen *seen = seen_void;
    const struct demands demands = demands_of (seen, decision->arena);
    size_t openings = 0;
    int64_t last = seen->last;
    for (size_t i = 0; seen->campaign && !seen->is_followed && i < demands.count; i++)
        last = open_all (&demands.list[i], last, &openings, seen, decision);
    if (openings == 0 && seen->redone)
        obligation_meet_again (seen, decision);
    else if (openings == 0 && seen->misplaced)
        obligation_put_in_place (seen, decision);
    else if (openings == 0 && seen->finished)
        obligation_finish (seen->finished, NULL, decision);
    else if (openings == 0 && seen->undone)
        reopen (seen->undone, seen, decision);
    if (decision->count == 0)
        decision_event (decision, campaign_planned_record, seen->office->campaign->id,
                        &(struct campaign_planned){ .campaign = seen->office->campaign->id,
                                                    .next = next_look (seen, &demands) });
}
