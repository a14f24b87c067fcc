/* Chance that can be had again: all that is random in a simulated run comes from one seed, so that
   a run is replayed by its number. SplitMix64; not for secrets. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct random {
    uint64_t state;
};

struct random random_from (uint64_t seed);
/* A source of its own, so that what one part of the world draws does not move what another sees. */
struct random random_split (struct random *random);
uint64_t random_next (struct random *random);
/* 0 … BOUND - 1, each as likely as the others; BOUND is at least 1. */
uint64_t random_below (struct random *random, uint64_t bound);
/* True in PERCENT of 100 cases. */
bool random_chance (struct random *random, unsigned percent);
void random_fill (struct random *random, void *bytes, size_t size);
