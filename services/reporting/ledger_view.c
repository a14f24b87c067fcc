/* ledger.list: things that keep their number (台账), row for row, as of any instant; and
   meeting.show, a meeting with the analysis it had before it. The things of escalation are in
   ledger_acts.c. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/page.h"
#include "reporting/ledger.h"
#include "reporting/view.h"
#include "words/intake.h"
#include "words/reporting.h"
#include "words/scheduling.h"
#include "words/words.h"

#define COLUMNS "ledger, ref, since, until, state, party, premises, at, data"
/* A mention of premises that were registered since is of the register. */
#define DATA                                                                                       \
    "iif (ledger = 'mentions' AND EXISTS (SELECT 1 FROM premises_view AS p WHERE p.premises = "    \
    "ledger.premises AND p.since <= :as_of), json_remove (data, '$.unverified'), data) AS data"
#define ITEM     "SELECT ref, state, party, premises, at, " DATA " FROM ledger WHERE ledger = :state"
#define KNOWN    " AND since <= :as_of AND until > :as_of"
#define OF_PARTY " AND (:community IS NULL OR (party = :community AND " IS_TOLD_BY_NAME "))"

enum { LAST, PUT, CLOSE, LIST, ONE, ANY, PATCH, ADD, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [LAST] = { "SELECT " COLUMNS " FROM ledger WHERE ledger = :state AND ref = :key ORDER BY since "
               "DESC LIMIT 1",
               view_by_record, ledger_row_record },
    [PUT] = { "INSERT OR REPLACE INTO ledger (" COLUMNS
              ") VALUES (:ledger, :ref, :since, :until, :state, :party, :premises, :at, :data)",
              ledger_row_record, NULL },
    [CLOSE] = { "UPDATE ledger SET until = :until WHERE ledger = :ledger AND ref = :ref AND since "
                "= :since",
                ledger_row_record, NULL },
    [LIST] = { ITEM KNOWN " AND ref > :key AND (:worse IS NULL OR state = :worse)" OF_PARTY
                          " AND (:premises IS NULL OR premises = :premises) ORDER BY ref "
                          "LIMIT :limit",
               view_by_record, ledger_item_record },
    [ONE] = { ITEM KNOWN " AND ref = :key", view_by_record, ledger_item_record },
    [ANY] = { "SELECT ref, state, party, premises, at, data FROM ledger WHERE ref = :key" KNOWN
              " LIMIT 1",
              view_by_record, ledger_item_record },
    [PATCH] = { "SELECT json_patch (:before, :after) AS data", json_by_record, json_row_record },
    [ADD] = { "SELECT json_set (:before, '$.later', json_insert (coalesce (json_extract (:before, "
              "'$.later'), '[]'), '$[#]', json (:after))) AS data",
              json_by_record, json_row_record },
};
const struct sql_table ledger_sql = { statements, STATEMENTS };

static struct view_by by_ledger (enum ledger ledger, const char *ref)
{
    struct view_by by = view_by_nothing();
    by.state = choice_word (ledger_choices(), (int)ledger);
    by.key = ref;
    return by;
}

/* ---- folding ---- */

static bool last_of (const struct view_fact *fact, enum ledger ledger, const char *ref,
                     struct ledger_row *row)
{
    const struct view_by by = by_ledger (ledger, ref);
    return store_read (fact->store, &statements[LAST], &by, fact->arena, row);
}

void ledger_put (const struct view_fact *fact, struct ledger_row *row)
{
    struct ledger_row before;
    if (last_of (fact, row->ledger, row->ref, &before) && before.since < fact->recorded) {
        before.until = fact->recorded;
        store_write (fact->store, &statements[CLOSE], &before);
    }
    row->since = fact->recorded;
    row->until = VIEW_HOLDS;
    store_write (fact->store, &statements[PUT], row);
}

const char *ledger_data (const struct view_fact *fact, const struct record *word)
{
    struct text data = text_in (fact->arena);
    record_to_json (word, fact->event, &data);
    return data.bytes;
}

/* BEFORE with AFTER's members in the place of its own. */
static const char *patched (const struct view_fact *fact, const char *before, const char *after)
{
    const struct json_by by = { before, after };
    struct json_row row;
    store_read (fact->store, &statements[PATCH], &by, fact->arena, &row);
    return row.data;
}

