/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/accountability.h"
#include "base/id.h"
#include "escalation/ladder.h"

#define FILE_COLUMNS "number, kind, state, party, incident, class, concluded"

/* Cases, and tip-offs that nobody verified, at PREMISES, as was known at a moment. One that was
   resumed since was closed till then. */
#define STOOD                                                                                      \
    "SELECT ref, noted AS since FROM matter AS m WHERE premises = :key AND entered <= :to AND "    \
    "(end_entered IS NULL OR end_entered > :to) AND NOT EXISTS (SELECT 1 FROM rest AS r WHERE "    \
    "r.ref = m.ref AND r.end_entered <= :to AND r.resumed > :to) UNION ALL SELECT tipoff, at "     \
    "FROM tip WHERE "                                                                              \
    "premises = :key AND entered <= :to AND (end_entered IS NULL OR end_entered > :to)"
/* What was known of PREMISES before a moment, worst first. */
#define KNOWN                                                                                      \
    "SELECT s.ref AS ref, CASE WHEN EXISTS (SELECT 1 FROM answered AS a WHERE a.ref = s.ref AND "  \
    "a.due <= :to AND (a.over_entered IS NULL OR a.over_entered > :to)) THEN 'overdue' ELSE "      \
    "'open' END AS "                                                                               \
    "state, s.since AS since FROM (" STOOD ") AS s UNION ALL SELECT tipoff AS ref, 'unfounded' "   \
    "AS state, at AS since FROM doubt WHERE premises = :key AND entered <= :to ORDER BY state "    \
    "DESC, "                                                                                       \
    "ref LIMIT 100"
/* The most fires in one period of a length that holds the one at `to`, itself included: it may be
   the last of the period, the first, or one between. */
#define MANY(whose)                                                                                \
    "WITH near AS (SELECT at FROM fire WHERE " whose " = :key AND incident <> :incident AND "      \
    "incident IS NOT :without AND at BETWEEN :from AND :until UNION ALL SELECT :to) SELECT max "   \
    "((SELECT count (*) FROM near AS o "                                                           \
    "WHERE o.at BETWEEN e.at - (:to - :from) AND e.at)) AS count FROM near AS e WHERE e.at >= :to"
/* What was dated before a moment and entered after it. */
#define LATER                                                                                      \
    "SELECT ref, 'opened' AS what, noted AS dated, entered FROM matter WHERE premises = :key AND " \
    "noted <= :to AND entered > :to UNION ALL SELECT ref, 'closed', ended_at, end_entered FROM "   \
    "matter WHERE premises = :key AND ended_at <= :to AND end_entered > :to UNION ALL SELECT "     \
    "r.ref, 'closed', r.ended_at, r.end_entered FROM rest AS r JOIN matter AS m USING (ref) "      \
    "WHERE "                                                                                       \
    "m.premises = :key AND r.ended_at <= :to AND r.end_entered > :to UNION ALL SELECT "            \
    "tipoff, 'opened', at, entered FROM tip WHERE premises = :key AND at <= :to AND entered > "    \
    ":to UNION ALL SELECT tipoff, 'verified', ended, end_entered FROM tip WHERE premises = :key "  \
    "AND ended <= :to AND end_entered > :to UNION ALL SELECT DISTINCT ref, 'ended', over_at, "     \
    "over_entered FROM answered WHERE ref IN (SELECT ref FROM matter WHERE premises = :key UNION " \
    "SELECT tipoff FROM tip WHERE premises = :key) AND over_at <= :to AND over_entered > :to "     \
    "ORDER BY entered, ref, what LIMIT 100"
/* Files on fires at PREMISES, or at those of a ref, from a moment to before another. */
#define LATE                                                                                       \
    "SELECT " FILE_COLUMNS " FROM file JOIN (SELECT incident, at, premises FROM fire) USING "      \
    "(incident) WHERE kind = 'fire' AND at >= :from AND at < :to AND premises = coalesce "         \
    "(:premises, (SELECT premises FROM matter WHERE ref = :key), (SELECT premises FROM tip WHERE " \
    "tipoff = :key)) ORDER BY number LIMIT 8"

