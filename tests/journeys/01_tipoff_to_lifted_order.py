# One hazard the whole way: from a tip-off to an order that is approved, served and lifted.
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
import os

from office import WAREHOUSE, Mailbox, Office, event, wait_for

office = Office()
mailbox = Mailbox(office.mail_port)
try:
    office.start()
    print("a tip-off comes in, with a name that must not leave intake")
    office.accepted("intake", "premises.register", WAREHOUSE)
    tipoff = office.accepted("intake", "tipoff.report", {
        "text": "仓库安全出口被堵死", "place": {"premises": "W-1"}, "category": "blocked_evacuation",
        "informant": {"name": "无名氏甲乙丙", "phone": "13900000000"}})
    office.refused("intake", "tipoff.verify", {"tipoff": tipoff, "outcome": "founded", "reason": "属实", "inspectors": ["甲"]},
                   "invalid", "/data/finding")
    print("verified: founded, and so grave that the premises are to be closed")
    hazard = office.accepted("intake", "tipoff.verify", {
        "tipoff": tipoff, "outcome": "founded", "reason": "现场核实属实", "inspectors": ["甲", "乙"],
        "finding": {"category": "blocked_evacuation", "severity": "major", "description": "二楼出口封死",
                    "treatment": {"kind": "suspension", "grounds": "随时可能造成伤亡"}}})
    office.refused("intake", "tipoff.verify", {"tipoff": tipoff, "outcome": "unfounded", "reason": "x", "inspectors": ["甲"]},
                   "conflict", "/data/tipoff")
    order = "O" + hazard[1:] + "-1"
    wait_for(10, "the draft", lambda: "order.drafted" in office.story(hazard))
    to_approve = wait_for(20, "mail to those who approve",
                          lambda: [mail for mail in mailbox.mails if order in mail["subject"] and mail["to"].startswith("leader@")])
    assert "待审批" in to_approve[0]["subject"], to_approve

    print("who may not, may not; what is not possible yet, is not")
    office.refused("escalation", "order.approve", {"order": order, "by": "c01", "evidence": "审批表 1"}, "forbidden", "/data/by")
    office.refused("escalation", "order.approve", {"order": order, "by": "nobody", "evidence": "审批表 1"}, "invalid", "/data/by")
    office.refused("escalation", "order.approve", {"order": "O-2021-999999-1", "by": "leader", "evidence": "审批表 1"}, "not_found", "/data/order")
    office.refused("escalation", "order.serve", {"order": order, "by": "office", "evidence": "送达回证"}, "conflict", "/data/order")
    office.refused("escalation", "order.reject", {"order": order, "by": "leader"}, "invalid", "/data/reason")
    told = office.refused("escalation", "order.approve", {"order": order, "by": "leader", "evidence": "审批表 1"}, "conflict", "/data/order")
    assert "order.notify" in told, told
    office.refused("escalation", "order.notify", {"order": order, "by": "office", "inspectors": ["甲"], "evidence": "回证"},
                   "invalid", "/data/inspectors")
    office.hear_out(order)
    office.accepted("escalation", "order.approve", {"order": order, "by": "leader", "evidence": "审批表 1"})
    office.refused("escalation", "order.approve", {"order": order, "by": "leader", "evidence": "审批表 1"}, "conflict", "/data/order")
    office.refused("escalation", "order.lift", {"order": order, "by": "leader", "evidence": "复查记录"}, "conflict", "/data/order")
    office.refused("escalation", "order.serve", {"order": order, "by": "office"}, "invalid", "/data/evidence")
    office.accepted("escalation", "order.serve", {"order": order, "by": "office", "inspectors": ["甲", "乙"], "evidence": "送达回证"})
    office.refused("escalation", "order.lift", {"order": order, "by": "leader", "evidence": "复查记录"}, "conflict", "/data/order")
    office.refused("escalation", "order.lift", {"order": order, "by": "leader"}, "invalid", "/data/evidence")

    print("rectified; the first re-inspection fails, the second passes")
    before = wait_for(10, "reporting to know of the service",
                      lambda: (lambda a: a if a["orders"].get("served") else None)(office.ask("overview.show")))
    office.accepted("intake", "rectification.report", {"hazard": hazard, "proof": "通道已清空"})
    office.accepted("intake", "reinspection.report", {"hazard": hazard, "outcome": "failed", "inspectors": ["甲", "乙"]})
    wait_for(10, "a new deadline", lambda: [f for f in office.tail("scheduling") if f["type"] == "deadline.armed"
                                           and f["data"]["deadline"] == hazard + "/rectification/2"])
    office.accepted("intake", "rectification.report", {"hazard": hazard, "proof": "再次清空"})
    office.accepted("intake", "reinspection.report", {"hazard": hazard, "outcome": "passed", "inspectors": ["甲", "乙"]})
    wait_for(10, "escalation to hear of it", lambda: "order.reinspected" in office.story(hazard))
    office.accepted("escalation", "order.lift", {"order": order, "by": "leader", "evidence": "复查记录"})

    print("the lists say so, now and as of then")
    wait_for(10, "the lifting to be seen", lambda: "order.lifted" in office.story(hazard))
    row = office.ask("hazards.list", state="closed")["items"][0]
    assert (row["hazard"], row["order_state"], row["tipoff"]) == (hazard, "lifted", tipoff), row
    assert office.ask("responsibilities.list")["items"][0]["unit"] == "红星物流有限公司"
    assert "tipoff.reported" in office.story(hazard) and "hazard.opened" in office.story(tipoff)
    then = office.ask("overview.show", as_of=before["as_of"])
    assert {k: v for k, v in then.items() if k != "id"} == {k: v for k, v in before.items() if k != "id"}, (then, before)
    question = json.dumps(event("hazards.list", {"as_of": before["as_of"]})).encode()
    listed = [office.ask_bytes("reporting", question) for _ in range(2)]
    assert json.dumps(listed[0]) == json.dumps(listed[1]) and listed[0]["items"][0]["order_state"] == "served", listed
    refused = office.tell("reporting", "overview.show", {"as_of": "2199-01-01T00:00:00+08:00"})
    assert refused["error"]["path"] == "/data/as_of", refused

    print("the informant's name has not left")
    told = json.dumps([office.tail(s) for s in ("intake", "scheduling", "escalation", "reporting")], ensure_ascii=False)
    assert "无名氏甲乙丙" not in told + json.dumps(mailbox.mails, ensure_ascii=False) and "13900000000" not in told
    for service in ("scheduling", "escalation", "reporting"):
        for name in os.listdir(os.path.join(office.data, service)):
            with open(os.path.join(office.data, service, name), "rb") as file:
                held = file.read()
            assert "无名氏甲乙丙".encode() not in held and b"13900000000" not in held, (service, name)
    for service in ("intake", "scheduling", "escalation", "reporting"):
        assert json.loads(office.cli("verify", service).stdout)["broken_at"] == 0
    print("done")
finally:
    mailbox.close()
    office.close()
