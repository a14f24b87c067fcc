/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/request.h"

#define COLUMNS                                                                                    \
    "request, deadline, number, state, due, working_days, reason, \"by\", at, urged, next"

enum { SEE, LAST, PUT, SETTLE, LAPSE, NEXT, DUE, URGE, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SEE] = { "SELECT " COLUMNS " FROM request WHERE request = :key", deadline_by_record,
              request_row_record },
    [LAST] = { "SELECT " COLUMNS " FROM request WHERE deadline = :key ORDER BY number DESC LIMIT 1",
               deadline_by_record, request_row_record },
    [PUT] = { "INSERT INTO request (" COLUMNS ") VALUES (:request, :deadline, :number, :state, "
              ":due, :working_days, :reason, :by, :at, :urged, :next)",
              request_row_record, NULL },
    [SETTLE] = { "UPDATE request SET state = :state WHERE request = :request", request_row_record,
                 NULL },
    [LAPSE] = { "UPDATE request SET state = 'lapsed' WHERE deadline = :deadline AND state = "
                "'asked'",
                request_row_record, NULL },
    [NEXT] = { "SELECT min (next) AS next FROM request WHERE state = 'asked'", NULL,
               deadline_moment_record },
    [DUE] = { "SELECT " COLUMNS " FROM request WHERE next <= :now AND state = 'asked'"
              " ORDER BY next, request LIMIT 1",
              deadline_by_record, request_row_record },
    [URGE] = { "UPDATE request SET urged = :urged, next = :next WHERE request = :request",
               request_row_record, NULL },
};
const struct sql_table request_sql = { statements, STATEMENTS };

/* By its own id, or the last one of the deadline that is asked about. */
static const void *see (const struct scene *scene, int which, const char *key)
{
    struct request_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct request_row *row = arena_take (scene->arena, sizeof *row);
    const struct deadline_by by = {
        .key = key, .cycle = NUMBER_ABSENT, .now = INSTANT_ABSENT, .number = NUMBER_ABSENT
    };
    bool known = store_read (scene->store, &statements[which], &by, scene->arena, row);
    seen->request = known ? row : NULL;
    seen->of_deadline = *deadline_see_one (scene, which == LAST ? key : known ? row->deadline : "");
    return seen;
}

const void *request_see_ask (const struct scene *scene, const void *said)
{
    return see (scene, LAST, ((const struct extension_ask *)said)->deadline);
}

const void *request_see_grant (const struct scene *scene, const void *said)
{
    return see (scene, SEE, ((const struct extension_grant *)said)->request);
}

const void *request_see_refuse (const struct scene *scene, const void *said)
{
    return see (scene, SEE, ((const struct extension_refuse *)said)->request);
}

instant request_next (const struct scene *scene)
{
    struct deadline_moment first = { .next = INSTANT_ABSENT };
    store_read (scene->store, &statements[NEXT], NULL, scene->arena, &first);
    return first.next == INSTANT_ABSENT ? INSTANT_NEVER : first.next;
}

const void *request_see_hour (const struct scene *scene, const void *said)
{
    (void)said;
    struct request_row due;
    const struct deadline_by by = { .cycle = NUMBER_ABSENT,
                                    .now = scene->now,
                                    .number = NUMBER_ABSENT };
    return store_read (scene->store, &statements[DUE], &by, scene->arena, &due)
               ? see (scene, SEE, due.request)
               : NULL;
}

void request_apply_asked (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    (void)arena;
    const struct extension_asked *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct request_row){ .request = event->request,
                                        .deadline = event->deadline,
                                        .number = event->number,
                                        .state = request_asked,
                                        .due = event->due,
                                        .working_days = event->working_days,
                                        .reason = event->reason,
                                        .by = event->by,
                                        .at = fact->time,
                                        .urged = 0,
                                        .next = event->next == INSTANT_ABSENT ? fact->recorded
                                                                              : event->next });
}

void request_apply_urged (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    (void)fact, (void)arena;
    const struct extension_urged *event = event_void;
    store_write (store, &statements[URGE],
                 &(struct request_row){
                     .request = event->request, .urged = event->number, .next = event->next });
}

void request_apply_settled (struct store *store, const struct fact *fact, const void *event_void,
                            struct arena *arena)
{
    (void)fact, (void)arena;
    const struct extension_settled *event = event_void;
    store_write (
        store, &statements[SETTLE],
        &(struct request_row){ .request = event->request,
                               .state = event->granted ? request_granted : request_refused });
}

void request_lapse (struct store *store, const char *deadline)
{
    store_write (store, &statements[LAPSE], &(struct request_row){ .deadline = deadline });
}
