/* What the people of the office, citizens and units send to the door. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/staff_inside.h"
#include "office/campaign.h"
#include "words/words.h"
#include <inttypes.h>
#include <string.h>

#define WATCHER "盯守人" /* of what the staff finds, or of what names nobody */

static bool say (struct staff *staff, const char *type, const char *data)
{
    const char *frame = arena_format (staff->said,
                                      "{\"specversion\":\"1.0\",\"id\":\"staff-%" PRId64
                                      "\",\"source\":\"//rehearsal\",\"type\":\"%s\",\"data\":%s}",
                                      ++staff->number, type, data);
    const char *answer =
        rehearsal_say (staff->rehearsal, machine_hearing (type), frame, staff->said);
    bool accepted = answer && strstr (answer, "\"status\":\"accepted\"");
    if (!accepted && ++staff->refused == 1)
        staff->first_refused =
            arena_format (staff->arena, "%s %s: %s", type, data, answer ? answer : "no answer");
    return accepted;
}

static const char *quote (struct staff *staff, const char *words)
{
    struct text text = text_in (staff->said);
    text_put_json (&text, words);
    return text.bytes;
}

/* A register that knows no premises is given one for each community, so that something can be found
 * there. */
static void fill_register (struct staff *staff)
{
    const struct organisation *organisation = staff->setup.office->organisation;
    const struct categories *categories = staff->setup.office->categories;
    for (size_t i = 0; i < organisation->communities_count; i++) {
        const struct party *community = &organisation->communities[i];
        const char *name = arena_format (staff->said, "%s某单位", community->name);
        say (staff, "premises.register",
             arena_format (staff->said,
                           "{\"premises\":\"rehearsal-%zu\",\"name\":%s,\"categories\":[%s],"
                           "\"community\":%s}",
                           i + 1, quote (staff, name),
                           quote (staff, categories->premises[i % categories->premises_count].id),
                           quote (staff, community->id)));
    }
}

void staff_report_tip (struct staff *staff)
{
    const struct categories *categories = staff->setup.office->categories;
    if (staff->premises.count == 0)
        fill_register (staff);
    int64_t category = staff_below (staff, (int64_t)categories->hazards_count);
    const struct known_premises *place =
        rows_at (&staff->premises, (size_t)staff_below (staff, (int64_t)staff->premises.count));
    say (staff, "tipoff.report",
         arena_format (staff->said,
                       "{\"text\":%s,\"place\":{\"premises\":%s},\"category\":%s,"
                       "\"channel\":\"12345\"}",
                       quote (staff, categories->hazards[category].name),
                       quote (staff, place->premises),
                       quote (staff, categories->hazards[category].id)));
}

static const char *draw_treatment (struct staff *staff, const struct job *job, bool major)
{
    const struct staffing *staffing = staff->setup.staffing;
    if (staff_chance (staff, staffing->immediate_percent))
        return "{\"kind\":\"immediate\",\"proof\":\"当场整改\"}";
    if (staff_chance (staff, staffing->suspension_percent) && major)
        return "{\"kind\":\"suspension\",\"grounds\":\"不能保证安全\"}";
    return arena_format (staff->said,
                         "{\"kind\":\"deferred\",\"measures\":\"专人值守\",\"watcher\":{\"name\":"
                         "\"" WATCHER "\"},\"tracker\":%s,\"working_days\":%" PRId64 "}",
                         quote (staff, job->community), staffing->deferred_working_days);
}

static const char *draw_finding (struct staff *staff, const struct job *job)
{
    const struct categories *categories = staff->setup.office->categories;
    bool major = staff_chance (staff, staff->setup.staffing->major_percent);
    const struct hazard_category *category =
        &categories->hazards[staff_below (staff, (int64_t)categories->hazards_count)];
    return arena_format (staff->said,
                         "{\"premises\":%s,\"category\":%s,\"severity\":\"%s\",\"description\":%s,"
                         "\"treatment\":%s}",
                         quote (staff, job->premises), quote (staff, category->id),
                         major ? "major" : "general", quote (staff, category->name),
                         draw_treatment (staff, job, major));
}

