# Whatever is pushed into the door gets its documented error, nothing is stored, and the next message is served.
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
import os

import zmq
from office import DEFERRED, WAREHOUSE, Office, event, finding

office = Office()


def seq():
    return office.ask_bytes("intake", json.dumps(event("service.status", {})).encode())["seq"]


def check(what, data, code, path=None):
    before = seq()
    answer = office.ask_bytes("intake", data)
    answer = answer[0] if isinstance(answer, list) else answer
    assert answer["status"] == "rejected" and answer["error"]["code"] == code, (what, answer)
    assert path is None or answer["error"]["path"] == path, (what, answer)
    assert seq() == before, what
    print(f"{what}: {code} {answer['error']['path']}")


def sent(kind, data, **more):
    return json.dumps({**event(kind, data), **more}).encode()


try:
    office.start("intake")
    office.accepted("intake", "premises.register", WAREHOUSE)
    good = finding("x", DEFERRED)
    check("garbage", b"\x00\x01garbage", "malformed")
    check("nothing", b"", "malformed")
    check("wrong UTF-8", b'{"id":"\xff\xfe"}', "malformed")
    check("a duplicate key", b'{"id":"a","id":"b"}', "malformed")
    check("a NUL", b'{"id":"a\\u0000b"}', "malformed")
    check("10,000 levels", b"[" * 10000, "malformed")
    check("65 KiB", b" " * (65 * 1024), "too_large")
    check("an array of 1,001", json.dumps([1] * 1001).encode(), "too_large")
    check("a number for an event", b"42", "invalid", "")
    check("an unknown type", sent("finding.repot", good), "unknown_type", "/type")
    check("an unknown field", sent("finding.report", {**good, "colour": "red"}), "invalid", "/data/colour")
    check("an unknown field outside", sent("finding.report", good, colour="red"), "invalid", "/colour")
    check("a number out of range", sent("finding.report", finding("x", {**DEFERRED, "working_days": 10**6})), "invalid",
          "/data/treatment/working_days")
    check("a number beyond 64 bits", sent("finding.report", finding("x", {**DEFERRED, "working_days": 10**30})), "malformed")
    check("a fraction", sent("finding.report", finding("x", {**DEFERRED, "working_days": 1.5})), "invalid",
          "/data/treatment/working_days")
    check("a time in the future", sent("finding.report", good, time="2199-01-01T00:00:00+08:00"), "invalid", "/time")
    check("no time at all", sent("finding.report", good, time="yesterday"), "invalid", "/time")
    begun = seq()
    hazard = office.accepted("intake", "finding.report", good)
    check("a rectification before the finding", sent("rectification.report", {"hazard": hazard, "proof": "p"},
                                                     time="2021-02-10T09:30:00+08:00"), "invalid", "/time")
    assert seq() == begun + 1
    check("an unknown premises", sent("finding.report", {**good, "premises": "nowhere"}), "not_found", "/data/premises")
    check("an unknown community", sent("premises.register", {**WAREHOUSE, "community": "c99"}), "invalid", "/data/community")
    check("an unknown category", sent("finding.report", {**good, "category": "nonsense"}), "invalid", "/data/category")
    check("an id with a control character", sent("finding.report", good, id="a\x07b"), "invalid", "/id")
    check("a name that shows otherwise than it is", sent("premises.register", {**WAREHOUSE, "name": "abc\u202edef"}), "invalid", "/data/name")
    check("an empty text", sent("finding.report", {**good, "description": ""}), "invalid", "/data/description")
    check("another specversion", sent("finding.report", good, specversion="0.3"), "invalid", "/specversion")
    answer = office.ask_bytes("intake", json.dumps([event("finding.report", {}), event("finding.report", good)]).encode())
    assert answer[0]["error"]["path"].startswith("/0/data/") and answer[1]["status"] == "accepted", answer
    assert len(answer[0]["errors"]) == 5, answer
    assert office.ask_bytes("intake", b"[]") == []

    print("several frames, an empty delimiter, a REQ socket")
    door = office.door("intake")
    door.send_multipart([b"a", b"b", b"c"])
    assert door.poll(5000) and json.loads(door.recv())["error"]["code"] == "malformed"
    door.send_multipart([b"", sent("service.status", {})])
    assert door.poll(5000) and door.recv_multipart()[0] == b""
    request = office.context.socket(zmq.REQ)
    request.linger = 0
    request.connect(f"ipc://{office.data}/run/intake.door")
    request.send(sent("service.status", {}))
    assert request.poll(5000) and json.loads(request.recv())["status"] == "ok"

    print("our own program adds to a command what it lacks of an envelope, and keeps what it has")
    commands = os.path.join(office.data, "commands.jsonl")
    with open(commands, "w", encoding="utf-8") as file:
        for more in {"time": "yesterday"}, {"dta": 1}, {"time": "2026-01-02T03:04:05+08:00"}:
            file.write(json.dumps({"type": "finding.report", "data": good, **more}) + "\n")
    answers = [json.loads(line) for line in office.cli("send", commands, ok=False).stdout.splitlines()]
    assert [answer.get("error", {}).get("path") for answer in answers] == ["/0/time", "/1/dta", None], answers
    assert office.facts("intake", "hazard.opened", hazard=answers[2]["ref"])[0]["time"].startswith("2026-01-02T03:04:05")
    print("done")
finally:
    office.close()
