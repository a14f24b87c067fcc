/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "words/reporting.h"
#include "record/declare_tables.h"
#include "words/reporting.def"
#include "record/declare_end.h"
