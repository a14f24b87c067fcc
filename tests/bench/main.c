/* firewarden-bench [--seconds N] [--million]: what this machine carries. Rates on a shared machine
   mean little by themselves: the ratio to the bare bound of the same run is what to compare. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "bench.h"
#include "frame/keys.h"
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *const names[] = { "intake", "scheduling", "escalation", "reporting" };
enum { SERVICES = 4, MILLION = 1000000, PATH_BYTES = 512 };

double bench_seconds (void)
{
    struct timespec now;
    clock_gettime (CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

_Noreturn void bench_fail (const char *what)
{
    fprintf (stderr, "firewarden-bench: %s\n", what);
    kill (0, SIGTERM);
    _exit (1);
}

/* ---- the stage ---- */

static void put (const char *path, const char *text)
{
    FILE *file = fopen (path, "we");
    if (!file || fputs (text, file) < 0 || fclose (file) != 0)
        bench_fail (path);
}

static void link_config (const struct bench *bench, const char *name)
{
    char from[PATH_BYTES], to[PATH_BYTES];
    snprintf (from, sizeof from, "%s/%s", bench->config, name);
    snprintf (to, sizeof to, "%s/config/%s", bench->folder, name);
    if (symlink (from, to) != 0)
        bench_fail (to);
}

static void write_settings (const struct bench *bench, int service)
{
    static const char *const sources[] = { "escalation", "intake escalation", "intake scheduling",
                                           "intake scheduling escalation" };
    char path[PATH_BYTES], text[4096], door[64] = "", list[128];
    int length;
    if (service == INTAKE)
        snprintf (door, sizeof door, "\"tcp://127.0.0.1:%d\", ", bench->port);
    length =
        snprintf (text, sizeof text,
                  "door: [%s\"ipc://DIR/run/%s.door\"]\njournal: [\"ipc://DIR/run/%s.journal\"]\n"
                  "room: {for_work_mib: 64, at_all_mib: 32}\nlog_level: warn\n",
                  door, names[service], names[service]);
    snprintf (list, sizeof list, "%s", sources[service]);
    if (list[0])
        length += snprintf (text + length, sizeof text - (size_t)length, "sources:\n");
    for (char *name = strtok (list, " "); name; name = strtok (NULL, " "))
        length += snprintf (text + length, sizeof text - (size_t)length,
                            "  - {name: %s, journal: \"ipc://DIR/run/%s.journal\"}\n", name, name);
    if (service == SCHEDULING)
        snprintf (text + length, sizeof text - (size_t)length,
                  "channels:\n  - {name: mail, kind: journal}\n");
    snprintf (path, sizeof path, "%s/config/%s.yaml", bench->folder, names[service]);
    put (path, text);
}

void bench_settle (struct bench *bench)
{
    static const char *const files[] = { "organisation.yaml", "categories.yaml", "authority.yaml",
                                         "checklists.yaml",   "policy.yaml",     "campaign.yaml",
                                         "calendars" };
    char path[PATH_BYTES], text[256];
    struct key_pair pair;
    snprintf (bench->folder, sizeof bench->folder, "/tmp/bench-XXXXXX");
    if (!mkdtemp (bench->folder))
        bench_fail ("no folder");
    snprintf (path, sizeof path, "%s/config", bench->folder);
    mkdir (path, 0700);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        link_config (bench, files[i]);
    keys_make (&pair);
    keys_write (bench->folder, "bench", &pair);
    snprintf (path, sizeof path, "%s/keys/clients.yaml", bench->folder);
    snprintf (text, sizeof text, "clients:\n  - {key: '%s', name: bench}\n", pair.public_half);
    put (path, text);
    bench->port = 20000 + (int)(getpid() % 10000);
    for (int i = 0; i < SERVICES; i++)
        write_settings (bench, i);
}

void bench_clean (const struct bench *bench)
{
    char command[PATH_BYTES];
    snprintf (command, sizeof command, "rm -rf %s", bench->folder);
    if (system (command) != 0)
        fprintf (stderr, "firewarden-bench: %s is left behind\n", bench->folder);
}

void bench_start (struct bench *bench, int service)
{
    char program[PATH_BYTES], config[PATH_BYTES], status[PATH_BYTES];
    snprintf (program, sizeof program, "%s/firewarden-%s", bench->programs, names[service]);
    snprintf (config, sizeof config, "%s/config/%s.yaml", bench->folder, names[service]);
    bench->services[service] = fork();
    if (bench->services[service] == 0) {
        execl (program, program, "--config", config, "--data", bench->folder, (char *)NULL);
        _exit (127);
    }
    snprintf (status, sizeof status, "%s/run/%s.door", bench->folder, names[service]);
    for (double begun = bench_seconds(); access (status, F_OK) != 0;)
        if (bench_seconds() > begun + 20)
            bench_fail (program);
}

void bench_stop (struct bench *bench, int service)
{
    if (bench->services[service] > 0) {
        kill (bench->services[service], SIGTERM);
        waitpid (bench->services[service], NULL, 0);
    }
    bench->services[service] = 0;
}

int64_t bench_memory (const struct bench *bench, int service)
{
    char path[64], line[256];
    long long kib = 0;
    snprintf (path, sizeof path, "/proc/%d/status", (int)bench->services[service]);
    FILE *file = fopen (path, "re");
    while (file && fgets (line, sizeof line, file))
        sscanf (line, "VmRSS: %lld", &kib);
    if (file)
        fclose (file);
    return kib * 1024;
}

/* ---- the acts ---- */

