/* The loop of a service: polls its sockets, brings what came to the turn, and what leaves to the
   sockets, with what the clocks say (clocks.h). One thread; the post's worker is a pipe to it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/settings.h"
#include "frame/turn.h"

struct loop;
struct loop_setup {
    const struct service *service;
    const struct settings *settings;
    const char *folder; /* of all data */
    const char *config; /* folder of the configuration */
};

/* Binds and connects everything; the doors open only with loop_run. Stops when it cannot. */
struct loop *loop_new (const struct loop_setup *setup);
void loop_destroy (struct loop **loop);
struct turn_outlets loop_outlets (struct loop *loop);
const struct permit *loop_permit (const struct loop *loop);
/* Runs TURN until SIGTERM or SIGINT. */
void loop_run (struct loop *loop, struct turn *turn);
