/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/parking.h"
#include "base/log.h"
#include "base/stop.h"
#include "record/declare_tables.h"
#include "frame/parking.def"
#include "record/declare_end.h"
#include <inttypes.h>
#include <stdlib.h>

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS parked (source TEXT NOT NULL, seq INTEGER NOT NULL,"
    " type TEXT NOT NULL, subject TEXT NOT NULL, reason TEXT NOT NULL,"
    " fact TEXT NOT NULL, PRIMARY KEY (source, seq)) STRICT;";
#define COLUMNS "source, seq, type, subject, reason, fact"
enum { COUNT, HOLDS, PUT, TAKE, WALK, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [COUNT] = { "SELECT count (*) AS count FROM parked", NULL, parked_count_record },
    [HOLDS] = { "SELECT 1 AS count FROM parked WHERE source = :source AND subject = :subject "
                "LIMIT 1",
                parked_record, parked_count_record },
    [PUT] = { "INSERT INTO parked (" COLUMNS
              ") VALUES (:source, :seq, :type, :subject, :reason, :fact)"
              " ON CONFLICT DO NOTHING",
              parked_record, NULL },
    [TAKE] = { "DELETE FROM parked WHERE source = :source AND seq = :seq", parked_record, NULL },
    [WALK] = { "SELECT " COLUMNS " FROM parked ORDER BY source, seq", NULL, parked_record },
};
static const struct sql_table table = { statements, STATEMENTS };

/* It keeps no count of its own: a turn may be undone. */
struct parking {
    struct store *store;
};

struct parking *parking_new (struct store *store)
{
    struct parking *parking = calloc (1, sizeof *parking);
    if (!parking)
        stop (STOP_OS, "memory", "no memory");
    parking->store = store;
    store_script (store, schema);
    store_prepare (store, &table);
    return parking;
}

void parking_destroy (struct parking **parking)
{
    free (*parking);
    *parking = NULL;
}

int64_t parking_count (const struct parking *parking)
{
    struct parked_count count = { .count = 0 };
    struct arena *arena = arena_new();
    store_read (parking->store, &statements[COUNT], NULL, arena, &count);
    arena_destroy (&arena);
    return count.count;
}

bool parking_holds (struct parking *parking, const char *source, const char *subject,
                    struct arena *arena)
{
    const struct parked about = { .source = source, .subject = subject };
    struct parked_count one;
    return store_read (parking->store, &statements[HOLDS], &about, arena, &one);
}

void parking_put (struct parking *parking, const struct parked *parked)
{
    log_line (LOG_ERROR, "parking.put", "%s %" PRId64 " (%s of %s) could not be handled: %s",
              parked->source, parked->seq, parked->type, parked->subject, parked->reason);
    store_write (parking->store, &statements[PUT], parked);
}

void parking_take (struct parking *parking, const struct parked *parked)
{
    store_write (parking->store, &statements[TAKE], parked);
}

void parking_walk (struct parking *parking)
{
    store_walk (parking->store, &statements[WALK], NULL);
}

bool parking_next (struct parking *parking, struct arena *arena, struct parked *parked)
{
    return store_next (parking->store, &statements[WALK], arena, parked);
}
