# What cannot be trusted is refused at the start, in words, and left untouched.
# SPDX-License-Identifier: AGPL-3.0-or-later
import hashlib
import os
import re
import sqlite3
import subprocess

from office import BINARY, WAREHOUSE, Office

office = Office()
store = os.path.join(office.data, "intake", "store.db")
# What cannot be read is said at once, all of it; what does not fit together when all can be read.
MISTAKES = {"a configuration that cannot be read": {"when: before, hours: 1,": "when: before, hours: 09,", "times_max: 2": "times_max: two",
                                                    "skew_minutes: 5": "skew_minute: 5"},
            "a configuration that does not fit together": {"after_hours: 24, danger_after_hours: 2, role: deputy,":
                                                           "after_hours: 24, danger_after_hours: 2, role: nobody,",
                                                           "to: [watcher, tracker, department, office]}": "to: [watcher, nowhere]}"}}


def digest():
    with open(store, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def start_refused(what, code, words=""):
    before = digest()
    done = subprocess.run([os.path.join(BINARY, "firewarden-intake"), "--config", os.path.join(office.config, "intake.yaml"),
                           "--data", office.data], capture_output=True, text=True, timeout=60)
    assert done.returncode == code, (what, done.returncode, done.stderr)
    assert digest() == before and words in done.stderr, (what, done.stderr)
    print(f"{what}: {code} {done.stderr.splitlines()[-1]}")
    return done.stderr


try:
    office.start("intake")
    office.accepted("intake", "premises.register", WAREHOUSE)
    second = subprocess.run([os.path.join(BINARY, "firewarden-intake"), "--config", os.path.join(office.config, "intake.yaml"),
                             "--data", office.data], capture_output=True, text=True, timeout=60)
    assert second.returncode == 75, second
    office.kill("intake", 15)

    with open(store, "rb") as file:
        whole = file.read()
    with open(store, "r+b") as file:
        for page in range(1, len(whole) // 4096):
            file.seek(4096 * page)
            file.write(b"\xa5" * 64)
    start_refused("a damaged store", 65, "is damaged")
    with open(store, "wb") as file:
        file.write(b"this is not a store" * 1000)
    start_refused("no store at all", 65, "is no SQLite file")
    os.remove(store)
    with sqlite3.connect(store) as connection:
        connection.execute("CREATE TABLE somebody_elses (thing TEXT)")
    connection.close()
    start_refused("somebody else's database", 65, "not a store of Firewarden")
    with open(store, "wb") as file:
        file.write(whole)
    with sqlite3.connect(store) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    start_refused("a newer version's", 76, "newer version")
    with open(store, "wb") as file:
        file.write(whole)

    policy = os.path.join(office.config, "policy.yaml")
    with open(policy) as file:
        text = file.read()
    for what, mistakes in MISTAKES.items():
        broken = text
        for right, wrong in mistakes.items():
            assert text.count(right) == 1, right
            broken = broken.replace(right, wrong)
        with open(policy, "w") as file:
            file.write(broken)
        said = start_refused(what, 78)
        checked = office.cli("check", policy, ok=False)
        assert checked.returncode == 1, checked
        for right in mistakes:
            line = text[:text.index(right)].count("\n") + 1
            assert re.search(rf"policy\.yaml:{line}:\d+: ", said), (line, said)
            assert re.search(rf"policy\.yaml:{line}:\d+: ", checked.stdout), (line, checked.stdout)
    with open(policy, "w") as file:
        file.write(text)
    office.start("intake")
    office.accepted("intake", "premises.register", WAREHOUSE)
    print("done")
finally:
    office.close()
