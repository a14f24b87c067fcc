/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "memory.h"
#include "compare.h"
#include "script.h"
#include "words/scheduling.h"
#include <string.h>

struct letter_kept {
    instant at;
    const char *party, *subject, *refs; /* refs: the elements of a JSON list */
};
struct fact_kept {
    instant at;
    const char *type, *subject, *data;
};

struct memory memory_new (struct arena *arena)
{
    return (struct memory){ .arena = arena,
                            .letters = rows_of (sizeof (struct letter_kept)),
                            .facts = rows_of (sizeof (struct fact_kept)) };
}

void memory_empty (struct memory *memory)
{
    rows_empty (&memory->letters);
    rows_empty (&memory->facts);
}

static const char *list_refs (const struct letter_attempted *letter, struct arena *arena)
{
    struct text text = text_in (arena);
    for (size_t i = 0; i < letter->refs_count; i++) {
        text_say (&text, i > 0 ? "," : "");
        text_put_json (&text, letter->refs[i]);
    }
    return text.bytes;
}

void memory_hear (void *self, const struct heard *heard)
{
    struct memory *memory = self;
    struct arena *arena = memory->arena;
    const struct fact *fact = heard->fact;
    *(struct fact_kept *)rows_add (&memory->facts) =
        (struct fact_kept){ .at = fact->recorded,
                            .type = arena_text (arena, fact->type),
                            .subject = arena_text (arena, fact->subject),
                            .data = arena_text (arena, fact->data) };
    const struct letter_attempted *letter =
        heard->word == letter_attempted_record() ? heard_event (heard) : NULL;
    if (letter)
        *(struct letter_kept *)rows_add (&memory->letters) =
            (struct letter_kept){ .at = fact->recorded,
                                  .party = arena_text (arena, letter->party),
                                  .subject = arena_text (arena, letter->subject),
                                  .refs = list_refs (letter, arena) };
}

const char *memory_told (const struct memory *memory, const char *words)
{
    static const char *const tellings[] = { "reminder.", "notice.raised", "letter." };
    for (size_t i = 0; i < memory->facts.count; i++) {
        const struct fact_kept *fact = rows_at (&memory->facts, i);
        for (size_t t = 0; t < sizeof tellings / sizeof *tellings; t++)
            if (strncmp (fact->type, tellings[t], strlen (tellings[t])) == 0 &&
                strstr (fact->data, words))
                return fact->data;
    }
    return NULL;
}

/* ---- questions ---- */

static bool is_between (instant at, const char *from, const char *to)
{
    instant begin = INSTANT_ABSENT, end = INSTANT_NEVER;
    return (!from || script_moment (from, &begin)) && (!to || script_moment (to, &end)) &&
           at >= begin && at < end;
}

static bool is_asked (const char *wanted, const char *word)
{
    return !wanted || strcmp (wanted, word) == 0;
}

static void put_moment (struct text *text, instant at)
{
    char moment[INSTANT_TEXT_SIZE];
    text_say (text, text->bytes[text->length - 1] == '[' ? "{\"at\":" : ",{\"at\":");
    text_put_json (text, instant_text (at - at % SECOND_MS, moment));
}

static void put_word (struct text *text, const char *name, const char *words)
{
    text_format (text, ",\"%s\":", name);
    text_put_json (text, words);
}

static void list_letters (const struct memory *memory, const void *asked_void, struct text *text)
{
    const struct letters_list *asked = asked_void;
    const char *ref = asked->ref ? arena_format (text->arena, "\"%s\"", asked->ref) : "";
    for (size_t i = 0; i < memory->letters.count; i++) {
        const struct letter_kept *letter = rows_at (&memory->letters, i);
        if (!is_between (letter->at, asked->from, asked->to) ||
            !is_asked (asked->party, letter->party) || !strstr (letter->refs, ref))
            continue;
        put_moment (text, letter->at);
        put_word (text, "party", letter->party);
        put_word (text, "subject", letter->subject);
        text_format (text, ",\"refs\":[%s]}", letter->refs);
    }
}

static bool has (const struct fact_kept *fact, const struct json_t *wanted, struct arena *arena)
{
    struct refusal refusal;
    const struct json_t *data =
        wanted ? json_parse (fact->data, strlen (fact->data), arena, &refusal) : NULL;
    return !wanted || (data && !compare_part (wanted, data, arena));
}

static void list_facts (const struct memory *memory, const void *asked_void, struct text *text)
{
    const struct facts_list *asked = asked_void;
    for (size_t i = 0; i < memory->facts.count; i++) {
        const struct fact_kept *fact = rows_at (&memory->facts, i);
        if (!is_between (fact->at, asked->from, asked->to) || !is_asked (asked->type, fact->type) ||
            !is_asked (asked->subject, fact->subject) || !has (fact, asked->has, text->arena))
            continue;
        put_moment (text, fact->at);
        put_word (text, "type", fact->type);
        put_word (text, "subject", fact->subject);
        text_format (text, ",\"data\":%s}", fact->data);
    }
}

static const struct question {
    const struct record *(*word) (void);
    void (*list) (const struct memory *memory, const void *asked, struct text *text);
} questions[] = { { letters_list_record, list_letters }, { facts_list_record, list_facts } };

static const struct question *question_of (const char *type)
{
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        if (strcmp (questions[i].word()->head->word, type) == 0)
            return &questions[i];
    return NULL;
}

bool memory_answers (const char *type)
{
    return question_of (type) != NULL;
}

const char *memory_ask (const struct memory *memory, const char *type, const char *data,
                        struct arena *arena, struct refusals *refusals)
{
    const struct question *question = question_of (type);
    const void *asked = record_from_text (question->word(), data, strlen (data), arena, refusals);
    struct text text = text_in (arena);
    if (!asked)
        return NULL;
    text_say (&text, "{\"status\":\"ok\",\"items\":[");
    question->list (memory, asked, &text);
    text_say (&text, "]}");
    return text.bytes;
}
