/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/service.h"
#include "frame/run.h"

int main (int argc, char **argv)
{
    return run_service (&escalation, argc, argv);
}
