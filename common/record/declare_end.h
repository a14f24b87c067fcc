/* Forgets the reading, so that the next one may begin. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#undef CHOICE
#undef VALUE
#undef CHOICE_END
#undef RECORD
#undef FIELD_
#undef TEXT
#undef TEXT_AS
#undef NUMBER
#undef YES
#undef TIME
#undef DUE
#undef DAY
#undef PICK
#undef PART
#undef LIST
#undef TEXTS
#undef JSON
#undef BYTES
#undef END
