/* rehearse: the campaign on a virtual clock, by the services' own decisions: who would be told what
   and when if nobody acted, and with tip-offs, inspectors and absences where the office would fall
   short. Reads the configuration and, if asked, a copy of the stores; opens nothing for writing. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/log.h"
#include "firewarden/cli.h"
#include "office/campaign.h"
#include "record/json_build.h"
#include "rehearsal/report.h"
#include "rehearsal/staff.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ABSENCES_MAX = 32, THOUSAND = 1000 };

struct asked {
    const struct cli *cli;
    const struct office *office;
    const char *journal;
    day from, to; /* DAY_ABSENT: the campaign's */
    struct staff_setup staff;
    struct absence absence[ABSENCES_MAX];
    struct absences absences;
    bool totals;
    const char *anchors[CAMPAIGN_ANCHORS_MAX]; /* as anchor.resolve has them */
    size_t anchors_count;
};

/* ---- what is asked ---- */

/* "2.5" in thousandths. */
static bool read_rate (const char *word, int64_t *thousandths)
{
    char *end;
    int64_t whole = strtoll (word, &end, 10), part = 0;
    if (end == word || whole < 0 || whole > STAFF_TIPS_MAX)
        return false;
    if (*end == '.')
        for (int64_t place = THOUSAND / 10; *++end >= '0' && *end <= '9'; place /= 10)
            part += (*end - '0') * place;
    *thousandths = whole * THOUSAND + part;
    return *end == '\0';
}

static bool read_number (const char *word, int64_t most, int64_t *number)
{
    char *end;
    *number = strtoll (word, &end, 10);
    return end != word && *end == '\0' && *number >= 0 && *number <= most;
}

static bool read_seed (const char *word, uint64_t *seed)
{
    int64_t number;
    bool good = read_number (word, INT64_MAX, &number);
    *seed = (uint64_t)number;
    return good;
}

static bool read_option (struct asked *asked, const char *option, const char *value)
{
    if (strcmp (option, "--from") == 0)
        return day_parse (value, &asked->from);
    if (strcmp (option, "--to") == 0)
        return day_parse (value, &asked->to);
    if (strcmp (option, "--tips") == 0)
        return read_rate (value, &asked->staff.tips_thousandths);
    if (strcmp (option, "--inspectors") == 0)
        return read_number (value, STAFF_INSPECTORS_MAX, &asked->staff.inspectors);
    if (strcmp (option, "--seed") == 0)
        return read_seed (value, &asked->staff.seed);
    asked->journal = value;
    return strcmp (option, "--journal") == 0;
}

static bool read_absence (struct asked *asked, char **words)
{
    struct absence *absence = &asked->absence[asked->absences.count];
    if (asked->absences.count == ABSENCES_MAX)
        return false;
    asked->absences.count++;
    absence->who = words[0];
    return day_parse (words[1], &absence->from) && day_parse (words[2], &absence->to) &&
           absence->from <= absence->to;
}

/* An event whose day nobody knows yet, as if it were announced when the rehearsal begins. */
static bool read_anchor (struct asked *asked, char **words)
{
    day date;
    char text[DAY_TEXT_SIZE];
    struct text data = text_in (asked->cli->arena);
    if (asked->anchors_count == CAMPAIGN_ANCHORS_MAX || !day_parse (words[1], &date))
        return false;
    text_say (&data, "{\"anchor\":");
    text_put_json (&data, words[0]);
    text_format (&data, ",\"date\":\"%s\",\"by\":\"office\"}", day_text (date, text));
    asked->anchors[asked->anchors_count++] = data.bytes;
    return true;
}

/* False: *wrong is the word that is no good. */
static bool read_words (struct asked *asked, int count, char **words, const char **wrong)
{
    for (int i = 0; i < count; i++) {
        *wrong = words[i];
        if (strcmp (words[i], "--totals") == 0)
            asked->totals = true;
        else if (strcmp (words[i], "--absent") == 0) {
            if (i + 3 >= count || !read_absence (asked, words + i + 1))
                return false;
            i += 3;
        } else if (strcmp (words[i], "--anchor") == 0) {
            if (i + 2 >= count || !read_anchor (asked, words + i + 1))
                return false;
            i += 2;
        } else if (i + 1 == count || !read_option (asked, words[i], words[i + 1]))
            return false;
        else
            i++;
    }
    return true;
}

static bool is_somebody (const struct office *office, const char *who)
{
    static const char *const others[] = { STAFF_INSPECTOR, STAFF_UNIT, STAFF_WATCHER };
    return texts_have (others, sizeof others / sizeof *others, who) || office_party (office, who) ||
           choice_value (role_choices(), who) != role_absent;
}

