/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/notice.h"
#include "calendar/clock.h"
#include "office/authority.h"
#include "scheduling/order_clock.h"
#include "scheduling/recipients.h"
#include "scheduling/telling.h"
#include "scheduling/wording.h"
#include "words/words.h"
#include <inttypes.h>
#include <string.h>

enum { WORDS_MAX = 72, NAME_CHARACTERS = 60 };

const char *notice_id_of_rung (const struct ladder_climbed *climbed, struct arena *arena)
{
    return arena_format (arena, "%s/ladder/%s/%" PRId64, climbed->deadline, climbed->rung,
                         climbed->due / SECOND_MS);
}

const char *notice_id_of_repeat (const struct ladder_repeated *repeated, struct arena *arena)
{
    return arena_format (arena, "%s/ladder/%s/%" PRId64 "/again/%" PRId64, repeated->deadline,
                         repeated->rung, repeated->due / SECOND_MS, repeated->number);
}

const char *notice_id_of_order (const char *order, const char *step, struct arena *arena)
{
    return arena_format (arena, "%s/%s", order, step);
}

struct news {
    const char *ref, *subject, *text;
    const char *words[WORDS_MAX]; /* who is told */
    size_t words_count;
    struct office_case about;
    bool late; /* told long after it was due: an outage */
};

static void tell (const struct news *news, const struct notice_seen *seen,
                  struct decision *decision)
{
    if (seen->known)
        return;
    struct recipients to = recipients_of (seen->office, news->words, news->words_count,
                                          &news->about, seen->id, decision->arena);
    decision_event (decision, notice_raised_record, news->ref,
                    &(struct notice_raised){ .notice = seen->id,
                                             .ref = news->ref,
                                             .subject = news->subject,
                                             .text = news->text,
                                             .late = news->late,
                                             .notices = to.list,
                                             .notices_count = to.count });
}

static void add_words (struct news *news, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count && news->words_count < WORDS_MAX; i++)
        news->words[news->words_count++] = words[i];
}

static const char *in_full (const char *premises_name)
{
    return premises_name ? premises_name : wording_place (NULL, NULL);
}

/* ---- rungs ---- */

static const struct ladder_step *find_rung (const struct office *office, const char *id)
{
    for (size_t i = 0; i < office->policy->ladder_count; i++)
        if (strcmp (office->policy->ladder[i].id, id) == 0)
            return &office->policy->ladder[i];
    return NULL;
}

/* The lowest of ROLE; NULL: the policy has none (any more). */
static const struct ladder_step *find_rung_of (const struct office *office, const char *role)
{
    for (size_t i = 0; i < office->policy->ladder_count; i++)
        if (strcmp (office->policy->ladder[i].role, role) == 0)
            return &office->policy->ladder[i];
    return NULL;
}

static const struct deadline_row *find_missed (const char *deadline, const struct case_seen *seen)
{
    for (size_t i = 0; i < seen->count; i++)
        if (text_same (seen->deadlines[i].deadline, deadline))
            return &seen->deadlines[i];
    return NULL;
}

static const char *text_of_rung (const struct ladder_repeated *said, const struct notice_seen *seen,
                                 const char *rung, struct arena *arena)
{
    const struct office *office = seen->office;
    const struct clock_policy *clock = office_clock (office, said->clock);
    const struct deadline_row *missed = find_missed (said->deadline, &seen->of_case);
    struct text text = text_in (arena);
    if (said->danger)
        text_say (&text, "盯守报告中断，现场可能无人看守，请立即到场核实。\n");
    if (said->late && said->planned != INSTANT_ABSENT)
        text_format (&text, "（补发：本督办应于 %s 发出）\n", clock_moment (said->planned, arena));
    text_format (&text, "%s\n案号：%s\n地点：%s\n社区：%s　责任部门：%s\n", rung, said->ref,
                 in_full (said->premises_name), wording_party (office, said->community),
                 wording_party (office, said->department));
    text_format (&text, "事项：%s，应于 %s 前完成，逾期未办。\n", clock ? clock->name : said->clock,
                 clock_moment (said->due, arena));
    text_format (&text,
                 said->number > 0 ? "仍由%s负责督办，第 %" PRId64
                                    " 次重复；办结或期限变动前不会停止。\n"
                                  : "现由%s负责督办，请立即采取措施。\n",
                 wording_role (office, said->role), said->number);
    if (missed) {
        text_format (&text, "依据：%s\n", missed->rule);
        telling_why (missed->explanation, missed->explanation_count, &text);
    }
    return text.bytes;
}

