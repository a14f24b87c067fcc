/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/accountability.h"
#include "base/id.h"
#include "escalation/ladder.h"

#define FILE_COLUMNS "number, kind, state, party, incident, class"

/* Cases, and tip-offs that nobody verified, at PREMISES at a moment. */
#define STOOD                                                                                      \
    "SELECT ref, noted AS since FROM matter WHERE premises = :key AND noted <= :to AND (ended_at " \
    "IS NULL OR ended_at > :to) UNION ALL SELECT tipoff, at FROM tip WHERE premises = :key AND "   \
    "at <= :to AND (ended IS NULL OR ended > :to)"
/* What was known of PREMISES before a moment, worst first. */
#define KNOWN                                                                                      \
    "SELECT s.ref AS ref, CASE WHEN EXISTS (SELECT 1 FROM answered AS a WHERE a.ref = s.ref AND "  \
    "a.due <= :to AND (a.over_at IS NULL OR a.over_at > :to)) THEN 'overdue' ELSE 'open' END AS "  \
    "state, s.since AS since FROM (" STOOD ") AS s UNION ALL SELECT tipoff AS ref, 'unfounded' "   \
    "AS state, at AS since FROM doubt WHERE premises = :key AND at <= :to ORDER BY state DESC, "   \
    "ref LIMIT 100"

enum {
    FIRE,
    FIRES,
    FIRES_OF_TRADE,
    PUT_FIRE,
    CASES,
    ON_FIRE,
    ON_DUTY,
    NUMBERED,
    LAST,
    OPEN,
    JUDGE,
    CONCLUDE,
    CLIMBED,
    WAITS,
    CLIMBS,
    WEIGHED,
    DOUBT,
    TIP,
    PUT_TIP,
    END_TIP,
    STATEMENTS
};
static const struct sql statements[STATEMENTS] = {
    [FIRE] = { "SELECT incident, at, community, premises, department, class FROM fire WHERE "
               "incident = :key",
               weighing_by_record, fire_row_record },
    [FIRES] = { "SELECT count (*) AS count FROM fire WHERE community = :key AND at >= :from AND at "
                "<= :to",
                weighing_by_record, number_of_record },
    [FIRES_OF_TRADE] = { "SELECT count (*) AS count FROM fire WHERE department = :key AND at >= "
                         ":from AND at <= :to",
                         weighing_by_record, number_of_record },
    [PUT_FIRE] = { "INSERT OR REPLACE INTO fire (incident, at, community, premises, department, "
                   "class) VALUES (:incident, :at, :community, :premises, :department, :class)",
                   fire_row_record, NULL },
    [CASES] = { KNOWN, weighing_by_record, known_case_record },
    [ON_FIRE] = { "SELECT " FILE_COLUMNS " FROM file WHERE incident = :key AND kind = 'fire'",
                  weighing_by_record, file_row_record },
    [ON_DUTY] = { "SELECT " FILE_COLUMNS
                  " FROM file WHERE party = :key AND kind = 'duty' AND state "
                  "= 'open' LIMIT 1",
                  weighing_by_record, file_row_record },
    [NUMBERED] = { "SELECT " FILE_COLUMNS " FROM file WHERE number = :number", weighing_by_record,
                   file_row_record },
    [LAST] = { "SELECT " FILE_COLUMNS " FROM file ORDER BY number DESC LIMIT 1", NULL,
               file_row_record },
    [OPEN] = { "INSERT INTO file (" FILE_COLUMNS
               ") VALUES (:number, :kind, :state, :party, :incident, :class)",
               file_row_record, NULL },
    [JUDGE] = { "UPDATE file SET class = :class WHERE number = :number", file_row_record, NULL },
    [CONCLUDE] = { "UPDATE file SET state = :state WHERE number = :number", file_row_record, NULL },
    [CLIMBED] = { "INSERT OR IGNORE INTO climb (party, at, weighed) VALUES (:party, :at, 0)",
                  climb_row_record, NULL },
    [WAITS] = { "SELECT party, at, weighed FROM climb WHERE weighed = 0 ORDER BY at, party LIMIT 1",
                NULL, climb_row_record },
    [CLIMBS] = { "SELECT count (*) AS count FROM climb WHERE party = :key AND at >= :from AND at "
                 "<= :to",
                 weighing_by_record, number_of_record },
    [WEIGHED] = { "UPDATE climb SET weighed = 1 WHERE party = :party AND at = :at",
                  climb_row_record, NULL },
    [DOUBT] = { "INSERT OR IGNORE INTO doubt (tipoff, premises, at) VALUES (:tipoff, :premises, "
                ":at)",
                doubt_row_record, NULL },
    [TIP] = { "SELECT tipoff, premises, department, at, ended FROM tip WHERE tipoff = :key",
              weighing_by_record, tip_row_record },
    /* Of one that is heard of again, the doubt may have been noted before (frame/again.h). */
    [PUT_TIP] = { "INSERT OR IGNORE INTO tip (tipoff, premises, department, at, ended) VALUES "
                  "(:tipoff, :premises, :department, :at, (SELECT at FROM doubt WHERE tipoff = "
                  ":tipoff))",
                  tip_row_record, NULL },
    [END_TIP] = { "UPDATE tip SET ended = :ended WHERE tipoff = :tipoff", tip_row_record, NULL },
};
const struct sql_table accountability_sql = { statements, STATEMENTS };

