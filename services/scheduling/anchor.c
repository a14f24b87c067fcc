/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/anchor.h"
#include "office/moment.h"
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

static bool hangs_on (const char *expression, const char *anchor, struct arena *arena)
{
    struct moment moment;
    return moment_parse (expression, arena, &moment) && text_same (moment.anchor, anchor);
}

static bool has_window (const struct campaign *campaign, const char *anchor, struct arena *arena)
{
    for (size_t i = 0; i < campaign->windows_count; i++)
        if (hangs_on (campaign->windows[i].from, anchor, arena) ||
            hangs_on (campaign->windows[i].to, anchor, arena))
            return true;
    return false;
}

/* What is inspected before it is inspected in the campaign. Other events have come later (the Two
   Sessions of 2020 closed on 28 May), never another year. */
static void check_date (const struct anchor_resolve *said, const struct anchor_seen *seen,
                        struct decision *decision)
{
    const struct campaign *campaign = seen->office->campaign;
    char first[DAY_TEXT_SIZE], last[DAY_TEXT_SIZE];
    bool inside = has_window (campaign, said->anchor, decision->arena);
    day latest =
        inside ? campaign->to : campaign->to + seen->office->policy->plausible_days->anchor_after;
    if (said->date < campaign->from || said->date > latest)
        decision_refuse (decision, REFUSAL_INVALID, "/date",
                         "is no day of %s in the campaign %s; give one from %s to %s, or the "
                         "campaign that it is of",
                         said->anchor, campaign->id, day_text (campaign->from, first),
                         day_text (latest, last));
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
        decision_refuse (decision, REFUSAL_CONFLICT, "/date",
                         "%s is known to be on %s already; possible now: another date",
                         said->anchor, day_text (seen->date, date));
    if (decision->refusal.code == REFUSAL_NONE)
        check_date (said, seen, decision);
}

/* ---- telling ---- */

/* What hangs on the anchor, by name; COMMUNITIES and DEPARTMENTS: whether it is theirs too. */
struct concerned {
    struct text what;
    bool communities, departments;
};

static void concern (struct concerned *concerned, const char *name)
{
    text_format (&concerned->what, "%s%s", concerned->what.length > 0 ? "、" : "", name);
}

static struct concerned concerned_by (const char *anchor, const struct campaign *campaign,
                                      struct arena *arena)
{
    struct concerned concerned = { .what = text_in (arena) };
    text_say (&concerned.what, "");
    for (size_t i = 0; i < campaign->phases_count; i++)
        if (hangs_on (office_phase_from (campaign, &campaign->phases[i], arena), anchor, arena) ||
            hangs_on (campaign->phases[i].to, anchor, arena)) {
            concern (&concerned, campaign->phases[i].name);
            concerned.communities = concerned.departments = true;
        }
    for (size_t i = 0; i < campaign->deliverables_count; i++) {
        const struct campaign_deliverable *wanted = &campaign->deliverables[i];
        if (!hangs_on (office_due (campaign, wanted), anchor, arena))
            continue;
        concern (&concerned, wanted->name);
        concerned.communities |= wanted->premises_count > 0;
        for (size_t j = 0; j < wanted->of_count; j++) {
            concerned.communities |= text_same (wanted->of[j], "communities");
            concerned.departments |= text_same (wanted->of[j], "departments");
        }
    }
    for (size_t i = 0; i < campaign->windows_count; i++)
        if (hangs_on (campaign->windows[i].from, anchor, arena) ||
            hangs_on (campaign->windows[i].to, anchor, arena)) {
            concern (&concerned, campaign->windows[i].name);
            concerned.communities |= campaign->windows[i].of == owed_by_communities;
            concerned.departments |= campaign->windows[i].of == owed_by_departments;
        }
    return concerned;
}

/* Each is told once, as many in one notice as it takes. */
static void tell_parties (const struct notice_raised *notice, const struct party *const *parties,
                          size_t count, const struct office *office, struct decision *decision)
{
    const struct office_case nobody = { .community = NULL };
    struct arena *arena = decision->arena;
    const char **words = arena_take (arena, (count + 1) * sizeof *words);
    for (size_t i = 0, part = 0; i < count && decision->count < DECISION_EVENTS_MAX; part++) {
        size_t among = 0, ways = 0;
        for (; i < count && among < OFFICE_PARTIES_MAX &&
               ways + parties[i]->reach_count <= NOTICES_MAX;
             i++) {
            ways += parties[i]->reach_count;
            words[among++] = parties[i]->id;
        }
        struct notice_raised told = *notice;
        if (part > 0)
            told.notice = arena_format (arena, "%s/%zu", notice->notice, part);
        struct recipients to = recipients_of (office, words, among, &nobody, told.notice, arena);
        told.notices = to.list;
        told.notices_count = to.count;
        decision_event (decision, notice_raised_record, told.ref, &told);
    }
}

/* With the old date, so that nobody goes on by it. */
static void tell (const struct anchor_resolved *resolved, const struct anchor_seen *seen,
                  struct decision *decision)
{
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
    const struct concerned concerned =
        concerned_by (resolved->anchor, seen->office->campaign, arena);
    struct office_section sections[OFFICE_SECTIONS];
    office_sections (seen->office->organisation, sections);
    size_t most = 0, count = 0;
    for (size_t s = 0; s < OFFICE_SECTIONS; s++)
        most += sections[s].count;
    const struct party **parties = arena_take (arena, (most + 1) * sizeof *parties);
    for (size_t s = 0; s < OFFICE_SECTIONS; s++)
        for (size_t i = 0; i < sections[s].count; i++) {
            enum role role = office_role (seen->office, sections[s].list[i].id);
            if ((role == role_community && !concerned.communities) ||
                (role == role_department && !concerned.departments) || role == role_member ||
                role == role_outside)
                continue;
            parties[count++] = &sections[s].list[i];
        }
    tell_parties (
        &(struct notice_raised){
            .notice = key,
            .ref = text_shortened (resolved->anchor, REF_CHARACTERS, arena),
            .subject = arena_format (arena, "【日期确定】%s：%s%s", resolved->name, date, moved),
            .text = arena_format (arena, "%s：%s%s\n与之相关的期限随之确定，请据此安排。\n%s%s%s",
                                  resolved->name, date, moved,
                                  concerned.what.length > 0 ? "涉及：" : "",
                                  text_shortened (concerned.what.bytes, 2000, arena),
                                  concerned.what.length > 0 ? "\n" : "") },
        parties, count, seen->office, decision);
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
