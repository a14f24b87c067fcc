/* The post: a worker for each channel that sends letters by mail (SMTP) or webhook (HTTP) and says
   what became of each; a server that hangs holds up its own channel alone. Service and workers
   share nothing but messages of copied bytes on socket pairs. What is to
   be sent, and when again, is not decided here: that is a queue in the service's store
   (scheduling/letter). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/refusal.h"
#include "record/record.h"

#include "record/declare_structs.h"
#include "post/post.def"
#include "record/declare_end.h"

struct post;
enum { POST_IN_HAND_MAX = 16, POST_TIMEOUT_SECONDS = 30 }; /* in hand: of each channel */

/* Starts the workers; CHANNELS are borrowed for as long as the post lives. Stops when it cannot. */
struct post *post_new (const struct channel *channels, size_t count);
/* Gives up what is in hand, within a second or two; takes NULL. */
void post_destroy (struct post **post);
/* Readable when an outcome waits. */
int post_fd (const struct post *post);
/* Hands LETTER over. False: POST_IN_HAND_MAX of its channel are in hand; again later. Never blocks.
 */
bool post_send (struct post *post, const struct letter *letter);
/* The next outcome, its texts in ARENA. False: none waits. */
bool post_take (struct post *post, struct arena *arena, struct post_outcome *outcome);

/* What is wrong with the channel at INDEX of a list, as a refusal at path "/INDEX/field". */
void channel_check (const struct channel *channels, size_t index, struct refusals *refusals);
