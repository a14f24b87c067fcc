/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "player.h"
#include "compare.h"
#include "memory.h"
#include "rehearsal/ledger.h"
#include "rehearsal/rehearsal.h"
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 65, FILE_BYTES_MAX = 16 << 20 };

struct play {
    struct player_setup setup;
    struct arena *arena;  /* of the whole play */
    struct arena *moment; /* of one step */
    struct rehearsal *rehearsal;
    struct ledger names; /* text: what the name stands for */
    struct memory memory;
    const struct scripted *step;
    int64_t number;
    int failures;
};

static void fail (struct play *play, const char *what)
{
    const struct step *step = play->step->step;
    char at[INSTANT_TEXT_SIZE];
    play->failures++;
    printf ("%s: %s at %.16s%s%s%s: %s\n", play->step->mark, step->type ? step->type : "outage",
            instant_text (play->step->at, at), step->why ? " (" : "", step->why ? step->why : "",
            step->why ? ")" : "", what);
}

/* ---- what is said ---- */

/* JSON as text, with what the names in it stand for. */
static const char *filled (struct play *play, const struct json_t *json, const char *each)
{
    struct text text = text_in (play->moment);
    const char *rest = json ? json_text (json, play->moment) : "{}";
    for (const char *mark; (mark = strchr (rest, '$'));) {
        char name[NAME_BYTES] = "";
        size_t length = 0;
        while (length + 1 < NAME_BYTES &&
               (isalnum ((unsigned char)mark[length + 1]) || mark[length + 1] == '_'))
            name[length] = mark[length + 1], length++;
        const struct entry *known = ledger_find (&play->names, name);
        const char *meant = strcmp (name, "each") == 0 ? each : known ? known->text : NULL;
        text_put (&text, rest, (size_t)(mark - rest));
        if (!meant)
            fail (play, arena_format (play->moment, "nothing is called $%s", name));
        else
            text_say (&text, meant);
        rest = mark + 1 + length;
    }
    text_say (&text, rest);
    return text.bytes;
}

static const struct json_t *parsed (struct play *play, const char *text)
{
    struct refusal refusal;
    const struct json_t *json = json_parse (text, strlen (text), play->moment, &refusal);
    if (!json)
        fail (play, refusal.sentence);
    return json;
}

static const char *enveloped (struct play *play, const char *data)
{
    const struct step *step = play->step->step;
    char time[INSTANT_TEXT_SIZE];
    /* The moment of the script, whatever was said before it at the same one. */
    instant happened = play->step->at;
    if (step->happened)
        script_moment (step->happened, &happened);
    return arena_format (play->moment,
                         "{\"specversion\":\"1.0\",\"id\":\"season-%" PRId64
                         "\",\"source\":\"//season\",\"type\":\"%s\",\"time\":\"%s\",\"data\":%s}",
                         ++play->number, step->type, instant_text (happened, time), data);
}

/* The answer as text; NULL: said why there is none. */
static const char *ask (struct play *play, const char *data)
{
    const char *type = play->step->step->type;
    struct refusals refusals = refusals_in (play->moment);
    if (memory_answers (type)) {
        const char *own = memory_ask (&play->memory, type, data, play->moment, &refusals);
        if (!own)
            fail (play, refusals.list[0].sentence);
        return own;
    }
    int machine = machine_hearing (type);
    const char *answer = NULL;
    if (machine < MACHINES)
        answer = (play->step->step->elsewhere ? rehearsal_say_elsewhere : rehearsal_say) (
            play->rehearsal, machine, enveloped (play, data), play->moment);
    if (!answer)
        fail (play, machine < MACHINES ? "nobody answers" : "nobody's word");
    return answer;
}

/* ---- what is expected ---- */

static const char *read_file (struct play *play, const char *path)
{
    FILE *file = fopen (path, "rb");
    char *bytes = file ? arena_take_raw (play->moment, FILE_BYTES_MAX + 1) : NULL;
    if (!file)
        return NULL;
    bytes[fread (bytes, 1, FILE_BYTES_MAX, file)] = '\0';
    fclose (file);
    return bytes;
}

static void write_file (struct play *play, const char *path, const char *text)
{
    FILE *file = fopen (path, "wb");
    if (!file || fputs (text, file) < 0)
        fail (play, arena_format (play->moment, "cannot write %s", path));
    if (file)
        fclose (file);
}

/* The answer without what stands around it: the id of the question, and that it was answered. */
static void put_member (void *self, const char *name, const struct json_t *value)
{
    struct text *text = self;
    if (strcmp (name, "id") == 0 || strcmp (name, "status") == 0)
        return;
    text_say (text, text->length > 1 ? "," : "");
    text_put_json (text, name);
    text_format (text, ":%s", json_text (value, text->arena));
}

static void compare_file (struct play *play, const struct json_t *answer)
{
    const char *path =
        arena_format (play->moment, "%s/%s.json", play->setup.expected, play->step->step->file);
    struct text text = text_in (play->moment);
    text_say (&text, "{");
    json_walk (answer, put_member, &text);
    text_say (&text, "}");
    const char *actual = compare_spread (parsed (play, text.bytes), play->moment);
    const char *expected = read_file (play, path);
    if (play->setup.write) {
        write_file (play, path, actual);
        return;
    }
    const char *difference =
        expected ? compare_lines (expected, actual, play->moment) : "is not there";
    if (difference)
        fail (play, arena_format (play->moment, "%s: %s", path, difference));
}

