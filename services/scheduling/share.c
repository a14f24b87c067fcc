/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/share.h"
#include "scheduling/obligation.h"
#include "scheduling/news.h"
#include "scheduling/wording.h"
#include "words/intake.h"
#include "words/words.h"
#include <inttypes.h>
#include <string.h>

enum { NAME_CHARACTERS = 40 }; /* of premises in a letter */

/* Handed in from the first day of the campaign; a day that is not known yet asks for nothing. */
static bool collection_asks (const struct campaign_deliverable *wanted, const char *community,
                             const struct office *office, const struct anchored *anchored,
                             day known, struct arena *arena, struct share_asked *asked)
{
    day last = wanted ? office_moment (office, office_due (office->campaign, wanted), anchored,
                                       known, arena, NULL)
                      : DAY_ABSENT;
    if (last == DAY_ABSENT || wanted->premises_count == 0)
        return false;
    *asked = (struct share_asked){ .kind = obligation_collection,
                                   .what = wanted->id,
                                   .categories = wanted->premises,
                                   .categories_count = wanted->premises_count,
                                   .community = community,
                                   .from = day_start (office->campaign->from),
                                   .to = day_start (last + 1) };
    return true;
}

bool share_asked_by (const struct obligation_row *row, const struct office *office,
                     const struct anchored *anchored, day known, struct arena *arena,
                     struct share_asked *asked)
{
    if (row->kind == obligation_collection)
        return collection_asks (office_deliverable (office, row->what), row->party, office,
                                anchored, known, arena, asked);
    const struct campaign_window *window =
        row->kind == obligation_window ? office_window (office, row->what) : NULL;
    if (!window)
        return false;
    const struct window_days days = office_window_days (office, window, anchored, known, arena);
    *asked =
        (struct share_asked){ .kind = row->kind,
                              .what = window->checklist,
                              .categories = window->premises,
                              .categories_count = window->premises_count,
                              .community = window->of == owed_by_communities ? row->party : NULL,
                              .department = window->of == owed_by_departments ? row->party : NULL };
    if (days.waits_for)
        return false;
    asked->from = day_start (days.first);
    asked->to = day_start (days.last + 1);
    return true;
}

void share_say_left (const struct shares_left *left, struct text *text)
{
    int64_t open = left->of - left->done, named = 0;
    const char *act = left->kind == obligation_collection ? "报" : "查";
    text_format (text, "应%s %" PRId64 " 处，已%s %" PRId64 " 处，未%s %" PRId64 " 处", act,
                 left->of, act, left->done, act, open);
    for (size_t i = 0; i < left->count && i < SHARES_NAMED_MAX; i++)
        if (!left->list[i].hidden)
            text_format (text, "%s%s（%s）", named++ > 0 ? "、" : "：",
                         text_shortened (left->list[i].name, NAME_CHARACTERS, text->arena),
                         left->list[i].premises);
    if (named > 0 && open > named)
        text_format (text, "，另 %" PRId64 " 处见清单", open - named);
}

static bool is_as_noted (const struct premises_registered *said, const struct share_row *noted)
{
    if (said->categories_count != noted->categories_count)
        return false;
    for (size_t i = 0; i < noted->categories_count; i++)
        if (strcmp (said->categories[i], noted->categories[i]) != 0)
            return false;
    return (said->private || strcmp (said->name, noted->name) == 0) &&
           strcmp (said->community, noted->community) == 0 &&
           strcmp (said->department, noted->department) == 0 && said->private == noted->hidden;
}

static void tell_of_cases (const struct premises_registered *said, const struct share_seen *seen,
                           struct decision *decision)
{
    struct arena *arena = decision->arena;
    struct news news = { .ref = seen->cases[0].ref,
                         .words = { said->community, seen->office->organisation->office->id },
                         .words_count = 2 };
    const char *place = wording_place (said->private ? WORDS_HIDDEN : said->name, arena);
    const char *key =
        arena_format (arena, "%s/community/%" PRId64, seen->cases[0].ref, seen->heard);
    struct text text = text_in (arena);
    text_format (&text,
                 "地点：%s\n现属：%s\n下列案件尚未办结，仍由立案时的社区办结，时限和责任不变；"
                 "此后新发现的由现属社区负责：\n",
                 place, wording_party (seen->office, said->community));
    for (size_t i = 0; i < seen->cases_count; i++) {
        news_add_words (&news, &seen->cases[i].community, 1);
        text_format (&text, "  %s：%s\n", seen->cases[i].ref,
                     wording_party (seen->office, seen->cases[i].community));
    }
    news.subject =
        arena_format (arena, "【社区变更】%s 现属%s，未结案件 %zu 件仍由原社区办结", place,
                      wording_party (seen->office, said->community), seen->cases_count);
    news.text = text.bytes;
    news_raise (&news, key, seen->office, decision);
}

void share_decide_registered (const void *said_void, const void *seen_void,
                              struct decision *decision)
{
    const struct premises_registered *said = said_void;
    const struct share_seen *seen = seen_void;
    /* Heard again, it must not undo a later one (frame/again.h). */
    if (seen->heard < seen->closed || (seen->premises && (seen->heard < seen->premises->heard ||
                                                          is_as_noted (said, seen->premises))))
        return;
    decision_event (decision, premises_noted_record, said->premises,
                    &(struct premises_noted){ .premises = said->premises,
                                              .name = said->private ? WORDS_HIDDEN : said->name,
                                              .categories = said->categories,
                                              .categories_count = said->categories_count,
                                              .community = said->community,
                                              .department = said->department,
                                              .private = said->private,
                                              .registered = seen->recorded });
    if (seen->cases_count > 0)
        tell_of_cases (said, seen, decision);
}

void share_decide_closed (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct premises_closed *said = said_void;
    const struct share_seen *seen = seen_void;
    if (seen->premises && seen->heard > seen->premises->heard)
        decision_event (decision, premises_left_record, said->premises,
                        &(struct premises_left){ .premises = said->premises });
}

/* What the unit looked at itself is no inspection (S17). */
void share_decide_inspected (const void *said_void, const void *seen_void,
                             struct decision *decision)
{
    const struct inspection_reported *said = said_void;
    const struct share_seen *seen = seen_void;
    if (said->kind != inspection_official)
        return;
    decision_event (decision, premises_done_record, said->premises,
                    &(struct premises_done){ .premises = said->premises,
                                             .campaign = seen->office->campaign->id,
                                             .kind = obligation_window,
                                             .what = said->checklist,
                                             .at = said->at,
                                             .by_what = said->inspection });
    for (size_t i = 0; i < seen->finished_count; i++)
        obligation_finish (seen->finished[i], said->inspection, decision);
}
