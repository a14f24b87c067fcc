# Power returns to a machine whose disk is full to the last byte: every service starts, answers what it is asked, takes
# nothing, and goes on when there is room. On a small file system of its own, which only root can mount.
# SPDX-License-Identifier: AGPL-3.0-or-later
import os
import subprocess
import sys

from office import DEFERRED, SERVICES, WAREHOUSE, Office, event, finding, wait_for

SKIPPED, MIB = 77, 1 << 20
office = Office()
disks = {service: os.path.join(office.data, service) for service in SERVICES}
for disk in disks.values():
    os.mkdir(disk, 0o700)
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk]).returncode != 0:
        print("skipped: only root can mount a small file system")
        office.close()
        sys.exit(SKIPPED)


def fill(disk):
    with open(os.path.join(disk, "ballast"), "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * MIB)
        except OSError:
            pass
        try:
            while True:
                file.write(b"x")
        except OSError:
            pass


def room(service):
    answer = office.tell(service, "service.status", {})
    assert answer["status"] == "ok", answer
    return answer["room"]


try:
    office.start()
    office.accepted("intake", "premises.register", WAREHOUSE)
    refs = [office.accepted("intake", "finding.report", finding(f"隐患{i}", DEFERRED)) for i in range(50)]
    wait_for(20, "all in the list", lambda: len(office.rows("hazards.list")) == 50)
    for service in SERVICES:  # while facts are on their way, and the log is not yet in the file
        office.kill(service)
    for disk in disks.values():
        fill(disk)
        facts = os.statvfs(disk)
        assert facts.f_bavail == 0, disk

    print("no byte is free, and every service starts")
    office.start()
    for service in SERVICES:
        assert room(service) == "none", service
    answer = office.tell("intake", "rectification.report", {"hazard": refs[0], "proof": "p"})
    assert answer["error"]["code"] == "busy", answer
    assert len(office.rows("hazards.list")) == 50
    for service in SERVICES:  # what must write is refused too, and leaves all as it was
        answer = office.tell(service, "tables.rebuild", {})
        assert answer["error"]["code"] == "busy", (service, answer)
    for service in SERVICES:
        office.kill(service)
    office.start()
    for service in SERVICES:
        assert room(service) == "none", service
        assert office.processes[service].poll() is None, service

    print("there is room again, and nobody had to be started")
    for disk in disks.values():
        os.remove(os.path.join(disk, "ballast"))
    office.accepted("intake", "rectification.report", {"hazard": refs[0], "proof": "已清空"})
    wait_for(20, "the re-inspection's clock", lambda: office.facts("scheduling", "deadline.armed", deadline=refs[0] + "/reinspection/1"))
    wait_for(20, "the story", lambda: "rectification.reported" in office.story(refs[0]))
    for service in SERVICES:
        assert office.processes[service].poll() is None, service
        assert '"broken_at":0' in office.cli("verify", service).stdout
    print("done")
finally:
    for service in list(office.processes):
        office.kill(service, 15)
    for disk in disks.values():
        subprocess.run(["umount", disk])
    office.close()
