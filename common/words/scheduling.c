/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "words/scheduling.h"
#include "record/declare_tables.h"
#include "words/scheduling.def"
#include "record/declare_end.h"
