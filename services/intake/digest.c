/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/digest.h"
#include "base/text.h"

void digest_check (const char *digest, const char *path, struct decision *decision)
{
    unsigned char bytes[32];
    if (digest && !text_unhex (bytes, sizeof bytes, digest))
        decision_refuse (decision, REFUSAL_INVALID, path,
                         "must be a SHA-256, as 64 hexadecimal digits");
}

const char *digest_kept (const char *digest, struct arena *arena)
{
    unsigned char bytes[32];
    char *kept = arena_take (arena, 2 * sizeof bytes + 1);
    if (!digest || !text_unhex (bytes, sizeof bytes, digest))
        return NULL;
    text_hex (kept, bytes, sizeof bytes);
    return kept;
}
