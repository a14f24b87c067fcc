/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/rows.h"
#include "record/declare_tables.h"
#include "reporting/rows.def"
#include "record/declare_end.h"
