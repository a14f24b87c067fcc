# Over tcp: enrolled keys alone; the name of the key is the actor; a removed key is told so on its living connection.
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
import os

import zmq
from office import WAREHOUSE, Office, event, wait_for

office = Office()


def connect(pair):
    door = office.context.socket(zmq.DEALER)
    door.linger = 0
    door.curve_serverkey, door.curve_publickey, door.curve_secretkey = (pair["server"], pair["public"], pair["secret"])
    door.connect(f"tcp://127.0.0.1:{office.tcp['intake']}")
    return door


def told(door, kind, data, seconds=5):
    door.send(json.dumps(event(kind, data)).encode())
    return json.loads(door.recv()) if door.poll(seconds * 1000) else None


try:
    office.start("intake")
    office.accepted("intake", "premises.register", WAREHOUSE)
    made = json.loads(office.cli("-o", "json", "keys", "new", "grid").stdout)
    pair = {k: made[k].encode() for k in ("public", "secret")} | {"server": made["servers"]["intake"].encode()}
    door = wait_for(10, "the key to be let in", lambda: (lambda d: d if told(d, "service.status", {}, 2) else d.close())(connect(pair)))
    answer = told(door, "premises.register", {**WAREHOUSE, "premises": "W-2"})
    assert answer["status"] == "accepted", answer
    assert [f["actor"] for f in office.tail("intake")] == ["local", "grid"]
    assert told(door, "tables.rebuild", {})["error"]["code"] == "forbidden"

    print("an enrolled key reports; what only certain people may do it sends for those it was given")
    meeting = {"kind": "joint", "attended": ["office"], "by": "office"}
    answer = told(door, "meeting.report", meeting)
    assert (answer["error"]["code"], answer["error"]["path"]) == ("forbidden", "/data/by"), answer
    enrolled = os.path.join(office.data, "keys", "clients.yaml")
    with open(enrolled) as file:
        text = file.read().replace("name: 'grid'}", "name: 'grid', speaks_for: [office]}")
    with open(enrolled, "w") as file:
        file.write(text)
    assert wait_for(10, "the change to be seen", lambda: told(door, "meeting.report", meeting)["status"] == "accepted")
    assert told(door, "meeting.report", {**meeting, "by": "leader"})["error"]["code"] == "forbidden"
    office.cli("keys", "new", "second")
    with open(enrolled) as file:
        assert "speaks_for: [office]" in file.read(), "another key took what this one may"

    print("a stranger is not answered, and our own program says why")
    public, secret = zmq.curve_keypair()
    assert told(connect({"server": pair["server"], "public": public, "secret": secret}), "service.status", {}, 2) is None
    office.cli("keys", "new", "stranger")
    os.remove(os.path.join(office.data, "keys", "clients.yaml"))
    refused = wait_for(10, "the removal to be seen", lambda: (lambda d: d if d.returncode == 3 else None)(
        office.cli("--at", f"tcp://127.0.0.1:{office.tcp['intake']}", "--key", "stranger", "verify", "intake", ok=False)))
    assert "not enrolled" in refused.stderr, refused
    assert wait_for(10, "the living connection to be refused",
                    lambda: told(door, "service.status", {}).get("error", {}).get("code") == "forbidden")
    print("done")
finally:
    office.close()
