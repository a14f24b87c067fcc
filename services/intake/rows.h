/* The tables of intake as structs; rows.def is the document. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "words/intake.h"
#include "record/declare_structs.h"
#include "intake/rows.def"
#include "record/declare_end.h"
