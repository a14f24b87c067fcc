/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "post/send.h"
#include <curl/curl.h>
#include <string.h>

enum { ANSWER_BYTES_MAX = 64 << 10 };
static const char plain_body[] =
    "{\"id\":\"{{id}}\",\"to\":\"{{to}}\",\"subject\":\"{{subject}}\",\"text\":\"{{text}}\"}";

/* WORDS as they stand inside a JSON string. */
static void put_inside (const char *words, struct text *text)
{
    struct text quoted = text_in (text->arena);
    text_put_json (&quoted, words);
    text_put (text, quoted.bytes + 1, quoted.length - 2);
}

const char *webhook_body (const struct channel *channel, const struct letter *letter,
                          struct arena *arena)
{
    const struct {
        const char *mark, *words;
    } marks[] = { { "{{id}}", letter->id },
                  { "{{to}}", letter->address },
                  { "{{subject}}", letter->subject },
                  { "{{text}}", letter->text } };
    struct text text = text_in (arena);
    text_say (&text, "");
    for (const char *rest = channel->body ? channel->body : plain_body; *rest;) {
        size_t i = 0, count = sizeof marks / sizeof *marks;
        while (i < count && strncmp (rest, marks[i].mark, strlen (marks[i].mark)) != 0)
            i++;
        if (i == count) {
            text_put (&text, rest++, 1);
            continue;
        }
        put_inside (marks[i].words, &text);
        rest += strlen (marks[i].mark);
    }
    return text.bytes;
}

/* Whether the member that the channel names is what it should be; numbers are compared as they are
 * written. */
static bool is_ok (const struct channel *channel, const char *answer, size_t size,
                   struct arena *arena)
{
    struct refusal refusal;
    const struct json_t *json = json_parse (answer, size, arena, &refusal);
    const struct json_t *member = json ? json_member (json, channel->ok_member) : NULL;
    if (!member)
        return false;
    const char *words = json_words (member);
    return text_same (words ? words : json_text (member, arena), channel->ok_value);
}

struct judged webhook_judge (const struct channel *channel, long code, const char *answer,
                             size_t size, struct arena *arena)
{
    const char *said = one_line (answer, size, arena);
    const char *detail = arena_format (arena, "HTTP %ld %s", code, said);
    if (code >= 200 && code < 300 && channel->ok_member && !is_ok (channel, answer, size, arena))
        return (struct judged){ post_failed, detail };
    if (code >= 200 && code < 300)
        return (struct judged){ post_sent, detail };
    bool later = code < 400 || code >= 500 || code == 408 || code == 429;
    return (struct judged){ later ? post_failed : post_refused, detail };
}

static size_t keep (char *bytes, size_t size, size_t count, void *self)
{
    struct text *answer = self;
    size_t room = answer->length < ANSWER_BYTES_MAX ? ANSWER_BYTES_MAX - answer->length : 0;
    text_put (answer, bytes, size * count < room ? size * count : room);
    return size * count;
}

struct judged webhook_send (const struct transfer *transfer)
{
    char error[CURL_ERROR_SIZE] = "";
    CURL *curl = transfer->curl;
    const struct letter *letter = transfer->letter;
    struct text answer = text_in (transfer->arena);
    text_say (&answer, "");
    /* An address that is a URL is where it goes; else the channel says where, and the address is
     * its {{to}}. */
    bool whole = strncmp (letter->address, "http://", 7) == 0 ||
                 strncmp (letter->address, "https://", 8) == 0;
    const char *url = whole ? letter->address : transfer->channel->url;
    if (!url)
        return (struct judged){ post_refused, "neither the address nor the channel is a URL" };
    const char *body = webhook_body (transfer->channel, letter, transfer->arena);
    struct curl_slist *headers =
        curl_slist_append (NULL, "Content-Type: application/json; charset=utf-8");
    headers = curl_slist_append (headers, arena_format (transfer->arena, "Idempotency-Key: %s",
                                                        letter->key ? letter->key : letter->id));
    transfer_prepare (transfer, error);
    curl_easy_setopt (curl, CURLOPT_URL, url);
    curl_easy_setopt (curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt (curl, CURLOPT_POSTFIELDSIZE, (long)strlen (body));
    curl_easy_setopt (curl, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt (curl, CURLOPT_WRITEDATA, &answer);
    CURLcode done = curl_easy_perform (curl);
    long code = 0;
    curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &code);
    curl_slist_free_all (headers);
    if (done != CURLE_OK)
        return (struct judged){ post_failed, one_line (error[0] ? error : curl_easy_strerror (done),
                                                       SIZE_MAX, transfer->arena) };
    return webhook_judge (transfer->channel, code, answer.bytes, answer.length, transfer->arena);
}
