/* campaign.show: what the campaign rests on (S0), its phases, windows and anchors, and what it asks
   for: each with its days as they were known then, or with the anchor that it waits for; and which
   phase it is. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/view.h"
#include "words/reporting.h"
#include <inttypes.h>

struct showing {
    const struct scene *scene;
    const struct anchored *anchored;
    instant as_of;
    struct text *answer;
};

static void put_name (const char *id, const char *name, struct text *answer)
{
    text_say (answer, "{\"id\":");
    text_put_json (answer, id);
    text_say (answer, ",\"name\":");
    text_put_json (answer, name);
}

static void put_day (const char *name, day d, struct text *answer)
{
    char text[DAY_TEXT_SIZE];
    if (d != DAY_ABSENT)
        text_format (answer, ",\"%s\":\"%s\"", name, day_text (d, text));
}

/* domain.md 3: "a date beyond the last published year is marked provisional", when it is counted
 * there. */
static bool is_provisional (const struct showing *showing, const char *expression)
{
    return office_explained_moment (showing->scene->office, expression, "", showing->anchored, NULL,
                                    day_of (showing->as_of), showing->scene->arena)
        .end.provisional;
}

/* From FROM to the end of TO, and whether that is now. */
static void put_period (const struct showing *showing, const char *from, const char *to)
{
    const char *waits[2];
    const struct office *office = showing->scene->office;
    struct arena *arena = showing->scene->arena;
    day today = day_of (showing->as_of);
    day first = office_moment (office, from, showing->anchored, today, arena, &waits[0]);
    day last = office_moment (office, to, showing->anchored, today, arena, &waits[1]);
    bool begun = first != DAY_ABSENT && first <= today;
    put_day ("from", first, showing->answer);
    put_day ("to", last, showing->answer);
    if (waits[0] || waits[1])
        text_format (showing->answer, ",\"waits_for\":\"%s\"", waits[0] ? waits[0] : waits[1]);
    if (is_provisional (showing, from) || is_provisional (showing, to))
        text_say (showing->answer, ",\"provisional\":true");
    text_format (showing->answer, ",\"now\":%s",
                 begun && (last == DAY_ABSENT || today <= last) ? "true" : "false");
}

static void put_anchors (const struct showing *showing)
{
    const struct campaign *campaign = showing->scene->office->campaign;
    text_say (showing->answer, ",\"anchors\":[");
    for (size_t i = 0; i < campaign->anchors_count; i++) {
        const struct campaign_anchor *anchor = &campaign->anchors[i];
        day date = office_anchor_date (showing->scene->office, anchor->id, showing->anchored);
        text_say (showing->answer, i > 0 ? "," : "");
        put_name (anchor->id, anchor->name, showing->answer);
        put_day ("date", date, showing->answer);
        text_format (showing->answer, ",\"waiting\":%s}", date == DAY_ABSENT ? "true" : "false");
    }
    text_say (showing->answer, "]");
}

static void put_texts (const char *name, const char *const *texts, size_t count,
                       struct text *answer)
{
    text_format (answer, ",\"%s\":[", name);
    for (size_t i = 0; i < count; i++) {
        text_say (answer, i > 0 ? "," : "");
        text_put_json (answer, texts[i]);
    }
    text_say (answer, "]");
}

static void put_clause (const char *clause, struct text *answer)
{
    text_say (answer, ",\"clause\":");
    text_put_json (answer, clause);
}

static void put_deliverables (const struct showing *showing)
{
    const struct office *office = showing->scene->office;
    struct text *answer = showing->answer;
    text_say (answer, ",\"deliverables\":[");
    for (size_t i = 0; i < office->campaign->deliverables_count; i++) {
        const struct campaign_deliverable *asked = &office->campaign->deliverables[i];
        const char *waits_for = NULL;
        day due = office_moment (office, office_due (office->campaign, asked), showing->anchored,
                                 day_of (showing->as_of), showing->scene->arena, &waits_for);
        text_say (answer, i > 0 ? "," : "");
        put_name (asked->id, asked->name, answer);
        put_clause (asked->clause, answer);
        put_texts ("of", asked->of, asked->of_count, answer);
        if (asked->premises_count > 0)
            put_texts ("premises", asked->premises, asked->premises_count, answer);
        put_day ("due", due, answer);
        if (is_provisional (showing, office_due (office->campaign, asked)))
            text_say (answer, ",\"provisional\":true");
        if (waits_for)
            text_format (answer, ",\"waits_for\":\"%s\"", waits_for);
        text_format (answer, ",\"stamped\":%s}", asked->stamped ? "true" : "false");
    }
    text_say (answer, "]");
}

static void put_meetings (const struct showing *showing)
{
    const struct campaign *campaign = showing->scene->office->campaign;
    text_say (showing->answer, ",\"meetings\":[");
    for (size_t i = 0; i < campaign->meetings_count; i++) {
        const struct campaign_meeting *meeting = &campaign->meetings[i];
        text_say (showing->answer, i > 0 ? "," : "");
        put_name (meeting->id, meeting->name, showing->answer);
        put_clause (meeting->clause, showing->answer);
        if (meeting->every_days != NUMBER_ABSENT)
            text_format (showing->answer, ",\"every_days\":%" PRId64, meeting->every_days);
        text_say (showing->answer, "}");
    }
    text_say (showing->answer, "]");
}

void campaign_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                   struct refusals *refusals)
{
    const struct campaign_show *asked = asked_void;
    struct showing showing = { .answer = answer };
    if (!view_as_of (scene, asked->as_of, &showing.as_of, refusals) ||
        !(scene = view_campaign (scene, asked->campaign, showing.as_of, refusals)))
        return;
    const struct campaign *campaign = scene->office->campaign;
    showing.scene = scene;
    const struct anchored anchored = view_anchored (scene, showing.as_of);
    showing.anchored = &anchored;
    view_put_as_of (showing.as_of, answer);
    text_say (answer, ",\"campaign\":");
    put_name (campaign->id, campaign->name, answer);
    put_day ("from", campaign->from, answer);
    put_day ("to", campaign->to, answer);
    text_say (answer, "},\"phases\":[");
    for (size_t i = 0; i < campaign->phases_count; i++) {
        text_say (answer, i > 0 ? "," : "");
        put_name (campaign->phases[i].id, campaign->phases[i].name, answer);
        put_period (&showing, office_phase_from (campaign, &campaign->phases[i], scene->arena),
                    campaign->phases[i].to);
        text_say (answer, "}");
    }
    text_say (answer, "],\"windows\":[");
    for (size_t i = 0; i < campaign->windows_count; i++) {
        text_say (answer, i > 0 ? "," : "");
        put_name (campaign->windows[i].id, campaign->windows[i].name, answer);
        put_period (&showing, campaign->windows[i].from, campaign->windows[i].to);
        window_tasks_put_counts (scene, &campaign->windows[i], showing.as_of, answer);
        text_say (answer, "}");
    }
    text_say (answer, "]");
    put_anchors (&showing);
    put_texts ("basis", campaign->basis, campaign->basis_count, answer);
    put_deliverables (&showing);
    put_meetings (&showing);
}