static struct weighing_by by_key (const char *key)
{
    return (struct weighing_by){
        .key = key, .from = INSTANT_ABSENT, .to = INSTANT_ABSENT, .number = NUMBER_ABSENT
    };
}

static int64_t last_number (const struct scene *scene)
{
    struct file_row last = { .number = 0 };
    store_read (scene->store, &statements[LAST], NULL, scene->arena, &last);
    return last.number;
}

static int64_t count (const struct scene *scene, int which, const char *key, instant to,
                      int64_t days)
{
    struct weighing_by by = by_key (key);
    struct number_of number = { .count = 0 };
    by.from = to - days * DAY_MS;
    by.to = to;
    store_read (scene->store, &statements[which], &by, scene->arena, &number);
    return number.count;
}

static bool is_duty_open (const struct scene *scene, const char *party)
{
    const struct weighing_by by = by_key (party);
    struct file_row row;
    return store_read (scene->store, &statements[ON_DUTY], &by, scene->arena, &row);
}

/* ---- fires ---- */

static const struct fire_row *see_fire (const struct scene *scene, const char *incident)
{
    const struct weighing_by by = by_key (incident);
    struct fire_row *row = arena_take (scene->arena, sizeof *row);
    return store_read (scene->store, &statements[FIRE], &by, scene->arena, row) ? row : NULL;
}

static const struct tip_row *see_tip (const struct scene *scene, const char *tipoff)
{
    const struct weighing_by by = by_key (tipoff);
    struct tip_row *row = arena_take (scene->arena, sizeof *row);
    return store_read (scene->store, &statements[TIP], &by, scene->arena, row) ? row : NULL;
}

/* Which department answers for the case, or the tip-off, REF; NULL: nobody heard. */
static const char *department_of (const struct scene *scene, const char *ref)
{
    const struct matter_row *matter = case_see (scene, ref);
    const struct tip_row *tip = matter ? NULL : see_tip (scene, ref);
    return matter ? matter->department : tip ? tip->department : NULL;
}

static struct fires_before see_before (const struct scene *scene, int which, const char *party,
                                       instant at)
{
    int64_t days = scene->office->policy->accountability->fire_days;
    return party ? (struct fires_before){ .party = party,
                                          .count = count (scene, which, party, at, days),
                                          .duty_open = is_duty_open (scene, party) }
                 : (struct fires_before){ .party = NULL };
}

/* What stands around FIRE, as it is told now. */
static struct fire_seen *see (const struct scene *scene, const struct fire_row *fire)
{
    struct fire_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct file_row *file = arena_take (scene->arena, sizeof *file);
    struct weighing_by by = by_key (fire->incident);
    const void *rows = NULL;
    *seen =
        (struct fire_seen){ .office = scene->office,
                            .fire = see_fire (scene, fire->incident),
                            .area = see_before (scene, FIRES, fire->community, fire->at),
                            .trade = see_before (scene, FIRES_OF_TRADE, fire->department, fire->at),
                            .last = last_number (scene),
                            .now = scene->now };
    if (store_read (scene->store, &statements[ON_FIRE], &by, scene->arena, file))
        seen->file = file;
    if (!fire->premises)
        return seen;
    by = by_key (fire->premises);
    by.to = fire->at;
    seen->cases_count =
        store_list (scene->store, &statements[CASES], &by, scene->arena, KNOWN_CASES_MAX, &rows);
    seen->cases = rows;
    seen->department = seen->cases_count > 0 ? department_of (scene, seen->cases[0].ref) : NULL;
    return seen;
}

const void *accountability_see_reported (const struct scene *scene, const void *said_void)
{
    const struct incident_reported *said = said_void;
    const struct fire_row fire = { .incident = said->incident,
                                   .at = said->at,
                                   .community = said->community,
                                   .premises = said->premises,
                                   .department = said->department };
    return see (scene, &fire);
}

const void *accountability_see_amended (const struct scene *scene, const void *said_void)
{
    const struct incident_amended *said = said_void;
    const struct fire_row *known = see_fire (scene, said->incident);
    struct fire_row fire = { .incident = said->incident };
    if (known)
        fire = *known;
    if (!fire.premises) {
        fire.premises = said->premises;
        fire.department = said->department;
    }
    return see (scene, &fire);
}

const void *accountability_see_tipoff (const struct scene *scene, const void *said)
{
    (void)said;
    struct tip_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct tip_seen){ .tip = see_tip (scene, scene->heard->subject), .time = scene->time };
    return seen;
}

/* ---- duty ---- */

instant accountability_next (const struct scene *scene)
{
    struct climb_row row;
    return store_read (scene->store, &statements[WAITS], NULL, scene->arena, &row) ? row.at
                                                                                   : INSTANT_NEVER;
}

