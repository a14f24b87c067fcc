/* The shipped configuration is clean, and each mistake is found at its line: a small sound office
   is written into a folder with one line of one file changed. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/office.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

/* C17 promises 4,095 characters of a string; both compilers of this house have no such end. */
#pragma GCC diagnostic ignored "-Woverlength-strings"

enum { ORGANISATION, CATEGORIES, POLICY, CAMPAIGN, AUTHORITY, CHECKLISTS, FILES };
static const char *const names[FILES] = {
    "organisation.yaml", "categories.yaml", "policy.yaml",
    "campaign.yaml",     "authority.yaml",  "checklists.yaml"
};
static const char *const sound[FILES] = {
    [ORGANISATION] = "name: 街道\n"
                     "leading_group:\n"
                     "  - {id: leader, name: 组长, role: leader}\n"
                     "  - {id: second, name: 副组长, role: deputy}\n"
                     "office: {id: office, name: 办公室}\n"
                     "departments:\n"
                     "  - {id: construction, name: 建设}\n"
                     "communities:\n"
                     "  - id: c01\n"
                     "    name: 一\n"
                     "    reach:\n"
                     "      - {channel: mail, address: c01@subdistrict.example}\n"
                     "      - {channel: pigeon, address: north tower}\n"
                     "  - {id: c02, name: 二}\n"
                     "outside:\n"
                     "  - {id: fire_rescue, name: 消防}\n",
    [CATEGORIES] = "hazards:\n"
                   "  - {id: wiring, name: 电线, department: office}\n"
                   "  - {id: blocked, name: 堵塞, department: construction, urgent: true}\n"
                   "premises:\n"
                   "  - {id: school, name: 学校, department: construction}\n"
                   "  - {id: market, name: 市场, department: office}\n",
    [POLICY] =
        "clocks:\n"
        "  - id: tipoff_verification\n"
        "    name: 核查\n"
        "    rules:\n"
        "      - {urgent: true, hours: 24, source: 规定, effective: 2012-11-01}\n"
        "      - {working_days: 3, source: 规定二, effective: 2012-11-02}\n"
        "    steps:\n"
        "      - {id: soon, when: before, hours: 6, to: [community]}\n"
        "      - {id: due, when: at, to: [department, deputy]}\n"
        "    repeats: [{hours: 12}, {hours: 24}]\n"
        "    repeats_to: [office]\n"
        "  - id: rectification\n"
        "    name: 整改\n"
        "    rules:\n"
        "      - {severity: major, categories: [blocked, wiring], hours: 9, source: 一, "
        "effective: 2020-11-01}\n"
        "      - {calendar_days: 30, source: 二, effective: 2020-11-02}\n"
        "    steps: [{id: due, when: at, to: [tracker]}]\n"
        "    repeats: [{hours: 1}]\n"
        "    repeats_to: [fire_rescue]\n"
        "  - id: reinspection\n"
        "    name: 复查\n"
        "    rules: [{working_days: 3, source: 三, effective: 2020-11-01}]\n"
        "    steps: [{id: later, when: after, working_days: 1, to: [c01]}]\n"
        "    repeats: [{hours: 1}]\n"
        "    repeats_to: [office]\n"
        "  - id: watch\n"
        "    name: 盯守\n"
        "    rules: [{hours: 12, source: 四, effective: 2020-11-01}]\n"
        "    steps: [{id: due, when: at, to: [watcher]}]\n"
        "    repeats: [{hours: 1}]\n"
        "    repeats_to: [office]\n"
        "    danger: true\n"
        "  - id: referral_sending\n"
        "    name: 移送\n"
        "    rules: [{working_days: 1, source: 五, effective: 2020-11-01}]\n"
        "    steps: [{id: due, when: at, to: [office]}]\n"
        "    repeats: [{hours: 1}]\n"
        "    repeats_to: [office]\n"
        "  - id: referral\n"
        "    name: 答复\n"
        "    rules: [{working_days: 5, source: 六, effective: 2020-11-01}]\n"
        "    steps: [{id: due, when: at, to: [office]}]\n"
        "    repeats: [{hours: 1}]\n"
        "    repeats_to: [office]\n"
        "  - id: supervision\n"
        "    name: 挂牌\n"
        "    rules: [{calendar_days: 30, source: 七, effective: 2020-11-01}]\n"
        "    steps: [{id: due, when: at, to: [office]}]\n"
        "    repeats: [{hours: 1}]\n"
        "    repeats_to: [office]\n"
        "acknowledgement_hours: 48\n"
        "ladder:\n"
        "  - {id: first, name: 一, after_hours: 24, danger_after_hours: 1, role: deputy}\n"
        "  - {id: second, name: 二, after_hours: 48, danger_after_hours: 2, role: leader, "
        "also: [office],\n"
        "     clocks: [rectification, watch],\n"
        "     drafts_order: true, instrument: suspension}\n"
        "acts:\n"
        "  - {act: order.approve, roles: [leader, second]}\n"
        "  - {act: order.reject, roles: [leader]}\n"
        "  - {act: order.serve, roles: [department]}\n"
        "  - {act: order.lift, roles: [leader]}\n"
        "  - {act: deadline.extend, roles: [office]}\n"
        "  - {act: reminder.acknowledge, roles: [community]}\n"
        "  - {act: order.notify, roles: [office]}\n"
        "  - {act: hearing.request, roles: [office]}\n"
        "  - {act: hearing.waive, roles: [office]}\n"
        "  - {act: hearing.hold, roles: [office]}\n"
        "  - {act: order.propose, roles: [office]}\n"
        "  - {act: order.renew, roles: [office]}\n"
        "  - {act: resumption.apply, roles: [office]}\n"
        "  - {act: resumption.refuse, roles: [office]}\n"
        "  - {act: referral.draft, roles: [office]}\n"
        "  - {act: referral.send, roles: [office]}\n"
        "  - {act: referral.withdraw, roles: [office]}\n"
        "  - {act: supervision.list, roles: [office]}\n"
        "  - {act: supervision.publish, roles: [office]}\n"
        "  - {act: supervision.delist, roles: [office]}\n"
        "  - {act: mention.propose, roles: [office]}\n"
        "  - {act: mention.approve, roles: [office]}\n"
        "  - {act: mention.refuse, roles: [office]}\n"
        "  - {act: mention.publish, roles: [office]}\n"
        "  - {act: mention.withdraw, roles: [office]}\n"
        "  - {act: hazard.close, roles: [office]}\n"
        "  - {act: hazard.link, roles: [office]}\n"
        "  - {act: hazard.split, roles: [office]}\n"
        "  - {act: notice.serve, roles: [office]}\n"
        "  - {act: premises.close, roles: [office]}\n"
        "  - {act: incident.withdraw, roles: [office]}\n"
        "  - {act: government.report, roles: [office]}\n"
        "  - {act: experts.convene, roles: [office]}\n"
        "  - {act: tipoff.triage, roles: [office]}\n"
        "  - {act: tipoff.link, roles: [office]}\n"
        "  - {act: tipoff.split, roles: [office]}\n"
        "  - {act: tipoff.answer, roles: [office]}\n"
        "  - {act: joint.open, roles: [office]}\n"
        "  - {act: task.report, roles: [office]}\n"
        "  - {act: task.withdraw, roles: [office]}\n"
        "  - {act: meeting.report, roles: [office]}\n"
        "  - {act: accountability.conclude, roles: [office]}\n"
        "  - {act: extension.ask, roles: [office]}\n"
        "  - {act: extension.grant, roles: [office]}\n"
        "  - {act: extension.refuse, roles: [office]}\n"
        "  - {act: deadline.pause, roles: [office]}\n"
        "  - {act: deadline.resume, roles: [office]}\n"
        "  - {act: obligation.report, roles: [office]}\n"
        "  - {act: obligation.withdraw, roles: [office]}\n"
        "  - {act: anchor.resolve, roles: [office]}\n"
        "extension: {times_max: 2, working_days_max: 10}\n"
        "pause_days_max: 30\n"
        "ladder_repeat: {hours: 168}\n"
        "urging: {hours: 24, times: 2}\n"
        "ranking: {found: 1, rectified: 2, rectified_late: -1, overdue: -3, major_overdue: -5,\n"
        "          source: 八, effective: 2020-11-01}\n"
        "accountability: {climbs: 5, climb_days: 30, fires: 3, fire_days: 30, source: 九, "
        "effective: 2020-11-01}\n"
        "signals: {zero_streak: 10, kilometres_per_hour: 40, entered_late_days: 3, source: 十}\n"
        "supervision_levels: [street]\n"
        "plausible_days: {inspection_back: 366, anchor_after: 183, source: 十一}\n"
        "skew_minutes: 5\n",
    [CAMPAIGN] = "id: winter\n"
                 "name: 冬春\n"
                 "from: 2020-11-06\n"
                 "to: 2021-03-31\n"
                 "anchors:\n"
                 "  - {id: close, name: 两会结束}\n"
                 "phases:\n"
                 "  - {id: one, name: 一, from: 2020-11-06, to: 2020-11-30}\n"
                 "  - {id: two, name: 二, from: 2020-11-30, to: close}\n"
                 "  - {id: three, name: 三, from: close + 0d, to: 2021-03-25}\n"
                 "deliverables:\n"
                 "  - {id: plan, name: 方案, clause: S10, of: [communities], due: close + 3wd}\n"
                 "windows:\n"
                 "  - {id: lantern, name: 元宵, clause: S9, of: communities, from: 2021-02-20, to: "
                 "2021-02-25,\n"
                 "     checklist: general, premises: [market]}\n"
                 "meetings:\n"
                 "  - {id: regular, name: 例会, clause: S18, every_days: 14}\n"
                 "screen:\n"
                 "  slogans: [{text: 防火, source: 方案}]\n"
                 "  telephone: {number: '022 84372008', name: 办公室, source: 方案}\n",
    [AUTHORITY] =
        "rows:\n"
        "  - {instrument: sealing, from: 2009-05-01, power: refer, party: fire_rescue, "
        "basis: 一}\n"
        "safeguards:\n"
        "  - {instrument: sealing, inspectors: 2, calendar_days: 30, coercive: true, "
        "inventory: true, basis: 二, effective: 2012-01-01}\n"
        "law:\n"
        "  - {figure: hearing_working_days, bound: 5, source: 五, effective: 2012-01-01}\n"
        "  - {figure: hearing_notice_working_days, bound: 7, source: 五, effective: "
        "2012-01-01}\n"
        "  - {figure: inspectors, bound: 2, source: 五, effective: 2012-01-01}\n"
        "  - {figure: sealing_days, bound: 30, source: 五, effective: 2012-01-01}\n"
        "  - {figure: night_from, bound: 22, source: 五, effective: 2012-01-01}\n"
        "  - {figure: night_to, bound: 6, source: 五, effective: 2012-01-01}\n"
        "clocks:\n"
        "  - {working_days: 5, source: 三, effective: 2020-11-01}\n"
        "night: {from: 22, to: 6, basis: 四}\n"
        "otherwise: fire_rescue\n",
    [CHECKLISTS] =
        "checklists:\n"
        "  - {id: general, name: 一, clause: S7, items: [{id: a, text: 二, category: "
        "wiring}]}\n"
        "fires: [{class: larger, dead: 3, injured: 10, loss_yuan: 10000000, source: 三, "
        "effective: 2007-06-26}]\n"
        "majors:\n"
        "  - {id: old, from: 2018-07-01, to: 2025-10-31, source: 四,\n"
        "     elements: [{id: exits, text: 五, hazards: [wiring]}],\n"
        "     rules: [{premises: [market], elements: 2, text: 六}, {elements: 3, text: 七}]}\n"
        "  - {id: new, from: 2025-11-01, source: 八, elements: [{id: exits, text: 九, hazards: "
        "[blocked]}],\n"
        "     rules: [{elements: 3, text: 十}]}\n"
        "toll: {days: 7, source: 十一, effective: 2007-06-01}\n",
};

