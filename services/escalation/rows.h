/* The tables of escalation as structs; rows.def is the document. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "words/escalation.h"
#include "record/declare_structs.h"
#include "escalation/rows.def"
#include "record/declare_end.h"
