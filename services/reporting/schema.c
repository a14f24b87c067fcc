/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/service.h"

/* A version that still holds has the largest `until`; the partial indices are over those. */
#define HOLDS "until = 9223372036854775807"

const char reporting_schema[] =
    "CREATE TABLE hazard_view (number INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,"
    " hazard TEXT NOT NULL, premises TEXT, premises_name TEXT, community TEXT, department TEXT, unit TEXT, category TEXT,"
    " severity TEXT, state TEXT NOT NULL, treatment TEXT, description TEXT, measures TEXT, watcher TEXT, tracker TEXT,"
    " tipoff TEXT, found INTEGER, due INTEGER, closed INTEGER, cycle INTEGER, deadline TEXT, late INTEGER NOT NULL,"
    " role TEXT, \"order\" TEXT, order_state TEXT, PRIMARY KEY (number, since)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX hazard_state ON hazard_view (state, number) WHERE " HOLDS ";"
    "CREATE INDEX hazard_premises ON hazard_view (premises, number);"
    /* What the overview counts, without the long texts. */
    "CREATE INDEX hazard_counted ON hazard_view (until, since, premises, state, severity, community, category, department);"
    "CREATE TABLE tipoff_view (tipoff TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, state TEXT NOT NULL,"
    " community TEXT, category TEXT, premises TEXT, text TEXT, urgent INTEGER NOT NULL, hazard TEXT, due INTEGER,"
    " late INTEGER NOT NULL, PRIMARY KEY (tipoff, since)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE order_view (\"order\" TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, ref TEXT NOT NULL,"
    " state TEXT NOT NULL, PRIMARY KEY (\"order\", since)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE tally_view (name TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, count INTEGER NOT NULL,"
    " PRIMARY KEY (name, since)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE missed (deadline TEXT PRIMARY KEY, ref TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX missed_ref ON missed (ref);"
    "CREATE TABLE standing (deadline TEXT PRIMARY KEY, ref TEXT NOT NULL, role TEXT NOT NULL, place INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE INDEX standing_ref ON standing (ref);"
    "CREATE TABLE story (ref TEXT NOT NULL, seq INTEGER NOT NULL, recorded INTEGER NOT NULL, PRIMARY KEY (ref, seq))"
    " STRICT, WITHOUT ROWID;";