struct folder {
    char path[64];
    struct arena *arena;
};

static const char *shipped (const struct folder *folder, const char *name)
{
    return arena_format (folder->arena, "%s/config%s", getenv ("SOURCE"), name);
}

static int folder_make (void **state)
{
    struct folder *folder = calloc (1, sizeof *folder);
    assert_non_null (folder);
    strcpy (folder->path, "/tmp/office_check_test.XXXXXX");
    assert_non_null (mkdtemp (folder->path));
    folder->arena = arena_new();
    assert_int_equal (symlink (shipped (folder, "/calendars"),
                               arena_format (folder->arena, "%s/calendars", folder->path)),
                      0);
    *state = folder;
    return 0;
}

static int folder_remove (void **state)
{
    struct folder *folder = *state;
    for (int i = 0; i < FILES; i++)
        unlink (arena_format (folder->arena, "%s/%s", folder->path, names[i]));
    unlink (arena_format (folder->arena, "%s/calendars", folder->path));
    rmdir (folder->path);
    arena_destroy (&folder->arena);
    free (folder);
    return 0;
}

static void file_write (const struct folder *folder, int file, const char *text)
{
    FILE *out = fopen (arena_format (folder->arena, "%s/%s", folder->path, names[file]), "w");
    assert_non_null (out);
    assert_int_equal (fwrite (text, 1, strlen (text), out), strlen (text));
    assert_int_equal (fclose (out), 0);
}

