# Somebody changes the past behind our back: `verify` names the place, and a service whose last fact was changed does not start.
# SPDX-License-Identifier: AGPL-3.0-or-later
import os
import sqlite3

from office import WAREHOUSE, Office

office = Office()
store = os.path.join(office.data, "intake", "store.db")


def tamper(seq):
    connection = sqlite3.connect(store)
    connection.execute("DROP TRIGGER IF EXISTS journal_no_update")
    connection.execute("UPDATE journal SET data = replace (data, '红星', '蓝星') WHERE seq = ?", (seq,))
    connection.commit()
    connection.close()


try:
    office.start("intake")
    for i in range(5):
        office.accepted("intake", "premises.register", {**WAREHOUSE, "premises": f"W-{i}"})
    assert '"broken_at":0' in office.cli("verify", "intake").stdout
    office.kill("intake", 15)
    tamper(3)
    broken = office.cli("verify", "intake", ok=False)
    assert broken.returncode == 1 and '"broken_at":3' in broken.stdout, broken
    tamper(5)
    office.start("intake")
    assert office.processes.pop("intake").wait(20) == 65
    print("done")
finally:
    office.close()
