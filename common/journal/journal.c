/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journal/journal.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/stop.h"
#include "journal/chain.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The triggers say to every program that the past is not edited. Numbers are ours: one more than
   the last, which cannot be taken out, so that none returns. */
static const char schema[] =
    "CREATE TABLE IF NOT EXISTS journal (seq INTEGER PRIMARY KEY, type TEXT NOT NULL,"
    " subject TEXT NOT NULL, time INTEGER NOT NULL, recorded INTEGER NOT NULL, actor TEXT, cause "
    "TEXT,"
    " data TEXT NOT NULL, chain BLOB NOT NULL CHECK (length (chain) = 32)) STRICT;"
    "CREATE TRIGGER IF NOT EXISTS journal_no_update BEFORE UPDATE ON journal"
    " BEGIN SELECT RAISE (ABORT, 'the journal is not edited'); END;"
    "CREATE TRIGGER IF NOT EXISTS journal_no_delete BEFORE DELETE ON journal"
    " BEGIN SELECT RAISE (ABORT, 'the journal is not edited'); END;"
    "CREATE TABLE IF NOT EXISTS cursor (source TEXT PRIMARY KEY, epoch TEXT NOT NULL,"
    " after INTEGER NOT NULL, chain BLOB NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT "
    "ROWID;";

/* Filled in the order of the key: time-ordered ids always append at its end. */
static const char schema_known[] = "CREATE TABLE IF NOT EXISTS known (id TEXT NOT NULL, source "
                                   "TEXT NOT NULL, seq INTEGER NOT NULL,"
                                   " PRIMARY KEY (id, source)) STRICT, WITHOUT ROWID;";

#define COLUMNS "seq, type, subject, time, recorded, actor, cause, data, chain"

enum {
    APPEND,
    READ,
    LINK,
    LAST,
    WALK,
    KNOWS,
    LEARN,
    CURSOR,
    MOVE,
    NOTE,
    WRITE_NOTE,
    TABLES,
    STATEMENTS
};

