/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/meeting.h"
#include "base/id.h"
#include "intake/digest.h"
#include "intake/happened.h"
#include "intake/task.h"
#include "office/campaign.h"

static const char *kinds_of (const struct campaign *campaign, struct arena *arena)
{
    struct text kinds = text_in (arena);
    text_say (&kinds, campaign->meetings_count > 0 ? "" : "none");
    for (size_t i = 0; i < campaign->meetings_count; i++)
        text_format (&kinds, "%s%s", i > 0 ? ", " : "", campaign->meetings[i].id);
    return kinds.bytes;
}

static void check (const struct meeting_report *said, const struct meeting_seen *seen,
                   struct decision *decision)
{
    if (!office_meeting (seen->office, said->kind))
        decision_refuse (decision, REFUSAL_INVALID, "/kind", "%s is none of the meetings of %s: %s",
                         said->kind, seen->office->campaign->id,
                         kinds_of (seen->office->campaign, decision->arena));
    happened_check (said->at, seen->now, seen->office->policy, decision);
    digest_check (said->minutes, "/minutes", decision);
}

/* S10: who reports the kick-off with its minutes need not hand the minutes in once more. A record
   that must bear a stamp is handed in by itself. */
static void hand_in_record (const struct meeting_report *said, const struct meeting_seen *seen,
                            struct decision *decision)
{
    const struct campaign_deliverable *wanted =
        office_record_of (seen->office, said->kind, said->by);
    if (!wanted || wanted->stamped || !said->minutes || !seen->record)
        return;
    deliverable_decide_submit (&(struct deliverable_submit){ .campaign = seen->campaign,
                                                             .kind = wanted->id,
                                                             .party = said->by,
                                                             .digest = said->minutes },
                               seen->record, decision);
}

void meeting_decide_report (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct meeting_report *said = said_void;
    const struct meeting_seen *seen = seen_void;
    check (said, seen, decision);
    if (decision->refusal.code != REFUSAL_NONE ||
        !decision_allows (decision, seen->office, said->by, "meeting.report"))
        return;
    const instant at = said->at == INSTANT_ABSENT ? seen->time : said->at;
    const char *ref = ref_text (decision->arena, 'G', ref_next (seen->last, seen->now));
    decision_event (
        decision, meeting_reported_record, ref,
        &(struct meeting_reported){ .meeting = ref,
                                    .campaign = seen->campaign,
                                    .kind = said->kind,
                                    .at = at,
                                    .attended = said->attended,
                                    .attended_count = said->attended_count,
                                    .minutes = digest_kept (said->minutes, decision->arena),
                                    .actions = (int64_t)said->actions_count,
                                    .note = said->note,
                                    .by = said->by });
    hand_in_record (said, seen, decision);
    task_give (&(struct task_giving){ .ref = ref,
                                      .path = "/actions",
                                      .kind = task_action,
                                      .given = said->actions,
                                      .count = said->actions_count,
                                      .time = seen->time,
                                      .by = said->by },
               seen->office, decision);
}
