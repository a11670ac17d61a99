"""An outside cache is used, a missing one or a taken port is refused in a sentence, and nothing is left behind."""

import json
import os
import socket
import subprocess
import sys
from contextlib import aclosing
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.desk_process import DeskProcess, running_desk, started_desk, wait_until
from tests.valkey import running_valkey
from tests.valkey_process import FragileValkey
from tradewind.bus.connection import connect

DECISIONS = "/internal/autotrade/v1/decisions"

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


def refused(home: Path, *arguments: str, environment: dict[str, str] | None = None) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "tradewind", "up", "--home", str(home), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, **(environment or {})},
    )
    assert ended.returncode == 2, ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (home / "status.json").exists()
    return ended.stderr


async def test_an_outside_redis_takes_the_place_of_the_embedded_one(tmp_path: Path) -> None:
    async with running_valkey(tmp_path) as url:
        with running_desk(tmp_path / "home", environment={"REDIS_URL": url}) as desk:
            assert desk.redis_url == url
            assert not (desk.home / "valkey").exists()


async def test_a_desk_waits_for_an_outside_redis_that_is_away_and_trades_once_it_is_there_f46(
    tmp_path: Path,
) -> None:
    server = FragileValkey(tmp_path / "valkey")
    with started_desk(tmp_path / "home", environment={"REDIS_URL": server.url}) as desk:
        (reason,) = wait_until(lambda: redis_reasons(desk), 120, "nothing is said of Redis")

        assert reason.startswith("REDIS_URL: no answer")
        assert "start that server, or unset REDIS_URL" in desk.output.read_text()
        assert desk.get("/healthz") == {"status": "ok"}
        assert desk.get(DECISIONS)["items"] == []
        roles = desk.status["roles"]
        assert {name: roles[name] for name in ("collector", "analyst", "trader")} == dict.fromkeys(
            ("collector", "analyst", "trader"), "starting"
        )

        await server.start()
        try:
            wait_until(lambda: desk.is_ready, 120, "the desk did not notice that Redis is there")
            wait_until(lambda: desk.get(DECISIONS)["items"], 120, "no decision once Redis was there")
        finally:
            await server.kill()


async def test_an_outside_redis_that_comes_back_unfit_is_not_used_before_it_is_mended_f46_f51(
    tmp_path: Path,
) -> None:
    server = FragileValkey(tmp_path / "valkey")
    with started_desk(tmp_path / "home", environment={"REDIS_URL": server.url}) as desk:
        wait_until(lambda: redis_reasons(desk), 120, "nothing is said of Redis")
        await server.start("--maxmemory-policy", "allkeys-lru")
        try:
            wait_until(
                lambda: any("allkeys-lru" in reason for reason in redis_reasons(desk)),
                30,
                "the policy that evicts the log is not named",
            )
            await configure(server.url, "maxmemory-policy", "volatile-lru")
            wait_until(lambda: desk.is_ready, 120, "the desk did not notice that Redis is mended")
        finally:
            await server.kill()


def redis_reasons(desk: DeskProcess) -> list[str]:
    """What /readyz says of Redis; nothing while nobody answers."""
    try:
        desk.get("/readyz")
    except HTTPError as e:
        return [reason for reason in json.load(e)["reasons"] if "REDIS_URL" in reason]
    except (OSError, KeyError):
        return []
    return []


async def test_an_outside_redis_that_evicts_the_log_is_refused_with_the_line_that_mends_it_f51(
    tmp_path: Path,
) -> None:
    async with running_valkey(tmp_path) as url:
        await configure(url, "maxmemory-policy", "allkeys-lru")

        said = refused(tmp_path / "home", "--port", "0", environment={"REDIS_URL": url})

    assert "allkeys-lru" in said
    assert "CONFIG SET maxmemory-policy volatile-lru" in said


async def test_a_start_on_an_outside_redis_without_append_only_file_warns(tmp_path: Path) -> None:
    async with running_valkey(tmp_path) as url:
        await configure(url, "appendonly", "no")
        with running_desk(tmp_path / "home", environment={"REDIS_URL": url}) as desk:
            assert "CONFIG SET appendonly yes" in desk.output.read_text()


async def configure(url: str, name: str, value: str) -> None:
    async with aclosing(connect(url)) as client:
        await client.config_set(name, value)


def test_a_taken_port_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])

        said = refused(tmp_path / "home", "--port", port)

    assert f"127.0.0.1:{port}" in said
    assert "--port 0" in said
    assert not (tmp_path / "home" / "valkey").exists()


def test_a_tape_that_cannot_be_played_is_refused_with_the_lab_s_reason(tmp_path: Path) -> None:
    said = refused(tmp_path / "home", "--port", "0", "--tape", str(tmp_path / "nowhere"))

    assert "nowhere" in said


@pytest.mark.parametrize(
    ("in_the_way", "is_folder"),
    [("platform.lock", True), ("logs", False), ("valkey", False), ("lab", False), ("tradewind.db", True)],
)
def test_a_home_that_cannot_be_used_is_refused_with_the_path(
    tmp_path: Path, in_the_way: str, *, is_folder: bool
) -> None:
    obstacle = tmp_path / "home" / in_the_way
    (obstacle if is_folder else obstacle.parent).mkdir(parents=True)
    if not is_folder:
        obstacle.touch()

    assert str(obstacle) in refused(tmp_path / "home", "--port", "0")
