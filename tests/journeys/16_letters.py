# What a service could not handle waits with its case: it is listed, shown, and heard when it can be; what is dropped
# stays on record. That it could not was the fault of a version that is gone: its store is laid as that left it.
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
import os
import sqlite3

from office import WAREHOUSE, Office, finding, wait_for

office = Office()


def parked_before(facts):
    """As if scheduling had read FACTS of intake, and had handled none."""
    connection = sqlite3.connect(os.path.join(office.data, "scheduling", "store.db"))
    connection.executemany(
        "INSERT INTO parked VALUES ('intake', ?, ?, ?, ?, ?)",
        [(fact["seq"], fact["type"], fact["subject"], "no rule gives its length" if i == 0 else "an earlier fact of this case waits",
          json.dumps({key: fact[key] for key in ("seq", "type", "subject", "time", "recorded", "chain", "data")},
                     ensure_ascii=False)) for i, fact in enumerate(facts)])
    connection.execute("UPDATE cursor SET after = ?, chain = ? WHERE source = 'intake'",
                       (facts[-1]["seq"], bytes.fromhex(facts[-1]["chain"])))
    connection.commit()
    connection.close()


def letters(*words, ok=True):
    return office.cli("letters", *words, ok=ok)


try:
    office.start()
    office.accepted("intake", "premises.register", WAREHOUSE)
    wait_for(20, "scheduling to have read it", lambda: office.facts("scheduling", "premises.noted"))
    office.kill("scheduling", 15)
    deferred = {"kind": "deferred", "measures": "清空", "watcher": {"name": "王某"}, "tracker": "c03", "working_days": 3}
    first, second = (office.accepted("intake", "finding.report", finding(what, deferred)) for what in ("堆放", "占用"))
    office.accepted("intake", "rectification.report", {"hazard": first, "proof": "照片"})
    facts = [fact for fact in office.tail("intake") if fact["subject"] == first]
    parked_before([fact for fact in office.tail("intake") if fact["subject"] in (first, second)])
    office.start("scheduling")

    wait_for(20, "the parked to be listed", lambda: "waiting 3" in office.cli("-o", "table", "letters", "list").stdout)
    assert "no rule gives its length" in letters("list", "scheduling").stdout
    shown = json.loads(letters("show", "scheduling", "intake", str(facts[0]["seq"])).stdout)
    assert shown["items"][0]["fact"]["data"]["hazard"] == first, shown
    assert not office.facts("scheduling", "deadline.armed", ref=first)
    print("listed and shown")

    assert '"handled":2,"waiting":0' in letters("retry", "scheduling", "intake", str(facts[-1]["seq"])).stdout
    assert office.facts("scheduling", "deadline.armed", ref=first, clock="rectification")
    assert office.facts("scheduling", "deadline.armed", ref=first, clock="reinspection")
    assert not office.facts("scheduling", "deadline.armed", ref=second)
    print("heard in order, the case alone")

    other = str([fact for fact in office.tail("intake") if fact["subject"] == second][0]["seq"])
    assert letters("drop", "scheduling", "intake", other, ok=False).returncode == 2
    assert f'"dropped":{other}' in letters("drop", "scheduling", "intake", other, "另案已处理", "office").stdout
    assert letters("drop", "scheduling", "intake", other, "另案已处理", "office", ok=False).returncode == 1
    listed = json.loads(letters("list", "scheduling").stdout)
    assert listed["items"] == [] and listed["dropped"][0]["reason"] == "另案已处理", listed
    office.kill("scheduling")
    office.start("scheduling")
    wait_for(20, "it to be on record still", lambda: '"by":"office"' in letters("list", "scheduling").stdout)
    print("dropped, and on record")
finally:
    office.close()
