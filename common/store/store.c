/* Statements: prepared once, bound and read by the fields of records. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/inside.h"
#include "record/row.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

sqlite3_stmt *store_compile (struct store *store, const char *text)
{
    sqlite3_stmt *statement = NULL;
    if (store->full)
        store_failed (store, SQLITE_FULL, text); /* the tables it speaks of may be undone */
    int code =
        sqlite3_prepare_v3 (store->sqlite, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    if (code != SQLITE_OK)
        store_failed (store, code, text);
    return statement;
}

int store_step_once (sqlite3_stmt *statement)
{
    int code = sqlite3_step (statement);
    sqlite3_reset (statement); /* its code is that of the step */
    return code;
}

static size_t slot_of (const struct store *store, const struct sql *sql)
{
    size_t slot = ((uintptr_t)sql / sizeof *sql) & (store->slots - 1);
    while (store->prepared[slot].sql && store->prepared[slot].sql != sql)
        slot = (slot + 1) & (store->slots - 1);
    return slot;
}

static void make_room (struct store *store, size_t more)
{
    struct prepared *old = store->prepared;
    size_t slots = store->slots, wanted = slots ? slots : 64;
    while (wanted < 2 * (store->prepared_count + more))
        wanted *= 2;
    store->prepared = calloc (wanted, sizeof *store->prepared);
    if (!store->prepared)
        stop (STOP_OS, "store.memory", "no memory for %zu statements", wanted);
    store->slots = wanted;
    for (size_t i = 0; i < slots; i++)
        if (old[i].sql)
            store->prepared[slot_of (store, old[i].sql)] = old[i];
    free (old);
}

static const struct field *match (const struct sql *sql, const struct record *(*record) (void),
                                  const char *name)
{
    const struct field *field = record && name ? record_field (record(), name) : NULL;
    if (!field)
        stop (STOP_BUG, "store.statement", "no field `%s` for: %s", name ? name : "?", sql->text);
    return field;
}

static void match_all (const struct sql *sql, struct prepared *prepared)
{
    prepared->in_count = sqlite3_bind_parameter_count (prepared->statement);
    prepared->out_count = sqlite3_column_count (prepared->statement);
    assert (prepared->in_count <= STORE_VALUES_MAX && prepared->out_count <= STORE_VALUES_MAX);
    for (int i = 0; i < prepared->in_count; i++) {
        const char *name = sqlite3_bind_parameter_name (prepared->statement, i + 1);
        prepared->in[i] = match (sql, sql->in, name ? name + 1 : NULL);
    }
    for (int i = 0; i < prepared->out_count; i++)
        prepared->out[i] = match (sql, sql->out, sqlite3_column_name (prepared->statement, i));
    if (sql->out && (size_t)prepared->out_count != sql->out()->fields_count)
        stop (STOP_BUG, "store.statement", "%d columns for the %zu fields of `%s`: %s",
              prepared->out_count, sql->out()->fields_count, sql->out()->head->word, sql->text);
}

void store_prepare (struct store *store, const struct sql_table *table)
{
    make_room (store, table->count);
    for (size_t i = 0; i < table->count; i++) {
        const struct sql *sql = &table->list[i];
        struct prepared *prepared = &store->prepared[slot_of (store, sql)];
        if (prepared->sql)
            continue;
        prepared->sql = sql;
        prepared->statement = store_compile (store, sql->text);
        store->prepared_count++;
        match_all (sql, prepared);
    }
}

void store_script (struct store *store, const char *script)
{
    if (store->full)
        return; /* SQLite may have ended the transaction: each statement would be one of its own */
    store_run (store, script);
}

static void bind (struct store *store, struct prepared *prepared, const void *in,
                  struct arena *arena)
{
    for (int i = 0; i < prepared->in_count; i++) {
        struct row_value value = row_get (prepared->in[i], in, arena);
        int code = SQLITE_OK;
        switch (value.kind) {
        case ROW_NULL:
            code = sqlite3_bind_null (prepared->statement, i + 1);
            break;
        case ROW_NUMBER:
            code = sqlite3_bind_int64 (prepared->statement, i + 1, value.number);
            break;
        case ROW_TEXT:
            code = sqlite3_bind_text64 (prepared->statement, i + 1, value.bytes, value.size,
                                        SQLITE_STATIC, SQLITE_UTF8);
            break;
        case ROW_BYTES:
            /* These alone stand in the struct itself, which a walk may outlive. */
            code = sqlite3_bind_blob64 (prepared->statement, i + 1,
                                        arena_copy (arena, value.bytes, value.size), value.size,
                                        SQLITE_STATIC);
            break;
        }
        store_check (store, code, prepared->sql->text);
    }
}

static struct prepared *found (const struct store *store, const struct sql *sql)
{
    struct prepared *prepared = &store->prepared[slot_of (store, sql)];
    assert (prepared->sql == sql);
    return prepared;
}

