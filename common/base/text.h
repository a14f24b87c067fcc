/* A growing text in an arena, and the few questions the house asks of texts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/arena.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* bytes[length] is always NUL once something was put. */
struct text {
    struct arena *arena;
    char *bytes;
    size_t length;
    size_t capacity;
};

struct text text_in (struct arena *arena);
void text_grow (struct text *text, size_t more); /* by at least MORE bytes and a NUL */
/* These two here, so that a comma costs as much as a comma: journals and answers are made of them.
 */
static inline void text_put (struct text *text, const char *bytes, size_t length)
{
    if (text->capacity - text->length <= length)
        text_grow (text, length);
    memcpy (text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}
static inline void text_say (struct text *text, const char *words)
{
    text_put (text, words, strlen (words));
}
void text_format (struct text *text, const char *format, ...)
    __attribute__ ((format (printf, 2, 3)));
/* NUMBER in decimal. */
void text_number (struct text *text, int64_t number);
/* WORDS as a JSON string with its quotes (RFC 8259, section 7); WORDS is valid UTF-8. */
void text_put_json (struct text *text, const char *words);

bool text_same (const char *left, const char *right); /* NULL equals only NULL */
/* Whether WANTED (NULL: no) is one of COUNT TEXTS; whether they and OTHERS have one in common. */
bool texts_have (const char *const *texts, size_t count, const char *wanted);
bool texts_share (const char *const *texts, size_t count, const char *const *others,
                  size_t others_count);
/* How many bytes at the beginning of BYTES are UTF-8: no NUL, no overlong, no surrogate. */
size_t text_utf8_prefix (const char *bytes, size_t length);
bool text_is_utf8 (const char *bytes, size_t length);
/* No C0 or C1 control character, no line or paragraph separator, no bidi control: such a name
   would not look on a page like what it is. TEXT is valid UTF-8. */
bool text_is_plain (const char *text);
bool text_is_blank (const char *text); /* holds nothing but white space, of any script */
/* TEXT (valid UTF-8; NULL stays NULL) without the white space around it. */
const char *text_trimmed (const char *text, struct arena *arena);
/* One `@` between two texts, nothing in them that would end an address in a mail (RFC 5321). */
bool text_is_mail_address (const char *text);
bool text_is_prose (const char *text);     /* the same, but lines and tabs are allowed */
size_t text_characters (const char *text); /* Unicode code points, not bytes */
/* TEXT (valid UTF-8; NULL stays NULL), or its first CHARACTERS with "…" as the last of them: what a
   field of an event holds. */
const char *text_shortened (const char *text, size_t characters, struct arena *arena);
/* The lines of TEXT that end, as COUNT texts. */
const char **text_lines (const char *text, size_t *count, struct arena *arena);
/* Cuts TEXT to at most SIZE bytes, between two characters. */
void text_cut (char *text, size_t size);
void text_hex (char *out, const unsigned char *bytes, size_t size); /* 2 * size + NUL */
bool text_unhex (unsigned char *out, size_t size, const char *hex); /* false: not that */
