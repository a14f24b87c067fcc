/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/again.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/stop.h"
#include "journal/chain.h"
#include "words/words.h"
#include "record/declare_structs.h"
#include "frame/again.def"
#include "record/declare_end.h"
#include "record/declare_tables.h"
#include "frame/again.def"
#include "record/declare_end.h"
#include <inttypes.h>
#include <string.h>

#define HEARD_NOTE "heard"
#define DONE       "done" /* a note is never taken away */

struct words {
    const char **list;
    size_t count;
};

static struct words words_for (const struct service *service, struct arena *arena)
{
    return (struct words){ arena_take (arena, (service->handlers_count + 1) * sizeof (char *)), 0 };
}

static const char *note_name (const char *source, struct arena *arena)
{
    return arena_format (arena, "again %s", source);
}

static const char *as_noted (const struct handler *handler, struct arena *arena)
{
    const char *word = handler->word()->head->word;
    return handler->since > 0 ? arena_format (arena, "%s %d", word, handler->since) : word;
}

static bool says (const char *source, const struct handler *handler)
{
    const struct vocabulary *vocabulary = words_of (source);
    for (size_t i = 0; i < vocabulary->count; i++)
        if (vocabulary->words[i] == handler->word)
            return true;
    return false;
}

/* What SERVICE hears of SOURCE, NULL: of all; UNMARKED: without what came later. */
static struct words hears (const struct service *service, const char *source, bool unmarked,
                           struct arena *arena)
{
    struct words words = words_for (service, arena);
    for (size_t i = 0; i < service->handlers_count; i++) {
        const struct handler *handler = &service->handlers[i];
        bool counts = handler->word && handler->word()->head->kind == RECORD_EVENT &&
                      (!source || says (source, handler)) && !(unmarked && handler->since > 0);
        if (counts)
            words.list[words.count++] = as_noted (handler, arena);
    }
    return words;
}

static const void *read_note (struct journal *journal, const char *name,
                              const struct record *record, struct arena *arena)
{
    const char *value = journal_note (journal, name, arena);
    if (!value || strcmp (value, DONE) == 0)
        return NULL;
    struct refusals refusals = refusals_in (arena);
    const void *noted = record_from_text (record, value, strlen (value), arena, &refusals);
    if (!noted)
        stop (STOP_CORRUPT, "again.note", "the note `%s` of the store cannot be read: %s", name,
              refusals.list[0].sentence);
    return noted;
}

static void write_note (struct journal *journal, const char *name, const struct record *record,
                        const void *noted, struct arena *arena)
{
    struct text text = text_in (arena);
    record_to_json (record, noted, &text);
    journal_write_note (journal, name, text.bytes);
}

/* A store that says nothing of it is of a version before this was noted, or is new. */
static struct words heard_before (struct journal *journal, const struct service *service,
                                  struct arena *arena)
{
    const struct again_heard *noted = read_note (journal, HEARD_NOTE, again_heard_record(), arena);
    return noted ? (struct words){ (const char **)noted->words, noted->words_count }
                 : hears (service, NULL, true, arena);
}

/* Those of SOURCE that BEFORE lacks, and those that are being heard again already. */
static struct words missing (const struct words *now, const struct words *before,
                             const struct again_open *open, const struct service *service,
                             struct arena *arena)
{
    struct words words = words_for (service, arena);
    for (size_t i = 0; i < now->count; i++)
        if (!texts_have (before->list, before->count, now->list[i]) ||
            (open && texts_have (open->words, open->words_count, now->list[i])))
            words.list[words.count++] = now->list[i];
    return words;
}

/* True: the cursor was moved. */
static bool set_back (struct journal *journal, const struct service *service, const char *source,
                      const struct words *before, struct arena *arena)
{
    const struct words now = hears (service, source, false, arena);
    const struct again_open *open =
        read_note (journal, note_name (source, arena), again_open_record(), arena);
    const struct words words = missing (&now, before, open, service, arena);
    struct cursor cursor;
    if (words.count == 0 || (open && words.count == open->words_count) ||
        !journal_cursor (journal, source, arena, &cursor) || cursor.after == 0 ||
        FAULT (FAULT_PAST_PASSED_OVER))
        return false;
    const struct again_open again = { .until = open && open->until > cursor.after ? open->until
                                                                                  : cursor.after,
                                      .words = words.list,
                                      .words_count = words.count };
    log_line (LOG_INFO, "again.begun",
              "this version hears of %s what the one before it passed over (%s%s): its past is "
              "read again for that, up to %" PRId64,
              source, words.list[0], words.count > 1 ? " and more" : "", again.until);
    cursor.after = 0;
    chain_begin (cursor.epoch, cursor.chain);
    journal_move_cursor (journal, &cursor);
    write_note (journal, note_name (source, arena), again_open_record(), &again, arena);
    return true;
}

void again_begin (struct journal *journal, struct store *store, const struct service *service)
{
    struct arena *arena = arena_new();
    const struct words before = heard_before (journal, service, arena);
    const struct words now = hears (service, NULL, false, arena);
    bool is_set_back = false;
    store_begin (store);
    for (size_t i = 0; service->follows && service->follows[i]; i++)
        is_set_back |= set_back (journal, service, service->follows[i], &before, arena);
    write_note (journal, HEARD_NOTE, again_heard_record(),
                &(struct again_heard){ .words = now.list, .words_count = now.count }, arena);
    if (!store_commit (store) && is_set_back)
        stop (STOP_IO, "again.full",
              "no room on the disk to note what this version hears; nothing was changed");
    arena_destroy (&arena);
}

struct again again_of (struct journal *journal, const char *source, struct arena *arena)
{
    const struct again_open *open =
        read_note (journal, note_name (source, arena), again_open_record(), arena);
    return open ? (struct again){ source, open->until, open->words, open->words_count }
                : (struct again){ .source = source };
}

bool again_passes_over (const struct again *again, int64_t seq, const char *type)
{
    if (seq > again->until)
        return false;
    size_t length = strlen (type);
    for (size_t i = 0; i < again->words_count; i++)
        if (strncmp (again->words[i], type, length) == 0 &&
            (again->words[i][length] == '\0' || again->words[i][length] == ' '))
            return false;
    return true;
}

void again_end (struct journal *journal, const struct again *again)
{
    struct arena *arena = arena_new();
    journal_write_note (journal, note_name (again->source, arena), DONE);
    arena_destroy (&arena);
}