static bool knows_the_absent (const struct asked *asked)
{
    for (size_t i = 0; i < asked->absences.count; i++)
        if (!is_somebody (asked->office, asked->absence[i].who)) {
            fprintf (stderr,
                     "firewarden: --absent %s: is no role and no party of organisation.yaml, and "
                     "none of inspector, unit, watcher\n",
                     asked->absence[i].who);
            return false;
        }
    return true;
}

static bool absences_are_played (const struct asked *asked)
{
    char from[DAY_TEXT_SIZE], to[DAY_TEXT_SIZE];
    for (size_t i = 0; i < asked->absences.count; i++)
        if (asked->absence[i].to < asked->from || asked->absence[i].from > asked->to) {
            fprintf (stderr,
                     "firewarden: --absent %s: nothing is played then; the rehearsal lasts from %s "
                     "to %s\n",
                     asked->absence[i].who, day_text (asked->from, from), day_text (asked->to, to));
            return false;
        }
    return true;
}

static bool say_refusals (const struct refusals *refusals)
{
    for (size_t i = 0; i < refusals->count; i++)
        fprintf (stderr, "%s: %s\n", refusals->list[i].path, refusals->list[i].sentence);
    return refusals->count > 0;
}

/* ---- the play ---- */

struct listeners {
    struct report *report;
    struct staff *staff;
};

static void hear (void *self, const struct heard *heard)
{
    const struct listeners *listeners = self;
    report_hear (listeners->report, heard);
    staff_hear (listeners->staff, heard);
}

/* Returns how many were. */
static int64_t say_refused (const struct staff *staff)
{
    const char *first;
    int64_t refused = staff_refused (staff, &first);
    if (refused > 0)
        fprintf (stderr, "firewarden: %lld of the rehearsed commands were refused; the first: %s\n",
                 (long long)refused, first);
    return refused;
}

/* False: said why not. */
static bool resolve_anchors (const struct asked *asked, struct rehearsal *rehearsal)
{
    struct arena *arena = asked->cli->arena;
    struct refusal refusal;
    for (size_t i = 0; i < asked->anchors_count; i++) {
        const char *command = arena_format (
            arena,
            "{\"specversion\":\"1.0\",\"id\":\"anchor-%zu\",\"source\":\"//rehearse\",\"type\":"
            "\"anchor.resolve\",\"data\":%s}",
            i, asked->anchors[i]);
        const char *answer = rehearsal_say (rehearsal, SCHEDULING, command, arena);
        const struct json_t *json =
            answer ? json_parse (answer, strlen (answer), arena, &refusal) : NULL;
        if (!json || is_rejected (json, arena))
            return false;
    }
    return true;
}

/* False: said why not. */
static bool play (const struct asked *asked, const struct listeners *listeners,
                  struct rehearsed *rehearsed)
{
    struct refusals refusals = refusals_in (asked->cli->arena);
    instant to = day_start (asked->to + 1);
    struct rehearsal *rehearsal =
        rehearsal_new (&(struct rehearsal_setup){ .office = asked->office,
                                                  .from = day_start (asked->from),
                                                  .journals = asked->journal,
                                                  .self = (void *)(uintptr_t)listeners,
                                                  .hear = hear },
                       &refusals);
    if (say_refusals (&refusals))
        return false;
    if (rehearsal_now (rehearsal) >= to) {
        char begin[INSTANT_TEXT_SIZE];
        fprintf (stderr, "firewarden: there is nothing to rehearse after %s; give a later --to\n",
                 instant_text (rehearsal_now (rehearsal), begin));
        rehearsal_destroy (&rehearsal);
        return false;
    }
    report_begin (listeners->report, rehearsal_now (rehearsal));
    if (!resolve_anchors (asked, rehearsal)) {
        rehearsal_destroy (&rehearsal);
        return false;
    }
    staff_play (listeners->staff, rehearsal, to);
    *rehearsed = report_end (listeners->report, rehearsal_now (rehearsal));
    if (asked->staff.inspectors != STAFF_NOBODY_ACTS)
        rehearsed->inspectors = staff_weeks (listeners->staff, &rehearsed->inspectors_count);
    rehearsed->turns = rehearsal_totals (rehearsal).turns;
    rehearsed->facts = rehearsal_totals (rehearsal).facts;
    rehearsed->unworked = staff_unworked (listeners->staff, rehearsed, &rehearsed->unworked_count);
    rehearsed->refused = say_refused (listeners->staff);
    rehearsal_destroy (&rehearsal);
    return true;
}

