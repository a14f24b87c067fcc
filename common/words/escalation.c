/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "words/escalation.h"
#include "record/declare_tables.h"
#include "words/escalation.def"
#include "record/declare_end.h"
