/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/stop.h"
#include "reporting/fact.h"
#include "reporting/view.h"
#include "words/intake.h"
#include "words/scheduling.h"
#include "words/words.h"
#include <string.h>

const void *fact_see_heard (const struct scene *scene, const void *said)
{
    (void)said;
    char *id = arena_take (scene->arena, FACT_ID_SIZE);
    struct fact_recorded *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct fact_recorded){ .source = scene->source,
                                    .seq = scene->heard->seq,
                                    .id = fact_id (scene->heard, id),
                                    .type = scene->heard->type,
                                    .subject = scene->heard->subject,
                                    .time = scene->heard->time,
                                    .recorded = scene->heard->recorded,
                                    .actor = scene->heard->actor,
                                    .data = scene->heard_data };
    return seen;
}

static void fold (const struct view_rows *rows, const struct record *word,
                  const struct view_fact *fact)
{
    for (size_t i = 0; i < rows->count; i++)
        if (rows->list[i].word() == word)
            rows->list[i].fold (fact);
}

/* The cases a letter speaks of, when this is one; the case that governs a linked one. */
static void tell_cases (const struct record *word, const struct view_fact *fact,
                        const char *subject)
{
    const char *const *refs = NULL;
    size_t count = 0;
    if (word == hazard_linked_record())
        story_fold (fact, ((const struct hazard_linked *)fact->event)->to);
    else if (word == hazard_split_off_record())
        story_fold (fact, ((const struct hazard_split_off *)fact->event)->from);
    if (word == letter_attempted_record()) {
        refs = ((const struct letter_attempted *)fact->event)->refs;
        count = ((const struct letter_attempted *)fact->event)->refs_count;
    } else if (word == letter_sent_record()) {
        refs = ((const struct letter_sent *)fact->event)->refs;
        count = ((const struct letter_sent *)fact->event)->refs_count;
    } else if (word == letter_failed_record()) {
        refs = ((const struct letter_failed *)fact->event)->refs;
        count = ((const struct letter_failed *)fact->event)->refs_count;
    }
    for (size_t i = 0; i < count; i++)
        story_fold (fact, refs[i]);
    story_fold (fact, subject);
}

void fact_apply_recorded (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    const struct fact_recorded *event = event_void;
    const struct record *word = words_find (event->type);
    struct refusals refusals = refusals_in (arena);
    struct view_fact seen = { .store = store,
                              .arena = arena,
                              .source = event->source,
                              .type = event->type,
                              .time = event->time,
                              .recorded = fact->recorded,
                              .entered = event->recorded,
                              .seq = fact->seq };
    /* A word of a newer neighbour stands in the journal, and is folded when this program knows it
     * too. */
    seen.event = word ? record_from_json (word, event->data, arena, "", &refusals) : NULL;
    if (!seen.event) {
        story_fold (&seen, event->subject);
        return;
    }
    fold (&hazard_view_rows, word, &seen);
    fold (&tipoff_view_rows, word, &seen);
    fold (&order_view_rows, word, &seen);
    fold (&premises_view_rows, word, &seen);
    fold (&listed_view_rows, word, &seen);
    fold (&deliverable_view_rows, word, &seen);
    fold (&owed_view_rows, word, &seen);
    fold (&ledger_view_rows, word, &seen);
    fold (&ledger_acts_rows, word, &seen);
    fold (&signals_view_rows, word, &seen);
    fold (&campaign_view_rows, word, &seen);
    fold (&clock_view_rows, word, &seen);
    tell_cases (word, &seen, event->subject);
}
