/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gateway/screen.h"
#include "base/text.h"
#include "record/record.h"
#include <inttypes.h>

/* How much of each list a screen has room for at a time. */
enum { MENTIONS_ROOM = 2, LISTED_ROOM = 3, DELISTED_ROOM = 2, LISTED_ROOM_ALONE = 6 };
enum { MINUTES_OF_HOUR = 60, MINUTES_OF_DAY = 1440 };

static const char style[] =
    "*{box-sizing:border-box;margin:0}"
    "html{font-size:min(1vw,1.78vh)}"
    "body{min-height:100vh;padding:.9rem 1.8rem;display:flex;flex-direction:column;gap:.8rem;"
    "background:#7a0c0c;color:#fff;font-family:'Noto Sans CJK SC','Noto Sans SC','Source Han Sans "
    "SC','Microsoft YaHei','PingFang SC',sans-serif;line-height:1.3}"
    "header,footer{display:flex;justify-content:space-between;align-items:flex-end;gap:2rem}"
    "h1{font-size:3.4rem;line-height:1.15}"
    ".by{font-size:1.5rem;opacity:.85}"
    ".left{text-align:right;font-size:1.7rem;white-space:nowrap}"
    ".left b{font-size:3rem;line-height:1;color:#ffd75e}"
    ".slogans{display:flex;flex-wrap:wrap;justify-content:center;gap:0 4rem;background:#ffd75e;"
    "color:#7a0c0c;font-size:2.2rem;font-weight:bold;padding:.3rem 1.5rem;border-radius:.5rem}"
    "main{flex:1;display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1.4fr) "
    "minmax(0,1.4fr);gap:1rem;min-height:0}"
    "section{background:#fff;color:#222;border-radius:.5rem;padding:.6rem 1.2rem;overflow:hidden}"
    ".column{display:flex;flex-direction:column;gap:.8rem;min-height:0}"
    ".column section{flex:1 1 auto}"
    "h2{display:flex;justify-content:space-between;align-items:baseline;font-size:2rem;"
    "color:#a51212;border-bottom:.15rem solid #a51212;padding-bottom:.2rem;margin-bottom:.4rem}"
    ".praise h2{color:#0b6b3a;border-color:#0b6b3a}"
    "h2 span,.when,.none{font-size:1.3rem;font-weight:normal;color:#666;white-space:nowrap}"
    "dl{display:grid;gap:1rem}"
    "dt{font-size:1.7rem;color:#555}"
    "dd b{display:block;font-size:4.2rem;line-height:1.1;color:#a51212}"
    "dd{font-size:1.5rem}"
    "ul{list-style:none;padding:0;display:grid;grid-template-columns:minmax(0,1fr);gap:.6rem}"
    "li{font-size:1.55rem}"
    "li div{display:flex;justify-content:space-between;align-items:baseline;gap:1rem}"
    "li b{font-size:1.75rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}"
    "li p{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;"
    "overflow-wrap:anywhere}"
    "footer .advice{flex:1;display:flex;flex-wrap:wrap;gap:.1rem 2rem}"
    "footer .advice li{font-size:1.8rem}"
    "footer .advice li::before{content:'';display:inline-block;width:.7rem;height:.7rem;"
    "margin:0 .6rem .2rem 0;border-radius:50%;background:#ffd75e}"
    ".call{text-align:right;white-space:nowrap;font-size:1.7rem}"
    ".call b{font-size:2.6rem;line-height:1;color:#ffd75e}"
    ".as-of{font-size:1.3rem;opacity:.85}"
    ".stale{background:#ffd75e;color:#7a0c0c;font-weight:bold;font-size:2.2rem;padding:.3rem "
    "1.5rem;border-radius:.5rem;text-align:center}"
    ".alone{margin:auto;text-align:center;font-size:2.6rem}"
    "@media (min-aspect-ratio:4/3){body{height:100vh;overflow:hidden}}"
    "@media (max-aspect-ratio:1/1){html{font-size:min(2.2vw,1.3vh)}main{grid-template-columns:1fr}"
    "dl{grid-template-columns:repeat(3,1fr)}header,footer{flex-direction:column;"
    "align-items:flex-start}.left,.call{text-align:left}}";

