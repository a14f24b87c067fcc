/* What meets an obligation: handed in, held, reported done, or withdrawn by authority. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/id.h"
#include "scheduling/obligation.h"
#include "words/intake.h"
#include <inttypes.h>

static void meet (const struct obligation_seen *seen, const struct obligation_met *met,
                  struct decision *decision)
{
    const struct obligation_row *row = seen->obligation;
    struct obligation_met event = *met;
    event.obligation = ref_text (decision->arena, 'B', row->number);
    event.kind = row->kind;
    event.party = row->party;
    decision_event (decision, obligation_met_record, event.obligation, &event);
    deadline_meet_clock (&seen->of_case, obligation_clock (row->kind), row->round, seen->time,
                         decision);
}

/* Nobody did the last of it: the register says otherwise, or the days moved. */
static const char *why_finished (const struct obligation_seen *seen, struct arena *arena)
{
    const char *act = seen->obligation->kind == obligation_collection ? "报" : "查";
    return seen->left.of > 0
               ? arena_format (arena, "场所名册或日期变更后，应%s的 %" PRId64 " 处均已%s", act,
                               seen->left.of, act)
               : arena_format (arena, "所涉场所均已关停、迁出或不再属该类，无应%s场所", act);
}

void obligation_finish (const struct obligation_seen *seen, const char *by_what,
                        struct decision *decision)
{
    meet (seen,
          &(struct obligation_met){
              .by_what = by_what, .proof = by_what ? NULL : why_finished (seen, decision->arena) },
          decision);
}

/* Handed in, or held, before it was asked for: it is not asked for any more. */
static void meet_early (const struct obligation_opened *early, const char *by_what,
                        const struct obligation_seen *seen, struct decision *decision)
{
    struct obligation_opened opened = *early;
    opened.obligation = ref_text (decision->arena, 'B', ref_next (seen->last, seen->now));
    opened.campaign = seen->office->campaign->id;
    opened.last = DAY_ABSENT;
    decision_event (decision, obligation_opened_record, opened.obligation, &opened);
    decision_event (decision, obligation_met_record, opened.obligation,
                    &(struct obligation_met){ .obligation = opened.obligation,
                                              .kind = opened.kind,
                                              .party = opened.party,
                                              .by_what = by_what });
}

/* S26: "gate opens when that date becomes known": what is handed in before is not what is asked for
   then. */
static bool waits_for_anchor (const struct campaign_deliverable *wanted,
                              const struct obligation_seen *seen, struct arena *arena)
{
    return wanted && office_moment (seen->office, office_due (seen->office->campaign, wanted),
                                    &seen->anchored, day_of (seen->now), arena, NULL) == DAY_ABSENT;
}

/* What is asked for is asked for still, or is met: this is kept until the days move. */
static void note (const struct deliverable_submitted *said, const struct obligation_seen *seen,
                  struct decision *decision)
{
    if (seen->is_known)
        decision_event (decision, deliverable_noted_record, said->deliverable,
                        &(struct deliverable_noted){ .deliverable = said->deliverable,
                                                     .campaign = seen->office->campaign->id,
                                                     .kind = said->kind,
                                                     .party = said->party,
                                                     .at = seen->time });
}

static void hand_in_of_premises (const struct deliverable_submitted *said,
                                 const struct obligation_seen *seen, struct decision *decision)
{
    decision_event (decision, premises_done_record, said->party,
                    &(struct premises_done){ .premises = said->party,
                                             .campaign = said->campaign,
                                             .kind = obligation_collection,
                                             .what = said->kind,
                                             .at = seen->time,
                                             .by_what = said->deliverable });
    if (seen->last_share)
        obligation_finish (seen, said->deliverable, decision);
}

void obligation_decide_submitted (const void *said_void, const void *seen_void,
                                  struct decision *decision)
{
    const struct deliverable_submitted *said = said_void;
    const struct obligation_seen *seen = seen_void;
    const struct campaign_deliverable *wanted = office_deliverable (seen->office, said->kind);
    if (said->of_premises) {
        hand_in_of_premises (said, seen, decision);
        return;
    }
    const bool waits = !seen->obligation && waits_for_anchor (wanted, seen, decision->arena);
    const bool is_early =
        wanted && office_is_early (seen->office, wanted, seen->time, &seen->anchored,
                                   day_of (seen->now), decision->arena);
    if (waits || is_early || (seen->obligation && seen->obligation->met))
        note (said, seen, decision);
    else if (!seen->obligation && seen->is_known)
        meet_early (&(struct obligation_opened){ .kind = obligation_deliverable,
                                                 .what = said->kind,
                                                 .party = said->party,
                                                 .cycle = 1,
                                                 .name = wanted ? wanted->name : said->kind },
                    said->deliverable, seen, decision);
    else if (seen->obligation)
        meet (seen, &(struct obligation_met){ .by_what = said->deliverable }, decision);
}

