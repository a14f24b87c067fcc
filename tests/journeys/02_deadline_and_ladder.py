# A deadline passes: reminders leave, the ladder climbs, it is acknowledged and extended, which ends the ladder; then met.
# SPDX-License-Identifier: AGPL-3.0-or-later
from office import DEFERRED, WAREHOUSE, Mailbox, Office, finding, soon, wait_for

office = Office()
mailbox = Mailbox(office.mail_port)
try:
    office.start()
    office.accepted("intake", "premises.register", WAREHOUSE)
    print("a deferred treatment that lacks something is none")
    for field in ("measures", "watcher", "tracker"):
        lacking = {k: v for k, v in DEFERRED.items() if k != field}
        office.refused("intake", "finding.report", finding("x", lacking), "invalid", f"/data/treatment/{field}")
    lacking = {k: v for k, v in DEFERRED.items() if k != "working_days"}
    office.refused("intake", "finding.report", finding("x", lacking), "invalid", "/data/treatment/due")

    print("due in three seconds")
    hazard = office.accepted("intake", "finding.report", finding("出口堵塞", {**lacking, "due": soon(3)}))
    deadline = hazard + "/rectification/1"
    wait_for(15, "the deadline to pass", lambda: "deadline.missed" in office.story(hazard))
    wait_for(15, "the ladder", lambda: "ladder.climbed" in office.story(hazard))
    wait_for(20, "mail about both", lambda: {"逾期", "升级督办"} <= {w for m in mailbox.mails for w in ("逾期", "升级督办")
                                                          if hazard in m["subject"] + m["text"] and w in m["subject"] + m["text"]})
    assert office.ask("hazards.list", state="overdue")["items"][0]["hazard"] == hazard

    print("acknowledged, extended by those who may, met")
    office.refused("scheduling", "reminder.acknowledge", {"reminder": deadline + "/nothing", "by": "c01"}, "not_found", "/data/reminder")
    office.accepted("scheduling", "reminder.acknowledge", {"reminder": deadline + "/due", "by": "c01"})
    office.refused("scheduling", "deadline.extend", {"deadline": deadline, "working_days": 2, "reason": "r", "by": "c01"},
                   "forbidden", "/data/by")
    office.accepted("scheduling", "deadline.extend", {"deadline": deadline, "working_days": 2, "reason": "施工需要", "by": "office"})
    wait_for(10, "the ladder to end", lambda: "ladder.ended" in office.story(hazard))
    office.accepted("intake", "watch.report", {"hazard": hazard, "watcher": "盯守人"})
    office.accepted("intake", "rectification.report", {"hazard": hazard, "proof": "已清空"})
    reinspection = hazard + "/reinspection/1"  # which the miss had set; anew after the extension
    wait_for(10, "the re-inspection's clock", lambda: office.facts("scheduling", "deadline.armed", deadline=reinspection + "x1"))
    assert len(office.facts("scheduling", "deadline.armed", deadline=reinspection)) == 1
    assert len(office.facts("scheduling", "deadline.cancelled", deadline=reinspection)) == 1
    types = [f["type"] for f in office.tail("scheduling") if f["subject"] == hazard]
    assert types.count("deadline.missed") == 1 and types.count("deadline.extended") == 1, types
    explained = office.cli("-o", "table", "explain", hazard).stdout
    assert deadline in explained and "到期" in explained, explained
    print("done")
finally:
    mailbox.close()
    office.close()
