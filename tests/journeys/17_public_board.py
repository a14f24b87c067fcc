# The public board over real HTTP (S20, S21): what is published is on it and what is private is not; it needs nothing but
# itself; who asks for something else is told; while reporting is dead it shows what it said last, or says that there is
# nothing yet; who is slow, or many, is cut off; the port of another is an error in words.
# SPDX-License-Identifier: AGPL-3.0-or-later
import http.client
import os
import re
import signal
import socket
import subprocess
import time

from office import BINARY, WAREHOUSE, Office, finding, wait_for

REQUEST_SECONDS, EACH = 4, 4
KEPT = ["独居老人李某", "V-KEPT-1", "邻居何某", "盯守人", "13800000009", "告密人", "检查员"]
office = Office()
office.rewrite("gateway.yaml", lambda text: re.sub("connections_each: .*", f"connections_each: {EACH}", re.sub(
    "request_seconds: .*", f"request_seconds: {REQUEST_SECONDS}", text)))
address_file = os.path.join(office.data, "run", "gateway.http")


def start_gateway():
    office.start("gateway")
    wait_for(20, "the gateway to listen", lambda: os.path.exists(address_file) and os.path.getsize(address_file))
    with open(address_file) as file:
        host, port = file.read().strip().removeprefix("http://").split(":")
    return host, int(port)


def get(path, method="GET"):
    connection = http.client.HTTPConnection(*where, timeout=20)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def page():
    status, _, body = get("/screen")
    return body if status == 200 else None


def is_cut(connection):
    """Whether the other side ends it; what it says before that is read."""
    try:
        return connection.recv(4096) == b""
    except ConnectionError:
        return True


