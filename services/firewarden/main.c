/* The command line of Firewarden: what an operator types, one file a subcommand. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/log.h"
#include "firewarden/cli.h"
#include "frame/clocks.h"
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *name, *usage, *english, *chinese;
    command_fn *run;
} commands[] = {
    { "ask", "TYPE [KEY=VALUE…]", "a question to the service that answers it", "向服务提问",
      command_ask },
    { "calendar", "YEAR", "the days off and the make-up days of a year", "某年放假调休",
      command_calendar },
    { "case", "REF [as_of=INSTANT]", "the whole story of a case", "一案始末", command_case },
    { "check", "[FILE…]", "every mistake of a configuration, at its line", "检查配置",
      command_check },
    { "clone", "YEARS", "campaign.yaml, so many years later, on stdout", "复制为以后年度的方案",
      command_clone },
    { "due", "CLOCK FROM [--working-days N] [--known DATE]", "when a clock runs out, and why",
      "期限何时到期、为什么", command_due },
    { "explain", "REF", "why a case's deadlines are when they are", "期限的由来", command_explain },
    { "import", "FILE.csv [--encoding utf-8|gb18030]", "a register of premises from a table",
      "导入场所台账", command_import },
    { "keys", "new NAME | list | check", "CURVE keys of those who come over tcp", "接入密钥",
      command_keys },
    { "letters", "list | show | retry | drop", "what could not be handled, and what becomes of it",
      "未能处理的消息", command_letters },
    { "notify", "test CHANNEL [ADDRESS]", "one letter by a channel, now: what the other side says",
      "试发一条通知", command_notify },
    { "rebuild", "SERVICE", "makes the tables again from the journal", "由日志重建数据表",
      command_rebuild },
    { "rehearse", "[--tips RATE] [--inspectors N] [--absent WHO FROM TO] [--totals] …",
      "the campaign on a virtual clock: who would be told what", "推演整个专项行动",
      command_rehearse },
    { "send", "[FILE]", "commands as JSON, one or many; prints the answers", "发送指令",
      command_send },
    { "status", "", "each service: ready, last seq, lag behind its sources", "各服务状态",
      command_status },
    { "tail", "SERVICE [--from N] [--follow]", "the journal as JSON lines", "查看日志",
      command_tail },
    { "words", "[TYPE]", "what can be said, and its JSON Schema", "可用的指令与其格式",
      command_words },
    { "verify", "SERVICE", "goes through the journal's hash chain", "核验日志链", command_verify },
};
enum { COMMANDS = sizeof commands / sizeof *commands };

const char *say (const struct cli *cli, const char *english, const char *chinese)
{
    return cli->chinese ? chinese : english;
}

bool read_whole (const char *word, int64_t first, int64_t last, int64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoll (word, &end, 10);
    return word[0] >= '0' && word[0] <= '9' && *end == '\0' && errno == 0 && *number >= first &&
           *number <= last;
}

int wrong_usage (const char *what)
{
    fprintf (stderr, "firewarden: %s\n", what);
    return EXIT_USAGE;
}

static int print_usage (const struct cli *cli, FILE *file)
{
    fprintf (file, "%s\n\n",
             say (cli, "usage: firewarden [OPTIONS] COMMAND …", "用法：firewarden [选项] 命令 …"));
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf (file, "  %-9s %-46s %s\n", commands[i].name, commands[i].usage,
                 say (cli, commands[i].english, commands[i].chinese));
    fprintf (
        file,
        "\n  --data DIR      %s\n  --config DIR    %s\n  -o json|table   %s\n"
        "  --at ENDPOINT   %s\n  --key NAME      %s\n\n%s\n",
        say (cli, "where the services keep their state (default: data)",
             "服务的数据目录（默认 data）"),
        say (cli, "folder of the configuration (default: config)", "配置目录（默认 config）"),
        say (cli, "how answers are printed", "输出格式"),
        say (cli, "a door over tcp instead of the local one", "经 tcp 连接的地址"),
        say (cli, "the key pair to use over tcp, as `keys new` made it", "经 tcp 连接所用的密钥"),
        say (cli, "exit codes: 0 done, 1 refused, 2 usage, 3 not reachable",
             "退出码：0 完成，1 被拒绝，2 用法错误，3 连接不上"));
    return EXIT_USAGE;
}

/* An option that takes the word after it; NULL: WORD is none of them. */
static const char **option_place (struct cli *cli, const char *word)
{
    if (strcmp (word, "--data") == 0)
        return &cli->data;
    if (strcmp (word, "--config") == 0)
        return &cli->config;
    if (strcmp (word, "--key") == 0)
        return &cli->key;
    return strcmp (word, "--at") == 0 ? &cli->at : NULL;
}

/* Takes the common options out of WORDS, wherever they stand. Returns how many words are left; -1:
 * wrong, and said. */
static int take_options (struct cli *cli, int count, char **words)
{
    int kept = 0;
    for (int i = 0; i < count; i++) {
        const char **place = option_place (cli, words[i]);
        bool output = strcmp (words[i], "-o") == 0;
        if (!place && !output) {
            words[kept++] = words[i];
            continue;
        }
        const char *value = ++i < count ? words[i] : "";
        if (place && *value)
            *place = value;
        else if (output && (strcmp (value, "json") == 0 || strcmp (value, "table") == 0))
            cli->json = strcmp (value, "json") == 0;
        else {
            wrong_usage (arena_format (cli->arena, "after %s comes %s", words[i - 1],
                                       output ? "json or table" : "a word of its own"));
            return -1;
        }
    }
    return kept;
}

int main (int argc, char **argv)
{
    const char *locale = setlocale (LC_MESSAGES, "");
    const char *wanted = getenv ("LC_ALL")        ? getenv ("LC_ALL")
                         : getenv ("LC_MESSAGES") ? getenv ("LC_MESSAGES")
                                                  : getenv ("LANG");
    struct cli cli = { .arena = arena_new(),
                       .data = "data",
                       .config = "config",
                       .json = !isatty (STDOUT_FILENO),
                       .chinese = strncmp (wanted   ? wanted
                                           : locale ? locale
                                                    : "",
                                           "zh", 2) == 0 };
    log_open ("firewarden", LOG_WARN);
    log_now (clocks_wall());
    int count = take_options (&cli, argc - 1, argv + 1), code = -1;
    if (count < 0)
        return EXIT_USAGE;
    if (count == 0)
        return print_usage (&cli, stderr);
    if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "help") == 0) {
        print_usage (&cli, stdout);
        return EXIT_DONE;
    }
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp (commands[i].name, argv[1]) == 0)
            code = commands[i].run (&cli, count - 1, argv + 2);
    arena_destroy (&cli.arena);
    if (code >= 0)
        return code;
    fprintf (stderr, "firewarden: there is no %s `%s`; `firewarden help` lists what there is\n",
             argv[1][0] == '-' ? "option" : "command", argv[1]);
    return EXIT_USAGE;
}