void staff_verify (struct staff *staff, const struct job *job, int64_t inspector)
{
    bool founded = job->premises && staff_chance (staff, staff->setup.staffing->founded_percent);
    say (staff, "tipoff.verify",
         arena_format (staff->said,
                       "{\"tipoff\":\"%s\",\"outcome\":\"%s\",\"reason\":\"现场核查\","
                       "\"inspectors\":[\"检查员%" PRId64 "\"]%s%s}",
                       job->ref, founded ? "founded" : "unfounded", inspector,
                       founded ? ",\"finding\":" : "", founded ? draw_finding (staff, job) : ""));
}

void staff_reinspect (struct staff *staff, const struct job *job, int64_t inspector)
{
    const struct entry *rectified = ledger_find (&staff->rectified, job->ref);
    bool passed =
        rectified && rectified->a && staff_chance (staff, staff->setup.staffing->passed_percent);
    say (staff, "reinspection.report",
         arena_format (staff->said,
                       "{\"hazard\":\"%s\",\"outcome\":\"%s\",\"inspectors\":[\"检查员%" PRId64
                       "\"]}",
                       job->ref, passed ? "passed" : "failed", inspector));
}

/* Whoever is away does it the morning after coming back. */
static bool puts_off (struct staff *staff, const struct chore *chore, bool away)
{
    struct chore later = *chore;
    later.when.at = day_start (day_of (chore->when.at) + 1) + WORK_BEGIN_MS;
    if (away)
        staff_plan (staff, &later);
    return away;
}

void staff_rectify (struct staff *staff, const struct chore *chore)
{
    if (!puts_off (staff, chore, staff_is_away (staff, STAFF_UNIT, chore->when.at)))
        say (staff, "rectification.report",
             arena_format (staff->said, "{\"hazard\":\"%s\",\"proof\":\"整改照片\"}",
                           chore->subject));
}

void staff_check_in (struct staff *staff, const struct chore *chore)
{
    bool away = staff_is_away (staff, STAFF_WATCHER, chore->when.at) ||
                staff_is_away (staff, chore->who, chore->when.at);
    const struct entry *named = ledger_find (&staff->watchers, chore->subject);
    if (!puts_off (staff, chore, away))
        say (staff, "watch.report",
             arena_format (staff->said, "{\"hazard\":\"%s\",\"watcher\":%s}", chore->subject,
                           quote (staff, named ? named->text : WATCHER)));
}

void staff_do_paper (struct staff *staff, const struct chore *chore)
{
    static const struct {
        const char *act, *rest;
    } papers[] = {
        [CHORE_NOTIFY] = { "order.notify",
                           "\"order\":\"%s\",\"evidence\":\"告知书\",\"inspectors\":[\"检查员1\","
                           "\"检查员2\"]" },
        [CHORE_APPROVE] = { "order.approve", "\"order\":\"%s\",\"evidence\":\"审批表\"" },
        [CHORE_SERVE] = { "order.serve",
                          "\"order\":\"%s\",\"evidence\":\"送达回证\",\"inspectors\":[\"检查员1\","
                          "\"检查员2\"]" },
        [CHORE_REFER] = { "referral.send", "\"referral\":\"%s\",\"document\":\"移送函\"" },
        [CHORE_NOTICE] = { "notice.serve", "\"hazard\":\"%s\",\"evidence\":\"送达回证\"" },
        [CHORE_GOVERNMENT] = { "government.report",
                               "\"hazard\":\"%s\",\"document\":\"重大火灾隐患报告\"" },
    };
    const char *act = papers[chore->kind].act, *rest = papers[chore->kind].rest;
    const char *by = staff_who_does (staff, act, chore->when.at);
    const char *mark = strstr (rest, "%s");
    struct chore later = *chore;
    later.when.at = staff_next_working_day (staff, chore->when.at);
    if (!by) {
        staff_plan (staff, &later);
        return;
    }
    say (staff, act,
         arena_format (staff->said, "{\"by\":%s,%.*s%s%s}", quote (staff, by), (int)(mark - rest),
                       rest, chore->subject, mark + 2));
}

/* ---- what the campaign asks for ---- */

static bool is_of (const struct known_premises *place, const struct campaign_window *window,
                   const char *party)
{
    bool meant =
        window->premises_count == 0 || texts_share (window->premises, window->premises_count,
                                                    place->categories, place->categories_count);
    return meant && (window->of == owed_by_communities   ? strcmp (place->community, party) == 0
                     : window->of == owed_by_departments ? strcmp (place->department, party) == 0
                                                         : true);
}

