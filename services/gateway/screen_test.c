/* S20: the page of the public board: complete in itself, escaped, and each item of a long list in
   its minute. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gateway/screen.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))
#define AS_OF       "\"as_of\":\"2021-01-14T09:05:00+08:00\""
#define CAMPAIGN                                                                                   \
    "\"campaign\":{\"name\":\"冬春火灾防控\",\"from\":\"2020-11-06\",\"to\":\"2021-03-31\"," \
    "\"phases\":[\"组织实施阶段\"],\"days_left\":76}"

static struct arena *arena;

static int begin (void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int end (void **state)
{
    (void)state;
    arena_destroy (&arena);
    return 0;
}

static void shows (const char *page, const char *part, bool is_there)
{
    if ((strstr (page, part) != NULL) != is_there)
        fail_msg ("%s is%s in %s", part, is_there ? " not" : "", page);
}

static const char *page_of (const char *more)
{
    const char *page =
        screen_page (arena_format (arena, "{" AS_OF "," CAMPAIGN "%s}", more), false, 0, arena);
    assert_non_null (page);
    return page;
}

/* What an answer has becomes what a passer-by reads. */
static const struct {
    const char *more, *shown;
} rows[] = {
    { "", "<h1>冬春火灾防控</h1>" },
    { "", "组织实施阶段<div>距活动结束还有 <b>76</b> 天" },
    { "", "数据截至 2021年1月14日 09:05" },
    { "", "<html lang=\"zh-CN\">" },
    { "", "<meta http-equiv=\"refresh\" content=\"60\">" },
    { ",\"organisation\":\"张贵庄街\"", "<div class=\"by\">张贵庄街</div>" },
    { ",\"screen\":{\"slogans\":[{\"text\":\"防火\",\"source\":\"方案\"}]}", "<span>防火</span>" },
    { ",\"screen\":{\"advice\":[{\"text\":\"发现火情请拨打119\",\"source\":\"法\"}]}",
      "<li>发现火情请拨打119</li>" },
    { ",\"screen\":{\"telephone\":{\"number\":\"84372008\",\"name\":\"办公室\"}}",
      "隐患举报电话 <b>84372008</b>（办公室）" },
    { "", "活动开始后公布" },
    { ",\"figures\":{\"registered\":7,\"inspected\":5}", "<b>71%</b>共7家，已检查5家</dd>" },
    { ",\"figures\":{\"registered\":0}", "<dd>共0家，已检查0家</dd>" },
    { ",\"figures\":{\"hazards_carried\":1,\"hazards_found\":4,\"hazards_rectified\":3}",
      "<b>60%</b>共5处，已整改3处</dd>" },
    { ",\"figures\":{\"tipoffs_carried\":1,\"tipoffs_received\":1,\"tipoffs_verified\":2}",
      "<b>100%</b>共2件，已核查2件</dd>" },
    /* A time limit at 24:00 is of the day that ends then. */
    { ",\"listed\":[{\"premises\":\"七号楼\",\"community\":\"七社区\",\"category\":\"堵塞\","
      "\"due\":\"2021-01-26T00:00:00+08:00\"}]",
      "<b>七号楼</b><span class=\"when\">七社区</span></div><div><p>堵塞</p><span "
      "class=\"when\">整改期限 2021年1月25日</span>" },
    { ",\"delisted\":[{\"premises\":\"七号楼\",\"delisted\":\"2021-01-22T15:00:00+08:00\"}]",
      "摘牌 2021年1月22日" },
    { ",\"praise\":[{\"party\":\"七社区\",\"reason\":\"主动\"}]",
      "先进典型</h2><ul><li><div><b>七社区</b></div><p>主动</p></li></ul></section>" },
    { ",\"exposure\":[{\"party\":\"某厂\",\"reason\":\"拒改\",\"published\":"
      "\"2020-12-21T09:00:00+08:00\"}]",
      "曝光台</h2><ul><li><div><b>某厂</b><span "
      "class=\"when\">2020年12月21日</span></div><p>拒改</p>" },
    { ",\"exposure\":[]", "曝光台</h2><p class=\"none\">暂无</p>" },
};

static void an_answer_is_read_from_the_page (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++)
        shows (page_of (rows[i].more), rows[i].shown, true);
}

static const struct {
    const char *as_of, *days_left, *shown;
} days[] = {
    { "2021-03-31T23:59:00+08:00", ",\"days_left\":0", "今天是活动最后一天" },
    { "2020-11-05T23:59:00+08:00", "", "活动将于2020年11月6日开始" },
    { "2021-04-01T00:00:00+08:00", "", "活动已结束" },
};

static void the_days_that_are_left (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (days); i++)
        shows (screen_page (arena_format (arena,
                                          "{\"as_of\":\"%s\",\"campaign\":{\"name\":\"n\",\"from\":"
                                          "\"2020-11-06\"%s}}",
                                          days[i].as_of, days[i].days_left),
                            false, 0, arena),
               days[i].shown, true);
}

