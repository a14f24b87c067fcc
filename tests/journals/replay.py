# What an earlier version wrote is read for ever: its journals are put on disk as it left them, and this version's programs
# find the chain whole, make their own tables of every event, and answer as of then what was answered then.
# replay.py FOLDER [--write]: with --write the answers are those of the programs in BINARY.
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
import lzma
import os
import sqlite3
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "journeys"))
from office import BINARY, SERVICES, Office, wait_for  # noqa: E402

FOLDER = os.path.abspath(sys.argv[1])
STORE = """PRAGMA application_id = 1180127812; PRAGMA user_version = 1;
CREATE TABLE journal (seq INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, subject TEXT NOT NULL,
 time INTEGER NOT NULL, recorded INTEGER NOT NULL, actor TEXT, cause TEXT, data TEXT NOT NULL,
 chain BLOB NOT NULL CHECK (length (chain) = 32)) STRICT;
CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE cursor (source TEXT PRIMARY KEY, epoch TEXT NOT NULL, after INTEGER NOT NULL,
 chain BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE reader (name TEXT PRIMARY KEY, after INTEGER NOT NULL) STRICT, WITHOUT ROWID;"""


def written(service):
    """The epoch of its journal, and its rows."""
    with lzma.open(os.path.join(FOLDER, f"{service}.jsonl.xz"), "rt", encoding="utf-8") as lines:
        epoch, *rows = [json.loads(line) for line in lines]
    return epoch, rows


def put(office, service, were_read):
    """The store of SERVICE as it was left, all journals read to their end or none; the number of its events."""
    os.makedirs(os.path.join(office.data, service), exist_ok=True)
    epoch, rows = written(service)
    connection = sqlite3.connect(os.path.join(office.data, service, "store.db"))
    connection.executescript(STORE)
    connection.executemany("INSERT INTO note VALUES (?, ?)",
                           [("service", service), ("epoch", epoch), ("schema", "of an earlier version")])
    connection.executemany("INSERT INTO journal VALUES (?,?,?,?,?,?,?,?,?)",
                           [(*row[:8], bytes.fromhex(row[8])) for row in rows])
    for other in SERVICES if were_read else ():
        theirs, last = written(other)[0], written(other)[1][-1]
        connection.execute("INSERT INTO cursor VALUES (?,?,?,?)", (other, theirs, last[0], bytes.fromhex(last[8])))
        connection.execute("INSERT INTO reader VALUES (?,?)", (other, len(rows)))
    connection.commit()
    connection.close()
    return len(rows)


def tend(office, service, what):
    done = subprocess.run([os.path.join(BINARY, f"firewarden-{service}"), "--config",
                           os.path.join(office.config, f"{service}.yaml"), "--data", office.data, f"--{what}"],
                          capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, (service, what, done)
    return json.loads(done.stdout)


def differs(was, now, path=""):
    """Where NOW lacks something of WAS, or says otherwise; what is new may be there."""
    if isinstance(was, dict) and isinstance(now, dict):
        return next((found for key in was if (found := differs(was[key], now.get(key), f"{path}/{key}"))), None)
    if isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        return next((found for i, (a, b) in enumerate(zip(was, now)) if (found := differs(a, b, f"{path}/{i}"))), None)
    return None if was == now else f"{path}: was {was}, is {now}"


def caught_up(office):
    return all(source.get("lag") == 0 for service in SERVICES
               for source in office.tell(service, "service.status", {})["sources"])


def lay(office, were_read):
    for service in SERVICES:
        events = put(office, service, were_read)
        assert tend(office, service, "verify") == {"events": events, "broken_at": 0}, service
        assert tend(office, service, "rebuild") == {"events": events}, service
    office.start()
    wait_for(60, "all to have read it", lambda: caught_up(office))
    for service in SERVICES:
        assert office.tell(service, "service.status", {})["parked"] == 0, service


def answer(office, write):
    path = os.path.join(FOLDER, "answers.json")
    with open(path, encoding="utf-8") as file:
        answers = json.load(file)
    for asked in answers:
        now = office.tell("reporting", asked["type"], asked["data"])
        assert now["status"] == "ok", now
        now = {key: value for key, value in now.items() if key not in ("id", "status")}
        if write:
            asked["answer"] = now
        difference = differs(asked["answer"], now)
        assert not difference, (asked["type"], asked["data"], difference)
    if write:
        with open(path, "w", encoding="utf-8") as file:
            json.dump(answers, file, ensure_ascii=False, indent=1)
            file.write("\n")
    print(f"{len(answers)} answers as they were")


def noted(office):
    """What this version knows of facts that the one before it passed over."""
    return sorted(fact["subject"] for service in ("scheduling", "escalation") for fact in office.tail(service)
                  if fact["type"] in ("premises.noted", "tipoff.noted"))


SAID = [(row[1], row[2], json.loads(row[7])) for row in written("intake")[1]]
TO_NOTE = sorted(subject for kind, subject, data in SAID if kind == "premises.registered"
                 or kind == "tipoff.reported" and data.get("premises"))

for were_read in (False, True):
    office = Office()
    try:
        lay(office, were_read)
        answer(office, "--write" in sys.argv)
        assert noted(office) == TO_NOTE, (noted(office), TO_NOTE)
    finally:
        office.close()
