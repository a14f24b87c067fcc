/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "calendar/records.h"

#include "record/declare_tables.h"

#include "calendar/calendar.def"

#include "record/declare_end.h"
