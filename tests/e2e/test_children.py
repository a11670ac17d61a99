"""The desk outlives its children and its disk: a killed child comes back where it was, a file that cannot be written waits."""

import os
import signal
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
import redis

from tests.desk_process import DeskProcess, running_desk, wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

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


def lab_is_back(desk: DeskProcess) -> bool:
    roles = {role["name"]: role for role in desk.get("/api/status")["roles"]}
    return bool(roles["lab"]["restarts"] == 1 and roles["lab"]["state"] == "running")


def test_a_killed_lab_is_shown_and_prices_go_on_by_themselves(tmp_path: Path) -> None:
    with running_desk(tmp_path / "home") as desk:
        kill(desk, b"tradewind_lab")

        assert wait_until(lambda: lab_is_back(desk), 120, "the lab was not started again")
        newest = max(received(desk))
        assert wait_until(lambda: min(received(desk)) > newest, 120, "no prices after the lab came back")


def test_a_killed_cache_comes_back_at_its_url_with_its_log(tmp_path: Path) -> None:
    with running_desk(tmp_path / "home") as desk, redis.Redis.from_url(desk.redis_url) as server:
        before = server.xlen("redis:message_log")
        newest = max(received(desk))

        kill(desk, b"valkey-server")

        assert wait_until(lambda: min(received(desk)) > newest, 120, "no prices after the cache came back")
        assert server.xlen("redis:message_log") >= before - 100  # at most a second of it is lost


def test_a_status_file_that_cannot_be_written_does_not_end_the_desk(tmp_path: Path) -> None:
    with running_desk(tmp_path / "home") as desk:
        in_the_way = desk.home / f"status.json.{desk.process.pid}"
        url = desk.url
        in_the_way.mkdir()

        kill(desk, b"tradewind_lab")  # so that there is something to write
        assert wait_until(lambda: "status_not_written" in desk_log(desk), 120, "nothing was to be written")

        in_the_way.rmdir()
        assert wait_until(lambda: lab_is_back(desk), 120, "the desk went on")
        assert wait_until(lambda: desk.status["ready"] and desk.url == url, 120, "the file was written again")


def desk_log(desk: DeskProcess) -> str:
    return (desk.home / "logs" / "tradewind.log").read_text()
