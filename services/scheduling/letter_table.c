/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fault.h"
#include "base/log.h"
#include "post/post.h"
#include "scheduling/letter.h"

/* What a notice says stands once, however many are told it, and is not written anew with each step
   of each of them; nor is it read where nobody asks for it. */
#define STANDING                                                                                   \
    "notice, ref, party, channel, address, said, state, attempts, refusals, refused, next"
#define BARE   "SELECT " STANDING ", NULL AS subject, NULL AS text FROM notice"
#define NOTICE "SELECT " STANDING ", subject, text FROM notice JOIN said USING (said)"
#define LETTER "letter, attempt, party, channel, address, key, notices, refs, state, recorded"

/* The channels of which as many letters are in hand as the post holds: :cycle, since :started. */
#define FULL                                                                                       \
    "SELECT channel FROM letter WHERE state = 'attempted' AND recorded >= :started GROUP BY "      \
    "channel HAVING count (*) >= :cycle"

enum {
    NEXT,
    NEXT_OF_OTHERS,
    OLDEST,
    OLDEST_OF_OTHERS,
    IN_HAND,
    ANY_FULL,
    SAME,
    PUT,
    SAY,
    SEE,
    SEE_WHOLE,
    MOVE,
    SENT,
    BACK,
    PUT_LETTER,
    LETTER_AT,
    DOUBTED,
    END_LETTER,
    STATEMENTS
};
static const struct sql statements[STATEMENTS] = {
    [NEXT] = { "SELECT min (next) AS next FROM notice WHERE next IS NOT NULL", NULL,
               deadline_moment_record },
    /* While a channel's hands are full, what waits for it is passed over. */
    [NEXT_OF_OTHERS] = { "SELECT min (next) AS next FROM notice WHERE next IS NOT NULL AND channel "
                         "NOT IN (" FULL ")",
                         deadline_by_record, deadline_moment_record },
    [OLDEST_OF_OTHERS] = { BARE " WHERE next <= :now AND channel NOT IN "
                                "(" FULL ") ORDER BY next, notice LIMIT 1",
                           deadline_by_record, notice_row_record },
    [IN_HAND] = { "SELECT count (*) AS count FROM letter WHERE state = 'attempted' AND recorded >= "
                  ":started",
                  deadline_by_record, letter_count_record },
    [ANY_FULL] = { FULL " LIMIT 1", deadline_by_record, letter_channel_record },
    [OLDEST] = { BARE " WHERE next <= :now ORDER BY next, notice LIMIT 1", deadline_by_record,
                 notice_row_record },
    [SAME] = { NOTICE " WHERE party = :party AND channel = :channel AND address = :address"
                      " AND next <= :now ORDER BY next, notice LIMIT 50",
               deadline_by_record, notice_row_record },
    [PUT] = { "INSERT OR IGNORE INTO notice (" STANDING
              ") VALUES (:notice, :ref, :party, :channel, :address, :said, :state,"
              " :attempts, :refusals, :refused, :next)",
              notice_row_record, NULL },
    [SAY] = { "INSERT OR IGNORE INTO said (said, subject, text) VALUES (:said, :subject, :text)",
              notice_row_record, NULL },
    [SEE] = { BARE " WHERE notice = :key", deadline_by_record, notice_row_record },
    [SEE_WHOLE] = { NOTICE " WHERE notice = :key", deadline_by_record, notice_row_record },
    [MOVE] = { "UPDATE notice SET state = :state, attempts = attempts + 1, next = NULL "
               "WHERE notice = :notice",
               notice_row_record, NULL },
    [SENT] = { "UPDATE notice SET state = :state WHERE notice = :notice", notice_row_record, NULL },
    [BACK] = { "UPDATE notice SET state = :state, refusals = refusals + :refusals, refused = "
               "coalesce (refused, :refused), next = :next WHERE notice = :notice",
               notice_row_record, NULL },
    [PUT_LETTER] = { "INSERT OR IGNORE INTO letter (" LETTER
                     ") VALUES (:letter, :attempt, :party, :channel, :address, :key,"
                     " :notices, :refs, :state, :recorded)",
                     letter_row_record, NULL },
    [LETTER_AT] = { "SELECT " LETTER " FROM letter WHERE letter = :key", deadline_by_record,
                    letter_row_record },
    [DOUBTED] = { "SELECT " LETTER " FROM letter WHERE state = 'attempted' AND recorded < :started "
                  "AND channel NOT IN (" FULL ") ORDER BY recorded LIMIT 1",
                  deadline_by_record, letter_row_record },
    [END_LETTER] = { "UPDATE letter SET state = :state WHERE letter = :letter", letter_row_record,
                     NULL },
};
const struct sql_table letter_sql = { statements, STATEMENTS };

