# The disk fills: nothing new is begun first, then nothing is taken; what was accepted stays, and work goes on when there
# is room. On a small file system of its own, which only root can mount.
# SPDX-License-Identifier: AGPL-3.0-or-later
import os
import subprocess
import sys

from office import DEFERRED, WAREHOUSE, Office, finding, wait_for

SKIPPED, MIB = 77, 1 << 20
office = Office()
disk = os.path.join(office.data, "intake")
os.mkdir(disk, 0o700)
if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk]).returncode != 0:
    print("skipped: only root can mount a small file system")
    office.close()
    sys.exit(SKIPPED)


def leave(mib):
    """Fills the disk until so much is free."""
    facts = os.statvfs(disk)
    with open(os.path.join(disk, f"ballast-{mib}"), "wb") as file:
        file.write(b"x" * max(0, facts.f_bavail * facts.f_frsize - mib * MIB))


def status(kind, data):
    answer = office.tell("intake", kind, data)
    return answer.get("error", {}).get("code") or answer["status"]


try:
    office.start("intake")
    office.accepted("intake", "premises.register", WAREHOUSE)
    refs = [office.accepted("intake", "finding.report", finding(f"隐患{i}", DEFERRED)) for i in range(3)]
    tipoff = {"text": "出口堵塞", "place": {"premises": "W-1"}}
    leave(50)
    assert wait_for(5, "new work to be refused", lambda: status("tipoff.report", tipoff) == "busy")
    office.accepted("intake", "rectification.report", {"hazard": refs[0], "proof": "已清空"})
    print("below the first mark: nothing new, but what was begun can be finished")
    leave(20)
    assert wait_for(5, "all work to be refused", lambda: status("rectification.report", {"hazard": refs[1], "proof": "p"}) == "busy")
    assert status("service.status", {}) == "ok"
    leave(0)
    assert status("tipoff.report", tipoff) == "busy"
    print("below the second: nothing, and the service goes on answering")
    for mib in (50, 20, 0):
        os.remove(os.path.join(disk, f"ballast-{mib}"))
    office.accepted("intake", "rectification.report", {"hazard": refs[1], "proof": "已清空"})
    office.accepted("intake", "tipoff.report", tipoff)
    types = [fact["type"] for fact in office.tail("intake")]
    assert types.count("rectification.reported") == 2 and types.count("hazard.opened") == 3 and types.count("tipoff.reported") == 1, types
    print("done")
finally:
    for service in list(office.processes):
        office.kill(service, 15)
    subprocess.run(["umount", disk])
    office.close()
