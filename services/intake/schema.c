/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/service.h"

const char intake_schema[] =
    "CREATE TABLE premises (premises TEXT PRIMARY KEY, name TEXT NOT NULL, categories TEXT NOT "
    "NULL,"
    " community TEXT NOT NULL, address TEXT, unit TEXT, unit_name TEXT, department TEXT NOT NULL) "
    "STRICT, WITHOUT ROWID;"
    "CREATE TABLE tipoff (number INTEGER PRIMARY KEY, state TEXT NOT NULL, premises TEXT,"
    " last INTEGER NOT NULL) STRICT;"
    "CREATE TABLE hazard (number INTEGER PRIMARY KEY, stage TEXT NOT NULL, cycle INTEGER NOT NULL,"
    " round INTEGER NOT NULL, watched INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;"
    "CREATE TABLE inspection (number INTEGER PRIMARY KEY, premises TEXT NOT NULL) STRICT;"
    "CREATE TABLE deliverable (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, party TEXT NOT NULL,"
    " version INTEGER NOT NULL, UNIQUE (kind, party, version)) STRICT;"
    "CREATE TABLE incident (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, dead INTEGER NOT NULL,"
    " injured INTEGER NOT NULL, loss_yuan INTEGER NOT NULL, class TEXT NOT NULL) STRICT;";
