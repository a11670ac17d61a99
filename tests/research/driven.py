"""A desk as a user starts it, its cycles driven one after the other as fast as it allows."""

import http.client
import json
import time
from typing import Any
from urllib.parse import urlsplit

from tests.desk_process import DeskProcess

SCHEDULER = "/internal/autotrade/v1/scheduler"
CYCLE_SECONDS = 120
POLL_SECONDS = 0.05


def run_cycles(desk: DeskProcess, count: int) -> None:
    """Let `desk` decide `count` times; AssertionError when a cycle does not end."""
    for number in range(count):
        # Each cycle is asked for by another address of the loopback: the desk bounds how often one may ask.
        caller = f"127.0.{1 + number // 200}.{1 + number % 200}"
        done = call(desk, caller, "GET", SCHEDULER)["cycles"]
        call(desk, caller, "POST", f"{SCHEDULER}/trigger")
        deadline = time.monotonic() + CYCLE_SECONDS
        while call(desk, caller, "GET", SCHEDULER)["cycles"] == done:
            assert time.monotonic() < deadline, f"cycle {done + 1} did not end in {CYCLE_SECONDS} s"
            time.sleep(POLL_SECONDS)


def call(desk: DeskProcess, caller: str, method: str, path: str) -> Any:
    place = urlsplit(desk.url)
    line = http.client.HTTPConnection(str(place.hostname), place.port, timeout=60, source_address=(caller, 0))
    try:
        line.request(method, path, headers={"Origin": desk.url})
        answer = line.getresponse()
        content = answer.read()
        assert answer.status < 300, f"{method} {path} answered {answer.status}: {content[:200]!r}"
        return json.loads(content)
    finally:
        line.close()
