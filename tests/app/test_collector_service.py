"""`tradewind run collector` as a user starts it: a process of its own with its own Redis, or a desk's."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.desk_process import running_desk, wait_until
from tradewind.web.server import address_of, listen

pytestmark = pytest.mark.timeout(600)


def a_free_port() -> int:
    with closing(listen("127.0.0.1", 0)) as listener:
        return address_of(listener)[1]


def health_at(port: int) -> dict[str, Any] | None:
    """The health page; None while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=20) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as e:
        return dict(json.load(e))
    except OSError:
        return None


@contextmanager
def running_collector(home: Path, port: int, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    home.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "tradewind",
        "run",
        "collector",
        "--home",
        str(home),
        "--port",
        str(port),
    ]
    process = subprocess.Popen(command, cwd=home, env={**os.environ, **environment})
    try:
        yield process
    finally:
        process.kill()
        process.wait(60)


def is_ok(port: int) -> bool:
    health = health_at(port)
    return health is not None and health["status"] == "ok"


def weight_at(port: int) -> float:
    venues = (health_at(port) or {"venues": []})["venues"]
    return next((float(venue["weight_used"]) for venue in venues if venue["venue"] == "binanceus"), 0)


def test_it_runs_alone_and_keeps_what_it_collects(tmp_path: Path) -> None:
    port = a_free_port()
    with running_collector(tmp_path, port):
        wait_until(lambda: is_ok(port), 120, "the collector is not healthy")
        # The weight counts from 0 with every minute of the venue, and is spent every 30 s.
        wait_until(lambda: 0 < weight_at(port) < 600, 120, "no weight of Binance.us is counted")
        health = health_at(port)

        assert health is not None
        venues = {venue["venue"]: venue for venue in health["venues"]}
        assert set(venues) == {"okx", "binanceus", "alpaca"}
        assert [feed["feed"] for feed in venues["binanceus"]["feeds"]] == ["5m", "1h", "4h", "price"]
        assert all(
            feed["missing"] == [] for name in ("binanceus", "alpaca") for feed in venues[name]["feeds"]
        )

        kept = tmp_path / "history"
        wait_until(lambda: any(kept.rglob("*.day.parquet")), 120, "no candle is kept")


def test_it_ends_in_good_order_when_told(tmp_path: Path) -> None:
    codes: list[int] = []
    # What does not end within 4.5 s is ended: the machine may stand still for so long once.
    while 0 not in codes and len(codes) < 3:
        port = a_free_port()
        with running_collector(tmp_path / str(len(codes)), port) as process:
            wait_until(partial(is_ok, port), 120, "the collector is not healthy")
            process.send_signal(signal.SIGTERM)
            codes.append(process.wait(60))

    assert 0 in codes


def test_a_desk_that_runs_on_the_home_lends_its_redis_and_its_lab(tmp_path: Path) -> None:
    port = a_free_port()
    quiet = {"TRADEWIND_APP__SPOT__ENABLED": "false", "TRADEWIND_APP__STOCKS__ENABLED": "false"}
    with running_desk(tmp_path, environment=quiet) as desk, closing(redis.from_url(desk.redis_url)) as cache:
        assert cache.exists("market:price:BTCUSDT") == 0
        with running_collector(tmp_path, port):
            wait_until(lambda: is_ok(port), 120, "the collector is not healthy")

            assert cache.exists("market:price:BTCUSDT", "stocks:price:SPY") == 2


def test_a_venue_that_is_switched_off_is_off_and_the_others_are_well(tmp_path: Path) -> None:
    port = a_free_port()
    with running_collector(tmp_path, port, TRADEWIND_APP__STOCKS__ENABLED="false"):
        wait_until(lambda: is_ok(port), 120, "the collector is not healthy")
        health = health_at(port)

    assert health is not None
    assert health["venues"][-1]["status"] == "off"
    assert health["venues"][-1]["reason"] == "stocks.enabled is false in app.yaml"