/* ---- what is shown ---- */

static const struct {
    const char *field, *chinese;
} headings[] = {
    { "at", "时间" },         { "party", "代号" },
    { "name", "名称" },       { "channel", "渠道" },
    { "subject", "内容" },    { "refs", "案号" },
    { "absent", "缺席" },     { "letters", "信件" },
    { "days", "天数" },       { "most", "单日最多" },
    { "most_on", "该日" },    { "unread", "缺席未读" },
    { "deadlines", "期限" },  { "missed", "逾期" },
    { "day", "日期" },        { "recipients", "对象" },
    { "ref", "案号" },        { "clock", "时限" },
    { "rung", "层级" },       { "role", "责任人" },
    { "community", "社区" },  { "times", "次数" },
    { "before", "原有" },     { "armed", "新起" },
    { "met", "按时" },        { "late", "逾期后完成" },
    { "open", "未结" },       { "week", "周（周一）" },
    { "ended", "办结" },      { "overdue", "其中逾期" },
    { "able", "可办" },       { "done", "已办" },
    { "waiting", "待办" },    { "longest_hours", "最长等待（小时）" },
    { "climbs", "升级次数" }, { "anchor", "时间节点" },
    { "hang", "待定事项" },   { "cancelled", "撤销" },
};

struct translation {
    const struct cli *cli;
    struct json_t *row;
};

static const char *joined (const struct json_t *list, struct arena *arena)
{
    struct text text = text_in (arena);
    for (size_t i = 0; i < json_count (list); i++)
        text_format (&text, "%s%s", i > 0 ? " " : "", json_words (json_element (list, i)));
    return text.bytes ? text.bytes : "";
}

/* A moment as people read it, to the minute. */
static const char *moment (const char *words, struct arena *arena)
{
    instant at;
    return instant_parse (words, &at) ? arena_format (arena, "%.10s %.5s", words, words + 11)
                                      : words;
}

static void translate (void *self, const char *name, const struct json_t *value)
{
    const struct translation *translation = self;
    struct arena *arena = translation->cli->arena;
    const char *heading = name, *words = json_words (value);
    bool yes = strcmp (json_text (value, arena), "true") == 0;
    for (size_t i = 0; translation->cli->chinese && i < sizeof headings / sizeof *headings; i++)
        if (strcmp (headings[i].field, name) == 0)
            heading = headings[i].chinese;
    if (yes || strcmp (json_text (value, arena), "false") == 0)
        words = yes ? say (translation->cli, "yes", "是") : "";
    else if (!words)
        words = json_count (value) != SIZE_MAX ? joined (value, arena) : json_text (value, arena);
    json_put (arena, translation->row, heading, json_new_text (arena, moment (words, arena)));
}

static void show_list (const struct cli *cli, const struct json_t *all, const char *name,
                       const char *title)
{
    const struct json_t *list = json_member (all, name);
    size_t count = list ? json_count (list) : 0;
    if (count == 0)
        return;
    struct json_t *rows = json_new_array (cli->arena);
    for (size_t i = 0; i < count; i++) {
        struct translation translation = { cli, json_new_object (cli->arena) };
        json_walk (json_element (list, i), translate, &translation);
        json_append (cli->arena, rows, translation.row);
    }
    printf ("\n%s\n", title);
    print_table (rows, cli->arena);
}

static void show_head (const struct cli *cli, const struct rehearsed *rehearsed)
{
    char from[INSTANT_TEXT_SIZE], to[INSTANT_TEXT_SIZE];
    printf ("%s  %s – %s\n", rehearsed->campaign,
            moment (instant_text (rehearsed->from, from), cli->arena),
            moment (instant_text (rehearsed->to, to), cli->arena));
    if (rehearsed->days_count == 0)
        printf ("%s\n", say (cli, "nobody would be told anything", "无人会收到任何提醒"));
    printf ("%s: %s – %s (%lld %s)\n", say (cli, "longest silence", "最长静默"),
            moment (instant_text (rehearsed->silence->from, from), cli->arena),
            moment (instant_text (rehearsed->silence->to, to), cli->arena),
            (long long)rehearsed->silence->hours, say (cli, "hours", "小时"));
    if (rehearsed->refused > 0)
        printf ("%s: %lld\n", say (cli, "commands refused", "未被接受的操作"),
                (long long)rehearsed->refused);
    if (rehearsed->unreachable > 0)
        printf ("%s: %lld\n", say (cli, "could reach nobody", "无可送达对象"),
                (long long)rehearsed->unreachable);
}

