/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/request.h"
#include "calendar/clock.h"
#include "scheduling/extension.h"
#include "scheduling/news.h"
#include "scheduling/reminder.h"
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

static const char *wish_of (instant due, int64_t working_days, struct arena *arena)
{
    return due != INSTANT_ABSENT ? arena_format (arena, "延至 %s", clock_moment (due, arena))
                                 : arena_format (arena, "延长 %" PRId64 " 个工作日", working_days);
}

static instant urging_after (const struct deadline_seen *seen, instant moment)
{
    return moment + seen->of_case.office->policy->urging->hours * HOUR_MS;
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
                    &(struct extension_asked){
                        .request = request,
                        .deadline = deadline->deadline,
                        .ref = deadline->ref,
                        .number = number,
                        .due = said->due,
                        .working_days = said->working_days,
                        .reason = said->reason,
                        .by = said->by,
                        .next = urging_after (&seen->of_deadline, seen->of_deadline.of_case.now) });
    telling (deadline, office, request,
             arena_format (arena, "【申请延期】%s %s：%s（%s）", telling_clock (deadline, office),
                           wish_of (said->due, said->working_days, arena),
                           telling_about (deadline, arena), deadline->ref),
             arena_format (
                 arena,
                 "申请：%s\n事项：%s\n现到期：%s\n申请：%s\n申请人：%s\n理由：%"
                 "s\n批准前期限照常计算。\n",
                 request, telling_clock (deadline, office), clock_moment (deadline->due, arena),
                 wish_of (said->due, said->working_days, arena), wording_role (office, said->by),
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

/* EXTENDED: it was granted; NULL: refused. */
static void settle (const struct request_seen *seen, const struct deadline_extended *extended,
                    const char *reason, const char *by, struct decision *decision)
{
    const struct deadline_row *deadline = seen->of_deadline.deadline;
    const struct office *office = seen->of_deadline.of_case.office;
    struct arena *arena = decision->arena;
    decision_event (decision, extension_settled_record, deadline->ref,
                    &(struct extension_settled){ .request = seen->request->request,
                                                 .deadline = deadline->deadline,
                                                 .ref = deadline->ref,
                                                 .granted = extended != NULL,
                                                 .reason = reason,
                                                 .by = by });
    struct text text = text_in (arena);
    text_format (&text, "申请：%s\n决定：%s\n决定人：%s\n", seen->request->request,
                 extended ? "同意" : "不同意，期限不变", wording_role (office, by));
    if (reason)
        text_format (&text, "理由：%s\n", deadline_prose (deadline, reason));
    if (extended)
        extension_say_ends (extended, &text);
    telling (deadline, office, arena_format (arena, "%s/settled", seen->request->request),
             arena_format (arena, "【%s延期】%s%s：%s（%s）", extended ? "同意" : "不同意",
                           telling_clock (deadline, office),
                           extended ? arena_format (arena, " 原%s，现%s",
                                                    clock_moment (extended->due_before, arena),
                                                    clock_moment (extended->due, arena))
                                    : "",
                           telling_about (deadline, arena), deadline->ref),
             text.bytes, decision);
}

void request_decide_grant (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct extension_grant *said = said_void;
    const struct request_seen *seen = seen_void;
    const struct request_row *request = seen->request;
    if (!may_settle (seen, said->request, said->by, "extension.grant", decision))
        return;
    const struct deadline_extended *extended =
        deadline_extend_by (&(struct deadline_extend){ .deadline = request->deadline,
                                                       .due = request->due,
                                                       .working_days = request->working_days,
                                                       .reason = request->reason,
                                                       .by = said->by },
                            &seen->of_deadline, "extension.grant", decision);
    if (extended)
        settle (seen, extended, NULL, said->by, decision);
}

void request_decide_refuse (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct extension_refuse *said = said_void;
    const struct request_seen *seen = seen_void;
    if (may_settle (seen, said->request, said->by, "extension.refuse", decision))
        settle (seen, NULL, said->reason, said->by, decision);
}

/* ---- asking again ---- */

static const char *text_of_urging (const struct request_seen *seen,
                                   const struct extension_urged *urged, struct arena *arena)
{
    const struct request_row *request = seen->request;
    const struct deadline_row *deadline = seen->of_deadline.deadline;
    const struct office *office = seen->of_deadline.of_case.office;
    struct text text = text_in (arena);
    if (urged->late)
        text_say (&text, NEWS_URGED_LATE);
    text_format (&text, "申请：%s\n事项：%s\n现到期：%s\n申请：%s\n申请人：%s\n理由：%s\n",
                 request->request, telling_clock (deadline, office),
                 clock_moment (deadline->due, arena),
                 wish_of (request->due, request->working_days, arena),
                 wording_role (office, request->by), deadline_prose (deadline, request->reason));
    text_format (&text,
                 "自 %s 起未答复，第 %" PRId64 " 次催办，由%s督促。请批准（extension.grant）或"
                 "说明理由不予批准（extension.refuse）；答复前期限照常计算。\n",
                 clock_moment (request->at, arena), urged->number,
                 wording_role (office, urged->role));
    return text.bytes;
}

/* By one role of the ladder after the other, the last for good; none that may be who asked, since
   that one does not answer itself. */
static const char *urging_role (const struct request_row *request, const struct office *office,
                                int64_t number)
{
    const struct policy *policy = office->policy;
    const char *role = NULL, *found = NULL, *before = NULL;
    for (int64_t place = 1, left = number; left > 0; place += policy->urging->times) {
        role = office_urging_role (policy, place);
        if (before && text_same (role, before))
            break;
        before = role;
        if (office_may_be_one (office, request->by, role))
            continue;
        found = role;
        left -= policy->urging->times;
    }
    return found ? found : role;
}

/* As an order that waits is (催办). */
void request_decide_hour (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct request_seen *seen = seen_void;
    const struct request_row *request = seen->request;
    const struct deadline_row *deadline = seen->of_deadline.deadline;
    const struct office *office = seen->of_deadline.of_case.office;
    struct arena *arena = decision->arena;
    instant now = seen->of_deadline.of_case.now;
    int64_t number = request->urged + 1;
    bool late = request->next + REMINDER_LATE_MS <= now; /* once for all that an outage swallowed */
    const struct extension_urged urged = { .request = request->request,
                                           .deadline = deadline->deadline,
                                           .ref = deadline->ref,
                                           .number = number,
                                           .role = urging_role (request, office, number),
                                           .late = late,
                                           .next = urging_after (&seen->of_deadline,
                                                                 late ? now : request->next) };
    decision_event (decision, extension_urged_record, deadline->ref, &urged);
    const struct news news = {
        .ref = deadline->ref,
        .subject = arena_format (arena, "【催办】申请延期未答复：%s %s：%s（%s）",
                                 telling_clock (deadline, office),
                                 wish_of (request->due, request->working_days, arena),
                                 telling_about (deadline, arena), deadline->ref),
        .text = text_of_urging (seen, &urged, arena),
        .words = { urged.role, "office" },
        .words_count = 2,
        .about = { .community = deadline->community, .department = deadline->department },
        .late = late
    };
    news_raise (&news, arena_format (arena, "%s/urged/%" PRId64, request->request, number), office,
                decision);
}
