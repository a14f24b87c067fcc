/* The ledgers of what escalation does: supervision, praise and exposure, orders, referrals,
   accountability files; each from its beginning, with all that was done since. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/ledger.h"
#include "words/escalation.h"
#include "words/intake.h"
#include "words/words.h"
#include <inttypes.h>

/* Where the case REF is. What escalation says of people at home names no place: the register's code
   is known from intake, or, when that was not heard yet, found by the case when it is asked. */
static const char *place_of (const struct view_fact *fact, const char *ref, const char *said)
{
    const char *premises = hazard_view_premises (fact, ref);
    return premises || text_same (said, WORDS_HIDDEN) ? premises : said;
}

/* ---- accountability files ---- */

static void fold_file (const struct view_fact *fact)
{
    const struct accountability_opened *event = fact->event;
    ledger_put (fact,
                &(struct ledger_row){ .ledger = ledger_accountability,
                                      .ref = event->file,
                                      .state = "open",
                                      .party = event->party,
                                      .premises = event->premises,
                                      .at = fact->time,
                                      .data = ledger_data (fact, accountability_opened_record()) });
}

/* The toll changed, and with it the class that counts: the last judgement stands. */
static void fold_judged (const struct view_fact *fact)
{
    const struct accountability_judged *event = fact->event;
    ledger_act (fact, ledger_accountability, event->file, event->reopened ? "open" : NULL, "judged",
                accountability_judged_record());
    ledger_patch (fact, ledger_accountability, event->file,
                  arena_format (fact->arena, "{\"class\":\"%s\"}",
                                choice_word (fire_class_choices(), (int)event->class)));
}

/* What was entered after the fire and dated before it, one after the other. */
static void fold_entered (const struct view_fact *fact)
{
    const struct accountability_entered *event = fact->event;
    struct text entry = text_in (fact->arena);
    record_to_json (late_entry_record(), event->entry, &entry);
    ledger_add_later (fact, ledger_accountability, event->file, entry.bytes);
}

static void fold_voided (const struct view_fact *fact)
{
    ledger_act (fact, ledger_accountability,
                ((const struct accountability_voided *)fact->event)->file, NULL, "voided",
                accountability_voided_record());
}

static void fold_concluded (const struct view_fact *fact)
{
    ledger_act (fact, ledger_accountability,
                ((const struct accountability_concluded *)fact->event)->file, "concluded",
                "concluded", accountability_concluded_record());
}

/* ---- listed supervision ---- */

static const char *supervision_of (const struct view_fact *fact, const char *ref, int64_t number)
{
    return arena_format (fact->arena, "%s/supervision/%" PRId64, ref, number);
}

static void fold_listed (const struct view_fact *fact)
{
    const struct supervision_listed *event = fact->event;
    ledger_put (fact,
                &(struct ledger_row){ .ledger = ledger_supervisions,
                                      .ref = supervision_of (fact, event->ref, event->number),
                                      .state = "listed",
                                      .party = event->community,
                                      .premises = place_of (fact, event->ref, event->premises),
                                      .at = fact->time,
                                      .data = ledger_data (fact, supervision_listed_record()) });
}

static void fold_published (const struct view_fact *fact)
{
    const struct supervision_published *event = fact->event;
    ledger_act (fact, ledger_supervisions, supervision_of (fact, event->ref, event->number), NULL,
                event->delisting ? "delisting_published" : "published",
                supervision_published_record());
}

static void fold_accepted (const struct view_fact *fact)
{
    const struct supervision_accepted *event = fact->event;
    ledger_act (fact, ledger_supervisions, supervision_of (fact, event->ref, event->number),
                "accepted", "accepted", supervision_accepted_record());
}

static void fold_delisted (const struct view_fact *fact)
{
    const struct supervision_delisted *event = fact->event;
    ledger_act (fact, ledger_supervisions, supervision_of (fact, event->ref, event->number),
                "delisted", "delisted", supervision_delisted_record());
}

/* ---- praise and exposure ---- */

static void fold_proposed (const struct view_fact *fact)
{
    const struct mention_proposed *event = fact->event;
    ledger_put (fact,
                &(struct ledger_row){ .ledger = ledger_mentions,
                                      .ref = event->mention,
                                      .state = "proposed",
                                      .party = event->party,
                                      .premises = event->premises,
                                      .at = fact->time,
                                      .data = ledger_data (fact, mention_proposed_record()) });
}

static void fold_mention_moved (const struct view_fact *fact)
{
    const struct mention_moved *event = fact->event;
    const char *state = choice_word (mention_state_choices(), (int)event->state);
    ledger_act (fact, ledger_mentions, event->mention, state, state, mention_moved_record());
}

/* ---- referrals ---- */

static void fold_referral (const struct view_fact *fact)
{
    const struct referral_drafted *event = fact->event;
    ledger_put (fact,
                &(struct ledger_row){ .ledger = ledger_referrals,
                                      .ref = event->referral,
                                      .state = "drafted",
                                      .party = event->to,
                                      .premises = place_of (fact, event->ref, event->premises),
                                      .at = fact->time,
                                      .data = ledger_data (fact, referral_drafted_record()) });
}

static void fold_referral_sent (const struct view_fact *fact)
{
    ledger_act (fact, ledger_referrals, ((const struct referral_sent *)fact->event)->referral,
                "sent", "sent", referral_sent_record());
}

static void fold_settled (const struct view_fact *fact)
{
    const struct referral_settled *event = fact->event;
    const char *outcome = choice_word (referral_outcome_choices(), (int)event->outcome);
    ledger_act (fact, ledger_referrals, event->referral, outcome, outcome,
                referral_settled_record());
}

