# Nobody acts: a group's robot is told, which says its errors inside HTTP 200; the ladder climbs to its top and drafts an
# order; the hazard is rectified late and closed before the order was served, which withdraws it.
# SPDX-License-Identifier: AGPL-3.0-or-later
import re

from office import DEFERRED, WAREHOUSE, Mailbox, Office, Robot, finding, free_port, seconds_between, soon, wait_for

LADDER = """ladder:
  - {id: suspension, name: 拟责令停产停业整改, after_hours: 0, role: leader, also: [executive_deputy, office, community],
     severity: major, clocks: [rectification], drafts_order: true, instrument: suspension}

"""
office = Office(policy=lambda text: re.sub(r"^ladder:\n.*?\n\n", LADDER, text, flags=re.S | re.M))
robot_port = free_port()
office.rewrite("organisation.yaml", lambda text: text.replace(
    "address: c01@subdistrict.example}]", "address: c01@subdistrict.example}, {channel: robot, address: 群一}]"))
office.rewrite("scheduling.yaml", lambda text: text.replace("channels:\n", f"""channels:
  - name: robot
    kind: webhook
    url: "http://127.0.0.1:{robot_port}/robot"
    body: '{{"msgtype":"text","to":"{{{{to}}}}","text":{{"content":"{{{{subject}}}}\\n{{{{text}}}}"}}}}'
    ok_member: errcode
    ok_value: "0"
"""))
mailbox, robot = Mailbox(office.mail_port), Robot(robot_port, moods=("robot", "429", "500", "drop", "ok"))


def told(kind):
    return office.facts("scheduling", kind, channel="robot")


try:
    office.start()
    office.accepted("intake", "premises.register", WAREHOUSE)
    treatment = {key: value for key, value in DEFERRED.items() if key != "working_days"}

    print("due in three seconds, and nobody acts")
    hazard = office.accepted("intake", "finding.report", finding('出口堵塞："东门"', {**treatment, "due": soon(3)}))
    wait_for(20, "the ladder's top", lambda: office.facts("escalation", "ladder.climbed", ref=hazard, rung="suspension"))
    assert len(office.facts("scheduling", "deadline.missed", ref=hazard)) == 1
    order = wait_for(10, "the draft", lambda: office.facts("escalation", "order.drafted", ref=hazard))[0]["data"]
    assert (order["ground"], order["instrument"], order["deadline"]) == ("ladder", "suspension", hazard + "/rectification/1"), order
    wait_for(20, "mail to those who approve", lambda: [mail for mail in mailbox.mails if mail["to"].startswith("leader@")
                                                      and order["order"] in mail["subject"] + mail["text"]])
    assert office.rows("responsibilities.list")[0]["role"] == "leader"

    print("the robot's error comes inside HTTP 200, and is one")
    first = wait_for(20, "the robot's error to be written down", lambda: told("letter.failed"))[0]
    assert "HTTP 200" in first["data"]["detail"] and "45009" in first["data"]["detail"] and not first["data"]["refused"], first
    assert 59 <= seconds_between(first["recorded"], first["data"]["again"]) <= 61, first
    assert robot.kept[0]["path"].startswith("/robot") and robot.kept[0]["key"] == first["data"]["letter"], robot.kept[0]
    assert robot.kept[0]["body"]["to"] == "群一" and hazard in robot.kept[0]["body"]["text"]["content"], robot.kept[0]

    print("more is told until it has failed in each way, and is taken at last")
    for number in range(8):
        if told("letter.sent"):
            break
        count = len(robot.kept)
        office.accepted("intake", "finding.report", finding(f"隐患{number}", {**treatment, "due": soon(1)}))
        wait_for(20, "the robot to be asked", lambda: len(robot.kept) > count and
                 len(told("letter.failed")) + len(told("letter.sent")) >= len(robot.kept))
    details = [fact["data"]["detail"] for fact in told("letter.failed")]
    assert any("HTTP 429" in detail for detail in details) and any("HTTP 500" in detail for detail in details), details
    assert all("again" in fact["data"] for fact in told("letter.failed")) and len(details) == 4, details
    assert wait_for(10, "a letter to be taken", lambda: told("letter.sent"))

    print("rectified late, and closed before the order was served")
    office.hear_out(order["order"])
    office.accepted("escalation", "order.approve", {"order": order["order"], "by": "leader", "evidence": "审批表 1"})
    office.accepted("intake", "rectification.report", {"hazard": hazard, "proof": "已清空"})
    met = wait_for(10, "the deadline to be met", lambda: office.facts("scheduling", "deadline.met", deadline=hazard + "/rectification/1"))
    assert met[0]["data"]["late"] is True, met
    wait_for(10, "the ladder's end", lambda: office.facts("escalation", "ladder.ended", ref=hazard))
    office.accepted("intake", "reinspection.report", {"hazard": hazard, "outcome": "passed", "inspectors": ["甲", "乙"]})
    wait_for(10, "the order to be withdrawn", lambda: office.facts("escalation", "order.withdrawn", order=order["order"]))
    office.refused("escalation", "order.serve", {"order": order["order"], "by": "office", "evidence": "送达回证"}, "conflict", "/data/order")
    wait_for(10, "the list to say so", lambda: [(row["order_state"], row["state"]) for row in office.rows("hazards.list", state="closed")]
             == [("withdrawn", "closed")])
    print("done")
finally:
    mailbox.close()
    robot.close()
    office.close()
