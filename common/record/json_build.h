/* Making JSON values by hand: of YAML, and of tables that are printed. All live in ARENA. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "record/record.h"

struct json_t *json_new_object (struct arena *arena);
struct json_t *json_new_array (struct arena *arena);
struct json_t *json_new_text (struct arena *arena, const char *words); /* NULL: not UTF-8 */
struct json_t *json_new_number (struct arena *arena, int64_t number);
struct json_t *json_new_yes (struct arena *arena, bool yes);
struct json_t *json_new_null (struct arena *arena);
/* VALUE as the member KEY, which OBJECT has not yet. KEY is copied, VALUE belongs to OBJECT now. */
void json_put (struct arena *arena, struct json_t *object, const char *key, struct json_t *value);
void json_append (struct arena *arena, struct json_t *array, struct json_t *value);
