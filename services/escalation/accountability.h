/* Accountability files (S23, S24). Rules open one: overdue matters of one party that reached the
   leader again and again, many fires in one community, a 较大 or worse fire where a case stood. It
   is for people to decide on, and concludes nothing by itself. A file on a fire holds what was
   known before the fire: what had been entered by then, whatever date its sender gives it. What was
   entered after the fire and dated before it is marked in the file. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "escalation/rows.h"
#include "frame/service.h"
#include "office/office.h"

enum { KNOWN_CASES_MAX = 100, FILES_MAX = 8 };

/* When it was known: since it was entered. Old journals do not say, and are taken at the date. */
instant known_since (instant entered, instant dated);
/* The files on fires between what is heard was dated and its entry, at the premises of REF. */
struct late {
    const struct file_row *files;
    size_t count;
    instant dated, entered;
};
struct late late_see (const struct scene *scene, const char *ref,
                      const char *premises); /* NULL: those that are known of REF */
void late_mark (const struct late *late, const char *ref, enum late_kind what,
                struct decision *decision);

/* S23: 火灾高发多发的区域和行业. */
struct fires_about {
    const char *party; /* NULL: unknown */
    int64_t count;     /* with this one, in the worst of the policy's days that it is among */
    bool duty_open;    /* a file on many fires of the party is open */
};
struct fire_seen {
    const struct office *office;
    const struct fire_row
        *fire; /* as it is known already; NULL: it is new, or nobody heard of it */
    const struct file_row *file;    /* on it; NULL: none */
    const struct known_case *cases; /* at its premises, as known before it */
    size_t cases_count;
    const struct late_entry *later; /* entered since, and dated before it */
    size_t later_count;
    const char *department;         /* of the first of them; NULL: none */
    struct fires_about area, trade; /* of its community; of its premises' department */
    int64_t last;                   /* the last file's number; 0: none */
    instant now;
};
void accountability_decide_reported (const void *said, const void *seen, struct decision *decision);
void accountability_decide_amended (const void *said, const void *seen, struct decision *decision);

struct withdrawal_seen {
    bool known;                   /* the fire is */
    const struct file_row *files; /* opened on it, or on many fires that are too few without it */
    size_t count;
};
void accountability_decide_withdrawn (const void *said, const void *seen,
                                      struct decision *decision);

struct tip_seen {
    const struct tip_row
        *tip; /* as it waits; NULL: nobody heard of it, or its premises are unknown */
    struct late late;
    instant time, entered; /* when it happened; when it was recorded */
};
/* A tip-off is remembered with its premises while it waits, and for ever when it was called
   unfounded. */
void accountability_decide_tipoff (const void *said, const void *seen, struct decision *decision);
void accountability_decide_verified (const void *said, const void *seen, struct decision *decision);

struct weighing_seen {
    const struct office *office;
    const struct climb_row *climb; /* that waits to be weighed */
    int64_t climbs;                /* matters of its party that reached the leader within the
                                      policy's days, its own included */
    bool duty_open;                /* a file on such matters of the party is open */
    int64_t last;
    instant now;
};
void accountability_decide_hour (const void *said, const void *seen, struct decision *decision);

struct conclude_seen {
    const struct office *office;
    const struct file_row *file; /* NULL: no such file */
};
void accountability_decide_conclude (const void *said, const void *seen, struct decision *decision);

instant accountability_next (const struct scene *scene);
const void *accountability_see_hour (const struct scene *scene, const void *said);
const void *accountability_see_reported (const struct scene *scene, const void *said);
const void *accountability_see_amended (const struct scene *scene, const void *said);
const void *accountability_see_withdrawn (const struct scene *scene, const void *said);
const void *accountability_see_tipoff (const struct scene *scene, const void *said);
const void *accountability_see_verified (const struct scene *scene, const void *said);
const void *accountability_see_conclude (const struct scene *scene, const void *said);

/* A ladder reached the leader: the duty of those who owed it is weighed, once for each matter,
   however many of its clocks were missed. */
void accountability_note_climb (struct store *store, const struct ladder_climbed *climbed,
                                instant at);
void accountability_apply_opened (struct store *store, const struct fact *fact, const void *event,
                                  struct arena *arena);
void accountability_apply_judged (struct store *store, const struct fact *fact, const void *event,
                                  struct arena *arena);
void accountability_apply_entered (struct store *store, const struct fact *fact, const void *event,
                                   struct arena *arena);
void accountability_apply_voided (struct store *store, const struct fact *fact, const void *event,
                                  struct arena *arena);
void accountability_apply_dropped (struct store *store, const struct fact *fact, const void *event,
                                   struct arena *arena);
void accountability_apply_concluded (struct store *store, const struct fact *fact,
                                     const void *event, struct arena *arena);
void accountability_apply_weighed (struct store *store, const struct fact *fact, const void *event,
                                   struct arena *arena);
void accountability_apply_fire (struct store *store, const struct fact *fact, const void *event,
                                struct arena *arena);
void accountability_apply_doubt (struct store *store, const struct fact *fact, const void *event,
                                 struct arena *arena);
void accountability_apply_tipoff (struct store *store, const struct fact *fact, const void *event,
                                  struct arena *arena);
void accountability_apply_settled (struct store *store, const struct fact *fact, const void *event,
                                   struct arena *arena);
extern const struct sql_table accountability_sql;
