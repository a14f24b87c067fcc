# A peer that asks for far too much at once: it is told so, and costs the office neither memory nor time.
# SPDX-License-Identifier: AGPL-3.0-or-later
import json

from office import DEFERRED, WAREHOUSE, Office, event, finding, wait_for

FINDINGS, LONG, FRAMES = 2000, 1800, 40
MIB = 1 << 20
office = Office()


def memory(service, what):
    with open(f"/proc/{office.processes[service].pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(what + ":")) << 10


def flood(service, frame):
    """FRAMES of it on their way at once; all the answers."""
    door = office.door(service)
    for _ in range(FRAMES):
        door.send(frame)
    answers = []
    for _ in range(FRAMES):
        assert door.poll(30000), f"{service} does not answer"
        answers.append(door.recv())
    door.close()
    return answers


try:
    office.start("intake", "reporting")
    office.accepted("intake", "premises.register", WAREHOUSE)
    long = finding("长" * LONG, DEFERRED)
    for _ in range(FINDINGS // 10):
        answers = office.ask_bytes("intake", json.dumps([event("finding.report", long) for _ in range(10)], ensure_ascii=False).encode())
        assert all(answer["status"] == "accepted" for answer in answers), answers[0]
    wait_for(60, "the last finding in the list",
             lambda: office.ask("overview.show")["open"] == FINDINGS)

    print("a list that is too long for one answer goes on where it stopped")
    page = office.ask("hazards.list", limit=1000)
    assert 0 < len(page["items"]) < 1000 and page["next"], len(page["items"])
    assert len(office.rows("hazards.list")) == FINDINGS

    print("sixty lists in a frame, and many such frames")
    lists = json.dumps([event("hazards.list", {"limit": 1000}) for _ in range(60)]).encode()
    for answer in flood("reporting", lists):
        assert len(answer) < 3 * MIB, len(answer)
        codes = [one["error"]["code"] if one["status"] == "rejected" else "ok" for one in json.loads(answer)]
        assert codes[0] == "ok" and codes[-1] == "too_large", codes

    print("thousands of mistakes in a frame, and many such frames")
    data = {f"{number:x}": 1 for number in range(6000)}
    for answer in flood("intake", json.dumps(event("finding.report", data)).encode()):
        assert len(json.loads(answer)["errors"]) == 100
    garbage = b"[" + b"0," * 30000 + b"0]"
    for answer in flood("intake", garbage):
        assert json.loads(answer)["error"]["code"] == "too_large"

    for service in "intake", "reporting":
        most, now = memory(service, "VmHWM"), memory(service, "VmRSS")
        print(f"{service}: {most // MIB} MiB at most, {now // MIB} MiB now")
        assert most < 200 * MIB and now < 100 * MIB, service
    print("done")
finally:
    office.close()