void ledger_act (const struct view_fact *fact, enum ledger ledger, const char *ref,
                 const char *state, const char *name, const struct record *word)
{
    struct ledger_row row;
    char time[INSTANT_TEXT_SIZE];
    if (!last_of (fact, ledger, ref, &row))
        return;
    row.data =
        patched (fact, row.data,
                 arena_format (fact->arena, "{\"%s\":{\"time\":\"%s\",%s}", name,
                               instant_text (fact->time, time), ledger_data (fact, word) + 1));
    row.state = state ? state : row.state;
    ledger_put (fact, &row);
}

void ledger_patch (const struct view_fact *fact, enum ledger ledger, const char *ref,
                   const char *data)
{
    struct ledger_row row;
    if (!last_of (fact, ledger, ref, &row))
        return;
    row.data = patched (fact, row.data, data);
    ledger_put (fact, &row);
}

void ledger_add_later (const struct view_fact *fact, enum ledger ledger, const char *ref,
                       const char *entry)
{
    struct ledger_row row;
    struct json_row added;
    if (!last_of (fact, ledger, ref, &row))
        return;
    const struct json_by by = { row.data, entry };
    store_read (fact->store, &statements[ADD], &by, fact->arena, &added);
    row.data = added.data;
    ledger_put (fact, &row);
}

static void fold_inventory (const struct view_fact *fact)
{
    const struct inventory_recorded *event = fact->event;
    ledger_put (fact,
                &(struct ledger_row){ .ledger = ledger_inventory,
                                      .ref = event->item,
                                      .state = event->gone ? "gone" : "standing",
                                      .party = event->community,
                                      .premises = event->premises,
                                      .at = fact->time,
                                      .data = ledger_data (fact, inventory_recorded_record()) });
}

static void fold_joint (const struct view_fact *fact)
{
    const struct joint_opened *event = fact->event;
    ledger_put (fact, &(struct ledger_row){ .ledger = ledger_joint,
                                            .ref = event->hazard,
                                            .state = "open",
                                            .party = event->lead,
                                            .at = fact->time,
                                            .data = ledger_data (fact, joint_opened_record()) });
}

/* With its hazard. */
static void fold_joint_closed (const struct view_fact *fact)
{
    ledger_act (fact, ledger_joint, ((const struct hazard_closed *)fact->event)->hazard, "closed",
                "closed", hazard_closed_record());
}

static void fold_task_set (const struct view_fact *fact)
{
    const struct task_set *event = fact->event;
    ledger_put (fact, &(struct ledger_row){ .ledger = ledger_tasks,
                                            .ref = event->task,
                                            .state = "open",
                                            .party = event->party,
                                            .premises = event->premises,
                                            .at = fact->time,
                                            .data = ledger_data (fact, task_set_record()) });
}

static void fold_task_reported (const struct view_fact *fact)
{
    ledger_act (fact, ledger_tasks, ((const struct task_reported *)fact->event)->task, "done",
                "done", task_reported_record());
}

static void fold_task_dropped (const struct view_fact *fact)
{
    ledger_act (fact, ledger_tasks, ((const struct task_dropped *)fact->event)->task, "dropped",
                "dropped", task_dropped_record());
}

static void fold_meeting (const struct view_fact *fact)
{
    const struct meeting_reported *event = fact->event;
    ledger_put (fact,
                &(struct ledger_row){ .ledger = ledger_meetings,
                                      .ref = event->meeting,
                                      .state = "held",
                                      .party = event->by,
                                      .at = event->at,
                                      .data = ledger_data (fact, meeting_reported_record()) });
}

static void fold_publicity (const struct view_fact *fact)
{
    const struct publicity_reported *event = fact->event;
    ledger_put (fact,
                &(struct ledger_row){ .ledger = ledger_publicity,
                                      .ref = event->publicity,
                                      .state = "shown",
                                      .party = event->party,
                                      .at = event->at,
                                      .data = ledger_data (fact, publicity_reported_record()) });
}