static void print_memory (const struct bench *bench, const char *when)
{
    printf ("memory %s:", when);
    for (int i = 0; i < SERVICES; i++)
        printf ("  %s %.1f MB", names[i], (double)bench_memory (bench, i) / 1e6);
    printf ("\n");
}

static void measure_rates (const struct bench *bench, double seconds)
{
    static const int clients[] = { 1, 4, 16 };
    double bytes = 500;
    printf ("%-5s %7s %-8s %10s %9s %9s %8s\n", "door", "clients", "ids", "accepted/s", "p50 ms",
            "p99 ms", "of bound");
    for (int tcp = 0; tcp < 2; tcp++)
        for (size_t i = 0; i < 3; i++)
            for (int random = 0; random < 2; random++) {
                struct load load = {
                    .clients = clients[i], .tcp = tcp, .random_ids = random, .seconds = seconds
                };
                struct measured measured = load_run (bench, &load);
                bytes = measured.bytes;
                double bound = bound_run (bench, (size_t)bytes, seconds / 2);
                printf ("%-5s %7d %-8s %10.0f %9.2f %9.2f %7.0f%%\n", tcp ? "tcp" : "ipc",
                        clients[i], random ? "random" : "in time", measured.rate, measured.p50_ms,
                        measured.p99_ms, 100 * measured.rate / bound);
                fflush (stdout);
            }
    printf ("bare bound: %.0f rows/s of %.0f bytes\n", bound_run (bench, (size_t)bytes, seconds),
            bytes);
}

static int by_value (const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void measure_ways (const struct bench *bench)
{
    enum { TIMES = 51 };
    double armed[TIMES], visible[TIMES];
    for (int i = 0; i < TIMES; i++) {
        char ref[64], data[128];
        double accepted = load_one (bench, ref);
        snprintf (data, sizeof data, "{\"ref\":\"%s\"}", ref);
        armed[i] = load_until (bench, "scheduling", "deadlines.list", data, "\"armed\"") - accepted;
        accepted = load_one (bench, ref);
        snprintf (data, sizeof data, "{\"case\":\"%s\"}", ref);
        visible[i] =
            load_until (bench, "reporting", "case.show", data, "\"hazard.opened\"") - accepted;
    }
    qsort (armed, TIMES, sizeof *armed, by_value);
    qsort (visible, TIMES, sizeof *visible, by_value);
    printf ("accepted to armed deadline: median %.1f ms, most %.1f ms; to visible in reporting: "
            "median %.1f ms, most %.1f ms\n",
            armed[TIMES / 2] * 1e3, armed[TIMES - 1] * 1e3, visible[TIMES / 2] * 1e3,
            visible[TIMES - 1] * 1e3);
}

static void measure_rebuild (struct bench *bench)
{
    char command[2 * PATH_BYTES], line[256] = "";
    long long events = 0;
    bench_stop (bench, INTAKE);
    snprintf (command, sizeof command,
              "%s/firewarden-intake --config %s/config/intake.yaml --data %s --rebuild 2>/dev/null",
              bench->programs, bench->folder, bench->folder);
    double begun = bench_seconds();
    FILE *out = popen (command, "r");
    if (!out || !fgets (line, sizeof line, out) || sscanf (line, "{\"events\":%lld", &events) != 1)
        bench_fail ("rebuild");
    pclose (out);
    double seconds = bench_seconds() - begun;
    printf ("rebuild of intake: %lld events in %.1f s, %.0f/s\n", events, seconds,
            (double)events / seconds);
    bench_start (bench, INTAKE);
}

static void measure_million (struct bench *bench)
{
    struct load load = { .clients = 4, .most = MILLION };
    struct measured measured = load_run (bench, &load);
    printf ("a million findings: %.0f/s accepted\n", measured.rate);
    for (int i = 1; i < SERVICES; i++)
        printf ("%s had read it all %.1f s later\n", names[i],
                load_catch_up (bench, names[i], 1800));
    print_memory (bench, "with a million");
}

int main (int argc, char **argv)
{
    struct bench bench = { .config = getenv ("CONFIG") };
    setvbuf (stdout, NULL, _IOLBF, 0);
    char self[PATH_BYTES] = "", config[PATH_BYTES];
    double seconds = 3;
    bool million = false;
    for (int i = 1; i < argc; i++)
        if (strcmp (argv[i], "--million") == 0)
            million = true;
        else if (strcmp (argv[i], "--seconds") == 0 && i + 1 < argc)
            seconds = atof (argv[++i]);
        else {
            fprintf (stderr, "usage: firewarden-bench [--seconds N] [--million]\n");
            return 2;
        }
    if (readlink ("/proc/self/exe", self, sizeof self - 1) < 0)
        bench_fail ("/proc/self/exe");
    bench.programs = dirname (self);
    snprintf (config, sizeof config, "%s/../../config", bench.programs);
    if (!bench.config)
        bench.config = config;
    bench_settle (&bench);
    bench_start (&bench, INTAKE);
    load_prepare (&bench);
    measure_rates (&bench, seconds);
    measure_rebuild (&bench);
    for (int i = 1; i < SERVICES; i++)
        bench_start (&bench, i);
    for (int i = 0; i < SERVICES; i++)
        bench_stop (&bench, i);
    bench_clean (&bench);
    bench_settle (&bench);
    for (int i = 0; i < SERVICES; i++)
        bench_start (&bench, i);
    load_prepare (&bench);
    print_memory (&bench, "at rest");
    measure_ways (&bench);
    if (million)
        measure_million (&bench);
    for (int i = 0; i < SERVICES; i++)
        bench_stop (&bench, i);
    bench_clean (&bench);
    return 0;
}
