"""The desk's children may die at any moment: each comes back where it was, and the desk with it."""

import os
import signal
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
import redis

from tests.desk_process import DeskProcess, running_desk, wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

PRICES = "/api/market/v1/prices"


def child(desk: DeskProcess, program: bytes) -> int | None:
    for entry in Path("/proc").iterdir():
        try:
            parent = int((entry / "stat").read_text().rpartition(") ")[2].split()[1])
            if parent == desk.process.pid and program in (entry / "cmdline").read_bytes():
                return int(entry.name)
        except (OSError, IndexError):
            continue
    return None


def kill(desk: DeskProcess, program: bytes) -> None:
    pid = child(desk, program)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def received(desk: DeskProcess) -> list[str]:
    try:
        prices: dict[str, Any] = desk.get(PRICES)["data"]
    except HTTPError:  # 503: the cache is away
        return [""]
    return [price["received_at"] for price in prices.values()]


def test_a_killed_lab_is_shown_and_prices_go_on_by_themselves(tmp_path: Path) -> None:
    with running_desk(tmp_path / "home") as desk:
        kill(desk, b"tradewind_lab")

        def is_back() -> bool:
            roles = {role["name"]: role for role in desk.get("/api/status")["roles"]}
            return bool(roles["lab"]["restarts"] == 1 and roles["lab"]["state"] == "running")

        assert wait_until(is_back, 20, "the lab was not started again")
        newest = max(received(desk))
        assert wait_until(lambda: min(received(desk)) > newest, 20, "no prices after the lab came back")


def test_a_killed_cache_comes_back_at_its_url_with_its_log(tmp_path: Path) -> None:
    with running_desk(tmp_path / "home") as desk, redis.Redis.from_url(desk.redis_url) as server:
        before = server.xlen("redis:message_log")
        newest = max(received(desk))

        kill(desk, b"valkey-server")

        assert wait_until(lambda: min(received(desk)) > newest, 20, "no prices after the cache came back")
        assert server.xlen("redis:message_log") >= before - 100  # at most a second of it is lost
