/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/treatment.h"

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

static void check_limit (const struct treatment *treatment, instant time, const char *path,
                         struct decision *decision)
{
    bool due = treatment->due != INSTANT_ABSENT, days = treatment->working_days != NUMBER_ABSENT;
    if (!due && !days)
        refuse (decision, path, "due",
                "is missing; a deferred treatment has a time limit: give due or working_days");
    if (due && days)
        refuse (decision, path, "working_days", "is given beside due; give one of them");
    if (due && treatment->due <= time)
        refuse (decision, path, "due",
                "is not after the finding; give a time limit that lies ahead of it");
}

/* 方案 S15: 防范措施 + 专人盯守 + 限期整改 + 跟踪落实 — all four, or it is no treatment. */
static void check_deferred (const struct treatment *treatment, const struct office *office,
                            instant time, const char *path, struct decision *decision)
{
    if (!treatment->measures)
        refuse (decision, path, "measures",
                "is missing; a deferred treatment says what guards against the danger "
                "meanwhile");
    if (!treatment->watcher)
        refuse (decision, path, "watcher",
                "is missing; a deferred treatment names the person who watches the hazard");
    if (!treatment->tracker)
        refuse (decision, path, "tracker",
                "is missing; a deferred treatment names who sees it through: a role, a "
                "department or a community");
    check_limit (treatment, time, path, decision);
    if (treatment->tracker && !office_knows_actor (office, treatment->tracker))
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

void treatment_check (const struct treatment *treatment, const struct office *office, instant time,
                      const char *path, struct decision *decision)
{
    switch (treatment->kind) {
    case treatment_immediate:
        check_immediate (treatment, path, decision);
        return;
    case treatment_deferred:
        check_deferred (treatment, office, time, path, decision);
        return;
    case treatment_suspension:
        check_suspension (treatment, path, decision);
        return;
    case treatment_kind_absent:
        return; /* the record requires it */
    }
}
