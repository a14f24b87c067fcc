/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/report.h"
#include "rehearsal/staff.h"
#include "record/declare_tables.h"
#include "rehearsal/rehearsed.def"
#include "rehearsal/staff.def"
#include "record/declare_end.h"
