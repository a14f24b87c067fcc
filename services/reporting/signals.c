/* signals.list: what people should ask about in inspections (S17, 不走过场): an inspector, or a
   unit of its own, who never finds anything or answers nothing, one photo that was used twice, two
   places too far apart for the time between, what was entered days after it was. Questions, never
   verdicts: each names the inspections, so that somebody can look. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/office.h"
#include "reporting/view.h"
#include "words/intake.h"
#include "words/reporting.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define STOP_COLUMNS                                                                               \
    "inspector, self, at, entered, inspection, premises, found, answered, recorded, latitude_e6, " \
    "longitude_e6"
#define KNOWN " FROM stop WHERE recorded <= :as_of AND at >= :from AND at < :to"
/* Each inspection once, under one of those who were there. */
#define ONCE                                                                                       \
    "SELECT min (inspector) AS inspector, self, at, entered, inspection, premises, found, "        \
    "answered, recorded, latitude_e6, longitude_e6" KNOWN
#define EACH " GROUP BY inspection ORDER BY inspection"

enum { STOP, PHOTO, STOPS, BLANKS, LATE, TWICE, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [STOP] = { "INSERT OR IGNORE INTO stop (" STOP_COLUMNS
               ") VALUES (:inspector, :self, :at, :entered, :inspection, :premises, :found, "
               ":answered, :recorded, :latitude_e6, :longitude_e6)",
               stop_row_record, NULL },
    [PHOTO] = { "INSERT OR IGNORE INTO photo (digest, inspection, number, at, recorded) VALUES "
                "(:digest, :inspection, :number, :at, :recorded)",
                photo_row_record, NULL },
    [STOPS] = { "SELECT " STOP_COLUMNS KNOWN " ORDER BY self, inspector, at, inspection",
                view_by_record, stop_row_record },
    [BLANKS] = { ONCE " AND answered = 0" EACH, view_by_record, stop_row_record },
    [LATE] = { ONCE " AND entered - at > :number" EACH, view_by_record, stop_row_record },
    [TWICE] = { "SELECT digest, group_concat (inspection, ' ') AS inspections, sum (uses) AS uses "
                "FROM (SELECT digest, inspection, count (*) AS uses FROM photo WHERE recorded <= "
                ":as_of AND at >= :from AND at < :to GROUP BY digest, inspection ORDER BY digest, "
                "inspection) GROUP BY digest HAVING sum (uses) > 1 ORDER BY digest",
                view_by_record, photo_twice_record },
};
const struct sql_table signals_sql = { statements, STATEMENTS };

/* ---- folding ---- */

static void fold_photos (const struct view_fact *fact, const struct inspection_reported *event)
{
    for (size_t i = 0; i < event->items_count; i++)
        if (event->items[i].photo)
            store_write (fact->store, &statements[PHOTO],
                         &(struct photo_row){ .digest = event->items[i].photo,
                                              .inspection = event->inspection,
                                              .number = (int64_t)i,
                                              .at = event->at,
                                              .recorded = fact->recorded });
}

static void stop (const struct view_fact *fact, struct stop_row row, const char *const *inspectors,
                  size_t count)
{
    struct premises_view place = { .latitude_e6 = NUMBER_ABSENT, .longitude_e6 = NUMBER_ABSENT };
    premises_view_now (fact, row.premises, &place);
    row.entered = fact->entered;
    row.recorded = fact->recorded;
    row.latitude_e6 = place.latitude_e6;
    row.longitude_e6 = place.longitude_e6;
    for (size_t i = 0; i < count; i++) {
        row.inspector = inspectors[i];
        store_write (fact->store, &statements[STOP], &row);
    }
}

/* The unit's own people are no inspectors: it is asked itself. */
static void fold_inspection (const struct view_fact *fact)
{
    const struct inspection_reported *event = fact->event;
    const bool self = event->kind == inspection_self;
    const struct stop_row row = { .self = self,
                                  .at = event->at,
                                  .inspection = event->inspection,
                                  .premises = event->premises,
                                  .found = (int64_t)event->hazards_count,
                                  .answered = (int64_t)event->items_count };
    fold_photos (fact, event);
    stop (fact, row, self ? &event->premises : event->inspectors,
          self ? 1 : event->inspectors_count);
}

