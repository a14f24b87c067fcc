/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/anchor.h"
#include "scheduling/recipients.h"
#include <inttypes.h>

enum { REF_CHARACTERS = 32 };

static const struct campaign_anchor *find (const struct campaign *campaign, const char *id)
{
    for (size_t i = 0; i < campaign->anchors_count; i++)
        if (text_same (campaign->anchors[i].id, id))
            return &campaign->anchors[i];
    return NULL;
}

static const char *known_to (const struct campaign *campaign, struct arena *arena)
{
    struct text known = text_in (arena);
    text_say (&known, campaign->anchors_count > 0 ? "" : "none");
    for (size_t i = 0; i < campaign->anchors_count; i++)
        text_format (&known, "%s%s", i > 0 ? ", " : "", campaign->anchors[i].id);
    return known.bytes;
}

/* The dates of all anchors as they would be. */
static struct anchored with (const struct anchor_resolve *said, const struct anchor_seen *seen,
                             struct arena *arena)
{
    struct anchor_date *list = arena_take (arena, (seen->anchored.count + 1) * sizeof *list);
    size_t count = 0;
    list[count++] = (struct anchor_date){ said->anchor, said->date };
    for (size_t i = 0; i < seen->anchored.count; i++)
        if (!text_same (seen->anchored.list[i].anchor, said->anchor))
            list[count++] = seen->anchored.list[i];
    return (struct anchored){ list, count };
}

/* Whether all that begins would end. The plan's own days may be what is wrong, and those people
   change there. */
static void check_runs_forward (const struct anchor_resolve *said, const struct anchor_seen *seen,
                                struct decision *decision)
{
    char date[DAY_TEXT_SIZE], first[DAY_TEXT_SIZE], last[DAY_TEXT_SIZE];
    const struct anchored anchored = with (said, seen, decision->arena);
    const struct backwards found =
        office_backwards (seen->office, &anchored, day_of (seen->now), decision->arena);
    if (found.what)
        decision_refuse (decision, REFUSAL_CONFLICT, "/date",
                         "with %s on %s the %s %s would begin on %s and end before that, on %s; "
                         "possible now: another date; or other days for that %s in "
                         "config/campaign.yaml, and this date after a start with them",
                         said->anchor, day_text (said->date, date), found.what, found.id,
                         day_text (found.first, first), day_text (found.last, last), found.what);
}

static void check (const struct anchor_resolve *said, const struct anchor_seen *seen,
                   struct decision *decision)
{
    char date[DAY_TEXT_SIZE];
    if (seen->campaigns)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/campaign",
                         "there was no campaign %s here; there are: %s", said->campaign,
                         seen->campaigns);
    else if (!find (seen->office->campaign, said->anchor))
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/anchor",
                         "%s is no anchor of the campaign; there are: %s", said->anchor,
                         known_to (seen->office->campaign, decision->arena));
    else if (decision_allows (decision, seen->office, said->by, "anchor.resolve") &&
             said->date == seen->date)
        decision_refuse (decision, REFUSAL_CONFLICT, "/date", "%s is known to be on %s already",
                         said->anchor, day_text (seen->date, date));
}

/* With the old date, so that nobody goes on by it. */
static void tell (const struct anchor_resolved *resolved, const struct anchor_seen *seen,
                  struct decision *decision)
{
    static const char *const words[] = { "office", "leader", "executive_deputy", "deputy" };
    const struct office_case nobody = { .community = NULL };
    struct arena *arena = decision->arena;
    char date[DAY_TEXT_SIZE], before[DAY_TEXT_SIZE];
    day_text (resolved->date, date);
    const char *key =
        arena_format (arena, "anchor/%s/%s/%" PRId64, resolved->anchor, date,
                      seen->now / SECOND_MS); /* it may come back to an earlier date */
    const char *moved =
        resolved->before == DAY_ABSENT
            ? ""
            : arena_format (arena, "（原定 %s）", day_text (resolved->before, before));
    struct recipients to =
        recipients_of (seen->office, words, sizeof words / sizeof *words, &nobody, key, arena);
    decision_event (
        decision, notice_raised_record, resolved->anchor,
        &(struct notice_raised){
            .notice = key,
            .ref = text_shortened (resolved->anchor, REF_CHARACTERS, arena),
            .subject = arena_format (arena, "【日期确定】%s：%s%s", resolved->name, date, moved),
            .text = arena_format (arena, "%s：%s%s\n与之相关的期限随之确定，请据此安排。\n",
                                  resolved->name, date, moved),
            .notices = to.list,
            .notices_count = to.count });
}

void anchor_decide_resolve (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct anchor_resolve *said = said_void;
    const struct anchor_seen *seen = seen_void;
    check (said, seen, decision);
    if (decision->refusal.code == REFUSAL_NONE)
        check_runs_forward (said, seen, decision);
    if (decision->refusal.code != REFUSAL_NONE)
        return;
    const struct anchor_resolved resolved = { .anchor = said->anchor,
                                              .campaign = seen->office->campaign->id,
                                              .name =
                                                  find (seen->office->campaign, said->anchor)->name,
                                              .date = said->date,
                                              .before = seen->date,
                                              .by = said->by };
    decision_event (decision, anchor_resolved_record, said->anchor, &resolved);
    tell (&resolved, seen, decision);
}