static void fold_referral_withdrawn (const struct view_fact *fact)
{
    ledger_act (fact, ledger_referrals, ((const struct referral_withdrawn *)fact->event)->referral,
                "withdrawn", "withdrawn", referral_withdrawn_record());
}

/* ---- orders ---- */

static void fold_drafted (const struct view_fact *fact)
{
    const struct order_drafted *event = fact->event;
    ledger_put (fact,
                &(struct ledger_row){ .ledger = ledger_orders,
                                      .ref = event->order,
                                      .state = "drafted",
                                      .party = event->community,
                                      .premises = place_of (fact, event->ref, event->premises),
                                      .at = fact->time,
                                      .data = ledger_data (fact, order_drafted_record()) });
}

static void fold_hearing (const struct view_fact *fact)
{
    const struct hearing_moved *event = fact->event;
    ledger_act (fact, ledger_orders, event->order, NULL,
                arena_format (fact->arena, "hearing_%s",
                              choice_word (hearing_state_choices(), (int)event->state)),
                hearing_moved_record());
}

static void fold_order_approved (const struct view_fact *fact)
{
    ledger_act (fact, ledger_orders, ((const struct order_approved *)fact->event)->order,
                "approved", "approved", order_approved_record());
}

static void fold_order_rejected (const struct view_fact *fact)
{
    ledger_act (fact, ledger_orders, ((const struct order_rejected *)fact->event)->order,
                "rejected", "rejected", order_rejected_record());
}

static void fold_order_notified (const struct view_fact *fact)
{
    ledger_act (fact, ledger_orders, ((const struct order_notified *)fact->event)->order, NULL,
                "notified", order_notified_record());
}

static void fold_order_served (const struct view_fact *fact)
{
    ledger_act (fact, ledger_orders, ((const struct order_served *)fact->event)->order, "served",
                "served", order_served_record());
}

static void fold_order_renewed (const struct view_fact *fact)
{
    ledger_act (fact, ledger_orders, ((const struct order_renewed *)fact->event)->order, NULL,
                "renewed", order_renewed_record());
}

static void fold_resumption_applied (const struct view_fact *fact)
{
    ledger_act (fact, ledger_orders, ((const struct resumption_applied *)fact->event)->order, NULL,
                "resumption_applied", resumption_applied_record());
}

static void fold_order_reinspected (const struct view_fact *fact)
{
    ledger_act (fact, ledger_orders, ((const struct order_reinspected *)fact->event)->order, NULL,
                "reinspected", order_reinspected_record());
}

static void fold_order_orphaned (const struct view_fact *fact)
{
    ledger_act (fact, ledger_orders, ((const struct order_orphaned *)fact->event)->order, NULL,
                "orphaned", order_orphaned_record());
}

static void fold_order_regained (const struct view_fact *fact)
{
    ledger_act (fact, ledger_orders, ((const struct order_regained *)fact->event)->order, NULL,
                "regained", order_regained_record());
}

static void fold_order_lifted (const struct view_fact *fact)
{
    ledger_act (fact, ledger_orders, ((const struct order_lifted *)fact->event)->order, "lifted",
                "lifted", order_lifted_record());
}

static void fold_order_lapsed (const struct view_fact *fact)
{
    ledger_act (fact, ledger_orders, ((const struct order_lapsed *)fact->event)->order, "lapsed",
                "lapsed", order_lapsed_record());
}

static void fold_order_withdrawn (const struct view_fact *fact)
{
    ledger_act (fact, ledger_orders, ((const struct order_withdrawn *)fact->event)->order,
                "withdrawn", "withdrawn", order_withdrawn_record());
}

static const struct view_row rows[] = {
    { .word = accountability_opened_record, .fold = fold_file },
    { .word = accountability_judged_record, .fold = fold_judged },
    { .word = accountability_entered_record, .fold = fold_entered },
    { .word = accountability_voided_record, .fold = fold_voided },
    { .word = accountability_concluded_record, .fold = fold_concluded },
    { .word = supervision_listed_record, .fold = fold_listed },
    { .word = supervision_published_record, .fold = fold_published },
    { .word = supervision_accepted_record, .fold = fold_accepted },
    { .word = supervision_delisted_record, .fold = fold_delisted },
    { .word = mention_proposed_record, .fold = fold_proposed },
    { .word = mention_moved_record, .fold = fold_mention_moved },
    { .word = referral_drafted_record, .fold = fold_referral },
    { .word = referral_sent_record, .fold = fold_referral_sent },
    { .word = referral_settled_record, .fold = fold_settled },
    { .word = referral_withdrawn_record, .fold = fold_referral_withdrawn },
    { .word = order_drafted_record, .fold = fold_drafted },
    { .word = hearing_moved_record, .fold = fold_hearing },
    { .word = order_approved_record, .fold = fold_order_approved },
    { .word = order_rejected_record, .fold = fold_order_rejected },
    { .word = order_notified_record, .fold = fold_order_notified },
    { .word = order_served_record, .fold = fold_order_served },
    { .word = order_renewed_record, .fold = fold_order_renewed },
    { .word = resumption_applied_record, .fold = fold_resumption_applied },
    { .word = order_reinspected_record, .fold = fold_order_reinspected },
    { .word = order_orphaned_record, .fold = fold_order_orphaned },
    { .word = order_regained_record, .fold = fold_order_regained },
    { .word = order_lifted_record, .fold = fold_order_lifted },
    { .word = order_lapsed_record, .fold = fold_order_lapsed },
    { .word = order_withdrawn_record, .fold = fold_order_withdrawn },
};
const struct view_rows ledger_acts_rows = { rows, sizeof rows / sizeof *rows };
