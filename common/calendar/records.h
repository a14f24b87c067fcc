/* The files of config/calendars as structs; calendar.def is the document. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "record/declare_structs.h"

#include "calendar/calendar.def"

#include "record/declare_end.h"
