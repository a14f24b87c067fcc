/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/clocks.h"
#include <time.h>

static int64_t read_clock (clockid_t clock)
{
    struct timespec now;
    clock_gettime (clock, &now);
    return (int64_t)now.tv_sec * SECOND_MS + now.tv_nsec / 1000000;
}

instant clocks_wall (void)
{
    return read_clock (CLOCK_REALTIME);
}

int64_t clocks_steady (void)
{
    return read_clock (CLOCK_BOOTTIME);
}
