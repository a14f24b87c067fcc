/* Accountability files (S23, S24). Rules open one: overdue matters of one party that reached the
   leader again and again, many fires in one community, a 较大 or worse fire where a case stood. It
   is for people to decide on, and concludes nothing by itself. A file on a fire holds what was
   known before the fire. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "escalation/rows.h"
#include "frame/service.h"
#include "office/office.h"

enum { KNOWN_CASES_MAX = 100 };

/* S23: 火灾高发多发的区域和行业. */
struct fires_before {
    const char *party; /* NULL: unknown */
    int64_t count;     /* within the policy's days before the fire */
    bool duty_open;    /* a file on the party's duty is open */
};
struct fire_seen {
    const struct office *office;
    const struct fire_row
        *fire; /* as it is known already; NULL: it is new, or nobody heard of it */
    const struct file_row *file;    /* on it; NULL: none */
    const struct known_case *cases; /* at its premises, as known before it */
    size_t cases_count;
    const char *department;          /* of the first of them; NULL: none */
    struct fires_before area, trade; /* of its community; of its premises' department */
    int64_t last;                    /* the last file's number; 0: none */
    instant now;
};
void accountability_decide_reported (const void *said, const void *seen, struct decision *decision);
void accountability_decide_amended (const void *said, const void *seen, struct decision *decision);

struct tip_seen {
    const struct tip_row
        *tip; /* as it waits; NULL: nobody heard of it, or its premises are unknown */
    instant time;
};
/* A tip-off is remembered with its premises while it waits, and for ever when it was called
   unfounded. */
void accountability_decide_tipoff (const void *said, const void *seen, struct decision *decision);
void accountability_decide_verified (const void *said, const void *seen, struct decision *decision);

struct weighing_seen {
    const struct office *office;
    const struct climb_row *climb; /* that waits to be weighed */
    int64_t climbs;                /* of its party within the policy's days, itself included */
    bool duty_open;
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
const void *accountability_see_tipoff (const struct scene *scene, const void *said);
const void *accountability_see_conclude (const struct scene *scene, const void *said);

/* A ladder reached the leader: the duty of its community and of its department is weighed. */
void accountability_note_climb (struct store *store, const struct ladder_climbed *climbed,
                                instant at);
void accountability_apply_opened (struct store *store, const struct fact *fact, const void *event,
                                  struct arena *arena);
void accountability_apply_judged (struct store *store, const struct fact *fact, const void *event,
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
