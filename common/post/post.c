/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "post/post.h"
#include "base/log.h"
#include "base/stop.h"
#include "post/send.h"
#include <curl/curl.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MESSAGE_BYTES_MAX = 512 << 10, DETAIL_BYTES_MAX = 480, MINUTE_SECONDS = 60 };

/* Of one channel. What is under the line is the service's side. */
struct worker {
    const struct post *post;
    const struct channel *channel; /* NULL: letters of channels that are not configured */
    int theirs;
    double free_at; /* when the channel may be used again */
    bool failed;    /* the last transfer did */
    /* ---- */
    int ours;
    size_t in_hand;
    pthread_t thread;
    char *waiting[POST_IN_HAND_MAX]; /* what the pipe has no room for yet */
    size_t waiting_sizes[POST_IN_HAND_MAX], waiting_count;
};
struct post {
    struct worker *workers; /* the last one has no channel */
    size_t count;
    int readable; /* an epoll of all our ends */
    _Atomic int stop;
    char *buffer;
};

/* ---- what both ways out share ---- */

const char *one_line (const char *words, size_t size, struct arena *arena)
{
    size_t length = strnlen (words, size < DETAIL_BYTES_MAX ? size : DETAIL_BYTES_MAX);
    while (length > 0 && length == DETAIL_BYTES_MAX && ((unsigned char)words[length - 1] & 0x80))
        length--;
    char *line = arena_copy (arena, words, length);
    bool utf8 = text_is_utf8 (line, length);
    for (char *c = line; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f || (!utf8 && (unsigned char)*c >= 0x80))
            *c = ' ';
    return text_is_plain (line) ? line : "";
}

static int look_for_end (void *self, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void)a, (void)b, (void)c, (void)d;
    return *(const _Atomic int *)self;
}

static const char *password (const char *path, struct arena *arena)
{
    char line[512] = "";
    FILE *file = fopen (path, "re");
    if (!file || !fgets (line, sizeof line, file))
        log_line (LOG_ERROR, "post.password", "%s cannot be read: %s", path, strerror (errno));
    if (file)
        fclose (file);
    line[strcspn (line, "\r\n")] = '\0';
    return arena_text (arena, line);
}

