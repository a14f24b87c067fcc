/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/accountability.h"
#include "escalation/ladder.h"
#include "words/intake.h"
#include "words/words.h"

enum { LADDERS_MAX = 64, ANSWERED_MAX = 64 };

#define MATTER_COLUMNS                                                                             \
    "ref, category, premises, premises_name, community, department, ended, noted, ended_at, "      \
    "entered, end_entered, linked, private, transferred"
#define COLUMNS                                                                                    \
    "deadline, ref, clock, due, danger, premises, premises_name, community, department, "          \
    "category, severity, tracker, rung, climbed, told, repeats, ended, next"

enum {
    NEXT,
    DUE,
    CASE,
    PUT,
    CLIMB,
    REPEAT,
    PLAN,
    END,
    ANSWERED,
    ANSWER,
    LEAVE,
    LEAVE_ALL,
    MATTER,
    NOTE,
    REST,
    RESUME,
    CLOSE,
    STATEMENTS
};
static const struct sql statements[STATEMENTS] = {
    [NEXT] = { "SELECT min (next) AS next FROM ladder WHERE next IS NOT NULL", NULL,
               ladder_moment_record },
    [DUE] = { "SELECT " COLUMNS " FROM ladder WHERE next <= :now ORDER BY next, deadline LIMIT 1",
              ladder_by_record, ladder_row_record },
    [CASE] = { "SELECT " COLUMNS " FROM ladder WHERE ref = :key ORDER BY ended, due, deadline",
               ladder_by_record, ladder_row_record },
    [PUT] = { "INSERT OR REPLACE INTO ladder (" COLUMNS
              ") VALUES (:deadline, :ref, :clock, :due, :danger, :premises,"
              " :premises_name, :community, :department, :category, :severity, :tracker, :rung, "
              ":climbed, :told, :repeats, :ended, :next)",
              ladder_row_record, NULL },
    /* Old journals say no `next` above the last rung, where it was silent: it is looked at again.
     */
    [CLIMB] = { "UPDATE ladder SET rung = :rung, climbed = :climbed, told = :told, repeats = 0, "
                "next "
                "= coalesce (:next, :told) WHERE deadline = :deadline",
                ladder_row_record, NULL },
    [REPEAT] = { "UPDATE ladder SET told = :told, repeats = :repeats, next = :next WHERE deadline "
                 "= :deadline",
                 ladder_row_record, NULL },
    [PLAN] = { "UPDATE ladder SET next = coalesce (:next, told) WHERE deadline = :deadline",
               ladder_row_record, NULL },
    [END] = { "UPDATE ladder SET ended = 1, next = NULL WHERE deadline = :deadline",
              ladder_row_record, NULL },
    [ANSWERED] = { "SELECT deadline, ladder, ref, due, over, over_at, over_entered FROM answered "
                   "WHERE ref = :key"
                   " ORDER BY over, due DESC, deadline",
                   ladder_by_record, answered_row_record },
    [ANSWER] = { "INSERT OR REPLACE INTO answered (deadline, ladder, ref, due, over, over_at)"
                 " VALUES (:deadline, :ladder, :ref, :due, 0, NULL)",
                 answered_row_record, NULL },
    [LEAVE] = { "UPDATE answered SET over = 1, over_at = :over_at, over_entered = :over_entered "
                "WHERE deadline = :deadline AND "
                "over = 0",
                answered_row_record, NULL },
    [LEAVE_ALL] = { "UPDATE answered SET over = 1, over_at = :over_at, over_entered = "
                    ":over_entered WHERE ladder = :ladder AND "
                    "over = 0",
                    answered_row_record, NULL },
    [MATTER] = { "SELECT " MATTER_COLUMNS " FROM matter WHERE ref = :key", ladder_by_record,
                 matter_row_record },
    [NOTE] = { "INSERT INTO matter (ref, category, premises, premises_name, community, department, "
               "ended, noted, entered, private, transferred)"
               " VALUES (:ref, :category, :premises, :premises_name, :community, :department, 0, "
               ":noted, :entered, :private, 0)",
               matter_row_record, NULL },
    [CLOSE] = { "UPDATE matter SET ended = 1, ended_at = :ended_at, end_entered = :end_entered, "
                "linked = :linked, transferred = :transferred WHERE ref = :ref",
                matter_row_record, NULL },
    [REST] = { "INSERT OR REPLACE INTO rest (ref, ended_at, end_entered, resumed) SELECT ref, "
               "ended_at, end_entered, :resumed FROM matter WHERE ref = :ref AND ended = 1",
               rest_row_record, NULL },
    [RESUME] = { "UPDATE matter SET ended = 0, ended_at = NULL, end_entered = NULL, linked = NULL, "
                 "transferred = 0 "
                 "WHERE "
                 "ref = :ref",
                 matter_row_record, NULL },
};
const struct sql_table ladder_sql = { statements, STATEMENTS };