/* ---- words ---- */

static const char *escape_of (char c)
{
    static const struct {
        char c;
        const char *as;
    } escapes[] = {
        { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" }, { '\'', "&#39;" }
    };
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (escapes[i].c == c)
            return escapes[i].as;
    return NULL;
}

static void put_escaped (struct text *page, const char *words)
{
    for (const char *c = words ? words : ""; *c; c++) {
        const char *as = escape_of (*c);
        text_put (page, as ? as : c, as ? strlen (as) : 1);
    }
}

static void put_member (struct text *page, const struct json_t *object, const char *name)
{
    put_escaped (page, json_words (json_member (object, name)));
}

/* Of what is no list, none. */
static size_t count_of (const struct json_t *list)
{
    const size_t count = json_count (list);
    return count == SIZE_MAX ? 0 : count;
}

static int64_t number_of (const struct json_t *object, const char *name)
{
    int64_t number = 0;
    return json_number (json_member (object, name), &number) ? number : 0;
}

/* "2021年1月14日". */
static void put_day (struct text *page, day d)
{
    int year, month, dom;
    day_split (d, &year, &month, &dom);
    text_format (page, "%d年%d月%d日", year, month, dom);
}

static bool time_of (const struct json_t *object, const char *name, instant *at)
{
    const char *words = json_words (json_member (object, name));
    return words && instant_parse (words, at);
}

/* BEFORE and the day of NAME; nothing, when it is not there. EARLIER_MS: 1, of what ends at 24:00,
   for the day that it ends. */
static void put_when (struct text *page, const struct json_t *object, const char *before,
                      const char *name, int64_t earlier_ms)
{
    instant at;
    if (!time_of (object, name, &at))
        return;
    text_format (page, "<span class=\"when\">%s", before);
    put_day (page, day_of (at - earlier_ms));
    text_say (page, "</span>");
}

static void put_as_of (struct text *page, const struct json_t *board)
{
    instant at;
    if (!time_of (board, "as_of", &at))
        return;
    const int64_t minutes = (at - day_start (day_of (at))) / MINUTE_MS % MINUTES_OF_DAY;
    text_say (page, "数据截至 ");
    put_day (page, day_of (at));
    text_format (page, " %02d:%02d", (int)(minutes / MINUTES_OF_HOUR),
                 (int)(minutes % MINUTES_OF_HOUR));
}

/* ---- the parts ---- */

static void begin (struct text *page, const char *title)
{
    text_format (page,
                 "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
                 "<meta http-equiv=\"refresh\" content=\"%d\">"
                 "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>",
                 SCREEN_SECONDS);
    put_escaped (page, title);
    text_format (page, "</title><style>%s</style></head><body>\n", style);
}

static void end (struct text *page)
{
    text_say (page, "</body></html>\n");
}

static void put_days_left (struct text *page, const struct json_t *board)
{
    const struct json_t *campaign = json_member (board, "campaign");
    const char *from = json_words (json_member (campaign, "from"));
    int64_t days;
    instant as_of;
    day first;
    if (json_number (json_member (campaign, "days_left"), &days)) {
        if (days > 0)
            text_format (page, "距活动结束还有 <b>%" PRId64 "</b> 天", days);
        else
            text_say (page, "今天是活动最后一天");
    } else if (from && day_parse (from, &first) && time_of (board, "as_of", &as_of) &&
               day_of (as_of) < first) {
        text_say (page, "活动将于");
        put_day (page, first);
        text_say (page, "开始");
    } else
        text_say (page, "活动已结束");
}

static void put_header (struct text *page, const struct json_t *board)
{
    const struct json_t *campaign = json_member (board, "campaign"),
                        *phases = json_member (campaign, "phases");
    const size_t count = count_of (phases);
    text_say (page, "<header><div><div class=\"by\">");
    put_member (page, board, "organisation");
    text_say (page, "</div><h1>");
    put_member (page, campaign, "name");
    text_say (page, "</h1></div><div class=\"left\">");
    for (size_t i = 0; i < count; i++) {
        text_say (page, i > 0 ? "、" : "");
        put_escaped (page, json_words (json_element (phases, i)));
    }
    text_say (page, "<div>");
    put_days_left (page, board);
    text_say (page, "</div></div></header>\n");
}

/* The texts of a list of texts with their sources, each in TAG. */
static void put_texts (struct text *page, const struct json_t *list, const char *tag)
{
    const size_t count = count_of (list);
    for (size_t i = 0; i < count; i++) {
        text_format (page, "<%s>", tag);
        put_member (page, json_element (list, i), "text");
        text_format (page, "</%s>", tag);
    }
}

static void put_slogans (struct text *page, const struct json_t *screen)
{
    const struct json_t *slogans = json_member (screen, "slogans");
    if (count_of (slogans) == 0)
        return;
    text_say (page, "<div class=\"slogans\">");
    put_texts (page, slogans, "span");
    text_say (page, "</div>\n");
}

/* In the place of the slogans: a screen has room for no more. */
static void put_stale (struct text *page, const struct json_t *board)
{
    text_say (page, "<div class=\"stale\">暂时取不到最新数据，");
    put_as_of (page, board);
    text_say (page, "</div>\n");
}

/* The share, large, and what it is of. */
static void put_figure (struct text *page, const char *name, const char *unit, int64_t whole,
                        const char *done, int64_t part)
{
    text_format (page, "<div><dt>%s</dt><dd>", name);
    if (whole > 0)
        text_format (page, "<b>%" PRId64 "%%</b>", part * 100 / whole);
    text_format (page, "共%" PRId64 "%s，%s%" PRId64 "%s</dd></div>", whole, unit, done, part,
                 unit);
}

static void put_figures (struct text *page, const struct json_t *board)
{
    const struct json_t *figures = json_member (board, "figures");
    text_say (page, "<section><h2>工作进展</h2>");
    if (!figures) {
        text_say (page, "<p class=\"none\">活动开始后公布</p></section>\n");
        return;
    }
    text_say (page, "<dl>");
    put_figure (page, "消防安全检查", "家", number_of (figures, "registered"), "已检查",
                number_of (figures, "inspected"));
    put_figure (page, "火灾隐患", "处",
                number_of (figures, "hazards_carried") + number_of (figures, "hazards_found"),
                "已整改", number_of (figures, "hazards_rectified"));
    put_figure (page, "群众举报", "件",
                number_of (figures, "tipoffs_carried") + number_of (figures, "tipoffs_received"),
                "已核查", number_of (figures, "tipoffs_verified"));
    text_say (page, "</dl></section>\n");
}

static void put_mention (struct text *page, const struct json_t *item)
{
    text_say (page, "<div><b>");
    put_member (page, item, "party");
    text_say (page, "</b>");
    put_when (page, item, "", "published", 0);
    text_say (page, "</div><p>");
    put_member (page, item, "reason");
    text_say (page, "</p>");
}

static void put_supervised (struct text *page, const struct json_t *item)
{
    text_say (page, "<div><b>");
    put_member (page, item, "premises");
    text_say (page, "</b><span class=\"when\">");
    put_member (page, item, "community");
    text_say (page, "</span></div><div><p>");
    put_member (page, item, "category");
    text_say (page, "</p>");
    put_when (page, item, "整改期限 ", "due", 1);
    put_when (page, item, "摘牌 ", "delisted", 0);
    text_say (page, "</div>");
}

struct part {
    const char *title, *name;
    bool is_praise;
    size_t room;
    void (*put) (struct text *page, const struct json_t *item);
};

/* Of the list the part of this MINUTE: all of it, one part after the other. */
static void put_part (struct text *page, const struct json_t *board, const struct part *part,
                      int64_t minute)
{
    const struct json_t *list = json_member (board, part->name);
    const size_t count = count_of (list), parts = (count + part->room - 1) / part->room;
    const size_t turn = parts > 0 ? (size_t)((uint64_t)minute % parts) : 0;
    text_format (page, "<section%s><h2>%s", part->is_praise ? " class=\"praise\"" : "",
                 part->title);
    if (parts > 1)
        text_format (page, "<span>共%zu项 %zu/%zu</span>", count, turn + 1, parts);
    text_say (page, "</h2>");
    if (count == 0)
        text_say (page, "<p class=\"none\">暂无</p>");
    else
        text_say (page, "<ul>");
    for (size_t i = turn * part->room; i < count && i < (turn + 1) * part->room; i++) {
        text_say (page, "<li>");
        part->put (page, json_element (list, i));
        text_say (page, "</li>");
    }
    text_say (page, count == 0 ? "</section>" : "</ul></section>");
}

static void put_main (struct text *page, const struct json_t *board, int64_t minute)
{
    static const struct part listed = { "火灾隐患挂牌督办", "listed", false, LISTED_ROOM,
                                        put_supervised },
                             alone = { "火灾隐患挂牌督办", "listed", false, LISTED_ROOM_ALONE,
                                       put_supervised },
                             delisted = { "已整改摘牌", "delisted", true, DELISTED_ROOM,
                                          put_supervised },
                             praise = { "先进典型", "praise", true, MENTIONS_ROOM, put_mention },
                             exposure = { "曝光台", "exposure", false, MENTIONS_ROOM, put_mention };
    const bool some_off = count_of (json_member (board, delisted.name)) > 0;
    text_say (page, "<main>");
    put_figures (page, board);
    text_say (page, "<div class=\"column\">");
    put_part (page, board, some_off ? &listed : &alone, minute);
    if (some_off)
        put_part (page, board, &delisted, minute);
    text_say (page, "</div><div class=\"column\">");
    put_part (page, board, &praise, minute);
    put_part (page, board, &exposure, minute);
    text_say (page, "</div></main>\n");
}

static void put_footer (struct text *page, const struct json_t *board)
{
    const struct json_t *screen = json_member (board, "screen"),
                        *telephone = json_member (screen, "telephone");
    text_say (page, "<footer><ul class=\"advice\">");
    put_texts (page, json_member (screen, "advice"), "li");
    text_say (page, "</ul><div class=\"call\">");
    if (telephone) {
        text_say (page, "<div>隐患举报电话 <b>");
        put_member (page, telephone, "number");
        text_say (page, "</b>（");
        put_member (page, telephone, "name");
        text_say (page, "）</div>");
    }
    text_say (page, "<div class=\"as-of\">");
    put_as_of (page, board);
    text_say (page, "</div></div></footer>\n");
}

const char *screen_page (const char *answer, bool stale, int64_t minute, struct arena *arena)
{
    struct refusal refusal;
    const struct json_t *board = json_parse (answer, strlen (answer), arena, &refusal);
    const struct json_t *campaign = board ? json_member (board, "campaign") : NULL;
    struct text page = text_in (arena);
    if (!campaign || !json_words (json_member (campaign, "name")))
        return NULL;
    begin (&page, json_words (json_member (campaign, "name")));
    put_header (&page, board);
    if (stale)
        put_stale (&page, board);
    else
        put_slogans (&page, json_member (board, "screen"));
    put_main (&page, board, minute);
    put_footer (&page, board);
    end (&page);
    return page.bytes;
}

const char *screen_page_without (struct arena *arena)
{
    struct text page = text_in (arena);
    begin (&page, "消防安全公示屏");
    text_say (&page, "<div class=\"alone\"><h1>暂时没有数据</h1><p>正在连接，连上后自动显示。</p>"
                     "<p>发现火情请拨打 119</p></div>\n");
    end (&page);
    return page.bytes;
}
