/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/random.h"
#include <assert.h>
#include <string.h>

struct random random_from (uint64_t seed)
{
    return (struct random){ .state = seed };
}

struct random random_split (struct random *random)
{
    return random_from (random_next (random));
}

uint64_t random_next (struct random *random)
{
    random->state += 0x9e3779b97f4a7c15;
    uint64_t mixed = random->state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
}

uint64_t random_below (struct random *random, uint64_t bound)
{
    assert (bound > 0);
    /* What lies below the remainder of 2^64 by BOUND would favour the small numbers. */
    const uint64_t remainder = (0 - bound) % bound;
    uint64_t drawn = random_next (random);
    while (drawn < remainder)
        drawn = random_next (random);
    return drawn % bound;
}

bool random_chance (struct random *random, unsigned percent)
{
    return random_below (random, 100) < percent;
}

void random_fill (struct random *random, void *bytes, size_t size)
{
    unsigned char *place = bytes;
    while (size > 0) {
        const uint64_t drawn = random_next (random);
        const size_t part = size < sizeof drawn ? size : sizeof drawn;
        memcpy (place, &drawn, part);
        place += part;
        size -= part;
    }
}
