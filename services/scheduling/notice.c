/* Telling people what escalation said: a rung that was climbed, an order and what became of it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "calendar/clock.h"
#include "scheduling/letter.h"
#include "scheduling/recipients.h"
#include <string.h>

enum { WORDS_MAX = 72 };

struct news {
    const char *id, *ref, *subject, *text;
    const char *words[WORDS_MAX]; /* who is told */
    size_t words_count;
};

static void tell (const struct news *news, const struct told_seen *seen, const struct office_case *about,
                  struct decision *decision)
{
    if (seen->known)
        return;
    struct recipients to = recipients_of (seen->office, news->words, news->words_count, about, news->id, decision->arena);
    decision_event (decision, notice_raised_record, news->ref, &(struct notice_raised){
        .notice = news->id, .ref = news->ref, .subject = news->subject, .text = news->text, .notices = to.list,
        .notices_count = to.count });
}

static void add_words (struct news *news, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count && news->words_count < WORDS_MAX; i++)
        news->words[news->words_count++] = words[i];
}

static const struct ladder_step *find_rung (const struct office *office, const char *id)
{
    for (size_t i = 0; i < office->policy->ladder_count; i++)
        if (strcmp (office->policy->ladder[i].id, id) == 0)
            return &office->policy->ladder[i];
    return NULL;
}

void notice_decide_ladder_climbed (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct ladder_climbed *said = said_void;
    const struct told_seen *seen = seen_void;
    struct arena *arena = decision->arena;
    const struct ladder_step *rung = find_rung (seen->office, said->rung);
    const struct clock_policy *clock = office_clock (seen->office, said->clock);
    const char *name = rung ? rung->name : said->rung, *what = clock ? clock->name : said->clock;
    const char *place = said->premises_name ? said->premises_name : "（地点见案卷）";
    struct news news = {
        .id = arena_format (arena, "%s/ladder/%s/%lld", said->deadline, said->rung, (long long)(said->due / SECOND_MS)),
        .ref = said->ref,
        .subject = arena_format (arena, "【%s】%s：%.60s（%s）", said->danger ? "危险" : "升级督办", name, place, said->ref),
        .text = arena_format (arena, "%s\n案号：%s\n地点：%s\n社区：%s　责任部门：%s\n事项：%s，应于 %s 前完成，逾期未办。\n"
                              "现由“%s”负责督办，请立即采取措施。\n", name, said->ref, place, said->community, said->department,
                              what, clock_moment (said->due, arena), said->role) };
    add_words (&news, &said->role, 1);
    if (rung)
        add_words (&news, rung->also, rung->also_count);
    tell (&news, seen, &(struct office_case){ .community = said->community, .department = said->department }, decision);
}

/* ---- orders ---- */

struct order_news {
    const char *order, *ref, *what, *by, *note;
};

static void tell_of_order (const struct order_news *order, const struct told_seen *seen, struct decision *decision)
{
    static const char *const concerned[] = { "office", "community", "department" };
    struct arena *arena = decision->arena;
    struct office_case about = { .community = seen->like ? seen->like->community : NULL,
                                 .department = seen->like ? seen->like->department : NULL };
    struct news news = {
        .id = arena_format (arena, "%s/%s", order->order, order->what),
        .ref = order->ref,
        .subject = arena_format (arena, "【停产停业决定】%s：%s（%s）", order->order, order->what, order->ref),
        .text = arena_format (arena, "文书：%s\n案号：%s\n地点：%s\n状态：%s\n经办：%s\n%s\n", order->order, order->ref,
                              seen->like && seen->like->premises_name ? seen->like->premises_name : "（见案卷）",
                              order->what, order->by ? order->by : "系统", order->note ? order->note : "") };
    add_words (&news, concerned, seen->like ? 3 : 1);
    tell (&news, seen, &about, decision);
}

void notice_decide_order_drafted (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct order_drafted *said = said_void;
    const struct told_seen *seen = seen_void;
    struct arena *arena = decision->arena;
    struct news news = {
        .id = arena_format (arena, "%s/拟定", said->order),
        .ref = said->ref,
        .subject = arena_format (arena, "【待审批】责令停产停业整改 %s：%.60s", said->order,
                                 said->premises_name ? said->premises_name : said->ref),
        .text = arena_format (arena, "文书：%s\n案号：%s\n地点：%s\n社区：%s　责任部门：%s\n事由：%s\n请审批（order.approve）或退回"
                              "（order.reject）。\n", said->order, said->ref, said->premises_name ? said->premises_name : "",
                              said->community, said->department,
                              said->grounds ? said->grounds : "重大隐患逾期未整改，逐级督办未果") };
    for (size_t i = 0; i < seen->office->policy->acts_count; i++)
        if (strcmp (seen->office->policy->acts[i].act, "order.approve") == 0)
            add_words (&news, seen->office->policy->acts[i].roles, seen->office->policy->acts[i].roles_count);
    tell (&news, seen, &(struct office_case){ .community = said->community, .department = said->department }, decision);
}

void notice_decide_order_approved (const void *said_void, const void *seen, struct decision *decision)
{
    const struct order_approved *said = said_void;
    tell_of_order (&(struct order_news){ said->order, said->ref, "已批准", said->by, said->note }, seen, decision);
}

void notice_decide_order_rejected (const void *said_void, const void *seen, struct decision *decision)
{
    const struct order_rejected *said = said_void;
    tell_of_order (&(struct order_news){ said->order, said->ref, "已退回", said->by, said->reason }, seen, decision);
}

void notice_decide_order_served (const void *said_void, const void *seen, struct decision *decision)
{
    const struct order_served *said = said_void;
    tell_of_order (&(struct order_news){ said->order, said->ref, "已送达", said->by, said->note }, seen, decision);
}

void notice_decide_order_lifted (const void *said_void, const void *seen, struct decision *decision)
{
    const struct order_lifted *said = said_void;
    tell_of_order (&(struct order_news){ said->order, said->ref, "已解除", said->by, said->note }, seen, decision);
}

void notice_decide_order_withdrawn (const void *said_void, const void *seen, struct decision *decision)
{
    const struct order_withdrawn *said = said_void;
    tell_of_order (&(struct order_news){ said->order, said->ref, "已撤回", NULL, said->reason }, seen, decision);
}
