/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/fetch.h"
#include "record/declare_tables.h"
#include "frame/fetch.def"
#include "record/declare_end.h"
