/* Reporting, the face: shows what the others said, as of any instant. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"

extern const struct service reporting;
extern const char reporting_schema[];