/* Found without a checklist: there is nothing on it to answer. */
static void fold_opened (const struct view_fact *fact)
{
    const struct hazard_opened *event = fact->event;
    const struct stop_row row = { .at = fact->time,
                                  .inspection = event->hazard,
                                  .premises = event->premises,
                                  .found = 1,
                                  .answered = 1 };
    if (!event->inspection && event->origin == origin_inspection)
        stop (fact, row, event->inspectors, event->inspectors_count);
}

static const struct view_row rows[] = {
    { .word = inspection_reported_record, .fold = fold_inspection },
    { .word = hazard_opened_record, .fold = fold_opened },
};
const struct view_rows signals_view_rows = { rows, sizeof rows / sizeof *rows };

/* ---- asking ---- */

struct asking {
    const struct scene *scene;
    const struct signal_policy *policy;
    struct text *answer;
    const char *before;
};

static void begin_item (struct asking *asking, enum signal signal)
{
    text_format (asking->answer, "%s{\"signal\":\"%s\"", asking->before,
                 choice_word (signal_choices(), (int)signal));
    asking->before = ",";
}

static void put_words (struct text *answer, const char *name, const char *words)
{
    text_format (answer, ",\"%s\":", name);
    text_put_json (answer, words);
}

/* Who is asked: an inspector, or a unit by its premises. */
static void put_whom (struct text *answer, bool self, const char *inspector)
{
    put_words (answer, self ? "premises" : "inspector", inspector);
}

/* Inspections of one inspector, or of a unit by itself, in a row without a finding. */
struct streak {
    const char *inspector;
    bool self;
    struct text inspections; /* the elements of a JSON list */
    int64_t count;
};

static void put_streak (struct asking *asking, const struct streak *streak)
{
    if (streak->count == 0 || streak->count < asking->policy->zero_streak)
        return;
    begin_item (asking, signal_zero_streak);
    put_whom (asking->answer, streak->self, streak->inspector);
    text_format (asking->answer, ",\"inspections\":[%s],\"count\":%" PRId64,
                 streak->inspections.bytes, streak->count);
    put_words (asking->answer, "question",
               "连续多次检查未发现任何隐患：是确无隐患，还是没有看到？");
    text_say (asking->answer, "}");
}

static void lengthen (struct streak *streak, const struct stop_row *stop)
{
    streak->inspector = stop->inspector;
    streak->self = stop->self;
    text_format (&streak->inspections, "%s\"%s\"", streak->count++ > 0 ? "," : "",
                 stop->inspection);
}

/* As the crow flies; short ways, so the earth is flat with its own width at that latitude. */
static double kilometres (const struct stop_row *a, const struct stop_row *b)
{
    const double degree = 111.32, radians = 3.14159265358979 / 180;
    double north = (double)(b->latitude_e6 - a->latitude_e6) / 1e6;
    double east = (double)(b->longitude_e6 - a->longitude_e6) / 1e6 *
                  cos ((double)a->latitude_e6 / 1e6 * radians);
    return degree * sqrt (north * north + east * east);
}

static void put_hurry (struct asking *asking, const struct stop_row *a, const struct stop_row *b)
{
    double way = kilometres (a, b);
    double hours = (double)(b->at - a->at) / (double)HOUR_MS;
    if (way <= hours * (double)asking->policy->kilometres_per_hour)
        return;
    begin_item (asking, signal_too_close);
    put_words (asking->answer, "inspector", b->inspector);
    text_format (asking->answer,
                 ",\"inspections\":[\"%s\",\"%s\"],\"metres\":%.0f,\"minutes\":%" PRId64,
                 a->inspection, b->inspection, 1000 * way, (b->at - a->at) / MINUTE_MS);
    put_words (asking->answer, "question", "两次检查相距甚远而间隔很短：时间是否填写有误？");
    text_say (asking->answer, "}");
}

static bool has_place (const struct stop_row *stop)
{
    return !stop->self && stop->latitude_e6 != NUMBER_ABSENT && stop->longitude_e6 != NUMBER_ABSENT;
}

static bool same_one (const struct stop_row *a, const struct stop_row *b)
{
    return a->inspector && a->self == b->self && strcmp (a->inspector, b->inspector) == 0;
}

/* Who is at home is no unit. */
static bool is_hidden (const struct asking *asking, const struct view_by *by,
                       const struct stop_row *stop)
{
    return stop->self && premises_view_hides (asking->scene, stop->premises, by->as_of);
}