/* Clocks that must be there and are all alike here. */
static const char *const like_clocks[] = { "order_end",        "joint",
                                           "action",           "visit",
                                           "deliverable",      "window",
                                           "meeting",          "tipoff_answer",
                                           "resumption_check", "resumption_decision",
                                           "referral_result",  "publication",
                                           "delisting",        "sealing_decision",
                                           "notice",           "government_report" };
#define BEHIND_CLOCKS "acknowledgement_hours:"

static const char *sound_text (const struct folder *folder, int file)
{
    if (file != POLICY)
        return sound[file];
    const char *behind = strstr (sound[POLICY], BEHIND_CLOCKS);
    struct text text = text_in (folder->arena);
    text_put (&text, sound[POLICY], (size_t)(behind - sound[POLICY]));
    for (size_t i = 0; i < sizeof like_clocks / sizeof *like_clocks; i++)
        text_format (
            &text,
            "  - {id: %s, name: 一, rules: [{hours: 1, source: 八, effective: 2020-11-01}],\n"
            "     steps: [{id: d, when: at, to: [office]}], repeats: [{hours: 1}], "
            "repeats_to: [office]}\n",
            like_clocks[i]);
    text_say (&text, behind);
    return text.bytes;
}

/* The sound office, but WITH in the place of REPLACE, which stands in FILE once. Returns FILE. */
static const char *folder_write (const struct folder *folder, int file, const char *replace,
                                 const char *with)
{
    for (int i = 0; i < FILES; i++)
        file_write (folder, i, sound_text (folder, i));
    if (!replace)
        return sound_text (folder, file);
    const char *whole = sound_text (folder, file), *found = strstr (whole, replace);
    assert_non_null (found);
    assert_null (strstr (found + 1, replace));
    struct text text = text_in (folder->arena);
    text_put (&text, whole, (size_t)(found - whole));
    text_say (&text, with);
    text_say (&text, found + strlen (replace));
    file_write (folder, file, text.bytes);
    return text.bytes;
}

static size_t line_of (const char *text, const char *needle)
{
    const char *found = strstr (text, needle);
    assert_non_null (found);
    size_t line = 1;
    for (; text < found; text++)
        line += *text == '\n';
    return line;
}