/* The first week that left more than another one could have dealt with. */
static void show_shortfall (const struct cli *cli, const struct rehearsed *rehearsed)
{
    char week[DAY_TEXT_SIZE];
    for (size_t i = 0; i < rehearsed->inspectors_count; i++) {
        const struct rehearsed_inspectors *inspectors = &rehearsed->inspectors[i];
        if (inspectors->waiting <= inspectors->able || inspectors->waiting == 0)
            continue;
        printf ("%s %s: %lld %s, %lld %s\n",
                say (cli, "the inspectors fall behind in the week of", "检查力量不足，自此周起"),
                day_text (inspectors->week, week), (long long)inspectors->waiting,
                say (cli, "jobs wait", "项待办"), (long long)inspectors->able,
                say (cli, "could be done in one", "项为一周可办"));
        return;
    }
}

static void show (const struct asked *asked, struct rehearsed *rehearsed)
{
    const struct cli *cli = asked->cli;
    struct text text = text_in (cli->arena);
    struct refusal refusal;
    if (asked->totals)
        rehearsed->letters_count = rehearsed->climbed_count = rehearsed->missed_count = 0;
    record_to_json (rehearsed_record(), rehearsed, &text);
    if (cli->json) {
        printf ("%s\n", text.bytes);
        return;
    }
    const struct json_t *all = json_parse (text.bytes, text.length, cli->arena, &refusal);
    show_head (cli, rehearsed);
    show_list (cli, all, "waiting",
               say (cli, "days that are not known: what hangs on them was asked of nobody",
                    "日期待定，相关事项未予提醒"));
    show_list (cli, all, "mute",
               say (cli, "who has no address, whatever climbs to him", "无联系方式，无法送达"));
    show_list (cli, all, "letters", say (cli, "who would be told what", "何时告知何人何事"));
    show_list (cli, all, "climbed", say (cli, "what climbed to whom", "逐级督办"));
    show_list (cli, all, "days", say (cli, "by day", "按日"));
    show_list (cli, all, "recipients", say (cli, "by recipient", "按对象"));
    show_list (cli, all, "rungs", say (cli, "the ladder", "督办层级"));
    show_list (cli, all, "clocks", say (cli, "the clocks", "时限"));
    show_list (cli, all, "unworked",
               say (cli, "clocks that nobody in the rehearsal works on", "演练中无人办理的时限"));
    show_list (cli, all, "backlog", say (cli, "what was left, by week", "每周积压"));
    show_list (cli, all, "inspectors", say (cli, "the inspectors", "检查力量"));
    show_shortfall (cli, rehearsed);
}

static const struct office *prepare (struct asked *asked)
{
    const struct cli *cli = asked->cli;
    struct refusals refusals = refusals_in (cli->arena);
    const struct office *office = office_read (cli->config, cli->arena, &refusals);
    asked->staff.staffing = staffing_read (cli->config, cli->arena, &refusals);
    if (say_refusals (&refusals))
        return NULL;
    asked->office = asked->staff.office = office;
    if (asked->from == DAY_ABSENT)
        asked->from = office->campaign->from;
    if (asked->to == DAY_ABSENT)
        asked->to = office->campaign->to;
    return office;
}

int command_rehearse (const struct cli *cli, int count, char **words)
{
    const char *wrong;
    struct asked asked = { .cli = cli,
                           .from = DAY_ABSENT,
                           .to = DAY_ABSENT,
                           .staff = { .inspectors = STAFF_NOBODY_ACTS, .seed = 1 } };
    asked.absences.list = asked.absence;
    asked.staff.absences = &asked.absences;
    if (!read_words (&asked, count, words, &wrong))
        return wrong_usage (arena_format (
            cli->arena,
            "rehearse [--from DAY] [--to DAY] [--journal DIR] [--tips RATE] [--inspectors N] "
            "[--absent WHO FROM TO]… [--anchor ID DAY]… [--seed N] [--totals]: %s",
            wrong));
    if (!prepare (&asked) || !knows_the_absent (&asked) || !absences_are_played (&asked))
        return EXIT_REFUSED;
    struct listeners listeners = { report_new (asked.office, &asked.absences, cli->arena),
                                   staff_new (&asked.staff, cli->arena) };
    struct rehearsed rehearsed;
    bool played = play (&asked, &listeners, &rehearsed);
    if (played)
        show (&asked, &rehearsed);
    report_destroy (&listeners.report);
    staff_destroy (&listeners.staff);
    return played ? EXIT_DONE : EXIT_REFUSED;
}
