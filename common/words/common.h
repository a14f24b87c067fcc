/* The words of common.def as structs and tables; the .def is the document. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "record/declare_structs.h"
#include "words/common.def"
#include "record/declare_end.h"
