/* What reporting writes down: every fact of the others, once. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"

const void *fact_see_heard (const struct scene *scene, const void *said);
void fact_decide_heard (const void *said, const void *seen, struct decision *decision);
/* Folds it into every view that knows its word. */
void fact_apply_recorded (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
