/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "post/send.h"
#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

enum {
    LINE_BYTES = 57,
    WORD_BYTES = 42
}; /* 76 characters of base64; an encoded word of at most 75 (RFC 2047, 2) */

static void put_base64 (const char *bytes, size_t size, struct text *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        unsigned group = (unsigned)(unsigned char)bytes[i] << 16;
        if (i + 1 < size)
            group |= (unsigned)(unsigned char)bytes[i + 1] << 8;
        if (i + 2 < size)
            group |= (unsigned char)bytes[i + 2];
        const char out[4] = { digits[group >> 18], digits[group >> 12 & 63],
                              i + 1 < size ? digits[group >> 6 & 63] : '=',
                              i + 2 < size ? digits[group & 63] : '=' };
        text_put (text, out, 4);
    }
}

/* How many of the first SIZE bytes are whole characters. */
static size_t whole_characters (const char *bytes, size_t size)
{
    while (size > 0 && ((unsigned char)bytes[size] & 0xc0) == 0x80)
        size--;
    return size;
}

static void put_subject (const char *subject, struct text *text)
{
    size_t left = strlen (subject);
    const char *before = "Subject: =?utf-8?B?";
    for (; left > 0; before = " =?utf-8?B?") {
        size_t size = left <= WORD_BYTES ? left : whole_characters (subject, WORD_BYTES);
        text_say (text, before);
        put_base64 (subject, size, text);
        text_say (text, "?=\r\n");
        subject += size;
        left -= size;
    }
}

static void put_date (instant at, struct text *text)
{
    static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    int year, month, dom;
    day d = day_of (at);
    day_split (d, &year, &month, &dom);
    int64_t second = (at - day_start (d)) / SECOND_MS;
    text_format (text, "Date: %s, %d %s %d %02d:%02d:%02d +0800\r\n", days[day_weekday (d) - 1],
                 dom, months[month - 1], year, (int)(second / 3600), (int)(second / 60 % 60),
                 (int)(second % 60));
}

/* The letter's key may hold what an address may not: a hash of it and its length are enough to be
   its own. */
static void put_id (const struct letter *letter, struct text *text)
{
    const char *key = letter->key ? letter->key : letter->id;
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (const char *c = key; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    text_format (text, "Message-ID: <%016llx.%zu@firewarden>\r\n", (unsigned long long)hash,
                 strlen (key));
    text_format (text, "X-Firewarden-Letter: %s\r\n", letter->id);
}

const char *mail_message (const struct channel *channel, const struct letter *letter,
                          struct arena *arena)
{
    struct text text = text_in (arena);
    put_date (letter->written, &text);
    text_format (&text, "From: <%s>\r\nTo: <%s>\r\n", channel->from, letter->address);
    put_subject (letter->subject, &text);
    put_id (letter, &text);
    text_say (
        &text,
        "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    size_t left = strlen (letter->text);
    for (const char *bytes = letter->text; left > 0;) {
        size_t size = left < LINE_BYTES ? left : LINE_BYTES;
        put_base64 (bytes, size, &text);
        text_say (&text, "\r\n");
        bytes += size;
        left -= size;
    }
    return text.bytes;
}

enum post_result mail_judge (long code, const char *said, bool transferred)
{
    bool knows_nobody = code == 550 || code == 551 || code == 553;
    if (transferred)
        return post_sent;
    return knows_nobody && strncmp (said, "RCPT failed", strlen ("RCPT failed")) == 0 ? post_refused
                                                                                      : post_failed;
}

struct reading_message {
    const char *bytes;
    size_t left;
};

static size_t give (char *buffer, size_t size, size_t count, void *self)
{
    struct reading_message *message = self;
    size_t given = size * count < message->left ? size * count : message->left;
    memcpy (buffer, message->bytes, given);
    message->bytes += given;
    message->left -= given;
    return given;
}

struct judged mail_send (const struct transfer *transfer)
{
    char error[CURL_ERROR_SIZE] = "";
    CURL *curl = transfer->curl;
    if (!text_is_mail_address (transfer->letter->address))
        return (struct judged){ post_refused, "this is no mail address" };
    const char *bytes = mail_message (transfer->channel, transfer->letter, transfer->arena);
    struct reading_message message = { bytes, strlen (bytes) };
    struct curl_slist *to =
        curl_slist_append (NULL, arena_format (transfer->arena, "<%s>", transfer->letter->address));
    transfer_prepare (transfer, error);
    curl_easy_setopt (curl, CURLOPT_URL, transfer->channel->url);
    curl_easy_setopt (curl, CURLOPT_MAIL_FROM,
                      arena_format (transfer->arena, "<%s>", transfer->channel->from));
    curl_easy_setopt (curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt (curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt (curl, CURLOPT_READDATA, &message);
    curl_easy_setopt (curl, CURLOPT_UPLOAD, 1L);
    CURLcode done = curl_easy_perform (curl);
    long code = 0;
    curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &code);
    curl_slist_free_all (to);
    const char *said = error[0] ? error : curl_easy_strerror (done);
    return (struct judged){ mail_judge (code, said, done == CURLE_OK),
                            done == CURLE_OK
                                ? "taken by the mail server"
                                : one_line (arena_format (transfer->arena, "%ld %s", code, said),
                                            SIZE_MAX, transfer->arena) };
}
