/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/tipoff.h"
#include "base/id.h"
#include "intake/premises.h"
#include <assert.h>
#include <string.h>

#define COLUMNS                                                                                    \
    "number, state, premises, last, first, category, community, department, burning, informant, "  \
    "answered"

enum { SEE, LAST, LINKED, PUT, STATE, LINK, TRIAGE, ANSWERED, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SEE] = { "SELECT " COLUMNS " FROM tipoff WHERE number = :number", row_key_record,
              tipoff_row_record },
    [LAST] = { "SELECT number FROM tipoff ORDER BY number DESC LIMIT 1", NULL, number_row_record },
    [PUT] = { "INSERT INTO tipoff (" COLUMNS ") VALUES (:number, :state, :premises, :last, :first, "
              ":category, :community, :department, :burning, :informant, :answered)",
              tipoff_row_record, NULL },
    [STATE] = { "UPDATE tipoff SET state = :state, last = max (last, :last) WHERE number = :number",
                tipoff_row_record, NULL },
    [LINKED] = { "SELECT " COLUMNS
                 " FROM tipoff WHERE first = :number AND first <> number ORDER BY "
                 "number LIMIT 32",
                 row_key_record, tipoff_row_record },
    [LINK] = { "UPDATE tipoff SET first = :first WHERE number = :number", tipoff_row_record, NULL },
    [TRIAGE] = { "UPDATE tipoff SET category = :category, department = :department WHERE number = "
                 ":number",
                 tipoff_row_record, NULL },
    [ANSWERED] = { "UPDATE tipoff SET answered = 1 WHERE number = :number", row_key_record, NULL },
};
const struct sql_table tipoff_sql = { statements, STATEMENTS };

const void *tipoff_see_report (const struct scene *scene, const void *said_void)
{
    const struct tipoff_report *said = said_void;
    struct tipoff_report_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct number_row last = { .number = 0 };
    store_read (scene->store, &statements[LAST], NULL, scene->arena, &last);
    *seen = (struct tipoff_report_seen){ .office = scene->office,
                                         .last = last.number,
                                         .now = scene->now,
                                         .premises = premises_see (scene, said->place->premises) };
    return seen;
}

static const struct tipoff_row *see_number (const struct scene *scene, int64_t number)
{
    struct tipoff_row *row = arena_take (scene->arena, sizeof *row);
    const struct row_key key = { .number = number };
    return store_read (scene->store, &statements[SEE], &key, scene->arena, row) ? row : NULL;
}

static const struct tipoff_row *see_one (const struct scene *scene, const char *ref)
{
    int64_t number;
    return ref_parse (ref, 'T', &number) ? see_number (scene, number) : NULL;
}

/* The first of those that ROW is linked with, and the others by number; itself among them. */
static struct tipoffs see_together (const struct scene *scene, const struct tipoff_row *row)
{
    const struct row_key key = { .number = row->first };
    const void *found;
    size_t count = store_list (scene->store, &statements[LINKED], &key, scene->arena,
                               TIPOFFS_TOGETHER_MAX, &found);
    struct tipoff_row *list = arena_take (scene->arena, (count + 1) * sizeof *list);
    list[0] = *see_number (scene, row->first);
    if (count > 0)
        memcpy (list + 1, found, count * sizeof *list);
    return (struct tipoffs){ list, count + 1 };
}

static const void *see_link (const struct scene *scene, const char *tipoff, const char *to)
{
    struct tipoff_link_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct tipoff_link_seen){ .office = scene->office, .tipoff = see_one (scene, tipoff) };
    const struct tipoff_row *of = to ? see_one (scene, to) : seen->tipoff;
    if (of)
        seen->together = see_together (scene, of);
    seen->to = to ? of : NULL;
    return seen;
}

const void *tipoff_see_link (const struct scene *scene, const void *said)
{
    const struct tipoff_link *link = said;
    return see_link (scene, link->tipoff, link->to);
}

