/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/rows.h"
#include "record/declare_tables.h"
#include "escalation/rows.def"
#include "record/declare_end.h"
