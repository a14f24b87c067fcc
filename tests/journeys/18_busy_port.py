# An address that somebody else has: services/run says which and what to do. Before all were ready once it ends with that;
# later it tries on, and goes on when the address is free again.
# SPDX-License-Identifier: AGPL-3.0-or-later
import os
import select
import signal
import socket
import time

from office import WAREHOUSE, Office, wait_for

office = Office()
port = office.tcp["intake"]
SAYS = f"cannot bind tcp://127.0.0.1:{port}: Address already in use; stop what has it, or name another under door:"


def take():
    """The port, as its listener; None: somebody has it."""
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        return taken
    except OSError:
        taken.close()
        return None


def said():
    with open(os.path.join(office.data, "run.log")) as file:
        return [line for line in file if line.startswith("services/run: ")]


def pid():
    with open(os.path.join(office.data, "run", "intake.pid")) as file:
        return int(file.read())


def take_from_intake():
    """Killed, and its port taken before it is there again; it may be faster."""
    os.kill(pid(), signal.SIGKILL)
    for _ in range(20):
        taken = take()
        if taken:
            return taken
        select.select([], [], [], 0.004)  # asks again
    return None


running = None
try:
    other = take()
    running = office.run_all()
    assert running.wait(60) == 71, said()
    assert running.stdout.read() == "", "it said that it was ready"
    assert any("intake cannot run (71): " + SAYS in line for line in said()), said()
    assert not os.path.exists(os.path.join(office.data, "run", "scheduling.pid"))
    print(said()[-1], end="")
    other.close()

    running = office.run_all()
    assert select.select([running.stdout], [], [], 120)[0] and running.stdout.readline().startswith("ready")
    other = wait_for(60, "the port of intake", take_from_intake)
    wait_for(60, "what is wrong", lambda: any("intake did not start 5 times in a row: " + SAYS in line for line in said()))
    print([line for line in said() if "in a row" in line][-1], end="")
    assert running.poll() is None
    other.close()
    office.accepted("intake", "premises.register", WAREHOUSE)
    # To all of the group, as timeout and a terminal send it: nobody waits for what has ended already.
    begun = time.monotonic()
    os.killpg(running.pid, signal.SIGTERM)
    assert running.wait(30) == 0 and time.monotonic() - begun < 5, time.monotonic() - begun
    print("done")
finally:
    if running and running.poll() is None:
        running.send_signal(signal.SIGTERM)
        running.wait(30)
    office.close()