const void *tipoff_see_split (const struct scene *scene, const void *said)
{
    return see_link (scene, ((const struct tipoff_split *)said)->tipoff, NULL);
}

const void *tipoff_see_triage (const struct scene *scene, const void *said)
{
    return see_link (scene, ((const struct tipoff_triage *)said)->tipoff, NULL);
}

const void *tipoff_see_answer (const struct scene *scene, const void *said)
{
    return see_link (scene, ((const struct tipoff_answer *)said)->tipoff, NULL);
}

const void *tipoff_see_verify (const struct scene *scene, const void *said_void)
{
    const struct tipoff_verify *said = said_void;
    struct tipoff_verify_seen *seen = arena_take (scene->arena, sizeof *seen);
    seen->tipoff = see_one (scene, said->tipoff);
    seen->together =
        seen->tipoff ? see_together (scene, seen->tipoff) : (struct tipoffs){ .count = 0 };
    if (said->finding && said->finding->premises)
        seen->premises = said->finding->premises;
    else if (seen->tipoff)
        seen->premises = seen->tipoff->premises;
    seen->finding = hazard_see_finding (scene, seen->premises);
    seen->own = premises_see_ever (scene, tipoff_place (&seen->together));
    if (seen->own && text_same (seen->own->premises, seen->premises))
        seen->finding.premises = seen->own;
    return seen;
}

static int64_t number_of (const char *ref)
{
    int64_t number = 0;
    bool is_ref = ref_parse (ref, 'T', &number);
    assert (is_ref);
    return number;
}

void tipoff_apply_reported (struct store *store, const struct fact *fact, const void *event_void,
                            struct arena *arena)
{
    (void)arena;
    const struct tipoff_reported *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct tipoff_row){ .number = number_of (event->tipoff),
                                       .first = number_of (event->tipoff),
                                       .category = event->category,
                                       .community = event->community,
                                       .department = event->department,
                                       .burning = event->burning,
                                       .informant = event->informant != NULL,
                                       .state = tipoff_reported_state,
                                       .premises = event->premises,
                                       .last = fact->time });
}

void tipoff_apply_verified (struct store *store, const struct fact *fact, const void *event_void,
                            struct arena *arena)
{
    (void)arena;
    const struct tipoff_verified *event = event_void;
    store_write (store, &statements[STATE],
                 &(struct tipoff_row){ .number = number_of (event->tipoff),
                                       .state = event->outcome == verification_founded
                                                    ? tipoff_founded_state
                                                    : tipoff_unfounded_state,
                                       .last = fact->time });
}

void tipoff_apply_linked (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    (void)fact, (void)arena;
    const struct tipoff_linked *event = event_void;
    store_write (store, &statements[LINK],
                 &(struct tipoff_row){ .number = number_of (event->tipoff),
                                       .first = number_of (event->to) });
}

/* When it was the first of them, the next one is. */
void tipoff_apply_split_off (struct store *store, const struct fact *fact, const void *event_void,
                             struct arena *arena)
{
    (void)fact, (void)arena;
    const struct tipoff_split_off *event = event_void;
    int64_t number = number_of (event->tipoff);
    store_write (store, &statements[LINK],
                 &(struct tipoff_row){ .number = number, .first = number });
    for (size_t i = 0; i < event->others_count; i++)
        store_write (store, &statements[LINK],
                     &(struct tipoff_row){ .number = number_of (event->others[i]),
                                           .first = number_of (event->others[0]) });
}

void tipoff_apply_answered (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena)
{
    (void)fact, (void)arena;
    store_write (
        store, &statements[ANSWERED],
        &(struct row_key){ .number = number_of (((const struct tipoff_answered *)event)->tipoff) });
}

void tipoff_apply_triaged (struct store *store, const struct fact *fact, const void *event_void,
                           struct arena *arena)
{
    (void)fact, (void)arena;
    const struct tipoff_triaged *event = event_void;
    store_write (store, &statements[TRIAGE],
                 &(struct tipoff_row){ .number = number_of (event->tipoff),
                                       .category = event->category,
                                       .department = event->department });
}
