/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/treatment.h"
#include "calendar/clock.h"
#include <inttypes.h>

static void refuse (struct decision *decision, const char *path, const char *field,
                    const char *sentence)
{
    decision_refuse (decision, REFUSAL_INVALID,
                     arena_format (decision->arena, "%s/%s", path, field), "%s", sentence);
}

/* 方案 S14: 边检查边整改 — fixed in the same visit, and proved. */
static void check_immediate (const struct treatment *treatment, const char *path,
                             struct decision *decision)
{
    if (!treatment->proof)
        refuse (decision, path, "proof", "is missing; what was fixed at once is proved at once");
}

bool treatment_is_within_table (instant due, const struct treated *treated, const char *path,
                                struct decision *decision)
{
    const struct hazard_category *category =
        office_hazard_category (treated->office, treated->category);
    const struct clock_policy *clock = office_clock (treated->office, CLOCK_RECTIFICATION);
    if (!category || !clock)
        return true;
    const struct clock_rule_row *row =
        office_clock_rule (clock, &(struct clock_case){ .category = treated->category,
                                                        .severity = treated->severity,
                                                        .urgent = category->urgent,
                                                        .on = day_of (treated->time) });
    if (row->deferred_days_max == NUMBER_ABSENT)
        return true;
    instant longest = day_start (day_of (treated->time) + row->deferred_days_max + 1);
    if (due > longest)
        decision_refuse (decision, REFUSAL_INVALID, path,
                         "is too far: for %s, %s, the policy gives %" PRId64
                         " days at most, until %s; when that turns out too short, extension.ask",
                         category->id, choice_word (severity_choices(), (int)treated->severity),
                         row->deferred_days_max, clock_moment (longest, decision->arena));
    return due <= longest;
}

/* When so many working days are over that the treatment gives, or when it says. */
static instant due_of (const struct treatment *treatment, const struct treated *treated,
                       struct arena *arena)
{
    const struct clock_rule rule = { .kind = clock_working_days,
                                     .length = treatment->working_days };
    if (treatment->due != INSTANT_ABSENT)
        return treatment->due;
    return clock_run (treated->office->calendar, &rule, treated->time, treated->known, arena).due;
}

static void check_limit (const struct treatment *treatment, const struct treated *treated,
                         const char *path, struct decision *decision)
{
    instant time = treated->time;
    bool due = treatment->due != INSTANT_ABSENT, days = treatment->working_days != NUMBER_ABSENT;
    if (due && days)
        refuse (decision, path, "working_days", "is given beside due; give one of them");
    if (due && treatment->due <= time)
        refuse (decision, path, "due",
                "is not after the finding; give a time limit that lies ahead of it");
    if (due || days)
        treatment_is_within_table (
            due_of (treatment, treated, decision->arena), treated,
            arena_format (decision->arena, "%s/%s", path, due ? "due" : "working_days"), decision);
}

/* The first that is missing by its path, and all of them in the sentence. */
static void refuse_what_is_missing (const struct treatment *treatment, const char *path,
                                    struct decision *decision)
{
    const struct needed {
        const char *field, *what;
        bool given;
    } needed[] = {
        { "measures", "what guards against the danger meanwhile", treatment->measures },
        { "watcher", "the person who watches the hazard", treatment->watcher },
        { "tracker", "who sees it through: a role, a department or a community",
          treatment->tracker },
        { "due", "a time limit, by due or working_days",
          treatment->due != INSTANT_ABSENT || treatment->working_days != NUMBER_ABSENT },
    };
    const struct needed *first = NULL;
    struct text others = text_in (decision->arena);
    text_say (&others, "");
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (needed[i].given)
            continue;
        else if (!first)
            first = &needed[i];
        else
            text_format (&others, "; %s is missing too (%s)", needed[i].field, needed[i].what);
    if (first)
        refuse (decision, path, first->field,
                arena_format (decision->arena, "is missing; a deferred treatment names %s%s",
                              first->what, others.bytes));
}

/* 方案 S15: 防范措施 + 专人盯守 + 限期整改 + 跟踪落实 — all four, or it is no treatment. */
static void check_deferred (const struct treatment *treatment, const struct treated *treated,
                            const char *path, struct decision *decision)
{
    refuse_what_is_missing (treatment, path, decision);
    check_limit (treatment, treated, path, decision);
    if (treatment->tracker && !office_knows_actor (treated->office, treatment->tracker))
        refuse (decision, path, "tracker",
                "is no role, department or community of config/organisation.yaml");
}

/* 方案 S16: 责令停产停业整改. */
static void check_suspension (const struct treatment *treatment, const char *path,
                              struct decision *decision)
{
    if (!treatment->grounds)
        refuse (decision, path, "grounds", "is missing; a suspension says what makes it necessary");
}

void treatment_check (const struct treatment *treatment, const struct treated *treated,
                      const char *path, struct decision *decision)
{
    switch (treatment->kind) {
    case treatment_immediate:
        check_immediate (treatment, path, decision);
        return;
    case treatment_deferred:
        check_deferred (treatment, treated, path, decision);
        return;
    case treatment_suspension:
        check_suspension (treatment, path, decision);
        return;
    case treatment_kind_absent:
        return; /* the record requires it */
    }
}
