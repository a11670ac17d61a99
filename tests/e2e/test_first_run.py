"""What a new user gets: one command, a ready line, prices, a first decision, and a clean end."""

import json
import subprocess
from pathlib import Path

import pytest
import redis

from tests.desk_process import DeskProcess, running_desk, wait_until
from tradewind.bus.codec import decode
from tradewind.bus.keys import BASE_KEYS, MESSAGE_LOG
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

CLEAN_END = (True, 0, False)
DECISIONS = "/internal/autotrade/v1/decisions"
SYMBOLS = [Symbol(f"{base}-USDT-SWAP") for base in ("BTC", "ETH", "SOL", "BNB", "DOGE", "XRP")]


def children(desk: DeskProcess) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(desk.process.pid)], capture_output=True, text=True, check=False
    )
    return [int(pid) for pid in listed.stdout.split()]


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_a_desk_starts_decides_and_leaves_no_process(tmp_path: Path) -> None:
    with running_desk(tmp_path / "home") as desk:
        started = children(desk)
        assert len(started) == 2  # the cache and the lab
        assert f"Tradewind is ready at {desk.url} in " in desk.output.read_text()
        assert set(desk.get("/api/market/v1/prices")["data"]) == set(SYMBOLS)

        decided = wait_until(lambda: desk.get(DECISIONS)["items"], 120, "no decision")
        first = decided[-1]
        assert first["outcome"] == "decided", first["why"]
        assert first["reasoning"]
        assert {item["symbol"] for item in first["items"]} == set(SYMBOLS)

        desk.interrupt()
        wait_until(lambda: not any(map(is_alive, started)), 60, "a child outlives the desk")


def test_a_desk_ends_cleanly_in_less_than_five_seconds(tmp_path: Path) -> None:
    ends: list[tuple[bool, int, bool]] = []
    # The machine may be late for one end; a desk that is slow to end is late for all.
    while CLEAN_END not in ends and len(ends) < 3:
        with running_desk(tmp_path / str(len(ends))) as desk:
            seconds = desk.interrupt()
            ends.append((seconds < 5, desk.process.returncode, (desk.home / "status.json").exists()))

    assert CLEAN_END in ends


def test_every_base_key_parses_and_is_renewed_before_it_expires(tmp_path: Path) -> None:
    with running_desk(tmp_path / "home") as desk, redis.Redis.from_url(desk.redis_url) as server:
        keys = [row.at(symbol) for row in BASE_KEYS for symbol in SYMBOLS]
        assert len(keys) == 36
        began: dict[str, Instant] = {}

        def renewed() -> bool:
            found = {key.name: server.get(key.name) for key in keys}
            stamps = {
                key.name: decode(found[key.name], key.kind).timestamp for key in keys if found[key.name]
            }
            if len(stamps) < len(keys):  # a machine that stood still for one round does not for all of them
                began.clear()
                return False
            began.update({name: stamp for name, stamp in stamps.items() if name not in began})
            return all(stamps[name] > began[name] for name in stamps)

        assert wait_until(renewed, 180, "some key was not written again in time")
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
            timeout=120,
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
            timeout=120,
        )
        assert desk.status == json.loads(said.stdout)
        assert set(desk.status["roles"]) >= {"collector", "analyst", "trader", "web"}
    gone = subprocess.run(
        [*desk.command[:3], "status", "--home", str(home)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert gone.returncode == 3
    assert "No desk runs" in gone.stdout
