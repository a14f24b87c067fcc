/* Clients that push findings as fast as they are answered: each a DEALER with IN_FLIGHT commands on
 * their way. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "bench.h"
#include "base/instant.h"
#include "frame/keys.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <zmq.h>

enum { MESSAGE_BYTES = 2048, PREMISES = 100, SAMPLES_MAX = 4000000 };

struct client {
    const struct bench *bench;
    const struct load *load;
    void *context;
    int number;
    uint64_t random;
    double sent_at[IN_FLIGHT];
    double *samples;
    int64_t sent, answered, bytes;
    double begun;
};

static uint64_t draw (uint64_t *state) /* splitmix64 */
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static void *connect_to (const struct bench *bench, void *context, const char *service, bool tcp)
{
    char endpoint[160], server[KEY_TEXT_SIZE];
    struct key_pair own;
    int zero = 0;
    void *socket = zmq_socket (context, ZMQ_DEALER);
    zmq_setsockopt (socket, ZMQ_LINGER, &zero, sizeof zero);
    if (tcp) {
        if (!keys_read (bench->folder, "bench", &own) ||
            !keys_read_public (bench->folder, service, server))
            bench_fail ("no keys for tcp");
        zmq_setsockopt (socket, ZMQ_CURVE_SERVERKEY, server, strlen (server));
        zmq_setsockopt (socket, ZMQ_CURVE_PUBLICKEY, own.public_half, strlen (own.public_half));
        zmq_setsockopt (socket, ZMQ_CURVE_SECRETKEY, own.secret_half, strlen (own.secret_half));
        snprintf (endpoint, sizeof endpoint, "tcp://127.0.0.1:%d", bench->port);
    } else
        snprintf (endpoint, sizeof endpoint, "ipc://%s/run/%s.door", bench->folder, service);
    if (zmq_connect (socket, endpoint) != 0)
        bench_fail (zmq_strerror (zmq_errno()));
    return socket;
}

/* Found just now: what was due years ago would set off every bell at once. */
static const char *present (void)
{
    static _Thread_local char text[INSTANT_TEXT_SIZE];
    return instant_text ((instant)time (NULL) * SECOND_MS, text);
}

/* The slot of the window is the tail of the id, so that the answer tells whose time it is. */
static int write_finding (struct client *client, int slot, char *out)
{
    uint64_t high = client->load->random_ids ? draw (&client->random) : (uint64_t)client->sent;
    return snprintf (out, MESSAGE_BYTES,
                     "{\"specversion\":\"1.0\",\"id\":\"%016llx-%04x-%08llx-%03d\",\"source\":\"//"
                     "bench.example.org/%d\","
                     "\"type\":\"finding.report\",\"time\":\"%s\",\"data\":{\"premises\":\"P%llu\","
                     "\"category\":\"blocked_evacuation\",\"severity\":\"general\",\"description\":"
                     "\"二楼安全出口被杂物堵塞\","
                     "\"treatment\":{\"kind\":\"deferred\",\"measures\":\"设警戒线，每日巡查\","
                     "\"watcher\":{\"name\":\"盯守人\"},"
                     "\"tracker\":\"c01\",\"working_days\":3},\"inspectors\":[\"网格员甲\"]}}",
                     (unsigned long long)high, client->number,
                     (unsigned long long)(draw (&client->random) >> 32), slot, client->number,
                     present(), (unsigned long long)(draw (&client->random) % PREMISES));
}

static void send_one (struct client *client, void *socket, int slot)
{
    char message[MESSAGE_BYTES];
    int size = write_finding (client, slot, message);
    client->sent_at[slot] = bench_seconds();
    zmq_send (socket, message, (size_t)size, 0);
    client->sent++;
    client->bytes += size;
}

static int slot_of (const char *answer)
{
    const char *id = strstr (answer, "\"id\":\"");
    return id ? atoi (id + 6 + 16 + 1 + 4 + 1 + 8 + 1) : -1;
}

static bool is_over (const struct client *client, double now)
{
    const struct load *load = client->load;
    return load->most > 0 ? client->sent >= load->most / load->clients
                          : now >= client->begun + load->seconds;
}

static void *push (void *self)
{
    struct client *client = self;
    char answer[MESSAGE_BYTES];
    void *socket = connect_to (client->bench, client->context, "intake", client->load->tcp);
    client->begun = bench_seconds();
    for (int slot = 0; slot < IN_FLIGHT; slot++)
        send_one (client, socket, slot);
    for (int64_t open = IN_FLIGHT; open > 0;) {
        int size = zmq_recv (socket, answer, sizeof answer - 1, 0);
        if (size < 0)
            bench_fail ("no answer");
        answer[size < (int)sizeof answer - 1 ? size : (int)sizeof answer - 1] = '\0';
        if (!strstr (answer, "\"accepted\""))
            bench_fail (answer);
        int slot = slot_of (answer);
        double now = bench_seconds();
        client->samples[client->answered++] = now - client->sent_at[slot];
        if (is_over (client, now) || client->answered + IN_FLIGHT >= SAMPLES_MAX)
            open--;
        else
            send_one (client, socket, slot);
    }
    zmq_close (socket);
    return NULL;
}