static void complain_of (const struct refusals *refusals)
{
    for (size_t i = 0; i < refusals->count; i++)
        print_error ("%s: %s\n", refusals->list[i].path, refusals->list[i].sentence);
}

static void the_shipped_office_is_clean (void **state)
{
    const struct folder *folder = *state;
    struct refusals refusals = refusals_in (folder->arena);
    const struct office *office = office_read (shipped (folder, ""), folder->arena, &refusals);
    complain_of (&refusals);
    assert_non_null (office);
    assert_int_equal (office->organisation->communities_count, 24);
    assert_int_equal (office->categories->hazards_count, 20);
    assert_int_equal (office->categories->premises_count, 18);
    assert_non_null (office->calendar);
    const struct clock_case urgent = { .urgent = true, .on = day_from (2021, 2, 10) };
    const struct clock_policy *clock = office_clock (office, CLOCK_TIPOFF_VERIFICATION);
    assert_int_equal (office_clock_rule (clock, &urgent)->hours, 24);
    assert_true (office_may (office, "deputy_2", "order.approve"));
    assert_false (office_may (office, "c01", "order.approve"));
}

static void the_small_office_is_clean (void **state)
{
    const struct folder *folder = *state;
    folder_write (folder, CAMPAIGN, NULL, NULL);
    struct refusals refusals = refusals_in (folder->arena);
    assert_non_null (office_read (folder->path, folder->arena, &refusals));
    complain_of (&refusals);
    assert_int_equal (refusals.count, 0);
}

/* AT: a text of the line (of the changed file) that is complained of, and what the complaint SAYS.
 */
