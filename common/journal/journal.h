/* The journal of a service: what happened, in order, for ever; everything else follows from it.
   Killed anywhere, a service finds here what it answered for, because facts, tables, seen ids and
   cursors are of one transaction, and answers leave after it. Appending is only possible inside the
   transaction that the turn opened (store_begin).
   Not here: what facts mean (the services), and when they are read by neighbours (frame/serve.c).
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "journal/fact.h"
#include "store/store.h"

struct journal;

/* The journal of SERVICE in STORE, made when there is none: EPOCH then becomes its name for ever
   (fresh and random: two journals are never of one epoch). Stops when the store is another
   service's (65), or its head does not verify (65). STORE is borrowed. */
struct journal *journal_new (struct store *store, const char *service, const char *epoch);
void journal_destroy (struct journal **journal);

const char *journal_epoch (const struct journal *journal);
int64_t journal_head (const struct journal *journal);     /* seq of the last fact; 0: none */
instant journal_recorded (const struct journal *journal); /* of the last fact; 0: none */

/* Appends FACT: type, subject, time, recorded, actor, cause and data are given; seq and chain are
 * set. */
void journal_append (struct journal *journal, struct fact *fact);
/* After a transaction that was undone: the head is again what is on disk. */
void journal_forget (struct journal *journal);

/* The fact at SEQ. False: none. */
bool journal_read (struct journal *journal, int64_t seq, struct arena *arena, struct fact *fact);
/* The facts after AFTER, in order. One walk at a time; ends by returning false, or by
 * journal_walk_end. */
void journal_walk (struct journal *journal, int64_t after);
bool journal_walk_next (struct journal *journal, struct arena *arena, struct fact *fact);
void journal_walk_end (struct journal *journal);
/* Whether the fact at SEQ (0: the beginning) has this CHAIN. */
bool journal_agrees (struct journal *journal, int64_t seq, const unsigned char chain[CHAIN_BYTES],
                     struct arena *arena);
/* The chain that the fact at SEQ (0: the beginning) has. False: none such. */
bool journal_chain (struct journal *journal, int64_t seq, struct arena *arena,
                    unsigned char chain[CHAIN_BYTES]);
/* Whether FACT, as it was read, is what was appended after BEFORE. */
bool journal_links (const struct fact *fact, const unsigned char before[CHAIN_BYTES]);
/* Goes through the whole journal. Returns 0: every link holds; else the seq of the first that does
 * not. */
int64_t journal_verify (struct journal *journal, struct arena *arena);

/* Whether this command or fact had its effect before; known->seq says where. */
bool journal_knows (struct journal *journal, struct known *known, struct arena *arena);
void journal_learn (struct journal *journal, const struct known *known);
/* "ID SOURCE", and back again. */
const char *cause_text (const struct known *known, struct arena *arena);
struct known cause_known (const struct fact *fact, struct arena *arena);

/* The cursor of SOURCE into *cursor. False: never read. */
bool journal_cursor (struct journal *journal, const char *source, struct arena *arena,
                     struct cursor *cursor);
void journal_move_cursor (struct journal *journal, const struct cursor *cursor);

/* Small values that are not facts: NULL when never written. */
const char *journal_note (struct journal *journal, const char *name, struct arena *arena);
void journal_write_note (struct journal *journal, const char *name, const char *value);

/* Drops all tables but the journal's own, and the seen ids: the first step of a rebuild. */
void journal_drop_tables (struct journal *journal);
/* Every row of those tables as text, each table under its name: for comparing what a rebuild made.
 */
void journal_dump_tables (struct journal *journal, struct text *out);