/* NUMBER 0: climbed just now. */
static void tell_rung (const struct ladder_repeated *said, const struct notice_seen *seen,
                       struct decision *decision)
{
    struct arena *arena = decision->arena;
    const struct ladder_step *rung = find_rung (seen->office, said->rung);
    const char *name = rung ? rung->name : said->rung;
    const char *mood = said->danger ? "危险" : said->number > 0 ? "继续督办" : "升级督办";
    struct news news = { .ref = said->ref,
                         .subject =
                             arena_format (arena, "【%s】%s：%s（%s）", mood,
                                           text_shortened (name, NAME_CHARACTERS, arena),
                                           wording_place (said->premises_name, arena), said->ref),
                         .text = text_of_rung (said, seen, name, arena),
                         .late = said->late,
                         .about = { .community = said->community,
                                    .department = said->department,
                                    .tracker = seen->like ? seen->like->tracker : NULL } };
    add_words (&news, &said->role, 1);
    if (rung)
        add_words (&news, rung->also, rung->also_count);
    tell (&news, seen, decision);
}

void notice_decide_ladder_climbed (const void *said_void, const void *seen,
                                   struct decision *decision)
{
    const struct ladder_climbed *said = said_void;
    tell_rung (&(struct ladder_repeated){ .deadline = said->deadline,
                                          .ref = said->ref,
                                          .rung = said->rung,
                                          .role = said->role,
                                          .premises_name = said->premises_name,
                                          .community = said->community,
                                          .department = said->department,
                                          .clock = said->clock,
                                          .due = said->due,
                                          .planned = said->planned,
                                          .danger = said->danger,
                                          .late = said->late },
               seen, decision);
}

void notice_decide_ladder_repeated (const void *said_void, const void *seen,
                                    struct decision *decision)
{
    tell_rung (said_void, seen, decision);
}

/* ---- orders ---- */

static const char *awaited (enum order_waiting what)
{
    switch (what) {
    case waiting_notice:
        return "待告知";
    case waiting_hearing:
        return "待听证";
    case waiting_service:
        return "待送达";
    case waiting_decision:
    case order_waiting_absent:
        break;
    }
    return "待审批";
}

static const char *asked_of (enum order_waiting what)
{
    switch (what) {
    case waiting_notice:
        return "请告知当事人拟作出的决定和听证权利（order.notify），或退回（order.reject）。\n";
    case waiting_hearing:
        return "当事人要求听证，请举行听证（hearing.hold）。\n";
    case waiting_service:
        return "请送达（order.serve），并附送达回证。\n";
    case waiting_decision:
    case order_waiting_absent:
        break;
    }
    return "请审批（order.approve）或退回（order.reject）。\n";
}

static void add_who_decides (struct news *news, const struct office *office)
{
    for (size_t i = 0; i < office->policy->acts_count; i++)
        if (strcmp (office->policy->acts[i].act, "order.approve") == 0)
            add_words (news, office->policy->acts[i].roles, office->policy->acts[i].roles_count);
}

void notice_decide_order_drafted (const void *said_void, const void *seen_void,
                                  struct decision *decision)
{
    const struct order_drafted *said = said_void;
    const struct notice_seen *seen = seen_void;
    const struct office *office = seen->office;
    struct arena *arena = decision->arena;
    const char *name = instrument_name (said->instrument);
    struct news news = {
        .ref = said->ref,
        .subject = arena_format (arena, "【待审批】%s %s：%s", name, said->order,
                                 wording_place (said->premises_name, arena)),
        .text = arena_format (
            arena,
            "拟%s，文书：%s\n案号：%s\n地点：%s\n社区：%s　责任部门：%s\n事由：%s\n"
            "请审批（order.approve）或退回（order.reject）。\n",
            name, said->order, said->ref, in_full (said->premises_name),
            wording_party (office, said->community), wording_party (office, said->department),
            said->private   ? WORDS_HIDDEN
            : said->grounds ? said->grounds
                            : "重大隐患逾期未整改，逐级督办未果"),
        .about = { .community = said->community, .department = said->department }
    };
    add_who_decides (&news, office);
    tell (&news, seen, decision);
    order_clock_drafted (said, &((const struct notice_seen *)seen_void)->of_case, decision);
}

