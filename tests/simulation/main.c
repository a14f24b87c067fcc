/* firewarden-simulation: plays seeds. A seed that fails is printed with its reason, and plays the
 * same again. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fault.h"
#include "base/log.h"
#include "office/office.h"
#include "world.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TEETH_SEEDS = 100, JOBS_MAX = 64, USAGE = 2 };

/* Seeds that once failed, and what they showed. */
static const uint64_t fixed[] = {
    6,      /* the model: a command that was rejected may be accepted when it is sent again */
    100514, /* the frame: an outcome of the post that came while the disk was full was forgotten */
    58,  /* the disk: a log that was made by a process that died is named durably by the next one's
            first sync */
    48,  /* scheduling: a reminder acknowledged twice within a second was told under one key */
    323, /* scheduling: what an older version had ended with a link came back by no split */
    9000043, /* the model: a referral drafted before its end was heard is withdrawn when it is */
    8000117, /* the model: a split that an older version passed over sets no clock before it is read
                again */
    5001130, /* a past that is read again is so until the store has noted it */
};

struct plan {
    uint64_t first, seeds;
    double seconds; /* 0: by seeds */
    int jobs;
    bool teeth, loud, fixed; /* fixed: those seeds instead */
    enum fault fault;
};

static double seconds_now (void)
{
    struct timespec now;
    clock_gettime (CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static const struct office *read_office (struct arena *arena)
{
    const char *source = getenv ("SOURCE");
    struct refusals refusals = refusals_in (arena);
    const struct office *office =
        office_read (arena_format (arena, "%s/config", source ? source : "."), arena, &refusals);
    for (size_t i = 0; i < refusals.count; i++)
        fprintf (stderr, "%s: %s\n", refusals.list[i].path, refusals.list[i].sentence);
    return office;
}

static void add (struct totals *all, const struct totals *one)
{
    const int64_t *from = (const int64_t *)one;
    int64_t *to = (int64_t *)all;
    for (size_t i = 0; i < sizeof *all / sizeof *to; i++)
        to[i] += from[i];
}

struct result {
    uint64_t failed, played;
    struct totals totals;
    char reason[REASON_BYTES];
};

/* Plays every JOBS-th seed from FIRST on. Returns the first that fails, or 0. */
static uint64_t play_some (const struct plan *plan, int job, const struct office *office,
                           struct result *result)
{
    static struct world world;
    double begun = seconds_now();
    for (uint64_t i = (uint64_t)job;; i += (uint64_t)plan->jobs) {
        if (plan->seconds > 0 ? seconds_now() > begun + plan->seconds : i >= plan->seeds)
            return 0;
        fault_choose (plan->fault);
        uint64_t seed = plan->fixed ? fixed[i] : plan->first + i;
        bool held = world_play (&world, seed, office, plan->loud);
        add (&result->totals, &world.totals);
        result->played++;
        if (held)
            continue;
        snprintf (result->reason, sizeof result->reason, "%s", world.reason);
        if (plan->fault == FAULT_NONE)
            printf ("seed %" PRIu64 " FAILED: %s\n    again: firewarden-simulation --seed %" PRIu64
                    "\n",
                    seed, world.reason, seed);
        return seed;
    }
}

static int play_all (const struct plan *plan, const struct office *office)
{
    int pipes[JOBS_MAX][2], failed = 0;
    struct totals totals = { .turns = 0 };
    uint64_t played = 0;
    double begun = seconds_now();
    for (int job = 0; job < plan->jobs; job++) {
        if (pipe (pipes[job]) != 0)
            return 1;
        if (fork() == 0) {
            struct result result = { .failed = 0 };
            result.failed = play_some (plan, job, office, &result);
            fflush (stdout);
            _exit (write (pipes[job][1], &result, sizeof result) == (ssize_t)sizeof result ? 0 : 1);
        }
        close (pipes[job][1]);
    }
    for (int job = 0; job < plan->jobs; job++) {
        struct result result = { .failed = 1 };
        if (read (pipes[job][0], &result, sizeof result) != (ssize_t)sizeof result)
            printf ("a player died\n");
        failed += result.failed != 0;
        played += result.played;
        add (&totals, &result.totals);
    }
    while (wait (NULL) > 0)
        ;
    printf ("%" PRIu64 " seeds in %.0f s: %" PRId64 " turns, %" PRId64 " facts, %" PRId64
            " power losses, %" PRId64 " kills, %" PRId64 " failing disks, %" PRId64
            " full ones, %" PRId64 " restores, %" PRId64 " clocks set wrong, %" PRId64
            " rebuilds, %" PRId64 " upgrades, %" PRId64 " messages lost, %" PRId64
            " doubled, %" PRId64 " commands, %" PRId64 " days slept\n",
            played, seconds_now() - begun, totals.turns, totals.facts, totals.losses, totals.kills,
            totals.errors, totals.fulls, totals.restores, totals.leans, totals.rebuilds,
            totals.upgrades, totals.dropped, totals.repeated, totals.commands,
            totals.slept_ms / DAY_MS);
    return failed > 0;
}

/* Every deliberate fault must be caught, each within TEETH_SEEDS seeds. */
static int show_teeth (const struct plan *plan, const struct office *office)
{
    int missed = 0;
    for (int fault = FAULT_NONE + 1; fault < FAULTS; fault++) {
        struct plan bitten = *plan;
        int ends[2];
        struct result result = { .failed = 0 };
        bitten.fault = (enum fault)fault;
        bitten.jobs = 1;
        bitten.seeds = TEETH_SEEDS;
        if (pipe (ends) != 0)
            return 1;
        if (fork() == 0) {
            result.failed = play_some (&bitten, 0, office, &result);
            _exit (write (ends[1], &result, sizeof result) == (ssize_t)sizeof result ? 0 : 1);
        }
        close (ends[1]);
        bool died = read (ends[0], &result, sizeof result) != (ssize_t)sizeof result;
        close (ends[0]);
        wait (NULL);
        if (result.failed)
            printf ("fault %2d caught by seed %" PRIu64 ": %.200s\n", fault, result.failed,
                    result.reason);
        else
            printf ("fault %2d %s\n", fault, died ? "caught (the player died)" : "NOT CAUGHT");
        missed += !died && !result.failed;
    }
    return missed > 0;
}

static bool read_arguments (int argc, char **argv, struct plan *plan)
{
    for (int i = 1; i < argc; i++) {
        bool more = i + 1 < argc;
        if (strcmp (argv[i], "--teeth") == 0)
            plan->teeth = true;
        else if (strcmp (argv[i], "--fixed") == 0) {
            plan->fixed = true;
            plan->seeds = sizeof fixed / sizeof *fixed;
        } else if (strcmp (argv[i], "--seeds") == 0 && more)
            plan->seeds = strtoull (argv[++i], NULL, 10);
        else if (strcmp (argv[i], "--first") == 0 && more)
            plan->first = strtoull (argv[++i], NULL, 10);
        else if (strcmp (argv[i], "--minutes") == 0 && more)
            plan->seconds = 60 * strtod (argv[++i], NULL);
        else if (strcmp (argv[i], "--jobs") == 0 && more)
            plan->jobs = atoi (argv[++i]);
        else if (strcmp (argv[i], "--fault") == 0 && more)
            plan->fault = (enum fault)atoi (argv[++i]);
        else if (strcmp (argv[i], "--seed") == 0 && more) {
            plan->first = strtoull (argv[++i], NULL, 10);
            plan->seeds = 1;
            plan->jobs = 1;
            plan->loud = true;
        } else
            return false;
    }
    return plan->jobs >= 1 && plan->jobs <= JOBS_MAX;
}

int main (int argc, char **argv)
{
    struct plan plan = { .first = 1, .seeds = 200, .jobs = 2 };
    struct arena *arena = arena_new();
    if (!read_arguments (argc, argv, &plan)) {
        fprintf (stderr, "usage: firewarden-simulation [--seeds N | --minutes M] [--first S] "
                         "[--jobs J] | --seed S | --fixed | --teeth\n");
        return USAGE;
    }
    log_open ("simulation", plan.loud ? LOG_DEBUG : LOG_NOTHING);
    const struct office *office = read_office (arena);
    if (!office)
        return 1;
    int code = plan.teeth ? show_teeth (&plan, office) : play_all (&plan, office);
    arena_destroy (&arena);
    return code;
}
