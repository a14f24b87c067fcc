/* What the parts of the bench share. It measures the real services on this machine; what it prints
 * is what it saw. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct bench {
    char folder[64];      /* of all state; short, for the sockets' paths */
    const char *programs; /* where firewarden-… lie */
    const char *config;   /* the shipped configuration */
    int port;             /* of intake's tcp door */
    pid_t services[4];
};

/* Makes the folder and a configuration of its own in it. */
void bench_settle (struct bench *bench);
void bench_clean (const struct bench *bench);
enum { INTAKE, SCHEDULING, ESCALATION, REPORTING };
/* Starts one service and waits until its door is there. */
void bench_start (struct bench *bench, int service);
void bench_stop (struct bench *bench, int service);
/* Resident bytes of a service; 0: does not run. */
int64_t bench_memory (const struct bench *bench, int service);
double bench_seconds (void);
_Noreturn void bench_fail (const char *what);

/* ---- load.c ---- */

enum { IN_FLIGHT = 256 };
struct load {
    int clients;
    bool tcp, random_ids;
    double seconds;
    int64_t most; /* stop after so many; 0: by time */
};
struct measured {
    double rate;           /* accepted a second */
    double p50_ms, p99_ms; /* of the answer */
    int64_t accepted;
    double bytes; /* a command, on average */
};
struct measured load_run (const struct bench *bench, const struct load *load);
/* Registers the premises that the findings name. */
void load_prepare (const struct bench *bench);
/* One finding; its ref into REF. Returns when the answer was there. */
double load_one (const struct bench *bench, char ref[64]);
/* Asks SERVICE a question until its answer holds WORDS; returns when that was. */
double load_until (const struct bench *bench, const char *service, const char *type,
                   const char *data, const char *words);

/* Waits until SERVICE has read all that its sources said, at most SECONDS. Returns how long that
 * took. */
double load_catch_up (const struct bench *bench, const char *service, double seconds);

/* ---- bound.c ---- */

/* The same bytes appended to one SQLite table in groups of 512, WAL, synchronous FULL: rows a
 * second. */
double bound_run (const struct bench *bench, size_t bytes, double seconds);
