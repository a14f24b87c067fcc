/* The tables of reporting as structs; rows.def is the document. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "words/intake.h"
#include "words/reporting.h"
#include "words/scheduling.h"
#include "record/declare_structs.h"
#include "reporting/rows.def"
#include "record/declare_end.h"
