/* What stands around a word at the door, and around the answer (contract, "The door"). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/refusal.h"
#include "record/record.h"

#include "record/declare_structs.h"
#include "frame/envelope.def"
#include "record/declare_end.h"

enum { FRAME_BYTES_MAX = 64 << 10, BATCH_MAX = 1000 };

/* The envelope in JSON, at PATH of the frame; its own rules checked, NOW being the present and
   skew_ms how far ahead of it a `time` may lie. NULL: REFUSALS say why. */
const struct envelope *envelope_read (const struct json_t *json, const char *path, instant now,
                                      int64_t skew_ms, struct refusals *refusals);
/* The id of a request that may be no good otherwise: so that the asker can match. NULL: none. */
const char *envelope_id (const struct json_t *json);

enum status { STATUS_ACCEPTED, STATUS_DUPLICATE, STATUS_REJECTED, STATUS_OK };
struct answer {
    const char *id; /* NULL: unknown */
    enum status status;
    const char *ref;
    int64_t seq;
    const struct refusals *refusals; /* REJECTED: at least one */
    const char *members;             /* OK: further members, as text, or NULL */
    const char *advice;              /* what the sender must be told besides, or NULL */
};
void answer_write (const struct answer *answer, struct text *text);