void obligation_decide_meeting (const void *said_void, const void *seen_void,
                                struct decision *decision)
{
    const struct meeting_reported *said = said_void;
    const struct obligation_seen *seen = seen_void;
    const struct campaign_meeting *meeting = office_meeting (seen->office, said->kind);
    const char *party = meeting ? office_meeting_party (seen->office, meeting, said->by) : NULL;
    int64_t cycle = obligation_turn (seen->office, said);
    if (!party && !seen->obligation)
        return; /* held, and on record; nobody was asked for it */
    if (!seen->obligation && cycle > 0)
        meet_early (&(struct obligation_opened){ .kind = obligation_meeting,
                                                 .what = said->kind,
                                                 .party = party,
                                                 .cycle = cycle,
                                                 .name = meeting->name },
                    said->meeting, seen, decision);
    else if (seen->obligation && !seen->obligation->met)
        meet (seen, &(struct obligation_met){ .by_what = said->meeting }, decision);
}

void obligation_decide_withdraw (const void *said_void, const void *seen_void,
                                 struct decision *decision)
{
    const struct obligation_withdraw *said = said_void;
    const struct obligation_seen *seen = seen_void;
    const struct obligation_row *row = seen->obligation;
    if (!row)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/obligation", "there is no obligation %s",
                         said->obligation);
    else if (decision_allows (decision, seen->office, said->by, "obligation.withdraw") && row->met)
        decision_refuse (decision, REFUSAL_CONFLICT, "/obligation",
                         "%s is met, or withdrawn; possible now: nothing", said->obligation);
    if (decision->refusal.code != REFUSAL_NONE)
        return;
    const char *ref = ref_text (decision->arena, 'B', row->number);
    decision_event (decision, obligation_withdrawn_record, ref,
                    &(struct obligation_withdrawn){ .obligation = ref,
                                                    .kind = row->kind,
                                                    .party = row->party,
                                                    .reason = said->reason,
                                                    .by = said->by });
    deadline_cancel_clock (&seen->of_case, obligation_clock (row->kind), row->round,
                           arena_format (decision->arena, "撤销：%s", said->reason), decision);
}

/* 确保检查不走过场，不留死角 (方案 五(二)): it is not for who has to inspect to say that it is
 * done. */
static void check_left (const struct obligation_report *said, const struct obligation_seen *seen,
                        struct decision *decision)
{
    struct text left = text_in (decision->arena);
    bool collects = seen->obligation->kind == obligation_collection;
    if (seen->left.of == seen->left.done || !text_same (said->by, seen->obligation->party))
        return;
    share_say_left (&seen->left, &left);
    decision_refuse (decision, REFUSAL_CONFLICT, "/obligation",
                     "%s leaves premises that %s (%s); possible now: %s of each, or "
                     "obligation.report by the office",
                     ref_text (decision->arena, 'B', seen->obligation->number),
                     collects ? "handed nothing in" : "were not inspected", left.bytes,
                     collects ? "deliverable.submit" : "inspection.report");
}

void obligation_decide_report (const void *said_void, const void *seen_void,
                               struct decision *decision)
{
    const struct obligation_report *said = said_void;
    const struct obligation_seen *seen = seen_void;
    const struct obligation_row *row = seen->obligation;
    const char *ref = row ? ref_text (decision->arena, 'B', row->number) : NULL;
    if ((said->obligation != NULL) == (said->window && said->party))
        decision_refuse (decision, REFUSAL_INVALID, "/obligation",
                         "give obligation, or window and party: which inspections are done");
    else if (!seen->is_known)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/campaign", "there was no campaign %s here",
                         said->campaign);
    else if (!row && said->obligation)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/obligation", "there is no obligation %s",
                         said->obligation);
    else if (!row)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/window",
                         "nothing is asked of %s for the window %s (yet)", said->party,
                         said->window);
    else if (row->kind == obligation_deliverable)
        decision_refuse (
            decision, REFUSAL_CONFLICT, "/obligation",
            "%s is a deliverable; possible now: deliverable.submit of %s with campaign "
            "%s, or obligation.withdraw",
            ref, row->what, row->campaign);
    else if (row->kind == obligation_meeting)
        decision_refuse (
            decision, REFUSAL_CONFLICT, "/obligation",
            "%s is a meeting; possible now: meeting.report of %s, held in its days, or "
            "obligation.withdraw",
            ref, row->what);
    else if (row->met)
        decision_refuse (decision, REFUSAL_CONFLICT, "/obligation",
                         "%s is met, or withdrawn; possible now: nothing", ref);
    else if (decision_allows (decision, seen->office, said->by, "obligation.report") &&
             !office_speaks_for (seen->office, said->by, row->party))
        decision_refuse (decision, REFUSAL_FORBIDDEN, "/by",
                         "the obligation is %s's; they report it, or the office does", row->party);
    if (decision->refusal.code == REFUSAL_NONE)
        check_left (said, seen, decision);
    if (decision->refusal.code == REFUSAL_NONE)
        meet (seen, &(struct obligation_met){ .proof = said->proof, .by = said->by }, decision);
}
