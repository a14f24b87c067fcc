# services/run, as an operator starts it, and against it 5,000 findings, pushed with retries while every service in turn is
# killed and started again; afterwards the lists hold each exactly once, tables that are made again are the same, and all
# of it stops when it is told to.
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
import os
import random
import select
import signal

import zmq
from office import DEFERRED, SERVICES, WAREHOUSE, Office, event, finding, wait_for

COUNT, IN_FLIGHT, KILLS, SILENT_MAX = 5000, 100, 24, 20
office = Office()


def run():
    """services/run, once it says that it is ready."""
    running = office.run_all()
    assert select.select([running.stdout], [], [], 120)[0], "services/run says nothing"
    line = running.stdout.readline()
    assert line.startswith("ready") and "pages at http://127.0.0.1:" in line, line
    return running


def kill(service):
    """The process of a service, once it is one; who minds it starts the next."""
    def process():
        try:
            with open(os.path.join(office.data, "run", f"{service}.pid")) as file:
                pid = int(file.read())
            with open(f"/proc/{pid}/comm") as file:
                return pid if file.read().startswith("firewarden") else None
        except (OSError, ValueError):
            return None
    os.kill(wait_for(30, f"{service} to run again", process), signal.SIGKILL)


def left():
    """The processes that work on our folder."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                words = file.read().decode(errors="replace").replace("\0", " ")
        except OSError:
            continue
        if office.data in words and int(pid) != os.getpid():
            found.append(words)
    return found


def push_all(commands, killing):
    """Each command until it is answered; the same id again when an answer stays away."""
    answers, waiting, door = {}, dict(commands), office.door("intake")
    in_flight, next_kill, silent = set(), COUNT // KILLS, 0
    while waiting:
        for key in list(waiting)[:IN_FLIGHT]:
            if key not in in_flight:
                try:
                    door.send(waiting[key], zmq.DONTWAIT)
                    in_flight.add(key)
                except zmq.Again:
                    break
        if not door.poll(1000):
            silent += 1
            assert silent < SILENT_MAX, f"intake says nothing; {len(answers)} answers so far"
            door.close()
            door, in_flight = office.door("intake"), set()
            continue
        silent = 0
        answer = json.loads(door.recv())
        in_flight.discard(answer["id"])
        assert answer["status"] in ("accepted", "duplicate"), answer
        if waiting.pop(answer["id"], None) is not None:
            answers[answer["id"]] = answer
        if killing and len(answers) >= next_kill:
            next_kill += COUNT // KILLS
            service = SERVICES[(next_kill // (COUNT // KILLS)) % len(SERVICES)]
            kill(service)
    door.close()
    return answers


def as_of(instant):
    """What every service shows, as of one instant, byte for byte."""
    lists = [office.rows(kind, as_of=instant) for kind in ("hazards.list", "responsibilities.list")]
    deadlines = office.tell("scheduling", "deadlines.list", {"ref": lists[0][0]["hazard"]})["items"]
    orders = office.tell("escalation", "orders.list", {})["items"]
    return json.dumps([lists, deadlines, orders])


try:
    random.seed(4)
    running = run()
    office.accepted("intake", "premises.register", WAREHOUSE)
    commands = {}
    for i in range(COUNT):
        made = event("finding.report", finding(f"隐患{i}", DEFERRED))
        commands[made["id"]] = json.dumps(made).encode()
    answers = push_all(commands, True)
    print(f"{COUNT} findings accepted while services were killed {KILLS} times")

    wait_for(120, "reporting to have heard all", lambda: sum("due" in row for row in office.rows("hazards.list")) >= COUNT)
    rows = office.rows("hazards.list")
    assert sorted(row["description"] for row in rows) == sorted(f"隐患{i}" for i in range(COUNT)), len(rows)
    assert {row["hazard"] for row in rows} == {answer["ref"] for answer in answers.values()}
    armed = [f["data"]["deadline"] for f in office.tail("scheduling") if f["type"] == "deadline.armed"]
    clocks = 4  # of a major hazard that is put off: time limit, watch, notice, report to the government
    assert len(armed) == len(set(armed)) == clocks * COUNT, (len(armed), len(set(armed)))
    print("the lists hold each exactly once, each with its deadlines")

    again = push_all(dict(random.sample(sorted(commands.items()), 500)), False)
    for key, answer in again.items():
        assert (answer["status"], answer["ref"], answer["seq"]) == ("duplicate", answers[key]["ref"], answers[key]["seq"]), answer
    instant = office.ask("overview.show")["as_of"]
    before = as_of(instant)
    for service in SERVICES:
        assert json.loads(office.cli("verify", service).stdout)["broken_at"] == 0
        office.cli("rebuild", service)
    assert as_of(instant) == before
    print("duplicates are called so, chains hold, tables made again are the same")

    running.send_signal(signal.SIGTERM)
    assert running.wait(60) == 0, running.returncode
    assert not left(), left()
    print("told to stop, all of it stopped")
finally:
    office.close()
