/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/referral.h"
#include "words/intake.h"
#include <string.h>

enum { STATES = referral_state_withdrawn + 1 };

static const enum referral_state next_state[STATES][REFERRAL_ACTS] = {
    [referral_state_drafted] = { [REFERRAL_SEND] = referral_state_sent,
                                 [REFERRAL_WITHDRAW] = referral_state_withdrawn },
    [referral_state_sent] = { [REFERRAL_ACCEPT] = referral_state_accepted,
                              [REFERRAL_DECLINE] = referral_state_declined,
                              [REFERRAL_FINISH] = referral_state_done },
    [referral_state_accepted] = { [REFERRAL_DECLINE] = referral_state_declined,
                                  [REFERRAL_FINISH] = referral_state_done },
};

enum referral_state referral_next (enum referral_state state, enum referral_act act)
{
    return next_state[state][act];
}

static const char *possible (enum referral_state state)
{
    static const char *const words[STATES] = {
        [referral_state_drafted] = "referral.send, referral.withdraw",
        [referral_state_sent] = "the other authority's answer, which intake takes: referral.answer",
        [referral_state_accepted] = "referral.answer with outcome done or declined",
        [referral_state_declined] =
            "nothing; refer it anew, or to somebody else, with referral.draft",
        [referral_state_done] = "nothing; it is at its end",
        [referral_state_withdrawn] = "nothing; it was withdrawn before it was sent",
    };
    return words[state];
}

static bool is_under_way (enum referral_state state)
{
    return state == referral_state_drafted || state == referral_state_sent ||
           state == referral_state_accepted;
}

/* ---- drafts ---- */

static const struct referral_row *find_live (const struct referral_wanted *wanted,
                                             const struct referrals *referrals)
{
    for (size_t i = 0; i < referrals->count; i++)
        if (is_under_way (referrals->list[i].state) &&
            referrals->list[i].instrument == wanted->instrument &&
            strcmp (referrals->list[i].to, wanted->to) == 0)
            return &referrals->list[i];
    return NULL;
}

bool referral_propose (const struct referral_wanted *wanted, const struct referrals *referrals,
                       struct decision *decision)
{
    if (find_live (wanted, referrals))
        return false;
    int64_t number = (int64_t)referrals->count + 1;
    decision_event (
        decision, referral_drafted_record, wanted->ref,
        &(struct referral_drafted){ .referral = arena_format (decision->arena, "R%s-%lld",
                                                              wanted->ref + 1, (long long)number),
                                    .number = number,
                                    .ref = wanted->ref,
                                    .to = wanted->to,
                                    .ground = wanted->ground,
                                    .instrument = wanted->instrument,
                                    .on_the_spot = wanted->on_the_spot,
                                    .done = wanted->on_the_spot ? wanted->done : INSTANT_ABSENT,
                                    .reason = wanted->reason,
                                    .basis = wanted->basis,
                                    .edition = wanted->edition,
                                    .by = wanted->by,
                                    .premises = wanted->premises,
                                    .premises_name = wanted->premises_name,
                                    .community = wanted->community,
                                    .department = wanted->department,
                                    .large_effect = wanted->large_effect,
                                    .judged_by = wanted->judged_by });
    return true;
}

static bool judges_large (const struct referral_row *referral, enum instrument instrument)
{
    return referral->large_effect && referral->instrument == instrument && !referral->overruled;
}

const struct referral_row *referral_judgement (const struct referrals *referrals,
                                               enum instrument instrument)
{
    const struct referral_row *last = NULL;
    for (size_t i = 0; i < referrals->count; i++) {
        const struct referral_row *referral = &referrals->list[i];
        if (judges_large (referral, instrument) && (!last || referral->judged_by))
            last = referral;
    }
    return last;
}

bool referral_is_awaited (const struct referrals *referrals, enum instrument instrument)
{
    for (size_t i = 0; i < referrals->count; i++)
        if (judges_large (&referrals->list[i], instrument) &&
            is_under_way (referrals->list[i].state))
            return true;
    return false;
}

void referral_drop (const struct referrals *referrals, const char *reason,
                    struct decision *decision)
{
    for (size_t i = 0; i < referrals->count; i++) {
        const struct referral_row *referral = &referrals->list[i];
        if (referral_next (referral->state, REFERRAL_WITHDRAW) != referral_state_absent)
            decision_event (decision, referral_withdrawn_record, referral->ref,
                            &(struct referral_withdrawn){ .referral = referral->referral,
                                                          .number = referral->number,
                                                          .ref = referral->ref,
                                                          .reason = reason });
    }
}

/* ---- acts of people ---- */

static bool allows (enum referral_act act, const char *referral, const struct referral_seen *seen,
                    struct decision *decision)
{
    const struct referral_row *row = seen->referral;
    if (!row)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/referral", "there is no referral %s",
                         referral);
    else if (referral_next (row->state, act) == referral_state_absent)
        decision_refuse (decision, REFUSAL_CONFLICT, "/referral", "%s is %s; possible now: %s",
                         referral, choice_word (referral_state_choices(), (int)row->state),
                         possible (row->state));
    return decision->refusal.code == REFUSAL_NONE;
}

