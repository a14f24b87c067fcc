/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/envelope_fresh.h"
#include "base/id.h"
#include "base/stop.h"
#include "base/text.h"
#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

enum { SOURCE_BYTES = 128 };

const char *envelope_fresh (struct arena *arena, instant now, const char *program, const char *type,
                            const char *data)
{
    unsigned char random[10];
    char id[UUID_TEXT_SIZE], time[INSTANT_TEXT_SIZE], host[SOURCE_BYTES] = "localhost";
    if (getrandom (random, sizeof random, 0) != (ssize_t)sizeof random)
        stop (STOP_OS, "envelope.random", "no random bytes: %s", strerror (errno));
    gethostname (host, sizeof host - 1);
    struct text text = text_in (arena);
    text_format (&text, "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"//%s/%s\",\"type\":",
                 uuid_text (now, random, id), host, program);
    text_put_json (&text, type);
    text_format (&text, ",\"time\":\"%s\",\"data\":", instant_text (now, time));
    text_say (&text, data);
    text_say (&text, "}");
    return text.bytes;
}
