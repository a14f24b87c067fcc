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
# All is said at once: what cannot be read, and what of the rest does not fit together.
MISTAKES = {"when: before, hours: 1,": "when: before, hours: 09,", "times_max: 2": "times_max: two", "skew_minutes: 5": "skew_minute: 5",
            "after_hours: 24, danger_after_hours: 2, role: deputy,": "after_hours: 24, danger_after_hours: 2, role: nobody,",
            "to: [watcher, tracker, department, office]}": "to: [watcher, nowhere]}"}


def digest():
    """Of every file beside the store: untouched means that none is new either."""
    folder, found = os.path.dirname(store), {}
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            found[name] = hashlib.sha256(file.read()).hexdigest()
    return found


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
    office.kill("intake")
    log = f"{store}-wal"
    assert os.path.getsize(log) > 0
    os.rename(store, f"{store}.away")
    start_refused("a store that is gone, with its log left", 65, "is gone, but a store was begun here, and its log is left")
    os.rename(f"{store}.away", store)
    office.start("intake")
    assert len(office.tail("intake")) == 1
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
        file.write(whole[:len(whole) // 2])
    start_refused("half a store", 65, "is damaged")
    with open(store, "wb"):
        pass
    start_refused("an emptied store", 65, "is empty, but a store was begun here")
    os.remove(store)
    start_refused("a store that is gone", 65, "is gone, but a store was begun here")
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
    broken = text
    for right, wrong in MISTAKES.items():
        assert text.count(right) == 1, right
        broken = broken.replace(right, wrong)
    with open(policy, "w") as file:
        file.write(broken)
    said = start_refused("a configuration with mistakes of every kind", 78)
    checked = office.cli("check", policy, ok=False)
    assert checked.returncode == 1, checked
    for right in MISTAKES:
        line = text[:text.index(right)].count("\n") + 1
        assert re.search(rf"policy\.yaml:{line}:\d+: ", said), (line, said)
        assert re.search(rf"policy\.yaml:{line}:\d+: ", checked.stdout), (line, checked.stdout)
    # A service is refused for what other files say, and so says the check of its file alone.
    scheduling = os.path.join(office.config, "scheduling.yaml")
    checked = office.cli("check", scheduling, ok=False)
    assert checked.returncode == 1 and "policy.yaml" in checked.stdout, checked
    with open(policy, "w") as file:
        file.write(text)
    with open(scheduling) as file:
        text = file.read()
    for right, wrong, words in [("channels:\n  - {name: mail", "# {name: mail", "organisation.yaml"),
                                ("run/intake.journal", "run/intak.journal", "is no journal of intake.yaml"),
                                ('"ipc://DIR/run/scheduling.door"', '"ipc://DIR/run/intake.door"', "is taken, by intake.yaml")]:
        assert text.count(right) == 1, right
        with open(scheduling, "w") as file:
            file.write(text.replace(right, wrong))
        for what in [scheduling, office.config]:
            checked = office.cli("check", what, ok=False)
            assert checked.returncode == 1 and words in checked.stdout, (right, checked)
    with open(scheduling, "w") as file:
        file.write(text)
    assert office.cli("check", office.config).stdout
    office.start("intake")
    office.accepted("intake", "premises.register", WAREHOUSE)
    print("done")
finally:
    office.close()