void transfer_prepare (const struct transfer *transfer, char *error)
{
    CURL *curl = transfer->curl;
    const struct channel *channel = transfer->channel;
    curl_easy_reset (curl);
    curl_easy_setopt (curl, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps,http,https");
    curl_easy_setopt (curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt (curl, CURLOPT_TIMEOUT,
                      channel->timeout_seconds == NUMBER_ABSENT ? (long)POST_TIMEOUT_SECONDS
                                                                : (long)channel->timeout_seconds);
    curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt (curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt (curl, CURLOPT_XFERINFOFUNCTION, look_for_end);
    curl_easy_setopt (curl, CURLOPT_XFERINFODATA, (void *)(uintptr_t)transfer->stop);
    /* A password never leaves in the clear; without one, the server's own offer is taken. */
    curl_easy_setopt (curl, CURLOPT_USE_SSL,
                      (long)(channel->user ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    curl_easy_setopt (curl, CURLOPT_FRESH_CONNECT, (long)transfer->afresh);
    if (channel->ca_file)
        curl_easy_setopt (curl, CURLOPT_CAINFO, channel->ca_file);
    if (channel->user) {
        curl_easy_setopt (curl, CURLOPT_USERNAME, channel->user);
        if (channel->password_file)
            curl_easy_setopt (curl, CURLOPT_PASSWORD,
                              password (channel->password_file, transfer->arena));
    }
}

/* ---- a worker ---- */

static double seconds_now (void)
{
    struct timespec now;
    clock_gettime (CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Waits until the channel's limit allows one more; gives up when the worker is to end. */
static void keep_the_limit (struct worker *worker)
{
    int64_t limit = worker->channel->per_minute;
    if (limit == NUMBER_ABSENT)
        return;
    while (!worker->post->stop && seconds_now() < worker->free_at)
        poll (NULL, 0, 50);
    worker->free_at = seconds_now() + MINUTE_SECONDS / (double)limit;
}

static struct judged send_by (struct worker *worker, void *curl, const struct letter *letter,
                              struct arena *arena)
{
    if (!worker->channel)
        return (struct judged){ post_failed, "no such channel is configured" };
    const struct transfer transfer = { .curl = curl,
                                       .channel = worker->channel,
                                       .letter = letter,
                                       .arena = arena,
                                       .stop = &worker->post->stop,
                                       .afresh = worker->failed };
    keep_the_limit (worker);
    switch (worker->channel->kind) {
    case channel_mail:
        return mail_send (&transfer);
    case channel_webhook:
        return webhook_send (&transfer);
    case channel_journal:
    case channel_kind_absent:
        break;
    }
    return (struct judged){ post_sent, "stands in the journal" };
}

static void answer (const struct worker *worker, const char *id, const struct judged *judged,
                    struct arena *arena)
{
    struct text text = text_in (arena);
    record_to_json (
        post_outcome_record(),
        &(struct post_outcome){ .id = id, .result = judged->result, .detail = judged->detail },
        &text);
    send (worker->theirs, text.bytes, text.length, MSG_NOSIGNAL);
}

/* libcurl says QUIT when it is cleaned up and waits two minutes for the answer of a server that
 * hangs. */
static void hang_up (CURL *curl)
{
    curl_socket_t last = CURL_SOCKET_BAD;
    if (curl_easy_getinfo (curl, CURLINFO_ACTIVESOCKET, &last) == CURLE_OK &&
        last != CURL_SOCKET_BAD)
        shutdown (last, SHUT_RDWR);
}

static void *work (void *self)
{
    struct worker *worker = self;
    struct arena *arena = arena_new();
    char *buffer = malloc (MESSAGE_BYTES_MAX);
    CURL *curl = curl_easy_init();
    if (!buffer || !curl)
        stop (STOP_OS, "post.memory", "no memory for the post");
    for (;;) {
        ssize_t size = recv (worker->theirs, buffer, MESSAGE_BYTES_MAX, 0);
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0 || worker->post->stop)
            break;
        struct refusals refusals = refusals_in (arena);
        const struct letter *letter =
            record_from_text (letter_record(), buffer, (size_t)size, arena, &refusals);
        if (letter) {
            struct judged judged = send_by (worker, curl, letter, arena);
            worker->failed = judged.result != post_sent;
            if (!worker->post->stop)
                answer (worker, letter->id, &judged, arena);
        }
        arena_reset (arena);
    }
    hang_up (curl);
    curl_easy_cleanup (curl);
    free (buffer);
    arena_destroy (&arena);
    return NULL;
}

/* ---- the service's side ---- */

static void start (struct post *post, struct worker *worker, const struct channel *channel)
{
    int ends[2], room = 2 * MESSAGE_BYTES_MAX;
    if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        stop (STOP_OS, "post.new", "no worker for the post: %s", strerror (errno));
    *worker =
        (struct worker){ .post = post, .channel = channel, .ours = ends[0], .theirs = ends[1] };
    setsockopt (worker->ours, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    if (epoll_ctl (post->readable, EPOLL_CTL_ADD, worker->ours,
                   &(struct epoll_event){ .events = EPOLLIN }) != 0)
        stop (STOP_OS, "post.new", "no worker for the post: %s", strerror (errno));
    sigset_t all, before;
    sigfillset (&all);
    pthread_sigmask (SIG_SETMASK, &all, &before); /* signals are the loop's */
    int code = pthread_create (&worker->thread, NULL, work, worker);
    pthread_sigmask (SIG_SETMASK, &before, NULL);
    if (code != 0)
        stop (STOP_OS, "post.thread", "no thread for the post: %s", strerror (code));
}

struct post *post_new (const struct channel *channels, size_t count)
{
    struct post *post = calloc (1, sizeof *post);
    if (!post || !(post->buffer = malloc (MESSAGE_BYTES_MAX)) ||
        !(post->workers = calloc (count + 1, sizeof *post->workers)))
        stop (STOP_OS, "post.memory", "no memory for the post");
    post->readable = epoll_create1 (EPOLL_CLOEXEC);
    curl_global_init (CURL_GLOBAL_DEFAULT);
    for (size_t i = 0; i <= count; i++)
        start (post, &post->workers[post->count++], i < count ? &channels[i] : NULL);
    return post;
}

static void end (struct worker *worker)
{
    pthread_join (worker->thread, NULL);
    close (worker->ours);
    close (worker->theirs);
    for (size_t i = 0; i < worker->waiting_count; i++)
        free (worker->waiting[i]);
}

void post_destroy (struct post **reference)
{
    struct post *post = *reference;
    if (!post)
        return;
    post->stop = 1;
    for (size_t i = 0; i < post->count; i++)
        shutdown (post->workers[i].ours, SHUT_RDWR);
    for (size_t i = 0; i < post->count; i++)
        end (&post->workers[i]);
    close (post->readable);
    free (post->workers);
    free (post->buffer);
    free (post);
    curl_global_cleanup();
    *reference = NULL;
}

int post_fd (const struct post *post)
{
    return post->readable;
}

static void push (struct worker *worker)
{
    size_t sent = 0;
    while (sent < worker->waiting_count &&
           send (worker->ours, worker->waiting[sent], worker->waiting_sizes[sent],
                 MSG_DONTWAIT | MSG_NOSIGNAL) >= 0)
        free (worker->waiting[sent++]);
    worker->waiting_count -= sent;
    memmove (worker->waiting, worker->waiting + sent,
             worker->waiting_count * sizeof *worker->waiting);
    memmove (worker->waiting_sizes, worker->waiting_sizes + sent,
             worker->waiting_count * sizeof *worker->waiting_sizes);
}

static struct worker *worker_of (struct post *post, const char *channel)
{
    for (size_t i = 0; i + 1 < post->count; i++)
        if (strcmp (post->workers[i].channel->name, channel) == 0)
            return &post->workers[i];
    return &post->workers[post->count - 1];
}

bool post_send (struct post *post, const struct letter *letter)
{
    struct worker *worker = worker_of (post, letter->channel);
    if (worker->in_hand >= POST_IN_HAND_MAX)
        return false;
    struct arena *arena = arena_new();
    struct text text = text_in (arena);
    record_to_json (letter_record(), letter, &text);
    char *copy = malloc (text.length);
    if (!copy)
        stop (STOP_OS, "post.memory", "no memory for a letter");
    memcpy (copy, text.bytes, text.length);
    worker->waiting[worker->waiting_count] = copy;
    worker->waiting_sizes[worker->waiting_count++] = text.length;
    worker->in_hand++;
    push (worker);
    arena_destroy (&arena);
    return true;
}

static bool take (struct post *post, struct worker *worker, struct arena *arena,
                  struct post_outcome *outcome)
{
    push (worker);
    ssize_t size = recv (worker->ours, post->buffer, MESSAGE_BYTES_MAX, MSG_DONTWAIT);
    if (size <= 0)
        return false;
    struct refusals refusals = refusals_in (arena);
    const struct post_outcome *read =
        record_from_text (post_outcome_record(), arena_copy (arena, post->buffer, (size_t)size),
                          (size_t)size, arena, &refusals);
    if (!read)
        stop (STOP_BUG, "post.outcome", "the post's own words: %s", refusals.list[0].sentence);
    if (worker->in_hand > 0)
        worker->in_hand--;
    *outcome = *read;
    return true;
}

bool post_take (struct post *post, struct arena *arena, struct post_outcome *outcome)
{
    for (size_t i = 0; i < post->count; i++)
        if (take (post, &post->workers[i], arena, outcome))
            return true;
    return false;
}

/* ---- checking ---- */

static bool begins (const char *text, const char *beginning)
{
    return text && strncmp (text, beginning, strlen (beginning)) == 0;
}

static void complain (struct refusals *refusals, size_t index, const char *field,
                      const char *sentence)
{
    refusals_add (refusals, REFUSAL_INVALID,
                  arena_format (refusals->arena, "/%zu/%s", index, field), "%s: %s", field,
                  sentence);
}

void channel_check (const struct channel *channels, size_t index, struct refusals *refusals)
{
    const struct channel *channel = &channels[index];
    bool mail = channel->kind == channel_mail;
    if (mail && !begins (channel->url, "smtp://") && !begins (channel->url, "smtps://"))
        complain (refusals, index, "url",
                  "a mail channel needs a server, like smtp://127.0.0.1:8025");
    if (mail && (!channel->from || !text_is_mail_address (channel->from)))
        complain (refusals, index, "from", "a mail channel needs a sender's address");
    if (channel->kind == channel_webhook && channel->url && !begins (channel->url, "http://") &&
        !begins (channel->url, "https://"))
        complain (refusals, index, "url", "a webhook's URL begins with http:// or https://");
    if (!channel->ok_member != !channel->ok_value)
        complain (refusals, index, "ok_member", "ok_member and ok_value belong together");
    for (size_t i = 0; i < index; i++)
        if (strcmp (channels[i].name, channel->name) == 0)
            complain (refusals, index, "name", "another channel has this name");
}
