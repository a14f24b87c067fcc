/* A request for more time: asked by those who have to do it, granted or refused by somebody else,
   and told again until that is done or the deadline is at its end. The clock and its ladder go on
   meanwhile. Not here: what an extension is (extension.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/deadline.h"

struct request_seen {
    const struct request_row *request; /* asking: the last of the deadline; NULL: none */
    struct deadline_seen of_deadline;
};
void request_decide_ask (const void *said, const void *seen, struct decision *decision);
void request_decide_grant (const void *said, const void *seen, struct decision *decision);
void request_decide_refuse (const void *said, const void *seen, struct decision *decision);
const void *request_see_ask (const struct scene *scene, const void *said);
const void *request_see_grant (const struct scene *scene, const void *said);
const void *request_see_refuse (const struct scene *scene, const void *said);
void request_apply_asked (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
void request_apply_settled (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena);
void request_apply_urged (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
/* DEADLINE is at its end: there is nothing to give more time to. */
void request_lapse (struct store *store, const char *deadline);

instant request_next (const struct scene *scene);
const void *request_see_hour (const struct scene *scene, const void *said);
void request_decide_hour (const void *said, const void *seen, struct decision *decision);
extern const struct sql_table request_sql;
