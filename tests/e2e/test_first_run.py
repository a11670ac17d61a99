"""What a new user gets: one command, a ready line, prices, a first decision, and a clean end."""

import json
import subprocess
from pathlib import Path

import pytest
import redis

from tests.desk_process import DeskProcess, running_desk, wait_until
from tradewind.bus.codec import decode
from tradewind.bus.keys import BASE_KEYS, MESSAGE_LOG
from tradewind.domain.instrument import Symbol

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

SYMBOLS = [Symbol(f"{base}-USDT-SWAP") for base in ("BTC", "ETH", "SOL", "BNB", "DOGE", "XRP")]


def children(desk: DeskProcess) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(desk.process.pid)], capture_output=True, text=True, check=False
    )
    return [int(pid) for pid in listed.stdout.split()]


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_a_desk_starts_decides_and_ends_without_a_trace(tmp_path: Path) -> None:
    with running_desk(tmp_path / "home") as desk:
        started = children(desk)
        assert len(started) == 2  # the cache and the lab
        assert f"Tradewind is ready at {desk.url} in " in desk.output.read_text()
        assert set(desk.get("/api/market/v1/prices")["data"]) == set(SYMBOLS)

        first = wait_until(
            lambda: desk.get("/internal/autotrade/v1/decisions")["items"], 60, "no decision within a minute"
        )[-1]
        assert first["outcome"] == "decided", first["why"]
        assert first["reasoning"]
        assert {item["symbol"] for item in first["items"]} == set(SYMBOLS)

        assert desk.interrupt() < 5
        assert desk.process.returncode == 0
        assert not [pid for pid in started if is_alive(pid)]
        assert not (desk.home / "status.json").exists()


def test_every_base_key_parses_and_is_renewed_before_it_expires(tmp_path: Path) -> None:
    with running_desk(tmp_path / "home") as desk, redis.Redis.from_url(desk.redis_url) as server:
        keys = [row.at(symbol) for row in BASE_KEYS for symbol in SYMBOLS]
        assert len(keys) == 36
        first = {key.name: decode(server.get(key.name) or b"", key.kind) for key in keys}

        def renewed() -> bool:
            lives = [server.pttl(key.name) for key in keys]
            assert min(lives) > 0, [key.name for key, life in zip(keys, lives, strict=True) if life <= 0]
            return all(
                decode(server.get(key.name) or b"", key.kind).timestamp > first[key.name].timestamp
                for key in keys
            )

        assert wait_until(renewed, 90, "some key was not written again")
        written = {
            entry[b"channel"].decode()
            for _, entry in server.xrange(MESSAGE_LOG)
            if entry[b"type"] == b"cache_write"
        }
        assert {key.name for key in keys} <= written


def test_two_desks_run_side_by_side_and_one_home_takes_one_desk(tmp_path: Path) -> None:
    with running_desk(tmp_path / "one") as one, running_desk(tmp_path / "two") as two:
        assert one.url != two.url
        assert one.redis_url != two.redis_url

        again = subprocess.run(
            [*one.command[:3], "up", "--home", str(one.home), "--port", "0"],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )

        assert again.returncode == 2
        assert str(one.process.pid) in again.stderr


def test_status_tells_programs_where_the_desk_answers(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running_desk(home) as desk:
        said = subprocess.run(
            [*desk.command[:3], "status", "--home", str(home), "--json"],
            capture_output=True,
            check=True,
            timeout=30,
        )
        assert desk.status == json.loads(said.stdout)
        assert set(desk.status["roles"]) >= {"collector", "analyst", "trader", "web"}
    gone = subprocess.run(
        [*desk.command[:3], "status", "--home", str(home)],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert gone.returncode == 3
    assert "No desk runs" in gone.stdout
