/* A journal in a store of its own, for the tests of who serves, who follows, and what a turn does.
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/fetch.h"
#include "frame/try.h"

struct try_journal {
    struct store *store;
    struct journal *journal;
};

/* NAME: the folder of the store. */
static inline struct try_journal try_journal (const char *name, const char *service,
                                              const char *epoch)
{
    struct store *store = try_store (name);
    return (struct try_journal){ store, journal_new (store, service, epoch) };
}

static inline void try_journal_close (struct try_journal *own)
{
    journal_destroy (&own->journal);
    store_destroy (&own->store);
}

/* COUNT facts of TYPE with DATA, in one transaction. */
static inline void try_say (struct try_journal *own, int count, const char *type, const char *data)
{
    store_begin (own->store);
    for (int i = 0; i < count; i++) {
        struct fact fact = { .type = type,
                             .subject = "H-2021-000001",
                             .time = 1612918800000,
                             .recorded = 1612918800000 + journal_head (own->journal),
                             .actor = "local",
                             .cause = "1 //test",
                             .data = data };
        journal_append (own->journal, &fact);
    }
    assert_true (store_commit (own->store));
}