static const struct mistake {
    int file;
    const char *replace, *with, *at, *says;
} mistakes[] = {
    { ORGANISATION, "id: c02", "id: c01", "{id: c01", "already" },
    { ORGANISATION, "id: fire_rescue", "id: c02", "消防", "already" },
    { ORGANISATION, "id: c02", "id: C 02", "C 02", "a-z" },
    { ORGANISATION, "id: c02", "id: tracker", "tracker", "word for others" },
    { ORGANISATION, "office: {id: office", "office: {id: leader", "office:", "word for others" },
    { ORGANISATION, "id: c02", "id: executive_deputy", "二", "word for others" },
    { ORGANISATION, "id: c02", "role: department, id: c02", "二", "\"community\"" },
    { ORGANISATION, ", role: leader}", "}", "组长}", "must be one of leader" },
    { ORGANISATION, ", role: leader}", ", role: office}", "组长, ", "\"leader\" is a word" },
    { CATEGORIES, "id: blocked", "id: wiring", "堵塞", "already" },
    { CATEGORIES, "id: market", "id: school", "市场", "already" },
    { CATEGORIES, "电线, department: office", "电线, department: c01", "电线", "neither" },
    { CATEGORIES, "市场, department: office", "市场, department: parks", "市场", "\"parks\"" },
    { POLICY, "id: watch", "id: wotch", "clocks:", "\"watch\" is missing" },
    { POLICY, "urgent: true, hours: 24", "urgent: true", "urgent", "exactly one" },
    { POLICY, "name: 核查\n    rules:\n      - {urgent: true, hours: 24",
      "name: 核查\n    statutory: true\n    rules:\n      - {urgent: true, calendar_days: 3",
      "calendar_days: 3,", "行政强制法 69" },
    { POLICY, "name: 核查\n", "name: 核查\n    may_stand: 某法\n", "某法", "a statutory clock" },
    { POLICY, "urgent: true, hours: 24", "urgent: true, hours: 24, working_days: 1", "urgent",
      "exactly one" },
    { POLICY, "urgent: true, hours: 24", "urgent: true, hours: 24, longest: true", "urgent",
      "calendar_days alone" },
    { POLICY, "urgent: true, hours: 24", "hours: 24", "规定二", "never governs" },
    { POLICY, "- {calendar_days: 30", "- {severity: general, calendar_days: 30",
      "severity: general", "the last must have no" },
    { POLICY, "二, effective: 2020-11-02", "二, effective: 2020-11-07", "2020-11-07",
      "after the campaign" },
    { POLICY, "[blocked, wiring]", "[blocked, wirring]", "wirring", "\"wirring\"" },
    { POLICY, "id: due, when: at, to: [department, deputy]", "id: soon, when: at, to: [office]",
      "id: soon, when: at", "already" },
    { POLICY, "when: before, hours: 6", "when: before", "when: before", "exactly one" },
    { POLICY, "when: before, hours: 6", "when: before, hours: 6, working_days: 1", "when: before",
      "exactly one" },
    { POLICY, "when: at, to: [tracker]", "when: at, hours: 1, to: [tracker]", "tracker",
      "leave hours" },
    { POLICY, "[department, deputy]", "[department, member]", "member", "\"member\"" },
    { POLICY, "to: [c01]", "to: [c09]", "c09", "\"c09\"" },
    { POLICY, "[fire_rescue]", "[army]", "army", "\"army\"" },
    { POLICY, "{hours: 24}]", "{hours: 12}]", "{hours: 12}]", "must grow" },
    { POLICY, "id: second", "id: first", "48, danger", "already" },
    { POLICY, "after_hours: 48", "after_hours: 24", "second, name", "later than" },
    { POLICY, "danger_after_hours: 2,", "danger_after_hours: 1,", "second, name", "later than" },
    { POLICY, "danger_after_hours: 2,", "danger_after_hours: 49,", "second, name", "cannot wait" },
    { POLICY, "role: deputy", "role: executive_deputy", "executive", "nobody" },
    { POLICY, "also: [office]", "also: [editor]", "editor", "\"editor\"" },
    { POLICY, "clocks: [rectification, watch]", "clocks: [rectification, listen]", "listen",
      "\"listen\"" },
    { POLICY, ", instrument: suspension", "", "second, name", "together" },
    { POLICY, "drafts_order: true, ", "", "second, name", "together" },
    { POLICY, "roles: [leader, second]", "roles: [leader, third]", "third", "\"third\"" },
    { POLICY, "roles: [leader, second]", "roles: [fire_rescue]", "roles: [fire",
      "\"fire_rescue\"" },
    { POLICY, "  - {act: order.lift, roles: [leader]}\n",
      "  - {act: order.lift, roles: [leader]}\n  - {act: order.lift, roles: [office]}\n",
      "lift, roles: [office]", "a row already" },
    { POLICY, "  - {act: order.lift, roles: [leader]}\n", "",
      "acts:", "\"order.lift\" is missing" },
    { POLICY, "  - {act: anchor.resolve, roles: [office]}\n", "",
      "acts:", "\"anchor.resolve\" is missing" },
    { POLICY, "  - {act: mention.approve, roles: [office]}\n", "",
      "acts:", "\"mention.approve\" is missing" },
    { POLICY, "  - {act: order.lift, roles: [leader]}\n",
      "  - {act: order.lift, roles: [leader]}\n  - {act: order.lifted, roles: [leader]}\n",
      "order.lifted", "no command" },
    { CHECKLISTS, "from: 2025-11-01", "from: 2025-10-31", "2025-10-31, source: 八", "one governs" },
    { CHECKLISTS, "from: 2025-11-01", "from: 2025-12-01", "2025-12-01", "no edition is in effect" },
    { CHECKLISTS, "hazards: [wiring]}],", "hazards: [moon]}],", "moon", "no hazard category" },
    { CHECKLISTS, "hazards: [wiring]}],", "hazards: [wiring], premises: [moon]}],", "moon",
      "no premises category" },
    { CHECKLISTS, "premises: [market], elements: 2", "premises: [sun], elements: 2", "sun",
      "no premises category" },
    { CHECKLISTS, "{elements: 3, text: 七}", "{premises: [market], elements: 3, text: 七}", "七",
      "the last must" },
    { CAMPAIGN, "id: two", "id: one", "二", "already" },
    { CAMPAIGN, "to: close}", "to: opening + 2d}", "opening", "\"opening\"" },
    { CAMPAIGN, "to: close}", "to: close + 2}", "close + 2}", "is no day" },
    { CAMPAIGN, "due: close + 3wd", "due: close + 3w", "方案", "is no day" },
    { CAMPAIGN, "due: close + 3wd", "due: opened + 3wd", "方案", "\"opened\"" },
    { CAMPAIGN, "due: close + 3wd", "due: 2021-04-02", "方案", "outside the campaign" },
    { CAMPAIGN, "of: [communities], due", "of: [communes], due", "方案", "\"communes\"" },
    { CAMPAIGN, "of: [communities], due", "of: [office, office], due", "方案", "already" },
    { CAMPAIGN, "of: [communities], due", "of: [], due", "方案", "nobody is asked" },
    { CAMPAIGN, "of: [communities], due", "of: [], premises: [moon], due", "方案", "\"moon\"" },
    { CAMPAIGN, "due: close + 3wd", "due: close + 3wd, meeting: tea", "方案", "\"tea\"" },
    { CAMPAIGN, "due: close + 3wd", "due: close + 3wd, from: opened", "方案", "\"opened\"" },
    { CAMPAIGN, "due: close + 3wd", "due: 2021-03-01, from: 2021-03-02", "方案", "lies after due" },
    { CAMPAIGN, "of: [communities], due", "of: [communities], premises: [market], from: close, due",
      "方案", "not premises" },
    { CAMPAIGN, "id: lantern", "id: Lantern", "元宵", "a-z" },
    { CAMPAIGN, "from: 2021-02-20", "from: 2021-02-28", "2021-02-25,", "before from" },
    { CAMPAIGN, "from: 2021-02-20, to: 2021-02-25", "from: close - 3d, to: close - 2wd",
      "close - 3d", "when their anchor is on" },
    { CAMPAIGN, "checklist: general", "checklist: special", "special", "\"special\"" },
    { CAMPAIGN, "premises: [market]", "premises: [moon]", "moon", "\"moon\"" },
    { CAMPAIGN, "id: regular", "id: Regular", "例会", "a-z" },
    { CAMPAIGN, "to: 2021-03-25", "to: 2021-04-01", "2021-04-01", "outside" },
    { CAMPAIGN, "from: 2020-11-06, to: 2020-11-30", "from: 2020-11-16, to: 2020-11-10", "id: one",
      "before from" },
    { CAMPAIGN, "from: 2020-11-06, ", "from: 2020-12-01, ", "id: two", "the phase \"one\"" },
    { CAMPAIGN, "to: 2020-11-30}", "to: 2020-11-28}", "id: two", "leaves out days" },
    { CAMPAIGN, "to: 2020-11-30}", "to: 2021-02-10}", "id: two", "they may share one day" },
    { CAMPAIGN, "  - {id: close, name: 两会结束}",
      "  - {id: close, name: 两会结束}\n  - {id: close, name: 又}", "又", "already" },
    { CAMPAIGN, "name: 两会结束}", "name: 春节, lunar: true, yearly: true}", "春节",
      "another day each year" },
    /* S20: what the public board says. */
    { CAMPAIGN, "'022 84372008'", "拨打119", "拨打119", "no telephone number" },
    { CAMPAIGN, "'022 84372008'", "'11'", "'11'", "number" },
    { CAMPAIGN, "{text: 防火, source: 方案}", "{text: 防火}", "防火", "source" },
    { CAMPAIGN,
      "  slogans: [{text: 防火, source: 方案}]\n"
      "  telephone: {number: '022 84372008', name: 办公室, source: 方案}\n",
      "  slogans: []\n", "screen:", "says nothing" },
};

