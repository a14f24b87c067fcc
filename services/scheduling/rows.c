/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/rows.h"

#include "record/declare_tables.h"

#include "scheduling/rows.def"

#include "record/declare_end.h"
