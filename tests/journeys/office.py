# What the journeys share: a subdistrict office on this machine, with real processes, sockets and mail.
# SPDX-License-Identifier: AGPL-3.0-or-later
import email
import email.policy
import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid

import zmq
from aiosmtpd.controller import Controller

SOURCE = os.environ.get("SOURCE", os.getcwd())
BINARY = os.environ.get("BINARY", os.path.join(SOURCE, "build", "release"))
SERVICES = ["intake", "scheduling", "escalation", "reporting"]


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


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Mailbox:
    """A real SMTP server that keeps what it is given."""

    def __init__(self, port):
        self.mails = []
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.controller.start()

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append({"to": envelope.rcpt_tos[0], "subject": message["Subject"], "text": message.get_content(),
                           "notice": message["X-Firewarden-Notice"]})
        return "250 kept"

    def close(self):
        self.controller.stop()


class Office:
    def __init__(self, policy=None):
        self.data = tempfile.mkdtemp(prefix="fw-", dir="/tmp")
        self.config = os.path.join(self.data, "config")
        shutil.copytree(os.path.join(SOURCE, "config"), self.config)
        self.mail_port = free_port()
        self.tcp = {}
        for service in SERVICES:
            self._settle(service)
        if policy:
            path = os.path.join(self.config, "policy.yaml")
            with open(path) as file:
                text = policy(file.read())
            with open(path, "w") as file:
                file.write(text)
        self.processes = {}
        self.context = zmq.Context()

    def _settle(self, service):
        path = os.path.join(self.config, f"{service}.yaml")
        with open(path) as file:
            text = file.read()
        self.tcp[service] = free_port()
        text = re.sub(r"tcp://127.0.0.1:557\d", f"tcp://127.0.0.1:{self.tcp[service]}", text)
        text = re.sub(r'"tcp://127.0.0.1:558\d", ', "", text)
        text = text.replace("smtp://127.0.0.1:8025", f"smtp://127.0.0.1:{self.mail_port}")
        text = re.sub(r"for_work_mib: \d+, at_all_mib: \d+", "for_work_mib: 64, at_all_mib: 32", text)
        with open(path, "w") as file:
            file.write(text)

    def start(self, *services):
        for service in services or SERVICES:
            log = open(os.path.join(self.data, f"{service}.log"), "a")
            self.processes[service] = subprocess.Popen(
                [os.path.join(BINARY, f"firewarden-{service}"), "--config", os.path.join(self.config, f"{service}.yaml"),
                 "--data", self.data], stderr=log)
            log.close()

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

    def cli(self, *words, ok=True):
        done = subprocess.run([os.path.join(BINARY, "firewarden"), "--data", self.data, "--config", self.config, *words],
                              capture_output=True, text=True, timeout=120)
        assert not ok or done.returncode == 0, (words, done.returncode, done.stdout, done.stderr)
        return done

    def tail(self, service):
        return [json.loads(line) for line in self.cli("tail", service).stdout.splitlines()]

    def story(self, case):
        return [item["type"] for item in self.ask("case.show", case=case)["items"]]


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
