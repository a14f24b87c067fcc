/* Hazards on the list of supervision (S6), as far as the figures count them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/view.h"
#include "words/escalation.h"

enum { PUT, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [PUT] = { "INSERT OR IGNORE INTO listed (ref, number, at, recorded, money_yuan) VALUES (:ref, "
              ":number, :at, :recorded, :money_yuan)",
              listed_row_record, NULL },
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

static const struct view_row rows[] = {
    { .word = supervision_listed_record, .fold = fold_listed },
};
const struct view_rows listed_view_rows = { rows, sizeof rows / sizeof *rows };
