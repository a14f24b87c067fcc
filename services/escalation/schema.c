/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/service.h"

/* order_live: at most one order of an instrument stands for a case, whatever a decision thought. */
const char escalation_schema[] =
    "CREATE TABLE ladder (deadline TEXT PRIMARY KEY, ref TEXT NOT NULL, clock TEXT NOT NULL, due "
    "INTEGER NOT NULL,"
    " danger INTEGER NOT NULL, premises TEXT, premises_name TEXT, community TEXT NOT NULL, "
    "department TEXT NOT NULL,"
    " severity TEXT, rung TEXT, climbed INTEGER, ended INTEGER NOT NULL, next INTEGER) STRICT;"
    "CREATE INDEX ladder_next ON ladder (next) WHERE next IS NOT NULL;"
    "CREATE INDEX ladder_ref ON ladder (ref);"
    "CREATE TABLE answered (deadline TEXT PRIMARY KEY, ladder TEXT NOT NULL, ref TEXT NOT NULL,"
    " due INTEGER NOT NULL, over INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX answered_ref ON answered (ref);"
    "CREATE INDEX answered_ladder ON answered (ladder);"
    "CREATE TABLE orders (\"order\" TEXT PRIMARY KEY, ref TEXT NOT NULL, instrument TEXT NOT NULL, "
    "ground TEXT NOT NULL,"
    " state TEXT NOT NULL, reinspected INTEGER, premises TEXT, premises_name TEXT, "
    "community TEXT NOT NULL,"
    " department TEXT NOT NULL, at INTEGER NOT NULL, by TEXT, urged INTEGER NOT NULL, next "
    "INTEGER) "
    "STRICT;"
    "CREATE INDEX orders_next ON orders (next) WHERE next IS NOT NULL;"
    "CREATE INDEX orders_ref ON orders (ref);"
    "CREATE UNIQUE INDEX order_live ON orders (ref, instrument) WHERE state IN ('drafted', "
    "'approved', 'served');"
    "CREATE TABLE matter (ref TEXT PRIMARY KEY, ended INTEGER NOT NULL) STRICT, WITHOUT ROWID;";
