/* Which power this office has to order something, and what must be kept to when it does: lookups in
   authority.yaml. An order without a power is never issued (行政处罚法 38: it would be void); it is
   referred. Pure. Not here: the states of an order (services/escalation/order.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "office/office.h"

/* 责令停产停业整改, 临时查封, 责令暂时停产停业: three stops that are never merged (domain.md 4). */
const char *instrument_name (enum instrument instrument);

struct authority_question {
    enum instrument instrument;
    const char *issue;     /* hazard category */
    const char *community; /* where */
    day on;
    bool large_effect; /* on the economy and on society, as people judged it */
};
struct authority_answer {
    enum power power;  /* power_refer: not ours */
    const char *party; /* refer: to whom; commissioned: in whose name; else NULL */
    const char *basis; /* of the row; NULL: no row gives or refuses it */
    day edition;       /* the day from which that row governs; DAY_ABSENT: no row does */
};
/* Never without an answer: what no row speaks of is referred to `otherwise`. */
struct authority_answer authority_ask (const struct office *office,
                                       const struct authority_question *question);
/* What INSTRUMENT asks of those who use it on the day ON; NULL: nothing was in effect. */
const struct safeguard *authority_safeguard (const struct office *office,
                                             enum instrument instrument, day on);
/* The clock by which PARTY's answer about INSTRUMENT (instrument_absent: none) is waited for. */
const struct referral_clock *authority_clock (const struct office *office, const char *party,
                                              enum instrument instrument, bool on_the_spot);
/* Whether it is night at MOMENT, by the clock of Asia/Shanghai. */
bool authority_is_night (const struct office *office, instant moment);