static void fold_obligation (const struct view_fact *fact)
{
    const struct obligation_opened *event = fact->event;
    ledger_put (fact,
                &(struct ledger_row){ .ledger = ledger_obligations,
                                      .ref = event->obligation,
                                      .state = "open",
                                      .party = event->party,
                                      .at = fact->time,
                                      .data = ledger_data (fact, obligation_opened_record()) });
}

static void stands_still_no_more (const struct view_fact *fact, const char *obligation)
{
    ledger_patch (fact, ledger_obligations, obligation, "{\"paused\":null}");
}

static void fold_obligation_met (const struct view_fact *fact)
{
    const char *obligation = ((const struct obligation_met *)fact->event)->obligation;
    ledger_act (fact, ledger_obligations, obligation, "met", "met", obligation_met_record());
    stands_still_no_more (fact, obligation);
}

static void fold_obligation_withdrawn (const struct view_fact *fact)
{
    const char *obligation = ((const struct obligation_withdrawn *)fact->event)->obligation;
    ledger_act (fact, ledger_obligations, obligation, "withdrawn", "withdrawn",
                obligation_withdrawn_record());
    stands_still_no_more (fact, obligation);
}

static void fold_obligation_reopened (const struct view_fact *fact)
{
    const struct obligation_reopened *event = fact->event;
    char last[DAY_TEXT_SIZE];
    ledger_act (fact, ledger_obligations, event->obligation, "open", "reopened",
                obligation_reopened_record());
    ledger_patch (fact, ledger_obligations, event->obligation,
                  arena_format (fact->arena, "{\"last\":\"%s\",\"paused\":null}",
                                day_text (event->last, last)));
}

/* Its last day is another one now. */
static void fold_obligation_moved (const struct view_fact *fact)
{
    ledger_patch (fact, ledger_obligations,
                  ((const struct obligation_moved *)fact->event)->obligation,
                  ledger_data (fact, obligation_moved_record()));
}

/* Its deadline stands still, since when and until when: nothing of it is late. */
static void fold_obligation_paused (const struct view_fact *fact)
{
    ledger_act (fact, ledger_obligations, ((const struct deadline_paused *)fact->event)->ref, NULL,
                "paused", deadline_paused_record());
}

static void fold_obligation_goes_on (const struct view_fact *fact)
{
    stands_still_no_more (fact, ((const struct deadline_moved *)fact->event)->ref);
}

static void fold_fire (const struct view_fact *fact)
{
    const struct incident_reported *event = fact->event;
    ledger_put (
        fact, &(struct ledger_row){ .ledger = ledger_fires,
                                    .ref = event->incident,
                                    .state = choice_word (fire_class_choices(), (int)event->class),
                                    .party = event->community,
                                    .premises = event->premises,
                                    .at = event->at,
                                    .data = ledger_data (fact, incident_reported_record()) });
}

/* The toll as it is known now takes the place of the earlier one; so does where it burned, which
   may be found out later. */
static void fold_toll (const struct view_fact *fact)
{
    const struct incident_amended *event = fact->event;
    struct ledger_row row;
    if (!last_of (fact, ledger_fires, event->incident, &row))
        return;
    row.data = patched (fact, row.data, ledger_data (fact, incident_amended_record()));
    row.state = choice_word (fire_class_choices(), (int)event->class);
    if (event->premises)
        row.premises = event->premises;
    ledger_put (fact, &row);
}

/* It stays under its number, and counts no more. */
static void fold_fire_withdrawn (const struct view_fact *fact)
{
    ledger_act (fact, ledger_fires, ((const struct incident_withdrawn *)fact->event)->incident,
                "withdrawn", "withdrawn", incident_withdrawn_record());
}

