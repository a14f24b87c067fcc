/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/rows.h"
#include "record/declare_tables.h"
#include "intake/rows.def"
#include "record/declare_end.h"
