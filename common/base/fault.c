/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fault.h"

static enum fault chosen = FAULT_NONE;

enum fault fault_chosen (void)
{
    return chosen;
}

void fault_choose (enum fault fault)
{
    chosen = fault;
}
