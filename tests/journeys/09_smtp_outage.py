# The mail server is away, refuses, breaks off and hangs: a letter is never lost, and sent twice only when nobody can know
# whether it left, and then it says so. Back-off takes a minute, so that the retry itself is the simulation's business.
# SPDX-License-Identifier: AGPL-3.0-or-later
import signal

from office import WAREHOUSE, Mailbox, Office, finding, seconds_between, wait_for

SUSPENSION = {"kind": "suspension", "grounds": "随时可能造成伤亡"}
office = Office()
mailbox = None


def open_case(description):
    return office.accepted("intake", "finding.report", finding(description, SUSPENSION))


def failed(hazard):
    return wait_for(20, f"a failed letter about {hazard}",
                    lambda: [fact for fact in office.facts("scheduling", "letter.failed") if hazard in fact["data"]["refs"]])[0]


def check_failure(what, words, refused=False):
    fact = failed(open_case(what))
    data = fact["data"]
    assert words in data["detail"] and data.get("refused", False) == refused, fact
    assert 59 <= seconds_between(fact["recorded"], data["again"]) <= 61, fact
    print(f"{what}: {data['detail']}; again at {data['again']}")


try:
    office.start()
    office.accepted("intake", "premises.register", WAREHOUSE)
    check_failure("nobody listens", "connect")
    mailbox = Mailbox(office.mail_port, mood="451")
    check_failure("not now", "451")
    mailbox.mood = "drop"
    check_failure("broken off", "")
    mailbox.mood = "550"
    check_failure("not from us", "550")
    mailbox.mood = "unknown"
    check_failure("nobody of that name", "550", refused=True)
    assert not mailbox.mails and not office.facts("scheduling", "letter.sent")

    print("the mail is taken, no answer comes, and the service is killed")
    mailbox.mood = "hang"
    open_case("无人知道是否送达")
    wait_for(20, "a letter in hand", lambda: mailbox.hanging)
    hung = mailbox.mails[0]
    assert "可能重复" not in hung["text"], hung
    office.kill("scheduling")
    mailbox.mood = "ok"
    office.start("scheduling")
    again = wait_for(20, "it to come again", lambda: [mail for mail in mailbox.mails[1:] if (mail["to"], mail["subject"])
                                                     == (hung["to"], hung["subject"])])
    assert len(again) == 1 and again[0]["text"].startswith("（可能重复）"), again
    assert again[0]["id"] == hung["id"], "for a mail program it is the same letter"
    doubted = office.facts("scheduling", "letter.attempted", replaces=hung["notice"])
    assert len(doubted) == 1 and doubted[0]["data"]["letter"] == again[0]["notice"], doubted
    assert doubted[0]["data"]["possibly_repeated"] is True
    wait_for(10, "its sending to be written down", lambda: office.facts("scheduling", "letter.sent", letter=again[0]["notice"]))
    assert not office.facts("scheduling", "letter.sent", letter=hung["notice"])

    print("told to stop with a letter in hand, it stops")
    mailbox.mood = "hang"
    before = mailbox.hanging
    open_case("停机")
    wait_for(20, "a letter in hand", lambda: mailbox.hanging > before)
    assert office.kill("scheduling", signal.SIGTERM) == 0
    print("done")
finally:
    if mailbox:
        mailbox.close()
    office.close()
