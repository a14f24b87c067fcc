/* Hazards on the list of supervision (S6), as far as the figures count them; and the money that
   went into a hazard. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/view.h"
#include "words/escalation.h"
#include "words/intake.h"

enum { PUT, OFF, SPEND, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [PUT] = { "INSERT OR IGNORE INTO listed (ref, number, at, recorded, money_yuan) VALUES (:ref, "
              ":number, :at, :recorded, :money_yuan)",
              listed_row_record, NULL },
    [OFF] = { "INSERT OR IGNORE INTO delisted (ref, number, at, recorded) VALUES (:ref, :number, "
              ":at, :recorded)",
              delisted_row_record, NULL },
    [SPEND] = { "INSERT OR IGNORE INTO spent (number, ref, at, recorded, yuan) VALUES (:number, "
                ":ref, :at, :recorded, :yuan)",
                spent_row_record, NULL },
};
const struct sql_table listed_view_sql = { statements, STATEMENTS };

static void fold_listed (const struct view_fact *fact)
{
    const struct supervision_listed *event = fact->event;
    store_write (fact->store, &statements[PUT],
                 &(struct listed_row){ .ref = event->ref,
                                       .number = event->number,
                                       .at = fact->time,
                                       .recorded = fact->recorded,
                                       .money_yuan = event->money_yuan });
}

/* YUAN may be absent. */
static void spend (const struct view_fact *fact, const char *ref, int64_t yuan)
{
    if (yuan != NUMBER_ABSENT)
        store_write (fact->store, &statements[SPEND],
                     &(struct spent_row){ .number = fact->seq,
                                          .ref = ref,
                                          .at = fact->time,
                                          .recorded = fact->recorded,
                                          .yuan = yuan });
}

static void fold_delisted (const struct view_fact *fact)
{
    const struct supervision_delisted *event = fact->event;
    store_write (fact->store, &statements[OFF],
                 &(struct delisted_row){ .ref = event->ref,
                                         .number = event->number,
                                         .at = fact->time,
                                         .recorded = fact->recorded });
    spend (fact, event->ref, event->spent_yuan);
}

static void fold_rectified (const struct view_fact *fact)
{
    const struct rectification_reported *event = fact->event;
    spend (fact, event->hazard, event->spent_yuan);
}

static const struct view_row rows[] = {
    { .word = supervision_listed_record, .fold = fold_listed },
    { .word = supervision_delisted_record, .fold = fold_delisted },
    { .word = rectification_reported_record, .fold = fold_rectified },
};
const struct view_rows listed_view_rows = { rows, sizeof rows / sizeof *rows };
