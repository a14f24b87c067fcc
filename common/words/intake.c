/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "words/intake.h"
#include "record/declare_tables.h"
#include "words/intake.def"
#include "record/declare_end.h"