/* Whether a complaint stands at LINE of FILE's file and contains SAYS. */
static bool is_refused (const struct folder *folder, const struct refusals *refusals, int file,
                        size_t line, const char *says)
{
    const char *place = arena_format (folder->arena, "%s:%zu:", names[file], line);
    for (size_t i = 0; i < refusals->count; i++)
        if (strstr (refusals->list[i].path, place) && strstr (refusals->list[i].sentence, says))
            return true;
    return false;
}

static void each_mistake_is_found_at_its_line (void **state)
{
    const struct folder *folder = *state;
    size_t unfound = 0;
    for (size_t i = 0; i < COUNT (mistakes); i++) {
        const struct mistake *mistake = &mistakes[i];
        const char *text = folder_write (folder, mistake->file, mistake->replace, mistake->with);
        struct refusals refusals = refusals_in (folder->arena);
        assert_null (office_read (folder->path, folder->arena, &refusals));
        size_t line = line_of (text, mistake->at);
        if (is_refused (folder, &refusals, mistake->file, line, mistake->says))
            continue;
        unfound++;
        print_error ("row %zu, \"%s\" for \"%s\": expected %s:%zu … %s; found:\n", i, mistake->with,
                     mistake->replace, names[mistake->file], line, mistake->says);
        complain_of (&refusals);
    }
    assert_int_equal (unfound, 0);
}

/* A mistake in the shape of a file hides none in how the lines fit, of this file or of another; and
   of what stood there nobody is told that it does not. */