static struct deadline_by by_moment (instant now)
{
    return (struct deadline_by){ .now = now, .cycle = NUMBER_ABSENT };
}

static struct deadline_by by_key (const char *key)
{
    return (struct deadline_by){ .key = key, .cycle = NUMBER_ABSENT, .now = INSTANT_ABSENT };
}

/* ---- the queue ---- */

static struct deadline_by by_hands (const struct scene *scene)
{
    struct deadline_by by = by_moment (scene->now);
    by.started = scene->started;
    by.cycle = POST_IN_HAND_MAX;
    return by;
}

static bool some_hands_are_full (const struct scene *scene)
{
    struct letter_channel channel;
    struct letter_count in_hand;
    const struct deadline_by by = by_hands (scene);
    /* Fewer than fill one channel fill none: mostly nothing has to be counted by channel. */
    store_read (scene->store, &statements[IN_HAND], &by, scene->arena, &in_hand);
    if (in_hand.count < by.cycle)
        return false;
    return store_read (scene->store, &statements[ANY_FULL], &by, scene->arena, &channel);
}

instant letter_next (const struct scene *scene)
{
    struct deadline_moment first = { .next = INSTANT_ABSENT };
    const struct deadline_by by = by_hands (scene);
    store_read (scene->store, &statements[NEXT], NULL, scene->arena, &first);
    /* An outcome will wake us for a channel whose hands are full; until then nobody takes its
     * letters. */
    if (first.next != INSTANT_ABSENT && first.next <= scene->now && some_hands_are_full (scene)) {
        first.next = INSTANT_ABSENT;
        store_read (scene->store, &statements[NEXT_OF_OTHERS], &by, scene->arena, &first);
    }
    return first.next == INSTANT_ABSENT ? INSTANT_NEVER : first.next;
}

const void *letter_see_queue (const struct scene *scene, const void *said)
{
    (void)said;
    struct notice_row oldest;
    struct deadline_by by = by_hands (scene);
    int which = some_hands_are_full (scene) ? OLDEST_OF_OTHERS : OLDEST;
    if (!store_read (scene->store, &statements[which], &by, scene->arena, &oldest))
        return NULL;
    struct letter_seen *seen = arena_take (scene->arena, sizeof *seen);
    const void *rows;
    by.party = oldest.party;
    by.channel = oldest.channel;
    by.address = oldest.address;
    seen->count =
        store_list (scene->store, &statements[SAME], &by, scene->arena, LETTER_NOTICES_MAX, &rows);
    seen->notices = rows;
    return seen;
}

/* The next full minute but one: alike for all that is said within a minute, and some seconds off.
 */
static instant when_gathered (instant said)
{
    return (said / MINUTE_MS + 2) * MINUTE_MS;
}

void letter_queue (struct store *store, const struct queueing *queueing)
{
    instant when = queueing->late ? when_gathered (queueing->when) : queueing->when;
    if (queueing->count > 0)
        store_write (store, &statements[SAY],
                     &(struct notice_row){ .said = queueing->said,
                                           .subject = queueing->subject,
                                           .text = queueing->text });
    for (size_t i = 0; i < queueing->count; i++)
        store_write (store, &statements[PUT],
                     &(struct notice_row){ .notice = queueing->notices[i].notice,
                                           .ref = queueing->ref,
                                           .party = queueing->notices[i].party,
                                           .channel = queueing->notices[i].channel,
                                           .address = queueing->notices[i].address,
                                           .said = queueing->said,
                                           .state = notice_state_queued,
                                           .attempts = 0,
                                           .refusals = 0,
                                           .refused = INSTANT_ABSENT,
                                           .next = when });
}

/* ---- outcomes ---- */

/* Those that are there: a letter never speaks of another's. */
static void see_notices (const struct scene *scene, int which, struct outcome_seen *seen)
{
    struct notice_row *rows = arena_take (scene->arena, seen->letter->notices_count * sizeof *rows);
    for (size_t i = 0; i < seen->letter->notices_count; i++) {
        const struct deadline_by key = by_key (seen->letter->notices[i]);
        seen->count +=
            store_read (scene->store, &statements[which], &key, scene->arena, &rows[seen->count]);
    }
    seen->notices = rows;
}