static const char *const concerned[] = { "office", "community", "department" };

static const char *text_of_urging (const struct order_urged *said, const struct office *office,
                                   struct arena *arena)
{
    struct text text = text_in (arena);
    if (said->late)
        text_say (&text, "（补发：系统中断期间的催办并入本次）\n");
    text_format (&text, "文书：%s（%s）\n案号：%s\n地点：%s\n社区：%s　责任部门：%s\n", said->order,
                 instrument_name (said->instrument), said->ref, in_full (said->premises_name),
                 wording_party (office, said->community), wording_party (office, said->department));
    text_format (&text, "自 %s 起%s，第 %" PRId64 " 次催办，由%s督促。\n",
                 clock_moment (said->since, arena), awaited (said->waits_for), said->number,
                 wording_role (office, said->role));
    text_say (&text, asked_of (said->waits_for));
    return text.bytes;
}

void notice_decide_order_urged (const void *said_void, const void *seen_void,
                                struct decision *decision)
{
    const struct order_urged *said = said_void;
    const struct notice_seen *seen = seen_void;
    struct arena *arena = decision->arena;
    const struct ladder_step *rung = find_rung_of (seen->office, said->role);
    struct news news = {
        .ref = said->ref,
        .subject = arena_format (arena, "【催办】%s %s%s：%s", instrument_name (said->instrument),
                                 said->order, awaited (said->waits_for),
                                 wording_place (said->premises_name, arena)),
        .text = text_of_urging (said, seen->office, arena),
        .late = said->late,
        .about = { .community = said->community, .department = said->department }
    };
    add_words (&news, &said->role, 1);
    if (rung)
        add_words (&news, rung->also, rung->also_count);
    if (said->waits_for == waiting_decision)
        add_who_decides (&news, seen->office);
    else
        add_words (&news, concerned, sizeof concerned / sizeof *concerned);
    tell (&news, seen, decision);
}

struct order_news {
    const char *order, *ref, *became, *by, *note;
    bool unsealed; /* it was sealed on the spot, and is to be unsealed now */
};

/* Sealed, and no order follows: nobody else would be told that the seal has to go. */
static const char *text_of_unsealing (const struct order_news *order,
                                      const struct notice_seen *seen, struct arena *arena)
{
    const struct safeguard *safeguard =
        authority_safeguard (seen->office, instrument_sealing, day_of (seen->of_case.time));
    if (!order->unsealed)
        return "";
    return arena_format (
        arena,
        "现场已先行查封：请立即解除查封%s，由%s检查人员到场启封并记录；由%s核实确认封条已除。\n",
        safeguard && safeguard->unsealing ? arena_format (arena, "（%s）", safeguard->unsealing)
                                          : "",
        safeguard ? arena_format (arena, "不少于 %" PRId64 " 名", safeguard->inspectors) : "",
        seen->like ? wording_party (seen->office, seen->like->department) : "责任部门");
}

static void tell_of_order (const struct order_news *order, const struct notice_seen *seen,
                           struct decision *decision)
{
    const struct deadline_row *like = seen->like;
    struct arena *arena = decision->arena;
    const char *place = like ? like->premises_name : NULL;
    const char *note = like ? deadline_prose (like, order->note) : order->note;
    struct news news = {
        .ref = order->ref,
        .subject = arena_format (arena, "【文书】%s %s：%s（%s）", order->order, order->became,
                                 wording_place (place, arena), order->ref),
        .text = arena_format (arena, "文书：%s\n状态：%s\n案号：%s\n地点：%s\n经办：%s\n%s\n%s",
                              order->order, order->became, order->ref, in_full (place),
                              order->by ? wording_role (seen->office, order->by) : "系统",
                              note ? note : "", text_of_unsealing (order, seen, arena))
    };
    if (like)
        news.about =
            (struct office_case){ .community = like->community, .department = like->department };
    add_words (&news, concerned, like ? sizeof concerned / sizeof *concerned : 1);
    tell (&news, seen, decision);
}

