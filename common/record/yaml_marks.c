/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/yaml_marks.h"
#include "record/check.h"
#include <stdlib.h>
#include <string.h>

const char *marks_place (const struct yaml_marks *marks, size_t line, size_t column,
                         struct arena *arena)
{
    return arena_format (arena, "%s:%zu:%zu", marks->file, line, column);
}

void marks_remember (struct yaml_marks *marks, const char *pointer, size_t line, size_t column,
                     struct arena *arena)
{
    struct mark *mark = arena_take (arena, sizeof *mark);
    *mark =
        (struct mark){ .next = marks->first, .pointer = pointer, .line = line, .column = column };
    marks->first = mark;
}

const char *yaml_mark (const struct yaml_marks *marks, const char *pointer, struct arena *arena)
{
    char *wanted = arena_text (arena, pointer);
    for (;;) {
        for (const struct mark *mark = marks->first; mark; mark = mark->next)
            if (strcmp (mark->pointer, wanted) == 0)
                return marks_place (marks, mark->line, mark->column, arena);
        char *last =
            strrchr (wanted, '/'); /* what is missing is marked where it should have stood */
        if (!last)
            return marks_place (marks, 1, 1, arena);
        *last = '\0';
    }
}

/* ---- what was left out ---- */

static bool stands_in (const char *pointer, const char *outer)
{
    size_t length = strlen (outer);
    return strncmp (pointer, outer, length) == 0 &&
           (pointer[length] == '\0' || pointer[length] == '/');
}

bool yaml_lacks (const struct yaml_marks *marks, const char *pointer)
{
    for (const struct left_out *left = marks->left_out; left; left = left->next)
        if (stands_in (left->pointer, pointer))
            return true;
    return false;
}

static bool json_says (const struct json_t *json, const char *word)
{
    if (json->kind == JSON_TEXT)
        return strcmp (json->text, word) == 0;
    for (size_t i = 0; (json->kind == JSON_ARRAY || json->kind == JSON_OBJECT) && i < json->count;
         i++)
        if (json_says (json->list[i], word))
            return true;
    return false;
}

bool yaml_may_say (const struct yaml_marks *marks, const char *word)
{
    for (const struct left_out *left = marks->left_out; left; left = left->next)
        if (left->unnamed || (left->value && json_says (left->value, word)))
            return true;
    return false;
}

/* ---- leaving out ---- */

/* The way from the file to what a complaint is about, as far as it is to be left out. */
struct way {
    const char *end;        /* in the complaint's pointer, behind what is left out */
    const char *list;       /* pointer of the list; of a member of the file: its own */
    const char *name;       /* of the member of the file */
    struct json_t *entries; /* NULL: a member of the file is left out */
    size_t index;
    bool by_id; /* others speak of it by its id, not by its name */
    bool named; /* the member is something others refer to */
};

static const char *token_of (const char **pointer, struct arena *arena)
{
    struct text token = text_in (arena);
    text_say (&token, "");
    const char *at = *pointer + 1;
    for (; *at && *at != '/'; at++)
        if (at[0] == '~' && (at[1] == '0' || at[1] == '1'))
            text_put (&token, *++at == '0' ? "~" : "/", 1);
        else
            text_put (&token, at, 1);
    *pointer = at;
    return token.bytes;
}

static struct json_t *member_of (const struct json_t *object, const char *name)
{
    for (size_t i = 0; object && object->kind == JSON_OBJECT && i < object->count; i++)
        if (strcmp (object->list[i]->name, name) == 0)
            return object->list[i];
    return NULL;
}

static bool is_whole (const struct field *field)
{
    return field && (field->kind == FIELD_LIST || field->kind == FIELD_PART);
}

/* What others may refer to by its name. */
static bool is_named (const struct field *field)
{
    return field && (field->kind == FIELD_LIST ||
                     (field->kind == FIELD_PART && record_field (field->part(), "id")));
}

