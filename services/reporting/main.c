/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/run.h"
#include "reporting/service.h"

int main (int argc, char **argv)
{
    return run_service (&reporting, argc, argv);
}