static struct ladder_by by_key (const char *key)
{
    return (struct ladder_by){ .key = key, .limit = NUMBER_ABSENT, .now = INSTANT_ABSENT };
}

/* ---- see ---- */

const struct matter_row *case_see (const struct scene *scene, const char *ref)
{
    const struct ladder_by by = by_key (ref);
    struct matter_row *matter = arena_take (scene->arena, sizeof *matter);
    if (!store_read (scene->store, &statements[MATTER], &by, scene->arena, matter))
        return NULL;
    /* What is said of people at home goes into letters and lists: it names no place. */
    if (matter->private)
        matter->premises = matter->premises_name = WORDS_HIDDEN;
    return matter;
}

bool case_hides (const struct scene *scene, const char *ref)
{
    const struct matter_row *matter = scene->sees_private ? NULL : case_see (scene, ref);
    return matter && matter->private;
}

/* What was heard is about PREMISES; NULL: about those of the case. */
static const struct ladder_seen *see (const struct scene *scene, const char *premises)
{
    const char *ref = scene->heard->subject;
    const struct ladder_by by = by_key (ref);
    struct ladder_seen *seen = arena_take (scene->arena, sizeof *seen);
    const void *rows;
    *seen = (struct ladder_seen){ .office = scene->office,
                                  .orders = order_see_ref (scene, ref),
                                  .linked = order_see_linked (scene, ref),
                                  .referrals = referral_see_ref (scene, ref),
                                  .supervision = supervision_see_ref (scene, ref),
                                  .matter = case_see (scene, ref),
                                  .late = late_see (scene, ref, premises),
                                  .entered = scene->heard->recorded,
                                  .now = scene->now };
    seen->count =
        store_list (scene->store, &statements[CASE], &by, scene->arena, LADDERS_MAX, &rows);
    seen->ladders = rows;
    seen->answered_count =
        store_list (scene->store, &statements[ANSWERED], &by, scene->arena, ANSWERED_MAX, &rows);
    seen->answered = rows;
    return seen;
}

const void *ladder_see_case (const struct scene *scene, const void *said)
{
    (void)said;
    return see (scene, NULL);
}

const void *ladder_see_opened (const struct scene *scene, const void *said)
{
    return see (scene, ((const struct hazard_opened *)said)->premises);
}

instant ladder_next (const struct scene *scene)
{
    struct ladder_moment first = { .next = INSTANT_ABSENT };
    store_read (scene->store, &statements[NEXT], NULL, scene->arena, &first);
    return first.next == INSTANT_ABSENT ? INSTANT_NEVER : first.next;
}

const void *ladder_see_hour (const struct scene *scene, const void *said)
{
    (void)said;
    const struct ladder_by by = { .now = scene->now, .limit = NUMBER_ABSENT };
    struct ladder_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct ladder_row *row = arena_take (scene->arena, sizeof *row);
    if (!store_read (scene->store, &statements[DUE], &by, scene->arena, row))
        return NULL;
    *seen = (struct ladder_seen){ .office = scene->office,
                                  .ladders = row,
                                  .count = 1,
                                  .orders = order_see_ref (scene, row->ref),
                                  .referrals = referral_see_ref (scene, row->ref),
                                  .matter = case_see (scene, row->ref),
                                  .entered = INSTANT_ABSENT,
                                  .now = scene->now };
    return seen;
}

/* ---- apply ---- */

void ladder_apply_raised (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    (void)fact, (void)arena;
    const struct ladder_raised *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct ladder_row){ .deadline = event->deadline,
                                       .ref = event->ref,
                                       .clock = event->clock,
                                       .due = event->due,
                                       .danger = event->danger,
                                       .premises = event->premises,
                                       .premises_name = event->premises_name,
                                       .community = event->community,
                                       .department = event->department,
                                       .category = event->category,
                                       .severity = event->severity,
                                       .tracker = event->tracker,
                                       .climbed = INSTANT_ABSENT,
                                       .told = INSTANT_ABSENT,
                                       .next = event->next });
    store_write (store, &statements[ANSWER],
                 &(struct answered_row){ .deadline = event->deadline,
                                         .ladder = event->deadline,
                                         .ref = event->ref,
                                         .due = event->due });
}

