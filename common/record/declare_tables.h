/* Second reading of a .def: the tables. The table sits in a function so that offsetof can name its
   own struct by the local typedef `self`. Include, then the .def, then declare_end.h. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#define CHOICE(tag)                                                                                \
    const struct choices *tag##_choices (void)                                                     \
    {                                                                                              \
        static const struct choice list[] = {
#define VALUE(name, text) { (int)name, text },
#define CHOICE_END(tag)                                                                            \
    }                                                                                              \
    ;                                                                                              \
    static const struct choices all = { list, sizeof list / sizeof *list };                        \
    return &all;                                                                                   \
    }
#define RECORD(tag, text, is)                                                                      \
    const struct record *tag##_record (void)                                                       \
    {                                                                                              \
        typedef struct tag self;                                                                   \
        static const struct record_head head = { .word = text,                                     \
                                                 .kind = RECORD_##is,                              \
                                                 .size = sizeof (self) };                          \
        static const struct field fields[] = {
#define FIELD_(called, is, low, high, needed)                                                      \
    .name = #called, .kind = is, .offset = offsetof (self, called), .min = low, .max = high,       \
    .need = needed
#define TEXT(name, min, max, need) { FIELD_ (name, FIELD_TEXT, min, max, need) },
/* For a word of the contract that C keeps for itself. */
#define TEXT_AS(called, text, low, high, needed)                                                   \
    { .name = text,                                                                                \
      .kind = FIELD_TEXT,                                                                          \
      .offset = offsetof (self, called),                                                           \
      .min = low,                                                                                  \
      .max = high,                                                                                 \
      .need = needed },
#define NUMBER(name, min, max, need) { FIELD_ (name, FIELD_NUMBER, min, max, need) },
#define YES(name, need)              { FIELD_ (name, FIELD_YES, 0, 0, need) },
#define TIME(name, need)             { FIELD_ (name, FIELD_TIME, 0, 0, need) },
#define DUE(name, need)              { FIELD_ (name, FIELD_DUE, 0, 0, need) },
#define DAY(name, need)              { FIELD_ (name, FIELD_DAY, 0, 0, need) },
#define PICK(choice, name, need)                                                                   \
    { FIELD_ (name, FIELD_PICK, 0, 0, need), .width = sizeof (enum choice),                        \
      .choices = choice##_choices },
#define PART(tag, name, need) { FIELD_ (name, FIELD_PART, 0, 0, need), .part = tag##_record },
#define LIST(tag, name, low, high)                                                                 \
    { FIELD_ (name, FIELD_LIST, low, high, (low) > 0 ? REQUIRED : OPTIONAL),                       \
      .count_offset = offsetof (self, name##_count), .part = tag##_record },
#define TEXTS(name, low, high, longest)                                                            \
    { FIELD_ (name, FIELD_TEXTS, low, high, (low) > 0 ? REQUIRED : OPTIONAL),                      \
      .count_offset = offsetof (self, name##_count), .width = longest },
#define JSON(name, need)  { FIELD_ (name, FIELD_JSON, 0, 0, need) },
#define BYTES(name, size) { FIELD_ (name, FIELD_BYTES, 0, size, OPTIONAL) },
#define END(tag)                                                                                   \
    }                                                                                              \
    ;                                                                                              \
    static const struct record record = { &head, fields, sizeof fields / sizeof *fields };         \
    return &record;                                                                                \
    }