enum {
    FIRE,
    FIRES,
    FIRES_OF_TRADE,
    PUT_FIRE,
    DROP_FIRE,
    OPENED_ON,
    OPENED_ON_MANY,
    CASES,
    ENTERED_LATER,
    ENTERED_LATE,
    ON_FIRE,
    ON_MANY,
    ON_CLIMBS,
    NUMBERED,
    LAST,
    OPEN,
    JUDGE,
    REOPEN,
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
    [FIRES] = { MANY ("community"), weighing_by_record, number_of_record },
    [FIRES_OF_TRADE] = { MANY ("department"), weighing_by_record, number_of_record },
    [PUT_FIRE] = { "INSERT OR REPLACE INTO fire (incident, at, community, premises, department, "
                   "class) VALUES (:incident, :at, :community, :premises, :department, :class)",
                   fire_row_record, NULL },
    [DROP_FIRE] = { "DELETE FROM fire WHERE incident = :incident", fire_row_record, NULL },
    [OPENED_ON] = { "SELECT " FILE_COLUMNS " FROM file WHERE incident = :key ORDER BY number LIMIT "
                    "8",
                    weighing_by_record, file_row_record },
    [OPENED_ON_MANY] = { "SELECT " FILE_COLUMNS " FROM file WHERE party = :key AND kind = 'duty' "
                         "AND state = 'open' AND incident <> :incident ORDER BY number LIMIT 8",
                         weighing_by_record, file_row_record },
    [CASES] = { KNOWN, weighing_by_record, known_case_record },
    [ENTERED_LATER] = { LATER, weighing_by_record, late_entry_record },
    [ENTERED_LATE] = { LATE, weighing_by_record, file_row_record },
    [ON_FIRE] = { "SELECT " FILE_COLUMNS " FROM file WHERE incident = :key AND kind = 'fire'",
                  weighing_by_record, file_row_record },
    [ON_MANY] = { "SELECT " FILE_COLUMNS " FROM file WHERE party = :key AND kind = 'duty' AND "
                  "state = 'open' AND incident IS NOT NULL LIMIT 1",
                  weighing_by_record, file_row_record },
    [ON_CLIMBS] = { "SELECT " FILE_COLUMNS " FROM file WHERE party = :key AND kind = 'duty' AND "
                    "state = 'open' AND incident IS NULL LIMIT 1",
                    weighing_by_record, file_row_record },
    [NUMBERED] = { "SELECT " FILE_COLUMNS " FROM file WHERE number = :number", weighing_by_record,
                   file_row_record },
    [LAST] = { "SELECT " FILE_COLUMNS " FROM file ORDER BY number DESC LIMIT 1", NULL,
               file_row_record },
    [OPEN] = { "INSERT INTO file (" FILE_COLUMNS
               ") VALUES (:number, :kind, :state, :party, :incident, :class, NULL)",
               file_row_record, NULL },
    [JUDGE] = { "UPDATE file SET class = :class WHERE number = :number", file_row_record, NULL },
    [REOPEN] = { "UPDATE file SET state = 'open' WHERE number = :number", file_row_record, NULL },
    [CONCLUDE] = { "UPDATE file SET state = 'concluded', concluded = class WHERE number = :number",
                   file_row_record, NULL },
    [CLIMBED] = { "INSERT OR REPLACE INTO climb (party, ref, clock, at, weighed) VALUES (:party, "
                  ":ref, :clock, :at, 0)",
                  climb_row_record, NULL },
    [WAITS] = { "SELECT party, ref, clock, at, weighed FROM climb WHERE weighed = 0 ORDER BY at, "
                "party, ref, clock LIMIT 1",
                NULL, climb_row_record },
    [CLIMBS] = { "SELECT count (DISTINCT ref) AS count FROM climb WHERE party = :key AND at >= "
                 ":from AND at <= :to",
                 weighing_by_record, number_of_record },
    [WEIGHED] = { "UPDATE climb SET weighed = 1 WHERE party = :party AND at = :at",
                  climb_row_record, NULL },
    [DOUBT] = { "INSERT OR IGNORE INTO doubt (tipoff, premises, at, entered) VALUES (:tipoff, "
                ":premises, :at, :entered)",
                doubt_row_record, NULL },
    [TIP] = { "SELECT tipoff, premises, department, at, entered, ended, end_entered FROM tip WHERE "
              "tipoff = :key",
              weighing_by_record, tip_row_record },
    /* Of one that is heard of again, the doubt may have been noted before (frame/again.h). */
    [PUT_TIP] = { "INSERT OR IGNORE INTO tip (tipoff, premises, department, at, entered, ended, "
                  "end_entered) SELECT :tipoff, :premises, :department, :at, :entered, d.at, "
                  "d.entered FROM (SELECT 1) LEFT JOIN doubt AS d ON d.tipoff = :tipoff",
                  tip_row_record, NULL },
    [END_TIP] = { "UPDATE tip SET ended = :ended, end_entered = :end_entered WHERE tipoff = "
                  ":tipoff",
                  tip_row_record, NULL },
};
const struct sql_table accountability_sql = { statements, STATEMENTS };

static struct weighing_by by_key (const char *key)
{
    return (struct weighing_by){ .key = key,
                                 .from = INSTANT_ABSENT,
                                 .to = INSTANT_ABSENT,
                                 .until = INSTANT_ABSENT,
                                 .number = NUMBER_ABSENT };
}

