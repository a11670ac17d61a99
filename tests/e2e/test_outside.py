"""An outside cache is used, a missing one or a taken port is refused in a sentence, and nothing is left behind."""

import os
import socket
import subprocess
import sys
from contextlib import aclosing
from pathlib import Path

import pytest

from tests.desk_process import running_desk
from tests.valkey import running_valkey
from tradewind.bus.connection import connect
from tradewind.bus.server_program import free_port

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]


def refused(home: Path, *arguments: str, environment: dict[str, str] | None = None) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "tradewind", "up", "--home", str(home), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
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


def test_an_outside_redis_that_is_away_is_refused(tmp_path: Path) -> None:
    url = f"redis://127.0.0.1:{free_port()}/0"

    said = refused(tmp_path / "home", "--port", "0", environment={"REDIS_URL": url})

    assert "REDIS_URL" in said
    assert "unset REDIS_URL" in said


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
