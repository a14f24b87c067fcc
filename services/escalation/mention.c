/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/mention.h"
#include "base/id.h"
#include <string.h>

enum { STATES = mention_state_withdrawn + 1 };

static const enum mention_state next_state[STATES][MENTION_ACTS] = {
    [mention_state_proposed] = { [MENTION_APPROVE] = mention_state_approved,
                                 [MENTION_REFUSE] = mention_state_refused },
    [mention_state_approved] = { [MENTION_PUBLISH] = mention_state_published,
                                 [MENTION_WITHDRAW] = mention_state_withdrawn },
    [mention_state_published] = { [MENTION_WITHDRAW] = mention_state_withdrawn },
};

enum mention_state mention_next (enum mention_state state, enum mention_act act)
{
    return next_state[state][act];
}

static const char *possible (enum mention_state state)
{
    static const char *const words[STATES] = {
        [mention_state_proposed] = "mention.approve, mention.refuse",
        [mention_state_approved] = "mention.publish, mention.withdraw",
        [mention_state_refused] = "nothing; propose it anew with better evidence",
        [mention_state_published] = "mention.withdraw",
        [mention_state_withdrawn] = "nothing; it is at its end",
    };
    return words[state];
}

void mention_decide_propose (const void *said_void, const void *seen_void,
                             struct decision *decision)
{
    const struct mention_propose *said = said_void;
    const struct mention_seen *seen = seen_void;
    bool ours = office_party (seen->office, said->party) != NULL;
    if (!ours && !said->premises)
        decision_refuse (decision, REFUSAL_INVALID, "/party",
                         "%s is no party of config/organisation.yaml; a unit is named with the "
                         "premises that are its own",
                         said->party);
    if (decision->refusal.code != REFUSAL_NONE ||
        !decision_allows (decision, seen->office, said->by, "mention.propose"))
        return;
    const char *mention = ref_text (decision->arena, 'M', ref_next (seen->last, seen->now));
    decision_event (decision, mention_proposed_record, mention,
                    &(struct mention_proposed){ .mention = mention,
                                                .kind = said->kind,
                                                .party = said->party,
                                                .premises = said->premises,
                                                .reason = said->reason,
                                                .evidence = said->evidence,
                                                .unverified = said->premises && !seen->known,
                                                .by = said->by });
}

/* The commands have the same fields; this is what the guards ask of each. */
struct act {
    enum mention_act act;
    const char *word, *mention, *by, *where, *reason;
};

static bool is_possible (const struct act *act, const struct mention_seen *seen,
                         struct decision *decision)
{
    const struct mention_row *row = seen->mention;
    if (!row)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/mention", "there is no mention %s",
                         act->mention);
    else if (mention_next (row->state, act->act) == mention_state_absent)
        decision_refuse (decision, REFUSAL_CONFLICT, "/mention", "%s is %s; possible now: %s",
                         act->mention, choice_word (mention_state_choices(), (int)row->state),
                         possible (row->state));
    else if (act->act == MENTION_APPROVE && office_may_be_one (seen->office, row->by, act->by))
        decision_refuse (decision, REFUSAL_FORBIDDEN, "/by",
                         "%s proposed it; somebody else than that approves it, and not %s", row->by,
                         act->by);
    return decision->refusal.code == REFUSAL_NONE;
}

/* Nobody knows yet who they are, and whether people live there: nothing is made public of them. */
static bool is_of_the_register (const struct act *act, const struct mention_seen *seen,
                                struct decision *decision)
{
    bool public = act->act == MENTION_APPROVE || act->act == MENTION_PUBLISH;
    if (!public || !seen->mention->unverified)
        return true;
    decision_refuse (decision, REFUSAL_CONFLICT, "/mention",
                     "%s names premises %s, which nobody registered; possible now: "
                     "premises.register of them, or %s",
                     act->mention, seen->mention->premises,
                     act->act == MENTION_APPROVE ? "mention.refuse" : "mention.withdraw");
    return false;
}

static void move (const struct act *act, const struct mention_seen *seen, struct decision *decision)
{
    if (!is_possible (act, seen, decision) ||
        !decision_allows (decision, seen->office, act->by, act->word) ||
        !is_of_the_register (act, seen, decision) ||
        !decision_keeps_order (decision, act->mention, seen->time, seen->mention->at,
                               seen->skew_ms))
        return;
    decision_event (decision, mention_moved_record, act->mention,
                    &(struct mention_moved){ .mention = act->mention,
                                             .kind = seen->mention->kind,
                                             .state = mention_next (seen->mention->state, act->act),
                                             .by = act->by,
                                             .where = act->where,
                                             .reason = act->reason });
}

void mention_decide_approve (const void *said_void, const void *seen, struct decision *decision)
{
    const struct mention_approve *said = said_void;
    move (&(struct act){ MENTION_APPROVE, "mention.approve", said->mention, said->by, NULL, NULL },
          seen, decision);
}

void mention_decide_refuse (const void *said_void, const void *seen, struct decision *decision)
{
    const struct mention_refuse *said = said_void;
    move (&(struct act){ MENTION_REFUSE, "mention.refuse", said->mention, said->by, NULL,
                         said->reason },
          seen, decision);
}

void mention_decide_publish (const void *said_void, const void *seen, struct decision *decision)
{
    const struct mention_publish *said = said_void;
    move (&(struct act){ MENTION_PUBLISH, "mention.publish", said->mention, said->by, said->where,
                         NULL },
          seen, decision);
}

void mention_decide_withdraw (const void *said_void, const void *seen, struct decision *decision)
{
    const struct mention_withdraw *said = said_void;
    move (&(struct act){ MENTION_WITHDRAW, "mention.withdraw", said->mention, said->by, NULL,
                         said->reason },
          seen, decision);
}
