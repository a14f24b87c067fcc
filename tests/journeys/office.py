# What the journeys share: a subdistrict office on this machine, with real processes, sockets and mail.
# SPDX-License-Identifier: AGPL-3.0-or-later
import datetime
import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid

import zmq

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from servers import Mailbox, Robot  # noqa: E402, F401: the journeys take them from here

SOURCE = os.environ.get("SOURCE", os.getcwd())
BINARY = os.environ.get("BINARY", os.path.join(SOURCE, "build", "release"))
SERVICES = ["intake", "scheduling", "escalation", "reporting"]  # the gateway besides, where a journey starts it


def wait_for(seconds, what, ask):
    """The first true answer of ASK; asks again until SECONDS are over."""
    end = time.monotonic() + seconds
    while True:
        found = ask()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain for {what}")
        select.select([], [], [], 0.02)  # asks again


def soon(seconds):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)).isoformat()


def seconds_between(earlier, later):
    return (datetime.datetime.fromisoformat(later) - datetime.datetime.fromisoformat(earlier)).total_seconds()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Office:
    def __init__(self, policy=None):
        self.data = tempfile.mkdtemp(prefix="fw-", dir="/tmp")
        self.config = os.path.join(self.data, "config")
        shutil.copytree(os.path.join(SOURCE, "config"), self.config)
        self.mail_port = free_port()
        self.tcp = {}
        for service in SERVICES:
            self._settle(service)
        self.rewrite("gateway.yaml", lambda text: text.replace("127.0.0.1:8080", "127.0.0.1:0"))
        if policy:
            self.rewrite("policy.yaml", policy)
        self.processes = {}
        self.context = zmq.Context()

    def rewrite(self, name, change):
        """What CHANGE makes of a file's text; before the services start."""
        path = os.path.join(self.config, name)
        with open(path) as file:
            before = file.read()
        with open(path, "w") as file:
            file.write(change(before))

    def _settle(self, service):
        self.tcp[service] = free_port()
        self.rewrite(f"{service}.yaml", lambda text: self._settled(service, text))

    def _settled(self, service, text):
        text = re.sub(r"tcp://127.0.0.1:557\d", f"tcp://127.0.0.1:{self.tcp[service]}", text)
        text = re.sub(r'"tcp://127.0.0.1:558\d", ', "", text)
        text = text.replace("smtp://127.0.0.1:8025", f"smtp://127.0.0.1:{self.mail_port}")
        return re.sub(r"for_work_mib: \d+, at_all_mib: \d+", "for_work_mib: 64, at_all_mib: 32", text)

    def start(self, *services):
        """Started, not yet ready: who asks asks again until there is an answer."""
        for service in services or SERVICES:
            log = open(os.path.join(self.data, f"{service}.log"), "a")
            self.processes[service] = subprocess.Popen(  # killed with this process, however that dies
                ["setpriv", "--pdeathsig", "KILL", os.path.join(BINARY, f"firewarden-{service}"),
                 "--config", os.path.join(self.config, f"{service}.yaml"), "--data", self.data], stderr=log)
            log.close()

    def run_all(self):
        """services/run, with what it says in run.log; who started it stops it."""
        with open(os.path.join(self.data, "run.log"), "w") as errors:
            return subprocess.Popen(["setpriv", "--pdeathsig", "KILL", os.path.join(SOURCE, "services", "run"), "--data", self.data,
                                     "--config", self.config, "--programs", BINARY], stdout=subprocess.PIPE, stderr=errors, text=True,
                                    start_new_session=True)

    def kill(self, service, how=signal.SIGKILL):
        process = self.processes.pop(service)
        process.send_signal(how)
        return process.wait(20)

    def close(self):
        for service in list(self.processes):
            self.kill(service, signal.SIGTERM)
        self.context.destroy(0)
        shutil.rmtree(self.data, ignore_errors=True)

    def door(self, service):
        door = self.context.socket(zmq.DEALER)
        door.linger = 0
        door.connect(f"ipc://{self.data}/run/{service}.door")
        return door

    def ask_bytes(self, service, data, seconds=20):
        """One frame there, one frame back; again with the same bytes until an answer comes."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            door = self.door(service)
            try:
                door.send(data)
                if door.poll(2000):
                    return json.loads(door.recv())
            finally:
                door.close()
        raise AssertionError(f"{service} did not answer {data[:200]}")

    def tell(self, service, kind, data, **more):
        return self.ask_bytes(service, json.dumps(event(kind, data, **more)).encode())

    def accepted(self, service, kind, data, **more):
        answer = self.tell(service, kind, data, **more)
        assert answer["status"] == "accepted", (kind, answer)
        return answer["ref"]

    def refused(self, service, kind, data, code, path):
        answer = self.tell(service, kind, data)
        assert answer["status"] == "rejected" and answer["error"]["code"] == code and answer["error"]["path"] == path, (kind, answer)
        return answer["error"]["message"]

    def ask(self, kind, **data):
        answer = self.tell("reporting", kind, data)
        assert answer["status"] == "ok", answer
        return answer

    def hear_out(self, order):
        """The unit is told what is intended, and gives its hearing up."""
        self.accepted("escalation", "order.notify",
                      {"order": order, "by": "office", "inspectors": ["甲", "乙"], "evidence": "告知书送达回证"})
        self.accepted("escalation", "hearing.waive", {"order": order, "by": "office", "evidence": "放弃听证书"})

    def cli(self, *words, ok=True):
        done = subprocess.run([os.path.join(BINARY, "firewarden"), "--data", self.data, "--config", self.config, *words],
                              capture_output=True, text=True, timeout=120)
        assert not ok or done.returncode == 0, (words, done.returncode, done.stdout, done.stderr)
        return done

    def tail(self, service):
        return [json.loads(line) for line in self.cli("tail", service).stdout.splitlines()]

    def facts(self, service, kind, **wanted):
        """The journal's facts of a type whose data hold what is wanted."""
        return [fact for fact in self.tail(service)
                if fact["type"] == kind and all(fact["data"].get(key) == value for key, value in wanted.items())]

    def rows(self, kind, **filters):
        """A list's items, page by page."""
        rows, after = [], {}
        while after is not None:
            page = self.ask(kind, limit=500, **filters, **after)
            rows += page["items"]
            after = {"after": page["next"]} if page["next"] else None
        return rows

    def story(self, case):
        """The types of a case's events; none of a case that reporting has not heard of yet."""
        answer = self.tell("reporting", "case.show", {"case": case})
        if answer["status"] == "rejected" and answer["error"]["code"] == "not_found":
            return []
        assert answer["status"] == "ok", answer
        return [item["type"] for item in answer["items"]]


def event(kind, data, id=None, time=None):
    made = {"specversion": "1.0", "id": id or str(uuid.uuid4()), "source": "//journey.example.org", "type": kind, "data": data}
    if time:
        made["time"] = time
    return made


WAREHOUSE = {"premises": "W-1", "name": "红星仓库", "categories": ["warehouse"], "community": "c01",
             "unit": {"name": "红星物流有限公司"}}


def finding(description, treatment, **more):
    return {"premises": "W-1", "category": "blocked_evacuation", "severity": "major", "description": description,
            "treatment": treatment, **more}


DEFERRED = {"kind": "deferred", "measures": "设警戒线", "watcher": {"name": "盯守人"}, "tracker": "c01", "working_days": 3}