static const char *word_of (const struct json_t *json, const char *name)
{
    const struct json_t *member = json ? json_member (json, name) : NULL;
    const char *words = member ? json_words (member) : NULL;
    return words ? words : "";
}

struct taking {
    struct play *play;
    const struct json_t *answer;
};

static void take_name (void *self, const char *name, const struct json_t *pointer)
{
    const struct taking *taking = self;
    struct play *play = taking->play;
    const char *place = json_words (pointer);
    const struct json_t *there = place ? compare_at (taking->answer, place, play->moment) : NULL;
    const char *words = there ? json_words (there) : NULL;
    if (!words)
        fail (play, arena_format (play->moment, "take: there is no text at %s for $%s in %s",
                                  place ? place : "nothing", name,
                                  json_text (taking->answer, play->moment)));
    entry_say (ledger_make (&play->names, name), words);
}

static void judge (struct play *play, const struct json_t *answer, const char *each)
{
    const struct step *step = play->step->step;
    const char *status = word_of (answer, "status");
    const char *code = word_of (json_member (answer, "error"), "code");
    bool rejected = strcmp (status, "rejected") == 0;
    if (rejected != (step->refused != NULL) || (rejected && strcmp (code, step->refused) != 0))
        fail (play,
              arena_format (play->moment, "expected %s%s, answered %s",
                            step->refused ? "a refusal: " : "no refusal",
                            step->refused ? step->refused : "", json_text (answer, play->moment)));
    if (step->answer) {
        const struct json_t *expected = parsed (play, filled (play, step->answer, each));
        const char *difference = expected ? compare_part (expected, answer, play->moment) : NULL;
        if (difference)
            fail (play, difference);
    }
    if (step->file)
        compare_file (play, answer);
    if (step->as)
        entry_say (ledger_make (&play->names, step->as), word_of (answer, "ref"));
    if (step->take)
        json_walk (step->take, take_name, &(struct taking){ play, answer });
}

/* ---- steps ---- */

/* What is kept from those who have not that duty. */
static void look_for_kept (struct play *play, const char *answer)
{
    const struct season *season = play->setup.script->season;
    for (size_t i = 0; answer && play->step->step->elsewhere && i < season->kept_count; i++)
        if (strstr (answer, season->kept[i]))
            fail (play,
                  arena_format (play->moment, "%s is told elsewhere: %s", season->kept[i], answer));
}

static void look_into_letters (struct play *play)
{
    const struct season *season = play->setup.script->season;
    for (size_t i = 0; i < season->kept_count; i++) {
        const char *told = memory_told (&play->memory, season->kept[i]);
        if (told)
            fail (play,
                  arena_format (play->moment, "%s stands in a letter: %s", season->kept[i], told));
    }
}

static void say_once (struct play *play, const char *each)
{
    const char *bytes = ask (play, filled (play, play->step->step->data, each));
    const struct json_t *answer = bytes ? parsed (play, bytes) : NULL;
    look_for_kept (play, bytes);
    if (answer)
        judge (play, answer, each);
}

static void take_step (struct play *play)
{
    const struct step *step = play->step->step;
    for (size_t i = 0; i < step->stop_count; i++)
        rehearsal_stop (play->rehearsal, machine_of (step->stop[i]));
    for (size_t i = 0; i < step->start_count; i++)
        rehearsal_start (play->rehearsal, machine_of (step->start[i]));
    if (!step->type)
        return;
    if (step->each_count == 0)
        say_once (play, NULL);
    for (size_t i = 0; i < step->each_count; i++)
        say_once (play, step->each[i]);
}

static void play_all (struct play *play)
{
    const struct script *script = play->setup.script;
    for (size_t i = 0; i < script->count; i++) {
        play->step = &script->steps[i];
        rehearsal_run (play->rehearsal, play->step->at);
        take_step (play);
        arena_reset (play->moment);
    }
    rehearsal_run (play->rehearsal, day_start (script->season->to + 1));
    look_into_letters (play);
}

int player_play (const struct player_setup *setup, struct arena *arena)
{
    struct refusals refusals = refusals_in (arena);
    struct play play = {
        .setup = *setup, .arena = arena, .moment = arena_new(), .memory = memory_new (arena)
    };
    play.rehearsal =
        rehearsal_new (&(struct rehearsal_setup){ .office = setup->office,
                                                  .from = day_start (setup->script->season->from),
                                                  .answers = true,
                                                  .self = &play.memory,
                                                  .hear = memory_hear },
                       &refusals);
    play_all (&play);
    struct rehearsal_totals totals = rehearsal_totals (play.rehearsal);
    printf ("%zu steps, %" PRId64 " facts, %" PRId64 " letters, %" PRId64 " turns: %d not as "
            "expected\n",
            setup->script->count, totals.facts, totals.letters, totals.turns, play.failures);
    rehearsal_destroy (&play.rehearsal);
    memory_empty (&play.memory);
    ledger_clear (&play.names);
    arena_destroy (&play.moment);
    return play.failures;
}