static const struct {
    struct {
        int file;
        const char *replace, *with;
    } shape, sense;        /* the one mistake, and the other */
    const char *at, *says; /* of the second; NULL: all is said with the first */
} hidden[] = {
    { { ORGANISATION, "id: c02, name: 二", "id: c02, nam: 二" },
      { ORGANISATION, "id: construction", "role: community, id: construction" },
      "建设",
      "\"department\"" },
    { { ORGANISATION, "id: c02, name: 二", "id: c02, nam: 二" },
      { POLICY, "to: [c01]", "to: [c09]" },
      "c09",
      "\"c09\"" },
    { { ORGANISATION, "id: c02, name: 二", "id: c02, nam: 二" },
      { POLICY, "to: [c01]", "to: [c02]" },
      NULL,
      NULL },
    { { ORGANISATION, "副组长, role: deputy", "副组长, role: deputty" },
      { POLICY, "skew_minutes: 5", "skew_minutes: 5" },
      NULL,
      NULL },
    { { ORGANISATION, "name: 建设}", "nome: 建设}" },
      { POLICY, "skew_minutes: 5", "skew_minutes: 5" },
      NULL,
      NULL },
    { { ORGANISATION, "office: {id: office, name", "office: {id: office, nome" },
      { POLICY, "to: [c01]", "to: [c09]" },
      "c09",
      "\"c09\"" },
    { { ORGANISATION, "name: 街道", "nome: 街道" },
      { POLICY, "to: [c01]", "to: [c09]" },
      "c09",
      "\"c09\"" },
    { { ORGANISATION, "communities:", "comunities:" },
      { POLICY, "urgent: true, hours: 24", "urgent: true" },
      "urgent",
      "exactly one" },
    { { CATEGORIES, "堵塞, department: construction, urgent: true",
        "堵塞, department: construction, urgent: yes" },
      { POLICY, "also: [office]", "also: [editor]" },
      "editor",
      "\"editor\"" },
    { { CATEGORIES, "hazards:", "hazard:" },
      { POLICY, "also: [office]", "also: [editor]" },
      "editor",
      "\"editor\"" },
    { { POLICY, "skew_minutes: 5", "skew_minutes: five" },
      { POLICY, "{hours: 24}]", "{hours: 12}]" },
      "{hours: 12}]",
      "must grow" },
    { { POLICY, "urgent: true, hours: 24", "urgent: maybe, hours: 24" },
      { POLICY, "role: deputy", "role: executive_deputy" },
      "executive",
      "nobody" },
    { { POLICY, "working_days: 3, source: 规定二", "working_days: x, source: 规定二" },
      { POLICY, "after_hours: 48", "after_hours: 24" },
      "second, name",
      "later than" },
    { { POLICY, "danger: true", "danger: maybe" },
      { POLICY, "clocks: [rectification, watch]", "clocks: [rectification, watch]" },
      NULL,
      NULL },
    { { POLICY, "danger: true", "danger: maybe" },
      { POLICY, "clocks: [rectification, watch]", "clocks: [rectification, wotch]" },
      "wotch",
      "not a clock" },
    { { POLICY, "{act: order.lift, roles: [leader]}", "{act: order.lift, roles: leader}" },
      { POLICY, "{act: order.reject, roles: [leader]}", "{act: order.reject, roles: [third]}" },
      "third",
      "\"third\"" },
    { { POLICY, "acts:", "act:" }, { CAMPAIGN, "id: two", "id: one" }, "二", "already" },
    { { POLICY, "[{hours: 1, source: 八, effective: 2020-11-01}]", "[]" },
      { CAMPAIGN, "id: two", "id: one" },
      "二",
      "already" },
    { { CAMPAIGN, "id: close, name: 两会结束", "id: close, nome: 两会结束" },
      { CAMPAIGN, "premises: [market]", "premises: [moon]" },
      "moon",
      "\"moon\"" },
    { { CAMPAIGN, "to: 2021-03-31", "to: 2021-02-31" },
      { CAMPAIGN, "to: close}", "to: opening + 2d}" },
      "opening",
      "\"opening\"" },
    { { CAMPAIGN, "name: 冬春\nfrom: 2020-11-06", "name: 冬春\nfrom: 2020-13-06" },
      { CAMPAIGN, "due: close + 3wd", "due: close + 3w" },
      "方案",
      "is no day" },
    { { AUTHORITY, "{working_days: 5, source: 三", "{working_days: many, source: 三" },
      { CHECKLISTS, "hazards: [wiring]}],", "hazards: [moon]}]," },
      "moon",
      "no hazard category" },
    { { CHECKLISTS, "{elements: 3, text: 七}", "{elements: x, text: 七}" },
      { AUTHORITY, "otherwise: fire_rescue", "otherwise: army" },
      "army",
      "\"army\"" },
    { { AUTHORITY, "otherwise: fire_rescue", "otherwize: fire_rescue" },
      { CHECKLISTS, "from: 2025-11-01", "from: 2025-10-31" },
      "2025-10-31, source: 八",
      "one governs" },
};

/* Mistakes of shape, each of which is all there is to say. */
static const struct {
    int file;
    const char *replace, *with;
} misspelt[] = {
    { ORGANISATION, "departments:", "department:" },
    { ORGANISATION, "communities:", "community:" },
    { ORGANISATION, "leading_group:", "leaders:" },
    { ORGANISATION, "outside:", "outsides:" },
    { CAMPAIGN, "anchors:", "anchor:" },
    { CAMPAIGN, "to: 2021-03-31", "until: 2021-03-31" },
    { CAMPAIGN, "name: 冬春\nfrom: 2020-11-06", "name: 冬春\nform: 2020-11-06" },
    { CATEGORIES, "premises:", "premise:" },
    { CHECKLISTS, "checklists:", "checklist:" },
    { POLICY, "ladder:", "ladders:" },
};

static const char *changed (const struct folder *folder, const char *whole, const char *replace,
                            const char *with)
{
    const char *found = strstr (whole, replace);
    if (!found)
        fail_msg ("%s is not there", replace);
    struct text text = text_in (folder->arena);
    text_put (&text, whole, (size_t)(found - whole));
    text_say (&text, with);
    text_say (&text, found + strlen (replace));
    return text.bytes;
}

static void no_mistake_hides_another (void **state)
{
    const struct folder *folder = *state;
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT (hidden); i++) {
        folder_write (folder, CAMPAIGN, NULL, NULL);
        const char *first = changed (folder, sound_text (folder, hidden[i].shape.file),
                                     hidden[i].shape.replace, hidden[i].shape.with);
        file_write (folder, hidden[i].shape.file, first);
        struct refusals alone = refusals_in (folder->arena), both = refusals_in (folder->arena);
        assert_null (office_read (folder->path, folder->arena, &alone));
        bool same = hidden[i].shape.file == hidden[i].sense.file;
        const char *second =
            changed (folder, same ? first : sound_text (folder, hidden[i].sense.file),
                     hidden[i].sense.replace, hidden[i].sense.with);
        file_write (folder, hidden[i].sense.file, second);
        assert_null (office_read (folder->path, folder->arena, &both));
        size_t of_shape = 0; /* each is about the line that was changed, or what it then lacks */
        for (size_t j = 0; j < alone.count; j++)
            of_shape += strstr (alone.list[j].sentence, "is missing; it is required") ||
                        strstr (alone.list[j].sentence, "is not a field") ||
                        strstr (alone.list[j].sentence, "must ") ||
                        strstr (alone.list[j].sentence, "is none of");
        bool good = alone.count == of_shape &&
                    (hidden[i].at ? both.count == alone.count + 1 &&
                                        is_refused (folder, &both, hidden[i].sense.file,
                                                    line_of (second, hidden[i].at), hidden[i].says)
                                  : both.count == alone.count);
        if (good)
            continue;
        wrong++;
        print_error ("row %zu:\n", i);
        complain_of (&alone);
        print_error ("and with the second:\n");
        complain_of (&both);
    }
    assert_int_equal (wrong, 0);
}

