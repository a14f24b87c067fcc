/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/news.h"
#include "calendar/clock.h"
#include "scheduling/telling.h"
#include "scheduling/wording.h"
#include <inttypes.h>
#include <string.h>

enum { NAME_CHARACTERS = 60 };

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

/* ---- rungs ---- */

static const struct ladder_step *find_rung (const struct office *office, const char *id)
{
    for (size_t i = 0; i < office->policy->ladder_count; i++)
        if (strcmp (office->policy->ladder[i].id, id) == 0)
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
                 news_place (said->premises_name), wording_party (office, said->community),
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
    news_add_words (&news, &said->role, 1);
    if (rung)
        news_add_words (&news, rung->also, rung->also_count);
    news_tell (&news, seen, decision);
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
    news_add_words (&news, who_decide, sizeof who_decide / sizeof *who_decide);
    news_tell (&news, seen, decision);
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
