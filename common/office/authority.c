/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/authority.h"
#include <string.h>

const char *instrument_name (enum instrument instrument)
{
    switch (instrument) {
    case instrument_suspension:
        return "责令停产停业整改";
    case instrument_sealing:
        return "临时查封";
    case instrument_temporary_suspension:
        return "责令暂时停产停业";
    case instrument_absent:
        break;
    }
    return "决定";
}

/* None: any. */
static bool is_among (const char *const *texts, size_t count, const char *wanted)
{
    return count == 0 || texts_have (texts, count, wanted);
}

/* 消防法 70: what weighs heavily on economy and society is the government's to decide, and no power
   of ours reaches so far. */
static bool effect_matches (const struct authority_row *row, bool large)
{
    return large ? row->large_effect || row->power == power_refer : !row->large_effect;
}

static bool row_matches (const struct authority_row *row, const struct authority_question *question)
{
    return row->instrument == question->instrument &&
           is_among (row->issues, row->issues_count, question->issue) &&
           is_among (row->communities, row->communities_count, question->community) &&
           effect_matches (row, question->large_effect) && row->from <= question->on &&
           (row->to == NUMBER_ABSENT || question->on <= row->to);
}

struct authority_answer authority_ask (const struct office *office,
                                       const struct authority_question *question)
{
    const struct authority *authority = office->authority;
    for (size_t i = 0; i < authority->rows_count; i++) {
        const struct authority_row *row = &authority->rows[i];
        if (!row_matches (row, question))
            continue;
        bool named = row->power == power_refer || row->power == power_commissioned;
        return (struct authority_answer){ .power = row->power,
                                          .party = named ? row->party : NULL,
                                          .basis = row->basis,
                                          .edition = row->from };
    }
    return (struct authority_answer){ .power = power_refer,
                                      .party = authority->otherwise,
                                      .edition = DAY_ABSENT };
}

const struct safeguard *authority_safeguard (const struct office *office,
                                             enum instrument instrument, day on)
{
    const struct authority *authority = office->authority;
    for (size_t i = 0; i < authority->safeguards_count; i++)
        if (authority->safeguards[i].instrument == instrument &&
            authority->safeguards[i].effective <= on)
            return &authority->safeguards[i];
    return NULL;
}

const struct referral_clock *authority_clock (const struct office *office, const char *party,
                                              enum instrument instrument, bool on_the_spot)
{
    const struct authority *authority = office->authority;
    for (size_t i = 0; i < authority->clocks_count; i++) {
        const struct referral_clock *clock = &authority->clocks[i];
        if ((!clock->party || strcmp (clock->party, party) == 0) &&
            (!clock->on_the_spot || on_the_spot) &&
            (clock->instrument == instrument_absent || clock->instrument == instrument))
            return clock;
    }
    return &authority->clocks[authority->clocks_count - 1]; /* it has no condition */
}

bool authority_is_night (const struct office *office, instant moment)
{
    const struct night *night = office->authority->night;
    int64_t hour = (moment - day_start (day_of (moment))) / HOUR_MS;
    return night->from > night->to ? hour >= night->from || hour < night->to
                                   : hour >= night->from && hour < night->to;
}
