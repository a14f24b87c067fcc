/* notify test: one letter by a channel, now and from here, so that who sets a channel up sees what
   the other side says. Nothing of it is written down; no service need run. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "firewarden/cli.h"
#include "frame/clocks.h"
#include "frame/settings.h"
#include "office/office.h"
#include "rehearsal/wire.h"
#include <poll.h>
#include <stdio.h>
#include <string.h>

enum { MORE_SECONDS = 5 }; /* than the channel itself waits */

static void complain (const struct refusals *refusals)
{
    for (size_t i = 0; i < refusals->count; i++)
        fprintf (stderr, "%s: %s\n", refusals->list[i].path, refusals->list[i].sentence);
}

static const struct channel *channel_of (const struct settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->channels_count; i++)
        if (strcmp (settings->channels[i].name, name) == 0)
            return &settings->channels[i];
    fprintf (stderr, "firewarden: there is no channel `%s` in scheduling.yaml; there are:", name);
    for (size_t i = 0; i < settings->channels_count; i++)
        fprintf (stderr, " %s", settings->channels[i].name);
    fprintf (stderr, "\n");
    return NULL;
}

/* Where the office itself is reached by the channel, or NULL. */
static const char *own_address (const struct office *office, const char *channel)
{
    const struct party *own = office->organisation->office;
    for (size_t i = 0; i < own->reach_count; i++)
        if (strcmp (own->reach[i].channel, channel) == 0)
            return own->reach[i].address;
    fprintf (stderr,
             "firewarden: the office of organisation.yaml is not reached by `%s`; say to what "
             "ADDRESS\n",
             channel);
    return NULL;
}

static enum exit_code tell (const struct cli *cli, const struct post_outcome *outcome,
                            const char *address)
{
    static const struct {
        enum exit_code code;
        const char *english, *chinese;
    } results[] = {
        [post_sent] = { EXIT_DONE, "sent", "已送出" },
        [post_failed] = { EXIT_UNREACHABLE, "failed, may work later", "未送出，可稍后再试" },
        [post_refused] = { EXIT_REFUSED, "refused", "被拒绝" },
    };
    printf ("%s: %s%s%s\n", address,
            say (cli, results[outcome->result].english, results[outcome->result].chinese),
            outcome->detail ? ": " : "", outcome->detail ? outcome->detail : "");
    return results[outcome->result].code;
}

static enum exit_code send_by (const struct cli *cli, const struct channel *channel,
                               const char *address)
{
    const struct letter letter = {
        .id = arena_format (cli->arena, "notify-test-%lld", (long long)clocks_wall()),
        .channel = channel->name,
        .address = address,
        .subject = "消防工作平台：通知渠道测试",
        .text = arena_format (
            cli->arena, "这是一条测试消息，收到即说明通知渠道“%s”可用，无须处理。", channel->name),
        .written = clocks_wall()
    };
    const int64_t seconds =
        channel->timeout_seconds == NUMBER_ABSENT ? POST_TIMEOUT_SECONDS : channel->timeout_seconds;
    struct post *post = post_new (channel, 1);
    struct pollfd answer = { .fd = post_fd (post), .events = POLLIN };
    struct post_outcome outcome = { .result = post_failed, .detail = "no answer in time" };
    post_send (post, &letter);
    if (poll (&answer, 1, (int)(seconds + MORE_SECONDS) * 1000) == 1)
        post_take (post, cli->arena, &outcome);
    post_destroy (&post);
    return tell (cli, &outcome, address);
}

int command_notify (const struct cli *cli, int count, char **words)
{
    if (count < 2 || count > 3 || strcmp (words[0], "test") != 0)
        return wrong_usage ("notify test CHANNEL [ADDRESS]");
    struct refusals refusals = refusals_in (cli->arena);
    const struct settings *settings =
        settings_read (arena_format (cli->arena, "%s/scheduling.yaml", cli->config),
                       wire_services[SCHEDULING]->follows, cli->arena, &refusals);
    const struct office *office = office_read (cli->config, cli->arena, &refusals);
    complain (&refusals);
    const struct channel *channel = settings && office ? channel_of (settings, words[1]) : NULL;
    if (!channel)
        return EXIT_REFUSED;
    if (channel->kind == channel_journal) {
        printf ("%s\n", say (cli, "nothing leaves by it: its letters stand in scheduling's journal",
                             "该渠道不外发：消息只记入 scheduling 的日志"));
        return EXIT_DONE;
    }
    const char *address = count == 3 ? words[2] : own_address (office, channel->name);
    return address ? (int)send_by (cli, channel, address) : EXIT_REFUSED;
}
