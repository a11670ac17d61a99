"""What happens to the process and its files: stops, changed settings, passwords."""

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from tests.desk_process import DeskProcess, running_desk, wait_until
from tests.fakes.churning_model import churning_model

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

TRIGGER = "/internal/autotrade/v1/scheduler/trigger"
SLOW_MS = 2500


def rows(home: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{home / 'tradewind.db'}?mode=ro", uri=True, timeout=60)) as database:
        return database.execute(query).fetchall()


def delay_orders(desk: DeskProcess) -> None:
    rule = {"kind": "delay", "path": "/api/v5/trade/order", "method": "POST", "delay_ms": SLOW_MS}
    asked = urllib.request.Request(  # noqa: S310 -- our own loopback url
        f"{desk.status['lab']['url']}/lab/faults",
        data=json.dumps(rule).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    urllib.request.urlopen(asked, timeout=60).close()  # noqa: S310


def trigger(desk: DeskProcess) -> None:
    with suppress(HTTPError):  # 429: the desk has been asked often enough
        desk.post(TRIGGER)


def stop_while_sending(home: Path, model_url: str) -> tuple[int, float, str]:
    """Stop a desk while an order waits for its answer; return exit code, seconds and the order's id."""
    environment = {
        "TRADING_BROKER": "paper",
        "AUTOTRADE_LLM_API_KEY": "none",
        "AUTOTRADE_LLM_BASE_URL": model_url,
        "TRADEWIND_TRADING__RISK__MAX_ORDERS_PER_MINUTE": "600",
    }
    with running_desk(home, environment=environment) as desk:
        delay_orders(desk)

        def sending() -> str | None:
            trigger(desk)
            desk.survive(0.1)
            found = rows(home, "SELECT client_order_id FROM orders WHERE state = 'sending'")
            return str(found[0][0]) if found else None

        order_id = wait_until(sending, 120, "nothing was sent")
        started = time.monotonic()
        desk.process.send_signal(signal.SIGTERM)
        code = desk.process.wait(60)
        return code, time.monotonic() - started, order_id


async def test_a_stop_waits_for_the_order_in_flight_and_journals_it_f72(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with churning_model() as model_url:
        code, seconds, order_id = await asyncio.to_thread(stop_while_sending, home, model_url)

    ((state,),) = rows(home, f"SELECT state FROM orders WHERE client_order_id = '{order_id}'")  # noqa: S608
    assert code == 0
    assert seconds <= 20
    assert state in {"accepted", "partial", "filled"}, "its answer was waited for, and is on record"


def settings_of(desk: DeskProcess) -> Any:
    return desk.get("/api/status")["settings"]


def test_changed_settings_reach_the_running_desk_f75_f76_f77(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "config").mkdir(parents=True)
    file = home / "config" / "trading.yaml"
    file.write_text("risk:\n  max_leverage: 5\n")
    with running_desk(home) as desk:
        first = settings_of(desk)["version"]

        file.write_text("risk:\n  max_leverage: [5\n")
        wait_until(lambda: settings_of(desk)["error"], 120, "the broken file is not told of")
        assert "trading.yaml, line" in settings_of(desk)["error"]
        assert settings_of(desk)["version"] == first

        file.write_text("risk:\n  max_leverage: 9\n  min_confidence: 0.7\ncycle:\n  lab_period_seconds: 30\n")
        wait_until(lambda: settings_of(desk)["waiting"], 120, "the loosened limit does not wait")
        held = settings_of(desk)
        assert held["error"] is None
        assert held["waiting"] == ["trading.risk.max_leverage stays 5.0, the file says 9.0"]

        command = [sys.executable, "-m", "tradewind", "config", "accept", "--home", str(home)]
        told = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
        assert "max_leverage stays 5.0" in told
        wait_until(lambda: not settings_of(desk)["waiting"], 120, "the accepted limit still waits")
        last = settings_of(desk)["version"]
        assert len({first, held["version"], last}) == 3

        def versions() -> set[str | None]:
            return {row[0] for row in rows(home, "SELECT settings_version FROM llm_decision_logs")}

        def is_decided_under_last() -> bool:
            trigger(desk)
            desk.survive(0.5)
            return last in versions()

        wait_until(is_decided_under_last, 120, "no decision names the settings in force")
        assert versions() <= {first, held["version"], last}
    again = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert again.returncode == 2
    assert "no desk runs" in again.stderr