static const struct sql statements[STATEMENTS] = {
    [APPEND] = { "INSERT INTO journal (" COLUMNS ") VALUES"
                 " (:seq, :type, :subject, :time, :recorded, :actor, :cause, :data, :chain)",
                 fact_record, NULL },
    [READ] = { "SELECT " COLUMNS " FROM journal WHERE seq = :seq", journal_place_record,
               fact_record },
    [LINK] = { "SELECT chain FROM journal WHERE seq = :seq", journal_place_record,
               journal_link_record },
    [LAST] = { "SELECT " COLUMNS " FROM journal ORDER BY seq DESC LIMIT 1", NULL, fact_record },
    [WALK] = { "SELECT " COLUMNS " FROM journal WHERE seq > :seq ORDER BY seq",
               journal_place_record, fact_record },
    [KNOWS] = { "SELECT id, source, seq FROM known WHERE id = :id AND source = :source",
                known_record, known_record },
    [LEARN] = { "INSERT INTO known (id, source, seq) VALUES (:id, :source, :seq)", known_record,
                NULL },
    [CURSOR] = { "SELECT source, epoch, after, chain FROM cursor WHERE source = :name",
                 journal_name_record, cursor_record },
    [MOVE] = { "INSERT INTO cursor (source, epoch, after, chain) VALUES (:source, :epoch, :after, "
               ":chain)"
               " ON CONFLICT (source) DO UPDATE SET epoch = excluded.epoch, after = excluded.after,"
               " chain = excluded.chain",
               cursor_record, NULL },
    [NOTE] = { "SELECT name, value FROM note WHERE name = :name", journal_name_record,
               journal_value_record },
    [WRITE_NOTE] = { "INSERT INTO note (name, value) VALUES (:name, :value)"
                     " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                     journal_value_record, NULL },
    [TABLES] = { "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name "
                 "NOT IN"
                 " ('journal', 'cursor', 'note', 'reader', 'parked', 'dropped') AND name NOT LIKE "
                 "'sqlite\\_%' ESCAPE '\\' ORDER BY name",
                 NULL, journal_table_record },
};
static const struct sql_table table = { statements, STATEMENTS };

struct journal {
    struct store *store;
    struct arena *arena; /* holds the epoch */
    const char *epoch;
    int64_t head;
    instant recorded;
    unsigned char chain[CHAIN_BYTES];
};

static void begin_journal (struct journal *journal, const char *service, const char *epoch)
{
    store_begin (journal->store);
    journal_write_note (journal, "service", service);
    journal_write_note (journal, "epoch", epoch);
    if (!store_commit (journal->store))
        stop (STOP_IO, "journal.full", "no room on the disk to begin the journal of %s", service);
}

static void recognise (struct journal *journal, const char *service, const char *epoch)
{
    const char *owner = journal_note (journal, "service", journal->arena);
    if (!owner)
        begin_journal (journal, service, epoch);
    else if (strcmp (owner, service) != 0)
        stop (STOP_CORRUPT, "journal.foreign",
              "this store is the journal of %s, not of %s; name the "
              "right folder",
              owner, service);
    journal->epoch = journal_note (journal, "epoch", journal->arena);
    if (!journal->epoch)
        stop (STOP_CORRUPT, "journal.epoch", "the journal of %s has lost its name", service);
}

/* The last link is looked at on every start; all of them by `firewarden verify`. */
static void check_head (struct journal *journal)
{
    struct fact last;
    unsigned char before[CHAIN_BYTES];
    if (journal->head == 0 || !journal_read (journal, journal->head, journal->arena, &last))
        return;
    if (!journal_chain (journal, journal->head - 1, journal->arena, before) ||
        !journal_links (&last, before))
        stop (STOP_CORRUPT, "journal.chain",
              "the chain is broken at seq %lld; the store was changed from "
              "outside or is damaged: restore the last backup",
              (long long)journal->head);
}

struct journal *journal_new (struct store *store, const char *service, const char *epoch)
{
    struct journal *journal = calloc (1, sizeof *journal);
    if (!journal)
        stop (STOP_OS, "memory", "no memory for a journal");
    journal->store = store;
    journal->arena = arena_new();
    store_script (store, schema);
    store_script (store, schema_known);
    store_prepare (store, &table);
    recognise (journal, service, epoch);
    journal_forget (journal);
    check_head (journal);
    return journal;
}

void journal_destroy (struct journal **reference)
{
    if (!*reference)
        return;
    arena_destroy (&(*reference)->arena);
    free (*reference);
    *reference = NULL;
}

const char *journal_epoch (const struct journal *journal)
{
    return journal->epoch;
}

int64_t journal_head (const struct journal *journal)
{
    return journal->head;
}

instant journal_recorded (const struct journal *journal)
{
    return journal->recorded;
}

void journal_append (struct journal *journal, struct fact *fact)
{
    assert (fact->type && fact->subject && fact->data && fact->recorded >= journal->recorded);
    fact->seq = journal->head + 1;
    chain_link (fact, journal->chain);
    store_write (journal->store, &statements[APPEND], fact);
    journal->head = fact->seq;
    journal->recorded = fact->recorded;
    memcpy (journal->chain, fact->chain, CHAIN_BYTES);
}

void journal_forget (struct journal *journal)
{
    struct arena *arena = arena_new();
    struct fact last;
    journal->head = 0;
    journal->recorded = 0;
    chain_begin (journal->epoch, journal->chain);
    if (store_read (journal->store, &statements[LAST], NULL, arena, &last)) {
        journal->head = last.seq;
        journal->recorded = last.recorded;
        memcpy (journal->chain, last.chain, CHAIN_BYTES);
    }
    arena_destroy (&arena);
}

bool journal_read (struct journal *journal, int64_t seq, struct arena *arena, struct fact *fact)
{
    const struct journal_place place = { .seq = seq };
    return store_read (journal->store, &statements[READ], &place, arena, fact);
}

void journal_walk (struct journal *journal, int64_t after)
{
    const struct journal_place place = { .seq = after };
    store_walk (journal->store, &statements[WALK], &place);
}

bool journal_walk_next (struct journal *journal, struct arena *arena, struct fact *fact)
{
    return store_next (journal->store, &statements[WALK], arena, fact);
}

void journal_walk_end (struct journal *journal)
{
    store_end (journal->store, &statements[WALK]);
}

bool journal_agrees (struct journal *journal, int64_t seq, const unsigned char chain[CHAIN_BYTES],
                     struct arena *arena)
{
    if (FAULT (FAULT_NO_CHAIN_CHECK))
        return true;
    unsigned char ours[CHAIN_BYTES];
    return journal_chain (journal, seq, arena, ours) && memcmp (ours, chain, CHAIN_BYTES) == 0;
}

bool journal_chain (struct journal *journal, int64_t seq, struct arena *arena,
                    unsigned char chain[CHAIN_BYTES])
{
    const struct journal_place place = { .seq = seq };
    struct journal_link link;
    if (seq == journal->head) /* of a reader that has come to the end, as most have */
        memcpy (link.chain, journal->chain, CHAIN_BYTES);
    else if (seq == 0)
        chain_begin (journal->epoch, link.chain);
    else if (!store_read (journal->store, &statements[LINK], &place, arena, &link))
        return false;
    memcpy (chain, link.chain, CHAIN_BYTES);
    return true;
}

bool journal_links (const struct fact *fact, const unsigned char before[CHAIN_BYTES])
{
    struct fact again = *fact;
    chain_link (&again, before);
    return memcmp (again.chain, fact->chain, CHAIN_BYTES) == 0;
}

int64_t journal_verify (struct journal *journal, struct arena *arena)
{
    unsigned char before[CHAIN_BYTES];
    struct fact fact;
    int64_t seq = 0, wrong = 0;
    chain_begin (journal->epoch, before);
    journal_walk (journal, 0);
    while (!wrong && journal_walk_next (journal, arena, &fact)) {
        if (fact.seq != ++seq || !journal_links (&fact, before))
            wrong = seq;
        memcpy (before, fact.chain, CHAIN_BYTES);
        arena_reset (arena);
    }
    if (wrong)
        journal_walk_end (journal);
    return wrong ? wrong : seq == journal->head ? 0 : seq + 1;
}

bool journal_knows (struct journal *journal, struct known *known, struct arena *arena)
{
    return store_read (journal->store, &statements[KNOWS], known, arena, known);
}

void journal_learn (struct journal *journal, const struct known *known)
{
    store_write (journal->store, &statements[LEARN], known);
}

const char *cause_text (const struct known *known, struct arena *arena)
{
    size_t id = strlen (known->id), source = strlen (known->source);
    char *cause = arena_take_raw (arena, id + source + 2);
    memcpy (cause, known->id, id);
    cause[id] = ' ';
    memcpy (cause + id + 1, known->source, source + 1);
    return cause;
}

struct known cause_known (const struct fact *fact, struct arena *arena)
{
    /* A source has no space (the door refuses one), so the last space parts the two. */
    const char *space = strrchr (fact->cause, ' ');
    assert (space);
    return (struct known){ .id = arena_copy (arena, fact->cause, (size_t)(space - fact->cause)),
                           .source = space + 1,
                           .seq = fact->seq };
}

bool journal_cursor (struct journal *journal, const char *source, struct arena *arena,
                     struct cursor *cursor)
{
    const struct journal_name name = { .name = source };
    return store_read (journal->store, &statements[CURSOR], &name, arena, cursor);
}

void journal_move_cursor (struct journal *journal, const struct cursor *cursor)
{
    store_write (journal->store, &statements[MOVE], cursor);
}

const char *journal_note (struct journal *journal, const char *name, struct arena *arena)
{
    const struct journal_name asked = { .name = name };
    struct journal_value value;
    return store_read (journal->store, &statements[NOTE], &asked, arena, &value) ? value.value
                                                                                 : NULL;
}

void journal_write_note (struct journal *journal, const char *name, const char *value)
{
    const struct journal_value note = { .name = name, .value = value };
    store_write (journal->store, &statements[WRITE_NOTE], &note);
}

void journal_drop_tables (struct journal *journal)
{
    struct arena *arena = arena_new();
    struct text script = text_in (arena);
    struct journal_table found;
    text_say (&script, "");
    store_walk (journal->store, &statements[TABLES], NULL);
    while (store_next (journal->store, &statements[TABLES], arena, &found))
        text_format (&script, "DROP %s \"%s\";",
                     strcmp (found.type, "view") == 0 ? "VIEW" : "TABLE", found.name);
    text_say (&script, schema_known);
    store_script (journal->store, script.bytes);
    arena_destroy (&arena);
}

void journal_dump_tables (struct journal *journal, struct text *out)
{
    struct arena *arena = arena_new();
    const void *rows;
    enum { TABLES_MAX = 1000 };
    size_t count = store_list (journal->store, &statements[TABLES], NULL, arena, TABLES_MAX, &rows);
    const struct journal_table *tables = rows;
    for (size_t i = 0; i < count; i++) {
        text_format (out, "%s\n", tables[i].name);
        store_dump (journal->store, tables[i].name, out);
    }
    arena_destroy (&arena);
}
