/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/keys.h"
#include "base/log.h"
#include "base/stop.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

void keys_make (struct key_pair *pair)
{
    if (zmq_curve_keypair (pair->public_half, pair->secret_half) != 0)
        stop (STOP_OS, "keys.make", "libzmq cannot make a CURVE pair: %s", zmq_strerror (errno));
}

static void spell (char path[PATH_MAX], const char *folder, const char *name, const char *ending)
{
    snprintf (path, PATH_MAX, "%s/keys/%s.%s", folder, name, ending);
}

/* "LABEL VALUE" on the next line of FILE. */
static bool read_line (FILE *file, const char *label, char out[KEY_TEXT_SIZE])
{
    char line[128];
    size_t length = strlen (label);
    if (!fgets (line, sizeof line, file) || strncmp (line, label, length) != 0 ||
        line[length] != ' ')
        return false;
    const char *value = line + length + 1;
    if (strcspn (value, "\r\n") != KEY_TEXT_SIZE - 1)
        return false;
    memcpy (out, value, KEY_TEXT_SIZE - 1);
    out[KEY_TEXT_SIZE - 1] = '\0';
    return true;
}

bool keys_read (const char *folder, const char *name, struct key_pair *pair)
{
    char path[PATH_MAX];
    spell (path, folder, name, "key");
    FILE *file = fopen (path, "re");
    if (!file)
        return false;
    bool whole = read_line (file, "public", pair->public_half) &&
                 read_line (file, "secret", pair->secret_half);
    fclose (file);
    return whole;
}

bool keys_read_public (const char *folder, const char *name, char out[KEY_TEXT_SIZE])
{
    char path[PATH_MAX];
    spell (path, folder, name, "pub");
    FILE *file = fopen (path, "re");
    bool whole = file && read_line (file, "public", out);
    if (file)
        fclose (file);
    return whole;
}

void keys_keep_owner (int file, const char *folder)
{
    struct stat facts;
    if (geteuid() == 0 && stat (folder, &facts) == 0 &&
        fchown (file, facts.st_uid, facts.st_gid) != 0)
        log_line (LOG_WARN, "keys.owner", "what is made in %s stays root's: %s", folder,
                  strerror (errno));
}

/* FOLDER/keys, of FOLDER's owner. */
static bool make_folder (const char *folder, char path[PATH_MAX])
{
    snprintf (path, PATH_MAX, "%s/keys", folder);
    if (mkdir (path, 0700) != 0)
        return errno == EEXIST;
    int made = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (made >= 0) {
        keys_keep_owner (made, folder);
        close (made);
    }
    return true;
}

/* A file of MODE that is whole when it has its name. */
static bool put (const char *path, mode_t mode, const char *text)
{
    char draft[PATH_MAX];
    if (snprintf (draft, sizeof draft, "%.*s.new", PATH_MAX - 8, path) < 0)
        return false;
    int file = open (draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
    if (file < 0)
        return false;
    char folder[PATH_MAX];
    snprintf (folder, sizeof folder, "%s", path);
    keys_keep_owner (file, dirname (folder));
    size_t size = strlen (text);
    bool done = write (file, text, size) == (ssize_t)size && fsync (file) == 0;
    close (file);
    /* link, not rename: an existing key is never replaced */
    done = done && link (draft, path) == 0;
    int why = errno;
    unlink (draft);
    errno = why;
    return done;
}

bool keys_write (const char *folder, const char *name, const struct key_pair *pair)
{
    char path[PATH_MAX], text[256];
    if (!make_folder (folder, path))
        return false;
    snprintf (text, sizeof text, "public %s\nsecret %s\n", pair->public_half, pair->secret_half);
    spell (path, folder, name, "key");
    if (!put (path, 0600, text))
        return false;
    snprintf (text, sizeof text, "public %s\n", pair->public_half);
    spell (path, folder, name, "pub");
    unlink (path);
    return put (path, 0644, text);
}

void keys_own (const char *folder, const char *service, struct key_pair *pair)
{
    if (keys_read (folder, service, pair)) {
        char public_half[KEY_TEXT_SIZE], path[PATH_MAX], text[64];
        if (keys_read_public (folder, service, public_half))
            return;
        spell (path, folder, service,
               "pub"); /* lost between two writes: made again from the pair */
        snprintf (text, sizeof text, "public %s\n", pair->public_half);
        put (path, 0644, text);
        return;
    }
    if (errno == EACCES)
        stop (STOP_FORBIDDEN, "keys.read", "%s/keys/%s.key cannot be read: %s", folder, service,
              strerror (errno));
    keys_make (pair);
    if (!keys_write (folder, service, pair))
        stop (STOP_OS, "keys.write", "cannot write %s/keys/%s.key: %s", folder, service,
              strerror (errno));
}
