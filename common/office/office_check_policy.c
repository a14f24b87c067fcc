/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/office_check.h"
#include "words/words.h"
#include <inttypes.h>
#include <string.h>

static void complain (const struct office_check *check, const char *pointer, const char *sentence)
{
    office_complain (check, check->marks->policy, pointer, "%s", sentence);
}

static bool word_names_somebody (const struct office *office, const char *word)
{
    static const char *const relations[] = { "tracker", "watcher", "community", "department" };
    return texts_have (relations, sizeof relations / sizeof *relations, word) ||
           office_knows_actor (office, word) || office_party (office, word);
}

static void check_to (const struct office_check *check, const char *const *words, size_t count,
                      const char *pointer)
{
    for (size_t i = 0; i < count; i++)
        if (office_says_no_party (check, words[i]) &&
            !word_names_somebody (check->office, words[i]))
            office_complain (check, check->marks->policy,
                             office_pointer (check, "%s/%zu", pointer, i),
                             "\"%s\" is no relation (tracker, watcher, community, department), no "
                             "role that somebody holds, no party of organisation.yaml",
                             words[i]);
}

/* ---- rules ---- */

enum { CALENDAR_DAYS_MIN = 10 }; /* that a law sets: only more than these are calendar days */

static bool rule_is_unconditional (const struct clock_rule_row *rule)
{
    return rule->severity == severity_absent && rule->categories_count == 0 && !rule->urgent &&
           !rule->experts;
}

/* The row above RULE that leaves nothing to it; a row that takes effect later than RULE does. */
static bool rule_is_shadowed (const struct clock_policy *clock, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (rule_is_unconditional (&clock->rules[i]) &&
            clock->rules[i].effective <= clock->rules[index].effective)
            return true;
    return false;
}

static void check_rule (const struct office_check *check, const struct clock_policy *clock,
                        size_t index, const char *pointer)
{
    const struct clock_rule_row *rule = &clock->rules[index];
    const struct office *office = check->office;
    int lengths = (rule->hours != NUMBER_ABSENT) + (rule->working_days != NUMBER_ABSENT) +
                  (rule->calendar_days != NUMBER_ABSENT);
    if (lengths != 1)
        complain (check, pointer, "rules: give exactly one of hours, working_days, calendar_days");
    if (rule->longest && rule->calendar_days == NUMBER_ABSENT)
        complain (check, pointer, "rules: longest is said of calendar_days alone");
    if (clock->statutory && rule->calendar_days != NUMBER_ABSENT &&
        rule->calendar_days <= CALENDAR_DAYS_MIN)
        complain (check, pointer,
                  "rules: ten days or less of the law are working days (行政强制法 69); give "
                  "working_days");
    if (rule_is_shadowed (clock, index))
        complain (check, pointer, "rules: never governs; a rule above it takes every case");
    for (size_t i = 0; i < rule->categories_count; i++)
        if (office_says_no_category (check, rule->categories[i]) &&
            !office_hazard_category (office, rule->categories[i]))
            office_complain (check, check->marks->policy,
                             office_pointer (check, "%s/categories/%zu", pointer, i),
                             "categories: \"%s\" is not a hazard category of categories.yaml",
                             rule->categories[i]);
}

static void check_rules (const struct office_check *check, const struct clock_policy *clock,
                         const char *pointer)
{
    for (size_t i = 0; i < clock->rules_count; i++)
        check_rule (check, clock, i, office_pointer (check, "%s/rules/%zu", pointer, i));
    if (yaml_lacks (check->marks->policy, office_pointer (check, "%s/rules", pointer)))
        return; /* which is the last cannot be said */
    const struct clock_rule_row *last = &clock->rules[clock->rules_count - 1];
    const char *at = office_pointer (check, "%s/rules/%zu", pointer, clock->rules_count - 1);
    if (!rule_is_unconditional (last))
        complain (
            check, at,
            "rules: the last must have no severity, categories, urgent or experts, so that every "
            "category has a length");
    const struct campaign *campaign = check->office->campaign;
    if (campaign && campaign->from != DAY_ABSENT && last->effective > campaign->from)
        complain (check, office_pointer (check, "%s/effective", at),
                  "effective: lies after the campaign's begin, and no rule governs what is left");
}

/* ---- reminders ---- */