static const struct view_row rows[] = {
    { .word = inventory_recorded_record, .fold = fold_inventory },
    { .word = joint_opened_record, .fold = fold_joint },
    { .word = hazard_closed_record, .fold = fold_joint_closed },
    { .word = task_set_record, .fold = fold_task_set },
    { .word = task_reported_record, .fold = fold_task_reported },
    { .word = task_dropped_record, .fold = fold_task_dropped },
    { .word = meeting_reported_record, .fold = fold_meeting },
    { .word = publicity_reported_record, .fold = fold_publicity },
    { .word = incident_reported_record, .fold = fold_fire },
    { .word = incident_amended_record, .fold = fold_toll },
    { .word = incident_withdrawn_record, .fold = fold_fire_withdrawn },
    { .word = obligation_opened_record, .fold = fold_obligation },
    { .word = obligation_met_record, .fold = fold_obligation_met },
    { .word = obligation_reopened_record, .fold = fold_obligation_reopened },
    { .word = obligation_withdrawn_record, .fold = fold_obligation_withdrawn },
    { .word = obligation_moved_record, .fold = fold_obligation_moved },
    { .word = deadline_paused_record, .fold = fold_obligation_paused },
    { .word = deadline_moved_record, .fold = fold_obligation_goes_on },
};
const struct view_rows ledger_view_rows = { rows, sizeof rows / sizeof *rows };

/* ---- asking ---- */

static const char *key_of (const void *item)
{
    return ((const struct ledger_item *)item)->ref;
}

bool ledger_see (const struct scene *scene, const char *ref, instant as_of,
                 struct ledger_item *item)
{
    struct view_by by = view_by_nothing();
    by.key = ref;
    by.as_of = as_of;
    return store_read (scene->store, &statements[ANY], &by, scene->arena, item);
}

const char *ledger_premises (const struct scene *scene, const struct ledger_item *item,
                             instant as_of)
{
    const struct json_t *ref = json_member (item->data, "ref");
    struct hazard_item *hazard = arena_take (scene->arena, sizeof *hazard);
    if (item->premises || !ref || !json_words (ref))
        return item->premises;
    return hazard_view_see (scene, json_words (ref), as_of, hazard) ? hazard->premises : NULL;
}

static void mask (const struct scene *scene, const void *by, void *item_void)
{
    static const char nothing[] = "{\"hidden\":true}";
    struct ledger_item *item = item_void;
    struct refusal refusal;
    instant as_of = ((const struct view_by *)by)->as_of;
    if (scene->sees_private ||
        !premises_view_hides (scene, ledger_premises (scene, item, as_of), as_of))
        return;
    item->premises = item->premises ? WORDS_HIDDEN : NULL;
    if (text_same (((const struct view_by *)by)->state, "mentions"))
        item->party = WORDS_HIDDEN;
    item->data = json_parse (nothing, sizeof nothing - 1, scene->arena, &refusal);
}

void ledger_list_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                      struct refusals *refusals)
{
    const struct ledger_list *asked = asked_void;
    int64_t limit = page_limit (asked->limit);
    struct view_by by = by_ledger (asked->ledger, asked->after ? asked->after : "");
    if (!view_as_of (scene, asked->as_of, &by.as_of, refusals) ||
        !view_knows (scene, &(struct view_reference){ .party = asked->party }, by.as_of, refusals))
        return;
    by.worse = asked->state;
    by.number = scene->sees_private;
    by.community = asked->party;
    by.premises = premises_view_asked (scene, asked->premises, by.as_of);
    by.limit = limit + 1;
    view_put_as_of (by.as_of, answer);
    text_say (answer, ",");
    page_put (scene,
              &(struct page){ .sql = &statements[LIST],
                              .by = &by,
                              .item = ledger_item_record(),
                              .key = key_of,
                              .mask = mask,
                              .limit = limit },
              answer);
}

void meeting_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                  struct refusals *refusals)
{
    const struct meeting_show *asked = asked_void;
    struct view_by by = by_ledger (ledger_meetings, asked->meeting);
    struct ledger_item meeting;
    if (!view_as_of (scene, asked->as_of, &by.as_of, refusals))
        return;
    if (!store_read (scene->store, &statements[ONE], &by, scene->arena, &meeting)) {
        refusals_add (refusals, REFUSAL_NOT_FOUND, "/meeting", "there is no meeting %s",
                      asked->meeting);
        return;
    }
    view_put_as_of (by.as_of, answer);
    text_say (answer, ",\"meeting\":");
    record_to_json (ledger_item_record(), &meeting, answer);
    text_say (answer, ",\"analysis\":{");
    overview_ask (scene,
                  &(struct overview_show){
                      .from = INSTANT_ABSENT, .to = INSTANT_ABSENT, .as_of = meeting.at },
                  answer, refusals);
    text_say (answer, "}");
}
