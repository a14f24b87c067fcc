/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "words/common.h"
#include "record/declare_tables.h"
#include "words/common.def"
#include "record/declare_end.h"
