# The world outside, as tests need it: a mail server and a robot's HTTP door, both real, which keep what they were given as
# JSON lines in a file and can be told to misbehave. In a test: Mailbox (port), Robot (port); alone, to try channels by hand:
#   tests/servers.py FILE SMTP_PORT HTTP_PORT [MAIL_MOOD [HTTP_MOOD]]
# Not here: what is expected of what came; the journeys say that.
# SPDX-License-Identifier: AGPL-3.0-or-later
import asyncio
import email
import email.policy
import http.server
import json
import signal
import sys
import threading

from aiosmtpd.controller import Controller

# How a mail is answered, apart from "ok" and "hang": it is kept, and no answer ever comes.
MAIL_ANSWERS = {"451": "451 4.3.0 try again later", "550": "550 5.7.1 not from you"}
# How a robot answers, apart from "drop": the connection ends without a word.
HTTP_ANSWERS = {"ok": (200, {"errcode": 0, "errmsg": "ok"}), "robot": (200, {"errcode": 45009, "errmsg": "api freq out of limit"}),
                "429": (429, {"errmsg": "slow down"}), "500": (500, {"errmsg": "internal"})}


class Keeper:
    """What came, in memory and as JSON lines in a file."""

    def __init__(self, path=None):
        self.kept = []
        self.path = path

    def keep(self, thing):
        self.kept.append(thing)
        if self.path:
            with open(self.path, "a") as file:
                file.write(json.dumps(thing, ensure_ascii=False) + "\n")


class Mailbox(Keeper):
    """An SMTP server. MOOD may be changed at any time: ok, unknown (to RCPT), 451, 550 (to DATA), drop, hang."""

    def __init__(self, port, path=None, mood="ok"):
        super().__init__(path)
        self.mood = mood
        self.hanging = 0
        self.refused = 0
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.controller.start()

    @property
    def mails(self):
        return self.kept

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.mood == "unknown":
            self.refused += 1
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server, session, envelope):
        if self.mood in MAIL_ANSWERS or self.mood == "drop":
            self.refused += 1
            if self.mood == "drop":
                server.transport.abort()
            return MAIL_ANSWERS.get(self.mood, "421 gone")
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.keep({"to": envelope.rcpt_tos[0], "subject": message["Subject"], "text": message.get_content(),
                   "notice": message["X-Firewarden-Letter"], "id": message["Message-ID"]})
        if self.mood == "hang":
            self.hanging += 1
            await asyncio.get_running_loop().create_future()  # never: ended with the connection
        return "250 kept"

    def close(self):
        self.controller.stop()


class Robot(Keeper):
    """An HTTP server. MOODS are used up one a request, the last of them for ever."""

    def __init__(self, port, path=None, moods=("ok",)):
        super().__init__(path)
        self.moods = list(moods)
        robot = self

        class Door(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                mood = robot.moods[0] if len(robot.moods) == 1 else robot.moods.pop(0)
                robot.keep({"path": self.path, "key": self.headers["Idempotency-Key"], "mood": mood, "body": json.loads(body)})
                if mood == "drop":
                    return
                code, said = HTTP_ANSWERS[mood]
                answer = json.dumps(said).encode()
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *words):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Door)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


if __name__ == "__main__":
    if not 4 <= len(sys.argv) <= 6:
        sys.exit("usage: tests/servers.py FILE SMTP_PORT HTTP_PORT [MAIL_MOOD [HTTP_MOOD]]")
    moods = (sys.argv[4:] + ["ok", "ok"])[:2]
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGTERM])
    mailbox, robot = Mailbox(int(sys.argv[2]), sys.argv[1], moods[0]), Robot(int(sys.argv[3]), sys.argv[1], (moods[1],))
    signal.sigwait([signal.SIGINT, signal.SIGTERM])
    mailbox.close()
    robot.close()