/* Whatever stands in the register or was typed as a reason is text and nothing else. */
static void nothing_that_was_said_is_markup (void **state)
{
    (void)state;
#define EVIL "<script>alert('x')</script>\\\"&<img src=x onerror=\\\"y\\\">"
    static const char *const places[] = {
        ",\"organisation\":\"" EVIL "\"",
        ",\"screen\":{\"slogans\":[{\"text\":\"" EVIL "\"}]}",
        ",\"screen\":{\"advice\":[{\"text\":\"" EVIL "\"}]}",
        ",\"screen\":{\"telephone\":{\"number\":\"" EVIL "\",\"name\":\"" EVIL "\"}}",
        ",\"praise\":[{\"party\":\"" EVIL "\",\"reason\":\"" EVIL "\"}]",
        ",\"exposure\":[{\"party\":\"" EVIL "\",\"reason\":\"" EVIL "\"}]",
        ",\"listed\":[{\"premises\":\"" EVIL "\",\"community\":\"" EVIL "\",\"category\":\"" EVIL
        "\",\"due\":\"" EVIL "\"}]",
        ",\"delisted\":[{\"premises\":\"" EVIL "\",\"delisted\":\"" EVIL "\"}]",
    };
    for (size_t i = 0; i < COUNT (places); i++) {
        const char *page = page_of (places[i]);
        shows (page, "<script", false);
        shows (page, "<img", false);
        shows (page, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;&lt;img", true);
    }
    const char *named = screen_page (
        "{\"campaign\":{\"name\":\"" EVIL "\",\"phases\":[\"" EVIL "\"]}}", false, 0, arena);
    shows (named, "<script", false);
    shows (named, "<title>&lt;script&gt;", true);
}

/* A screen without the network shows the same: nothing is fetched, nothing is run. */
static void the_page_needs_nothing_else (void **state)
{
    (void)state;
    static const char *const others[] = { "<script", "<link",   "<img",  "src=",  "href=",
                                          "url(",    "@import", "http:", "https:" };
    const char *const pages[] = { page_of (""), screen_page_without (arena) };
    for (size_t page = 0; page < COUNT (pages); page++)
        for (size_t i = 0; i < COUNT (others); i++)
            shows (pages[page], others[i], false);
}

/* Five exposures on a screen with room for two: each is shown in one of three minutes. */
static void a_long_list_is_shown_part_by_part (void **state)
{
    (void)state;
    struct text answer = text_in (arena);
    text_say (&answer, "{" AS_OF "," CAMPAIGN ",\"exposure\":[");
    for (int i = 1; i <= 5; i++)
        text_format (&answer, "%s{\"party\":\"单位%d号\",\"reason\":\"r\"}", i > 1 ? "," : "", i);
    text_say (&answer, "]}");
    static const struct {
        int64_t minute;
        const char *first, *not, *part;
    } minutes[] = {
        { 0, "<ul><li><div><b>单位1号", "单位3号", "曝光台<span>共5项 1/3</span>" },
        { 1, "<ul><li><div><b>单位3号", "单位5号", "共5项 2/3" },
        { 2, "<ul><li><div><b>单位5号", "单位1号", "共5项 3/3" },
        { 3, "<ul><li><div><b>单位1号", "单位3号", "共5项 1/3" },
    };
    for (size_t i = 0; i < COUNT (minutes); i++) {
        const char *page = screen_page (answer.bytes, false, minutes[i].minute, arena);
        shows (page, minutes[i].first, true);
        shows (page, minutes[i].not, false);
        shows (page, minutes[i].part, true);
    }
}

static void old_data_are_said_to_be_old (void **state)
{
    (void)state;
    const char *answer = "{" AS_OF "," CAMPAIGN "}";
    static const char line[] =
        "<div class=\"stale\">暂时取不到最新数据，数据截至 2021年1月14日 09:05</div>";
    shows (screen_page (answer, true, 0, arena), line, true);
    shows (screen_page (answer, false, 0, arena), line, false);
    shows (screen_page_without (arena), "暂时没有数据", true);
}

static void what_is_no_answer_is_no_page (void **state)
{
    (void)state;
    static const char *const answers[] = { "",         "[]",
                                           "{}",       "{\"campaign\":1}",
                                           "nonsense", "{\"campaign\":{\"name\":1}}" };
    for (size_t i = 0; i < COUNT (answers); i++)
        assert_null (screen_page (answers[i], false, 0, arena));
    assert_non_null (screen_page ("{\"campaign\":{\"name\":\"n\"},\"praise\":7,\"listed\":[1],"
                                  "\"figures\":[],\"as_of\":7,\"screen\":\"s\"}",
                                  true, 0, arena));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (an_answer_is_read_from_the_page),
        cmocka_unit_test (the_days_that_are_left),
        cmocka_unit_test (nothing_that_was_said_is_markup),
        cmocka_unit_test (the_page_needs_nothing_else),
        cmocka_unit_test (a_long_list_is_shown_part_by_part),
        cmocka_unit_test (old_data_are_said_to_be_old),
        cmocka_unit_test (what_is_no_answer_is_no_page),
    };
    return cmocka_run_group_tests (tests, begin, end);
}
