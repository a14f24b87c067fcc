/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/letter.h"
#include <inttypes.h>

enum { TEXT_CHARACTERS_MAX = 50000 }; /* of what is joined; letter.attempted holds 60000 */

int64_t letter_back_off_ms (int64_t attempts)
{
    static const int minutes[] = { 1, 2, 5, 15, 30, 60 };
    const int64_t last = sizeof minutes / sizeof *minutes - 1;
    int64_t place = attempts < 1 ? 0 : attempts - 1;
    return minutes[place < last ? place : last] * (int64_t)MINUTE_MS;
}

/* ---- attempting ---- */

/* How many of the notices fit into one letter; one always does. */
static size_t count_fitting (const struct letter_seen *seen)
{
    size_t fitting = 0, characters = 0;
    for (; fitting < seen->count && fitting < LETTER_NOTICES_MAX; fitting++) {
        const struct notice_row *notice = &seen->notices[fitting];
        characters += text_characters (notice->subject) + text_characters (notice->text);
        if (fitting > 0 && characters > TEXT_CHARACTERS_MAX)
            break;
    }
    return fitting;
}

static void put_notice (struct text *text, const struct notice_row *notice, size_t place,
                        size_t count)
{
    text_format (text, "（%zu/%zu）", place, count);
    text_say (text, notice->subject);
    text_say (text, "\n");
    text_say (text, notice->text);
    text_say (text, "\n");
}

/* What a letter about COUNT notices says. AGAIN: it may have come before. */
struct wording {
    const char *subject, *text;
};
static struct wording compose (const struct notice_row *notices, size_t count, bool again,
                               struct arena *arena)
{
    struct text text = text_in (arena);
    text_say (&text, again ? "（可能重复）\n" : "");
    if (count == 1)
        text_say (&text, notices[0].text);
    else
        for (size_t i = 0; i < count; i++)
            put_notice (&text, &notices[i], i + 1, count);
    return (struct wording){ .subject = count == 1
                                            ? notices[0].subject
                                            : arena_format (arena, "消防隐患提醒：%zu 项", count),
                             .text = text.bytes };
}

void letter_decide_attempt (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct letter_seen *seen = seen_void;
    struct arena *arena = decision->arena;
    const struct notice_row *first = &seen->notices[0];
    size_t joined = count_fitting (seen), refs_count = 0;
    const char **notices = arena_take (arena, joined * sizeof *notices);
    const char **refs = arena_take (arena, joined * sizeof *refs);
    for (size_t i = 0; i < joined; i++) {
        notices[i] = seen->notices[i].notice;
        if (!texts_have (refs, refs_count, seen->notices[i].ref))
            refs[refs_count++] = seen->notices[i].ref;
    }
    struct wording wording = compose (seen->notices, joined, false, arena);
    decision_event (
        decision, letter_attempted_record, first->ref,
        &(struct letter_attempted){
            .letter = arena_format (arena, "%s/%" PRId64, first->notice, first->attempts + 1),
            .attempt = first->attempts + 1,
            .party = first->party,
            .channel = first->channel,
            .address = first->address,
            .subject = wording.subject,
            .text = wording.text,
            .notices = notices,
            .notices_count = joined,
            .refs = refs,
            .refs_count = refs_count });
}

/* ---- outcomes ---- */

static bool is_given_up (const struct notice_row *notice, instant now)
{
    return notice->refusals + 1 >= LETTER_REFUSALS_MAX && notice->refused != INSTANT_ABSENT &&
           now >= notice->refused + LETTER_REFUSED_MS;
}

static void fail (const struct post_outcome *said, const struct outcome_seen *seen,
                  struct decision *decision)
{
    const struct letter_row *letter = seen->letter;
    bool refused = said->result == post_refused;
    const char **dead = arena_take (decision->arena, (seen->count + 1) * sizeof *dead);
    size_t dead_count = 0;
    for (size_t i = 0; refused && i < seen->count; i++)
        if (is_given_up (&seen->notices[i], seen->now))
            dead[dead_count++] = seen->notices[i].notice;
    int64_t attempts = seen->count > 0 ? seen->notices[0].attempts : letter->attempt;
    decision_event (
        decision, letter_failed_record, letter->refs[0],
        &(struct letter_failed){ .letter = letter->letter,
                                 .party = letter->party,
                                 .channel = letter->channel,
                                 .detail = said->detail,
                                 .refused = refused,
                                 .again = dead_count == letter->notices_count
                                              ? INSTANT_ABSENT
                                              : seen->now + letter_back_off_ms (attempts),
                                 .notices = letter->notices,
                                 .notices_count = letter->notices_count,
                                 .dead = dead,
                                 .dead_count = dead_count,
                                 .refs = letter->refs,
                                 .refs_count = letter->refs_count });
}

void letter_decide_outcome (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct post_outcome *said = said_void;
    const struct outcome_seen *seen = seen_void;
    const struct letter_row *letter = seen->letter;
    if (!letter)
        return; /* of a letter that was given up already, and attempted again */
    if (said->result != post_sent) {
        fail (said, seen, decision);
        return;
    }
    decision_event (decision, letter_sent_record, letter->refs[0],
                    &(struct letter_sent){ .letter = letter->letter,
                                           .party = letter->party,
                                           .channel = letter->channel,
                                           .detail = said->detail,
                                           .notices = letter->notices,
                                           .notices_count = letter->notices_count,
                                           .refs = letter->refs,
                                           .refs_count = letter->refs_count });
}

void letter_decide_doubt (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct outcome_seen *seen = seen_void;
    const struct letter_row *letter = seen->letter;
    struct arena *arena = decision->arena;
    struct wording wording = compose (seen->notices, seen->count, true, arena);
    int64_t attempt = (seen->count > 0 ? seen->notices[0].attempts : letter->attempt) + 1;
    decision_event (decision, letter_attempted_record, letter->refs[0],
                    &(struct letter_attempted){
                        .letter = arena_format (arena, "%s/%" PRId64, letter->notices[0], attempt),
                        .attempt = attempt,
                        .party = letter->party,
                        .channel = letter->channel,
                        .address = letter->address,
                        .subject = wording.subject,
                        .text = wording.text,
                        .possibly_repeated = true,
                        .replaces = letter->letter,
                        .key = letter->key ? letter->key : letter->letter,
                        .notices = letter->notices,
                        .notices_count = letter->notices_count,
                        .refs = letter->refs,
                        .refs_count = letter->refs_count });
}
