/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/request.h"
#include "calendar/clock.h"
#include "scheduling/extension.h"
#include "scheduling/telling.h"
#include "scheduling/wording.h"
#include <inttypes.h>

/* ---- asking ---- */

static bool may_ask (const struct extension_ask *said, const struct request_seen *seen,
                     struct decision *decision)
{
    const struct deadline_row *deadline = seen->of_deadline.deadline;
    if (!deadline)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/deadline", "there is no deadline %s",
                         said->deadline);
    else if (!decision_allows (decision, seen->of_deadline.of_case.office, said->by,
                               "extension.ask") ||
             !decision_is_its_own (decision, seen->of_deadline.of_case.office, said->by,
                                   &(struct office_case){ .community = deadline->community,
                                                          .department = deadline->department,
                                                          .tracker = deadline->tracker }) ||
             !extension_is_ours (deadline, seen->of_deadline.of_case.office, decision))
        return false;
    else if (deadline_next (deadline->state, DEADLINE_EXTEND) == deadline_state_absent)
        decision_refuse (decision, REFUSAL_CONFLICT, "/deadline",
                         "%s is %s; more time can be asked for one that is armed or missed",
                         said->deadline,
                         choice_word (deadline_state_choices(), (int)deadline->state));
    else if (seen->request && seen->request->state == request_asked)
        decision_refuse (decision, REFUSAL_CONFLICT, "/deadline",
                         "%s waits for an answer; possible now: extension.grant, extension.refuse",
                         seen->request->request);
    else if ((said->due == INSTANT_ABSENT) == (said->working_days == NUMBER_ABSENT))
        decision_refuse (decision, REFUSAL_INVALID, "/due",
                         "give due or working_days, one of them");
    else if (said->due != INSTANT_ABSENT && said->due <= deadline->due)
        decision_refuse (decision, REFUSAL_INVALID, "/due", "is not later than the present end, %s",
                         clock_moment (deadline->due, decision->arena));
    return decision->refusal.code == REFUSAL_NONE;
}

static const char *wish_of (const struct extension_ask *said, struct arena *arena)
{
    return said->due != INSTANT_ABSENT
               ? arena_format (arena, "延至 %s", clock_moment (said->due, arena))
               : arena_format (arena, "延长 %" PRId64 " 个工作日", said->working_days);
}

void request_decide_ask (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct extension_ask *said = said_void;
    const struct request_seen *seen = seen_void;
    const struct deadline_row *deadline = seen->of_deadline.deadline;
    const struct office *office = seen->of_deadline.of_case.office;
    struct arena *arena = decision->arena;
    if (!may_ask (said, seen, decision))
        return;
    int64_t number = seen->request ? seen->request->number + 1 : 1;
    const char *request = arena_format (arena, "%s/request/%" PRId64, deadline->deadline, number);
    decision_event (decision, extension_asked_record, deadline->ref,
                    &(struct extension_asked){ .request = request,
                                               .deadline = deadline->deadline,
                                               .ref = deadline->ref,
                                               .number = number,
                                               .due = said->due,
                                               .working_days = said->working_days,
                                               .reason = said->reason,
                                               .by = said->by });
    telling (deadline, office, request,
             arena_format (arena, "【申请延期】%s %s：%s（%s）", telling_clock (deadline, office),
                           wish_of (said, arena), telling_about (deadline, arena), deadline->ref),
             arena_format (arena,
                           "申请：%s\n事项：%s\n现到期：%s\n申请：%s\n申请人：%s\n理由：%"
                           "s\n批准前期限照常计算。\n",
                           request, telling_clock (deadline, office),
                           clock_moment (deadline->due, arena), wish_of (said, arena),
                           wording_role (office, said->by),
                           deadline_prose (deadline, said->reason)),
             decision);
}

/* ---- settling ---- */

static bool may_settle (const struct request_seen *seen, const char *id, const char *by,
                        const char *act, struct decision *decision)
{
    if (!seen->request)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/request", "there is no request %s", id);
    else if (seen->request->state != request_asked)
        decision_refuse (decision, REFUSAL_CONFLICT, "/request",
                         "%s is %s; possible now: nothing, ask anew", id,
                         choice_word (request_state_choices(), (int)seen->request->state));
    else if (decision_allows (decision, seen->of_deadline.of_case.office, by, act) &&
             office_may_be_one (seen->of_deadline.of_case.office, seen->request->by, by))
        decision_refuse (decision, REFUSAL_FORBIDDEN, "/by",
                         "%s asked for it; somebody else than that decides on it, and not %s",
                         seen->request->by, by);
    return decision->refusal.code == REFUSAL_NONE;
}

static void settle (const struct request_seen *seen, bool granted, const char *reason,
                    const char *by, struct decision *decision)
{
    const struct deadline_row *deadline = seen->of_deadline.deadline;
    const struct office *office = seen->of_deadline.of_case.office;
    struct arena *arena = decision->arena;
    decision_event (decision, extension_settled_record, deadline->ref,
                    &(struct extension_settled){ .request = seen->request->request,
                                                 .deadline = deadline->deadline,
                                                 .ref = deadline->ref,
                                                 .granted = granted,
                                                 .reason = reason,
                                                 .by = by });
    telling (deadline, office, arena_format (arena, "%s/settled", seen->request->request),
             arena_format (arena, "【%s延期】%s：%s（%s）", granted ? "同意" : "不同意",
                           telling_clock (deadline, office), telling_about (deadline, arena),
                           deadline->ref),
             arena_format (arena, "申请：%s\n决定：%s\n决定人：%s\n%s%s\n", seen->request->request,
                           granted ? "同意，新的期限以期限查询为准" : "不同意，期限不变",
                           wording_role (office, by), reason ? "理由：" : "",
                           reason ? deadline_prose (deadline, reason) : ""),
             decision);
}

void request_decide_grant (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct extension_grant *said = said_void;
    const struct request_seen *seen = seen_void;
    const struct request_row *request = seen->request;
    if (!may_settle (seen, said->request, said->by, "extension.grant", decision))
        return;
    deadline_extend_by (&(struct deadline_extend){ .deadline = request->deadline,
                                                   .due = request->due,
                                                   .working_days = request->working_days,
                                                   .reason = request->reason,
                                                   .by = said->by },
                        &seen->of_deadline, "extension.grant", decision);
    if (decision->refusal.code == REFUSAL_NONE)
        settle (seen, true, NULL, said->by, decision);
}

void request_decide_refuse (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct extension_refuse *said = said_void;
    const struct request_seen *seen = seen_void;
    if (may_settle (seen, said->request, said->by, "extension.refuse", decision))
        settle (seen, false, said->reason, said->by, decision);
}