/* Each of the premises by the window's checklist, and nothing is found there: what inspections
   find is tried by tip-offs. */
static void inspect_window (struct staff *staff, const struct chore *chore)
{
    const struct campaign_window *window = office_window (staff->setup.office, chore->subject);
    char now[INSTANT_TEXT_SIZE];
    for (size_t i = 0; window && window->checklist && i < staff->premises.count; i++) {
        const struct known_premises place =
            *(const struct known_premises *)rows_at (&staff->premises, i);
        if (is_of (&place, window, chore->who))
            say (staff, "inspection.report",
                 arena_format (staff->said,
                               "{\"premises\":%s,\"checklist\":%s,\"inspectors\":[\"检查员\"],"
                               "\"at\":\"%s\"}",
                               quote (staff, place.premises), quote (staff, window->checklist),
                               instant_text (chore->when.at, now)));
    }
}

/* The last inspection may have met it already. */
static void finish_window (struct staff *staff, const struct chore *chore)
{
    inspect_window (staff, chore);
    if (!chore->clock->b)
        say (staff, "obligation.report",
             arena_format (staff->said,
                           "{\"window\":%s,\"party\":%s,\"proof\":\"检查记录\",\"by\":%s}",
                           quote (staff, chore->subject), quote (staff, chore->who),
                           quote (staff, chore->who)));
}

static void hand_in (struct staff *staff, const struct chore *chore)
{
    say (staff, "deliverable.submit",
         arena_format (staff->said,
                       "{\"kind\":%s,\"party\":%s,\"digest\":\"%064" PRIx64
                       "\",\"stamped\":true,\"confirmed_by\":\"办公室\"}",
                       quote (staff, chore->subject), quote (staff, chore->who),
                       staff->number + 1));
}

/* The units of its premises do, each its own. */
static void collect (struct staff *staff, const struct chore *chore)
{
    const struct campaign_deliverable *wanted =
        office_deliverable (staff->setup.office, chore->subject);
    for (size_t i = 0; wanted && i < staff->premises.count; i++) {
        const struct known_premises place =
            *(const struct known_premises *)rows_at (&staff->premises, i);
        struct chore of_place = *chore;
        of_place.who = place.premises;
        if (text_same (place.community, chore->who) &&
            office_owed_by_premises (wanted, place.categories, place.categories_count))
            hand_in (staff, &of_place);
    }
}

static void meet (struct staff *staff, const struct chore *chore, const char *by)
{
    say (staff, "meeting.report",
         arena_format (staff->said, "{\"kind\":%s,\"attended\":[%s],\"by\":%s}",
                       quote (staff, chore->subject), quote (staff, by), quote (staff, by)));
}

static void report_task (struct staff *staff, const struct chore *chore)
{
    say (staff, "task.report",
         arena_format (staff->said, "{\"task\":\"%s\",\"proof\":\"办理情况\",\"by\":%s}",
                       chore->subject, quote (staff, chore->who)));
}

static void answer (struct staff *staff, const struct chore *chore)
{
    say (staff, "tipoff.answer",
         arena_format (staff->said, "{\"tipoff\":\"%s\",\"how\":\"电话告知\",\"by\":%s}",
                       chore->subject, quote (staff, chore->who)));
}

static bool is_called (const struct staff *staff, const struct chore *chore)
{
    return chore->kind == CHORE_MEET &&
           office_role (staff->setup.office, chore->who) == role_office;
}

/* Done by the party; the office's meeting is called by whoever may. */
void staff_do_owed (struct staff *staff, const struct chore *chore)
{
    static void (*const ways[]) (struct staff *,
                                 const struct chore *) = { [CHORE_HAND_IN] = hand_in,
                                                           [CHORE_COLLECT] = collect,
                                                           [CHORE_FINISH] = finish_window,
                                                           [CHORE_TASK] = report_task,
                                                           [CHORE_ANSWER] = answer };
    instant now = chore->when.at;
    const char *who = chore->kind == CHORE_COLLECT ? STAFF_UNIT : chore->who;
    const char *by = is_called (staff, chore) ? staff_who_does (staff, "meeting.report", now)
                     : staff_is_away (staff, who, now) ? NULL
                                                       : who;
    if (puts_off (staff, chore, !by))
        return;
    if (chore->kind == CHORE_MEET)
        meet (staff, chore, by);
    else
        ways[chore->kind](staff, chore);
}
