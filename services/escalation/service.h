/* Escalation, the hand: acts when nothing was done. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"

extern const struct service escalation;
extern const char escalation_schema[];