try:
    # Nothing is known yet: said, in words that a passer-by understands.
    where = start_gateway()
    status, _, body = get("/screen")
    assert status == 503 and "暂时没有数据" in body, (status, body)
    assert get("/livez")[0] == 200 and get("/readyz")[0] == 503

    office.start()
    wait_for(30, "the gateway to be ready", lambda: get("/readyz")[0] == 200)

    office.accepted("intake", "premises.register", WAREHOUSE)
    office.accepted("intake", "premises.register", {
        "premises": "V-KEPT-1", "name": "独居老人李某家", "categories": ["vulnerable"], "community": "c01",
        "unit": {"name": "独居老人李某", "contact": "邻居何某", "phone": "13800000009"}})
    office.accepted("intake", "tipoff.report", {
        "text": "独居老人李某存放液化气罐", "place": {"premises": "V-KEPT-1"},
        "informant": {"name": "告密人", "phone": "13800000009"}})
    cases = {code: office.accepted("intake", "finding.report", finding(
        "出口堵死", {"kind": "deferred", "measures": "设警戒线", "watcher": {"name": "盯守人", "phone": "13800000009"},
                     "tracker": "c01", "working_days": 3}, premises=code, inspectors=["检查员甲"]))
        for code in ("W-1", "V-KEPT-1")}
    for case in cases.values():
        wait_for(20, "escalation to hear of it", lambda: office.tell("escalation", "supervision.list", {
            "hazard": case, "goal": "畅通", "measures": "清理", "money": 500, "responsible": "邻居何某",
            "due": "2099-01-20", "contingency": "值守"})["status"] == "accepted")
        office.accepted("escalation", "supervision.publish", {"hazard": case, "where": "公示栏"})
    mentions = [("exposure", "c02", None, "<script>拒不整改</script>"), ("praise", "c03", None, "自查主动"),
                ("praise", "邻居何某", "V-KEPT-1", "照看独居老人李某"), ("exposure", "c04", None, "尚未批准公布")]
    for kind, party, premises, reason in mentions:
        mention = office.accepted("escalation", "mention.propose", {
            "kind": kind, "party": party, **({"premises": premises} if premises else {}), "reason": reason,
            "evidence": "卷宗", "by": "office"})
        if reason != "尚未批准公布":
            office.accepted("escalation", "mention.approve", {"mention": mention, "by": "leader"})
            office.accepted("escalation", "mention.publish", {"mention": mention, "where": "公示栏", "by": "office"})

    shown = wait_for(30, "what was published on the board", lambda: (page() or "") if "自查主动" in (page() or "") else None)
    for word in ("红星仓库", "自查主动", "&lt;script&gt;拒不整改", "84372008", "发现火情请拨打119", 'http-equiv="refresh"'):
        assert word in shown, (word, shown)
    for word in KEPT + ["尚未批准公布", "<script", "http:", "https:", "src=", "href="]:
        assert word not in shown, (word, shown)

    status, headers, body = get("/screen", "HEAD")
    assert status == 200 and body == "" and headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'") and headers["X-Content-Type-Options"] == "nosniff"
    status, headers, body = get("/screen", "POST")
    assert status == 405 and headers["Allow"] == "GET, HEAD" and "GET or HEAD" in body, (status, body)
    for path in ("/", "/v1/hazards.list", "/tipoff", "/screen/../etc/passwd"):
        status, _, body = get(path)
        assert status == 404 and "/screen" in body, (path, status, body)

    # However many look, reporting is asked now and then.
    def count(name):
        return int(re.search(rf"^firewarden_gateway_{name} (\d+)$", get("/metrics")[2], re.M)[1])
    begun, before = time.monotonic(), count("questions_total")
    for _ in range(200):
        assert page()
    assert count("questions_total") - before <= 1 + (time.monotonic() - begun) / 5, "asked too often"

    # A long head is refused; a byte now and then is not patience without end; nor is silence.
    with socket.create_connection(where, 20) as long:
        long.sendall(b"GET /screen HTTP/1.1\r\nHost: h\r\nX: " + b"x" * 100_000)
        assert b" 431 " in long.recv(4096) or is_cut(long)
    begun = time.monotonic()
    with socket.create_connection(where, 0.2) as slow:
        def trickles():
            try:
                slow.sendall(b"x")
                return is_cut(slow)
            except TimeoutError:
                return False
            except ConnectionError:
                return True
        slow.sendall(b"GET /screen HTTP/1.1\r\nX: ")
        wait_for(REQUEST_SECONDS + 10, "the slow one to be cut", trickles)
    assert time.monotonic() - begun > REQUEST_SECONDS / 2
    many = [socket.create_connection(where, REQUEST_SECONDS - 1) for _ in range(EACH + 2)]
    assert is_cut(many[-1]), "more of one address than are allowed"  # at once, not when its time is over
    for one in many:
        one.close()
    wait_for(20, "an answer afterwards", page)

    # Reporting dies: the board keeps what it said, and says so; a gateway that begins then has nothing.
    office.kill("reporting")
    stale = wait_for(30, "old data to be said to be old", lambda: (page() or "") if "暂时取不到最新数据" in (page() or "") else None)
    assert "红星仓库" in stale and "数据截至" in stale and get("/readyz")[0] == 503 and get("/livez")[0] == 200
    assert office.kill("gateway", signal.SIGTERM) == 0 and not os.path.exists(address_file)
    where = start_gateway()
    assert get("/screen")[0] == 503
    office.start("reporting")
    assert "红星仓库" in wait_for(30, "the board to come back", page)

    # Another has the port.
    taken = os.path.join(office.config, "taken.yaml")
    with open(taken, "w") as file:
        file.write(f'http: "{where[0]}:{where[1]}"\nreporting: "ipc://DIR/run/reporting.door"\n')
    second = subprocess.run([os.path.join(BINARY, "firewarden-gateway"), "--config", taken, "--data", office.data],
                            capture_output=True, text=True, timeout=20)
    assert second.returncode == 71 and "cannot listen" in second.stderr and "http:" in second.stderr, second
    with open(taken, "w") as file:
        file.write('http: "nowhere"\nreporting: "ipc://DIR/run/reporting.door"\n')
    second = subprocess.run([os.path.join(BINARY, "firewarden-gateway"), "--config", taken, "--data", office.data],
                            capture_output=True, text=True, timeout=20)
    assert second.returncode == 78 and "taken.yaml:1:1" in second.stderr, second

    # `check` names what the start would refuse, and a door that is none.
    office.rewrite("gateway.yaml", lambda text: text.replace("127.0.0.1:0", "127.0.0.1").replace("reporting.door", "intake.door"))
    checked = office.cli("check", ok=False)
    assert checked.returncode == 1 and "http: must be an address" in checked.stdout, checked
    assert "intake.door is no door of reporting.yaml" in checked.stdout, checked
finally:
    office.close()
