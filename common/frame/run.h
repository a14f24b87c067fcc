/* The life of a service process, from its arguments to its exit. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"

/* firewarden-NAME [--config FILE] [--data DIR]: opens everything in the order that refuses early,
   runs until SIGTERM, closes cleanly. Returns the exit code; stops with another one where something
   cannot be trusted (base/stop.h). */
int run_service (const struct service *service, int argc, char **argv);
