/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/office.h"

#include "record/declare_tables.h"

#include "office/office.def"
#include "office/authority.def"
#include "office/checklists.def"

#include "record/declare_end.h"
