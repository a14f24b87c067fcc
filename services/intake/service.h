/* Intake, the ear: hears what happened outside, opens and closes cases. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"

extern const struct service intake;
extern const char intake_schema[];