static int64_t last_number (const struct scene *scene)
{
    struct file_row last = { .number = 0 };
    store_read (scene->store, &statements[LAST], NULL, scene->arena, &last);
    return last.number;
}

static int64_t count_climbs (const struct scene *scene, const char *party, instant to)
{
    struct weighing_by by = by_key (party);
    struct number_of number = { .count = 0 };
    by.from = to - scene->office->policy->accountability->climb_days * DAY_MS;
    by.to = to;
    store_read (scene->store, &statements[CLIMBS], &by, scene->arena, &number);
    return number.count;
}

/* WHICH: ON_MANY, ON_CLIMBS. */
static bool is_duty_open (const struct scene *scene, int which, const char *party)
{
    const struct weighing_by by = by_key (party);
    struct file_row row;
    return store_read (scene->store, &statements[which], &by, scene->arena, &row);
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

struct late late_see (const struct scene *scene, const char *ref, const char *premises)
{
    struct late late = { .dated = scene->time, .entered = scene->heard->recorded };
    struct weighing_by by = by_key (ref);
    const void *rows = NULL;
    by.premises = premises;
    by.from = late.dated;
    by.to = late.entered;
    if (late.dated < late.entered)
        late.count = store_list (scene->store, &statements[ENTERED_LATE], &by, scene->arena,
                                 FILES_MAX, &rows);
    late.files = rows;
    return late;
}

/* Which department answers for the case, or the tip-off, REF; NULL: nobody heard. */
static const char *department_of (const struct scene *scene, const char *ref)
{
    const struct matter_row *matter = case_see (scene, ref);
    const struct tip_row *tip = matter ? NULL : see_tip (scene, ref);
    return matter ? matter->department : tip ? tip->department : NULL;
}

/* In the worst of the policy's days that FIRE is among. WITHOUT may be NULL. */
static int64_t fires_without (const struct scene *scene, int which, const char *party,
                              const struct fire_row *fire, const char *without)
{
    int64_t length = scene->office->policy->accountability->fire_days * DAY_MS;
    struct weighing_by by = by_key (party);
    struct number_of number = { .count = 0 };
    by.incident = fire->incident;
    by.without = without;
    by.from = fire->at - length;
    by.to = fire->at;
    by.until = fire->at + length;
    store_read (scene->store, &statements[which], &by, scene->arena, &number);
    return number.count;
}

static struct fires_about see_about (const struct scene *scene, int which, const char *party,
                                     const struct fire_row *fire)
{
    return party ? (struct fires_about){ .party = party,
                                         .count = fires_without (scene, which, party, fire, NULL),
                                         .duty_open = is_duty_open (scene, ON_MANY, party) }
                 : (struct fires_about){ .party = NULL };
}

/* What stands around FIRE, as it is told now. */
static struct fire_seen *see (const struct scene *scene, const struct fire_row *fire)
{
    struct fire_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct file_row *file = arena_take (scene->arena, sizeof *file);
    struct weighing_by by = by_key (fire->incident);
    const void *rows = NULL;
    *seen = (struct fire_seen){ .office = scene->office,
                                .fire = see_fire (scene, fire->incident),
                                .area = see_about (scene, FIRES, fire->community, fire),
                                .trade = see_about (scene, FIRES_OF_TRADE, fire->department, fire),
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
    seen->later_count = store_list (scene->store, &statements[ENTERED_LATER], &by, scene->arena,
                                    KNOWN_CASES_MAX, &rows);
    seen->later = rows;
    seen->department = seen->cases_count > 0 ? department_of (scene, seen->cases[0].ref) : NULL;
    return seen;
}

/* Of PARTY's files on many fires, those that have too few without FIRE, into FILES. */
static void add_lessened (const struct scene *scene, int which, const char *party,
                          const char *withdrawn, struct file_row *files, size_t *total)
{
    const struct accountability_policy *policy = scene->office->policy->accountability;
    struct weighing_by by = by_key (party);
    const void *rows = NULL;
    by.incident = withdrawn;
    size_t found = party ? store_list (scene->store, &statements[OPENED_ON_MANY], &by, scene->arena,
                                       FILES_MAX, &rows)
                         : 0;
    for (size_t i = 0; i < found && *total < FILES_MAX; i++) {
        const struct file_row *file = &((const struct file_row *)rows)[i];
        const struct fire_row *fire = see_fire (scene, file->incident);
        if (fire && fires_without (scene, which, party, fire, withdrawn) < policy->fires)
            files[(*total)++] = *file;
    }
}

const void *accountability_see_withdrawn (const struct scene *scene, const void *said_void)
{
    const struct incident_withdrawn *said = said_void;
    const struct fire_row *fire = see_fire (scene, said->incident);
    struct withdrawal_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct file_row *files = arena_take (scene->arena, FILES_MAX * sizeof *files);
    const struct weighing_by by = by_key (said->incident);
    const void *rows = NULL;
    *seen = (struct withdrawal_seen){ .known = fire != NULL, .files = files };
    if (!fire)
        return seen;
    seen->count =
        store_list (scene->store, &statements[OPENED_ON], &by, scene->arena, FILES_MAX, &rows);
    for (size_t i = 0; i < seen->count; i++)
        files[i] = ((const struct file_row *)rows)[i];
    add_lessened (scene, FIRES, fire->community, said->incident, files, &seen->count);
    add_lessened (scene, FIRES_OF_TRADE, fire->department, said->incident, files, &seen->count);
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

static const struct tip_seen *see_waiting (const struct scene *scene, const char *tipoff,
                                           const char *premises)
{
    struct tip_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct tip_seen){ .tip = see_tip (scene, tipoff),
                               .late = late_see (scene, tipoff, premises),
                               .time = scene->time,
                               .entered = scene->heard->recorded };
    return seen;
}

const void *accountability_see_tipoff (const struct scene *scene, const void *said_void)
{
    const struct tipoff_reported *said = said_void;
    return see_waiting (scene, said->tipoff, said->premises);
}

const void *accountability_see_verified (const struct scene *scene, const void *said_void)
{
    const struct tipoff_verified *said = said_void;
    return see_waiting (scene, said->tipoff, said->premises);
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
    struct weighing_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct climb_row *climb = arena_take (scene->arena, sizeof *climb);
    if (!store_read (scene->store, &statements[WAITS], NULL, scene->arena, climb))
        return NULL;
    *seen = (struct weighing_seen){ .office = scene->office,
                                    .climb = climb,
                                    .climbs = count_climbs (scene, climb->party, climb->at),
                                    .duty_open = is_duty_open (scene, ON_CLIMBS, climb->party),
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
    const char *const both[] = { climbed->community, climbed->department };
    bool old = climbed->owing_count == 0 && !climbed->nobody;
    const char *const *owing = old ? both : climbed->owing;
    size_t owing_count = old ? sizeof both / sizeof *both : climbed->owing_count;
    for (size_t i = 0; i < owing_count; i++)
        store_write (
            store, &statements[CLIMBED],
            &(struct climb_row){
                .party = owing[i], .ref = climbed->ref, .clock = climbed->clock, .at = at });
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
    const struct file_row file = { .number = number_of_file (event->file), .class = event->class };
    store_write (store, &statements[JUDGE], &file);
    if (event->reopened)
        store_write (store, &statements[REOPEN], &file);
}

/* The file is what was told of it; nothing is judged by these two. */
void accountability_apply_entered (struct store *store, const struct fact *fact, const void *event,
                                   struct arena *arena)
{
    (void)store, (void)fact, (void)event, (void)arena;
}

void accountability_apply_voided (struct store *store, const struct fact *fact, const void *event,
                                  struct arena *arena)
{
    (void)store, (void)fact, (void)event, (void)arena;
}

void accountability_apply_concluded (struct store *store, const struct fact *fact,
                                     const void *event, struct arena *arena)
{
    (void)fact, (void)arena;
    const char *file = ((const struct accountability_concluded *)event)->file;
    store_write (store, &statements[CONCLUDE],
                 &(struct file_row){ .number = number_of_file (file) });
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

void accountability_apply_dropped (struct store *store, const struct fact *fact, const void *event,
                                   struct arena *arena)
{
    (void)fact, (void)arena;
    store_write (store, &statements[DROP_FIRE],
                 &(struct fire_row){ .incident = ((const struct fire_dropped *)event)->incident });
}

void accountability_apply_doubt (struct store *store, const struct fact *fact,
                                 const void *event_void, struct arena *arena)
{
    (void)fact, (void)arena;
    const struct doubt_noted *event = event_void;
    store_write (store, &statements[DOUBT],
                 &(struct doubt_row){ .tipoff = event->tipoff,
                                      .premises = event->premises,
                                      .at = event->at,
                                      .entered = known_since (event->entered, event->at) });
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
                                    .at = event->at,
                                    .entered = known_since (event->entered, event->at) });
}

void accountability_apply_settled (struct store *store, const struct fact *fact,
                                   const void *event_void, struct arena *arena)
{
    (void)fact, (void)arena;
    const struct tipoff_settled *event = event_void;
    store_write (store, &statements[END_TIP],
                 &(struct tip_row){ .tipoff = event->tipoff,
                                    .ended = event->at,
                                    .end_entered = known_since (event->entered, event->at) });
}
