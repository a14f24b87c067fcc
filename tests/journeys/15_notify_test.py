# Who sets a channel up tries it: `notify test` says what the other side said, by mail and by a robot, and with its exit code.
# SPDX-License-Identifier: AGPL-3.0-or-later
from office import Mailbox, Office, Robot, free_port

office = Office()
robot_port = free_port()
office.rewrite("scheduling.yaml", lambda text: text.replace("channels:\n", f"""channels:
  - name: robot
    kind: webhook
    url: "http://127.0.0.1:{robot_port}/robot"
    body: '{{"to":"{{{{to}}}}","text":"{{{{text}}}}"}}'
    ok_member: errcode
    ok_value: "0"
  - {{name: quiet, kind: journal}}
"""))
robot = Robot(robot_port, moods=("ok", "robot"))


def tried(code, *words):
    done = office.cli("notify", *words, ok=False)
    assert done.returncode == code, (words, done)
    return done.stdout + done.stderr


try:
    assert "failed" in tried(3, "test", "mail"), "no server listens yet"
    mailbox = Mailbox(office.mail_port)
    assert "sent" in tried(0, "test", "mail")
    assert len(mailbox.mails) == 1 and "测试" in mailbox.mails[0]["subject"], mailbox.mails
    tried(0, "test", "mail", "c07@subdistrict.example")
    assert mailbox.mails[1]["to"] == "c07@subdistrict.example", mailbox.mails
    mailbox.mood = "unknown"
    assert "550" in tried(1, "test", "mail")
    assert "not reached by `robot`" in tried(1, "test", "robot")
    assert "sent" in tried(0, "test", "robot", "群一")
    assert robot.kept[0]["body"]["to"] == "群一", robot.kept
    assert "45009" in tried(3, "test", "robot", "群一"), "its errors come inside HTTP 200"
    assert "journal" in tried(0, "test", "quiet")
    assert "there are: robot quiet mail" in tried(1, "test", "pigeon")
    tried(2, "test")
    tried(2, "mail")
    mailbox.close()
    print("done")
finally:
    robot.close()
    office.close()