/* Records are what is whole or not: a text of a list of texts goes with the record it stands in. */
static struct way way_to (const char *pointer, const struct record *record,
                          const struct json_t *file, struct arena *arena)
{
    const char *at = pointer;
    struct way way = { .end = pointer };
    const struct json_t *json = file;
    while (*at == '/' && json && record) {
        const char *name = token_of (&at, arena);
        const struct field *field = record_field (record, name);
        json = member_of (json, name);
        if (!way.name)
            way = (struct way){ .end = at,
                                .name = name,
                                .list = arena_copy (arena, pointer, (size_t)(at - pointer)),
                                .by_id = true,
                                .named = is_named (field) };
        record = is_whole (field) ? field->part() : NULL;
        if (!field || field->kind != FIELD_LIST || *at != '/' || !json || json->kind != JSON_ARRAY)
            continue;
        const char *list = arena_copy (arena, pointer, (size_t)(at - pointer));
        size_t index = (size_t)strtoul (token_of (&at, arena), NULL, 10);
        if (index >= json->count)
            break;
        way = (struct way){ .end = at,
                            .name = way.name,
                            .list = list,
                            .entries = (struct json_t *)json,
                            .index = index,
                            .by_id = record_field (record, "id") != NULL };
        json = json->list[index];
    }
    return way;
}

/* Marks of what stood behind the entry at INDEX of LIST move up; those of the entry are nobody's.
 */
static void move_up (struct yaml_marks *marks, const char *list, size_t index, struct arena *arena)
{
    size_t length = strlen (list);
    for (struct mark *mark = marks->first; mark; mark = mark->next) {
        if (!stands_in (mark->pointer, list) || mark->pointer[length] == '\0')
            continue;
        char *rest;
        size_t at = (size_t)strtoul (mark->pointer + length + 1, &rest, 10);
        if (at == index)
            mark->pointer = "/"; /* no pointer of ours */
        else if (at > index)
            mark->pointer = arena_format (arena, "%s/%zu%s", list, at - 1, rest);
    }
    for (struct left_out *left = marks->left_out; left; left = left->next) {
        if (!stands_in (left->pointer, list) || left->pointer[length] == '\0')
            continue;
        char *rest;
        size_t at = (size_t)strtoul (left->pointer + length + 1, &rest, 10);
        left->pointer = at == index  ? list
                        : at > index ? arena_format (arena, "%s/%zu%s", list, at - 1, rest)
                                     : left->pointer;
    }
}

/* Whether a complaint is about that by which others speak of the thing that BEGINS so. */
static bool is_about_its_name (const char *pointer, const char *begins, bool by_id)
{
    static const char *const names[] = { "", "/id", "/role", "/act", "/name" };
    if (!stands_in (pointer, begins))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names - by_id; i++)
        if (strcmp (pointer + strlen (begins), names[i]) == 0)
            return true;
    return false;
}

static bool leave_out (struct yaml_marks *marks, const struct record *record, struct json_t *file,
                       const struct refusals *wrong, const char *pointer, struct arena *arena)
{
    const struct way way = way_to (pointer, record, file, arena);
    if (!way.name)
        return false;
    const char *begins = arena_copy (arena, pointer, (size_t)(way.end - pointer));
    struct left_out *left = arena_take (arena, sizeof *left);
    *left = (struct left_out){ .next = marks->left_out, .pointer = way.list };
    left->value = way.entries ? way.entries->list[way.index] : member_of (file, way.name);
    for (size_t i = 0; (way.entries || way.named) && i < wrong->count; i++)
        left->unnamed |= is_about_its_name (wrong->list[i].path, begins, way.by_id);
    bool found = left->value != NULL;
    if (left->value && left->value->kind == JSON_ARRAY && left->value->count == 0)
        left->unnamed = false; /* an empty list says nothing */
    if (way.entries) {
        move_up (marks, way.list, way.index, arena);
        way.entries->count--;
        memmove (way.entries->list + way.index, way.entries->list + way.index + 1,
                 (way.entries->count - way.index) * sizeof *way.entries->list);
    } else
        json_drop (file, way.name);
    if (found || !yaml_lacks (marks, way.list))
        marks->left_out = left;
    return found;
}

const void *marks_read_rest (struct yaml_marks *marks, const struct record *record,
                             struct json_t *file, struct arena *arena)
{
    enum { LEFT_OUT_MAX = 2 * REFUSALS_MAX };
    for (size_t left = 0; file->kind == JSON_OBJECT && left < LEFT_OUT_MAX; left++) {
        struct refusals wrong = refusals_in (arena);
        const void *self = record_from_json_anyway (record, file, arena, &wrong);
        bool any = false;
        for (size_t i = 0; i < wrong.count && !any; i++)
            any = leave_out (marks, record, file, &wrong, wrong.list[i].path, arena);
        if (!any)
            return self;
    }
    return NULL;
}