static struct row_value column (sqlite3_stmt *statement, int i)
{
    switch (sqlite3_column_type (statement, i)) {
    case SQLITE_INTEGER:
        return (struct row_value){ .kind = ROW_NUMBER,
                                   .number = sqlite3_column_int64 (statement, i) };
    case SQLITE_TEXT:
        return (struct row_value){ .kind = ROW_TEXT,
                                   .bytes = sqlite3_column_text (statement, i),
                                   .size = (size_t)sqlite3_column_bytes (statement, i) };
    case SQLITE_BLOB:
        return (struct row_value){ .kind = ROW_BYTES,
                                   .bytes = sqlite3_column_blob (statement, i),
                                   .size = (size_t)sqlite3_column_bytes (statement, i) };
    default: /* SQLITE_NULL, of SQLite's types */
        return (struct row_value){ .kind = ROW_NULL };
    }
}

static void take_row (struct store *store, const struct prepared *prepared, struct arena *arena,
                      void *out)
{
    record_clear (prepared->sql->out(), out);
    for (int i = 0; i < prepared->out_count; i++) {
        struct row_value value = column (prepared->statement, i);
        if (!row_put (prepared->out[i], &value, arena, out))
            stop (STOP_CORRUPT, "store.row",
                  "column %s of %s holds what this program never wrote, "
                  "in %s",
                  prepared->out[i]->name, prepared->sql->text, store->options.folder);
    }
}

void store_write (struct store *store, const struct sql *sql, const void *in)
{
    struct prepared *prepared = found (store, sql);
    assert (store->inside && !prepared->walking);
    if (store->full)
        return;
    arena_reset (store->passing);
    bind (store, prepared, in, store->passing);
    store_check (store, store_step_once (prepared->statement), sql->text);
}

int64_t store_changes (const struct store *store)
{
    return sqlite3_changes64 (store->sqlite);
}

static bool step (struct store *store, struct prepared *prepared, struct arena *arena, void *out)
{
    int code = sqlite3_step (prepared->statement);
    if (code == SQLITE_ROW)
        take_row (store, prepared, arena, out);
    store_check (store, code, prepared->sql->text);
    return code == SQLITE_ROW;
}

bool store_read (struct store *store, const struct sql *sql, const void *in, struct arena *arena,
                 void *out)
{
    struct prepared *prepared = found (store, sql);
    assert (!prepared->walking);
    arena_reset (store->passing);
    bind (store, prepared, in, store->passing);
    bool there = step (store, prepared, arena, out);
    sqlite3_reset (prepared->statement);
    return there;
}

void store_walk (struct store *store, const struct sql *sql, const void *in)
{
    struct prepared *prepared = found (store, sql);
    assert (!prepared->walking);
    if (store->walks++ == 0)
        arena_reset (store->walked);
    prepared->walking = true;
    bind (store, prepared, in, store->walked);
}

bool store_next (struct store *store, const struct sql *sql, struct arena *arena, void *out)
{
    struct prepared *prepared = found (store, sql);
    assert (prepared->walking);
    bool there = step (store, prepared, arena, out);
    if (!there)
        store_end (store, sql);
    return there;
}

void store_end (struct store *store, const struct sql *sql)
{
    struct prepared *prepared = found (store, sql);
    if (!prepared->walking)
        return;
    sqlite3_reset (prepared->statement);
    prepared->walking = false;
    store->walks--;
}

size_t store_list (struct store *store, const struct sql *sql, const void *in, struct arena *arena,
                   size_t max, const void **rows)
{
    enum { FIRST = 4 };
    const size_t size = sql->out()->head->size;
    size_t count = 0, room = 0;
    char *list = NULL;
    store_walk (store, sql, in);
    for (; count < max; count++) {
        if (count == room) {
            room = room ? 2 * room : FIRST;
            char *larger = arena_take_raw (arena, room * size);
            if (count > 0)
                memcpy (larger, list, count * size);
            list = larger;
        }
        if (!store_next (store, sql, arena, list + count * size))
            break;
    }
    store_end (store, sql);
    *rows = count > 0 ? list : NULL;
    return count;
}

static void dump_row (sqlite3_stmt *statement, struct text *out)
{
    for (int i = 0; i < sqlite3_column_count (statement); i++) {
        text_say (out, i > 0 ? "|" : "");
        if (sqlite3_column_type (statement, i) == SQLITE_NULL)
            text_say (out, "NULL");
        else
            text_say (out, (const char *)sqlite3_column_text (statement, i));
    }
    text_say (out, "\n");
}

void store_dump (struct store *store, const char *table, struct text *out)
{
    static const char *const orders[] = { "", " ORDER BY 1", " ORDER BY 1, 2",
                                          " ORDER BY 1, 2, 3" };
    char sql[256];
    sqlite3_stmt *statement = NULL;
    int columns = 0;
    for (int pass = 0; pass < 2; pass++) {
        sqlite3_finalize (statement);
        snprintf (sql, sizeof sql, "SELECT * FROM \"%s\"%s", table,
                  orders[columns < 3 ? columns : 3]);
        store_check (store, sqlite3_prepare_v2 (store->sqlite, sql, -1, &statement, NULL), sql);
        columns = sqlite3_column_count (statement);
    }
    while (sqlite3_step (statement) == SQLITE_ROW)
        dump_row (statement, out);
    sqlite3_finalize (statement);
}