static void check_step (const struct office_check *check, const struct reminder_step *step,
                        const char *pointer)
{
    int lengths = (step->hours != NUMBER_ABSENT) + (step->working_days != NUMBER_ABSENT);
    if (step->when == step_at && lengths != 0)
        complain (check, pointer,
                  "steps: \"at\" is the due moment; leave hours and working_days out");
    if (step->when != step_at && lengths != 1)
        complain (check, pointer, "steps: give exactly one of hours, working_days");
    check_to (check, step->to, step->to_count, office_pointer (check, "%s/to", pointer));
}

static void check_repeats (const struct office_check *check, const struct clock_policy *clock,
                           const char *pointer)
{
    for (size_t i = 1; i < clock->repeats_count; i++)
        if (clock->repeats[i].hours <= clock->repeats[i - 1].hours)
            office_complain (check, check->marks->policy,
                             office_pointer (check, "%s/repeats/%zu/hours", pointer, i),
                             "hours: the gaps must grow; this one is %" PRId64
                             ", before it %" PRId64,
                             clock->repeats[i].hours, clock->repeats[i - 1].hours);
    check_to (check, clock->repeats_to, clock->repeats_to_count,
              office_pointer (check, "%s/repeats_to", pointer));
}

/* ---- clocks ---- */

static void check_clock (const struct office_check *check, const struct clock_policy *clock,
                         const char *pointer)
{
    check_rules (check, clock, pointer);
    if (clock->may_stand && (!clock->statutory || clock->danger))
        complain (check, office_pointer (check, "%s/may_stand", pointer),
                  "may_stand: is said of a statutory clock that is no danger; any other stands "
                  "still by deadline.pause, and a danger never");
    struct ids steps = ids_in (check, clock->steps_count);
    for (size_t i = 0; i < clock->steps_count; i++) {
        const char *step = office_pointer (check, "%s/steps/%zu", pointer, i);
        ids_take (check, &steps, clock->steps[i].id, check->marks->policy,
                  office_pointer (check, "%s/id", step));
        check_step (check, &clock->steps[i], step);
    }
    check_repeats (check, clock, pointer);
}

