# Who answers slowly is waited for: a late answer is taken, and none that comes twice is taken for the next one.
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
import os
import shutil
import subprocess
import tempfile

import zmq

BINARY = os.environ.get("BINARY", os.path.join(os.getcwd(), "build", "release"))
LATER = 10000

data = tempfile.mkdtemp(prefix="fw-", dir="/tmp")
os.mkdir(os.path.join(data, "run"))
context = zmq.Context()


def door_of(service):
    door = context.socket(zmq.ROUTER)
    door.bind(f"ipc://{data}/run/{service}.door")
    return door


def hear(door):
    assert door.poll(LATER), "nobody asked"
    *peer, question = door.recv_multipart()
    return peer, json.loads(question)


def answer(door, peer, answered):
    door.send_multipart(peer + [json.dumps(answered).encode()])


def firewarden(*words):
    return subprocess.Popen([os.path.join(BINARY, "firewarden"), "--data", data, *words], text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def each(events, status):
    return [{"id": event["id"], "status": status, "ref": "W-1", "seq": 1} for event in events]


try:
    door = door_of("reporting")
    asking = firewarden("ask", "overview.show")
    peer, question = hear(door)
    assert hear(door)[1] == question, "asked again by another id"
    answer(door, peer, {"id": question["id"], "status": "ok", "slow": True})
    out, err = asking.communicate(timeout=LATER / 1000)
    assert asking.returncode == 0 and json.loads(out)["slow"], (out, err)
    assert "has not answered yet" in err, err

    door = door_of("intake")
    events = os.path.join(data, "events.jsonl")
    with open(events, "w") as file:
        for i in range(400):  # two requests
            print(json.dumps({"type": "premises.close", "data": {"premises": "W-1"}}), file=file)
    sending = firewarden("send", events)
    first, batch = hear(door)
    hear(door)
    answer(door, first, each(batch, "accepted"))
    answer(door, first, each(batch, "duplicate"))
    while sending.poll() is None:
        if door.poll(100):
            peer, rest = hear(door)
            answer(door, peer, each(rest, "duplicate" if rest == batch else "accepted"))
    out, err = sending.communicate()
    statuses = [json.loads(line)["status"] for line in out.splitlines()]
    assert statuses == ["accepted"] * 400, (len(statuses), set(statuses), err)
finally:
    context.destroy(linger=0)
    shutil.rmtree(data)
