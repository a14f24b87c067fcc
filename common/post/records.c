/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "post/post.h"
#include "record/declare_tables.h"
#include "post/post.def"
#include "record/declare_end.h"