void notice_decide_order_approved (const void *said_void, const void *seen,
                                   struct decision *decision)
{
    const struct order_approved *said = said_void;
    tell_of_order (&(struct order_news){ .order = said->order,
                                         .ref = said->ref,
                                         .became = "已批准",
                                         .by = said->by,
                                         .note = said->note },
                   seen, decision);
    order_clock_decided (said->order, said->at, &((const struct notice_seen *)seen)->of_case,
                         decision);
}

void notice_decide_order_rejected (const void *said_void, const void *seen,
                                   struct decision *decision)
{
    const struct order_rejected *said = said_void;
    tell_of_order (&(struct order_news){ .order = said->order,
                                         .ref = said->ref,
                                         .became = "已退回",
                                         .by = said->by,
                                         .note = said->reason,
                                         .unsealed = said->on_the_spot },
                   seen, decision);
    order_clock_decided (said->order, said->at, &((const struct notice_seen *)seen)->of_case,
                         decision);
}

void notice_decide_order_served (const void *said_void, const void *seen, struct decision *decision)
{
    const struct order_served *said = said_void;
    tell_of_order (&(struct order_news){ .order = said->order,
                                         .ref = said->ref,
                                         .became = "已送达",
                                         .by = said->by,
                                         .note = said->note },
                   seen, decision);
    order_clock_served (said, &((const struct notice_seen *)seen)->of_case, decision);
}

void notice_decide_order_lifted (const void *said_void, const void *seen, struct decision *decision)
{
    const struct order_lifted *said = said_void;
    tell_of_order (&(struct order_news){ .order = said->order,
                                         .ref = said->ref,
                                         .became = "已解除",
                                         .by = said->by,
                                         .note = said->note },
                   seen, decision);
    order_clock_lifted (said, &((const struct notice_seen *)seen)->of_case, decision);
}

void notice_decide_order_renewed (const void *said_void, const void *seen,
                                  struct decision *decision)
{
    const struct order_renewed *said = said_void;
    const char *became =
        arena_format (decision->arena, "已延长至 %s", clock_moment (said->until, decision->arena));
    tell_of_order (&(struct order_news){ .order = said->order,
                                         .ref = said->ref,
                                         .became = became,
                                         .by = said->by,
                                         .note = said->reason },
                   seen, decision);
    order_clock_renewed (said, &((const struct notice_seen *)seen)->of_case, decision);
}

void notice_decide_order_lapsed (const void *said_void, const void *seen, struct decision *decision)
{
    const struct order_lapsed *said = said_void;
    tell_of_order (
        &(struct order_news){ .order = said->order,
                              .ref = said->ref,
                              .became = "期限届满，已失效",
                              .note = "未作延长或解除决定。隐患如仍存在，请立即处置，可另行提请"
                                      "（order.propose）。" },
        seen, decision);
    order_clock_lapsed (said, &((const struct notice_seen *)seen)->of_case, decision);
}

void notice_decide_resumption_applied (const void *said_void, const void *seen,
                                       struct decision *decision)
{
    const struct resumption_applied *said = said_void;
    tell_of_order (&(struct order_news){ .order = said->order,
                                         .ref = said->ref,
                                         .became = "当事人申请恢复，请检查",
                                         .by = said->by,
                                         .note = said->evidence },
                   seen, decision);
    order_clock_applied (said, &((const struct notice_seen *)seen)->of_case, decision);
}

void notice_decide_resumption_refused (const void *said_void, const void *seen,
                                       struct decision *decision)
{
    const struct resumption_refused *said = said_void;
    tell_of_order (&(struct order_news){ .order = said->order,
                                         .ref = said->ref,
                                         .became = "不同意恢复",
                                         .by = said->by,
                                         .note = said->reason },
                   seen, decision);
    order_clock_refused (said, &((const struct notice_seen *)seen)->of_case, decision);
}

