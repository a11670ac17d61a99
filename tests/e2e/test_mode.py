"""The runtime mode of a running desk is switched over HTTP: same process, same address, another account."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.desk_process import DeskProcess, running_desk, started_desk, wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

MODE = "/internal/autotrade/v1/runtime-mode"
PORTFOLIO = "/internal/autotrade/v1/portfolio"
KILL_SWITCH = "/internal/autotrade/v1/kill-switch"


def send(desk: DeskProcess, method: str, path: str, body: dict[str, Any]) -> Any:
    headers = {"Origin": desk.url, "Content-Type": "application/json"}
    asked = urllib.request.Request(  # noqa: S310 -- our own loopback url
        desk.url + path, data=json.dumps(body).encode(), headers=headers, method=method
    )
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
        return json.load(answer)


def mode_shown(desk: DeskProcess) -> str | None:
    try:
        return str(desk.get(PORTFOLIO)["portfolio"]["mode"])
    except (urllib.error.URLError, OSError):  # the rooms are being built anew
        return None


def switch(desk: DeskProcess, mode: str, **more: str) -> None:
    """Ask until nothing is open that would be left behind, then wait until the desk trades there."""

    def is_asked() -> bool:
        try:
            send(desk, "PATCH", MODE, {"mode": mode, "by": "ann", "reason": "drill", **more})
        except urllib.error.HTTPError as e:
            if e.code not in (409, 429):
                raise
            desk.survive(0.5)
            return False
        return True

    wait_until(is_asked, 120, f"never flat enough for {mode}")
    wait_until(lambda: mode_shown(desk) == mode and desk.is_ready, 120, f"not in {mode}")


def flatten(desk: DeskProcess) -> None:
    send(desk, "POST", KILL_SWITCH, {"state": "HALTED", "by": "ann", "reason": "drill", "flatten": True})

    def is_flat() -> bool:
        desk.survive(0.3)
        return not desk.get(PORTFOLIO)["positions"]

    wait_until(is_flat, 120, "positions stay open")


def test_a_switch_keeps_the_process_and_changes_the_account(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running_desk(home) as desk:
        pid, url = desk.status["pid"], desk.url
        simulated = desk.get(PORTFOLIO)["portfolio"]["id"]
        flatten(desk)
        send(desk, "POST", KILL_SWITCH, {"state": "ACTIVE", "by": "ann", "reason": "on"})
        flatten(desk)
        send(desk, "POST", KILL_SWITCH, {"state": "ACTIVE", "by": "ann", "reason": "on"})

        switch(desk, "paper")

        assert (desk.status["pid"], desk.url) == (pid, url)
        assert desk.get(PORTFOLIO)["portfolio"]["id"] != simulated
        (change,) = desk.get(f"{MODE}/history")["items"]
        assert (change["mode"], change["by"]) == ("paper", "ann")
        desk.interrupt()
    with running_desk(home) as desk:
        assert mode_shown(desk) == "paper"


def test_live_asks_for_what_only_a_hand_on_this_machine_can_give(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running_desk(home) as desk:
        with pytest.raises(urllib.error.HTTPError) as refused:
            send(desk, "PATCH", MODE, {"mode": "live", "by": "ann", "reason": "now", "confirm": "live"})
        reasons = " ".join(json.load(refused.value)["reasons"])
        assert "live-armed" in reasons
        assert "daily_loss_cap" in reasons

        (home / "live-armed").write_text("live\n")
        own = home / "config" / "trading.yaml"
        own.parent.mkdir(exist_ok=True)
        caps = "max_notional_share: 0.1\n  max_exposure_share: 0.2\n  max_leverage: 2\n"
        own.write_text(f"risk:\n  {caps}  daily_loss_cap: '100'\n  drawdown_pause_share: 0.02\n")
        unmet = [step["name"] for step in desk.get(f"{MODE}/steps/live")["steps"] if not step["is_met"]]
        assert set(unmet) <= {"flat"}


def test_a_mode_whose_venue_refuses_can_be_left_from_the_shell(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running_desk(home) as desk:
        desk.interrupt()
    environment = {"TRADING_BROKER": "live"}
    with started_desk(home, environment=environment) as desk:
        wait_until(lambda: desk.process.poll() is not None, 120, "it started without an arm file")
        assert "live-armed" in desk.output.read_text()
        assert "tradewind mode simulator" in desk.output.read_text()
    command = [sys.executable, "-m", "tradewind", "mode", "simulator", "--home", str(home)]
    subprocess.run(command, check=True, capture_output=True)
    with running_desk(home, environment=environment) as desk:
        assert mode_shown(desk) == "simulator"


def test_every_line_of_the_log_says_which_mode_it_is_about_f81(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running_desk(home, environment={"TRADING_BROKER": "paper"}) as desk:
        wait_until(lambda: desk.is_ready, 120, "not ready")
        lines = (home / "logs" / "tradewind.log").read_text().splitlines()
    said = [json.loads(line) for line in lines]
    taken = next(number for number, line in enumerate(said) if line["event"] == "account_taken")
    assert [line for line in said[taken:] if line.get("mode") != "paper"] == []