static struct outcome_seen *see_letter (const struct scene *scene, int which,
                                        const struct deadline_by *by)
{
    struct outcome_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct letter_row *letter = arena_take (scene->arena, sizeof *letter);
    seen->now = scene->now;
    if (!store_read (scene->store, &statements[which], by, scene->arena, letter) ||
        letter->state != letter_state_attempted)
        return seen;
    seen->letter = letter;
    /* Only a letter that is written once more needs its words. */
    see_notices (scene, which == DOUBTED ? SEE_WHOLE : SEE, seen);
    return seen;
}

const void *letter_see_outcome (const struct scene *scene, const void *said)
{
    const struct deadline_by by = by_key (((const struct post_outcome *)said)->id);
    return see_letter (scene, LETTER_AT, &by);
}

instant letter_next_doubt (const struct scene *scene)
{
    struct letter_row letter;
    const struct deadline_by by = by_hands (scene);
    if (FAULT (FAULT_NOTICE_LOST))
        return INSTANT_NEVER;
    return store_read (scene->store, &statements[DOUBTED], &by, scene->arena, &letter)
               ? letter.recorded
               : INSTANT_NEVER;
}

const void *letter_see_doubt (const struct scene *scene, const void *said)
{
    (void)said;
    const struct deadline_by by = by_hands (scene);
    const struct outcome_seen *seen = see_letter (scene, DOUBTED, &by);
    return seen->letter ? seen : NULL;
}

/* ---- apply ---- */

static void end_letter (struct store *store, const char *letter, enum letter_state state)
{
    store_write (store, &statements[END_LETTER],
                 &(struct letter_row){ .letter = letter, .state = state });
}

static void move_notices (struct store *store, const struct sql *sql, const char *const *notices,
                          size_t count, enum notice_state state)
{
    for (size_t i = 0; i < count; i++)
        store_write (store, sql, &(struct notice_row){ .notice = notices[i], .state = state });
}

void letter_apply_attempted (struct store *store, const struct fact *fact, const void *event_void,
                             struct arena *arena)
{
    (void)arena;
    const struct letter_attempted *event = event_void;
    if (event->replaces)
        end_letter (store, event->replaces, letter_state_lost);
    store_write (store, &statements[PUT_LETTER],
                 &(struct letter_row){ .letter = event->letter,
                                       .attempt = event->attempt,
                                       .party = event->party,
                                       .channel = event->channel,
                                       .address = event->address,
                                       .key = event->key,
                                       .notices = event->notices,
                                       .notices_count = event->notices_count,
                                       .refs = event->refs,
                                       .refs_count = event->refs_count,
                                       .state = letter_state_attempted,
                                       .recorded = fact->recorded });
    move_notices (store, &statements[MOVE], event->notices, event->notices_count,
                  notice_state_attempted);
}

void letter_apply_sent (struct store *store, const struct fact *fact, const void *event_void,
                        struct arena *arena)
{
    (void)fact, (void)arena;
    const struct letter_sent *event = event_void;
    end_letter (store, event->letter, letter_state_sent);
    move_notices (store, &statements[SENT], event->notices, event->notices_count,
                  notice_state_sent);
}

static bool is_dead (const struct letter_failed *event, const char *notice)
{
    for (size_t i = 0; i < event->dead_count; i++)
        if (text_same (event->dead[i], notice))
            return true;
    return false;
}

void letter_apply_failed (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    (void)arena;
    const struct letter_failed *event = event_void;
    end_letter (store, event->letter, letter_state_failed);
    for (size_t i = 0; i < event->notices_count; i++) {
        bool dead = is_dead (event, event->notices[i]);
        store_write (
            store, &statements[BACK],
            &(struct notice_row){ .notice = event->notices[i],
                                  .state = dead ? notice_state_dead : notice_state_queued,
                                  .refusals = event->refused,
                                  .refused = event->refused ? fact->recorded : INSTANT_ABSENT,
                                  .next = dead ? INSTANT_ABSENT : event->again });
    }
}

/* ---- the post ---- */

void letter_hand_over (struct post *post, const void *event_void, instant now)
{
    const struct letter_attempted *event = event_void;
    if (!post_send (post, &(struct letter){ .id = event->letter,
                                            .key = event->key,
                                            .channel = event->channel,
                                            .address = event->address,
                                            .subject = event->subject,
                                            .text = event->text,
                                            .written = now }))
        log_line (LOG_ERROR, "letter.full",
                  "the post would not take %s; it leaves at the next start", event->letter);
}