static int by_value (const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static struct measured sum_up (struct client *clients, int count, double seconds)
{
    struct measured measured = { .rate = 0 };
    for (int i = 0; i < count; i++)
        measured.accepted += clients[i].answered;
    double *all = malloc ((size_t)measured.accepted * sizeof *all), bytes = 0;
    int64_t place = 0;
    for (int i = 0; i < count; i++) {
        memcpy (all + place, clients[i].samples, (size_t)clients[i].answered * sizeof *all);
        place += clients[i].answered;
        bytes += (double)clients[i].bytes;
        free (clients[i].samples);
    }
    qsort (all, (size_t)place, sizeof *all, by_value);
    measured.rate = (double)place / seconds;
    measured.bytes = bytes / (double)place;
    measured.p50_ms = all[place / 2] * 1e3;
    measured.p99_ms = all[place * 99 / 100] * 1e3;
    free (all);
    return measured;
}

struct measured load_run (const struct bench *bench, const struct load *load)
{
    struct client clients[16];
    pthread_t threads[16];
    uint64_t seed;
    void *context = zmq_ctx_new();
    if (getrandom (&seed, sizeof seed, 0) < 0)
        bench_fail ("no random bytes");
    double begun = bench_seconds();
    for (int i = 0; i < load->clients; i++) {
        clients[i] = (struct client){ .bench = bench,
                                      .load = load,
                                      .context = context,
                                      .number = i,
                                      .random = seed + (uint64_t)i,
                                      .samples = malloc (SAMPLES_MAX * sizeof (double)) };
        pthread_create (&threads[i], NULL, push, &clients[i]);
    }
    for (int i = 0; i < load->clients; i++)
        pthread_join (threads[i], NULL);
    double seconds = bench_seconds() - begun;
    zmq_ctx_term (context);
    return sum_up (clients, load->clients, seconds);
}

/* ---- single questions ---- */

static void ask (const struct bench *bench, const char *service, const char *request, char *answer,
                 size_t room)
{
    void *context = zmq_ctx_new();
    void *socket = connect_to (bench, context, service, false);
    int patience = 60000;
    zmq_setsockopt (socket, ZMQ_RCVTIMEO, &patience, sizeof patience);
    zmq_send (socket, request, strlen (request), 0);
    int size = zmq_recv (socket, answer, room - 1, 0);
    if (size < 0)
        bench_fail ("a service does not answer");
    answer[size < (int)room - 1 ? size : (int)room - 1] = '\0';
    zmq_close (socket);
    zmq_ctx_term (context);
}

void load_prepare (const struct bench *bench)
{
    char request[512], answer[1024];
    for (int i = 0; i < PREMISES; i++) {
        snprintf (request, sizeof request,
                  "{\"specversion\":\"1.0\",\"id\":\"premises-%d\",\"source\":\"//"
                  "bench.example.org\",\"type\":\"premises.register\","
                  "\"data\":{\"premises\":\"P%d\",\"name\":\"仓库%d\",\"categories\":["
                  "\"warehouse\"],\"community\":\"c01\"}}",
                  i, i, i);
        ask (bench, "intake", request, answer, sizeof answer);
    }
}

double load_one (const struct bench *bench, char ref[64])
{
    char request[MESSAGE_BYTES], answer[1024];
    struct load load = { .random_ids = true };
    struct client client = { .load = &load };
    if (getrandom (&client.random, sizeof client.random, 0) < 0)
        bench_fail ("no random bytes");
    write_finding (&client, 0, request);
    ask (bench, "intake", request, answer, sizeof answer);
    double now = bench_seconds();
    const char *found = strstr (answer, "\"ref\":\"");
    if (!found || sscanf (found, "\"ref\":\"%63[^\"]", ref) != 1)
        bench_fail (answer);
    return now;
}

double load_until (const struct bench *bench, const char *service, const char *type,
                   const char *data, const char *words)
{
    static char answer[1 << 20];
    char request[512];
    snprintf (
        request, sizeof request,
        "{\"specversion\":\"1.0\",\"id\":\"q\",\"source\":\"//bench\",\"type\":\"%s\",\"data\":%s}",
        type, data);
    for (double begun = bench_seconds(); bench_seconds() < begun + 10;) {
        ask (bench, service, request, answer, sizeof answer);
        if (strstr (answer, words))
            return bench_seconds();
    }
    bench_fail (answer);
}

static bool lags (const char *status)
{
    for (const char *lag = status; (lag = strstr (lag, "\"lag\":")) != NULL; lag++)
        if (atoll (lag + strlen ("\"lag\":")) > 0)
            return true;
    return false;
}

double load_catch_up (const struct bench *bench, const char *service, double seconds)
{
    static char answer[65536];
    double begun = bench_seconds();
    do
        ask (bench, service,
             "{\"specversion\":\"1.0\",\"id\":\"q\",\"source\":\"//"
             "bench\",\"type\":\"service.status\"}",
             answer, sizeof answer);
    while (lags (answer) && bench_seconds() < begun + seconds);
    return bench_seconds() - begun;
}