static void check_clocks (const struct office_check *check)
{
    static const char *const needed[] = { CLOCK_TIPOFF_VERIFICATION,
                                          CLOCK_TIPOFF_ANSWER,
                                          CLOCK_RECTIFICATION,
                                          CLOCK_REINSPECTION,
                                          CLOCK_NOTICE,
                                          CLOCK_GOVERNMENT_REPORT,
                                          CLOCK_WATCH,
                                          CLOCK_REFERRAL_SENDING,
                                          CLOCK_REFERRAL,
                                          CLOCK_REFERRAL_RESULT,
                                          CLOCK_SUPERVISION,
                                          CLOCK_DELISTING,
                                          CLOCK_PUBLICATION,
                                          CLOCK_ORDER_END,
                                          CLOCK_SEALING_DECISION,
                                          CLOCK_RESUMPTION_CHECK,
                                          CLOCK_RESUMPTION_DECISION,
                                          CLOCK_JOINT,
                                          CLOCK_ACTION,
                                          CLOCK_VISIT,
                                          CLOCK_DELIVERABLE,
                                          CLOCK_WINDOW,
                                          CLOCK_MEETING };
    const struct policy *policy = check->office->policy;
    struct ids clocks = ids_in (check, policy->clocks_count);
    for (size_t i = 0; i < policy->clocks_count; i++) {
        const char *pointer = office_pointer (check, "/clocks/%zu", i);
        ids_take (check, &clocks, policy->clocks[i].id, check->marks->policy,
                  office_pointer (check, "%s/id", pointer));
        check_clock (check, &policy->clocks[i], pointer);
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (office_says_no_policy (check, needed[i]) && !office_clock (check->office, needed[i]))
            office_complain (check, check->marks->policy, "/clocks",
                             "clocks: \"%s\" is missing; the services arm it", needed[i]);
}

/* ---- the ladder ---- */

static void check_ladder_times (const struct office_check *check, size_t index, const char *pointer)
{
    const struct ladder_step *step = &check->office->policy->ladder[index];
    if (office_ladder_hours (step, true) > step->after_hours)
        complain (check, office_pointer (check, "%s/danger_after_hours", pointer),
                  "danger_after_hours: danger cannot wait longer than after_hours");
    if (index == 0)
        return;
    const struct ladder_step *below = step - 1;
    if (step->after_hours <= below->after_hours ||
        office_ladder_hours (step, true) <= office_ladder_hours (below, true))
        complain (check, office_pointer (check, "%s/after_hours", pointer),
                  "after_hours: each rung must come later than the one before, in danger too");
}

static void check_ladder_step (const struct office_check *check, size_t index, const char *pointer)
{
    const struct ladder_step *step = &check->office->policy->ladder[index];
    if (office_says_no_party (check, step->role) &&
        !word_names_somebody (check->office, step->role))
        office_complain (check, check->marks->policy, office_pointer (check, "%s/role", pointer),
                         "role: nobody in organisation.yaml is \"%s\"", step->role);
    check_to (check, step->also, step->also_count, office_pointer (check, "%s/also", pointer));
    for (size_t i = 0; i < step->clocks_count; i++)
        if (office_says_no_policy (check, step->clocks[i]) &&
            !office_clock (check->office, step->clocks[i]))
            office_complain (check, check->marks->policy,
                             office_pointer (check, "%s/clocks/%zu", pointer, i),
                             "clocks: \"%s\" is not a clock above", step->clocks[i]);
    if (step->drafts_order != (step->instrument != instrument_absent))
        complain (check, pointer, "ladder: drafts_order and instrument are given together");
}

static void check_ladder (const struct office_check *check)
{
    const struct policy *policy = check->office->policy;
    struct ids rungs = ids_in (check, policy->ladder_count);
    for (size_t i = 0; i < policy->ladder_count; i++) {
        const char *pointer = office_pointer (check, "/ladder/%zu", i);
        ids_take (check, &rungs, policy->ladder[i].id, check->marks->policy,
                  office_pointer (check, "%s/id", pointer));
        check_ladder_times (check, i, pointer);
        check_ladder_step (check, i, pointer);
    }
}

/* ---- who may ---- */

static void check_act (const struct office_check *check, size_t index)
{
    const struct act_policy *act = &check->office->policy->acts[index];
    const char *pointer = office_pointer (check, "/acts/%zu/act", index);
    const struct record *word = words_find (act->act);
    if (!word || word->head->kind != RECORD_COMMAND)
        office_complain (check, check->marks->policy, pointer, "act: \"%s\" is no command",
                         act->act);
    for (size_t i = 0; i < index; i++)
        if (strcmp (check->office->policy->acts[i].act, act->act) == 0)
            office_complain (check, check->marks->policy, pointer, "act: \"%s\" has a row already",
                             act->act);
    for (size_t i = 0; i < act->roles_count; i++)
        if (office_says_no_party (check, act->roles[i]) &&
            !office_knows_actor (check->office, act->roles[i]))
            office_complain (check, check->marks->policy,
                             office_pointer (check, "/acts/%zu/roles/%zu", index, i),
                             "roles: nobody in organisation.yaml is \"%s\"", act->roles[i]);
}

/* Whatever a decision asks office_may about (decision_allows); tests/house/acts. */
static const char *const needed_acts[] = {
    "order.notify",        "hearing.request",     "hearing.waive",       "hearing.hold",
    "order.approve",       "order.reject",        "order.serve",         "order.lift",
    "order.propose",       "order.renew",         "resumption.apply",    "resumption.refuse",
    "referral.draft",      "referral.send",       "referral.withdraw",   "supervision.list",
    "supervision.publish", "supervision.delist",  "mention.propose",     "mention.approve",
    "mention.refuse",      "mention.publish",     "mention.withdraw",    "hazard.close",
    "hazard.link",         "hazard.split",        "premises.close",      "notice.serve",
    "government.report",   "experts.convene",     "tipoff.triage",       "tipoff.link",
    "tipoff.split",        "tipoff.answer",       "joint.open",          "task.report",
    "task.withdraw",       "meeting.report",      "incident.withdraw",   "accountability.conclude",
    "deadline.extend",     "extension.ask",       "extension.grant",     "extension.refuse",
    "deadline.pause",      "deadline.resume",     "obligation.withdraw", "obligation.report",
    "anchor.resolve",      "reminder.acknowledge"
};

static void check_acts (const struct office_check *check)
{
    const struct policy *policy = check->office->policy;
    for (size_t i = 0; i < policy->acts_count; i++)
        check_act (check, i);
    for (size_t i = 0; i < sizeof needed_acts / sizeof *needed_acts; i++)
        if (!office_is_act (check->office, needed_acts[i]) &&
            office_says_no_policy (check, needed_acts[i]))
            office_complain (check, check->marks->policy, "/acts",
                             "acts: \"%s\" is missing; nobody might do it", needed_acts[i]);
}

void office_check_policy (const struct office_check *check)
{
    check_clocks (check);
    check_ladder (check);
    check_acts (check);
}
