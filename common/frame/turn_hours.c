/* What time decides: what is believed of it, which hour is next, and that it strikes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/log.h"
#include "frame/inside.h"

void time_begin (struct turn *turn)
{
    instant recorded = journal_recorded (turn->journal);
    turn->daytime = daytime_after (recorded);
    turn->started_steady = STEADY_UNKNOWN;
    if (turn->setup.started > recorded)
        return;
    /* What was in hand when we went away is still from before. */
    log_line (LOG_WARN, "turn.behind",
              "the clock of this machine is %lld s behind the last thing recorded here: one of the "
              "two was wrong; nothing becomes due until it has passed that moment",
              (long long)((recorded - turn->setup.started) / SECOND_MS));
    turn->setup.started = recorded + 1;
}

void time_tell (struct turn *turn, instant wall, int64_t steady)
{
    enum daytime_news news = daytime_tell (&turn->daytime, wall, steady);
    if (turn->started_steady == STEADY_UNKNOWN)
        turn->started_steady = steady;
    turn->steady = steady;
    log_now (turn->daytime.now);
    switch (news) {
    case DAYTIME_GOES_ON:
        return;
    case DAYTIME_JUMPED:
        log_line (LOG_WARN, "turn.clock",
                  "the clock of this machine jumped by %lld s; time goes on without it, and what "
                  "only time decides is held, until it has lasted for %d s",
                  (long long)(turn->daytime.jump / SECOND_MS), DAYTIME_HOLD_MS / SECOND_MS);
        return;
    case DAYTIME_CAME_BACK:
        log_line (LOG_INFO, "turn.clock", "the clock of this machine is right again");
        return;
    case DAYTIME_BELIEVED:
        log_line (LOG_WARN, "turn.clock",
                  "the new time of this machine has lasted: it is believed");
        return;
    }
}

bool hours_may_strike (const struct turn *turn)
{
    if (turn->room == STORE_NO_ROOM || turn->daytime.doubted)
        return false;
    bool caught_up = true;
    for (size_t i = 0; i < turn->follows_count; i++)
        caught_up &= follow_is_caught_up (turn->follows[i]);
    /* A source may hold the very fact that makes this hour void; it is waited for, but not for
     * ever. */
    return caught_up || turn->steady >= turn->started_steady + turn->setup.sources_grace_ms;
}

/* When hour I is next. Most turns change nothing: it is asked anew only after a change that may
   concern it, on another day, and once it has come (service.h). */
static instant next_of (struct turn *turn, size_t i)
{
    const struct hour *hour = &turn->setup.service->hours[i];
    struct known_hour *known = &turn->hours[i];
    const instant now = turn->daytime.now;
    const bool is_changed = !hour->of_configuration && known->changes != turn->changes;
    if (is_changed || known->on != day_of (now) || known->next <= now) {
        const struct scene scene = turn_scene (turn);
        *known = (struct known_hour){ .next = hour->next (&scene),
                                      .on = day_of (now),
                                      .changes = turn->changes };
    }
    return known->next;
}

instant turn_next_hour (struct turn *turn)
{
    instant first = INSTANT_NEVER;
    for (size_t i = 0; i < turn->setup.service->hours_count; i++) {
        instant next = next_of (turn, i);
        if (next < first)
            first = next;
    }
    return first;
}

bool hours_are_due (struct turn *turn)
{
    return hours_may_strike (turn) && turn_next_hour (turn) <= turn->daytime.now;
}

bool hours_strike (struct turn *turn)
{
    const struct service *service = turn->setup.service;
    struct scene scene = turn_scene (turn);
    bool struck = false;
    if (!hours_may_strike (turn))
        return false;
    for (size_t i = 0; i < service->hours_count; i++)
        for (size_t n = 0; n < TURN_HOURS && next_of (turn, i) <= turn->daytime.now; n++) {
            const void *seen = service->hours[i].see (&scene, NULL);
            if (!seen)
                break;
            hour_strike (turn, &service->hours[i], seen);
            struck = true;
        }
    return struck;
}
