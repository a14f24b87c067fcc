/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/run.h"
#include "scheduling/service.h"

int main (int argc, char **argv)
{
    return run_service (&scheduling, argc, argv);
}
