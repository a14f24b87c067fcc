/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journal/chain.h"
#include "base/stop.h"
#include <assert.h>
#include <sodium.h>
#include <string.h>

static_assert (CHAIN_BYTES == crypto_generichash_BYTES, "a chain is one hash");

/* A length in front of each column: no two facts are the same bytes. */
static void add_bytes (crypto_generichash_state *state, const void *bytes, uint64_t size)
{
    crypto_generichash_update (state, (const unsigned char *)&size, sizeof size);
    crypto_generichash_update (state, bytes, size);
}

static void add_text (crypto_generichash_state *state, const char *text)
{
    add_bytes (state, text ? text : "", text ? strlen (text) + 1 : 0);
}

void chain_begin (const char *epoch, unsigned char out[CHAIN_BYTES])
{
    if (sodium_init() < 0) /* chooses the fastest way this processor has */
        stop (STOP_OS, "chain.sodium", "the hash library does not start");
    crypto_generichash (out, CHAIN_BYTES, (const unsigned char *)epoch, strlen (epoch), NULL, 0);
}

void chain_link (struct fact *fact, const unsigned char before[CHAIN_BYTES])
{
    crypto_generichash_state state;
    const int64_t numbers[] = { fact->seq, fact->time, fact->recorded };
    crypto_generichash_init (&state, NULL, 0, CHAIN_BYTES);
    crypto_generichash_update (&state, before, CHAIN_BYTES);
    crypto_generichash_update (&state, (const unsigned char *)numbers, sizeof numbers);
    add_text (&state, fact->type);
    add_text (&state, fact->subject);
    add_text (&state, fact->actor);
    add_text (&state, fact->cause);
    add_text (&state, fact->data);
    crypto_generichash_final (&state, fact->chain, CHAIN_BYTES);
}
