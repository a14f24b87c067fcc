/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/service.h"

/* Time-driven work is one index on `next` each; what waits for nothing has none. */
const char scheduling_schema[] =
    "CREATE TABLE deadline (deadline TEXT PRIMARY KEY, ref TEXT NOT NULL, clock TEXT NOT NULL, cycle INTEGER NOT NULL,"
    " state TEXT NOT NULL, \"from\" INTEGER NOT NULL, due INTEGER NOT NULL, extensions INTEGER NOT NULL,"
    " provisional INTEGER NOT NULL, rule TEXT NOT NULL, explanation TEXT, premises TEXT, premises_name TEXT,"
    " community TEXT NOT NULL, department TEXT NOT NULL, category TEXT, severity TEXT, tracker TEXT, watcher TEXT,"
    " known INTEGER NOT NULL, reached INTEGER NOT NULL, place INTEGER NOT NULL, repeats INTEGER NOT NULL, repeat INTEGER,"
    " silenced INTEGER, next INTEGER) STRICT;"
    "CREATE INDEX deadline_next ON deadline (next, deadline) WHERE next IS NOT NULL;"
    "CREATE INDEX deadline_ref ON deadline (ref);"
    "CREATE TABLE reminder (reminder TEXT PRIMARY KEY, deadline TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE told (notice TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;"
    "CREATE TABLE notice (notice TEXT PRIMARY KEY, ref TEXT NOT NULL, party TEXT NOT NULL, channel TEXT NOT NULL,"
    " address TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,"
    " refusals INTEGER NOT NULL, next INTEGER) STRICT;"
    "CREATE INDEX notice_next ON notice (next, notice) WHERE next IS NOT NULL;"
    "CREATE INDEX notice_recipient ON notice (party, channel, address, next, notice) WHERE next IS NOT NULL;"
    "CREATE TABLE letter (letter TEXT PRIMARY KEY, attempt INTEGER NOT NULL, party TEXT NOT NULL, channel TEXT NOT NULL,"
    " address TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, notices TEXT NOT NULL, refs TEXT NOT NULL,"
    " state TEXT NOT NULL, recorded INTEGER NOT NULL) STRICT;"
    "CREATE INDEX letter_in_hand ON letter (recorded) WHERE state = 'attempted';";
