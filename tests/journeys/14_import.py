# A register of premises from a table (S4): in UTF-8 and in GB 18030, by names or by ids; each refused line with why;
# again, only what changed.
# SPDX-License-Identifier: AGPL-3.0-or-later
import os

from office import WAREHOUSE, Office, wait_for

HEAD = "编号,名称,类别,社区,地址,单位,联系人,电话\r\n"
ROWS = ['W-1,红星仓库,仓储物流场所,第三社区,学府路 1 号,红星物流,王某,13800000001\r\n',
        'S-1,"第一,小学",school、key_unit,c02,,,,\r\n',
        'X-1,无名,moon,c01,,,,\r\n',
        'V-1,李某家,弱势群体,c01,二号楼,,,\r\n',
        'Y-1,某店,business,第九十九社区,,,,\r\n',
        'Z-1,,business,c01,,,,\r\n']

office = Office()
try:
    office.start("intake", "reporting")
    office.accepted("intake", "premises.register", WAREHOUSE)

    def imported(name, text, encoding, *more):
        path = os.path.join(office.data, name)
        with open(path, "wb") as file:
            file.write(text.encode(encoding))
        return office.cli("import", path, *more, ok=False)

    first = imported("register.csv", HEAD + "".join(ROWS), "utf-8-sig")
    assert first.returncode == 1, first
    lines = first.stdout.splitlines()
    assert lines[-1] == "new or changed 3, unchanged 0, refused 3", lines
    assert [line.split(":")[0] for line in lines[:-1]] == ["line 4 refused", "line 6 refused", "line 7 refused"], lines
    assert "/categories/0" in lines[0] and "/community" in lines[1] and "/name" in lines[2], lines
    print("by names and by ids, three taken, three refused at their lines")

    again = imported("again.csv", HEAD + "".join(ROWS[:2]) + ROWS[3], "gb18030")
    assert again.returncode == 0 and again.stdout.strip() == "new or changed 0, unchanged 3, refused 0", again
    moved = imported("moved.csv", HEAD + ROWS[0].replace("学府路 1 号", "学府路 3 号") + ROWS[1], "gb18030",
                     "--encoding", "gb18030")
    assert moved.stdout.strip() == "new or changed 1, unchanged 1, refused 0", moved
    back = imported("back.csv", HEAD + ROWS[0], "utf-8")
    assert back.stdout.strip() == "new or changed 1, unchanged 0, refused 0", "what it was before is a change too"
    print("again, in another encoding, only what changed")

    less = imported("less.csv", "编号,名称,类别,社区\r\n" + 'W-1,红星仓库,仓储物流场所,第三社区\r\n', "utf-8")
    assert less.stdout.strip() == "new or changed 0, unchanged 1, refused 0", less
    official = imported("official.csv", "张贵庄街道场所台账,,,,,,\r\n填报：办公室,,,,,,\r\n"
                        "序号,单位编号,单位名称,场所类别,所属社区,纬度,经度,网格\r\n"
                        "1,W-1,红星仓库,仓储物流场所,第三社区,39.084200,117.2009,三号网格\r\n"
                        "2,W-2,蓝星仓库,仓储物流场所,第三社区,39.1,东经117度\r\n"
                        '3,W-3,"绿星"仓库",仓储物流场所,第三社区,,\r\n'
                        "4,W-4,黄星仓库,仓储物流场所,第三社区,,\r\n"
                        "5,W-4,黄星二仓库,仓储物流场所,第三社区,,\r\n", "gb18030")
    lines = official.stdout.splitlines()
    assert lines[0] == "not taken, the column 序号", lines
    assert lines[-1] == "new or changed 2, unchanged 0, refused 3", lines
    assert sorted(line.split(":")[0] for line in lines[1:-1]) == ["line 5 refused", "line 6 refused", "line 8 refused"], lines
    assert any("/longitude: 东经117度 is not in degrees" in line for line in lines) and any("stands on line 7 already" in line for line in lines), lines
    again = imported("official.csv", "编号,名称,类别,社区,纬度\r\nW-1,红星仓库,仓储物流场所,第三社区,39.0842\r\n", "utf-8")
    assert again.stdout.strip() == "new or changed 0, unchanged 1, refused 0", again
    wait_for(20, "the grid to be seen", lambda: [item["premises"] for item in office.ask(
        "coverage.list", grid="三号网格")["items"]] == ["W-1"])
    mixed = imported("mixed.csv", "编号,名称,类别,社区\r\nM-1,甲店,business,第九十九社区\r\nM-2,乙店,business,c01\r\n"
                     "M-2,丙店,business,c01\r\nM-3,丁店,moon,c01\r\n", "utf-8")
    assert [line.split(":")[0] for line in mixed.stdout.splitlines()[:-1]] == [
        "line 2 refused", "line 4 refused", "line 5 refused"], mixed
    print("an official table: a title above, its own headings, a bad line refused alone, nothing erased")

    spoilt = imported("spoilt.csv", "编号,名称,类别,社区,部门,纬度\r\n"
                      "1.23E+17,甲,商铺及生产经营单位,第三社区,,\r\n"
                      "B-1,乙,仓储物流场所/消防安全重点单位,第三社区,领导小组办公室（公共安全二室）,\r\n"
                      "B-2,丙,仓储物流场所,第三社区,,999\r\n"
                      "V-1,李某家,仓储物流场所,第一社区,,\r\n", "utf-8")
    lines = spoilt.stdout.splitlines()
    assert lines[-1] == "new or changed 2, unchanged 0, refused 2", lines
    assert "spreadsheet" in lines[0] and "/latitude: 999 is not in degrees" in lines[1], lines
    office.refused("intake", "premises.register", {"premises": "V-1", "name": "某店", "categories": ["business"],
                                                   "community": "c01"}, "conflict", "/data/categories")
    wait_for(20, "both to be seen", lambda: {item["premises"]: item for item in office.ask(
        "coverage.list", community="c03")["items"]}.get("B-1", {}).get("department") == "office")
    home = [item for item in office.ask("coverage.list", community="c01")["items"] if item["premises"] == "V-1"]
    assert home[0]["categories"] == ["vulnerable", "warehouse"], home
    print("what a spreadsheet spoilt is named; two categories in a cell; a home stays one")

    shifted = imported("shifted.csv", "编号,名称,类别,社区,地址,联系人,\r\n"
                       "A-1,甲店,business,c01,学府路1号,2层,王某\r\n"
                       'A-2,乙店,business,c01,"学府路1号,2层",王某\r\n'
                       "A-3,丙店,business,c01,学府路3号,王某,,\r\n", "utf-8")
    lines = shifted.stdout.splitlines()
    assert lines[-1] == "new or changed 2, unchanged 0, refused 1", lines
    assert lines[0].startswith("line 2 refused: /: 王某 stands behind the last heading; put a text that holds"), lines
    print("a comma without quotes shifts nothing into another column")

    assert imported("bad.csv", "名称,类别\r\n一,二\r\n", "utf-8").returncode == 2
    with open(os.path.join(office.data, "odd.csv"), "wb") as file:
        file.write(HEAD.encode() + b"\xff\xfe\x00\x01\r\n")
    odd = office.cli("import", os.path.join(office.data, "odd.csv"), ok=False)
    assert odd.returncode == 2 and "neither UTF-8 nor GB 18030" in odd.stderr, odd
    print("done")
finally:
    office.close()
