/* Making JSON values, for yaml.c; only json.c knows the library. All live in the arena of json_use.
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "record/record.h"

struct json_t *json_new_object (void);
struct json_t *json_new_array (void);
struct json_t *json_new_text (const char *words); /* NULL: not UTF-8 */
struct json_t *json_new_number (int64_t number);
struct json_t *json_new_yes (bool yes);
struct json_t *json_new_null (void);
void json_put (struct json_t *object, const char *key, struct json_t *value);
void json_append (struct json_t *array, struct json_t *value);