void notice_decide_order_orphaned (const void *said_void, const void *seen,
                                   struct decision *decision)
{
    const struct order_orphaned *said = said_void;
    tell_of_order (&(struct order_news){ .order = said->order,
                                         .ref = said->ref,
                                         .became = "仍有效，而隐患已未经复查销号，请决定是否解除",
                                         .note = said->closing == closing_transferred
                                                     ? "隐患已移送并被接收"
                                                 : said->closing == closing_linked
                                                     ? "隐患已关联另一案件，以其为准"
                                                     : "隐患已撤销" },
                   seen, decision);
    order_clock_orphaned (said, &((const struct notice_seen *)seen)->of_case, decision);
}

void notice_decide_order_withdrawn (const void *said_void, const void *seen,
                                    struct decision *decision)
{
    const struct order_withdrawn *said = said_void;
    tell_of_order (&(struct order_news){ .order = said->order,
                                         .ref = said->ref,
                                         .became = "已撤回",
                                         .note = said->reason,
                                         .unsealed = said->on_the_spot },
                   seen, decision);
    order_clock_withdrawn (said->order, &((const struct notice_seen *)seen)->of_case, decision);
}

/* ---- accountability ---- */

static const char *const who_decide[] = { "leader", "executive_deputy", "office" };

static void tell_of_file (const char *file, const char *mood, const char *text,
                          const struct notice_seen *seen, struct decision *decision)
{
    struct news news = {
        .ref = file,
        .subject = arena_format (decision->arena, "【责任倒查】%s %s", file, mood),
        .text = text,
    };
    add_words (&news, who_decide, sizeof who_decide / sizeof *who_decide);
    tell (&news, seen, decision);
}

void notice_decide_accountability_opened (const void *said_void, const void *seen_void,
                                          struct decision *decision)
{
    const struct accountability_opened *said = said_void;
    const struct notice_seen *seen = seen_void;
    struct text text = text_in (decision->arena);
    text_format (&text, "卷宗：%s\n对象：%s\n事由：%s\n", said->file,
                 wording_party (seen->office, said->party), said->reason);
    for (size_t i = 0; i < said->cases_count && i < 40; i++)
        text_format (&text, "火灾前已知：%s（%s）\n", said->cases[i].ref,
                     said->cases[i].state == known_unfounded ? "举报曾核为不实"
                     : said->cases[i].state == known_overdue ? "逾期未整改"
                                                             : "未销号");
    for (size_t i = 0; i < said->later_count && i < 40; i++)
        text_format (&text, "火灾后补录：%s（所填时间 %s，录入时间 %s）\n", said->later[i].ref,
                     clock_moment (said->later[i].dated, decision->arena),
                     clock_moment (said->later[i].entered, decision->arena));
    text_say (&text, "是否追究由人决定，请调查后以 accountability.conclude 记录结论。\n");
    tell_of_file (said->file, "已建卷", text.bytes, seen, decision);
}

void notice_decide_accountability_judged (const void *said_void, const void *seen_void,
                                          struct decision *decision)
{
    const struct accountability_judged *said = said_void;
    const struct notice_seen *seen = seen_void;
    const char *what = said->reopened ? "伤亡加重，重新处理"
                       : said->stands ? "伤亡变化，仍成立"
                                      : "伤亡变化，已不足较大";
    const char *now = said->reopened ? "原结论作出时伤亡较轻，卷宗重新打开，请另行作出结论"
                      : said->stands ? "卷宗仍成立"
                                     : "已不足较大火灾，卷宗保留供参考";
    tell_of_file (
        said->file, what,
        arena_format (decision->arena, "卷宗：%s\n火灾等级已变化，%s。\n", said->file, now), seen,
        decision);
}

void notice_decide_accountability_voided (const void *said_void, const void *seen_void,
                                          struct decision *decision)
{
    const struct accountability_voided *said = said_void;
    tell_of_file (said->file, "所依据的火灾记录已撤销",
                  arena_format (decision->arena,
                                "卷宗：%s\n火灾记录 %s 已撤销，理由见卷宗。\n卷宗保留，请以 "
                                "accountability.conclude 记录结论。\n",
                                said->file, said->incident_withdrawn),
                  seen_void, decision);
}
