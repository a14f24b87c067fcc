/* What a decision answers: events to append, or one refusal. Lives in the turn's arena. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/refusal.h"
#include "record/record.h"

struct office;
struct office_case;

/* An inspection plan of 200 premises that takes the place of another (intake/task.h). */
enum { DECISION_EVENTS_MAX = 512 };

struct decided {
    const struct record *(*word) (void);
    const char *subject;
    const void *event;
};
struct decision {
    struct arena *arena; /* for what the decision must make: texts, parts, lists */
    struct decided *events;
    size_t count, room;
    struct refusal refusal; /* code REFUSAL_NONE: not refused */
    bool refuses_envelope;  /* its path points into what stands around the data: "/time" */
};

struct decision decision_in (struct arena *arena);
/* Adds an event about SUBJECT (never NULL); the struct of WORD is copied, what it points to must
   live in the decision's arena or in what was said and seen. The SUBJECT of the first event is the
   ref of the answer. */
void decision_event (struct decision *decision, const struct record *(*word) (void),
                     const char *subject, const void *event);
/* Refuses; PATH points into the data of the command ("/treatment/due"), or is "" . The first
   refusal stays. Events that were already decided are dropped. */
void decision_refuse (struct decision *decision, enum refusal_code code, const char *path,
                      const char *format, ...) __attribute__ ((format (printf, 4, 5)));
/* Whether BY, as the policy's acts have it, may do WORD ("order.approve"). False: refused, at
 * "/by". */
bool decision_allows (struct decision *decision, const struct office *office, const char *by,
                      const char *word);
/* False, and refused at /by: BY is a community or department that has no part in the case ABOUT.
   What it may do, it may do for its own cases; those who run the campaign for all. */
bool decision_is_its_own (struct decision *decision, const struct office *office, const char *by,
                          const struct office_case *about);
/* Whether a command that says it happened at TIME may follow LAST, when THING last changed: whoever
   could enter a change behind a later one would make lateness vanish. Clocks of two senders may
   differ by skew_ms. False: refused, at "/time" of the envelope. Things are independent: what
   happened to another one earlier or later is nobody's business here. */
bool decision_keeps_order (struct decision *decision, const char *thing, instant time, instant last,
                           int64_t skew_ms);
