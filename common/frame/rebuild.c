/* Tables from the journal. There are no table migrations: a schema that is not the one the tables
   were made by is a rebuild, and only the journal has a format. Also: how a service says it is. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fault.h"
#include "base/log.h"
#include "base/stop.h"
#include "frame/inside.h"
#include "words/words.h"
#include <inttypes.h>
#include <string.h>

#define SCHEMA_NOTE "schema"
enum { PROGRESS_EVENTS = 100000 };

static void fold (struct turn *turn, const struct fact *fact, struct arena *arena)
{
    const struct applier *applier = service_applier (turn->setup.service, fact->type);
    if (!applier)
        stop (STOP_NEWER, "rebuild.unknown",
              "%s is not a fact this version of %s knows (seq %" PRId64 ")", fact->type,
              turn->setup.service->name, fact->seq);
    struct refusals refusals = refusals_in (arena);
    const void *event =
        record_from_text (applier->word(), fact->data, strlen (fact->data), arena, &refusals);
    if (!event)
        stop (STOP_CORRUPT, "rebuild.fact", "%s at seq %" PRId64 " cannot be read: %s %s",
              fact->type, fact->seq, refusals.list[0].path, refusals.list[0].sentence);
    applier->apply (turn->setup.store, fact, event, arena);
}

/* The seen ids are the causes of the facts; the first fact of a cause is its answer. */
static void recall (struct turn *turn, const struct fact *fact, struct arena *arena)
{
    if (!fact->cause)
        return;
    struct known known = cause_known (fact, arena);
    if (!journal_knows (turn->journal, &known, arena))
        journal_learn (turn->journal, &known);
}

static int64_t fold_all (struct turn *turn)
{
    struct arena *arena = arena_new();
    struct fact fact;
    int64_t count = 0;
    journal_walk (turn->journal, 0);
    while (journal_walk_next (turn->journal, arena, &fact)) {
        fold (turn, &fact, arena);
        recall (turn, &fact, arena);
        if (++count % PROGRESS_EVENTS == 0)
            log_line (LOG_INFO, "rebuild.progress", "%" PRId64 " of %" PRId64 " facts", count,
                      journal_head (turn->journal));
        arena_reset (arena);
    }
    arena_destroy (&arena);
    return count;
}

/* Statements are prepared against tables that exist: made first when the store is new. */
static void prepare (struct turn *turn)
{
    for (size_t i = 0; turn->setup.service->tables[i]; i++)
        store_prepare (turn->setup.store, turn->setup.service->tables[i]);
}

int64_t turn_rebuild (struct turn *turn)
{
    store_begin (turn->setup.store);
    journal_drop_tables (turn->journal);
    store_script (turn->setup.store, turn->setup.service->schema);
    prepare (turn);
    int64_t count = fold_all (turn);
    if (FAULT (FAULT_TABLE_FORGOTTEN) && strcmp (turn->setup.service->name, "reporting") == 0)
        store_script (turn->setup.store, "DELETE FROM premises_view;");
    turn->changes++;
    journal_write_note (turn->journal, SCHEMA_NOTE, turn->setup.service->schema);
    if (store_commit (turn->setup.store))
        return count;
    journal_forget (turn->journal);
    return -1;
}

void rebuild_if_changed (struct turn *turn)
{
    const char *made_by = journal_note (turn->journal, SCHEMA_NOTE, turn->arena);
    if (made_by && strcmp (made_by, turn->setup.service->schema) == 0) {
        prepare (turn);
        return;
    }
    if (made_by)
        log_line (LOG_INFO, "rebuild.begun",
                  "the tables are of another version: made again from the journal");
    int64_t count = turn_rebuild (turn);
    if (count < 0)
        stop (STOP_IO, "rebuild.full",
              "no room on the disk to make the tables of this version; nothing was changed");
    if (made_by)
        log_line (LOG_INFO, "rebuild.done", "%" PRId64 " facts folded", count);
}

int64_t turn_verify (struct turn *turn, struct text *text)
{
    struct arena *arena = arena_new();
    int64_t broken = journal_verify (turn->journal, arena);
    arena_destroy (&arena);
    text_format (text, "\"events\":%" PRId64 ",\"broken_at\":%" PRId64,
                 journal_head (turn->journal), broken);
    return broken;
}

/* ---- how it is ---- */

static void write_source (const struct follow *follow, int64_t steady, struct text *text)
{
    struct follow_state state = follow_state (follow, steady);
    int64_t lag = state.head < 0 ? -1 : state.head - state.after;
    text_format (text, "{\"source\":\"%s\",\"after\":%" PRId64 ",\"reached\":%s", state.source,
                 state.after, state.reached ? "true" : "false");
    if (lag >= 0)
        text_format (text, ",\"lag\":%" PRId64, lag);
    if (state.diverged) {
        text_say (text, ",\"diverged\":");
        text_put_json (text, state.diverged);
    }
    text_say (text, "}");
}

void turn_status (struct turn *turn, struct text *text)
{
    static const char *const rooms[] = { [STORE_ROOM] = "enough",
                                         [STORE_ROOM_FOR_WORK] = "for what was begun",
                                         [STORE_NO_ROOM] = "none" };
    text_format (text,
                 "\"service\":\"%s\",\"ready\":true,\"seq\":%" PRId64
                 ",\"epoch\":\"%s\",\"room\":\"%s\""
                 ",\"parked\":%" PRId64 ",\"wal_bytes\":%" PRId64 ",\"held\":%s,\"sources\":[",
                 turn->setup.service->name, journal_head (turn->journal),
                 journal_epoch (turn->journal), rooms[turn->room], parking_count (turn->parking),
                 store_wal_bytes (turn->setup.store), turn->daytime.doubted ? "true" : "false");
    for (size_t i = 0; i < turn->follows_count; i++) {
        text_say (text, i > 0 ? "," : "");
        write_source (turn->follows[i], turn->steady, text);
    }
    text_say (text, "]");
}