static void put_stops (struct asking *asking, const struct view_by *by, enum signal wanted)
{
    struct arena *arena = asking->scene->arena;
    struct stop_row stop, before = { .inspector = NULL }, placed = { .inspector = NULL };
    struct streak streak = { .inspections = text_in (arena) };
    bool streaks = wanted == signal_absent || wanted == signal_zero_streak;
    bool hurries = wanted == signal_absent || wanted == signal_too_close;
    store_walk (asking->scene->store, &statements[STOPS], by);
    while (store_next (asking->scene->store, &statements[STOPS], arena, &stop)) {
        if (is_hidden (asking, by, &stop))
            continue;
        if (streaks && (!same_one (&before, &stop) || stop.found > 0)) {
            put_streak (asking, &streak);
            streak = (struct streak){ .inspections = text_in (arena) };
        }
        if (streaks && stop.found == 0)
            lengthen (&streak, &stop);
        before = stop;
        if (!has_place (&stop))
            continue;
        if (hurries && same_one (&placed, &stop))
            put_hurry (asking, &placed, &stop);
        placed = stop; /* the last whose place is known: one that is not hides no way */
    }
    put_streak (asking, &streak);
}

static void put_each (struct asking *asking, struct view_by by, enum signal signal)
{
    struct stop_row stop;
    bool late = signal == signal_entered_late;
    const struct sql *sql = &statements[late ? LATE : BLANKS];
    by.number = asking->policy->entered_late_days * DAY_MS;
    store_walk (asking->scene->store, sql, &by);
    while (store_next (asking->scene->store, sql, asking->scene->arena, &stop)) {
        if (is_hidden (asking, &by, &stop))
            continue;
        begin_item (asking, signal);
        put_whom (asking->answer, stop.self, stop.inspector);
        text_format (asking->answer, ",\"inspections\":[\"%s\"]", stop.inspection);
        if (late)
            text_format (asking->answer, ",\"days\":%" PRId64, (stop.entered - stop.at) / DAY_MS);
        put_words (asking->answer, "question",
                   late ? "检查之后多日才录入：当时的记录在哪里？"
                        : "检查表各项均未填写：是否逐项检查过？");
        text_say (asking->answer, "}");
    }
}

static void put_photos (struct asking *asking, const struct view_by *by)
{
    struct photo_twice photo;
    store_walk (asking->scene->store, &statements[TWICE], by);
    while (store_next (asking->scene->store, &statements[TWICE], asking->scene->arena, &photo)) {
        begin_item (asking, signal_same_photo);
        put_words (asking->answer, "photo", photo.digest);
        text_say (asking->answer, ",\"inspections\":[\"");
        for (const char *c = photo.inspections; *c; c++)
            text_put (asking->answer, *c == ' ' ? "\",\"" : c, *c == ' ' ? 3 : 1);
        text_format (asking->answer, "\"],\"uses\":%" PRId64, photo.uses);
        put_words (asking->answer, "question",
                   strchr (photo.inspections, ' ')
                       ? "同一张照片用于多次检查：哪一次是真的？"
                       : "同一张照片在一次检查中用于多项：拍的是哪一项？");
        text_say (asking->answer, "}");
    }
}

void signals_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                  struct refusals *refusals)
{
    const struct signals_list *asked = asked_void;
    struct view_by by = view_by_nothing();
    if (!view_as_of (scene, asked->as_of, &by.as_of, refusals) ||
        !view_period (scene, &(struct view_asked){ asked->campaign, asked->from, asked->to }, &by,
                      refusals) ||
        !(scene = view_campaign (scene, asked->campaign, by.as_of, refusals)))
        return;
    struct asking asking = {
        .scene = scene, .policy = scene->office->policy->signals, .answer = answer, .before = ""
    };
    view_put_as_of (by.as_of, answer);
    view_put_period (&by, answer);
    text_say (answer, ",\"items\":[");
    put_stops (&asking, &by, asked->signal);
    if (asked->signal == signal_absent || asked->signal == signal_same_photo)
        put_photos (&asking, &by);
    if (asked->signal == signal_absent || asked->signal == signal_nothing_answered)
        put_each (&asking, by, signal_nothing_answered);
    if (asked->signal == signal_absent || asked->signal == signal_entered_late)
        put_each (&asking, by, signal_entered_late);
    text_say (answer, "],\"next\":null");
}