static void a_misspelt_name_is_one_mistake (void **state)
{
    const struct folder *folder = *state;
    for (size_t i = 0; i < COUNT (misspelt); i++) {
        folder_write (folder, CAMPAIGN, NULL, NULL);
        file_write (folder, misspelt[i].file,
                    changed (folder, sound_text (folder, misspelt[i].file), misspelt[i].replace,
                             misspelt[i].with));
        struct refusals refusals = refusals_in (folder->arena);
        assert_null (office_read (folder->path, folder->arena, &refusals));
        for (size_t j = 0; j < refusals.count; j++)
            if (!strstr (refusals.list[j].sentence, "is not a field here") &&
                !strstr (refusals.list[j].sentence, "is missing; it is required"))
                fail_msg ("%s: %s: %s", misspelt[i].with, refusals.list[j].path,
                          refusals.list[j].sentence);
        assert_true (refusals.count >= 1);
    }
}

static void mistakes_of_several_files_are_told_at_once (void **state)
{
    const struct folder *folder = *state;
    folder_write (folder, CAMPAIGN, NULL, NULL);
    file_write (folder, CATEGORIES, "hazards: 3\n");
    file_write (folder, CAMPAIGN,
                "id: winter\nname: 冬春\nfrom: 2021-03-31\nto: 2020-11-06\n"
                "phases: [{id: one, name: 一, from: 2021-01-01, to: no}]\n");
    struct refusals refusals = refusals_in (folder->arena);
    assert_null (office_read (folder->path, folder->arena, &refusals));
    assert_true (is_refused (folder, &refusals, CATEGORIES, 1, "hazards"));
    assert_true (is_refused (folder, &refusals, CAMPAIGN, 4, "before from"));
    assert_true (is_refused (folder, &refusals, CAMPAIGN, 5, "\"no\""));
}

static void a_file_that_is_not_there_is_a_mistake (void **state)
{
    const struct folder *folder = *state;
    folder_write (folder, CAMPAIGN, NULL, NULL);
    unlink (arena_format (folder->arena, "%s/%s", folder->path, names[ORGANISATION]));
    struct refusals refusals = refusals_in (folder->arena);
    assert_null (office_read (folder->path, folder->arena, &refusals));
    assert_int_equal (refusals.count, 1);
    assert_non_null (strstr (refusals.list[0].path, names[ORGANISATION]));
}

static void what_is_no_mail_address_is_found (void **state)
{
    const struct folder *folder = *state;
    static const struct office_channel channels[] = { { "pigeon", false }, { "mail", true } };
    static const char *const addresses[] = { "c01",     "c01 x@y", "c01@", "@subdistrict.example",
                                             "c01@a@b", "a@b,c@d" };
    for (size_t i = 0; i < COUNT (addresses); i++) {
        const char *text =
            folder_write (folder, ORGANISATION, "address: c01@subdistrict.example",
                          arena_format (folder->arena, "address: \"%s\"", addresses[i]));
        struct refusals refusals = refusals_in (folder->arena);
        const struct office *office = office_read (folder->path, folder->arena, &refusals);
        assert_non_null (office);
        office_check_channels (office, channels, COUNT (channels), folder->arena, &refusals);
        assert_int_equal (refusals.count, 1);
        assert_true (is_refused (folder, &refusals, ORGANISATION, line_of (text, "address: \""),
                                 "is no mail address"));
    }
}

static void a_channel_nobody_declared_is_found (void **state)
{
    const struct folder *folder = *state;
    const char *text = folder_write (folder, ORGANISATION, NULL, NULL);
    struct refusals refusals = refusals_in (folder->arena);
    const struct office *office = office_read (folder->path, folder->arena, &refusals);
    assert_non_null (office);
    static const struct office_channel channels[] = { { "robot", false }, { "mail", true } };
    office_check_channels (office, channels, COUNT (channels), folder->arena, &refusals);
    assert_int_equal (refusals.count, 1);
    assert_true (
        is_refused (folder, &refusals, ORGANISATION, line_of (text, "pigeon"), "\"pigeon\""));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (the_shipped_office_is_clean, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown (the_small_office_is_clean, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown (each_mistake_is_found_at_its_line, folder_make,
                                         folder_remove),
        cmocka_unit_test_setup_teardown (mistakes_of_several_files_are_told_at_once, folder_make,
                                         folder_remove),
        cmocka_unit_test_setup_teardown (no_mistake_hides_another, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown (a_misspelt_name_is_one_mistake, folder_make,
                                         folder_remove),
        cmocka_unit_test_setup_teardown (a_file_that_is_not_there_is_a_mistake, folder_make,
                                         folder_remove),
        cmocka_unit_test_setup_teardown (what_is_no_mail_address_is_found, folder_make,
                                         folder_remove),
        cmocka_unit_test_setup_teardown (a_channel_nobody_declared_is_found, folder_make,
                                         folder_remove),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
