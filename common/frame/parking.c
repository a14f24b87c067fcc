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
    " fact TEXT NOT NULL, PRIMARY KEY (source, seq)) STRICT;"
    "CREATE TABLE IF NOT EXISTS dropped (source TEXT NOT NULL, seq INTEGER NOT NULL,"
    " type TEXT NOT NULL, subject TEXT NOT NULL, why TEXT NOT NULL, fact TEXT NOT NULL,"
    " reason TEXT NOT NULL, \"by\" TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (source, seq))"
    " STRICT;";
#define COLUMNS         "source, seq, type, subject, reason, fact"
#define DROPPED_COLUMNS "source, seq, type, subject, why, fact, reason, \"by\", at"
enum { COUNT, HOLDS, FIND, PUT, KEEP, TAKE, LIST, DROP, DROPPED, STATEMENTS };
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
    [FIND] = { "SELECT " COLUMNS " FROM parked WHERE source = :source AND seq = :seq",
               parked_record, parked_record },
    [KEEP] = { "UPDATE parked SET reason = :reason WHERE source = :source AND seq = :seq",
               parked_record, NULL },
    [LIST] = { "SELECT " COLUMNS " FROM parked ORDER BY source, seq LIMIT 1000", NULL,
               parked_record },
    [DROP] = { "INSERT OR REPLACE INTO dropped (" DROPPED_COLUMNS
               ") VALUES (:source, :seq, :type, :subject, :why, :fact, :reason, :by, :at)",
               dropped_record, NULL },
    [DROPPED] = { "SELECT " DROPPED_COLUMNS " FROM dropped ORDER BY source, seq LIMIT 1000", NULL,
                  dropped_record },
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

size_t parking_list (struct parking *parking, struct arena *arena, const struct parked **list)
{
    const void *rows;
    size_t count = store_list (parking->store, &statements[LIST], NULL, arena, PARKED_MAX, &rows);
    *list = rows;
    return count;
}

const struct parked *parking_find (struct parking *parking, const char *source, int64_t seq,
                                   struct arena *arena)
{
    struct parked *row = arena_take (arena, sizeof *row);
    const struct parked by = { .source = source, .seq = seq };
    return store_read (parking->store, &statements[FIND], &by, arena, row) ? row : NULL;
}

void parking_keep (struct parking *parking, const struct parked *parked)
{
    store_write (parking->store, &statements[KEEP], parked);
}

void parking_drop (struct parking *parking, const struct dropped *dropped)
{
    log_line (LOG_WARN, "parking.drop", "%s %" PRId64 " (%s of %s) was dropped by %s: %s",
              dropped->source, dropped->seq, dropped->type, dropped->subject, dropped->by,
              dropped->reason);
    store_write (parking->store, &statements[DROP], dropped);
    parking_take (parking, &(struct parked){ .source = dropped->source, .seq = dropped->seq });
}

size_t parking_dropped (struct parking *parking, struct arena *arena, const struct dropped **list)
{
    const void *rows;
    size_t count =
        store_list (parking->store, &statements[DROPPED], NULL, arena, PARKED_MAX, &rows);
    *list = rows;
    return count;
}
