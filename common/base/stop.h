/* The environment failed us: one line in the log, a distinct exit code, no heroics; the next
   start replays. The simulation puts a hook in, to survive the death of its processes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once

/* Exit codes after sysexits(3) where one fits; documented in the README for operators. */
enum stop_code {
    STOP_CORRUPT = 65,   /* a store that is damaged, or is not ours */
    STOP_BUG = 70,       /* something we hold to be impossible */
    STOP_OS = 71,        /* no memory, no socket */
    STOP_IO = 74,        /* the disk failed at a write: nothing later may be believed */
    STOP_LOCKED = 75,    /* another process has this store */
    STOP_NEWER = 76,     /* a journal written by a newer version */
    STOP_FORBIDDEN = 77, /* a file system or an authentication that cannot be trusted */
    STOP_CONFIG = 78     /* configuration */
};

_Noreturn void stop (enum stop_code code, const char *id, const char *format, ...)
    __attribute__ ((format (printf, 3, 4)));
/* HOOK is called after the line is logged, and must not return; NULL: exit. */
void stop_hook (void (*hook) (enum stop_code code));