void ladder_apply_climbed (struct store *store, const struct fact *fact, const void *event_void,
                           struct arena *arena)
{
    (void)arena;
    const struct ladder_climbed *event = event_void;
    bool old = event->planned == INSTANT_ABSENT; /* it was due then, or a little before */
    store_write (store, &statements[CLIMB],
                 &(struct ladder_row){ .deadline = event->deadline,
                                       .rung = event->rung,
                                       .climbed = old ? fact->recorded : event->planned,
                                       .told = old || event->late ? fact->recorded : event->planned,
                                       .next = event->next });
    accountability_note_climb (store, event, fact->recorded);
}

void ladder_apply_repeated (struct store *store, const struct fact *fact, const void *event_void,
                            struct arena *arena)
{
    (void)fact, (void)arena;
    const struct ladder_repeated *event = event_void;
    store_write (store, &statements[REPEAT],
                 &(struct ladder_row){ .deadline = event->deadline,
                                       .told = event->told,
                                       .repeats = event->number,
                                       .next = event->next });
}

void ladder_apply_joined (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    (void)fact, (void)arena;
    const struct ladder_joined *event = event_void;
    store_write (store, &statements[ANSWER],
                 &(struct answered_row){ .deadline = event->deadline,
                                         .ladder = event->ladder,
                                         .ref = event->ref,
                                         .due = event->due });
}

void ladder_apply_left (struct store *store, const struct fact *fact, const void *event_void,
                        struct arena *arena)
{
    (void)arena;
    const struct ladder_left *event = event_void;
    store_write (
        store, &statements[LEAVE],
        &(struct answered_row){ .deadline = event->deadline,
                                .over_at = fact->time,
                                .over_entered = known_since (event->entered, fact->time) });
}

void ladder_apply_planned (struct store *store, const struct fact *fact, const void *event_void,
                           struct arena *arena)
{
    (void)fact, (void)arena;
    const struct ladder_planned *event = event_void;
    store_write (store, &statements[PLAN],
                 &(struct ladder_row){ .deadline = event->deadline, .next = event->next });
}

void ladder_apply_ended (struct store *store, const struct fact *fact, const void *event_void,
                         struct arena *arena)
{
    (void)arena;
    const struct ladder_ended *event = event_void;
    store_write (store, &statements[END], &(struct ladder_row){ .deadline = event->deadline });
    store_write (
        store, &statements[LEAVE_ALL],
        &(struct answered_row){ .ladder = event->deadline,
                                .over_at = fact->time,
                                .over_entered = known_since (event->entered, fact->time) });
}

void case_apply_noted (struct store *store, const struct fact *fact, const void *event_void,
                       struct arena *arena)
{
    (void)arena;
    const struct case_noted *event = event_void;
    store_write (store, &statements[NOTE],
                 &(struct matter_row){ .ref = event->ref,
                                       .category = event->category,
                                       .premises = event->premises,
                                       .premises_name = event->premises_name,
                                       .community = event->community,
                                       .department = event->department,
                                       .noted = fact->time,
                                       .ended_at = INSTANT_ABSENT,
                                       .entered = known_since (event->entered, fact->time),
                                       .end_entered = INSTANT_ABSENT,
                                       .private = event->private });
}

void case_apply_ended (struct store *store, const struct fact *fact, const void *event_void,
                       struct arena *arena)
{
    (void)arena;
    const struct case_ended *event = event_void;
    store_write (store, &statements[CLOSE],
                 &(struct matter_row){ .ref = event->ref,
                                       .ended_at = fact->time,
                                       .end_entered = known_since (event->entered, fact->time),
                                       .linked = event->linked,
                                       .transferred = event->transferred });
}

void case_apply_resumed (struct store *store, const struct fact *fact, const void *event_void,
                         struct arena *arena)
{
    (void)arena;
    const struct case_resumed *event = event_void;
    store_write (store, &statements[REST],
                 &(struct rest_row){ .ref = event->ref,
                                     .resumed = known_since (event->entered, fact->time) });
    store_write (store, &statements[RESUME], &(struct matter_row){ .ref = event->ref });
    order_apply_resumed (store, event->ref);
}