static bool may_be_referred (const struct referral_draft *said, const struct referral_seen *seen,
                             struct decision *decision)
{
    if (!seen->matter)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/ref", "there is no open hazard %s",
                         said->ref);
    else if (seen->matter->ended)
        decision_refuse (decision, REFUSAL_CONFLICT, "/ref",
                         "%s is closed, and only what is open can be referred; possible now: "
                         "nothing; finding.report opens another",
                         said->ref);
    else if (office_role (seen->office, said->to) != role_outside)
        decision_refuse (decision, REFUSAL_INVALID, "/to",
                         "%s is no party under `outside` of config/organisation.yaml", said->to);
    return decision->refusal.code == REFUSAL_NONE;
}

void referral_decide_draft (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct referral_draft *said = said_void;
    const struct referral_seen *seen = seen_void;
    if (!may_be_referred (said, seen, decision) ||
        !decision_allows (decision, seen->office, said->by, "referral.draft"))
        return;
    const struct referral_wanted wanted = { .ref = said->ref,
                                            .to = said->to,
                                            .reason = said->reason,
                                            .by = said->by,
                                            .edition = DAY_ABSENT,
                                            .premises = seen->matter->premises,
                                            .premises_name = seen->matter->premises_name,
                                            .community = seen->matter->community,
                                            .department = seen->matter->department,
                                            .ground = referral_ground_asked };
    if (referral_propose (&wanted, &seen->referrals, decision))
        return;
    const struct referral_row *live = find_live (&wanted, &seen->referrals);
    decision_refuse (
        decision, REFUSAL_CONFLICT, "/to", "%s to %s is %s; possible now: %s", live->referral,
        said->to, choice_word (referral_state_choices(), (int)live->state), possible (live->state));
}

void referral_decide_send (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct referral_send *said = said_void;
    const struct referral_seen *seen = seen_void;
    const struct referral_row *row = seen->referral;
    if (!allows (REFERRAL_SEND, said->referral, seen, decision) ||
        !decision_allows (decision, seen->office, said->by, "referral.send") ||
        !decision_keeps_order (decision, said->referral, seen->time, row->at, seen->skew_ms))
        return;
    instant at = said->at == INSTANT_ABSENT ? seen->time : said->at;
    if (at > seen->now + seen->skew_ms || at + seen->skew_ms < row->at) {
        decision_refuse (decision, REFUSAL_INVALID, "/at",
                         "lies in the future, or before the referral was drafted");
        return;
    }
    decision_event (decision, referral_sent_record, row->ref,
                    &(struct referral_sent){ .referral = row->referral,
                                             .number = row->number,
                                             .ref = row->ref,
                                             .to = row->to,
                                             .instrument = row->instrument,
                                             .on_the_spot = row->on_the_spot,
                                             .done = row->done,
                                             .by = said->by,
                                             .at = at,
                                             .document = said->document,
                                             .note = said->note,
                                             .premises = row->premises,
                                             .premises_name = row->premises_name,
                                             .community = row->community,
                                             .department = row->department });
}

void referral_decide_withdraw (const void *said_void, const void *seen_void,
                               struct decision *decision)
{
    const struct referral_withdraw *said = said_void;
    const struct referral_seen *seen = seen_void;
    if (!allows (REFERRAL_WITHDRAW, said->referral, seen, decision) ||
        !decision_allows (decision, seen->office, said->by, "referral.withdraw"))
        return;
    decision_event (decision, referral_withdrawn_record, seen->referral->ref,
                    &(struct referral_withdrawn){ .referral = said->referral,
                                                  .number = seen->referral->number,
                                                  .ref = seen->referral->ref,
                                                  .reason = said->reason,
                                                  .by = said->by });
}

/* ---- what the other authority answers ---- */

static enum referral_act act_of (enum referral_outcome outcome)
{
    switch (outcome) {
    case referral_accepted:
        return REFERRAL_ACCEPT;
    case referral_declined:
        return REFERRAL_DECLINE;
    case referral_done:
    case referral_outcome_absent:
        break;
    }
    return REFERRAL_FINISH;
}

void referral_decide_answered (const void *said_void, const void *seen_void,
                               struct decision *decision)
{
    const struct referral_answered *said = said_void;
    const struct referral_seen *seen = seen_void;
    const struct referral_row *row = seen->referral;
    if (!row || referral_next (row->state, act_of (said->outcome)) == referral_state_absent)
        return;
    decision_event (decision, referral_settled_record, row->ref,
                    &(struct referral_settled){ .referral = row->referral,
                                                .number = row->number,
                                                .ref = row->ref,
                                                .to = row->to,
                                                .outcome = said->outcome,
                                                .reason = said->reason,
                                                .document = said->document,
                                                .by = said->by ? said->by : row->to });
}
