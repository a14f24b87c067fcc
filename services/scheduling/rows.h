/* The tables of scheduling as structs; rows.def is the document. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "words/scheduling.h"

#include "record/declare_structs.h"

#include "scheduling/rows.def"

#include "record/declare_end.h"
