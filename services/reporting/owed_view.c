/* What scheduling asks of a party: until when, and whether it was withdrawn or stands still, as of
   any instant (deliverables.list, window_tasks.list). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/view.h"

#define OWED                                                                                       \
    "number, obligation, campaign, kind, what, party, due, withdrawn, paused, stood_until, "       \
    "recorded"

enum { PUT, LAST, SEE, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [PUT] = { "INSERT INTO owed (" OWED ") VALUES (:number, :obligation, :campaign, :kind, :what, "
              ":party, :due, :withdrawn, :paused, :stood_until, :recorded)",
              owed_row_record, NULL },
    [LAST] = { "SELECT " OWED " FROM owed WHERE obligation = :key ORDER BY number DESC LIMIT 1",
               view_by_record, owed_row_record },
    [SEE] = { "SELECT " OWED
              " FROM owed WHERE kind = :key AND what = :other AND party = :party AND "
              "campaign = :campaign AND recorded <= :as_of ORDER BY number DESC LIMIT 1",
              view_by_record, owed_row_record },
};
const struct sql_table owed_view_sql = { statements, STATEMENTS };

static void put (const struct view_fact *fact, const struct owed_row *row)
{
    struct owed_row next = *row;
    next.number = fact->seq;
    next.recorded = fact->recorded;
    store_write (fact->store, &statements[PUT], &next);
}

static bool last_of (const struct view_fact *fact, const char *obligation, struct owed_row *row)
{
    struct view_by by = view_by_nothing();
    by.key = obligation;
    return store_read (fact->store, &statements[LAST], &by, fact->arena, row);
}

static void fold_opened (const struct view_fact *fact)
{
    const struct obligation_opened *event = fact->event;
    put (fact, &(struct owed_row){ .obligation = event->obligation,
                                   .campaign = event->campaign,
                                   .kind = event->kind,
                                   .what = event->what,
                                   .party = event->party,
                                   .due = INSTANT_ABSENT,
                                   .stood_until = INSTANT_ABSENT });
}

static void fold_due (const struct view_fact *fact, const char *ref, instant due)
{
    struct owed_row row;
    if (!last_of (fact, ref, &row))
        return;
    row.due = due;
    row.paused = false;
    row.stood_until = INSTANT_ABSENT;
    put (fact, &row);
}

static void fold_paused (const struct view_fact *fact)
{
    struct owed_row row;
    if (!last_of (fact, ((const struct deadline_paused *)fact->event)->ref, &row))
        return;
    row.paused = true;
    put (fact, &row);
}

static void fold_armed (const struct view_fact *fact)
{
    const struct deadline_armed *event = fact->event;
    fold_due (fact, event->ref, event->due);
}

static void fold_extended (const struct view_fact *fact)
{
    const struct deadline_extended *event = fact->event;
    fold_due (fact, event->ref, event->due);
}

static void fold_moved (const struct view_fact *fact)
{
    const struct deadline_moved *event = fact->event;
    fold_due (fact, event->ref, event->due);
}

/* Met while it stood still: it was not late, and stands still no more. */
static void fold_met (const struct view_fact *fact)
{
    struct owed_row row;
    if (!last_of (fact, ((const struct obligation_met *)fact->event)->obligation, &row) ||
        !row.paused)
        return;
    row.paused = false;
    row.stood_until = fact->time;
    put (fact, &row);
}

static void fold_withdrawn (const struct view_fact *fact)
{
    struct owed_row row;
    if (!last_of (fact, ((const struct obligation_withdrawn *)fact->event)->obligation, &row))
        return;
    row.withdrawn = true;
    put (fact, &row);
}

static const struct view_row rows[] = {
    { .word = obligation_opened_record, .fold = fold_opened },
    { .word = obligation_met_record, .fold = fold_met },
    { .word = obligation_withdrawn_record, .fold = fold_withdrawn },
    { .word = deadline_armed_record, .fold = fold_armed },
    { .word = deadline_extended_record, .fold = fold_extended },
    { .word = deadline_moved_record, .fold = fold_moved },
    { .word = deadline_paused_record, .fold = fold_paused },
};
const struct view_rows owed_view_rows = { rows, sizeof rows / sizeof *rows };

struct owed_row view_owed (const struct scene *scene, enum obligation_kind kind, const char *what,
                           const char *party, instant as_of)
{
    struct owed_row row;
    struct view_by by = view_by_nothing();
    by.key = choice_word (obligation_kind_choices(), (int)kind);
    by.other = what;
    by.party = party;
    by.campaign = scene->office->campaign->id;
    by.as_of = as_of;
    if (store_read (scene->store, &statements[SEE], &by, scene->arena, &row))
        return row;
    return (struct owed_row){ .due = INSTANT_ABSENT, .stood_until = INSTANT_ABSENT };
}
