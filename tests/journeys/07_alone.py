# Intake keeps accepting while the other three are down; when they come, everything arrives.
# SPDX-License-Identifier: AGPL-3.0-or-later
from office import DEFERRED, WAREHOUSE, Office, finding, wait_for

office = Office()
try:
    office.start("intake")
    office.accepted("intake", "premises.register", WAREHOUSE)
    refs = [office.accepted("intake", "finding.report", finding(f"隐患{i}", DEFERRED)) for i in range(20)]
    office.start("reporting", "escalation", "scheduling")
    wait_for(20, "all to be listed with a deadline",
             lambda: [i["hazard"] for i in office.ask("hazards.list")["items"] if "due" in i] == refs)
    print("done")
finally:
    office.close()
