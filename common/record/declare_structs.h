/* First reading of a .def: structs and enums. Include, then the .def, then declare_end.h. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/record.h"
#define CHOICE(tag)       enum tag { tag##_absent,
#define VALUE(name, word) name,
#define CHOICE_END(tag)                                                                            \
    }                                                                                              \
    ;                                                                                              \
    const struct choices *tag##_choices (void);
#define RECORD(tag, word, kind)             struct tag {
#define TEXT(name, min, max, need)          const char *name;
#define TEXT_AS(name, text, min, max, need) const char *name;
#define NUMBER(name, min, max, need)        int64_t name;
#define YES(name, need)                     bool name;
#define TIME(name, need)                    instant name;
#define DUE(name, need)                     instant name;
#define DAY(name, need)                     day name;
#define PICK(choice, name, need)            enum choice name;
#define PART(tag, name, need)               const struct tag *name;
#define LIST(tag, name, min, max)                                                                  \
    const struct tag *name;                                                                        \
    size_t name##_count;
#define TEXTS(name, min, max, longest)                                                             \
    const char *const *name;                                                                       \
    size_t name##_count;
#define JSON(name, need)  const struct json_t *name;
#define BYTES(name, size) unsigned char name[size];
#define END(tag)                                                                                   \
    }                                                                                              \
    ;                                                                                              \
    const struct record *tag##_record (void);
