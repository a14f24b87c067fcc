/* CURVE pairs in files: DIR/keys/NAME.key holds both halves (0600), DIR/keys/NAME.pub the public
 * one. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include <stdbool.h>

enum { KEY_TEXT_SIZE = 41 }; /* Z85 of 32 bytes, and NUL */
struct key_pair {
    char public_half[KEY_TEXT_SIZE];
    char secret_half[KEY_TEXT_SIZE];
};

/* A fresh pair. */
void keys_make (struct key_pair *pair);
/* The pair NAME of FOLDER (the data folder). False: there is none, or it cannot be read. */
bool keys_read (const char *folder, const char *name, struct key_pair *pair);
/* What root makes in FOLDER belongs to whom FOLDER belongs to, so that the services can read it. */
void keys_keep_owner (int file, const char *folder);
/* Writes PAIR as NAME, whole or not at all. False: errno says why. Never over an existing one
 * (EEXIST). */
bool keys_write (const char *folder, const char *name, const struct key_pair *pair);
/* The public half alone. */
bool keys_read_public (const char *folder, const char *name, char out[KEY_TEXT_SIZE]);
/* The pair of a service: read, or made on the first start. Stops when it cannot. */
void keys_own (const char *folder, const char *service, struct key_pair *pair);
