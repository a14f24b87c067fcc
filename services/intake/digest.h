/* A digest that people give for a document or a photo: the thing itself is kept elsewhere. Pure. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/decision.h"

/* DIGEST (NULL: not given) at PATH must be a SHA-256 as 64 hexadecimal digits; else it is refused.
 */
void digest_check (const char *digest, const char *path, struct decision *decision);
/* DIGEST as it is kept, in lower case, so that one photo is one however its digest was written;
   NULL: not given, or none. */
const char *digest_kept (const char *digest, struct arena *arena);
