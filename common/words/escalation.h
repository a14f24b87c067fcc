/* The words of escalation.def as structs and tables; the .def is the document. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "words/common.h"
#include "words/intake.h"
#include "record/declare_structs.h"
#include "words/escalation.def"
#include "record/declare_end.h"