const void *accountability_see_hour (const struct scene *scene, const void *said)
{
    (void)said;
    const struct accountability_policy *policy = scene->office->policy->accountability;
    struct weighing_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct climb_row *climb = arena_take (scene->arena, sizeof *climb);
    if (!store_read (scene->store, &statements[WAITS], NULL, scene->arena, climb))
        return NULL;
    *seen = (struct weighing_seen){ .office = scene->office,
                                    .climb = climb,
                                    .climbs = count (scene, CLIMBS, climb->party, climb->at,
                                                     policy->climb_days),
                                    .duty_open = is_duty_open (scene, climb->party),
                                    .last = last_number (scene),
                                    .now = scene->now };
    return seen;
}

const void *accountability_see_conclude (const struct scene *scene, const void *said)
{
    struct conclude_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct file_row *file = arena_take (scene->arena, sizeof *file);
    struct weighing_by by = by_key (NULL);
    *seen = (struct conclude_seen){ .office = scene->office };
    if (ref_parse (((const struct accountability_conclude *)said)->file, 'A', &by.number) &&
        store_read (scene->store, &statements[NUMBERED], &by, scene->arena, file))
        seen->file = file;
    return seen;
}

/* ---- apply ---- */

void accountability_note_climb (struct store *store, const struct ladder_climbed *climbed,
                                instant at)
{
    if (choice_value (role_choices(), climbed->role) != (int)role_leader)
        return;
    store_write (store, &statements[CLIMBED],
                 &(struct climb_row){ .party = climbed->community, .at = at });
    store_write (store, &statements[CLIMBED],
                 &(struct climb_row){ .party = climbed->department, .at = at });
}

static int64_t number_of_file (const char *file)
{
    int64_t number = 0;
    ref_parse (file, 'A', &number);
    return number;
}

static void weighed (struct store *store, const char *party, instant at)
{
    store_write (store, &statements[WEIGHED], &(struct climb_row){ .party = party, .at = at });
}

void accountability_apply_opened (struct store *store, const struct fact *fact,
                                  const void *event_void, struct arena *arena)
{
    (void)fact, (void)arena;
    const struct accountability_opened *event = event_void;
    store_write (store, &statements[OPEN],
                 &(struct file_row){ .number = number_of_file (event->file),
                                     .kind = event->kind,
                                     .state = file_open,
                                     .party = event->party,
                                     .incident = event->incident,
                                     .class = event->class });
    if (event->weighed != INSTANT_ABSENT)
        weighed (store, event->party, event->weighed);
}

void accountability_apply_judged (struct store *store, const struct fact *fact,
                                  const void *event_void, struct arena *arena)
{
    (void)fact, (void)arena;
    const struct accountability_judged *event = event_void;
    store_write (
        store, &statements[JUDGE],
        &(struct file_row){ .number = number_of_file (event->file), .class = event->class });
}

void accountability_apply_concluded (struct store *store, const struct fact *fact,
                                     const void *event, struct arena *arena)
{
    (void)fact, (void)arena;
    const char *file = ((const struct accountability_concluded *)event)->file;
    store_write (store, &statements[CONCLUDE],
                 &(struct file_row){ .number = number_of_file (file), .state = file_concluded });
}

void accountability_apply_weighed (struct store *store, const struct fact *fact,
                                   const void *event_void, struct arena *arena)
{
    (void)fact, (void)arena;
    const struct accountability_weighed *event = event_void;
    weighed (store, event->party, event->at);
}

void accountability_apply_fire (struct store *store, const struct fact *fact,
                                const void *event_void, struct arena *arena)
{
    (void)fact, (void)arena;
    const struct fire_noted *event = event_void;
    store_write (store, &statements[PUT_FIRE],
                 &(struct fire_row){ .incident = event->incident,
                                     .at = event->at,
                                     .community = event->community,
                                     .premises = event->premises,
                                     .department = event->department,
                                     .class = event->class });
}

void accountability_apply_doubt (struct store *store, const struct fact *fact,
                                 const void *event_void, struct arena *arena)
{
    (void)fact, (void)arena;
    const struct doubt_noted *event = event_void;
    store_write (store, &statements[DOUBT],
                 &(struct doubt_row){
                     .tipoff = event->tipoff, .premises = event->premises, .at = event->at });
}

void accountability_apply_tipoff (struct store *store, const struct fact *fact,
                                  const void *event_void, struct arena *arena)
{
    (void)fact, (void)arena;
    const struct tipoff_noted *event = event_void;
    store_write (store, &statements[PUT_TIP],
                 &(struct tip_row){ .tipoff = event->tipoff,
                                    .premises = event->premises,
                                    .department = event->department,
                                    .at = event->at });
}

void accountability_apply_settled (struct store *store, const struct fact *fact,
                                   const void *event_void, struct arena *arena)
{
    (void)fact, (void)arena;
    const struct tipoff_settled *event = event_void;
    store_write (store, &statements[END_TIP],
                 &(struct tip_row){ .tipoff = event->tipoff, .ended = event->at });
}
