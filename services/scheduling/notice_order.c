/* An order and what became of it: told to who decides, serves, is concerned; and its clocks. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "calendar/clock.h"
#include "office/authority.h"
#include "scheduling/news.h"
#include "scheduling/order_clock.h"
#include "scheduling/wording.h"
#include "words/words.h"
#include <inttypes.h>
#include <string.h>

/* The lowest of ROLE; NULL: the policy has none (any more). */
static const struct ladder_step *find_rung_of (const struct office *office, const char *role)
{
    for (size_t i = 0; i < office->policy->ladder_count; i++)
        if (strcmp (office->policy->ladder[i].role, role) == 0)
            return &office->policy->ladder[i];
    return NULL;
}

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
            news_add_words (news, office->policy->acts[i].roles,
                            office->policy->acts[i].roles_count);
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
            name, said->order, said->ref, news_place (said->premises_name),
            wording_party (office, said->community), wording_party (office, said->department),
            said->private   ? WORDS_HIDDEN
            : said->grounds ? said->grounds
                            : "重大隐患逾期未整改，逐级督办未果"),
        .about = { .community = said->community, .department = said->department }
    };
    add_who_decides (&news, office);
    news_tell (&news, seen, decision);
    order_clock_drafted (said, &((const struct notice_seen *)seen_void)->of_case, decision);
}

static const char *const concerned[] = { "office", "community", "department" };

static const char *text_of_urging (const struct order_urged *said, const struct office *office,
                                   struct arena *arena)
{
    struct text text = text_in (arena);
    if (said->late)
        text_say (&text, NEWS_URGED_LATE);
    text_format (&text, "文书：%s（%s）\n案号：%s\n地点：%s\n社区：%s　责任部门：%s\n", said->order,
                 instrument_name (said->instrument), said->ref, news_place (said->premises_name),
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
    news_add_words (&news, &said->role, 1);
    if (rung)
        news_add_words (&news, rung->also, rung->also_count);
    if (said->waits_for == waiting_decision)
        add_who_decides (&news, seen->office);
    else
        news_add_words (&news, concerned, sizeof concerned / sizeof *concerned);
    news_tell (&news, seen, decision);
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
                              order->order, order->became, order->ref, news_place (place),
                              order->by ? wording_role (seen->office, order->by) : "系统",
                              note ? note : "", text_of_unsealing (order, seen, arena))
    };
    if (like)
        news.about =
            (struct office_case){ .community = like->community, .department = like->department };
    news_add_words (&news, concerned, like ? sizeof concerned / sizeof *concerned : 1);
    news_tell (&news, seen, decision);
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
