/* The part of the configuration that what is said of the past depends on, as campaign.configured
   keeps it, and the office as it was with it. Pure. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "office/office.h"

/* Of OFFICE, in ARENA. */
const struct office_configured *office_as_configured (const struct office *office,
                                                      struct arena *arena);
/* OFFICE as it was when it was configured SO (NULL: as it is): who there is, what is judged, what
   figures are weighed by, by what a major hazard is judged, and of the calendar the editions that
   were there. */
const struct office *office_as_it_was (const struct office *office,
                                       const struct office_configured *so, struct arena *arena);
