/* Scheduling, the clock and the bell: knows what is due when, and rings. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"

extern const struct service scheduling;
extern const char scheduling_schema[];
