/* The gateway's own configuration: it has neither door nor journal, and follows nobody. Read by the
   gateway, and by `firewarden check`. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "record/record.h"
#include <sys/socket.h>

#include "record/declare_structs.h"
#include "frame/gateway_settings.def"
#include "record/declare_end.h"

/* FILE, read and checked. NULL: REFUSALS say why, each at its FILE:LINE:COLUMN. */
const struct gateway_settings *gateway_settings_read (const char *file, struct arena *arena,
                                                      struct refusals *refusals);
/* The same, but what could be read in spite of mistakes, and where it stood: for further checks. */
const struct gateway_settings *gateway_settings_read_rest (const char *file, struct arena *arena,
                                                           struct refusals *refusals,
                                                           const struct yaml_marks **marks);
/* HTTP as an address of a socket; its size, or 0: it is none. */
socklen_t gateway_address (const char *http, struct sockaddr_storage *address);
